/* The outbox: what is to be told, claimed by whoever sends it, and what became of it (N9). Rows are
 * written in the transaction of the one who asks; nothing is sent inside a transaction. */
#ifndef REMINDERS_OUTBOX_H
#define REMINDERS_OUTBOX_H

#include "reminders/compose.h"
#include "reminders/gateway.h"

enum budget { BUDGET_FINE, BUDGET_LOW, BUDGET_SPENT };
/* What one run did; counts only, so it may be logged. */
struct tally {
    int written, sent, failed, retry, unknown, dropped, calls; /* steps: written, dropped, calls */
    enum budget budget;  /* of this month's texts (N12) */
    bool tried, reached; /* a gateway was tried; one answered (N24) */
};

/* The gateways of the configuration; in a demo or test library without any, a folder DB.messages
 * that takes both channels. FAULT_CONFIG with *why; FAULT_NO_GATEWAY in a real library. */
MUST enum fault outbox_gateways(struct ctx *, struct gateways *, struct str *why);

/* In one transaction: claims nobody finished, what no longer fits (N6), then a row for all that is
 * owed (N1). Safe to run again and beside another. */
MUST enum fault outbox_plan(struct ctx *, const struct gateways *, struct tally *);

/* Writes what is to be told besides the steps of a loan (N4, N25). In outbox_plan. */
MUST enum fault occasions_tell(struct ctx *);

/* A message of its own that must go now: a log-in code (N17). In the caller's transaction. */
struct urgent {
    const char *kind; /* "login_code" */
    int64_t member;
    enum channel channel;
    struct str address, language, subject, body;
};
MUST enum fault outbox_urgent(struct ctx *, const struct urgent *, int64_t *id);

/* One message as it is about to be sent. *go false: nothing to send (dropped, or taken by another). */
struct sending {
    int64_t id, member, tries;
    enum channel channel;
    struct str address, ref, kind, language;
    struct composed words;
    bool steps; /* it tells steps: composed anew at every try */
    bool go;
};
/* Reads, checks (N6) and composes message `id`; drops steps that no longer fit. For the dry run too. */
MUST enum fault outbox_compose(struct ctx *, struct calendars *, int64_t id, struct sending *,
                               struct tally *);

/* N28: after the last failure the next channel takes over, else the call list; for each person of a
 * shared number their own, with what is theirs only. */
MUST enum fault outbox_next_channel(struct ctx *, const struct gateways *, const struct sending *);

/* N10: three hard failures in a row mark the number or address. */
MUST enum fault outbox_contact(struct ctx *, const struct sending *, bool works);
/* Marks what became of a try through `g` (NULL: none was there), and does what follows: another try, a
 * number that does not work (N10), the next channel. *state as in the database. */
MUST enum fault outbox_settle(struct ctx *, const struct gateways *, const struct sending *,
                              const struct gateway *g, const struct verdict *, const char **state);

/* Sends what may be sent now, many at once: each claimed in a transaction before it leaves and marked
 * in one after it has landed. `urgent`: only what must go now. `each`, when given, hears of every one. */
struct outbox_run {
    const struct gateways *gateways;
    bool urgent;
    void (*each)(void *self, const struct sending *, const struct verdict *, const char *state);
    void *self;
};
MUST enum fault outbox_send(struct ctx *, const struct outbox_run *, struct tally *);

#endif
