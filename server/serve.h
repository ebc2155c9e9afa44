/* The life of a request between the hooks of http.c: route, session, refusals, stages, log. */
#ifndef SERVER_SERVE_H
#define SERVER_SERVE_H

#include "server/request.h"

void serve_begin(struct request *);
enum where serve_run(struct request *);
void serve_send(struct request *);
void serve_done(struct request *);

/* Runs the request's next stage on this connection, in a write transaction (a savepoint when one is
 * open), a read transaction, or bare. */
enum how { STAGE_READ, STAGE_WRITE, STAGE_BARE };
void stage_run(struct request *, struct db *, enum how);
/* After it: to the next thread, or back to its own. */
void stage_pass(struct request *);

#endif
