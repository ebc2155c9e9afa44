/* See journal.h. */
#include "lending/journal.h"

#include "schema/query.h"

static const char *role_name(enum role r)
{
    static const char *const names[] = { "visitor", "member", "volunteer", "coordinator" };
    return names[r];
}

enum fault journal_line(struct ctx *c, const char *thing, int64_t id)
{
    if (c->journal)
        return OK;
    QUERY(q, c, Q_JOURNAL_ADD);
    q_bind(&q, "at", val_time(c->now));
    q_bind_str(&q, "initials", c->initials);
    q_bind_str(&q, "role", str_of(role_name(c->role)));
    q_bind_str(&q, "counter", c->actor);
    q_bind(&q, "branch", c->branch ? val_int(c->branch) : val_none());
    q_bind_str(&q, "op", str_of(c->op ? c->op : ""));
    q_bind_str(&q, "thing", str_of(thing));
    q_bind_int(&q, "thing_id", id);
    q_bind(&q, "override_fault", c->overridden ? val_z(fault_info(c->overridden)->name) : val_none());
    enum fault f = q_run_int(&q, &c->journal);
    if (!f && c->reason.n)
        f = journal_words(c, 0, c->reason);
    return f;
}

void journal_next(struct ctx *c)
{
    c->journal = 0;
    c->overridden = OK;
}

/* A value as it stands in a change row: numbers in figures, text as it is. */
static struct val as_text(struct ctx *c, struct val v)
{
    struct buf b = { .a = c->mem };
    if (v.is == V_NONE || v.is == V_STR)
        return v;
    buf_int(&b, v.is == V_DAY ? v.d.n : v.i);
    return val_str(buf_str(&b));
}

static enum fault change_add(struct ctx *c, const char *thing, int64_t id, const char *field,
                             struct val was, struct val becomes)
{
    enum fault f = journal_line(c, thing, id);
    if (f)
        return f;
    QUERY(q, c, Q_CHANGE_ADD);
    q_bind_int(&q, "journal", c->journal);
    q_bind_str(&q, "thing", str_of(thing));
    q_bind_int(&q, "thing_id", id);
    q_bind_str(&q, "field", str_of(field));
    q_bind(&q, "was", as_text(c, was));
    q_bind(&q, "becomes", as_text(c, becomes));
    return q_run(&q);
}

enum fault thing_made(struct ctx *c, const char *thing, int64_t id)
{
    return change_add(c, thing, id, "", val_none(), val_none());
}

enum fault thing_ended(struct ctx *c, const char *thing, int64_t id, day on)
{
    return change_add(c, thing, id, "ended", val_none(), val_day(on));
}

enum fault thing_set(struct ctx *c, enum field_id field, int64_t id, struct val was, struct val becomes)
{
    const struct field_def *d = &field_defs[field];
    if (val_eq(was, becomes))
        return OK;
    QUERY(q, c, d->set);
    q_bind_int(&q, "id", id);
    q_bind(&q, "was", was);
    q_bind(&q, "becomes", becomes);
    bool done = q_row(&q);
    enum fault f = q_run(&q);
    if (f)
        return f;
    return done ? change_add(c, d->thing, id, d->column, was, becomes) : FAULT_CONSTRAINT;
}

enum fault journal_words(struct ctx *c, int64_t member, struct str said)
{
    QUERY(q, c, Q_WORDS_ADD);
    q_bind_int(&q, "journal", c->journal);
    q_bind(&q, "member", member ? val_int(member) : val_none());
    q_bind_str(&q, "said", said);
    return q_run(&q);
}
