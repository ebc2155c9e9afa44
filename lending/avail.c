/* See avail.h. */
#include "lending/avail.h"

#include "lending/calendar.h"
#include "lending/setting.h"
#include "schema/query.h"

enum { DAY_SECONDS = 86400, ELSEWHERE_DAYS = 3, LATE_DAYS = 1 };

bool owner_month_ok(int from, int to, day d)
{
    int m = day_ymd(d).m;
    if (!from || !to)
        return true;
    return from <= to ? m >= from && m <= to : m >= from || m <= to;
}

int64_t avail_point(const struct avail *a, day d)
{
    return a->half_day ? instant_of(d, 0) : d.n;
}

/* The last point of a day. */
static int64_t end_of(const struct avail *a, day d)
{
    return a->half_day ? instant_of(day_plus(d, 1), 0) - 1 : d.n;
}

static day day_of_point(const struct avail *a, int64_t point)
{
    return a->half_day ? day_at(point) : (day){ (int32_t)point };
}

/* H13: how long a tool stays apart; an assigned one as if it were ready today. */
static enum fault apart_until(struct ctx *c, const struct avail *a, int64_t branch, day ready,
                              int64_t *until)
{
    struct calendar k;
    enum fault f = calendar_load(c, branch, &k);
    day last = calendar_shelf_last(&k, day_none(ready) ? c->today : ready,
                                   (int)setting_int(c, SET_SHELF_OPEN_DAYS),
                                   (int)setting_int(c, SET_SHELF_DAYS),
                                   (int)setting_int(c, SET_OPEN_WITHIN));
    *until = day_none(last) ? INT64_MAX : end_of(a, last);
    return f;
}

/* A late one counts as out up to today + 1. */
static int64_t out_until(struct ctx *c, const struct avail *a, day due, int64_t due_at)
{
    if (day_none(due)) /* with its owner (T10) */
        return INT64_MAX;
    int64_t until = a->half_day && due_at ? due_at - 1 : end_of(a, due);
    int64_t late = end_of(a, day_plus(c->today, LATE_DAYS));
    bool is_late = a->half_day && due_at ? due_at <= c->now : day_before(due, c->today);
    return is_late && until < late ? late : until;
}

static enum fault tools_load(struct ctx *c, struct avail *a)
{
    QUERY(q, c, Q_AVAIL_TOOLS);
    q_bind_int(&q, "model", a->model);
    struct avail_tool *t = NULL;
    enum fault f = OK;
    while (!f && q_row(&q)) {
        if (!t)
            a->tools = t = NEW_N(c->mem, struct avail_tool, q_int(&q, "n"));
        struct avail_tool *x = &t[a->n_tools++];
        *x = (struct avail_tool){ .id = q_int(&q, "id"), .present = q_int(&q, "present"),
            .active = str_eq(q_str(&q, "state"), S("active")) && q_null(&q, "recall_day"),
            .out = !q_null(&q, "loan"), .apart = !q_null(&q, "hold"), .apart_hold = q_int(&q, "hold"),
            .inspect = q_day(&q, "inspect_day"), .owner_from = (int)q_int(&q, "owner_from_month"),
            .owner_to = (int)q_int(&q, "owner_to_month") };
        if (x->out)
            x->out_until = out_until(c, a, q_day(&q, "due_day"), q_int(&q, "due_at"));
        if (x->apart)
            f = apart_until(c, a, q_int(&q, "pick_up"), q_day(&q, "ready_day"), &x->apart_until);
    }
    return f ? f : q_end(&q);
}

static enum fault bookings_load(struct ctx *c, struct avail *a)
{
    QUERY(q, c, Q_AVAIL_BOOKINGS);
    q_bind_int(&q, "model", a->model);
    struct avail_booking *b = NULL;
    while (q_row(&q)) {
        if (!b)
            a->bookings = b = NEW_N(c->mem, struct avail_booking, q_int(&q, "n"));
        struct range when = { q_int(&q, "from_day"), q_int(&q, "to_day") };
        if (a->half_day)
            when = q_null(&q, "from_at")
                ? (struct range){ instant_of(q_day(&q, "from_day"), 0), end_of(a, q_day(&q, "to_day")) }
                : (struct range){ q_int(&q, "from_at"), q_int(&q, "to_at") - 1 };
        b[a->n_bookings++] = (struct avail_booking){ q_int(&q, "id"), q_int(&q, "member"),
                                                     q_int(&q, "tool"), when };
    }
    return q_end(&q);
}

enum fault avail_load(struct ctx *c, int64_t model, struct avail *a)
{
    struct terms terms;
    enum fault f = tool_terms(c, model, &terms);
    *a = (struct avail){ .model = model, .half_day = terms.half_day, .now = c->now };
    a->today = avail_point(a, c->today);
    a->elsewhere = avail_point(a, day_plus(c->today, ELSEWHERE_DAYS));
    if (!f)
        f = tools_load(c, a);
    return f ? f : bookings_load(c, a);
}

static bool tool_usable(const struct avail *a, const struct avail_ask *w, const struct avail_tool *t,
                        int64_t point)
{
    day d = day_of_point(a, point);
    bool this = w->lent && t->id == w->tool;
    if (this)
        return true;
    if (!t->active || (t->out && t->out_until >= point))
        return false;
    if (t->apart && t->apart_until >= point && t->apart_hold != w->hold)
        return false;
    if (!day_none(t->inspect) && day_before(t->inspect, d))
        return false;
    if (!owner_month_ok(t->owner_from, t->owner_to, d))
        return false;
    return !w->pick_up || t->present == w->pick_up || point >= a->elsewhere;
}

/* What stands in the way at that point: bookings of others (of all, for another booking). */
static bool counts(const struct avail_ask *w, const struct avail_booking *b, int64_t point)
{
    return b->when.lo <= point && point <= b->when.hi && b->id != w->hold &&
           (w->pick_up || b->member != w->member);
}

static bool all_right(const struct avail *a, const struct avail_ask *w, int64_t point)
{
    int spare = -1;
    bool tool_there = !w->tool;
    for (size_t i = 0; i < a->n_tools; i++)
        if (tool_usable(a, w, &a->tools[i], point)) {
            spare++;
            tool_there = tool_there || a->tools[i].id == w->tool;
        }
    for (size_t i = 0; i < a->n_bookings; i++)
        if (counts(w, &a->bookings[i], point)) {
            spare--;
            if (w->tool && a->bookings[i].tool == w->tool)
                return false; /* counted for that tool alone too */
        }
    return tool_there && spare >= 0;
}

/* The next point after `at` where something may get worse: a start of a booking, a midnight. */
static int64_t next_point(const struct avail *a, int64_t at)
{
    if (!a->half_day)
        return at + 1;
    int64_t next = instant_of(day_plus(day_at(at), 1), 0);
    for (size_t i = 0; i < a->n_bookings; i++)
        if (a->bookings[i].when.lo > at && a->bookings[i].when.lo < next)
            next = a->bookings[i].when.lo;
    return next;
}

bool avail_first_no(const struct avail *a, const struct avail_ask *w, struct range s, int64_t *point)
{
    for (int64_t p = s.lo; p <= s.hi; p = next_point(a, p))
        if (!all_right(a, w, p)) {
            *point = p;
            return true;
        }
    return false;
}

int avail_free(const struct avail *a, int64_t pick_up, int64_t point)
{
    struct avail_ask w = { .pick_up = pick_up };
    int spare = 0;
    for (size_t i = 0; i < a->n_tools; i++)
        spare += tool_usable(a, &w, &a->tools[i], point);
    for (size_t i = 0; i < a->n_bookings; i++)
        spare -= counts(&w, &a->bookings[i], point);
    return spare < 0 ? 0 : spare;
}
