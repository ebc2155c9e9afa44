/* See label.h and layout.h. */
#include "labels/label.h"

#include "labels/layout.h"
#include "labels/qr.h"
#include "text/text.h"

enum { BLACK = 0x000000, WHITE = 0xffffff };

/* "Bel 050 1234567"; empty without a number. */
static struct str call_of(struct arena *a, int lang, struct str number)
{
    if (!number.n)
        return number;
    struct buf phone = { .a = a }, call = { .a = a };
    text_phone(&phone, number);
    text_add(&call, lang, DAY_NONE, T_LABEL_CALL, FACTS(F("phone", val_str(buf_str(&phone)))));
    return buf_str(&call);
}

struct plan label_plan(struct arena *a, const struct label_job *job, struct medium m)
{
    struct plan p = { .job = job, .medium = job->single ? sheet_single(m) : m };
    p.lang = lang_find(job->lang.n ? job->lang : S("nl"));
    if (p.lang < 0)
        p.lang = 0;
    p.call = call_of(a, p.lang, job->phone);
    return p;
}

struct box *sketch_box(struct sketch *s, enum box_is is, double x, double y, double w, double h)
{
    if (s->n == s->room) {
        size_t room = s->room ? s->room * 2 : 16;
        struct box *more = NEW_N(s->a, struct box, room);
        if (s->n)
            memcpy(more, s->at, s->n * sizeof *more);
        s->at = more;
        s->room = room;
    }
    struct box *b = &s->at[s->n++];
    *b = (struct box){ .is = is, .x = x, .y = y, .w = w, .h = h, .colour = BLACK };
    return b;
}

struct box *sketch_text(struct sketch *s, struct str text, double x, double y, double w, double h,
                        double size, double least)
{
    if (!text.n || w <= 0 || h <= 0)
        return &s->none;
    struct box *b = sketch_box(s, BOX_TEXT, x, y, w, h);
    b->text = text;
    b->size = size;
    b->least = least < size ? least : size;
    b->lines = 1;
    return b;
}

struct box *sketch_number(struct sketch *s, double x, double y, double w, double h)
{
    struct box *b = sketch_text(s, s->l->number, x, y, w, h, h, h / 4);
    b->tail = s->l->letter;
    b->bold = b->caps = true;
    b->squeeze = 0.72;
    return b;
}

struct box *sketch_number_warned(struct sketch *s, double x, double y, double w, double h)
{
    double warn = s->l->safety ? least_of(h * 0.62, least_of(w * 0.25, 8)) : 0;
    if (warn > 0)
        sketch_box(s, BOX_WARN, x + w - warn * 1.1, y, warn * 1.1, warn);
    return sketch_number(s, x, y, w - warn * 1.3, h);
}

struct str sketch_inspect(struct sketch *s)
{
    if (s->l->inspect.n <= 0)
        return S("");
    struct ymd d = day_ymd(s->l->inspect);
    return str_printf(s->a, "%.*s %02d-%04d", STR(sketch_words(s, T_LABEL_INSPECT)), d.m, d.y);
}

double sketch_qr(struct sketch *s, double x, double y, double q)
{
    if (!s->side)
        return 0;
    sketch_box(s, BOX_QR, x, y, q, q);
    double module = q / s->side;
    if (s->smallest == 0 || module < s->smallest)
        s->smallest = module;
    return module;
}

struct str sketch_words(struct sketch *s, enum text_key key)
{
    return text_plain(s->plan->lang, key);
}

static uint32_t colour_of(struct str hex)
{
    return hex.n == 7 ? (uint32_t)strtoul(str_upto(hex, 7).s + 1, NULL, 16) & 0xffffff : BLACK;
}

/* Black on a light colour, white on a dark one (relative luminance, WCAG 2 without the gamma). */
static uint32_t ink_on(uint32_t colour)
{
    uint32_t r = colour >> 16, g = colour >> 8 & 255, b = colour & 255;
    return 2126 * r + 7152 * g + 722 * b > 1400000 ? BLACK : WHITE;
}

struct str sketch_joined(struct sketch *s, struct str x, struct str y)
{
    return !y.n ? x : !x.n ? y : str_printf(s->a, "%.*s \xc2\xb7 %.*s", STR(x), STR(y));
}

double sketch_bar(struct sketch *s, double x, double y, double w, double h)
{
    if (!s->l->branch.n)
        return 0;
    uint32_t colour = colour_of(s->l->colour);
    struct box *b = sketch_box(s, BOX_FILL, x, y, w, h);
    b->colour = colour;
    b->size = h * 0.2;
    b = sketch_text(s, s->l->branch, x + h * 0.25, y, w - h * 0.5, h, h * 0.66, h * 0.33);
    b->colour = ink_on(colour);
    b->bold = true;
    b->align = ALIGN_CENTRE;
    b->up = UP_MIDDLE;
    b->squeeze = 0.75;
    return h;
}

void sketch_foot(struct sketch *s, double y, double h)
{
    bool bar = s->l->branch.n > 0;
    double x = bar ? 0.8 : LABEL_EDGE + 0.5, in = bar ? h * 0.28 : 0, w = s->w - 2 * x;
    uint32_t colour = colour_of(s->l->colour), ink = bar ? ink_on(colour) : BLACK;
    struct str left = bar ? sketch_joined(s, s->l->branch, s->l->shelf) : s->plan->job->library;
    if (bar) {
        struct box *b = sketch_box(s, BOX_FILL, x, y, w, h);
        b->colour = colour;
        b->size = h * 0.2;
    } else if (left.n || s->call.n) {
        sketch_box(s, BOX_LINE, x, y, w, 0);
    }
    double half = s->call.n && left.n ? (w - 2 * in) * 0.5 : 0;
    double size = h * (bar ? 0.6 : 0.62);
    struct box *b = sketch_text(s, left, x + in, y, w - 2 * in - half - (half > 0 ? h * 0.4 : 0), h,
                                size, size / 2);
    struct box *c = sketch_text(s, s->call, x + w - in - (half > 0 ? half : w - 2 * in), y,
                                half > 0 ? half : w - 2 * in, h, size, size / 2);
    c->align = left.n ? ALIGN_RIGHT : ALIGN_LEFT;
    b->colour = c->colour = ink;
    b->bold = c->bold = true;
    b->up = c->up = UP_MIDDLE;
    b->squeeze = c->squeeze = 0.85;
}

/* Standard wants some room; where it is not there the number and the code are what counts. */
static int layout_for(const struct plan *p, double w, double h)
{
    if (p->job->layout != LAYOUT_AUTO && p->job->layout != LAYOUT_FRAMES)
        return p->job->layout;
    return h < 15 || w < 30 ? LAYOUT_TINY : LAYOUT_STANDARD;
}

enum fault label_lay(struct arena *a, const struct plan *p, const struct label *l, int side,
                     struct face *face)
{
    static void (*const layouts[])(struct sketch *) = {
        [LAYOUT_STANDARD] = layout_standard, [LAYOUT_TINY] = layout_tiny, [LAYOUT_BIG] = layout_big,
        [LAYOUT_FLAG] = layout_flag, [LAYOUT_TAG] = layout_tag, [LAYOUT_KIT] = layout_kit,
        [LAYOUT_CARD] = layout_card, [LAYOUT_SIGN] = layout_sign,
    };
    double w = p->medium.w, h = p->medium.h;
    bool upright = p->job->layout == LAYOUT_TAG;
    bool turned = upright ? w > h : h > 1.3 * w && p->job->layout != LAYOUT_KIT;
    if (turned)
        w = p->medium.h, h = p->medium.w;
    struct sketch s = { .a = a, .plan = p, .l = l, .side = side, .w = w, .h = h };
    s.call = l->phone.n ? call_of(a, p->lang, l->phone) : p->call;
    layouts[layout_for(p, w, h)](&s);
    *face = (struct face){ w, h, turned, s.at, s.n };
    return s.side && s.smallest < QR_MODULE_LEAST ? FAULT_LABEL_TOO_SMALL : OK;
}

/* A ruler along the top and the left edge: a stroke a millimetre, a longer one every five. */
static void rulers(struct sketch *s)
{
    for (int mm = 1; mm < 30; mm++) {
        double length = mm % 5 ? 1 : 2;
        if (mm < s->w)
            sketch_box(s, BOX_LINE, mm, 0, 0, length);
        if (mm < s->h)
            sketch_box(s, BOX_LINE, 0, mm, length, 0);
    }
}

void label_frame(struct arena *a, const struct plan *p, struct face *face)
{
    const struct medium *m = &p->medium;
    struct sketch s = { .a = a, .plan = p, .w = m->w, .h = m->h };
    sketch_box(&s, BOX_FRAME, 0, 0, m->w, m->h);
    rulers(&s);
    struct str size = str_printf(a, "%s %s  %.1f \xc3\x97 %.1f mm", m->brand, m->part, m->w, m->h);
    struct box *b = sketch_text(&s, str_trim(size), 3, 3, m->w - 4, m->h / 2 - 3, 3, 1.5);
    struct box *c = sketch_text(&s, sketch_words(&s, T_LABEL_FRAMES), 3, m->h / 2, m->w - 4,
                                m->h / 2 - 1, 2.4, 1.5);
    b->lines = c->lines = 3;
    *face = (struct face){ m->w, m->h, false, s.at, s.n };
}
