/* Changing branches and their hours (C14). See branch.h. */
#include "lending/branch.h"
#include "lending/edit.h"
#include "lending/journal.h"
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
