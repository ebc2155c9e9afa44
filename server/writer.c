/* See writer.h. */
#include "server/writer.h"

#include "base/log.h"
#include "lending/login.h"
#include "lending/setting.h"
#include "lending/tool.h"
#include "ops/op.h"
#include "schema/db.h"
#include "server/queue.h"
#include "server/sender.h"
#include "server/serve.h"
#include "server/server.h"

enum { SEEN_MOST = 64, MISSED_BYTES = 240 };

/* Searches without a hit of this minute; those up to `noted` are written. */
struct missed {
    int64_t minute;
    size_t n, noted;
    char words[MISSED_A_MINUTE][MISSED_BYTES];
};

struct writer {
    struct server *server;
    struct queue queue;
    struct db *db;
    pthread_t thread;
    pthread_mutex_t seen_lock;
    int64_t seen[SEEN_MOST]; /* dropped when full: they come again */
    size_t n_seen;
    struct missed missed; /* under seen_lock too */
    _Atomic bool probe;
};

void writer_seen(struct writer *w, int64_t id)
{
    bool there = false;
    pthread_mutex_lock(&w->seen_lock);
    for (size_t i = 0; i < w->n_seen && !there; i++)
        there = w->seen[i] == id;
    if (!there && w->n_seen < SEEN_MOST)
        w->seen[w->n_seen++] = id;
    pthread_mutex_unlock(&w->seen_lock);
    if (!there)
        queue_poke(&w->queue);
}

void writer_missed(struct writer *w, struct str words)
{
    int64_t minute = monotonic_us() / 60000000;
    struct missed *m = &w->missed;
    struct str cut = utf8_upto(words, SEARCH_MISSED_MOST);
    bool room = false;
    pthread_mutex_lock(&w->seen_lock);
    if (m->minute != minute && m->noted == m->n) {
        m->minute = minute;
        m->n = m->noted = 0;
    }
    if (m->n < MISSED_A_MINUTE && cut.n < MISSED_BYTES) {
        memcpy(m->words[m->n], cut.s, cut.n);
        m->words[m->n++][cut.n] = 0;
        room = true;
    }
    pthread_mutex_unlock(&w->seen_lock);
    if (room)
        queue_poke(&w->queue);
}

bool writer_add(struct writer *w, struct request *r)
{
    return queue_add(&w->queue, r);
}

struct seen {
    int64_t id[SEEN_MOST];
    size_t n;
    struct missed missed;
    bool pretend;
};

static enum fault seen_body(struct ctx *c, void *arg)
{
    struct seen *s = arg;
    enum fault f = OK;
    if (s->pretend)
        ops_clock(c);
    for (size_t i = 0; i < s->n && !f; i++)
        f = s->id[i] > 0 ? session_seen(c, s->id[i]) : token_seen(c, -s->id[i]);
    for (size_t i = s->missed.noted; i < s->missed.n && !f; i++)
        f = tool_search_missed(c, str_of(s->missed.words[i]));
    return f;
}

/* When they were last seen, and what was not found, is worth no complaint. */
static void seen_write(struct writer *w)
{
    struct seen s = { .pretend = w->server->pretend };
    struct arena mem CLEANUP(arena_free) = { 0 };
    pthread_mutex_lock(&w->seen_lock);
    memcpy(s.id, w->seen, sizeof s.id);
    s.n = w->n_seen;
    w->n_seen = 0;
    s.missed = w->missed;
    w->missed.noted = w->missed.n;
    pthread_mutex_unlock(&w->seen_lock);
    if (!s.n && s.missed.noted == s.missed.n)
        return;
    struct ctx c = ctx_make(w->db, &mem, w->server->world);
    if (db_write(&c, seen_body, &s))
        return;
}

static void each_fault(struct request *list, enum fault f)
{
    for (struct request *r = list; r; r = r->queued) {
        r->fault = f;
        r->next.fn = NULL;
        r->answer.status = 0;
        r->n_wrong = 0;
        r->urgent = false;
    }
}

/* Sets a request back to before its stage ran. */
static void again(struct request *r, stage_fn *fn)
{
    arena_back(&r->mem, r->mark);
    r->next.where = WRITER;
    r->next.fn = fn;
    r->fault = OK;
    r->n_wrong = 0;
    r->out = NULL;
    r->urgent = false;
    memset(&r->answer, 0, sizeof r->answer);
}

/* One transaction for the list. When something breaks beyond one stage (the disk, the commit) all
 * are as before, and *fault says what. */
static enum fault batch(struct writer *w, struct request *list)
{
    enum fault f = db_begin(w->db);
    for (struct request *r = list; r && !f; r = r->queued) {
        stage_run(r, w->db, STAGE_WRITE);
        /* SQLite may have rolled back everything, not only this one's savepoint. */
        if (db_sick(w->db))
            f = r->fault ? r->fault : FAULT_IO;
    }
    if (!f) {
        f = db_commit(w->db);
        atomic_fetch_add(&w->server->commits, 1);
        return f;
    }
    if (db_in_transaction(w->db))
        db_rollback(w->db);
    return f;
}

static void serve_list(struct writer *w, struct request *list)
{
    stage_fn *fns[WRITER_BATCH];
    size_t n = 0;
    for (struct request *r = list; r; r = r->queued) {
        fns[n++] = r->next.fn;
        r->mark = arena_mark(&r->mem);
    }
    enum fault f = batch(w, list);
    atomic_store(&w->server->write_fault, (int)f);
    if (!f)
        return;
    struct log l = log_event(LOG_ERROR, "commit-failed");
    log_str(&l, "fault", str_of(fault_info(f)->name));
    log_int(&l, "requests", (int64_t)n);
    log_end(&l);
    if (n == 1 || f == FAULT_UNSURE || f == FAULT_BUSY) {
        each_fault(list, f);
        return;
    }
    /* One of them may be to blame: each alone. */
    n = 0;
    for (struct request *r = list, *rest; r; r = rest) {
        rest = r->queued;
        r->queued = NULL;
        again(r, fns[n++]);
        f = batch(w, r);
        if (f)
            each_fault(r, f);
        r->queued = rest;
    }
    atomic_store(&w->server->write_fault, (int)f);
}

void writer_probe(struct writer *w)
{
    atomic_store(&w->probe, true);
    queue_poke(&w->queue);
}

static enum fault probe_body(struct ctx *c, void *arg)
{
    (void)arg;
    return library_fact_set(c, "probed_at", str_printf(c->mem, "%lld", (long long)c->now));
}

static void probe(struct writer *w)
{
    struct arena mem CLEANUP(arena_free) = { 0 };
    struct ctx c = ctx_make(w->db, &mem, w->server->world);
    atomic_store(&w->server->write_fault, (int)db_write(&c, probe_body, NULL));
}

static void *writer_main(void *arg)
{
    struct writer *w = arg;
    while (!queue_stopped(&w->queue)) {
        struct request *list = queue_take(&w->queue, WRITER_BATCH);
        if (list)
            serve_list(w, list);
        for (struct request *r = list, *rest; r; r = rest) {
            rest = r->queued;
            if (r->urgent)
                sender_poke(w->server->sender);
            stage_pass(r);
        }
        seen_write(w);
        if (atomic_exchange(&w->probe, false))
            probe(w);
    }
    return NULL;
}

enum fault writer_start(struct server *s, struct writer **out)
{
    struct writer *w = calloc(1, sizeof *w);
    ASSERT(w);
    *out = w;
    w->server = s;
    queue_init(&w->queue, WRITER_QUEUE);
    pthread_mutex_init(&w->seen_lock, NULL);
    struct db_options o = { .mode = DB_WRITE, .busy_ms = WRITER_BUSY_MS };
    enum fault f = db_open(s->db_path, o, &w->db);
    if (!f)
        f = db_prepare_all(w->db);
    if (!f)
        ASSERT(!pthread_create(&w->thread, NULL, writer_main, w));
    return f;
}

void writer_stop(struct writer *w)
{
    if (!w)
        return;
    queue_stop(&w->queue);
    if (w->thread)
        pthread_join(w->thread, NULL);
    db_close(w->db);
    free(w);
}
