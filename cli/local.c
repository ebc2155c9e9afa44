/* Running an operation on the file, as whoever may open the file: a coordinator. */
#include "cli/cli.h"

#include <pwd.h>
#include <unistd.h>

#include "lending/branch.h"
#include "lending/setting.h"
#include "lending/tool.h"
#include "schema/db.h"
#include "text/text.h"

enum { INITIALS_MOST = 12 };

/* The system's user. The password file is read directly, because the name services behind
 * getpwuid take longer to load than the whole command takes to run. */
static struct str user_name(struct arena *a)
{
    uid_t uid = geteuid();
    struct str name = { 0 };
    FILE *f = fopen("/etc/passwd", "re");
    for (struct passwd *p; f && !name.n && (p = fgetpwent(f));)
        if (p->pw_uid == uid)
            name = str_copy(a, str_of(p->pw_name));
    if (f)
        fclose(f);
    struct passwd *p = name.n ? NULL : getpwuid(uid);
    if (p)
        name = str_copy(a, str_of(p->pw_name));
    return name.n ? name : str_printf(a, "%u", (unsigned)uid);
}

static void who(struct cli *k)
{
    struct ctx *c = &k->c;
    c->role = ROLE_COORDINATOR;
    if (k->op->verb == GET)
        return; /* nobody will ask */
    struct str user = user_name(&k->mem);
    struct str as = k->as ? str_upper(&k->mem, str_of(k->as)) : user;
    c->actor = str_printf(&k->mem, "u:%.*s", STR(user));
    c->initials = str_shown(&k->mem, utf8_upto(as, INITIALS_MOST));
}

/* The zone, the clock and the language of the library. */
static enum fault settle(struct cli *k)
{
    struct ctx *c = &k->c;
    const char *zone = str_z(&k->mem, setting_str(c, SET_ZONE));
    if (!zone_set(zone))
        return fail(c, FAULT_CONFIG, NULL, val_z(zone));
    c->today = day_at(c->now);
    if (c->lang < 0)
        c->lang = lang_find(setting_str(c, SET_LANGUAGE));
    if (c->lang < 0)
        c->lang = LANG_nl;
    if (!library_pretend(c))
        return k->fixed_now ? fail(c, FAULT_CLOCK_REAL, NULL, val_none()) : OK;
    if (!k->fixed_now)
        ops_clock(c);
    return OK;
}

static enum fault opened(struct cli *k, const struct where *w)
{
    bool writes = k->op->verb == POST || k->keep;
    struct db_options options = { .mode = writes ? DB_WRITE : DB_READ, .upgrade = writes };
    if (k->c.db)
        return OK;
    enum fault f = db_open(w->path, options, &k->c.db);
    if (f == FAULT_UPGRADE_BLOCKED && !writes) /* an older file: brought up to date first */
        f = db_open(w->path, (struct db_options){ .mode = DB_WRITE, .upgrade = true }, &k->c.db);
    return f ? fail(&k->c, f, "db", val_z(w->path)) : OK;
}

struct job {
    struct cli *k;
    struct out *out;
};

/* In one read transaction: what the library says about itself, and the operation when it reads. */
static enum fault read_body(struct ctx *c, void *arg)
{
    struct job *j = arg;
    struct cli *k = j->k;
    enum fault f = settle(k);
    if (!f && k->branch)
        f = branch_find(c, str_of(k->branch), &c->branch);
    return f || k->op->verb == POST ? f : op_run(c, k->op, &k->req, j->out);
}

/* init, version, help: the zone is the one a new library gets. */
static enum fault without_library(struct cli *k, struct out *o)
{
    struct ctx *c = &k->c;
    if (zone_set(setting_info(SET_ZONE)->otherwise))
        c->today = day_at(c->now);
    c->lang = c->lang < 0 ? LANG_nl : c->lang;
    return op_run(c, k->op, &k->req, o);
}

static enum fault with_library(struct cli *k, const struct where *w, struct out *o)
{
    struct job j = { k, o };
    enum fault f = opened(k, w);
    if (!f)
        f = db_read(&k->c, read_body, &j);
    return f || k->op->verb == GET ? f : op_run(&k->c, k->op, &k->req, o);
}

void local_close(struct cli *k)
{
    db_close(k->c.db);
    k->c.db = NULL;
}

struct missed {
    struct str words;
};
static enum fault missed_body(struct ctx *c, void *arg)
{
    return tool_search_missed(c, ((struct missed *)arg)->words);
}

/* T5: what was asked for in vain is counted, as the daemon does. Who may only read the file reads. */
static void missed_note(struct cli *k, const struct where *w)
{
    struct missed m = { { 0 } };
    size_t n_wrong = k->c.n_wrong;
    for (size_t i = 0; i < k->req.n; i++)
        if (str_eq(k->req.at[i].name, S("words")))
            m.words = k->req.at[i].value;
    local_close(k);
    enum fault f = db_open(w->path, (struct db_options){ .mode = DB_WRITE }, &k->c.db);
    if (!f)
        f = db_write(&k->c, missed_body, &m);
    if (f)
        k->c.n_wrong = n_wrong;
    local_close(k);
}

enum fault local_run(struct cli *k, const struct where *w, struct shown *s)
{
    struct ctx *c = &k->c;
    struct out o = { .c = c, .op = k->op };
    k->conf.db = w->path; /* init and restore make it */
    who(k);
    enum fault f = k->op->flags & OP_NO_DB ? without_library(k, &o) : with_library(k, w, &o);
    if (!f && !o.n_rows && !strcmp(k->op->cmd, "find"))
        missed_note(k, w);
    c->lang = c->lang < 0 ? LANG_nl : c->lang;
    if (f && !c->n_wrong)
        f = fail(c, f, NULL, val_none());
    look_show(&o, f, &k->view, s);
    if (!k->keep || (f && fault_info(f)->status >= 500)) /* a disk that failed is opened anew */
        local_close(k);
    return f;
}
