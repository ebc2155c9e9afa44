/* Memory that is given back all at once: one arena a request, a command or a run.
 *
 * An arena has a limit (16 MiB unless told otherwise). Beyond it `full` is set and stays set: rows
 * stop coming (schema/query.h), buffers stop growing (base/buf.h) and the operation ends with
 * FAULT_TOO_BIG. Small requests are still served from a reserve, so that no caller has to check a
 * pointer; only a failing malloc aborts. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/base.h"

struct arena_block;
struct arena {
    struct arena_block *block; /* the newest; NULL: nothing taken yet */
    size_t used;               /* bytes handed out by all blocks */
    size_t limit;              /* 0: the default */
    bool full;                 /* somebody wanted more than the limit */
};
struct arena_mark {
    struct arena_block *block;
    size_t block_used, used;
};

/* n zeroed bytes, aligned for any type, until the arena is freed or set back. Never NULL. */
void *arena_get(struct arena *, size_t n) __attribute__((malloc, returns_nonnull));
/* True when n more bytes stay within the limit; sets `full` when not. Ask before a large request. */
bool arena_has(struct arena *, size_t n);
struct arena_mark arena_mark(const struct arena *);
/* Gives back all that was taken since the mark; `full` is cleared. */
void arena_back(struct arena *, struct arena_mark);
/* Gives everything back; the arena may be used again. Fits CLEANUP. */
void arena_free(struct arena *);

#define NEW(arena, type) ((type *)arena_get((arena), sizeof(type)))
#define NEW_N(arena, type, n) ((type *)arena_get((arena), sizeof(type) * (size_t)(n)))

#endif
