/* What was given: fields of the query, a form or a JSON object, as the texts that op_run takes. */
#ifndef SERVER_BODY_H
#define SERVER_BODY_H

#include "server/request.h"

enum { FIELDS_MOST = 2000 };
enum body_is { BODY_NONE, BODY_FORM, BODY_PARTS, BODY_JSON, BODY_OTHER };

/* By the Content-Type (RFC 9110, 8.3). */
enum body_is body_kind(const struct request *);
/* "a=1&b=2" into r->given. FAULT_REQUEST_BAD. */
MUST enum fault body_query(struct request *, struct str);
/* The body by its kind. FAULT_BODY_FORMAT, FAULT_ARG_TWICE; a file's parts become r->files. */
MUST enum fault body_read(struct request *);
void given_add(struct request *, struct given);

#endif
