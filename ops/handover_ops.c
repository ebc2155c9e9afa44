/* The note for the next shift: one a branch, read when a counter opens, gone when it is written empty.
 * It may name anybody, so it goes whenever somebody is erased (M11). */
#include "lending/branch.h"
#include "lending/journal.h"
#include "lending/setting.h"
#include "ops/say.h"
#include "ops/table.h"

static const struct shape note_shape = { "handover", FIELDS(
    { "at", FK_TIME }, { "initials", FK_TEXT }, { "note", FK_TEXT } ) };

static const char *fact_of(struct ctx *c, int64_t branch)
{
    return str_printf(c->mem, "handover.%lld", (long long)branch).s;
}

/* "1795510800|JV|De grasmaaier staat bij de deur." */
static enum fault handover_run(struct ctx *c, const struct val *a, struct out *o)
{
    int64_t branch, at;
    (void)a;
    enum fault f = branch_of_counter(c, &branch);
    struct str rest = f ? (struct str){ 0 } : library_fact(c, fact_of(c, branch)), when, who;
    if (f || !str_next(&rest, '|', &when) || !str_int(when, &at) || !str_next(&rest, '|', &who) || !rest.n)
        return f;
    OUT(o, val_time(at), val_text(who), val_str(rest));
    return OK;
}

static enum fault handover_write_run(struct ctx *c, const struct val *a, struct out *o)
{
    int64_t branch;
    struct str words = val_str_or(a[0], (struct str){ 0 });
    enum fault f = branch_of_counter(c, &branch);
    if (!f)
        f = journal_line(c, "branch", branch);
    if (!f)
        f = library_fact_set(c, fact_of(c, branch), !words.n ? S("")
                : str_printf(c->mem, "%lld|%.*s|%.*s", (long long)c->now, STR(c->initials), STR(words)));
    if (f)
        return f;
    OUT(o, val_time(c->now), val_text(c->initials), val_text(words));
    out_say(o, TONE_YES, text_plain(c->lang, words.n ? T_HANDOVER_KEPT : T_HANDOVER_CLEARED));
    return OK;
}

const struct op handover_ops[] = {
    { "handover", "briefje", "/handover", GET, ROLE_VOLUNTEER, OP_LIST, ARGS0, &note_shape, handover_run },
    { "handover write", NULL, "/handover", POST, ROLE_VOLUNTEER, 0,
      ARGS({ "words", K_TEXT, ARG_PLACE | ARG_WORDS | ARG_EMPTY, NULL }), &note_shape, handover_write_run },
    { 0 },
};
