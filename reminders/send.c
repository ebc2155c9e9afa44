/* Sending: claim, send, mark; each in its own transaction, so that a crash at any moment leaves no
 * claimed message unseen (N9). See outbox.h. */
#include "lending/setting.h"
#include "lending/tell.h"
#include "reminders/hook.h"
#include "schema/db.h"
#include "schema/query.h"
#include "text/text.h"

enum { CLAIM_SECONDS = 120, TRIES_MOST = 4, AFTER_MOST = 86400 };

/* How the gateways do in this run. One that failed by its own fault DOWN_AFTER times on end is left alone
 * until the next run: nobody waits for it, and no try is spent on it (N10). */
enum { DOWN_AFTER = 3, GATEWAYS_MOST = 32 };
struct health {
    struct { int failed; int64_t next; /* milliseconds: not before, so that per_minute holds */ } at[GATEWAYS_MOST];
};

struct step_of_run {
    const struct outbox_run *run;
    struct tally *tally;
    int64_t id;
    bool claimed;
    struct sending *sending;
    struct verdict *verdict;
    const struct gateway *gateway;
    const char *state;
    struct health *health;
};

static enum fault claim(struct ctx *c, void *arg)
{
    struct step_of_run *s = arg;
    int64_t id;
    s->claimed = false;
    QUERY(q, c, Q_MESSAGE_CLAIM);
    q_bind_int(&q, "id", s->id);
    q_bind(&q, "now", val_time(c->now));
    q_bind(&q, "until", val_time(c->now + CLAIM_SECONDS));
    enum fault f = q_run_int(&q, &id);
    s->claimed = id != 0;
    return f || !s->claimed ? f : outbox_compose(c, s->id, s->sending, s->tally);
}

static bool is_down(const struct health *h, const struct gateways *all, const struct gateway *g)
{
    size_t i = (size_t)(g - all->at);
    return i < GATEWAYS_MOST && h->at[i].failed >= DOWN_AFTER;
}

/* Is every gateway of this channel down? None at all is no reason to wait: it will be said. */
static bool all_down(const struct health *h, const struct gateways *all, enum channel ch)
{
    const struct gateway *g;
    size_t k = 0;
    for (; (g = gateway_for(all, ch, k)); k++)
        if (!is_down(h, all, g))
            return false;
    return k > 0;
}

static enum fault next_id(struct ctx *c, const struct outbox_run *run, const struct health *h, int64_t after,
                          int64_t *id)
{
    bool sms = all_down(h, run->gateways, CHANNEL_SMS), email = all_down(h, run->gateways, CHANNEL_EMAIL);
    QUERY(q, c, Q_MESSAGE_TO_SEND);
    q_bind(&q, "now", val_time(c->now));
    q_bind(&q, "quiet", val_bool(quiet_until(c, c->now) != c->now));
    q_bind(&q, "urgent", val_bool(run->urgent));
    q_bind_int(&q, "after", after);
    q_bind_str(&q, "down", sms ? S("sms") : S(""));
    q_bind_str(&q, "down_too", email ? S("email") : S(""));
    return q_run_int(&q, id);
}

/* N28: again after 5, 30, 180 minutes; a longer Retry-After wins. 0: no more. */
static int64_t retry_at(struct ctx *c, int64_t tries, int64_t after)
{
    static const int minutes[] = { 5, 30, 180 };
    if (tries >= TRIES_MOST)
        return 0;
    int64_t wait = (int64_t)minutes[tries > 0 ? tries - 1 : 0] * 60;
    after = after < AFTER_MOST ? after : AFTER_MOST;
    return c->now + (after > wait ? after : wait);
}

/* N12: what left costs, whether it arrives or not. */
static int64_t cost(struct ctx *c, const struct step_of_run *s)
{
    bool left = s->verdict->is == VERDICT_SENT || s->verdict->is == VERDICT_UNKNOWN;
    return left && s->sending->channel == CHANNEL_SMS
               ? s->sending->words.parts * setting_int(c, SET_SMS_CENTS) : 0;
}

static enum fault mark(struct ctx *c, const struct step_of_run *s, int64_t not_before)
{
    const struct sending *m = s->sending;
    bool due = !strcmp(s->state, "due"), secret = str_eq(m->kind, S("login_code"));
    struct val body = val_text(m->words.text);
    if (due && m->steps)
        body = val_none(); /* composed anew at the next try */
    else if (!due && secret)
        body = val_str(S("")); /* the code is nowhere once it has left (X17) */
    QUERY(q, c, Q_MESSAGE_MARK);
    q_bind_int(&q, "id", s->id);
    q_bind_str(&q, "state", str_of(s->state));
    q_bind(&q, "now", val_time(c->now));
    q_bind(&q, "maybe", val_bool(s->verdict->is == VERDICT_UNKNOWN));
    q_bind_int(&q, "cost_cents", cost(c, s));
    q_bind(&q, "not_before_at", val_time(not_before));
    q_bind(&q, "gateway", s->gateway ? val_z(s->gateway->name) : val_none());
    q_bind(&q, "gateway_ref", val_text(s->verdict->id));
    q_bind(&q, "error", val_text(s->verdict->error));
    q_bind(&q, "subject", val_text(m->words.subject));
    q_bind(&q, "body", body);
    q_bind(&q, "parts", val_id(m->words.parts));
    return q_run(&q);
}

/* N10: three hard failures mark the number. */
static enum fault contact_note(struct ctx *c, const struct sending *m, bool works)
{
    QUERY(q, c, works ? Q_CONTACT_WORKS : Q_CONTACT_FAILED);
    if (!works)
        q_bind(&q, "now", val_time(c->now));
    q_bind_str(&q, "value_key", m->channel == CHANNEL_EMAIL ? str_lower(c->mem, m->address) : m->address);
    return q_run(&q);
}

static enum fault settle(struct ctx *c, void *arg)
{
    struct step_of_run *s = arg;
    const struct sending *m = s->sending;
    enum verdict_is is = s->verdict->is;
    /* What the gateway itself got wrong (a password, its network) may work later. */
    if (is == VERDICT_FAILED && s->verdict->gateway)
        is = VERDICT_RETRY;
    int64_t at = is == VERDICT_RETRY ? retry_at(c, m->tries, s->verdict->after) : 0;
    s->state = is == VERDICT_SENT ? "sent" : is == VERDICT_UNKNOWN ? "unknown" : at ? "due" : "failed";
    /* An e-mail is repeated once with the same Message-ID (N9). */
    if (is == VERDICT_UNKNOWN && m->channel == CHANNEL_EMAIL && m->tries < 2) {
        s->state = "due";
        at = retry_at(c, m->tries, 0);
    }
    enum fault f = mark(c, s, at ? at : c->now);
    if (!f && is == VERDICT_FAILED && m->member)
        f = contact_note(c, m, false);
    if (!f && is == VERDICT_SENT)
        f = contact_note(c, m, true);
    if (!f && !strcmp(s->state, "failed") && m->steps)
        f = outbox_next_channel(c, s->run->gateways, m);
    return f;
}

static void count(struct tally *t, const char *state, const struct verdict *v)
{
    t->sent += !strcmp(state, "sent");
    t->failed += !strcmp(state, "failed");
    t->unknown += !strcmp(state, "unknown");
    t->retry += !strcmp(state, "due");
    t->tried = true;
    t->reached = t->reached || !v->gateway;
}

static int64_t milliseconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Waits until this gateway may be given another: not more than per_minute of them in a minute. */
static void pace(struct health *h, const struct gateways *all, const struct gateway *g)
{
    size_t i = (size_t)(g - all->at);
    if (i >= GATEWAYS_MOST || g->per_minute <= 0)
        return;
    int64_t now = milliseconds(), wait = h->at[i].next - now;
    if (wait > 0) {
        struct timespec t = { wait / 1000, wait % 1000 * 1000000 };
        nanosleep(&t, NULL);
        now += wait;
    }
    h->at[i].next = now + 60000 / g->per_minute;
}

static void noted(struct health *h, const struct gateways *all, const struct gateway *g,
                  const struct verdict *v)
{
    size_t i = (size_t)(g - all->at);
    if (i < GATEWAYS_MOST)
        h->at[i].failed = v->gateway && v->is != VERDICT_UNKNOWN ? h->at[i].failed + 1 : 0;
}

/* One message through the first gateway that takes it; a broken one hands over to the next. */
static enum fault send_one(struct ctx *c, struct step_of_run *s)
{
    const struct sending *m = s->sending;
    struct outgoing o = { .channel = m->channel, .to = m->address,
        .from = setting_str(c, SET_LIBRARY_NAME), .subject = m->words.subject, .text = m->words.text,
        .html = m->words.html, .calendar = m->words.calendar, .unsubscribe = m->words.stop,
        .ref = m->ref, .lang = m->language,
        .base_url = setting_str(c, SET_BASE_URL) };
    *s->verdict = (struct verdict){ .is = VERDICT_RETRY, .gateway = true, .error = S("no gateway") };
    for (size_t k = 0; (s->gateway = gateway_for(s->run->gateways, m->channel, k)); k++) {
        const struct gateways *all = s->run->gateways;
        if (is_down(s->health, all, s->gateway) && gateway_for(all, m->channel, k + 1))
            continue;
        pace(s->health, all, s->gateway);
        o.report = hook_url(c, s->gateway);
        enum fault f = gateway_send(c, s->gateway, &o, false, s->verdict);
        if (f)
            return f;
        noted(s->health, all, s->gateway, s->verdict);
        bool next = s->verdict->gateway && s->verdict->is != VERDICT_UNKNOWN;
        if (!next || !gateway_for(s->run->gateways, m->channel, k + 1))
            break;
    }
    return OK;
}

static int64_t clock_now(struct ctx *c)
{
    /* N20: sending reads the clock for each message; a moved clock stays moved by as much. */
    return c->world->now(c->world) + c->clock_shift;
}

enum fault outbox_send(struct ctx *c, const struct outbox_run *run, struct tally *t)
{
    struct health health = { 0 };
    int64_t id = 0;
    enum fault f = OK;
    for (;;) {
        struct arena_mark m = arena_mark(c->mem);
        struct step_of_run s = { .run = run, .tally = t, .health = &health, .sending = NEW(c->mem, struct sending),
                                 .verdict = NEW(c->mem, struct verdict) };
        c->now = clock_now(c);
        c->today = day_at(c->now);
        f = next_id(c, run, &health, id, &id);
        s.id = id;
        if (!f && id)
            f = db_write(c, claim, &s);
        if (!f && id && s.claimed && s.sending->go)
            f = send_one(c, &s);
        if (!f && id && s.claimed && s.sending->go) {
            f = db_write(c, settle, &s);
            if (!f)
                count(t, s.state, s.verdict);
            if (!f && run->each)
                run->each(run->self, s.sending, s.verdict, s.state);
        }
        c->settings = NULL; /* it lived in what is given back now */
        arena_back(c->mem, m);
        if (f || !id)
            return f;
    }
}
