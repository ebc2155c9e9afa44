/* See queue.h. */
#include "server/queue.h"

void queue_init(struct queue *q, int most)
{
    *q = (struct queue){ .most = most };
    pthread_mutex_init(&q->lock, NULL);
    pthread_cond_init(&q->wake, NULL);
    q->last = &q->first;
}

bool queue_add(struct queue *q, struct request *r)
{
    pthread_mutex_lock(&q->lock);
    bool room = q->n < q->most && !q->stop;
    if (room) {
        r->queued = NULL;
        *q->last = r;
        q->last = &r->queued;
        q->n++;
        pthread_cond_signal(&q->wake);
    }
    pthread_mutex_unlock(&q->lock);
    return room;
}

struct request *queue_take(struct queue *q, int n)
{
    pthread_mutex_lock(&q->lock);
    while (!q->first && !q->stop && !q->poked)
        pthread_cond_wait(&q->wake, &q->lock);
    q->poked = false;
    struct request *list = q->first, **end = &q->first;
    for (; *end && n; n--, q->n--)
        end = &(*end)->queued;
    q->first = *end;
    *end = NULL;
    if (end == &q->first)
        list = NULL;
    if (!q->first)
        q->last = &q->first;
    pthread_mutex_unlock(&q->lock);
    return list;
}

void queue_poke(struct queue *q)
{
    pthread_mutex_lock(&q->lock);
    q->poked = true;
    pthread_cond_signal(&q->wake);
    pthread_mutex_unlock(&q->lock);
}

void queue_stop(struct queue *q)
{
    pthread_mutex_lock(&q->lock);
    q->stop = true;
    pthread_cond_broadcast(&q->wake);
    pthread_mutex_unlock(&q->lock);
}

bool queue_stopped(struct queue *q)
{
    pthread_mutex_lock(&q->lock);
    bool done = q->stop && !q->first;
    pthread_mutex_unlock(&q->lock);
    return done;
}
