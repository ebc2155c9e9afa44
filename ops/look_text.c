/* The answer for a person at a terminal: sentences with their word before them, lists as tables
 * (look_table.c), one object as lines of heading and value. */
#include "ops/look.h"

#include "text/text.h"

/* Bold green; bold black on yellow; bold white on red: never without the word (mockups). */
static const char *const colours[] = {
    [TONE_NONE] = "", [TONE_YES] = "\033[1;32m", [TONE_LOOK] = "\033[1;30;43m",
    [TONE_NO] = "\033[1;37;41m",
};

static struct str tone_word(int lang, enum tone t)
{
    static const enum text_key keys[] = { [TONE_YES] = T_TONE_YES, [TONE_LOOK] = T_TONE_LOOK,
                                          [TONE_NO] = T_TONE_NO };
    return t == TONE_NONE ? (struct str){ 0 } : text_plain(lang, keys[t]);
}

void text_blanks(struct buf *b, int n)
{
    while (n-- > 0)
        buf_char(b, ' ');
}

/* The column in which sentences begin: after the longest word and two blanks. */
static int indent_of(int lang)
{
    int most = 0;
    for (int t = TONE_YES; t <= TONE_NO; t++) {
        int w = str_width(tone_word(lang, (enum tone)t));
        most = w > most ? w : most;
    }
    return most + TEXT_GAP;
}

/* Words of one line, moved to the next where they do not fit. */
static void wrapped(struct buf *b, struct str line, int indent, int width)
{
    int at = indent;
    bool first = true;
    for (struct str word; str_next(&line, ' ', &word); first = false) {
        int w = str_width(word);
        if (!first && width && at + 1 + w > width) {
            buf_char(b, '\n');
            text_blanks(b, indent);
            at = indent;
        } else if (!first) {
            buf_char(b, ' ');
            at++;
        }
        buf_add(b, word);
        at += w;
    }
    buf_char(b, '\n');
}

void text_said(struct buf *b, struct ctx *c, const struct view *v, enum tone tone, struct str text)
{
    struct str word = tone_word(c->lang, tone), line;
    int indent = tone == TONE_NONE ? 0 : indent_of(c->lang);
    bool first = true;
    for (; str_next(&text, '\n', &line); first = false) {
        if (first && word.n) {
            buf_z_add(b, v->colour ? colours[tone] : "");
            buf_add(b, word);
            buf_z_add(b, v->colour ? "\033[0m" : "");
        }
        text_blanks(b, indent - (first ? str_width(word) : 0));
        wrapped(b, str_shown(b->a, line), indent, v->width);
    }
}

struct str text_cell(struct ctx *c, const struct field *f, struct val v)
{
    struct buf b = { .a = c->mem };
    cell_text(&b, c, f, v);
    return buf_str(&b);
}

/* A list of rows within one object: a small table below it. */
static void inner_table(struct buf *b, struct ctx *c, const struct view *v, const struct field *f,
                        const struct list *l)
{
    const struct val **rows = NEW_N(c->mem, const struct val *, l->n);
    for (size_t i = 0; i < l->n; i++)
        rows[i] = l->at + i * shape_count(l->shape);
    buf_char(b, '\n');
    buf_add(b, field_text(c, f));
    buf_char(b, '\n');
    text_table(b, c, v, l->shape, rows, l->n);
}

static bool is_table(struct val v)
{
    return v.is == V_LIST && v.list->shape && shape_count(v.list->shape) > 1;
}

/* One object: a heading and a value a line. */
static void card(struct buf *b, const struct out *o, const struct view *v, const struct val *row)
{
    struct ctx *c = o->c;
    const struct field *f = o->shape->f;
    int most = 0;
    for (size_t k = 0; f[k].key; k++) {
        int w = field_shown(&f[k]) && !val_is_none(row[k]) ? str_width(field_text(c, &f[k])) : 0;
        most = w > most ? w : most;
    }
    for (size_t k = 0; f[k].key; k++) {
        struct str x = is_table(row[k]) ? (struct str){ 0 } : text_cell(c, &f[k], row[k]);
        struct str head = field_text(c, &f[k]);
        if (!field_shown(&f[k]) || !x.n)
            continue;
        buf_add(b, head);
        text_blanks(b, most + TEXT_GAP - str_width(head));
        wrapped(b, x, most + TEXT_GAP, v->width);
    }
    for (size_t k = 0; f[k].key; k++)
        if (field_shown(&f[k]) && is_table(row[k]) && row[k].list->n)
            inner_table(b, c, v, &f[k], row[k].list);
}

void text_rows(struct buf *b, const struct out *o, const struct view *v)
{
    const struct val **rows = NEW_N(o->c->mem, const struct val *, o->n_rows);
    size_t n = 0;
    for (size_t i = 0; i < o->n_rows; i++)
        if (o->rows[i].v)
            rows[n++] = o->rows[i].v;
    if (!o->list) {
        card(b, o, v, rows[0]);
        return;
    }
    text_table(b, o->c, v, o->shape, rows, n);
}
