/* Inside labels/: what the layouts are made with. Each draws one label into a sketch. */
#ifndef LABELS_LAYOUT_H
#define LABELS_LAYOUT_H

#include "labels/label.h"
#include "text/text.h"

struct sketch {
    struct arena *a;
    const struct plan *plan;
    const struct label *l;
    struct str call;  /* whom to call */
    int side;         /* modules of the QR symbol with its quiet zone */
    double w, h;      /* of the label */
    double smallest;  /* mm, of the modules so far; 0: no symbol yet */
    struct box *at;
    size_t n, room;
    struct box none;  /* what is returned for a text that is not there */
};

struct box *sketch_box(struct sketch *, enum box_is, double x, double y, double w, double h);
/* A text; never NULL, also when it is empty and nothing is drawn. */
struct box *sketch_text(struct sketch *, struct str, double x, double y, double w, double h,
                        double size, double least);
/* The number, big, with its check letter: capitals as high as the box. */
struct box *sketch_number(struct sketch *, double x, double y, double w, double h);
/* The same, with a warning triangle at its right when the tool asks for care. */
struct box *sketch_number_warned(struct sketch *, double x, double y, double w, double h);
/* "Keuren voor 06-2027"; empty when no inspection is needed. */
struct str sketch_inspect(struct sketch *);
/* The branch's name on its colour; nothing without a branch. Returns the height used. */
double sketch_bar(struct sketch *, double x, double y, double w, double h);
/* The symbol; returns one module in mm, 0 when there is none. */
double sketch_qr(struct sketch *, double x, double y, double q);
/* The foot: branch and phone on the branch's colour, else library and phone below a line. */
void sketch_foot(struct sketch *, double y, double h);
/* Two texts with a dot between them, or the one that there is. */
struct str sketch_joined(struct sketch *, struct str, struct str);
/* A sentence of the .po files in the job's language. */
struct str sketch_words(struct sketch *, enum text_key);

static inline double least_of(double x, double y) { return x < y ? x : y; }
static inline double within(double x, double low, double high)
{
    return x < low ? low : x > high ? high : x;
}

void layout_standard(struct sketch *);
void layout_tiny(struct sketch *);
void layout_big(struct sketch *);
void layout_flag(struct sketch *);
void layout_tag(struct sketch *);
void layout_kit(struct sketch *);
void layout_card(struct sketch *);
void layout_sign(struct sketch *);

#endif
