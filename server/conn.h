/* Open connections: how long each may still take (deadlines libmicrohttpd does not have), and how
 * many an address may have. A slow or idle one is ended by shutdown(2); libmicrohttpd then closes
 * it, we never do. */
#ifndef SERVER_CONN_H
#define SERVER_CONN_H

#include <pthread.h>

#include "server/request.h"

enum { REQUEST_SECONDS = 20, UPLOAD_SECONDS = 120, ANSWER_SECONDS = 120, IDLE_SECONDS = 60,
       PER_ADDRESS = 200 };

struct conn {
    struct peer peer;
    int fd;
    uint32_t slot;      /* of its address, in the counts */
    enum { CONN_IDLE, CONN_COMING, CONN_OURS } state; /* waits; a request comes; we are at it */
    int64_t deadline_ms; /* 0: none */
    uint64_t bytes;     /* received, when last looked at while idle */
    bool looked;
    struct conn_list *list;
    struct conn *older, *newer;
};
/* One list for each HTTP thread; by when they last did something. */
struct conn_list {
    pthread_mutex_t lock;
    struct conn *oldest, *newest;
    _Atomic int n; /* read without the lock */
};

/* False when this address has too many; loopback may have any number. */
bool conn_may(const struct peer *, uint32_t *slot);
void conn_opened(struct conn_list *, struct conn *);
void conn_closed(struct conn *); /* frees it */
/* A slot taken by conn_may and not used. */
void conn_free_slot(uint32_t slot);
/* What happens on it; `more_ms` from now on, 0: no limit. */
void conn_is(struct conn *, int state, int64_t more_ms);
/* An upload may take longer than other requests. */
void conn_extend(struct conn *, int64_t ms);
/* Every second or two: ends those that are over time. */
void conn_tick(struct conn_list *);
/* Ends the one that has been waiting longest; false when none is waiting. */
bool conn_drop_oldest(struct conn_list *);

#endif
