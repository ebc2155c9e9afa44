/* Inside pdf.c: one box of a label drawn with Cairo, in millimetres. */
#ifndef LABELS_PDF_BOX_H
#define LABELS_PDF_BOX_H

#include "labels/pdf_text.h"
#include "labels/qr.h"

struct pen {
    struct arena *a;
    const struct plan *plan;
    cairo_t *cr;
    double grid; /* device units that a module is a multiple of; 0: any size */
    struct type type;
    struct qr_maker *maker;
    struct qr qr; /* of the label being drawn */
    const struct medium *media; /* of the overview */
    size_t n_media;
};

void pen_colour(cairo_t *, uint32_t rgb);
/* FAULT_LABEL_TOO_SMALL when a module of the symbol would be less than a pixel. */
MUST enum fault pen_box(struct pen *, const struct box *);

#endif
