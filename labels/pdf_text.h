/* Inside pdf.c: text set by Pango in a box of a label. One reference size for all, scaled when
 * drawn, so that shapes are kept; sizes are exact, without hinting. */
#ifndef LABELS_PDF_TEXT_H
#define LABELS_PDF_TEXT_H

#include <pango/pangocairo.h>

#include "labels/label.h"

#define TYPE_REF 32.0 /* layout units in an em */
enum { TYPE_SLOTS = 24, TYPE_TEXT = 160 };

/* A text as it was set last time: most texts of a sheet come again on the next label. */
struct type_slot {
    PangoLayout *layout;
    struct box box;       /* without its place */
    char text[TYPE_TEXT];
    size_t n;             /* bytes of text; SIZE_MAX: too long to keep */
    unsigned used;
    double scale, squeeze; /* mm by layout unit; narrowed to this factor */
    double w, h;           /* mm */
};

struct type {
    double grid; /* device units that places and sizes are rounded to; 0: none */
    double end;  /* mm from the label's top, where the text set last ended */
    unsigned turn;
    struct type_slot slots[TYPE_SLOTS];
};

/* `grid`: in PDF a tenth of a point makes the file a fifth smaller, and nobody sees it. */
void type_make(struct type *, cairo_t *, int lang, double grid);
void type_free(struct type *);
/* Draws a BOX_TEXT in millimetres, clipped to its box when its ink would leave it. */
void type_set(struct type *, cairo_t *, const struct box *);

static inline double type_units(int pango) { return (double)pango / PANGO_SCALE; }
/* pdf_fit.c. The text on one endless line, its w and h in layout units; and the text as it fits
 * into the upright box. */
void fit_endless(struct type_slot *, struct str text);
void fit_text(struct type_slot *, const struct box *, struct str text);

#endif
