/* Serving the queue of a model (H1, H2, H11-H14, H16, H18): in one place, whenever a tool becomes
 * free, a hold is made, or days have passed. */
#ifndef LENDING_QUEUE_H
#define LENDING_QUEUE_H

#include "lending/tool.h"

/* Settles what time has decided (missed holds, lapsed bookings, rests that are over) and then gives
 * the free tools of the model to those who wait. Ends every operation that may have freed one. */
MUST enum fault queue_serve(struct ctx *, int64_t model);
/* The same for all models whose days have passed: for the regular run. */
MUST enum fault queue_settle_all(struct ctx *);
/* Holds that wait although a tool is free for them where they fetch it, and the lowest of them: none, in
 * a library that is well (H12). What only the passing of days made possible is not counted: a run serves it. */
MUST enum fault queue_unserved(struct ctx *, int64_t *n, int64_t *first);
/* For all that a member waits for, who may borrow again (M12). */
MUST enum fault queue_serve_member(struct ctx *, int64_t member);

/* T12: the holds of one asking for a kit, which stand and fall together; else the hold alone. */
enum { KIT_MOST = 64 };
struct together {
    struct hold_one {
        int64_t id, member, model, since, misses;
        int64_t transfer;               /* its tool travels; 0: not */
        struct val state, given, ready; /* as stored */
    } at[KIT_MOST];
    size_t n;
};
MUST enum fault queue_together(struct ctx *, int64_t hold, struct together *);
/* The tool of an assigned hold is at its pick-up branch: the hold is ready, its clock starts and its
 * member hears; of a kit only when all its tools are there (T12). */
MUST enum fault queue_at_pick_up(struct ctx *, int64_t hold);
/* A hold loses its tool without the member's doing (H18): it waits again at its old place. What was
 * said is taken back. The tool may go on to another: queue_serve afterwards. */
MUST enum fault queue_release(struct ctx *, const struct tool *);
/* The member has it now (H15): fulfilled; a ready tool that was another goes on. */
MUST enum fault queue_fulfil(struct ctx *, const struct tool *, int64_t member, int64_t loan);
/* Ends a hold: by the member or a volunteer ("cancelled"), or because nothing serves it ("ended"). */
MUST enum fault queue_end(struct ctx *, int64_t hold, const char *state);
/* T7, T15: a tool is retired or missing. Holds on it alone move to the model when another tool is
 * left, else they end with a message; holds on the model end only with its last tool. */
MUST enum fault queue_tool_gone(struct ctx *, const struct tool *);
/* L9: the first who waits for the model hears that it takes longer, when nothing else is free. */
MUST enum fault queue_tell_longer(struct ctx *, int64_t model, int64_t tool);
/* The first who would get the tool now, for "leg apart voor": 0 when nobody waits. */
struct queue_next {
    int64_t hold, member;
    day until; /* ready: the last shelf day; DAY_NONE: assigned, it travels first */
};
MUST enum fault queue_for_tool(struct ctx *, int64_t tool, struct queue_next *);
/* H13: the last shelf day of a hold ready since `ready` at that branch. */
MUST enum fault queue_shelf_last(struct ctx *, int64_t branch, day ready, day *last);

#endif
