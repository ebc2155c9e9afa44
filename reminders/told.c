/* What a message is about, read again just before sending (N6). See compose.h. */
#include "reminders/compose.h"
#include "schema/query.h"

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

/* A hold is told what is true of it now: ready since that day, still waiting. What ended stays told. */
static const char *hold_no(const struct told *t)
{
    bool ready = str_eq(t->hold_state, S("ready"));
    if (!t->open)
        return "undone";
    if (str_eq(t->kind, S("hold_ready")) || str_eq(t->kind, S("hold_ending")))
        return ready && day_is(t->ready, t->told_due) ? NULL : "moved";
    if (str_eq(t->kind, S("hold_longer")) || str_eq(t->kind, S("hold_withdrawn")))
        return str_eq(t->hold_state, S("waiting")) ? NULL : "moved";
    return NULL;
}

enum fault told_fits(struct ctx *c, const struct due_rules *r, struct calendars *all,
                     struct told *t, day on, const char **why)
{
    const struct calendar *k;
    *why = t->hold ? hold_no(t) : NULL;
    if (t->hold)
        return OK;
    if (!t->loan) { /* about the person: true until something happens (M18) */
        if (str_eq(t->kind, S("help"))) /* asked for by text (N13): owed until somebody called */
            return OK;
        *why = day_is(t->active, t->told_due) ? NULL : "active";
        return OK;
    }
    if (!t->open && !str_eq(t->kind, S("owner_back"))) {
        *why = "returned";
        return OK;
    }
    if (!day_is(t->dates.due, t->told_due)) {
        *why = "moved";
        return OK;
    }
    if (t->step.kind == DUE_NOTHING) /* told once, not by the calendar: its due day still stands */
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
