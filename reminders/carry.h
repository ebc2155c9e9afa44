/* Messages under way, many at once: those of HTTP gateways share one thread and its multi handle, each
 * other one has a thread to itself (libcurl waits for an SMTP server's last word), and threads keep
 * their connections. Only who sends (send.c) knows the database; here nobody does. */
#ifndef REMINDERS_CARRY_H
#define REMINDERS_CARRY_H

#include "reminders/gateway.h"

enum { SMTP_AT_ONCE = 16 };

/* One message on its way through one gateway; the caller's, who lets it be until it has landed. */
struct parcel {
    struct arena mem; /* what `out` points to, and the verdict */
    const struct gateway *gateway;
    struct outgoing out;
    int64_t now; /* the Date of an e-mail */
    enum fault fault;
    struct verdict verdict;
    struct parcel *next;
};

struct carriers;
/* Starts no thread yet. */
struct carriers *carriers_new(const struct world *);
/* Does not wait; but where the wire of `world` is the only one (`another` is NULL), it carries. */
void carriers_take(struct carriers *, struct parcel *);
/* All that landed since, the first first; waits at most so many milliseconds for one. NULL: none. */
struct parcel *carriers_landed(struct carriers *, int64_t wait);
/* Waits for all that is under way, and gives it back. */
struct parcel *carriers_free(struct carriers *);
/* How many a gateway of that kind is given at once. */
int carriers_at_once(enum gateway_kind);

#endif
