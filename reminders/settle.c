/* What became of a try: marked, with what follows from it. See outbox.h. */
#include "lending/setting.h"
#include "reminders/outbox.h"
#include "schema/query.h"

enum { TRIES_MOST = 4, AFTER_MOST = 86400 };

struct ended {
    const struct sending *message;
    const struct gateway *gateway;
    const struct verdict *verdict;
    const char *state;
};

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
static int64_t cost(struct ctx *c, const struct ended *e)
{
    bool left = e->verdict->is == VERDICT_SENT || e->verdict->is == VERDICT_UNKNOWN;
    return left && e->message->channel == CHANNEL_SMS
               ? e->message->words.parts * setting_int(c, SET_SMS_CENTS) : 0;
}

static enum fault mark(struct ctx *c, const struct ended *e, int64_t not_before)
{
    const struct sending *m = e->message;
    bool due = !strcmp(e->state, "due"), secret = str_eq(m->kind, S("login_code"));
    struct val body = val_text(m->words.text);
    if (due && m->steps)
        body = val_none(); /* composed anew at the next try */
    else if (!due && secret)
        body = val_str(S("")); /* the code is nowhere once it has left (X17) */
    QUERY(q, c, Q_MESSAGE_MARK);
    q_bind_int(&q, "id", m->id);
    q_bind_str(&q, "state", str_of(e->state));
    q_bind(&q, "now", val_time(c->now));
    q_bind(&q, "maybe", val_bool(e->verdict->is == VERDICT_UNKNOWN));
    q_bind_int(&q, "cost_cents", cost(c, e));
    q_bind(&q, "not_before_at", val_time(not_before));
    q_bind(&q, "gateway", e->gateway ? val_z(e->gateway->name) : val_none());
    q_bind(&q, "gateway_ref", val_text(e->verdict->id));
    q_bind(&q, "error", val_text(e->verdict->error));
    q_bind(&q, "subject", val_text(m->words.subject));
    q_bind(&q, "body", body);
    q_bind(&q, "parts", val_id(m->words.parts));
    return q_run(&q);
}

enum fault outbox_contact(struct ctx *c, const struct sending *m, bool works)
{
    bool email = m->channel == CHANNEL_EMAIL;
    QUERY(q, c, works ? Q_CONTACT_WORKS : Q_CONTACT_FAILED);
    if (!works)
        q_bind(&q, "now", val_time(c->now));
    q_bind_str(&q, "kind", email ? S("email") : S("phone"));
    q_bind_str(&q, "value_key", email ? str_lower(c->mem, m->address) : m->address);
    return q_run(&q);
}

enum fault outbox_settle(struct ctx *c, const struct gateways *all, const struct sending *m,
                         const struct gateway *g, const struct verdict *v, const char **state)
{
    struct ended e = { .message = m, .gateway = g, .verdict = v };
    enum verdict_is is = v->is;
    /* What the gateway itself got wrong (a password, its network) may work later. */
    if (is == VERDICT_FAILED && v->gateway)
        is = VERDICT_RETRY;
    int64_t at = is == VERDICT_RETRY ? retry_at(c, m->tries, v->after) : 0;
    e.state = is == VERDICT_SENT ? "sent" : is == VERDICT_UNKNOWN ? "unknown" : at ? "due" : "failed";
    /* An e-mail is repeated once with the same Message-ID (N9). */
    if (is == VERDICT_UNKNOWN && m->channel == CHANNEL_EMAIL && m->tries < 2) {
        e.state = "due";
        at = retry_at(c, m->tries, 0);
    }
    enum fault f = mark(c, &e, at ? at : c->now);
    if (!f && is == VERDICT_FAILED && m->member)
        f = outbox_contact(c, m, false);
    if (!f && is == VERDICT_SENT)
        f = outbox_contact(c, m, true);
    if (!f && !strcmp(e.state, "failed") && m->steps)
        f = outbox_next_channel(c, all, m);
    *state = e.state;
    return f;
}
