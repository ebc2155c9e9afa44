/* kist, the command line: a skin over the table of operations. One run is one operation. */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "base/conf.h"
#include "ops/look.h"
#include "reminders/wire.h"

enum { GIVEN_MOST = 4000 };

/* Where the library is (cli/where.c). */
enum at { AT_FILE, AT_SOCKET, AT_SERVER };
struct where {
    enum at at;
    const char *path;  /* the file; "" when only a socket or a server is known */
    const char *url;   /* of AT_SERVER, without a path */
    int fd;            /* of AT_SOCKET: connected */
    const char *socket;
};

struct cli {
    struct ctx c;          /* without a database until the library is open */
    struct arena mem;
    struct world world;
    struct conf conf;
    char **argv;
    /* What stands before or after the command for all of them. */
    const char *config, *db, *server, *as, *branch, *lang, *output;
    struct view view;
    bool verbose, help, version;
    /* The command and what was given to it. */
    const struct op *op;
    struct str words;      /* of a command that does not exist, or the start of several */
    struct request_args req;
    struct given at[GIVEN_MOST];
    int64_t fixed_now;     /* KIST_NOW; 0: the real clock */
    int patience;          /* seconds for an answer over the network; 0: as long as it takes */
    bool keep;             /* the counter: the file stays open from one operation to the next */
};

/* The whole program but `exit`: returns the exit code. */
int cli_run(struct cli *, char **argv);

/* Reads the command line. Refusals are noted in c->wrong; *fault is the first. */
MUST enum fault cli_args(struct cli *);
/* The nearest of the commands, or of the command's arguments, to what was typed; "" when none is
 * near. */
struct str near_command(struct arena *, struct str typed);
struct str near_arg(struct arena *, const struct op *, struct str typed);

/* A secret that is given as "-" is asked for, or read from stdin; then it stands in k->at. */
void cli_secrets(struct cli *);

/* Runs k->op by the door that commands.md promises: the file, a daemon's socket or a server. */
MUST enum fault cli_ask(struct cli *, struct shown *);

MUST enum fault where_find(struct cli *, struct where *);
/* Connects to the daemon that may serve this file: DB.sock beside it, or the run folder's socket. */
bool where_socket(struct cli *, const char *path, struct where *);
/* Connects once more. */
bool where_again(struct where *);

/* Closes the file that was kept open. */
void local_close(struct cli *);
/* Runs the operation on the file. */
MUST enum fault local_run(struct cli *, const struct where *, struct shown *);
/* Sends it to a daemon and takes its answer as it looks. *other: that daemon serves another
 * library, nothing happened. */
MUST enum fault remote_run(struct cli *, struct where *, struct shown *, bool *other);

/* HTTP/1.1 over a connected unix socket (RFC 9112): one request, one answer. `*sent` tells whether
 * anything may have reached the other side when it fails. */
struct http_answer {
    int status;
    struct str headers, body;
};
MUST enum fault socket_ask(struct arena *, int fd, struct str head, struct str body,
                           struct http_answer *, bool *sent);

/* Writes the answer: data to stdout or the file of -o, talk to stderr. Returns the exit code. */
int cli_show(struct cli *, const struct shown *);
/* Writes all of it; false after an error. */
bool write_all(int fd, struct str);

/* HTTP and SMTP where this program has them (cli/full.c), else NULL (cli/lean.c). */
const struct wire *program_wire(void);
/* `kist counter` where this program has line editing (cli/counter_start.c), else never called. */
MUST enum fault program_counter(struct cli *, struct shown *);

#endif
