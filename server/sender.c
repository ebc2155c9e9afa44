/* See sender.h. */
#include "server/sender.h"

#include <errno.h>
#include <pthread.h>

#include "base/log.h"
#include "ops/op.h"
#include "reminders/outbox.h"
#include "reminders/wire.h"
#include "schema/db.h"
#include "server/server.h"

enum { STOP_SECONDS = 3 };

struct sender {
    struct server *server;
    struct world world; /* the server's, with a wire of this thread's own */
    struct wire wire;
    struct arena mem;   /* the gateways */
    struct gateways gateways;
    struct db *db;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool poked, stop;
};

static void send_urgent(struct sender *s)
{
    struct arena mem CLEANUP(arena_free) = { 0 };
    struct tally tally = { 0 };
    struct outbox_run run = { .gateways = &s->gateways, .urgent = true };
    struct ctx c = ctx_make(s->db, &mem, &s->world);
    if (s->server->pretend)
        ops_clock(&c);
    enum fault f = outbox_send(&c, &run, &tally);
    if (!f && !tally.sent && !tally.failed && !tally.retry && !tally.unknown)
        return;
    struct log l = log_event(f ? LOG_ERROR : LOG_INFO, "urgent-sent");
    if (f)
        log_str(&l, "fault", str_of(fault_info(f)->name));
    log_int(&l, "sent", tally.sent);
    log_int(&l, "failed", tally.failed);
    log_int(&l, "retry", tally.retry);
    log_int(&l, "unknown", tally.unknown);
    log_end(&l);
}

/* Waits for a poke, but not for ever. False: stop. */
static bool wait(struct sender *s)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += SENDER_SECONDS;
    pthread_mutex_lock(&s->lock);
    while (!s->poked && !s->stop)
        if (pthread_cond_timedwait(&s->wake, &s->lock, &until) == ETIMEDOUT)
            break;
    bool go = !s->stop;
    s->poked = false;
    pthread_mutex_unlock(&s->lock);
    return go;
}

static void *sender_main(void *arg)
{
    struct sender *s = arg;
    do
        send_urgent(s);
    while (wait(s));
    return NULL;
}

enum fault sender_start(struct server *server, struct sender **out, struct str *why)
{
    struct sender *s = calloc(1, sizeof *s);
    ASSERT(s);
    *out = NULL;
    s->server = server;
    s->world = *server->world;
    enum fault f = wire_open(&s->wire);
    if (!f)
        f = db_open(server->db_path, (struct db_options){ .mode = DB_WRITE }, &s->db);
    if (!f) {
        struct ctx c = ctx_make(s->db, &s->mem, &s->world);
        f = outbox_gateways(&c, &s->gateways, why);
    }
    if (f) {
        db_close(s->db);
        arena_free(&s->mem);
        free(s);
        return f == FAULT_NO_GATEWAY ? OK : f;
    }
    s->world.wire = &s->wire;
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->wake, NULL);
    ASSERT(!pthread_create(&s->thread, NULL, sender_main, s));
    *out = s;
    return OK;
}

void sender_poke(struct sender *s)
{
    if (!s)
        return;
    pthread_mutex_lock(&s->lock);
    s->poked = true;
    pthread_cond_signal(&s->wake);
    pthread_mutex_unlock(&s->lock);
}

bool sender_stop(struct sender *s)
{
    struct timespec until;
    if (!s)
        return true;
    pthread_mutex_lock(&s->lock);
    s->stop = true;
    pthread_cond_signal(&s->wake);
    pthread_mutex_unlock(&s->lock);
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += STOP_SECONDS;
    /* A message under way is claimed; its claim runs out, and another run sees to it. */
    if (pthread_timedjoin_np(s->thread, NULL, &until))
        return false;
    db_close(s->db);
    wire_close(&s->wire);
    arena_free(&s->mem);
    free(s);
    return true;
}
