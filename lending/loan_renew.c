/* Renewing (R1, R2 with R5 in its simple form, R6, R7). See loan.h. */
#include "lending/avail.h"
#include "lending/journal.h"
#include "lending/loan_due.h"
#include "lending/loan_row.h"
#include "lending/setting.h"

struct renewing {
    struct terms terms;
    struct calendar calendar;
};

static enum fault no(struct ctx *c, const struct renewed *o, enum fault f, day d, int64_t n)
{
    const struct fact facts[] = { F("tool", val_str(o->tool.name)), F("name", val_str(o->member.name)),
        F("day", val_day(d)), F("n", val_int(n)), F("code", val_str(o->tool.code)) };
    if (c->trace) {
        trace_no(c, f, facts, COUNT(facts));
        return OK;
    }
    return fail_facts(c, f, "tool", val_str(o->tool.code), facts, COUNT(facts));
}

/* Past the limit with a reason, by a volunteer (R3). */
static enum fault unless(struct ctx *c, const struct renewed *o, enum fault f, day d, int64_t n)
{
    if (!c->override || c->trace)
        return no(c, o, f, d, n);
    if (!c->overridden)
        c->overridden = f;
    return OK;
}

/* R7: while active, or within the days of M4 after the membership ended. */
static enum fault check_member(struct ctx *c, const struct renewed *o)
{
    const struct member *m = &o->member;
    int grace = (int)setting_int(c, SET_EXPIRED_RENEW_DAYS);
    enum fault f = OK;
    if (m->state == MEMBER_BLOCKED)
        f = unless(c, o, FAULT_MEMBER_BLOCKED, m->blocked_until, 0);
    if (!f && (m->state == MEMBER_ENDED || m->state == MEMBER_ERASED))
        f = unless(c, o, FAULT_MEMBER_ENDED, m->until, 0);
    if (!f && membership_over(m, day_plus(c->today, -grace)))
        f = unless(c, o, FAULT_MEMBERSHIP_EXPIRED, m->until, 0);
    return f;
}

static enum fault waited(struct ctx *c, const struct renewed *o, int64_t *n)
{
    QUERY(q, c, Q_RENEW_WAITED);
    q_bind_int(&q, "model", o->tool.model.id);
    q_bind_int(&q, "tool", o->tool.id);
    q_bind_int(&q, "member", o->loan.member);
    q_bind(&q, "today", val_day(c->today));
    return q_run_int(&q, n);
}

static enum fault check(struct ctx *c, const struct renewed *o, const struct renewing *r)
{
    int64_t waiting = 0;
    enum fault f = check_member(c, o);
    if (!f && day_none(o->loan.due)) /* the owner's own: there is nothing to renew (T10) */
        return no(c, o, FAULT_OWNER_TERMS, o->loan.due, 0);
    if (!f && !day_none(o->tool.recall))
        f = unless(c, o, FAULT_RENEW_RECALLED, o->loan.due, 0);
    if (!f && o->loan.renewals >= r->terms.renewals)
        f = unless(c, o, FAULT_RENEW_USED_UP, o->loan.due, o->loan.renewals);
    if (!f)
        f = waited(c, o, &waiting);
    if (!f && waiting > 0)
        f = unless(c, o, FAULT_RENEW_WAITED, o->loan.due, waiting);
    return f;
}

/* R1: from the due day as it stands, by C3; where that is not after today, the next open day. */
static enum fault due_next(struct ctx *c, struct renewed *o, const struct renewing *r)
{
    int within = (int)setting_int(c, SET_OPEN_WITHIN);
    bool late = day_before(o->loan.due, c->today);
    day from = late && setting_yes(c, SET_RENEW_FROM_TODAY) ? c->today : o->loan.due;
    day zero = day_plus(from, r->terms.renewal_days);
    if (!day_before(c->today, zero))
        zero = day_plus(c->today, 1);
    day due = calendar_first(&r->calendar, zero, within), may = due, until = o->tool.inspect, when;
    bool booked = false;
    enum fault f = OK;
    if (!day_none(due) && !day_none(until) && day_before(until, due)) /* R8: equal is fine */
        f = unless(c, o, FAULT_RENEW_INSPECTION, until, 0);
    if (!f && !day_none(due))
        f = due_with_others(c, &o->tool, o->loan.member, &r->calendar, c->today, due, &may, &booked, &when);
    bool gains = !day_none(may) && day_before(o->loan.due, may);
    if (!f && !day_none(due) && !gains)
        f = unless(c, o, booked ? FAULT_RENEW_BOOKED : FAULT_OWNER_TERMS, day_none(may) ? o->loan.due : may, 0);
    if (f)
        return f;
    if (day_none(due))
        return no(c, o, FAULT_NO_OPEN_DAY, o->loan.due, 0);
    o->shortened = gains && day_before(may, due);
    o->by_owner = !booked;
    if (gains)
        due = may;
    o->due_before = o->loan.due;
    o->loan.due = due;
    o->left = r->terms.renewals - (int)o->loan.renewals - 1;
    trace_yes(c, "R1", "why.renewal", FACTS(F("day", val_day(due)), F("from", val_day(from)),
              F("n", val_int(r->terms.renewal_days))));
    return OK;
}

/* R7: a half-day loan goes on to the changeover after, if that slot is free. */
static enum fault slot_next(struct ctx *c, struct renewed *o, const struct renewing *r)
{
    struct avail a;
    struct avail_ask w = { .member = o->loan.member, .tool = o->tool.id, .lent = true };
    int64_t from = o->loan.due_at > c->now ? o->loan.due_at : c->now, point;
    int within = (int)setting_int(c, SET_OPEN_WITHIN), minute;
    day due;
    if (!calendar_slot_due(&r->calendar, day_at(from), minute_at(from), within, &due, &minute))
        return no(c, o, FAULT_NO_OPEN_DAY, o->loan.due, 0);
    int64_t due_at = instant_of(due, minute);
    enum fault f = avail_load(c, o->tool.model.id, &a);
    if (!f && !day_none(o->tool.inspect) && day_before(o->tool.inspect, due))
        f = unless(c, o, FAULT_RENEW_INSPECTION, o->tool.inspect, 0);
    if (!f && avail_first_no(&a, &w, (struct range){ from, due_at - 1 }, &point))
        f = unless(c, o, FAULT_RENEW_BOOKED, day_at(point), 0);
    if (f)
        return f;
    o->due_before = o->loan.due;
    o->due_at_before = o->loan.due_at;
    o->loan.due = due;
    o->loan.due_at = due_at;
    o->left = r->terms.renewals - (int)o->loan.renewals - 1;
    trace_yes(c, "R7", "why.renewal_slot", FACTS(F("day", val_day(due)), F("time", val_time(due_at))));
    return OK;
}

static enum fault load(struct ctx *c, int64_t tool, int64_t by, struct renewed *o, struct renewing *r)
{
    *o = (struct renewed){ 0 };
    enum fault f = tool_get(c, tool, &o->tool);
    if (f)
        return f;
    /* What one does not have oneself looks like what is not there (X24). */
    if (!o->tool.loan || o->tool.in_house || (by && o->tool.loan_member != by))
        return fail_facts(c, FAULT_NOT_ON_LOAN, "tool", val_str(o->tool.code),
                          FACTS(F("tool", val_str(o->tool.name)), F("code", val_str(o->tool.code))));
    f = loan_get(c, o->tool.loan, &o->loan);
    if (!f)
        f = member_get(c, o->loan.member, &o->member);
    if (!f)
        f = tool_terms(c, o->tool.model.id, &r->terms);
    return f ? f : calendar_load(c, o->loan.branch, &r->calendar);
}

/* R6: the same renewal again within two minutes counts once. */
static enum fault renewed_just_now(struct ctx *c, struct renewed *o)
{
    int64_t at;
    QUERY(q, c, Q_RENEWAL_LAST_AT);
    q_bind_int(&q, "loan", o->loan.id);
    enum fault f = q_run_int(&q, &at);
    o->twice = at && c->now - at <= setting_int(c, SET_TWICE_MINUTES) * 60;
    return f;
}

enum fault loan_renew_check(struct ctx *c, int64_t tool, int64_t by, struct renewed *o)
{
    struct renewing r;
    enum fault f = load(c, tool, by, o, &r);
    if (!f)
        f = renewed_just_now(c, o);
    if (f)
        return f;
    o->left = r.terms.renewals - (int)o->loan.renewals;
    if (o->twice)
        return OK;
    f = check(c, o, &r);
    if (f)
        return f;
    return o->loan.due_at ? slot_next(c, o, &r) : due_next(c, o, &r);
}

enum fault loan_renew(struct ctx *c, int64_t tool, int64_t by, struct renewed *o)
{
    int64_t id;
    c->overridden = OK;
    enum fault f = loan_renew_check(c, tool, by, o);
    if (f || o->twice)
        return f;
    int64_t loan = o->loan.id, n = o->loan.renewals;
    f = journal_line(c, "tool", tool);
    if (!f)
        f = thing_set(c, F_LOAN_DUE_DAY, loan, val_day(o->due_before), val_day(o->loan.due));
    if (!f && o->loan.due_at)
        f = thing_set(c, F_LOAN_DUE_AT, loan, val_id(o->due_at_before), val_id(o->loan.due_at));
    if (!f)
        f = thing_set(c, F_LOAN_RENEWALS, loan, val_int(n), val_int(n + 1));
    if (!f)
        f = thing_set(c, F_LOAN_RENEWED_DAY, loan, val_day(o->loan.renewed), val_day(c->today));
    QUERY(q, c, Q_RENEWAL_ADD);
    q_bind_int(&q, "loan", loan);
    q_bind(&q, "at", val_time(c->now));
    q_bind(&q, "due_before_day", val_day(o->due_before));
    q_bind(&q, "due_after_day", val_day(o->loan.due));
    q_bind(&q, "override_fault", c->overridden ? val_z(fault_info(c->overridden)->name) : val_none());
    if (!f)
        f = q_run_int(&q, &id);
    if (!f)
        f = thing_made(c, "renewal", id);
    o->loan.renewals = n + 1;
    return f ? f : member_active(c, &o->member);
}
