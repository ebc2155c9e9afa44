/* See tell.h. */
#include "lending/tell.h"

#include "base/random.h"
#include "lending/calendar.h"
#include "lending/member.h"
#include "lending/setting.h"
#include "schema/query.h"

enum { HEARD_MOST = 16 };

const char *reach_name(enum reach_by by)
{
    static const char *const names[] = { "sms", "email", "call", "visit" };
    return names[by];
}

/* N7: SMS, e-mail, call list, visit list; within each the contact that is asked first. */
enum fault reach_of(struct ctx *c, int64_t member, enum reach_by from, bool sms, bool email,
                    struct reach *out)
{
    const struct contact *k;
    size_t n;
    enum fault f = member_contacts(c, member, &k, &n);
    *out = (struct reach){ .by = BY_VISIT };
    for (size_t i = 0; !f && i < n; i++) {
        enum reach_by by = k[i].phone ? k[i].sms && sms ? BY_SMS : BY_CALL : BY_EMAIL;
        if (by == BY_SMS && from > BY_SMS)
            by = BY_CALL;
        bool works = !k[i].bad && by >= from && (by != BY_EMAIL || email);
        if (works && by < out->by)
            *out = (struct reach){ by, k[i].value };
    }
    return f;
}

int64_t quiet_until(struct ctx *c, int64_t at)
{
    int from = (int)setting_int(c, SET_QUIET_FROM), to = (int)setting_int(c, SET_QUIET_TO);
    day d = day_at(at);
    int minute = minute_at(at);
    bool asked = true;
    for (int i = 0; i < 60; i++) {
        bool day_off = day_weekday(d) == 7 || holiday_default(d);
        if (!day_off && minute < to) {
            minute = to;
            asked = false;
        }
        if (!day_off && minute >= to && minute < from)
            return asked ? at : instant_of(d, minute);
        d = day_plus(d, 1);
        minute = 0;
        asked = false;
    }
    return at;
}

enum fault message_add(struct ctx *c, const struct message_new *m, int64_t *id)
{
    QUERY(q, c, Q_MESSAGE_ADD);
    q_bind_str(&q, "ref", random_name(c, 16));
    q_bind(&q, "made_at", val_time(c->now));
    q_bind(&q, "member", val_id(m->member));
    q_bind_str(&q, "channel", str_of(m->channel));
    q_bind(&q, "address", val_text(m->address));
    q_bind_str(&q, "language", m->language.n ? m->language : setting_str(c, SET_LANGUAGE));
    q_bind_str(&q, "kind", str_of(m->kind));
    q_bind(&q, "subject", val_text(m->subject));
    q_bind(&q, "body", val_text(m->body));
    q_bind(&q, "urgent", val_bool(m->urgent));
    q_bind(&q, "exempt", val_bool(m->exempt));
    q_bind(&q, "not_before_at", val_time(m->not_before));
    return q_run_int(&q, id);
}

/* N5: a message to the same number that still waits takes this step along. E-mail and lists are per
 * person, and what must go now goes by itself. */
static enum fault message_for(struct ctx *c, const struct telling *t, const struct reach *r, int64_t *id)
{
    QUERY(q, c, Q_MESSAGE_WAITING);
    q_bind_str(&q, "channel", str_of(reach_name(r->by)));
    q_bind(&q, "address", val_text(r->address));
    q_bind_int(&q, "member", r->by == BY_SMS ? 0 : t->member);
    bool urgent = t->urgent && r->by < BY_CALL; /* a call is made by people */
    q_bind(&q, "urgent", val_bool(urgent));
    enum fault f = q_run_int(&q, id);
    if (f || *id)
        return f;
    struct member m;
    f = member_get(c, t->member, &m);
    struct message_new n = { .kind = t->kind, .channel = reach_name(r->by), .member = t->member,
        .address = r->address, .language = m.language, .urgent = urgent,
        .not_before = r->by == BY_SMS ? quiet_until(c, c->now) : c->now };
    return f ? f : message_add(c, &n, id);
}

static struct str key_of(struct ctx *c, const struct telling *t)
{
    return str_printf(c->mem, "%s %lld %d %s-%d", t->hold ? "hold" : t->loan ? "loan" : "member",
                      (long long)(t->hold ? t->hold : t->loan ? t->loan : t->member),
                      day_none(t->day) ? 0 : (int)t->day.n, t->kind, t->n);
}

static enum fault told_already(struct ctx *c, struct str key, bool *yes)
{
    int64_t n;
    QUERY(q, c, Q_STEP_TOLD);
    q_bind_str(&q, "step_key", key);
    enum fault f = q_run_int(&q, &n);
    *yes = n > 0;
    return f;
}

enum fault tell_by(struct ctx *c, const struct telling *t, const struct reach *r, bool *told)
{
    struct str key = key_of(c, t);
    int64_t message;
    bool before;
    *told = false;
    enum fault f = told_already(c, key, &before);
    if (f || before)
        return f;
    f = message_for(c, t, r, &message);
    if (f)
        return f;
    QUERY(q, c, Q_STEP_ADD);
    q_bind_int(&q, "message", message);
    q_bind_str(&q, "step_key", key);
    q_bind_int(&q, "member", t->member);
    q_bind(&q, "loan", val_id(t->loan));
    q_bind(&q, "hold", val_id(t->hold));
    q_bind_str(&q, "kind", str_of(t->kind));
    q_bind_int(&q, "n", t->n);
    q_bind(&q, "due_day", val_day(t->day));
    *told = true;
    return q_run(&q);
}

/* T12: of the holds on a kit one speaks for all. */
static enum fault speaks(struct ctx *c, int64_t hold, int64_t *for_all)
{
    QUERY(q, c, Q_HOLD_SPEAKS);
    q_bind_int(&q, "id", hold);
    return q_run_int(&q, for_all);
}

enum fault tell(struct ctx *c, const struct telling *t)
{
    struct reach r;
    bool told;
    int64_t for_all = 0;
    enum fault f = t->hold ? speaks(c, t->hold, &for_all) : OK;
    if (f || for_all != t->hold)
        return f;
    f = reach_of(c, t->member, BY_SMS, true, true, &r);
    return f ? f : tell_by(c, t, &r, &told);
}

enum fault tell_step_drop(struct ctx *c, int64_t step, int64_t message, const char *why)
{
    QUERY(q, c, Q_STEP_DROP);
    q_bind_int(&q, "id", step);
    q_bind(&q, "at", val_time(c->now));
    q_bind_str(&q, "why", str_of(why));
    enum fault f = q_run(&q);
    if (f)
        return f;
    QUERY(empty, c, Q_MESSAGE_DROP_EMPTY);
    q_bind_int(&empty, "id", message);
    q_bind(&empty, "now", val_time(c->now));
    return q_run(&empty);
}

/* Whose steps about a loan or hold have left, or may have. */
struct heard {
    int64_t members[HEARD_MOST];
    size_t n;
};

static void heard_add(struct heard *h, int64_t member)
{
    for (size_t i = 0; i < h->n; i++)
        if (h->members[i] == member)
            return;
    if (h->n < HEARD_MOST)
        h->members[h->n++] = member;
}

/* Drops the unsent steps told about a loan or hold; who heard of it is in *heard. */
static enum fault steps_take_back(struct ctx *c, const struct telling *about, const char *why,
                                  struct heard *heard)
{
    QUERY(q, c, Q_STEPS_ABOUT);
    q_bind_int(&q, "loan", about->loan);
    q_bind_int(&q, "hold", about->hold);
    q_bind_str(&q, "kind", str_of(about->kind ? about->kind : ""));
    q_bind(&q, "due_day", val_day(about->day));
    enum fault f = OK;
    *heard = (struct heard){ 0 };
    while (!f && q_row(&q)) {
        struct str state = q_str(&q, "state");
        if (str_eq(state, S("due")))
            f = tell_step_drop(c, q_int(&q, "id"), q_int(&q, "message"), why);
        else if (!str_eq(state, S("failed")) && !str_eq(state, S("dropped")))
            heard_add(heard, q_int(&q, "member"));
    }
    return f ? f : q_end(&q);
}

enum fault tell_drop(struct ctx *c, int64_t loan, int64_t hold, const char *kind, const char *why)
{
    struct heard heard;
    return steps_take_back(c, &(struct telling){ .kind = kind, .loan = loan, .hold = hold,
                                                   .day = DAY_NONE }, why, &heard);
}

enum fault tell_undone(struct ctx *c, const struct telling *about)
{
    struct heard heard;
    struct telling t = { .kind = "correction", .loan = about->loan, .hold = about->hold, .day = c->today };
    enum fault f = steps_take_back(c, about, "undone", &heard);
    for (size_t i = 0; !f && i < heard.n; i++) {
        t.member = heard.members[i];
        t.n = (int)t.member; /* owner and borrower each have their own */
        f = tell(c, &t);
    }
    return f;
}

enum fault tell_not_ready(struct ctx *c, int64_t hold, int64_t member)
{
    struct heard heard;
    enum fault f = steps_take_back(c, &(struct telling){ .kind = "hold_ready", .hold = hold,
                                                           .day = DAY_NONE }, "withdrawn", &heard);
    if (f || !heard.n)
        return f;
    return tell(c, &(struct telling){ .kind = "hold_withdrawn", .member = member, .hold = hold,
                                      .day = c->today, .urgent = true });
}
