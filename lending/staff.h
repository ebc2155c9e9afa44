/* Who works here, and the keys of counter laptops and scripts (P1, X25). Logging in is login.h. */
#ifndef LENDING_STAFF_H
#define LENDING_STAFF_H

#include "base/ctx.h"

struct volunteer {
    int64_t id;
    struct str name, initials;
    enum role role;
};
/* All that are not ended, by initials. */
MUST enum fault volunteer_all(struct ctx *, const struct volunteer **, size_t *n);
/* FAULT_NAME_UNKNOWN. */
MUST enum fault volunteer_find(struct ctx *, struct str initials, struct volunteer *);
/* `pin` in clear: hashed here. FAULT_NAME_USED when somebody has these initials. */
MUST enum fault volunteer_add(struct ctx *, const struct volunteer *, struct str pin, int64_t *id);
MUST enum fault volunteer_pin_set(struct ctx *, int64_t id, struct str pin);
/* Also ends the sessions (X20). */
MUST enum fault volunteer_end(struct ctx *, const struct volunteer *);

/* A PIN of so many digits that is no easy row. */
struct str pin_make(struct ctx *, int digits);

struct token_row {
    int64_t id, made_at;
    struct str name, branch; /* branch: its name; empty for none */
    enum role role;
    day seen;
};
MUST enum fault token_all(struct ctx *, const struct token_row **, size_t *n);
/* *secret is told once and kept nowhere: only its hash is. */
MUST enum fault token_add(struct ctx *, struct str name, enum role, int64_t branch, int64_t *id,
                          struct str *secret);
/* FAULT_NAME_UNKNOWN when there is none with that number, or no longer. */
MUST enum fault token_revoke(struct ctx *, int64_t id);

const char *staff_role_name(enum role);

#endif
