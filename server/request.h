/* One request, from its request line to the last byte of its answer: what http.c receives, route.c
 * names, session.c says who asked, and pages and operations answer.
 *
 * It passes through stages. A stage is a function and the thread it runs on: HERE (the HTTP thread,
 * reading only), WRITER (in the group commit) or WORKER (whatever takes more than 5 ms). A stage
 * fills `answer`, or names the next stage. */
#ifndef SERVER_REQUEST_H
#define SERVER_REQUEST_H

#include "base/buf.h"
#include "base/ctx.h"
#include "ops/look.h"

enum { BODY_MOST = 64 * 1024, PATH_PARTS = 12, HEADERS_MOST = 64, EXTRA_MOST = 8, PARAMS_MOST = 3 };

enum method { METHOD_GET = 1, METHOD_HEAD = 2, METHOD_POST = 4, METHOD_OTHER = 8 };
/* How a connection came in. A proxy's requests come from strangers; who opens the control socket is
 * known by the kernel. */
enum door { DOOR_TCP, DOOR_UNIX, DOOR_CONTROL };
enum where { HERE, WRITER, WORKER };

struct request;
struct server;
struct route;
struct known;
typedef enum fault stage_fn(struct request *, struct ctx *);

struct header {
    struct str name, value;
};
struct peer {
    enum door door;
    char address[46]; /* "" for a unix socket */
    unsigned uid;     /* of the control socket */
};

/* Who asks (server/session.c). Zero: a visitor. */
struct who {
    enum role role;
    int64_t member, volunteer, session, token, branch;
    struct str actor;    /* as in ctx */
    struct str initials;
    struct str form;     /* the token that this session's forms carry (X22) */
    int lang;            /* of the session; -1 */
    bool proven;         /* no proof of origin is asked: a bearer token, the control socket */
};

/* What was sent, parsed by body.c. */
struct given_list {
    struct given *at;
    size_t n, room;
};

struct answer {
    int status; /* 0: none yet */
    const char *type;
    struct str body;
    const struct buf *made; /* instead of body: it lives in the request's arena */
    struct header extra[EXTRA_MOST];
    size_t n_extra;
    enum { KEEP_NOT, KEEP_ASK, KEEP_EVER } keep; /* no-store; ask again with the ETag; immutable */
    struct str etag;        /* without its end until the length is known: see etag_make */
    size_t length;          /* of a 304: of the page that is unchanged */
    bool gzip;              /* the body is compressed */
    void *kept;             /* http.c's finished answer: given as it is */
    void **keep_as;         /* where http.c is to put it, to be given again */
    enum { POLICY_USUAL, POLICY_SCAN, POLICY_KEEPER, POLICY_FILE } policy; /* http_answer.c says what each allows */
    bool close;
};

struct request {
    struct server *server;
    struct arena mem;
    int64_t begun_us;
    struct str id; /* in the log and on error pages */
    int thread;    /* of the HTTP threads, the one that serves it */

    enum method method;
    struct str target, path, query; /* as sent, escaped */
    size_t n_headers; /* of `headers` below */
    const struct peer *peer;
    struct str address; /* whose limits count */
    struct str host;
    bool https;

    size_t body_limit; /* beyond it: 413 */
    struct buf body;
    int body_fd;          /* spooled uploads; -1 */
    size_t body_n;        /* bytes so far */
    struct given_list given;
    const struct file *files[8];
    size_t n_files;

    const struct route *route;
    struct str params[PARAMS_MOST];
    struct who who;
    bool api;         /* not for a browser: an answer as `view` says */
    struct view view;
    bool talk;        /* a remote `kist` wants the talk too, behind the data */
    int lang;
    struct str lang_chosen; /* by ?lang=, to be carried on */

    const struct known *known; /* of its thread, for stages HERE */
    struct {
        enum where where;
        stage_fn *fn; /* NULL: done */
    } next;
    stage_fn *finish;  /* HERE, at the end, also after a fault */
    bool begun;        /* a stage has run */
    enum fault fault;
    size_t n_wrong; /* of `wrong` below */
    void *state;       /* between stages */
    const struct op *op; /* that was run, */
    struct out *out;     /* and what it answered */
    bool urgent;       /* after the commit the worker sends what is urgent (N17) */
    struct answer answer;

    void *link;             /* http.c's */
    struct request *queued; /* the next in a queue */
    struct arena_mark mark; /* what a run again starts from */

    /* Last, and not cleared for a new request: */
    struct header headers[HEADERS_MOST];
    struct wrong wrong[WRONG_MOST];
};

/* A clock for measuring, in microseconds. */
int64_t monotonic_us(void);
/* The value of a header; "" when there is none. */
struct str request_header(const struct request *, const char *name);
/* A cookie; "" when there is none. */
struct str request_cookie(const struct request *, const char *name);
/* A field of the form, JSON body or query, the first of that name; "" when there is none. */
struct str request_field(const struct request *, const char *name);

/* Names the next stage. */
void request_then(struct request *, enum where, stage_fn *);
/* A context for it: its arena, who asks, its language. */
struct ctx request_ctx(struct request *, struct db *);
/* In its transaction: a demo or test library has a clock of its own. */
void request_clock(struct request *, struct ctx *);
/* Keeps what was noted as wrong when the context goes away. */
void request_wrong(struct request *, const struct ctx *);

#endif
