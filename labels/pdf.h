/* Draws laid-out labels as PDF, SVG or PNG; the only user of Pango and Cairo. */
#ifndef LABELS_PDF_H
#define LABELS_PDF_H

#include "labels/label.h"

/* What was refused, for the sentence. */
struct refusal {
    const struct label *label; /* LABEL_TOO_SMALL: whose code does not fit */
    int n;                     /* LABEL_START: labels on a sheet; LABEL_PAGES: pages needed */
};

/* Appends the file in the job's format. On a fault what was appended is worthless. */
MUST enum fault pdf_draw(const struct plan *, struct buf *, struct refusal *);

#endif
