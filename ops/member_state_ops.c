/* Members: pausing, ending, PIN, who was seen. */
#include "lending/member.h"
#include "lending/queue.h"
#include "lending/staff.h"
#include "ops/say.h"
#include "ops/table.h"

enum { PIN_DIGITS = 5 };

static const struct shape state_shape = { "member", FIELDS(
    { "member", FK_MEMBER }, { "name", FK_TEXT }, { "state", FK_MEMBER_STATE },
    { "blocked_until", FK_DAY }, { "tools", FK_INT }) };

static enum fault state_out(struct ctx *c, int64_t id, struct out *o)
{
    struct member m;
    enum fault f = member_get(c, id, &m);
    if (!f)
        OUT(o, val_str(m.code), val_str(m.name), val_z(member_state_name(m.state)),
            val_day(m.blocked_until), val_int(m.out));
    return f;
}

static enum fault block_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct member m;
    day until = val_day_or(a[1], DAY_NONE);
    enum fault f = member_get(c, a[0].i, &m);
    if (f)
        return f;
    if (m.state == MEMBER_ENDED)
        return fail_facts(c, FAULT_MEMBER_ENDED, "member", val_str(m.code),
                          FACTS(F("name", val_str(m.name)), F("day", val_day(m.until))));
    if (!day_none(until) && day_before(until, c->today))
        return fail(c, FAULT_DAY_ORDER, "until", a[1]);
    f = member_state_set(c, &m, MEMBER_BLOCKED, until, a[2].s);
    if (!f)
        f = state_out(c, m.id, o);
    if (!f)
        out_say(o, TONE_YES, text(c, day_none(until) ? T_MEMBER_PAUSED : T_MEMBER_PAUSED_UNTIL,
                                  FACTS(F("name", val_str(m.name)), F("day", val_day(until)))));
    return f;
}

static enum fault unblock_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct member m;
    enum fault f = member_get(c, a[0].i, &m);
    bool blocked = !f && m.stored_state == MEMBER_BLOCKED;
    if (blocked)
        f = member_state_set(c, &m, MEMBER_ACTIVE, DAY_NONE, (struct str){ 0 });
    if (!f && blocked)
        f = queue_serve_member(c, m.id);
    if (!f)
        f = state_out(c, m.id, o);
    if (!f && !blocked)
        say_same(o);
    return f;
}

/* M3: what one still has may always be brought back, so it hinders nothing; it is said. */
static enum fault end_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct member m;
    enum fault f = member_get(c, a[0].i, &m);
    bool already = !f && m.stored_state == MEMBER_ENDED;
    if (!f && !already)
        f = member_end(c, &m);
    if (!f)
        f = state_out(c, m.id, o);
    if (f)
        return f;
    const struct fact facts[] = { F("name", val_str(m.name)), F("n", val_int(m.out)) };
    if (already)
        say_same(o);
    else
        out_say(o, TONE_YES, text(c, T_MEMBER_STOPPED, facts, COUNT(facts)));
    if (m.out)
        out_say(o, TONE_LOOK, text(c, T_MEMBER_STOPPED_WITH, facts, COUNT(facts)));
    return OK;
}

static const struct shape pin_shape = { "member", FIELDS(
    { "member", FK_MEMBER }, { "name", FK_TEXT }, { "pin", FK_SECRET }) };

/* One we make is shown once; one that was chosen is known already, and repeated to nobody. */
static enum fault pin_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct member m;
    bool made = val_is_none(a[1]);
    struct str pin = made ? pin_make(c, PIN_DIGITS) : a[1].s;
    enum fault f = member_get(c, a[0].i, &m);
    if (!f)
        f = member_pin_set(c, m.id, pin);
    if (f)
        return f;
    OUT(o, val_str(m.code), val_str(m.name), made ? val_str(pin) : val_none());
    out_say(o, TONE_YES, text(c, made ? T_MEMBER_PIN_MADE : T_MEMBER_PIN_SET,
                              FACTS(F("name", val_str(m.name)), F("pin", val_str(pin)))));
    return OK;
}

static const struct shape seen_shape = { "member", FIELDS(
    { "member", FK_MEMBER }, { "name", FK_TEXT }, { "seen", FK_DAY }, { "seen_by", FK_TEXT }) };

static enum fault seen_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct member m;
    bool changed = false;
    enum fault f = member_get(c, a[0].i, &m);
    if (!f)
        f = member_seen(c, &m, &changed);
    if (f)
        return f;
    OUT(o, val_str(m.code), val_str(m.name), val_day(c->today), val_str(c->initials));
    if (!changed)
        say_same(o);
    return OK;
}

static const struct shape stay_shape = { "member", FIELDS(
    { "member", FK_MEMBER }, { "name", FK_TEXT }, { "active", FK_DAY }) };

/* M18: the answer to "do you want to stay a member?". */
static enum fault stay_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct member m;
    enum fault f = member_get(c, a[0].i, &m);
    if (!f)
        f = member_active(c, &m);
    if (!f)
        OUT(o, val_str(m.code), val_str(m.name), val_day(c->today));
    return f;
}

#define MEMBER_ARG { "member", K_MEMBER, ARG_NEED | ARG_PLACE, NULL }

const struct op member_state_ops[] = {
    { "member block", NULL, "/members/{member}/block", POST, ROLE_VOLUNTEER, 0,
      ARGS(MEMBER_ARG, { "until", K_DAY, 0, NULL }, { "reason", K_TEXT, ARG_NEED, NULL }), &state_shape,
      block_run },
    { "member unblock", NULL, "/members/{member}/unblock", POST, ROLE_VOLUNTEER, 0, ARGS(MEMBER_ARG),
      &state_shape, unblock_run },
    { "member end", NULL, "/members/{member}/end", POST, ROLE_VOLUNTEER, 0, ARGS(MEMBER_ARG),
      &state_shape, end_run },
    { "member pin", NULL, "/members/{member}/pin", POST, ROLE_VOLUNTEER, 0,
      ARGS(MEMBER_ARG, { "pin", K_PIN, ARG_SECRET, NULL }), &pin_shape, pin_run },
    { "member seen", NULL, "/members/{member}/seen", POST, ROLE_VOLUNTEER, 0, ARGS(MEMBER_ARG),
      &seen_shape, seen_run },
    { "member stay", NULL, "/members/{member}/stay", POST, ROLE_MEMBER, 0, ARGS(MEMBER_ARG),
      &stay_shape, stay_run },
    { 0 },
};
