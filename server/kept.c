/* See kept.h. */
#include "server/kept.h"

#include "schema/query.h"
#include "server/known.h"
#include "server/page_part.h"
#include "server/route.h"
#include "server/server.h"

enum { CHECK_US = 1000 };

/* A search has too many addresses to keep each. */
static bool may_keep(struct request *r)
{
    if (!r->route || !(r->route->flags & ROUTE_CACHE) || r->method == METHOD_POST ||
        r->peer->door == DOOR_CONTROL || request_header(r, "cookie").n ||
        request_header(r, "authorization").n || r->path.n > 40)
        return false;
    return !r->query.n || str_eq(r->query, str_printf(&r->mem, "lang=%.*s", STR(r->lang_chosen)));
}

static struct str key_of(struct request *r)
{
    return str_printf(&r->mem, "%.*s %d%d", STR(r->target), r->lang, r->https);
}

static struct kept_page *slot(struct kept *k, struct str key)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < key.n; i++)
        h = (h ^ (unsigned char)key.s[i]) * 16777619u;
    return &k->at[(h ^ h >> 16) % KEPT_MOST];
}

static void page_drop(struct kept_page *p)
{
    http_forget(p->page);
    http_forget(p->same);
    free(p->key);
    *p = (struct kept_page){ 0 };
}

void kept_drop(struct kept *k)
{
    for (size_t i = 0; i < KEPT_MOST; i++)
        if (k->at[i].key)
            page_drop(&k->at[i]);
    k->bytes = 0;
    k->etag[0] = 0;
}

/* Is what the thread knows still so? What this process committed is seen at once; another process
 * is asked about once in a millisecond, so that a crowd of visitors shares the question. */
static bool still_known(struct thread *t, struct ctx *c, uint32_t commits)
{
    int64_t generation, now = monotonic_us();
    if (t->known.there && t->commits == commits && now - t->checked_us < CHECK_US)
        return true;
    QUERY(q, c, Q_JOURNAL_LAST);
    if (q_run_int(&q, &generation) || !t->known.there || t->known.generation != generation)
        return false;
    t->checked_us = now;
    t->commits = commits;
    return true;
}

/* The tag as it is now; false when what is known must be read first. */
static bool tag_now(struct request *r, struct db *db)
{
    struct thread *t = &r->server->threads[r->thread];
    struct ctx c = request_ctx(r, db);
    if (!still_known(t, &c, atomic_load(&r->server->commits)))
        return false;
    r->known = &t->known;
    c.settings = t->known.settings;
    if (r->server->pretend)
        ops_clock(&c);
    r->answer.etag = etag_make(r, &c);
    return true;
}

static struct kept_page *kept_find(struct kept *k, struct request *r, struct str tag)
{
    struct str key = key_of(r);
    struct kept_page *p = slot(k, key);
    return str_eq(tag, str_of(k->etag)) && p->key && str_eq(key, str_of(p->key)) ? p : NULL;
}

bool kept_give(struct request *r, struct db *db)
{
    size_t length;
    if (!may_keep(r) || !tag_now(r, db))
        return false;
    struct str tag = r->answer.etag;
    struct kept_page *p = kept_find(&r->server->threads[r->thread].kept, r, tag);
    r->answer.etag = (struct str){ 0 };
    if (!p)
        return false;
    bool same = etag_asked(r, tag, &length) && length == p->length;
    r->answer.kept = same ? p->same : p->page;
    if (r->answer.kept)
        r->answer.status = same ? 304 : 200;
    return r->answer.kept;
}

static void page_take(struct kept *k, struct request *r, struct str tag)
{
    if (!str_eq(tag, str_of(k->etag)) || k->bytes > KEPT_BYTES)
        kept_drop(k);
    snprintf(k->etag, sizeof k->etag, "%.*s", STR(tag));
    struct str key = key_of(r);
    struct kept_page *p = slot(k, key);
    if (p->key)
        page_drop(p);
    p->key = strdup(str_z(&r->mem, key));
    ASSERT(p->key);
    p->length = r->answer.body.n;
    r->answer.keep_as = &p->page;
    k->bytes += p->length + 1024;
}

void kept_take(struct request *r)
{
    struct kept *k = &r->server->threads[r->thread].kept;
    struct answer *a = &r->answer;
    struct str tag = a->etag;
    if (!tag.n)
        return;
    a->etag = etag_whole(&r->mem, tag, a->status == 304 ? a->length : a->body.n);
    if (!may_keep(r) || a->n_extra)
        return;
    struct kept_page *p = kept_find(k, r, tag);
    if (a->status == 200)
        page_take(k, r, tag);
    else if (a->status == 304 && p && p->length == a->length && !p->same)
        a->keep_as = &p->same;
}
