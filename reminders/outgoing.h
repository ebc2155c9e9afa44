/* A message on its way out, and what became of it: what composing hands to a gateway, and back. */
#ifndef REMINDERS_OUTGOING_H
#define REMINDERS_OUTGOING_H

#include "base/str.h"

enum channel { CHANNEL_SMS, CHANNEL_EMAIL };

struct outgoing {
    enum channel channel;
    struct str to;          /* +31612345678, or an e-mail address */
    struct str to_name;     /* for the To header; may be "" */
    struct str from;        /* the library's name: sender name where the gateway has none */
    struct str subject;     /* e-mail */
    struct str text;        /* what an SMS says; the plain part of an e-mail */
    struct str html;        /* e-mail; "": plain only */
    struct str calendar;    /* e-mail: iCalendar to go with it; "": none */
    struct str ref;         /* ours, unique for ever, [a-z0-9-]: the same in every try (X11) */
    struct str lang;        /* "nl" */
    struct str base_url;    /* its host is that of the Message-ID */
    struct str unsubscribe; /* https link for List-Unsubscribe (RFC 8058); "": none */
    struct str report;      /* where a delivery report is to come; "": none */
};

enum verdict_is {
    VERDICT_SENT,    /* taken by the gateway */
    VERDICT_RETRY,   /* may succeed later (N28), not before `after` seconds */
    VERDICT_FAILED,  /* never */
    VERDICT_UNKNOWN, /* no answer after it had left: may have been sent (N9) */
};
struct verdict {
    enum verdict_is is;
    /* The gateway, its network or its set-up is to blame, not this address: it counts towards
     * "no gateway could be reached" (N24), never towards a bad number (N10). */
    bool gateway;
    int64_t after;    /* seconds a gateway asked for (Retry-After); 0: none */
    struct str id;    /* the gateway's own, for delivery reports; "" */
    struct str error; /* its words, one clean line, without secrets, address or text; "" */
    struct str request, reply; /* what went and came, secrets masked; only when wanted */
};

#endif
