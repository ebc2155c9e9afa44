/* See closing.h. */
#include "lending/closing.h"

#include "lending/branch.h"
#include "lending/journal.h"
#include "lending/loan.h"
#include "lending/tell.h"
#include "schema/query.h"

static enum fault check(struct ctx *c, const struct calendar *k, day from, day to)
{
    struct branch b;
    if (day_before(to, from))
        return fail(c, FAULT_DAY_ORDER, "to", val_day(to));
    if (day_before(from, c->today))
        return fail(c, FAULT_CLOSING_PAST, "from", val_day(from));
    enum fault f = branch_get(c, k->branch, &b);
    for (size_t i = 0; !f && i < k->n_shuts; i++)
        if (k->shuts[i].from.n <= to.n && from.n <= k->shuts[i].to.n)
            return fail_facts(c, FAULT_CLOSING_OVERLAP, "from", val_day(from),
                              FACTS(F("branch", val_str(b.name)), F("n", val_int(k->shuts[i].id))));
    return f;
}

enum fault closing_plan(struct ctx *c, int64_t branch, day from, day to, const struct move **out, size_t *n)
{
    struct calendar *was = NEW(c->mem, struct calendar), *is = NEW(c->mem, struct calendar);
    enum fault f = calendar_load(c, branch, was);
    if (!f)
        f = check(c, was, from, to);
    if (f)
        return f;
    struct shut *shuts = NEW_N(c->mem, struct shut, was->n_shuts + 1);
    if (was->n_shuts)
        memcpy(shuts, was->shuts, was->n_shuts * sizeof *shuts);
    shuts[was->n_shuts] = (struct shut){ .from = from, .to = to };
    *is = *was;
    is->shuts = shuts;
    is->n_shuts++;
    return moves_plan(c, was, is, out, n);
}

enum fault closing_apply(struct ctx *c, int64_t branch, day from, day to, struct str reason,
                         const struct move *m, size_t n, int64_t *id)
{
    enum fault f = closing_add(c, branch, from, to, reason, id);
    return f ? f : moves_apply(c, m, n, false);
}

struct closing {
    int64_t id, branch, journal;
    day from, to, made;
};
static enum fault closing_get(struct ctx *c, int64_t id, struct closing *k)
{
    QUERY(q, c, Q_CLOSING_GET);
    q_bind_int(&q, "id", id);
    *k = (struct closing){ 0 };
    if (q_row(&q))
        *k = (struct closing){ id, q_int(&q, "branch"), q_int(&q, "journal"), q_day(&q, "from_day"),
                               q_day(&q, "to_day"), day_at(q_int(&q, "made_at")) };
    enum fault f = q_end(&q);
    if (!f && (!k->id || day_before(k->to, c->today)))
        return fail(c, FAULT_NAME_UNKNOWN, "closing", val_int(id));
    return f;
}

/* C12: after its first day only the remaining days can be removed. */
static enum fault closing_end(struct ctx *c, const struct closing *k)
{
    if (day_before(k->from, c->today))
        return thing_set(c, F_CLOSING_TO_DAY, k->id, val_day(k->to), val_day(day_plus(c->today, -1)));
    return thing_set(c, F_CLOSING_REMOVED_AT, k->id, val_none(), val_time(c->now));
}

/* One due day that this closing moved. */
static enum fault loan_back(struct ctx *c, const struct closing *k, struct query *q, struct taken_back *t)
{
    struct loan l;
    int64_t was, set;
    enum fault f = loan_get(c, q_int(q, "thing_id"), &l);
    if (f)
        return f;
    ASSERT(str_int(q_str(q, "was"), &was) && str_int(q_str(q, "becomes"), &set));
    *t = (struct taken_back){ .move = { .of = MOVE_LOAN, .id = l.id, .member = l.member, .tool = l.tool,
        .code = l.tool_code, .name = l.tool_name, .member_code = l.member_code,
        .member_name = l.member_name, .was = l.due, .becomes = { (int32_t)was }, .to_was = DAY_NONE,
        .to_becomes = DAY_NONE, .at_was = l.due_at } };
    if (!l.open)
        t->why = "ended";
    else if (l.due.n != set)
        t->why = !day_none(l.renewed) && !day_before(l.renewed, k->made) ? "renewed" : "changed";
    else if (was < c->today.n)
        t->why = "past";
    return OK;
}

static enum fault loans_back(struct ctx *c, const struct closing *k, struct taken_back **out, size_t *n)
{
    QUERY(q, c, Q_CLOSING_MOVED);
    q_bind_int(&q, "journal", k->journal);
    enum fault f = OK;
    *n = 0;
    while (!f && q_row(&q)) {
        if (!*out)
            *out = NEW_N(c->mem, struct taken_back, q_int(&q, "n"));
        f = loan_back(c, k, &q, &(*out)[(*n)++]);
    }
    return f ? f : q_end(&q);
}

/* Bookings go back by the same condition, from the last change to the first; those to be rearranged
 * stand again. One that stays where it begins stays where it ends. */
static enum fault bookings_back(struct ctx *c, const struct closing *k)
{
    QUERY(q, c, Q_CLOSING_MOVED_HOLDS);
    q_bind_int(&q, "journal", k->journal);
    enum fault f = OK;
    int64_t stays = 0;
    while (!f && q_row(&q)) {
        int64_t id = q_int(&q, "thing_id"), was, set;
        ASSERT(str_int(q_str(&q, "was"), &was) && str_int(q_str(&q, "becomes"), &set));
        struct str column = q_str(&q, "field");
        enum field_id field = str_eq(column, S("from_day")) ? F_HOLD_FROM_DAY
                            : str_eq(column, S("to_day")) ? F_HOLD_TO_DAY : F_HOLD_REARRANGE;
        if (field == F_HOLD_FROM_DAY && was < c->today.n)
            stays = id;
        if (stays == id)
            continue;
        f = thing_set(c, field, id, val_int(set), val_int(was));
        if (f == FAULT_CONSTRAINT) { /* changed since: it stays */
            stays = id;
            f = OK;
        }
    }
    return f ? f : q_end(&q);
}

enum fault closing_remove(struct ctx *c, int64_t id, const struct taken_back **out, size_t *n)
{
    struct closing k;
    struct taken_back *t = NULL;
    enum fault f = closing_get(c, id, &k);
    if (!f)
        f = journal_line(c, "closing", id);
    if (!f)
        f = closing_end(c, &k);
    if (!f)
        f = loans_back(c, &k, &t, n);
    for (size_t i = 0; !f && i < *n; i++)
        if (!t[i].why)
            f = moves_apply(c, &t[i].move, 1, true);
    if (!f)
        f = bookings_back(c, &k);
    *out = t;
    return f;
}
