/* What all threads of the daemon share. Made by main.c before the first of them starts; what
 * changes afterwards says how it is guarded. */
#ifndef SERVER_SERVER_H
#define SERVER_SERVER_H

#include <stdatomic.h>

#include "base/conf.h"
#include "server/http.h"
#include "server/kept.h"
#include "server/known.h"

enum { THREADS_MOST = 16 };

struct writer;
struct worker;
struct sender;
struct listener;

/* What an HTTP thread keeps between requests; only it looks here. */
struct thread {
    struct db *db; /* query_only */
    struct known known;
    struct kept kept;
    int64_t checked_us; /* when it last asked whether `known` is still so */
    uint32_t commits;   /* server.commits then */
};

struct server {
    const struct conf *conf;
    const struct world *world;
    const char *db_path;
    const char *spool;    /* its folder: uploads wait there in files without a name */
    int64_t dev, ino;     /* of the database: `kist` finds the daemon of its file by them */
    const char *base_url; /* --base-url; NULL: the setting */
    int64_t started;
    int lang;             /* of the library, at start */
    unsigned build;       /* changes with every build, for ETags */
    bool tls, pretend;    /* pretend: a demo or test library, whose clock may be moved */
    bool led;             /* there is a coordinator */

    struct http *http;
    struct writer *writer;
    struct worker *worker;
    struct sender *sender; /* NULL: no gateway */
    struct listener *listener;
    struct thread threads[THREADS_MOST + 1];
    _Atomic bool stopping;
    _Atomic uint32_t ids; /* of requests */
    uint32_t id_salt;
    _Atomic uint32_t commits; /* of this process */
    _Atomic int write_fault; /* of the last commit, for /readyz */
};

#endif
