/* Putting a copy back in the place of the library. Who was erased since it was made stays erased: the
 * present library knows (M11). */
#include <errno.h>
#include <fcntl.h>
#include <sys/sendfile.h>
#include <unistd.h>

#include "base/conf.h"
#include "lending/erase.h"
#include "lending/journal.h"
#include "lending/setting.h"
#include "ops/say.h"
#include "ops/table.h"
#include "schema/db.h"
#include "schema/query.h"

struct restoring {
    const char *path, *file, *copy, *kept;
    const int64_t *erased; /* ids */
    size_t n_erased;
    struct str made_at; /* of the present library; empty when it could not be asked */
    int64_t again;      /* erased again */
};

/* On another library than the context's own; it has none while this runs. */
static enum fault on(struct ctx *c, const char *path, struct db_options options,
                     enum fault (*body)(struct ctx *, void *), struct restoring *r)
{
    enum fault f = db_open(path, options, &c->db);
    c->settings = NULL; /* read again: they are that library's */
    if (!f)
        f = options.mode == DB_READ ? db_read(c, body, r) : db_write(c, body, r);
    return f;
}

static void off(struct ctx *c)
{
    db_close(c->db);
    c->db = NULL;
}

static enum fault present_read(struct ctx *c, void *arg)
{
    struct restoring *r = arg;
    enum fault f = erased_ids(c, &r->erased, &r->n_erased);
    if (!f)
        r->made_at = library_fact(c, "made_at");
    return f;
}

/* The bytes of a backup: one file, without a log beside it. */
static enum fault copy_bytes(const char *from, const char *to)
{
    int in = open(from, O_RDONLY | O_CLOEXEC), out = -1;
    enum fault f = in < 0 ? errno == ENOENT ? FAULT_FILE_MISSING : FAULT_CANNOT_READ : OK;
    if (!f && (out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)) < 0)
        f = FAULT_CANNOT_WRITE;
    ssize_t n = 1;
    while (!f && n > 0)
        n = sendfile(out, in, NULL, 1 << 24);
    if (!f && (n < 0 || fsync(out)))
        f = errno == ENOSPC || errno == EDQUOT ? FAULT_DISK_FULL : FAULT_IO;
    if (in >= 0)
        close(in);
    if (out >= 0)
        close(out);
    return f;
}

/* A copy of another library would bring other people under the same ids. */
static enum fault copy_good(struct ctx *c, struct restoring *r)
{
    struct str what = { 0 };
    enum fault f = db_check(c->db, false, c->mem, &what);
    if (!f && r->made_at.n && !str_eq(r->made_at, library_fact(c, "made_at")))
        f = FAULT_RESTORE_OTHER;
    return f;
}

static enum fault copy_write(struct ctx *c, void *arg)
{
    struct restoring *r = arg;
    enum fault f = copy_good(c, r);
    for (size_t i = 0; !f && i < r->n_erased; i++)
        f = member_erase_again(c, r->erased[i], &r->again);
    journal_next(c);
    if (!f)
        f = journal_line(c, "library", 0);
    if (f)
        return f;
    QUERY(q, c, Q_RUN_ADD);
    q_bind_str(&q, "kind", S("restore"));
    q_bind(&q, "at", val_time(c->now));
    q_bind_int(&q, "good", 1);
    q_bind_str(&q, "summary", str_printf(c->mem, "erased=%lld", (long long)r->again));
    return q_run(&q);
}

/* The copy as it will stand: of our version, with nobody who was erased since, in one file. */
static enum fault copy_make(struct ctx *c, struct restoring *r)
{
    enum fault f = copy_bytes(r->file, r->copy);
    if (!f)
        f = on(c, r->copy, (struct db_options){ .mode = DB_WRITE, .upgrade = true }, copy_write, r);
    if (!f && r->again)
        f = db_scrub(c->db);
    off(c);
    return f;
}

/* The copy and what an upgrade of it left beside it. */
static void copy_drop(struct ctx *c, const struct restoring *r)
{
    static const char *const ends[] = { "", "-wal", "-shm", ".lock" };
    for (size_t i = 0; i < COUNT(ends); i++)
        unlink(str_printf(c->mem, "%s%s", r->copy, ends[i]).s);
    for (int v = 1; v <= db_version_wanted(); v++)
        unlink(str_printf(c->mem, "%s.before-v%d", r->copy, v).s);
}

/* Everything of the present one into its one file, where it still can be read. */
static enum fault present_settle(struct ctx *c, struct restoring *r)
{
    enum fault f = on(c, r->path, (struct db_options){ .mode = DB_WRITE }, present_read, r);
    off(c);
    return f;
}

static const struct shape restore_shape = { "restored", FIELDS(
    { "file", FK_TEXT }, { "kept", FK_TEXT }, { "erased", FK_INT }) };

static enum fault restore(struct ctx *c, struct restoring *r, struct out *o)
{
    enum fault present = present_settle(c, r);
    if (present == FAULT_BUSY || present == FAULT_UPGRADE_BLOCKED)
        return present;
    enum fault f = copy_make(c, r);
    if (!f && !c->dry_run)
        f = db_replace(r->path, r->copy, r->kept);
    copy_drop(c, r);
    if (f)
        return fail_facts(c, f, "file", val_z(r->file), FACTS(F("file", val_z(r->file))));
    OUT(o, val_z(r->file), access(r->kept, F_OK) ? val_none() : val_z(r->kept), val_int(r->again));
    if (present && present != FAULT_NO_LIBRARY)
        out_say(o, TONE_LOOK, text_plain(c->lang, T_RESTORE_NOT_ASKED));
    return OK;
}

static enum fault restore_run(struct ctx *c, const struct val *a, struct out *o)
{
    int lock;
    const char *path = c->world->conf->db;
    struct restoring r = { .path = path, .file = str_z(c->mem, a[0].s),
        .copy = str_printf(c->mem, "%s.restore-%d", path, (int)getpid()).s,
        .kept = str_printf(c->mem, "%s.before-restore", path).s };
    enum fault f = db_lock(path, &lock);
    if (f)
        return fail_facts(c, f, NULL, val_none(), FACTS(F("file", val_z(path))));
    f = restore(c, &r, o);
    close(lock);
    return f;
}

const struct op restore_ops[] = {
    { "restore", NULL, NULL, POST, ROLE_COORDINATOR, OP_LONG | OP_LOCAL | OP_NO_DB,
      ARGS({ "file", K_PATH, ARG_NEED | ARG_PLACE, NULL }), &restore_shape, restore_run },
    { 0 },
};
