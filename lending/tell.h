/* Who is to be told what: a step (what) in a message (to one address) of the outbox, written in the
 * transaction of what happened. Words and sending are reminders/'s. */
#ifndef LENDING_TELL_H
#define LENDING_TELL_H

#include "base/ctx.h"

/* Ways to reach a person, in the order of N7. */
enum reach_by { BY_SMS, BY_EMAIL, BY_CALL, BY_VISIT };
struct reach {
    enum reach_by by;
    struct str address; /* empty for a visit */
};
const char *reach_name(enum reach_by); /* "sms", "email", "call", "visit": message.channel */
/* The first way that works, from `from` on; `sms` and `email`: whether there is a gateway. */
MUST enum fault reach_of(struct ctx *, int64_t member, enum reach_by from, bool sms, bool email,
                         struct reach *);

/* N8, N20: an SMS may go at local time from 09:00 to 20:00, not on Sundays nor on the default
 * holidays. The moment itself when it is allowed, else the next allowed one. */
int64_t quiet_until(struct ctx *, int64_t at);

/* One thing to be told. Its key (loan or hold, day, kind, n) is unique for ever; telling it again
 * does nothing (N2). */
struct telling {
    const char *kind; /* "due_soon", "hold_ready": the name in msg.KIND.* */
    int64_t member, loan, hold;
    day day; /* the due day or ready day it is about; DAY_NONE: none */
    int n;   /* which overdue step */
    bool urgent; /* by the daemon within seconds (N17) */
};
MUST enum fault tell(struct ctx *, const struct telling *);
/* The same by a way that was chosen already; *told false when its key was used before. */
MUST enum fault tell_by(struct ctx *, const struct telling *, const struct reach *, bool *told);

/* H18, N25: takes back what was said about a hold being ready: dropped while unsent, else the member
 * is told `hold_withdrawn`. */
MUST enum fault tell_not_ready(struct ctx *, int64_t hold, int64_t member);
/* Drops what was not yet sent about a loan or hold (the other is 0), of one kind or (NULL) of all. */
MUST enum fault tell_drop(struct ctx *, int64_t loan, int64_t hold, const char *kind, const char *why);
/* L20, N25: the same after an undo, of one day or (DAY_NONE) of all; who has heard it already is told
 * that it is no longer right. */
MUST enum fault tell_undone(struct ctx *, const struct telling *about);
/* Drops one step of an unsent message, which goes when that was its last. Its key is free again. */
MUST enum fault tell_step_drop(struct ctx *, int64_t step, int64_t message, const char *why);

/* How long a failed message is to be looked at, and a text of which nobody knows waits for its delivery
 * report before it is (N9). */
enum { MESSAGE_LOOK_SECONDS = 30 * 86400, MESSAGE_REPORT_SECONDS = 3600 };

/* A row of the outbox. */
struct message_new {
    const char *kind, *channel;
    int64_t member, not_before;
    struct str address, language, subject, body; /* no body: composed when sent */
    bool urgent, exempt;
};
MUST enum fault message_add(struct ctx *, const struct message_new *, int64_t *id);

#endif
