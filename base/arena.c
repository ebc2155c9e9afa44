/* See arena.h. Blocks double in size from 16 KiB, so that a small command costs one malloc. */
#include "base/arena.h"

enum { FIRST = 16 * 1024, MOST = 1024 * 1024, LIMIT = 16 * 1024 * 1024 };

struct arena_block {
    struct arena_block *older;
    size_t size, used;
    _Alignas(16) unsigned char bytes[];
};

void assert_failed(const char *cond, const char *file, int line)
{
    fprintf(stderr, "<2>kist: program error: %s (%s:%d)\n", cond, file, line);
    abort();
}

static size_t limit_of(const struct arena *a)
{
    return a->limit ? a->limit : LIMIT;
}

bool arena_has(struct arena *a, size_t n)
{
    if (n > limit_of(a) || a->used > limit_of(a) - n)
        a->full = true;
    return !a->full;
}

static struct arena_block *block_new(struct arena *a, size_t n)
{
    size_t size = a->block ? a->block->size * 2 : FIRST;
    if (size > MOST)
        size = MOST;
    if (size < n)
        size = n;
    struct arena_block *b = malloc(sizeof *b + size);
    ASSERT(b);
    *b = (struct arena_block){ .older = a->block, .size = size };
    a->block = b;
    return b;
}

void *arena_get(struct arena *a, size_t n)
{
    ASSERT(n <= SIZE_MAX / 4);
    n = (n + 15) & ~(size_t)15;
    arena_has(a, n);
    ASSERT(a->used + n <= 4 * limit_of(a)); /* a loop that ignores `full` is a mistake of ours */
    struct arena_block *b = a->block;
    if (!b || b->size - b->used < n)
        b = block_new(a, n);
    void *p = b->bytes + b->used;
    b->used += n;
    a->used += n;
    return memset(p, 0, n);
}

struct arena_mark arena_mark(const struct arena *a)
{
    return (struct arena_mark){ a->block, a->block ? a->block->used : 0, a->used };
}

void arena_back(struct arena *a, struct arena_mark m)
{
    while (a->block != m.block) {
        struct arena_block *older = a->block->older;
        free(a->block);
        a->block = older;
    }
    if (a->block)
        a->block->used = m.block_used;
    a->used = m.used;
    a->full = false;
}

void arena_free(struct arena *a)
{
    arena_back(a, (struct arena_mark){ 0 });
}
