/* See due.h. */
#include "reminders/due.h"

#include "lending/setting.h"
#include "schema/query.h"

static const char *const names[] = { "", "due_soon", "due_today", "overdue", "call" };

const char *due_kind_name(enum due_kind k)
{
    return names[k];
}

enum due_kind due_kind_named(struct str name)
{
    for (int i = 1; i < (int)COUNT(names); i++)
        if (str_eq(name, str_of(names[i])))
            return (enum due_kind)i;
    return DUE_NOTHING;
}

static size_t steps_read(struct str words, int out[STEPS_MOST])
{
    int64_t v;
    size_t n = 0;
    for (struct str w; n < STEPS_MOST && str_next(&words, ' ', &w);)
        if (str_int(w, &v))
            out[n++] = (int)v;
    return n;
}

struct due_rules due_rules_read(struct ctx *c)
{
    struct due_rules r = { .soon = (int)setting_int(c, SET_SOON_DAYS),
        .soon_shortest = (int)setting_int(c, SET_SOON_SHORTEST), .today = setting_yes(c, SET_TODAY),
        .call = (int)setting_int(c, SET_CALL_STEP) };
    r.n_overdue = steps_read(setting_str(c, SET_OVERDUE_STEPS), r.overdue);
    r.n_ending = steps_read(setting_str(c, SET_ENDING_STEPS), r.ending);
    return r;
}

int due_ending(const struct due_rules *r, day until, day on)
{
    int left = day_none(until) ? -1 : day_diff(until, on);
    for (size_t i = 0; left >= 0 && i < r->n_ending; i++)
        if (left <= r->ending[i])
            return r->ending[i];
    return 0;
}

int due_scaled(int step, int open_weekdays)
{
    return open_weekdays < 5 ? (step * open_weekdays + 4) / 5 : step;
}

struct due_step due_step_on(const struct due_rules *r, const struct calendar *k, struct due_dates d,
                            day on)
{
    struct due_step s = { 0 };
    int left = day_diff(d.due, on), w = calendar_weekdays(k);
    if (left == 0 && r->today)
        return (struct due_step){ .kind = DUE_TODAY };
    if (left >= 0) {
        if (left <= r->soon && day_diff(d.due, d.begun) >= r->soon_shortest)
            s.kind = DUE_SOON;
        return s;
    }
    int late = calendar_days_late(k, d.due, on);
    for (size_t i = 0; i < r->n_overdue; i++) {
        int n = due_scaled(r->overdue[i], w);
        if (late >= n)
            s = (struct due_step){ DUE_OVERDUE, n, (int)i };
    }
    int call = due_scaled(r->call, w);
    return late >= call ? (struct due_step){ DUE_CALL, call, 0 } : s;
}

enum fault calendar_of(struct ctx *c, struct calendars *all, int64_t branch, const struct calendar **out)
{
    for (size_t i = 0; i < all->n; i++)
        if (all->at[i].branch == branch) {
            *out = &all->at[i];
            return OK;
        }
    /* A federation of more branches than this reads the last again and again; still right. */
    struct calendar *k = &all->at[all->n < COUNT(all->at) ? all->n++ : COUNT(all->at) - 1];
    *out = k;
    return calendar_load(c, branch, k);
}

/* One open loan with the steps told about its present due day. */
struct reading {
    struct owed owed;
    struct { enum due_kind kind; int n; } told[STEPS_MOST * 2];
    size_t n_told;
};

static bool told(const struct reading *r, struct due_step s)
{
    for (size_t i = 0; i < r->n_told; i++)
        if (r->told[i].kind == s.kind && r->told[i].n == s.n)
            return true;
    return false;
}

struct finding {
    struct due_rules rules;
    struct calendars calendars;
    struct owed *out;
    size_t n, room;
};

static enum fault finish(struct ctx *c, struct finding *f, struct reading *r)
{
    const struct calendar *k;
    if (!r->owed.loan)
        return OK;
    enum fault fault = calendar_of(c, &f->calendars, r->owed.branch, &k);
    if (fault)
        return fault;
    r->owed.step = due_step_on(&f->rules, k, r->owed.dates, c->today);
    if (r->owed.step.kind == DUE_NOTHING || told(r, r->owed.step))
        return OK;
    if (f->n == f->room) {
        size_t room = f->room ? f->room * 2 : 64;
        struct owed *more = NEW_N(c->mem, struct owed, room);
        if (f->n)
            memcpy(more, f->out, f->n * sizeof *more);
        f->out = more;
        f->room = room;
    }
    f->out[f->n++] = r->owed;
    return OK;
}

static void begin(struct query *q, struct reading *r)
{
    day renewed = q_day(q, "renewed_day"), out = q_day(q, "out_day");
    *r = (struct reading){ .owed = { .loan = q_int(q, "id"), .member = q_int(q, "member"),
        .branch = q_int(q, "branch"), .due = q_day(q, "due_day"),
        .dates = { q_day(q, "due_day"), day_none(renewed) ? out : renewed } } };
}

enum fault due_find(struct ctx *c, const struct owed **out, size_t *n)
{
    struct finding *f = NEW(c->mem, struct finding);
    struct reading r = { 0 };
    f->rules = due_rules_read(c);
    QUERY(q, c, Q_REMIND_LOANS);
    q_bind(&q, "until", val_day(day_plus(c->today, f->rules.soon)));
    while (q_row(&q)) {
        if (q_int(&q, "id") != r.owed.loan) {
            enum fault fault = finish(c, f, &r);
            if (fault)
                return fault;
            begin(&q, &r);
        }
        if (!q_null(&q, "kind") && r.n_told < COUNT(r.told)) {
            r.told[r.n_told].kind = due_kind_named(q_str(&q, "kind"));
            r.told[r.n_told++].n = (int)q_int(&q, "n");
        }
    }
    enum fault fault = q_end(&q);
    if (!fault)
        fault = finish(c, f, &r);
    *out = f->out;
    *n = f->n;
    return fault;
}
