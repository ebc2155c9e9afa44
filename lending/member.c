/* Reading members and their contacts, and the state they are in. See member.h. */
#include "lending/member.h"

#include "lending/journal.h"
#include "lending/setting.h"
#include "schema/query.h"

static const char *const states[] = { "pending", "active", "blocked", "ended", "erased" };

const char *member_state_name(enum member_state s)
{
    return states[s];
}

static enum member_state state_of(struct str name)
{
    for (int i = 0; i < (int)COUNT(states); i++)
        if (str_eq(name, str_of(states[i])))
            return (enum member_state)i;
    ASSERT(false); /* a state the database refuses */
    return MEMBER_PENDING;
}

static struct member member_row(struct query *q)
{
    struct ctx *c = q->c;
    struct member m = { .id = q_int(q, "id"), .number = q_int(q, "number"),
        .household = q_int(q, "household"), .plan = q_int(q, "plan"), .kind = q_str(q, "kind"),
        .name = q_str(q, "name"), .contact_person = q_str(q, "contact_person"),
        .blocked_reason = q_str(q, "blocked_reason"), .language = q_str(q, "language"),
        .address = q_str(q, "address"), .postcode = q_str(q, "postcode"), .place = q_str(q, "place"),
        .note = q_str(q, "note"), .tier = q_str(q, "tier"),
        .tier_seen_by = q_str(q, "tier_seen_by"), .tier_seen = q_day(q, "tier_seen_day"),
        .seen_by = q_str(q, "seen_by"), .seen = q_day(q, "seen_day"),
        .price = q_null(q, "price_cents") ? -1 : q_int(q, "price_cents"),
        .merged_into = q_int(q, "merged_into"), .made_at = q_int(q, "made_at"),
        .household_name = q_str(q, "household_name"), .plan_name = q_str(q, "plan_name"),
        .pin_hash = q_str(q, "pin_hash"), .state = state_of(q_str(q, "state")),
        .stored_state = state_of(q_str(q, "state")), .blocked_until = q_day(q, "blocked_until_day"),
        .since = q_day(q, "since_day"), .until = q_day(q, "until_day"),
        .active = q_day(q, "active_day"), .out = q_int(q, "tools_out"),
        .ready = q_int(q, "holds_ready"), .household_contact = q_int(q, "household_contact"),
        .no_early = q_int(q, "no_early"),
        .limit_tools = q_null(q, "limit_tools") ? -1 : q_int(q, "limit_tools") };
    m.code = code_text(c->mem, m.number, FAMILY_MEMBER);
    /* M14: a block with an end lifts by itself. */
    if (m.state == MEMBER_BLOCKED && !day_none(m.blocked_until) && day_before(m.blocked_until, c->today))
        m.state = MEMBER_ACTIVE;
    return m;
}

/* Plans say how many; without one the library does. After the statement is done: settings read. */
static void limit_default(struct ctx *c, struct member *m)
{
    if (m->limit_tools < 0)
        m->limit_tools = setting_int(c, SET_LIMIT_TOOLS);
}

enum fault member_get(struct ctx *c, int64_t id, struct member *out)
{
    QUERY(q, c, Q_MEMBER_GET);
    q_bind_int(&q, "id", id);
    *out = (struct member){ 0 };
    if (q_row(&q))
        *out = member_row(&q);
    enum fault f = q_end(&q);
    if (f || !out->id)
        return f ? f : FAULT_CODE_UNKNOWN;
    limit_default(c, out);
    return OK;
}

bool membership_over(const struct member *m, day today)
{
    return !day_none(m->until) && day_before(m->until, today);
}

enum fault member_contacts(struct ctx *c, int64_t member, const struct contact **out, size_t *n)
{
    QUERY(q, c, Q_CONTACTS_OF_MEMBER);
    q_bind_int(&q, "member", member);
    struct contact *k = NULL;
    *n = 0;
    while (q_row(&q)) {
        if (!k)
            k = NEW_N(c->mem, struct contact, q_int(&q, "n"));
        bool stopped = !q_null(&q, "stopped_at"), bad = !q_null(&q, "bad_at");
        k[(*n)++] = (struct contact){ .id = q_int(&q, "id"), .member = member,
            .phone = str_eq(q_str(&q, "kind"), S("phone")), .value = q_str(&q, "value"),
            .sms = q_int(&q, "sms") && !stopped && !bad, .stopped = stopped, .bad = bad,
            .stopped_at = q_val(&q, "stopped_at", V_TIME) };
    }
    *out = k;
    return q_end(&q);
}

enum fault member_list(struct ctx *c, const struct member_query *w, const struct member **out,
                       size_t *n, int64_t *total)
{
    struct str word[3] = { 0 }, rest = str_key(c->mem, utf8_upto(w->words, 100)), x;
    for (size_t i = 0; i < COUNT(word) && str_next(&rest, ' ', &x); i++)
        word[i] = x;
    int64_t limit = w->limit ? w->limit : 1000000;
    struct member after = { .number = -1 };
    if (w->after) {
        enum fault f = member_get(c, w->after, &after);
        if (f)
            return f;
    }
    QUERY(q, c, Q_MEMBER_LIST);
    q_bind_str(&q, "w1", word[0]);
    q_bind_str(&q, "w2", word[1]);
    q_bind_str(&q, "w3", word[2]);
    q_bind(&q, "all", val_bool(w->all));
    q_bind_int(&q, "after_number", after.number);
    q_bind_str(&q, "after_key", str_key(c->mem, after.name));
    q_bind_int(&q, "limit", limit);
    q_bind_int(&q, "offset", w->offset);
    struct member *m = NULL;
    *n = 0;
    *total = 0;
    while (q_row(&q)) {
        if (!m) {
            *total = q_int(&q, "total");
            m = NEW_N(c->mem, struct member, *total < limit ? *total : limit);
        }
        m[(*n)++] = member_row(&q);
    }
    enum fault f = q_end(&q);
    for (size_t i = 0; i < *n; i++)
        limit_default(c, &m[i]);
    *out = m;
    return f;
}

enum fault member_state_set(struct ctx *c, const struct member *m, enum member_state state, day until,
                            struct str reason)
{
    enum fault f = thing_set(c, F_MEMBER_STATE, m->id, val_z(states[m->stored_state]),
                             val_z(states[state]));
    if (!f)
        f = thing_set(c, F_MEMBER_BLOCKED_UNTIL_DAY, m->id, val_day(m->blocked_until), val_day(until));
    return f ? f : thing_set(c, F_MEMBER_BLOCKED_REASON, m->id, val_text(m->blocked_reason),
                             val_text(reason));
}

enum fault member_active(struct ctx *c, const struct member *m)
{
    return thing_set(c, F_MEMBER_ACTIVE_DAY, m->id, val_day(m->active), val_day(c->today));
}
