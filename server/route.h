/* The table of addresses: pages by name, and an endpoint for each operation that has a path. It
 * answers 404 and 405 itself. */
#ifndef SERVER_ROUTE_H
#define SERVER_ROUTE_H

#include "server/request.h"

enum {
    ROUTE_API = 1,    /* JSON; below /api/v1 */
    ROUTE_UPLOAD = 2, /* takes files */
    ROUTE_SECRET = 4, /* its path holds a secret */
    ROUTE_ASIDE = 8,  /* no session, no database: health, static files */
    ROUTE_OPEN = 16,  /* POST needs no proof of origin: a gateway's hook */
    ROUTE_PHOTO = 64, /* takes a picture */
    ROUTE_CACHE = 32, /* a visitor may be told that nothing changed */
};
struct route {
    const char *name; /* in the log; never what was asked */
    const char *path; /* "/t/{code}" */
    unsigned flags;
    enum role who;    /* the least role that may */
    stage_fn *get, *post;
    const struct op *op_get, *op_post; /* of an endpoint */
};

/* Before the first thread. */
void routes_make(void);
/* Finds the route of the request's path, with its parts in `params`, unescaped. FAULT_PAGE_UNKNOWN;
 * FAULT_METHOD with *allow. */
MUST enum fault route_find(struct request *, struct str *allow);
/* Unescapes %XX (and + as a blank in a form); false when it is malformed or no text. */
bool url_decode(struct arena *, struct str, bool form, struct str *out);

#endif
