/* What the files of the wire share: one request on its way, and libcurl's settings that all have.
 * Only reminders/wire*.c include this. */
#ifndef REMINDERS_WIRE_CURL_H
#define REMINDERS_WIRE_CURL_H

#include <curl/curl.h>
#include <signal.h>

#include "base/buf.h"
#include "reminders/wire.h"

enum { HEADERS_MOST = 64 * 1024 };

struct flight {
    CURL *easy;
    struct curl_slist *list;
    struct arena *mem;
    struct str body;
    size_t body_at, most;
    struct buf reply, headers;
    bool cut;
    /* SMTP: the dialogue so far, by libcurl's own account of it */
    enum smtp_at at;
    int code;
    bool over;         /* we said QUIT: what comes now is of no interest */
    int64_t deadline;  /* milliseconds of the monotonic clock */
    char text[300], error[CURL_ERROR_SIZE];
};
/* What wire.self is. */
enum { SOCKETS_MOST = 32 };
struct self {
    CURL *easy;
    CURLM *multi;
    int sockets[SOCKETS_MOST]; /* open ones of SMTP */
    size_t n_sockets;
};

/* What every request has in common (X13); connections stay. */
void flight_common(struct flight *, const char *protocols, int seconds, const char *ca);
/* What libcurl says went wrong, as one clean line. */
struct str flight_why(const struct flight *, CURLcode);
int flight_seconds(int wanted, bool patient);
bool clean_line(struct str); /* no control characters */

/* OpenSSL writes to sockets without MSG_NOSIGNAL; the program may have SIGPIPE at its default. */
struct pipe_guard {
    sigset_t before;
    bool pending;
};
struct pipe_guard pipe_hold(void);
void pipe_release(struct pipe_guard *);

void wire_http(const struct wire *, const struct http_request *, struct arena *,
               struct http_reply *);
void wire_http_many(const struct wire *, const struct http_feed *);
void wire_wake(const struct wire *);
void wire_smtp(const struct wire *, const struct smtp_request *, struct arena *,
               struct smtp_reply *);
/* Before closing: kept connections still say QUIT, but nobody waits for the answer. */
void smtp_hush(struct self *);

#endif
