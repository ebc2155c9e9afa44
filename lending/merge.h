/* Two records of the same person become one (M10, M15). */
#ifndef LENDING_MERGE_H
#define LENDING_MERGE_H

#include "lending/member.h"

/* Loans, holds, money, messages, instructions, numbers and tools of `from` follow to `into`, whose name,
 * language and order of channels stay; its card number leads there from now on. Nothing is sent. It is
 * not undone: the row of `from` stays as it was, ended, so that both records can be read in the journal.
 * FAULT_MERGE_SELF. */
MUST enum fault member_merge(struct ctx *, int64_t from, int64_t into);

#endif
