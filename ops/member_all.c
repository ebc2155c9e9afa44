/* See member_all.h. Each group is a statement of schema/q_about.sql and the fields that show it; a column
 * has the name of its field. */
#include "ops/member_all.h"

#include "lending/code.h"
#include "schema/query.h"

static const struct group {
    enum query_id query;
    struct shape shape;
} groups[N_ABOUT] = {
    { Q_ABOUT_CARDS, { "card", FIELDS({ "member", FK_MEMBER }, { "name", FK_TEXT },
        { "address", FK_TEXT }, { "note", FK_TEXT }) } },
    { Q_ABOUT_CONTACTS, { "contact", FIELDS({ "what", FK_CHANNEL }, { "value", FK_TEXT },
        { "stopped", FK_YES }, { "bad", FK_YES }) } },
    { Q_ABOUT_LOANS, { "loan", FIELDS({ "tool", FK_TOOL }, { "tool_name", FK_TEXT },
        { "branch", FK_TEXT }, { "out", FK_DAY }, { "due", FK_DAY }, { "returned", FK_DAY },
        { "renewals", FK_INT }, { "undone", FK_YES }) } },
    { Q_ABOUT_HOLDS, { "hold", FIELDS({ "model", FK_TEXT }, { "branch", FK_TEXT }, { "asked", FK_TIME },
        { "from", FK_DAY }, { "to", FK_DAY }, { "state", FK_HOLD_STATE }, { "undone", FK_YES }) } },
    { Q_ABOUT_MONEY, { "money", FIELDS({ "day", FK_DAY }, { "what", FK_LEDGER_KIND }, { "method", FK_METHOD },
        { "amount", FK_MONEY }) } },
    { Q_ABOUT_INSTRUCTIONS, { "instruction", FIELDS({ "model", FK_TEXT }, { "day", FK_DAY },
        { "initials", FK_TEXT }) } },
    { Q_ABOUT_TOOLS, { "tool", FIELDS({ "tool", FK_TOOL }, { "tool_name", FK_TEXT },
        { "state", FK_TOOL_STATE }) } },
    { Q_ABOUT_TICKETS, { "ticket", FIELDS({ "tool", FK_TOOL }, { "made", FK_TIME }, { "words", FK_TEXT },
        { "phone", FK_PHONE }, { "answer", FK_TEXT }, { "photo", FK_PHOTO }) } },
    { Q_ABOUT_MESSAGES, { "message", FIELDS({ "made", FK_TIME }, { "about", FK_MESSAGE },
        { "channel", FK_CHANNEL }, { "value", FK_TEXT }, { "state", FK_MESSAGE_STATE },
        { "text", FK_TEXT }) } },
    { Q_ABOUT_INCOMING, { "answer", FIELDS({ "made", FK_TIME }, { "phone", FK_PHONE },
        { "text", FK_TEXT }) } },
    { Q_ABOUT_SESSIONS, { "session", FIELDS({ "made", FK_TIME }, { "at", FK_TIME },
        { "language", FK_TEXT }) } },
    { Q_ABOUT_CHANGES, { "change", FIELDS({ "at", FK_TIME }, { "initials", FK_TEXT }, { "did", FK_DID },
        { "field", FK_TEXT }, { "was", FK_TEXT }, { "becomes", FK_TEXT }) } },
    { Q_ABOUT_WORDS, { "words", FIELDS({ "at", FK_TIME }, { "initials", FK_TEXT }, { "did", FK_DID },
        { "said", FK_TEXT }) } },
};

static struct val cell(struct query *q, const struct field *f)
{
    bool none = q_null(q, f->key);
    switch (f->kind) {
    case FK_INT:
        return q_val(q, f->key, V_INT);
    case FK_DAY:
        return q_val(q, f->key, V_DAY);
    case FK_TIME:
        return q_val(q, f->key, V_TIME);
    case FK_MONEY:
        return q_val(q, f->key, V_MONEY);
    case FK_YES:
        return q_val(q, f->key, V_BOOL);
    case FK_TOOL: case FK_MEMBER:
        return none ? val_none() : val_str(code_text(q->c->mem, q_int(q, f->key),
                                          f->kind == FK_TOOL ? FAMILY_TOOL : FAMILY_MEMBER));
    default:
        return q_val(q, f->key, V_STR);
    }
}

static enum fault group_read(struct ctx *c, int64_t member, const struct group *g, struct val *out)
{
    struct list *l = NEW(c->mem, struct list);
    size_t wide = shape_count(&g->shape), room = 0;
    struct val *at = NULL;
    QUERY(q, c, g->query);
    q_bind_int(&q, "member", member);
    *l = (struct list){ .shape = &g->shape };
    for (; q_row(&q); l->n++) {
        if (l->n == room) {
            room = room ? room * 2 : 16;
            struct val *more = NEW_N(c->mem, struct val, room * wide);
            if (l->n)
                memcpy(more, at, l->n * wide * sizeof *at);
            at = more;
        }
        for (size_t k = 0; k < wide; k++)
            at[l->n * wide + k] = cell(&q, &g->shape.f[k]);
    }
    l->at = at;
    *out = val_list(l);
    return q_end(&q);
}

enum fault about_member(struct ctx *c, int64_t member, struct val out[N_ABOUT])
{
    enum fault f = OK;
    for (size_t i = 0; !f && i < N_ABOUT; i++)
        f = group_read(c, member, &groups[i], &out[i]);
    return f;
}
