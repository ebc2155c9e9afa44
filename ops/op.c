/* The engine: one way in for the command line, the daemon's pages and its JSON endpoints. */
#include "ops/answer.h"
#include "ops/arg.h"

#include "lending/branch.h"
#include "schema/db.h"
#include "text/text.h"

enum { ARGS_MOST = 32, FIELDS_MOST = 40 };

struct run {
    const struct op *op;
    struct val *args;
    struct out *out;
    struct answer_key key;
};

static enum fault role_check(struct ctx *c, const struct op *op, bool local)
{
    if ((op->flags & OP_LOCAL && !local) || !op->run)
        return FAULT_NOT_HERE;
    if (c->role >= op->who)
        return OK;
    return c->role == ROLE_VISITOR ? FAULT_LOGIN_NEEDED : FAULT_ROLE_NEEDED;
}

/* What was done, in the words of op.NAME.done, a sentence for each row. */
static void done_say(struct ctx *c, struct out *o)
{
    int key = op_text(o->op, "done");
    struct fact facts[FIELDS_MOST];
    size_t n = shape_count(o->shape);
    ASSERT(n <= FIELDS_MOST);
    for (size_t i = 0; key >= 0 && i < o->n_rows; i++) {
        if (!o->rows[i].v)
            continue;
        for (size_t k = 0; k < n; k++)
            facts[k] = (struct fact){ o->shape->f[k].key, o->rows[i].v[k] };
        out_say(o, TONE_YES, text(c, (enum text_key)key, facts, n));
    }
}

/* L20: what is done at a counter is done at a branch, where `undo` looks for it: the only one there is. */
static enum fault stand(struct ctx *c, const struct op *op)
{
    int64_t branch;
    size_t n_wrong = c->n_wrong;
    if (!(op->flags & OP_UNDO) || c->branch || c->role < ROLE_VOLUNTEER)
        return OK;
    enum fault f = branch_of_counter(c, &branch);
    c->n_wrong = n_wrong;
    return f == FAULT_BRANCH_NEEDED || f == FAULT_BRANCH_NONE ? OK : f;
}

/* All that happens inside the transaction. */
static enum fault body(struct ctx *c, void *arg)
{
    struct run *r = arg;
    if (r->key.hash.n) {
        enum fault f = answer_get(c, &r->key, r->out);
        if (f || r->out->again)
            return f;
    }
    enum fault f = args_find(c, r->op, r->args);
    if (!f)
        f = stand(c, r->op);
    if (!f)
        f = r->op->run(c, r->args, r->out);
    if (f)
        return f;
    if (r->op->verb == POST && !r->out->n_said)
        done_say(c, r->out);
    if (c->mem->full)
        return FAULT_TOO_BIG;
    r->out->action = c->journal;
    return r->key.hash.n ? answer_add(c, &r->key, r->out) : OK;
}

static enum fault find_only(struct ctx *c, void *arg)
{
    struct run *r = arg;
    return args_find(c, r->op, r->args);
}

/* The operation itself, rolled back: the preview is the real answer. */
static enum fault rehearse(struct ctx *c, struct run *r)
{
    enum fault f = db_begin(c->db);
    if (f)
        return f;
    f = body(c, r);
    db_rollback(c->db);
    return f;
}

static enum fault run_it(struct ctx *c, struct run *r)
{
    if (r->op->flags & OP_NO_DB && !c->db)
        return body(c, r);
    if (r->op->verb == GET)
        return db_read(c, body, r);
    if (r->op->flags & OP_LONG)
        return body(c, r);
    return c->dry_run ? rehearse(c, r) : db_write(c, body, r);
}

/* Makes the list of what is wrong fit the fault we end with. */
static enum fault ended(struct ctx *c, struct run *r, enum fault f)
{
    c->journal = 0;
    out_empty(r->out);
    for (size_t i = 0; i < c->n_wrong; i++)
        if (c->wrong[i].fault == f) {
            struct wrong first = c->wrong[i];
            memmove(&c->wrong[1], &c->wrong[0], i * sizeof first);
            c->wrong[0] = first;
            return f;
        }
    c->n_wrong = 0; /* they speak of something else than what ended it */
    return fail(c, f, NULL, val_none());
}

enum fault op_run(struct ctx *c, const struct op *op, const struct request_args *req,
                  struct out *out)
{
    struct val args[ARGS_MOST] = { 0 };
    struct run r = { .op = op, .args = args, .out = out };
    ASSERT(op_n_args(op) < ARGS_MOST);
    *out = out_make(c, op);
    c->op = op->cmd;
    c->n_wrong = 0;
    enum fault f = role_check(c, op, req->local);
    if (f)
        return ended(c, &r, f);
    f = args_read(c, op, req, args, &c->dry_run);
    if (f) {
        /* The others are looked up all the same, so that all wrong fields are told at once, and
         * before anything waits for the write lock. */
        enum fault g = c->db ? db_read(c, find_only, &r) : OK;
        return ended(c, &r, g && fault_info(g)->status >= 500 ? g : f);
    }
    if (op->verb == POST && req->key.n && !c->dry_run && !(op->flags & (OP_LONG | OP_NO_DB)))
        r.key = answer_key(c, op, req);
    f = run_it(c, &r);
    if (f)
        return ended(c, &r, f);
    if (c->dry_run)
        out_say(out, TONE_LOOK, text_plain(c->lang, T_DRY_RUN));
    return OK;
}

enum fault ops_write(struct ctx *c, enum fault (*write)(struct ctx *, void *), void *arg)
{
    if (!c->dry_run)
        return db_write(c, write, arg);
    enum fault f = db_begin(c->db);
    if (f)
        return f;
    f = write(c, arg);
    db_rollback(c->db);
    return f;
}
