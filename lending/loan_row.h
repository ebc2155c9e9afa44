/* Shared by the files loan.c, loan_back.c, loan_renew.c, loan_list.c. */
#ifndef LENDING_LOAN_ROW_H
#define LENDING_LOAN_ROW_H

#include "lending/loan.h"
#include "schema/query.h"

struct loan loan_row(struct query *);
/* A refusal with the facts its sentence speaks of. Where a volunteer may decide otherwise (`passable`, L1)
 * and does, it is noted and passed over; with a trace it is only written down (L16). */
MUST enum fault loan_refuse(struct ctx *, const struct lent *, enum fault, const char *arg,
                            const struct fact *, size_t n, bool passable);
/* T12, M5, M13, in the order of L17: lending/loan_limit.c. */
MUST enum fault loan_check_limits(struct ctx *, const struct lend *, const struct lent *);
/* T6: the owner hears of somebody else's loan of their tool, if the library tells them at all: `kind` is
 * owner_lent or owner_back. */
MUST enum fault loan_tell_owner(struct ctx *, const struct tool *, const struct loan *, const char *kind);
/* N25: the borrower reads what was borrowed and until when, where receipts are on for one of their ways. */
MUST enum fault loan_tell_receipt(struct ctx *, const struct loan *);
/* L12, L19: may something have happened to this tool on that day? */
MUST enum fault backdate_check(struct ctx *, int64_t tool, day on);

#endif
