/* Copies, and whether a database is whole (X5, X9). */
#include "schema/sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

static enum fault copy_pages(struct db *db, sqlite3 *to)
{
    sqlite3_backup *b = sqlite3_backup_init(to, "main", db->h, "main");
    if (!b)
        return db_fault(db, sqlite3_errcode(to));
    int rc, pages = 2000;
    do {
        /* A change by another process begins the copy anew: ever larger steps, so that it ends. */
        rc = sqlite3_backup_step(b, pages);
        pages = pages < INT_MAX / 2 ? pages * 2 : pages;
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
    enum fault f = db_exec(&copy, "PRAGMA journal_mode = DELETE");
    if (!f)
        f = db_ask(&copy, "PRAGMA integrity_check", &n, text);
    return f ? f : strcmp(text, "ok") ? FAULT_DAMAGED : OK;
}

/* A copy over the library itself would part those who have it open from those who open it next. */
static bool same_file(const char *one, const char *two)
{
    struct stat a, b;
    return !stat(one, &a) && !stat(two, &b) && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

enum fault db_backup(struct db *db, const char *to)
{
    char tmp[PATH_MOST + 32];
    if (strlen(to) >= PATH_MOST - 100)
        return FAULT_TOO_LONG;
    if (same_file(db->path, to))
        return FAULT_CANNOT_WRITE;
    snprintf(tmp, sizeof tmp, "%s.tmp-%d", to, (int)getpid());
    unlink(tmp); /* of a process with our number that was killed */
    int fd = open(tmp, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    if (fd < 0)
        return errno == ENOSPC || errno == EDQUOT ? FAULT_DISK_FULL : FAULT_CANNOT_WRITE;
    close(fd);
    sqlite3 *h = NULL;
    bool sick = db->sick;
    int rc = sqlite3_open_v2(tmp, &h, SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE, NULL);
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
    enum fault f = db_ask(db, quick ? "PRAGMA quick_check(1)" : "PRAGMA integrity_check(1)", &n, text);
    if (!f && !quick)
        f = db_ask(db, "PRAGMA foreign_key_check", &n, broken);
    if (f)
        return f;
    *what = str_copy(a, str_of(strcmp(text, "ok") ? text : broken));
    return what->n ? FAULT_DAMAGED : OK;
}

enum fault db_scrub(struct db *db)
{
    ASSERT(!db->depth);
    sqlite3_limit(db->h, SQLITE_LIMIT_ATTACHED, 1); /* VACUUM writes into a database of its own */
    enum fault f = db_exec(db, "VACUUM");
    sqlite3_limit(db->h, SQLITE_LIMIT_ATTACHED, 0);
    return f ? f : db_fault(db, sqlite3_wal_checkpoint_v2(db->h, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL,
                                                          NULL));
}
