/* The floor of a command that changes something: the smallest program that commits one row to the
 * library, durably, in a table of its own.
 *
 *     floor_commit FILE */
#include <sqlite3.h>
#include <stddef.h>

int main(int argc, char **argv)
{
    sqlite3 *db;
    return argc != 2 || sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READWRITE, NULL) ||
           sqlite3_exec(db, "PRAGMA synchronous = FULL; INSERT INTO bench VALUES (1)", NULL, NULL, NULL) ||
           sqlite3_close(db);
}
