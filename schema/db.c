/* See db.h. */
#include "schema/sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/log.h"

enum { APPLICATION_ID = 0x6b697374 /* "kist" */, BUSY_MS = 10000 };

int64_t clock_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

enum fault db_fault(struct db *db, int rc)
{
    switch (rc & 0xff) {
    case SQLITE_OK: case SQLITE_ROW: case SQLITE_DONE:
        return OK;
    case SQLITE_BUSY: case SQLITE_LOCKED:
        return FAULT_BUSY;
    case SQLITE_CONSTRAINT:
        return FAULT_CONSTRAINT;
    case SQLITE_INTERRUPT:
        return FAULT_TOO_SLOW;
    case SQLITE_READONLY: case SQLITE_PERM:
        return FAULT_READ_ONLY;
    case SQLITE_NOTADB:
        return FAULT_NOT_A_LIBRARY;
    case SQLITE_FULL:
        db->sick = true;
        return FAULT_DISK_FULL;
    case SQLITE_IOERR: case SQLITE_CANTOPEN: case SQLITE_PROTOCOL:
        db->sick = true;
        return rc == SQLITE_IOERR_NOMEM ? (ASSERT(!"memory"), OK) : FAULT_IO;
    case SQLITE_CORRUPT:
        db->sick = true;
        return FAULT_DAMAGED;
    case SQLITE_NOMEM:
        ASSERT(!"memory");
    }
    struct log l = log_event(LOG_ERROR, "database-error");
    log_int(&l, "code", rc);
    log_str(&l, "what", str_of(db->h ? sqlite3_errmsg(db->h) : sqlite3_errstr(rc)));
    log_end(&l);
    return FAULT_PROGRAM;
}

/* Short steps, unlike SQLite's own back-off with its half-second worst cases. */
static int on_busy(void *arg, int count)
{
    struct db *db = arg;
    int most = db->options.busy_ms ? db->options.busy_ms : BUSY_MS;
    if (count >= most / 2)
        return 0;
    struct timespec step = { .tv_nsec = 2000000 };
    nanosleep(&step, NULL);
    return 1;
}

static int on_progress(void *arg)
{
    struct db *db = arg;
    return db->deadline_ms && clock_ms() > db->deadline_ms;
}

void db_time_limit(struct db *db, int ms)
{
    db->deadline_ms = ms ? clock_ms() + ms : 0;
}

static enum fault exec(struct db *db, const char *sql)
{
    return db_fault(db, sqlite3_exec(db->h, sql, NULL, NULL, NULL));
}

/* The first column of the first row, as a number or as text of at most 63 bytes. */
static enum fault ask(struct db *db, const char *sql, int64_t *number, char text[static 64])
{
    sqlite3_stmt *st;
    int rc = sqlite3_prepare_v2(db->h, sql, -1, &st, NULL);
    if (rc)
        return db_fault(db, rc);
    rc = sqlite3_step(st);
    if (rc == SQLITE_ROW) {
        *number = sqlite3_column_int64(st, 0);
        const unsigned char *s = sqlite3_column_text(st, 0);
        snprintf(text, 64, "%s", s ? (const char *)s : "");
    }
    sqlite3_finalize(st);
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? OK : db_fault(db, rc);
}

/* Each pragma as it is set, how it is asked back, and what must come back. */
static const struct { const char *set, *get, *want; bool writing; } pragmas[] = {
    { "PRAGMA journal_mode = WAL", "PRAGMA journal_mode", "wal", true },
    { "PRAGMA synchronous = FULL", "PRAGMA synchronous", "2", false },
    { "PRAGMA foreign_keys = ON", "PRAGMA foreign_keys", "1", false },
    { "PRAGMA trusted_schema = OFF", "PRAGMA trusted_schema", "0", false },
    { "PRAGMA secure_delete = ON", "PRAGMA secure_delete", "1", false },
    { "PRAGMA temp_store = MEMORY", "PRAGMA temp_store", "2", false },
    { "PRAGMA journal_size_limit = 16777216", "PRAGMA journal_size_limit", "16777216", true },
};

/* A misspelt pragma is silently ignored, so each is read back. */
static enum fault pragmas_set(struct db *db)
{
    bool writing = db->options.mode != DB_READ;
    for (size_t i = 0; i < COUNT(pragmas); i++) {
        int64_t n = 0;
        char text[64] = "";
        if (pragmas[i].writing && !writing)
            continue;
        enum fault f = exec(db, pragmas[i].set);
        if (!f)
            f = ask(db, pragmas[i].get, &n, text);
        if (f)
            return f;
        if (strcmp(text, pragmas[i].want)) {
            struct log l = log_event(LOG_ERROR, "pragma-refused");
            log_str(&l, "pragma", str_of(pragmas[i].get));
            log_end(&l);
            return FAULT_IO;
        }
    }
    return writing ? OK : exec(db, "PRAGMA query_only = ON");
}

/* X7: SQLite's locks do not hold on a network file system. Magic numbers: statfs(2). */
static bool network_disk(const char *path)
{
    static const uint32_t kinds[] = { 0x6969 /* NFS */, 0x517b /* SMB */, 0xff534d42 /* CIFS */,
        0xfe534d42 /* SMB2 */, 0x01021997 /* 9P */, 0x5346414f /* AFS */, 0x00c36400 /* Ceph */,
        0x73757245 /* Coda */, 0x19830326 /* FhGFS */, 0x7461636f /* OCFS2 */ };
    char folder[4096];
    snprintf(folder, sizeof folder, "%s", path);
    char *slash = strrchr(folder, '/');
    if (slash)
        slash[slash == folder] = 0;
    else
        snprintf(folder, sizeof folder, ".");
    struct statfs fs;
    if (statfs(folder, &fs))
        return false;
    for (size_t i = 0; i < COUNT(kinds); i++)
        if ((uint32_t)fs.f_type == kinds[i])
            return true;
    return false;
}

static enum fault file_there(const char *path, enum db_mode mode)
{
    struct stat st;
    if (!stat(path, &st)) {
        if (mode == DB_CREATE)
            return FAULT_LIBRARY_EXISTS;
        return S_ISREG(st.st_mode) ? OK : FAULT_NOT_A_LIBRARY;
    }
    if (mode != DB_CREATE)
        return errno == EACCES ? FAULT_CANNOT_READ : FAULT_NO_LIBRARY;
    int fd = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    if (fd < 0)
        return FAULT_CANNOT_WRITE;
    close(fd);
    return OK;
}

static enum fault connect_file(struct db *db)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    int rc = sqlite3_open_v2(db->path, &db->h, flags, NULL);
    if (rc)
        return db_fault(db, rc);
    sqlite3_busy_handler(db->h, on_busy, db);
    sqlite3_progress_handler(db->h, 20000, on_progress, db);
    sqlite3_db_config(db->h, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(db->h, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
    sqlite3_limit(db->h, SQLITE_LIMIT_ATTACHED, 0);
    db->sick = false;
    db->depth = 0;
    return pragmas_set(db);
}

int db_version_wanted(void)
{
    return UPGRADE_STEPS;
}

int db_version(struct db *db)
{
    int64_t n = 0;
    char text[64];
    return ask(db, "PRAGMA user_version", &n, text) ? 0 : (int)n;
}

/* One numbered step in one transaction, the version inside it (X8). */
static enum fault upgrade_step(struct db *db, int to)
{
    char version[64], broken[64] = "";
    int64_t n;
    snprintf(version, sizeof version, "PRAGMA user_version = %d", to);
    enum fault f = exec(db, "PRAGMA foreign_keys = OFF");
    if (!f)
        f = exec(db, "BEGIN IMMEDIATE");
    if (!f)
        f = exec(db, upgrade_steps[to - 1]);
    if (!f && to == 1) {
        char id[64];
        snprintf(id, sizeof id, "PRAGMA application_id = %d", APPLICATION_ID);
        f = exec(db, id);
    }
    if (!f)
        f = exec(db, version);
    if (!f)
        f = ask(db, "PRAGMA foreign_key_check", &n, broken);
    if (!f && *broken)
        f = FAULT_DAMAGED;
    if (!f)
        f = exec(db, "COMMIT");
    if (f && !sqlite3_get_autocommit(db->h))
        sqlite3_exec(db->h, "ROLLBACK", NULL, NULL, NULL);
    return f ? f : exec(db, "PRAGMA foreign_keys = ON");
}

enum fault db_lock(const char *path, int *fd)
{
    char name[4200];
    snprintf(name, sizeof name, "%s.lock", path);
    *fd = open(name, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    if (*fd < 0)
        return FAULT_CANNOT_WRITE;
    if (!flock(*fd, LOCK_EX | LOCK_NB))
        return OK;
    close(*fd);
    *fd = -1;
    return FAULT_IN_USE;
}

/* Brings an older file to our version: lock, copy beside it, then step by step. */
static enum fault upgrade(struct db *db, int from)
{
    int lock = -1;
    char copy[4200];
    enum fault f = from ? db_lock(db->path, &lock) : OK;
    if (f)
        return f == FAULT_IN_USE ? FAULT_UPGRADE_BLOCKED : f;
    if (from) {
        snprintf(copy, sizeof copy, "%s.before-v%d", db->path, UPGRADE_STEPS);
        f = db_backup(db, copy);
    }
    /* Another process may have done it while we waited. */
    for (int v = f ? UPGRADE_STEPS : db_version(db); !f && v < UPGRADE_STEPS; v++)
        f = upgrade_step(db, v + 1);
    if (lock >= 0)
        close(lock);
    return f;
}

static enum fault version_check(struct db *db)
{
    int64_t id = 0, version = 0;
    char text[64];
    enum fault f = ask(db, "PRAGMA application_id", &id, text);
    if (!f)
        f = ask(db, "PRAGMA user_version", &version, text);
    if (f)
        return f;
    if (db->options.mode == DB_CREATE)
        return upgrade(db, 0);
    if (id != APPLICATION_ID)
        return FAULT_NOT_A_LIBRARY;
    if (version > UPGRADE_STEPS)
        return FAULT_NEWER_LIBRARY;
    if (version < UPGRADE_STEPS)
        return db->options.upgrade ? upgrade(db, (int)version) : FAULT_UPGRADE_BLOCKED;
    return OK;
}

enum fault db_open(const char *path, struct db_options options, struct db **out)
{
    *out = NULL;
    enum fault f = file_there(path, options.mode);
    if (f)
        return f;
    if (!options.network_ok && network_disk(path))
        return FAULT_NETWORK_DISK;
    struct db *db = calloc(1, sizeof *db);
    ASSERT(db);
    db->path = strdup(path);
    ASSERT(db->path);
    db->options = options;
    f = connect_file(db);
    if (!f)
        f = version_check(db);
    if (f) {
        db_close(db);
        if (options.mode == DB_CREATE)
            unlink(path);
        return f;
    }
    if (db->options.mode == DB_CREATE)
        db->options.mode = DB_WRITE;
    *out = db;
    return OK;
}

static void disconnect(struct db *db)
{
    for (size_t i = 0; i < QUERY_COUNT; i++) {
        sqlite3_finalize(db->kept[i]);
        db->kept[i] = NULL;
        db->in_use[i] = false;
    }
    sqlite3_close(db->h);
    db->h = NULL;
}

void db_close(struct db *db)
{
    if (!db)
        return;
    disconnect(db);
    free(db->path);
    free(db);
}

enum fault db_reopen(struct db *db)
{
    disconnect(db);
    return connect_file(db);
}

const char *db_path(const struct db *db)
{
    return db->path;
}

bool db_sick(const struct db *db)
{
    return db->sick;
}

bool db_in_transaction(const struct db *db)
{
    return db->depth > 0;
}

enum fault db_begin(struct db *db)
{
    if (!db->depth && db->sick) {
        enum fault f = db_reopen(db);
        if (f)
            return f;
    }
    enum fault f = exec(db, db->depth ? "SAVEPOINT s" : "BEGIN IMMEDIATE");
    if (!f)
        db->depth++;
    return f;
}

enum fault db_commit(struct db *db)
{
    ASSERT(db->depth > 0);
    enum fault f = exec(db, db->depth > 1 ? "RELEASE s" : "COMMIT");
    if (f) {
        bool doubt = db->depth == 1 && f == FAULT_IO;
        db_rollback(db);
        /* A failed sync means unknown, not "not stored" (X3). */
        return doubt ? FAULT_UNSURE : f;
    }
    db->depth--;
    return OK;
}

void db_rollback(struct db *db)
{
    ASSERT(db->depth > 0);
    /* SQLite may have rolled back by itself, after an I/O error. */
    if (!sqlite3_get_autocommit(db->h)) {
        const char *sql = db->depth > 1 ? "ROLLBACK TO s; RELEASE s" : "ROLLBACK";
        if (sqlite3_exec(db->h, sql, NULL, NULL, NULL))
            db->sick = true;
    }
    db->depth--;
}

enum fault db_write(struct ctx *c, enum fault (*body)(struct ctx *, void *), void *arg)
{
    enum fault f = db_begin(c->db);
    if (f)
        return f;
    f = body(c, arg);
    if (!f && c->mem->full)
        f = FAULT_TOO_BIG;
    if (!f)
        return db_commit(c->db);
    db_rollback(c->db);
    return f;
}

enum fault db_read(struct ctx *c, enum fault (*body)(struct ctx *, void *), void *arg)
{
    struct db *db = c->db;
    if (db->depth)
        return body(c, arg);
    enum fault f = db->sick ? db_reopen(db) : OK;
    if (!f)
        f = exec(db, "BEGIN");
    if (f)
        return f;
    db->depth++;
    f = body(c, arg);
    if (!f && c->mem->full)
        f = FAULT_TOO_BIG;
    db_rollback(db);
    return f;
}

enum fault db_prepare_all(struct db *db)
{
    for (size_t i = 0; i < QUERY_COUNT; i++) {
        if (db->kept[i])
            continue;
        int rc = sqlite3_prepare_v3(db->h, query_defs[i].sql, -1, SQLITE_PREPARE_PERSISTENT,
                                    &db->kept[i], NULL);
        if (rc) {
            struct log l = log_event(LOG_ERROR, "statement-wrong");
            log_str(&l, "name", str_of(query_defs[i].name));
            log_str(&l, "what", str_of(sqlite3_errmsg(db->h)));
            log_end(&l);
            return FAULT_PROGRAM;
        }
    }
    return OK;
}

/* Makes what was written under a new name durable: its folder too. */
static void folder_sync(const char *path)
{
    char folder[4200];
    snprintf(folder, sizeof folder, "%s", path);
    char *slash = strrchr(folder, '/');
    if (slash)
        slash[slash == folder] = 0;
    int fd = open(slash ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    fsync(fd);
    close(fd);
}

static enum fault copy_pages(struct db *db, sqlite3 *to)
{
    sqlite3_backup *b = sqlite3_backup_init(to, "main", db->h, "main");
    if (!b)
        return db_fault(db, sqlite3_errcode(to));
    int rc;
    do {
        rc = sqlite3_backup_step(b, 2000);
        if (rc == SQLITE_BUSY || rc == SQLITE_LOCKED)
            sqlite3_sleep(5);
    } while (rc == SQLITE_OK || rc == SQLITE_BUSY || rc == SQLITE_LOCKED);
    sqlite3_backup_finish(b);
    return rc == SQLITE_DONE ? OK : db_fault(db, rc);
}

/* The copy is one file without a WAL beside it, checked before anybody relies on it (X9). */
static enum fault copy_check(struct db *db, sqlite3 *to)
{
    struct db copy = { .h = to, .path = db->path };
    int64_t n;
    char text[64] = "";
    enum fault f = exec(&copy, "PRAGMA journal_mode = DELETE");
    if (!f)
        f = ask(&copy, "PRAGMA integrity_check", &n, text);
    return f ? f : strcmp(text, "ok") ? FAULT_DAMAGED : OK;
}

enum fault db_backup(struct db *db, const char *to)
{
    char tmp[4200];
    snprintf(tmp, sizeof tmp, "%s.tmp-%d", to, (int)getpid());
    int fd = open(tmp, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    if (fd < 0)
        return FAULT_CANNOT_WRITE;
    close(fd);
    sqlite3 *h = NULL;
    bool sick = db->sick;
    int rc = sqlite3_open_v2(tmp, &h, SQLITE_OPEN_READWRITE, NULL);
    enum fault f = rc ? FAULT_CANNOT_WRITE : copy_pages(db, h);
    if (!f)
        f = copy_check(db, h);
    sqlite3_close(h);
    db->sick = sick; /* the trouble, if any, was the copy's */
    if (!f && rename(tmp, to))
        f = FAULT_CANNOT_WRITE;
    if (f)
        unlink(tmp);
    else
        folder_sync(to);
    return f;
}

enum fault db_check(struct db *db, bool quick, struct arena *a, struct str *what)
{
    int64_t n;
    char text[64] = "", broken[64] = "";
    enum fault f = ask(db, quick ? "PRAGMA quick_check(1)" : "PRAGMA integrity_check(1)", &n, text);
    if (!f && !quick)
        f = ask(db, "PRAGMA foreign_key_check", &n, broken);
    if (f)
        return f;
    *what = str_copy(a, str_of(strcmp(text, "ok") ? text : broken));
    return what->n ? FAULT_DAMAGED : OK;
}

const char *db_engine_version(void)
{
    return sqlite3_libversion();
}

size_t db_facts(struct db *db, struct arena *a, struct db_fact *out, size_t most)
{
    static const char *const more[] = { "page_count", "page_size", "freelist_count", "mmap_size",
                                        "user_version", "query_only", "encoding" };
    size_t n = 0;
    char text[64];
    int64_t number;
    for (size_t i = 0; i < COUNT(pragmas) && n < most; i++, n++) {
        *text = 0;
        enum fault f = ask(db, pragmas[i].get, &number, text);
        out[n] = (struct db_fact){ pragmas[i].get + strlen("PRAGMA "),
                                   str_copy(a, f ? S("?") : str_of(text)) };
    }
    for (size_t i = 0; i < COUNT(more) && n < most; i++, n++) {
        char sql[80];
        snprintf(sql, sizeof sql, "PRAGMA %s", more[i]);
        *text = 0;
        enum fault f = ask(db, sql, &number, text);
        out[n] = (struct db_fact){ more[i], str_copy(a, f ? S("?") : str_of(text)) };
    }
    return n;
}
