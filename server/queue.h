/* Requests that wait for a thread, in order, at most so many. */
#ifndef SERVER_QUEUE_H
#define SERVER_QUEUE_H

#include <pthread.h>

#include "server/request.h"

struct queue {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct request *first, **last;
    int n, most;
    bool stop, poked;
};

void queue_init(struct queue *, int most);
/* False when it is full or stopped. */
bool queue_add(struct queue *, struct request *);
/* Takes up to `n`, as a list by `queued`. Waits for one; NULL when poked or stopped instead. */
struct request *queue_take(struct queue *, int n);
/* Wakes the taker without a request. */
void queue_poke(struct queue *);
/* No more may come; the taker gets what is there, then NULL for ever. */
void queue_stop(struct queue *);
bool queue_stopped(struct queue *);

#endif
