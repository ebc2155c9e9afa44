/* See http.h. The only file that includes <microhttpd.h>; written for 0.9.75. */
#include "server/http.h"

#include <errno.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "server/answer.h"
#include "server/conn.h"
#include "server/frame.h"
#include "server/server.h"

enum { CONN_BYTES = 16 * 1024, STACK = 512 * 1024, OVER_LIMIT = 256 * 1024 };
enum { RESERVED_FDS = 256, MOST_CONNS = 20000, SPARE_MOST = 16 };

struct link;
struct http_thread {
    struct http *http;
    int index;
    struct MHD_Daemon *daemon;
    struct conn_list conns;
    struct link *spare; /* done with, with a block of memory each */
    int n_spare;
};
struct http {
    struct http_options o;
    int n;             /* of threads that face the web; with TLS one more for the control socket */
    int n_all, most;   /* of connections on a thread */
    _Atomic unsigned turn;
    _Atomic int busy;
    struct http_thread *threads;
};
/* A socket on its way from the accepting thread to its HTTP thread, by descriptor. */
static _Atomic(struct conn *) arriving[MOST_CONNS + 4096];

/* What con_cls points at: the request and where it stands. */
struct link {
    struct http_thread *thread;
    struct MHD_Connection *conn;
    struct conn *c;
    enum { LINE, BODY, RUN, ANSWERED } state;
    bool too_big;
    struct link *next;
    struct arena_mark first; /* the first block of its arena, kept for the next request */
    struct request r;
};

static int64_t now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

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

/* libmicrohttpd would put each argument of the query into its memory, where thousands of empty ones
 * do not fit; then it closes without a word. We parse the query ourselves, so it gets none. */
static void hide_query(const char *target)
{
    char *mark = (char *)(uintptr_t)strchr(target, '?');
    if (mark && mark[1])
        mark[1] = 0;
}

/* A request and its first block of memory are used again: on a busy thread that is a good part of
 * what a page costs. */
static struct link *link_new(struct http_thread *t)
{
    struct link *k = t->spare;
    if (k) {
        t->spare = k->next;
        t->n_spare--;
        struct arena mem = k->r.mem;
        struct arena_mark first = k->first;
        memset(k, 0, offsetof(struct link, r) + offsetof(struct request, headers));
        k->r.mem = mem;
        k->first = first;
        return k;
    }
    k = calloc(1, sizeof *k);
    ASSERT(k);
    arena_get(&k->r.mem, 1);
    k->first = arena_mark(&k->r.mem);
    return k;
}

static void link_free(struct http_thread *t, struct link *k)
{
    if (t->n_spare == SPARE_MOST) {
        arena_free(&k->r.mem);
        free(k);
        return;
    }
    arena_back(&k->r.mem, k->first);
    k->next = t->spare;
    t->spare = k;
    t->n_spare++;
}

/* Called with the request line, before anything is unescaped. */
static void *on_target(void *cls, const char *target, struct MHD_Connection *conn)
{
    struct http_thread *t = cls;
    struct link *k = link_new(t);
    k->thread = t;
    k->conn = conn;
    k->c = MHD_get_connection_info(conn, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
    k->r.server = t->http->o.server;
    k->r.thread = t->index;
    k->r.begun_us = now_us();
    k->r.body_fd = -1;
    k->r.link = k;
    k->r.peer = &k->c->peer;
    k->r.target = str_copy(&k->r.mem, str_of(target));
    k->r.body.a = &k->r.mem;
    if (target)
        hide_query(target);
    conn_is(k->c, CONN_COMING, REQUEST_SECONDS * 1000);
    atomic_fetch_add(&t->http->busy, 1);
    return k;
}

static size_t as_it_is(void *cls, struct MHD_Connection *conn, char *s)
{
    (void)cls, (void)conn;
    return strlen(s);
}

static enum MHD_Result on_header(void *cls, enum MHD_ValueKind kind, const char *name, size_t name_n,
                                 const char *value, size_t value_n)
{
    struct request *r = cls;
    (void)kind;
    if (r->n_headers < HEADERS_MOST)
        r->headers[r->n_headers] = (struct header){ { name, name_n }, { value, value_n } };
    r->n_headers++;
    return MHD_YES;
}

/* They stay where they were received until the request is done; values lose the blanks around. */
static void headers_keep(struct request *r)
{
    for (size_t i = 0; i < r->n_headers; i++)
        r->headers[i].value = str_trim(r->headers[i].value);
}

static enum fault frame_of(struct link *k, const char *method, const char *version)
{
    struct request *r = &k->r;
    MHD_get_connection_values_n(k->conn, MHD_HEADER_KIND, on_header, r);
    struct frame f = { .method = method, .version = version, .target = r->target,
                       .headers = r->headers, .n_headers = r->n_headers };
    f.size = MHD_get_connection_info(k->conn, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE)->header_size;
    enum fault bad = frame_check(&f);
    if (r->n_headers > HEADERS_MOST)
        r->n_headers = HEADERS_MOST;
    headers_keep(r);
    r->method = frame_method(method);
    return bad;
}

static void answer_headers(struct MHD_Response *m, struct request *r)
{
    static const struct { const char *name, *value; } always[] = {
        { "X-Content-Type-Options", "nosniff" },
        { "Referrer-Policy", "same-origin" },
        { "Cross-Origin-Opener-Policy", "same-origin" },
        { "Permissions-Policy", "geolocation=(), microphone=(), payment=()" },
    };
    const struct answer *a = &r->answer;
    bool html = a->type == type_html;
    const char *policy = a->scan
        ? "default-src 'none'; img-src 'self' blob:; style-src 'self'; script-src 'self'; "
          "connect-src 'self'; worker-src blob:; form-action 'self'; base-uri 'none'; "
          "frame-ancestors 'none'"
        : html ? "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; "
                 "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
                 "frame-ancestors 'none'"
               : "default-src 'none'; frame-ancestors 'none'";
    MHD_add_response_header(m, "Content-Security-Policy", policy);
    for (size_t i = 0; i < COUNT(always); i++)
        MHD_add_response_header(m, always[i].name, always[i].value);
    if (a->type)
        MHD_add_response_header(m, "Content-Type", a->type);
    static const char *const keep[] = { "no-store", "no-cache", "public, max-age=31536000, immutable" };
    MHD_add_response_header(m, "Cache-Control", keep[a->keep]);
    if (a->etag.n)
        MHD_add_response_header(m, "ETag", a->etag.s);
    if (a->keep != KEEP_EVER)
        MHD_add_response_header(m, "Vary", "Accept, Accept-Language, Cookie");
    if (a->gzip)
        MHD_add_response_header(m, "Content-Encoding", "gzip");
    if (r->https)
        MHD_add_response_header(m, "Strict-Transport-Security", "max-age=31536000");
    for (size_t i = 0; i < a->n_extra; i++)
        MHD_add_response_header(m, a->extra[i].name.s, a->extra[i].value.s);
    if (a->close)
        MHD_add_response_header(m, "Connection", "close");
}

static struct MHD_Response *response_of(struct str body, bool copy)
{
    struct MHD_Response *m = MHD_create_response_from_buffer(
        body.n, (void *)(uintptr_t)(body.s ? body.s : ""),
        copy ? MHD_RESPMEM_MUST_COPY : MHD_RESPMEM_PERSISTENT);
    ASSERT(m);
    return m;
}

static ssize_t no_body(void *cls, uint64_t at, char *to, size_t most)
{
    (void)cls, (void)at, (void)to, (void)most;
    return MHD_CONTENT_READER_END_OF_STREAM;
}

/* A 304 says how long the page is (RFC 9110, 8.6), and sends nothing of it. */
static struct MHD_Response *response_empty(size_t length)
{
    struct MHD_Response *m = MHD_create_response_from_callback(length, 64, no_body, NULL, NULL);
    ASSERT(m);
    return m;
}

/* The body stays in the request's arena until MHD has sent it and says so (on_done). */
static enum MHD_Result answer_queue(struct link *k)
{
    struct request *r = &k->r;
    struct answer *a = &r->answer;
    struct str body = a->made ? buf_str(a->made) : a->body;
    struct MHD_Response *m = a->kept;
    k->state = ANSWERED;
    if (!m) {
        m = a->status == 304 ? response_empty(a->length) : response_of(body, a->keep_as);
        answer_headers(m, r);
    }
    enum MHD_Result done = MHD_queue_response(k->conn, (unsigned)a->status, m);
    if (a->keep_as)
        *a->keep_as = m;
    else if (!a->kept)
        MHD_destroy_response(m);
    conn_is(k->c, CONN_OURS, ANSWER_SECONDS * 1000);
    return done;
}

static enum MHD_Result refuse(struct link *k, enum fault f)
{
    k->r.fault = f;
    answer_refuse(&k->r, f);
    k->r.answer.close = true;
    return answer_queue(k);
}

/* The request line and headers are there. */
static enum MHD_Result first(struct link *k, const char *method, const char *version)
{
    struct request *r = &k->r;
    enum fault bad = frame_of(k, method, version);
    k->state = BODY;
    if (bad)
        return refuse(k, bad);
    k->thread->http->o.begin(r);
    if (r->answer.status)
        return answer_queue(k);
    if (r->body_limit > BODY_MOST)
        conn_extend(k->c, (UPLOAD_SECONDS - REQUEST_SECONDS) * 1000);
    return MHD_YES;
}

/* An upload goes to a file without a name; what is larger than the limit is read and dropped for a
 * while, so that its sender gets to read the refusal. */
static enum MHD_Result more(struct link *k, const char *data, size_t n)
{
    struct request *r = &k->r;
    r->body_n += n;
    if (r->body_n > r->body_limit)
        k->too_big = true;
    if (r->body_n > r->body_limit + OVER_LIMIT)
        return MHD_NO;
    if (k->too_big || r->fault)
        return MHD_YES;
    if (r->body_limit <= BODY_MOST) {
        buf_add(&r->body, (struct str){ data, n });
        return MHD_YES;
    }
    if (r->body_fd < 0)
        r->body_fd = open(r->server->spool, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    while (n && !r->fault) {
        ssize_t done = write(r->body_fd, data, n);
        if (done < 0 && errno != EINTR)
            r->fault = errno == ENOSPC ? FAULT_DISK_FULL : FAULT_IO;
        data += done > 0 ? done : 0;
        n -= done > 0 ? (size_t)done : 0;
    }
    return MHD_YES;
}

static enum MHD_Result run(struct link *k)
{
    struct request *r = &k->r;
    struct http *h = k->thread->http;
    if (k->state == BODY && (k->too_big || r->fault))
        return refuse(k, k->too_big ? FAULT_BODY_TOO_BIG : r->fault);
    k->state = RUN;
    conn_is(k->c, CONN_OURS, 0);
    if (h->o.run(r) == HERE)
        return answer_queue(k);
    /* First suspended, then handed over: it may come back at once. */
    MHD_suspend_connection(k->conn);
    h->o.send(r);
    return MHD_YES;
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *conn, const char *url,
                                  const char *method, const char *version, const char *data,
                                  size_t *size, void **con_cls)
{
    struct link *k = *con_cls;
    (void)cls, (void)conn, (void)url;
    if (!k || k->state == ANSWERED)
        return k ? MHD_YES : MHD_NO;
    if (k->state == LINE)
        return first(k, method, version);
    if (*size) {
        size_t n = *size;
        *size = 0;
        return more(k, data, n);
    }
    return run(k);
}

/* What libmicrohttpd answered by itself; 0 when it closed without a word. */
static int own_status(struct MHD_Connection *conn)
{
    const union MHD_ConnectionInfo *i =
        MHD_get_connection_info(conn, MHD_CONNECTION_INFO_HTTP_STATUS);
    return i ? (int)i->http_status : 0;
}

static void on_done(void *cls, struct MHD_Connection *conn, void **con_cls,
                    enum MHD_RequestTerminationCode how)
{
    struct http_thread *t = cls;
    struct link *k = *con_cls;
    if (!k)
        return;
    struct request *r = &k->r;
    if (how != MHD_REQUEST_TERMINATED_COMPLETED_OK && k->state != ANSWERED)
        r->answer.status = own_status(conn);
    t->http->o.done(r);
    for (size_t i = 0; i < r->n_files; i++)
        close(r->files[i]->fd);
    if (r->body_fd >= 0)
        close(r->body_fd);
    conn_is(k->c, CONN_IDLE, 0);
    link_free(t, k);
    *con_cls = NULL;
    atomic_fetch_sub(&t->http->busy, 1);
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
        0, NULL, NULL, on_request, t,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONN_BYTES,
        MHD_OPTION_CONNECTION_LIMIT, (unsigned)h->most + 64,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS,
        MHD_OPTION_THREAD_STACK_SIZE, (size_t)STACK,
        MHD_OPTION_URI_LOG_CALLBACK, on_target, t,
        MHD_OPTION_UNESCAPE_CALLBACK, as_it_is, t,
        MHD_OPTION_NOTIFY_COMPLETED, on_done, t,
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

void http_forget(void *kept)
{
    if (kept)
        MHD_destroy_response(kept);
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
        for (struct link *k; (k = t->spare);) {
            t->spare = k->next;
            arena_free(&k->r.mem);
            free(k);
        }
    }
    free(h->threads);
    free(h);
}
