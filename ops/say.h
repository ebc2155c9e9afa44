/* Small phrases that several operations put into their sentences. */
#ifndef OPS_SAY_H
#define OPS_SAY_H

#include "lending/loan.h"
#include "ops/op.h"
#include "text/text.h"

/* "koffer, accu (2), lader (mist nu)"; empty when there are none. */
struct str say_parts(struct ctx *, const struct part *, size_t n);
/* "417 Klopboormachine Bosch PSB 500": the number first, as it stands on the tool. */
struct str say_tool(struct ctx *, const struct tool *);
/* "Still to pay: € 2,50."; to a member: "You still have € 2,50 to pay." */
struct str say_balance(struct ctx *, int64_t cents);
/* What somebody gets back, if anything. */
void say_refund(struct out *, const struct refund *);
/* The due day in words; with the time for a half-day loan. */
struct str say_due(struct ctx *, const struct loan *);
/* "Plank B4." for a code, else the place in its own words ("Bij de deur."). */
struct str say_shelf(struct ctx *, struct str shelf);
/* "Nothing changed." */
void say_same(struct out *);
/* There are so many more than a list shows; after which one they begin. */
void say_more(struct out *, int64_t left, struct str after);

/* What an operation did, as a word: "uitgeleend". */
struct str say_did(struct ctx *, struct str op);

#endif
