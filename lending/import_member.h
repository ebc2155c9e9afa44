/* A list of members being read: shared by import_member*.c. */
#ifndef LENDING_IMPORT_MEMBER_H
#define LENDING_IMPORT_MEMBER_H

#include "lending/import_run.h"
#include "lending/member.h"

enum { CARD_MOST = 99999, CONTACTS_MOST = 8 };

enum member_field {
    MF_NUMBER, MF_NAME, MF_FIRST, MF_INFIX, MF_LAST, MF_KIND, MF_CONTACT_PERSON, MF_HOUSEHOLD, MF_HEAD,
    MF_PHONE, MF_EMAIL, MF_ADDRESS, MF_HOUSE, MF_HOUSE_ADD, MF_POSTCODE, MF_PLACE, MF_LANGUAGE, MF_PLAN,
    MF_TIER, MF_STATE, MF_BLOCKED_UNTIL, MF_BLOCKED_REASON, MF_SINCE, MF_UNTIL, MF_NOTE, MF_ACTIVE,
    MF_PIN, MF_COUNT,
};

extern const struct import_field member_fields[MF_COUNT];

struct contacts {
    struct val at[CONTACTS_MOST]; /* in their stored form, in order */
    size_t n;
};
struct member_row {
    struct member_new n; /* phone and email stay empty: they are below */
    struct contacts phones, emails;
    int64_t existing;
    struct str name_key;
    struct likeness like; /* to `existing` */
    bool has_kind, has_state, head;
    day active;
};
struct member_run {
    int32_t *seen;     /* by card number: its row */
    struct map plans;  /* folded name: id */
    struct map people; /* name and contact of rows without a number: their row */
    bool first;        /* the library has no members yet */
    struct member_row row;
};

/* Writes the member of the row. */
MUST enum fault member_row_write(struct import_run *);

#endif
