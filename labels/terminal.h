/* The QR code of a label in a terminal: two modules a character, in half blocks. */
#ifndef LABELS_TERMINAL_H
#define LABELS_TERMINAL_H

#include "labels/job.h"

/* Appends each label's code, and its number and name below it. Black on white by explicit colours
 * (fixed ones of the 256, which themes leave alone), so that it is right on dark and on light
 * terminals; `plain` uses none and is right where the background is dark. FAULT_LABEL_TOO_SMALL
 * with *which when a URL fits no symbol. */
MUST enum fault terminal_draw(struct arena *, const struct label_job *, struct buf *,
                              const struct label **which);

#endif
