/* Erasing: one member who asks for it (M16), and the regular cleaning up (`age`: M8, M11, M18). */
#include <sys/stat.h>
#include <unistd.h>

#include "lending/erase.h"
#include "lending/setting.h"
#include "ops/say.h"
#include "ops/table.h"
#include "schema/db.h"
#include "schema/query.h"

static enum fault dropped(struct ctx *c, enum query_id id, int64_t before)
{
    QUERY(q, c, id);
    q_bind(&q, "before", val_time(before));
    return q_run(&q);
}

enum { DAY = 86400 };

static enum fault age_write(struct ctx *c, void *arg)
{
    struct aged *aged = arg;
    int64_t idle = c->now - setting_int(c, SET_SESSION_IDLE_DAYS) * DAY;
    QUERY(sessions, c, Q_SESSION_AGE);
    q_bind(&sessions, "before", val_time(c->now - DAY));
    q_bind(&sessions, "idle_before", val_time(idle));
    enum fault f = q_run(&sessions);
    if (!f)
        f = dropped(c, Q_ANSWER_AGE, c->now - DAY);
    if (!f)
        f = dropped(c, Q_LOGIN_CODE_AGE, c->now - DAY);
    if (!f)
        f = dropped(c, Q_ATTEMPT_AGE, c->now - 2 * DAY);
    if (!f)
        f = dropped(c, Q_RUN_AGE, c->now - 400 * (int64_t)DAY);
    if (!f)
        f = dropped(c, Q_MESSAGE_AGE, c->now - 30 * (int64_t)DAY);
    if (!f)
        f = dropped(c, Q_INCOMING_AGE, c->now - 30 * (int64_t)DAY);
    if (!f)
        f = dropped(c, Q_STRANGER_AGE, c->now - DAY);
    if (!f)
        f = dropped(c, Q_PHOTO_AGE, c->now - 30 * (int64_t)DAY);
    if (!f)
        f = dropped(c, Q_DOCUMENT_AGE, c->now - 30 * (int64_t)DAY);
    if (!f)
        f = members_age(c, aged);
    QUERY(q, c, Q_RUN_ADD);
    q_bind_str(&q, "kind", S("age"));
    q_bind(&q, "at", val_time(c->now));
    q_bind_int(&q, "good", 1);
    q_bind_str(&q, "summary", str_printf(c->mem, "asked=%lld erased=%lld", (long long)aged->asked,
                                         (long long)aged->erased));
    return f ? f : q_run(&q);
}

static void old_copy(struct ctx *c, const char *path)
{
    struct stat st;
    if (!stat(path, &st) && st.st_ctime < c->world->now(c->world) - 30 * (int64_t)DAY)
        unlink(path);
}

/* Copies that upgrades and `restore` made beside the library go after thirty days (M11). */
static void old_copies(struct ctx *c)
{
    for (int v = 1; v <= db_version_wanted(); v++)
        old_copy(c, str_printf(c->mem, "%s.before-v%d", db_path(c->db), v).s);
    old_copy(c, str_printf(c->mem, "%s.before-restore", db_path(c->db)).s);
    old_copy(c, str_printf(c->mem, "%s.before-restore-wal", db_path(c->db)).s);
}

/* Messages of a demo or test library lie as files beside it (reminders/gateway_file.c). */
static void files_drop(struct ctx *c, const struct refs *r)
{
    for (size_t i = 0; i < r->n; i++)
        unlink(str_printf(c->mem, "%s.messages/%.*s.txt", db_path(c->db), STR(r->at[i])).s);
}

static enum fault scrubbed(struct ctx *c, void *arg)
{
    (void)arg;
    return erase_scrubbed(c);
}

/* X37: only now is nothing left. Somebody who reads for long delays it; the next `age` finishes. */
static void scrub(struct ctx *c, const struct refs *r, struct out *o)
{
    files_drop(c, r);
    enum fault f = db_scrub(c->db);
    if (!f)
        f = db_write(c, scrubbed, NULL);
    if (!f)
        return;
    out_say(o, TONE_LOOK, text_plain(c->lang, T_ERASE_LEFT));
    o->ended = f;
}

static enum fault age_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct aged aged = { 0 };
    (void)a;
    enum fault f = ops_write(c, age_write, &aged);
    if (f)
        return fail(c, f, NULL, val_none());
    out_say(o, TONE_YES, text_plain(c->lang, T_OP_AGE_GOOD));
    if (aged.asked || aged.erased)
        out_say(o, TONE_YES, text(c, T_AGE_DID, FACTS(F("asked", val_int(aged.asked)),
                                                      F("erased", val_int(aged.erased)))));
    if (c->dry_run)
        return OK;
    old_copies(c);
    if (erase_owes_scrub(c))
        scrub(c, &aged.refs, o);
    return OK;
}

struct erasing {
    int64_t member;
    struct refs refs;
};

static enum fault erase_write(struct ctx *c, void *arg)
{
    struct erasing *e = arg;
    return member_erase(c, e->member, &e->refs);
}

static enum fault erase_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct erasing e = { .member = a[0].i };
    struct member m;
    enum fault f = member_get(c, a[0].i, &m);
    if (!f)
        f = ops_write(c, erase_write, &e);
    if (f)
        return f;
    if (!c->dry_run)
        scrub(c, &e.refs, o);
    if (!o->ended)
        out_say(o, TONE_YES, text(c, T_ERASE_DONE, FACTS(F("member", val_str(m.code)))));
    return OK;
}

const struct op erase_ops[] = {
    { "member erase", NULL, "/members/{member}/erase", POST, ROLE_COORDINATOR, OP_LONG,
      ARGS({ "member", K_MEMBER, ARG_NEED | ARG_PLACE, NULL }), NULL, erase_run },
    { "age", NULL, "/age", POST, ROLE_COORDINATOR, OP_LONG, ARGS0, NULL, age_run },
    { 0 },
};
