/* The database: opening, upgrading, writing. SQLite; nobody else includes its header. */
#ifndef SCHEMA_DB_H
#define SCHEMA_DB_H

#include "base/ctx.h"

struct db;

enum db_mode {
    DB_READ,   /* query_only: cannot write by construction */
    DB_WRITE,  /* may write; synchronous=FULL (X2) */
    DB_CREATE, /* makes a new one, see db_keep; FAULT_LIBRARY_EXISTS when there is one */
};

/* Opens a library and reads every pragma back. Refuses a network file system (X7, unless
 * a file of its name with `.network-ok` behind it lies there), a file that is no library, one of a
 * newer version (X8). An older one is upgraded in DB_WRITE mode when
 * `upgrade` is set (after a backup beside it), else FAULT_UPGRADE_BLOCKED. */
struct db_options {
    enum db_mode mode;
    bool upgrade;
    int busy_ms; /* how long to wait for another writer; 0: 10 s */
};
MUST enum fault db_open(const char *path, struct db_options, struct db **out);
/* A new library is made under another name, so that nobody meets it half made: this gives it its
 * own, once it is complete. db_close before that deletes it. */
MUST enum fault db_keep(struct db *);
void db_close(struct db *);
const char *db_path(const struct db *);
/* After an I/O error: closes and opens again (X3). */
MUST enum fault db_reopen(struct db *);

/* The version the program's own steps lead to, and that of the file. */
int db_version_wanted(void);
int db_version(struct db *);
/* Prepares every statement (a daemon at start, a test): FAULT_PROGRAM with a log line on a typo. */
MUST enum fault db_prepare_all(struct db *);

/* Runs `body` in a write transaction (BEGIN IMMEDIATE), or in a savepoint when one is open already
 * (the daemon's group commit, a tool of several, a dry run). A fault rolls it back entirely. */
MUST enum fault db_write(struct ctx *, enum fault (*body)(struct ctx *, void *), void *arg);
/* One read transaction around `body`: it sees one state. */
MUST enum fault db_read(struct ctx *, enum fault (*body)(struct ctx *, void *), void *arg);
/* The group commit of the daemon (server/writer.c), in pairs. */
MUST enum fault db_begin(struct db *);
MUST enum fault db_commit(struct db *);
void db_rollback(struct db *);
bool db_in_transaction(const struct db *);
/* The fault of the last COMMIT or statement left the connection in doubt: db_reopen before reuse. */
bool db_sick(const struct db *);

/* Statements on this connection are stopped this many milliseconds from now, with FAULT_TOO_SLOW
 * (X33); 0: never. For connections that serve pages. */
void db_time_limit(struct db *, int ms);

/* Copies the database, consistent while others write, in steps (X9, X10), then checks the copy. */
MUST enum fault db_backup(struct db *, const char *to);
/* M11, X37: writes the whole file anew, without what was deleted in it, and empties the log beside it.
 * FAULT_BUSY when somebody reads for so long that the log cannot be emptied now. */
MUST enum fault db_scrub(struct db *);
/* Puts the library `with` in the place of `path`, at one stroke, and keeps what was there as `kept`.
 * The caller holds the lock of `path`, and nobody has `with` open. Logs of the old one go with it. */
MUST enum fault db_replace(const char *path, const char *with, const char *kept);
/* PRAGMA integrity_check and foreign_key_check; `quick` is the 2 s version (X5). */
MUST enum fault db_check(struct db *, bool quick, struct arena *, struct str *what);
/* Name and value of every pragma that matters, and sizes, for `check --full`. */
struct db_fact {
    const char *name;
    struct str value;
};
size_t db_facts(struct db *, struct arena *, struct db_fact *out, size_t most);
const char *db_engine_version(void);

/* An own lock file (DB.lock, flock) for the daemon and for upgrades. FAULT_IN_USE when held. */
MUST enum fault db_lock(const char *path, int *fd);

#endif
