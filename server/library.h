/* The library at start: locked, upgraded where it is older, looked over, and what must be known of it
 * before the first thread. */
#ifndef SERVER_LIBRARY_H
#define SERVER_LIBRARY_H

#include "server/server.h"

/* Takes DB.lock for as long as the process lives (X6), sets the zone, and fills what `server` knows
 * of the file. As root only for a demo or test library (X39). On a fault *got says of what. */
MUST enum fault library_open(struct server *, bool as_root, struct arena *, const char **got);

#endif
