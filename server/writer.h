/* The one thread that writes: takes all requests that wait, runs the stage of each in a savepoint
 * of one transaction, commits once, and lets them go on. A durable commit is one sync, shared by
 * all that came while the one before was running. */
#ifndef SERVER_WRITER_H
#define SERVER_WRITER_H

#include "server/request.h"

enum { WRITER_QUEUE = 1000, WRITER_BATCH = 200, WRITER_BUSY_MS = 8000 };

struct writer;
MUST enum fault writer_start(struct server *, struct writer **);
/* False when too many wait: FAULT_BUSY. */
bool writer_add(struct writer *, struct request *);
/* A session (id) or token (-id) was used: noted with the next commit. From any thread. */
void writer_seen(struct writer *, int64_t id);
/* T5: a search found nothing; noted with the next commit. From any thread. At most so many a minute, so
 * that a robot neither fills the table nor keeps the disk busy; more are forgotten. */
enum { MISSED_A_MINUTE = 20 };
void writer_missed(struct writer *, struct str words);
/* After a commit that failed: tries whether it goes again, for /readyz. */
void writer_probe(struct writer *);
/* Finishes what is queued. */
void writer_stop(struct writer *);

#endif
