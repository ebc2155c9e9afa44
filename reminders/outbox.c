/* Writing and reading the rows of the outbox. See outbox.h; sending is in send.c. */
#include "reminders/outbox.h"

#include "base/random.h"
#include "lending/member.h"
#include "lending/setting.h"
#include "schema/db.h"
#include "schema/query.h"
#include "text/text.h"

enum { TRIES_AFTER_CRASH = 2 };

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

struct reach {
    const char *channel;
    struct str address;
};

/* N7: SMS, e-mail, call list, visit list; `past` skips what was tried already. A late call (N3) goes
 * to a person, not to a phone's screen. */
static enum fault reach_of(struct ctx *c, const struct gateways *g, int64_t member, int past,
                           struct reach *out)
{
    const struct contact *k;
    size_t n;
    enum fault f = member_contacts(c, member, &k, &n);
    *out = (struct reach){ .channel = "visit" };
    for (size_t i = n; !f && i-- > 0;) {
        if (k[i].phone && past < 3 && !k[i].bad)
            *out = (struct reach){ "call", k[i].value };
    }
    for (size_t i = n; !f && past < 2 && i-- > 0;)
        if (!k[i].phone && !k[i].bad && gateway_for(g, CHANNEL_EMAIL, 0))
            *out = (struct reach){ "email", k[i].value };
    for (size_t i = n; !f && past < 1 && i-- > 0;)
        if (k[i].sms && gateway_for(g, CHANNEL_SMS, 0))
            *out = (struct reach){ "sms", k[i].value };
    return f;
}

static enum fault message_add(struct ctx *c, const struct urgent *u, const char *channel, bool urgent,
                              int64_t not_before, int64_t *id)
{
    QUERY(q, c, Q_MESSAGE_ADD);
    q_bind_str(&q, "ref", random_name(c, 16));
    q_bind(&q, "made_at", val_time(c->now));
    q_bind(&q, "member", val_id(u->member));
    q_bind_str(&q, "channel", str_of(channel));
    q_bind(&q, "address", val_text(u->address));
    q_bind_str(&q, "language", u->language.n ? u->language : setting_str(c, SET_LANGUAGE));
    q_bind_str(&q, "kind", str_of(u->kind));
    q_bind(&q, "subject", val_text(u->subject));
    q_bind(&q, "body", val_text(u->body));
    q_bind(&q, "urgent", val_bool(urgent));
    q_bind(&q, "exempt", val_bool(urgent));
    q_bind(&q, "not_before_at", val_time(not_before));
    return q_run_int(&q, id);
}

enum fault outbox_urgent(struct ctx *c, const struct urgent *u, int64_t *id)
{
    return message_add(c, u, channel_name(u->channel), true, c->now, id);
}

/* N5: a message to the same address that still waits takes this step along. E-mail and lists are
 * per person. */
static enum fault message_for(struct ctx *c, const struct owed *o, const struct reach *r, int64_t *id)
{
    bool sms = !strcmp(r->channel, "sms");
    QUERY(q, c, Q_MESSAGE_WAITING);
    q_bind_str(&q, "channel", str_of(r->channel));
    q_bind(&q, "address", val_text(r->address));
    q_bind_int(&q, "member", sms ? 0 : o->member);
    enum fault f = q_run_int(&q, id);
    if (f || *id)
        return f;
    struct member m;
    f = member_get(c, o->member, &m);
    struct urgent u = { .kind = due_kind_name(o->step.kind), .member = o->member,
                        .address = r->address, .language = m.language };
    return f ? f : message_add(c, &u, r->channel, false, sms ? quiet_until(c, c->now) : c->now, id);
}

static enum fault step_add(struct ctx *c, const struct owed *o, int64_t message)
{
    QUERY(q, c, Q_STEP_ADD);
    q_bind_int(&q, "message", message);
    q_bind_str(&q, "step_key", o->key);
    q_bind_int(&q, "member", o->member);
    q_bind_int(&q, "loan", o->loan);
    q_bind(&q, "hold", val_none());
    q_bind_str(&q, "kind", str_of(due_kind_name(o->step.kind)));
    q_bind_int(&q, "n", o->step.n);
    q_bind(&q, "due_day", val_day(o->due));
    enum fault f = q_run(&q);
    return f == FAULT_CONSTRAINT ? OK : f; /* told already, by a run beside this one (N2) */
}

/* N20: what waits out the quiet hours must still fit when they are over. */
static enum fault fits_later(struct ctx *c, struct calendars *all, const struct due_rules *r,
                             const struct owed *o, bool *yes)
{
    const struct calendar *k;
    int64_t at = quiet_until(c, c->now);
    *yes = true;
    if (at == c->now || o->step.kind != DUE_SOON)
        return OK;
    enum fault f = calendar_of(c, all, o->branch, &k);
    if (!f)
        *yes = due_step_on(r, k, (struct due_dates){ o->due, day_plus(o->due, -366) }, day_at(at)).kind
               == DUE_SOON;
    return f;
}

static enum fault owed_write(struct ctx *c, const struct gateways *g, const struct owed *o, size_t n,
                             struct tally *t)
{
    struct calendars *all = NEW(c->mem, struct calendars);
    struct due_rules rules = due_rules_read(c);
    enum fault f = OK;
    for (size_t i = 0; !f && i < n; i++) {
        struct reach r;
        int64_t id;
        bool fits = true;
        f = reach_of(c, g, o[i].member, o[i].step.kind == DUE_CALL ? 2 : 0, &r);
        if (!f && !strcmp(r.channel, "sms"))
            f = fits_later(c, all, &rules, &o[i], &fits);
        if (!f && fits)
            f = message_for(c, &o[i], &r, &id);
        if (!f && fits)
            f = step_add(c, &o[i], id);
        t->written += !f && fits;
        t->calls += !f && (*r.channel == 'c' || *r.channel == 'v');
    }
    return f;
}

/* A claim that ran out: its process died. What was sent for certain again (the same file, an e-mail
 * with the same Message-ID) is repeated once; of an SMS nobody knows (N9). */
static enum fault expired(struct ctx *c, struct tally *t)
{
    QUERY(q, c, Q_MESSAGE_EXPIRED);
    q_bind(&q, "now", val_time(c->now));
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

static enum fault step_drop(struct ctx *c, int64_t id, const char *why)
{
    QUERY(q, c, Q_STEP_DROP);
    q_bind_int(&q, "id", id);
    q_bind(&q, "at", val_time(c->now));
    q_bind_str(&q, "why", str_of(why));
    return q_run(&q);
}

/* Drops the steps of a message that no longer fit; what is left is in *left. */
static enum fault steps_check(struct ctx *c, int64_t message, struct told_list *left, struct tally *t)
{
    struct due_rules rules = due_rules_read(c);
    struct calendars *all = NEW(c->mem, struct calendars);
    struct told_list l;
    const char *why;
    enum fault f = told_load(c, message, &l);
    *left = (struct told_list){ l.at, 0 };
    for (size_t i = 0; !f && i < l.n; i++) {
        f = told_fits(c, &rules, all, &l.at[i], c->today, &why);
        if (!f && why)
            f = step_drop(c, l.at[i].id, why);
        else if (!f)
            left->at[left->n++] = l.at[i];
        t->dropped += !f && why;
    }
    return f;
}

static enum fault message_drop(struct ctx *c, int64_t id)
{
    QUERY(q, c, Q_MESSAGE_MARK);
    q_bind_int(&q, "id", id);
    q_bind_str(&q, "state", S("dropped"));
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
    int64_t after = 0, id;
    enum fault f = OK;
    do {
        QUERY(q, c, Q_MESSAGE_DUE_ALL);
        q_bind_int(&q, "after", after);
        f = q_run_int(&q, &id);
        struct told_list left;
        if (!f && id)
            f = steps_check(c, id, &left, t);
        if (!f && id && !left.n)
            f = message_drop(c, id);
        after = id;
    } while (!f && id);
    return f;
}

enum fault outbox_plan(struct ctx *c, const struct gateways *g, struct tally *t)
{
    const struct owed *o;
    size_t n;
    enum fault f = expired(c, t);
    if (!f)
        f = recheck(c, t);
    if (!f)
        f = due_find(c, &o, &n);
    return f ? f : owed_write(c, g, o, n, t);
}

enum fault outbox_compose(struct ctx *c, int64_t id, struct sending *s, struct tally *t)
{
    struct calendars *all = NEW(c->mem, struct calendars);
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
    f = steps_check(c, id, &left, t);
    if (!f && !left.n)
        return message_drop(c, id);
    if (!f)
        f = compose(c, all, &left, s->channel, &s->words);
    s->language = str_of(lang_code(s->words.lang));
    s->go = !f;
    return f;
}

enum fault outbox_next_channel(struct ctx *c, const struct gateways *g, const struct sending *m)
{
    struct reach r;
    int64_t id;
    if (!m->member)
        return OK;
    enum fault f = reach_of(c, g, m->member, m->channel == CHANNEL_SMS ? 1 : 2, &r);
    struct urgent u = { .kind = str_z(c->mem, m->kind), .member = m->member, .address = r.address,
                        .language = m->language };
    if (!f)
        f = message_add(c, &u, r.channel, false, c->now, &id);
    QUERY(q, c, Q_STEPS_MOVE);
    q_bind_int(&q, "message", m->id);
    q_bind_int(&q, "into", f ? 0 : id);
    return f ? f : q_run(&q);
}
