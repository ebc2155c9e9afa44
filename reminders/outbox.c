/* Writing and reading the rows of the outbox. See outbox.h; sending is in send.c. */
#include "reminders/outbox.h"

#include "lending/queue.h"
#include "lending/repair.h"
#include "lending/setting.h"
#include "lending/tell.h"
#include "schema/db.h"
#include "schema/query.h"
#include "text/text.h"

/* Seconds: no claim ends later than CLAIM_LONGEST from now, and no try waits longer than WAIT_LONGEST. */
enum { BATCH = 256 };
enum { TRIES_AFTER_CRASH = 2, CLAIM_LONGEST = 600, WAIT_LONGEST = 2 * 86400 };

enum fault outbox_gateways(struct ctx *c, struct gateways *out, struct str *why)
{
    enum fault f = gateways_load(c->world->conf, c->mem, out, why);
    if (f || out->n)
        return f;
    if (!library_pretend(c))
        return FAULT_NO_GATEWAY;
    const char *folder = str_printf(c->mem, "%s.messages", db_path(c->db)).s;
    struct gateway *g = NEW_N(c->mem, struct gateway, 2);
    g[0] = *gateway_folder(c->mem, "folder-sms", CHANNEL_SMS, folder);
    g[1] = *gateway_folder(c->mem, "folder-email", CHANNEL_EMAIL, folder);
    *out = (struct gateways){ g, 2 };
    return OK;
}

enum fault outbox_urgent(struct ctx *c, const struct urgent *u, int64_t *id)
{
    struct message_new m = { .kind = u->kind, .channel = channel_name(u->channel), .member = u->member,
        .not_before = c->now, .address = u->address, .language = u->language, .subject = u->subject,
        .body = u->body, .urgent = true, .exempt = true };
    return message_add(c, &m, id);
}

/* N20: what waits out the quiet hours must still fit when they are over. */
static enum fault fits_later(struct ctx *c, struct calendars *all, const struct due_rules *r,
                             const struct owed *o, bool *yes)
{
    const struct calendar *k;
    int64_t at = quiet_until(c, c->now);
    *yes = true;
    if (at == c->now)
        return OK;
    enum fault f = calendar_of(c, all, o->branch, &k);
    if (f)
        return f;
    struct due_step then = due_step_on(r, k, o->dates, day_at(at));
    *yes = then.kind == o->step.kind && then.n == o->step.n;
    return OK;
}

/* N12: when three quarters of the month's budget are spent no text goes before a due day, and none at all
 * when it is spent; e-mail and the call list go on. */
static enum fault texts_left(struct ctx *c, struct tally *t)
{
    struct ymd x = day_ymd(c->today);
    int64_t spent, budget = setting_int(c, SET_SMS_BUDGET);
    if (!budget)
        return OK;
    QUERY(q, c, Q_MESSAGE_SPENT);
    q_bind(&q, "from", val_time(instant_of(day_of(x.y, x.m, 1), 0)));
    q_bind(&q, "to", val_time(c->now + 1));
    enum fault f = q_run_int(&q, &spent);
    t->budget = spent >= budget ? BUDGET_SPENT : spent * 4 >= budget * 3 ? BUDGET_LOW : BUDGET_FINE;
    return f;
}

static bool before_due(enum due_kind k)
{
    return k == DUE_SOON || k == DUE_TODAY;
}

/* RFC 8058: this address asked for nothing before the day. */
static enum fault soon_off(struct ctx *c, struct str address, bool *yes)
{
    int64_t n;
    QUERY(q, c, Q_SOON_OFF);
    q_bind_str(&q, "value_key", str_lower(c->mem, address));
    enum fault f = q_run_int(&q, &n);
    *yes = n > 0;
    return f;
}

static enum fault owed_write(struct ctx *c, const struct gateways *g, const struct owed *o, size_t n,
                             struct tally *t)
{
    struct calendars *all = NEW(c->mem, struct calendars);
    struct due_rules rules = due_rules_read(c);
    bool sms = gateway_for(g, CHANNEL_SMS, 0), email = gateway_for(g, CHANNEL_EMAIL, 0);
    enum fault f = texts_left(c, t);
    struct arena_mark m = arena_mark(c->mem);
    for (size_t i = 0; !f && i < n; i++) {
        if (i % BATCH == 0) { /* a large library owes many thousands */
            arena_back(c->mem, m);
            all->n = 0;
        }
        struct reach r;
        bool fits = true, told = false, off = false, early = before_due(o[i].step.kind);
        bool text = sms && (t->budget == BUDGET_FINE || (t->budget == BUDGET_LOW && !early));
        f = reach_of(c, o[i].member, o[i].step.kind == DUE_CALL ? BY_CALL : BY_SMS, text, email, &r);
        if (!f && r.by == BY_EMAIL && early)
            f = soon_off(c, r.address, &off);
        /* What money alone keeps from being texted is not worth a call before the day. */
        if (off || (sms && !text && early && r.by >= BY_CALL))
            continue;
        if (!f && r.by == BY_SMS)
            f = fits_later(c, all, &rules, &o[i], &fits);
        if (!f && fits)
            f = tell_by(c, &(struct telling){ .kind = due_kind_name(o[i].step.kind),
                .member = o[i].member, .loan = o[i].loan, .day = o[i].due, .n = o[i].step.n }, &r, &told);
        t->written += told;
        t->calls += told && r.by >= BY_CALL;
    }
    return f;
}

/* A claim that ran out: its process died. What was sent for certain again (the same file, an e-mail
 * with the same Message-ID) is repeated once; of an SMS nobody knows (N9). */
static enum fault expired(struct ctx *c, struct tally *t)
{
    QUERY(q, c, Q_MESSAGE_EXPIRED);
    q_bind(&q, "now", val_time(c->now));
    q_bind(&q, "latest", val_time(c->now + CLAIM_LONGEST));
    enum fault f = OK;
    while (!f && q_row(&q)) {
        bool again = str_eq(q_str(&q, "channel"), S("email")) && q_int(&q, "tries") < TRIES_AFTER_CRASH;
        QUERY(set, c, Q_MESSAGE_AGAIN);
        q_bind_int(&set, "id", q_int(&q, "id"));
        q_bind(&set, "now", val_time(c->now));
        q_bind_str(&set, "state", again ? S("due") : S("unknown"));
        q_bind_str(&set, "error", S("interrupted"));
        f = q_run(&set);
        t->unknown += !again;
    }
    return f ? f : q_end(&q);
}

static enum fault clock_set_back(struct ctx *c)
{
    QUERY(q, c, Q_MESSAGE_SOONER);
    q_bind(&q, "text_at", val_time(quiet_until(c, c->now)));
    q_bind(&q, "latest", val_time(c->now + WAIT_LONGEST));
    return q_run(&q);
}

static enum fault step_drop(struct ctx *c, int64_t id, const char *why)
{
    QUERY(q, c, Q_STEP_DROP);
    q_bind_int(&q, "id", id);
    q_bind(&q, "at", val_time(c->now));
    q_bind_str(&q, "why", str_of(why));
    return q_run(&q);
}

/* Drops the steps of a message that no longer fit; what is left is in *left. What may have arrived keeps
 * its key: it is not to be told again when it fits once more (X11). */
static enum fault steps_check(struct ctx *c, struct calendars *all, int64_t message, struct told_list *left,
                              struct tally *t)
{
    struct due_rules rules = due_rules_read(c);
    struct told_list l;
    const char *why;
    enum fault f = told_load(c, message, &l);
    *left = (struct told_list){ .message = message, .at = l.at };
    for (size_t i = 0; !f && i < l.n; i++) {
        f = told_fits(c, &rules, all, &l.at[i], c->today, &why);
        if (!f && why && !l.at[i].maybe) {
            f = step_drop(c, l.at[i].id, why);
            t->dropped++;
        } else if (!f && !why) {
            left->at[left->n++] = l.at[i];
        }
    }
    return f;
}

/* Nothing is left to say: dropped, or for a volunteer to look at when it may have arrived. */
static enum fault message_over(struct ctx *c, const struct told_list *l)
{
    bool maybe = l->at && l->at[0].maybe;
    QUERY(q, c, Q_MESSAGE_MARK);
    q_bind_int(&q, "id", l->message);
    q_bind_str(&q, "state", maybe ? S("unknown") : S("dropped"));
    q_bind_int(&q, "maybe", 0);
    q_bind_int(&q, "cost_cents", 0);
    q_bind(&q, "now", val_time(c->now));
    q_bind(&q, "not_before_at", val_time(c->now));
    q_bind(&q, "gateway", val_none());
    q_bind(&q, "gateway_ref", val_none());
    q_bind_str(&q, "error", S("no longer needed"));
    q_bind(&q, "subject", val_none());
    q_bind(&q, "body", val_none());
    q_bind(&q, "parts", val_none());
    return q_run(&q);
}

/* N6: all that waits is read again, so that what fits now can be written instead. */
static enum fault recheck(struct ctx *c, struct tally *t)
{
    struct calendars *all = NEW(c->mem, struct calendars);
    int64_t *ids = NULL;
    size_t n = 0;
    QUERY(q, c, Q_MESSAGE_DUE_ALL);
    for (; q_row(&q); ids[n++] = q_int(&q, "id"))
        ids = ids ? ids : NEW_N(c->mem, int64_t, q_int(&q, "total"));
    enum fault f = q_end(&q);
    struct arena_mark m = arena_mark(c->mem);
    for (size_t i = 0; !f && i < n; i++) {
        struct told_list left;
        if (i % BATCH == 0) {
            arena_back(c->mem, m);
            all->n = 0;
        }
        f = steps_check(c, all, ids[i], &left, t);
        if (!f && !left.n)
            f = message_over(c, &left);
    }
    return f;
}

enum fault outbox_plan(struct ctx *c, const struct gateways *g, struct tally *t)
{
    const struct owed *o;
    size_t n;
    enum fault f = expired(c, t);
    if (!f)
        f = clock_set_back(c);
    if (!f)
        f = in_house_end(c);
    if (!f)
        f = queue_settle_all(c);
    if (!f)
        f = occasions_tell(c);
    if (!f)
        f = recheck(c, t);
    if (!f)
        f = due_find(c, &o, &n);
    return f ? f : owed_write(c, g, o, n, t);
}

enum fault outbox_compose(struct ctx *c, struct calendars *all, int64_t id, struct sending *s, struct tally *t)
{
    struct told_list left = { 0 };
    QUERY(q, c, Q_MESSAGE_GET);
    q_bind_int(&q, "id", id);
    *s = (struct sending){ .id = id };
    if (!q_row(&q))
        return q_end(&q);
    s->member = q_int(&q, "member");
    s->tries = q_int(&q, "tries");
    s->channel = str_eq(q_str(&q, "channel"), S("email")) ? CHANNEL_EMAIL : CHANNEL_SMS;
    s->address = q_str(&q, "address");
    s->ref = q_str(&q, "ref");
    s->kind = q_str(&q, "kind");
    s->language = q_str(&q, "language");
    s->steps = q_null(&q, "body");
    s->words = (struct composed){ .subject = q_str(&q, "subject"), .text = q_str(&q, "body"),
                                  .lang = lang_find(s->language) };
    enum fault f = q_end(&q);
    s->go = !f && !s->steps;
    if (f || !s->steps)
        return f;
    f = steps_check(c, all, id, &left, t);
    if (!f && !left.n)
        return message_over(c, &left);
    if (!f)
        f = compose(c, all, &left, s->channel, &s->words);
    s->language = str_of(lang_code(s->words.lang));
    s->go = !f;
    return f;
}

static enum fault person_moves(struct ctx *c, const struct gateways *g, const struct sending *m,
                               const struct told *t)
{
    struct reach r;
    int64_t id = 0;
    enum fault f = reach_of(c, t->member, m->channel == CHANNEL_SMS ? BY_EMAIL : BY_CALL,
                            gateway_for(g, CHANNEL_SMS, 0), gateway_for(g, CHANNEL_EMAIL, 0), &r);
    struct message_new n = { .kind = str_z(c->mem, t->kind), .channel = reach_name(r.by),
        .member = t->member, .not_before = c->now, .address = r.address, .language = t->language };
    if (!f)
        f = message_add(c, &n, &id);
    QUERY(q, c, Q_STEPS_MOVE);
    q_bind_int(&q, "message", m->id);
    q_bind_int(&q, "into", id);
    q_bind_int(&q, "member", t->member);
    return f ? f : q_run(&q);
}

enum fault outbox_next_channel(struct ctx *c, const struct gateways *g, const struct sending *m)
{
    struct told_list l;
    enum fault f = told_load(c, m->id, &l);
    for (size_t i = 0; !f && i < l.n; i++) {
        bool moved = false;
        for (size_t k = 0; k < i; k++)
            moved = moved || l.at[k].member == l.at[i].member;
        if (!moved)
            f = person_moves(c, g, m, &l.at[i]);
    }
    return f;
}
