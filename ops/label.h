/* Inside the label operations: which things, what their labels say, and where the drawing goes. */
#ifndef OPS_LABEL_H
#define OPS_LABEL_H

#include "labels/job.h"
#include "lending/branch.h"
#include "lending/tool.h"
#include "ops/op.h"

/* What all of them take, first in their arguments. */
enum { L_SHEET, L_START, L_OFFSET, L_LAYOUT, L_FORMAT, L_DPI, L_PLAIN, L_PRINTER, L_OWN };
#define LABEL_ARGS \
    { "sheet", K_TEXT, 0, NULL }, { "start", K_INT, 0, "1..500" }, { "offset", K_TEXT, 0, NULL }, \
    { "layout", K_CHOICE, 0, "auto|standard|tiny|big|flag|tag|kit|card|sign" }, \
    { "format", K_CHOICE, 0, "pdf|svg|png|zpl|terminal" }, { "dpi", K_INT, 0, "100..1200" }, \
    { "plain", K_YES, 0, NULL }, { "printer", K_TEXT, 0, NULL }
/* And how `label` chooses tools. */
enum { L_TOOL = L_OWN, L_ALL, L_NEW, L_NEEDS, L_AGAIN, L_RANGE, L_BRANCH, L_SHELF, L_CATEGORY };
#define CHOOSE_ARGS \
    { "tool", K_TOOL, ARG_PLACE | ARG_MANY, NULL }, { "all", K_YES, 0, NULL }, \
    { "new", K_YES, 0, NULL }, { "needs", K_YES, 0, NULL }, { "again", K_YES, 0, NULL }, \
    { "range", K_TEXT, 0, NULL }, { "branch", K_BRANCH, 0, NULL }, { "shelf", K_TEXT, 0, NULL }, \
    { "category", K_CATEGORY, 0, NULL }

/* A tool, and its label as it would be now. */
struct tool_label {
    struct tool tool;
    struct label label;
    struct str says; /* all of the label in one line: as in tool.printed_as */
};
/* The tools chosen by the arguments of `label`: as they were named, else by number; all conditions
 * that are given must hold. FAULT_MISSING when none is, FAULT_NO_LABELS when nothing is left. */
MUST enum fault label_choose(struct ctx *, const struct val *a, struct tool_label **, size_t *n);
/* Asks for one of them before it goes to the printer: is its label not as it should be? */
bool label_needs(const struct tool_label *, bool worn_too);

/* The address on a label, in capitals, so that the symbol stays small (T1): HTTPS://HOST/T/CODE. */
struct str label_url(struct ctx *, const char *path, struct str code);

/* Draws the job's labels as the arguments say, and prints them when a printer was named; the file is
 * the answer otherwise. `sheet` and `layout` of the job count when the arguments say nothing.
 * FAULT_NO_BASE_URL; FAULT_NUMBER_FORMAT for the offset; what labels/job.h tells. */
MUST enum fault label_send(struct ctx *, const struct val *a, struct label_job *, struct out *);
/* Fills in where a job is printed, by the configuration or as a queue of CUPS: FAULT_PRINTER_UNKNOWN. */
MUST enum fault label_printer(struct ctx *, struct str name, struct label_job *);
/* Where our own templates are, by the configuration; empty: nowhere. */
struct str label_templates(struct ctx *);
/* The fact of the library that keeps a printer's offset. */
const char *label_offset_fact(struct ctx *, struct str printer);
/* "1.5,-0.5": millimetres right and down, into hundredths. */
bool label_offset(struct str, int *right, int *down);

#endif
