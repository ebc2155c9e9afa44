/* See loan_money.h. */
#include "lending/loan_money.h"

#include "lending/journal.h"
#include "lending/money.h"
#include "lending/setting.h"
#include "schema/query.h"

int64_t late_fee(int64_t rate, int days_late, int grace, int64_t value)
{
    int64_t cents = days_late > grace ? rate * (days_late - grace) : 0;
    return cents < value ? cents : value;
}

/* Nothing is charged of a member who has the own tool out, nor in the workshop. */
static bool free_of_charge(const struct tool *t, const struct loan *l)
{
    return !l->id || !l->member || l->in_house || t->owner == l->member;
}

static enum fault charge(struct ctx *c, const struct loan *l, const char *kind, int64_t part,
                         int64_t cents)
{
    if (!cents)
        return OK;
    return ledger_add(c, &(struct ledger_new){ .kind = kind, .cents = cents, .member = l->member,
                                               .loan = l->id, .part = part }, NULL);
}

enum fault loan_fee(struct ctx *c, struct lent *o)
{
    bool none = free_of_charge(&o->tool, &o->loan);
    o->fee = none ? 0 : o->terms.fee;
    o->deposit = none ? 0 : o->terms.deposit;
    return charge(c, &o->loan, "loan_fee", 0, o->fee);
}

enum fault loan_late_fee(struct ctx *c, struct returned *o)
{
    struct terms k;
    if (free_of_charge(&o->tool, &o->loan))
        return OK;
    enum fault f = tool_terms(c, o->tool.model.id, &k);
    if (f)
        return f;
    o->late_fee = late_fee(k.late, o->days_late, (int)setting_int(c, SET_LATE_GRACE),
                           tool_value(&o->tool, o->loan.due));
    return charge(c, &o->loan, "late_fee", 0, o->late_fee);
}

/* The slip of a part that came back, if it came in time. */
static enum fault slip_back(struct ctx *c, int64_t tool, int64_t part, struct refund *r)
{
    QUERY(q, c, Q_SLIP_OF_PART);
    q_bind_int(&q, "tool", tool);
    q_bind_int(&q, "part", part);
    q_bind(&q, "since", val_day(day_plus(c->today, -(int)setting_int(c, SET_PART_SLIP_DAYS))));
    int64_t root = 0;
    if (q_row(&q)) {
        root = q_int(&q, "root");
        r->cents += q_int(&q, "cents");
        r->name = q_str(&q, "member_name");
    }
    enum fault f = q_end(&q);
    return f || !root ? f : ledger_reverse(c, root);
}

static const struct part *part_at(const struct part *p, size_t n, int64_t id)
{
    while (n && p->id != id)
        p++, n--;
    return n ? p : NULL;
}

static enum fault part_came_back(struct ctx *c, int64_t tool, const struct part *p, struct refund *r)
{
    if (!p || day_none(p->missing))
        return OK;
    enum fault f = thing_set(c, F_PART_MISSING_DAY, p->id, val_day(p->missing), val_none());
    return f ? f : slip_back(c, tool, p->id, r);
}

/* L23: one that was missing before has had its slip, or was not this borrower's doing. */
static enum fault part_is_missing(struct ctx *c, struct returned *o, const struct part *p)
{
    if (!p || !day_none(p->missing))
        return OK;
    int64_t cents = free_of_charge(&o->tool, &o->loan) ? 0 : setting_int(c, SET_PART_SLIP);
    o->slips += cents;
    enum fault f = thing_set(c, F_PART_MISSING_DAY, p->id, val_none(), val_day(c->today));
    return f ? f : charge(c, &o->loan, "part_slip", p->id, cents);
}

enum fault loan_parts(struct ctx *c, const struct back *w, struct returned *o)
{
    enum fault f = OK;
    int64_t id;
    for (size_t i = 0; !f && i < w->n_missing; i++) {
        f = part_find(c, w->tool, w->missing[i].s, &id);
        if (!f)
            f = part_is_missing(c, o, part_at(o->parts, o->n_parts, id));
    }
    for (size_t i = 0; !f && i < w->n_found; i++) {
        f = part_find(c, w->tool, w->found[i].s, &id);
        if (!f)
            f = part_came_back(c, w->tool, part_at(o->parts, o->n_parts, id), &o->refund);
    }
    return f ? f : tool_parts(c, w->tool, &o->parts, &o->n_parts);
}

/* The loan that ended today, of a tool that is here. */
static enum fault back_today(struct ctx *c, struct returned *o)
{
    const struct loan *l;
    size_t n;
    int64_t total;
    const struct loan_query last = { .tool = o->tool.id, .history = true, .limit = 1 };
    enum fault f = o->tool.loan ? OK : loan_list(c, &last, &l, &n, &total);
    if (!f && !o->tool.loan && n && !l->lost && day_is(l->back, c->today))
        o->loan = *l;
    return f;
}

enum fault part_missing(struct ctx *c, int64_t tool, int64_t part, struct returned *o, bool *changed)
{
    *o = (struct returned){ 0 };
    enum fault f = tool_get(c, tool, &o->tool);
    if (!f)
        f = tool_parts(c, tool, &o->parts, &o->n_parts);
    const struct part *p = f ? NULL : part_at(o->parts, o->n_parts, part);
    *changed = p && day_none(p->missing);
    if (!f)
        f = back_today(c, o);
    if (!f && *changed)
        f = journal_line(c, "tool", tool);
    return f ? f : part_is_missing(c, o, p);
}

enum fault part_found(struct ctx *c, int64_t tool, int64_t part, struct refund *r, bool *changed)
{
    const struct part *p;
    size_t n;
    *r = (struct refund){ 0 };
    enum fault f = tool_parts(c, tool, &p, &n);
    const struct part *it = f ? NULL : part_at(p, n, part);
    *changed = it && !day_none(it->missing);
    if (*changed)
        f = journal_line(c, "tool", tool);
    return f ? f : part_came_back(c, tool, it, r);
}

enum fault loss_charge(struct ctx *c, const struct tool *t, const struct loan *l, int64_t *cents)
{
    bool none = !setting_yes(c, SET_LOSS_CHARGE) || free_of_charge(t, l);
    *cents = none ? 0 : tool_value(t, c->today);
    return charge(c, l, "loss", 0, *cents);
}

enum fault loss_back(struct ctx *c, int64_t tool, struct refund *r)
{
    QUERY(q, c, Q_LOSSES_OF_TOOL);
    q_bind_int(&q, "tool", tool);
    enum fault f = OK;
    while (!f && q_row(&q)) {
        bool kept = str_eq(q_str(&q, "kind"), S("deposit_kept"));
        int64_t *sum = kept ? &r->deposit : &r->cents;
        *sum += kept ? -q_int(&q, "cents") : q_int(&q, "cents");
        r->name = q_str(&q, "member_name");
        f = ledger_reverse(c, q_int(&q, "root"));
    }
    return f ? f : q_end(&q);
}

enum fault loan_deposit(struct ctx *c, int64_t loan, int64_t *cents)
{
    QUERY(q, c, Q_DEPOSIT_OF_LOAN);
    q_bind_int(&q, "loan", loan);
    return q_run_int(&q, cents);
}
