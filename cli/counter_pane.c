/* See counter_pane.h. */
#include "cli/counter_pane.h"

/* Bold green; bold black on yellow; bold white on red: never without the word. */
static const char *const styles[] = { "", "\033[1m", "\033[2m", "\033[1;32m", "\033[1;30;43m",
                                      "\033[1;37;41m", "\033[31m" };

void pane_row(struct pane *p)
{
    p->n++;
    p->at = 0;
}

/* As much of the text as fits in so many columns. */
static struct str fitting(struct str x, int width)
{
    size_t i = 0, fits = 0;
    while (i < x.n) {
        utf8_next(x, &i);
        if (str_width(str_upto(x, i)) > width)
            return str_upto(x, fits);
        fits = i;
    }
    return x;
}

void pane_put(struct pane *p, enum style style, struct str x)
{
    struct str shown = fitting(x, p->width - p->at);
    if (p->n < 1 || p->n > p->most) { /* only counted */
        p->at += str_width(shown);
        return;
    }
    struct buf *b = &p->rows[p->n - 1];
    bool coloured = p->colour && style != PLAIN;
    buf_z_add(b, coloured ? styles[style] : "");
    buf_add(b, shown);
    buf_z_add(b, coloured ? "\033[0m" : "");
    p->at += str_width(shown);
    p->used[p->n - 1] = p->at;
}

void pane_to(struct pane *p, int column)
{
    while (p->at < column && p->at < p->width)
        pane_put(p, PLAIN, S(" "));
}

void pane_cut(struct pane *p, enum style style, struct str x, int width)
{
    bool fits = str_width(x) <= width;
    pane_put(p, style, fits ? x : fitting(x, width - 1));
    if (!fits)
        pane_put(p, PLAIN, S("…"));
}

void pane_rule(struct pane *p)
{
    pane_row(p);
    while (p->at < p->width)
        pane_put(p, DIM, S("─"));
}

struct str pane_wrap(struct str *rest, int width)
{
    struct str x = fitting(*rest, width);
    if (x.n < rest->n) {
        size_t n = x.n;
        while (n && rest->s[n] != ' ')
            n--;
        x = n ? str_upto(*rest, n) : x;
    }
    *rest = str_trim(str_from(*rest, x.n));
    return x;
}
