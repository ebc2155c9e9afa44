/* What is known of a request from its headers alone: its number, route, language, look and address;
 * and for a change also who asks. Everything that can be refused is refused here, before a byte of
 * the body. */
#ifndef SERVER_BEGIN_H
#define SERVER_BEGIN_H

#include "server/request.h"

/* On its HTTP thread. */
MUST enum fault begin(struct request *);
/* FAULT_LOGIN_NEEDED, FAULT_ROLE_NEEDED. */
MUST enum fault role_check(const struct request *);

#endif
