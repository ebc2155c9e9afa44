/* When branches are open: weekly hours, and closings. */
#include "lending/branch.h"
#include "lending/journal.h"
#include "lending/loan.h"
#include "ops/hours.h"
#include "ops/say.h"
#include "ops/table.h"
#include "ops/word.h"

enum fault hours_asked(struct ctx *c, struct val text, const struct block **out, size_t *n)
{
    struct buf one_line = { .a = c->mem };
    struct str at = { 0 };
    for (size_t i = 0; i < text.s.n; i++)
        buf_char(&one_line, strchr("\n\t", text.s.s[i]) ? ' ' : text.s.s[i]);
    enum fault f = hours_parse(c->mem, buf_str(&one_line), out, n, &at);
    return f ? fail(c, f, "hours", val_str(at.n ? at : text.s)) : OK;
}

static const struct shape hours_shape = { "hours", FIELDS(
    { "weekday", FK_WEEKDAY }, { "opens", FK_TEXT }, { "closes", FK_TEXT }, { "change", FK_TEXT }) };

static struct val clock_of(struct ctx *c, int minute)
{
    return val_str(str_printf(c->mem, "%02d:%02d", minute / 60, minute % 60));
}

static enum fault hours_show_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct calendar k;
    enum fault f = calendar_load(c, a[0].i, &k);
    for (size_t i = 0; !f && i < k.n_blocks; i++)
        OUT(o, val_int(k.blocks[i].weekday), clock_of(c, k.blocks[i].from),
            clock_of(c, k.blocks[i].to), clock_of(c, k.blocks[i].change));
    return f;
}

static const struct shape moved_shape = { "moved", FIELDS(
    { "loan", FK_INT }, { "tool", FK_TOOL }, { "tool_name", FK_TEXT }, { "member", FK_MEMBER },
    { "member_name", FK_TEXT }, { "due_before", FK_DAY }, { "due", FK_DAY }) };

struct hours_new {
    int64_t branch;
    const struct block *blocks;
    size_t n;
};

static enum fault moves_apply(struct ctx *c, const struct hours_new *w, const struct loan *l,
                              const day *due, size_t n)
{
    enum fault f = branch_hours_set(c, w->branch, w->blocks, w->n);
    for (size_t i = 0; !f && i < n; i++)
        f = branch_due_move(c, &l[i], due[i]);
    return f;
}

static void hours_said(struct ctx *c, const struct hours_new *w, const struct branch *b, bool done,
                       size_t n, struct out *o)
{
    struct buf hours = { .a = c->mem };
    word_hours(&hours, c->lang, hours_text(c->mem, w->blocks, w->n));
    const struct fact facts[] = { F("branch", val_str(b->name)), F("hours", val_str(buf_str(&hours))),
                                  F("n", val_int((int64_t)n)) };
    if (done)
        out_say(o, TONE_YES, text(c, T_HOURS_SET, facts, COUNT(facts)));
    if (n)
        out_say(o, TONE_LOOK, text(c, done ? T_HOURS_MOVED : T_HOURS_WOULD_MOVE, facts, COUNT(facts)));
}

/* C14: hours that leave open loans without an open due day are only shown, until asked to apply. */
static enum fault hours_set_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct hours_new w = { .branch = a[0].i };
    struct branch b;
    const struct loan *l;
    const day *due;
    size_t n;
    enum fault f = hours_asked(c, a[1], &w.blocks, &w.n);
    if (!f)
        f = branch_get(c, w.branch, &b);
    if (!f)
        f = branch_hours_moves(c, w.branch, w.blocks, w.n, &l, &due, &n);
    for (size_t i = 0; !f && i < n; i++) {
        if (day_none(due[i]))
            return fail_facts(c, FAULT_NO_OPEN_DAY, "hours", val_str(l[i].tool_code),
                              FACTS(F("tool", val_str(l[i].tool_name)), F("branch", val_str(b.name))));
        OUT(o, val_int(l[i].id), val_str(l[i].tool_code), val_str(l[i].tool_name),
            val_text(l[i].member_code), val_text(l[i].member_name), val_day(l[i].due), val_day(due[i]));
    }
    bool done = !n || val_true(a[2]);
    if (!f && done)
        f = moves_apply(c, &w, l, due, n);
    if (!f)
        hours_said(c, &w, &b, done, n, o);
    return f;
}

static const struct shape closing_shape = { "closing", FIELDS(
    { "closing", FK_INT }, { "branch", FK_TEXT }, { "from", FK_DAY }, { "until", FK_DAY },
    { "reason", FK_TEXT }) };

static enum fault closings_out(struct ctx *c, const struct branch *b, struct out *o)
{
    struct calendar k;
    enum fault f = calendar_load(c, b->id, &k);
    for (size_t i = 0; !f && i < k.n_shuts; i++)
        if (!day_before(k.shuts[i].to, c->today))
            OUT(o, val_int(k.shuts[i].id), val_str(b->name), val_day(k.shuts[i].from),
                val_day(k.shuts[i].to), val_str(k.shuts[i].reason));
    return f;
}

/* Those that are not over yet. */
static enum fault closing_list_run(struct ctx *c, const struct val *a, struct out *o)
{
    const struct branch *b;
    size_t n;
    enum fault f = branch_all(c, &b, &n);
    for (size_t i = 0; !f && i < n; i++)
        if (val_is_none(a[0]) || a[0].i == b[i].id)
            f = closings_out(c, &b[i], o);
    return f;
}

const struct op hours_ops[] = {
    { "hours show", NULL, "/branches/{branch}/hours", GET, ROLE_VISITOR, OP_LIST,
      ARGS({ "branch", K_BRANCH, ARG_NEED | ARG_PLACE | ARG_WORDS, NULL }), &hours_shape,
      hours_show_run },
    { "hours set", NULL, "/branches/{branch}/hours", POST, ROLE_COORDINATOR, OP_LIST | OP_TABLE,
      ARGS({ "branch", K_BRANCH, ARG_NEED | ARG_PLACE, NULL },
           { "hours", K_LONG, ARG_NEED | ARG_PLACE | ARG_WORDS, NULL }, { "apply", K_YES, 0, NULL }),
      &moved_shape, hours_set_run },
    { "closing list", NULL, "/closings", GET, ROLE_VISITOR, OP_LIST,
      ARGS({ "branch", K_BRANCH, ARG_PLACE | ARG_WORDS, NULL }), &closing_shape, closing_list_run },
    { 0 },
};
