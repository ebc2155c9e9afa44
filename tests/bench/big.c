/* See big.h. Speaks to SQLite itself: it writes what no operation writes, and measures its floor. */
#include "tests/bench/big.h"

#include <unistd.h>

#include "schema/sqlite.h"

static void run(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL)) {
        fprintf(stderr, "big: %s\n", sqlite3_errmsg(db));
        abort();
    }
}

static char *read_all(const char *path)
{
    enum { MOST = 1 << 16 };
    char *text = calloc(1, MOST);
    FILE *f = fopen(path, "r");
    ASSERT(text && f && fread(text, 1, MOST - 1, f) && feof(f));
    fclose(f);
    return text;
}

void big_make(struct library *l, const char *sql_path, int models)
{
    sqlite3 *db;
    char size[120];
    char *sql = read_all(sql_path);
    library_make(l);
    ASSERT(!sqlite3_open(l->path, &db));
    run(db, "PRAGMA synchronous = OFF; PRAGMA cache_size = -100000");
    snprintf(size, sizeof size, "CREATE TEMP TABLE size (models, today); INSERT INTO size VALUES (%d, %d)",
             models, l->c.today.n);
    run(db, size);
    run(db, "BEGIN");
    run(db, sql);
    run(db, "COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
    sqlite3_close(db);
    free(sql);
}

int64_t steps_taken(struct db *db)
{
    int64_t n = 0;
    for (sqlite3_stmt *st = NULL; (st = sqlite3_next_stmt(db->h, st));)
        n += sqlite3_stmt_status(st, SQLITE_STMTSTATUS_VM_STEP, 1);
    return n;
}

struct floor {
    sqlite3 *db;
    sqlite3_stmt *begin, *add, *commit;
    int n;
};

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *st;
    ASSERT(!sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &st, NULL));
    return st;
}

struct floor *floor_open(const char *path)
{
    struct floor *f = calloc(1, sizeof *f);
    unlink(path);
    ASSERT(f && !sqlite3_open(path, &f->db));
    run(f->db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
               "CREATE TABLE loan (id INTEGER PRIMARY KEY, tool INTEGER, member INTEGER, branch INTEGER,"
               " out_at INTEGER, due_day INTEGER) STRICT");
    f->begin = prepare(f->db, "BEGIN IMMEDIATE");
    f->add = prepare(f->db, "INSERT INTO loan (tool, member, branch, out_at, due_day)"
                            " VALUES (?, 2, 3, 1700000000, 20781)");
    f->commit = prepare(f->db, "COMMIT");
    return f;
}

static void step(sqlite3_stmt *st)
{
    ASSERT(sqlite3_step(st) == SQLITE_DONE && !sqlite3_reset(st));
}

void floor_commit(struct floor *f)
{
    sqlite3_bind_int(f->add, 1, ++f->n);
    step(f->begin);
    step(f->add);
    step(f->commit);
}

void floor_close(struct floor *f)
{
    sqlite3_finalize(f->begin);
    sqlite3_finalize(f->add);
    sqlite3_finalize(f->commit);
    sqlite3_close(f->db);
    free(f);
}
