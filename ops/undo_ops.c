/* Undo: the last action of this counter, or one by its number (L13, L20). */
#include "lending/branch.h"
#include "lending/tool.h"
#include "lending/undo.h"
#include "ops/say.h"
#include "ops/table.h"

static const struct shape undone_shape = { "undone", FIELDS(
    { "action", FK_INT }, { "did", FK_TEXT }, { "tool", FK_TOOL }, { "tool_name", FK_TEXT },
    { "at", FK_TIME }) };

static bool may_be_undone(const struct action *a)
{
    const struct op *op = op_find(a->op);
    return op && op->flags & OP_UNDO;
}

/* The newest action here that can be taken back at all; settings and members are passed over. */
static enum fault newest(struct ctx *c, struct action *out)
{
    struct action recent[20];
    size_t n;
    enum fault f = undo_recent(c, recent, COUNT(recent), &n);
    for (size_t i = 0; !f && i < n; i++)
        if (may_be_undone(&recent[i])) {
            *out = recent[i];
            return OK;
        }
    return f ? f : fail(c, FAULT_UNDO_NOTHING, "action", val_none());
}

static enum fault undo_run(struct ctx *c, const struct val *args, struct out *o)
{
    struct action a;
    struct tool t = { 0 };
    enum fault f = OK;
    if (args[0].is != V_INT)
        f = branch_of_counter(c, &c->branch);
    if (!f)
        f = args[0].is == V_INT ? undo_find(c, args[0].i, &a) : newest(c, &a);
    if (!f && !may_be_undone(&a))
        f = fail(c, FAULT_UNDO_NEVER, "action", val_int(a.id));
    if (!f)
        f = undo(c, &a);
    if (!f && str_eq(a.thing, S("tool")))
        f = tool_get(c, a.thing_id, &t);
    if (f)
        return f;
    struct str did = say_did(c, a.op);
    OUT(o, val_int(a.id), val_str(did), val_text(t.code), val_text(t.name), val_time(a.at));
    struct str what = t.id ? str_printf(c->mem, "%.*s, %.*s", STR(did), STR(say_tool(c, &t))) : did;
    out_say(o, TONE_YES, text(c, T_COUNTER_UNDONE, FACTS(F("what", val_str(what)))));
    return OK;
}

const struct op undo_ops[] = {
    { "undo", "ongedaan", "/undo", POST, ROLE_VOLUNTEER, 0,
      ARGS({ "action", K_INT, ARG_PLACE, NULL }), &undone_shape, undo_run },
    { 0 },
};
