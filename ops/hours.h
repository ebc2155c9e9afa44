/* Opening hours as an argument: shared by `branch add` and `hours set`. */
#ifndef OPS_HOURS_H
#define OPS_HOURS_H

#include "lending/calendar.h"

/* FAULT_HOURS_FORMAT, FAULT_HOURS_OVERLAP on the argument `hours`, with the word that is wrong. */
MUST enum fault hours_asked(struct ctx *, struct val text, const struct block **, size_t *n);

#endif
