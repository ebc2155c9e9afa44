/* A large library for measuring, made in bulk (big.sql), and the floor beside its commits. */
#ifndef TESTS_BENCH_BIG_H
#define TESTS_BENCH_BIG_H

#include "tests/unit/library.h"

/* `models` is 400 or more; big.sql says what follows from it. */
void big_make(struct library *, const char *sql_path, int models);

/* Steps of SQLite's machine since this was last asked: work that no other load disturbs. */
int64_t steps_taken(struct db *);

/* One row a commit in plain SQLite: WAL, synchronous=FULL, a table of six columns. */
struct floor;
struct floor *floor_open(const char *path);
void floor_commit(struct floor *);
void floor_close(struct floor *);

#endif
