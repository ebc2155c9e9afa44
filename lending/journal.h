/* Who did what, and what it changed. Every change of a row that people may ask about goes through
 * thing_made and thing_set, so that the story, undo and taking back a closing are one mechanism. */
#ifndef LENDING_JOURNAL_H
#define LENDING_JOURNAL_H

#include "queries.h"
#include "base/ctx.h"

/* Begins the journal line of this operation if there is none yet: what it is about. */
MUST enum fault journal_line(struct ctx *, const char *thing, int64_t id);
/* A new line for the next of several (a line each). */
void journal_next(struct ctx *);
/* A row was made by this operation. */
MUST enum fault thing_made(struct ctx *, const char *thing, int64_t id);
/* A row was ended by this operation (a loan came back): one change, though several columns say so. `on`:
 * the day it belongs to, another than today when it is entered afterwards (L19). */
MUST enum fault thing_ended(struct ctx *, const char *thing, int64_t id, day on);
/* Changes one field by compare-and-swap and notes it: FAULT_CONSTRAINT when it is no longer `was`.
 * Nothing happens when both are equal. */
MUST enum fault thing_set(struct ctx *, enum field_id, int64_t id, struct val was, struct val becomes);
/* Words said with it (a reason, what is broken); erased with the person. */
MUST enum fault journal_words(struct ctx *, int64_t member, struct str said);

#endif
