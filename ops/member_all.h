/* Everything stored about one person beside the record itself, in groups (M9). */
#ifndef OPS_MEMBER_ALL_H
#define OPS_MEMBER_ALL_H

#include "ops/op.h"

/* The groups as fields of an answer, in the order about_member fills them. */
#define ABOUT_FIELDS { "cards", FK_LIST }, { "contacts", FK_LIST }, { "loans", FK_LIST }, \
    { "holds", FK_LIST }, { "money", FK_LIST }, { "instructions", FK_LIST }, { "tools", FK_LIST }, \
    { "tickets", FK_LIST }, { "messages", FK_LIST }, { "answers", FK_LIST }, { "sessions", FK_LIST }, \
    { "changes", FK_LIST }, { "words", FK_LIST }
enum { N_ABOUT = 13 };
MUST enum fault about_member(struct ctx *, int64_t member, struct val out[N_ABOUT]);

#endif
