/* An operation as an HTTP request, whatever carries it. */
#ifndef CLI_MESSAGE_H
#define CLI_MESSAGE_H

#include "cli/cli.h"

enum { FILE_MOST = 64 << 20, HEADERS_MOST = 16 };

struct message {
    struct cli *k;
    struct buf target, body; /* "/api/v1/loans?..." */
    const char *type;
    struct str headers[HEADERS_MOST];
    size_t n_headers;
};

/* Fills the target, the body and the headers but those of the connection. */
MUST enum fault message_make(struct message *);
void message_header(struct message *, const char *name, struct str value);

#endif
