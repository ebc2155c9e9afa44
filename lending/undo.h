/* Taking back an action by its change rows (L13, L20, R4, H18): each field goes back from what it
 * became to what it was, if it still is that; rows it made are marked undone; what was to be sent is
 * dropped. */
#ifndef LENDING_UNDO_H
#define LENDING_UNDO_H

#include "base/ctx.h"

struct action {
    int64_t id, at, thing_id;
    struct str op, thing, initials;
};
/* The last actions of this counter that stand, newest first; at most `most`. */
MUST enum fault undo_recent(struct ctx *, struct action *out, size_t most, size_t *n);
/* One action by its number, of any counter of this branch. FAULT_NAME_UNKNOWN. */
MUST enum fault undo_find(struct ctx *, int64_t id, struct action *);
/* Takes it back. FAULT_UNDO_TOO_OLD, FAULT_UNDO_BUILT_UPON (naming the later action, fact n). */
MUST enum fault undo(struct ctx *, const struct action *);

#endif
