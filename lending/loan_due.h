/* The due day of a loan: the policy, the day asked for, bookings of others, the owner's months, the
 * calendar (C3, C4, L3, L19, L22, T11). It decides nothing: loan.c refuses, in the order of L17. */
#ifndef LENDING_LOAN_DUE_H
#define LENDING_LOAN_DUE_H

#include "lending/loan.h"

struct due_plan {
    bool endless;  /* the owner's own: no due day (T10) */
    day due;       /* DAY_NONE: there is no open day */
    int64_t due_at; /* half days; else 0 */
    day free_due;  /* without any booking: what an override gives */
    day latest;    /* the policy's due day: `until` may not be later */
    bool moved_on; /* the day asked for was closed */
    bool too_late; /* the day asked for is later than `latest` */
    bool shortened, by_owner;
    bool booked;   /* a booking leaves less than a day; `from` is when it begins */
    bool owner;    /* the owner's months leave less than a day */
    day from;
};
MUST enum fault loan_due(struct ctx *, const struct lend *, const struct lent *, struct due_plan *);
/* The latest open day in first..due on which the tool may still be out, by bookings and owner's
 * months: for renewals too. DAY_NONE: none; *booked tells which of the two stood in the way. */
MUST enum fault due_with_others(struct ctx *, const struct tool *, int64_t member,
                                const struct calendar *, day first, day due, day *out, bool *booked,
                                day *from);

#endif
