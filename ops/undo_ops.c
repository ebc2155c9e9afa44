/* Undo: the last action of this counter, or one by its number (L13, L20). */
#include "lending/branch.h"
#include "lending/hold_ask.h"
#include "lending/kit.h"
#include "lending/undo.h"
#include "ops/say.h"
#include "ops/table.h"
#include "schema/query.h"

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

/* What an action was about, as people say it: the tool; the kit that was lent as one (T12); what somebody
 * waited for. Empty for other things. */
static enum fault about(struct ctx *c, const struct action *a, struct tool *t, struct str *name)
{
    struct kit k = { 0 };
    struct hold_given h = { 0 };
    int64_t loans;
    *name = (struct str){ 0 };
    if (str_eq(a->thing, S("hold"))) {
        enum fault f = hold_now(c, a->thing_id, 0, &h);
        *name = h.model_name;
        return f;
    }
    if (!str_eq(a->thing, S("tool")))
        return OK;
    enum fault f = tool_get(c, a->thing_id, t);
    QUERY(q, c, Q_ACTION_LOANS);
    q_bind_int(&q, "journal", a->id);
    if (!f)
        f = q_run_int(&q, &loans);
    if (!f && loans > 1)
        f = kit_of_tool(c, t->id, &k);
    *name = k.id ? k.name : f ? *name : say_tool(c, t);
    return f;
}

static enum fault undo_run(struct ctx *c, const struct val *args, struct out *o)
{
    struct action a;
    struct tool t = { 0 };
    struct str name;
    enum fault f = OK;
    if (args[0].is != V_INT)
        f = branch_of_counter(c, &c->branch);
    if (!f)
        f = args[0].is == V_INT ? undo_find(c, args[0].i, &a) : newest(c, &a);
    if (!f && !may_be_undone(&a))
        f = fail(c, FAULT_UNDO_NEVER, "action", val_int(a.id));
    if (!f)
        f = about(c, &a, &t, &name);
    if (!f)
        f = undo(c, &a);
    if (f)
        return f;
    struct str did = say_did(c, a.op);
    OUT(o, val_int(a.id), val_str(did), val_text(t.code), val_text(t.name), val_time(a.at));
    struct str what = name.n ? str_printf(c->mem, "%.*s, %.*s", STR(did), STR(name)) : did;
    out_say(o, TONE_YES, text(c, T_COUNTER_UNDONE, FACTS(F("what", val_str(what)))));
    return OK;
}

const struct op undo_ops[] = {
    { "undo", "ongedaan", "/undo", POST, ROLE_VOLUNTEER, 0,
      ARGS({ "action", K_INT, ARG_PLACE, NULL }), &undone_shape, undo_run },
    { 0 },
};
