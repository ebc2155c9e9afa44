/* See secret.h. */
#include "lending/secret.h"

#include <sodium.h>

enum { PASSES = 3, MEMORY = 16 * 1024 * 1024 };

enum fault pin_hash(struct ctx *c, struct str pin, struct str *hash)
{
    char out[crypto_pwhash_STRBYTES];
    ASSERT(sodium_init() >= 0);
    if (crypto_pwhash_str_alg(out, pin.s ? pin.s : "", pin.n, PASSES, MEMORY,
                              crypto_pwhash_ALG_ARGON2ID13))
        return FAULT_BUSY; /* no memory for it now */
    *hash = str_copy(c->mem, str_of(out));
    return OK;
}

bool pin_right(struct str pin, struct str hash)
{
    char stored[crypto_pwhash_STRBYTES] = "";
    ASSERT(sodium_init() >= 0);
    if (!hash.n || hash.n >= sizeof stored)
        return false;
    memcpy(stored, hash.s, hash.n);
    return !crypto_pwhash_str_verify(stored, pin.s ? pin.s : "", pin.n);
}

struct str secret_hash(struct arena *a, const char *what, struct str secret)
{
    unsigned char out[32];
    char *hex = arena_get(a, sizeof out * 2 + 1);
    crypto_generichash_state st;
    ASSERT(sodium_init() >= 0);
    crypto_generichash_init(&st, NULL, 0, sizeof out);
    crypto_generichash_update(&st, (const unsigned char *)what, strlen(what) + 1);
    if (secret.n)
        crypto_generichash_update(&st, (const unsigned char *)secret.s, secret.n);
    crypto_generichash_final(&st, out, sizeof out);
    sodium_bin2hex(hex, sizeof out * 2 + 1, out, sizeof out);
    return str_of(hex);
}

bool secret_same(struct str x, struct str y)
{
    return x.n == y.n && (!x.n || !sodium_memcmp(x.s, y.s, x.n));
}

struct str base64(struct arena *a, struct str bytes)
{
    size_t n = sodium_base64_encoded_len(bytes.n, sodium_base64_VARIANT_ORIGINAL);
    char *to = arena_get(a, n);
    sodium_bin2base64(to, n, (const unsigned char *)bytes.s, bytes.n, sodium_base64_VARIANT_ORIGINAL);
    return (struct str){ to, n - 1 };
}
