/* See repair.h. */
#include "lending/repair.h"

#include "lending/edit.h"
#include "lending/loan_money.h"
#include "lending/queue.h"
#include "lending/setting.h"
#include "lending/tell.h"
#include "lending/transfer.h"
#include "schema/query.h"

enum fault ticket_add(struct ctx *c, const struct ticket_new *w, int64_t *id)
{
    struct tool t;
    enum fault f = tool_get(c, w->tool, &t);
    if (f)
        return f;
    QUERY(q, c, Q_TICKET_ADD);
    q_bind_int(&q, "tool", w->tool);
    q_bind(&q, "made_at", val_time(c->now));
    q_bind_str(&q, "what", str_of(w->what));
    q_bind(&q, "words", val_text(w->words));
    q_bind(&q, "phone", val_text(w->phone));
    q_bind(&q, "member", val_id(w->member));
    f = q_run_int(&q, id);
    if (!f)
        f = journal_line(c, "tool", w->tool);
    if (!f)
        f = thing_made(c, "ticket", *id);
    if (f || !w->out_of_use || t.loan || t.state == TOOL_RETIRED || t.state == TOOL_DRAFT)
        return f;
    if (t.hold)
        f = queue_release(c, &t);
    if (!f)
        f = tool_state_set(c, w->tool, TOOL_REPAIR, w->words);
    return f ? f : queue_serve(c, t.model.id);
}

enum fault ticket_get(struct ctx *c, int64_t id, struct ticket *k)
{
    QUERY(q, c, Q_TICKET_GET);
    q_bind_int(&q, "id", id);
    *k = (struct ticket){ 0 };
    if (q_row(&q))
        *k = (struct ticket){ .id = id, .tool = q_int(&q, "tool"), .member = q_int(&q, "member"),
            .cost = q_int(&q, "cost_cents"), .minutes = q_int(&q, "minutes"),
            .made_at = q_int(&q, "made_at"), .ended_at = q_int(&q, "ended_at"), .what = q_str(&q, "what"),
            .words = q_str(&q, "words"), .phone = q_str(&q, "phone"), .state = q_str(&q, "state"),
            .answer = q_str(&q, "answer") };
    enum fault f = q_end(&q);
    return f || k->id ? f : fail(c, FAULT_NAME_UNKNOWN, "ticket", val_int(id));
}

enum fault ticket_change(struct ctx *c, const struct ticket *k, const struct ticket_change *w, bool *changed)
{
    bool ends = str_eq(val_str_or(w->state, k->state), S("given_up"));
    struct val ended = k->ended_at ? val_time(k->ended_at) : val_none();
    enum fault f = journal_line(c, "tool", k->tool);
    if (!f)
        f = edits_apply(c, k->id, EDITS({ F_TICKET_STATE, val_str(k->state), w->state },
            { F_TICKET_COST_CENTS, val_int(k->cost), w->cost },
            { F_TICKET_MINUTES, val_int(k->minutes), w->minutes },
            { F_TICKET_WORDS, val_text(k->words), w->words }), changed);
    if (f || val_is_none(w->state) || ends == (k->ended_at != 0))
        return f;
    return thing_set(c, F_TICKET_ENDED_AT, k->id, ended, ends ? val_time(c->now) : val_none());
}

enum fault ticket_solve(struct ctx *c, int64_t id, struct str answer, int64_t *tool)
{
    struct ticket k;
    struct tool t;
    int64_t open;
    enum fault f = ticket_get(c, id, &k);
    if (!f && k.ended_at)
        f = fail(c, FAULT_NAME_UNKNOWN, "ticket", val_int(id));
    if (f)
        return f;
    *tool = k.tool;
    f = journal_line(c, "tool", *tool);
    if (!f)
        f = thing_set(c, F_TICKET_STATE, id, val_str(k.state), val_z("solved"));
    if (!f)
        f = thing_set(c, F_TICKET_ENDED_AT, id, val_none(), val_time(c->now));
    if (!f && answer.n)
        f = thing_set(c, F_TICKET_ANSWER, id, val_text(k.answer), val_str(answer));
    if (!f)
        f = tool_get(c, *tool, &t);
    if (!f && answer.n && k.member) /* N4: who reported it hears; the words are read from the ticket */
        f = tell(c, &(struct telling){ .kind = "ticket_answer", .member = k.member, .day = DAY_NONE,
                                       .n = (int)id });
    QUERY(left, c, Q_TICKETS_OPEN_OF_TOOL);
    q_bind_int(&left, "tool", *tool);
    if (!f)
        f = q_run_int(&left, &open);
    if (!f && !open && t.state == TOOL_REPAIR)
        f = tool_state_set(c, *tool, TOOL_ACTIVE, (struct str){ 0 });
    return f ? f : queue_serve(c, t.model.id);
}

enum fault inspection_pass(struct ctx *c, int64_t tool, day next)
{
    struct tool t;
    int64_t id;
    enum fault f = tool_get(c, tool, &t);
    if (!f && !day_before(c->today, next))
        f = fail(c, FAULT_DAY_ORDER, "next", val_day(next));
    if (f)
        return f;
    QUERY(q, c, Q_INSPECTION_ADD);
    q_bind_int(&q, "tool", tool);
    q_bind(&q, "on_day", val_day(c->today));
    q_bind(&q, "next_day", val_day(next));
    q_bind_str(&q, "initials", c->initials);
    f = q_run_int(&q, &id);
    if (!f)
        f = journal_line(c, "tool", tool);
    if (!f)
        f = thing_made(c, "inspection", id);
    if (!f)
        f = thing_set(c, F_TOOL_INSPECT_DAY, tool, val_day(t.inspect), val_day(next));
    return f ? f : queue_serve(c, t.model.id);
}

static enum fault due_forward(struct ctx *c, const struct tool *t, day by, struct recalled *o)
{
    struct loan l;
    struct calendar k;
    enum fault f = loan_get(c, t->loan, &l);
    if (!f)
        f = calendar_load(c, l.branch, &k);
    if (f)
        return f;
    day due = calendar_first(&k, by, (int)setting_int(c, SET_OPEN_WITHIN));
    o->due_before = o->due = l.due;
    if (day_none(due) || day_none(l.due) || !day_before(due, l.due))
        return OK;
    o->due = due;
    f = thing_set(c, F_LOAN_DUE_DAY, l.id, val_day(l.due), val_day(due));
    return f || !l.member ? f : tell(c, &(struct telling){ .kind = "owner_recall", .member = l.member,
                                                           .loan = l.id, .day = due });
}

enum fault tool_recall(struct ctx *c, int64_t tool, day by, struct recalled *o)
{
    *o = (struct recalled){ .due = DAY_NONE, .due_before = DAY_NONE };
    enum fault f = tool_get(c, tool, &o->tool);
    if (!f && !o->tool.owner)
        f = fail_facts(c, FAULT_NO_OWNER, "tool", val_str(o->tool.code), FACTS(F("tool", val_str(o->tool.name))));
    if (f)
        return f;
    int notice = o->tool.notice_days ? o->tool.notice_days : (int)setting_int(c, SET_RECALL_DAYS);
    day on = day_plus(c->today, notice);
    if (!day_none(by) && day_before(on, by))
        on = by;
    f = journal_line(c, "tool", tool);
    if (!f && !day_is(on, o->tool.recall))
        f = thing_set(c, F_TOOL_RECALL_DAY, tool, val_day(o->tool.recall), val_day(on));
    return f || !o->tool.loan ? f : due_forward(c, &o->tool, on, o);
}

/* The due day goes back by C12's conditions: still the day the recall set, and the old one not past. */
static enum fault due_back(struct ctx *c, const struct tool *t, struct recalled *o)
{
    struct loan l;
    int64_t was, set;
    enum fault f = loan_get(c, t->loan, &l);
    if (f)
        return f;
    o->due_before = o->due = l.due;
    QUERY(q, c, Q_RECALL_MOVED);
    q_bind_int(&q, "loan", l.id);
    if (!q_row(&q))
        return q_end(&q);
    ASSERT(str_int(q_str(&q, "was"), &was) && str_int(q_str(&q, "becomes"), &set));
    if (set != l.due.n || was < c->today.n)
        return q_end(&q);
    o->due = (day){ (int32_t)was };
    f = thing_set(c, F_LOAN_DUE_DAY, l.id, val_day(l.due), val_day(o->due));
    return f || !l.member ? f : tell(c, &(struct telling){ .kind = "recall_off", .member = l.member,
                                                           .loan = l.id, .day = o->due });
}

enum fault tool_recall_off(struct ctx *c, int64_t tool, struct recalled *o)
{
    *o = (struct recalled){ .due = DAY_NONE, .due_before = DAY_NONE };
    enum fault f = tool_get(c, tool, &o->tool);
    if (!f)
        f = journal_line(c, "tool", tool);
    if (!f)
        f = thing_set(c, F_TOOL_RECALL_DAY, tool, val_day(o->tool.recall), val_none());
    if (!f && o->tool.loan)
        f = due_back(c, &o->tool, o);
    return f ? f : queue_serve(c, o->tool.model.id);
}

static enum fault loan_end(struct ctx *c, int64_t loan, day on, int64_t branch, const char *ending)
{
    QUERY(q, c, Q_LOAN_CLOSE);
    q_bind_int(&q, "id", loan);
    q_bind(&q, "back_at", val_time(c->now));
    q_bind(&q, "back_day", val_day(on));
    q_bind(&q, "back_branch", val_id(branch));
    q_bind_str(&q, "ending", str_of(ending));
    enum fault f = q_run(&q);
    return f ? f : thing_ended(c, "loan", loan, on);
}

enum fault loan_lost(struct ctx *c, int64_t tool, struct lost *o)
{
    struct tool t;
    struct loan *l = &o->loan;
    enum fault f = tool_get(c, tool, &t);
    *o = (struct lost){ 0 };
    if (!f && !t.loan)
        f = fail_facts(c, FAULT_NOT_ON_LOAN, "tool", val_str(t.code),
                       FACTS(F("tool", val_str(t.name)), F("code", val_str(t.code))));
    if (!f)
        f = loan_get(c, t.loan, l);
    if (!f)
        f = journal_line(c, "tool", tool);
    if (!f)
        f = loan_end(c, l->id, c->today, 0, "lost");
    if (!f)
        f = tool_state_set(c, tool, TOOL_MISSING, (struct str){ 0 });
    if (!f)
        f = tell_drop(c, l->id, 0, NULL, "lost");
    if (!f)
        f = loss_charge(c, &t, l, &o->cents);
    if (!f)
        f = loan_deposit(c, l->id, &o->deposit);
    return f ? f : queue_tool_gone(c, &t);
}

enum fault tool_found(struct ctx *c, int64_t tool, struct tool *was, struct refund *r)
{
    bool proposed;
    *r = (struct refund){ 0 };
    enum fault f = tool_get(c, tool, was);
    if (f || was->state != TOOL_MISSING)
        return f;
    if (c->branch)
        f = transfer_arrive(c, was, c->branch);
    if (!f && c->branch)
        f = tool_present_set(c, was, c->branch);
    if (!f)
        f = tool_move_to(c, tool, TOOL_ACTIVE, (struct str){ 0 }, was, r);
    return f ? f : transfer_home(c, tool, &proposed); /* B4: as after a return */
}

enum fault in_house_end(struct ctx *c)
{
    QUERY(q, c, Q_IN_HOUSE_OVER);
    q_bind(&q, "today", val_day(c->today));
    enum fault f = OK;
    while (!f && q_row(&q)) {
        struct tool t;
        journal_next(c);
        f = journal_line(c, "tool", q_int(&q, "tool"));
        if (!f)
            f = tool_get(c, q_int(&q, "tool"), &t);
        if (!f)
            f = loan_end(c, q_int(&q, "id"), q_day(&q, "out_day"), t.present, "in_house");
        if (!f)
            f = queue_serve(c, t.model.id);
    }
    return f ? f : q_end(&q);
}
