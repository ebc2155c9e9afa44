/* What is sold, not lent (T13): stock is the sum of its movements, and a sale is never refused for it. */
#ifndef LENDING_CONSUMABLE_H
#define LENDING_CONSUMABLE_H

#include "base/ctx.h"

struct consumable { /* with its stock at one branch; branch 0: it never had any */
    int64_t id, branch, price, stock; /* price: cents each */
    struct str name, shelf, branch_name;
};
/* By name, then branch. */
struct consumable_query {
    int64_t id, branch; /* 0: any */
    bool below;         /* only those of which more was sold than there was: to be counted */
};
MUST enum fault consumable_list(struct ctx *, const struct consumable_query *,
                                const struct consumable **, size_t *n);
/* By its folded name: FAULT_NAME_UNKNOWN. */
MUST enum fault consumable_find(struct ctx *, const char *arg, struct str name, int64_t *id);
/* As it is at that branch. */
MUST enum fault consumable_get(struct ctx *, int64_t id, int64_t branch, struct consumable *);
/* FAULT_NAME_USED. */
MUST enum fault consumable_add(struct ctx *, struct str name, int64_t price, struct str shelf, int64_t *id);
/* Values as edit.h has them. */
struct consumable_change {
    struct val name, price, shelf;
};
MUST enum fault consumable_change(struct ctx *, const struct consumable *,
                                  const struct consumable_change *, bool *changed);
/* No longer sold; its name is free again. */
MUST enum fault consumable_end(struct ctx *, const struct consumable *);

/* G2: a member owes it; without a member it is paid at the counter, by `method`. */
struct sale {
    int64_t consumable, branch, count, member;
    struct str method; /* cash, card; without a member only */
};
MUST enum fault consumable_sell(struct ctx *, const struct sale *, int64_t *cents);
MUST enum fault consumable_buy(struct ctx *, int64_t id, int64_t branch, int64_t count);
/* What there is: the difference is written as a movement, *by. */
MUST enum fault consumable_count(struct ctx *, int64_t id, int64_t branch, int64_t count, int64_t *by);

struct movement {
    day on;
    int64_t count;
    struct str kind, branch_name; /* kind: bought, sold, counted */
};
/* The newest first. */
MUST enum fault consumable_movements(struct ctx *, int64_t id, int64_t limit, const struct movement **,
                                     size_t *n);

#endif
