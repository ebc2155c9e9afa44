/* Is this one request, and the same to every reader of it? (X26). libmicrohttpd 0.9.75 forgives
 * bare CR and LF, NUL, blanks, folded lines, two lengths; a proxy may read such a request
 * otherwise, and one request becomes two. Pure; works on the places of the parts in the received
 * bytes. */
#ifndef SERVER_FRAME_H
#define SERVER_FRAME_H

#include "base/fault.h"
#include "server/request.h"

struct frame {
    const char *method, *version; /* where they stand in what was received; ended by a NUL */
    struct str target;            /* a copy */
    const struct header *headers; /* where they stand */
    size_t n_headers;
    size_t size; /* of request line, headers and the empty line */
};

enum { TARGET_MOST = 4096, FIELDS_BYTES_MOST = 8192 };

/* OK, FAULT_REQUEST_BAD, FAULT_METHOD_UNKNOWN, FAULT_URI_TOO_LONG, FAULT_HEADERS_TOO_BIG. */
MUST enum fault frame_check(const struct frame *);
/* METHOD_OTHER for those that HTTP knows and we do not serve. */
enum method frame_method(const char *);

#endif
