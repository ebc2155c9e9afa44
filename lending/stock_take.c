/* See stock_take.h. */
#include "lending/stock_take.h"

#include "lending/journal.h"
#include "lending/loan_money.h"
#include "lending/queue.h"
#include "lending/tool_row.h"
#include "lending/transfer.h"
#include "schema/query.h"

const char *stock_what_name(enum stock_what w)
{
    static const char *const names[] = { "unseen", "out", "elsewhere", "odd", "todo", "seen" };
    return names[w];
}

enum fault stock_take_now(struct ctx *c, int64_t branch, struct stock_take *s)
{
    QUERY(q, c, Q_STOCK_TAKE_NOW);
    q_bind_int(&q, "branch", branch);
    *s = (struct stock_take){ .branch = branch };
    if (q_row(&q)) {
        s->id = q_int(&q, "id");
        s->begun_at = q_int(&q, "begun_at");
    }
    return q_end(&q);
}

enum fault stock_take_need(struct ctx *c, int64_t branch, struct stock_take *s)
{
    enum fault f = stock_take_now(c, branch, s);
    return f || s->id ? f : fail(c, FAULT_STOCK_TAKE_NONE, "branch", val_none());
}

enum fault stock_take_begin(struct ctx *c, int64_t branch, struct stock_take *s)
{
    enum fault f = stock_take_now(c, branch, s);
    if (f || s->id)
        return f;
    s->begun_at = c->now;
    QUERY(q, c, Q_STOCK_TAKE_ADD);
    q_bind_int(&q, "branch", branch);
    q_bind(&q, "begun_at", val_time(c->now));
    f = q_run_int(&q, &s->id);
    return f ? f : thing_made(c, "stock_take", s->id);
}

static enum fault seen_add(struct ctx *c, const struct stock_take *s, const struct tool *t)
{
    QUERY(q, c, Q_STOCK_SEEN_ADD);
    q_bind_int(&q, "stock_take", s->id);
    q_bind_int(&q, "tool", t->id);
    q_bind(&q, "at", val_time(c->now));
    q_bind_int(&q, "was_branch", t->present);
    q_bind_str(&q, "was_state", str_of(tool_state_name(t->state)));
    return q_run(&q);
}

static enum stock_what what_of(const struct tool *t, int64_t was_branch, struct str was_state,
                               int64_t branch)
{
    if (t->loan)
        return STOCK_OUT;
    if (!str_eq(was_state, S("active")))
        return STOCK_ODD;
    return was_branch == branch ? STOCK_SEEN : STOCK_ELSEWHERE;
}

/* Where it was seen is where it is (T14); a missing one is found (T15). What is out stays out. */
static enum fault put_here(struct ctx *c, const struct stock_take *s, const struct tool *t)
{
    bool proposed;
    enum fault f = journal_line(c, "tool", t->id);
    if (!f)
        f = transfer_arrive(c, t, s->branch);
    if (!f)
        f = tool_present_set(c, t, s->branch);
    if (!f && t->state == TOOL_MISSING)
        f = tool_state_set(c, t->id, TOOL_ACTIVE, (struct str){ 0 });
    if (!f)
        f = queue_serve(c, t->model.id);
    return f ? f : transfer_home(c, t->id, &proposed);
}

enum fault stock_take_see(struct ctx *c, const struct stock_take *s, int64_t tool, struct stock_item *o)
{
    enum fault f = tool_get(c, tool, &o->tool);
    if (f)
        return f;
    const struct tool *t = &o->tool;
    bool in_place = t->present == s->branch && !t->in_transit && t->state != TOOL_MISSING;
    o->what = what_of(t, t->present, str_of(tool_state_name(t->state)), s->branch);
    o->expected = o->what == STOCK_SEEN;
    f = seen_add(c, s, t);
    if (!f && !t->loan)
        f = loss_back(c, tool, &o->refund);
    return f || t->loan || in_place ? f : put_here(c, s, t);
}

/* When each shelf was walked. */
struct walked {
    struct shelf {
        struct str key;
        int64_t at;
    } *at;
    size_t n;
};
static enum fault walked_load(struct ctx *c, const struct stock_take *s, struct walked *w)
{
    QUERY(q, c, Q_STOCK_SHELVES);
    q_bind_int(&q, "stock_take", s->id);
    *w = (struct walked){ 0 };
    while (q_row(&q)) {
        if (!w->at)
            w->at = NEW_N(c->mem, struct shelf, q_int(&q, "n"));
        w->at[w->n++] = (struct shelf){ q_str(&q, "shelf_key"), q_int(&q, "at") };
    }
    return q_end(&q);
}

/* 0: not yet. */
static int64_t walked_at(const struct walked *w, struct str key)
{
    for (size_t i = 0; i < w->n; i++)
        if (str_eq(w->at[i].key, key))
            return w->at[i].at;
    return 0;
}

static enum stock_what unseen_or_not(struct ctx *c, const struct stock_take *s, const struct walked *w,
                                     struct query *q)
{
    int64_t at = walked_at(w, str_key(c->mem, q_str(q, "shelf")));
    int64_t since = at ? at : s->begun_at;
    bool in_hands = q_int(q, "last_out") > since || q_int(q, "last_back") > since ||
                    q_int(q, "last_moved") > since;
    return in_hands ? STOCK_SEEN : at ? STOCK_UNSEEN : STOCK_TODO;
}

enum fault stock_take_list(struct ctx *c, const struct stock_take *s, const struct stock_item **out,
                           size_t *n)
{
    struct walked w;
    struct stock_item *x = NULL;
    enum fault f = walked_load(c, s, &w);
    *out = NULL;
    *n = 0;
    if (f)
        return f;
    QUERY(q, c, Q_STOCK_TOOLS);
    q_bind_int(&q, "stock_take", s->id);
    q_bind_int(&q, "branch", s->branch);
    for (; q_row(&q); ++*n) {
        if (!x)
            x = NEW_N(c->mem, struct stock_item, q_int(&q, "n"));
        x[*n].tool = tool_row(&q);
        x[*n].expected = q_int(&q, "expected");
        x[*n].what = q_null(&q, "seen_at") ? unseen_or_not(c, s, &w, &q)
            : what_of(&x[*n].tool, q_int(&q, "was_branch"), q_str(&q, "was_state"), s->branch);
    }
    *out = x;
    return q_end(&q);
}

struct stock_sum stock_take_sum(const struct stock_item *x, size_t n)
{
    struct stock_sum s = { 0 };
    for (size_t i = 0; i < n; i++) {
        s.expected += x[i].expected;
        s.unseen += x[i].what == STOCK_UNSEEN;
        s.todo += x[i].what == STOCK_TODO;
    }
    s.seen = s.expected - s.unseen - s.todo;
    return s;
}

enum fault stock_take_walk(struct ctx *c, const struct stock_take *s, struct str shelf)
{
    const struct stock_item *x;
    size_t n, i = 0;
    struct str key = str_key(c->mem, shelf);
    enum fault f = stock_take_list(c, s, &x, &n);
    while (!f && i < n && !str_eq(str_key(c->mem, x[i].tool.shelf), key))
        i++;
    if (!f && i == n)
        f = fail(c, FAULT_NAME_UNKNOWN, "shelf", val_str(shelf));
    if (f)
        return f;
    QUERY(q, c, Q_STOCK_SHELF_ADD);
    q_bind_int(&q, "stock_take", s->id);
    q_bind_str(&q, "shelf_key", key);
    q_bind(&q, "at", val_time(c->now));
    return q_run(&q);
}

enum fault stock_take_end(struct ctx *c, const struct stock_take *s)
{
    return thing_set(c, F_STOCK_TAKE_ENDED_AT, s->id, val_none(), val_time(c->now));
}
