/* Places in the queue of a model (Words: hold). */
#ifndef LENDING_HOLD_H
#define LENDING_HOLD_H

#include "base/ctx.h"

enum hold_state { HOLD_WAITING, HOLD_ASSIGNED, HOLD_READY, HOLD_RESTING };
struct hold {
    int64_t id, member, model, pick_up, tool; /* tool: the one set apart for it; 0: none yet */
    enum hold_state state;
    int64_t place;        /* in the queue of the model, from 1 */
    day from, to;         /* of a booking; else DAY_NONE */
    day last;             /* ready: its last day on the shelf (H13) */
    struct str member_code, member_name, model_name, tool_code, pick_up_name;
};
/* Those that are still wanted, in the order of the queue; 0: any. */
struct hold_query {
    int64_t member, model;
    bool ready;
};
MUST enum fault hold_list(struct ctx *, const struct hold_query *, const struct hold **, size_t *n);
const char *hold_state_name(enum hold_state);

/* One as it is to stand, at `since_at` in the queue. What follows from it (H12) is not done here. */
struct hold_new {
    int64_t member, model, pick_up, since_at;
    int64_t tool;  /* wanted: this one only; 0: any of the model */
    int64_t given; /* set apart for it: assigned, or ready since the day `ready`; 0: none */
    day ready;
};
MUST enum fault hold_add(struct ctx *, const struct hold_new *, int64_t *id);

#endif
