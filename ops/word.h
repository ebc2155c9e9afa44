/* Values that are words of ours, as people read them. Machines read the word itself. */
#ifndef OPS_WORD_H
#define OPS_WORD_H

#include "ops/op.h"

/* Appends the words for a value of such a kind; false for other kinds, and for a word we have none
 * for. */
bool word_text(struct buf *, struct ctx *, enum field_kind, struct val);
/* "ma 10.00-12.00, 13.00-17.00; wo ...": from the form that hours_parse reads. */
void word_hours(struct buf *, int lang, struct str hours);

#endif
