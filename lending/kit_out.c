/* Lending a kit (T12): first all are decided, then all are lent. See kit.h. */
#include "lending/kit.h"

#include "schema/db.h"

/* Takes what refused it out of the context. */
static struct wrong refusal(struct ctx *c, enum fault f, const struct tool *t)
{
    struct wrong w = c->n_wrong ? c->wrong[0]
                                : (struct wrong){ .arg = "tool", .fault = f, .got = val_str(t->code) };
    c->n_wrong = 0;
    return w;
}

static enum fault put_back(struct ctx *c, const struct wrong *w)
{
    c->wrong[c->n_wrong++] = *w;
    return w->fault;
}

/* Is it this tool's own refusal, or something that would meet the next one too? */
static bool own(enum fault f)
{
    return fault_info(f)->status < 500;
}

struct turn {
    struct lend w;
    struct lent *lent;
};
static enum fault lend_one(struct ctx *c, void *arg)
{
    struct turn *t = arg;
    return loan_out(c, &t->w, t->lent);
}

/* Decides each: whether, and until when all may have them. */
static enum fault decide(struct ctx *c, const struct lend *w, bool partly, const struct tool *t, size_t n,
                         struct kit_lent *l, day *due)
{
    struct lend one = *w;
    *due = w->until;
    for (size_t i = 0; i < n; i++) {
        one.tool = t[i].id;
        c->overridden = OK;
        enum fault f = loan_check(c, &one, &l[i].lent);
        if (f && (!partly || !own(f)))
            return f;
        if (f)
            l[i].refused = refusal(c, f, &t[i]);
        else if (!l[i].lent.twice && !day_none(l[i].lent.loan.due) && (day_none(*due) || day_before(l[i].lent.loan.due, *due)))
            *due = l[i].lent.loan.due;
    }
    return OK;
}

enum fault kit_out(struct ctx *c, int64_t kit, const struct lend *w, bool partly, struct kit_lent **out,
                   size_t *n)
{
    const struct tool *t;
    struct turn turn = { .w = *w };
    size_t done = 0;
    enum fault f = kit_tools(c, kit, &t, n);
    if (f)
        return f;
    struct kit_lent *l = *out = NEW_N(c->mem, struct kit_lent, *n + 1);
    turn.w.kit = kit;
    f = decide(c, &turn.w, partly, t, *n, l, &turn.w.until);
    for (size_t i = 0; !f && i < *n; i++) {
        if (l[i].refused.fault)
            continue;
        bool moved_on = l[i].lent.moved_on;
        turn.w.tool = t[i].id;
        turn.lent = &l[i].lent;
        f = db_write(c, lend_one, &turn);
        l[i].lent.moved_on = moved_on;
        if (f && partly && own(f)) {
            l[i].refused = refusal(c, f, &t[i]);
            f = OK;
            continue;
        }
        turn.w.kit_begun = true; /* M13: the others are of one that is counted already */
        done++;
    }
    if (!f && !done)
        f = *n ? put_back(c, &l[0].refused) : fail(c, FAULT_KIT_EMPTY, "tool", val_none());
    return f;
}
