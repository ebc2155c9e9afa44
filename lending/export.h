/* Writing the library out. Lists (CSV) read back by import.h give the same library: tools and members
 * in full, so members before tools that have an owner among them. What they do not hold: PINs, photos,
 * who lent what (that is the list of loans).
 *
 * Everything is in an order that follows from the library, so the same library gives the same bytes. */
#ifndef LENDING_EXPORT_H
#define LENDING_EXPORT_H

#include "base/buf.h"
#include "base/ctx.h"

enum export_what {
    EXPORT_TOOLS, EXPORT_MEMBERS, EXPORT_LOANS, /* CSV */
    EXPORT_STATE, /* JSON: what is true now, by code; neither ids nor journal nor the past */
    EXPORT_ALL,   /* JSON: all of these and settings, branches, categories, plans, money */
};
const char *export_name(enum export_what); /* "tools" */
/* In a read transaction. The buffer's arena is not the context's: that one is given back row by row. */
MUST enum fault export_write(struct ctx *, enum export_what, struct buf *);

#endif
