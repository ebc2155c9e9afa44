/* Every no has a way on. Which refusals leave which ways is a table: the same deed with one thing
 * more given, asked, or done before it. */
#include "cli/counter.h"


struct way {
    enum fault fault;
    enum text_key label;
    const char *give;   /* an argument to give as yes; NULL */
    const char *ask;    /* arguments to ask; NULL */
    char key;
    bool take_in;       /* the tool is taken in first */
};

static const struct way ways[] = {
    { FAULT_TOOL_ELSEWHERE, T_COUNTER_WAY_FIRST, NULL, NULL, KEY_BACK, true },
    { FAULT_TOOL_MISSING, T_COUNTER_WAY_FIRST, NULL, NULL, KEY_BACK, true },
    { FAULT_SAFETY_INSTRUCTION, T_COUNTER_WAY_EXPLAINED, "explained", NULL, 0, false },
    { FAULT_SAFETY_HELPER, T_COUNTER_WAY_HELPER, NULL, "helper", 0, false },
    { FAULT_SAFETY_HELPER, T_COUNTER_WAY_IN_HOUSE, "in_house", NULL, 0, false },
    { FAULT_AGE_NOT_CONFIRMED, T_COUNTER_WAY_AGE, "age_ok", NULL, 0, false },
    { FAULT_TOOL_BOOKED, T_COUNTER_WAY_UNTIL, NULL, "until", 0, false },
    { FAULT_UNTIL_TOO_LATE, T_COUNTER_WAY_UNTIL, NULL, "until", 0, false },
    { FAULT_KIT_TOGETHER, T_COUNTER_WAY_PARTLY, "partly", NULL, 0, false },
};

/* L1, L17: a volunteer may decide otherwise, with a reason. */
static const enum fault overridable[] = {
    FAULT_MEMBER_PENDING, FAULT_MEMBER_BLOCKED, FAULT_MEMBER_ENDED, FAULT_MEMBERSHIP_EXPIRED,
    FAULT_TOOL_IN_REPAIR, FAULT_TOOL_MISSING, FAULT_TOOL_HELD, FAULT_TOOL_BOOKED,
    FAULT_INSPECTION_OVERDUE, FAULT_SAFETY_INSTRUCTION, FAULT_SAFETY_HELPER, FAULT_AGE_NOT_CONFIRMED,
    FAULT_OWNER_TERMS, FAULT_LIMIT_TOOLS, FAULT_LIMIT_VALUE, FAULT_LIMIT_CATEGORY,
    FAULT_UNTIL_TOO_LATE, FAULT_RENEW_RECALLED, FAULT_RENEW_USED_UP, FAULT_RENEW_WAITED,
    FAULT_RENEW_INSPECTION, FAULT_RENEW_BOOKED, FAULT_HOLD_OWN_LOAN, FAULT_HOLD_TWICE,
    FAULT_HOLD_LIMIT,
};

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
    offer(t, w->label, w->key, &way);
}

static void override_add(struct counter *t, const struct deed *d)
{
    struct deed way = *d;
    deed_give(&way, "override", S("yes"));
    way.ask = "reason";
    offer(t, str_eq(str_of(d->op->cmd), S("renew")) ? T_COUNTER_WAY_RENEW_ANYWAY
             : str_eq(str_of(d->op->cmd), S("out")) ? T_COUNTER_WAY_LEND_ANYWAY : T_COUNTER_WAY_ANYWAY,
          0, &way);
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
    for (size_t i = 0; i < COUNT(ways); i++)
        if (ways[i].fault == w->fault && (!ways[i].give || op_arg(d->op, str_of(ways[i].give))))
            way_add(t, &ways[i], d);
    for (size_t i = 0; d->op->flags & OP_OVERRIDE && i < COUNT(overridable); i++)
        if (overridable[i] == w->fault)
            override_add(t, d);
}
