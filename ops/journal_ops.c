/* The journal: the story of a tool or of a member, or of what was done last at a branch; newest first. */
#include "lending/branch.h"
#include "lending/code.h"
#include "ops/say.h"
#include "ops/table.h"
#include "schema/query.h"

/* People read the sentence; machines also what it was made of. */
static const struct shape journal_shape = { "journal", FIELDS(
    { "action", FK_INT }, { "at", FK_TIME }, { "tool", FK_TOOL }, { "story", FK_TEXT }, { "initials", FK_HIDDEN },
    { "did", FK_HIDDEN }, { "member_name", FK_HIDDEN }, { "branch", FK_HIDDEN }, { "due", FK_HIDDEN },
    { "undone", FK_HIDDEN }, { "rule", FK_HIDDEN }, { "said", FK_HIDDEN }) };

struct line {
    struct str op, name, initials, branch, said;
    day due;
    bool rule, undone;
};

/* What was done, and to whom: "Uitgeleend aan A. Bakker". */
static struct str deed(struct ctx *c, const struct line *l)
{
    static const struct { const char *op; enum text_key key; } deeds[] = {
        { "out", T_STORY_OUT }, { "in", T_STORY_IN }, { "renew", T_STORY_RENEW },
    };
    for (size_t i = 0; l->name.n && i < COUNT(deeds); i++)
        if (str_eq(l->op, str_of(deeds[i].op)))
            return text(c, deeds[i].key, FACTS(F("name", val_str(l->name))));
    return say_did(c, l->op);
}

/* One more piece of the sentence, when there is something to say in it. */
static void more(struct ctx *c, struct str *story, bool there, enum text_key key, struct val what)
{
    if (there)
        *story = text(c, key, FACTS(F("story", val_str(*story)), F("what", what)));
}

/* "Uitgeleend aan A. Bakker door JV bij De Hoogte, graag terug op dinsdag 1 december." */
static struct str story_of(struct ctx *c, const struct line *l)
{
    bool due = str_eq(l->op, S("out")) || str_eq(l->op, S("renew"));
    struct str s = deed(c, l);
    more(c, &s, l->initials.n, T_STORY_BY, val_str(l->initials));
    more(c, &s, l->branch.n, T_STORY_AT, val_str(l->branch));
    more(c, &s, due && !day_none(l->due), T_STORY_DUE, val_day(l->due));
    s = str_printf(c->mem, "%.*s.", STR(s));
    more(c, &s, l->rule, T_STORY_RULE, val_none());
    more(c, &s, l->said.n, T_STORY_SAID, val_str(l->said));
    more(c, &s, l->undone, T_STORY_UNDONE, val_none());
    char *first = (char *)(uintptr_t)str_copy(c->mem, s).s;
    if (*first >= 'a' && *first <= 'z')
        *first = (char)(*first - 'a' + 'A');
    return (struct str){ first, s.n };
}

static void line_out(struct ctx *c, struct query *q, struct out *o)
{
    struct line l = { .op = q_str(q, "op"), .name = q_str(q, "member_name"), .said = q_str(q, "said"),
                      .initials = q_str(q, "initials"), .branch = q_str(q, "branch_name"),
                      .due = q_day(q, "due_day"), .rule = !q_null(q, "override_fault"),
                      .undone = q_int(q, "undone") };
    struct val tool = q_null(q, "number") ? val_none()
                                          : val_str(code_text(c->mem, q_int(q, "number"), FAMILY_TOOL));
    OUT(o, val_int(q_int(q, "id")), val_time(q_int(q, "at")), tool, val_str(story_of(c, &l)),
        val_str(l.initials), val_str(say_did(c, l.op)), val_text(l.name), val_text(l.branch),
        val_day(l.due), val_bool(l.undone), q_val(q, "override_fault", V_STR), val_text(l.said));
}

enum { LAST = 20 };
static enum fault branch_lines(struct ctx *c, int64_t limit, struct out *o)
{
    int64_t branch;
    enum fault f = branch_of_counter(c, &branch);
    if (f)
        return f;
    QUERY(q, c, Q_JOURNAL_OF_BRANCH);
    q_bind_int(&q, "branch", branch);
    q_bind_int(&q, "before", INT64_MAX);
    q_bind_int(&q, "limit", limit);
    while (q_row(&q))
        line_out(c, &q, o);
    return q_end(&q);
}

static enum fault journal_run(struct ctx *c, const struct val *a, struct out *o)
{
    bool tool = a[0].is == V_INT;
    if (!tool && val_is_none(a[1]))
        return branch_lines(c, val_int_or(a[2], LAST), o);
    QUERY(q, c, Q_JOURNAL_OF_THING);
    q_bind_str(&q, "thing", tool ? S("tool") : S("member"));
    q_bind(&q, "thing_id", tool ? a[0] : a[1]);
    q_bind_int(&q, "before", INT64_MAX);
    q_bind_int(&q, "limit", val_int_or(a[2], 100));
    while (q_row(&q))
        line_out(c, &q, o);
    return q_end(&q);
}

const struct op journal_ops[] = {
    { "journal", "logboek", "/journal", GET, ROLE_VOLUNTEER, OP_LIST,
      ARGS({ "tool", K_TOOL, 0, NULL }, { "member", K_MEMBER, 0, NULL },
           { "limit", K_INT, 0, "1..10000" }),
      &journal_shape, journal_run },
    { 0 },
};
