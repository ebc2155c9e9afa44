/* The sheets and rolls that labels are printed on: a built-in table, a size in millimetres, and the
 * gLabels templates where Debian's glabels-data is installed. */
#ifndef LABELS_SHEETS_H
#define LABELS_SHEETS_H

#include "base/buf.h"
#include "base/fault.h"

/* Millimetres. x, y: the first label from the top left of the page; dx, dy: from one label to the
 * next. A roll or tape is a page with one label. */
struct medium {
    const char *brand, *part;
    const char *also; /* other parts of the same size, blank between; "" for none */
    double page_w, page_h, w, h;
    int nx, ny;
    double x, y, dx, dy;
    bool film;        /* weatherproof */
};

/* By part ("L7160"), by brand and part ("Avery Zweckform L7160"), or by size ("62x29"); blanks,
 * dashes and case do not matter. FAULT_SHEET_UNKNOWN; FAULT_SHEET_SEVERAL when a part means
 * different sizes at different makers: *choices lists them. */
MUST enum fault sheet_find(struct arena *, struct str name, struct medium *, struct str *choices);

/* The medium for one label of that size. */
struct medium sheet_single(struct medium);

/* The built-in ones. */
const struct medium *sheets_all(size_t *n);

/* sheets_glabels.c: looks through the template files in $KIST_TEMPLATES, else gLabels' own. */
MUST enum fault glabels_find(struct arena *, struct str key, struct medium *, struct str *choices);
/* A name without what does not matter: "Avery L-7160" is AVERYL7160. */
struct str sheet_key(struct arena *, struct str name);

#endif
