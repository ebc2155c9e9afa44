/* Words for what is texted back: one text, in the language of the context (voice, `a_*`). */
#ifndef REMINDERS_REPLY_H
#define REMINDERS_REPLY_H

#include "reminders/compose.h"
#include "text/text.h"

/* What the sentence speaks of. branch 0: any. */
struct reply_facts {
    struct str tool, tool2, why;
    int64_t branch, time;
    day day, day2;
};
MUST enum fault reply_line(struct ctx *, enum text_key, const struct reply_facts *, struct str *out);

/* A loan that was named, and how renewing it ended. */
struct renewal {
    const struct told *told;
    bool done;
    day due;        /* as it is now */
    int64_t time;   /* when the branch shuts then, or the changeover of a half day */
    struct str why; /* not done: one sentence */
};
/* All of them in one text (N27). */
MUST enum fault reply_renewals(struct ctx *, const struct renewal *, size_t n, struct str *out);

#endif
