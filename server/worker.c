/* See worker.h. */
#include "server/worker.h"

#include "schema/db.h"
#include "server/queue.h"
#include "server/serve.h"
#include "server/server.h"

struct worker {
    struct server *server;
    struct queue queue;
    struct db *db; /* query_only */
    pthread_t thread;
};

bool worker_add(struct worker *w, struct request *r)
{
    return queue_add(&w->queue, r);
}

static void *worker_main(void *arg)
{
    struct worker *w = arg;
    while (!queue_stopped(&w->queue)) {
        struct request *r = queue_take(&w->queue, 1);
        if (r) {
            stage_run(r, w->db, STAGE_BARE);
            stage_pass(r);
        }
    }
    return NULL;
}

enum fault worker_start(struct server *s, struct worker **out)
{
    struct worker *w = calloc(1, sizeof *w);
    ASSERT(w);
    *out = w;
    w->server = s;
    queue_init(&w->queue, WORKER_QUEUE);
    enum fault f = db_open(s->db_path, (struct db_options){ .mode = DB_READ }, &w->db);
    if (!f)
        ASSERT(!pthread_create(&w->thread, NULL, worker_main, w));
    return f;
}

void worker_stop(struct worker *w)
{
    if (!w)
        return;
    queue_stop(&w->queue);
    if (w->thread)
        pthread_join(w->thread, NULL);
    db_close(w->db);
    free(w);
}
