/* Members: adding (M1) and changing. */
#include "lending/edit.h"
#include "lending/member.h"
#include "lending/plan.h"
#include "lending/queue.h"
#include "ops/say.h"
#include "ops/table.h"

static const struct shape member_shape = { "member", FIELDS(
    { "member", FK_MEMBER }, { "name", FK_TEXT }, { "state", FK_MEMBER_STATE }, { "since", FK_DAY },
    { "until", FK_DAY }) };

static enum fault member_out(struct ctx *c, int64_t id, struct out *o)
{
    struct member m;
    enum fault f = member_get(c, id, &m);
    if (!f)
        OUT(o, val_str(m.code), val_str(m.name), val_z(member_state_name(m.state)), val_day(m.since),
            val_day(m.until));
    return f;
}

static struct str text_or(struct val v)
{
    return val_str_or(v, (struct str){ 0 });
}

enum { A_NAME, A_PHONE, A_EMAIL, A_LANGUAGE, A_POSTCODE, A_ADDRESS, A_PLACE, A_REACH, A_PLAN, A_TIER,
       A_NUMBER, A_KIND, A_PERSON, A_HOUSEHOLD, A_SINCE, A_UNTIL, A_NOTE, A_PIN, A_SEEN, A_STATE };

/* A plan says how long; the last day is still one of membership (M14). Without a plan: no end. */
static enum fault until_of(struct ctx *c, const struct val *a, day since, day *until)
{
    const struct plan *p;
    size_t n;
    *until = val_day_or(a[A_UNTIL], DAY_NONE);
    if (!day_none(*until) && day_before(*until, since))
        return fail(c, FAULT_DAY_ORDER, "until", a[A_UNTIL]);
    if (!day_none(*until) || val_is_none(a[A_PLAN]))
        return OK;
    enum fault f = plan_all(c, &p, &n);
    for (size_t i = 0; !f && i < n; i++)
        if (p[i].id == a[A_PLAN].i)
            *until = day_plus(day_plus_months(since, p[i].months), -1);
    return f;
}

static enum fault contacts_add(struct ctx *c, int64_t member, bool phone, struct val list)
{
    enum fault f = OK;
    for (size_t i = 0; !f && list.is == V_LIST && i < list.list->n; i++)
        f = contact_add(c, member, phone, list.list->at[i].s);
    return f;
}

/* M1: a name, and a number, an address, or a word how else ("komt elke donderdag"). */
static enum fault reachable(struct ctx *c, const struct val *a)
{
    bool yes = a[A_PHONE].is == V_LIST || a[A_EMAIL].is == V_LIST || !val_is_none(a[A_ADDRESS]) ||
               !val_is_none(a[A_REACH]);
    return yes ? OK : fail(c, FAULT_NO_CONTACT, "phone", val_none());
}

static struct str note_of(struct ctx *c, struct val note, struct val reach)
{
    struct str n = text_or(note), r = text_or(reach);
    return n.n && r.n ? str_printf(c->mem, "%.*s\n%.*s", STR(r), STR(n)) : n.n ? n : r;
}

static enum fault seen_now(struct ctx *c, int64_t id)
{
    struct member m;
    bool changed;
    enum fault f = member_get(c, id, &m);
    return f ? f : member_seen(c, &m, &changed);
}

static enum fault member_add_run(struct ctx *c, const struct val *a, struct out *o)
{
    int64_t id;
    struct str tier = { 0 };
    day since = val_day_or(a[A_SINCE], c->today), until;
    enum fault f = name_good(c, "name", a[A_NAME]);
    if (!f)
        f = reachable(c, a);
    if (!f && a[A_TIER].is == V_STR)
        f = tier_find(c, val_int_or(a[A_PLAN], 0), a[A_TIER].s, &tier);
    if (!f)
        f = until_of(c, a, since, &until);
    if (f)
        return f;
    struct member_new n = { .number = val_int_or(a[A_NUMBER], 0), .name = a[A_NAME].s,
        .kind = text_or(a[A_KIND]), .contact_person = text_or(a[A_PERSON]),
        .household = text_or(a[A_HOUSEHOLD]), .language = text_or(a[A_LANGUAGE]),
        .address = text_or(a[A_ADDRESS]), .postcode = text_or(a[A_POSTCODE]),
        .place = text_or(a[A_PLACE]), .note = note_of(c, a[A_NOTE], a[A_REACH]),
        .tier = tier, .pin = text_or(a[A_PIN]), .plan = val_int_or(a[A_PLAN], 0),
        .state = str_eq(text_or(a[A_STATE]), S("pending")) ? MEMBER_PENDING : MEMBER_ACTIVE,
        .since = since, .until = until, .blocked_until = DAY_NONE };
    f = member_add(c, &n, &id);
    if (!f && val_true(a[A_SEEN]))
        f = seen_now(c, id);
    if (!f)
        f = contacts_add(c, id, true, a[A_PHONE]);
    if (!f)
        f = contacts_add(c, id, false, a[A_EMAIL]);
    o->created = true;
    return f ? f : member_out(c, id, o);
}

enum { E_MEMBER, E_NAME, E_PHONE, E_EMAIL, E_LANGUAGE, E_POSTCODE, E_ADDRESS, E_PLACE, E_PLAN, E_TIER,
       E_KIND, E_PERSON, E_HOUSEHOLD, E_UNTIL, E_NOTE, E_STATE, E_EARLY };

/* From pending or ended to active: welcome, or welcome back. */
static enum fault state_change(struct ctx *c, const struct member *m, struct val state, bool *changed)
{
    bool again = m->stored_state == MEMBER_PENDING || m->stored_state == MEMBER_ENDED;
    if (val_is_none(state) || !again)
        return OK;
    *changed = true;
    return member_again(c, m);
}

static enum fault member_edit_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct member m;
    bool changed = false;
    enum fault f = name_good(c, "name", a[E_NAME]);
    if (!f)
        f = member_get(c, a[E_MEMBER].i, &m);
    if (!f && a[E_UNTIL].is == V_DAY && day_before(a[E_UNTIL].d, m.since))
        f = fail(c, FAULT_DAY_ORDER, "until", a[E_UNTIL]);
    struct val tier = a[E_TIER];
    if (!f && tier.is == V_STR && tier.s.n)
        f = tier_find(c, val_int_or(a[E_PLAN], m.plan), tier.s, &tier.s);
    if (!f)
        f = member_change(c, &m, &(struct member_change){ .name = a[E_NAME], .phones = a[E_PHONE],
            .emails = a[E_EMAIL], .language = a[E_LANGUAGE], .postcode = a[E_POSTCODE],
            .address = a[E_ADDRESS], .place = a[E_PLACE], .plan = a[E_PLAN], .tier = tier,
            .kind = a[E_KIND], .contact_person = a[E_PERSON], .household = a[E_HOUSEHOLD],
            .until = a[E_UNTIL], .note = a[E_NOTE],
            .early = a[E_EARLY] }, &changed);
    if (!f)
        f = state_change(c, &m, a[E_STATE], &changed);
    if (!f && changed) /* M12: who may borrow again is skipped no more */
        f = queue_serve_member(c, m.id);
    if (!f)
        f = member_out(c, m.id, o);
    if (!f && !changed)
        say_same(o);
    return f;
}

enum { O_MEMBER, O_LANGUAGE, O_ADDRESS, O_POSTCODE, O_PLACE, O_EARLY, O_TEXTS };

/* What members see to by themselves. A name, a number or an address for mail is proven at the counter. */
static enum fault member_mine_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct member m;
    bool changed = false;
    enum fault f = member_get(c, a[O_MEMBER].i, &m);
    if (!f)
        f = member_change(c, &m, &(struct member_change){ .language = a[O_LANGUAGE], .address = a[O_ADDRESS],
            .postcode = a[O_POSTCODE], .place = a[O_PLACE], .early = a[O_EARLY] }, &changed);
    if (!f && !val_is_none(a[O_TEXTS]))
        f = member_texts(c, &m, str_eq(a[O_TEXTS].s, S("on")), &changed);
    if (!f)
        f = member_out(c, m.id, o);
    if (!f && !changed)
        say_same(o);
    return f;
}

#define MEMBER_ARG { "member", K_MEMBER, ARG_NEED | ARG_PLACE, NULL }

const struct op member_edit_ops[] = {
    { "member add", NULL, "/members", POST, ROLE_VOLUNTEER, 0,
      ARGS({ "name", K_TEXT, ARG_NEED | ARG_PLACE, NULL }, { "phone", K_PHONE, ARG_MANY, NULL },
           { "email", K_EMAIL, ARG_MANY, NULL }, { "language", K_LANG, 0, NULL },
           { "postcode", K_POSTCODE, 0, NULL }, { "address", K_TEXT, 0, NULL },
           { "place", K_TEXT, 0, NULL }, { "reach", K_TEXT, 0, NULL }, { "plan", K_PLAN, 0, NULL },
           { "tier", K_TEXT, 0, NULL }, { "number", K_INT, 0, "1..99999" },
           { "kind", K_CHOICE, 0, "person|organisation" }, { "contact_person", K_TEXT, 0, NULL },
           { "household", K_TEXT, 0, NULL }, { "since", K_DAY, 0, NULL }, { "until", K_DAY, 0, NULL },
           { "note", K_LONG, 0, NULL }, { "pin", K_PIN, ARG_SECRET, NULL },
           { "seen", K_YES, 0, NULL },
           { "state", K_CHOICE, 0, "active|pending" }),
      &member_shape, member_add_run },
    { "member edit", NULL, "/members/{member}", POST, ROLE_VOLUNTEER, 0,
      ARGS(MEMBER_ARG, { "name", K_TEXT, 0, NULL }, { "phone", K_PHONE, ARG_MANY | ARG_EMPTY, NULL },
           { "email", K_EMAIL, ARG_MANY | ARG_EMPTY, NULL }, { "language", K_LANG, 0, NULL },
           { "postcode", K_POSTCODE, ARG_EMPTY, NULL }, { "address", K_TEXT, ARG_EMPTY, NULL },
           { "place", K_TEXT, ARG_EMPTY, NULL }, { "plan", K_PLAN, ARG_EMPTY, NULL },
           { "tier", K_TEXT, ARG_EMPTY, NULL }, { "kind", K_CHOICE, 0, "person|organisation" },
           { "contact_person", K_TEXT, ARG_EMPTY, NULL }, { "household", K_TEXT, ARG_EMPTY, NULL },
           { "until", K_DAY, ARG_EMPTY, NULL }, { "note", K_LONG, ARG_EMPTY, NULL },
           { "state", K_CHOICE, 0, "active" }, { "early", K_YES, 0, NULL }),
      &member_shape, member_edit_run },
    { "member mine", NULL, "/members/{member}/mine", POST, ROLE_MEMBER, 0,
      ARGS(MEMBER_ARG, { "language", K_LANG, 0, NULL }, { "address", K_TEXT, ARG_EMPTY, NULL },
           { "postcode", K_POSTCODE, ARG_EMPTY, NULL }, { "place", K_TEXT, ARG_EMPTY, NULL },
           { "early", K_YES, 0, NULL }, { "texts", K_CHOICE, 0, "on|off" }),
      &member_shape, member_mine_run },
    { 0 },
};
