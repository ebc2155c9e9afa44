/* Availability (H10): may this loan, renewal, booking or hold have a tool of the model then? One
 * function for the lending check, the renewal check, the booking form and the page's calendar, so
 * that they can never disagree. The facts of a model are read once and then asked without the
 * database. */
#ifndef LENDING_AVAIL_H
#define LENDING_AVAIL_H

#include "lending/tool.h"

/* Points of time, both ends included: civil days; for a model lent by half days, instants. */
struct range {
    int64_t lo, hi;
};
struct avail_tool {
    int64_t id, present, apart_hold; /* apart_hold: the hold it is set apart for; 0: none */
    bool active, out, apart;
    day inspect;                     /* valid through it; DAY_NONE: no matter */
    int owner_from, owner_to;        /* months; 0: all year (T11) */
    int64_t out_until, apart_until;  /* the last point it is out, or on the shelf */
};
struct avail_booking {
    int64_t id, member, tool; /* tool 0: any of the model */
    struct range when;
};
struct avail {
    int64_t model;
    bool half_day;
    int64_t now, today, elsewhere; /* elsewhere: from then on other branches' tools count (H10) */
    const struct avail_tool *tools;
    size_t n_tools;
    const struct avail_booking *bookings;
    size_t n_bookings;
};
/* Who asks for what. */
struct avail_ask {
    int64_t member;  /* own bookings do not stand in the way of a loan */
    int64_t tool;    /* this one; 0: any of the model */
    int64_t hold;    /* the hold or booking it fulfils, or that is being moved; 0: none */
    int64_t pick_up; /* of a booking: its branch; 0: a loan or renewal */
    bool lent;       /* `tool` is being lent or renewed: it counts as inspected and free (S6, R8) */
};

MUST enum fault avail_load(struct ctx *, int64_t model, struct avail *);
/* The first point of the span at which nothing is left for it; false when it may have all of it. */
bool avail_first_no(const struct avail *, const struct avail_ask *, struct range, int64_t *point);
/* Tools that nobody needs on that day (or from that instant on), for calendars and words. */
int avail_free(const struct avail *, int64_t pick_up, int64_t point);
/* A day as a point of this model's time: its first instant where half days count. */
int64_t avail_point(const struct avail *, day);
/* T11: may a tool with these months be out on that day? 10 to 3 is October to March. */
bool owner_month_ok(int from, int to, day);

#endif
