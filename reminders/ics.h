/* Days in a message as iCalendar (RFC 5545), so that a reader's own calendar can hold them. The same loan
 * or hold has the same UID for ever: a later message moves the day instead of adding one. */
#ifndef REMINDERS_ICS_H
#define REMINDERS_ICS_H

#include "base/buf.h"
#include "base/day.h"

struct ics {
    struct buf out; /* its arena is the caller's */
    int64_t now;    /* UTC seconds: a later one replaces an earlier */
    struct str base_url; /* its host makes the UID unique in the world */
};
/* A whole day. `uid` is our own name for it: "loan-12". */
void ics_event(struct ics *, struct str uid, day, struct str words);
/* The calendar; "" when it has no event. */
struct str ics_end(struct ics *);

#endif
