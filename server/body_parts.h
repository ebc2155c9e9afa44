/* multipart/form-data (RFC 7578), as browsers send it: fields, and files. */
#ifndef SERVER_BODY_PARTS_H
#define SERVER_BODY_PARTS_H

#include "server/request.h"

/* FAULT_BODY_FORMAT, FAULT_TOO_BIG (a field), FAULT_DISK_FULL. */
MUST enum fault parts_read(struct request *);

#endif
