/* One connection to SQLite: what its errors mean to us, and its settings, each read back. */
#include "schema/sqlite.h"

#include <errno.h>
#include <pthread.h>

#include "base/buf.h"
#include "base/log.h"

enum { BUSY_MS = 10000 };

int64_t clock_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

bool db_disk_error(int rc)
{
    rc &= 0xff;
    return rc == SQLITE_IOERR || rc == SQLITE_CANTOPEN || rc == SQLITE_PROTOCOL;
}

/* The system's own reason, where it helps to say it. SQLite 3.40 does not keep that of a COMMIT. */
static enum fault disk_fault(struct db *db)
{
    int kept = db->h ? sqlite3_system_errno(db->h) : 0;
    switch (kept ? kept : errno) {
    case ENOSPC: case EDQUOT:
        return FAULT_DISK_FULL;
    case EROFS: case EACCES: case EPERM:
        return FAULT_READ_ONLY;
    }
    return FAULT_IO;
}

static enum fault fault_of(struct db *db, int rc)
{
    ASSERT(rc != SQLITE_NOMEM && rc != SQLITE_IOERR_NOMEM);
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
        db->sick = true;
        return FAULT_READ_ONLY;
    case SQLITE_NOTADB:
        db->sick = true;
        return FAULT_NOT_A_LIBRARY;
    case SQLITE_FULL:
        db->sick = true;
        return FAULT_DISK_FULL;
    case SQLITE_IOERR: case SQLITE_CANTOPEN: case SQLITE_PROTOCOL:
        db->sick = true;
        return disk_fault(db);
    case SQLITE_CORRUPT:
        db->sick = true;
        return FAULT_DAMAGED;
    }
    struct log l = log_event(LOG_ERROR, "database-error");
    log_int(&l, "code", rc);
    log_str(&l, "what", str_of(db->h ? sqlite3_errmsg(db->h) : sqlite3_errstr(rc)));
    log_end(&l);
    return FAULT_PROGRAM;
}

enum fault db_fault(struct db *db, int rc)
{
    enum fault f = fault_of(db, rc);
    if (f && db->depth && !db->lost && sqlite3_get_autocommit(db->h))
        db->lost = f;
    return f;
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

enum fault db_exec(struct db *db, const char *sql)
{
    return db_fault(db, sqlite3_exec(db->h, sql, NULL, NULL, NULL));
}

enum fault db_ask(struct db *db, const char *sql, int64_t *number, char text[static 64])
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
        enum fault f = db_exec(db, pragmas[i].set);
        if (!f)
            f = db_ask(db, pragmas[i].get, &n, text);
        if (f)
            return f;
        if (strcmp(text, pragmas[i].want)) {
            struct log l = log_event(LOG_ERROR, "pragma-refused");
            log_str(&l, "pragma", str_of(pragmas[i].get));
            log_end(&l);
            return FAULT_IO;
        }
    }
    return writing ? OK : db_exec(db, "PRAGMA query_only = ON");
}

/* Before anything is set: a database of somebody else stays as it is. */
static enum fault is_library(struct db *db)
{
    int64_t id = 0;
    char text[64];
    enum fault f = db_ask(db, "PRAGMA application_id", &id, text);
    return f || id == APPLICATION_ID ? f : FAULT_NOT_A_LIBRARY;
}

/* SQLite's own counting of memory is a lock around every malloc of every thread. */
static void configure(void)
{
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

enum fault db_connect(struct db *db)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, configure);
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    char name[PATH_MOST];
    place_file(db, name);
    db->depth = 0;
    db->sick = true; /* until all is set: half set up is not to be used */
    int rc = sqlite3_open_v2(name, &db->h, flags, NULL);
    if (rc)
        return db_fault(db, rc);
    sqlite3_busy_handler(db->h, on_busy, db);
    sqlite3_progress_handler(db->h, 20000, on_progress, db);
    sqlite3_db_config(db->h, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(db->h, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
    sqlite3_limit(db->h, SQLITE_LIMIT_ATTACHED, 0);
    enum fault f = db->making ? OK : is_library(db);
    if (!f)
        f = pragmas_set(db);
    if (!f)
        db->sick = false;
    return f;
}

void db_disconnect(struct db *db)
{
    for (size_t i = 0; i < QUERY_COUNT; i++) {
        sqlite3_finalize(db->kept[i]);
        db->kept[i] = NULL;
        free(db->columns[i]);
        db->columns[i] = NULL;
    }
    sqlite3_close(db->h);
    db->h = NULL;
}

enum fault db_mend(struct db *db)
{
    if (!db->sick)
        return OK;
    if (db->used)
        return FAULT_IO;
    db_disconnect(db);
    return db_connect(db);
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
        enum fault f = db_ask(db, pragmas[i].get, &number, text);
        out[n] = (struct db_fact){ pragmas[i].get + strlen("PRAGMA "),
                                   str_copy(a, f ? S("?") : str_of(text)) };
    }
    for (size_t i = 0; i < COUNT(more) && n < most; i++, n++) {
        char sql[80];
        snprintf(sql, sizeof sql, "PRAGMA %s", more[i]);
        *text = 0;
        enum fault f = db_ask(db, sql, &number, text);
        out[n] = (struct db_fact){ more[i], str_copy(a, f ? S("?") : str_of(text)) };
    }
    return n;
}
