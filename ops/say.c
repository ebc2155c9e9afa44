/* See say.h. */
#include "ops/say.h"

struct str say_parts(struct ctx *c, const struct part *p, size_t n)
{
    struct buf b = { .a = c->mem };
    for (size_t i = 0; i < n; i++) {
        buf_z_add(&b, b.n ? ", " : "");
        buf_add(&b, p[i].name);
        if (p[i].count > 1)
            buf_printf(&b, " (%lld)", (long long)p[i].count);
        if (!day_none(p[i].missing))
            buf_printf(&b, " (%.*s)", STR(text_plain(c->lang, T_PART_MISSING)));
    }
    return buf_str(&b);
}

struct str say_tool(struct ctx *c, const struct tool *t)
{
    return str_printf(c->mem, "%lld %.*s", (long long)t->number, STR(t->name));
}

struct str say_balance(struct ctx *c, int64_t cents)
{
    bool own = c->role == ROLE_MEMBER;
    if (!cents)
        return text_plain(c->lang, own ? T_MONEY_EVEN_OWN : T_MONEY_EVEN);
    enum text_key owes = own ? T_MONEY_OWES_OWN : T_MONEY_OWES;
    enum text_key credit = own ? T_MONEY_CREDIT_OWN : T_MONEY_CREDIT;
    return text(c, cents > 0 ? owes : credit,
                FACTS(F("amount", val_money(cents < 0 ? -cents : cents))));
}

void say_refund(struct out *o, const struct refund *r)
{
    if (r->cents)
        out_say(o, TONE_LOOK, text(o->c, T_MONEY_REFUND, FACTS(F("name", val_str(r->name)),
                                                               F("amount", val_money(r->cents)))));
    if (r->deposit)
        out_say(o, TONE_LOOK, text(o->c, T_MONEY_HELD_AGAIN, FACTS(F("name", val_str(r->name)),
                                                                   F("amount", val_money(r->deposit)))));
}

struct str say_due(struct ctx *c, const struct loan *l)
{
    struct buf b = { .a = c->mem };
    text_day(&b, c->lang, c->today, l->due);
    if (l->due_at) {
        buf_z_add(&b, ", ");
        text_minute(&b, c->lang, minute_at(l->due_at));
    }
    return buf_str(&b);
}

struct str say_shelf(struct ctx *c, struct str shelf)
{
    bool digit = false;
    for (size_t i = 0; i < shelf.n; i++)
        digit = digit || (shelf.s[i] >= '0' && shelf.s[i] <= '9');
    if (digit && shelf.n <= 5)
        return text(c, T_COUNTER_SHELF, FACTS(F("shelf", val_str(shelf))));
    return str_printf(c->mem, "%.*s.", STR(shelf));
}

void say_same(struct out *o)
{
    out_say(o, TONE_LOOK, text_plain(o->c->lang, T_NOTHING_CHANGED));
}

void say_more(struct out *o, int64_t left, struct str after)
{
    if (left > 0)
        out_say(o, TONE_LOOK, text(o->c, T_LIST_MORE, FACTS(F("n", val_int(left)),
                                                            F("after", val_str(after)))));
}

struct str say_did(struct ctx *c, struct str op)
{
    struct buf b = { .a = c->mem };
    buf_printf(&b, "did.%.*s", STR(op));
    for (size_t i = 0; i < b.n; i++)
        if (b.s[i] == ' ')
            b.s[i] = '.';
    int key = text_find(buf_str(&b));
    return key < 0 ? op : text_plain(c->lang, (enum text_key)key);
}
