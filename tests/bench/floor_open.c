/* The floor of a command: the smallest program that opens the library and reads one row. */
#include <sqlite3.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    sqlite3 *db;
    sqlite3_stmt *st;
    if (argc != 2 || sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READWRITE, NULL) ||
        sqlite3_prepare_v2(db, "SELECT name FROM model WHERE id = 1", -1, &st, NULL) ||
        sqlite3_step(st) != SQLITE_ROW)
        return 1;
    puts((const char *)sqlite3_column_text(st, 0));
    sqlite3_finalize(st);
    sqlite3_close(db);
    return 0;
}
