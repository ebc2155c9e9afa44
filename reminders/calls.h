/* The call and visit list: people whom no text or mail reaches, and those who are late for long (N7,
 * N22). A line stays until it is settled or nothing on it is owed any more. */
#ifndef REMINDERS_CALLS_H
#define REMINDERS_CALLS_H

#include "reminders/compose.h"

struct call {
    int64_t id, member, tries;
    bool visit;
    struct str number;  /* E.164; empty for a visit */
    struct str home;    /* address, for a visit */
    struct str member_code, member_name, kind;
    struct str tools;   /* what it is about */
    struct str words;   /* how to begin */
};
MUST enum fault calls_list(struct ctx *, const struct call **, size_t *n);
enum call_result { CALL_SPOKEN, CALL_NO_ANSWER, CALL_WRONG_NUMBER };
/* Spoken: the steps count as told; a loan late by all of them is back after a week. No answer: not
 * again today, after three the visit list. Wrong number: the number is marked, and the list goes on with
 * another one, else it is a visit. FAULT_NAME_UNKNOWN. */
MUST enum fault call_done(struct ctx *, int64_t id, enum call_result, struct call *);

#endif
