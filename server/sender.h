/* Sends what is urgent within seconds (N17): log-in codes, "ready for you". A worker of its own,
 * since a gateway may take half a minute to answer, and people who log in by PIN do not wait for
 * it. The rest of the outbox is for `kist remind`; the claim makes both safe side by side. */
#ifndef SERVER_SENDER_H
#define SERVER_SENDER_H

#include "server/request.h"

enum { SENDER_SECONDS = 15 }; /* how often it looks by itself: for retries */

struct sender;
/* FAULT_CONFIG with *why. A library without gateways has no sender: *out is NULL. */
MUST enum fault sender_start(struct server *, struct sender **out, struct str *why);
/* There is something to send. From any thread. */
void sender_poke(struct sender *);
/* Lets the message under way be answered, up to a few seconds; true when the thread has ended. */
bool sender_stop(struct sender *);

#endif
