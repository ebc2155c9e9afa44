/* Who asks: the session of a cookie, a bearer token, or the peer of the control socket; and whether
 * a change was really asked for by our own pages (X22). */
#ifndef SERVER_SESSION_H
#define SERVER_SESSION_H

#include "server/request.h"

struct session;

/* Fills r->who and the language. A token that is unknown or revoked: FAULT_LOGIN_NEEDED. */
MUST enum fault who_find(struct request *, struct ctx *);
/* In the writer: the session or token is still good. FAULT_LOGIN_NEEDED. */
MUST enum fault who_still(struct request *, struct ctx *);
/* Proof of origin, for POST: FAULT_ORIGIN. */
MUST enum fault origin_check(struct request *, struct ctx *);
/* The form's token, for POST with a session, when the body is there: FAULT_FORM_OLD. */
MUST enum fault form_check(struct request *);

/* Opens one and puts its cookie into the answer (a new id at every log-in, X20). In the writer. */
MUST enum fault who_log_in(struct request *, struct ctx *, const struct session *);
/* The cookie that ties a code to the browser that asked for it (X19). */
extern const char browser_cookie[];
/* After a code was compared, with that outcome: opens the member's session and takes the cookie away. A wrong
 * guess is no fault of the stage but r->fault, and is committed: it must stay counted. In the writer. */
MUST enum fault who_log_in_by_code(struct request *, struct ctx *, enum fault, int64_t member);
/* Ends it; the answer takes the cookie away. In the writer. */
MUST enum fault who_log_out(struct request *, struct ctx *);
/* A cookie for `seconds`; 0 takes it away. */
void cookie_set(struct request *, const char *name, struct str value, int64_t seconds);
/* With HTTPS its name gets __Host- before it. */
struct str cookie_get(struct request *, const char *name);

#endif
