/* Members as they are: one with all that is known, and lists. A member sees their own record, without
 * what volunteers note for each other. */
#include "lending/hold.h"
#include "lending/loan.h"
#include "lending/money.h"
#include "ops/look.h"
#include "ops/member_all.h"
#include "ops/say.h"
#include "ops/table.h"

enum { LIST_MOST = 1000 };

static bool crew(const struct ctx *c)
{
    return c->role >= ROLE_VOLUNTEER;
}

static struct val list_of(struct ctx *c, const struct shape *s, const struct val *at, size_t n)
{
    struct list *l = NEW(c->mem, struct list);
    *l = (struct list){ s, at, n };
    return val_list(l);
}

static const struct shape loans_shape = { "loan", FIELDS({ "loan", FK_INT }, { "tool", FK_TOOL },
    { "tool_name", FK_TEXT }, { "out", FK_DAY }, { "due", FK_DAY }) };

static enum fault loans_of(struct ctx *c, int64_t member, struct val *out)
{
    const struct loan *l;
    size_t n;
    int64_t total;
    enum fault f = loan_list(c, &(struct loan_query){ .member = member }, &l, &n, &total);
    struct val *v = NEW_N(c->mem, struct val, 5 * n + 1), *x = v;
    for (size_t i = 0; !f && i < n; i++) {
        *x++ = val_int(l[i].id);
        *x++ = val_str(l[i].tool_code);
        *x++ = val_str(l[i].tool_name);
        *x++ = val_day(l[i].out);
        *x++ = val_day(l[i].due);
    }
    *out = list_of(c, &loans_shape, v, n);
    return f;
}

static const struct shape holds_shape = { "hold", FIELDS({ "hold", FK_INT }, { "model", FK_TEXT },
    { "state", FK_HOLD_STATE }, { "queue_place", FK_INT }, { "branch", FK_TEXT }, { "until", FK_DAY }) };

static enum fault holds_of(struct ctx *c, int64_t member, struct val *out)
{
    const struct hold *h;
    size_t n;
    enum fault f = hold_list(c, &(struct hold_query){ .member = member }, &h, &n);
    struct val *v = NEW_N(c->mem, struct val, 6 * n + 1), *x = v;
    for (size_t i = 0; !f && i < n; i++) {
        *x++ = val_int(h[i].id);
        *x++ = val_str(h[i].model_name);
        *x++ = val_z(hold_state_name(h[i].state));
        *x++ = h[i].state == HOLD_WAITING ? val_int(h[i].place) : val_none();
        *x++ = val_str(h[i].pick_up_name);
        *x++ = val_day(h[i].last);
    }
    *out = list_of(c, &holds_shape, v, n);
    return f;
}

/* Numbers, or addresses, in their order; what does not work any more is not left out. */
static enum fault reach_of(struct ctx *c, int64_t member, struct val *phones, struct val *emails)
{
    const struct contact *k;
    size_t n, n_phones = 0, n_emails = 0;
    enum fault f = member_contacts(c, member, &k, &n);
    if (f)
        return f;
    struct val *phone = NEW_N(c->mem, struct val, n + 1), *email = NEW_N(c->mem, struct val, n + 1);
    for (size_t i = 0; i < n; i++)
        if (k[i].phone)
            phone[n_phones++] = val_str(k[i].value);
        else
            email[n_emails++] = val_str(k[i].value);
    *phones = list_of(c, NULL, phone, n_phones);
    *emails = list_of(c, NULL, email, n_emails);
    return OK;
}

/* What is always shown of a record; loans and places in the queue come after it, or all there is. */
#define RECORD { "member", FK_MEMBER }, { "name", FK_TEXT }, { "kind", FK_MEMBER_KIND }, \
    { "contact_person", FK_TEXT }, { "household", FK_TEXT }, { "state", FK_MEMBER_STATE }, \
    { "blocked_until", FK_DAY }, { "reason", FK_TEXT }, { "plan", FK_TEXT }, { "price", FK_MONEY }, \
    { "tier", FK_TEXT }, { "tier_seen", FK_DAY }, { "tier_seen_by", FK_TEXT }, { "seen", FK_DAY }, \
    { "seen_by", FK_TEXT }, { "since", FK_DAY }, { "until", FK_DAY }, { "language", FK_TEXT }, \
    { "phone", FK_PHONES }, { "email", FK_LIST }, { "address", FK_TEXT }, { "postcode", FK_TEXT }, \
    { "place", FK_TEXT }, { "note", FK_TEXT }, { "has_pin", FK_YES }, { "limit_tools", FK_INT }, \
    { "balance", FK_MONEY }, { "deposits", FK_MONEY }
enum { N_RECORD = 28, R_NAME = 1, R_BALANCE = 26 };

static const struct shape member_shape = { "member",
    FIELDS(RECORD, { "loans", FK_LIST }, { "holds", FK_LIST }) };
static const struct shape all_shape = { "member", FIELDS(RECORD, { "active", FK_DAY }, ABOUT_FIELDS) };

/* `notes`: with what volunteers note for each other. Members see that too when they ask for all. */
static enum fault record(struct ctx *c, int64_t id, bool notes, struct val out[N_RECORD], day *active)
{
    struct member m;
    struct val phones, emails;
    struct member_money money;
    enum fault f = member_get(c, id, &m);
    if (!f)
        f = reach_of(c, id, &phones, &emails);
    if (!f)
        f = money_of(c, id, &money);
    if (f)
        return f;
    bool over = m.state == MEMBER_ACTIVE && membership_over(&m, c->today);
    *active = m.active;
    const struct val v[N_RECORD] = { val_str(m.code), val_str(m.name), val_str(m.kind),
        val_text(m.contact_person), val_text(m.household_name),
        val_z(over ? "expired" : member_state_name(m.state)),
        m.state == MEMBER_BLOCKED ? val_day(m.blocked_until) : val_none(),
        notes ? val_text(m.blocked_reason) : val_none(), val_text(m.plan_name),
        m.price < 0 ? val_none() : val_money(m.price), val_text(m.tier), val_day(m.tier_seen),
        val_text(m.tier_seen_by), val_day(m.seen), val_text(m.seen_by), val_day(m.since),
        val_day(m.until), val_str(m.language), phones, emails, val_text(m.address),
        val_text(m.postcode), val_text(m.place), notes ? val_text(m.note) : val_none(),
        val_bool(m.pin_hash.n > 0), val_int(m.limit_tools), val_money(money.balance),
        money.deposits ? val_money(money.deposits) : val_none() };
    memcpy(out, v, sizeof v);
    return OK;
}

/* M9: everything stored about one person, in groups. */
static enum fault all_out(struct ctx *c, int64_t id, struct out *o)
{
    struct val v[N_RECORD + 1 + N_ABOUT];
    day active;
    enum fault f = record(c, id, true, v, &active);
    if (!f)
        f = about_member(c, id, &v[N_RECORD + 1]);
    if (f)
        return f;
    v[N_RECORD] = val_day(active);
    o->shape = &all_shape;
    out_row(o, v, COUNT(v));
    return OK;
}

/* N10: a number or address that failed is asked for while its owner is here. */
static enum fault bad_contacts_say(struct out *o, int64_t member, struct val name)
{
    const struct contact *k;
    size_t n;
    enum fault f = member_contacts(o->c, member, &k, &n);
    for (size_t i = 0; !f && i < n; i++)
        if (k[i].bad)
            out_say(o, TONE_LOOK, text(o->c, k[i].phone ? T_COUNTER_BAD_NUMBER : T_COUNTER_BAD_ADDRESS,
                                       FACTS({ "name", name })));
    return f;
}

static enum fault member_show_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct val v[N_RECORD + 2];
    day active;
    if (val_true(a[1]))
        return all_out(c, a[0].i, o);
    enum fault f = record(c, a[0].i, crew(c), v, &active);
    if (!f)
        f = loans_of(c, a[0].i, &v[N_RECORD]);
    if (!f)
        f = holds_of(c, a[0].i, &v[N_RECORD + 1]);
    if (f)
        return f;
    out_row(o, v, COUNT(v));
    if (v[R_BALANCE].i)
        out_say(o, TONE_NONE, say_balance(c, v[R_BALANCE].i));
    return crew(c) ? bad_contacts_say(o, a[0].i, v[R_NAME]) : OK;
}

/* The same as a file (JSON), to take away. */
static enum fault member_export_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct out all = out_make(c, op_find(S("member show")));
    enum fault f = all_out(c, a[0].i, &all);
    if (!f)
        json_rows(out_file(o, "application/json",
                           str_printf(c->mem, "%.*s.json", STR(all.rows[0].v[0].s)).s), &all);
    return f;
}

static const struct shape row_shape = { "member", FIELDS(
    { "member", FK_MEMBER }, { "name", FK_TEXT }, { "state", FK_MEMBER_STATE },
    { "household", FK_TEXT }, { "until", FK_DAY }, { "tools", FK_INT }) };

static enum fault member_list_run(struct ctx *c, const struct val *a, struct out *o)
{
    const struct member *m;
    size_t n;
    int64_t total;
    enum fault f = member_list(c, &(struct member_query){ .words = val_str_or(a[0], (struct str){ 0 }),
        .all = val_true(a[1]), .limit = val_int_or(a[2], LIST_MOST), .after = val_int_or(a[3], 0) },
        &m, &n, &total);
    for (size_t i = 0; !f && i < n; i++) {
        bool over = m[i].state == MEMBER_ACTIVE && membership_over(&m[i], c->today);
        OUT(o, val_str(m[i].code), val_str(m[i].name),
            val_z(over ? "expired" : member_state_name(m[i].state)), val_text(m[i].household_name),
            val_day(m[i].until), val_int(m[i].out));
    }
    if (!f && n)
        say_more(o, total - (int64_t)n, m[n - 1].code);
    return f;
}

const struct op member_ops[] = {
    { "member show", NULL, "/members/{member}", GET, ROLE_MEMBER, 0,
      ARGS({ "member", K_MEMBER, ARG_NEED | ARG_PLACE | ARG_WORDS, NULL }, { "all", K_YES, 0, NULL }),
      &member_shape, member_show_run },
    { "member export", NULL, "/members/{member}/export", GET, ROLE_MEMBER, OP_FILE,
      ARGS({ "member", K_MEMBER, ARG_NEED | ARG_PLACE, NULL }), NULL, member_export_run },
    { "member list", NULL, "/members", GET, ROLE_VOLUNTEER, OP_LIST,
      ARGS({ "find", K_TEXT, 0, NULL }, { "all", K_YES, 0, NULL }, { "limit", K_INT, 0, "1..1000" },
           { "after", K_MEMBER, 0, NULL }),
      &row_shape, member_list_run },
    { 0 },
};
