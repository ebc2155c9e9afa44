/* The layouts for cords, cases and people: cable flag, zip-tie tag, kit lid, member card. See
 * layout.h. */
#include "labels/layout.h"

/* One of the two faces of a flag, w wide from x on. */
static void flag_face(struct sketch *s, double x, double w)
{
    double number = s->h * 0.22, y = s->h * 0.075, foot = s->h * 0.075, bottom = s->h - 1.2;
    bottom -= s->h >= 20 ? sketch_bar(s, x + 1.2, bottom - foot * 1.3, w - 2, foot * 1.3) : 0;
    double q = s->side ? least_of(bottom - 2 * foot - 1.4 - y - number, w * 0.66) : 0;
    sketch_number_warned(s, x + 1.8, y, w - 3, number);
    y += number + 0.6;
    sketch_qr(s, x + 0.4, y, q);
    double nx = x + q + (q > 0 ? 0.5 : 1.8), nh = bottom - 0.4 - 2 * foot - y;
    struct str inspect = sketch_inspect(s);
    double note = inspect.n ? foot : 0, nw = w - (nx - x) - 0.8;
    struct box *b = sketch_text(s, s->l->name, nx, y + 1.5, nw, nh - 1.5 - note, s->h * 0.085, 1.5);
    b->lines = 4;
    b->bold = true;
    b->squeeze = 0.85;
    b = sketch_text(s, inspect, nx, y + nh - note, nw, note, note * 0.8, note * 0.4);
    b->squeeze = 0.75;
    b = sketch_text(s, s->plan->job->library, x + 1.8, bottom - 2 * foot, w - 3, foot, foot * 0.8,
                    1.2);
    b->squeeze = 0.8;
    b = sketch_text(s, s->call, x + 1.8, bottom - foot, w - 3, foot, foot * 0.8, 1.2);
    b->bold = true;
    b->squeeze = 0.8;
}

/* Two upright faces; the grey strip between them wraps a cord of up to 4 mm. */
void layout_flag(struct sketch *s)
{
    double strip = least_of(within(s->w * 0.14, 10, 14), s->w * 0.4);
    double face = (s->w - strip) / 2, middle = s->w / 2;
    flag_face(s, 0.3, face - 0.3);
    flag_face(s, face + strip, face - 0.3);
    sketch_box(s, BOX_FILL, face + 0.6, 1, strip - 1.2, s->h - 2)->colour = 0xeeeeee;
    for (int i = 0; i < 3; i++)
        sketch_box(s, BOX_DASHES, i == 1 ? middle : i ? face + strip - 0.3 : face + 0.3, 1, 0,
                   s->h - 2)->colour = 0x777777;
    struct box *b = sketch_text(s, sketch_words(s, T_LABEL_CORD), face + 1.2, 1.6, strip / 2 - 1.6,
                                s->h - 3.2, 2.8, 1.2);
    b->turned = true;
    b->align = ALIGN_CENTRE;
    b->up = UP_MIDDLE;
}

/* Upright, with a punch mark of 5 mm, 7 mm from the edge. */
void layout_tag(struct sketch *s)
{
    double hole = least_of(2.5, least_of(s->h / 16, s->w / 6)), pad = s->w * 0.06 + 0.5;
    double y = hole + within(s->h * 0.06, 0.6, s->h);
    sketch_box(s, BOX_CIRCLE, s->w / 2 - hole, y - hole, 2 * hole, 2 * hole);
    double warn = s->l->safety ? least_of(hole * 1.8, s->w / 2 - hole - pad - 0.3) : 0;
    if (warn > 1)
        sketch_box(s, BOX_WARN, s->w - pad - warn, y - warn / 2, warn, warn * 0.91);
    y += hole + s->h * 0.035;
    double number = s->h * 0.145, foot = s->h * 0.05, w = s->w - 2 * pad, end = s->h - 1.1;
    double rest = s->h * 0.27;
    if (s->h >= 50 && s->l->branch.n) {
        end -= sketch_bar(s, pad, end - foot * 1.2, w, foot * 1.2) + 0.3;
        rest = s->h * 0.31;
    }
    sketch_number(s, pad, y, w, number)->align = ALIGN_CENTRE;
    y += number + 0.5;
    double q = s->side ? least_of(s->w - 1.2, s->h - y - rest) : 0;
    sketch_qr(s, (s->w - q) / 2, y, q);
    y += q;
    double line = end - 0.2 - y - 2 * foot;
    struct box *b = sketch_text(s, s->l->name, pad, y, w, line * 0.68, s->h * 0.052, 1.5);
    b->lines = 2;
    b->bold = true;
    b->align = ALIGN_CENTRE;
    b = sketch_text(s, s->l->inspect.n > 0 ? sketch_inspect(s) : s->l->brand, pad, y + line * 0.68, w,
                    line * 0.32, line * 0.25, 1.2);
    b->follow = true;
    b->squeeze = 0.7;
    b->align = ALIGN_CENTRE;
    b = sketch_text(s, s->plan->job->library, pad, end - 0.2 - 2 * foot, w, foot, foot * 0.75, 1.2);
    b->align = ALIGN_CENTRE;
    b->squeeze = 0.75;
    b = sketch_text(s, s->call, pad, end - 0.2 - foot, w, foot, foot * 0.8, 1.2);
    b->align = ALIGN_CENTRE;
    b->bold = true;
    b->squeeze = 0.8;
}

/* The parts in two columns, each with a box to tick; the last place says how many did not fit. */
static void parts(struct sketch *s, double y, double bottom)
{
    double row = 7, column = (s->w - 6) / 2;
    size_t n = s->l->n_parts;
    if (!n || bottom - y < 3)
        return;
    while (row > 3.4 && (double)((n + 1) / 2) * row > bottom - y)
        row -= 0.2;
    size_t rows = (size_t)((bottom - y) / row), fit = rows * 2 < n ? rows * 2 : n;
    size_t per = (fit + 1) / 2;
    for (size_t i = 0; i < fit; i++) {
        double x = 3 + (i >= per ? column : 0), at = y + (double)(i >= per ? i - per : i) * row;
        bool rest = i == fit - 1 && fit < n;
        struct str text = rest ? str_printf(s->a, "+ %zu", n - i) : s->l->parts[i];
        sketch_box(s, BOX_FRAME, x, at + row * 0.15, row * 0.6, row * 0.6)->size = 0.4;
        struct box *b = sketch_text(s, text, x + row * 0.85, at, column - row * 0.85 - 1,
                                    row * 0.92, row * 0.54, row * 0.3);
        b->up = UP_MIDDLE;
        b->squeeze = 0.8;
    }
}

void layout_kit(struct sketch *s)
{
    double foot_h = least_of(s->h * 0.11, 8), foot = s->h - 0.8 - foot_h;
    double q = s->side ? least_of(s->h * 0.37, s->w * 0.36) : 0, pad = 3;
    double y = within(s->h * 0.06, 0.6, s->h), number = s->h * 0.155, w = s->w - q - pad - 1.5;
    sketch_qr(s, s->w - q - 0.6, 0.6, q);
    sketch_number_warned(s, pad, y, w, number);
    y += number + s->h * 0.025;
    double head = s->h * 0.37 - y;
    struct box *b = sketch_text(s, s->l->name, pad, y, w, head * 0.66, s->h * 0.07, 1.6);
    b->lines = 2;
    b->bold = true;
    if (s->l->n_parts) {
        b = sketch_text(s, sketch_joined(s, sketch_inspect(s), sketch_words(s, T_LABEL_KIT)), pad,
                        y + head * 0.68, w, head * 0.3, head * 0.24, 1.2);
        b->squeeze = 0.75;
        sketch_box(s, BOX_LINE, pad, s->h * 0.39 + 0.6, s->w - 2 * pad, 0);
    }
    parts(s, s->h * 0.39 + 2, foot - 1);
    sketch_foot(s, foot, foot_h);
}

/* Name, number, code, library: nothing else that is personal. */
void layout_card(struct sketch *s)
{
    double q = s->side ? least_of(s->h * 0.62, s->w * 0.4) : 0, pad = s->w * 0.055 + 0.4;
    double w = s->w - q - 2 * pad, x = s->w - q - pad * 0.7;
    struct str code = str_printf(s->a, "%.*s%.*s", STR(s->l->number), STR(s->l->letter));
    sketch_qr(s, x, (s->h - q) / 2, q);
    struct box *b = sketch_text(s, s->plan->job->library, pad, s->h * 0.09, s->w - 2 * pad,
                                s->h * 0.1, s->h * 0.075, 1.4);
    b->bold = true;
    b = sketch_text(s, s->l->name, pad, s->h * 0.34, w, s->h * 0.28, s->h * 0.13, 1.6);
    b->bold = true;
    b->lines = 2;
    b->up = UP_BOTTOM;
    b->squeeze = 0.85;
    b = sketch_text(s, code, pad, s->h * 0.65, w, s->h * 0.12, s->h * 0.095, 1.6);
    b->bold = true;
    b = sketch_text(s, sketch_words(s, T_LABEL_CARD), pad, s->h * 0.83, s->w * 0.54 - pad,
                    s->h * 0.1, s->h * 0.06, 1.2);
    b->squeeze = 0.8;
    b->up = UP_MIDDLE;
    b = sketch_text(s, s->call, s->w * 0.56, s->h * 0.83, s->w * 0.44 - pad,
                    s->h * 0.1, s->h * 0.06, 1.2);
    b->bold = true;
    b->align = ALIGN_RIGHT;
    b->up = UP_MIDDLE;
    b->squeeze = 0.8;
}

/* A word as large as it goes, a line or two below it, the code beside it. */
void layout_sign(struct sketch *s)
{
    double foot_h = s->l->branch.n ? within(s->h * 0.135, 3.2, 8) : 0, foot = s->h - 0.8 - foot_h;
    /* Without a branch it is a counter command: scanned at arm's length, one word as large as the other. */
    bool command = foot_h <= 0;
    double q = s->side ? least_of(foot - 1.2, s->w * (command ? 0.55 : 0.42)) : 0, x = 0.6 + q + (q > 0 ? 0.4 : 1);
    double w = s->w - x - 1.8, top = within(s->h * 0.09, 0.6, 6), room = foot - top - 1;
    sketch_qr(s, 0.6, (foot - q) / 2 + 0.3, q);
    bool more = s->l->name.n || s->l->brand.n;
    struct box *b = sketch_text(s, s->l->number, x, top, w, more ? room * 0.5 : room,
                                more ? s->h * (command ? 0.21 : 0.4) : room * 0.85, 1.8);
    b->lines = str_has(s->l->number, ' ') ? 2 : 1;
    b->bold = true;
    b->squeeze = 0.7;
    b->up = more ? UP_BOTTOM : UP_MIDDLE;
    b = sketch_text(s, s->l->name, x, top + room * 0.54, w, room * 0.28, s->h * 0.11, 1.4);
    b->lines = 2;
    b->squeeze = 0.85;
    b = sketch_text(s, s->l->brand, x, top + room * 0.84, w, room * 0.16, s->h * 0.09, 1.2);
    b->squeeze = 0.85;
    b->up = UP_BOTTOM;
    if (foot_h > 0)
        sketch_foot(s, foot, foot_h);
}
