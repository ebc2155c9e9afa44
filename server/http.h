/* HTTP by libmicrohttpd; http.c is its only user. One-thread epoll daemons, to which the accepting
 * thread (listen.c) deals sockets in turn. Knows nothing of routes: it calls the hooks. */
#ifndef SERVER_HTTP_H
#define SERVER_HTTP_H

#include <sys/socket.h>

#include "server/request.h"

struct http;
struct http_options {
    struct server *server;
    int threads;
    const char *cert, *key; /* PEM texts; NULL: plain HTTP */
    /* The headers are there: names the route, refuses, sets body_limit. On the HTTP thread. */
    void (*begin)(struct request *);
    /* Runs stages. Returns HERE when the answer is there, else whose turn it is. */
    enum where (*run)(struct request *);
    /* Hands a suspended request to its thread; comes back by http_resume. */
    void (*send)(struct request *);
    /* Answered, or gone; for the log. */
    void (*done)(struct request *);
};

MUST enum fault http_start(const struct http_options *, struct http **);
/* Takes over a socket. */
void http_add(struct http *, int fd, const struct peer *, const struct sockaddr *, socklen_t);
/* From any thread: the request's next stage is HERE, or its answer is there. */
void http_resume(struct request *);
/* Every second or two: deadlines. */
void http_tick(struct http *);
/* An answer that is no longer kept (server/kept.h). NULL is none. */
void http_forget(void *kept);
/* Requests that are not yet answered. */
int http_busy(struct http *);
/* Ends all connections. Only when nothing is suspended. */
void http_stop(struct http *);

#endif
