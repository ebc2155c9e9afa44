/* Files that are part of the program: the demo library, style sheet and pictures. Made at build
 * time by tools/files2c.c; each list is ended by a NULL name. */
#ifndef BASE_EMBED_H
#define BASE_EMBED_H

#include "base/base.h"

struct embedded {
    const char *name;   /* as it was: "kist.css" */
    const char *served; /* with its content in it, to be kept for ever: "kist.1a2b3c4d.css" */
    const char *type;   /* "text/css; charset=utf-8" */
    const unsigned char *bytes, *gz; /* gz: gzip (RFC 1952); NULL where it gains nothing */
    size_t n, n_gz;
};

extern const struct embedded demo_files[];
extern const struct embedded static_files[];

/* By its name; NULL when there is none. */
const struct embedded *embedded_find(const struct embedded *list, const char *name);

#endif
