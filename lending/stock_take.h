/* Counting the shelves of a branch (T14): by scan, shelf by shelf, half an hour at a time, by as many
 * people as like. Nothing is missing because it was not seen: that is a volunteer's word at the end. */
#ifndef LENDING_STOCK_TAKE_H
#define LENDING_STOCK_TAKE_H

#include "lending/loan.h"

/* What a stock-take says of a tool. */
enum stock_what {
    STOCK_UNSEEN,    /* its shelf was walked and it was not there */
    STOCK_OUT,       /* seen, though it is out: `in` takes it back */
    STOCK_ELSEWHERE, /* seen here, though it was thought at another branch; it is here now */
    STOCK_ODD,       /* seen here, though it is in repair, a draft or retired; a missing one was found */
    STOCK_TODO,      /* not seen yet */
    STOCK_SEEN
};
const char *stock_what_name(enum stock_what); /* "unseen" */

struct stock_take {
    int64_t id, branch, begun_at; /* id 0: none is going on there */
};
struct stock_item {
    struct tool tool;
    enum stock_what what;
    bool expected; /* it should hang here */
    struct refund refund; /* it had been lost (G11) */
};
struct stock_sum {
    int64_t expected, seen, unseen, todo;
};
/* The one that is going on at the branch. */
MUST enum fault stock_take_now(struct ctx *, int64_t branch, struct stock_take *);
/* The same; FAULT_STOCK_TAKE_NONE. */
MUST enum fault stock_take_need(struct ctx *, int64_t branch, struct stock_take *);
/* Begins one, or goes on with the one there is. */
MUST enum fault stock_take_begin(struct ctx *, int64_t branch, struct stock_take *);
/* A tool was seen. `tool` is as it was before. */
MUST enum fault stock_take_see(struct ctx *, const struct stock_take *, int64_t tool, struct stock_item *);
/* A shelf was walked: what of it was not seen is listed from now on. Empty: what has no shelf.
 * FAULT_NAME_UNKNOWN when nothing hangs there. */
MUST enum fault stock_take_walk(struct ctx *, const struct stock_take *, struct str shelf);
/* All it is about, by shelf. What moved, was lent or returned after its shelf was walked is seen. */
MUST enum fault stock_take_list(struct ctx *, const struct stock_take *, const struct stock_item **,
                                size_t *n);
struct stock_sum stock_take_sum(const struct stock_item *, size_t n);
MUST enum fault stock_take_end(struct ctx *, const struct stock_take *);

#endif
