/* See serve.h. */
#include "server/serve.h"

#include <unistd.h>

#include "base/log.h"
#include "lending/setting.h"
#include "schema/db.h"
#include "server/answer.h"
#include "server/body.h"
#include "server/kept.h"
#include "server/known.h"
#include "server/route.h"
#include "server/server.h"
#include "server/session.h"
#include "server/worker.h"
#include "server/writer.h"
#include "text/text.h"

enum { READ_MS = 2000, UPLOAD_MOST = 64 * 1024 * 1024 };

/* Eight letters: enough to find a request in the log, and to read out over the phone. */
static struct str request_id(struct server *s, struct arena *a)
{
    static const char letters[] = "abcdefghjkmnpqrstvwxyz0123456789";
    uint32_t n = atomic_fetch_add(&s->ids, 1);
    uint64_t x = ((uint64_t)s->id_salt << 8 | (s->started & 0xff)) ^ (uint64_t)n * 0x9e3779b97f4a7c15u;
    char *id = arena_get(a, 9);
    for (int i = 0; i < 8; i++, x >>= 5)
        id[i] = letters[x & 31];
    return (struct str){ id, 8 };
}

/* A target is "/path?query", or "http://host/path?query" of a client that takes us for a proxy. */
static enum fault target_read(struct request *r)
{
    struct str t = r->target;
    if (str_starts_nocase(t, S("http://")) || str_starts_nocase(t, S("https://"))) {
        ptrdiff_t path = str_find(str_from(t, 8), S("/"));
        t = path < 0 ? S("/") : str_from(t, (size_t)path + 8);
    }
    if (!str_starts(t, S("/")))
        return r->method == METHOD_OTHER ? FAULT_METHOD : FAULT_REQUEST_BAD;
    str_next(&t, '?', &r->path);
    r->query = t;
    return OK;
}

/* Headers of a proxy are believed only when it is the configured one (X23). */
static void proxy_read(struct request *r)
{
    struct str from = str_of(r->peer->address), proxies = str_of(r->server->conf->proxy), one;
    bool trusted = false;
    r->https = r->server->tls && r->peer->door == DOOR_TCP;
    r->host = request_header(r, "host");
    r->address = from;
    if (r->peer->door == DOOR_UNIX)
        from = S("unix");
    while (r->peer->door != DOOR_CONTROL && str_next(&proxies, ' ', &one))
        trusted |= one.n && str_eq(one, from);
    if (!trusted)
        return;
    /* The last address is the one our proxy saw; those before it anyone can write. */
    struct str list = request_header(r, "x-forwarded-for");
    while (str_next(&list, ',', &one))
        r->address = str_trim(one);
    if (str_eq_nocase(request_header(r, "x-forwarded-proto"), S("https")))
        r->https = true;
    struct str host = request_header(r, "x-forwarded-host");
    if (host.n)
        r->host = host;
}

/* How an answer of the API is to look: what `kist` or a script says. */
static void view_read(struct request *r)
{
    int64_t width;
    r->api = str_starts(r->path, S("/api/"));
    if (!r->api)
        return;
    r->view.look = look_accept(request_header(r, "accept"));
    if (str_int(request_header(r, "kist-width"), &width) && width >= 0 && width < 1000)
        r->view.width = (int)width;
    r->view.colour = request_header(r, "kist-colour").n;
    r->view.quiet = request_header(r, "kist-quiet").n;
    r->talk = request_header(r, "kist-talk").n;
}

/* `kist` with a file of its own asks whether this is the daemon of that file. */
static bool other_library(const struct request *r)
{
    struct str said = request_header(r, "kist-library");
    char ours[64];
    int n = snprintf(ours, sizeof ours, "%llu-%llu", (unsigned long long)r->server->dev,
                     (unsigned long long)r->server->ino);
    return said.n && !str_eq(said, (struct str){ ours, (size_t)n });
}

/* The language: chosen by link, of the browser, of the library; a session's comes later. */
static void lang_read(struct request *r)
{
    struct str chosen = request_field(r, "lang");
    int lang = chosen.n && chosen.n < 12 ? lang_find(chosen) : -1;
    r->lang = lang_accept(request_header(r, "accept-language"), r->server->lang);
    if (lang >= 0 && !r->api) {
        r->lang = lang;
        r->lang_chosen = str_of(lang_code(lang));
    }
}

static enum fault body_may(struct request *r)
{
    struct str length = request_header(r, "content-length");
    bool comes = length.n || request_header(r, "transfer-encoding").n;
    enum body_is kind = body_kind(r);
    int64_t n = 0;
    r->body_limit = kind == BODY_PARTS && r->route->flags & ROUTE_UPLOAD ? UPLOAD_MOST : BODY_MOST;
    if (r->method != METHOD_POST) {
        r->body_limit = 0;
        return length.n && (!str_int(length, &n) || n) ? FAULT_BODY_TOO_BIG : OK;
    }
    if (length.n && (!str_int(length, &n) || n > (int64_t)r->body_limit))
        return FAULT_BODY_TOO_BIG;
    bool api = r->route->flags & ROUTE_API;
    if (comes && (n || !length.n) &&
        (kind == BODY_OTHER || kind == BODY_NONE || (kind == BODY_JSON && !api)))
        return FAULT_BODY_TYPE;
    return OK;
}

/* X22: what a page of another site can send without being asked first. */
static bool cross_site_type(const struct request *r)
{
    return str_starts_nocase(request_header(r, "content-type"), S("text/plain"));
}

static enum fault role_check(const struct request *r)
{
    const struct op *op = r->method == METHOD_POST ? r->route->op_post : r->route->op_get;
    enum role least = op ? op->who : r->route->who;
    if (r->who.role >= least)
        return OK;
    return r->who.role == ROLE_VISITOR ? FAULT_LOGIN_NEEDED : FAULT_ROLE_NEEDED;
}

/* Before a byte of the body: who it is, whether they may, whether our own page asks. */
static enum fault post_check(struct ctx *c, void *arg)
{
    struct request *r = arg;
    enum fault f = who_find(r, c);
    if (!f)
        f = origin_check(r, c);
    if (!f && !r->who.proven && cross_site_type(r))
        f = FAULT_ORIGIN;
    return f ? f : role_check(r);
}

static void wrong_keep(struct request *r, struct ctx *c)
{
    memcpy(r->wrong, c->wrong, c->n_wrong * sizeof *c->wrong);
    r->n_wrong = c->n_wrong;
}

static enum fault begin(struct request *r)
{
    struct str allow = { 0 };
    r->id = request_id(r->server, &r->mem);
    enum fault f = target_read(r);
    proxy_read(r);
    view_read(r);
    if (!f && body_query(r, r->query))
        f = FAULT_REQUEST_BAD;
    lang_read(r);
    if (!f && other_library(r))
        f = FAULT_OTHER_LIBRARY;
    if (!f)
        f = route_find(r, &allow);
    if (f) {
        if (f == FAULT_METHOD)
            answer_header(r, "Allow", allow.n ? allow : S("GET, HEAD, POST"));
        return f;
    }
    f = body_may(r);
    if (r->method != METHOD_POST)
        return f;
    struct db *db = r->server->threads[r->thread].db;
    struct ctx c = request_ctx(r, db);
    if (atomic_load(&r->server->stopping))
        return FAULT_STOPPING;
    db_time_limit(db, READ_MS);
    enum fault refused = db_read(&c, post_check, r);
    db_time_limit(db, 0);
    wrong_keep(r, &c);
    return refused ? refused : f;
}

/* ---- Stages ---- */

struct stage {
    struct request *r;
    stage_fn *fn;
    enum how how;
};

/* A demo or test library has a clock of its own, and a command may say what time it is. */
static void clock_read(struct request *r, struct ctx *c)
{
    int64_t now;
    if (!r->server->pretend || (r->route && r->route->flags & ROUTE_ASIDE))
        return;
    ops_clock(c);
    if (r->who.proven && str_int(request_header(r, "kist-now"), &now)) {
        c->now = now;
        c->today = day_at(now);
    }
}

static enum fault stage_body(struct ctx *c, void *arg)
{
    struct stage *s = arg;
    struct request *r = s->r;
    enum fault f = OK;
    if (s->how == STAGE_READ)
        f = known_read(r, c);
    clock_read(r, c);
    if (!f && s->how == STAGE_WRITE)
        f = who_still(r, c);
    return f ? f : s->fn(r, c);
}

void stage_run(struct request *r, struct db *db, enum how how)
{
    struct stage s = { r, r->next.fn, how };
    struct ctx c = request_ctx(r, db);
    r->next.fn = NULL;
    enum fault f = how == STAGE_WRITE ? db_write(&c, stage_body, &s)
        : how == STAGE_READ ? db_read(&c, stage_body, &s) : stage_body(&c, &s);
    if (!f && r->mem.full)
        f = FAULT_TOO_BIG;
    if (c.n_wrong)
        wrong_keep(r, &c);
    if (f) {
        r->fault = f;
        r->next.fn = NULL;
        r->answer.status = 0;
    }
}

void stage_pass(struct request *r)
{
    if (r->next.fn && r->next.where == WRITER && writer_add(r->server->writer, r))
        return;
    if (r->next.fn && r->next.where == WORKER && worker_add(r->server->worker, r))
        return;
    if (r->next.fn && r->next.where != HERE) {
        r->fault = FAULT_BUSY;
        r->next.fn = NULL;
    }
    http_resume(r);
}

void serve_send(struct request *r)
{
    stage_pass(r);
}

/* The first stage of every request: who asks (a POST's is known), then the route's own. */
static enum fault first(struct request *r, struct ctx *c)
{
    enum fault f = OK;
    const struct route *t = r->route;
    if (r->method == METHOD_POST) {
        f = body_read(r);
        if (!f)
            f = form_check(r);
    } else if (!(t->flags & ROUTE_ASIDE)) {
        f = who_find(r, c);
        if (!f)
            f = role_check(r);
    }
    return f ? f : (r->method == METHOD_POST ? t->post : t->get)(r, c);
}

static enum fault fault_page(struct request *r, struct ctx *c)
{
    answer_fault(r, c);
    return OK;
}

static void answer_by_fault(struct request *r)
{
    request_then(r, HERE, fault_page);
    stage_run(r, r->server->threads[r->thread].db, STAGE_READ);
    if (!r->answer.status)
        answer_refuse(r, r->fault); /* the database cannot even be read */
}

void serve_begin(struct request *r)
{
    r->fault = begin(r);
    if (!r->fault)
        return;
    answer_by_fault(r);
    r->answer.close |= r->method == METHOD_POST; /* its body is not read */
}

enum where serve_run(struct request *r)
{
    struct db *db = r->server->threads[r->thread].db;
    bool aside = r->route->flags & ROUTE_ASIDE;
    if (!r->begun && kept_give(r, db))
        return HERE;
    if (!r->begun)
        request_then(r, HERE, first);
    r->begun = true;
    db_time_limit(db, READ_MS);
    while (r->next.fn && r->next.where == HERE)
        stage_run(r, db, aside ? STAGE_BARE : STAGE_READ);
    if (!r->next.fn && r->finish && !r->answer.status) {
        stage_fn *fn = r->finish;
        r->finish = NULL;
        request_then(r, HERE, fn);
        stage_run(r, db, STAGE_READ);
    }
    if (!r->next.fn && !r->answer.status) {
        ASSERT(r->fault);
        answer_by_fault(r);
    }
    db_time_limit(db, 0);
    if (r->next.fn)
        return r->next.where;
    kept_take(r);
    return HERE;
}

static int64_t now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

void serve_done(struct request *r)
{
    static const char *const names[] = { [METHOD_GET] = "GET", [METHOD_HEAD] = "HEAD",
                                         [METHOD_POST] = "POST", [METHOD_OTHER] = "other" };
    int status = r->answer.status;
    struct log l = log_event(status >= 500 ? LOG_WARNING : LOG_INFO, "request");
    const struct op *op = r->op || !r->route ? r->op
        : r->method == METHOD_POST ? r->route->op_post : r->route->op_get;
    log_str(&l, "id", r->id);
    log_str(&l, "method", str_of(names[r->method] ? names[r->method] : "none"));
    log_str(&l, "route", str_of(op ? op->cmd : r->route ? r->route->name : "none"));
    log_int(&l, "status", status);
    if (r->fault)
        log_str(&l, "fault", str_of(fault_info(r->fault)->name));
    log_int(&l, "us", now_us() - r->begun_us);
    log_end(&l);
}
