/* How each gateway does in this run: how many it is given at once, how fast, and when it is left alone
 * (N10). Nothing here waits, so that one gateway never holds up another. */
#ifndef REMINDERS_GATE_H
#define REMINDERS_GATE_H

#include "reminders/gateway.h"

/* One that failed by its own fault DOWN_AFTER times on end is left alone until the next run: nobody
 * waits for it, and no try is spent on it. Until it has taken one, and after each failure, no more are
 * under way than may still fail. */
enum { DOWN_AFTER = 3, GATEWAYS_MOST = 32 };
struct gate {
    int failed, flying;
    bool proven;
    int64_t next; /* milliseconds: not before, so that per_minute holds */
};
struct gates {
    const struct gateways *all;
    struct gate at[GATEWAYS_MOST]; /* of any beyond, the last one's */
};

struct gate *gate_of(struct gates *, const struct gateway *);
/* The k-th that is not down, in the order of the file; NULL: none. */
const struct gateway *gate_open(struct gates *, enum channel, size_t k);
/* How many more it may be given at this moment. */
int gate_room(struct gates *, const struct gateway *, int64_t now);
void gate_left(struct gates *, const struct gateway *, int64_t now);
void gate_back(struct gates *, const struct gateway *, const struct verdict *);

#endif
