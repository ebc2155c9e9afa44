/* Rows of named cells, written as CSV (RFC 4180) or as a list of JSON objects: shared by the files of
 * export*.c. */
#ifndef LENDING_EXPORT_SHEET_H
#define LENDING_EXPORT_SHEET_H

#include "base/buf.h"
#include "schema/query.h"

struct sheet {
    struct ctx *c;
    struct buf *b;
    bool json;
    const char *const *keys; /* of the cells of a row, in order; ends with NULL */
    size_t at;               /* the cell that comes next */
    bool some;               /* there is a row before this one; a cell before this one */
    struct arena rows;       /* the context's memory from the beginning to the end */
    struct arena_mark mark;
    struct arena *mem;       /* what it was before */
};

/* A list called so; in CSV it is the whole file and begins with its headings. */
void sheet_begin(struct sheet *, struct ctx *, struct buf *, const char *name, bool json,
                 const char *const *keys);
/* The next cell; the last of a row ends it and gives back the memory the row took. */
void sheet_cell(struct sheet *, struct val);
void sheet_end(struct sheet *);

/* "417A", "M52318G"; V_NONE for 0. */
struct val sheet_tool(struct sheet *, int64_t number);
struct val sheet_member(struct sheet *, int64_t number);
/* A column of the row as a cell. */
void sheet_column(struct sheet *, struct query *, const char *column, enum val_is);
/* "Klopboormachine Bosch PSB 500", of a row with name, brand and type. */
struct val sheet_model(struct sheet *, struct query *);

MUST enum fault export_tools(struct ctx *, struct buf *, bool json);
MUST enum fault export_members(struct ctx *, struct buf *, bool json);
/* open_only: of the state, by code and without what only people need. */
MUST enum fault export_loans(struct ctx *, struct buf *, bool json, bool open_only);
MUST enum fault export_holds(struct ctx *, struct buf *, bool bookings);

#endif
