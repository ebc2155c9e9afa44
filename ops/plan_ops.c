/* Plans: what a membership costs and allows, and the solidarity prices (tiers) of each. */
#include "lending/edit.h"
#include "lending/plan.h"
#include "ops/say.h"
#include "ops/table.h"

static const struct shape plan_shape = { "plan", FIELDS(
    { "plan", FK_TEXT }, { "price", FK_MONEY }, { "months", FK_INT }, { "limit_tools", FK_INT },
    { "tiers", FK_LIST }) };

static const struct shape tier_shape = { "tier", FIELDS({ "tier", FK_TEXT }, { "price", FK_MONEY }) };

static struct val tiers_of(struct ctx *c, const struct tier *t, size_t n)
{
    struct val *v = NEW_N(c->mem, struct val, 2 * n + 1);
    struct list *l = NEW(c->mem, struct list);
    for (size_t i = 0; i < n; i++) {
        v[2 * i] = val_str(t[i].name);
        v[2 * i + 1] = val_money(t[i].price);
    }
    *l = (struct list){ &tier_shape, v, n };
    return val_list(l);
}

static enum fault plan_out(struct ctx *c, const struct plan *p, struct out *o)
{
    const struct tier *t;
    size_t n;
    enum fault f = plan_tiers(c, p->id, &t, &n);
    if (!f)
        OUT(o, val_str(p->name), val_money(p->price), val_int(p->months), val_int(p->limit_tools),
            tiers_of(c, t, n));
    return f;
}

static enum fault list_run(struct ctx *c, const struct val *a, struct out *o)
{
    const struct plan *p;
    size_t n;
    (void)a;
    enum fault f = plan_all(c, &p, &n);
    for (size_t i = 0; !f && i < n; i++)
        f = plan_out(c, &p[i], o);
    return f;
}

static enum fault add_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct plan p = { .name = a[0].s, .price = a[1].i, .months = (int)val_int_or(a[2], 12),
                      .limit_tools = (int)val_int_or(a[3], 5) };
    enum fault f = name_good(c, "name", a[0]);
    if (!f)
        f = plan_add(c, &p, &p.id);
    o->created = true;
    return f ? f : plan_out(c, &p, o);
}

static enum fault edit_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct plan p;
    bool changed = false;
    enum fault f = plan_get(c, a[0].i, &p);
    if (!f)
        f = name_good(c, "name", a[1]);
    if (!f)
        f = plan_change(c, &p, &(struct plan_change){ .name = a[1], .price = a[2], .months = a[3],
                                                      .limit_tools = a[4] }, &changed);
    if (!f)
        f = plan_get(c, p.id, &p);
    if (!f)
        f = plan_out(c, &p, o);
    if (!f && !changed)
        say_same(o);
    return f;
}

static enum fault end_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct plan p;
    enum fault f = plan_get(c, a[0].i, &p);
    if (!f)
        f = plan_end(c, &p);
    return f ? f : plan_out(c, &p, o);
}

static enum fault tier_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct plan p;
    bool off = val_true(a[3]);
    if (!off && val_is_none(a[2]))
        return fail(c, FAULT_MISSING, "price", val_none());
    enum fault f = plan_get(c, a[0].i, &p);
    if (!f)
        f = tier_set(c, &p, a[1].s, off ? -1 : a[2].i);
    return f ? f : plan_out(c, &p, o);
}

#define PLAN_ARG { "plan", K_PLAN, ARG_NEED | ARG_PLACE, NULL }
#define MONTHS { "months", K_INT, 0, "1..120" }
#define LIMIT { "limit_tools", K_INT, 0, "0..999" }

const struct op plan_ops[] = {
    { "plan list", NULL, "/plans", GET, ROLE_VISITOR, OP_LIST, ARGS0, &plan_shape, list_run },
    { "plan add", NULL, "/plans", POST, ROLE_COORDINATOR, 0,
      ARGS({ "name", K_TEXT, ARG_NEED | ARG_PLACE, NULL }, { "price", K_MONEY, ARG_NEED, NULL }, MONTHS,
           LIMIT), &plan_shape, add_run },
    { "plan edit", NULL, "/plans/{plan}", POST, ROLE_COORDINATOR, 0,
      ARGS(PLAN_ARG, { "name", K_TEXT, 0, NULL }, { "price", K_MONEY, 0, NULL }, MONTHS, LIMIT),
      &plan_shape, edit_run },
    { "plan end", NULL, "/plans/{plan}/end", POST, ROLE_COORDINATOR, 0, ARGS(PLAN_ARG), &plan_shape,
      end_run },
    { "plan tier", NULL, "/plans/{plan}/tiers", POST, ROLE_COORDINATOR, 0,
      ARGS(PLAN_ARG, { "name", K_TEXT, ARG_NEED | ARG_PLACE, NULL },
           { "price", K_MONEY, ARG_PLACE, NULL }, { "off", K_YES, 0, NULL }), &plan_shape, tier_run },
    { 0 },
};
