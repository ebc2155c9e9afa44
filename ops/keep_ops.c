/* Keeping a library: making it, checking it, copying it, and its story. */
#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/conf.h"
#include "base/log.h"
#include "lending/check.h"
#include "lending/demo.h"
#include "lending/journal.h"
#include "lending/setting.h"
#include "lending/tool.h"
#include "ops/say.h"
#include "ops/table.h"
#include "reminders/due.h"
#include "schema/db.h"
#include "schema/query.h"
#include "text/text.h"

enum { INIT_DEMO, INIT_TEST, INIT_NAME, INIT_BASE_URL };

struct making {
    const struct val *a;
    const char *kind;
};

static enum fault fill(struct ctx *c, void *arg)
{
    struct making *m = arg;
    struct buf at = { .a = c->mem };
    buf_instant(&at, c->now);
    enum fault f = library_fact_set(c, "kind", str_of(m->kind));
    if (!f)
        f = library_fact_set(c, "made_at", buf_str(&at));
    if (!f)
        f = library_fact_set(c, "program", S(KIST_VERSION));
    if (!f && m->a[INIT_NAME].is == V_STR)
        f = setting_set(c, SET_LIBRARY_NAME, m->a[INIT_NAME].s);
    if (!f && m->a[INIT_BASE_URL].is == V_STR)
        f = setting_set(c, SET_BASE_URL, m->a[INIT_BASE_URL].s);
    journal_next(c);
    return f || strcmp(m->kind, "demo") ? f : demo_fill(c);
}

static const struct shape init_shape = { "library", FIELDS({ "file", FK_TEXT }, { "kind", FK_TEXT }) };

static enum fault init_run(struct ctx *c, const struct val *a, struct out *o)
{
    const char *path = c->world->conf->db;
    struct making m = { a, val_true(a[INIT_DEMO]) ? "demo" : val_true(a[INIT_TEST]) ? "test" : "real" };
    enum fault f = db_open(path, (struct db_options){ .mode = DB_CREATE }, &c->db);
    if (f)
        return fail_facts(c, f, NULL, val_none(), FACTS(F("file", val_z(path))));
    c->mem->limit = (size_t)256 << 20; /* a whole library at once, in one command */
    f = db_write(c, fill, &m);
    if (!f && !c->dry_run)
        f = db_keep(c->db);
    if (f || c->dry_run) {
        db_close(c->db);
        c->db = NULL;
    }
    if (!f)
        OUT(o, val_z(path), val_z(m.kind));
    return f;
}

static const struct shape check_shape = { "check", FIELDS({ "what", FK_CHECK }, { "value", FK_TEXT }) };

static void told(struct out *o, const char *what, struct str value)
{
    OUT(o, val_z(what), val_str(value));
}

static void told_int(struct out *o, const char *what, int64_t n)
{
    told(o, what, str_printf(o->c->mem, "%lld", (long long)n));
}

static enum fault consistent(struct ctx *c, struct out *o, size_t *wrong)
{
    struct contradiction *found;
    enum fault f = check_library(c, &found, wrong);
    for (size_t i = 0; !f && i < *wrong; i++)
        told(o, found[i].what, !found[i].first ? str_printf(c->mem, "%lld", (long long)found[i].n)
             : str_printf(c->mem, "%lld, id %lld", (long long)found[i].n, (long long)found[i].first));
    return f;
}

static enum fault counts(struct ctx *c, struct out *o)
{
    static const char *const columns[] = { "tools", "models", "members", "loans", "loans_open",
                                           "holds_open", "journal_lines", "sessions" };
    QUERY(q, c, Q_CHECK_COUNTS);
    if (q_row(&q))
        for (size_t i = 0; i < COUNT(columns); i++)
            told_int(o, columns[i], q_int(&q, columns[i]));
    return q_end(&q);
}

static enum fault last_run(struct ctx *c, struct out *o, const char *kind)
{
    struct buf b = { .a = c->mem };
    QUERY(q, c, Q_RUN_LAST);
    q_bind_str(&q, "kind", str_of(kind));
    q_bind_int(&q, "good", 1);
    if (q_row(&q)) {
        buf_instant(&b, q_int(&q, "at"));
        buf_printf(&b, " %.*s", STR(q_str(&q, "summary")));
    } else {
        buf_char(&b, '-');
    }
    told(o, str_printf(c->mem, "last_%s", kind).s, buf_str(&b));
    return q_end(&q);
}

/* Made for a bug report: versions, pragmas, sizes, settings that matter; nothing personal. */
static enum fault facts_full(struct ctx *c, struct out *o)
{
    struct db_fact fact[24];
    struct stat st;
    struct buf now = { .a = c->mem };
    told(o, "kist", S(KIST_VERSION));
    told(o, "sqlite", str_of(db_engine_version()));
    told_int(o, "schema", db_version(c->db));
    told(o, "kind", library_fact(c, "kind"));
    size_t n = db_facts(c->db, c->mem, fact, COUNT(fact));
    for (size_t i = 0; i < n; i++)
        told(o, fact[i].name, fact[i].value);
    if (!stat(db_path(c->db), &st))
        told_int(o, "file_bytes", st.st_size);
    if (!stat(str_printf(c->mem, "%s-wal", db_path(c->db)).s, &st))
        told_int(o, "wal_bytes", st.st_size);
    told(o, "zone", setting_str(c, SET_ZONE));
    told(o, "base_url", setting_str(c, SET_BASE_URL));
    buf_instant(&now, c->now);
    told(o, "now", buf_str(&now));
    told_int(o, "clock_shift", c->clock_shift);
    enum fault f = counts(c, o);
    if (!f)
        f = last_run(c, o, "remind");
    if (!f)
        f = last_run(c, o, "backup");
    return f ? f : last_run(c, o, "age");
}

static enum fault check_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct str what = { 0 };
    size_t wrong;
    enum fault f = db_check(c->db, val_true(a[1]), c->mem, &what);
    if (f == FAULT_DAMAGED && what.n)
        return fail_facts(c, f, NULL, val_none(), FACTS(F("why", val_str(what))));
    if (!f)
        f = consistent(c, o, &wrong);
    if (!f && val_true(a[0]))
        f = facts_full(c, o);
    if (f)
        return fail(c, f, NULL, val_none());
    if (!wrong && !val_true(a[0]))
        told(o, "library", S("ok"));
    out_say(o, wrong ? TONE_NO : TONE_YES, text_plain(c->lang, wrong ? T_OP_CHECK_WRONG : T_OP_CHECK_GOOD));
    if (wrong)
        o->ended = FAULT_INCONSISTENT;
    return OK;
}

/* kist-20261124-093000.db: the time in its name sorts and is UTC. */
static struct str backup_name(struct ctx *c)
{
    struct ymd d = day_ymd((day){ (int32_t)(c->now / 86400) });
    int s = (int)(c->now % 86400);
    return str_printf(c->mem, "kist-%04d%02d%02d-%02d%02d%02d.db", d.y, d.m, d.d, s / 3600, s / 60 % 60,
                      s % 60);
}

static bool our_backup(const char *name)
{
    return strlen(name) == 23 && !strncmp(name, "kist-", 5) && !strcmp(name + 20, ".db");
}

static int by_name(const void *x, const void *y)
{
    return strcmp(*(const char *const *)x, *(const char *const *)y);
}

/* Keeps the newest `keep` of our copies in a folder; touches nothing else. */
static void thin_out(struct ctx *c, struct str folder, int64_t keep)
{
    const char *names[1000];
    size_t n = 0;
    DIR *d = opendir(str_z(c->mem, folder));
    for (struct dirent *e; d && (e = readdir(d)) && n < COUNT(names);)
        if (our_backup(e->d_name))
            names[n++] = str_z(c->mem, str_of(e->d_name));
    if (d)
        closedir(d);
    qsort(names, n, sizeof *names, by_name);
    for (size_t i = 0; i + (size_t)keep < n; i++)
        unlink(str_printf(c->mem, "%.*s/%s", STR(folder), names[i]).s);
}

static enum fault backup_noted(struct ctx *c, void *arg)
{
    (void)arg;
    QUERY(q, c, Q_RUN_ADD);
    q_bind_str(&q, "kind", S("backup"));
    q_bind(&q, "at", val_time(c->now));
    q_bind_int(&q, "good", 1);
    q_bind_str(&q, "summary", S("checked"));
    return q_run(&q);
}

static const struct shape backup_shape = { "backup", FIELDS({ "file", FK_TEXT }, { "bytes", FK_INT }) };

static enum fault backup_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct str folder = val_str_or(a[1], S(".")), file = val_str_or(a[0], (struct str){ 0 });
    struct stat st;
    if (!file.n)
        file = str_printf(c->mem, "%.*s/%.*s", STR(folder), STR(backup_name(c)));
    if (c->dry_run)
        return OK;
    enum fault f = db_backup(c->db, str_z(c->mem, file));
    if (f)
        return fail_facts(c, f, "file", val_str(file), FACTS(F("file", val_str(file))));
    /* The copy is there and good, also where a full disk keeps the library from noting it. */
    f = ops_write(c, backup_noted, NULL);
    if (!f && a[2].is == V_INT && a[1].is == V_STR)
        thin_out(c, folder, a[2].i);
    if (f) {
        struct log l = log_event(LOG_WARNING, "backup-not-noted");
        log_str(&l, "fault", str_of(fault_info(f)->name));
        log_end(&l);
    }
    OUT(o, val_str(file), stat(str_z(c->mem, file), &st) ? val_none() : val_int(st.st_size));
    return OK;
}

const struct op keep_ops[] = {
    { "init", NULL, NULL, POST, ROLE_COORDINATOR, OP_LONG | OP_LOCAL | OP_NO_DB,
      ARGS({ "demo", K_YES, 0, NULL }, { "test", K_YES, 0, NULL }, { "name", K_TEXT, 0, NULL },
           { "base_url", K_URL, 0, NULL }),
      &init_shape, init_run },
    { "check", NULL, "/check", GET, ROLE_COORDINATOR, OP_LONG | OP_LIST,
      ARGS({ "full", K_YES, 0, NULL }, { "quick", K_YES, 0, NULL }), &check_shape, check_run },
    { "backup", NULL, NULL, POST, ROLE_COORDINATOR, OP_LONG | OP_LOCAL,
      ARGS({ "file", K_PATH, ARG_PLACE, NULL }, { "to", K_PATH, 0, NULL },
           { "keep", K_INT, 0, "1..999" }),
      &backup_shape, backup_run },
    { 0 },
};
