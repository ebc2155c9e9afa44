/* See transfer.h. */
#include "lending/transfer.h"

#include "lending/journal.h"
#include "lending/queue.h"
#include "lending/tell.h"
#include "schema/query.h"

static struct transfer transfer_row(struct query *q)
{
    struct arena *a = q->c->mem;
    struct model m = { .name = q_str(q, "name"), .brand = q_str(q, "brand"), .type = q_str(q, "type") };
    return (struct transfer){ .id = q_int(q, "id"), .tool = q_int(q, "tool"),
        .from = q_int(q, "from_branch"), .to = q_int(q, "to_branch"), .hold = q_int(q, "hold"),
        .state = q_str(q, "state"), .tool_code = code_text(a, q_int(q, "number"), FAMILY_TOOL),
        .tool_name = model_name(a, &m), .from_name = q_str(q, "from_name"),
        .to_name = q_str(q, "to_name"), .member_name = q_str(q, "member_name"),
        .member_code = q_null(q, "member_number") ? (struct str){ 0 }
                     : code_text(a, q_int(q, "member_number"), FAMILY_MEMBER) };
}

enum fault transfer_list(struct ctx *c, int64_t branch, const struct transfer **out, size_t *n)
{
    QUERY(q, c, Q_TRANSFER_LIST);
    q_bind_int(&q, "branch", branch);
    q_bind_int(&q, "id", 0);
    struct transfer *t = NULL;
    *n = 0;
    while (q_row(&q)) {
        if (!t)
            t = NEW_N(c->mem, struct transfer, q_int(&q, "n"));
        t[(*n)++] = transfer_row(&q);
    }
    *out = t;
    return q_end(&q);
}

static enum fault transfer_get(struct ctx *c, int64_t id, struct transfer *t)
{
    QUERY(q, c, Q_TRANSFER_LIST);
    q_bind_int(&q, "branch", 0);
    q_bind_int(&q, "id", id);
    *t = (struct transfer){ 0 };
    if (q_row(&q))
        *t = transfer_row(&q);
    enum fault f = q_end(&q);
    return f || t->id ? f : fail(c, FAULT_NAME_UNKNOWN, "transfer", val_int(id));
}

static enum fault transfer_make(struct ctx *c, int64_t tool, int64_t from, int64_t to, int64_t hold,
                                const char *state, int64_t *id)
{
    QUERY(q, c, Q_TRANSFER_ADD);
    q_bind_int(&q, "tool", tool);
    q_bind_int(&q, "from_branch", from);
    q_bind_int(&q, "to_branch", to);
    q_bind(&q, "hold", val_id(hold));
    q_bind_str(&q, "state", str_of(state));
    q_bind(&q, "made_at", val_time(c->now));
    enum fault f = q_run_int(&q, id);
    return f ? f : thing_made(c, "transfer", *id);
}

static enum fault state_set(struct ctx *c, const struct transfer *t, const char *state)
{
    enum fault f = journal_line(c, "tool", t->tool);
    return f ? f : thing_set(c, F_TRANSFER_STATE, t->id, val_str(t->state), val_z(state));
}

static enum fault not_now(struct ctx *c, enum fault f, const struct tool *t)
{
    return fail_facts(c, f, "tool", val_str(t->code),
                      FACTS(F("tool", val_str(t->name)), F("code", val_str(t->code)),
                            F("branch", val_str(t->in_transit ? t->to_branch_name : t->present_name)),
                            F("day", val_day(t->due))));
}

enum fault transfer_send(struct ctx *c, int64_t tool, struct transfer *out)
{
    struct tool t;
    int64_t id;
    enum fault f = tool_get(c, tool, &t);
    if (!f && t.loan)
        f = not_now(c, FAULT_TOOL_OUT, &t);
    if (!f && t.in_transit)
        f = not_now(c, FAULT_TOOL_IN_TRANSIT, &t);
    if (!f && !t.transfer && t.present == t.home)
        f = not_now(c, FAULT_TRANSFER_NONE, &t);
    if (f)
        return f;
    id = t.transfer;
    if (!id)
        f = transfer_make(c, tool, t.present, t.home, 0, "proposed", &id);
    if (!f)
        f = transfer_get(c, id, out);
    if (!f)
        f = state_set(c, out, "sent");
    return f ? f : thing_set(c, F_TRANSFER_SENT_AT, id, val_none(), val_time(c->now));
}

/* B5: a scan lets it travel again. */
static enum fault kept_no_more(struct ctx *c, int64_t tool)
{
    QUERY(q, c, Q_TRANSFERS_KEPT);
    q_bind_int(&q, "tool", tool);
    enum fault f = OK;
    while (!f && q_row(&q))
        f = thing_set(c, F_TRANSFER_KEPT_AT, q_int(&q, "id"), q_val(&q, "kept_at", V_TIME), val_none());
    return f ? f : q_end(&q);
}

enum fault transfer_arrive(struct ctx *c, const struct tool *tool, int64_t branch)
{
    struct transfer t;
    enum fault f = kept_no_more(c, tool->id);
    if (!f && !tool->transfer && tool->present != branch) /* no longer where it was ready (H18) */
        f = queue_release(c, tool);
    if (f || !tool->transfer)
        return f;
    f = transfer_get(c, tool->transfer, &t);
    if (f)
        return f;
    bool ends = tool->in_transit || branch == t.to;
    if (!ends) /* asked or proposed, and found elsewhere: from there */
        return thing_set(c, F_TRANSFER_FROM_BRANCH, t.id, val_int(t.from), val_int(branch));
    f = state_set(c, &t, tool->in_transit ? "arrived" : "cancelled");
    if (!f && tool->in_transit)
        f = thing_set(c, F_TRANSFER_ENDED_AT, t.id, val_none(), val_time(c->now));
    if (!f && tool->in_transit)
        f = thing_set(c, F_TRANSFER_ARRIVED_BRANCH, t.id, val_none(), val_int(branch));
    if (f || !t.hold || tool->hold != t.hold)
        return f;
    return branch == t.to ? queue_at_pick_up(c, t.hold) : queue_release(c, tool);
}

enum fault transfer_drop(struct ctx *c, int64_t tool)
{
    struct tool now;
    struct transfer t;
    enum fault f = tool_get(c, tool, &now);
    if (f || !now.transfer || now.in_transit)
        return f;
    f = transfer_get(c, now.transfer, &t);
    return f ? f : state_set(c, &t, "cancelled");
}

enum fault transfer_cancel(struct ctx *c, int64_t id, struct transfer *t)
{
    struct tool tool;
    enum fault f = transfer_get(c, id, t);
    if (!f)
        f = tool_get(c, t->tool, &tool);
    if (f)
        return f;
    /* The hold it served waits again at its old place; it is told only if it had been told. */
    bool for_hold = tool.hold && tool.hold == t->hold;
    if (for_hold)
        f = queue_release(c, &tool);
    if (f)
        return f;
    if (!tool.in_transit) {
        f = journal_line(c, "tool", t->tool);
        if (!f && !for_hold) /* queue_release has ended what was asked */
            f = state_set(c, t, "cancelled");
        if (!f)
            f = thing_set(c, F_TRANSFER_KEPT_AT, id, val_none(), val_time(c->now));
        return f ? f : queue_serve(c, tool.model.id);
    }
    f = journal_line(c, "tool", t->tool);
    if (!f)
        f = thing_set(c, F_TRANSFER_TO_BRANCH, id, val_int(t->to), val_int(t->from));
    return f || !t->hold ? f : thing_set(c, F_TRANSFER_HOLD, id, val_int(t->hold), val_none());
}

enum fault transfer_home(struct ctx *c, int64_t tool, bool *proposed)
{
    struct tool t;
    struct transfer open;
    int64_t id;
    *proposed = false;
    enum fault f = tool_get(c, tool, &t);
    if (f || t.hold || t.state == TOOL_RETIRED || t.state == TOOL_MISSING || t.in_transit)
        return f;
    if (t.present != t.home && !t.transfer) {
        *proposed = true;
        return transfer_make(c, tool, t.present, t.home, 0, "proposed", &id);
    }
    if (t.present != t.home || !t.transfer)
        return OK;
    f = transfer_get(c, t.transfer, &open);
    return f ? f : state_set(c, &open, "cancelled");
}
