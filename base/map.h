/* From a text to a number, for the length of one operation: what an import has seen already. Keeps a
 * digest of 128 bits of each text instead of the text, so that a million cost 50 MB and two that
 * differ are never taken for one. Not for what an attacker chooses: the digest has no secret. */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/str.h"

struct map_slot {
    uint64_t key[2]; /* both 0: empty */
    int64_t value;
};
struct map {
    struct map_slot *slots;
    size_t n, size;
};

/* The place of its value; a new one is 0. Valid until the next call. */
int64_t *map_at(struct map *, struct str key);
/* Its value, 0 when it is not there. */
int64_t map_get(const struct map *, struct str key);
void map_free(struct map *); /* fits CLEANUP */

/* The digest itself; the same on every machine and in every version. */
void digest(struct str, uint64_t out[static 2]);

#endif
