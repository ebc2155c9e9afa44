/* A request as it comes in: its line, its headers, its body. See http.h. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "server/answer.h"
#include "server/frame.h"
#include "server/http_own.h"
#include "server/server.h"

enum { OVER_LIMIT = 256 * 1024, SPARE_MOST = 16 };

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

void http_spare_free(struct http_thread *t)
{
    for (struct link *k; (k = t->spare);) {
        t->spare = k->next;
        arena_free(&k->r.mem);
        free(k);
    }
}

/* Called with the request line, before anything is unescaped. */
void *http_on_target(void *cls, const char *target, struct MHD_Connection *conn)
{
    struct http_thread *t = cls;
    struct link *k = link_new(t);
    k->thread = t;
    k->conn = conn;
    k->c = MHD_get_connection_info(conn, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
    k->r.server = t->http->o.server;
    k->r.thread = t->index;
    k->r.begun_us = monotonic_us();
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

static enum MHD_Result on_header(void *cls, enum MHD_ValueKind kind, const char *name,
                                 size_t name_n, const char *value, size_t value_n)
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

static enum MHD_Result refuse(struct link *k, enum fault f)
{
    k->r.fault = f;
    answer_refuse(&k->r, f);
    k->r.answer.close = true;
    return http_answer(k);
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
        return http_answer(k);
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
        return http_answer(k);
    /* First suspended, then handed over: it may come back at once. */
    MHD_suspend_connection(k->conn);
    h->o.send(r);
    return MHD_YES;
}

enum MHD_Result http_on_request(void *cls, struct MHD_Connection *conn, const char *url,
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

void http_on_done(void *cls, struct MHD_Connection *conn, void **con_cls,
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

