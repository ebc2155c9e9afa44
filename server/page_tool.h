/* The tool page, also as the answer to what was done with the tool. */
#ifndef SERVER_PAGE_TOOL_H
#define SERVER_PAGE_TOOL_H

#include "server/request.h"

/* With what r->out said and r->wrong refused above it. */
MUST enum fault tool_page_make(struct request *, struct ctx *, int64_t tool);

/* page_code.c: answers a code of ours that is on no tool (T1): a branch leads to what is there, a
 * card to its member for who works here, a counter command says what it is for. False: there is no
 * such branch or command, and nothing was answered. Whether a member exists is told to volunteers
 * only. */
bool code_page_make(struct request *, struct ctx *);

#endif
