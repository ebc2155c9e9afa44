/* See undo.h. */
#include "lending/undo.h"

#include "lending/calendar.h"
#include "lending/journal.h"
#include "lending/money.h"
#include "lending/queue.h"
#include "lending/setting.h"
#include "lending/tell.h"
#include "lending/tool.h"
#include "schema/query.h"

enum { SECONDS = 24 * 3600, MODELS_MOST = 32 };

static struct action action_row(struct query *q)
{
    return (struct action){ q_int(q, "id"), q_int(q, "at"), q_int(q, "thing_id"), q_str(q, "op"),
                            q_str(q, "thing"), q_str(q, "initials") };
}

enum fault undo_recent(struct ctx *c, struct action *out, size_t most, size_t *n)
{
    QUERY(q, c, Q_ACTIONS_OF_COUNTER);
    q_bind_str(&q, "counter", c->actor);
    q_bind(&q, "branch", val_id(c->branch));
    q_bind_int(&q, "limit", (int64_t)most);
    for (*n = 0; *n < most && q_row(&q); ++*n)
        out[*n] = action_row(&q);
    return q_end(&q);
}

enum fault undo_find(struct ctx *c, int64_t id, struct action *out)
{
    QUERY(q, c, Q_ACTION_GET);
    q_bind_int(&q, "id", id);
    q_bind(&q, "branch", val_id(c->branch));
    *out = (struct action){ 0 };
    if (q_row(&q))
        *out = action_row(&q);
    enum fault f = q_end(&q);
    return f || out->id ? f : fail(c, FAULT_NAME_UNKNOWN, "action", val_int(id));
}

/* A later action that stands and touched the same loan, hold, transfer or ledger line. */
static enum fault built_upon(struct ctx *c, const struct action *a)
{
    int64_t later;
    QUERY(q, c, Q_ACTION_LATER);
    q_bind_int(&q, "journal", a->id);
    enum fault f = q_run_int(&q, &later);
    if (f || !later)
        return f;
    return fail_facts(c, FAULT_UNDO_BUILT_UPON, "action", val_int(a->id), FACTS(F("n", val_int(later))));
}

static int field_find(struct str thing, struct str column)
{
    for (int i = 0; i < FIELD_COUNT; i++)
        if (str_eq(thing, str_of(field_defs[i].thing)) && str_eq(column, str_of(field_defs[i].column)))
            return i;
    return -1;
}

static struct val typed(struct val text, bool is_text)
{
    int64_t n;
    if (text.is == V_NONE || is_text)
        return text;
    ASSERT(str_int(text.s, &n));
    return val_int(n);
}

/* Rows that can be marked undone; others (members, tools) are no counter's work. */
static const struct { const char *thing; enum query_id undone; } made[] = {
    { "loan", Q_LOAN_UNDONE }, { "renewal", Q_RENEWAL_UNDONE }, { "hold", Q_HOLD_UNDONE },
    { "ticket", Q_TICKET_UNDONE }, { "instruction", Q_INSTRUCTION_UNDONE },
    { "transfer", Q_TRANSFER_UNDONE }, { "movement", Q_MOVEMENT_UNDONE }, { "inspection", Q_INSPECTION_UNDONE },
    { "photo", Q_PHOTO_UNDONE }, { "document", Q_DOCUMENT_UNDONE },
};

static enum fault row_unmake(struct ctx *c, struct str thing, int64_t id)
{
    if (str_eq(thing, S("ledger"))) /* G1: money goes back by a line of its own */
        return ledger_reverse(c, id);
    for (size_t i = 0; i < COUNT(made); i++)
        if (str_eq(thing, str_of(made[i].thing))) {
            QUERY(q, c, made[i].undone);
            q_bind_int(&q, "id", id);
            q_bind(&q, "at", val_time(c->now));
            return q_run(&q);
        }
    return fail(c, FAULT_UNDO_NEVER, "action", val_none());
}

/* A loan that came back is out again; the database refuses when the tool went out since. */
static enum fault loan_reopen(struct ctx *c, int64_t id)
{
    QUERY(q, c, Q_LOAN_REOPEN);
    q_bind_int(&q, "id", id);
    return q_run(&q);
}

/* What was said about it: unsent words are dropped, others corrected (L20); a place announced is
 * withdrawn (H18). */
static enum fault unsay(struct ctx *c, struct str thing, struct str column, int64_t id, struct val becomes)
{
    static const char *const ends[] = { "hold_gone", "hold_ended", "hold_passed", "hold_passed_2" };
    bool loan = str_eq(thing, S("loan"));
    struct telling t = { .loan = loan ? id : 0, .hold = loan ? 0 : id, .day = DAY_NONE };
    if (loan && str_eq(column, S("due_day")) && !val_is_none(becomes))
        t.day = (day){ (int32_t)typed(becomes, false).i };
    else if (loan && str_eq(column, S("ended")))
        t.kind = "owner_back";
    else if (column.n && (loan || !str_eq(column, S("state"))))
        return OK;
    if (!loan && !str_eq(thing, S("hold")))
        return OK;
    if (loan || !column.n)
        return tell_undone(c, &t);
    if (!str_eq(column, S("state")))
        return OK;
    QUERY(q, c, Q_HOLD_GET);
    q_bind_int(&q, "id", id);
    bool ready = q_row(&q) && str_eq(q_str(&q, "state"), S("ready"));
    int64_t member = ready ? q_int(&q, "member") : 0;
    enum fault f = q_end(&q);
    for (size_t i = 0; !f && !ready && i < COUNT(ends); i++) {
        t.kind = ends[i];
        f = tell_undone(c, &t);
    }
    return f || !ready ? f : tell_not_ready(c, id, member);
}

struct undoing {
    const struct action *action;
    int64_t models[MODELS_MOST];
    size_t n_models;
};

/* Models whose queue may have to be served afterwards. */
static enum fault models_note(struct ctx *c, struct undoing *u)
{
    QUERY(q, c, Q_ACTION_MODELS);
    q_bind_int(&q, "journal", u->action->id);
    while (q_row(&q) && u->n_models < MODELS_MOST)
        u->models[u->n_models++] = q_int(&q, "model");
    return q_end(&q);
}

static enum fault change_back(struct ctx *c, struct query *q)
{
    struct str thing = q_str(q, "thing"), column = q_str(q, "field");
    int64_t id = q_int(q, "thing_id");
    struct val was = q_val(q, "was", V_STR), becomes = q_val(q, "becomes", V_STR);
    enum fault f = unsay(c, thing, column, id, becomes);
    if (f)
        return f;
    if (!column.n)
        return row_unmake(c, thing, id);
    if (str_eq(column, S("ended")))
        return str_eq(thing, S("ledger")) ? ledger_again(c, id) : loan_reopen(c, id);
    int i = field_find(thing, column);
    ASSERT(i >= 0);
    bool text = field_defs[i].text;
    f = thing_set(c, (enum field_id)i, id, typed(becomes, text), typed(was, text));
    return f == FAULT_CONSTRAINT && i == F_MEMBER_ACTIVE_DAY ? OK : f; /* has been here again since */
}

static enum fault changes_back(struct ctx *c, const struct action *a)
{
    QUERY(q, c, Q_CHANGES_OF_ACTION);
    q_bind_int(&q, "journal", a->id);
    enum fault f = OK;
    size_t n = 0;
    for (; !f && q_row(&q); n++)
        f = change_back(c, &q);
    if (!f && !n) /* erased with the person it was about (M11) */
        f = fail(c, FAULT_UNDO_NEVER, "action", val_int(a->id));
    if (f == FAULT_CONSTRAINT)
        return fail_facts(c, FAULT_UNDO_BUILT_UPON, "action", val_int(a->id),
                          FACTS(F("n", val_int(a->id))));
    return f ? f : q_end(&q);
}

static enum fault mark(struct ctx *c, const struct action *a)
{
    QUERY(q, c, Q_JOURNAL_UNDOES);
    q_bind_int(&q, "id", c->journal);
    q_bind_int(&q, "undoes", a->id);
    return q_run(&q);
}

/* L9: who was told that it takes longer need not hear it now. */
static enum fault longer_unsay(struct ctx *c, const struct undoing *u)
{
    enum fault f = OK;
    for (size_t i = 0; !f && i < u->n_models; i++) {
        QUERY(q, c, Q_QUEUE_BY_TIME);
        q_bind_int(&q, "model", u->models[i]);
        while (!f && q_row(&q))
            f = tell_undone(c, &(struct telling){ .kind = "hold_longer", .hold = q_int(&q, "id"), .day = DAY_NONE });
        if (!f)
            f = q_end(&q);
    }
    return f;
}

/* C3: a closing since then did not see a loan that was back, nor the due day before a renewal. */
static enum fault due_days_open(struct ctx *c, const struct action *a)
{
    QUERY(q, c, Q_ACTION_LOANS_DUE);
    q_bind_int(&q, "journal", a->id);
    q_bind(&q, "today", val_day(c->today));
    enum fault f = OK;
    while (!f && q_row(&q)) {
        struct calendar k;
        int64_t loan = q_int(&q, "id");
        day due = q_day(&q, "due_day");
        f = calendar_load(c, q_int(&q, "branch"), &k);
        day open = f ? DAY_NONE : calendar_first(&k, due, (int)setting_int(c, SET_OPEN_WITHIN));
        if (f || day_none(open) || day_is(open, due))
            continue;
        f = thing_set(c, F_LOAN_DUE_DAY, loan, val_day(due), val_day(open));
        if (!f && !q_null(&q, "member"))
            f = tell(c, &(struct telling){ .kind = "closing_loan", .member = q_int(&q, "member"),
                                           .loan = loan, .day = open });
    }
    return f ? f : q_end(&q);
}

/* A hold that has its tool again while that went elsewhere, or out, waits at its old place (H18); what is
 * where it is fetched is ready, and no longer proposed home (B4). */
static enum fault hold_settle(struct ctx *c, struct query *q)
{
    struct str state = q_str(q, "transfer_state");
    bool ready = str_eq(q_str(q, "state"), S("ready")), proposed = str_eq(state, S("proposed"));
    bool moves = state.n && !proposed, here = q_int(q, "present") == q_int(q, "pick_up") && !moves;
    bool coming = moves && !ready && q_int(q, "transfer_hold") == q_int(q, "id");
    bool fit = q_null(q, "loan") && str_eq(q_str(q, "tool_state"), S("active"));
    struct tool t;
    enum fault f = tool_get(c, q_int(q, "tool"), &t);
    if (f || (fit && coming))
        return f;
    if (!fit || !here)
        return queue_release(c, &t);
    if (proposed)
        f = thing_set(c, F_TRANSFER_STATE, q_int(q, "transfer"), val_str(state), val_z("cancelled"));
    return f || ready ? f : queue_at_pick_up(c, q_int(q, "id"));
}

static enum fault holds_settle(struct ctx *c, const struct action *a)
{
    QUERY(q, c, Q_ACTION_HOLDS_GIVEN);
    q_bind_int(&q, "journal", a->id);
    enum fault f = OK;
    while (!f && q_row(&q))
        f = hold_settle(c, &q);
    return f ? f : q_end(&q);
}

enum fault undo(struct ctx *c, const struct action *a)
{
    struct undoing u = { .action = a };
    if (c->now - a->at > SECONDS)
        return fail(c, FAULT_UNDO_TOO_OLD, "action", val_int(a->id));
    enum fault f = built_upon(c, a);
    if (!f)
        f = models_note(c, &u);
    if (!f)
        f = journal_line(c, str_z(c->mem, a->thing), a->thing_id);
    if (!f)
        f = mark(c, a);
    if (!f && str_eq(a->op, S("in")))
        f = longer_unsay(c, &u);
    if (!f)
        f = changes_back(c, a);
    if (!f)
        f = due_days_open(c, a);
    if (!f)
        f = holds_settle(c, a);
    for (size_t i = 0; !f && i < u.n_models; i++)
        f = queue_serve(c, u.models[i]);
    return f;
}
