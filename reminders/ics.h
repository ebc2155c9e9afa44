/* Days as iCalendar (RFC 5545), in a message or at an address that a phone fetches by itself. The same loan
 * or hold has the same UID for ever and everywhere: a later one moves the day instead of adding one. */
#ifndef REMINDERS_ICS_H
#define REMINDERS_ICS_H

#include "base/buf.h"
#include "base/day.h"

struct ics {
    struct buf out; /* its arena is the caller's */
    int64_t now;    /* UTC seconds: a later one replaces an earlier */
    struct str base_url; /* its host makes the UID unique in the world */
    struct str name;     /* what a reader calls the calendar; in a message "" */
};
/* The head. The first event writes it too: for a calendar that may have none. */
void ics_begin(struct ics *);
/* Whole days, both included. `kind` and `id` are our own name for it: "loan", 12. */
void ics_event(struct ics *, const char *kind, int64_t id, day from, day to, struct str words);
/* The calendar; "" when nothing was begun. */
struct str ics_end(struct ics *);

#endif
