/* Deposits (G5, G8): the library holds them for a member, and per loan; no balance counts them. */
#ifndef LENDING_DEPOSIT_H
#define LENDING_DEPOSIT_H

#include "base/ctx.h"

struct deposit {
    int64_t member, cents;
    int64_t tool;       /* taken for its loan; given back or kept: only of its loans. 0: any */
    const char *method; /* cash, card, transfer; NULL: kept */
};
/* FAULT_AMOUNT_ZERO; FAULT_NOT_ON_LOAN when the member has not that tool. */
MUST enum fault deposit_take(struct ctx *, const struct deposit *);
/* Returned to whom it was taken from, or kept; the oldest first. FAULT_DEPOSIT_SHORT beyond what is
 * held. */
MUST enum fault deposit_give(struct ctx *, const struct deposit *);

#endif
