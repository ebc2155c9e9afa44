/* Money (G1-G9): lines in cents that are added and never changed. What a member owes, what is held as
 * deposit, what is in the pot and what is in a till are sums of lines; nothing is stored twice. */
#ifndef LENDING_MONEY_H
#define LENDING_MONEY_H

#include "base/ctx.h"

/* G7, G9: what a tool is worth on a day, in cents: its price less a tenth for each full year since it
 * was bought, rounded down; nothing after ten years, and for an unknown price (-1). Pure. */
int64_t day_value(int64_t price, day bought, day on);

/* A new line. Positive cents: the member owes more (G8). Kinds and methods are those of the table. */
struct ledger_new {
    const char *kind;   /* "membership" ... "payment" (G2) */
    const char *method; /* of a payment, a deposit, money for the pot: "cash" ...; NULL: none */
    int64_t cents;
    int64_t member, loan, part; /* 0: none */
};
/* Adds it for today and the branch of the counter; noted so that undo reverses it. `id` may be NULL. */
MUST enum fault ledger_add(struct ctx *, const struct ledger_new *, int64_t *id);
/* Takes a line back by one that says the opposite. FAULT_LINE_REVERSED when that was done already, or
 * when it is such a line itself (G8). */
MUST enum fault ledger_reverse(struct ctx *, int64_t id);
/* For undo: a reversal taken back is the first line written once more. */
MUST enum fault ledger_again(struct ctx *, int64_t id);

/* Of a member, in cents. A balance above zero is still to be paid; below zero we owe it. */
struct member_money {
    int64_t balance, deposits;
};
MUST enum fault money_of(struct ctx *, int64_t member, struct member_money *);

struct ledger_line {
    int64_t id, member, cents, reverses; /* reverses: that line; 0 */
    day on;
    struct str kind, method, tool_code, part, branch; /* empty: none */
};
/* Of a member, the oldest first. */
MUST enum fault ledger_of(struct ctx *, int64_t member, const struct ledger_line **, size_t *n);

/* A mistake found later than undo reaches: the line with that number of some member is reversed, and
 * told. What the pot paid goes back into it. FAULT_NAME_UNKNOWN, FAULT_LINE_REVERSED. */
MUST enum fault ledger_correct(struct ctx *, int64_t id, struct ledger_line *);

/* A member pays, or with `back` gets paid what we owe. From the pot it leaves a line without member
 * too (G8). FAULT_AMOUNT_ZERO, FAULT_POT_SHORT, FAULT_PAY_BACK_MOST. */
struct payment {
    int64_t member, cents;
    const char *method;
    bool back;
};
MUST enum fault payment_add(struct ctx *, const struct payment *);

MUST enum fault pot_balance(struct ctx *, int64_t *cents);
/* The lines of the pot: of each only `on`, `kind`, `method`, `cents` (G4). */
MUST enum fault pot_lines(struct ctx *, const struct ledger_line **, size_t *n);

/* A till (G6): what came in less what went out, by branch and method. */
struct till {
    struct str branch, method; /* branch empty: of no branch */
    int64_t cents;
};
MUST enum fault till_of(struct ctx *, day, int64_t branch, const struct till **, size_t *n);

#endif
