/* See answer.h. */
#include "ops/answer.h"

#include <sys/stat.h>

#include "lending/secret.h"
#include "schema/query.h"

static int by_name(const void *x, const void *y)
{
    const struct given *const *a = x, *const *b = y;
    int order = str_cmp((*a)->name, (*b)->name);
    return order ? order : (*a > *b) - (*a < *b); /* several of one name keep their order */
}

static void part_add(struct buf *b, struct str x)
{
    buf_int(b, (int64_t)x.n);
    buf_char(b, ':');
    buf_add(b, x);
}

static struct str body_hash(struct ctx *c, const struct op *op, const struct request_args *req)
{
    const struct given **at = NEW_N(c->mem, const struct given *, req->n + 1);
    struct buf b = { .a = c->mem };
    for (size_t i = 0; i < req->n; i++)
        at[i] = &req->at[i];
    qsort(at, req->n, sizeof *at, by_name);
    part_add(&b, str_of(op->cmd));
    for (size_t i = 0; i < req->n; i++) {
        part_add(&b, at[i]->name);
        part_add(&b, at[i]->value);
        struct stat st;
        if (at[i]->file && !fstat(at[i]->file->fd, &st)) {
            part_add(&b, at[i]->file->name);
            buf_int(&b, st.st_size);
        }
    }
    return secret_hash(c->mem, "answer-body", buf_str(&b));
}

struct answer_key answer_key(struct ctx *c, const struct op *op, const struct request_args *req)
{
    return (struct answer_key){ op->cmd, secret_hash(c->mem, "answer-key", req->key),
                                body_hash(c, op, req) };
}

enum fault answer_add(struct ctx *c, const struct answer_key *key, const struct out *o)
{
    ASSERT(!o->file); /* a POST that answers a file is OP_LONG */
    QUERY(q, c, Q_ANSWER_ADD);
    q_bind_str(&q, "actor", c->actor);
    q_bind_str(&q, "op", str_of(key->op));
    q_bind_str(&q, "key_hash", key->hash);
    q_bind_str(&q, "body_hash", key->body);
    q_bind(&q, "made_at", val_time(c->now));
    q_bind_int(&q, "status", o->n_refused ? 207 : o->created ? 201 : 200);
    q_bind_str(&q, "body", answer_write(o));
    return q_run(&q);
}

enum fault answer_get(struct ctx *c, const struct answer_key *key, struct out *o)
{
    QUERY(q, c, Q_ANSWER_GET);
    q_bind_str(&q, "actor", c->actor);
    q_bind_str(&q, "op", str_of(key->op));
    q_bind_str(&q, "key_hash", key->hash);
    q_bind(&q, "since", val_time(c->now - ANSWER_SECONDS));
    bool there = q_row(&q);
    struct str hash = there ? q_str(&q, "body_hash") : S(""),
               body = there ? q_str(&q, "body") : S("");
    enum fault f = q_end(&q);
    if (f || !there)
        return f;
    if (!answer_read(c, body, o)) {
        out_empty(o);
        return FAULT_DAMAGED;
    }
    o->again = true;
    if (str_eq(hash, key->body))
        return OK;
    return fail_facts(c, FAULT_KEY_OTHER_BODY, NULL, val_none(),
                      FACTS(F("what", o->n_said ? val_str(o->said[0].text) : val_none())));
}
