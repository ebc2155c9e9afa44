/* Pages whose code is still to come: not found. */
#include "server/pages.h"
#define STUB(n) \
    enum fault n(struct request *r, struct ctx *c) \
    { \
        (void)r, (void)c; \
        return FAULT_PAGE_UNKNOWN; \
    }
STUB(get_home) STUB(get_search) STUB(get_tool) STUB(get_report) STUB(post_report) STUB(get_me) STUB(post_renew) STUB(get_work) STUB(post_work) STUB(get_ops) STUB(get_op) STUB(post_op)
