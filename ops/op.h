/* Everything the system can do, as data. One row of the table yields the command with its help, the
 * JSON endpoint, the HTML form, the role check, the transaction and the journal line.
 *
 * Sentences are found by name: `op.NAME.help` (one line), `op.NAME.done` (what happened, from the
 * fields of a row of the answer), `arg.NAME.ARG` else `arg.ARG`, `field.KEY`, `fault.NAME`, where
 * NAME is the command with its blank as a dot: `op.loan.list.help`. */
#ifndef OPS_OP_H
#define OPS_OP_H

#include "base/buf.h"
#include "base/ctx.h"

enum verb { GET, POST }; /* GET reads; POST writes, in one transaction */

/* What an argument is. Codes and names are looked up by ops/arg.c before `run`, in its transaction:
 * `run` gets ids. */
enum kind {
    K_TEXT,     /* up to 200 characters, one line */
    K_LONG,     /* up to 2000 characters, several lines */
    K_INT, K_MONEY, K_DAY, K_TIME, K_YES,
    K_CHOICE,   /* one of arg.choices: "a|b|c" */
    K_TOOL, K_MEMBER, K_BRANCH, K_MODEL, K_CATEGORY, K_PLAN, /* a code or name; an id in `run` */
    K_LOAN,     /* a number */
    K_PHONE, K_EMAIL, K_POSTCODE, K_PIN, K_INITIALS, K_LANG, K_URL,
    K_FILE,     /* a path or an upload */
    K_PATH,     /* a file to write, on the command line only */
};

enum { ARG_NEED = 1, ARG_MANY = 2, ARG_PLACE = 4, /* on the command line: by place, not by --name */
       ARG_SECRET = 8,                            /* never echoed, logged or stored */
       ARG_LOCAL = 16 };                          /* on the command line only */
struct arg {
    const char *name; /* snake_case; on the command line --snake-case */
    enum kind kind;
    unsigned flags;
    const char *choices;
};

enum field_kind { FK_TEXT, FK_INT, FK_DAY, FK_TIME, FK_MONEY, FK_YES, FK_TOOL, FK_MEMBER, FK_LIST,
                  FK_HIDDEN /* in JSON and CSV only */ };
struct field {
    const char *key; /* English, promised: JSON key, CSV heading, placeholder of op.NAME.done */
    enum field_kind kind;
};
struct shape {
    const char *name;
    const struct field *f; /* ends with a NULL key */
};
#define FIELDS(...) (const struct field[]){ __VA_ARGS__, { NULL, FK_TEXT } }

/* What an operation says. Buffered, and thrown away on a fault: nothing leaves before the
 * transaction is over. Rows go into JSON, CSV and tables; said sentences are what a person reads. */
enum tone { TONE_NONE, TONE_YES, TONE_LOOK, TONE_NO };
struct said {
    enum tone tone;
    struct str text;
};
struct out_row {
    const struct val *v; /* a value for each field of the shape; NULL: a refusal */
    struct wrong wrong;
};
struct out {
    struct ctx *c;
    const struct shape *shape;
    bool list;            /* an array of rows, else the one object */
    struct out_row *rows; /* in the order given */
    size_t n_rows, room_rows;
    struct said *said;
    size_t n_said, room_said;
    size_t n_refused;     /* rows that are refusals: 207, exit 77 */
    struct buf *file;     /* an answer that is a file (export, label): its bytes */
    const char *file_type, *file_name;
    bool created;         /* 201 */
};
void out_row(struct out *, const struct val *v, size_t n);
#define OUT(o, ...) out_row((o), (const struct val[]){ __VA_ARGS__ }, COUNT(((const struct val[]){ __VA_ARGS__ })))
/* One of several was refused: its place in the answer. Takes the newest `wrong` of the context. */
void out_refused(struct out *);
void out_say(struct out *, enum tone, struct str text);

enum {
    OP_UNDO = 1,    /* a counter action: may be taken back */
    OP_LONG = 2,    /* runs in its own process, or on the worker: import, remind, backup */
    OP_FULL = 4,    /* needs kist-full: HTTP, SMTP, line editing */
    OP_LOCAL = 8,   /* on the server's command line only */
    OP_SECRET = 16, /* its path holds a secret: logged as *** */
    OP_LIST = 32,   /* answers an array */
    OP_HAND = 64,   /* has a hand-made page: no generated one */
    OP_NO_DB = 128, /* needs no library: init, version */
};

/* `args` as the row has them: values by position; a many-argument is a V_LIST. Missing: V_NONE. */
struct op {
    const char *cmd;   /* "loan list" */
    const char *alias; /* Dutch: "uit"; NULL */
    const char *path;  /* "/loans", "/tools/{tool}": below /api/v1; NULL: no endpoint */
    enum verb verb;
    enum role who;     /* the least role that may */
    unsigned flags;
    const struct arg *args; /* ends with a NULL name */
    const struct shape *answer;
    enum fault (*run)(struct ctx *, const struct val *args, struct out *);
};
#define ARGS(...) (const struct arg[]){ __VA_ARGS__, { NULL, K_TEXT, 0, NULL } }

size_t op_count(void);
const struct op *op_at(size_t i);
/* By command or alias ("loan list", "uit"); NULL. */
const struct op *op_find(struct str cmd);

/* What was given for the arguments, before it is checked: texts by name, from argv, JSON or a form. */
struct given {
    struct str name, value;
    const struct file *file; /* an upload or an opened path; else NULL */
    bool number;             /* it was a JSON number, true or false */
};
struct request_args {
    const struct given *at;
    size_t n;
    bool dry_run;
    struct str key; /* Idempotency-Key; "" for none */
};

/* Runs an operation from any door: role, arguments (all wrong ones at once, in c->wrong), the
 * transaction, the journal, idempotency (X35). In a transaction that is already open it uses a
 * savepoint. On a fault `out` is empty and nothing changed. */
MUST enum fault op_run(struct ctx *, const struct op *, const struct request_args *, struct out *);

/* A new empty answer. */
struct out out_make(struct ctx *, const struct op *);

#endif
