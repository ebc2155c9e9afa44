/* See request.h. */
#include "server/request.h"

#include "server/route.h"
#include "server/server.h"

int64_t monotonic_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

struct str request_header(const struct request *r, const char *name)
{
    for (size_t i = 0; i < r->n_headers; i++)
        if (str_eq_nocase(r->headers[i].name, str_of(name)))
            return r->headers[i].value;
    return (struct str){ 0 };
}

struct str request_cookie(const struct request *r, const char *name)
{
    struct str rest = request_header(r, "cookie"), one;
    while (str_next(&rest, ';', &one)) {
        one = str_trim(one);
        size_t n = strlen(name);
        if (one.n > n && one.s[n] == '=' && str_starts(one, str_of(name)))
            return str_from(one, n + 1);
    }
    return (struct str){ 0 };
}

struct str request_field(const struct request *r, const char *name)
{
    for (size_t i = 0; i < r->given.n; i++)
        if (str_eq(r->given.at[i].name, str_of(name)))
            return r->given.at[i].value;
    return (struct str){ 0 };
}

void request_then(struct request *r, enum where where, stage_fn *fn)
{
    ASSERT(!r->next.fn);
    r->next.where = where;
    r->next.fn = fn;
}

struct ctx request_ctx(struct request *r, struct db *db)
{
    struct ctx c = ctx_make(db, &r->mem, r->server->world);
    c.role = r->who.role;
    c.member = r->who.member;
    c.actor = r->who.actor;
    c.initials = r->who.initials;
    c.branch = r->who.branch;
    c.lang = r->lang;
    return c;
}

/* A command may say what time it is (KIST_NOW). */
void request_clock(struct request *r, struct ctx *c)
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

void request_wrong(struct request *r, const struct ctx *c)
{
    memcpy(r->wrong, c->wrong, c->n_wrong * sizeof *c->wrong);
    r->n_wrong = c->n_wrong;
}
