/* What the generated pages of an operation show: its form, its answer, the list of them all. */
#ifndef SERVER_PAGES_PAGE_OP_H
#define SERVER_PAGES_PAGE_OP_H

#include "server/pages/look.h"

struct form_field {
    struct str id, name, label, hint, error, value;
    bool described;              /* it has a hint or an error */
    bool line, area, yes, radios, select, file; /* one of: how it is typed */
    struct str type, mode, autocomplete; /* of a line: "text", "date"; inputmode; may be empty */
    bool need, small, many;      /* many: separated by blanks or line breaks */
    LIST(struct choice) choices;
};
/* Any operation as a form. */
struct op_form {
    struct str title, help;
    struct url action, back;
    bool get;                    /* reads: GET, no proof */
    bool upload;                 /* it has a file */
    LIST(struct form_field) fields, fine; /* the usual ones; the rest, folded away */
    LIST(struct choice) clears;  /* fields to empty, by name */
    bool clears_open;            /* one is ticked */
    bool fine_open;              /* something is wrong there */
    size_t n_wrong;
    struct str refused;          /* a rule's refusal, */
    bool override;               /* that a volunteer may pass over with a reason */
    struct typed reason;
    bool preview;                /* offers a dry run */
    struct str submit, command;  /* on the button; the same in a terminal */
    struct str example, example_size; /* of a text: how it would be read, and how long it is */
    struct notices said;
    struct links kin;            /* the rest of its family */
};

struct cell {
    struct str text; /* several lines stay */
    struct url url;
    bool number;
    struct str head; /* of its column: a narrow page shows it beside the text */
};
struct cells {
    LIST(struct cell) cells;
    struct str refused; /* instead: why this one was not done */
};
struct thing {
    struct str label;
    struct cell cell;
};
/* Rows within one thing: the loans of a member. */
struct op_table {
    struct str head;
    LIST(struct cell) heads;
    LIST(struct cells) rows;
};
/* What any operation answered. */
struct op_answer {
    struct str title;
    struct notices said;
    bool list;               /* many rows, else one thing as label and value */
    LIST(struct cell) heads;
    LIST(struct cells) rows;
    LIST(struct thing) things;
    LIST(struct op_table) tables;
    struct url more, again, back;
    struct url csv;          /* with `given`; */
    bool csv_get;            /* in the address, where nobody is named */
    struct str back_label;
    struct url undo;         /* POST */
    struct url confirm;      /* after a dry run: do it, POST with `given` */
    LIST(struct hidden) given;
    struct links kin;        /* the rest of its family */
};

struct op_link {
    struct str label, command;
    struct url url;
};
struct op_group {
    struct str id, head;
    LIST(struct op_link) ops;
};
struct op_index {
    struct links ways; /* what a coordinator comes for */
    LIST(struct op_group) groups;
};

#endif
