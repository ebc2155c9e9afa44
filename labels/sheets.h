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

/* `own`: the library's own templates, a file or a folder; empty: none. By part ("L7160"), by brand and part ("Avery Zweckform L7160"), or by size ("62x29"); blanks,
 * dashes and case do not matter. FAULT_SHEET_UNKNOWN; FAULT_SHEET_SEVERAL when a part means
 * different sizes at different makers: *choices lists them. */
MUST enum fault sheet_find(struct arena *, struct str name, struct str own, struct medium *,
                           struct str *choices);

/* The medium for one label of that size. */
struct medium sheet_single(struct medium);

/* The built-in ones. */
const struct medium *sheets_all(size_t *n);

/* These and our own templates. */
const struct medium *sheets_known(struct arena *, struct str own, size_t *n);

/* sheets_glabels.c: looks through our own templates, then through those that gLabels installed. */
MUST enum fault glabels_find(struct arena *, struct str key, struct str own, struct medium *,
                             struct str *choices);
/* Appends those of our own to a list of `n`, and returns the longer one. */
const struct medium *glabels_own(struct arena *, struct str own, const struct medium *, size_t *n);
/* A name without what does not matter: "Avery L-7160" is AVERYL7160. */
struct str sheet_key(struct arena *, struct str name);

#endif
