/* The endpoints below /api/v1: each is an operation. */
#include "ops/help.h"
#include "schema/db.h"
#include "server/answer.h"
#include "server/operate.h"
#include "server/pages.h"
#include "server/route.h"
#include "server/server.h"
#include "server/worker.h"

/* The named parts of the path are arguments like those of the body. */
static void params_give(struct request *r, const struct op *op)
{
    struct str rest = str_of(op->path), part;
    for (size_t i = 0; i < PARAMS_MOST && str_next(&rest, '/', &part);)
        if (str_starts(part, S("{"))) {
            struct str name = { part.s + 1, part.n - 2 };
            given_add(r, (struct given){ .name = name, .value = r->params[i++] });
        }
}

static enum fault api_done(struct request *r, struct ctx *c)
{
    struct out empty = { .c = c };
    struct out *o = r->out ? r->out : &empty;
    o->c = c; /* the context it was made in is gone */
    if (r->fault) {
        answer_fault(r, c);
        return OK;
    }
    answer_api(r, o, OK);
    if (o->file_name)
        answer_header(r, "Content-Disposition",
                      str_printf(&r->mem, "attachment; filename=\"%s\"", o->file_name));
    return OK;
}

enum fault get_api(struct request *r, struct ctx *c)
{
    params_give(r, r->route->op_get);
    r->finish = api_done;
    return operate(r, c, r->route->op_get);
}

enum fault post_api(struct request *r, struct ctx *c)
{
    params_give(r, r->route->op_post);
    r->finish = api_done;
    return operate(r, c, r->route->op_post);
}

enum fault get_openapi(struct request *r, struct ctx *c)
{
    struct buf b = { .a = c->mem };
    openapi(&b, S(""));
    answer_buf(r, 200, type_json, &b);
    r->answer.keep = KEEP_ASK;
    return OK;
}
