/* The layouts that stick to a tool: standard, tiny, big number. The number comes first, read at
 * arm's length; then the code; then the name. Proportions are of the label's height, so that they
 * hold from a 45.7 x 21.2 film label to a 99 x 68 one. See layout.h. */
#include "labels/layout.h"

#include "labels/qr.h"

/* The name, and the brand with the owner's mark directly below wherever the name ends. */
static void name_and_brand(struct sketch *s, double x, double y, double w, double h, double size)
{
    struct str below = sketch_joined(s, s->l->brand, s->l->owner);
    double brand = below.n && h > 4.2 ? within(h * 0.3, 2.8, 5) : 0;
    struct box *b = sketch_text(s, s->l->name, x, y, w, h - brand, size, size * 0.36);
    b->lines = 2;
    b->bold = true;
    b->squeeze = 0.9;
    if (brand <= 0)
        return;
    struct box *c = sketch_text(s, below, x, y + h - brand, w, brand, brand * 0.82, brand * 0.5);
    c->follow = true;
    c->squeeze = 0.85;
}

static enum text_key safety_words(int level)
{
    return level == 1 ? T_LABEL_SAFETY1 : level == 2 ? T_LABEL_SAFETY2 : T_LABEL_SAFETY3;
}

static void safety_notice(struct sketch *s, double x, double y, double w, double h)
{
    sketch_box(s, BOX_WARN, x, y, h * 1.1, h);
    struct box *b = sketch_text(s, sketch_words(s, safety_words(s->l->safety)), x + h * 1.25, y,
                                w - h * 1.45, h, h * 0.6, h * 0.36);
    b->bold = true;
    b->up = UP_MIDDLE;
    b->lines = 2;
}

static void inspect_notice(struct sketch *s, double x, double y, double w, double h)
{
    struct ymd d = day_ymd(s->l->inspect);
    struct str until = str_printf(s->a, "%02d-%04d", d.m, d.y);
    struct box *b = sketch_text(s, sketch_words(s, T_LABEL_INSPECT), x, y, w, h * 0.42, h * 0.36,
                                h * 0.25);
    b->squeeze = 0.8;
    b = sketch_text(s, until, x, y + h * 0.42, w, h * 0.58, h * 0.5, h * 0.3);
    b->bold = true;
}

/* The warning with its words, and until when the inspection is valid: side by side, or one below
 * the other. Each is h high. */
static void notices(struct sketch *s, double x, double y, double w, double h, bool stacked)
{
    bool inspect = s->l->inspect.n > 0, both = inspect && s->l->safety;
    double half = both && !stacked ? w * 0.5 : 0, below = both && stacked ? h * 1.2 : 0;
    if (s->l->safety)
        safety_notice(s, x, y, w - half, h);
    if (inspect)
        inspect_notice(s, x + half, y + below, w - half, h);
}

static void standard_full(struct sketch *s)
{
    const double edge = 0.6;
    double foot_h = within(s->h * 0.135, 3.6, 8), foot = s->h - 0.8 - foot_h;
    /* Beside a bar with the branch the library stands below the code. */
    bool below = s->side && s->l->branch.n && s->plan->job->library.n;
    double lib = below ? within(s->h * 0.07, 2, 4.5) : 0;
    double q = s->side ? least_of(foot - edge - lib - 0.3, s->w * 0.425) : 0;
    double qy = edge + (foot - lib - 0.3 - edge - q) / 2;
    double module = sketch_qr(s, edge, qy, q);
    if (below) {
        struct box *b = sketch_text(s, s->plan->job->library, edge + module * 3, qy + q,
                                    q - module * 6, lib, lib * 0.8, lib * 0.5);
        b->bold = true;
        b->align = ALIGN_CENTRE;
        b->squeeze = 0.75;
    }
    double x = edge + q + (q > 0 ? 0.2 : 1), w = s->w - x - 1.6, gap = s->h * 0.045;
    double y = q > 0 ? least_of(qy + module * QR_QUIET, s->h * 0.12) : s->h * 0.08;
    bool more = s->l->safety || s->l->inspect.n > 0, wide = w > s->h * 1.45;
    double number = s->h * (more && !wide ? 0.29 : wide ? 0.36 : 0.325);
    double note = more ? within(s->h * 0.115, 3.4, 8) : 0;
    sketch_number(s, x, y, more && wide ? w * 0.6 : w, number);
    if (more && wide) { /* beside the number, not below the name */
        notices(s, x + w * 0.63, y, w * 0.37, note, true);
        more = false;
    }
    y += number + gap;
    double room = foot - 0.9 - y - (more ? note + 0.5 : 0);
    name_and_brand(s, x, y, w, room, s->h * 0.145);
    if (more)
        notices(s, x, foot - 0.9 - note, w, note, false);
    sketch_foot(s, foot, foot_h);
}

/* Below 26 mm: the code takes the whole height, and two lines at the foot say whose it is. */
static void standard_low(struct sketch *s)
{
    double q = s->side ? least_of(s->h - 1, s->w * 0.46) : 0;
    double module = sketch_qr(s, LABEL_EDGE, (s->h - q) / 2, q);
    double x = LABEL_EDGE + q + (q > 0 ? 0.1 : 0.6), w = s->w - x - 1.1, y = s->h * 0.105;
    if (s->l->branch.n && s->l->colour.n) {
        struct box *strip = sketch_box(s, BOX_FILL, s->w - 1.9, 0.8, 1.2, s->h - 1.6);
        strip->colour = (uint32_t)strtoul(s->l->colour.s + 1, NULL, 16) & 0xffffff;
        strip->size = 0.4;
        w -= 1.3;
    }
    if (module > 0 && module * QR_QUIET + 0.5 < y)
        y = module * QR_QUIET + 0.5;
    double number = s->h * 0.32, phone = s->call.n ? s->h * 0.13 : 0;
    double library = s->plan->job->library.n && (s->h >= 19 || phone <= 0) ? s->h * 0.115 : 0;
    double foot = s->h - 0.9 - phone - library;
    sketch_number_warned(s, x, y, w, number);
    y += number + s->h * 0.035;
    struct box *b = sketch_text(s, s->l->name, x, y, w, foot - y - 0.1, s->h * 0.17, 1.7);
    b->lines = 2;
    b->bold = true;
    b->squeeze = 0.85;
    b = sketch_text(s, s->l->inspect.n > 0 ? sketch_inspect(s) : s->plan->job->library, x, foot, w,
                    library, library * 0.84, 1.3);
    b->squeeze = 0.75;
    b = sketch_text(s, s->call, x, s->h - 0.9 - phone, w, phone, phone * 0.85, 1.4);
    b->bold = true;
    b->squeeze = 0.8;
}

void layout_standard(struct sketch *s)
{
    if (s->h < 26)
        standard_low(s);
    else
        standard_full(s);
}

void layout_tiny(struct sketch *s)
{
    bool stacked = s->w < s->h * 1.45;
    if (stacked) {
        double number = s->h * 0.2, q = least_of(s->w - 1, s->h - number - 2.4);
        sketch_qr(s, (s->w - q) / 2, LABEL_EDGE, q);
        sketch_number(s, 1.2, s->h - number - 1.3, s->w - 2.4, number)->align = ALIGN_CENTRE;
        return;
    }
    double q = s->side ? least_of(s->h - 1, s->w * 0.5) : 0, number = s->h * 0.5;
    sketch_qr(s, LABEL_EDGE, (s->h - q) / 2, q);
    sketch_number(s, q + 0.7, (s->h - number) / 2, s->w - q - 1.7, number);
}

void layout_big(struct sketch *s)
{
    double q = s->side ? least_of(s->h * 0.58, s->w * 0.3) : 0, side = q > 0 ? q : s->w * 0.25;
    double w = s->w - side - 3.2, x = s->w - side - 0.7;
    double bar = s->h >= 25 ? within(s->h * 0.11, 2.4, 6) : 0;
    struct str inspect = sketch_inspect(s);
    double note = inspect.n ? s->h * 0.1 : 0;
    sketch_text(s, inspect, 1.6, s->h - 0.9 - note, w, note, note * 0.8, note * 0.4)->bold = true;
    if (s->l->number.n <= 5) {
        sketch_number_warned(s, 1.4, s->h * 0.1, w, s->h * 0.8 - note)->squeeze = 0.62;
    } else { /* long numbers take two lines */
        size_t half = (s->l->number.n + 1) / 2;
        double half_h = (s->h * 0.86 - note) / 2 - 0.3;
        sketch_number(s, 1.4, s->h * 0.07, w, half_h);
        struct box *b = &s->at[s->n - 1];
        b->text = str_upto(s->l->number, half);
        b->tail = S("");
        sketch_number(s, 1.4, s->h * 0.07 + half_h + 0.6, w, half_h);
        s->at[s->n - 1].text = str_from(s->l->number, half);
    }
    sketch_qr(s, x, 0.6, q);
    if (bar > 0)
        bar = sketch_bar(s, x, s->h - 0.8 - bar, side - 0.4, bar);
    double call = s->call.n ? within(s->h * 0.11, 1.8, 5) : 0, y = q + 0.8, end = s->h - 1 - bar;
    struct box *b = sketch_text(s, s->l->name, x, y, side - 0.4, end - call - y,
                                within(s->h * 0.13, 2.2, 7), 1.4);
    b->bold = true;
    b->lines = 3;
    b->squeeze = 0.85;
    b = sketch_text(s, s->call, x, end - call, side - 0.4, call, call * 0.8, 1.2);
    b->squeeze = 0.7;
}
