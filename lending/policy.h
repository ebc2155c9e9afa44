/* Lending terms (Words: policy): of a model, else of its category and those above it, else the
 * library's settings. What holds for a model is tool_terms (lending/tool.h). */
#ifndef LENDING_POLICY_H
#define LENDING_POLICY_H

#include "base/ctx.h"

/* Values as lending/edit.h has them: V_NONE leaves, "" makes it what the next wider one says. */
struct policy_change {
    struct val period, half_day, renewals, renewal_days, fee, deposit, late, safety, min_age, limit_tools;
};
MUST enum fault policy_change_model(struct ctx *, int64_t model, const struct policy_change *,
                                    bool *changed);
MUST enum fault policy_change_category(struct ctx *, int64_t category, const struct policy_change *,
                                       bool *changed);

/* Where each value in force comes from. */
enum policy_from { FROM_MODEL, FROM_CATEGORY, FROM_LIBRARY };
struct policy_term {
    const char *name; /* of struct policy_change */
    struct val value; /* V_INT, V_MONEY or V_BOOL; V_NONE: no such rule */
    enum policy_from from;
    struct str category; /* FROM_CATEGORY: its name */
    int64_t policy;      /* the row that says so; 0: the library's settings */
};
enum { POLICY_TERMS = 10 };
MUST enum fault policy_terms(struct ctx *, int64_t model, struct policy_term out[static POLICY_TERMS]);

#endif
