/* Days on which a branch is shut although its week says open (C6, C7, C12, C15). */
#ifndef LENDING_CLOSING_H
#define LENDING_CLOSING_H

#include "lending/spread.h"

/* What a closing would move: FAULT_CLOSING_PAST, FAULT_CLOSING_OVERLAP, FAULT_DAY_ORDER. */
MUST enum fault closing_plan(struct ctx *, int64_t branch, day from, day to, const struct move **,
                             size_t *n);
MUST enum fault closing_apply(struct ctx *, int64_t branch, day from, day to, struct str reason,
                              const struct move *, size_t n, int64_t *id);

/* Taking it back: a date goes back to its old day if it still is the day this closing set, it is open,
 * and the old day is today or later; else it stays, and `why` says so. */
struct taken_back {
    struct move move; /* was: as it is; becomes: its old day */
    const char *why;  /* NULL: it goes back; "renewed", "changed", "ended", "past" */
};
MUST enum fault closing_remove(struct ctx *, int64_t id, const struct taken_back **, size_t *n);

#endif
