/* Sentences of a library's own in messages (N11): they stand in for ours, by key and language, at one
 * branch or at all of them. */
#ifndef REMINDERS_OWN_TEXT_H
#define REMINDERS_OWN_TEXT_H

#include "text/text.h"

/* May this sentence be edited? Messages, the frame of an e-mail, and how a call begins. */
bool own_text_may(enum text_key);
/* The one in force there (branch 0: at no branch in particular); empty: ours. */
MUST enum fault own_text_find(struct ctx *, int64_t branch, int lang, enum text_key, struct str *);
/* Appends it filled, or ours. */
MUST enum fault own_text_add(struct ctx *, struct buf *, int64_t branch, int lang, enum text_key,
                             const struct fact *, size_t n);
/* Writes it down or (empty) takes it away; checked before (reminders/lint.h). branch 0: everywhere. */
MUST enum fault own_text_set(struct ctx *, int64_t branch, int lang, enum text_key, struct str);

#endif
