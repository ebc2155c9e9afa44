/* What stands where on a label, in millimetres from its top left corner. Pure: from a job, a label
 * and a medium to a list of boxes, which pdf.c and zpl.c draw in order. */
#ifndef LABELS_LABEL_H
#define LABELS_LABEL_H

#include "labels/job.h"
#include "labels/sheets.h"

/* Nothing but the calibration frame comes nearer to the edge: sheets are cut to 0.5 mm. */
#define LABEL_EDGE 0.5

enum box_is {
    BOX_TEXT,
    BOX_QR,     /* with its quiet zone */
    BOX_FILL,   /* a rectangle, corners rounded by `size` */
    BOX_FRAME,  /* the same as a line of 0.3 mm */
    BOX_LINE,   /* from the top left to the bottom right of the box */
    BOX_DASHES, /* likewise, dashed */
    BOX_CIRCLE,
    BOX_WARN,   /* a triangle with an exclamation mark */
};
enum align { ALIGN_LEFT, ALIGN_CENTRE, ALIGN_RIGHT };
enum up { UP_TOP, UP_MIDDLE, UP_BOTTOM };

/* Text is set at `size` and shrinks, step by step, until it fits its box without breaking a word;
 * at `least` words break and the rest becomes an ellipsis. It never leaves its box. */
struct box {
    enum box_is is;
    double x, y, w, h;
    uint32_t colour;    /* 0xrrggbb */
    struct str text;
    struct str tail;    /* small and light behind it: the check letter */
    double size, least; /* the letter's em in mm */
    double squeeze;     /* may be narrowed to this factor; 0: not at all */
    int lines;          /* at most */
    enum align align;
    enum up up;
    bool bold;
    bool caps;          /* digits and capitals only: they fill the height of the box */
    bool turned;        /* reads upwards */
    bool follow;        /* moves up to where the text before it really ended */
};

/* One label. When `turned` it is laid out at right angles: w is the height of the real one. */
struct face {
    double w, h;
    bool turned;
    const struct box *at;
    size_t n;
};

/* What all labels of a job share. */
struct plan {
    const struct label_job *job;
    struct medium medium;
    int lang;
    struct str call; /* "Bel 050 1234567" */
};
struct plan label_plan(struct arena *, const struct label_job *, struct medium);

/* Lays out one label; `side` is its QR symbol's modules with the quiet zone (0 without a URL).
 * FAULT_LABEL_TOO_SMALL when a module would be smaller than 0.25 mm. */
MUST enum fault label_lay(struct arena *, const struct plan *, const struct label *, int side,
                          struct face *);
/* The calibration frame of a label. */
void label_frame(struct arena *, const struct plan *, struct face *);

#endif
