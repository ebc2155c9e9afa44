/* See operate.h. */
#include "server/operate.h"

#include "schema/db.h"
#include "server/route.h"
#include "server/server.h"
#include "server/writer.h"

/* What the doors add for themselves is not an argument: names that begin with an underscore, and
 * the language of a page. An empty field of a form is one not filled in; a box says what to empty. */
static struct request_args args_of(struct request *r, const struct op *op)
{
    struct request_args a = { 0 };
    struct given *at = NEW_N(&r->mem, struct given, r->given.n + 1);
    for (size_t i = 0; i < r->given.n; i++) {
        struct given g = r->given.at[i];
        bool ours = str_starts(g.name, S("_")) ||
                    (!r->api && str_eq(g.name, S("lang")) && !op_arg(op, g.name));
        if (str_eq(g.name, S("_clear")))
            at[a.n++] = (struct given){ .name = g.value };
        else if (!ours)
            at[a.n++] = g;
    }
    a.at = at;
    a.key = request_header(r, "idempotency-key");
    if (!a.key.n)
        a.key = request_field(r, "_key");
    return a;
}

static enum fault run(struct request *r, struct ctx *c, const struct op *op)
{
    struct request_args a = args_of(r, op);
    struct out *o = NEW(&r->mem, struct out);
    *o = out_make(c, op);
    enum fault f = op_run(c, op, &a, o);
    if (!f && !o->n_rows && !strcmp(op->cmd, "find")) /* T5 */
        writer_missed(r->server->writer, request_field(r, "words"));
    r->out = f ? NULL : o;
    return f;
}

static enum fault run_write(struct request *r, struct ctx *c)
{
    enum fault f = run(r, c, r->op);
    r->urgent = !f;
    return f;
}

/* A long operation opens its own transactions, so it gets a connection of its own. */
static enum fault run_long(struct request *r, struct ctx *c)
{
    struct db *db = NULL, *theirs = c->db;
    const struct op *op = r->op;
    if (op->verb == GET)
        return run(r, c, op);
    enum fault f = db_open(r->server->db_path, (struct db_options){ .mode = DB_WRITE }, &db);
    if (f)
        return f;
    c->db = db;
    f = run(r, c, op);
    c->db = theirs;
    db_close(db);
    atomic_fetch_add(&r->server->commits, 1);
    r->urgent = !f;
    return f;
}

/* A picture is cleaned before the operation that takes it, so that the writer need not wait for it. */
static enum fault photos_clean(struct request *r, struct ctx *c)
{
    for (size_t i = 0; i < r->given.n; i++) {
        struct given *g = &r->given.at[i];
        const struct arg *a = g->file ? op_arg(r->op, g->name) : NULL;
        if (!a || a->kind != K_PHOTO)
            continue;
        struct photo *photo = NEW(&r->mem, struct photo);
        struct file *file = NEW(&r->mem, struct file);
        *file = (struct file){ g->file->fd, g->file->name, photo };
        enum fault f = r->server->world->photo(c, a->name, file, photo);
        if (f)
            return f;
        g->file = file;
    }
    return operate(r, c, r->op);
}

static bool photos_wait(const struct request *r, const struct op *op)
{
    for (size_t i = 0; i < r->given.n; i++) {
        const struct given *g = &r->given.at[i];
        const struct arg *a = g->file && !g->file->photo ? op_arg(op, g->name) : NULL;
        if (a && a->kind == K_PHOTO)
            return true;
    }
    return false;
}

enum fault operate(struct request *r, struct ctx *c, const struct op *op)
{
    r->op = op;
    if (photos_wait(r, op)) {
        request_then(r, WORKER, photos_clean);
        return OK;
    }
    if (op->flags & (OP_LONG | OP_FILE)) /* files are drawn or written: slow */
        request_then(r, WORKER, run_long);
    else if (op->verb == POST)
        request_then(r, WRITER, run_write);
    else
        return run(r, c, op);
    return OK;
}
