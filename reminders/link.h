/* The link in a message: leads to a page where what the message tells of can be renewed, given up or
 * asked back without a log-in (R3, H5, H14). It is the message's number with a keyed hash of it
 * (BLAKE2b, the key among the facts of the library), so nothing is stored for it and nobody can make
 * one. It works for LINK_DAYS after the message was made and does no more than the message speaks
 * of. */
#ifndef REMINDERS_LINK_H
#define REMINDERS_LINK_H

#include "base/ctx.h"

enum { LINK_DAYS = 30 };

/* "3f7xq2f9k3"; the first one of a library makes its key, so in a transaction that writes. */
MUST enum fault link_name(struct ctx *, int64_t message, struct str *name);
/* The library has a key to make them with; a log-in sees to that too. In a transaction that writes. */
MUST enum fault link_key(struct ctx *);
/* The message of a link. FAULT_LINK_OLD when it is none of ours or too old. */
MUST enum fault link_find(struct ctx *, struct str name, int64_t *message);

/* The address of a member's calendar, which a phone fetches without a log-in (X25); it lasts. "" before
 * the library has made its key. */
struct str ics_name(struct ctx *, int64_t member);
/* Whose it is; 0 when it is none of ours. */
int64_t ics_find(struct ctx *, struct str name);

#endif
