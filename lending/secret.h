/* PINs, codes and keys (X16, X19, X25): hashing by libsodium, nowhere else. */
#ifndef LENDING_SECRET_H
#define LENDING_SECRET_H

#include "base/ctx.h"

/* argon2id, 16 MiB, 3 passes: takes some 30 ms, so the daemon does it on its worker. */
MUST enum fault pin_hash(struct ctx *, struct str pin, struct str *hash);
bool pin_right(struct str pin, struct str hash); /* constant time; an empty hash is never right */
/* A fast keyed-by-name hash (BLAKE2b, hex) for what is random enough by itself: session ids, API
 * tokens, idempotency keys. `what` keeps the families apart. */
struct str secret_hash(struct arena *, const char *what, struct str secret);
bool secret_same(struct str, struct str); /* constant time */

/* RFC 4648: bytes where only text can stand. */
struct str base64(struct arena *, struct str bytes);

#endif
