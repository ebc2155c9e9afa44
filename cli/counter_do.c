/* Doing a deed: what is said of it, what is remembered of it, and what may follow. */
#include "cli/counter.h"


static void said_all(struct counter *t, const struct reply *r)
{
    struct ctx *c = &t->k->c;
    for (size_t i = 0; !r->fault && !r->kept && i < r->out.n_said; i++)
        counter_say(t, r->out.said[i].tone, r->out.said[i].text);
    for (size_t i = 0; r->fault && i < c->n_wrong; i++)
        counter_say(t, TONE_NO, text_fault(c, &c->wrong[i]));
}

/* What an operation that reads has found: a line for each row of its table. */
static void rows_shown(struct counter *t, const struct out *o)
{
    struct cli *k = t->k;
    struct buf b = { .a = &k->mem };
    const struct view v = { .width = 70 };
    bool list = o->op->verb == GET && o->n_rows;
    if (list)
        text_rows(&b, o, &v);
    struct str rest = buf_str(&b), line;
    while (str_next(&rest, '\n', &line))
        counter_say(t, TONE_NONE, line);
    int none = op_text(o->op, "none");
    if (o->op->verb == GET && !o->n_rows)
        counter_plain(t, TONE_LOOK, none < 0 ? T_LIST_NONE : (enum text_key)none);
}

/* Why, rule by rule, in the words of the decision (L16). */
static void why_shown(struct counter *t, const struct out *o)
{
    for (size_t i = 0; i < o->n_rows; i++) {
        bool yes = val_true(reply_val(o, i, "answer"));
        counter_say(t, yes ? TONE_NONE : TONE_LOOK, reply_str(o, i, "message"));
    }
}

static void action_kept(struct counter *t, const struct op *op, int64_t action)
{
    if (!(op->flags & OP_UNDO) || !action)
        return;
    if (t->n_actions == ACTIONS_MOST)
        memmove(t->actions, t->actions + 1, --t->n_actions * sizeof *t->actions);
    t->actions[t->n_actions++] = action;
}

static void action_forgotten(struct counter *t, int64_t action)
{
    size_t n = 0;
    for (size_t i = 0; i < t->n_actions; i++)
        if (t->actions[i] != action)
            t->actions[n++] = t->actions[i];
    t->n_actions = n;
}

void counter_parts(struct counter *t, struct str tool)
{
    struct deed d = deed_of("part list");
    struct reply r;
    deed_give(&d, "tool", tool);
    if (counter_ask(t, &d, &t->k->mem, &r))
        return; /* the return itself is done and said */
    for (size_t i = 0; i < r.out.n_rows; i++) {
        struct str part = reply_str(&r.out, i, "part");
        if (!val_is_none(reply_val(&r.out, i, "missing")))
            continue;
        struct choice *x = counter_choice(
            t, text(&t->k->c, T_COUNTER_WAY_PART, FACTS(F("part", val_str(part)))));
        if (!x)
            return;
        struct deed missing = deed_of("part missing");
        deed_give(&missing, "tool", tool);
        deed_give(&missing, "part", part);
        x->deed = deed_copy(&t->choice_mem, &missing);
        x->key = t->choose == T_COUNTER_PARTS ? 0 : KEY_PART;
        t->choose = T_COUNTER_PARTS;
    }
}

/* Money that the answer speaks of is one digit away. */
static void money_offered(struct counter *t, const struct out *o)
{
    static const struct { const char *cmd, *field, *deed; enum text_key label; } all[] = {
        { "out", "fee", "pay", T_COUNTER_WAY_PAY }, { "in", "late_fee", "pay", T_COUNTER_WAY_PAY },
        { "in", "slips", "pay", T_COUNTER_WAY_PAY },
        { "out", "deposit", "deposit take", T_COUNTER_WAY_DEPOSIT },
        { "in", "deposit", "deposit return", T_COUNTER_WAY_DEPOSIT_BACK } };
    for (size_t i = 0; i < COUNT(all); i++) {
        struct val cents = reply_val(o, 0, all[i].field);
        struct buf amount = { .a = &t->k->mem };
        if (strcmp(o->op->cmd, all[i].cmd) || cents.is != V_MONEY || cents.i <= 0)
            continue;
        struct deed d = deed_of(all[i].deed);
        struct choice *x = counter_choice(t, text(&t->k->c, all[i].label, FACTS(F("amount", cents))));
        if (!x)
            return;
        buf_money(&amount, cents.i);
        deed_give(&d, "member", reply_str(o, 0, "member"));
        deed_give(&d, "amount", buf_str(&amount));
        if (op_arg(d.op, S("tool")))
            deed_give(&d, "tool", reply_str(o, 0, "tool"));
        d.ask = "by";
        x->deed = deed_copy(&t->choice_mem, &d);
    }
}

/* What the operation means for the counter itself. */
static void followed(struct counter *t, const struct deed *d, const struct out *o)
{
    const char *cmd = d->op->cmd;
    struct str tool = reply_str(o, 0, "tool");
    action_kept(t, d->op, o->action);
    if (!strcmp(cmd, "undo"))
        action_forgotten(t, val_int_or(reply_val(o, 0, "action"), 0));
    if (!strcmp(cmd, "why"))
        why_shown(t, o);
    else
        rows_shown(t, o);
    if (tool.n && tool.n < sizeof t->last.code) {
        bool part = !strcmp(cmd, "part missing");
        bool back = !strcmp(cmd, "in") || (part && t->last.back && str_eq(tool, str_of(t->last.code)));
        t->last = (struct last_tool){ .back = back, .at = (int64_t)time(NULL) };
        memcpy(t->last.code, tool.s, tool.n);
        memcpy(t->did_tool, t->last.code, sizeof t->did_tool);
        money_offered(t, o);
        if (part || (back && reply_str(o, 0, "parts").n && !val_is_none(reply_val(o, 0, "loan"))))
            counter_parts(t, tool);
    }
    if (!strcmp(cmd, "member add"))
        person_open(t, reply_str(o, 0, "member"));
}

/* What has to happen before: a tool taken in. */
static bool begun(struct counter *t, const struct deed *d)
{
    struct deed before = deed_of("in");
    struct reply r;
    if (!d->first.n)
        return true;
    deed_give(&before, "tool", d->first);
    enum fault f = counter_ask(t, &before, &t->k->mem, &r);
    said_all(t, &r);
    if (!f)
        action_kept(t, before.op, r.out.action);
    return !f;
}

/* The argument of the deed that the refusal is about, when a better answer may help. */
static const char *to_ask_again(const struct deed *d, const struct wrong *w)
{
    const struct arg *a = w->arg ? op_arg(d->op, str_of(w->arg)) : NULL;
    bool given = false;
    for (size_t i = 0; a && i < d->n; i++)
        given |= str_eq(d->at[i].name, str_of(a->name));
    if (w->fault == FAULT_NO_CONTACT)
        return "phone email";
    return a && fault_info(w->fault)->status == 400 && (!given || d->op->verb == POST) &&
                   a->kind != K_TOOL && a->kind != K_MEMBER
               ? a->name
               : NULL;
}

static void ask_again(struct counter *t, const struct deed *d, const char *ask)
{
    struct deed again = *d;
    again.n = 0;
    for (size_t i = 0; i < d->n; i++)
        if (!str_eq(d->at[i].name, str_of(ask)))
            again.at[again.n++] = d->at[i];
    again.ask = ask;
    counter_question(t, &again);
}

/* From a day sheet: on that day, and the reason is the sheet. What happened to the tool since then is a
 * refusal (L19), so that nothing is overwritten. */
static void backdated(struct counter *t, struct deed *d)
{
    bool reason = false, dated = false;
    for (size_t i = 0; i < d->n; i++) {
        reason |= str_eq(d->at[i].name, S("reason"));
        dated |= str_eq(d->at[i].name, S("backdate"));
    }
    if (!t->enter_day.n || !op_arg(d->op, S("backdate")) || dated)
        return;
    deed_give(d, "backdate", t->enter_day);
    if (!reason)
        deed_give(d, "reason", text_plain(t->k->c.lang, T_COUNTER_ENTER_REASON));
}

void counter_do(struct counter *t, const struct deed *given)
{
    struct reply r;
    struct deed d = deed_copy(&t->k->mem, given);
    counter_choices_clear(t);
    t->named = true;
    backdated(t, &d);
    if (!begun(t, &d))
        return;
    d.first = (struct str){ 0 };
    enum fault f = counter_ask(t, &d, &t->k->mem, &r);
    said_all(t, &r);
    if (r.kept) {
        kept_said(t, &d);
    } else if (!f) {
        followed(t, &d, &r.out);
    } else {
        struct wrong w = t->k->c.wrong[0];
        const char *ask = to_ask_again(&d, &w);
        if (ask)
            ask_again(t, &d, ask);
        else
            counter_ways(t, &d, &w);
        t->fault = f;
    }
    t->did = d.op->cmd;
    if (d.op->verb == POST)
        t->person.stale = true; /* whoever waits for the answer does not wait for this */
}
