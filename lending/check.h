/* What must always be true of a library: its rows agree with one another (T3, T4), nobody waits for what
 * is free (H12), and every due day is an open day (C3). */
#ifndef LENDING_CHECK_H
#define LENDING_CHECK_H

#include "base/ctx.h"

struct contradiction {
    const char *what; /* "hold_place"; schema/q_check.sql says what each means */
    int64_t n, first; /* how many, and the lowest id of them; 0: no one row */
};
/* All that is wrong, by name; *n is 0 when nothing is. Changes nothing. */
MUST enum fault check_library(struct ctx *, struct contradiction **, size_t *n);

#endif
