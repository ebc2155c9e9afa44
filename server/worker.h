/* The one thread for whatever takes more than 5 ms: argon2, exports, drawing, long operations.
 * One at a time, so that a flood of log-ins leaves a core for the others. */
#ifndef SERVER_WORKER_H
#define SERVER_WORKER_H

#include "server/request.h"

enum { WORKER_QUEUE = 64 };

struct worker;
MUST enum fault worker_start(struct server *, struct worker **);
/* False when too many wait: FAULT_BUSY. */
bool worker_add(struct worker *, struct request *);
void worker_stop(struct worker *);

#endif
