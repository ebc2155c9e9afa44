/* Reading somebody's list into the library (X31): first all rows are read and checked, without a lock,
 * then all is written in one transaction, or nothing is.
 *
 * - Columns are known by their heading, Dutch or English (import_column.h); the order is free.
 * - A number stays what it is (T9). A counted row is that many tools: the first keeps the number, the
 *   others get the next free ones and are known by "143/2", "143/3" (tool.source_key).
 * - Reading the same list again changes nothing. A cell that says something else changes that; an empty
 *   cell erases nothing; a row that is gone takes nothing away.
 * - A row without a number is known by what it says (name, brand, type, size, serial number) and by how
 *   many rows before it say the same: two rows alike are two tools. A member without a card number is
 *   known by name and a phone number or address.
 * - A row with the number of a tool that has another name is that tool renamed when something else is
 *   the same (a word, brand, type, serial number, size, day bought); when nothing is and something
 *   differs, the number is used (NUMBER_USED); when there is nothing to compare, it is renamed if the
 *   list is evidently ours: no more numbers differ than agree. */
#ifndef LENDING_IMPORT_H
#define LENDING_IMPORT_H

#include "base/ctx.h"

enum import_what { IMPORT_TOOLS, IMPORT_MEMBERS, IMPORT_LOANS, IMPORT_MODELS /* for the demo */ };
const char *import_name(enum import_what); /* "tools" */
/* Of the broken rows this many are told one by one; all are counted. */
enum { IMPORT_TOLD_MOST = 10000 };

struct import_column {
    struct str heading;
    const char *field; /* "shelf"; NULL: left unread */
    struct str sample; /* the first cell of it that is not empty */
};
struct import_fault {
    int64_t row; /* as a spreadsheet counts: the heading is 1 */
    struct wrong wrong;
};
struct import_run;
struct import {
    /* Asked. */
    enum import_what what;
    int fd;
    bool skip_bad; /* take the good rows */
    /* Told, after import_check. */
    const struct import_column *columns;
    size_t n_columns;
    int64_t rows, bad; /* of the list, without headings and empty lines */
    const struct import_fault *faults;
    size_t n_faults;
    /* Told, after import_write: things, not rows. */
    int64_t made, changed, same;

    struct import_run *run;
};

/* Reads and checks all rows. Broken rows are no fault of this: they are told. FAULT_FILE_FORMAT when
 * the file is none, has no heading we know ("headings"), or is a list of the other kind (its name);
 * FAULT_BRANCH_NEEDED when the tools have no home. */
MUST enum fault import_check(struct ctx *, struct import *);
/* Writes them; in a write transaction. FAULT_ROWS_BAD when there are broken rows that may not be
 * skipped. Gives the progress to nobody: it takes a minute for a million rows. */
MUST enum fault import_write(struct ctx *, struct import *);
/* Gives back its memory, not what it told. Fits CLEANUP. */
void import_end(struct import *);

#endif
