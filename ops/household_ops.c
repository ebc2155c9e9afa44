/* Households (M6): who lives together, and whom of them to ask. */
#include "lending/household.h"
#include "ops/say.h"
#include "ops/table.h"

static const struct shape list_shape = { "household", FIELDS(
    { "household", FK_TEXT }, { "members", FK_INT }, { "contact", FK_TEXT }) };

static enum fault list_run(struct ctx *c, const struct val *a, struct out *o)
{
    const struct household *h;
    size_t n;
    (void)a;
    enum fault f = household_list(c, &h, &n);
    for (size_t i = 0; !f && i < n; i++)
        OUT(o, val_str(h[i].name), val_int(h[i].members), val_text(h[i].contact));
    return f;
}

static const struct shape home_shape = { "household", FIELDS(
    { "household", FK_TEXT }, { "member", FK_MEMBER }, { "name", FK_TEXT },
    { "state", FK_MEMBER_STATE }, { "household_contact", FK_YES }) };

static enum fault home_out(struct ctx *c, int64_t id, struct out *o)
{
    struct household h;
    const struct member *m;
    size_t n;
    enum fault f = household_get(c, id, &h);
    if (!f)
        f = household_members(c, id, &m, &n);
    for (size_t i = 0; !f && i < n; i++)
        OUT(o, val_str(h.name), val_str(m[i].code), val_str(m[i].name),
            val_z(member_state_name(m[i].state)), val_bool(m[i].household_contact));
    return f;
}

static enum fault show_run(struct ctx *c, const struct val *a, struct out *o)
{
    int64_t id;
    enum fault f = household_find(c, a[0].s, &id);
    return f ? f : home_out(c, id, o);
}

/* All move in, or none. In a new household the first one named is the contact. */
static enum fault move_in(struct ctx *c, int64_t home, struct val list, bool made, struct out *o)
{
    const int64_t *ids;
    size_t n;
    bool changed = false;
    enum fault f = ops_ids(c, "member", K_MEMBER, list, &ids, &n);
    for (size_t i = 0; !f && i < n; i++) {
        struct member m;
        f = member_get(c, ids[i], &m);
        bool stays = !f && m.household == home && m.household_contact;
        if (!f)
            f = household_join(c, &m, home, stays || (made && !i), &changed);
    }
    if (!f)
        f = home_out(c, home, o);
    if (!f && !changed)
        say_same(o);
    else if (!f)
        out_say(o, TONE_YES, text(c, T_HOUSEHOLD_NOW, FACTS(F("household", o->rows[0].v[0]),
                                                            F("n", val_int((int64_t)o->n_rows)))));
    return f;
}

static enum fault add_run(struct ctx *c, const struct val *a, struct out *o)
{
    int64_t id;
    enum fault f = household_add(c, a[0].s, &id);
    o->created = true;
    return f ? f : move_in(c, id, a[1], true, o);
}

static enum fault join_run(struct ctx *c, const struct val *a, struct out *o)
{
    int64_t id;
    enum fault f = household_find(c, a[0].s, &id);
    return f ? f : move_in(c, id, a[1], false, o);
}

static const struct shape one_shape = { "member", FIELDS(
    { "member", FK_MEMBER }, { "name", FK_TEXT }, { "household", FK_TEXT }) };

static enum fault one_run(struct ctx *c, int64_t id, bool leave, struct out *o)
{
    struct member m;
    bool changed = false;
    enum fault f = member_get(c, id, &m);
    if (!f)
        f = leave ? household_join(c, &m, 0, false, &changed) : household_contact(c, &m, &changed);
    if (f)
        return f;
    OUT(o, val_str(m.code), val_str(m.name), val_text(m.household_name));
    if (!changed)
        say_same(o);
    return OK;
}

static enum fault leave_run(struct ctx *c, const struct val *a, struct out *o)
{
    return one_run(c, a[0].i, true, o);
}

static enum fault contact_run(struct ctx *c, const struct val *a, struct out *o)
{
    return one_run(c, a[0].i, false, o);
}

#define HOME_ARG { "household", K_TEXT, ARG_NEED | ARG_PLACE, NULL }
#define MEMBERS_ARG { "member", K_MEMBER, ARG_NEED | ARG_PLACE | ARG_MANY, NULL }
#define MEMBER_ARG { "member", K_MEMBER, ARG_NEED | ARG_PLACE, NULL }

const struct op household_ops[] = {
    { "household list", NULL, "/households", GET, ROLE_VOLUNTEER, OP_LIST, ARGS0, &list_shape, list_run },
    { "household show", NULL, "/households/{household}", GET, ROLE_VOLUNTEER, OP_LIST, ARGS(HOME_ARG),
      &home_shape, show_run },
    { "household add", NULL, "/households", POST, ROLE_VOLUNTEER, OP_LIST | OP_TABLE,
      ARGS(HOME_ARG, MEMBERS_ARG), &home_shape, add_run },
    { "household join", NULL, "/households/{household}/members", POST, ROLE_VOLUNTEER,
      OP_LIST | OP_TABLE, ARGS(HOME_ARG, MEMBERS_ARG), &home_shape, join_run },
    { "household leave", NULL, "/members/{member}/household/leave", POST, ROLE_VOLUNTEER, 0,
      ARGS(MEMBER_ARG), &one_shape, leave_run },
    { "household contact", NULL, "/members/{member}/household/contact", POST, ROLE_VOLUNTEER, 0,
      ARGS(MEMBER_ARG), &one_shape, contact_run },
    { 0 },
};
