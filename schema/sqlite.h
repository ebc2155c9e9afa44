/* Shared by the files of this folder and by nobody else: they alone speak to SQLite. */
#ifndef SCHEMA_SQLITE_H
#define SCHEMA_SQLITE_H

#include <sqlite3.h>

#include "queries.h"
#include "schema/db.h"

enum { PATH_MOST = 4200, APPLICATION_ID = 0x6b697374 /* "kist" */ };

/* Where a column stands, by the address of the literal that names it in our code: a row of forty
 * columns would else cost a thousand comparisons of names. */
enum { COLUMN_SLOTS = 128 };
struct column_slot {
    const char *name;
    int column;
};

struct db {
    sqlite3 *h;
    char *path;
    struct db_options options;
    bool making;         /* a new library that db_keep has not given its name yet */
    sqlite3_stmt *kept[QUERY_COUNT]; /* prepared on first use, kept until the connection closes */
    bool in_use[QUERY_COUNT];
    struct column_slot *columns[QUERY_COUNT]; /* COLUMN_SLOTS each, made on first use */
    int used;            /* statements that somebody holds now */
    int depth;           /* 0: no transaction; more: savepoints within it */
    enum fault lost;     /* SQLite took back the whole transaction by itself: why */
    bool sick;           /* an I/O error: close and open again before the next use */
    int64_t deadline_ms; /* monotonic; 0: none */
};

int64_t clock_ms(void);
/* What a result code means to us. Logs what is a mistake of the program, without any data. */
enum fault db_fault(struct db *, int rc);
/* Whether the disk, and not what we asked, was the reason. */
bool db_disk_error(int rc);

/* Statements of our own that no library's data is in. db_ask takes the first column of the first
 * row, as a number and as text of at most 63 bytes; both stay as they are when there is no row. */
MUST enum fault db_exec(struct db *, const char *sql);
MUST enum fault db_ask(struct db *, const char *sql, int64_t *number, char text[static 64]);

/* schema/connect.c: opens the file with all settings read back; closes it. */
MUST enum fault db_connect(struct db *);
void db_disconnect(struct db *);
/* Opens a sick connection anew, before it is used again. */
MUST enum fault db_mend(struct db *);
/* schema/upgrade.c: whether it is a library of our version, upgrading it where that is asked. */
MUST enum fault db_upgrade(struct db *);

/* schema/place.c: the file and what lies beside it. The file of a library that is being made has
 * another name until it is complete. */
void place_file(const struct db *, char name[static PATH_MOST]);
MUST enum fault place_check(const char *path, struct db_options);
MUST enum fault place_new(struct db *);
MUST enum fault place_keep(struct db *);
void place_drop(const struct db *);
/* Makes what was written under a new name durable: its folder too. */
void folder_sync(const char *path);

#endif
