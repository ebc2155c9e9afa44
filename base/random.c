/* See random.h. */
#include "base/random.h"

#include <sys/random.h>

void random_kernel(const struct world *w, void *out, size_t n)
{
    (void)w;
    for (unsigned char *p = out; n;) {
        ssize_t got = getrandom(p, n, 0);
        ASSERT(got > 0);
        p += got;
        n -= (size_t)got;
    }
}

uint32_t random_below(struct ctx *c, uint32_t n)
{
    ASSERT(n > 0);
    uint32_t v, most = UINT32_MAX - UINT32_MAX % n;
    do
        c->world->random(c->world, &v, sizeof v);
    while (v >= most);
    return v % n;
}

struct str random_name(struct ctx *c, size_t n)
{
    char *s = arena_get(c->mem, n + 1);
    c->world->random(c->world, s, n);
    for (size_t i = 0; i < n; i++)
        s[i] = "0123456789abcdefghjkmnpqrstvwxyz"[(unsigned char)s[i] & 31];
    return (struct str){ s, n };
}
