/* What the page of a tool says to everybody: read once, and kept by each HTTP thread until something
 * changes in the library, as known.h has it. */
#ifndef SERVER_TOOL_FACTS_H
#define SERVER_TOOL_FACTS_H

#include "lending/document.h"
#include "lending/kit.h"
#include "lending/photo.h"
#include "lending/policy.h"
#include "server/request.h"

struct tool_facts {
    struct tool tool;
    struct terms terms;
    struct kit kit; /* T12: that it is lent with; id 0: none */
    struct photo_about photo;
    struct document manual;
    const struct part *parts;
    const struct tool *others, *similar; /* of its model; when it is not free: what is, in its category */
    size_t n_parts, n_others, n_similar;
};
/* In the request's read transaction, after known_read. They live at least as long as the request. */
MUST enum fault tool_facts_read(struct request *, struct ctx *, int64_t tool, const struct tool_facts **);

#endif
