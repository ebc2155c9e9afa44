/* A column of the counter's screen while it is filled: rows of one width, in styles that never stand
 * without words. For counter_page.c and counter_pane.c. */
#ifndef CLI_COUNTER_PANE_H
#define CLI_COUNTER_PANE_H

#include "cli/counter_page.h"

enum style { PLAIN, BOLD, DIM, GREEN, YELLOW, RED, LATE };

struct pane {
    struct counter *t;
    struct buf *rows;
    int n, most, width;  /* beyond `most` rows are counted, not filled */
    int at;              /* columns used of the open row */
    int used[ROWS_MOST]; /* of every row */
    bool colour;
};

void pane_row(struct pane *);
void pane_put(struct pane *, enum style, struct str);
void pane_to(struct pane *, int column);
/* Cut with a mark where it does not fit in so many columns. */
void pane_cut(struct pane *, enum style, struct str, int width);
void pane_rule(struct pane *);
/* The start of *rest that fits in a line, broken at a blank. */
struct str pane_wrap(struct str *rest, int width);

/* The person at the counter and their things, in as many rows as there are (cli/counter_side.c). */
void pane_person(struct pane *);

#endif
