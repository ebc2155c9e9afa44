/* The stored answer of a POST (X35): the same request again, by the same person and key within a
 * day, gets the first answer in whatever look it asks for. It is written in the transaction of the
 * effect itself, so that there is never one without the other. Its text is also how a counter gets
 * values and sentences together, whatever door they came by (LOOK_WHOLE). */
#ifndef OPS_ANSWER_H
#define OPS_ANSWER_H

#include "ops/op.h"

enum { ANSWER_SECONDS = 24 * 3600 };

struct answer_key {
    const char *op;
    struct str hash, body; /* of the key; of the operation and its arguments; "" for no key */
};
struct answer_key answer_key(struct ctx *, const struct op *, const struct request_args *);
/* Fills the answer and sets its `again` when there is one; FAULT_KEY_OTHER_BODY when it was another
 * request, with what was done then. */
MUST enum fault answer_get(struct ctx *, const struct answer_key *, struct out *);
MUST enum fault answer_add(struct ctx *, const struct answer_key *, const struct out *);
/* Its text, without secrets, and back; false when it is not one of ours (answer_json.c). */
struct str answer_write(const struct out *);
bool answer_read(struct ctx *, struct str body, struct out *);
/* All that is wrong (c->wrong), and back. */
struct str refusal_write(struct ctx *);
bool refusal_read(struct ctx *, struct str body);

#endif
