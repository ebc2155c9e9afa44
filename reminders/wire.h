/* HTTP and SMTP: the only user of libcurl, also for a remote command line.
 *
 * Only http, https, smtp and smtps; redirects are not followed, certificates are checked, proxies
 * come from no environment variable, replies are capped (X12, X13). How a try ended is told so that
 * nothing is sent twice: see enum wire_end. Programs without libcurl have world->wire == NULL. */
#ifndef REMINDERS_WIRE_H
#define REMINDERS_WIRE_H

#include "base/arena.h"
#include "base/fault.h"
#include "base/str.h"

enum wire_end {
    WIRE_REPLIED, /* there is an answer: its status or code says what it was */
    WIRE_NOT_SENT, /* no connection, or lost before anything of the message had left: try again */
    WIRE_UNKNOWN, /* time-out or drop afterwards: it may have been taken */
    WIRE_FORBIDDEN, /* we do not send such a thing: address, protocol, header, size */
};

enum { WIRE_SECONDS = 10, WIRE_SECONDS_MOST = 30, WIRE_REPLY_MOST = 1 << 20, WIRE_AT_ONCE = 64 };

struct http_request {
    const char *method; /* NULL: POST */
    struct str url;
    const struct str *headers; /* "Name: value" each */
    size_t n_headers;
    struct str body;
    int seconds;    /* all together; 0: WIRE_SECONDS, at most WIRE_SECONDS_MOST unless `patient` */
    size_t most;    /* of the reply in bytes; 0: WIRE_REPLY_MOST */
    bool patient;   /* a remote command (import, report) may take as long as `seconds` says */
    const char *ca; /* a certificate file to trust beside the system's; NULL: none */
};
struct http_reply {
    enum wire_end end;
    int status;          /* 0: there was none */
    struct str body;     /* in the arena given; cut at `most` */
    bool cut;            /* it was longer */
    struct str headers;  /* "Name: value" lines as they came */
    int64_t retry_after; /* seconds, from Retry-After in either form; 0: none */
    struct str why;      /* when there was no answer: what happened, in English, without the URL */
};

enum smtp_tls { SMTP_STARTTLS, SMTP_IMPLICIT, SMTP_PLAIN };
struct smtp_request {
    struct str host;
    int port; /* 0: 587, 465 or 25 by tls */
    enum smtp_tls tls;
    struct str user, password; /* "": no AUTH */
    struct str helo;           /* our name; "": the machine's */
    struct str from, to;       /* envelope addresses; from "" is the null sender */
    struct str message;        /* RFC 5322, lines ended by CR LF */
    int seconds;
    const char *ca;
};
/* How far the dialogue came when it ended: whose fault a refusal is. */
enum smtp_at {
    SMTP_AT_CONNECT,
    SMTP_AT_LOGIN,
    SMTP_AT_FROM,
    SMTP_AT_TO,
    SMTP_AT_DATA,
    SMTP_AT_END
};
struct smtp_reply {
    enum wire_end end;
    int code; /* the server's last: 2yz taken, 4yz later, 5yz never; 0: none */
    enum smtp_at at;
    struct str text; /* the server's last line after the code */
    struct str why;
};

/* Many requests at once over one multi handle. */
struct http_job {
    struct arena *mem; /* of the reply: the caller's, as all of this but the reply */
    struct http_request request;
    struct http_reply reply;
    void *self;
};
enum http_next { HTTP_JOB, HTTP_WAIT, HTTP_OVER };
struct http_feed {
    /* Fills the next job; HTTP_WAIT when there is none yet: asked again after `wake`, each `done`, and
     * within a second. HTTP_OVER: when all that are under way have ended, so has http_many. */
    enum http_next (*next)(void *self, struct http_job *);
    void (*done)(void *self, struct http_job *);
    void *self;
    int at_once; /* 0 or more: WIRE_AT_ONCE */
};

/* One thread's connections: kept open between calls and used again. A thread that sends by itself
 * has a wire of its own (and a copy of `world` that points to it). */
struct wire {
    void *self;
    void (*http)(const struct wire *, const struct http_request *, struct arena *,
                 struct http_reply *);
    void (*smtp)(const struct wire *, const struct smtp_request *, struct arena *,
                 struct smtp_reply *);
    void (*http_many)(const struct wire *, const struct http_feed *);
    void (*wake)(const struct wire *); /* from another thread: there is a next one now */
    enum fault (*another)(struct wire *); /* opens one for another thread, which calls `close` */
    void (*close)(struct wire *);
};

/* FAULT_PROGRAM when libcurl lacks what we need (TLS, SMTP). */
MUST enum fault wire_open(struct wire *);
void wire_close(struct wire *);

/* Header `name` of a reply without blanks around, or "". */
struct str http_header(const struct http_reply *, struct str name);

#endif
