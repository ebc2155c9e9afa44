/* What a gateway's reply means: conditions over its status and body, and what to pick out of it.
 *
 * A line of conditions holds when all of them do: `2xx` (the status), `/a/0/b=value` and
 * `/a/0/b!=value` (JSON pointer, RFC 6901; what is not there is the empty text), `~REGEX` (POSIX
 * extended, to the end of the line, over the body). */
#ifndef REMINDERS_RULE_H
#define REMINDERS_RULE_H

#include "base/arena.h"
#include "base/str.h"

struct reply {
    int status;
    struct str body;
    bool cut; /* the end of the body is missing */
};

/* Checks the line when the configuration is read: false with the reason in *why. */
bool rule_check(struct arena *, struct str line, struct str *why);
enum rule_says { RULE_NO, RULE_YES, RULE_UNCLEAR /* a pointer, but the body is cut or no JSON */ };
enum rule_says rule_holds(struct arena *, struct str line, const struct reply *);

/* `/pointer` or `~REGEX` (its first group, else all of the match). */
bool pick_check(struct arena *, struct str pick, struct str *why);
struct str pick_from(struct arena *, struct str pick, const struct reply *);

#endif
