/* The demo's year, played with the real rules: shared by demo.c, demo_year.c and demo_now.c. The
 * clock of the context is set to the moment of each event, so every due day, refusal and journal line
 * is what it would have been on that day. */
#ifndef LENDING_DEMO_PLAY_H
#define LENDING_DEMO_PLAY_H

#include "lending/calendar.h"
#include "lending/branch.h"
#include "lending/loan.h"

enum { PLAY_TOOLS = 200, PLAY_MEMBERS = 100, PLAY_BRANCHES = 4, PLAY_EVENTS = 4000, PLAY_DAYS = 365 };

struct play_tool {
    int64_t id, number, branch;
    day from, until;   /* lent out by chance from the one to the day before the other */
    day out_until;     /* it is out, and back on that day; DAY_NONE: it is there */
    int weight, safety;
    bool half_day, garden, party, renewable;
};
struct play_member {
    int64_t id, number, branch;
    day from, to;
    day out[6]; /* until when; DAY_NONE: free */
    int weight;
};
enum play_kind { PLAY_BACK, PLAY_RENEW, PLAY_OUT, PLAY_NOW };
struct play_event {
    int64_t at;
    int seq; /* of two at the same moment the first planned comes first */
    enum play_kind kind;
    size_t of; /* a tool, a branch (PLAY_OUT) or an open loan of demo_now.c */
};
struct play {
    struct ctx *c;
    struct arena scratch;
    uint64_t seed;
    day today;
    struct calendar calendar[PLAY_BRANCHES];
    size_t n_branches, n_tools, n_members, n_events;
    struct play_tool tools[PLAY_TOOLS];
    struct play_member members[PLAY_MEMBERS];
    struct play_event events[PLAY_EVENTS]; /* a heap: the next is the first */
    int seq;
    bool explained[PLAY_MEMBERS][PLAY_TOOLS];
};

/* 0 <= result < n; the same from run to run. */
int play_chance(struct play *, int n);
void play_plan(struct play *, int64_t at, enum play_kind, size_t of);
struct play_event play_next(struct play *); /* and off the plan; there must be one */
struct play_tool *play_tool(struct play *, int64_t number);
struct play_member *play_member(struct play *, int64_t number);
const struct calendar *play_calendar(struct play *, int64_t branch);
/* The last open day of the branch that is at least so many days ago. */
day play_open_day(struct play *, int64_t branch, int days_ago);
/* Sets the clock to a moment of the past, at a counter, with new memory for what happens there. */
void play_at(struct play *, int64_t at, int64_t branch, const char *op);
/* Lends a tool now. A refusal is no fault: *due is then DAY_NONE. */
MUST enum fault play_lend(struct play *, size_t tool, size_t member, day *due);

/* Plans the loans that are open today, and keeps their tools free for them. */
void now_plan(struct play *);
/* One of them begins. */
MUST enum fault now_out(struct play *, size_t of);
/* The queue, what is ready on the shelf, and what is broken. */
MUST enum fault now_rest(struct play *);
/* The year before. */
MUST enum fault year_play(struct play *);

#endif
