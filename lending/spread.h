/* When a branch will be open on other days than people were told (a closing, changed hours): which due
 * days, shelf clocks and bookings move, and to where (C6, C11, C14). */
#ifndef LENDING_SPREAD_H
#define LENDING_SPREAD_H

#include "lending/calendar.h"

enum move_of { MOVE_LOAN, MOVE_HOLD, MOVE_BOOKING };
struct move {
    enum move_of of;
    int64_t id, member, tool;
    struct str code, name, member_code, member_name;
    day was, becomes;          /* due day; last shelf day; first day of a booking */
    day to_was, to_becomes;    /* last day of a booking */
    int64_t at_was, at_becomes; /* half-day loans: the changeover; else 0 */
    bool rearrange;            /* the booking no longer fits: its member chooses anew */
};
/* The moves that follow when the calendar `was` becomes `is`, none written. FAULT_NO_OPEN_DAY when a
 * loan finds no day. Moved returns are spread over the window of C11. */
MUST enum fault moves_plan(struct ctx *, const struct calendar *was, const struct calendar *is,
                           const struct move **out, size_t *n);
/* Writes them and tells each member once; `back`: a closing was taken away again. */
MUST enum fault moves_apply(struct ctx *, const struct move *, size_t n, bool back);

#endif
