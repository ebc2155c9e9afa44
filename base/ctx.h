/* What one operation knows: the database, its memory, who asks, and the one reading of the clock.
 * On the stack of the thread that runs it; nothing of it is global. */
#ifndef BASE_CTX_H
#define BASE_CTX_H

#include "base/buf.h"
#include "base/fault.h"
#include "base/val.h"

struct conf;
struct ctx;
struct db;
struct wire;

enum role { ROLE_VISITOR, ROLE_MEMBER, ROLE_VOLUNTEER, ROLE_COORDINATOR };

/* What a program can do beyond the database: filled by each main, and by tests. */
struct world {
    void *self;
    int64_t (*now)(const struct world *);                      /* UTC seconds */
    void (*random)(const struct world *, void *, size_t);      /* from the kernel */
    /* Runs kist-labels: one job (JSON, labels/job.h) in, one file out. NULL: cannot. */
    enum fault (*draw)(struct ctx *, struct str job, struct buf *out);
    /* Runs kist-photo on a picture that was given as `arg` (photo/clean.h). NULL: cannot. */
    enum fault (*photo)(struct ctx *, const char *arg, const struct file *, struct photo *out);
    const struct wire *wire;  /* HTTP and SMTP (reminders/wire.h); NULL: run kist-full instead */
    const struct conf *conf;  /* the configuration file as read at start; never NULL */
};

/* Why something was refused: the field, and the facts its sentence speaks of. */
enum { WRONG_MOST = 8, FACTS_MOST = 6 };
struct wrong {
    const char *arg; /* the argument, or NULL when it is about the whole */
    enum fault fault;
    struct val got; /* what was given there */
    struct fact facts[FACTS_MOST];
    size_t n_facts;
};

/* The decision written down while it is made: this is `why` (L16). */
struct step {
    const char *rule; /* "C3" */
    bool no;          /* this rule alone would have refused */
    enum fault fault; /* the refusal, when no */
    const char *text; /* key of the sentence for a yes or a date, else NULL */
    struct fact facts[FACTS_MOST];
    size_t n_facts;
};
struct trace {
    struct step steps[64];
    size_t n;
};

struct ctx {
    struct db *db;
    struct arena *mem;
    const struct world *world;
    int64_t now; /* UTC seconds, read once */
    int64_t clock_shift; /* seconds a demo library's clock is ahead of the real one */
    day today;   /* its civil day */
    int lang;    /* text/text.h */
    enum role role;
    int64_t member;      /* who is logged in: a member's id, else 0 */
    struct str actor;    /* whose counter this is: "t:3" a token, "s:9" a session, "u:NAME" (L20) */
    struct str initials; /* for the journal; "" for a member or visitor */
    int64_t branch;      /* the branch of the counter, 0 for none */
    bool override;       /* L1: a volunteer decides otherwise, with a reason */
    enum fault overridden; /* the refusal that was passed over, for the journal */
    struct str reason;
    bool dry_run;        /* nothing is kept; what leaves the database must not happen */
    int64_t journal;     /* the journal line of this operation, 0 until something is written */
    const char *op;      /* its command, for the journal */
    struct wrong wrong[WRONG_MOST];
    size_t n_wrong;
    struct str *settings; /* lending/setting.c: read on first use */
    struct trace *trace; /* when set, deciding functions append to it */
};

/* A new context: reads the clock once (C1). The caller owns the arena. */
struct ctx ctx_make(struct db *, struct arena *, const struct world *);

/* Notes a refusal and returns its fault, for `return fail(...)`. Form errors: several may be noted;
 * a rule's refusal: the first counts. `got` is what was given there. */
MUST enum fault fail(struct ctx *, enum fault, const char *arg, struct val got);
/* The same with the facts that the sentence `fault.NAME` speaks of. */
MUST enum fault fail_facts(struct ctx *, enum fault, const char *arg, struct val got,
                           const struct fact *facts, size_t n);
#define FACTS(...) (const struct fact[]){ __VA_ARGS__ }, COUNT(((const struct fact[]){ __VA_ARGS__ }))
#define F(name, val) { (name), (val) }

/* Appends to the trace, when there is one: a rule that said yes or made a date. */
void trace_yes(struct ctx *, const char *rule, const char *text, const struct fact *, size_t n);
void trace_no(struct ctx *, enum fault, const struct fact *, size_t n);

#endif
