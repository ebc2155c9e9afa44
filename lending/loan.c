/* Lending: the checks in the order of L17, the due day, the writing. See loan.h. */
#include "lending/loan.h"

#include "lending/avail.h"
#include "lending/branch.h"
#include "lending/journal.h"
#include "lending/loan_due.h"
#include "lending/loan_money.h"
#include "lending/loan_row.h"
#include "lending/queue.h"
#include "lending/setting.h"
#include "lending/transfer.h"
#include "schema/query.h"

/* The facts that most refusals speak of: whichever the sentence needs. */
static enum fault refuse_all(struct ctx *c, const struct lent *o, enum fault f, const char *arg, day d,
                             int64_t n, bool passable)
{
    return loan_refuse(c, o, f, arg,
                       FACTS(F("tool", val_str(o->tool.name)), F("name", val_str(o->member.name)),
                        F("day", val_day(d)), F("n", val_int(n)),
                        F("branch", val_str(o->tool.present_name)), F("code", val_str(o->tool.code))),
                  passable);
}

static enum fault no(struct ctx *c, struct lent *o, enum fault f, const char *arg, day d, int64_t n)
{
    return refuse_all(c, o, f, arg, d, n, false);
}

static enum fault unless(struct ctx *c, struct lent *o, enum fault f, const char *arg, day d, int64_t n)
{
    return refuse_all(c, o, f, arg, d, n, true);
}

static enum fault check_member(struct ctx *c, struct lent *o)
{
    const struct member *m = &o->member;
    enum fault f = OK;
    if (m->state == MEMBER_PENDING)
        f = unless(c, o, FAULT_MEMBER_PENDING, "member", DAY_NONE, 0);
    if (!f && m->state == MEMBER_BLOCKED)
        f = unless(c, o, FAULT_MEMBER_BLOCKED, "member", m->blocked_until, 0);
    if (!f && (m->state == MEMBER_ENDED || m->state == MEMBER_ERASED))
        f = unless(c, o, FAULT_MEMBER_ENDED, "member", m->until, 0);
    if (!f && m->state != MEMBER_ENDED && membership_over(m, c->today))
        f = unless(c, o, FAULT_MEMBERSHIP_EXPIRED, "member", m->until, 0);
    return f;
}

/* L4, L6: who has it. The name is for volunteers; members never get here with another's tool. */
static enum fault out_already(struct ctx *c, struct lent *o)
{
    struct member has = { 0 };
    enum fault f = o->tool.loan_member ? member_get(c, o->tool.loan_member, &has) : OK;
    if (f)
        return f;
    return loan_refuse(c, o, FAULT_TOOL_OUT, "tool",
                  FACTS(F("tool", val_str(o->tool.name)), F("name", val_str(has.name)),
                        F("day", val_day(o->tool.due)), F("code", val_str(o->tool.code)),
                        F("member", val_str(has.code)), F("branch", val_str(o->tool.present_name))), false);
}

static enum fault check_tool(struct ctx *c, const struct lend *w, struct lent *o,
                             const struct due_plan *p)
{
    const struct tool *t = &o->tool;
    enum fault f = t->loan ? out_already(c, o) : OK;
    if (!f && t->state == TOOL_DRAFT)
        f = no(c, o, FAULT_TOOL_DRAFT, "tool", DAY_NONE, 0);
    if (!f && t->state == TOOL_REPAIR)
        f = unless(c, o, FAULT_TOOL_IN_REPAIR, "tool", DAY_NONE, 0);
    if (!f && t->state == TOOL_MISSING)
        f = unless(c, o, FAULT_TOOL_MISSING, "tool", DAY_NONE, 0);
    if (!f && t->state == TOOL_RETIRED)
        f = no(c, o, FAULT_TOOL_RETIRED, "tool", DAY_NONE, 0);
    if (!f && t->in_transit)
        f = no(c, o, FAULT_TOOL_IN_TRANSIT, "tool", DAY_NONE, 0);
    if (!f && !t->loan && !t->in_transit && t->present != w->branch)
        f = unless(c, o, FAULT_TOOL_ELSEWHERE, "tool", DAY_NONE, 0);
    if (!f && t->hold && t->hold_member != w->member) {
        struct lent held = *o;
        f = member_get(c, t->hold_member, &held.member);
        if (!f)
            f = unless(c, &held, FAULT_TOOL_HELD, "tool", DAY_NONE, 0);
    }
    if (!f && p->booked)
        f = unless(c, o, FAULT_TOOL_BOOKED, "tool", p->from, 0);
    return f;
}

/* S7: valid through the same day 24 months later. */
static enum fault instructed(struct ctx *c, const struct lent *o, bool *yes)
{
    enum { MONTHS = 24 };
    int64_t on;
    QUERY(q, c, Q_INSTRUCTION_LAST);
    q_bind_int(&q, "member", o->member.id);
    q_bind_int(&q, "model", o->tool.model.id);
    enum fault f = q_run_int(&q, &on);
    *yes = on && !day_before(day_plus_months((day){ (int32_t)on }, MONTHS), c->today);
    return f;
}

static enum fault check_safety(struct ctx *c, const struct lend *w, struct lent *o)
{
    bool yes = w->explained;
    enum fault f = OK;
    if (!day_none(o->tool.inspect) && day_before(o->tool.inspect, c->today)) /* S6 */
        f = unless(c, o, FAULT_INSPECTION_OVERDUE, "tool", o->tool.inspect, 0);
    if (!f && o->terms.safety == 2 && !yes)
        f = instructed(c, o, &yes);
    if (!f && o->terms.safety == 2 && !yes)
        f = unless(c, o, FAULT_SAFETY_INSTRUCTION, "tool", DAY_NONE, 0);
    if (!f && o->terms.safety == 3 && !w->in_house && !w->helper.n)
        f = unless(c, o, FAULT_SAFETY_HELPER, "tool", DAY_NONE, 0);
    if (!f && o->terms.min_age && !w->age_ok)
        f = unless(c, o, FAULT_AGE_NOT_CONFIRMED, "age_ok", DAY_NONE, o->terms.min_age);
    return f;
}

/* T10, T11: recalled, it goes to nobody but its owner; else only within the owner's months. */
static enum fault check_owner(struct ctx *c, struct lent *o, const struct due_plan *p)
{
    const struct tool *t = &o->tool;
    if (!t->owner || t->owner == o->member.id)
        return OK;
    bool fetching = t->hold_ready && t->hold_member == o->member.id;
    bool no_month = !owner_month_ok(t->owner_from, t->owner_to, o->loan.out);
    if ((!day_none(t->recall) && !fetching) || no_month || p->owner)
        return unless(c, o, FAULT_OWNER_TERMS, "tool", t->recall, 0);
    return OK;
}

static enum fault check_until(struct ctx *c, const struct lend *w, struct lent *o,
                              const struct due_plan *p)
{
    if (!day_none(w->until) && day_before(w->until, c->today))
        return fail(c, FAULT_DAY_ORDER, "until", val_day(w->until));
    enum fault f = p->too_late ? unless(c, o, FAULT_UNTIL_TOO_LATE, "until", p->latest, 0) : OK;
    if (!f && day_none(p->due) && !p->endless)
        return no(c, o, FAULT_NO_OPEN_DAY, "tool", DAY_NONE, 0);
    return f;
}

/* The due day as decided, and why it is that day. */
static void due_take(struct ctx *c, struct lent *o, const struct due_plan *p)
{
    o->loan.due = p->due;
    o->loan.due_at = p->due_at;
    o->moved_on = p->moved_on;
    o->shortened = p->shortened;
    o->by_owner = p->by_owner;
    if (day_none(p->due))
        return;
    trace_yes(c, "C3", "why.due", FACTS(F("day", val_day(p->free_due)), F("n", val_int(o->terms.period)),
              F("branch", val_str(o->loan.branch_name))));
    if (p->shortened)
        trace_yes(c, "L3", "why.shortened", FACTS(F("day", val_day(p->due)), F("from", val_day(p->from))));
}

enum fault backdate_check(struct ctx *c, int64_t tool, day on)
{
    int64_t last;
    if (day_none(on))
        return OK;
    if (day_before(c->today, on))
        return fail(c, FAULT_DAY_ORDER, "backdate", val_day(on));
    if (day_diff(c->today, on) > setting_int(c, SET_BACKDATE_DAYS))
        return fail_facts(c, FAULT_BACKDATE_TOO_FAR, "backdate", val_day(on),
                          FACTS(F("n", val_int(setting_int(c, SET_BACKDATE_DAYS))),
                                F("day", val_day(day_plus(c->today,
                                                          -(int)setting_int(c, SET_BACKDATE_DAYS))))));
    QUERY(q, c, Q_LOAN_LAST_DAY);
    q_bind_int(&q, "tool", tool);
    enum fault f = q_run_int(&q, &last);
    if (!f && on.n < last)
        f = fail_facts(c, FAULT_BACKDATE_BEFORE_EVENT, "backdate", val_day(on),
                       FACTS(F("day", val_day((day){ (int32_t)last }))));
    return f;
}

/* The member may be missing (0): a question about the tool alone. */
static enum fault lent_load(struct ctx *c, const struct lend *w, struct lent *o)
{
    struct branch b;
    *o = (struct lent){ .loan = { .tool = w->tool, .member = w->member, .branch = w->branch,
                                  .in_house = w->in_house, .kit = w->kit, .open = true } };
    enum fault f = tool_get(c, w->tool, &o->tool);
    if (!f && w->member)
        f = member_get(c, w->member, &o->member);
    if (!f)
        f = tool_terms(c, o->tool.model.id, &o->terms);
    if (!f)
        f = branch_get(c, w->branch, &b);
    if (!f)
        f = calendar_load(c, w->branch, &o->calendar);
    if (!f)
        f = tool_parts(c, w->tool, &o->parts, &o->n_parts);
    if (f)
        return f;
    o->loan.branch_name = b.name;
    o->loan.tool_code = o->tool.code;
    o->loan.tool_name = o->tool.name;
    o->loan.shelf = o->tool.shelf;
    o->loan.member_code = o->member.code;
    o->loan.member_name = o->member.name;
    if (o->terms.safety >= 1)
        o->notice = o->tool.model.notice;
    return OK;
}

/* L5: the same tool for the same member within two minutes changes nothing. */
static bool twice(struct ctx *c, const struct lent *o)
{
    return o->tool.loan && o->tool.loan_member == o->member.id &&
           c->now - o->tool.out_at <= setting_int(c, SET_TWICE_MINUTES) * 60;
}

enum fault loan_check(struct ctx *c, const struct lend *w, struct lent *o)
{
    enum fault f = lent_load(c, w, o);
    if (f)
        return f;
    if (twice(c, o)) {
        o->twice = true;
        return loan_get(c, o->tool.loan, &o->loan);
    }
    struct due_plan p;
    o->loan.out = day_none(w->backdate) ? c->today : w->backdate;
    f = loan_due(c, w, o, &p);
    if (!f)
        f = check_member(c, o);
    if (!f)
        f = check_tool(c, w, o, &p);
    if (!f)
        f = check_safety(c, w, o);
    if (!f)
        f = check_owner(c, o, &p);
    if (!f)
        f = loan_check_limits(c, w, o);
    if (!f)
        f = backdate_check(c, w->tool, w->backdate);
    if (!f)
        f = check_until(c, w, o, &p);
    due_take(c, o, &p);
    return f;
}

enum fault loan_check_tool(struct ctx *c, int64_t tool, int64_t branch, struct lent *o)
{
    struct lend w = { .tool = tool, .branch = branch, .until = DAY_NONE, .backdate = DAY_NONE };
    struct due_plan p;
    enum fault f = lent_load(c, &w, o);
    o->loan.out = c->today;
    if (!f)
        f = loan_due(c, &w, o, &p);
    if (!f)
        f = check_tool(c, &w, o, &p);
    if (!f)
        f = check_safety(c, &w, o);
    if (!f)
        due_take(c, o, &p);
    return f;
}

static enum fault loan_insert(struct ctx *c, struct lent *o)
{
    QUERY(q, c, Q_LOAN_ADD);
    q_bind_int(&q, "tool", o->loan.tool);
    q_bind_int(&q, "member", o->loan.member);
    q_bind_int(&q, "branch", o->loan.branch);
    q_bind(&q, "out_at", val_time(c->now));
    q_bind(&q, "out_day", val_day(o->loan.out));
    q_bind(&q, "due_day", val_day(o->loan.due));
    q_bind(&q, "due_at", val_id(o->loan.due_at));
    q_bind(&q, "in_house", val_bool(o->loan.in_house));
    q_bind(&q, "shortened", val_bool(o->shortened));
    q_bind(&q, "kit", val_id(o->loan.kit));
    q_bind(&q, "override_fault", c->overridden ? val_z(fault_info(c->overridden)->name) : val_none());
    return q_run_int(&q, &o->loan.id);
}

static enum fault instruction_note(struct ctx *c, const struct lend *w, const struct lent *o)
{
    int64_t id;
    if (!w->explained || o->terms.safety != 2)
        return OK;
    QUERY(q, c, Q_INSTRUCTION_ADD);
    q_bind_int(&q, "member", o->member.id);
    q_bind_int(&q, "model", o->tool.model.id);
    q_bind(&q, "on_day", val_day(c->today));
    q_bind_str(&q, "initials", c->initials);
    enum fault f = q_run_int(&q, &id);
    return f ? f : thing_made(c, "instruction", id);
}

enum fault loan_out(struct ctx *c, const struct lend *w, struct lent *o)
{
    c->overridden = OK;
    enum fault f = loan_check(c, w, o);
    if (f || o->twice)
        return f;
    f = loan_insert(c, o);
    if (f == FAULT_CONSTRAINT) { /* T4: somebody was faster */
        f = tool_get(c, w->tool, &o->tool);
        return f ? f : out_already(c, o);
    }
    o->loan.out_at = c->now;
    if (!f)
        f = journal_line(c, "tool", w->tool);
    if (!f)
        f = thing_made(c, "loan", o->loan.id);
    bool passed = o->tool.hold && o->tool.hold_member != o->member.id;
    if (!f && passed) /* H18: its place is as it was */
        f = queue_release(c, &o->tool);
    if (!f)
        f = queue_fulfil(c, &o->tool, o->member.id, o->loan.id);
    if (!f)
        f = transfer_drop(c, w->tool);
    if (!f && passed)
        f = queue_serve(c, o->tool.model.id);
    if (!f && o->tool.present != w->branch)
        f = tool_present_set(c, &o->tool, w->branch);
    if (!f && o->tool.state != TOOL_ACTIVE)
        f = tool_state_set(c, w->tool, TOOL_ACTIVE, (struct str){ 0 });
    if (!f && o->tool.state != TOOL_ACTIVE)
        f = loss_back(c, w->tool, &o->refund);
    if (!f)
        f = instruction_note(c, w, o);
    if (!f)
        f = loan_tell_owner(c, &o->tool, &o->loan, "owner_lent");
    if (!f)
        f = loan_tell_receipt(c, &o->loan);
    if (!f)
        f = loan_fee(c, o);
    return f ? f : member_active(c, &o->member);
}
