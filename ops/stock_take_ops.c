/* Counting the shelves (T14). What was seen though it is out is taken back by `in`. */
#include "lending/branch.h"
#include "lending/stock_take.h"
#include "ops/say.h"
#include "ops/table.h"

static const struct shape take_shape = { "stock_take", FIELDS(
    { "branch", FK_TEXT }, { "begun", FK_TIME }, { "expected", FK_INT }, { "counted", FK_INT },
    { "unseen", FK_INT }, { "todo", FK_INT } ) };

static enum fault take_out(struct out *o, const struct stock_take *s)
{
    struct ctx *c = o->c;
    struct branch b;
    const struct stock_item *x;
    size_t n;
    enum fault f = branch_get(c, s->branch, &b);
    if (!f)
        f = stock_take_list(c, s, &x, &n);
    if (f)
        return f;
    struct stock_sum sum = stock_take_sum(x, n);
    OUT(o, val_str(b.name), val_time(s->begun_at), val_int(sum.expected), val_int(sum.seen),
        val_int(sum.unseen), val_int(sum.todo));
    return OK;
}

/* The one that is going on where this counter is. */
static enum fault here(struct ctx *c, struct stock_take *s)
{
    int64_t branch;
    enum fault f = branch_of_counter(c, &branch);
    return f ? f : stock_take_need(c, branch, s);
}

static enum fault begin_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct stock_take s;
    int64_t branch;
    (void)a;
    enum fault f = branch_of_counter(c, &branch);
    if (!f)
        f = stock_take_begin(c, branch, &s);
    return f ? f : take_out(o, &s);
}

static const struct shape item_shape = { "item", FIELDS(
    { "what", FK_STOCK_WHAT }, { "tool", FK_TOOL }, { "name", FK_TEXT }, { "shelf", FK_TEXT },
    { "home", FK_TEXT }, { "due", FK_DAY } ) };

static void item_row(struct out *o, const struct stock_item *x)
{
    const struct tool *t = &x->tool;
    OUT(o, val_z(stock_what_name(x->what)), val_str(t->code), val_str(t->name), val_text(t->shelf),
        val_str(t->home_name), t->loan ? val_day(t->due) : val_none());
}

static void seen_say(struct out *o, const struct stock_item *x)
{
    static const enum text_key keys[] = { [STOCK_OUT] = T_STOCK_TAKE_OUT,
        [STOCK_ELSEWHERE] = T_STOCK_TAKE_ELSEWHERE, [STOCK_ODD] = T_STOCK_TAKE_ODD,
        [STOCK_SEEN] = T_STOCK_TAKE_SEEN };
    struct ctx *c = o->c;
    const struct tool *t = &x->tool;
    struct str shelf = t->shelf.n ? say_shelf(c, t->shelf) : (struct str){ 0 };
    out_say(o, x->what == STOCK_SEEN ? TONE_YES : TONE_LOOK,
            str_trim(text(c, keys[x->what], FACTS(F("tool", val_str(say_tool(c, t))),
                     F("code", val_str(t->code)), F("shelf", val_str(shelf)),
                     F("branch", val_str(t->home_name))))));
}

struct seeing {
    struct stock_take take;
    bool worn; /* and their labels are */
};

static enum fault see_one(struct ctx *c, int64_t tool, void *self, struct out *o)
{
    const struct seeing *s = self;
    struct stock_item *x = NEW(c->mem, struct stock_item);
    enum fault f = stock_take_see(c, &s->take, tool, x);
    if (!f && s->worn)
        f = tool_label_worn(c, &x->tool);
    if (f)
        return f;
    item_row(o, x);
    seen_say(o, x);
    say_refund(o, &x->refund);
    if (s->worn)
        out_say(o, TONE_YES, text(c, T_OP_LABEL_WORN_DONE, FACTS(F("tool", val_str(x->tool.code)),
                                                                 F("name", val_str(x->tool.name)))));
    return OK;
}

static enum fault see_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct seeing s = { .worn = val_true(a[1]) };
    enum fault f = here(c, &s.take);
    return f ? f : ops_each(c, &(struct each){ .arg = "tool", .kind = K_TOOL, .list = a[0],
                                               .one = see_one, .self = &s }, o);
}

static enum fault shelf_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct stock_take s;
    struct str shelf = val_str_or(a[0], (struct str){ 0 });
    enum fault f = here(c, &s);
    if (!f)
        f = stock_take_walk(c, &s, shelf);
    return f ? f : take_out(o, &s);
}

static enum fault list_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct stock_take s;
    const struct stock_item *x;
    size_t n;
    struct str shelf = str_key(c->mem, val_str_or(a[0], (struct str){ 0 }));
    enum fault f = here(c, &s);
    if (!f)
        f = stock_take_list(c, &s, &x, &n);
    for (int what = STOCK_UNSEEN; !f && what < STOCK_SEEN; what++) /* the urgent first */
        for (size_t i = 0; i < n; i++)
            if ((int)x[i].what == what && (!shelf.n || str_eq(str_key(c->mem, x[i].tool.shelf), shelf)))
                item_row(o, &x[i]);
    return f;
}

static enum fault end_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct stock_take s;
    struct tool was;
    struct refund none;
    const int64_t *missing;
    size_t n;
    enum fault f = here(c, &s);
    if (!f)
        f = ops_ids(c, "missing", K_TOOL, a[0], &missing, &n);
    for (size_t i = 0; !f && i < n; i++)
        f = tool_move_to(c, missing[i], TOOL_MISSING, (struct str){ 0 }, &was, &none);
    if (!f)
        f = take_out(o, &s);
    return f ? f : stock_take_end(c, &s);
}

const struct op stock_take_ops[] = {
    { "stock-take begin", NULL, "/stock-takes", POST, ROLE_VOLUNTEER, 0, ARGS0, &take_shape, begin_run },
    { "stock-take see", NULL, "/stock-takes/see", POST, ROLE_VOLUNTEER, OP_LIST,
      ARGS({ "tool", K_TOOL, ARG_NEED | ARG_PLACE | ARG_MANY, NULL }, { "worn", K_YES, 0, NULL }),
      &item_shape, see_run },
    { "stock-take shelf", NULL, "/stock-takes/shelf", POST, ROLE_VOLUNTEER, 0,
      ARGS({ "shelf", K_TEXT, ARG_PLACE | ARG_WORDS, NULL }), &take_shape, shelf_run },
    { "stock-take list", NULL, "/stock-takes", GET, ROLE_VOLUNTEER, OP_LIST,
      ARGS({ "shelf", K_TEXT, ARG_PLACE | ARG_WORDS, NULL }), &item_shape, list_run },
    { "stock-take end", NULL, "/stock-takes/end", POST, ROLE_VOLUNTEER, 0,
      ARGS({ "missing", K_TOOL, ARG_MANY, NULL }), &take_shape, end_run },
    { 0 },
};
