/* Running an operation for a request, on the thread where it belongs: a short read HERE, a short
 * write in the WRITER, a long one on the WORKER. Afterwards r->out is the answer, or r->fault and
 * r->wrong the refusal, and r->finish is called. */
#ifndef SERVER_OPERATE_H
#define SERVER_OPERATE_H

#include "server/body.h"

MUST enum fault operate(struct request *, struct ctx *, const struct op *);

#endif
