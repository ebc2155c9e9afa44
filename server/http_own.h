/* What the files of http share: the daemons, and what each request hangs on. The only files that
 * include <microhttpd.h> are server/http*.[ch]; written for 0.9.75. */
#ifndef SERVER_HTTP_OWN_H
#define SERVER_HTTP_OWN_H

#include <microhttpd.h>
#include <stdatomic.h>

#include "server/conn.h"
#include "server/http.h"

struct link;
struct http_thread {
    struct http *http;
    int index;
    struct MHD_Daemon *daemon;
    struct conn_list conns;
    struct link *spare; /* done with, with a block of memory each */
    int n_spare;
};
struct http {
    struct http_options o;
    int n;             /* of threads that face the web; with TLS one more for the control socket */
    int n_all, most;   /* of connections on a thread */
    _Atomic unsigned turn;
    _Atomic int busy;
    struct http_thread *threads;
};
/* What con_cls points at: the request and where it stands. */
struct link {
    struct http_thread *thread;
    struct MHD_Connection *conn;
    struct conn *c;
    enum { LINE, BODY, RUN, ANSWERED } state;
    bool too_big;
    struct link *next;
    struct arena_mark first; /* the first block of its arena, kept for the next request */
    struct request r;
};

/* http_request.c: the callbacks of libmicrohttpd. */
void *http_on_target(void *cls, const char *target, struct MHD_Connection *);
enum MHD_Result http_on_request(void *cls, struct MHD_Connection *, const char *url,
                                const char *method, const char *version, const char *data,
                                size_t *size, void **con_cls);
void http_on_done(void *cls, struct MHD_Connection *, void **con_cls,
                  enum MHD_RequestTerminationCode);
/* Memory of requests that are over. */
void http_spare_free(struct http_thread *);

/* http_answer.c: sends the request's answer. */
enum MHD_Result http_answer(struct link *);

#endif
