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
MUST enum fault plan_add(struct ctx *, const struct plan *, int64_t *id);

#endif
