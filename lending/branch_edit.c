/* Changing branches and their hours (C14). See branch.h. */
#include "lending/branch.h"
#include "lending/edit.h"
#include "lending/loan.h"
#include "lending/setting.h"
#include "schema/query.h"

enum fault branch_change(struct ctx *c, const struct branch *b, const struct branch_change *w,
                         bool *changed)
{
    struct val key = val_is_none(w->name) ? val_none() : val_str(str_key(c->mem, w->name.s));
    enum fault f = edits_apply(c, b->id, EDITS({ F_BRANCH_NAME_KEY, val_str(str_key(c->mem, b->name)),
                               key }, { F_BRANCH_NAME, val_str(b->name), w->name }), changed);
    if (f == FAULT_CONSTRAINT)
        return fail(c, FAULT_NAME_USED, "name", w->name);
    return f ? f : edits_apply(c, b->id,
        EDITS({ F_BRANCH_ADDRESS, val_text(b->address), w->address },
              { F_BRANCH_POSTCODE, val_text(b->postcode), w->postcode },
              { F_BRANCH_PLACE, val_text(b->place), w->place },
              { F_BRANCH_PHONE, val_text(b->phone), w->phone },
              { F_BRANCH_EMAIL, val_text(b->email), w->email },
              { F_BRANCH_COLOUR, val_text(b->colour), w->colour }), changed);
}

enum fault branch_hours_moves(struct ctx *c, int64_t branch, const struct block *blocks, size_t n_blocks,
                              const struct loan **loan, const day **due, size_t *n)
{
    const struct loan *all;
    struct calendar was, is;
    size_t n_all;
    int64_t total;
    enum fault f = calendar_load(c, branch, &was);
    if (!f)
        f = loan_list(c, &(struct loan_query){ .branch = branch }, &all, &n_all, &total);
    if (f)
        return f;
    is = was;
    is.blocks = blocks;
    is.n_blocks = n_blocks;
    struct loan *moved = NEW_N(c->mem, struct loan, n_all + 1);
    day *to = NEW_N(c->mem, day, n_all + 1);
    *n = 0;
    for (size_t i = 0; i < n_all; i++) {
        const struct loan *l = &all[i];
        /* A day already past, or closed before, is nobody's fault now. */
        if (day_before(l->due, c->today) || !calendar_open(&was, l->due) || calendar_open(&is, l->due))
            continue;
        to[*n] = calendar_first(&is, l->due, (int)setting_int(c, SET_OPEN_WITHIN));
        moved[(*n)++] = *l;
    }
    *loan = moved;
    *due = to;
    return OK;
}

enum fault branch_due_move(struct ctx *c, const struct loan *l, day due)
{
    return thing_set(c, F_LOAN_DUE_DAY, l->id, val_day(l->due), val_day(due));
}

enum fault closing_add(struct ctx *c, int64_t branch, day from, day to, struct str reason, int64_t *id)
{
    QUERY(q, c, Q_CLOSING_ADD);
    q_bind_int(&q, "branch", branch);
    q_bind(&q, "from_day", val_day(from));
    q_bind(&q, "to_day", val_day(to));
    q_bind_str(&q, "reason", reason);
    q_bind(&q, "made_at", val_time(c->now));
    enum fault f = q_run_int(&q, id);
    return f ? f : thing_made(c, "closing", *id);
}
