/* Members (M1-M7): who may borrow, and how to reach them. */
#ifndef LENDING_MEMBER_H
#define LENDING_MEMBER_H

#include "lending/code.h"

enum member_state { MEMBER_PENDING, MEMBER_ACTIVE, MEMBER_BLOCKED, MEMBER_ENDED, MEMBER_ERASED };
struct member {
    int64_t id, number, household, plan;
    struct str code; /* "M20417G" */
    struct str kind, name, contact_person, blocked_reason, language, address, postcode, place, note,
        tier, tier_seen_by, seen_by, household_name, plan_name, pin_hash;
    enum member_state state; /* as it is today: a block that is over is not there (M14) */
    enum member_state stored_state;
    day blocked_until, since, until, active;
    day tier_seen, seen; /* the pass, the person: seen by whom, and nothing more is kept (M7) */
    int64_t price;       /* cents: what the plan costs, by tier; -1 without a plan */
    int64_t merged_into, made_at;
    int64_t limit_tools; /* of the plan, else the library's */
    int64_t out, ready;  /* tools out that count, holds ready (M13) */
    bool household_contact;
    bool no_early; /* does not want to be asked to return early (H9) */
};
struct contact {
    int64_t id, member;
    bool phone, sms; /* else e-mail; sms: gets texts (M17), not stopped, not bad */
    struct str value;
    struct val stopped_at; /* when texts to it were stopped (N13); V_NONE: they are not */
    bool stopped, bad;
};

MUST enum fault member_get(struct ctx *, int64_t id, struct member *);
/* A card, a phone number, an e-mail address, or a name or part of it: FAULT_CODE_*,
 * FAULT_NAME_UNKNOWN, FAULT_NAME_SEVERAL (with candidates in the facts). */
MUST enum fault member_find(struct ctx *, const char *arg, struct str text, int64_t *id);
const char *member_state_name(enum member_state);
/* M4, M14: the last day is still a day of membership. */
bool membership_over(const struct member *, day today);
MUST enum fault member_contacts(struct ctx *, int64_t member, const struct contact **, size_t *n);

struct member_new {
    int64_t number; /* 0: a random one */
    struct str name, kind, contact_person, household, phone, email, language, address, postcode,
        place, note, tier, pin; /* pin in clear: hashed here */
    int64_t plan;
    enum member_state state;
    day since, until, blocked_until;
    struct str blocked_reason;
};
MUST enum fault member_add(struct ctx *, const struct member_new *, int64_t *id);
MUST enum fault contact_add(struct ctx *, int64_t member, bool phone, struct str value);
MUST enum fault member_state_set(struct ctx *, const struct member *, enum member_state, day until,
                                 struct str reason);
/* N13: texts to the member's own numbers, on or off. */
MUST enum fault member_texts(struct ctx *, const struct member *, bool on, bool *changed);
/* How often they borrowed, and what buying one of each would have cost, in cents. */
MUST enum fault member_saved(struct ctx *, int64_t member, int64_t *loans, int64_t *cents);
/* M18: something happened today. */
MUST enum fault member_active(struct ctx *, const struct member *);

/* Changing (lending/member_edit.c). Values as edit.h has them: V_NONE leaves, "" clears; `household` is
 * a name; `phones` and `emails` are a V_LIST of texts that replaces those there were. M1:
 * FAULT_NO_CONTACT when no way to reach the person would be left. A tier given is one whose pass was seen
 * just now: day and initials are noted with it. */
struct member_change {
    struct val name, kind, contact_person, household, plan, tier, until, language, address, postcode,
        place, note, early, phones, emails; /* early: may be asked to return early (H9) */
};
MUST enum fault member_change(struct ctx *, const struct member *, const struct member_change *,
                              bool *changed);
/* M7: a volunteer saw who it is. Day and initials, never a copy or number of a document. */
MUST enum fault member_seen(struct ctx *, const struct member *, bool *changed);
/* Sets the PIN (in clear: hashed here) and ends the member's sessions (X20). */
MUST enum fault member_pin_set(struct ctx *, int64_t member, struct str pin);
/* The membership ends, or begins again; ends the member's sessions (X20). */
MUST enum fault member_end(struct ctx *, const struct member *);
MUST enum fault member_again(struct ctx *, const struct member *);

struct member_query {
    struct str words;
    int64_t limit, offset;
    int64_t after; /* the member after whom to go on; 0: from the first */
    bool all;      /* ended ones too */
};
MUST enum fault member_list(struct ctx *, const struct member_query *, const struct member **,
                            size_t *n, int64_t *total);

/* M2, M17: any written form to E.164; FAULT_PHONE_*. Pure. */
MUST enum fault phone_parse(struct arena *, struct str, struct str *e164);
bool phone_gets_sms(struct str e164);
/* RFC 5321 in the form people use; FAULT_EMAIL_FORMAT. */
MUST enum fault email_parse(struct arena *, struct str, struct str *out);
/* Four digits and two letters, written "9716 AB"; foreign ones as they are; FAULT_POSTCODE_FORMAT. */
MUST enum fault postcode_parse(struct arena *, struct str, struct str *out);

#endif
