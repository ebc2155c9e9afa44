/* Who is at the counter, and what a tool's scan does for them. */
#include "cli/counter.h"


void person_close(struct counter *t)
{
    arena_free(&t->person_mem);
    t->person = (struct person){ 0 };
}

/* Reads the record anew, into memory of its own. On a refusal the old one stays. */
static enum fault person_read(struct counter *t, struct str scan)
{
    struct deed d = deed_of("member show");
    struct arena fresh = { 0 };
    struct reply r;
    deed_give(&d, "member", scan);
    enum fault f = counter_ask(t, &d, &fresh, &r);
    if (f || !r.out.n_rows) {
        arena_free(&fresh);
        return f;
    }
    arena_free(&t->person_mem);
    t->person_mem = fresh;
    t->person = (struct person){ .open = true, .show = r.out,
                                 .code = reply_str(&r.out, 0, "member"),
                                 .name = reply_str(&r.out, 0, "name") };
    return OK;
}

void person_refresh(struct counter *t)
{
    enum fault before = t->fault;
    const char *did = t->did;
    if (!t->person.open || !t->person.stale)
        return;
    t->person.stale = false;
    if (person_read(t, str_copy(&t->k->mem, t->person.code)) == FAULT_CODE_UNKNOWN)
        person_close(t); /* merged or erased meanwhile */
    t->fault = before;
    t->did = did;
}

static int64_t ready_holds(const struct out *o)
{
    struct val holds = reply_val(o, 0, "holds");
    int64_t n = 0;
    for (size_t i = 0; holds.is == V_LIST && i < holds.list->n; i++) {
        const struct val *row = holds.list->at + i * shape_count(holds.list->shape);
        for (size_t k = 0; k < shape_count(holds.list->shape); k++)
            n += !strcmp(holds.list->shape->f[k].key, "state") &&
                 str_eq(val_str_or(row[k], (struct str){ 0 }), S("ready"));
    }
    return n;
}

/* What stands in the way of borrowing, in words; said when the card is scanned, not only at the
 * first tool. */
static void blocks_said(struct counter *t, struct str state)
{
    static const struct {
        const char *state;
        enum fault fault;
    } states[] = { { "pending", FAULT_MEMBER_PENDING }, { "blocked", FAULT_MEMBER_BLOCKED },
                   { "ended", FAULT_MEMBER_ENDED }, { "expired", FAULT_MEMBERSHIP_EXPIRED } };
    struct ctx *c = &t->k->c;
    const struct out *o = &t->person.show;
    for (size_t i = 0; i < COUNT(states); i++) {
        if (!str_eq(state, str_of(states[i].state)))
            continue;
        bool over = states[i].fault == FAULT_MEMBERSHIP_EXPIRED;
        struct wrong w = { .fault = states[i].fault, .arg = "member",
            .facts = { F("name", val_str(t->person.name)),
                       F("day", reply_val(o, 0, over ? "until" : "blocked_until")) }, .n_facts = 2 };
        counter_say(t, TONE_LOOK, text_fault(c, &w));
    }
}

static void person_said(struct counter *t)
{
    const struct out *o = &t->person.show;
    struct val loans = reply_val(o, 0, "loans");
    int64_t n = loans.is == V_LIST ? (int64_t)loans.list->n : 0;
    SAY(t, TONE_YES, T_COUNTER_MEMBER, F("name", val_str(t->person.name)),
        F("code", val_str(t->person.code)), F("n", val_int(n)), F("ready", val_int(ready_holds(o))));
    blocks_said(t, reply_str(o, 0, "state"));
    if (reply_str(o, 0, "note").n)
        counter_say(t, TONE_LOOK, reply_str(o, 0, "note"));
    for (size_t i = 0; i < o->n_said; i++) /* a number that does not work (N10) */
        if (o->said[i].tone == TONE_LOOK)
            counter_say(t, TONE_LOOK, o->said[i].text);
    int64_t owes = val_int_or(reply_val(o, 0, "balance"), 0);
    if (owes)
        SAY(t, TONE_NONE, owes > 0 ? T_COUNTER_OWES : T_COUNTER_OWED, F("name", val_str(t->person.name)),
            F("amount", val_money(owes > 0 ? owes : -owes)));
}

/* Without a connection: a card is known by its own check letter, and by what was known before. */
static bool person_by_code(struct counter *t, struct str scan)
{
    struct line l = line_read(&t->k->mem, scan);
    struct code code;
    if (l.is != LINE_MEMBER || code_read(l.code, &code))
        return false;
    person_close(t);
    t->person = (struct person){ .open = true };
    const struct known *k = known_find(&t->members, l.code);
    t->person.code = str_copy(&t->person_mem, l.code);
    t->person.name = k ? k->name : t->person.code;
    t->k->c.n_wrong = 0;
    t->fault = OK;
    t->mode = 0;
    if (k)
        SAY(t, TONE_YES, T_COUNTER_MEMBER_KNOWN, F("name", val_str(k->name)), F("code", val_str(k->code)));
    else
        SAY(t, TONE_YES, T_COUNTER_MEMBER_CODE, F("code", val_str(t->person.code)));
    if (k)
        blocks_said(t, k->state);
    return true;
}

void person_open(struct counter *t, struct str scan)
{
    struct ctx *c = &t->k->c;
    struct str before = str_copy(&t->k->mem, t->person.code);
    t->named = true;
    counter_choices_clear(t);
    if (person_read(t, scan) && t->offline && person_by_code(t, scan))
        return;
    if (!t->person.open || c->n_wrong) {
        for (size_t i = 0; i < c->n_wrong; i++)
            counter_say(t, TONE_NO, text_fault(c, &c->wrong[i]));
        return;
    }
    t->mode = 0;
    if (!str_eq(before, t->person.code))
        memset(&t->last, 0, sizeof t->last);
    person_said(t);
}

/* ---- a tool ---- */

/* Returned a moment ago and scanned again: nothing is done twice. What the library knows decides, so
 * that a tool lent out meanwhile is taken back all the same. */
static bool back_twice(struct counter *t, struct str scan)
{
    struct deed d = deed_of("tool show");
    struct reply r;
    if (!t->last.back || (int64_t)time(NULL) - t->last.at > TWICE_SECONDS)
        return false;
    deed_give(&d, "tool", scan);
    if (counter_ask(t, &d, &t->k->mem, &r) || !str_eq(reply_str(&r.out, 0, "tool"), str_of(t->last.code)) ||
        reply_str(&r.out, 0, "member").n)
        return false;
    struct str number = str_of(t->last.code);
    number.n--;
    SAY(t, TONE_LOOK, T_COUNTER_RETURNED_TWICE,
        F("tool", val_str(str_printf(&t->k->mem, "%.*s %.*s", STR(number), STR(reply_str(&r.out, 0, "name"))))));
    memcpy(t->did_tool, t->last.code, sizeof t->did_tool);
    return true;
}

/* Without a connection a tool is known by its check letter alone: a bad one is not kept. */
static bool tool_misread(struct counter *t, struct str scan)
{
    struct line l = line_read(&t->k->mem, scan);
    struct code code;
    if (!t->offline || !code_read(l.code, &code))
        return false;
    struct wrong w = { .fault = t->fault = FAULT_CODE_CHECK, .arg = "tool", .got = val_str(l.code) };
    counter_say(t, TONE_NO, text_fault(&t->k->c, &w));
    return true;
}

void counter_tool(struct counter *t, struct str scan)
{
    char mode = t->mode;
    bool lend = t->person.open && !mode;
    struct deed d = deed_of(lend ? "out" : mode == KEY_RENEW ? "renew" : "in");
    t->mode = 0;
    if (tool_misread(t, scan))
        return;
    if (!lend && mode != KEY_RENEW && back_twice(t, scan)) {
        if (mode != KEY_BROKEN)
            return;
    }
    if (lend)
        deed_give(&d, "member", t->person.code);
    deed_give(&d, "tool", scan);
    if (mode == KEY_BROKEN)
        d.ask = "broken";
    counter_question(t, &d);
}

static void look_way(struct counter *t, const char *cmd, enum text_key label, char key, struct str code)
{
    struct deed d = deed_of(cmd);
    struct choice *x = counter_choice(t, text_plain(t->k->c.lang, label));
    deed_give(&d, "tool", code);
    x->deed = deed_copy(&t->choice_mem, &d);
    x->key = key;
}

void counter_look(struct counter *t, struct str code)
{
    struct deed d = deed_of("tool show");
    struct reply r;
    struct buf state = { .a = &t->k->mem };
    deed_give(&d, "tool", code);
    if (counter_ask(t, &d, &t->k->mem, &r)) {
        counter_say(t, TONE_NO, text_fault(&t->k->c, &t->k->c.wrong[0]));
        return;
    }
    for (size_t f = 0; f < shape_count(r.out.shape); f++)
        if (!strcmp(r.out.shape->f[f].key, "situation"))
            cell_text(&state, &t->k->c, &r.out.shape->f[f], r.out.rows[0].v[f]);
    struct str holder = reply_str(&r.out, 0, "member_name");
    const struct fact facts[] = { F("tool", val_str(str_printf(&t->k->mem, "%.*s %.*s", STR(code),
                                     STR(reply_str(&r.out, 0, "name"))))),
        F("state", val_str(buf_str(&state))), F("name", val_str(holder)),
        F("day", reply_val(&r.out, 0, "due")), F("branch", reply_val(&r.out, 0, "branch")),
        F("shelf", reply_val(&r.out, 0, "shelf")) };
    counter_say(t, TONE_NONE, text(&t->k->c, holder.n ? T_COUNTER_LOOK_OUT : T_COUNTER_LOOK, facts, COUNT(facts)));
    look_way(t, "in", T_COUNTER_WAY_BACK, KEY_BACK, code);
    if (holder.n)
        look_way(t, "renew", T_COUNTER_WAY_RENEW, KEY_RENEW, code);
    look_way(t, "why", T_COUNTER_DO_WHY, 0, code);
}

/* ---- words ---- */

static void found_add(struct counter *t, const struct out *o, bool members)
{
    for (size_t i = 0; i < o->n_rows; i++) {
        struct str code = reply_str(o, i, members ? "member" : "tool");
        struct buf b = { .a = &t->k->mem };
        buf_printf(&b, "%.*s  %.*s", STR(code), STR(reply_str(o, i, "name")));
        for (size_t f = 0; !members && f < shape_count(o->shape); f++)
            if (!strcmp(o->shape->f[f].key, "situation")) {
                buf_z_add(&b, "  ");
                cell_text(&b, &t->k->c, &o->shape->f[f], o->rows[i].v[f]);
            }
        struct choice *x = counter_choice(t, buf_str(&b));
        if (!x)
            continue;
        x->scan = str_copy(&t->choice_mem, code);
        x->look = !members && !t->person.open;
    }
}

static bool found(struct counter *t, const char *cmd, const char *arg, struct str words)
{
    struct deed d = deed_of(cmd);
    struct reply r;
    deed_give(&d, arg, words);
    deed_give(&d, "limit", S("9"));
    if (counter_ask(t, &d, &t->k->mem, &r)) {
        counter_say(t, TONE_NO, text_fault(&t->k->c, &t->k->c.wrong[0]));
        return false;
    }
    found_add(t, &r.out, !strcmp(arg, "find"));
    return true;
}

/* A telephone number or an address: one person, or a name must decide. */
static bool reachable(struct str x)
{
    size_t digits = 0;
    for (size_t i = 0; i < x.n; i++)
        digits += x.s[i] >= '0' && x.s[i] <= '9';
    return str_has(x, '@') || digits >= 8;
}

void counter_find(struct counter *t, struct str words)
{
    counter_choices_clear(t);
    t->named = true;
    if (counter_named(t, words))
        return;
    if (reachable(words)) {
        person_open(t, words);
        return;
    }
    bool tools_first = t->person.open;
    if (!found(t, tools_first ? "find" : "member list", tools_first ? "words" : "find", words) ||
        !found(t, tools_first ? "member list" : "find", tools_first ? "find" : "words", words))
        return;
    if (!t->n_choices)
        SAY(t, TONE_NO, T_COUNTER_FOUND_NONE, F("words", val_str(words)));
    else if (t->n_choices == 1 && *t->choices[0].scan.s == 'M')
        counter_choose(t, 0); /* a tool is chosen by hand: its name alone lends nothing */
    else
        SAY(t, TONE_NONE, T_COUNTER_FOUND, F("words", val_str(words)));
}
