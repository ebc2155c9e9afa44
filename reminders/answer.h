/* What people text back (N13, N27): VERLENG, JA, NEE, HULP, STOP, START, in Dutch and English. It is
 * about what that number was told last. What is not understood is kept for a volunteer to read. */
#ifndef REMINDERS_ANSWER_H
#define REMINDERS_ANSWER_H

#include "base/ctx.h"

enum meaning { MEANS_UNCLEAR, MEANS_RENEW, MEANS_YES, MEANS_NO, MEANS_HELP, MEANS_STOP, MEANS_START };
/* Blanks, dots and case do not count, a polite word after it neither; one typing error in a word of
 * four letters or more is forgiven. Anything longer is a sentence: for a volunteer. Pure. */
enum meaning answer_meaning(struct str text);
const char *meaning_name(enum meaning); /* "renew": incoming.meant */

enum { INCOMING_MOST = 1000, QUESTION_DAYS = 7 };

struct incoming {
    struct str phone; /* E.164, or what the sender calls itself */
    struct str text;  /* kept up to INCOMING_MOST bytes */
    struct str gateway, ref; /* whose hook, and its name for it: the same twice counts once; "" */
};
struct answered {
    enum meaning meant;
    bool again;  /* it had come before: nothing happened */
    bool unread; /* a volunteer is to read it */
    struct str reply; /* what is texted back, in the reader's language; "": nothing */
};
/* Does what it asks and puts the reply into the outbox, in the caller's transaction. What a rule
 * refuses is part of the reply, not a fault. */
MUST enum fault answer_take(struct ctx *, const struct incoming *, struct answered *);

#endif
