/* Several in one go (L2, L18): each in a savepoint and with a journal line of its own. */
#include "ops/arg.h"

#include "lending/journal.h"
#include "schema/db.h"

struct turn {
    const struct each *e;
    struct str text;
    struct out *out;
};

static enum fault turn_body(struct ctx *c, void *arg)
{
    struct turn *t = arg;
    int64_t id = 0;
    enum fault f = t->e->find ? t->e->find(c, t->e->arg, t->text, t->e->self, &id)
                              : arg_find(c, t->e->arg, t->e->kind, t->text, &id);
    return f ? f : t->e->one(c, id, t->e->self, t->out);
}

/* Is this one's own refusal, or something that would meet the next one too? */
static bool refusal(enum fault f)
{
    return fault_info(f)->status < 500 && f != FAULT_TOO_BIG;
}

/* One in its savepoint. A refused one leaves the answer as it was. */
static enum fault turn_take(struct ctx *c, struct turn *t)
{
    size_t rows = t->out->n_rows, said = t->out->n_said, refused = t->out->n_refused;
    bool alone = t->e->all_or_nothing || t->e->list.list->n == 1; /* its refusal ends all */
    c->n_wrong = 0;
    journal_next(c);
    enum fault f = alone ? turn_body(c, t) : db_write(c, turn_body, t);
    if (!f)
        return OK;
    t->out->n_rows = rows;
    t->out->n_said = said;
    t->out->n_refused = refused;
    if (c->n_wrong && c->wrong[0].fault == f)
        return f;
    c->n_wrong = 0;
    return fail(c, f, t->e->arg, val_str(t->text));
}

enum fault ops_each(struct ctx *c, const struct each *e, struct out *o)
{
    size_t n = e->list.is == V_LIST ? e->list.list->n : 0, done = 0;
    struct wrong first = { 0 };
    for (size_t i = 0; i < n; i++) {
        struct turn t = { e, e->list.list->at[i].s, o };
        enum fault f = turn_take(c, &t);
        if (f && (e->all_or_nothing || n == 1 || !refusal(f)))
            return f;
        done += !f;
        if (!f)
            continue;
        c->n_wrong = 1; /* the first is what refused it */
        out_refused(o);
        if (!first.fault)
            first = c->wrong[0];
    }
    c->n_wrong = 0;
    if (!done && first.fault) {
        c->wrong[c->n_wrong++] = first;
        return first.fault;
    }
    o->created = true;
    return OK;
}

enum fault ops_ids(struct ctx *c, const char *arg, enum kind kind, struct val list,
                   const int64_t **ids, size_t *n)
{
    size_t most = list.is == V_LIST ? list.list->n : 0;
    int64_t *at = NEW_N(c->mem, int64_t, most + 1);
    enum fault f, first = OK;
    for (*n = 0; *n < most; ++*n) {
        f = arg_find(c, arg, kind, list.list->at[*n].s, &at[*n]);
        if (f && !refusal(f))
            return f;
        first = first ? first : f;
    }
    *ids = at;
    return first;
}
