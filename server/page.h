/* What the page code shares: the look that every page knows, links, and the page of a fault. */
#ifndef SERVER_PAGE_H
#define SERVER_PAGE_H

#include "lending/calendar.h"
#include "server/pages/page.h"
#include "server/request.h"

/* Fills what every page knows. */
void look_make(struct request *, struct ctx *, struct page_look *);
/* A path of ours with its language carried on. Arguments are already escaped. */
/* A file that is part of the program, by its name in server/static. */
struct url static_url(struct request *, const char *name);
/* Where the library is found, without a slash at its end; "" until it is set. */
struct str site_url(struct request *, struct ctx *);
struct url link_to(struct request *, const char *fmt, ...) PRINTF(2, 3);
/* The blocks of one day as people say them: those that touch are one (half days are lent per block,
 * but the door stays open), those over by `minute` are left out. How many there are. */
size_t spans_make(struct arena *, const struct block *, size_t n, int minute, const struct span **);
/* The fault of a request as a page. */
void page_fault(struct request *, struct ctx *, const struct wrong *);
/* What is wrong with the field of that name, in words; "" when nothing. */
struct str typed_error(struct request *, struct ctx *, const char *arg);
/* A sentence of two lines: what is, what to do. */
void text_halves(struct str text, struct str *head, struct str *rest);

#endif
