/* See merge.h. */
#include "lending/merge.h"

#include "lending/edit.h"
#include "lending/login.h"
#include "lending/queue.h"
#include "schema/query.h"

/* Rows that hang on a member, each moved by a statement of its own. */
static const enum query_id moves[] = {
    Q_MERGE_LOANS, Q_MERGE_HOLDS, Q_MERGE_LEDGER, Q_MERGE_MESSAGES, Q_MERGE_INCOMING, Q_MERGE_STEPS,
    Q_MERGE_INSTRUCTIONS, Q_MERGE_TICKETS, Q_MERGE_TOOLS, Q_MERGE_WORDS, Q_MERGE_CONTACTS_TWICE,
    Q_MERGE_CONTACTS, Q_MERGE_SESSIONS, Q_MERGE_CODES, Q_MERGE_ALIASES, Q_MERGE_PIN,
};

static enum fault rows_move(struct ctx *c, int64_t from, int64_t into)
{
    enum fault f = OK;
    for (size_t i = 0; !f && i < COUNT(moves); i++) {
        QUERY(q, c, moves[i]);
        q_bind_int(&q, "from_member", from);
        q_bind_int(&q, "into", into);
        f = q_run(&q);
    }
    return f;
}

/* M15: the first of a model stays, with the earliest time of all; the others end without a message, and
 * the tool of a ready one goes on to the next. */
static enum fault holds_join(struct ctx *c, int64_t member)
{
    QUERY(q, c, Q_MERGE_HOLDS_TWICE);
    q_bind_int(&q, "member", member);
    int64_t kept = 0, model = 0, since = 0;
    enum fault f = OK;
    while (!f && q_row(&q)) {
        int64_t id = q_int(&q, "id"), at = q_int(&q, "since_at");
        bool another = q_int(&q, "model") != model;
        if (another) {
            f = model ? queue_serve(c, model) : OK;
            kept = id;
            model = q_int(&q, "model");
            since = at;
            continue;
        }
        if (at < since)
            f = thing_set(c, F_HOLD_SINCE_AT, kept, val_int(since), val_int(at));
        since = at < since ? at : since;
        if (!f)
            f = queue_end(c, id, "cancelled");
    }
    if (!f)
        f = q_end(&q);
    return f || !model ? f : queue_serve(c, model);
}

static bool later(day x, day y)
{
    return !day_none(y) && (day_none(x) || day_before(y, x));
}

static int standing(enum member_state s)
{
    static const int rank[] = { [MEMBER_ENDED] = 0, [MEMBER_PENDING] = 1, [MEMBER_ACTIVE] = 2,
                                [MEMBER_BLOCKED] = 3 };
    return rank[s];
}

/* The longest block, else who may do most. */
static enum fault state_join(struct ctx *c, const struct member *x, const struct member *y)
{
    const struct member *of = standing(x->state) > standing(y->state) ||
        (x->state == MEMBER_BLOCKED && y->state == MEMBER_BLOCKED &&
         later(x->blocked_until, y->blocked_until)) ? x : y;
    bool blocked = of->state == MEMBER_BLOCKED;
    return member_state_set(c, y, of->state, blocked ? of->blocked_until : DAY_NONE,
                            blocked ? of->blocked_reason : (struct str){ 0 });
}

/* The latest membership, with what it is of. One that ended counts only beside another that did. */
static enum fault membership_join(struct ctx *c, const struct member *x, const struct member *y)
{
    bool changed, x_ended = x->stored_state == MEMBER_ENDED, y_ended = y->stored_state == MEMBER_ENDED;
    if (x_ended != y_ended ? x_ended : !later(x->until, y->until))
        return OK;
    struct val none = val_str(S(""));
    return edits_apply(c, y->id,
        EDITS({ F_MEMBER_UNTIL_DAY, val_day(y->until), day_none(x->until) ? none : val_day(x->until) },
              { F_MEMBER_PLAN, val_id(y->plan), x->plan ? val_int(x->plan) : none },
              { F_MEMBER_TIER, val_text(y->tier), val_str(x->tier) },
              { F_MEMBER_TIER_SEEN_DAY, val_day(y->tier_seen),
                day_none(x->tier_seen) ? none : val_day(x->tier_seen) },
              { F_MEMBER_TIER_SEEN_BY, val_text(y->tier_seen_by), val_str(x->tier_seen_by) }), &changed);
}

/* What the record that stays does not say, the other may. */
static struct val gap(struct str y, struct str x)
{
    return y.n ? val_none() : val_text(x);
}

static enum fault facts_join(struct ctx *c, const struct member *x, const struct member *y)
{
    bool changed, move = !y->household && x->household;
    struct val note = x->note.n && y->note.n
        ? val_str(str_printf(c->mem, "%.*s\n%.*s", STR(y->note), STR(x->note))) : gap(y->note, x->note);
    bool home = !y->address.n && x->address.n; /* an address goes entire */
    return edits_apply(c, y->id,
        EDITS({ F_MEMBER_NOTE, val_text(y->note), note },
              { F_MEMBER_ADDRESS, val_text(y->address), gap(y->address, x->address) },
              { F_MEMBER_POSTCODE, val_text(y->postcode), home ? val_str(x->postcode)
                                                               : gap(y->postcode, x->postcode) },
              { F_MEMBER_PLACE, val_text(y->place), home ? val_str(x->place) : gap(y->place, x->place) },
              { F_MEMBER_CONTACT_PERSON, val_text(y->contact_person),
                gap(y->contact_person, x->contact_person) },
              { F_MEMBER_SEEN_DAY, val_day(y->seen), day_none(y->seen) ? val_day(x->seen) : val_none() },
              { F_MEMBER_SEEN_BY, val_text(y->seen_by), gap(y->seen_by, x->seen_by) },
              { F_MEMBER_SINCE_DAY, val_day(y->since),
                day_before(x->since, y->since) ? val_day(x->since) : val_none() },
              { F_MEMBER_ACTIVE_DAY, val_day(y->active),
                day_before(y->active, x->active) ? val_day(x->active) : val_none() },
              { F_MEMBER_HOUSEHOLD, val_id(y->household), move ? val_int(x->household) : val_none() },
              { F_MEMBER_HOUSEHOLD_CONTACT, val_bool(y->household_contact),
                move ? val_bool(x->household_contact) : val_none() }), &changed);
}

/* The record that goes: ended, an alias of the other. Its line of the journal is its own. */
static enum fault alias_make(struct ctx *c, const struct member *x, int64_t into)
{
    enum fault f = sessions_end(c, x->id, 0);
    if (!f)
        f = thing_set(c, F_MEMBER_MERGED_INTO, x->id, val_none(), val_int(into));
    if (!f)
        f = member_state_set(c, x, MEMBER_ENDED, DAY_NONE, (struct str){ 0 });
    if (!f)
        f = thing_set(c, F_MEMBER_HOUSEHOLD, x->id, val_id(x->household), val_none());
    return f ? f : thing_set(c, F_MEMBER_HOUSEHOLD_CONTACT, x->id, val_bool(x->household_contact),
                             val_bool(false));
}

enum fault member_merge(struct ctx *c, int64_t from, int64_t into)
{
    struct member x, y;
    enum fault f = member_get(c, from, &x);
    if (!f)
        f = member_get(c, into, &y);
    if (!f && from == into)
        f = fail_facts(c, FAULT_MERGE_SELF, "into", val_str(y.code), FACTS(F("name", val_str(y.name))));
    if (!f)
        f = alias_make(c, &x, into);
    journal_next(c);
    if (!f)
        f = journal_line(c, "member", into);
    if (!f)
        f = rows_move(c, from, into);
    if (!f)
        f = state_join(c, &x, &y);
    if (!f)
        f = membership_join(c, &x, &y);
    if (!f)
        f = facts_join(c, &x, &y);
    if (!f)
        f = holds_join(c, into);
    return f ? f : queue_serve_member(c, into); /* who could not borrow (M12) now may */
}
