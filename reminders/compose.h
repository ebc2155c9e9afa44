/* Words for what is owed: one text for one address, from the .po sentences (N5, N21, voice). */
#ifndef REMINDERS_COMPOSE_H
#define REMINDERS_COMPOSE_H

#include "reminders/due.h"
#include "reminders/outgoing.h"

/* A step of a message as things stand now. */
struct told {
    int64_t id, loan, hold, member, branch, tool, model, number, renewals;
    struct str kind;     /* "due_soon", "hold_ready": the name in msg.KIND.sms */
    struct due_step step; /* of a reminder of a loan; else DUE_NOTHING */
    struct due_dates dates;
    day told_due, since; /* the day it was written for; member since */
    day active, until;   /* of the member: the last activity (M18), the last day of the membership */
    day ready, from;     /* of a hold: since when ready; of a booking: its first day */
    bool maybe; /* it may have arrived already: never told anew (X11) */
    bool open, contact;  /* the loan is out, the hold is there; the household's contact */
    bool arrived; /* the hold's tool came from another branch */
    struct str tool_name, member_name, language, hold_state;
    struct str ticket_state, answer; /* of a report */
};
struct told_list {
    int64_t message;
    struct told *at;
    size_t n;
};
/* The steps of a message that are not dropped. */
MUST enum fault told_load(struct ctx *, int64_t message, struct told_list *);
/* N6: does it still fit on that day? *why is NULL, and its step is filled in; else the reason:
 * "returned", "moved", "past". */
MUST enum fault told_fits(struct ctx *, const struct due_rules *, struct calendars *, struct told *,
                          day on, const char **why);

struct composed {
    int lang;
    struct str subject, text, html;
    struct str stop;     /* e-mail: the link that ends reminders before the day; "": none (RFC 8058) */
    struct str calendar; /* e-mail: the days it speaks of, as iCalendar; "": none */
    int parts;    /* SMS parts; 0 for an e-mail */
    size_t left;  /* items that did not fit and stand as "and n more" */
    const char *kind;
};
MUST enum fault compose(struct ctx *, struct calendars *, const struct told_list *, enum channel,
                        struct composed *);

/* A tool's name in a text: over 25 characters it is cut at a word (voice). */
struct str sms_tool(struct str name);
/* A sentence without "{library}: " before it: where several make one text, the name stands once. */
struct str without_library(struct ctx *, struct str line);

#endif
