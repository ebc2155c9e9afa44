/* For machines: is it alive, can it do its work. Plain facts, nothing personal. */
#include "schema/db.h"
#include "schema/query.h"
#include "server/answer.h"
#include "server/pages.h"
#include "server/server.h"

enum { RUN_HOURS = 50, BACKUP_HOURS = 48 };

/* `kist` finds the daemon of its file by device and inode. */
enum fault get_health(struct request *r, struct ctx *c)
{
    struct buf b = { .a = c->mem };
    const struct server *s = r->server;
    buf_printf(&b, "{\"ok\":true,\"version\":\"%s\",\"schema\":%d,\"dev\":%lld,\"ino\":%lld,"
               "\"stopping\":%s,\"up_seconds\":%lld}\n",
               KIST_VERSION, db_version_wanted(), (long long)s->dev, (long long)s->ino,
               atomic_load(&s->stopping) ? "true" : "false",
               (long long)(s->world->now(s->world) - s->started));
    answer_buf(r, 200, type_json, &b);
    return OK;
}

static enum fault run_age(struct ctx *c, const char *kind, int64_t *hours)
{
    *hours = -1;
    QUERY(q, c, Q_RUN_LAST);
    q_bind_str(&q, "kind", str_of(kind));
    q_bind_int(&q, "good", 1);
    if (q_row(&q))
        *hours = (c->now - q_int(&q, "at")) / 3600;
    return q_end(&q);
}

/* Each word is a reason to look; `write` and `stopping` are reasons to send nobody here. */
enum fault get_ready(struct request *r, struct ctx *c)
{
    struct buf b = { .a = c->mem };
    int64_t remind = 0, backup = 0;
    enum fault f = run_age(c, "remind", &remind);
    if (!f)
        f = run_age(c, "backup", &backup);
    enum fault wrote = (enum fault)atomic_load(&r->server->write_fault);
    bool stop = atomic_load(&r->server->stopping), ready = !f && !wrote && !stop;
    buf_z_add(&b, ready ? "ready" : "not-ready");
    if (f)
        buf_printf(&b, " read=%s", fault_info(f)->name);
    if (wrote)
        buf_printf(&b, " write=%s", fault_info(wrote)->name);
    if (stop)
        buf_z_add(&b, " stopping");
    if (remind < 0 || remind > RUN_HOURS)
        buf_z_add(&b, " reminders=old");
    if (backup < 0 || backup > BACKUP_HOURS)
        buf_z_add(&b, " backup=old");
    buf_char(&b, '\n');
    answer_buf(r, ready ? 200 : 503, type_text, &b);
    return OK;
}
