/* See begin.h. */
#include "server/begin.h"

#include "schema/db.h"
#include "server/answer.h"
#include "server/body.h"
#include "server/route.h"
#include "server/server.h"
#include "server/session.h"
#include "text/text.h"

enum { READ_MS = 2000, UPLOAD_MOST = 64 * 1024 * 1024,
       PHOTO_MOST = 10 * 1024 * 1024 + BODY_MOST };

/* Eight letters: enough to find a request in the log, and to read out over the phone. */
static struct str request_id(struct server *s, struct arena *a)
{
    static const char letters[] = "abcdefghjkmnpqrstvwxyz0123456789";
    uint32_t n = atomic_fetch_add(&s->ids, 1);
    uint64_t x =
        ((uint64_t)s->id_salt << 8 | (s->started & 0xff)) ^ (uint64_t)n * 0x9e3779b97f4a7c15u;
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
    unsigned flags = kind == BODY_PARTS ? r->route->flags : 0;
    r->body_limit = flags & ROUTE_UPLOAD ? UPLOAD_MOST : flags & ROUTE_PHOTO ? PHOTO_MOST : BODY_MOST;
    if (r->method != METHOD_POST) {
        r->body_limit = 0;
        return length.n && (!str_int(length, &n) || n) ? FAULT_BODY_TOO_BIG : OK;
    }
    if (length.n && (!str_int(length, &n) || n > (int64_t)r->body_limit))
        return FAULT_BODY_TOO_BIG;
    bool api = r->route->flags & (ROUTE_API | ROUTE_OPEN);
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

enum fault role_check(const struct request *r)
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
    request_clock(r, c);
    enum fault f = who_find(r, c);
    if (!f)
        f = origin_check(r, c);
    if (!f && !r->who.proven && cross_site_type(r))
        f = FAULT_ORIGIN;
    return f ? f : role_check(r);
}

enum fault begin(struct request *r)
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
    request_wrong(r, &c);
    return refused ? refused : f;
}
