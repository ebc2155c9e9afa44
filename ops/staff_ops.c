/* Who works here, and the keys of counters and scripts. What is secret is shown once (X25). */
#include "lending/edit.h"
#include "lending/staff.h"
#include "ops/say.h"
#include "ops/table.h"

enum { PIN_DIGITS = 6 };

static enum role role_of(struct val v)
{
    return v.is == V_STR && str_eq(v.s, S("coordinator")) ? ROLE_COORDINATOR : ROLE_VOLUNTEER;
}

static const struct shape pin_shape = { "volunteer", FIELDS(
    { "initials", FK_TEXT }, { "name", FK_TEXT }, { "role", FK_ROLE }, { "pin", FK_SECRET }) };

/* A PIN we made is told; a chosen one is known. */
static void told(struct ctx *c, const struct volunteer *v, struct str pin, bool made,
                 enum text_key key, enum text_key key_made, struct out *o)
{
    OUT(o, val_str(v->initials), val_str(v->name), val_z(staff_role_name(v->role)),
        made ? val_str(pin) : val_none());
    out_say(o, TONE_YES, text(c, made ? key_made : key,
                              FACTS(F("name", val_str(v->name)), F("initials", val_str(v->initials)),
                                    F("pin", val_str(pin)))));
}

static enum fault volunteer_add_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct volunteer v = { 0, a[0].s, a[1].s, role_of(a[2]) };
    bool made = val_is_none(a[3]);
    struct str pin = made ? pin_make(c, PIN_DIGITS) : a[3].s;
    enum fault f = name_good(c, "name", a[0]);
    if (!f)
        f = volunteer_add(c, &v, pin, &v.id);
    if (!f)
        told(c, &v, pin, made, T_VOLUNTEER_ADDED, T_VOLUNTEER_ADDED_PIN, o);
    o->created = true;
    return f;
}

static enum fault volunteer_pin_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct volunteer v;
    bool made = val_is_none(a[1]);
    struct str pin = made ? pin_make(c, PIN_DIGITS) : a[1].s;
    enum fault f = volunteer_find(c, a[0].s, &v);
    if (!f)
        f = volunteer_pin_set(c, v.id, pin);
    if (!f)
        told(c, &v, pin, made, T_MEMBER_PIN_SET, T_MEMBER_PIN_MADE, o);
    return f;
}

static const struct shape volunteer_shape = { "volunteer", FIELDS(
    { "initials", FK_TEXT }, { "name", FK_TEXT }, { "role", FK_ROLE }) };

static void volunteer_row(struct out *o, const struct volunteer *v)
{
    OUT(o, val_str(v->initials), val_str(v->name), val_z(staff_role_name(v->role)));
}

static enum fault volunteer_list_run(struct ctx *c, const struct val *a, struct out *o)
{
    const struct volunteer *v;
    size_t n;
    (void)a;
    enum fault f = volunteer_all(c, &v, &n);
    for (size_t i = 0; !f && i < n; i++)
        volunteer_row(o, &v[i]);
    return f;
}

static enum fault volunteer_end_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct volunteer v;
    enum fault f = volunteer_find(c, a[0].s, &v);
    if (!f)
        f = volunteer_end(c, &v);
    if (!f)
        volunteer_row(o, &v);
    return f;
}

static const struct shape token_shape = { "token", FIELDS(
    { "number", FK_INT }, { "name", FK_TEXT }, { "role", FK_ROLE }, { "token", FK_SECRET }) };

static enum fault token_add_run(struct ctx *c, const struct val *a, struct out *o)
{
    int64_t id;
    struct str secret;
    enum fault f = name_good(c, "name", a[0]);
    if (!f)
        f = token_add(c, a[0].s, role_of(a[1]), val_int_or(a[2], 0), &id, &secret);
    if (!f)
        OUT(o, val_int(id), val_str(a[0].s), val_z(staff_role_name(role_of(a[1]))), val_str(secret));
    o->created = true;
    return f;
}

static const struct shape tokens_shape = { "token", FIELDS(
    { "number", FK_INT }, { "name", FK_TEXT }, { "role", FK_ROLE }, { "branch", FK_TEXT },
    { "made", FK_TIME }, { "last_used", FK_DAY }) };

static enum fault token_list_run(struct ctx *c, const struct val *a, struct out *o)
{
    const struct token_row *t;
    size_t n;
    (void)a;
    enum fault f = token_all(c, &t, &n);
    for (size_t i = 0; !f && i < n; i++)
        OUT(o, val_int(t[i].id), val_str(t[i].name), val_z(staff_role_name(t[i].role)),
            val_text(t[i].branch), val_time(t[i].made_at), val_day(t[i].seen));
    return f;
}

static const struct shape revoked_shape = { "token", FIELDS({ "number", FK_INT }) };

static enum fault token_revoke_run(struct ctx *c, const struct val *a, struct out *o)
{
    enum fault f = token_revoke(c, a[0].i);
    if (!f)
        OUT(o, a[0]);
    return f;
}

#define ROLES "volunteer|coordinator"
#define INITIALS_ARG { "initials", K_INITIALS, ARG_NEED | ARG_PLACE, NULL }

const struct op staff_ops[] = {
    { "volunteer add", NULL, "/volunteers", POST, ROLE_COORDINATOR, 0,
      ARGS({ "name", K_TEXT, ARG_NEED | ARG_PLACE, NULL }, { "initials", K_INITIALS, ARG_NEED, NULL },
           { "role", K_CHOICE, 0, ROLES }, { "pin", K_PIN, ARG_SECRET, NULL }),
      &pin_shape, volunteer_add_run },
    { "volunteer pin", NULL, "/volunteers/{initials}/pin", POST, ROLE_COORDINATOR, 0,
      ARGS(INITIALS_ARG, { "pin", K_PIN, ARG_SECRET, NULL }), &pin_shape, volunteer_pin_run },
    { "volunteer end", NULL, "/volunteers/{initials}/end", POST, ROLE_COORDINATOR, 0,
      ARGS(INITIALS_ARG), &volunteer_shape, volunteer_end_run },
    { "volunteer list", NULL, "/volunteers", GET, ROLE_VOLUNTEER, OP_LIST, ARGS0, &volunteer_shape,
      volunteer_list_run },
    { "token add", NULL, "/tokens", POST, ROLE_COORDINATOR, 0,
      ARGS({ "name", K_TEXT, ARG_NEED | ARG_PLACE, NULL }, { "role", K_CHOICE, 0, ROLES },
           { "branch", K_BRANCH, 0, NULL }),
      &token_shape, token_add_run },
    { "token list", NULL, "/tokens", GET, ROLE_COORDINATOR, OP_LIST, ARGS0, &tokens_shape,
      token_list_run },
    { "token revoke", NULL, "/tokens/{token}/revoke", POST, ROLE_COORDINATOR, 0,
      ARGS({ "token", K_INT, ARG_NEED | ARG_PLACE, "1..999999999" }), &revoked_shape,
      token_revoke_run },
    { 0 },
};
