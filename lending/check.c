/* See check.h. */
#include "lending/check.h"

#include "lending/calendar.h"
#include "lending/queue.h"
#include "schema/query.h"

enum { FOUND_MOST = 40 };

static enum fault rows_wrong(struct ctx *c, struct contradiction *found, size_t *n)
{
    QUERY(q, c, Q_CHECK_WRONG);
    while (q_row(&q)) {
        ASSERT(*n < FOUND_MOST - 2);
        found[(*n)++] = (struct contradiction){ str_z(c->mem, q_str(&q, "what")), q_int(&q, "n"),
                                                q_int(&q, "first") };
    }
    return q_end(&q);
}

/* C3: every due day is an open day of its branch; the statement goes branch by branch. */
static enum fault due_days(struct ctx *c, struct contradiction *wrong)
{
    struct calendar k = { 0 };
    enum fault f = OK;
    QUERY(q, c, Q_CHECK_DUE_DAYS);
    q_bind(&q, "today", val_day(c->today));
    while (!f && q_row(&q)) {
        if (k.branch != q_int(&q, "branch"))
            f = calendar_load(c, q_int(&q, "branch"), &k);
        wrong->n += !f && !calendar_open(&k, q_day(&q, "due_day"));
    }
    return f ? f : q_end(&q);
}

enum fault check_library(struct ctx *c, struct contradiction **out, size_t *n)
{
    struct contradiction *found = NEW_N(c->mem, struct contradiction, FOUND_MOST);
    struct contradiction shut = { .what = "due_day_shut" }, passed = { .what = "hold_unserved" };
    *out = found;
    *n = 0;
    enum fault f = rows_wrong(c, found, n);
    if (!f)
        f = due_days(c, &shut);
    if (!f)
        f = queue_unserved(c, &passed.n, &passed.first);
    if (shut.n)
        found[(*n)++] = shut;
    if (passed.n)
        found[(*n)++] = passed;
    return f;
}
