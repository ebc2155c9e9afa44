/* Asking for a place in the queue, or for days (H4, H7, H15, H16), and what one may do with it. */
#ifndef LENDING_HOLD_ASK_H
#define LENDING_HOLD_ASK_H

#include "lending/tool.h"

struct hold_ask {
    int64_t member, model, pick_up;
    int64_t tool; /* this one only; 0: any of the model */
    int64_t kit;  /* all its tools, instead of model and tool (T12); 0: none */
    day from, to; /* a booking, both included; DAY_NONE: a place in the queue */
    int from_block, to_block; /* half days: the changeover of that block, counted from 1; 0: none */
};
struct hold_given {
    int64_t id, place;  /* place in the queue; 0: it has a tool already, or it is a booking */
    struct str state;   /* "waiting", "assigned", "ready" */
    day until;          /* ready: the last day on the shelf */
    struct str tool_code, model_name, pick_up_name, member_code, member_name;
    day from, to;
    int64_t from_at, to_at; /* half days */
};
MUST enum fault hold_ask(struct ctx *, const struct hold_ask *, struct hold_given *);
/* As it stands now. A member sees own ones only: `by` is the member, 0 a volunteer. */
MUST enum fault hold_now(struct ctx *, int64_t hold, int64_t by, struct hold_given *);
MUST enum fault hold_cancel(struct ctx *, int64_t hold, int64_t by, struct hold_given *was);
/* H14: after the first miss it gets its old place back. */
MUST enum fault hold_keep(struct ctx *, int64_t hold, int64_t by, struct hold_given *);
/* A volunteer gives it another place in the queue, from 1. */
MUST enum fault hold_move(struct ctx *, int64_t hold, int64_t place, struct hold_given *);
/* H6: how long that takes, in days; -1: nobody knows. */
MUST enum fault hold_estimate(struct ctx *, int64_t model, int64_t place, int *days);

#endif
