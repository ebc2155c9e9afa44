/* Shared by the files loan.c, loan_back.c, loan_renew.c, loan_list.c. */
#ifndef LENDING_LOAN_ROW_H
#define LENDING_LOAN_ROW_H

#include "lending/loan.h"
#include "schema/query.h"

struct loan loan_row(struct query *);
/* L12, L19: may something have happened to this tool on that day? */
MUST enum fault backdate_check(struct ctx *, int64_t tool, day on);

#endif
