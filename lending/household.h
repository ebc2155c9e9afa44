/* Households (M6): members who live together. One of them is the contact: a text that several of them
 * get on one phone is in that person's language (N21). */
#ifndef LENDING_HOUSEHOLD_H
#define LENDING_HOUSEHOLD_H

#include "lending/member.h"

struct household {
    int64_t id, members;
    struct str name, contact; /* the contact's name; empty: nobody in particular */
};
/* Those somebody lives in, by name. */
MUST enum fault household_list(struct ctx *, const struct household **, size_t *n);
/* By its folded name: FAULT_NAME_UNKNOWN. */
MUST enum fault household_find(struct ctx *, struct str name, int64_t *id);
/* Makes one: FAULT_NAME_USED, FAULT_NOT_TEXT. */
MUST enum fault household_add(struct ctx *, struct str name, int64_t *id);
/* By its folded name, made when there is none; *id 0 for no name. */
MUST enum fault household_find_or_add(struct ctx *, struct str name, int64_t *id, bool *made);
MUST enum fault household_get(struct ctx *, int64_t id, struct household *);
/* The contact first, then by how long they are with us. */
MUST enum fault household_members(struct ctx *, int64_t id, const struct member **, size_t *n);
/* Moves a member into it, as its contact or not (id 0: out of any). *changed as edits_apply has it. */
MUST enum fault household_join(struct ctx *, const struct member *, int64_t id, bool contact,
                               bool *changed);
/* In the place of whoever was: FAULT_NO_HOUSEHOLD when the member lives in none. */
MUST enum fault household_contact(struct ctx *, const struct member *, bool *changed);

#endif
