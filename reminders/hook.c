/* See hook.h. */
#include "reminders/hook.h"

#include "lending/member.h"
#include "lending/secret.h"
#include "lending/setting.h"
#include "reminders/answer.h"
#include "reminders/setup.h"
#include "schema/query.h"

enum { SENDER_MOST = 40, REF_MOST = 200 };

const struct gateway *hook_find(const struct gateways *all, struct str name, struct str secret)
{
    const struct gateway *g = gateway_named(all, name);
    return g && g->setup && g->setup->hook.n && secret_same(secret, g->setup->hook) ? g : NULL;
}

struct str hook_url(struct ctx *c, const struct gateway *g)
{
    if (!g->setup || !g->setup->hook.n)
        return (struct str){ 0 };
    return str_printf(c->mem, "%.*s/hooks/%s/%.*s", STR(setting_str(c, SET_BASE_URL)), g->name,
                      STR(g->setup->hook));
}

static struct str pick(struct ctx *c, const struct hook_said *s, struct str where, size_t most)
{
    struct str found = { 0 };
    if (where.n && where.s[0] == '/')
        found = pick_from(c->mem, where, &(struct reply){ .body = s->body });
    else if (where.n)
        found = s->field(s->self, str_z(c->mem, where));
    return utf8_upto(str_trim(found), most);
}

static bool among(struct str words, struct str status)
{
    struct str one;
    while (str_next(&words, ' ', &one))
        if (one.n && str_eq_nocase(one, status))
            return true;
    return false;
}

static enum fault reported_id(struct ctx *c, const struct gateway *g, struct str id, struct str ref,
                              int64_t *message)
{
    QUERY(q, c, Q_MESSAGE_REPORTED);
    q_bind_str(&q, "gateway", str_of(g->name));
    q_bind_str(&q, "gateway_ref", id);
    q_bind_str(&q, "ref", ref);
    return q_run_int(&q, message);
}

/* N10, N28: it counts against the number, and what it told goes the next way. */
static enum fault did_not_arrive(struct ctx *c, const struct gateways *all, const struct sending *m)
{
    if (!m->member)
        return OK;
    enum fault f = outbox_contact(c, m, false);
    return f ? f : outbox_next_channel(c, all, m);
}

static enum fault report_take(struct ctx *c, const struct gateways *all, const struct gateway *g,
                              const struct hook_said *s, struct str status)
{
    const struct gateway_setup *u = g->setup;
    bool good = among(u->report_ok, status), bad = among(u->report_bad, status);
    struct sending m = { .channel = g->channel };
    if (!good && !bad)
        return OK; /* on its way still */
    enum fault f = reported_id(c, g, pick(c, s, u->report_id, REF_MOST),
                               pick(c, s, u->report_ref, REF_MOST), &m.id);
    if (f || !m.id)
        return f;
    QUERY(q, c, Q_MESSAGE_REPORT);
    q_bind_int(&q, "id", m.id);
    q_bind_str(&q, "state", good ? S("delivered") : S("failed"));
    q_bind(&q, "now", val_time(c->now));
    q_bind(&q, "error", good ? val_none() : val_str(str_shown(c->mem, utf8_upto(status, 60))));
    if (!q_row(&q))
        return q_end(&q); /* it was reported before */
    m.member = q_int(&q, "member");
    m.address = q_str(&q, "address");
    m.kind = q_str(&q, "kind");
    m.language = q_str(&q, "language");
    f = q_end(&q);
    return f ? f : good ? outbox_contact(c, &m, true) : did_not_arrive(c, all, &m);
}

bool hook_is_report(struct ctx *c, const struct gateway *g, const struct hook_said *s)
{
    return !pick(c, s, g->setup->in_text, 1).n && pick(c, s, g->setup->report_status, REF_MOST).n;
}

enum fault hook_take(struct ctx *c, const struct gateways *all, const struct gateway *g,
                     const struct hook_said *s)
{
    const struct gateway_setup *u = g->setup;
    struct str from = pick(c, s, u->in_from, SENDER_MOST);
    struct str words = pick(c, s, u->in_text, INCOMING_MOST);
    struct str status = pick(c, s, u->report_status, REF_MOST);
    if (!from.n || !words.n)
        return status.n ? report_take(c, all, g, s, status) : OK;
    struct answered done;
    struct incoming in = { .phone = from, .text = words, .gateway = str_of(g->name),
                           .ref = pick(c, s, u->in_id, REF_MOST) };
    size_t was = c->n_wrong;
    if (phone_parse(c->mem, from, &in.phone)) { /* a sender with a name is kept as it is */
        in.phone = from;
        c->n_wrong = was;
    }
    return answer_take(c, &in, &done);
}
