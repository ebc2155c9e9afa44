/* See mail_body.h. */
#include "reminders/mail_body.h"

/* Both forms at once: a paragraph of plain text, and the same in HTML. */
struct both {
    struct buf text, html;
};

static void paragraph(struct both *o, struct str p)
{
    if (!p.n)
        return;
    if (o->text.n)
        buf_z_add(&o->text, "\n");
    buf_add(&o->text, p);
    buf_char(&o->text, '\n');
    buf_z_add(&o->html, "<p>");
    for (struct str line, rest = p; str_next(&rest, '\n', &line);) {
        buf_html(&o->html, line);
        if (rest.n)
            buf_z_add(&o->html, "<br>\n");
    }
    buf_z_add(&o->html, "</p>\n");
}

static struct str words(struct ctx *c, int lang, enum text_key key, const struct fact *f, size_t n)
{
    struct buf b = { .a = c->mem };
    text_add(&b, lang, c->today, key, f, n);
    return buf_str(&b);
}

static void button(struct ctx *c, struct both *o, const struct mail_body *m)
{
    struct str label = text_plain(m->lang, m->button);
    if (!m->link.n)
        return;
    (void)c;
    buf_printf(&o->text, "\n%.*s: %.*s\n", STR(label), STR(m->link));
    buf_z_add(&o->html, "<p><a href=\"");
    buf_html(&o->html, m->link);
    buf_z_add(&o->html, "\">");
    buf_html(&o->html, label);
    buf_z_add(&o->html, "</a></p>\n");
}

void mail_body_write(struct ctx *c, const struct mail_body *m, struct str *text, struct str *html)
{
    struct both o = { .text.a = c->mem, .html.a = c->mem };
    buf_printf(&o.html, "<!doctype html>\n<html lang=\"%s\">\n<meta charset=\"utf-8\">\n<title>",
               lang_code(m->lang));
    buf_html(&o.html, m->library);
    buf_z_add(&o.html, "</title>\n");
    paragraph(&o, words(c, m->lang, T_MAIL_GREETING, FACTS(F("name", val_str(m->name)))));
    for (size_t i = 0; i < m->n_lines; i++)
        paragraph(&o, m->lines[i]);
    button(c, &o, m);
    paragraph(&o, text_plain(m->lang, T_MAIL_COMFORT));
    paragraph(&o, words(c, m->lang, T_MAIL_CLOSE, FACTS(F("phone", val_str(m->phone)),
                                                        F("library", val_str(m->library)))));
    buf_z_add(&o.html, "</html>\n");
    *text = buf_str(&o.text);
    *html = buf_str(&o.html);
}
