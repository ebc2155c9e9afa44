/* Everything the system can do, as data. One row of the table yields the command with its help, the
 * JSON endpoint, the HTML form, the role check, the transaction and the journal line.
 *
 * Sentences are found by name: `op.NAME.help` (one line), `op.NAME.done` (what happened, from the
 * fields of a row of the answer), `op.NAME.none` (an empty list), `arg.NAME.ARG` else `arg.ARG`,
 * `field.KEY`, `fault.NAME`, where NAME is the command with its blank as a dot:
 * `op.loan.list.help`. tests/check_texts.c fails the build when one is missing.
 *
 * Writing an operation:
 *
 *     static const struct shape branch_shape = { "branch", FIELDS({ "branch", FK_INT },
 *                                                                 { "name", FK_TEXT }) };
 *     static enum fault branch_list_run(struct ctx *c, const struct val *args, struct out *o)
 *     {
 *         ... for each: OUT(o, val_int(b[i].id), val_str(b[i].name));
 *         return OK;
 *     }
 *     const struct op branch_ops[] = {
 *         { "branch list", NULL, "/branches", GET, ROLE_VISITOR, OP_LIST, ARGS0, &branch_shape,
 *           branch_list_run },
 *         { 0 }
 *     };
 *
 * and one line in ops/table.c. What the engine does, so that `run` need not:
 * - `args` are values by position, checked and looked up; a missing one is V_NONE. K_TOOL and such
 *   are ids (V_INT). ARG_MANY is a V_LIST; of codes and names it holds the texts as scanned, for
 *   ops_each (a refusal of one is not a refusal of all) or ops_ids.
 * - A member asks about themselves only: a missing K_MEMBER is their own id, another's is unknown
 *   (X24). A visitor's K_MEMBER is always unknown. Other foreign things (a loan by its number) are
 *   `run`'s to refuse, with the same fault as a missing one.
 * - POST runs in one transaction; a dry run is rolled back; the same idempotency key gives the same
 *   answer (X35). GET runs in a read transaction. OP_LONG opens its own with ops_write.
 * - `--override` and `--reason` (OP_OVERRIDE) are in c->override and c->reason.
 * - When a POST has said nothing, each row of its answer is said with `op.NAME.done`.
 * - Return faults; `fail()` where the field is known. On a fault the answer is emptied. */
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
    K_INT,      /* 0 to 999999999, or as choices say: "1..60" */
    K_MONEY, K_DAY, K_TIME, K_YES,
    K_CHOICE,   /* one of arg.choices: "a|b|c" */
    K_TOOL, K_MEMBER, K_BRANCH, K_MODEL, K_CATEGORY, K_PLAN, /* a code or name; an id in `run` */
    K_LOAN,     /* a number */
    K_PHONE, K_EMAIL, K_POSTCODE, K_PIN, K_INITIALS, K_LANG, K_URL, /* text in its stored form */
    K_FILE,     /* a path or an upload */
    K_PHOTO,    /* the same, of a picture: cleaned before `run` (X30), as file->photo */
    K_PATH,     /* a file to write, on the command line only */
};

enum {
    ARG_NEED = 1,
    ARG_MANY = 2,
    ARG_PLACE = 4,   /* on the command line: by place, not by --name */
    ARG_SECRET = 8,  /* never echoed, logged or stored */
    ARG_LOCAL = 16,  /* on the command line only */
    ARG_EMPTY = 32,  /* an edit: given empty it is V_STR "" whatever its kind, and clears the field;
                        without this an empty one is a missing one */
    ARG_WORDS = 64,  /* with ARG_PLACE: takes the rest of the command line, joined by blanks */
};
struct arg {
    const char *name; /* snake_case; on the command line --snake-case */
    enum kind kind;
    unsigned flags;
    const char *choices; /* K_CHOICE: "a|b|c"; K_INT: "1..60" */
};

enum field_kind {
    FK_TEXT, FK_INT, FK_DAY, FK_TIME, FK_MONEY, FK_YES,
    FK_TOOL, FK_MEMBER, /* codes: a page links them */
    FK_KEY,             /* a word to type somewhere: never cut */
    FK_PHOTO,           /* "/photo/NAME.webp": a page links it */
    FK_LIST,
    /* Words of ours (ops/word.h): the same for machines in every language, told to people in theirs. */
    FK_TOOL_STATE, FK_MEMBER_STATE, FK_LOAN_STATE, FK_HOLD_STATE, FK_TRANSFER_STATE, FK_TICKET_STATE,
    FK_MESSAGE, FK_ANSWER, FK_MESSAGE_STATE, FK_CHANNEL, FK_MOVED, FK_DID,
    FK_MOVEMENT, FK_STOCK_WHAT, FK_WORK, FK_REPORT, FK_PROBLEM, FK_LEDGER_KIND,
    FK_METHOD, FK_ROLE, FK_MEMBER_KIND,
    FK_STOCK,   /* below nothing it is "0 (count)" (T13) */
    FK_SAFETY,  /* 0 to 3 */
    FK_WEEKDAY, /* 1 Monday */
    FK_HOURS,   /* "mo 10:00-12:00" */
    FK_TERM, FK_TERM_FROM, /* a lending term, and whose it is (policy show) */
    FK_CHECK,   /* what `check` looks at */
    FK_PHONE, FK_PHONES,   /* E.164, and a list of them */
    FK_HIDDEN, /* in JSON and CSV only */
    FK_SECRET, /* shown once and never stored: a token, a PIN we made */
};
struct field {
    const char *key; /* English, promised: JSON key, CSV heading, placeholder of op.NAME.done */
    enum field_kind kind;
};
struct shape {
    const char *name;
    const struct field *f; /* ends with a NULL key */
};
#define FIELDS(...) (const struct field[]){ __VA_ARGS__, { NULL, FK_TEXT } }
size_t shape_count(const struct shape *); /* its fields; NULL has none */

/* What an operation says. Buffered, and thrown away on a fault: nothing leaves before the
 * transaction is over. Rows go into JSON, CSV and tables; said sentences are what a person reads.
 * On a terminal GET shows rows as a table (one object: as lines) and says on stderr what was said,
 * POST shows what was said, and rows too with OP_TABLE. Without visible fields only what was said. */
enum tone { TONE_NONE, TONE_YES, TONE_LOOK, TONE_NO };
struct said {
    enum tone tone;
    struct str text; /* lines: what happened, what to do */
};
struct out_row {
    const struct val *v; /* a value for each field of the shape; NULL: a refusal */
    struct wrong wrong;
};
struct out {
    struct ctx *c;
    const struct op *op;
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
    int64_t action;       /* the number by which it is undone (L20); 0: nothing was written */
    bool again;           /* the stored answer of the same request (X35) */
    enum fault ended;     /* it answers, and yet ends with this exit code (remind: N24; import) */
};
/* Values are kept as they are: what they point to must live in the arena (or for ever). */
void out_row(struct out *, const struct val *v, size_t n);
#define OUT(o, ...) out_row((o), (const struct val[]){ __VA_ARGS__ }, COUNT(((const struct val[]){ __VA_ARGS__ })))
/* One of several was refused: its place in the answer. Takes the newest `wrong` of the context. */
void out_refused(struct out *);
void out_say(struct out *, enum tone, struct str text);
/* Begins an answer that is a file; add its bytes to what is returned. Names live for ever or in the
 * arena. */
struct buf *out_file(struct out *, const char *type, const char *name);
/* Throws all away. */
void out_empty(struct out *);
/* A new empty answer. */
struct out out_make(struct ctx *, const struct op *);

enum {
    OP_UNDO = 1,    /* a counter action: may be taken back */
    OP_LONG = 2,    /* runs in its own process, or on the worker: import, remind, backup. Opens its
                       own transactions (ops_write), stores no answer for its key */
    OP_FULL = 4,    /* needs kist-full: HTTP, SMTP, line editing */
    OP_LOCAL = 8,   /* on the server's command line only */
    OP_SECRET = 16, /* its path holds a secret: logged as *** */
    OP_LIST = 32,   /* answers an array */
    OP_HAND = 64,   /* has a hand-made page: no generated one */
    OP_NO_DB = 128, /* needs no library: init, version */
    OP_OVERRIDE = 256, /* takes override and reason (L1) */
    OP_FILE = 512,  /* answers a file; the command line takes -o FILE, whose ending is the argument
                       `format` where there is one */
    OP_TABLE = 1024, /* POST whose rows are shown to people too: a plan */
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
    enum fault (*run)(struct ctx *, const struct val *args, struct out *); /* NULL: the command
                                                                 line's own (counter) */
};
#define ARGS(...) (const struct arg[]){ __VA_ARGS__, { NULL, K_TEXT, 0, NULL } }
#define ARGS0 (const struct arg[]){ { NULL, K_TEXT, 0, NULL } }

size_t op_count(void);
const struct op *op_at(size_t i);
/* By command or alias ("loan list", "uit"); NULL. */
const struct op *op_find(struct str cmd);
/* Its argument of that name, the common ones (dry_run, override, reason) included; NULL. */
const struct arg *op_arg(const struct op *, struct str name);
size_t op_n_args(const struct op *);
/* The i-th of all it takes: its own, then the common ones; NULL at the end. */
const struct arg *op_arg_at(const struct op *, size_t i);
/* The key of a sentence about it, or -1: op_text(op, "help") is op.loan.list.help. */
int op_text(const struct op *, const char *what);

/* What was given for the arguments, before it is checked: texts by name, from argv, JSON or a form
 * (ops/given.h). */
struct given {
    struct str name, value;
    const struct file *file; /* an upload or an opened path; else NULL */
    bool number;             /* it was a JSON number, true or false */
};
struct request_args {
    const struct given *at;
    size_t n;
    bool dry_run;   /* an argument dry_run says the same */
    bool local;     /* from the command line on the library's own machine: ARG_LOCAL, OP_LOCAL */
    struct str key; /* Idempotency-Key; "" for none */
};

/* Runs an operation from any door: role, arguments (all wrong ones at once, in c->wrong), the
 * transaction, the journal, idempotency (X35). In a transaction that is already open it uses a
 * savepoint. On a fault `out` is empty, nothing changed, and c->wrong has at least one entry, the
 * first of which is that fault. */
MUST enum fault op_run(struct ctx *, const struct op *, const struct request_args *, struct out *);

/* Several in one go (L2): each looked up by `kind`, then `one` in a savepoint of its own with a
 * journal line of its own. A refusal takes its place in the answer; none done, or a refusal with
 * all_or_nothing: that fault, nothing done. A fault of the world (busy, disk full) ends all. */
struct each {
    const char *arg; /* its name */
    enum kind kind;
    struct val list; /* as `run` got it */
    bool all_or_nothing;
    /* Instead of `kind`: what `self` keeps of it, and an id. NULL: by `kind`. */
    enum fault (*find)(struct ctx *, const char *arg, struct str text, void *self, int64_t *id);
    enum fault (*one)(struct ctx *, int64_t id, void *self, struct out *);
    void *self;
};
MUST enum fault ops_each(struct ctx *, const struct each *, struct out *);
/* The ids of an ARG_MANY, for operations that take all or none (label): all wrong ones are noted. */
MUST enum fault ops_ids(struct ctx *, const char *arg, enum kind, struct val list,
                        const int64_t **ids, size_t *n);
/* db_write for OP_LONG: rolled back in a dry run. */
MUST enum fault ops_write(struct ctx *, enum fault (*body)(struct ctx *, void *), void *arg);
/* Sets c->now and c->today by the library's own clock. For each door after ctx_make, in a library
 * made with `init --demo|--test` (lending/setting.h, library_pretend); elsewhere it has none. */
void ops_clock(struct ctx *);

#endif
