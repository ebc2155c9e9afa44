/* See policy.h. */
#include "lending/policy.h"

#include "lending/edit.h"
#include "lending/setting.h"
#include "lending/tool.h"
#include "schema/query.h"

/* In the order of struct policy_change. */
static const struct {
    const char *name, *column;
    enum val_is is;
    enum field_id field;
    int setting; /* what the library says; -1: nothing */
} terms[POLICY_TERMS] = {
    { "period", "period_days", V_INT, F_POLICY_PERIOD_DAYS, SET_PERIOD },
    { "half_day", "half_day", V_BOOL, F_POLICY_HALF_DAY, -1 },
    { "renewals", "renewals", V_INT, F_POLICY_RENEWALS, SET_RENEWALS },
    { "renewal_days", "renewal_days", V_INT, F_POLICY_RENEWAL_DAYS, SET_RENEWAL_DAYS },
    { "fee", "fee_cents", V_MONEY, F_POLICY_FEE_CENTS, SET_FEE },
    { "deposit", "deposit_cents", V_MONEY, F_POLICY_DEPOSIT_CENTS, SET_DEPOSIT },
    { "late", "late_cents", V_MONEY, F_POLICY_LATE_CENTS, SET_LATE_FEE },
    { "safety", "safety", V_INT, F_POLICY_SAFETY, -1 },
    { "min_age", "min_age", V_INT, F_POLICY_MIN_AGE, -1 },
    { "limit_tools", "limit_tools", V_INT, F_POLICY_LIMIT_TOOLS, -1 },
};

static struct val number_as(enum val_is is, int64_t n)
{
    struct val v = val_int(n);
    v.is = is;
    return v;
}

/* The policy a thing points to; 0: none yet. */
static enum fault policy_of(struct ctx *c, enum query_id get, int64_t id, int64_t *policy)
{
    QUERY(q, c, get);
    q_bind_int(&q, "id", id);
    *policy = q_row(&q) ? q_int(&q, "policy") : 0;
    return q_end(&q);
}

static enum fault policy_make(struct ctx *c, enum field_id owner, int64_t id, int64_t *policy)
{
    QUERY(q, c, Q_POLICY_ADD);
    enum fault f = q_run_int(&q, policy);
    if (!f)
        f = thing_made(c, "policy", *policy);
    return f ? f : thing_set(c, owner, id, val_none(), val_int(*policy));
}

static bool asks(const struct val v[static POLICY_TERMS])
{
    for (size_t i = 0; i < POLICY_TERMS; i++)
        if (!val_is_none(v[i]) && !(v[i].is == V_STR && !v[i].s.n))
            return true;
    return false;
}

static enum fault change(struct ctx *c, enum query_id get, enum field_id owner, int64_t id,
                         const struct policy_change *w, bool *changed)
{
    struct val becomes[POLICY_TERMS] = { w->period, w->half_day, w->renewals, w->renewal_days, w->fee,
        w->deposit, w->late, w->safety, w->min_age, w->limit_tools };
    struct edit edits[POLICY_TERMS];
    int64_t policy;
    enum fault f = policy_of(c, get, id, &policy);
    if (!f && !policy && asks(becomes))
        f = policy_make(c, owner, id, &policy);
    if (f || !policy)
        return f;
    QUERY(q, c, Q_POLICY_GET);
    q_bind_int(&q, "id", policy);
    if (!q_row(&q))
        return q_end(&q);
    for (size_t i = 0; i < POLICY_TERMS; i++)
        edits[i] = (struct edit){ terms[i].field, q_val(&q, terms[i].column, terms[i].is), becomes[i] };
    f = q_end(&q);
    return f ? f : edits_apply(c, policy, edits, POLICY_TERMS, changed);
}

enum fault policy_change_model(struct ctx *c, int64_t model, const struct policy_change *w, bool *changed)
{
    return change(c, Q_MODEL_GET, F_MODEL_POLICY, model, w, changed);
}

enum fault policy_change_category(struct ctx *c, int64_t category, const struct policy_change *w,
                                  bool *changed)
{
    return change(c, Q_CATEGORY_GET, F_CATEGORY_POLICY, category, w, changed);
}

enum fault policy_terms(struct ctx *c, int64_t model, struct policy_term out[static POLICY_TERMS])
{
    for (size_t i = 0; i < POLICY_TERMS; i++) {
        int set = terms[i].setting;
        bool none = terms[i].field == F_POLICY_MIN_AGE || terms[i].field == F_POLICY_LIMIT_TOOLS;
        struct val otherwise = number_as(terms[i].is, set < 0 ? 0 : setting_int(c, (enum setting)set));
        out[i] = (struct policy_term){ terms[i].name, none ? val_none() : otherwise, FROM_LIBRARY, { 0 }, 0 };
    }
    QUERY(q, c, Q_POLICIES_OF_MODEL);
    q_bind_int(&q, "model", model);
    while (q_row(&q)) { /* the nearest first */
        struct str category = q_str(&q, "category_name");
        for (size_t i = 0; i < POLICY_TERMS; i++)
            if (out[i].from == FROM_LIBRARY && !q_null(&q, terms[i].column)) {
                out[i].value = q_val(&q, terms[i].column, terms[i].is);
                out[i].from = category.n ? FROM_CATEGORY : FROM_MODEL;
                out[i].category = category;
                out[i].policy = q_int(&q, "policy");
            }
    }
    return q_end(&q);
}

enum fault tool_terms(struct ctx *c, int64_t model, struct terms *out)
{
    struct policy_term k[POLICY_TERMS];
    int64_t v[POLICY_TERMS];
    enum fault f = policy_terms(c, model, k);
    for (size_t i = 0; !f && i < POLICY_TERMS; i++)
        v[i] = val_int_or(k[i].value, 0);
    *out = (struct terms){ 0 };
    if (!f)
        *out = (struct terms){ .period = (int)v[0], .half_day = v[1] != 0, .renewals = (int)v[2],
            .renewal_days = (int)v[3], .fee = v[4], .deposit = v[5], .late = v[6], .safety = (int)v[7],
            .min_age = (int)v[8], .limit_tools = (int)v[9], .limited = !val_is_none(k[9].value),
            .limit_policy = k[9].policy, .limit_of = k[9].category };
    return f;
}
