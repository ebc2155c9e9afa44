/* The screen of the counter as rows of styled text, made from its state; pure but for the clock it
 * is given. Written out by cli/counter_screen.c. */
#ifndef CLI_COUNTER_PAGE_H
#define CLI_COUNTER_PAGE_H

#include "cli/counter.h"

enum { ROWS_LEAST = 16, COLUMNS_LEAST = 50, ROWS_MOST = 120, COLUMNS_WIDE = 110 };

struct page {
    struct buf rows[ROWS_MOST]; /* without a line end, never wider than the screen */
    int n_rows, n_columns;
    int prompt_row;             /* where the typed line begins; 0 is the first */
    bool colour;
};

/* Draws all of it. Its texts live in the arena of the command (k->mem). */
void page_make(struct page *, struct counter *, int rows, int columns, int64_t now);
/* The first row alone: who, where, when. */
void page_head(struct buf *, struct counter *, int columns, int64_t now);

#endif
