/* Every no has a way on (ops/way.h): the same deed with one thing more given, asked, or done before it. */
#include "cli/counter.h"
#include "ops/way.h"

static void offer(struct counter *t, enum text_key label, char key, const struct deed *d)
{
    struct choice *x = counter_choice(t, text_plain(t->k->c.lang, label));
    if (!x)
        return;
    x->key = key;
    x->deed = deed_copy(&t->choice_mem, d);
}

static struct str given_of(const struct deed *d, const char *name)
{
    for (size_t i = 0; i < d->n; i++)
        if (str_eq(d->at[i].name, str_of(name)))
            return d->at[i].value;
    return (struct str){ 0 };
}

static void on_tool(struct counter *t, const char *cmd, struct str tool, enum text_key label, char key)
{
    struct deed d = deed_of(cmd);
    deed_give(&d, "tool", tool);
    offer(t, label, key, &d);
}

/* L6, L24: out to whom? To the member at the counter: renew or take back; to another: take back
 * first, and then lend. */
static void tool_out(struct counter *t, const struct deed *d)
{
    struct str tool = given_of(d, "tool");
    struct deed show = deed_of("tool show"), again = *d;
    struct reply r;
    deed_give(&show, "tool", tool);
    if (counter_ask(t, &show, &t->k->mem, &r))
        return;
    tool = reply_str(&r.out, 0, "tool");
    if (t->person.open && str_eq(reply_str(&r.out, 0, "member"), t->person.code)) {
        on_tool(t, "renew", tool, T_COUNTER_WAY_RENEW, KEY_RENEW);
        on_tool(t, "in", tool, T_COUNTER_WAY_BACK, KEY_BACK);
        return;
    }
    again.first = tool;
    offer(t, T_COUNTER_WAY_FIRST, KEY_BACK, &again);
}

static void way_add(struct counter *t, const struct way *w, const struct deed *d)
{
    struct deed way = *d;
    if (w->give)
        deed_give(&way, w->give, S("yes"));
    way.ask = w->ask;
    if (w->take_in)
        way.first = given_of(d, "tool");
    offer(t, w->label, w->take_in ? KEY_BACK : 0, &way);
}

static void override_add(struct counter *t, const struct deed *d)
{
    struct deed way = *d;
    deed_give(&way, "override", S("yes"));
    way.ask = "reason";
    offer(t, op_pass_label(d->op), 0, &way);
}

/* A membership that is over: until when does it run from now on? */
static void membership_add(struct counter *t, const struct deed *d)
{
    struct deed way = deed_of("member edit");
    deed_give(&way, "member", given_of(d, "member"));
    way.ask = "until";
    offer(t, T_COUNTER_WAY_MEMBER, 0, &way);
}

void counter_ways(struct counter *t, const struct deed *d, const struct wrong *w)
{
    if (w->fault == FAULT_TOOL_OUT && !strcmp(d->op->cmd, "out"))
        tool_out(t, d);
    if (w->fault == FAULT_MEMBERSHIP_EXPIRED && given_of(d, "member").n)
        membership_add(t, d);
    if (d->n + 2 > GIVEN_FEW)
        return;
    const struct way *way;
    for (size_t i = 0; (way = way_at(i)); i++)
        if (way->fault == w->fault && (!way->give || op_arg(d->op, str_of(way->give))))
            way_add(t, way, d);
    if (op_passable(d->op, w->fault))
        override_add(t, d);
}
