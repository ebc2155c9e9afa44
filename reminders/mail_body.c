/* See mail_body.h. */
#include "reminders/mail_body.h"

/* Both forms at once: a paragraph of plain text, and the same in HTML. */
struct both {
    struct buf text, html;
};

static void anchor(struct buf *b, struct str to, struct str label)
{
    buf_z_add(b, "<a href=\"");
    buf_html(b, to);
    buf_z_add(b, "\">");
    buf_html(b, label);
    buf_z_add(b, "</a>");
}

/* Where it names `link` that can be clicked. */
static void line_html(struct buf *b, struct str line, struct str link)
{
    ptrdiff_t at = link.n ? str_find(line, link) : -1;
    if (at < 0) {
        buf_html(b, line);
        return;
    }
    buf_html(b, str_upto(line, (size_t)at));
    anchor(b, link, link);
    buf_html(b, str_from(line, (size_t)at + link.n));
}

static void paragraph(struct both *o, struct str p, struct str link)
{
    if (!p.n)
        return;
    if (o->text.n)
        buf_z_add(&o->text, "\n");
    buf_add(&o->text, p);
    buf_char(&o->text, '\n');
    buf_z_add(&o->html, "<p>");
    for (struct str line, rest = p; str_next(&rest, '\n', &line);) {
        line_html(&o->html, line, link);
        if (rest.n)
            buf_z_add(&o->html, "<br>\n");
    }
    buf_z_add(&o->html, "</p>\n");
}

/* Adds a paragraph of ours, or of the library's own. */
static enum fault words(struct ctx *c, struct both *o, const struct mail_body *m, enum text_key key,
                        const struct fact *f, size_t n)
{
    struct buf b = { .a = c->mem };
    enum fault fault = own_text_add(c, &b, m->branch, m->lang, key, f, n);
    paragraph(o, buf_str(&b), m->link);
    return fault;
}

static void button(struct both *o, const struct mail_body *m)
{
    struct str label = text_plain(m->lang, m->button);
    if (!m->acts)
        return;
    buf_printf(&o->text, "\n%.*s: %.*s\n", STR(label), STR(m->link));
    buf_z_add(&o->html, "<p>");
    anchor(&o->html, m->link, label);
    buf_z_add(&o->html, "</p>\n");
}

/* The last line, small, with its link. */
static void foot(struct ctx *c, struct both *o, const struct mail_body *m)
{
    struct buf b = { .a = c->mem };
    if (!m->stop.n)
        return;
    text_add(&b, m->lang, c->today, T_MAIL_FOOT, FACTS(F("link", val_str(m->stop))));
    struct str all = buf_str(&b);
    size_t at = (size_t)str_find(all, m->stop);
    buf_printf(&o->text, "\n%.*s\n", STR(all));
    buf_z_add(&o->html, "<p><small>");
    buf_html(&o->html, str_upto(all, at));
    anchor(&o->html, m->stop, text_plain(m->lang, T_MAIL_FOOT_LINK));
    buf_html(&o->html, str_from(all, at + m->stop.n));
    buf_z_add(&o->html, "</small></p>\n");
}

enum fault mail_body_write(struct ctx *c, const struct mail_body *m, struct str *text, struct str *html)
{
    struct both o = { .text.a = c->mem, .html.a = c->mem };
    buf_printf(&o.html, "<!doctype html>\n<html lang=\"%s\">\n<meta charset=\"utf-8\">\n"
               "<meta name=\"viewport\" content=\"width=device-width\">\n<title>", lang_code(m->lang));
    buf_html(&o.html, m->library);
    buf_z_add(&o.html, "</title>\n");
    enum fault f = words(c, &o, m, T_MAIL_GREETING, FACTS(F("name", val_str(m->name))));
    for (size_t i = 0; i < m->n_lines; i++)
        paragraph(&o, str_capital(c->mem, m->lines[i]), m->link);
    button(&o, m);
    if (!f)
        f = words(c, &o, m, T_MAIL_COMFORT, NULL, 0);
    if (!f)
        f = words(c, &o, m, T_MAIL_CLOSE, FACTS(F("phone", val_str(m->phone)), F("library", val_str(m->library))));
    foot(c, &o, m);
    buf_z_add(&o.html, "</html>\n");
    *text = buf_str(&o.text);
    *html = buf_str(&o.html);
    return f;
}
