/* The floor of an import: N rows of a tool table as wide as the file, one plain INSERT each, in one
 * transaction of a new database.
 *
 *     floor_insert FILE N */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    sqlite3 *db;
    sqlite3_stmt *st;
    char name[64];
    if (argc != 3 || (unlink(argv[1]), sqlite3_open(argv[1], &db)) ||
        sqlite3_exec(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE tool"
                     " (number INTEGER PRIMARY KEY, name TEXT, brand TEXT, type TEXT, category TEXT,"
                     " shelf TEXT, price INTEGER) STRICT; BEGIN", NULL, NULL, NULL) ||
        sqlite3_prepare_v2(db, "INSERT INTO tool VALUES (?, ?, ?, ?, ?, ?, ?)", -1, &st, NULL))
        return 1;
    for (int i = 1, n = (int)strtol(argv[2], NULL, 10); i <= n; i++) {
        snprintf(name, sizeof name, "Klopboormachine %d", i);
        sqlite3_bind_int(st, 1, i);
        sqlite3_bind_text(st, 2, name, -1, SQLITE_STATIC);
        sqlite3_bind_text(st, 3, "Bosch", -1, SQLITE_STATIC);
        sqlite3_bind_text(st, 4, name, -1, SQLITE_STATIC);
        sqlite3_bind_text(st, 5, "Hout > Boren", -1, SQLITE_STATIC);
        sqlite3_bind_text(st, 6, "B3", -1, SQLITE_STATIC);
        sqlite3_bind_int(st, 7, 4950);
        if (sqlite3_step(st) != SQLITE_DONE || sqlite3_reset(st))
            return 1;
    }
    sqlite3_finalize(st);
    return sqlite3_exec(db, "COMMIT", NULL, NULL, NULL) || sqlite3_close(db);
}
