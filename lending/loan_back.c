/* Returning (L7): always works, by anyone, at any branch, in any state. See loan.h. */
#include "lending/journal.h"
#include "lending/loan_money.h"
#include "lending/loan_row.h"
#include "lending/queue.h"
#include "lending/transfer.h"

static enum fault loan_close(struct ctx *c, const struct back *w, const struct returned *o)
{
    int64_t id = o->loan.id;
    day on = day_none(w->backdate) ? c->today : w->backdate;
    /* The row wants back_at and ending together, so one statement sets both; undo does too. */
    QUERY(q, c, Q_LOAN_CLOSE);
    q_bind_int(&q, "id", id);
    q_bind(&q, "back_at", val_time(c->now));
    q_bind(&q, "back_day", val_day(on));
    q_bind_int(&q, "back_branch", w->branch);
    q_bind_str(&q, "ending", S("returned"));
    enum fault f = q_run(&q);
    return f ? f : thing_ended(c, "loan", id, on);
}

/* L9: opens a ticket and takes the tool out of lending; the queue keeps its order. */
static enum fault tool_broken(struct ctx *c, const struct back *w, struct returned *o)
{
    QUERY(q, c, Q_TICKET_ADD);
    q_bind_int(&q, "tool", w->tool);
    q_bind(&q, "made_at", val_time(c->now));
    q_bind_str(&q, "what", S("other"));
    q_bind_str(&q, "words", w->broken);
    q_bind(&q, "phone", val_none());
    q_bind(&q, "member", val_id(o->loan.member));
    enum fault f = q_run_int(&q, &o->ticket);
    if (!f)
        f = thing_made(c, "ticket", o->ticket);
    if (f || o->tool.state == TOOL_RETIRED || o->tool.state == TOOL_DRAFT)
        return f;
    return tool_state_set(c, w->tool, TOOL_REPAIR, w->broken);
}

/* L10, L11, B4: the queue is asked first; only if nobody takes it, a transfer home is proposed. A hold
 * that loses its tool because it is broken waits again (H18), and hears that it takes longer (L9). */
static enum fault give_on(struct ctx *c, const struct back *w, struct returned *o)
{
    struct tool now;
    bool proposed;
    enum fault f = OK;
    if (w->broken.n)
        f = queue_release(c, &o->tool);
    if (!f)
        f = queue_serve(c, o->tool.model.id);
    if (!f && w->broken.n && !o->tool.hold)
        f = queue_tell_longer(c, o->tool.model.id, o->tool.id);
    if (!f)
        f = transfer_home(c, w->tool, &proposed);
    if (!f)
        f = tool_get(c, w->tool, &now);
    if (!f)
        f = queue_for_tool(c, w->tool, &o->next);
    if (f)
        return f;
    o->for_owner = !day_none(now.recall) && now.owner;
    if (o->next.member || o->for_owner)
        f = member_get(c, o->next.member ? o->next.member : now.owner, &o->next_member);
    if (f)
        return f;
    o->home_elsewhere = now.transfer && !o->next.hold;
    o->waiting = now.waiting;
    o->inspection = !day_none(now.inspect) && day_before(now.inspect, c->today);
    return OK;
}

/* What it costs, and what goes back to somebody. */
static enum fault money(struct ctx *c, const struct back *w, struct returned *o)
{
    enum fault f = loan_late_fee(c, o);
    if (!f)
        f = loan_parts(c, w, o);
    if (!f)
        f = loss_back(c, w->tool, &o->refund);
    return f || !o->loan.id ? f : loan_deposit(c, o->loan.id, &o->deposit);
}

enum fault loan_in(struct ctx *c, const struct back *w, struct returned *o)
{
    struct calendar calendar;
    *o = (struct returned){ 0 };
    enum fault f = tool_get(c, w->tool, &o->tool);
    if (!f)
        f = backdate_check(c, w->tool, w->backdate);
    if (!f)
        f = tool_parts(c, w->tool, &o->parts, &o->n_parts);
    if (!f)
        f = journal_line(c, "tool", w->tool);
    if (!f && o->tool.loan)
        f = loan_get(c, o->tool.loan, &o->loan);
    if (!f && o->loan.member)
        f = member_get(c, o->loan.member, &o->member);
    if (!f && o->loan.id)
        f = calendar_load(c, o->loan.branch, &calendar);
    if (!f && o->loan.id)
        f = loan_close(c, w, o);
    if (!f && o->loan.id)
        o->days_late = calendar_days_late(&calendar, o->loan.due,
                                          day_none(w->backdate) ? c->today : w->backdate);
    if (!f)
        f = money(c, w, o);
    if (!f) /* B6: a scan of a tool on its way is its arrival */
        f = transfer_arrive(c, &o->tool, w->branch);
    if (!f)
        f = tool_present_set(c, &o->tool, w->branch);
    if (!f && o->tool.state == TOOL_MISSING) /* T15: any return of a missing tool makes it active */
        f = tool_state_set(c, w->tool, TOOL_ACTIVE, (struct str){ 0 });
    if (!f && w->broken.n)
        f = tool_broken(c, w, o);
    if (!f)
        f = give_on(c, w, o);
    if (!f && o->loan.id)
        f = loan_tell_owner(c, &o->tool, &o->loan, "owner_back");
    return f || !o->member.id ? f : member_active(c, &o->member);
}
