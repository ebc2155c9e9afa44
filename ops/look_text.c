/* The answer for a person at a terminal: sentences with their word before them, tables cut to the
 * width there is, one object as lines of heading and value. */
#include "ops/look.h"

#include "text/text.h"

enum { COLUMNS_MOST = 40, GAP = 2, NARROWEST = 6 };

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

static void blanks(struct buf *b, int n)
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
    return most + GAP;
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
            blanks(b, indent);
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
        blanks(b, indent - (first ? str_width(word) : 0));
        wrapped(b, str_shown(b->a, line), indent, v->width);
    }
}

struct table {
    struct ctx *c;
    const struct view *v;
    const struct shape *s;
    struct str *cells; /* row after row; the first row holds the headings */
    size_t rows, width;
    int columns[COLUMNS_MOST]; /* 0: nothing to show */
};

static bool right(enum field_kind k)
{
    return k == FK_INT || k == FK_MONEY;
}

static struct str cell_of(struct ctx *c, const struct field *f, struct val v)
{
    struct buf b = { .a = c->mem };
    cell_text(&b, c, f, v);
    return buf_str(&b);
}

static void table_fill(struct table *t, const struct val *const *rows, size_t n)
{
    t->width = shape_count(t->s);
    ASSERT(t->width <= COLUMNS_MOST);
    t->rows = n + 1;
    t->cells = NEW_N(t->c->mem, struct str, t->rows * t->width);
    for (size_t k = 0; k < t->width; k++) {
        const struct field *f = &t->s->f[k];
        if (!field_shown(f))
            continue;
        for (size_t i = 0; i < n; i++) {
            struct str cell = cell_of(t->c, f, rows[i][k]);
            int w = str_width(cell);
            t->cells[(i + 1) * t->width + k] = cell;
            t->columns[k] = w > t->columns[k] ? w : t->columns[k];
        }
        t->cells[k] = field_text(t->c, f);
        int w = str_width(t->cells[k]);
        if (t->columns[k] && w > t->columns[k]) /* a column without any value is left out */
            t->columns[k] = w;
    }
}

static int table_width(const struct table *t)
{
    int sum = 0;
    for (size_t k = 0; k < t->width; k++)
        sum += t->columns[k] ? t->columns[k] + (sum ? GAP : 0) : 0;
    return sum;
}

/* Takes from the widest column of text until the table fits. */
static void table_squeeze(struct table *t)
{
    while (t->v->width && table_width(t) > t->v->width) {
        size_t widest = t->width;
        for (size_t k = 0; k < t->width; k++)
            if (!right(t->s->f[k].kind) && t->columns[k] > NARROWEST &&
                (widest == t->width || t->columns[k] > t->columns[widest]))
                widest = k;
        if (widest == t->width)
            return;
        t->columns[widest]--;
    }
}

/* The longest start that fits, with an ellipsis when something is cut. */
static void cut_add(struct buf *b, struct str x, int width)
{
    if (str_width(x) <= width) {
        buf_add(b, x);
        return;
    }
    size_t n = 0, at = 0;
    while (at < x.n) {
        utf8_next(x, &at);
        if (str_width(str_upto(x, at)) > width - 1)
            break;
        n = at;
    }
    buf_add(b, str_upto(x, n));
    buf_z_add(b, "…");
}

static void table_cell(struct buf *b, const struct table *t, struct str x, size_t k, bool last)
{
    int space = t->columns[k] - str_width(x);
    if (right(t->s->f[k].kind))
        blanks(b, space);
    cut_add(b, x, t->columns[k]);
    if (!right(t->s->f[k].kind) && !last)
        blanks(b, space);
}

static void table_row(struct buf *b, const struct table *t, size_t i)
{
    size_t last = 0;
    bool begun = false;
    for (size_t k = 0; k < t->width; k++)
        last = t->columns[k] ? k : last;
    for (size_t k = 0; k < t->width; k++) {
        if (!t->columns[k])
            continue;
        if (begun)
            blanks(b, GAP);
        begun = true;
        table_cell(b, t, t->cells[i * t->width + k], k, k == last);
    }
    while (b->n && b->s[b->n - 1] == ' ')
        b->n--;
    buf_char(b, '\n');
}

static void table_show(struct buf *b, struct table *t)
{
    table_squeeze(t);
    buf_z_add(b, t->v->colour ? "\033[1m" : "");
    table_row(b, t, 0);
    if (t->v->colour) { /* the line end stands outside the bold */
        b->n--;
        buf_z_add(b, "\033[0m\n");
    }
    for (size_t i = 1; i < t->rows; i++)
        table_row(b, t, i);
}

/* A list of rows within one object: a small table below it. */
static void inner_table(struct buf *b, struct ctx *c, const struct view *v, const struct field *f,
                        const struct list *l)
{
    struct table t = { .c = c, .v = v, .s = l->shape };
    const struct val **rows = NEW_N(c->mem, const struct val *, l->n);
    for (size_t i = 0; i < l->n; i++)
        rows[i] = l->at + i * shape_count(l->shape);
    table_fill(&t, rows, l->n);
    buf_char(b, '\n');
    buf_add(b, field_text(c, f));
    buf_z_add(b, "\n");
    table_show(b, &t);
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
        struct str x = is_table(row[k]) ? (struct str){ 0 } : cell_of(c, &f[k], row[k]);
        struct str head = field_text(c, &f[k]);
        if (!field_shown(&f[k]) || !x.n)
            continue;
        buf_add(b, head);
        blanks(b, most + GAP - str_width(head));
        wrapped(b, x, most + GAP, v->width);
    }
    for (size_t k = 0; f[k].key; k++)
        if (field_shown(&f[k]) && is_table(row[k]) && row[k].list->n)
            inner_table(b, c, v, &f[k], row[k].list);
}

void text_rows(struct buf *b, const struct out *o, const struct view *v)
{
    struct table t = { .c = o->c, .v = v, .s = o->shape };
    const struct val **rows = NEW_N(o->c->mem, const struct val *, o->n_rows);
    size_t n = 0;
    for (size_t i = 0; i < o->n_rows; i++)
        if (o->rows[i].v)
            rows[n++] = o->rows[i].v;
    if (!o->list) {
        card(b, o, v, rows[0]);
        return;
    }
    table_fill(&t, rows, n);
    table_show(b, &t);
}
