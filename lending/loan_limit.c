/* Refusing a loan, and the limits of M5 and M13: tools at once, value at once, of a category at once; and
 * kits that are lent together only (T12). */
#include "lending/kit.h"
#include "lending/loan_row.h"
#include "lending/money.h"
#include "lending/setting.h"

enum fault loan_refuse(struct ctx *c, const struct lent *o, enum fault f, const char *arg,
                       const struct fact *facts, size_t n, bool passable)
{
    if (c->trace) {
        trace_no(c, f, facts, n);
        return OK;
    }
    if (!passable || !c->override)
        return fail_facts(c, f, arg, val_str(o->tool.code), facts, n);
    if (!c->overridden)
        c->overridden = f;
    return OK;
}

static enum fault check_kit(struct ctx *c, const struct lend *w, const struct lent *o)
{
    struct kit k;
    enum fault f = w->kit ? OK : kit_of_tool(c, w->tool, &k);
    if (f || w->kit || !k.together)
        return f;
    return loan_refuse(c, o, FAULT_KIT_TOGETHER, "tool",
                       FACTS(F("tool", val_str(o->tool.name)), F("kit", val_str(k.name))), true);
}

/* Open loans and holds ready, and this one, less the ready hold it fulfils; a kit is one. */
static enum fault check_tools(struct ctx *c, const struct lend *w, const struct lent *o, bool fulfils)
{
    const struct member *m = &o->member;
    int64_t n = m->out + m->ready + 1 - fulfils;
    if (w->kit_begun || n <= m->limit_tools)
        return OK;
    return loan_refuse(c, o, FAULT_LIMIT_TOOLS, "member",
                       FACTS(F("name", val_str(m->name)), F("n", val_int(n - 1))), true);
}

/* G7's day values of what the member has and will have today, in cents. */
static enum fault check_value(struct ctx *c, const struct lent *o)
{
    int64_t most = setting_int(c, SET_LIMIT_VALUE), sum = 0;
    if (!most)
        return OK;
    QUERY(q, c, Q_LIMIT_VALUE);
    q_bind_int(&q, "member", o->member.id);
    q_bind_int(&q, "tool", o->tool.id);
    while (q_row(&q)) {
        day bought = q_null(&q, "bought_day") ? day_at(q_int(&q, "made_at")) : q_day(&q, "bought_day");
        sum += day_value(q_int(&q, "price_cents"), bought, c->today);
    }
    enum fault f = q_end(&q);
    if (f || sum <= most)
        return f;
    return loan_refuse(c, o, FAULT_LIMIT_VALUE, "member",
                       FACTS(F("name", val_str(o->member.name)), F("amount", val_money(most))), true);
}

/* Of the model or category that has a limit of its own. */
static enum fault check_category(struct ctx *c, const struct lend *w, const struct lent *o, bool fulfils)
{
    int64_t n;
    if (!o->terms.limited || w->kit_begun)
        return OK;
    QUERY(q, c, Q_LIMIT_CATEGORY);
    q_bind_int(&q, "member", o->member.id);
    q_bind_int(&q, "policy", o->terms.limit_policy);
    enum fault f = q_run_int(&q, &n);
    if (f || n + 1 - fulfils <= o->terms.limit_tools)
        return f;
    struct str of = o->terms.limit_of.n ? o->terms.limit_of : o->tool.name;
    return loan_refuse(c, o, FAULT_LIMIT_CATEGORY, "member",
                       FACTS(F("name", val_str(o->member.name)), F("n", val_int(n)),
                             F("category", val_str(of))), true);
}

enum fault loan_check_limits(struct ctx *c, const struct lend *w, const struct lent *o)
{
    const struct tool *t = &o->tool;
    bool fulfils = t->hold && t->hold_ready && t->hold_member == o->member.id;
    enum fault f = check_kit(c, w, o);
    if (f || w->in_house || t->owner == o->member.id) /* these count for no limit */
        return f;
    f = check_tools(c, w, o, fulfils);
    if (!f)
        f = check_value(c, o);
    return f ? f : check_category(c, w, o, fulfils);
}
