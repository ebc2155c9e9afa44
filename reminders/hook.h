/* What a gateway tells us by its web hook: a text that came in (N13), or what became of one of ours
 * (N9). Where it stands in the request is configuration (`in_*`, `report_*`): "/pointer" into a JSON
 * body, else the name of a field of the query or form. */
#ifndef REMINDERS_HOOK_H
#define REMINDERS_HOOK_H

#include "reminders/outbox.h"

/* One request as it came. */
struct hook_said {
    struct str body;
    struct str (*field)(const void *self, const char *name); /* "" when it is not there */
    const void *self;
};
/* The gateway of /hooks/NAME/SECRET; NULL when there is none, or with another secret (X25). */
const struct gateway *hook_find(const struct gateways *, struct str name, struct str secret);
/* Where the reports of a gateway are to come; "" when it has no hook. */
struct str hook_url(struct ctx *, const struct gateway *);
/* Takes in what it says, in the caller's transaction. What concerns none of our messages is passed
 * over: gateways repeat for days what is not accepted. */
MUST enum fault hook_take(struct ctx *, const struct gateways *, const struct gateway *,
                          const struct hook_said *);
/* A report, not a text that came in: some repeat it until the answer says "OK" (SMSAPI), while others text
 * the answer to a text back to its sender (Twilio). */
bool hook_is_report(struct ctx *, const struct gateway *, const struct hook_said *);

#endif
