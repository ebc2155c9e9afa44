/* See carry.h. */
#include "reminders/carry.h"

#include <pthread.h>

#include "reminders/setup.h"

enum { THREADS_MOST = 64 };

struct queue {
    struct parcel *first, **last;
};

struct carriers {
    const struct world *world;
    pthread_mutex_t lock;
    pthread_cond_t work, landed;
    struct queue http, other, done;
    size_t waiting, idle; /* in `other`; threads that wait for one */
    bool over;
    struct wire wire; /* of the thread of HTTP */
    pthread_t http_thread, threads[THREADS_MOST];
    size_t n_threads;
};

static void put(struct queue *q, struct parcel *p)
{
    p->next = NULL;
    *(q->first ? q->last : &q->first) = p;
    q->last = &p->next;
}

static struct parcel *take(struct queue *q)
{
    struct parcel *p = q->first;
    if (p)
        q->first = p->next;
    return p;
}

static void has_landed(struct carriers *k, struct parcel *p)
{
    pthread_mutex_lock(&k->lock);
    put(&k->done, p);
    pthread_cond_signal(&k->landed);
    pthread_mutex_unlock(&k->lock);
}

/* The next one for a thread of its own; NULL: it is over. */
static struct parcel *next_other(struct carriers *k)
{
    pthread_mutex_lock(&k->lock);
    for (k->idle++; !k->other.first && !k->over;)
        pthread_cond_wait(&k->work, &k->lock);
    k->idle--;
    struct parcel *p = take(&k->other);
    k->waiting -= p != NULL;
    pthread_mutex_unlock(&k->lock);
    return p;
}

static void carry(const struct world *world, struct parcel *p)
{
    struct ctx c = ctx_make(NULL, &p->mem, world);
    c.now = p->now;
    p->fault = gateway_send(&c, p->gateway, &p->out, false, &p->verdict);
}

static void *thread_main(void *arg)
{
    struct carriers *k = arg;
    struct wire wire = { 0 };
    struct world world = *k->world;
    if (world.wire)
        world.wire = world.wire->another(&wire) ? NULL : &wire;
    for (struct parcel *p; (p = next_other(k));) {
        carry(&world, p);
        has_landed(k, p);
    }
    if (world.wire)
        wire.close(&wire);
    return NULL;
}

static enum http_next next_http(void *self, struct http_job *job)
{
    struct carriers *k = self;
    pthread_mutex_lock(&k->lock);
    struct parcel *p = take(&k->http);
    bool over = k->over;
    pthread_mutex_unlock(&k->lock);
    if (!p)
        return over ? HTTP_OVER : HTTP_WAIT;
    *job = (struct http_job){ .mem = &p->mem, .self = p };
    gateway_request(&p->mem, p->gateway, &p->out, &job->request);
    return HTTP_JOB;
}

static void http_done(void *self, struct http_job *job)
{
    struct parcel *p = job->self;
    gateway_verdict(&p->mem, p->gateway, &p->out, &job->reply, &p->verdict);
    has_landed(self, p);
}

static void *http_main(void *arg)
{
    struct carriers *k = arg;
    struct http_feed feed = { .next = next_http, .done = http_done, .self = k };
    k->wire.http_many(&k->wire, &feed);
    return NULL;
}

struct carriers *carriers_new(const struct world *world)
{
    struct carriers *k = calloc(1, sizeof *k);
    ASSERT(k);
    k->world = world;
    pthread_condattr_t steady; /* a clock that is set does not make us wait */
    pthread_condattr_init(&steady);
    pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
    pthread_mutex_init(&k->lock, NULL);
    pthread_cond_init(&k->work, NULL);
    pthread_cond_init(&k->landed, &steady);
    pthread_condattr_destroy(&steady);
    return k;
}

static void take_http(struct carriers *k, struct parcel *p)
{
    bool begun = k->wire.self;
    p->fault = !begun && (!k->world->wire || k->world->wire->another(&k->wire)) ? FAULT_HELPER : OK;
    if (p->fault || !gateway_takes(&p->out, &p->verdict)) {
        has_landed(k, p);
        return;
    }
    pthread_mutex_lock(&k->lock);
    put(&k->http, p);
    pthread_mutex_unlock(&k->lock);
    if (!begun)
        ASSERT(!pthread_create(&k->http_thread, NULL, http_main, k));
    k->wire.wake(&k->wire);
}

void carriers_take(struct carriers *k, struct parcel *p)
{
    const struct wire *w = k->world->wire;
    p->verdict = (struct verdict){ 0 };
    if (w && !w->another) {
        carry(k->world, p);
        has_landed(k, p);
        return;
    }
    if (p->gateway->kind == GATEWAY_HTTP) {
        take_http(k, p);
        return;
    }
    pthread_mutex_lock(&k->lock);
    put(&k->other, p);
    if (++k->waiting > k->idle && k->n_threads < THREADS_MOST)
        ASSERT(!pthread_create(&k->threads[k->n_threads++], NULL, thread_main, k));
    pthread_cond_signal(&k->work);
    pthread_mutex_unlock(&k->lock);
}

struct parcel *carriers_landed(struct carriers *k, int64_t wait)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    int64_t ns = until.tv_nsec + wait % 1000 * 1000000;
    until.tv_sec += (time_t)(wait / 1000 + ns / 1000000000);
    until.tv_nsec = (long)(ns % 1000000000);
    pthread_mutex_lock(&k->lock);
    while (!k->done.first && wait > 0 && !pthread_cond_timedwait(&k->landed, &k->lock, &until))
        ;
    struct parcel *all = k->done.first;
    k->done.first = NULL;
    pthread_mutex_unlock(&k->lock);
    return all;
}

struct parcel *carriers_free(struct carriers *k)
{
    pthread_mutex_lock(&k->lock);
    k->over = true;
    pthread_cond_broadcast(&k->work);
    pthread_mutex_unlock(&k->lock);
    for (size_t i = 0; i < k->n_threads; i++)
        pthread_join(k->threads[i], NULL);
    if (k->wire.self) {
        k->wire.wake(&k->wire);
        pthread_join(k->http_thread, NULL);
        k->wire.close(&k->wire);
    }
    struct parcel *all = k->done.first;
    pthread_mutex_destroy(&k->lock);
    pthread_cond_destroy(&k->work);
    pthread_cond_destroy(&k->landed);
    free(k);
    return all;
}

int carriers_at_once(enum gateway_kind kind)
{
    /* A program or a folder of the administrator's need not bear more than one. */
    return kind == GATEWAY_HTTP ? WIRE_AT_ONCE : kind == GATEWAY_SMTP ? SMTP_AT_ONCE : 1;
}
