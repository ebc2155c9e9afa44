/* Runs one of our helper programs (kist-labels, kist-photo): text in on its stdin, a file out of
 * its stdout. A helper is found beside the running program, else in the libexec folder. */
#ifndef BASE_HELPER_H
#define BASE_HELPER_H

#include "base/buf.h"
#include "base/ctx.h"

enum { HELPER_SECONDS = 60, HELPER_SAID = 4096 };

struct helper {
    const char *name; /* "kist-labels" */
    struct str input;
    int64_t limit;    /* bytes of output at most; more is FAULT_TOO_BIG */
    int seconds;      /* after which it is killed; 0: HELPER_SECONDS */
    /* What came back: */
    int exit;         /* its exit code; 128 + n when signal n ended it */
    struct str said;  /* the end of what it wrote to stderr, HELPER_SAID bytes at most */
};

/* Appends the output. FAULT_HELPER when it cannot be found or started, took too long, or ended with
 * anything but 0: then `exit` and `said` tell, and the output is as it was before. Safe in a
 * program with threads. */
MUST enum fault helper_run(struct ctx *, struct helper *, struct buf *output);

#endif
