/* What a message is about, read again just before sending (N6). See compose.h. */
#include "reminders/compose.h"
#include "schema/query.h"

/* A receipt is of no use days later: Saturday evening's may go on Monday. */
enum { RECEIPT_DAYS = 2 };

static struct told told_row(struct query *q, struct arena *a)
{
    struct str n = q_str(q, "name"), b = q_str(q, "brand"), t = q_str(q, "type");
    day renewed = q_day(q, "renewed_day");
    return (struct told){ .id = q_int(q, "id"), .loan = q_int(q, "loan"), .member = q_int(q, "member"),
        .branch = q_int(q, "branch"), .tool = q_int(q, "tool"), .model = q_int(q, "model"),
        .number = q_int(q, "number"), .renewals = q_int(q, "renewals"),
        .step = { .kind = due_kind_named(q_str(q, "kind")), .n = (int)q_int(q, "n") },
        .dates = { q_day(q, "due_now"), day_none(renewed) ? q_day(q, "out_day") : renewed },
        .told_due = q_day(q, "due_day"), .since = q_day(q, "since_day"),
        .active = q_day(q, "active_day"), .kind = q_str(q, "kind"),
        .hold = q_int(q, "hold"), .ready = q_day(q, "ready_day"), .from = q_day(q, "from_day"),
        .hold_state = q_str(q, "hold_state"),
        .until = q_day(q, "until_day"), .arrived = q_int(q, "arrived"),
        .ticket_state = q_str(q, "ticket_state"), .answer = q_str(q, "answer"),
        .maybe = !q_null(q, "maybe_at"),
        .open = q_null(q, "back_at") && q_null(q, "undone_at") && q_null(q, "hold_undone_at"),
        .contact = q_int(q, "household_contact"), .member_name = q_str(q, "member_name"),
        .language = q_str(q, "language"),
        .tool_name = str_printf(a, "%.*s%s%.*s%s%.*s", STR(n), b.n ? " " : "", STR(b),
                                t.n ? " " : "", STR(t)) };
}

enum fault told_load(struct ctx *c, int64_t message, struct told_list *out)
{
    QUERY(q, c, Q_STEPS_OF_MESSAGE);
    q_bind_int(&q, "message", message);
    *out = (struct told_list){ .message = message };
    while (q_row(&q)) {
        if (!out->at)
            out->at = NEW_N(c->mem, struct told, q_int(&q, "total"));
        out->at[out->n++] = told_row(&q, c->mem);
    }
    return q_end(&q);
}

/* What is told of a hold, and the states in which it is true; what ended stays told. */
static const struct { const char *kind, *states; } hold_kinds[] = {
    { "hold_ready", "ready" }, { "hold_ending", "ready" },
    { "hold_longer", "waiting" }, { "hold_withdrawn", "waiting" },
    { "booking_tomorrow", "waiting assigned ready" }, { "booking_at_risk", "waiting assigned ready" },
    { "booking_rearrange", "waiting assigned ready" }, { "closing_booking", "waiting assigned ready" },
    { "closing_hold", "ready" },
};

static bool is_kind(const struct told *t, const char *kind)
{
    return str_eq(t->kind, str_of(kind));
}

/* A booking is told of with its first day, a hold that is ready with the day it became so. */
static const char *hold_no(const struct told *t, day on)
{
    if (!t->open)
        return "undone";
    for (size_t i = 0; i < COUNT(hold_kinds); i++)
        if (is_kind(t, hold_kinds[i].kind) && !str_among(str_of(hold_kinds[i].states), t->hold_state))
            return "moved";
    if (is_kind(t, "hold_ready") || is_kind(t, "hold_ending"))
        return day_is(t->ready, t->told_due) ? NULL : "moved";
    if (is_kind(t, "booking_tomorrow") || is_kind(t, "booking_at_risk"))
        return !day_is(t->from, t->told_due) ? "moved" : day_before(t->from, on) ? "past" : NULL;
    return NULL;
}

/* About the person: true until something happens. */
static const char *person_no(const struct due_rules *r, const struct told *t, day on)
{
    if (is_kind(t, "help")) /* asked for by text (N13): owed until somebody called */
        return NULL;
    if (is_kind(t, "ticket_answer"))
        return t->answer.n && str_eq(t->ticket_state, S("solved")) ? NULL : "undone";
    if (str_starts(t->kind, S("membership_")))
        return day_is(t->until, t->told_due) && due_ending(r, t->until, on) == t->step.n ? NULL : "moved";
    return day_is(t->active, t->told_due) ? NULL : "active"; /* M18 */
}

/* Once told, not by the calendar; true while its due day stands. */
static const char *loan_no(const struct told *t, day on)
{
    bool back = is_kind(t, "owner_back");
    if (t->open == back)
        return back ? "undone" : "returned";
    if (!day_is(t->dates.due, t->told_due))
        return "moved";
    return is_kind(t, "loan_receipt") && day_diff(on, t->dates.begun) > RECEIPT_DAYS ? "past" : NULL;
}

enum fault told_fits(struct ctx *c, const struct due_rules *r, struct calendars *all,
                     struct told *t, day on, const char **why)
{
    const struct calendar *k;
    if (is_kind(t, "correction")) /* of what was said and undone: nothing takes that back */
        *why = NULL;
    else
        *why = t->hold ? hold_no(t, on) : t->loan ? loan_no(t, on) : person_no(r, t, on);
    if (*why || t->step.kind == DUE_NOTHING)
        return OK;
    enum fault f = calendar_of(c, all, t->branch, &k);
    if (f)
        return f;
    struct due_step now = due_step_on(r, k, t->dates, on);
    if (now.kind != t->step.kind || now.n != t->step.n)
        *why = "past";
    else
        t->step = now;
    return OK;
}
