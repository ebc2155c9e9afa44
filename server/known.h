/* What every page needs of the library and what seldom changes: settings, branches, calendars. Each
 * HTTP thread keeps it as of a generation (the last journal id, since every change has a journal
 * line) and reads it again when that has moved on. */
#ifndef SERVER_KNOWN_H
#define SERVER_KNOWN_H

#include "lending/branch.h"
#include "server/request.h"

enum { MINUTES_MOST = 128, KNOWN_TOOLS = 64 };
struct tool_facts;

struct known {
    struct arena mem;
    int64_t generation;
    bool there;
    struct str *settings;
    struct str logo; /* where its mark is: "/file/..."; empty for none */
    const struct branch *branches;
    const struct calendar *calendars; /* one for each branch */
    size_t n;
    short minutes[MINUTES_MOST]; /* at which some branch opens or closes, in order */
    size_t n_minutes;
    /* tool_facts.h: by number, as they are on that day; behind `base` in `mem` */
    struct tool_facts *tools[KNOWN_TOOLS];
    struct arena_mark base;
    day tools_day;
};

/* In the request's read transaction. Sets r->known, and gives the settings to the context. */
MUST enum fault known_read(struct request *, struct ctx *);
const struct branch *known_branch(const struct known *, int64_t id);
const struct calendar *known_calendar(const struct known *, int64_t branch);
/* Which part of the day it is: pages say "open until", so they change at these minutes. */
int known_block(const struct known *, int minute);

#endif
