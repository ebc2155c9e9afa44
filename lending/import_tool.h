/* A list of tools being read: shared by import_tool*.c (what a row says, and writing it) and
 * import_model*.c (what all rows of a model say together). */
#ifndef LENDING_IMPORT_TOOL_H
#define LENDING_IMPORT_TOOL_H

#include "lending/import_run.h"
#include "lending/tool.h"

enum tool_field {
    TF_NUMBER, TF_CODE, TF_NAME, TF_BRAND, TF_TYPE, TF_SYNONYMS, TF_CATEGORY, TF_SIZE, TF_SERIAL,
    TF_STRENGTH, TF_QUANTITY, TF_STATE, TF_STATE_SINCE, TF_REASON, TF_BRANCH, TF_PRESENT, TF_SHELF,
    TF_BOUGHT, TF_PRICE, TF_PRICE_CENTS, TF_OWNER, TF_OWNER_FROM, TF_OWNER_TO, TF_OWNER_NOTICE, TF_INSPECTED, TF_PARTS, TF_ALIASES, TF_NOTE, TF_TEXT, TF_NOTICE,
    TF_SIGNS, TF_MANUAL, TF_SOURCE, TF_PERIOD, TF_HALF_DAY, TF_RENEWALS, TF_RENEWAL_DAYS, TF_FEE,
    TF_DEPOSIT, TF_LATE, TF_SAFETY, TF_MIN_AGE, TF_LIMIT, TF_COUNT,
};
extern const struct import_field tool_fields[TF_COUNT];

/* The columns that together are a model's policy, and where each is stored. */
enum { POLICY_FIRST = TF_PERIOD, POLICIES = TF_LIMIT - TF_PERIOD + 1 };
struct policy_field {
    enum field_id field;
    enum val_is is;
    int64_t least, most;
};
extern const struct policy_field policy_fields[POLICIES];

/* One row, as far as it could be read. */
struct tool_row {
    struct tool_new n; /* category stays 0: it is the model's */
    int64_t quantity, present, existing; /* existing: the tool that has this number */
    struct str model_key, source;
    struct likeness like; /* to `existing` */
    bool has_state;
    day state_since, inspected;
    int64_t owner_from, owner_to, owner_notice; /* months and days; 0: not said */
    struct val policy[POLICIES];
};

/* A category path of the list; made when the first model of it is written. */
struct want_category {
    struct str path;
    int64_t id;
};
struct want_item {
    struct want_item *next;
    struct str text;
    struct want_category *category; /* of want.also */
};
/* What the rows of a model say about it together: the first that says something decides, notices and
 * other names are added up. */
struct model_want {
    struct want_category *category;
    struct want_item *also, *synonyms;
    struct str text, notice, signs, manual;
    struct val *policy; /* NULL: nothing said */
    int64_t id;         /* once it is written */
    bool changed;
};

struct tool_run {
    struct import_branches branches;
    struct map models;     /* model_key: its struct model_want */
    struct map categories; /* path: its struct want_category */
    struct map alike;      /* what a row without number says: how many before it say the same */
    struct map aliases;    /* old code: its row */
    int32_t *seen;         /* by number: its row */
    int64_t highest;       /* the highest number of library and list */
    bool first;            /* the library has no tools yet: nobody has a number */
    struct tool_row row;
};

/* A number, or our own code with its letter; what stands in a column "code" and is neither is an old
 * label. */
void tool_number_read(struct import_run *, struct tool_row *);
/* Is the number free, or that of this very tool? */
MUST enum fault tool_number_check(struct import_run *, struct tool_row *);
/* T2, T9: an old code leads to one tool only, and is no valid code of another. */
MUST enum fault tool_aliases_check(struct import_run *, struct tool_row *);
/* Where it comes from (tool.source_key), without the count. */
void tool_source_read(struct import_run *, struct tool_row *);

/* Adds what this row says to what its model wants. */
void model_want_add(struct import_run *, const struct tool_row *);
/* Finds or makes the model of the row and gives it what the list wants. *changed: it did something. */
MUST enum fault model_settle(struct import_run *, const struct tool_row *, int64_t *id, bool *changed);
/* Writes the tools of the row. */
MUST enum fault tool_row_write(struct import_run *);

#endif
