/* Starting and ending libmicrohttpd, and handing it sockets. See http.h. */
#include <sys/resource.h>
#include <unistd.h>

#include "server/http_own.h"

enum { CONN_BYTES = 16 * 1024, STACK = 512 * 1024 };
enum { RESERVED_FDS = 256, MOST_CONNS = 20000 };

/* A socket on its way from the accepting thread to its HTTP thread, by descriptor. */
static _Atomic(struct conn *) arriving[MOST_CONNS + 4096];

static void on_connection(void *cls, struct MHD_Connection *conn, void **socket_cls,
                          enum MHD_ConnectionNotificationCode what)
{
    struct http_thread *t = cls;
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        int fd = MHD_get_connection_info(conn, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
        struct conn *c = atomic_exchange(&arriving[fd], NULL);
        conn_opened(&t->conns, c);
        *socket_cls = c;
    } else if (*socket_cls) {
        conn_closed(*socket_cls);
    }
}

static size_t as_it_is(void *cls, struct MHD_Connection *conn, char *s)
{
    (void)cls, (void)conn;
    return strlen(s);
}

static enum fault thread_start(struct http *h, int i, bool tls)
{
    struct http_thread *t = &h->threads[i];
    t->http = h;
    t->index = i;
    pthread_mutex_init(&t->conns.lock, NULL);
    struct MHD_OptionItem more_options[] = {
        { MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)(uintptr_t)h->o.cert },
        { MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)(uintptr_t)h->o.key },
        { MHD_OPTION_END, 0, NULL },
    };
    t->daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_NO_LISTEN_SOCKET | MHD_USE_ITC |
            MHD_ALLOW_SUSPEND_RESUME | (tls ? MHD_USE_TLS : 0),
        0, NULL, NULL, http_on_request, t,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONN_BYTES,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)h->most + 64,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS,
        MHD_OPTION_THREAD_STACK_SIZE, (size_t)STACK,
        MHD_OPTION_URI_LOG_CALLBACK, http_on_target, t,
        MHD_OPTION_UNESCAPE_CALLBACK, as_it_is, t,
        MHD_OPTION_NOTIFY_COMPLETED, http_on_done, t,
        MHD_OPTION_NOTIFY_CONNECTION, on_connection, t,
        MHD_OPTION_ARRAY, tls ? more_options : more_options + 2,
        MHD_OPTION_END);
    return t->daemon ? OK : FAULT_CONFIG;
}

/* As many connections as there may be open files, but for some of our own. */
static int conns_most(void)
{
    struct rlimit l;
    if (getrlimit(RLIMIT_NOFILE, &l))
        return 512;
    int64_t n = (int64_t)l.rlim_cur - RESERVED_FDS;
    return n < 64 ? 64 : n > MOST_CONNS ? MOST_CONNS : (int)n;
}

enum fault http_start(const struct http_options *o, struct http **out)
{
    struct http *h = calloc(1, sizeof *h);
    ASSERT(h);
    h->o = *o;
    h->n = o->threads;
    h->n_all = o->threads + (o->cert ? 1 : 0);
    h->most = conns_most() / h->n;
    h->threads = calloc((size_t)h->n_all, sizeof *h->threads);
    ASSERT(h->threads);
    *out = h;
    enum fault f = OK;
    for (int i = 0; i < h->n_all && !f; i++)
        f = thread_start(h, i, o->cert && i < h->n);
    return f;
}

void http_add(struct http *h, int fd, const struct peer *peer, const struct sockaddr *addr,
              socklen_t len)
{
    uint32_t slot = 0;
    bool plain = h->o.cert && peer->door == DOOR_CONTROL;
    int i = plain ? h->n : (int)(atomic_fetch_add(&h->turn, 1) % (unsigned)h->n);
    struct http_thread *t = &h->threads[i];
    if (fd >= (int)COUNT(arriving) || !conn_may(peer, &slot)) {
        close(fd);
        return;
    }
    if (t->conns.n >= h->most)
        conn_drop_oldest(&t->conns);
    struct conn *c = calloc(1, sizeof *c);
    ASSERT(c);
    c->peer = *peer;
    c->fd = fd;
    c->slot = slot;
    struct conn *lost = atomic_exchange(&arriving[fd], c);
    if (lost) { /* libmicrohttpd closed that one without a word */
        conn_free_slot(lost->slot);
        free(lost);
    }
    MHD_add_connection(t->daemon, fd, addr, len); /* closes it when it cannot */
}

void http_resume(struct request *r)
{
    struct link *k = r->link;
    MHD_resume_connection(k->conn);
}

int http_busy(struct http *h)
{
    return atomic_load(&h->busy);
}

void http_tick(struct http *h)
{
    for (int i = 0; i < h->n_all; i++)
        conn_tick(&h->threads[i].conns);
}

void http_stop(struct http *h)
{
    for (int i = 0; i < h->n_all; i++) {
        struct http_thread *t = &h->threads[i];
        if (t->daemon)
            MHD_stop_daemon(t->daemon);
        http_spare_free(t);
    }
    free(h->threads);
    free(h);
}
