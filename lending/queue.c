/* See queue.h. */
#include "lending/queue.h"

#include "lending/avail.h"
#include "lending/calendar.h"
#include "lending/journal.h"
#include "lending/member.h"
#include "lending/setting.h"
#include "lending/tell.h"
#include "schema/query.h"

struct waiting {
    int64_t id, member, tool, pick_up, kit;
    bool may, was_blocked; /* M12: can borrow now; a block that ended by itself */
};
struct spare {
    int64_t id, number, present, home, transfer;
    bool together, seasonal, kept, given; /* for its kit only (T12); in its owner's months only (T11);
                                           * only for who fetches it where it is (B5) */
};
struct queue {
    int64_t model;
    struct waiting *holds;
    struct spare *tools;
    size_t n_holds, n_tools;
};

enum fault queue_shelf_last(struct ctx *c, int64_t branch, day ready, day *last)
{
    struct calendar k;
    enum fault f = calendar_load(c, branch, &k);
    *last = f ? DAY_NONE
              : calendar_shelf_last(&k, ready, (int)setting_int(c, SET_SHELF_OPEN_DAYS),
                                    (int)setting_int(c, SET_SHELF_DAYS),
                                    (int)setting_int(c, SET_OPEN_WITHIN));
    return f;
}

/* M12: pending, blocked, ended and over cannot borrow now; they are skipped and keep their place. */
static bool may_borrow(struct ctx *c, struct query *q)
{
    struct str state = q_str(q, "state");
    day blocked = q_day(q, "blocked_until_day"), until = q_day(q, "until_day");
    bool lifted = str_eq(state, S("blocked")) && !day_none(blocked) && day_before(blocked, c->today);
    return (str_eq(state, S("active")) || lifted) && (day_none(until) || !day_before(until, c->today));
}

static enum fault holds_load(struct ctx *c, struct queue *s)
{
    QUERY(q, c, Q_QUEUE_OF_MODEL);
    q_bind_int(&q, "model", s->model);
    /* H11: the day of return counts as day 0; thirty days later one is free again. */
    q_bind_int(&q, "since_day", c->today.n - setting_int(c, SET_FAIR_DAYS));
    while (q_row(&q)) {
        if (!s->holds)
            s->holds = NEW_N(c->mem, struct waiting, q_int(&q, "n"));
        s->holds[s->n_holds++] = (struct waiting){ q_int(&q, "id"), q_int(&q, "member"),
            q_int(&q, "tool"), q_int(&q, "pick_up"), q_int(&q, "kit"), may_borrow(c, &q),
            !str_eq(q_str(&q, "state"), S("active")) };
    }
    return q_end(&q);
}

static enum fault tools_load(struct ctx *c, struct queue *s)
{
    QUERY(q, c, Q_QUEUE_TOOLS);
    q_bind_int(&q, "model", s->model);
    while (q_row(&q)) {
        day inspect = q_day(&q, "inspect_day");
        if (!s->tools)
            s->tools = NEW_N(c->mem, struct spare, q_int(&q, "n"));
        bool safe = day_none(inspect) || !day_before(inspect, c->today); /* S6 */
        bool lent_now = owner_month_ok((int)q_int(&q, "owner_from_month"),
                                       (int)q_int(&q, "owner_to_month"), c->today);
        if (safe && lent_now)
            s->tools[s->n_tools++] = (struct spare){ q_int(&q, "id"), q_int(&q, "number"),
                q_int(&q, "present"), q_int(&q, "home"), q_int(&q, "transfer"),
                q_int(&q, "together"), q_int(&q, "owner_from_month") != 0, q_int(&q, "kept"), false };
    }
    return q_end(&q);
}

/* H12: one present at its pick-up branch, else one whose home that is, else the lowest number. */
static struct spare *tool_for(const struct queue *s, const struct waiting *h)
{
    struct spare *best = NULL;
    int best_rank = 3;
    for (size_t i = 0; i < s->n_tools; i++) {
        struct spare *t = &s->tools[i];
        int rank = t->present == h->pick_up ? 0 : t->home == h->pick_up ? 1 : 2;
        bool fits = (!h->tool || h->tool == t->id) && (!t->together || h->kit) && (!t->kept || !rank);
        if (!t->given && fits && rank < best_rank) {
            best = t;
            best_rank = rank;
        }
    }
    return best;
}

/* B4: a proposed transfer binds nothing; the hold drops it. */
static enum fault proposal_drop(struct ctx *c, int64_t transfer)
{
    return transfer ? thing_set(c, F_TRANSFER_STATE, transfer, val_z("proposed"), val_z("cancelled")) : OK;
}

static enum fault transfer_ask(struct ctx *c, const struct spare *t, const struct waiting *h)
{
    int64_t id;
    QUERY(q, c, Q_TRANSFER_ADD);
    q_bind_int(&q, "tool", t->id);
    q_bind_int(&q, "from_branch", t->present);
    q_bind_int(&q, "to_branch", h->pick_up);
    q_bind_int(&q, "hold", h->id);
    q_bind_str(&q, "state", S("asked"));
    q_bind(&q, "made_at", val_time(c->now));
    enum fault f = q_run_int(&q, &id);
    return f ? f : thing_made(c, "transfer", id);
}

enum fault queue_together(struct ctx *c, int64_t hold, struct together *g)
{
    QUERY(q, c, Q_HOLDS_TOGETHER);
    q_bind_int(&q, "id", hold);
    for (g->n = 0; g->n < KIT_MOST && q_row(&q); g->n++)
        g->at[g->n] = (struct hold_one){ q_int(&q, "id"), q_int(&q, "member"), q_int(&q, "model"),
            q_int(&q, "since_at"), q_int(&q, "misses"), q_int(&q, "transfer"), q_val(&q, "state", V_STR),
            q_val(&q, "given_tool", V_INT), q_val(&q, "ready_day", V_DAY) };
    return q_end(&q);
}

enum fault queue_at_pick_up(struct ctx *c, int64_t hold)
{
    struct together g;
    enum fault f = queue_together(c, hold, &g);
    for (size_t i = 0; i < g.n; i++)
        if (!str_eq(g.at[i].state.s, S("assigned")) || g.at[i].transfer)
            return f; /* of a kit something is still to come */
    for (size_t i = 0; !f && i < g.n; i++) {
        f = thing_set(c, F_HOLD_STATE, g.at[i].id, g.at[i].state, val_z("ready"));
        if (!f)
            f = thing_set(c, F_HOLD_READY_DAY, g.at[i].id, val_none(), val_day(c->today));
        if (!f)
            f = tell(c, &(struct telling){ .kind = "hold_ready", .member = g.at[i].member,
                                           .hold = g.at[i].id, .day = c->today, .urgent = true });
    }
    return f;
}

/* At the pick-up branch it is ready and its member is told; elsewhere a transfer is asked and it is
 * assigned, without message or clock, until arrival. */
static enum fault give(struct ctx *c, struct waiting *h, struct spare *t)
{
    enum fault f = journal_line(c, "hold", h->id);
    if (!f)
        f = proposal_drop(c, t->transfer);
    if (!f)
        f = thing_set(c, F_HOLD_STATE, h->id, val_z("waiting"), val_z("assigned"));
    if (!f)
        f = thing_set(c, F_HOLD_GIVEN_TOOL, h->id, val_none(), val_int(t->id));
    t->given = true;
    return f ? f : t->present == h->pick_up ? queue_at_pick_up(c, h->id) : transfer_ask(c, t, h);
}

static enum fault serve(struct ctx *c, int64_t model)
{
    struct queue s = { .model = model };
    enum fault f = holds_load(c, &s);
    if (!f && s.n_holds)
        f = tools_load(c, &s);
    for (size_t i = 0; !f && i < s.n_holds; i++) {
        struct spare *t = s.holds[i].may ? tool_for(&s, &s.holds[i]) : NULL;
        if (t)
            f = give(c, &s.holds[i], t);
    }
    return f;
}

/* H14: the first miss rests, the second waits on as the last, the third ends. */
static enum fault missed(struct ctx *c, const struct hold_one *h)
{
    const char *state = h->misses == 0 ? "resting" : h->misses == 1 ? "waiting" : "ended";
    const char *kind = h->misses == 0 ? "hold_passed" : h->misses == 1 ? "hold_passed_2" : "hold_ended";
    enum fault f = tell_drop(c, 0, h->id, "hold_ready", "missed");
    if (!f)
        f = journal_line(c, "hold", h->id);
    if (!f)
        f = thing_set(c, F_HOLD_STATE, h->id, h->state, val_z(state));
    if (!f)
        f = thing_set(c, F_HOLD_MISSES, h->id, val_int(h->misses), val_int(h->misses + 1));
    if (!f)
        f = thing_set(c, F_HOLD_GIVEN_TOOL, h->id, h->given, val_none());
    if (!f)
        f = thing_set(c, F_HOLD_READY_DAY, h->id, h->ready, val_none());
    if (!f && h->misses == 0)
        f = thing_set(c, F_HOLD_RESTED_DAY, h->id, val_none(), val_day(c->today));
    if (!f && h->misses == 1) /* last by time */
        f = thing_set(c, F_HOLD_SINCE_AT, h->id, val_int(h->since), val_int(c->now));
    return f ? f : tell(c, &(struct telling){ .kind = kind, .member = h->member, .hold = h->id,
                                              .day = c->today, .urgent = true });
}

/* Notes a model once. */
struct models {
    int64_t at[256];
    size_t n;
};
static void model_note(struct models *m, int64_t model)
{
    for (size_t i = 0; i < m->n; i++)
        if (m->at[i] == model)
            return;
    if (m->n < COUNT(m->at))
        m->at[m->n++] = model;
}

/* A kit is missed as one. */
static enum fault missed_together(struct ctx *c, int64_t hold, struct models *m)
{
    struct together g;
    enum fault f = queue_together(c, hold, &g);
    for (size_t i = 0; !f && i < g.n; i++) {
        model_note(m, g.at[i].model);
        f = str_eq(g.at[i].state.s, S("ready")) ? missed(c, &g.at[i]) : OK;
    }
    return f;
}

/* H13: from the day after the last shelf day on the hold is missed. */
static enum fault settle_ready(struct ctx *c, int64_t model, struct models *m)
{
    QUERY(q, c, model ? Q_HOLDS_READY_OF_MODEL : Q_HOLDS_READY);
    if (model)
        q_bind_int(&q, "model", model);
    enum fault f = OK;
    while (!f && q_row(&q)) {
        day last;
        f = queue_shelf_last(c, q_int(&q, "pick_up"), q_day(&q, "ready_day"), &last);
        if (f || day_none(last) || !day_before(last, c->today))
            continue;
        f = missed_together(c, q_int(&q, "id"), m);
    }
    return f ? f : q_end(&q);
}

/* H16: a booking not fetched by the end of its first day lapses with a message and no miss. */
static enum fault settle_bookings(struct ctx *c, struct models *m)
{
    QUERY(q, c, Q_BOOKINGS_PASSED);
    q_bind(&q, "today", val_day(c->today));
    enum fault f = OK;
    while (!f && q_row(&q)) {
        model_note(m, q_int(&q, "model"));
        f = queue_end(c, q_int(&q, "id"), "ended");
        if (!f)
            f = tell(c, &(struct telling){ .kind = "booking_lapsed", .member = q_int(&q, "member"),
                                           .hold = q_int(&q, "id"), .day = c->today });
    }
    return f ? f : q_end(&q);
}

/* H14: a rest that nobody asked to end is over after so many days. */
static enum fault settle_rests(struct ctx *c)
{
    QUERY(q, c, Q_HOLDS_RESTED);
    q_bind(&q, "before", val_day(day_plus(c->today, -(int)setting_int(c, SET_REST_DAYS))));
    enum fault f = OK;
    while (!f && q_row(&q)) {
        f = queue_end(c, q_int(&q, "id"), "ended");
        if (!f)
            f = tell(c, &(struct telling){ .kind = "hold_ended", .member = q_int(&q, "member"),
                                           .hold = q_int(&q, "id"), .day = c->today });
    }
    return f ? f : q_end(&q);
}

enum fault queue_serve(struct ctx *c, int64_t model)
{
    struct models m = { .n = 0 };
    enum fault f = settle_ready(c, model, &m);
    model_note(&m, model);
    for (size_t i = 0; !f && i < m.n; i++) /* of a kit that was missed, the others too */
        f = serve(c, m.at[i]);
    return f;
}

enum fault queue_settle_all(struct ctx *c)
{
    struct models m = { .n = 0 };
    enum fault f = settle_ready(c, 0, &m);
    if (!f)
        f = settle_bookings(c, &m);
    if (!f)
        f = settle_rests(c);
    if (f)
        return f;
    /* All that somebody waits for: days also lift a block and begin an owner's month. */
    QUERY(q, c, Q_QUEUE_MODELS);
    while (!f && q_row(&q)) {
        journal_next(c);
        f = serve(c, q_int(&q, "model"));
    }
    return f ? f : q_end(&q);
}

enum fault queue_serve_member(struct ctx *c, int64_t member)
{
    QUERY(q, c, Q_QUEUE_MODELS_OF_MEMBER);
    q_bind_int(&q, "member", member);
    enum fault f = OK;
    while (!f && q_row(&q))
        f = queue_serve(c, q_int(&q, "model"));
    return f ? f : q_end(&q);
}

static enum fault unserved(struct ctx *c, int64_t model, int64_t *n, int64_t *first)
{
    struct queue s = { .model = model };
    enum fault f = holds_load(c, &s);
    if (!f)
        f = tools_load(c, &s);
    for (size_t i = 0; !f && i < s.n_holds; i++) {
        const struct waiting *h = &s.holds[i];
        const struct spare *t = h->may && !h->was_blocked ? tool_for(&s, h) : NULL;
        if (!t || t->seasonal || t->present != h->pick_up) /* elsewhere: its transfer was cancelled (B5) */
            continue;
        ++*n;
        if (!*first || h->id < *first)
            *first = h->id;
    }
    return f;
}

enum fault queue_unserved(struct ctx *c, int64_t *n, int64_t *first)
{
    *n = *first = 0;
    QUERY(q, c, Q_QUEUE_MODELS);
    enum fault f = OK;
    while (!f && q_row(&q))
        f = unserved(c, q_int(&q, "model"), n, first);
    return f ? f : q_end(&q);
}

/* A hold as it stands. */
struct hold_now {
    int64_t id, member, model;
    struct val state, given, ready;
};
static enum fault hold_read(struct ctx *c, int64_t id, struct hold_now *h)
{
    QUERY(q, c, Q_HOLD_GET);
    q_bind_int(&q, "id", id);
    *h = (struct hold_now){ 0 };
    if (q_row(&q))
        *h = (struct hold_now){ id, q_int(&q, "member"), q_int(&q, "model"), q_val(&q, "state", V_STR),
                                q_val(&q, "given_tool", V_INT), q_val(&q, "ready_day", V_DAY) };
    return q_end(&q);
}

static enum fault hold_leave(struct ctx *c, const struct hold_now *h, const char *state)
{
    enum fault f = thing_set(c, F_HOLD_STATE, h->id, h->state, val_z(state));
    if (!f)
        f = thing_set(c, F_HOLD_GIVEN_TOOL, h->id, h->given, val_none());
    return f ? f : thing_set(c, F_HOLD_READY_DAY, h->id, h->ready, val_none());
}

/* A transfer asked for this hold and not yet sent is not needed any more. */
static enum fault transfer_unask(struct ctx *c, int64_t hold)
{
    QUERY(q, c, Q_TRANSFER_OF_HOLD);
    q_bind_int(&q, "hold", hold);
    int64_t id = 0;
    enum fault f = q_run_int(&q, &id);
    return f || !id ? f : thing_set(c, F_TRANSFER_STATE, id, val_z("asked"), val_z("cancelled"));
}

/* T12: without this tool the kit is not ready; what else of it was set apart stays so. */
static enum fault kit_not_ready(struct ctx *c, int64_t hold)
{
    struct together g;
    enum fault f = queue_together(c, hold, &g);
    for (size_t i = 0; !f && i < g.n; i++) {
        if (g.at[i].id == hold || !str_eq(g.at[i].state.s, S("ready")))
            continue;
        f = thing_set(c, F_HOLD_STATE, g.at[i].id, g.at[i].state, val_z("assigned"));
        if (!f)
            f = thing_set(c, F_HOLD_READY_DAY, g.at[i].id, g.at[i].ready, val_none());
        if (!f)
            f = tell_not_ready(c, g.at[i].id, g.at[i].member);
    }
    return f;
}

enum fault queue_release(struct ctx *c, const struct tool *t)
{
    struct hold_now h;
    if (!t->hold)
        return OK;
    enum fault f = hold_read(c, t->hold, &h);
    if (f || h.given.is == V_NONE || h.given.i != t->id) /* it lost the tool already */
        return f;
    if (!f)
        f = kit_not_ready(c, h.id);
    if (!f)
        f = hold_leave(c, &h, "waiting");
    if (!f)
        f = transfer_unask(c, h.id);
    return f ? f : tell_not_ready(c, h.id, h.member);
}

enum fault queue_end(struct ctx *c, int64_t hold, const char *state)
{
    struct hold_now h;
    enum fault f = hold_read(c, hold, &h);
    if (!f)
        f = journal_line(c, "hold", hold);
    if (!f)
        f = hold_leave(c, &h, state);
    if (!f)
        f = transfer_unask(c, hold);
    return f ? f : tell_drop(c, 0, hold, NULL, state);
}

enum fault queue_fulfil(struct ctx *c, const struct tool *t, int64_t member, int64_t loan)
{
    struct hold_now h;
    QUERY(q, c, Q_HOLD_TO_FULFIL);
    q_bind_int(&q, "member", member);
    q_bind_int(&q, "model", t->model.id);
    q_bind_int(&q, "tool", t->id);
    q_bind(&q, "today", val_day(c->today));
    if (!q_row(&q))
        return q_end(&q);
    enum fault f = hold_read(c, q_int(&q, "id"), &h);
    if (!f)
        f = hold_leave(c, &h, "fulfilled");
    if (!f)
        f = thing_set(c, F_HOLD_LOAN, h.id, val_none(), val_int(loan));
    if (!f)
        f = transfer_unask(c, h.id);
    if (!f)
        f = tell_drop(c, 0, h.id, NULL, "fulfilled");
    /* What was set apart for it but not taken goes on to the next. */
    return f || h.given.is == V_NONE || h.given.i == t->id ? f : queue_serve(c, t->model.id);
}

enum fault queue_for_tool(struct ctx *c, int64_t tool, struct queue_next *out)
{
    struct tool t;
    *out = (struct queue_next){ .until = DAY_NONE };
    enum fault f = tool_get(c, tool, &t);
    if (f || !t.hold)
        return f;
    out->hold = t.hold;
    out->member = t.hold_member;
    struct hold_now h;
    f = hold_read(c, t.hold, &h);
    if (!f && h.ready.is == V_DAY)
        f = queue_shelf_last(c, t.present, h.ready.d, &out->until);
    return f;
}

enum fault queue_tell_longer(struct ctx *c, int64_t model, int64_t tool)
{
    struct queue s = { .model = model };
    enum fault f = holds_load(c, &s);
    for (size_t i = 0; !f && i < s.n_holds; i++)
        if (s.holds[i].may && (!s.holds[i].tool || s.holds[i].tool == tool))
            return tell(c, &(struct telling){ .kind = "hold_longer", .member = s.holds[i].member,
                                              .hold = s.holds[i].id, .day = c->today });
    return f;
}

static enum fault tools_left(struct ctx *c, int64_t model, int64_t *n)
{
    QUERY(q, c, Q_TOOLS_LEFT);
    q_bind_int(&q, "model", model);
    return q_run_int(&q, n);
}

/* Ends or moves the holds that the statement finds. */
static enum fault holds_move_on(struct ctx *c, const struct tool *t, struct val tool, bool others)
{
    QUERY(q, c, Q_HOLDS_WANTING);
    q_bind(&q, "tool", tool);
    q_bind_int(&q, "model", t->model.id);
    enum fault f = OK;
    while (!f && q_row(&q)) {
        int64_t id = q_int(&q, "id");
        if (others) {
            f = thing_set(c, F_HOLD_TOOL, id, val_int(t->id), val_none());
            continue;
        }
        f = queue_end(c, id, "ended");
        if (!f)
            f = tell(c, &(struct telling){ .kind = "hold_gone", .member = q_int(&q, "member"), .hold = id,
                                           .day = c->today });
        if (!f)
            f = queue_at_pick_up(c, id); /* T12: the rest of a kit waits for this one no longer */
    }
    return f ? f : q_end(&q);
}

enum fault queue_tool_gone(struct ctx *c, const struct tool *t)
{
    int64_t left;
    enum fault f = tools_left(c, t->model.id, &left);
    if (!f)
        f = holds_move_on(c, t, val_int(t->id), left > 0);
    return f || left ? f : holds_move_on(c, t, val_none(), false);
}
