/* See loan_due.h. */
#include "lending/loan_due.h"

#include "lending/avail.h"
#include "lending/setting.h"
#include "schema/query.h"

/* The first day on which the owner wants it at home; DAY_NONE when none up to `due`. */
static day owner_first_no(const struct tool *t, day first, day due)
{
    for (day d = first; d.n <= due.n; d.n++)
        if (!owner_month_ok(t->owner_from, t->owner_to, d))
            return d;
    return DAY_NONE;
}

enum fault due_with_others(struct ctx *c, const struct tool *t, int64_t member,
                           const struct calendar *k, day first, day due, day *out, bool *booked, day *from)
{
    struct avail a;
    struct avail_ask w = { .member = member, .tool = t->id, .lent = true,
                           .hold = t->hold_member == member ? t->hold : 0 };
    int64_t point;
    enum fault f = avail_load(c, t->model.id, &a);
    *out = due;
    *booked = false;
    *from = DAY_NONE;
    if (f)
        return f;
    day stop = owner_first_no(t, first, due);
    struct range s = { first.n, due.n };
    if (a.half_day)
        s = (struct range){ instant_of(first, 0), instant_of(day_plus(due, 1), 0) - 1 };
    if (avail_first_no(&a, &w, s, &point)) {
        day d = a.half_day ? day_at(point) : (day){ (int32_t)point };
        if (day_none(stop) || day_before(d, stop)) {
            stop = d;
            *booked = true;
        }
    }
    if (day_none(stop))
        return OK;
    *from = stop;
    *out = calendar_last(k, first, day_plus(stop, -1));
    return OK;
}

/* C4, C10: until the changeover after; a booking of another in that slot leaves nothing. */
static enum fault due_slot(struct ctx *c, const struct lent *o, struct due_plan *p, int within)
{
    struct avail a;
    int minute;
    int64_t point;
    if (!calendar_slot_due(&o->calendar, o->loan.out, minute_at(c->now), within, &p->due, &minute)) {
        p->due = DAY_NONE;
        return OK;
    }
    p->due_at = instant_of(p->due, minute);
    p->free_due = p->latest = p->due;
    enum fault f = avail_load(c, o->tool.model.id, &a);
    struct avail_ask w = { .member = o->member.id, .tool = o->tool.id, .lent = true };
    if (!f && avail_first_no(&a, &w, (struct range){ c->now, p->due_at - 1 }, &point)) {
        p->booked = true;
        p->from = day_at(point);
    }
    return f;
}

/* C3: day zero is the day of lending plus the period; the first open day from there. L19: a backdated
 * loan is due after today. */
static day due_by_policy(struct ctx *c, const struct lend *w, const struct lent *o, int within)
{
    day due = calendar_first(&o->calendar, day_plus(o->loan.out, o->terms.period), within);
    if (!day_none(w->backdate) && !day_none(due) && !day_before(c->today, due))
        due = calendar_first(&o->calendar, day_plus(c->today, 1), within);
    return due;
}

/* L22: the day asked for, if any. */
static void due_asked(const struct lend *w, const struct lent *o, struct due_plan *p, int within)
{
    p->due = p->latest;
    if (day_none(w->until) || day_none(p->due))
        return;
    p->due = calendar_first(&o->calendar, w->until, within);
    p->moved_on = !day_none(p->due) && !day_is(p->due, w->until);
    p->too_late = !day_none(p->due) && day_before(p->latest, p->due);
}

/* H16: of a booking that this loan fulfils the last day becomes the due day; where it is fetched at another
 * branch, the first open day there from then on (C3). */
static enum fault booked_until(struct ctx *c, const struct lent *o, struct due_plan *p, int within)
{
    const struct block *b;
    QUERY(q, c, Q_HOLD_TO_FULFIL);
    q_bind_int(&q, "member", o->member.id);
    q_bind_int(&q, "model", o->tool.model.id);
    q_bind_int(&q, "tool", o->tool.id);
    q_bind(&q, "today", val_day(c->today));
    if (q_row(&q) && !q_null(&q, "from_day")) {
        day to = q_day(&q, "to_day");
        p->due = p->latest = calendar_first(&o->calendar, to, within);
        p->due_at = q_int(&q, "to_at");
        if (p->due_at && !day_is(p->due, to) && calendar_blocks(&o->calendar, p->due, &b))
            p->due_at = instant_of(p->due, b[0].change);
    }
    return q_end(&q);
}

/* T10: a hold that was ready before the recall may still be fetched, due by the recall day. */
static void due_by_recall(const struct lent *o, struct due_plan *p, int within)
{
    day by = day_none(o->tool.recall) ? DAY_NONE : calendar_first(&o->calendar, o->tool.recall, within);
    if (!day_none(by) && day_before(by, p->due))
        p->due = by;
}

enum fault loan_due(struct ctx *c, const struct lend *w, const struct lent *o, struct due_plan *p)
{
    int within = (int)setting_int(c, SET_OPEN_WITHIN);
    *p = (struct due_plan){ .due = DAY_NONE, .free_due = DAY_NONE, .latest = DAY_NONE, .from = DAY_NONE };
    if (w->in_house) {
        p->due = p->free_due = p->latest = o->loan.out;
        return OK;
    }
    p->endless = o->tool.owner && o->tool.owner == o->member.id;
    if (p->endless)
        return OK;
    enum fault f = booked_until(c, o, p, within);
    if (f || (o->terms.half_day && p->due_at && p->due_at > c->now)) {
        p->free_due = p->due;
        return f;
    }
    if (o->terms.half_day)
        return due_slot(c, o, p, within);
    if (day_none(p->due))
        p->latest = due_by_policy(c, w, o, within);
    due_asked(w, o, p, within);
    due_by_recall(o, p, within);
    p->free_due = p->due;
    if (day_none(p->due))
        return OK;
    bool booked;
    day due;
    f = due_with_others(c, &o->tool, o->member.id, &o->calendar, o->loan.out, p->due, &due, &booked,
                        &p->from);
    if (f || day_is(due, p->due))
        return f;
    bool room = !day_none(due) && day_diff(due, o->loan.out) >= setting_int(c, SET_SHORTEST);
    p->booked = booked && !room;
    p->owner = !booked && !room;
    p->shortened = room;
    p->by_owner = !booked;
    p->due = room ? due : p->free_due;
    return OK;
}
