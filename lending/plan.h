/* What a membership costs and allows. */
#ifndef LENDING_PLAN_H
#define LENDING_PLAN_H

#include "base/ctx.h"

struct plan {
    int64_t id;
    struct str name;
    int64_t price; /* cents */
    int months;
    int limit_tools;
};
/* All that are not ended, by name. */
MUST enum fault plan_all(struct ctx *, const struct plan **out, size_t *n);
/* By name (folded): FAULT_NAME_UNKNOWN with the list. */
MUST enum fault plan_find(struct ctx *, struct str text, int64_t *id);
MUST enum fault plan_get(struct ctx *, int64_t id, struct plan *);
/* FAULT_NAME_USED when another, ended ones included, is called so. */
MUST enum fault plan_add(struct ctx *, const struct plan *, int64_t *id);
/* Values as edit.h has them. What a member paid for stays until it ends. */
struct plan_change {
    struct val name, price, months, limit_tools;
};
MUST enum fault plan_change(struct ctx *, const struct plan *, const struct plan_change *, bool *changed);
/* No longer chosen; who has it keeps it. */
MUST enum fault plan_end(struct ctx *, const struct plan *);

/* A solidarity price: what the plan costs for who shows a pass. */
struct tier {
    int64_t id;
    struct str name;
    int64_t price; /* cents */
};
MUST enum fault plan_tiers(struct ctx *, int64_t plan, const struct tier **, size_t *n);
/* The plan's own spelling of it: FAULT_NAME_UNKNOWN with the list. A plan without tiers (or no plan)
 * takes any. */
MUST enum fault tier_find(struct ctx *, int64_t plan, struct str name, struct str *out);
/* Sets the price of one, made when there is none by that name; price < 0 takes it away. */
MUST enum fault tier_set(struct ctx *, const struct plan *, struct str name, int64_t price);

#endif
