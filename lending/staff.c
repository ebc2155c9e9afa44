/* See staff.h. */
#include "lending/staff.h"

#include "base/random.h"
#include "lending/journal.h"
#include "lending/login.h"
#include "lending/secret.h"
#include "schema/query.h"

static const char *const roles[] = { "visitor", "member", "volunteer", "coordinator" };

const char *staff_role_name(enum role r)
{
    return roles[r];
}

static enum role role_of(struct str name)
{
    return str_eq(name, S("coordinator")) ? ROLE_COORDINATOR : ROLE_VOLUNTEER;
}

static struct volunteer volunteer_row(struct query *q)
{
    return (struct volunteer){ q_int(q, "id"), q_str(q, "name"), q_str(q, "initials"),
                               role_of(q_str(q, "role")) };
}

enum fault volunteer_all(struct ctx *c, const struct volunteer **out, size_t *n)
{
    QUERY(q, c, Q_VOLUNTEER_ALL);
    struct volunteer *v = NULL;
    *n = 0;
    while (q_row(&q)) {
        if (!v)
            v = NEW_N(c->mem, struct volunteer, q_int(&q, "n"));
        v[(*n)++] = volunteer_row(&q);
    }
    *out = v;
    return q_end(&q);
}

enum fault volunteer_find(struct ctx *c, struct str initials, struct volunteer *out)
{
    QUERY(q, c, Q_VOLUNTEER_BY_INITIALS);
    q_bind_str(&q, "initials", initials);
    *out = (struct volunteer){ 0 };
    if (q_row(&q))
        *out = volunteer_row(&q);
    enum fault f = q_end(&q);
    return f || out->id ? f : fail(c, FAULT_NAME_UNKNOWN, "initials", val_str(initials));
}

enum fault volunteer_add(struct ctx *c, const struct volunteer *v, struct str pin, int64_t *id)
{
    struct str hash;
    enum fault f = pin_hash(c, pin, &hash);
    if (f)
        return f;
    QUERY(q, c, Q_VOLUNTEER_ADD);
    q_bind_str(&q, "name", v->name);
    q_bind_str(&q, "initials", v->initials);
    q_bind_str(&q, "role", str_of(roles[v->role]));
    q_bind_str(&q, "pin_hash", hash);
    q_bind(&q, "made_at", val_time(c->now));
    f = q_run_int(&q, id);
    if (f == FAULT_CONSTRAINT)
        return fail(c, FAULT_NAME_USED, "initials", val_str(v->initials));
    return f ? f : thing_made(c, "volunteer", *id);
}

enum fault volunteer_pin_set(struct ctx *c, int64_t id, struct str pin)
{
    struct str hash;
    int64_t done;
    enum fault f = pin_hash(c, pin, &hash);
    if (f)
        return f;
    QUERY(q, c, Q_VOLUNTEER_PIN_SET);
    q_bind_int(&q, "id", id);
    q_bind_str(&q, "pin_hash", hash);
    f = q_run_int(&q, &done);
    if (!f)
        f = journal_line(c, "volunteer", id);
    return f ? f : sessions_end(c, 0, id);
}

enum fault volunteer_end(struct ctx *c, const struct volunteer *v)
{
    int64_t done;
    QUERY(q, c, Q_VOLUNTEER_END);
    q_bind_str(&q, "initials", v->initials);
    q_bind(&q, "at", val_time(c->now));
    enum fault f = q_run_int(&q, &done);
    if (!f)
        f = thing_ended(c, "volunteer", v->id, c->today);
    return f ? f : sessions_end(c, 0, v->id);
}

/* As ops/arg_kind.c refuses them: 1111, 1234, 8765. */
static bool easy(struct str x)
{
    bool same = true, up = true, down = true;
    for (size_t i = 1; i < x.n; i++) {
        same = same && x.s[i] == x.s[i - 1];
        up = up && x.s[i] == x.s[i - 1] + 1;
        down = down && x.s[i] == x.s[i - 1] - 1;
    }
    return same || up || down;
}

struct str pin_make(struct ctx *c, int digits)
{
    struct buf b = { .a = c->mem };
    do {
        b.n = 0;
        for (int i = 0; i < digits; i++)
            buf_char(&b, (char)('0' + random_below(c, 10)));
    } while (easy(buf_str(&b)));
    return buf_str(&b);
}

enum fault token_all(struct ctx *c, const struct token_row **out, size_t *n)
{
    QUERY(q, c, Q_TOKEN_ALL);
    struct token_row *t = NULL;
    *n = 0;
    while (q_row(&q)) {
        if (!t)
            t = NEW_N(c->mem, struct token_row, q_int(&q, "n"));
        t[(*n)++] = (struct token_row){ q_int(&q, "id"), q_int(&q, "made_at"), q_str(&q, "name"),
            q_str(&q, "branch"), role_of(q_str(&q, "role")), q_day(&q, "seen_day") };
    }
    *out = t;
    return q_end(&q);
}

enum fault token_add(struct ctx *c, struct str name, enum role role, int64_t branch, int64_t *id,
                     struct str *secret)
{
    enum { CHARACTERS = 32 }; /* of 5 bits: 160 */
    struct str random = random_name(c, CHARACTERS);
    *secret = str_printf(c->mem, "kist_%.*s", STR(random));
    QUERY(q, c, Q_TOKEN_ADD);
    q_bind_str(&q, "name", name);
    q_bind_str(&q, "hash", secret_hash(c->mem, "token", *secret));
    q_bind_str(&q, "role", str_of(roles[role]));
    q_bind(&q, "branch", val_id(branch));
    q_bind(&q, "made_at", val_time(c->now));
    enum fault f = q_run_int(&q, id);
    return f ? f : thing_made(c, "token", *id);
}

enum fault token_revoke(struct ctx *c, int64_t id)
{
    int64_t done;
    QUERY(q, c, Q_TOKEN_REVOKE);
    q_bind_int(&q, "id", id);
    q_bind(&q, "at", val_time(c->now));
    enum fault f = q_run_int(&q, &done);
    if (f)
        return f;
    return done ? thing_ended(c, "token", id, c->today) : fail(c, FAULT_NAME_UNKNOWN, "token", val_int(id));
}
