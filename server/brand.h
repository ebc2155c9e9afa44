/* The library's colour in the style sheet: a few tokens before the rest of it. */
#ifndef SERVER_BRAND_H
#define SERVER_BRAND_H

#include "base/buf.h"

/* Tokens for "#rrggbb", darkened and lightened until letters can be read on it and in it, by day and by night
 * (WCAG 2.2, 1.4.3). False when it is no colour. */
bool brand_tokens(struct buf *, struct str colour);
/* `css` before a file, gzip (RFC 1952) or plain; the answer lives in the arena. The file's own gzip form stays as it
 * is: what comes before is one stored block (RFC 1951, 3.2.4). */
struct str brand_before(struct arena *, struct str css, struct str file, struct str gz);

#endif
