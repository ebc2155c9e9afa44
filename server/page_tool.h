/* The tool page, also as the answer to what was done with the tool. */
#ifndef SERVER_PAGE_TOOL_H
#define SERVER_PAGE_TOOL_H

#include "server/request.h"

/* With what r->out said and r->wrong refused above it. */
MUST enum fault tool_page_make(struct request *, struct ctx *, int64_t tool);

#endif
