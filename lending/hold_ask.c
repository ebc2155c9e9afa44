/* See hold_ask.h. */
#include "lending/hold_ask.h"

#include "lending/avail.h"
#include "lending/branch.h"
#include "lending/calendar.h"
#include "lending/journal.h"
#include "lending/kit.h"
#include "lending/member.h"
#include "lending/queue.h"
#include "lending/setting.h"
#include "lending/tell.h"
#include "schema/query.h"

struct asking {
    struct hold_ask w;
    struct model model;
    struct terms terms;
    struct branch branch;
    struct calendar calendar;
    int64_t from_at, to_at;
    bool booking;
};

static struct str name_of(struct ctx *c, const struct asking *s)
{
    return model_name(c->mem, &s->model);
}

static enum fault no(struct ctx *c, const struct asking *s, enum fault f, const char *arg, day d,
                     day d2, int64_t n)
{
    return fail_facts(c, f, arg, val_day(d),
                      FACTS(F("tool", val_str(name_of(c, s))), F("branch", val_str(s->branch.name)),
                            F("day", val_day(d)), F("day2", val_day(d2)), F("n", val_int(n))));
}

/* As no(), and whose it is: a member reads "you" instead. */
static enum fault no_own(struct ctx *c, const struct asking *s, enum fault f, const char *arg,
                         int64_t n)
{
    struct member m;
    enum fault g = member_get(c, s->w.member, &m);
    return g ? g : fail_facts(c, f, arg, val_none(), FACTS(F("name", val_str(m.name)),
                              F("tool", val_str(name_of(c, s))), F("n", val_int(n))));
}

/* H4, H15: what of one's own stands in the way. A booking is free of it. */
static enum fault check_own(struct ctx *c, const struct asking *s)
{
    QUERY(q, c, Q_HOLD_OF_MEMBER);
    q_bind_int(&q, "member", s->w.member);
    q_bind_int(&q, "model", s->w.model);
    bool row = q_row(&q);
    int64_t loans = row ? q_int(&q, "loans") : 0, holds = row ? q_int(&q, "holds") : 0;
    int64_t all = row ? q_int(&q, "all_holds") : 0;
    enum fault f = q_end(&q);
    if (!f && loans && !s->booking && !c->override)
        return no_own(c, s, FAULT_HOLD_OWN_LOAN, "model", 0);
    if (!f && holds && !s->booking)
        return no_own(c, s, FAULT_HOLD_TWICE, "model", 0);
    if (!f && all >= setting_int(c, SET_HOLD_LIMIT) && !c->override)
        return no_own(c, s, FAULT_HOLD_LIMIT, "member", all);
    return f;
}

/* T12: what is lent with its kit only serves nobody who does not ask for the kit. */
static enum fault check_kit(struct ctx *c, const struct asking *s)
{
    struct str name = { 0 };
    QUERY(q, c, Q_KIT_KEEPS);
    q_bind_int(&q, "model", s->w.model);
    q_bind(&q, "tool", val_id(s->w.tool));
    if (!s->w.kit && q_row(&q))
        name = q_str(&q, "name");
    enum fault f = q_end(&q);
    if (f || !name.n)
        return f;
    return fail_facts(c, FAULT_KIT_TOGETHER, "what", val_str(name_of(c, s)),
                      FACTS(F("tool", val_str(name_of(c, s))), F("kit", val_str(name))));
}

/* H16: both open days of the pick-up branch; else the next one is named. */
static enum fault check_open(struct ctx *c, const struct asking *s, day d, const char *arg)
{
    if (calendar_open(&s->calendar, d))
        return OK;
    return no(c, s, FAULT_BOOKING_CLOSED, arg, d, calendar_first(&s->calendar, d, 400), 0);
}

/* DAY.N: the changeover of block N of that day (C10). */
static enum fault block_at(struct ctx *c, const struct asking *s, day d, int block, const char *arg,
                           int64_t *at)
{
    const struct block *b;
    size_t n = calendar_blocks(&s->calendar, d, &b);
    if (block < 1 || (size_t)block > n)
        return fail_facts(c, FAULT_NUMBER_RANGE, arg, val_int(block),
                          FACTS(F("least", val_int(1)), F("most", val_int((int64_t)n))));
    *at = instant_of(d, b[block - 1].change);
    return OK;
}

static enum fault check_days(struct ctx *c, struct asking *s)
{
    const struct hold_ask *w = &s->w;
    day far = day_plus(c->today, (int)setting_int(c, SET_BOOK_AHEAD));
    bool half = s->terms.half_day && w->from_block;
    if (day_before(w->to, w->from) || day_before(w->from, c->today))
        return fail(c, FAULT_DAY_ORDER, day_before(w->to, w->from) ? "to" : "from", val_day(w->to));
    enum fault f = check_open(c, s, w->from, "from");
    if (!f)
        f = check_open(c, s, w->to, "to");
    if (!f && half)
        f = block_at(c, s, w->from, w->from_block, "from", &s->from_at);
    if (!f && half)
        f = block_at(c, s, w->to, w->to_block, "to", &s->to_at);
    if (!f && half && s->to_at <= s->from_at)
        return fail(c, FAULT_DAY_ORDER, "to", val_day(w->to));
    if (!f && day_diff(w->to, w->from) > s->terms.period)
        return no(c, s, FAULT_BOOKING_TOO_LONG, "to", w->to, DAY_NONE, s->terms.period);
    if (!f && day_before(far, w->to))
        return no(c, s, FAULT_BOOKING_TOO_FAR, "to", far, DAY_NONE, 0);
    return f;
}

/* The first day from `d` on that is open and on which one could begin. */
static day first_free(const struct asking *s, const struct avail *a, const struct avail_ask *ask, day d)
{
    int64_t point;
    for (int i = 0; i < 400; i++, d = day_plus(d, 1)) {
        struct range one = { avail_point(a, d), avail_point(a, d) };
        if (a->half_day)
            one.hi = instant_of(day_plus(d, 1), 0) - 1;
        if (calendar_open(&s->calendar, d) && !avail_first_no(a, ask, one, &point))
            return d;
    }
    return DAY_NONE;
}

/* H7, H10: bookings never overlap on one tool, nor one's own on a model. */
static enum fault check_room(struct ctx *c, const struct asking *s)
{
    struct avail a;
    int64_t point, own;
    struct avail_ask ask = { .member = s->w.member, .tool = s->w.tool, .pick_up = s->w.pick_up };
    QUERY(q, c, Q_BOOKING_OWN_OVERLAP);
    q_bind_int(&q, "member", s->w.member);
    q_bind_int(&q, "model", s->w.model);
    q_bind_int(&q, "id", 0);
    q_bind(&q, "from_at", val_id(s->from_at));
    q_bind(&q, "to_at", val_id(s->to_at));
    q_bind(&q, "from_day", val_day(s->w.from));
    q_bind(&q, "to_day", val_day(s->w.to));
    enum fault f = q_run_int(&q, &own);
    if (!f)
        f = avail_load(c, s->w.model, &a);
    if (f)
        return f;
    struct range when = { s->w.from.n, s->w.to.n };
    if (a.half_day)
        when = s->from_at ? (struct range){ s->from_at, s->to_at - 1 }
                          : (struct range){ instant_of(s->w.from, 0), instant_of(day_plus(s->w.to, 1), 0) - 1 };
    if (!own && !avail_first_no(&a, &ask, when, &point))
        return OK;
    return no(c, s, FAULT_BOOKING_OVERLAP, "from", first_free(s, &a, &ask, s->w.from), DAY_NONE, 0);
}

static enum fault hold_insert(struct ctx *c, const struct asking *s, int64_t *id)
{
    QUERY(q, c, Q_HOLD_INSERT);
    q_bind_int(&q, "member", s->w.member);
    q_bind_int(&q, "model", s->w.model);
    q_bind(&q, "tool", val_id(s->w.tool));
    q_bind_int(&q, "pick_up", s->w.pick_up);
    q_bind(&q, "at", val_time(c->now));
    q_bind(&q, "from_day", val_day(s->w.from));
    q_bind(&q, "to_day", val_day(s->w.to));
    q_bind(&q, "from_at", val_id(s->from_at));
    q_bind(&q, "to_at", val_id(s->to_at));
    q_bind(&q, "kit", val_id(s->w.kit));
    enum fault f = q_run_int(&q, id);
    if (!f)
        f = journal_line(c, "hold", *id);
    return f ? f : thing_made(c, "hold", *id);
}

/* All that may stand in the way of one. */
static enum fault check(struct ctx *c, const struct hold_ask *w, struct asking *s)
{
    *s = (struct asking){ .w = *w, .booking = !day_none(w->from) };
    enum fault f = model_get(c, w->model, &s->model);
    if (!f)
        f = tool_terms(c, w->model, &s->terms);
    if (!f)
        f = branch_get(c, w->pick_up, &s->branch);
    if (!f)
        f = calendar_load(c, w->pick_up, &s->calendar);
    if (!f)
        f = check_kit(c, s);
    if (!f)
        f = check_own(c, s);
    if (!f && s->booking)
        f = check_days(c, s);
    return f || !s->booking ? f : check_room(c, s);
}

/* A hold for each tool of the kit: as asked when there is none. The first that is refused refuses all. */
static enum fault askings(struct ctx *c, const struct hold_ask *w, struct asking **out, size_t *n)
{
    const struct tool *t;
    struct hold_ask one = *w;
    *n = 1;
    enum fault f = w->kit ? kit_tools(c, w->kit, &t, n) : OK;
    if (!f && !*n)
        f = fail(c, FAULT_KIT_EMPTY, "what", val_none());
    struct asking *s = *out = NEW_N(c->mem, struct asking, *n + 1);
    for (size_t i = 0; !f && i < *n; i++) {
        if (w->kit) {
            one.model = t[i].model.id;
            one.tool = t[i].id;
        }
        f = check(c, &one, &s[i]);
    }
    return f;
}

enum fault hold_ask(struct ctx *c, const struct hold_ask *w, struct hold_given *out)
{
    struct asking *s;
    struct member m;
    int64_t first = 0, id;
    size_t n;
    enum fault f = askings(c, w, &s, &n);
    for (size_t i = 0; !f && i < n; i++) {
        f = hold_insert(c, &s[i], &id);
        first = first ? first : id;
    }
    for (size_t i = 0; !f && i < n && !s[i].booking; i++)
        f = queue_serve(c, s[i].w.model);
    if (!f)
        f = member_get(c, w->member, &m);
    if (!f)
        f = member_active(c, &m);
    return f ? f : hold_now(c, first, 0, out);
}

enum fault hold_now(struct ctx *c, int64_t hold, int64_t by, struct hold_given *o)
{
    QUERY(q, c, Q_HOLD_SHOW);
    q_bind_int(&q, "id", hold);
    *o = (struct hold_given){ .until = DAY_NONE };
    if (!q_row(&q) || (by && q_int(&q, "member") != by)) {
        enum fault f = q_end(&q);
        return f ? f : fail(c, FAULT_NAME_UNKNOWN, "hold", val_int(hold));
    }
    struct model m = { .name = q_str(&q, "name"), .brand = q_str(&q, "brand"), .type = q_str(&q, "type") };
    *o = (struct hold_given){ .id = hold, .state = q_str(&q, "state"), .until = DAY_NONE,
        .model_name = model_name(c->mem, &m), .pick_up_name = q_str(&q, "pick_up_name"),
        .member_name = q_str(&q, "member_name"),
        .member_code = code_text(c->mem, q_int(&q, "member_number"), FAMILY_MEMBER),
        .tool_code = q_null(&q, "number") ? (struct str){ 0 }
                                          : code_text(c->mem, q_int(&q, "number"), FAMILY_TOOL),
        .from = q_day(&q, "from_day"), .to = q_day(&q, "to_day"), .from_at = q_int(&q, "from_at"),
        .to_at = q_int(&q, "to_at") };
    int64_t pick_up = q_int(&q, "pick_up");
    day ready = q_day(&q, "ready_day");
    enum fault f = q_end(&q);
    if (!f && str_eq(o->state, S("ready")) && !day_none(ready))
        f = queue_shelf_last(c, pick_up, ready, &o->until);
    if (f || !str_eq(o->state, S("waiting")) || !day_none(o->from))
        return f;
    QUERY(place, c, Q_HOLD_PLACE);
    q_bind_int(&place, "id", hold);
    return q_run_int(&place, &o->place);
}

static enum fault refused(struct ctx *c, const struct hold_given *h)
{
    return fail_facts(c, FAULT_HOLD_STATE, "hold", val_int(h->id),
                      FACTS(F("tool", val_str(h->model_name)), F("name", val_str(h->member_name))));
}

static bool wanted(const struct hold_given *h)
{
    return str_eq(h->state, S("waiting")) || str_eq(h->state, S("assigned")) ||
           str_eq(h->state, S("ready")) || str_eq(h->state, S("resting"));
}

/* Serves the models of what was changed together. */
static enum fault serve_all(struct ctx *c, const struct together *g)
{
    enum fault f = OK;
    for (size_t i = 0; !f && i < g->n; i++)
        f = queue_serve(c, g->at[i].model);
    return f;
}

enum fault hold_cancel(struct ctx *c, int64_t hold, int64_t by, struct hold_given *was)
{
    struct together g;
    enum fault f = hold_now(c, hold, by, was);
    if (!f && !wanted(was))
        f = refused(c, was);
    if (!f)
        f = queue_together(c, hold, &g);
    for (size_t i = 0; !f && i < g.n; i++)
        f = queue_end(c, g.at[i].id, "cancelled");
    return f ? f : serve_all(c, &g);
}

enum fault hold_keep(struct ctx *c, int64_t hold, int64_t by, struct hold_given *o)
{
    struct together g;
    enum fault f = hold_now(c, hold, by, o);
    if (!f && !str_eq(o->state, S("resting")))
        f = refused(c, o);
    if (!f)
        f = journal_line(c, "hold", hold);
    if (!f)
        f = queue_together(c, hold, &g);
    for (size_t i = 0; !f && i < g.n; i++)
        if (str_eq(g.at[i].state.s, S("resting")))
            f = thing_set(c, F_HOLD_STATE, g.at[i].id, g.at[i].state, val_z("waiting"));
    if (!f)
        f = serve_all(c, &g);
    return f ? f : hold_now(c, hold, by, o);
}

/* The time that puts a hold at that place in the queue of its model; 0: it stays. */
static enum fault time_of_place(struct ctx *c, int64_t hold, int64_t place, int64_t *since)
{
    int64_t n = 0, model;
    QUERY(of, c, Q_HOLD_GET);
    q_bind_int(&of, "id", hold);
    model = q_row(&of) ? q_int(&of, "model") : 0;
    enum fault f = q_end(&of);
    *since = 0;
    if (f)
        return f;
    QUERY(q, c, Q_QUEUE_BY_TIME);
    q_bind_int(&q, "model", model);
    while (q_row(&q)) {
        if (q_int(&q, "id") == hold)
            continue;
        if (++n <= place - 1)
            *since = q_int(&q, "since_at") + 1;
        else if (n == place && !*since)
            *since = q_int(&q, "since_at") - 1;
    }
    return q_end(&q);
}

enum fault hold_move(struct ctx *c, int64_t hold, int64_t place, struct hold_given *o)
{
    struct together g;
    int64_t since;
    enum fault f = hold_now(c, hold, 0, o);
    if (!f && (!str_eq(o->state, S("waiting")) || !day_none(o->from)))
        f = refused(c, o);
    if (!f)
        f = time_of_place(c, hold, place, &since);
    if (!f)
        f = journal_line(c, "hold", hold);
    if (!f)
        f = queue_together(c, hold, &g);
    for (size_t i = 0; !f && since && i < g.n; i++)
        f = thing_set(c, F_HOLD_SINCE_AT, g.at[i].id, val_int(g.at[i].since), val_int(since));
    return f ? f : hold_now(c, hold, 0, o);
}

enum fault hold_estimate(struct ctx *c, int64_t model, int64_t place, int *days)
{
    struct terms terms;
    struct avail a;
    int n = 0;
    enum fault f = tool_terms(c, model, &terms);
    if (!f)
        f = avail_load(c, model, &a);
    for (size_t i = 0; !f && i < a.n_tools; i++)
        n += a.tools[i].active;
    *days = n ? (int)((place + n - 1) / n) * terms.period : -1;
    return f;
}
