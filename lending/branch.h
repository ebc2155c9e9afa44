/* Places where tools hang and are lent (B1). */
#ifndef LENDING_BRANCH_H
#define LENDING_BRANCH_H

#include "lending/calendar.h"

struct branch {
    int64_t id;
    struct str name, address, postcode, place, phone, email, colour;
};
MUST enum fault branch_get(struct ctx *, int64_t id, struct branch *);
/* All that are not ended, by name. */
MUST enum fault branch_all(struct ctx *, const struct branch **out, size_t *n);
/* By name (folded), code (P branch) or number: FAULT_NAME_UNKNOWN. */
MUST enum fault branch_find(struct ctx *, struct str text, int64_t *id);
MUST enum fault branch_add(struct ctx *, const struct branch *, int64_t *id);
/* Replaces the weekly blocks. */
MUST enum fault branch_hours_set(struct ctx *, int64_t branch, const struct block *, size_t n);
/* C9: whether the branch is open on that holiday of holiday_name(). */
MUST enum fault branch_holiday_set(struct ctx *, int64_t branch, size_t holiday, bool open);

/* Changing (lending/branch_edit.c). Values as edit.h has them: V_NONE leaves, "" clears. */
struct branch_change {
    struct val name, address, postcode, place, phone, email, colour;
};
MUST enum fault branch_change(struct ctx *, const struct branch *, const struct branch_change *,
                              bool *changed);
/* Both days included. Moves nothing: that is C6's. */
MUST enum fault closing_add(struct ctx *, int64_t branch, day from, day to, struct str reason,
                            int64_t *id);
/* The branch of this counter, else the only one there is: FAULT_BRANCH_NEEDED with the list. */
MUST enum fault branch_of_counter(struct ctx *, int64_t *id);

#endif
