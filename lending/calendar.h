/* When a branch is open, and the days that follow from it (C2-C5, C8-C13). A calendar is read once
 * per operation and then asked without the database. */
#ifndef LENDING_CALENDAR_H
#define LENDING_CALENDAR_H

#include "base/ctx.h"

struct block { /* minutes of the day; `to` is the first minute that is shut again */
    int weekday, from, to, change;
};
struct shut { /* a closing, both days included */
    day from, to;
    int64_t id;
    struct str reason;
};
enum { HOLIDAYS = 11 }; /* the default list of C9 and Good Friday */
struct calendar {
    int64_t branch;
    const struct block *blocks; /* by weekday, then minute */
    size_t n_blocks;
    const struct shut *shuts;
    size_t n_shuts;
    bool holiday_open[HOLIDAYS]; /* in the order of holiday_name() */
};

MUST enum fault calendar_load(struct ctx *, int64_t branch, struct calendar *);

/* C9: open when its weekday has a block and it is no holiday of the branch and in no closing. */
bool calendar_open(const struct calendar *, day);
/* The first open day among `from` and the `within` days after it; DAY_NONE. */
day calendar_first(const struct calendar *, day from, int within);
/* The last open day in first..last; DAY_NONE. */
day calendar_last(const struct calendar *, day first, day last);
/* C13: open days after `due` up to and including `on`. */
int calendar_days_late(const struct calendar *, day due, day on);
/* The blocks of a day, in order; 0 on a day that is not open. */
size_t calendar_blocks(const struct calendar *, day, const struct block **first);
/* The minute the branch opens on that day; -1 when it does not. */
int calendar_opens_at(const struct calendar *, day);
/* The last minute (exclusive) the branch is open on that day; -1 when not open. */
int calendar_shuts_at(const struct calendar *, day);
/* H13: the last day on the shelf of what became ready on `ready`: the first open day at least
 * `least_days` later with at least `open_days` open days from the day after `ready` on. DAY_NONE when
 * there is none within so many days. */
day calendar_shelf_last(const struct calendar *, day ready, int open_days, int least_days, int within);
/* Days of the week that have a block (N19). */
int calendar_weekdays(const struct calendar *);

/* C10: when a half-day loan lent at that minute is due: the changeover after that of the block in
 * or before which it is lent. False when no block follows within so many days. */
bool calendar_slot_due(const struct calendar *, day on, int minute, int within, day *due, int *at);

/* The holidays of a year by index of holiday_name; King's Day on 26 April when the 27th is a
 * Sunday. Good Friday is the last of the list and off by default. */
void holidays_of(int year, day out[static HOLIDAYS]);
const char *holiday_name(size_t i); /* "kings_day"; its words are holiday.NAME */
/* A holiday of C9's default list, whatever branches switch off (N20). */
bool holiday_default(day);

/* Reads "mo 10:00-12:00/11:15 tu ..." (C10): FAULT_HOURS_FORMAT with *at the word that is wrong,
 * FAULT_HOURS_OVERLAP. Dutch names, whole ones and ranges ("di-za 10-17, zondag 12.00-16.00") are
 * understood too. */
MUST enum fault hours_parse(struct arena *, struct str text, const struct block **out, size_t *n,
                            struct str *at);
/* The same text back. */
struct str hours_text(struct arena *, const struct block *, size_t n);

#endif
