/* Tools taken out of lending and put back (T3, T15), and the parts that must come back with one. */
#include "lending/edit.h"
#include "lending/import_cell.h"
#include "lending/loan_money.h"
#include "lending/repair.h"
#include "ops/part.h"
#include "ops/say.h"
#include "ops/table.h"

static struct str text_or(struct val v)
{
    return val_str_or(v, (struct str){ 0 });
}

static const struct shape state_shape = { "tool", FIELDS(
    { "tool", FK_TOOL }, { "name", FK_TEXT }, { "state", FK_TOOL_STATE }, { "reason", FK_TEXT },
    { "branch", FK_TEXT }, { "shelf", FK_TEXT }, { "refund", FK_MONEY }) };

/* What it was and is now; said as nothing new when that is the same. */
static enum fault state_told(struct ctx *c, const struct tool *was, const struct refund *r, struct out *o)
{
    struct tool t;
    enum fault f = tool_get(c, was->id, &t);
    if (f)
        return f;
    OUT(o, val_str(t.code), val_str(t.name), val_z(tool_state_name(t.state)), val_text(t.state_reason),
        val_str(t.present_name), val_text(t.shelf), r->cents ? val_money(r->cents) : val_none());
    if (was->state == t.state && str_eq(was->state_reason, t.state_reason))
        say_same(o);
    if (r->cents || r->deposit)
        out_say(o, TONE_YES, text(c, T_OP_TOOL_FOUND_DONE, FACTS(F("tool", val_str(t.code)),
            F("name", val_str(t.name)), F("branch", val_str(t.present_name)))));
    say_refund(o, r);
    return OK;
}

static enum fault state_run(struct ctx *c, int64_t id, enum tool_state s, struct val reason,
                            struct out *o)
{
    struct tool was;
    struct refund r;
    enum fault f = tool_move_to(c, id, s, text_or(reason), &was, &r);
    return f ? f : state_told(c, &was, &r, o);
}

static enum fault retire_run(struct ctx *c, const struct val *a, struct out *o)
{
    return state_run(c, a[0].i, TOOL_RETIRED, a[1], o);
}

static enum fault missing_run(struct ctx *c, const struct val *a, struct out *o)
{
    return state_run(c, a[0].i, TOOL_MISSING, a[1], o);
}

static enum fault repair_run(struct ctx *c, const struct val *a, struct out *o)
{
    return state_run(c, a[0].i, TOOL_REPAIR, a[1], o);
}

static enum fault ready_run(struct ctx *c, const struct val *a, struct out *o)
{
    return state_run(c, a[0].i, TOOL_ACTIVE, val_none(), o);
}

/* Where it was found is where it is now. */
static enum fault found_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct tool was;
    struct refund r;
    enum fault f = tool_found(c, a[0].i, &was, &r);
    return f ? f : state_told(c, &was, &r, o);
}

enum fault part_put(struct ctx *c, int64_t tool, struct str text, int64_t count)
{
    int64_t said = 1;
    struct str name = cell_counted(text, &said);
    enum fault f = name_good(c, "part", val_str(name));
    return f ? f : part_add(c, tool, name, count ? count : said);
}

static const struct shape part_shape = { "part", FIELDS({ "tool", FK_TOOL }, { "name", FK_TEXT },
                                                        { "part", FK_TEXT }, { "count", FK_INT }) };

static const struct shape found_shape = { "part", FIELDS({ "tool", FK_TOOL }, { "name", FK_TEXT },
                                                         { "part", FK_TEXT }, { "refund", FK_MONEY }) };

static const struct shape gone_shape = { "part", FIELDS({ "tool", FK_TOOL }, { "name", FK_TEXT },
    { "part", FK_TEXT }, { "slips", FK_MONEY }, { "member", FK_MEMBER }) };

static enum fault part_told(struct ctx *c, int64_t tool, struct str name, struct val count,
                            struct out *o)
{
    struct tool t;
    enum fault f = tool_get(c, tool, &t);
    if (!f)
        OUT(o, val_str(t.code), val_str(t.name), val_str(name), count);
    return f;
}

static enum fault part_add_run(struct ctx *c, const struct val *a, struct out *o)
{
    int64_t count = val_int_or(a[2], 0);
    enum fault f = part_put(c, a[0].i, a[1].s, count);
    int64_t said = 1;
    struct str name = cell_counted(a[1].s, &said);
    o->created = true;
    return f ? f : part_told(c, a[0].i, name, val_int(count ? count : said), o);
}

static enum fault part_remove_run(struct ctx *c, const struct val *a, struct out *o)
{
    int64_t part;
    enum fault f = part_find(c, a[0].i, a[1].s, &part);
    if (!f)
        f = part_remove(c, part);
    return f ? f : part_told(c, a[0].i, a[1].s, val_none(), o);
}

/* L8, L23: it is not there; whoever brought the tool back today gets the slip. */
static enum fault part_missing_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct returned *r = NEW(c->mem, struct returned);
    int64_t part;
    bool changed;
    enum fault f = part_find(c, a[0].i, a[1].s, &part);
    if (!f)
        f = part_missing(c, a[0].i, part, r, &changed);
    if (f)
        return f;
    OUT(o, val_str(r->tool.code), val_str(r->tool.name), a[1], r->slips ? val_money(r->slips) : val_none(),
        r->slips ? val_str(r->loan.member_code) : val_none());
    if (!changed) {
        say_same(o);
        return OK;
    }
    out_say(o, TONE_YES, text(c, r->slips ? T_PART_GONE_SLIP : T_PART_GONE,
        FACTS(F("tool", val_str(say_tool(c, &r->tool))), F("part", a[1]), F("amount", val_money(r->slips)),
              F("name", val_str(r->loan.member_name)))));
    return OK;
}

/* L8, L23: it is there again; whoever paid a slip for it in time gets that back. */
static enum fault part_found_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct tool t;
    struct refund r;
    int64_t part;
    bool changed;
    enum fault f = part_find(c, a[0].i, a[1].s, &part);
    if (!f)
        f = part_found(c, a[0].i, part, &r, &changed);
    if (!f)
        f = tool_get(c, a[0].i, &t);
    if (f)
        return f;
    OUT(o, val_str(t.code), val_str(t.name), a[1], r.cents ? val_money(r.cents) : val_none());
    out_say(o, TONE_YES, text(c, T_PART_FOUND, FACTS(F("tool", val_str(say_tool(c, &t))), F("part", a[1]))));
    say_refund(o, &r);
    if (!changed)
        say_same(o);
    return OK;
}

#define TOOL_ARG { "tool", K_TOOL, ARG_NEED | ARG_PLACE, NULL }

const struct op tool_state_ops[] = {
    { "tool retire", NULL, "/tools/{tool}/retire", POST, ROLE_VOLUNTEER, OP_UNDO,
      ARGS(TOOL_ARG, { "reason", K_TEXT, ARG_NEED, NULL }), &state_shape, retire_run },
    { "tool missing", NULL, "/tools/{tool}/missing", POST, ROLE_VOLUNTEER, OP_UNDO,
      ARGS(TOOL_ARG, { "reason", K_TEXT, 0, NULL }), &state_shape, missing_run },
    { "tool found", NULL, "/tools/{tool}/found", POST, ROLE_VOLUNTEER, OP_UNDO, ARGS(TOOL_ARG),
      &state_shape, found_run },
    { "tool repair", NULL, "/tools/{tool}/repair", POST, ROLE_VOLUNTEER, OP_UNDO,
      ARGS(TOOL_ARG, { "reason", K_TEXT, ARG_NEED, NULL }), &state_shape, repair_run },
    { "tool ready", NULL, "/tools/{tool}/ready", POST, ROLE_VOLUNTEER, OP_UNDO, ARGS(TOOL_ARG),
      &state_shape, ready_run },
    { "part add", NULL, "/tools/{tool}/parts", POST, ROLE_VOLUNTEER, 0,
      ARGS(TOOL_ARG, { "part", K_TEXT, ARG_NEED | ARG_PLACE | ARG_WORDS, NULL },
           { "count", K_INT, 0, "1..999" }), &part_shape, part_add_run },
    { "part remove", NULL, "/tools/{tool}/parts/remove", POST, ROLE_VOLUNTEER, 0,
      ARGS(TOOL_ARG, { "part", K_TEXT, ARG_NEED | ARG_PLACE | ARG_WORDS, NULL }), &part_shape,
      part_remove_run },
    { "part missing", NULL, "/tools/{tool}/parts/missing", POST, ROLE_VOLUNTEER, OP_UNDO,
      ARGS(TOOL_ARG, { "part", K_TEXT, ARG_NEED | ARG_PLACE | ARG_WORDS, NULL }), &gone_shape,
      part_missing_run },
    { "part found", NULL, "/tools/{tool}/parts/found", POST, ROLE_VOLUNTEER, OP_UNDO,
      ARGS(TOOL_ARG, { "part", K_TEXT, ARG_NEED | ARG_PLACE | ARG_WORDS, NULL }), &found_shape,
      part_found_run },
    { 0 },
};
