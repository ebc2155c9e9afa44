/* An empty library in a folder of its own, for unit tests that need a real database: the clock stands
 * at Tuesday 24 November 2026, 10:00 in Amsterdam, and whoever asks is a coordinator. */
#ifndef TESTS_UNIT_LIBRARY_H
#define TESTS_UNIT_LIBRARY_H

#include "base/ctx.h"

struct library {
    struct arena mem;
    struct world world;
    struct ctx c;
    int64_t now; /* what the clock says next; library_ctx reads it */
    char folder[64], path[96];
};
void library_make(struct library *);
/* A new context on the same database, as each operation gets one. */
void library_ctx(struct library *);
/* The whole library as it is now, for many stories that begin alike; and that library again. */
struct str library_copy(struct library *, struct arena *);
void library_again(struct library *, struct str copy);
/* `check` finds nothing (lending/check.h); what it finds is printed, and ends the program. */
void library_assert_consistent(struct library *);
void library_drop(struct library *);

#endif
