/* See db.h. Opening a library, and transactions on it. */
#include "schema/sqlite.h"

#include <errno.h>

#include "base/log.h"

enum fault db_open(const char *path, struct db_options options, struct db **out)
{
    *out = NULL;
    enum fault f = place_check(path, options);
    if (f)
        return f;
    struct db *db = calloc(1, sizeof *db);
    ASSERT(db);
    db->path = strdup(path);
    ASSERT(db->path);
    db->options = options;
    db->making = options.mode == DB_CREATE;
    if (db->making)
        f = place_new(db);
    if (!f)
        f = db_connect(db);
    if (!f)
        f = db_upgrade(db);
    if (f) {
        db_close(db);
        return f;
    }
    if (db->making)
        db->options.mode = DB_WRITE;
    *out = db;
    return OK;
}

enum fault db_keep(struct db *db)
{
    ASSERT(db->making && !db->depth && !db->used);
    enum fault f = db_fault(db, sqlite3_wal_checkpoint_v2(db->h, NULL, SQLITE_CHECKPOINT_TRUNCATE,
                                                          NULL, NULL));
    if (f)
        return f;
    db_disconnect(db);
    f = place_keep(db);
    return f ? f : db_connect(db);
}

void db_close(struct db *db)
{
    if (!db)
        return;
    db_disconnect(db);
    if (db->making)
        place_drop(db);
    free(db->path);
    free(db);
}

enum fault db_reopen(struct db *db)
{
    db->sick = true;
    return db_mend(db);
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

/* After an error of the disk SQLite takes back the whole transaction, not only the savepoint. What
 * came next would then be kept on its own, and its caller told that nothing was. */
static enum fault transaction_lost(struct db *db)
{
    if (!sqlite3_get_autocommit(db->h))
        return OK;
    return db->lost ? db->lost : FAULT_IO;
}

enum fault db_begin(struct db *db)
{
    enum fault f = db->depth ? transaction_lost(db) : db_mend(db);
    if (!f)
        f = db_exec(db, db->depth ? "SAVEPOINT s" : "BEGIN IMMEDIATE");
    if (!f)
        db->depth++;
    return f;
}

enum fault db_commit(struct db *db)
{
    ASSERT(db->depth > 0);
    int rc = SQLITE_OK;
    enum fault f = transaction_lost(db);
    if (!f) {
        errno = 0;
        rc = sqlite3_exec(db->h, db->depth > 1 ? "RELEASE s" : "COMMIT", NULL, NULL, NULL);
        f = db_fault(db, rc);
    }
    if (f) {
        /* A failed sync means unknown, not "not stored" (X3): a power cut may bring it back. Where
         * writing itself failed, the end of the transaction is not in the log. */
        bool doubt = db->depth == 1 && db_disk_error(rc) && rc != SQLITE_IOERR_WRITE;
        db_rollback(db);
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
    if (!db->depth)
        db->lost = OK;
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
    enum fault f = db_mend(db);
    if (!f)
        f = db_exec(db, "BEGIN");
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

