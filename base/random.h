/* Random bytes from the kernel (X16), and the codes made of them. */
#ifndef BASE_RANDOM_H
#define BASE_RANDOM_H

#include "base/ctx.h"

/* For `world.random` outside tests: getrandom(2); aborts when the kernel gives none. */
void random_kernel(const struct world *, void *, size_t);
/* 0 <= result < n, without bias. n > 0. */
uint32_t random_below(struct ctx *, uint32_t n);
/* n characters of Crockford's base 32 in lower case (no i, l, o, u): 5 bits each. */
struct str random_name(struct ctx *, size_t n);

#endif
