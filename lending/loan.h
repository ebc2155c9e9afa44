/* Lending, returning, renewing (L1-L7, L16-L18, R1, R2). The deciding code is the explaining code:
 * with c->trace set every check is written down and none stops the others. */
#ifndef LENDING_LOAN_H
#define LENDING_LOAN_H

#include "lending/calendar.h"
#include "lending/member.h"
#include "lending/queue.h"
#include "lending/tool.h"

struct loan { /* shelf: where the tool hangs */
    int64_t id, tool, member, branch, renewals, kit; /* kit: it was lent as part of it; else 0 */
    day out, due, back, renewed;
    int64_t out_at, back_at, due_at; /* due_at: half-day loans; else 0 */
    bool in_house, open, lost;
    struct str tool_code, tool_name, shelf, member_code, member_name, branch_name;
    int64_t waiting_group; /* lending/spread.c: the lowest loan number of its group */
};

/* Money that goes back, in cents. */
struct refund {
    int64_t cents, deposit; /* deposit: kept for a loss, and held again (G11) */
    struct str name;        /* whose it is */
};

/* One lending. */
struct lend {
    int64_t tool, member, branch;
    day until;    /* DAY_NONE: as the policy says */
    day backdate; /* DAY_NONE: now */
    bool in_house, age_ok;
    bool explained; /* instruction was given just now (S1) */
    struct str helper;
    int64_t kit;    /* lent as part of it (T12); 0: alone */
    bool kit_begun; /* another tool of that kit was lent with it: a kit counts as one (M13) */
};
struct lent {
    struct loan loan;
    struct tool tool;
    struct member member;
    struct terms terms;
    struct calendar calendar; /* of the return branch */
    const struct part *parts; /* to hand over */
    size_t n_parts;
    bool twice;     /* L5: the same scan again; nothing changed */
    bool moved_on;  /* the day asked for was closed (L22) */
    bool shortened, by_owner; /* for a booking (L3), or for the owner's months (T11) */
    struct str notice; /* to read together; empty: none */
    int64_t fee, deposit; /* cents: charged for it (G2); to be taken with `deposit take` */
    struct refund refund; /* it had been lost, and is there (G11) */
};
MUST enum fault loan_out(struct ctx *, const struct lend *, struct lent *);
/* All checks of L17 and the due day, with nothing written: the decision of loan_out. */
MUST enum fault loan_check(struct ctx *, const struct lend *, struct lent *);

/* May anybody have it now? What depends on the tool alone; for `why` without a member. */
MUST enum fault loan_check_tool(struct ctx *, int64_t tool, int64_t branch, struct lent *);

struct back {
    int64_t tool, branch;
    day backdate;
    struct str broken; /* what is broken; empty: nothing */
    const struct val *missing, *found; /* names of parts (L8): not there; there again */
    size_t n_missing, n_found;
};
struct returned {
    struct tool tool;  /* as it was before */
    struct loan loan;  /* id 0: it was not on loan */
    struct member member;
    const struct part *parts; /* to look after; what is missing now */
    size_t n_parts;
    int days_late;
    bool home_elsewhere; /* put aside for transfer */
    bool inspection;     /* to the workbench first (S6) */
    bool for_owner;      /* recalled: set apart for its owner (T10) */
    struct member owner;
    struct queue_next next; /* whom to put it apart for (L11) */
    struct member next_member; /* who that is, or the owner */
    int64_t ticket;
    int64_t waiting; /* people waiting for the model */
    int64_t late_fee, slips, deposit; /* cents: charged (G10, L23); held for this loan */
    struct refund refund; /* a slip or a loss taken back */
};
MUST enum fault loan_in(struct ctx *, const struct back *, struct returned *);

struct renewed {
    struct loan loan;
    struct tool tool;
    struct member member;
    day due_before;
    int64_t due_at_before; /* half days; else 0 */
    bool twice; /* R6 */
    bool shortened, by_owner; /* for a booking (L3), or for the owner's months (T11) */
    int left;   /* renewals left after this one */
};
/* `by` is the member who asks for it, 0 for a volunteer: a member renews own loans only. */
MUST enum fault loan_renew(struct ctx *, int64_t tool, int64_t by, struct renewed *);
MUST enum fault loan_renew_check(struct ctx *, int64_t tool, int64_t by, struct renewed *);

struct loan_query {
    int64_t member, tool, branch;
    bool overdue, history; /* history: ended ones too */
    int64_t limit, offset;
};
MUST enum fault loan_list(struct ctx *, const struct loan_query *, const struct loan **, size_t *n,
                          int64_t *total);
MUST enum fault loan_get(struct ctx *, int64_t id, struct loan *);

#endif
