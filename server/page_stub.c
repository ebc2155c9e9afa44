/* Pages whose code is still to come: not found. */
#include "server/pages.h"
#define STUB(n) \
    enum fault n(struct request *r, struct ctx *c) \
    { \
        (void)r, (void)c; \
        return FAULT_PAGE_UNKNOWN; \
    }
STUB(get_ops) STUB(get_op) STUB(post_op)
