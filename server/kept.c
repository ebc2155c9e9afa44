/* See kept.h. */
#include "server/kept.h"

#include "schema/query.h"
#include "server/known.h"
#include "server/page_part.h"
#include "server/route.h"
#include "server/server.h"

/* A search has too many addresses to keep each. */
static bool may_keep(struct request *r)
{
    if (!r->route || !(r->route->flags & ROUTE_CACHE) || r->method == METHOD_POST ||
        r->peer->door == DOOR_CONTROL || request_header(r, "cookie").n ||
        request_header(r, "authorization").n || r->path.n > 40)
        return false;
    return !r->query.n || str_eq(r->query, str_printf(&r->mem, "lang=%.*s", STR(r->lang_chosen)));
}

/* A 304 is kept beside its page. */
static struct str key_of(struct request *r, bool same)
{
    return str_printf(&r->mem, "%.*s %d%d%d", STR(r->target), r->lang, r->https, same);
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
    http_forget(p->answer);
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

/* The tag as it is now; false when what is known must be read first. */
static bool tag_now(struct request *r, struct db *db)
{
    struct known *k = &r->server->threads[r->thread].known;
    struct ctx c = request_ctx(r, db);
    int64_t generation;
    QUERY(q, &c, Q_JOURNAL_LAST);
    if (q_run_int(&q, &generation) || !k->there || k->generation != generation)
        return false;
    r->known = k;
    c.settings = k->settings;
    if (r->server->pretend)
        ops_clock(&c);
    r->answer.etag = etag_make(r, &c);
    return true;
}

bool kept_give(struct request *r, struct db *db)
{
    struct kept *k = &r->server->threads[r->thread].kept;
    if (!may_keep(r) || !tag_now(r, db))
        return false;
    struct str tag = r->answer.etag, key = key_of(r, etag_asked(r, tag));
    r->answer.etag = (struct str){ 0 };
    struct kept_page *p = slot(k, key);
    if (!str_eq(tag, str_of(k->etag)) || !p->key || !str_eq(key, str_of(p->key)))
        return false;
    r->answer.status = p->status;
    r->answer.kept = p->answer;
    return true;
}

void kept_take(struct request *r)
{
    struct kept *k = &r->server->threads[r->thread].kept;
    struct answer *a = &r->answer;
    if (!may_keep(r) || !a->etag.n || a->n_extra || (a->status != 200 && a->status != 304))
        return;
    if (!str_eq(a->etag, str_of(k->etag)) || k->bytes > KEPT_BYTES)
        kept_drop(k);
    snprintf(k->etag, sizeof k->etag, "%.*s", STR(a->etag));
    struct str key = key_of(r, a->status == 304);
    struct kept_page *p = slot(k, key);
    if (p->key)
        page_drop(p);
    p->key = strdup(str_z(&r->mem, key));
    ASSERT(p->key);
    p->status = a->status;
    a->keep_as = &p->answer;
    k->bytes += a->body.n + 1024;
}
