/* See plan.h. */
#include "lending/plan.h"

#include "base/buf.h"
#include "lending/edit.h"
#include "schema/query.h"

enum fault plan_all(struct ctx *c, const struct plan **out, size_t *n)
{
    QUERY(q, c, Q_PLAN_ALL);
    struct plan *p = NULL;
    *n = 0;
    while (q_row(&q)) {
        if (!p)
            p = NEW_N(c->mem, struct plan, q_int(&q, "n"));
        p[(*n)++] = (struct plan){ .id = q_int(&q, "id"), .name = q_str(&q, "name"),
            .price = q_int(&q, "price_cents"), .months = (int)q_int(&q, "months"),
            .limit_tools = (int)q_int(&q, "limit_tools") };
    }
    *out = p;
    return q_end(&q);
}

enum fault plan_find(struct ctx *c, struct str text, int64_t *id)
{
    const struct plan *p;
    struct buf names = { .a = c->mem };
    size_t n;
    struct str key = str_key(c->mem, text);
    enum fault f = plan_all(c, &p, &n);
    if (f)
        return f;
    for (size_t i = 0; i < n; i++) {
        if (str_eq(key, str_key(c->mem, p[i].name))) {
            *id = p[i].id;
            return OK;
        }
        buf_z_add(&names, i ? ", " : "");
        buf_add(&names, p[i].name);
    }
    return fail_facts(c, FAULT_NAME_UNKNOWN, "plan", val_str(text),
                      FACTS(F("choices", val_str(buf_str(&names)))));
}

enum fault plan_add(struct ctx *c, const struct plan *p, int64_t *id)
{
    QUERY(q, c, Q_PLAN_ADD);
    q_bind_str(&q, "name", p->name);
    q_bind_str(&q, "name_key", str_key(c->mem, p->name));
    q_bind_int(&q, "price_cents", p->price);
    q_bind_int(&q, "months", p->months);
    q_bind_int(&q, "limit_tools", p->limit_tools);
    enum fault f = q_run_int(&q, id);
    if (f == FAULT_CONSTRAINT)
        return fail(c, FAULT_NAME_USED, "name", val_str(p->name));
    return f ? f : thing_made(c, "plan", *id);
}

enum fault plan_get(struct ctx *c, int64_t id, struct plan *p)
{
    QUERY(q, c, Q_PLAN_GET);
    q_bind_int(&q, "id", id);
    *p = (struct plan){ 0 };
    if (q_row(&q))
        *p = (struct plan){ .id = id, .name = q_str(&q, "name"), .price = q_int(&q, "price_cents"),
            .months = (int)q_int(&q, "months"), .limit_tools = (int)q_int(&q, "limit_tools") };
    enum fault f = q_end(&q);
    return f || p->id ? f : FAULT_NAME_UNKNOWN;
}

enum fault plan_change(struct ctx *c, const struct plan *p, const struct plan_change *w, bool *changed)
{
    struct val key = val_is_none(w->name) ? val_none() : val_str(str_key(c->mem, w->name.s));
    enum fault f = edits_apply(c, p->id,
        EDITS({ F_PLAN_NAME, val_str(p->name), w->name },
              { F_PLAN_NAME_KEY, val_str(str_key(c->mem, p->name)), key },
              { F_PLAN_PRICE_CENTS, val_money(p->price), w->price },
              { F_PLAN_MONTHS, val_int(p->months), w->months },
              { F_PLAN_LIMIT_TOOLS, val_int(p->limit_tools), w->limit_tools }), changed);
    return f == FAULT_CONSTRAINT ? fail(c, FAULT_NAME_USED, "name", w->name) : f;
}

enum fault plan_end(struct ctx *c, const struct plan *p)
{
    return thing_set(c, F_PLAN_ENDED_AT, p->id, val_none(), val_time(c->now));
}

enum fault plan_tiers(struct ctx *c, int64_t plan, const struct tier **out, size_t *n)
{
    QUERY(q, c, Q_TIERS_OF_PLAN);
    q_bind_int(&q, "plan", plan);
    struct tier *t = NULL;
    *n = 0;
    while (q_row(&q)) {
        if (!t)
            t = NEW_N(c->mem, struct tier, q_int(&q, "n"));
        t[(*n)++] = (struct tier){ q_int(&q, "id"), q_str(&q, "name"), q_int(&q, "price_cents") };
    }
    *out = t;
    return q_end(&q);
}

/* The one of that name, else NULL. */
static const struct tier *tier_named(struct ctx *c, const struct tier *t, size_t n, struct str name)
{
    struct str key = str_key(c->mem, name);
    for (size_t i = 0; i < n; i++)
        if (str_eq(key, str_key(c->mem, t[i].name)))
            return &t[i];
    return NULL;
}

enum fault tier_find(struct ctx *c, int64_t plan, struct str name, struct str *out)
{
    const struct tier *t;
    struct buf names = { .a = c->mem };
    size_t n;
    enum fault f = plan_tiers(c, plan, &t, &n);
    if (f)
        return f;
    const struct tier *found = tier_named(c, t, n, name);
    *out = found ? found->name : str_trim(name);
    if (found || !n)
        return OK;
    for (size_t i = 0; i < n; i++)
        buf_printf(&names, "%s%.*s", i ? ", " : "", STR(t[i].name));
    return fail_facts(c, FAULT_NAME_UNKNOWN, "tier", val_str(name),
                      FACTS(F("choices", val_str(buf_str(&names)))));
}

static enum fault tier_drop(struct ctx *c, const struct plan *p, struct str name)
{
    const struct tier *t;
    size_t n;
    enum fault f = plan_tiers(c, p->id, &t, &n);
    const struct tier *found = f ? NULL : tier_named(c, t, n, name);
    if (!found)
        return f ? f : fail(c, FAULT_NAME_UNKNOWN, "name", val_str(name));
    QUERY(q, c, Q_TIER_DROP);
    q_bind_int(&q, "id", found->id);
    f = q_run(&q);
    return f ? f : journal_line(c, "plan", p->id);
}

enum fault tier_set(struct ctx *c, const struct plan *p, struct str name, int64_t price)
{
    int64_t id;
    if (price < 0)
        return tier_drop(c, p, name);
    enum fault f = name_good(c, "name", val_str(name));
    if (f)
        return f;
    QUERY(q, c, Q_TIER_SET);
    q_bind_int(&q, "plan", p->id);
    q_bind_str(&q, "name", str_trim(name));
    q_bind_str(&q, "name_key", str_key(c->mem, name));
    q_bind_int(&q, "price_cents", price);
    f = q_run_int(&q, &id);
    return f ? f : journal_line(c, "plan", p->id);
}
