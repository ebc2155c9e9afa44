/* Lending terms as arguments: the same ten of a model and of a category. */
#ifndef OPS_POLICY_H
#define OPS_POLICY_H

#include "lending/policy.h"
#include "ops/op.h"

#define POLICY_ARGS \
    { "period", K_INT, ARG_EMPTY, "1..366" }, { "half_day", K_YES, ARG_EMPTY, NULL }, \
    { "renewals", K_INT, ARG_EMPTY, "0..99" }, { "renewal_days", K_INT, ARG_EMPTY, "1..366" }, \
    { "fee", K_MONEY, ARG_EMPTY, NULL }, { "deposit", K_MONEY, ARG_EMPTY, NULL }, \
    { "late", K_MONEY, ARG_EMPTY, NULL }, { "safety", K_INT, ARG_EMPTY, "0..3" }, \
    { "min_age", K_INT, ARG_EMPTY, "1..99" }, { "limit_tools", K_INT, ARG_EMPTY, "0..999" }

/* From the values of POLICY_ARGS. */
static inline struct policy_change policy_asked(const struct val *v)
{
    return (struct policy_change){ v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8], v[9] };
}

#endif
