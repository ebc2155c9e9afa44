/* What is owed to whom on a day: "what should this person have heard by now, and have they?" (N1).
 * State-based: a missed run loses nothing, a second run finds nothing. */
#ifndef REMINDERS_DUE_H
#define REMINDERS_DUE_H

#include "lending/calendar.h"
#include "lending/tool.h"

enum due_kind { DUE_NOTHING, DUE_SOON, DUE_TODAY, DUE_OVERDUE, DUE_CALL };
enum { STEPS_MOST = 8 };

/* The settings of N3 and N18. */
struct due_rules {
    int soon, soon_shortest; /* days */
    bool today;
    int overdue[STEPS_MOST]; /* in open days, rising */
    size_t n_overdue;
    int call;
    int ending[STEPS_MOST]; /* in days before a membership ends, rising */
    size_t n_ending;
};
/* The dates of a loan that decide. */
struct due_dates {
    day due, begun; /* begun: of the lending or the last renewal */
};
struct due_step {
    enum due_kind kind;
    int n;     /* the number it is named by: open days, scaled to the branch (N19); 0 for soon */
    int index; /* which overdue step: 0 the first */
};

struct due_rules due_rules_read(struct ctx *);
/* N19: where the branch has w < 5 open weekdays, step k counts as ceil(k x w / 5). */
int due_scaled(int step, int open_weekdays);
/* N18: the step that fits on that day, and only that. Pure. */
struct due_step due_step_on(const struct due_rules *, const struct calendar *, struct due_dates, day on);
/* N4: the step that fits before a membership ends, as its number of days; 0: none. Pure. */
int due_ending(const struct due_rules *, day until, day on);
const char *due_kind_name(enum due_kind); /* "due_soon", "overdue" ... */
enum due_kind due_kind_named(struct str);

/* One thing somebody is owed: a step that fits today and was not told. */
struct owed {
    int64_t loan, member, branch;
    day due;
    struct due_dates dates;
    struct due_step step;
};
/* All of them, by member. */
MUST enum fault due_find(struct ctx *, const struct owed **out, size_t *n);

/* A calendar by branch, read once per run. */
struct calendars {
    struct calendar at[64];
    size_t n;
};
MUST enum fault calendar_of(struct ctx *, struct calendars *, int64_t branch, const struct calendar **);

#endif
