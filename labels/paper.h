/* Paper with words in columns (labels/job.h, struct paper): the day sheet, receipts, pick lists. */
#ifndef LABELS_PAPER_H
#define LABELS_PAPER_H

#include "labels/job.h"
#include "labels/sheets.h"

/* False when it is none of ours. Everything lives in the arena. */
bool paper_read(struct arena *, struct str json, struct paper *);
/* A PDF, and the size of its pages. FAULT_TOO_BIG when the output has no room. */
MUST enum fault paper_draw(const struct paper *, struct buf *out, struct medium *);

#endif
