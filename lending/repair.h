/* Tickets, inspections, recalls and losses: what takes a tool out of lending and brings it back. */
#ifndef LENDING_REPAIR_H
#define LENDING_REPAIR_H

#include "lending/loan.h"

/* S4, S5: something is wrong. A volunteer's ticket takes the tool out of lending with `out_of_use`. */
struct ticket_new {
    int64_t tool, member;
    const char *what; /* dead, danger, missing, other */
    struct str words, phone;
    bool out_of_use;
};
MUST enum fault ticket_add(struct ctx *, const struct ticket_new *, int64_t *id);
/* Solved: with no other ticket open the tool is active again and the queue is served. */
MUST enum fault ticket_solve(struct ctx *, int64_t id, struct str answer, int64_t *tool);

struct ticket {
    int64_t id, tool, member, cost, minutes; /* cost: cents */
    int64_t made_at, ended_at;
    struct str what, words, phone, state, answer;
};
/* FAULT_NAME_UNKNOWN. */
MUST enum fault ticket_get(struct ctx *, int64_t id, struct ticket *);
/* S5: values as edit.h has them. Given up ends it and leaves the tool as it is; an ended one may be
 * opened again. Solving is ticket_solve's. */
struct ticket_change {
    struct val state, cost, minutes, words;
};
MUST enum fault ticket_change(struct ctx *, const struct ticket *, const struct ticket_change *,
                              bool *changed);

/* S2, S6: passed; valid through `next`. Puts it back and serves the queue. */
MUST enum fault inspection_pass(struct ctx *, int64_t tool, day next);

/* T10: the owner wants it back. The due day of its loan comes forward to the first open day on or
 * after today + the notice (or `by`, if later), if that is earlier. */
struct recalled {
    struct tool tool;
    day due_before, due; /* of its loan; DAY_NONE: it is not out */
};
MUST enum fault tool_recall(struct ctx *, int64_t tool, day by, struct recalled *);
MUST enum fault tool_recall_off(struct ctx *, int64_t tool, struct recalled *);

/* L14: tool missing, loan closed as lost. */
struct lost {
    struct loan loan;
    int64_t cents, deposit; /* charged; held for it, to be returned or kept (G11) */
};
MUST enum fault loan_lost(struct ctx *, int64_t tool, struct lost *);
/* It turned up, not by a return: where the counter is. FAULT_* as tool_move_to. */
MUST enum fault tool_found(struct ctx *, int64_t tool, struct tool *was, struct refund *);
/* L15, L21: workshop use ends by itself at the end of its day. */
MUST enum fault in_house_end(struct ctx *);

#endif
