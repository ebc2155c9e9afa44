/* Asking an operation, by whatever door, and reading its answer (ops/answer.h). */
#include "cli/counter.h"
#include "ops/answer.h"

struct deed deed_of(const char *cmd)
{
    struct deed d = { .op = op_find(str_of(cmd)) };
    ASSERT(d.op);
    return d;
}

void deed_give(struct deed *d, const char *name, struct str value)
{
    ASSERT(d->n < GIVEN_FEW);
    d->at[d->n++] = (struct given){ .name = str_of(name), .value = value };
}

struct deed deed_copy(struct arena *a, const struct deed *from)
{
    struct deed d = *from;
    for (size_t i = 0; i < d.n; i++)
        d.at[i].value = str_copy(a, d.at[i].value);
    d.first = str_copy(a, d.first);
    return d;
}

/* The context as a new command finds it. */
static void fresh(struct cli *k, const struct deed *d)
{
    struct ctx *c = &k->c;
    c->now = k->world.now(&k->world);
    c->settings = NULL;
    c->override = c->dry_run = false;
    c->overridden = OK;
    c->reason = (struct str){ 0 };
    c->journal = 0;
    c->n_wrong = 0;
    c->op = d->op->cmd;
    k->op = d->op;
    memcpy(k->at, d->at, d->n * sizeof *d->at);
    k->req = (struct request_args){ .at = k->at, .n = d->n, .local = true };
}

/* The answer into `mem`, or all that is wrong into the context. */
static enum fault taken(struct cli *k, const struct shown *s, struct arena *mem, struct out *out)
{
    struct ctx *c = &k->c;
    struct arena *own = c->mem;
    struct str data = buf_str(&s->data);
    if (s->status >= 400)
        return refusal_read(c, data) ? c->wrong[0].fault : fail(c, FAULT_NO_SERVER, NULL, val_none());
    *out = out_make(c, k->op);
    c->mem = mem;
    bool good = answer_read(c, data, out);
    c->mem = own;
    return good ? OK : fail(c, FAULT_NO_SERVER, NULL, val_none());
}

enum fault counter_send(struct counter *t, const struct deed *d, struct str key, struct arena *mem,
                        struct reply *r)
{
    struct cli *k = t->k;
    struct shown s = { 0 };
    *r = (struct reply){ 0 };
    fresh(k, d);
    k->req.key = key;
    t->did = d->op->cmd;
    enum fault f = cli_ask(k, &s);
    if (!f || s.status >= 400)
        f = taken(k, &s, mem, &r->out);
    if (k->c.lang < 0)
        k->c.lang = LANG_nl;
    if (f && !k->c.n_wrong)
        f = fail(&k->c, f, NULL, val_none());
    r->fault = t->fault = f;
    return f;
}

/* No answer: from now on everything is kept, until the server answers again. */
static enum fault without_server(struct counter *t, const struct deed *d, struct str key, bool unsure,
                                 struct reply *r)
{
    bool post = d->op->verb == POST && !(d->op->flags & (OP_LONG | OP_FILE));
    bool first = !t->offline;
    if (!t->offline) {
        t->tried = (int64_t)time(NULL);
        t->pause = RETRY_SECONDS;
    }
    t->offline = true;
    if (post && !kept_keep(t, d, key, unsure))
        return fail(&t->k->c, FAULT_DISK_FULL, NULL, val_none());
    if (first)
        SAY(t, TONE_LOOK, T_COUNTER_OFFLINE, F("n", val_int((int64_t)t->n_kept)));
    if (!post) {
        t->k->c.n_wrong = 0;
        return r->fault = fail(&t->k->c, FAULT_NO_SERVER, NULL, val_none());
    }
    *r = (struct reply){ .kept = true, .out = out_make(&t->k->c, d->op) };
    t->did = d->op->cmd;
    t->fault = OK;
    return OK;
}

enum fault counter_ask(struct counter *t, const struct deed *d, struct arena *mem, struct reply *r)
{
    struct str key = t->remote && d->op->verb == POST ? kept_key(t) : (struct str){ 0 };
    if (t->offline)
        return without_server(t, d, key, false, r);
    enum fault f = counter_send(t, d, key, mem, r);
    if (t->remote && (f == FAULT_NO_SERVER || f == FAULT_UNSURE))
        return without_server(t, d, key, f == FAULT_UNSURE, r);
    return f;
}

struct val reply_val(const struct out *o, size_t row, const char *key)
{
    for (size_t i = 0; row < o->n_rows && o->rows[row].v && i < shape_count(o->shape); i++)
        if (!strcmp(o->shape->f[i].key, key))
            return o->rows[row].v[i];
    return val_none();
}

struct str reply_str(const struct out *o, size_t row, const char *key)
{
    return val_str_or(reply_val(o, row, key), (struct str){ 0 });
}
