/* Civil days in the library's zone (C1), and the only place that turns instants into them.
 *
 * An instant is UTC seconds (int64_t); a `day` is a date without a time and cannot be mixed up with
 * one. Days count from 1970-01-01 in the proleptic Gregorian calendar. */
#ifndef BASE_DAY_H
#define BASE_DAY_H

#include "base/str.h"

typedef struct {
    int32_t n;
} day;

#define DAY_NONE ((day){ INT32_MIN })

struct ymd {
    int y, m, d;
};

day day_of(int y, int m, int d);                     /* a date that exists; see day_exists */
bool day_exists(int y, int m, int d);
struct ymd day_ymd(day);
int day_weekday(day);                                /* 1 Monday ... 7 Sunday (ISO 8601) */
day day_plus(day, int days);
day day_plus_months(day, int months);                /* the last day of a short month (M18, S7) */
int day_diff(day later, day earlier);
bool day_is(day, day);
bool day_before(day, day);
bool day_none(day);
/* Reads 2026-11-24; false for anything else. */
bool day_parse(struct str, day *);
/* Full years from `since` to `on`; 29 February has its birthday on the 28th in other years (G9). */
int day_years(day since, day on);
/* Easter Sunday of a year (Gregorian computus). */
day day_easter(int year);

/* Sets the zone for the process; before the first thread starts. False when the system has no
 * such zone: a misspelt TZ would silently mean UTC. */
MUST bool zone_set(const char *name);
/* The civil day of an instant, and its minute of the day (0-1439). */
day day_at(int64_t instant);
int minute_at(int64_t instant);
/* The instant of a civil minute. A minute that does not exist moves to the next that does; one
 * that exists twice means the first. Only for "not before" of messages and half-day slots. */
int64_t instant_of(day, int minute);
/* Reads 2026-11-24T10:00:00+01:00 or ...Z (RFC 3339). */
bool instant_parse(struct str, int64_t *);

#endif
