/* What a loan may cost, and what comes back: its fee (G2), extra days (G3, G10), a tool lost and found
 * (G11, L14), a part that is missing (L8, L23). All lines carry the loan, so undo finds them. */
#ifndef LENDING_LOAN_MONEY_H
#define LENDING_LOAN_MONEY_H

#include "lending/loan.h"

/* G10: for a return so many open days late; never above the day value. Cents. Pure. */
int64_t late_fee(int64_t rate, int days_late, int grace, int64_t day_value);

/* The fee of the policy, for a loan just made; none in the workshop or for the owner. Sets o->fee. */
MUST enum fault loan_fee(struct ctx *, struct lent *);
/* At return, with days_late known: sets o->late_fee. */
MUST enum fault loan_late_fee(struct ctx *, struct returned *);
/* At return: the named parts are missing, a slip for each (L23); others came back. Sets o->slips and
 * o->refund. FAULT_NAME_UNKNOWN. */
MUST enum fault loan_parts(struct ctx *, const struct back *, struct returned *);
/* Seen after the return: a part is missing. On the day of the return its member gets the slip, as at the
 * return itself; later nobody can say with whom it went. *changed: it was there. */
MUST enum fault part_missing(struct ctx *, int64_t tool, int64_t part, struct returned *, bool *changed);
/* A part came back at another time; *changed: it was missing. */
MUST enum fault part_found(struct ctx *, int64_t tool, int64_t part, struct refund *, bool *changed);

/* L14: noted as lost. *cents: what it costs; 0 when the library does not charge. */
MUST enum fault loss_charge(struct ctx *, const struct tool *, const struct loan *, int64_t *cents);
/* A tool that was lost is there again, however: what its loss cost is taken back, and a deposit kept
 * for it is held again. */
MUST enum fault loss_back(struct ctx *, int64_t tool, struct refund *);

/* The deposit held for a loan, in cents. */
MUST enum fault loan_deposit(struct ctx *, int64_t loan, int64_t *cents);

#endif
