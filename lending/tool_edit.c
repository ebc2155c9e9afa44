/* Changing tools: what is known of one, its state (T15), its parts. See tool.h. */
#include "lending/edit.h"
#include "lending/kit.h"
#include "lending/loan_money.h"
#include "lending/member.h"
#include "lending/queue.h"
#include "lending/tool_row.h"
#include "lending/transfer.h"

/* What a month is after the change; 0: none. */
static int64_t month_after(int was, struct val now)
{
    return val_is_none(now) ? was : val_int_or(now, 0);
}

/* T11: half a range would bar no month at all, and nobody would notice. */
static enum fault months_check(struct ctx *c, const struct tool *t, const struct tool_change *w)
{
    int64_t from = month_after(t->owner_from, w->from_month), to = month_after(t->owner_to, w->to_month);
    return !from == !to ? OK : fail(c, FAULT_MISSING, from ? "to_month" : "from_month", val_none());
}

enum fault tool_change(struct ctx *c, const struct tool *t, const struct tool_change *w, bool *changed)
{
    struct val price = t->price < 0 ? val_none() : val_money(t->price);
    enum fault f = months_check(c, t, w);
    return f ? f : edits_apply(c, t->id,
        EDITS({ F_TOOL_MODEL, val_int(t->model.id), w->model },
              { F_TOOL_HOME, val_int(t->home), w->home },
              { F_TOOL_SHELF, val_text(t->shelf), w->shelf },
              { F_TOOL_PRICE_CENTS, price, w->price },
              { F_TOOL_BOUGHT_DAY, val_day(t->bought), w->bought },
              { F_TOOL_OWNER, val_id(t->owner), w->owner },
              { F_TOOL_SERIAL, val_text(t->serial), w->serial },
              { F_TOOL_SIZE, val_text(t->size), w->size },
              { F_TOOL_STRENGTH, val_text(t->strength), w->strength },
              { F_TOOL_NOTE, val_text(t->note), w->note },
              { F_TOOL_INSPECT_DAY, val_day(t->inspect), w->inspect },
              { F_TOOL_OWNER_FROM_MONTH, val_id(t->owner_from), w->from_month },
              { F_TOOL_OWNER_TO_MONTH, val_id(t->owner_to), w->to_month },
              { F_TOOL_NOTICE_DAYS, val_id(t->notice_days), w->notice_days }), changed);
}

static enum fault out_now(struct ctx *c, const struct tool *t)
{
    struct member has = { 0 };
    enum fault f = t->loan_member ? member_get(c, t->loan_member, &has) : OK;
    if (f)
        return f;
    return fail_facts(c, FAULT_TOOL_OUT, "tool", val_str(t->code),
                      FACTS(F("tool", val_str(t->name)), F("name", val_str(has.name)),
                            F("member", val_str(has.code)), F("day", val_day(t->due)),
                            F("code", val_str(t->code)), F("branch", val_str(t->present_name))));
}

static enum fault on_its_way(struct ctx *c, const struct tool *t)
{
    return fail_facts(c, FAULT_TOOL_IN_TRANSIT, "tool", val_str(t->code),
                      FACTS(F("tool", val_str(t->name)), F("branch", val_str(t->to_branch_name)),
                            F("code", val_str(t->code))));
}

/* T12: a kit that had a tool nobody can have any more would never be lent again. */
static enum fault kit_without(struct ctx *c, int64_t tool)
{
    struct kit k;
    enum fault f = kit_of_tool(c, tool, &k);
    return f || !k.id ? f : kit_leave(c, tool, &k);
}

/* T15: what is out or on its way cannot be retired or set missing. A hold that loses its tool waits
 * again (H18); what becomes free serves the queue (H12). */
enum fault tool_move_to(struct ctx *c, int64_t id, enum tool_state state, struct str reason,
                        struct tool *was, struct refund *r)
{
    bool gone = state == TOOL_RETIRED || state == TOOL_MISSING;
    *r = (struct refund){ 0 };
    enum fault f = tool_get(c, id, was);
    if (!f && was->loan)
        f = out_now(c, was);
    if (!f && was->in_transit && gone)
        f = on_its_way(c, was);
    if (!f && was->hold && state != TOOL_ACTIVE)
        f = queue_release(c, was);
    if (!f)
        f = tool_state_set(c, id, state, reason);
    if (!f && !gone)
        f = loss_back(c, id, r);
    if (!f && gone)
        f = transfer_drop(c, id);
    if (!f && state == TOOL_RETIRED)
        f = kit_without(c, id);
    if (!f && gone)
        f = queue_tool_gone(c, was);
    return f ? f : queue_serve(c, was->model.id);
}

enum fault tool_label_worn(struct ctx *c, const struct tool *t)
{
    return t->worn_at ? OK : thing_set(c, F_TOOL_WORN_AT, t->id, val_none(), val_int(c->now));
}

enum fault tool_aliases(struct ctx *c, int64_t tool, const struct str **out, size_t *n)
{
    QUERY(q, c, Q_ALIASES_OF_TOOL);
    q_bind_int(&q, "tool", tool);
    struct str *s = NULL;
    *n = 0;
    while (q_row(&q)) {
        if (!s)
            s = NEW_N(c->mem, struct str, q_int(&q, "n"));
        s[(*n)++] = q_str(&q, "written");
    }
    *out = s;
    return q_end(&q);
}

enum fault part_find(struct ctx *c, int64_t tool, struct str name, int64_t *id)
{
    const struct part *p;
    struct buf names = { .a = c->mem };
    size_t n;
    QUERY(q, c, Q_PART_BY_NAME);
    q_bind_int(&q, "tool", tool);
    q_bind_str(&q, "name_key", str_key(c->mem, name));
    enum fault f = q_run_int(&q, id);
    if (f || *id)
        return f;
    f = tool_parts(c, tool, &p, &n);
    if (f)
        return f;
    for (size_t i = 0; i < n; i++)
        buf_printf(&names, "%s%.*s", i ? ", " : "", STR(p[i].name));
    return fail_facts(c, FAULT_NAME_UNKNOWN, "part", val_str(name),
                      FACTS(F("choices", val_str(buf_str(&names)))));
}

enum fault part_remove(struct ctx *c, int64_t part)
{
    return thing_set(c, F_PART_REMOVED_AT, part, val_none(), val_time(c->now));
}
