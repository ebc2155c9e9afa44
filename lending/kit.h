/* Kits: tools that are lent together but keep their own codes (T12). */
#ifndef LENDING_KIT_H
#define LENDING_KIT_H

#include "lending/loan.h"

struct kit {
    int64_t id, tools, free; /* how many tools; how many of them can be taken along now */
    struct str name;
    bool together; /* none of its tools is lent alone */
};
/* Those that are not ended, by name. */
MUST enum fault kit_all(struct ctx *, const struct kit **, size_t *n);
MUST enum fault kit_get(struct ctx *, int64_t id, struct kit *);
/* By its folded name; *id 0 when nothing is called so. */
MUST enum fault kit_named(struct ctx *, struct str name, int64_t *id);
/* The same; FAULT_NAME_UNKNOWN. */
MUST enum fault kit_find(struct ctx *, const char *arg, struct str name, int64_t *id);
/* What `out` and `hold add` take in the place of a tool: a code, an old code, or a kit's name; one of
 * the two ids is 0. The refusals of tool_find. */
MUST enum fault tool_or_kit_find(struct ctx *, const char *arg, struct str text, int64_t *tool,
                                 int64_t *kit);
/* Its tools in the order of their numbers. */
MUST enum fault kit_tools(struct ctx *, int64_t kit, const struct tool **, size_t *n);
/* The kit of a tool; id 0: none. */
MUST enum fault kit_of_tool(struct ctx *, int64_t tool, struct kit *);

/* FAULT_NAME_USED; FAULT_NOT_TEXT for a name that could be a tool's number. */
MUST enum fault kit_add(struct ctx *, struct str name, bool together, int64_t *id);
/* Values as edit.h has them. */
MUST enum fault kit_change(struct ctx *, const struct kit *, struct val name, struct val together,
                           bool *changed);
/* FAULT_TOOL_IN_KIT when it is in another; in this one already, nothing happens. */
MUST enum fault kit_join(struct ctx *, int64_t kit, int64_t tool);
/* FAULT_TOOL_IN_NO_KIT. */
MUST enum fault kit_leave(struct ctx *, int64_t tool, struct kit *was);
/* All leave it, and its name is free again. */
MUST enum fault kit_end(struct ctx *, const struct kit *);

/* T12: entire or not at all; all get the earliest of their due days. The fault is that of its first
 * tool refused, and nothing is changed. With `partly` those that are refused stay: l[i].refused says
 * why, and the fault is the first one's only when nothing was lent. */
struct kit_lent {
    struct lent lent;
    struct wrong refused; /* fault OK: it was lent */
};
MUST enum fault kit_out(struct ctx *, int64_t kit, const struct lend *, bool partly, struct kit_lent **,
                        size_t *n);

#endif
