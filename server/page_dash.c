/* How the library is used: loans by week, what is never lent, what is always out, what people wait for. */
#include "schema/query.h"
#include "server/answer.h"
#include "server/page_part.h"
#include "server/pages.h"
#include "text/text.h"

enum { WEEKS = 26, BARS = 8, YEAR = 365, PLOT_HIGH = 100, PLOT_STEP = 20 };

/* Weeks end today, so that the last one is whole. */
static enum fault weeks_make(struct request *r, struct ctx *c, struct dashboard_page *x)
{
    struct dash_week *at = NEW_N(c->mem, struct dash_week, WEEKS);
    day from = day_plus(c->today, 1 - 7 * WEEKS);
    int most = 1;
    QUERY(q, c, Q_LOANS_BY_WEEK);
    q_bind(&q, "from_day", val_day(from));
    q_bind(&q, "to_day", val_day(c->today));
    q_bind_int(&q, "branch", r->who.branch);
    for (int i = 0; i < WEEKS; i++)
        at[i] = (struct dash_week){ .from = day_plus(from, 7 * i), .x = PLOT_STEP * i };
    while (q_row(&q)) {
        struct dash_week *w = &at[q_int(&q, "week")];
        w->n = (int)q_int(&q, "loans");
        most = w->n > most ? w->n : most;
    }
    for (int i = 0; i < WEEKS; i++) {
        at[i].height = at[i].n * PLOT_HIGH / most;
        at[i].y = PLOT_HIGH - at[i].height;
    }
    x->weeks.at = at;
    x->weeks.n = WEEKS;
    x->last_week = at[WEEKS - 1].n;
    return q_end(&q);
}

static struct dash_bar bar_of(struct request *r, struct query *q)
{
    struct ctx *c = q->c;
    struct model m = { .name = q_str(q, "name"), .brand = q_str(q, "brand"), .type = q_str(q, "type") };
    struct buf words = { .a = c->mem };
    buf_url(&words, m.name);
    return (struct dash_bar){ .label = model_name(c->mem, &m),
                              .url = link_to(r, "/search?q=%.*s", STR(buf_str(&words))) };
}

static int by_width(const void *a, const void *b)
{
    return ((const struct dash_bar *)b)->width - ((const struct dash_bar *)a)->width;
}

/* A year of each model: not once lent, or out on most of its days. */
static enum fault use_make(struct request *r, struct ctx *c, struct dash_plot *never, struct dash_plot *busy)
{
    enum { MODELS_MOST = 2000, BUSY_LEAST = 50 };
    struct dash_bar *idle = NEW_N(c->mem, struct dash_bar, BARS), *out = NEW_N(c->mem, struct dash_bar, MODELS_MOST);
    QUERY(q, c, Q_REPORT_USE);
    q_bind(&q, "from_day", val_day(day_plus(c->today, 1 - YEAR)));
    q_bind(&q, "to_day", val_day(c->today));
    q_bind_int(&q, "branch", r->who.branch);
    while (q_row(&q) && busy->bars.n < MODELS_MOST) {
        int64_t loans = q_int(&q, "loans"), tools = q_int(&q, "tools");
        int share = tools ? (int)(q_int(&q, "days_out") * 100 / (tools * YEAR)) : 0;
        struct dash_bar bar = bar_of(r, &q);
        if (!loans && never->bars.n < BARS) {
            bar.value = str_printf(c->mem, "%lld", (long long)tools);
            idle[never->bars.n++] = bar;
        } else if (share >= BUSY_LEAST) {
            bar.width = share > 100 ? 100 : share;
            bar.value = str_printf(c->mem, "%d%%", bar.width);
            out[busy->bars.n++] = bar;
        }
    }
    qsort(out, busy->bars.n, sizeof *out, by_width);
    busy->bars.n = busy->bars.n > BARS ? BARS : busy->bars.n;
    never->bars.at = idle;
    busy->bars.at = out;
    return q_end(&q);
}

static enum fault waiting_make(struct request *r, struct ctx *c, struct dash_plot *p)
{
    struct dash_bar *at = NEW_N(c->mem, struct dash_bar, BARS);
    int64_t n[BARS] = { 0 }, most = 1;
    QUERY(q, c, Q_DEMAND_HOLDS);
    q_bind_int(&q, "branch", r->who.branch);
    while (p->bars.n < BARS && q_row(&q)) {
        n[p->bars.n] = q_int(&q, "waiting");
        most = n[p->bars.n] > most ? n[p->bars.n] : most;
        at[p->bars.n++] = bar_of(r, &q);
    }
    for (size_t i = 0; i < p->bars.n; i++) {
        at[i].width = (int)(n[i] * 100 / most);
        at[i].value = str_printf(c->mem, "%lld", (long long)n[i]);
    }
    p->bars.at = at;
    return q_end(&q);
}

/* The same as lists, and as files for a spreadsheet. */
static struct links more_make(struct request *r)
{
    const struct { enum text_key label; const char *to; } all[] = {
        { T_PAGE_DASH_OF_LOANS, "/op/report.loans" }, { T_PAGE_DASH_OF_USE, "/op/report.use" },
        { T_PAGE_DASH_OF_DEMAND, "/op/report.demand" }, { T_PAGE_DASH_OF_IMPACT, "/op/report.impact" },
    };
    struct link *at = NEW_N(&r->mem, struct link, COUNT(all));
    for (size_t i = 0; i < COUNT(all); i++)
        at[i] = (struct link){ .icon = ICON_I_LIST, .label = text_plain(r->lang, all[i].label),
                               .url = link_to(r, "%s", all[i].to) };
    return (struct links){ at, COUNT(all) };
}

enum fault get_dashboard(struct request *r, struct ctx *c)
{
    struct page_look look;
    struct buf b = { .a = c->mem };
    struct dashboard_page x = { 0 };
    struct dash_plot *plots = NEW_N(c->mem, struct dash_plot, 3);
    plots[0].head = text_plain(r->lang, T_PAGE_DASH_WAITING);
    plots[1].head = text_plain(r->lang, T_PAGE_DASH_BUSY);
    plots[2].head = text_plain(r->lang, T_PAGE_DASH_NEVER);
    enum fault f = weeks_make(r, c, &x);
    if (!f)
        f = waiting_make(r, c, &plots[0]);
    if (!f)
        f = use_make(r, c, &plots[2], &plots[1]);
    if (f)
        return f;
    x.plots.at = plots;
    x.plots.n = 3;
    x.more = more_make(r);
    look_make(r, c, &look);
    page_dashboard(&b, &look, &x);
    answer_buf(r, 200, type_html, &b);
    return OK;
}
