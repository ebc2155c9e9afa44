/* Keys and the menu: what a sign or a code of the command sheet does. What the menu can do is a
 * table: an operation, what it takes from the counter, what it asks. */
#include "cli/counter.h"


enum { WITH_PERSON = 1, ALWAYS = 2, GIVES_MEMBER = 4, GIVES_MEMBER_IF = 8 };

static const struct item {
    enum text_key label;
    const char *cmd, *ask;
    int when;
    const char *yes;  /* an argument that is given as yes */
} items[] = {
    { T_COUNTER_DO_PAY, "pay", "amount by", WITH_PERSON | GIVES_MEMBER, NULL },
    { T_COUNTER_DO_DEPOSIT, "deposit take", "amount by", WITH_PERSON | GIVES_MEMBER, NULL },
    { T_COUNTER_DO_DEPOSIT_BACK, "deposit return", "amount by", WITH_PERSON | GIVES_MEMBER, NULL },
    { T_COUNTER_DO_HOLD, "hold add", "what", WITH_PERSON | GIVES_MEMBER, NULL },
    { T_COUNTER_DO_NOTE, "member edit", "note", WITH_PERSON | GIVES_MEMBER, NULL },
    { T_COUNTER_DO_IN_HOUSE, "out", "tool", WITH_PERSON | GIVES_MEMBER, "in_house" },
    { T_COUNTER_DO_MEMBER, "member add", "name phone? email?", 0, NULL },
    { T_COUNTER_DO_BACKDATE, "in", "tool backdate reason", ALWAYS, NULL },
    { T_COUNTER_DO_WHY, "why", "tool", ALWAYS | GIVES_MEMBER_IF, NULL },
    { T_COUNTER_DO_SELL, "consumable sell", "consumable count? paid_by", ALWAYS | GIVES_MEMBER_IF, NULL },
    { T_COUNTER_DO_PART_GONE, "part missing", "tool part", 0, NULL },
    { T_COUNTER_DO_PART, "part found", "tool part", 0, NULL },
    { T_COUNTER_DO_TRANSFER, "transfer send", "tool", 0, NULL },
    { T_COUNTER_DO_CALLS, "calls", NULL, 0, NULL },
    { T_COUNTER_DO_CALLED, "calls done", "call result", 0, NULL },
    { T_COUNTER_DO_LOST, "loan lost", "tool", 0, NULL },
    { T_COUNTER_DO_HANDOVER, "handover write", "words", 0, NULL },
};

static void item_offered(struct counter *t, const struct item *i)
{
    struct deed d = deed_of(i->cmd);
    struct choice *x = counter_choice(t, text_plain(t->k->c.lang, i->label));
    if (!x)
        return;
    bool member = i->when & GIVES_MEMBER || (i->when & GIVES_MEMBER_IF && t->person.open);
    if (member)
        deed_give(&d, "member", t->person.code);
    if (i->yes)
        deed_give(&d, i->yes, S("yes"));
    d.ask = i->ask;
    x->deed = deed_copy(&t->choice_mem, &d);
}

static bool item_now(const struct counter *t, const struct item *i)
{
    return i->when & ALWAYS || !(i->when & WITH_PERSON) == !t->person.open;
}

void counter_menu(struct counter *t)
{
    size_t skip = t->menu_more ? CHOICES_MOST - 1 : 0, n = 0, most = CHOICES_MOST;
    bool again = t->menu_more;
    counter_choices_clear(t);
    for (size_t i = 0; i < COUNT(items); i++)
        n += item_now(t, &items[i]);
    if (!again && n > most)
        most--; /* the last digit is "something else" */
    for (size_t i = 0; i < COUNT(items); i++)
        if (item_now(t, &items[i]) && (!skip || !skip--) && t->n_choices < most)
            item_offered(t, &items[i]);
    t->menu_more = !again && n > CHOICES_MOST;
    if (t->menu_more)
        counter_choice(t, text_plain(t->k->c.lang, T_COUNTER_DO_MORE))->scan = S("?");
    if (!again)
        counter_plain(t, TONE_NONE, t->person.open ? T_COUNTER_HELP_MEMBER : T_COUNTER_HELP);
}

bool counter_word(struct counter *t, size_t i, struct str *label)
{
    for (size_t k = 0; k < COUNT(items); k++)
        if (item_now(t, &items[k]) && !i--) {
            *label = text_plain(t->k->c.lang, items[k].label);
            return true;
        }
    return false;
}

bool counter_named(struct counter *t, struct str words)
{
    for (size_t i = 0; i < COUNT(items); i++)
        if (item_now(t, &items[i]) &&
            str_eq_nocase(words, text_plain(t->k->c.lang, items[i].label))) {
            item_offered(t, &items[i]);
            counter_choose(t, 0);
            return true;
        }
    return false;
}

/* Beginners' mode: nobody has to know a key. */
static void simple_add(struct counter *t, enum text_key label, const char *cmd, const char *ask)
{
    struct deed d = deed_of(cmd);
    struct choice *x = counter_choice(t, text_plain(t->k->c.lang, label));
    if (!x)
        return;
    if (t->person.open && op_arg(d.op, S("member")))
        deed_give(&d, "member", t->person.code);
    d.ask = ask;
    x->deed = deed_copy(&t->choice_mem, &d);
}

void counter_simple(struct counter *t)
{
    if (!t->simple || t->asked || t->n_choices || t->mode)
        return;
    t->choose = T_COUNTER_SIMPLE;
    simple_add(t, T_COUNTER_DO_LEND, "out", "member tool");
    simple_add(t, T_COUNTER_DO_BACK, "in", "tool");
    simple_add(t, T_COUNTER_DO_RENEW, "renew", "tool");
    struct choice *x = counter_choice(t, text_plain(t->k->c.lang, T_COUNTER_DO_MORE));
    x->scan = S("?");
    if (t->person.open && (x = counter_choice(t, text_plain(t->k->c.lang, T_COUNTER_KEY_DONE))))
        x->scan = S(".");
}

struct str mode_text(struct counter *t)
{
    return text_plain(t->k->c.lang, t->mode == KEY_RENEW ? T_COUNTER_MODE_RENEW
                      : t->mode == KEY_BROKEN ? T_COUNTER_MODE_BROKEN : T_COUNTER_MODE_BACK);
}

/* ---- keys ---- */

static void done(struct counter *t)
{
    struct str name = str_copy(&t->k->mem, t->person.name);
    bool was = t->person.open || t->mode || t->n_choices;
    counter_choices_clear(t);
    person_close(t);
    t->mode = 0;
    memset(&t->last, 0, sizeof t->last);
    if (name.n)
        SAY(t, TONE_YES, T_COUNTER_DONE, F("name", val_str(name)));
    else
        counter_plain(t, TONE_NONE, was ? T_COUNTER_READY : T_COUNTER_NOBODY);
}

static void undo(struct counter *t)
{
    struct deed d = deed_of("undo");
    if (t->n_actions)
        deed_give(&d, "action", str_printf(&t->k->mem, "%lld", (long long)t->actions[t->n_actions - 1]));
    t->last.back = false;
    counter_do(t, &d);
}

/* What the member has, to renew one of it. */
static void renew(struct counter *t)
{
    person_refresh(t);
    struct val loans = reply_val(&t->person.show, 0, "loans");
    counter_choices_clear(t);
    for (size_t i = 0; t->person.open && loans.is == V_LIST && i < loans.list->n; i++) {
        const struct out row = { .shape = loans.list->shape, .n_rows = 1,
            .rows = &(struct out_row){ .v = loans.list->at + i * shape_count(loans.list->shape) } };
        struct deed d = deed_of("renew");
        struct choice *x = counter_choice(t, text(&t->k->c, T_COUNTER_LOAN, FACTS(
            F("tool", val_str(str_printf(&t->k->mem, "%.*s  %.*s", STR(reply_str(&row, 0, "tool")),
                                         STR(reply_str(&row, 0, "tool_name"))))),
            F("day", reply_val(&row, 0, "due")))));
        if (!x)
            break;
        deed_give(&d, "tool", reply_str(&row, 0, "tool"));
        x->deed = deed_copy(&t->choice_mem, &d);
    }
    t->mode = KEY_RENEW;
    counter_say(t, TONE_NONE, mode_text(t));
}

/* L9: broken is one key. A scanner cannot type what is broken; then our own words stand there. */
static void broken(struct counter *t, bool scanned)
{
    struct deed d = deed_of("in");
    counter_choices_clear(t);
    if (!*t->last.code) {
        t->mode = KEY_BROKEN;
        counter_say(t, TONE_NONE, mode_text(t));
        return;
    }
    deed_give(&d, "tool", str_of(t->last.code));
    if (scanned)
        deed_give(&d, "broken", text_plain(t->k->c.lang, T_COUNTER_BROKEN_WORDS));
    d.ask = "broken";
    counter_question(t, &d);
}

static void mode(struct counter *t, char key)
{
    counter_choices_clear(t);
    t->mode = key;
    counter_say(t, TONE_NONE, mode_text(t));
}

void counter_key(struct counter *t, char key, bool scanned)
{
    if (t->asked) {
        counter_drop(t);
        if (key == KEY_DONE)
            return;
    }
    for (size_t i = 0; i < t->n_choices; i++)
        if (t->choices[i].key == key) {
            counter_choose(t, i);
            return;
        }
    if (t->mode == key && key != KEY_DONE) { /* once more: not meant after all */
        t->mode = 0;
        counter_choices_clear(t);
        counter_plain(t, TONE_NONE, T_COUNTER_READY);
        return;
    }
    t->mode = 0;
    switch (key) {
    case KEY_DONE:
        done(t);
        return;
    case KEY_UNDO:
        undo(t);
        return;
    case KEY_RENEW:
        renew(t);
        return;
    case KEY_BROKEN:
        broken(t, scanned);
        return;
    case KEY_BACK:
        mode(t, KEY_BACK);
        return;
    case KEY_PART:
        counter_choices_clear(t);
        if (*t->last.code)
            counter_parts(t, str_of(t->last.code));
        if (!t->n_choices)
            counter_plain(t, TONE_LOOK, T_COUNTER_PART_WHEN);
        return;
    case KEY_WHO:
        counter_ask_initials(t);
        return;
    default:
        counter_menu(t);
    }
}
