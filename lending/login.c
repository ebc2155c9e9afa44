/* Sessions, tokens, and the tries that are counted. See login.h. */
#include "lending/login.h"

#include "base/random.h"
#include "lending/journal.h"
#include "lending/secret.h"
#include "lending/setting.h"
#include "schema/query.h"
#include "text/text.h"

enum { HOUR = 3600, DAY_SECONDS = 86400, SECRET_LETTERS = 52 /* 260 bits */ };

static const char *const role_names[] = { "visitor", "member", "volunteer", "coordinator" };

static enum role role_of(struct str name)
{
    enum role r = ROLE_VISITOR;
    for (size_t i = 0; i < COUNT(role_names); i++)
        if (str_eq(name, str_of(role_names[i])))
            r = (enum role)i;
    return r;
}

static int lang_of(struct ctx *c, struct str code)
{
    int lang = lang_find(code);
    return lang < 0 ? c->lang : lang;
}

/* M18: to log in is to be there. No change that anybody takes back, so no line of the journal. */
static enum fault member_seen_active(struct ctx *c, int64_t member)
{
    QUERY(q, c, Q_MEMBER_ACTIVE);
    q_bind_int(&q, "id", member);
    q_bind(&q, "today", val_day(c->today));
    return q_run(&q);
}

enum fault session_open(struct ctx *c, const struct session *s, struct str *secret)
{
    int64_t id;
    *secret = random_name(c, SECRET_LETTERS);
    QUERY(q, c, Q_SESSION_ADD);
    q_bind_str(&q, "hash", secret_hash(c->mem, "session", *secret));
    q_bind(&q, "member", s->member ? val_int(s->member) : val_none());
    q_bind(&q, "volunteer", s->volunteer ? val_int(s->volunteer) : val_none());
    q_bind_str(&q, "role", str_of(role_names[s->role]));
    q_bind(&q, "branch", s->branch ? val_int(s->branch) : val_none());
    q_bind_str(&q, "language", str_of(lang_code(s->lang)));
    q_bind_int(&q, "at", c->now);
    enum fault f = q_run_int(&q, &id);
    return f || !s->member ? f : member_seen_active(c, s->member);
}

/* A member's session lives for weeks, a counter's for a cup of coffee: others sit there. */
static bool over(struct ctx *c, const struct session *s, int64_t made)
{
    int64_t idle = s->volunteer ? setting_int(c, SET_SESSION_COUNTER_MINUTES) * 60
                                : setting_int(c, SET_SESSION_IDLE_DAYS) * DAY_SECONDS;
    int64_t most = s->volunteer ? COUNTER_HOURS * HOUR : 6 * idle;
    return c->now - s->seen_at > idle || c->now - made > most;
}

enum fault session_find(struct ctx *c, struct str secret, struct session *s)
{
    int64_t made = 0;
    *s = (struct session){ 0 };
    QUERY(q, c, Q_SESSION_GET);
    q_bind_str(&q, "hash", secret_hash(c->mem, "session", secret));
    if (q_row(&q)) {
        *s = (struct session){
            .id = q_int(&q, "id"), .member = q_int(&q, "member"),
            .volunteer = q_int(&q, "volunteer"), .branch = q_int(&q, "branch"),
            .role = role_of(q_str(&q, "role")), .lang = lang_of(c, q_str(&q, "language")),
            .initials = q_str(&q, "initials"), .seen_at = q_int(&q, "seen_at"),
        };
        made = q_int(&q, "made_at");
    }
    enum fault f = q_end(&q);
    if (!f && s->id && over(c, s, made))
        *s = (struct session){ 0 };
    return f;
}

enum fault session_end(struct ctx *c, int64_t id)
{
    QUERY(q, c, Q_SESSION_END);
    q_bind_int(&q, "id", id);
    q_bind_int(&q, "at", c->now);
    return q_run(&q);
}

enum fault sessions_end(struct ctx *c, int64_t member, int64_t volunteer)
{
    QUERY(q, c, Q_SESSION_END_ALL);
    q_bind(&q, "member", member ? val_int(member) : val_none());
    q_bind(&q, "volunteer", volunteer ? val_int(volunteer) : val_none());
    q_bind_int(&q, "at", c->now);
    return q_run(&q);
}

enum fault session_seen(struct ctx *c, int64_t id)
{
    QUERY(q, c, Q_SESSION_SEEN);
    q_bind_int(&q, "id", id);
    q_bind_int(&q, "at", c->now);
    return q_run(&q);
}

enum fault session_branch(struct ctx *c, int64_t id, int64_t branch)
{
    QUERY(q, c, Q_SESSION_BRANCH);
    q_bind_int(&q, "id", id);
    q_bind(&q, "branch", branch ? val_int(branch) : val_none());
    return q_run(&q);
}

enum fault token_find(struct ctx *c, struct str secret, struct token *t)
{
    *t = (struct token){ 0 };
    QUERY(q, c, Q_TOKEN_GET);
    q_bind_str(&q, "hash", secret_hash(c->mem, "token", secret));
    if (q_row(&q))
        *t = (struct token){ .id = q_int(&q, "id"), .branch = q_int(&q, "branch"),
                             .role = role_of(q_str(&q, "role")), .name = q_str(&q, "name"),
                             .seen = q_day(&q, "seen_day") };
    return q_end(&q);
}

enum fault token_seen(struct ctx *c, int64_t id)
{
    QUERY(q, c, Q_TOKEN_SEEN);
    q_bind_int(&q, "id", id);
    q_bind(&q, "today", val_day(c->today));
    return q_run(&q);
}

/* When it may be tried again is told as a time of the day, so not when that is far off. */
static enum fault too_often(struct ctx *c, int64_t again_at)
{
    struct fact when = { "time", val_time(again_at) };
    return fail_facts(c, FAULT_TRIES, NULL, val_none(), &when, again_at < c->now + DAY_SECONDS / 2);
}

/* Nobody's number stands in the list of tries, only its hash. */
enum fault attempt(struct ctx *c, const char *what, struct str who, int64_t most, int64_t seconds,
                   int64_t *id)
{
    int64_t n = 0, first = 0;
    struct str hash = secret_hash(c->mem, what, who);
    QUERY(count, c, Q_ATTEMPT_COUNT);
    q_bind_str(&count, "what", str_of(what));
    q_bind_str(&count, "who_hash", hash);
    q_bind_int(&count, "since", c->now - seconds);
    if (q_row(&count)) {
        n = q_int(&count, "n");
        first = q_int(&count, "first_at");
    }
    enum fault f = q_end(&count);
    if (f)
        return f;
    if (n >= most)
        return too_often(c, first + seconds);
    QUERY(add, c, Q_ATTEMPT_ADD);
    q_bind_str(&add, "what", str_of(what));
    q_bind_str(&add, "who_hash", hash);
    q_bind_int(&add, "at", c->now);
    return q_run_int(&add, id ? id : &n);
}
