/* Logging in: sessions, one-time codes, PINs, tokens, and the tries that are counted
 * (X16-X20, X25). Secrets are stored as hashes only. */
#ifndef LENDING_LOGIN_H
#define LENDING_LOGIN_H

#include "base/ctx.h"

enum {
    CODE_SECONDS = 600, CODE_GUESSES = 5,        /* X16: a code */
    GUESSES_DAY = 20,                            /* X16, X19: a person, over all codes or PINs */
    CODES_NUMBER_HOUR = 3, CODES_ADDRESS_HOUR = 10, /* X18 */
    PINS_ADDRESS_HOUR = 60,
    COUNTER_HOURS = 12,                          /* a counter's session, at most */
    SEEN_SECONDS = 60,                           /* how often `seen` is written */
};

/* A logged-in browser. */
struct session {
    int64_t id, member, volunteer, branch; /* one of member and volunteer */
    enum role role;
    int lang;
    struct str initials;
    int64_t seen_at;
};
/* Makes one; *secret goes into the cookie and is stored nowhere. */
MUST enum fault session_open(struct ctx *, const struct session *, struct str *secret);
/* The session of a cookie. id 0: none, or over (idle, too old, role or PIN changed, removed). */
MUST enum fault session_find(struct ctx *, struct str secret, struct session *);
MUST enum fault session_end(struct ctx *, int64_t id);
/* What session_open needs for a member who proved to be one; FAULT_LOGIN_WRONG when removed. */
MUST enum fault session_of_member(struct ctx *, int64_t member, struct session *);
/* All of a person, after a change of role or PIN, or removal (X20); 0 for the other. */
MUST enum fault sessions_end(struct ctx *, int64_t member, int64_t volunteer);
MUST enum fault session_seen(struct ctx *, int64_t id);
MUST enum fault session_branch(struct ctx *, int64_t id, int64_t branch);

/* A key for a counter laptop or a script. id 0: none, or revoked. */
struct token {
    int64_t id, branch;
    enum role role;
    struct str name;
    day seen;
};
MUST enum fault token_find(struct ctx *, struct str secret, struct token *);
MUST enum fault token_seen(struct ctx *, int64_t id);

/* A code on its way to a member; the caller puts it into the outbox (reminders/outbox.h). */
struct login_letter {
    int64_t member; /* 0: nobody has that number or address, nothing is sent */
    bool sms;
    struct str address, language, subject, body;
};
/* Asks for a code for a phone number or e-mail address, known or not: always the same steps and the
 * same answer (X17). `address` is where the browser asks from. *browser is for its cookie: only the
 * browser that asked may use the code. FAULT_TRIES. */
MUST enum fault login_ask(struct ctx *, struct str to, struct str address, struct str *browser,
                          struct login_letter *);
/* Compares a code. On success *member is whose it is. FAULT_CODE_WRONG with the fact n (tries
 * left), FAULT_CODE_OLD, FAULT_TRIES. Guesses are counted in the transaction, so the caller commits
 * also after these. */
MUST enum fault login_code(struct ctx *, struct str browser, struct str code, int64_t *member);

/* Somebody who is no member yet proves a number, to be told when it is their turn. */
struct joiner {
    struct str name, phone; /* as typed; then as they are stored */
};
/* Always the same steps and the same answer, whoever has that number (X17). FAULT_MISSING, FAULT_TOO_LONG,
 * FAULT_PHONE_*, FAULT_TRIES; each at its field. */
MUST enum fault join_ask(struct ctx *, struct joiner *, struct str address, struct str *browser,
                         struct login_letter *);
/* The code that came. *member is who has that number, else a new one, pending (M3). Faults of login_code:
 * the caller commits after these too. */
MUST enum fault join_code(struct ctx *, struct joiner *, struct str browser, struct str code, int64_t *member);

/* A log-in by card number or initials with a PIN, in three steps, since the comparison takes too
 * long for a transaction: count the try (writes), compare (no database), and take the try back and
 * open the session (writes). */
struct pin_try {
    struct str card, pin;
    int64_t member, volunteer, counted[2]; /* the rows that count this try */
    struct str hash;                    /* empty: nobody, or no PIN */
    bool right;                         /* as it was compared */
};
MUST enum fault login_pin_try(struct ctx *, struct str address, struct pin_try *);
/* Takes the same time whether there is such a person or not. */
bool login_pin_right(const struct pin_try *);
/* FAULT_LOGIN_WRONG unless right. */
MUST enum fault login_pin_done(struct ctx *, const struct pin_try *, bool right, struct session *);

/* FAULT_TRIES when `who` did `what` at least `most` times in the last `seconds`; else counts this
 * one, and *id (may be NULL) is its row. */
MUST enum fault attempt(struct ctx *, const char *what, struct str who, int64_t most,
                        int64_t seconds, int64_t *id);

#endif
