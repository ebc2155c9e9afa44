/* Changing what is stored about a thing, field by field, when somebody says how it should be. */
#ifndef LENDING_EDIT_H
#define LENDING_EDIT_H

#include "lending/journal.h"

/* `becomes`: V_NONE leaves the field as it is, an empty text clears it. */
struct edit {
    enum field_id field;
    struct val was, becomes;
};
/* Changes what differs; *changed is set when anything did, else left as it was. */
MUST enum fault edits_apply(struct ctx *, int64_t id, const struct edit *, size_t n, bool *changed);
/* Names are found folded, so one must have a letter or a digit: FAULT_NOT_TEXT. V_NONE is fine. */
MUST enum fault name_good(struct ctx *, const char *arg, struct val name);
#define EDITS(...) (const struct edit[]){ __VA_ARGS__ }, COUNT(((const struct edit[]){ __VA_ARGS__ }))

#endif
