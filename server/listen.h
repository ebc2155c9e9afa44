/* The sockets people come in by: TCP, unix, those systemd hands over, and the control socket beside
 * the database. One thread accepts on all of them and deals out what comes (http_add). */
#ifndef SERVER_LISTEN_H
#define SERVER_LISTEN_H

#include "base/ctx.h"

enum { LISTENERS_MOST = 8 };

struct http;
struct listener;

/* Binds "127.0.0.1:8080", "[::]:80", ":80" (everywhere) or "unix:/run/kist/web.sock". Sockets that
 * systemd hands over (LISTEN_FDS) come instead; those named "control" (FileDescriptorName=) are
 * control sockets. FAULT_PORT_IN_USE, FAULT_CONFIG, FAULT_CANNOT_WRITE; *what is the address that
 * failed. */
MUST enum fault listen_open(const char *address, struct listener **, const char **what);
/* Another control socket, which members of the group may open, when there is such a group. */
MUST enum fault listen_control(struct listener *, const char *path, const char *group,
                               const char **what);
/* Starts the accepting thread. */
void listen_start(struct listener *, struct http *);
/* The port that was bound (for --listen HOST:0); 0 for none. */
int listen_port(const struct listener *);
/* No more come in; unix sockets are unlinked. */
void listen_stop(struct listener *);

#endif
