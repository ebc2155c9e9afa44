/* See map.h. Open addressing; the table doubles when three quarters are taken. */
#include "base/map.h"

enum { SMALLEST = 64 };

static uint64_t mixed(uint64_t x)
{
    x ^= x >> 33;
    x *= 0xff51afd7ed558ccdu;
    x ^= x >> 33;
    x *= 0xc4ceb9fe1a85ec53u;
    return x ^ x >> 33;
}

/* FNV-1a twice, from two beginnings and with two factors, each mixed at the end. */
void digest(struct str x, uint64_t out[static 2])
{
    uint64_t a = 0xcbf29ce484222325u, b = 0x9e3779b97f4a7c15u;
    for (size_t i = 0; i < x.n; i++) {
        unsigned char c = (unsigned char)x.s[i];
        a = (a ^ c) * 0x100000001b3u;
        b = (b ^ c) * 0xd6e8feb86659fd93u;
        b ^= b >> 32;
    }
    out[0] = mixed(a ^ x.n);
    out[1] = mixed(b) | 1; /* never both 0 */
}

static struct map_slot *find(const struct map *m, const uint64_t key[static 2])
{
    size_t i = key[0] & (m->size - 1);
    while (m->slots[i].key[1] && (m->slots[i].key[0] != key[0] || m->slots[i].key[1] != key[1]))
        i = (i + 1) & (m->size - 1);
    return &m->slots[i];
}

static void grow(struct map *m)
{
    struct map old = *m;
    m->size = old.size ? old.size * 2 : SMALLEST;
    m->slots = calloc(m->size, sizeof *m->slots);
    ASSERT(m->slots);
    for (size_t i = 0; i < old.size; i++)
        if (old.slots[i].key[1])
            *find(m, old.slots[i].key) = old.slots[i];
    free(old.slots);
}

int64_t *map_at(struct map *m, struct str key)
{
    uint64_t d[2];
    digest(key, d);
    if (m->n * 4 >= m->size * 3)
        grow(m);
    struct map_slot *slot = find(m, d);
    if (!slot->key[1]) {
        *slot = (struct map_slot){ .key = { d[0], d[1] } };
        m->n++;
    }
    return &slot->value;
}

int64_t map_get(const struct map *m, struct str key)
{
    uint64_t d[2];
    digest(key, d);
    return m->n ? find(m, d)->value : 0;
}

void map_free(struct map *m)
{
    free(m->slots);
    *m = (struct map){ 0 };
}
