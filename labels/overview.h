/* All sheets and rolls in small, to choose one from: each with its labels, numbered as --start counts. */
#ifndef LABELS_OVERVIEW_H
#define LABELS_OVERVIEW_H

#include "labels/label.h"

/* A4 with a cell for each medium. */
struct medium overview_page(void);
/* One medium in its cell. */
void overview_lay(struct arena *, const struct plan *, const struct medium *, struct face *);

#endif
