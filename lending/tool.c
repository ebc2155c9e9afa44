/* Reading a tool with its situation, and the state it is in. See tool.h. */
#include "lending/tool.h"

#include "lending/journal.h"
#include "lending/money.h"
#include "lending/setting.h"
#include "lending/tool_row.h"

static const char *const states[] = { "draft", "active", "repair", "missing", "retired" };
static const char *const situations[] = { "free", "out", "ready", "transit", "draft", "repair",
                                          "missing", "retired", "inspection" };

const char *tool_state_name(enum tool_state s)
{
    return states[s];
}

const char *situation_name(enum situation s)
{
    return situations[s];
}

enum tool_state tool_state_named(struct str name)
{
    for (int i = 0; i < (int)COUNT(states); i++)
        if (str_eq(name, str_of(states[i])))
            return (enum tool_state)i;
    ASSERT(false); /* a state the database refuses */
    return TOOL_DRAFT;
}

/* T3: what is out is out, whatever its state; then the state; then what it is set apart for. */
enum situation tool_situation(const struct tool *t, day today)
{
    if (t->loan)
        return SIT_OUT;
    if (t->in_transit && t->state != TOOL_RETIRED)
        return SIT_TRANSIT;
    switch (t->state) {
    case TOOL_DRAFT:
        return SIT_DRAFT;
    case TOOL_REPAIR:
        return SIT_REPAIR;
    case TOOL_MISSING:
        return SIT_MISSING;
    case TOOL_RETIRED:
        return SIT_RETIRED;
    case TOOL_ACTIVE:
        break;
    }
    if (t->hold)
        return SIT_READY;
    return !day_none(t->inspect) && day_before(t->inspect, today) ? SIT_INSPECTION : SIT_FREE;
}

struct str model_name(struct arena *a, const struct model *m)
{
    struct buf b = { .a = a };
    const struct str parts[] = { m->name, m->brand, m->type };
    for (size_t i = 0; i < COUNT(parts); i++) {
        if (i && parts[i].n)
            buf_char(&b, ' ');
        buf_add(&b, parts[i]);
    }
    return buf_str(&b);
}

struct model model_row(struct query *q)
{
    return (struct model){ .category = q_int(q, "category"), .name = q_str(q, "name"),
        .brand = q_str(q, "brand"), .type = q_str(q, "type"), .text = q_str(q, "text"),
        .notice = q_str(q, "notice"), .signs = q_str(q, "signs"),
        .manual_url = q_str(q, "manual_url"), .category_name = q_str(q, "category_name"),
        .icon = q_str(q, "icon") };
}

struct tool tool_row(struct query *q)
{
    struct arena *a = q->c->mem;
    struct tool t = { .id = q_int(q, "id"), .number = q_int(q, "number"), .home = q_int(q, "home"),
        .present = q_int(q, "present"), .owner = q_int(q, "owner"), .model = model_row(q),
        .shelf = q_str(q, "shelf"), .state_reason = q_str(q, "state_reason"),
        .serial = q_str(q, "serial"), .size = q_str(q, "size"), .strength = q_str(q, "strength"),
        .note = q_str(q, "note"), .home_name = q_str(q, "home_name"),
        .present_name = q_str(q, "present_name"), .state = tool_state_named(q_str(q, "state")),
        .price = q_null(q, "price_cents") ? -1 : q_int(q, "price_cents"),
        .bought = q_day(q, "bought_day"), .added = day_at(q_int(q, "made_at")), .state_day = q_day(q, "state_day"),
        .loan = q_int(q, "loan"), .loan_member = q_int(q, "loan_member"), .due = q_day(q, "due_day"),
        .due_at = q_int(q, "due_at"), .out_at = q_int(q, "out_at"), .in_house = q_int(q, "in_house"),
        .hold = q_int(q, "hold"), .hold_member = q_int(q, "hold_member"),
        .hold_ready = str_eq(q_str(q, "hold_state"), S("ready")), .waiting = q_int(q, "waiting"),
        .source_key = q_str(q, "source_key"), .printed_at = q_int(q, "printed_at"),
        .printed_as = q_str(q, "printed_as"), .worn_at = q_int(q, "worn_at"),
        .transfer = q_int(q, "transfer"), .to_branch = q_int(q, "to_branch"),
        .to_branch_name = q_str(q, "to_branch_name"),
        .in_transit = str_eq(q_str(q, "transfer_state"), S("sent")),
        .inspect = q_day(q, "inspect_day"), .owner_from = (int)q_int(q, "owner_from_month"),
        .owner_to = (int)q_int(q, "owner_to_month"), .notice_days = (int)q_int(q, "notice_days"),
        .recall = q_day(q, "recall_day") };
    t.model.id = q_int(q, "model");
    t.code = code_text(a, t.number, FAMILY_TOOL);
    t.name = model_name(a, &t.model);
    return t;
}

int64_t tool_value(const struct tool *t, day on)
{
    return day_value(t->price, day_none(t->bought) ? t->added : t->bought, on);
}

enum fault tool_get(struct ctx *c, int64_t id, struct tool *out)
{
    QUERY(q, c, Q_TOOL_GET);
    q_bind_int(&q, "id", id);
    *out = (struct tool){ 0 };
    if (q_row(&q))
        *out = tool_row(&q);
    enum fault f = q_end(&q);
    return f || out->id ? f : FAULT_CODE_UNKNOWN;
}

enum fault tool_state_set(struct ctx *c, int64_t id, enum tool_state state, struct str reason)
{
    struct tool t;
    enum fault f = tool_get(c, id, &t);
    if (f || (t.state == state && str_eq(t.state_reason, reason)))
        return f;
    f = thing_set(c, F_TOOL_STATE, id, val_z(states[t.state]), val_z(states[state]));
    if (!f)
        f = thing_set(c, F_TOOL_STATE_REASON, id, val_text(t.state_reason), val_text(reason));
    return f ? f : thing_set(c, F_TOOL_STATE_DAY, id, val_day(t.state_day), val_day(c->today));
}

enum fault tool_present_set(struct ctx *c, const struct tool *t, int64_t branch)
{
    return thing_set(c, F_TOOL_PRESENT, t->id, val_int(t->present), val_int(branch));
}

enum fault tool_parts(struct ctx *c, int64_t tool, const struct part **out, size_t *n)
{
    QUERY(q, c, Q_PARTS_OF_TOOL);
    q_bind_int(&q, "tool", tool);
    struct part *p = NULL;
    *n = 0;
    while (q_row(&q)) {
        if (!p)
            p = NEW_N(c->mem, struct part, q_int(&q, "n"));
        p[(*n)++] = (struct part){ q_int(&q, "id"), q_int(&q, "count"), q_str(&q, "name"),
                                   q_day(&q, "missing_day") };
    }
    *out = p;
    return q_end(&q);
}
