/* What a run finds to tell besides the steps of a loan: holds that run out, bookings that begin, somebody
 * who waits, memberships that end. See outbox.h. */
#include "lending/avail.h"
#include "lending/queue.h"
#include "lending/setting.h"
#include "lending/tell.h"
#include "reminders/outbox.h"
#include "schema/query.h"

/* N25: a ready hold runs out, from the day before its last shelf day; not on the day it became ready. */
static enum fault holds_ending(struct ctx *c)
{
    QUERY(q, c, Q_HOLDS_READY);
    enum fault f = OK;
    while (!f && q_row(&q)) {
        day ready = q_day(&q, "ready_day"), last;
        f = queue_shelf_last(c, q_int(&q, "pick_up"), ready, &last);
        if (f || day_none(last) || c->today.n < last.n - 1 || !day_before(ready, c->today))
            continue;
        f = tell(c, &(struct telling){ .kind = "hold_ending", .member = q_int(&q, "member"),
                                       .hold = q_int(&q, "id"), .day = ready });
    }
    return f ? f : q_end(&q);
}

/* N4: "tomorrow" to who has not been here about it today, nor been told that all is ready. */
static enum fault booking_remind(struct ctx *c, struct query *q)
{
    day from = q_day(q, "from_day"), made = day_at(q_int(q, "made_at"));
    if (day_diff(from, c->today) > 1 || !day_before(made, c->today) || str_eq(q_str(q, "state"), S("ready")))
        return OK;
    return tell(c, &(struct telling){ .kind = "booking_tomorrow", .member = q_int(q, "member"),
                                      .hold = q_int(q, "id"), .day = from });
}

/* H17: a booking begins soon and no tool will be free for it: its member hears that, once, and in place
 * of "tomorrow". */
static enum fault booking_tell(struct ctx *c, struct query *q)
{
    struct avail a;
    int64_t point, id = q_int(q, "id"), pick_up = q_int(q, "pick_up");
    day from = q_day(q, "from_day");
    struct calendar k;
    enum fault f = calendar_load(c, pick_up, &k);
    if (!f && calendar_days_late(&k, c->today, from) > setting_int(c, SET_RISK_DAYS))
        return booking_remind(c, q);
    if (!f)
        f = avail_load(c, q_int(q, "model"), &a);
    if (f)
        return f;
    struct avail_ask w = { .member = q_int(q, "member"), .tool = q_int(q, "tool"), .hold = id,
                           .pick_up = pick_up };
    struct range s = { avail_point(&a, from), avail_point(&a, from) };
    if (!avail_first_no(&a, &w, s, &point))
        return booking_remind(c, q);
    return tell(c, &(struct telling){ .kind = "booking_at_risk", .member = w.member, .hold = id,
                                      .day = from });
}

static enum fault bookings_tell(struct ctx *c)
{
    enum { AHEAD = 31 };
    QUERY(q, c, Q_BOOKINGS_SOON);
    q_bind(&q, "today", val_day(c->today));
    q_bind(&q, "until", val_day(day_plus(c->today, AHEAD)));
    enum fault f = OK;
    while (!f && q_row(&q))
        f = booking_tell(c, &q);
    return f ? f : q_end(&q);
}

/* H9: when somebody waits, one borrower of the model is asked once to bring it back earlier. */
static enum fault early_ask(struct ctx *c)
{
    int64_t model = 0;
    if (!setting_yes(c, SET_ASK_EARLY))
        return OK;
    QUERY(q, c, Q_LOANS_TO_ASK_EARLY);
    q_bind(&q, "from", val_day(day_plus(c->today, (int)setting_int(c, SET_EARLY_DAYS))));
    enum fault f = OK;
    while (!f && q_row(&q)) {
        if (q_int(&q, "model") == model)
            continue;
        model = q_int(&q, "model");
        f = tell(c, &(struct telling){ .kind = "ask_early", .member = q_int(&q, "member"),
                                       .loan = q_int(&q, "id"), .day = q_day(&q, "due_day") });
    }
    return f ? f : q_end(&q);
}

/* N4: a membership ends. The step nearest to its end has words of its own. */
static enum fault memberships_ending(struct ctx *c)
{
    struct due_rules r = due_rules_read(c);
    if (!r.n_ending)
        return OK;
    QUERY(q, c, Q_MEMBERSHIPS_ENDING);
    q_bind(&q, "today", val_day(c->today));
    q_bind(&q, "until", val_day(day_plus(c->today, r.ending[r.n_ending - 1])));
    enum fault f = OK;
    while (!f && q_row(&q)) {
        day until = q_day(&q, "until_day");
        int n = due_ending(&r, until, c->today);
        f = tell(c, &(struct telling){ .kind = n == r.ending[0] ? "membership_7" : "membership_30",
                                       .member = q_int(&q, "id"), .day = until, .n = n });
    }
    return f ? f : q_end(&q);
}

enum fault occasions_tell(struct ctx *c)
{
    enum fault f = holds_ending(c);
    if (!f)
        f = bookings_tell(c);
    if (!f)
        f = early_ask(c);
    return f ? f : memberships_ending(c);
}
