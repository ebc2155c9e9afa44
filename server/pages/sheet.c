/* See sheet.h. */
#include "server/pages/sheet.h"

void page_str(struct sheet *o, struct str s)
{
    buf_html(o->b, s);
}

void page_int(struct sheet *o, int64_t i)
{
    buf_int(o->b, i);
}

void page_day_iso(struct sheet *o, day d)
{
    if (page_is_day(d))
        buf_day(o->b, d);
}

void page_form_key(struct sheet *o, struct form_key key)
{
    buf_html(o->b, key.s);
    buf_char(o->b, '-');
    buf_int(o->b, ++o->forms);
}

void page_url(struct sheet *o, struct url url)
{
    buf_html(o->b, url.s);
}

/* Begin and end of what is bold: bytes that are in no UTF-8 text, ours or anybody's. */
enum { BOLD = 0xfe, PLAIN = 0xff };

/* Escapes what was written since `from`, and turns the marks of page_bold into tags. */
static void escape_from(struct sheet *o, size_t from)
{
    struct str rest = str_from(buf_str(o->b), from), word;
    if (html_plain(rest) == rest.n)
        return;
    rest = str_copy(o->b->a, rest);
    o->b->n = from;
    while (str_next(&rest, (char)BOLD, &word)) {
        buf_html(o->b, word);
        if (!rest.n)
            break;
        str_next(&rest, (char)PLAIN, &word);
        buf_z_add(o->b, "<b>");
        buf_html(o->b, word);
        buf_z_add(o->b, "</b>");
    }
}

void page_day(struct sheet *o, day d)
{
    size_t from = o->b->n;
    if (page_is_day(d))
        text_day(o->b, o->look->lang_id, o->look->today, d);
    escape_from(o, from);
}

void page_money(struct sheet *o, struct money m)
{
    size_t from = o->b->n;
    text_money(o->b, o->look->lang_id, m.cents);
    escape_from(o, from);
}

void page_say(struct sheet *o, enum text_key key, const struct fact *facts, size_t n)
{
    size_t from = o->b->n;
    text_add(o->b, o->look->lang_id, o->look->today, key, facts, n);
    escape_from(o, from);
}

struct val page_bold_val(struct sheet *o, struct val v)
{
    struct buf b = { .a = o->b->a };
    buf_char(&b, (char)BOLD);
    text_val(&b, o->look->lang_id, o->look->today, v);
    buf_char(&b, (char)PLAIN);
    return val_str(buf_str(&b));
}

struct val page_fact_minute(struct sheet *o, struct minute m)
{
    struct buf b = { .a = o->b->a };
    text_clock(&b, o->look->lang_id, m.m);
    return val_str(buf_str(&b));
}

void page_icon(struct sheet *o, enum icon icon)
{
    if (icon <= ICON_NONE || icon >= ICON_COUNT)
        return;
    struct str name = page_symbols[icon].name;
    o->icon[icon] = true;
    buf_z_add(o->b, name.s[0] == 'i' ? "<svg class=\"i\"" : "<svg class=\"t\"");
    buf_z_add(o->b, " aria-hidden=\"true\"><use href=\"#");
    buf_add(o->b, name);
    buf_z_add(o->b, "\"/></svg>");
}

void page_end(struct sheet *o)
{
    buf_z_add(o->b, "<svg class=\"defs\" aria-hidden=\"true\">");
    for (int i = 0; i < ICON_COUNT; i++)
        if (o->icon[i])
            buf_add(o->b, page_symbols[i].svg);
    buf_z_add(o->b, "</svg>");
}

enum icon icon_find(struct str name)
{
    struct str bare = str_starts(name, S("t-")) ? str_from(name, 2) : name;
    for (int i = ICON_NONE + 1; i < ICON_COUNT; i++)
        if (str_eq(page_symbols[i].name, name) ||
            (page_symbols[i].name.s[0] == 't' && str_eq(str_from(page_symbols[i].name, 2), bare)))
            return (enum icon)i;
    return ICON_NONE;
}
