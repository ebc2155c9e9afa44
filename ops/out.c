/* The answer of an operation while it is made: see op.h. */
#include "ops/op.h"

#include "text/text.h"

enum { ROOM = 8 };

struct out out_make(struct ctx *c, const struct op *op)
{
    return (struct out){ .c = c, .op = op, .shape = op->answer, .list = op->flags & OP_LIST };
}

void out_empty(struct out *o)
{
    *o = out_make(o->c, o->op);
}

/* Room for one more of `size` bytes each. The old ones are left to the arena. */
static void *grown(struct arena *a, void *at, size_t n, size_t *room, size_t size)
{
    if (n < *room)
        return at;
    *room = *room ? *room * 2 : ROOM;
    void *more = arena_get(a, *room * size);
    if (n)
        memcpy(more, at, n * size);
    return more;
}

static struct out_row *row_add(struct out *o)
{
    o->rows = grown(o->c->mem, o->rows, o->n_rows, &o->room_rows, sizeof *o->rows);
    struct out_row *row = &o->rows[o->n_rows++];
    *row = (struct out_row){ 0 };
    return row;
}

void out_row(struct out *o, const struct val *v, size_t n)
{
    struct val *kept = NEW_N(o->c->mem, struct val, n);
    ASSERT(n == shape_count(o->shape)); /* a value for each field */
    memcpy(kept, v, n * sizeof *v);
    row_add(o)->v = kept;
}

void out_refused(struct out *o)
{
    struct ctx *c = o->c;
    ASSERT(c->n_wrong);
    row_add(o)->wrong = c->wrong[c->n_wrong - 1];
    o->n_refused++;
}

void out_say(struct out *o, enum tone tone, struct str said)
{
    o->said = grown(o->c->mem, o->said, o->n_said, &o->room_said, sizeof *o->said);
    o->said[o->n_said++] = (struct said){ tone, said };
}

struct buf *out_file(struct out *o, const char *type, const char *name)
{
    o->file = NEW(o->c->mem, struct buf);
    o->file->a = o->c->mem;
    o->file_type = type;
    o->file_name = name;
    return o->file;
}
