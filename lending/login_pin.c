/* Logging in by card number or initials with a PIN (X19). See login.h. */
#include "lending/login.h"

#include "lending/code.h"
#include "lending/secret.h"
#include "lending/setting.h"
#include "schema/query.h"
#include "text/text.h"

enum { HOUR = 3600, DAY_SECONDS = 86400 };

/* Compared with when there is nobody to compare with, so that it takes the same time: of a PIN that
 * nobody has. */
static const char nobody[] = "$argon2id$v=19$m=16384,t=3,p=1$c2FsdHNhbHRzYWx0c2FsdA$"
                             "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

static enum fault member_by_card(struct ctx *c, struct pin_try *t)
{
    struct str folded;
    struct code code;
    if (code_fold(c->mem, t->card, setting_str(c, SET_BASE_URL), &folded) ||
        code_read(folded, &code) || code.bare || code.family != FAMILY_MEMBER)
        return OK;
    QUERY(q, c, Q_LOGIN_MEMBER);
    q_bind_int(&q, "number", code.number);
    if (q_row(&q)) {
        t->member = q_int(&q, "id");
        t->hash = q_str(&q, "pin_hash");
    }
    return q_end(&q);
}

static enum fault volunteer_by_initials(struct ctx *c, struct pin_try *t)
{
    QUERY(q, c, Q_LOGIN_VOLUNTEER);
    q_bind_str(&q, "initials", str_upper(c->mem, str_trim(t->card)));
    if (q_row(&q)) {
        t->volunteer = q_int(&q, "id");
        t->hash = q_str(&q, "pin_hash");
    }
    return q_end(&q);
}

enum fault login_pin_try(struct ctx *c, struct str address, struct pin_try *t)
{
    struct str who = str_upper(c->mem, str_trim(t->card));
    enum fault f = member_by_card(c, t);
    if (!f && !t->member)
        f = volunteer_by_initials(c, t);
    if (!f)
        f = attempt(c, "pin", who, GUESSES_DAY, DAY_SECONDS, &t->counted[0]);
    /* A counter logs many people in from one address; only what fails stays counted. */
    if (!f)
        f = attempt(c, "pin-from", address, PINS_ADDRESS_HOUR, HOUR, &t->counted[1]);
    return f;
}

bool login_pin_right(const struct pin_try *t)
{
    bool someone = t->hash.n > 0;
    bool right = pin_right(t->pin, someone ? t->hash : str_of(nobody));
    return right && someone;
}

static enum fault try_back(struct ctx *c, int64_t id)
{
    QUERY(q, c, Q_ATTEMPT_DROP);
    q_bind_int(&q, "id", id);
    return q_run(&q);
}

/* Read again: a volunteer may have been removed while the PIN was compared. */
static enum fault volunteer_session(struct ctx *c, int64_t id, struct session *s)
{
    QUERY(q, c, Q_LOGIN_VOLUNTEER_ID);
    q_bind_int(&q, "id", id);
    if (q_row(&q)) {
        s->volunteer = q_int(&q, "id");
        s->initials = q_str(&q, "initials");
        s->role = str_eq(q_str(&q, "role"), S("coordinator")) ? ROLE_COORDINATOR : ROLE_VOLUNTEER;
    }
    return q_end(&q);
}

static enum fault member_session(struct ctx *c, int64_t id, struct session *s)
{
    QUERY(q, c, Q_LOGIN_MEMBER_ID);
    q_bind_int(&q, "id", id);
    if (q_row(&q)) {
        int lang = lang_find(q_str(&q, "language"));
        s->member = q_int(&q, "id");
        s->role = ROLE_MEMBER;
        s->lang = lang < 0 ? c->lang : lang;
    }
    return q_end(&q);
}

enum fault login_pin_done(struct ctx *c, const struct pin_try *t, bool right, struct session *s)
{
    *s = (struct session){ .lang = c->lang };
    enum fault f = OK;
    if (right)
        f = t->volunteer ? volunteer_session(c, t->volunteer, s) : member_session(c, t->member, s);
    if (!f && !s->volunteer && !s->member)
        return fail(c, FAULT_LOGIN_WRONG, "pin", val_none());
    for (size_t i = 0; i < COUNT(t->counted) && !f; i++)
        f = try_back(c, t->counted[i]);
    return f;
}

enum fault session_of_member(struct ctx *c, int64_t member, struct session *s)
{
    *s = (struct session){ .lang = c->lang };
    enum fault f = member_session(c, member, s);
    return f ? f : s->member ? OK : FAULT_LOGIN_WRONG;
}
