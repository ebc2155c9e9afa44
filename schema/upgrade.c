/* Numbered upgrades: each in one transaction with the version inside it, so that an interruption
 * leaves the old or the new one, entire (X8). */
#include "schema/sqlite.h"

#include <unistd.h>

int db_version_wanted(void)
{
    return UPGRADE_STEPS;
}

int db_version(struct db *db)
{
    int64_t n = 0;
    char text[64];
    return db_ask(db, "PRAGMA user_version", &n, text) ? 0 : (int)n;
}

static enum fault upgrade_step(struct db *db, int to)
{
    char version[64], broken[64] = "";
    int64_t n;
    snprintf(version, sizeof version, "PRAGMA user_version = %d", to);
    enum fault f = db_exec(db, "PRAGMA foreign_keys = OFF");
    if (!f)
        f = db_exec(db, "BEGIN IMMEDIATE");
    if (!f)
        f = db_exec(db, upgrade_steps[to - 1]);
    if (!f && to == 1) {
        char id[64];
        snprintf(id, sizeof id, "PRAGMA application_id = %d", APPLICATION_ID);
        f = db_exec(db, id);
    }
    if (!f)
        f = db_exec(db, version);
    if (!f)
        f = db_ask(db, "PRAGMA foreign_key_check", &n, broken);
    if (!f && *broken)
        f = FAULT_DAMAGED;
    if (!f)
        f = db_exec(db, "COMMIT");
    if (f && !sqlite3_get_autocommit(db->h))
        sqlite3_exec(db->h, "ROLLBACK", NULL, NULL, NULL);
    return f ? f : db_exec(db, "PRAGMA foreign_keys = ON");
}

static enum fault steps(struct db *db, int from)
{
    enum fault f = OK;
    for (int v = from; !f && v < UPGRADE_STEPS; v++)
        f = upgrade_step(db, v + 1);
    return f;
}

/* Under the lock: a copy beside it, then step by step. */
static enum fault copy_and_steps(struct db *db)
{
    int64_t from = 0;
    char text[64], copy[PATH_MOST + 32];
    /* Another process may have been faster. */
    enum fault f = db_ask(db, "PRAGMA user_version", &from, text);
    if (f || from >= UPGRADE_STEPS)
        return f;
    /* Named by its next step, so that an upgrade continued later writes over no older copy. */
    snprintf(copy, sizeof copy, "%s.before-v%d", db->path, (int)from + 1);
    f = db_backup(db, copy);
    return f ? f : steps(db, (int)from);
}

static enum fault upgrade(struct db *db)
{
    int lock = -1;
    enum fault f = db_lock(db->path, &lock);
    if (f)
        return f == FAULT_IN_USE ? FAULT_UPGRADE_BLOCKED : f;
    f = copy_and_steps(db);
    close(lock);
    return f;
}

enum fault db_upgrade(struct db *db)
{
    int64_t version = 0;
    char text[64];
    if (db->making)
        return steps(db, 0);
    enum fault f = db_ask(db, "PRAGMA user_version", &version, text);
    if (f)
        return f;
    if (version > UPGRADE_STEPS)
        return FAULT_NEWER_LIBRARY;
    if (version < UPGRADE_STEPS)
        return db->options.upgrade ? upgrade(db) : FAULT_UPGRADE_BLOCKED;
    return OK;
}

