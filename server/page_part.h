/* Parts that several pages are made of: a tool's state for whoever looks, rows of tools, what an
 * operation said. */
#ifndef SERVER_PAGE_PART_H
#define SERVER_PAGE_PART_H

#include "lending/document.h"
#include "lending/member.h"
#include "lending/tool.h"
#include "ops/op.h"
#include "server/page.h"
#include "text/text.h"

/* Where a tool is and for whom, as this reader may know it (P1: never who has it). `safety` is the
 * level of its terms; 0 where they are not known. */
struct state state_of(struct request *, struct ctx *, const struct tool *, int safety);
struct tool_rows rows_of(struct request *, struct ctx *, const struct tool *, size_t n);
/* The same with their pictures, where there are any. */
MUST enum fault rows_seen(struct request *, struct ctx *, const struct tool *, size_t n, struct tool_rows *);
struct url tool_link(struct request *, struct str code);
/* Brand and type: "Bosch PSB 500". */
struct str model_detail(struct arena *, const struct model *);
/* The borrower's own: may it be renewed, and until when; `why` when not, line by line. Neither when it
 * was done just now (R6): a button would promise the day that it is already. */
struct renewable {
    bool may, done;
    day to;         /* the due day it would get, or has got */
    struct str why;
};
MUST enum fault renewable_make(struct ctx *, int64_t tool, int64_t member, struct renewable *);
/* A sentence about {n}: "3 dagen". */
struct str page_count(struct ctx *, enum text_key, int64_t n);
/* H6: how long it takes, in words: "2 weken"; "" where nobody knows (-1). */
struct str estimate_words(struct ctx *, int days);
/* Which branch this counter is at, to be chosen. */
struct counter_place counter_place_make(struct request *, struct ctx *);
/* For a page with a camera; its policy allows what the reader of codes needs (page_scan.c). */
struct camera camera_make(struct request *);
/* One person, for my things and for the desk: name, card, loans, holds, money, data. A loan's `renew` is the
 * member's own address (page_person.c). */
MUST enum fault person_make(struct request *, struct ctx *, const struct member *, struct me_page *);
/* The desk's page of one, for what was done on it (page_member.c). */
MUST enum fault member_page_make(struct request *, struct ctx *, int64_t member);
/* A model's manual as it was given, and elsewhere (page_document.c). */
struct links manuals_of(struct request *, struct ctx *, const struct model *, const struct document *);
/* When each branch is open (page_week.c). */
struct weeks weeks_of(struct request *, struct ctx *);
/* What was said and refused, and how a volunteer may go on all the same (L1). */
struct notices notices_of(struct request *, struct ctx *);
/* The same once more, from any page: nothing where it would not help (page_way.c). */
struct anyway anyway_make(struct request *, struct ctx *);
bool may_pass(const struct request *, const struct op *);
void notice_one(struct ctx *, struct notices *, enum tone, struct str text);

/* The ETag of a page that a visitor gets (architecture: sessions and caching), but for its end: the
 * length of the page, so that a 304 can say it without making the page (RFC 9110, 8.6). */
struct str etag_make(struct request *, struct ctx *);
/* Has the browser this one already? Then *length is what its tag says. */
bool etag_asked(struct request *, struct str tag, size_t *length);
/* The whole tag. */
struct str etag_whole(struct arena *, struct str tag, size_t length);
/* Gives the page its ETag. True when the visitor has it already: then 304 is the answer. */
bool answer_unchanged(struct request *, struct ctx *);

#endif
