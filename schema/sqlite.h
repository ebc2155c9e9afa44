/* Shared by the two files that speak to SQLite (db.c, query.c) and by nobody else. */
#ifndef SCHEMA_SQLITE_H
#define SCHEMA_SQLITE_H

#include <sqlite3.h>

#include "queries.h"
#include "schema/db.h"

struct db {
    sqlite3 *h;
    char *path;
    struct db_options options;
    sqlite3_stmt *kept[QUERY_COUNT]; /* prepared on first use, kept until the connection closes */
    bool in_use[QUERY_COUNT];
    int depth;           /* 0: no transaction; more: savepoints within it */
    bool sick;           /* an I/O error: close and open again before the next use */
    int64_t deadline_ms; /* monotonic; 0: none */
};

/* What a result code means to us. Logs what is a mistake of the program, without any data. */
enum fault db_fault(struct db *, int rc);
int64_t clock_ms(void);

#endif
