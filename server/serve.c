/* See serve.h. */
#include "server/serve.h"

#include "base/log.h"
#include "schema/db.h"
#include "server/answer.h"
#include "server/begin.h"
#include "server/body.h"
#include "server/kept.h"
#include "server/known.h"
#include "server/route.h"
#include "server/server.h"
#include "server/session.h"
#include "server/worker.h"
#include "server/writer.h"

enum { READ_MS = 2000 };

/* ---- Stages ---- */

struct stage {
    struct request *r;
    stage_fn *fn;
    enum how how;
};

static enum fault stage_body(struct ctx *c, void *arg)
{
    struct stage *s = arg;
    struct request *r = s->r;
    enum fault f = OK;
    if (s->how == STAGE_READ)
        f = known_read(r, c);
    request_clock(r, c);
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
        request_wrong(r, &c);
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
        bool theirs = t->flags & ROUTE_OPEN && body_kind(r) == BODY_JSON; /* of any shape */
        f = theirs ? OK : body_read(r);
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
    log_int(&l, "us", monotonic_us() - r->begun_us);
    log_end(&l);
}
