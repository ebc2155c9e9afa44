/* Gateways: whatever takes a message, by configuration and not by code (messages.md). One section
 * of the configuration file each; kinds http, smtp, exec, file and console. */
#ifndef REMINDERS_GATEWAY_H
#define REMINDERS_GATEWAY_H

#include "base/conf.h"
#include "reminders/outgoing.h"

enum gateway_kind { GATEWAY_HTTP, GATEWAY_SMTP, GATEWAY_EXEC, GATEWAY_FILE, GATEWAY_CONSOLE };

struct gateway {
    const char *name; /* as in the file: what message rows name */
    enum gateway_kind kind;
    enum channel channel;
    int per_minute; /* the outbox sends no more; 0: no limit */
    const struct gateway_setup *setup; /* templates, rules and secrets: reminders/setup.h */
};
struct gateways {
    const struct gateway *at; /* in the order of the file */
    size_t n;
};

/* All gateways of the configuration. FAULT_CONFIG with one line in *why (file, line, key): an
 * unfiltered placeholder in a body or URL, an unknown filter, a missing key, a secret file that
 * others may read. No section at all: OK and n = 0. The result lives in the arena. */
MUST enum fault gateways_load(const struct conf *, struct arena *, struct gateways *,
                              struct str *why);
/* The k-th gateway for a channel, in the order of the file (fall-back); NULL when there is none. */
const struct gateway *gateway_for(const struct gateways *, enum channel, size_t k);
const struct gateway *gateway_named(const struct gateways *, struct str name);
/* A gateway that writes each message into a folder: a demo library's own. */
const struct gateway *gateway_folder(struct arena *, const char *name, enum channel,
                                     const char *folder);

/* Sends one message by ctx->world->wire and says what became of it, in ctx->mem. Takes at most 30 s
 * and 1 MiB (X12). `show`: also fill verdict.request and .reply (`gateway test`). FAULT_HELPER
 * when this program was linked without libcurl and the gateway needs it; else OK, whatever the
 * verdict. */
MUST enum fault gateway_send(struct ctx *, const struct gateway *, const struct outgoing *,
                             bool show, struct verdict *);
/* Do our texts ask for an answer by SMS ("Antwoord JA")? As the first gateway for texts says
 * (`answers`). */
bool gateway_answers(const struct conf *);
/* True when the gateway needs libcurl (world->wire): http and smtp. */
bool gateway_needs_wire(const struct gateway *);
const char *gateway_kind_name(enum gateway_kind);
const char *channel_name(enum channel); /* "sms", "email" */

#endif
