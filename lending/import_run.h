/* An import at work: shared by the files of import_*.c and by nobody else. */
#ifndef LENDING_IMPORT_RUN_H
#define LENDING_IMPORT_RUN_H

#include "base/map.h"
#include "lending/csv.h"
#include "lending/import.h"
#include "lending/import_column.h"
#include "schema/query.h"

enum { FIELDS_MOST = 48, NUMBER_MOST = 999999 };

/* What can be read: its columns, and what to do with a row. */
struct import_kind {
    const struct import_field *fields;
    size_t n_fields;
    enum fault (*begin)(struct import_run *);    /* before the first row is checked */
    /* Reads the cells; faults of the row are noted with fail(). Returns faults of the world only. */
    enum fault (*check)(struct import_run *);
    enum fault (*write)(struct import_run *);    /* a row that was checked once more just before */
    void (*end)(struct import_run *);            /* gives back what is not in keep; NULL: nothing */
};
extern const struct import_kind import_tools, import_members, import_loans, import_models;

struct import_run {
    struct ctx *c; /* its arena is given back after each row */
    struct import *im;
    const struct import_kind *kind;
    struct arena keep, row_mem; /* for the whole run; for one row */
    struct arena *told;         /* the context's own: what the answer speaks of */
    struct csv csv;
    int field_of[CSV_CELLS_MOST]; /* by column; -1 */
    size_t n_columns;
    int64_t heading;            /* its row */
    bool has[FIELDS_MOST];      /* there is a column of it */
    struct str cell[FIELDS_MOST]; /* of this row, trimmed and cleaned */
    bool writing;
    size_t room_faults;
    bool touched;               /* import_set changed something of this thing */
    int64_t agree, differ;      /* rows whose number somebody has by the same name, or by another */
    struct import_fault *others; /* those of `differ` */
    size_t n_others;
    void *self;                 /* the kind's own, in keep */
};

/* A field of the row was wrong. */
void row_wrong(struct import_run *, int field, enum fault);
/* It is none of the states of that thing: says which there are, in words that are read too. */
void row_choice(struct import_run *, int field, const char *thing, const char *states);
/* The text in an arena that lasts. */
struct str keep(struct import_run *, struct str);
/* Changes a field when the list says something (not V_NONE) that is not there yet. */
MUST enum fault import_set(struct import_run *, enum field_id, int64_t id, struct val was,
                           struct val becomes);
/* Numbers seen in this list. False (and noted) when another row had it. */
bool number_once(struct import_run *, int32_t *seen, int64_t number, int field);

/* Does a row speak of the thing that has its number in the library, or of another one? */
struct likeness {
    struct str its_name; /* what it is called there, when that is another name; else empty */
    bool alike, unlike;  /* something both say is the same; is not */
};
/* Two texts, folded; one that is empty says nothing. */
void like_text(struct likeness *, struct str, struct str);
void like_day(struct likeness *, day, day);
/* Two names, folded: alike when a word of one is in the other. */
void like_name(struct likeness *, struct str, struct str);
/* Takes or refuses the number (T9). By another name, but alike: it was renamed. By another name and
 * unlike: the number is used. By another name alone it is one or the other: which, is known when all
 * rows were seen. Call last, when nothing else is wrong with the row. */
void number_known(struct import_run *, int field, const struct likeness *);

/* Keeps what the context noted about this row, for the answer. */
void row_told(struct import_run *);
/* When the list is somebody else's: the numbers it shares with ours are used (T9). */
void others_told(struct import_run *);

/* The branches of the list by name, found or made (import_branch.c). */
struct import_branches {
    struct map known;  /* folded name: id; -1: to be made */
    bool may_make;     /* a library without tools takes the branches of its first list */
    int64_t home;      /* of rows that name none; 0: they must */
};
MUST enum fault branches_begin(struct import_run *, struct import_branches *);
/* Sets the branch a cell names; notes NAME_UNKNOWN, BRANCH_NEEDED. Makes one only when writing: until
 * then its id is -1. */
MUST enum fault branch_of_cell(struct import_run *, struct import_branches *, int field, int64_t *id);

#endif
