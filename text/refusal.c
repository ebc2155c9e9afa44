/* The sentence of a refusal, for who reads it. Every fault has one, or this file does not compile;
 * some have others beside it: fault.NAME.own for members and visitors (it names nobody else),
 * fault.NAME.ARG where it is about that argument, fault.NAME.plain when a fact is not known. */
#include "text/fill.h"

enum { GOT_MOST = 60 }; /* characters of what was given that are repeated */

static const enum text_key keys[FAULT_COUNT] = {
#define FAULT(name, status, exit, rule) [FAULT_##name] = T_FAULT_##name,
#include "base/faults.def"
#undef FAULT
};

/* What was given, cleaned and not too long to read. */
static struct val got_shown(struct ctx *c, struct val got)
{
    if (got.is != V_STR)
        return got;
    struct str all = str_shown(c->mem, got.s), s = utf8_upto(all, GOT_MOST);
    return val_str(s.n < all.n ? str_printf(c->mem, "%.*s…", STR(s)) : s);
}

struct str text_arg(struct ctx *c, const char *arg)
{
    struct buf b = { .a = c->mem };
    buf_printf(&b, "arg.%s.%s", c->op ? c->op : "", arg);
    for (size_t i = 0; i < b.n; i++)
        if (b.s[i] == ' ')
            b.s[i] = '.';
    int key = text_find(buf_str(&b));
    if (key < 0)
        key = text_find(str_printf(c->mem, "arg.%s", arg));
    return key < 0 ? str_of(arg) : text_plain(c->lang, (enum text_key)key);
}

/* fault.NAME.which, else the key given. */
static enum text_key variant(struct ctx *c, enum fault f, const char *which, enum text_key otherwise)
{
    int key = text_find(str_printf(c->mem, "fault.%s.%s", fault_info(f)->name, which));
    return key < 0 ? otherwise : (enum text_key)key;
}

static enum text_key key_of(struct ctx *c, const struct wrong *w)
{
    enum text_key plain = keys[w->fault], own = plain;
    if (c->role <= ROLE_MEMBER)
        own = variant(c, w->fault, "own", plain);
    return own != plain || !w->arg ? own : variant(c, w->fault, w->arg, plain);
}

struct str text_fault(struct ctx *c, const struct wrong *w)
{
    ASSERT(w->fault > OK && w->fault < FAULT_COUNT && w->n_facts <= FACTS_MOST);
    struct fact facts[FACTS_MOST + 2];
    size_t n = 0;
    for (; n < w->n_facts; n++)
        facts[n] = w->facts[n];
    if (!val_is_none(w->got))
        facts[n++] = (struct fact)F("got", got_shown(c, w->got));
    if (w->arg)
        facts[n++] = (struct fact)F("arg", val_str(text_arg(c, w->arg)));
    struct buf b = { .a = c->mem };
    struct fill f = { .b = &b, .lang = c->lang, .today = c->today, .facts = facts, .n = n,
                      .missing = "…" };
    enum text_key key = key_of(c, w), less = variant(c, w->fault, "plain", key);
    fill_key(&f, key);
    if (f.lacking && less != key) {
        b.n = 0;
        f.lang = c->lang;
        fill_key(&f, less);
    }
    return buf_str(&b);
}
