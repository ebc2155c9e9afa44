/* Making members (M1, T1): a name and one way to reach the person. See member.h. */
#include "base/random.h"
#include "lending/household.h"
#include "lending/journal.h"
#include "lending/secret.h"
#include "lending/setting.h"
#include "schema/query.h"

static enum fault number_free(struct ctx *c, int64_t number, bool *is_free)
{
    int64_t n;
    QUERY(q, c, Q_MEMBER_NUMBER_USED);
    q_bind_int(&q, "number", number);
    enum fault f = q_run_int(&q, &n);
    *is_free = !n;
    return f;
}

/* T1: random, five digits, so that a number tells nothing and a mistake finds nobody. */
static enum fault number_random(struct ctx *c, int64_t *number)
{
    bool is_free = false;
    enum fault f = OK;
    for (int tries = 0; !f && !is_free && tries < 1000; tries++) {
        *number = 10000 + random_below(c, 90000);
        f = number_free(c, *number, &is_free);
    }
    return f ? f : is_free ? OK : FAULT_NUMBER_USED;
}

enum fault contact_add(struct ctx *c, int64_t member, bool phone, struct str value)
{
    struct str v;
    int64_t id;
    const char *arg = phone ? "phone" : "email";
    enum fault f = phone ? phone_parse(c->mem, value, &v) : email_parse(c->mem, value, &v);
    if (f)
        return fail(c, f, arg, val_str(value));
    QUERY(q, c, Q_CONTACT_ADD);
    q_bind_int(&q, "member", member);
    q_bind_str(&q, "kind", str_of(arg));
    q_bind_str(&q, "value", v);
    q_bind_str(&q, "value_key", phone ? v : str_lower(c->mem, v));
    q_bind(&q, "sms", val_bool(phone && phone_gets_sms(v)));
    f = q_run_int(&q, &id);
    return f || !id ? f : thing_made(c, "contact", id);
}

static enum fault member_insert(struct ctx *c, const struct member_new *n, int64_t number,
                                struct str pin, int64_t household, bool head, int64_t *id)
{
    QUERY(q, c, Q_MEMBER_ADD);
    q_bind_int(&q, "number", number);
    q_bind_str(&q, "kind", n->kind.n ? n->kind : S("person"));
    q_bind_str(&q, "name", str_trim(n->name));
    q_bind_str(&q, "name_key", str_key(c->mem, n->name));
    q_bind(&q, "contact_person", val_text(n->contact_person));
    q_bind(&q, "household", val_id(household));
    q_bind(&q, "household_contact", val_bool(head));
    q_bind_str(&q, "state", str_of(member_state_name(n->state)));
    q_bind(&q, "blocked_until_day", val_day(n->blocked_until));
    q_bind(&q, "blocked_reason", val_text(n->blocked_reason));
    q_bind(&q, "plan", val_id(n->plan));
    q_bind(&q, "tier", val_text(n->tier));
    q_bind(&q, "tier_seen_day", n->tier.n ? val_day(c->today) : val_none());
    q_bind(&q, "tier_seen_by", n->tier.n ? val_text(c->initials) : val_none());
    q_bind(&q, "since_day", val_day(day_none(n->since) ? c->today : n->since));
    q_bind(&q, "until_day", val_day(n->until));
    q_bind_str(&q, "language", n->language.n ? n->language : setting_str(c, SET_LANGUAGE));
    q_bind(&q, "address", val_text(n->address));
    q_bind(&q, "postcode", val_text(n->postcode));
    q_bind(&q, "place", val_text(n->place));
    q_bind(&q, "note", val_text(n->note));
    q_bind(&q, "pin_hash", val_text(pin));
    q_bind(&q, "active_day", val_day(c->today));
    q_bind(&q, "made_at", val_time(c->now));
    return q_run_int(&q, id);
}

enum fault member_add(struct ctx *c, const struct member_new *n, int64_t *id)
{
    int64_t number = n->number, household;
    bool head;
    struct str pin = { 0 };
    enum fault f = number ? OK : number_random(c, &number);
    if (!f && n->pin.n)
        f = pin_hash(c, n->pin, &pin);
    if (!f)
        f = household_find_or_add(c, n->household, &household, &head);
    if (!f)
        f = member_insert(c, n, number, pin, household, head, id);
    if (f == FAULT_CONSTRAINT)
        return fail(c, FAULT_NUMBER_USED, "number", val_int(number));
    if (!f)
        f = thing_made(c, "member", *id);
    if (!f && n->phone.n)
        f = contact_add(c, *id, true, n->phone);
    if (!f && n->email.n)
        f = contact_add(c, *id, false, n->email);
    return f;
}
