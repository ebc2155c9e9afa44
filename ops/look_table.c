/* A table for a terminal: cut to the width there is, numbers at the right, headings over several
 * lines where their columns are narrow. */
#include "ops/look.h"

enum { COLUMNS_MOST = 40, NARROWEST = 6 };

struct table {
    struct ctx *c;
    const struct view *v;
    const struct shape *s;
    struct str *cells; /* row after row; the first row holds the headings */
    size_t rows, width;
    int columns[COLUMNS_MOST]; /* as wide as they will be; 0: nothing to show */
    int content[COLUMNS_MOST]; /* the widest cell below the heading */
};

static bool right(enum field_kind k)
{
    return k == FK_INT || k == FK_MONEY;
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
            struct str cell = text_cell(t->c, f, rows[i][k]);
            int w = str_width(cell);
            t->cells[(i + 1) * t->width + k] = cell;
            t->columns[k] = w > t->columns[k] ? w : t->columns[k];
        }
        t->cells[k] = field_text(t->c, f);
        t->content[k] = t->columns[k];
        int w = str_width(t->cells[k]);
        if (t->columns[k] && w > t->columns[k]) /* a column without any value is left out */
            t->columns[k] = w;
    }
}

static int table_width(const struct table *t)
{
    int sum = 0;
    for (size_t k = 0; k < t->width; k++)
        sum += t->columns[k] ? t->columns[k] + (sum ? TEXT_GAP : 0) : 0;
    return sum;
}

/* Codes, days and numbers are useless when cut; texts are not. */
static bool may_be_cut(enum field_kind k)
{
    return !right(k) && k != FK_DAY && k != FK_TIME && k != FK_TOOL && k != FK_MEMBER &&
           k != FK_KEY;
}

/* The column to take from next: first where only the heading is wide, then the widest text. */
static size_t column_next(const struct table *t)
{
    size_t best = t->width;
    int most = 0;
    for (size_t k = 0; k < t->width; k++) {
        int least = t->content[k] > NARROWEST ? t->content[k] : NARROWEST;
        if (t->columns[k] - least > most) {
            most = t->columns[k] - least;
            best = k;
        }
    }
    for (size_t k = 0; !most && k < t->width; k++)
        if (may_be_cut(t->s->f[k].kind) && t->columns[k] > NARROWEST &&
            (best == t->width || t->columns[k] > t->columns[best]))
            best = k;
    return best;
}

static void table_squeeze(struct table *t)
{
    while (t->v->width && table_width(t) > t->v->width) {
        size_t k = column_next(t);
        if (k == t->width)
            return; /* the terminal wraps it */
        t->columns[k]--;
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
        text_blanks(b, space);
    cut_add(b, x, t->columns[k]);
    if (!right(t->s->f[k].kind) && !last)
        text_blanks(b, space);
}

/* One line of cells. */
static void cells_show(struct buf *b, const struct table *t, const struct str *cells)
{
    size_t last = 0;
    bool begun = false;
    for (size_t k = 0; k < t->width; k++)
        last = t->columns[k] ? k : last;
    for (size_t k = 0; k < t->width; k++) {
        if (!t->columns[k])
            continue;
        if (begun)
            text_blanks(b, TEXT_GAP);
        begun = true;
        table_cell(b, t, cells[k], k, k == last);
    }
    while (b->n && b->s[b->n - 1] == ' ')
        b->n--;
    buf_char(b, '\n');
}

/* The words of a heading that fit on one line of its column, off the front of *rest. */
static struct str heading_line(struct str *rest, int width)
{
    struct str all = *rest, word, line = { all.s, 0 };
    while (str_next(&all, ' ', &word)) {
        struct str longer = { line.s, (size_t)(word.s + word.n - line.s) };
        if (line.n && str_width(longer) > width)
            break;
        line = longer;
        *rest = all;
    }
    return line;
}

/* Headings, over several lines where their columns are narrow. */
static void headings_show(struct buf *b, const struct table *t)
{
    struct str rest[COLUMNS_MOST], line[COLUMNS_MOST];
    bool more = true;
    memcpy(rest, t->cells, t->width * sizeof *rest);
    while (more) {
        more = false;
        for (size_t k = 0; k < t->width; k++) {
            line[k] = heading_line(&rest[k], t->columns[k]);
            more |= t->columns[k] && rest[k].n;
        }
        buf_z_add(b, t->v->colour ? "\033[1m" : "");
        cells_show(b, t, line);
        if (!t->v->colour)
            continue;
        b->n--; /* the line end stands outside the bold */
        buf_z_add(b, "\033[0m\n");
    }
}

void text_table(struct buf *b, struct ctx *c, const struct view *v, const struct shape *s,
                const struct val *const *rows, size_t n)
{
    struct table t = { .c = c, .v = v, .s = s };
    table_fill(&t, rows, n);
    table_squeeze(&t);
    headings_show(b, &t);
    for (size_t i = 1; i < t.rows; i++)
        cells_show(b, &t, t.cells + i * t.width);
}
