/* What the configuration says of one gateway, checked and compiled: shared by the files that load
 * and that send. Nobody else includes this. */
#ifndef REMINDERS_SETUP_H
#define REMINDERS_SETUP_H

#include "reminders/gateway.h"
#include "reminders/rule.h"
#include "reminders/template.h"
#include "reminders/wire.h"

enum { SECRETS_MOST = 4, LINES_MOST = 16 };

struct secret {
    struct str name, value; /* "token" of token_file */
};
struct gateway_setup {
    int seconds;
    const char *ca;
    struct str from, account, user;
    struct str alphabet_gsm, alphabet_unicode; /* what {alphabet} says */
    struct secret secrets[SECRETS_MOST];
    size_t n_secrets;
    struct str masks[SECRETS_MOST * 4 + 2]; /* every form in which a secret may be echoed */
    size_t n_masks;
    /* http */
    const char *method;
    struct template url, body;
    bool has_body;
    struct template headers[LINES_MOST];
    size_t n_headers;
    struct str fixed_headers[2]; /* Content-Type and Authorization, when set */
    size_t n_fixed;
    struct str ok[LINES_MOST], retry[LINES_MOST]; /* alternatives */
    size_t n_ok, n_retry;
    struct str id, error;
    /* smtp */
    struct str host, helo, from_name, from_address;
    int port;
    enum smtp_tls tls;
    struct template envelope;
    /* exec */
    struct template command[LINES_MOST];
    size_t n_command;
    /* web hook: its secret; where things stand in what comes (reminders/hook.h) */
    struct str hook, in_from, in_text, in_id, report_id, report_ref, report_status;
    struct str report_ok, report_bad; /* words of report_status, with blanks between */
    /* file */
    const char *folder;
};

/* The placeholders of this gateway and message. The `to` of an SMS is a number. */
struct gateway_vars {
    const struct gateway_setup *setup;
    const struct outgoing *msg;
    struct str sender;
    bool unicode;
};
struct gateway_vars gateway_vars(struct arena *, const struct gateway *, const struct outgoing *);
bool gateway_var(const void *vars, struct str name, struct str *value);
/* One clean line without secrets, the address, its digits and the text. */
struct str gateway_said(struct arena *, const struct gateway_setup *, const struct outgoing *,
                        struct str);
/* The text with every form of every secret as ***. */
struct str gateway_masked(struct arena *, const struct gateway_setup *, struct str);

void gateway_http(struct ctx *, const struct gateway *, const struct outgoing *, bool show,
                  struct verdict *);
/* Its two halves, for those who send many at once; `*out` is zero before. */
void gateway_request(struct arena *, const struct gateway *, const struct outgoing *, struct http_request *);
void gateway_verdict(struct arena *, const struct gateway *, const struct outgoing *,
                     const struct http_reply *, struct verdict *out);
/* False, with a verdict, for what is no number and no address: it is never given to a gateway. */
bool gateway_takes(const struct outgoing *, struct verdict *out);
void gateway_smtp(struct ctx *, const struct gateway *, const struct outgoing *, bool show,
                  struct verdict *);
void gateway_exec(struct ctx *, const struct gateway *, const struct outgoing *, bool show,
                  struct verdict *);
void gateway_file(struct ctx *, const struct gateway *, const struct outgoing *, struct verdict *);
void gateway_console(struct ctx *, const struct gateway *, const struct outgoing *,
                     struct verdict *);

#endif
