/* Erasing a person (M11, M16) and those who have been away for long (M8, M18). */
#ifndef LENDING_ERASE_H
#define LENDING_ERASE_H

#include "lending/member.h"

/* What keeps a record from being erased: a number of things, and cents. */
struct still_open {
    int64_t loans, deposit, balance, tools; /* tools: lent to us by this member */
    int64_t holds; /* cancelled by member_erase; ageing waits for them */
};
MUST enum fault member_still_open(struct ctx *, int64_t id, struct still_open *);

/* In the caller's transaction: cancels holds, drops and deletes messages, and empties the row and all
 * that speaks of it, records merged into it included. Closed loans stay with branch, month, category and
 * four-digit postcode. *refs: our names of the messages, for copies outside the library; in the arena.
 * FAULT_ERASE_OPEN, which one. What is left in free pages and the log goes with db_scrub, which
 * `erase_scrub` notes to be owed. */
struct refs {
    struct str *at;
    size_t n;
};
MUST enum fault member_erase(struct ctx *, int64_t id, struct refs *refs);
/* Empties one that was erased after the copy that brought it back, whatever that shows as open. *n goes up
 * when there was something to erase. */
MUST enum fault member_erase_again(struct ctx *, int64_t id, int64_t *n);
/* All ids that are erased. */
MUST enum fault erased_ids(struct ctx *, const int64_t **, size_t *n);

/* Was erased, but the file was not yet rewritten. */
bool erase_owes_scrub(struct ctx *);
MUST enum fault erase_scrubbed(struct ctx *);

/* M18: asks who was not active for [24] months (`inactive`; by visit list where nothing else works), and
 * erases whom that was sent or said [30] days ago. Never with a loan, hold, deposit or debt. Again the
 * same day it does nothing. */
struct aged {
    int64_t asked, erased;
    struct refs refs;
};
MUST enum fault members_age(struct ctx *, struct aged *);

#endif
