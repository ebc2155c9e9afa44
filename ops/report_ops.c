/* Reports: how the library is used, what is wanted, what sharing came to. The till is money_ops.c's. */
#include "lending/loan.h"
#include "ops/table.h"
#include "schema/query.h"

enum { A_DAY, A_FROM, A_TO, A_BRANCH, YEAR = 365, SEARCHES = 50 };

/* Both days included, and their instants. */
struct period {
    day from, to;
    int64_t from_at, to_at, branch;
};

/* One day, or from and to; else the year up to today. */
static enum fault period_of(struct ctx *c, const struct val *a, struct period *p)
{
    day one = val_day_or(a[A_DAY], DAY_NONE);
    p->to = day_none(one) ? val_day_or(a[A_TO], c->today) : one;
    p->from = day_none(one) ? val_day_or(a[A_FROM], day_plus(p->to, 1 - YEAR)) : one;
    p->from_at = instant_of(p->from, 0);
    p->to_at = instant_of(day_plus(p->to, 1), 0) - 1;
    p->branch = val_int_or(a[A_BRANCH], 0);
    return day_before(p->to, p->from) ? fail(c, FAULT_DAY_ORDER, "to", val_day(p->to)) : OK;
}

static void bind(struct query *q, const struct period *p)
{
    q_bind(q, "from_day", val_day(p->from));
    q_bind(q, "to_day", val_day(p->to));
    q_bind_int(q, "branch", p->branch);
}

static void bind_at(struct query *q, const struct period *p)
{
    bind(q, p);
    q_bind_int(q, "from_at", p->from_at);
    q_bind_int(q, "to_at", p->to_at);
}

static struct val model_of(struct query *q)
{
    struct model m = { .name = q_str(q, "name"), .brand = q_str(q, "brand"), .type = q_str(q, "type") };
    return val_str(model_name(q->c->mem, &m));
}

static const struct shape use_shape = { "use", FIELDS(
    { "model", FK_TEXT }, { "category", FK_TEXT }, { "tools", FK_INT }, { "loans", FK_INT },
    { "days_out", FK_INT }, { "percent", FK_INT }, { "last", FK_DAY } ) };

/* What is never lent stands first, what is always out last. */
static enum fault use_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct period p;
    enum fault f = period_of(c, a, &p);
    if (f)
        return f;
    int64_t days = day_diff(p.to, p.from) + 1;
    QUERY(q, c, Q_REPORT_USE);
    bind(&q, &p);
    while (q_row(&q))
        OUT(o, model_of(&q), q_val(&q, "category_name", V_STR), q_val(&q, "tools", V_INT),
            q_val(&q, "loans", V_INT), q_val(&q, "days_out", V_INT),
            val_int(100 * q_int(&q, "days_out") / (days * q_int(&q, "tools"))), q_val(&q, "last_day", V_DAY));
    return q_end(&q);
}

static const struct shape demand_shape = { "demand", FIELDS(
    { "what", FK_REPORT }, { "name", FK_TEXT }, { "count", FK_INT }, { "days", FK_INT }, { "last", FK_DAY } ) };

/* What people looked for in vain, then what they wait for and how long already. */
static enum fault demand_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct period p;
    enum fault f = period_of(c, a, &p);
    if (f)
        return f;
    QUERY(s, c, Q_DEMAND_MISSED);
    q_bind(&s, "from_day", val_day(p.from));
    q_bind_int(&s, "limit", SEARCHES);
    while (q_row(&s))
        OUT(o, val_z("search"), q_val(&s, "search_key", V_STR), q_val(&s, "times", V_INT), val_none(),
            q_val(&s, "last_day", V_DAY));
    f = q_end(&s);
    if (f)
        return f;
    QUERY(q, c, Q_DEMAND_HOLDS);
    q_bind_int(&q, "branch", p.branch);
    while (q_row(&q))
        OUT(o, val_z("hold"), model_of(&q), q_val(&q, "waiting", V_INT),
            val_int(day_diff(c->today, day_at(q_int(&q, "since_at")))), val_none());
    return q_end(&q);
}

static const struct shape loans_shape = { "loans", FIELDS(
    { "branch", FK_TEXT }, { "loans", FK_INT }, { "members", FK_INT }, { "renewals", FK_INT },
    { "returns", FK_INT }, { "in_house", FK_INT } ) };

static enum fault loans_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct period p;
    enum fault f = period_of(c, a, &p);
    if (f)
        return f;
    QUERY(q, c, Q_REPORT_LOANS);
    bind_at(&q, &p);
    while (q_row(&q))
        OUT(o, q_val(&q, "name", V_STR), q_val(&q, "loans", V_INT), q_val(&q, "members", V_INT),
            q_val(&q, "renewals", V_INT), q_val(&q, "returns", V_INT), q_val(&q, "in_house", V_INT));
    return q_end(&q);
}

static const struct shape overdue_shape = { "overdue", FIELDS(
    { "branch", FK_TEXT }, { "tool", FK_TOOL }, { "tool_name", FK_TEXT }, { "member", FK_MEMBER },
    { "member_name", FK_TEXT }, { "due", FK_DAY }, { "days_late", FK_INT } ) };

/* As it is now, the oldest first; late by the open days of its branch (C13). */
static enum fault overdue_run(struct ctx *c, const struct val *a, struct out *o)
{
    const struct loan *l;
    struct calendar k = { 0 };
    size_t n;
    int64_t total;
    enum fault f = loan_list(c, &(struct loan_query){ .overdue = true, .branch = val_int_or(a[0], 0) }, &l,
                             &n, &total);
    for (size_t i = 0; !f && i < n; i++) {
        f = k.branch == l[i].branch ? OK : calendar_load(c, l[i].branch, &k);
        int late = f ? 0 : calendar_days_late(&k, l[i].due, c->today);
        if (late)
            OUT(o, val_str(l[i].branch_name), val_str(l[i].tool_code), val_str(l[i].tool_name),
                val_text(l[i].member_code), val_text(l[i].member_name), val_day(l[i].due), val_int(late));
    }
    return f;
}

static const struct shape month_shape = { "month", FIELDS(
    { "month", FK_TEXT }, { "channel", FK_CHANNEL }, { "messages", FK_INT }, { "parts", FK_INT },
    { "cost", FK_MONEY }) };

/* N12: a row for each month and channel, this month first. */
static enum fault messages_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct ymd x = day_ymd(c->today);
    enum fault f = OK;
    for (int64_t n = val_int_or(a[0], 12); !f && n; n--) {
        day from = day_of(x.y, x.m, 1), to = x.m == 12 ? day_of(x.y + 1, 1, 1) : day_of(x.y, x.m + 1, 1);
        QUERY(q, c, Q_MESSAGE_MONTH);
        q_bind(&q, "from", val_time(instant_of(from, 0)));
        q_bind(&q, "to", val_time(instant_of(to, 0)));
        while (q_row(&q))
            OUT(o, val_str(str_printf(c->mem, "%04d-%02d", x.y, x.m)), q_val(&q, "channel", V_STR),
                q_val(&q, "messages", V_INT), q_val(&q, "parts", V_INT), val_money(q_int(&q, "cost")));
        f = q_end(&q);
        x.y -= x.m == 1;
        x.m = x.m == 1 ? 12 : x.m - 1;
    }
    return f;
}

static const struct shape figure_shape = { "figure", FIELDS(
    { "what", FK_REPORT }, { "count", FK_INT }, { "amount", FK_MONEY } ) };

/* A row for each of these columns. */
static void figures(struct query *q, const char *const *columns, size_t n, struct out *o)
{
    for (size_t i = 0; i < n; i++)
        OUT(o, val_z(columns[i]), val_int(q_int(q, columns[i])), val_none());
}

static enum fault impact_run(struct ctx *c, const struct val *a, struct out *o)
{
    static const char *const columns[] = { "loans", "members", "tools", "repaired", "minutes" };
    struct period p;
    enum fault f = period_of(c, a, &p);
    if (f)
        return f;
    QUERY(q, c, Q_REPORT_IMPACT);
    bind_at(&q, &p);
    if (q_row(&q)) {
        figures(&q, columns, COUNT(columns), o);
        OUT(o, val_z("not_bought"), val_none(), val_money(q_int(&q, "price_cents")));
    }
    return q_end(&q);
}

static enum fault members_run(struct ctx *c, const struct val *a, struct out *o)
{
    static const char *const columns[] = { "active", "pending", "blocked", "expired", "joined", "ended",
                                           "borrowed" };
    struct period p;
    enum fault f = period_of(c, a, &p);
    if (f)
        return f;
    QUERY(q, c, Q_REPORT_MEMBERS);
    bind_at(&q, &p);
    q_bind(&q, "today", val_day(c->today));
    if (q_row(&q))
        figures(&q, columns, COUNT(columns), o);
    return q_end(&q);
}

#define PERIOD { "day", K_DAY, 0, NULL }, { "from", K_DAY, 0, NULL }, { "to", K_DAY, 0, NULL }, \
               { "branch", K_BRANCH, 0, NULL }
#define REPORT(name, shape, run) \
    { "report " name, NULL, "/reports/" name, GET, ROLE_VOLUNTEER, OP_LIST, ARGS(PERIOD), &shape, run }

const struct op report_ops[] = {
    REPORT("use", use_shape, use_run),
    REPORT("demand", demand_shape, demand_run),
    REPORT("loans", loans_shape, loans_run),
    { "report overdue", NULL, "/reports/overdue", GET, ROLE_VOLUNTEER, OP_LIST,
      ARGS({ "branch", K_BRANCH, 0, NULL }), &overdue_shape, overdue_run },
    { "report messages", NULL, "/reports/messages", GET, ROLE_COORDINATOR, OP_LIST,
      ARGS({ "last_months", K_INT, 0, "1..60" }), &month_shape, messages_run },
    REPORT("impact", figure_shape, impact_run),
    REPORT("members", figure_shape, members_run),
    { 0 },
};
