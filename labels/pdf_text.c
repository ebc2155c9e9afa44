/* See pdf_text.h. */
#include "labels/pdf_text.h"

#include <math.h>

#include "text/text.h"

#define REF TYPE_REF
#define CAPS 0.757 /* height of DejaVu's capitals and digits, round ones included, in em */
#define OVER 0.014 /* of that below the baseline */
#define TAIL 0.4   /* the check letter's size, by its number's */

void type_make(struct type *t, cairo_t *cr, int lang, double grid)
{
    *t = (struct type){ .grid = grid };
    /* The page's scale must not reach the font: at 1200 dpi it would be too large for FreeType. */
    cairo_save(cr);
    cairo_identity_matrix(cr);
    PangoContext *context = pango_cairo_create_context(cr);
    cairo_restore(cr);
    cairo_font_options_t *o = cairo_font_options_create();
    cairo_font_options_set_hint_style(o, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(o, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context, o);
    pango_context_set_round_glyph_positions(context, FALSE);
    pango_context_set_language(context, pango_language_from_string(lang_code(lang)));
    PangoFontDescription *font = pango_font_description_from_string("DejaVu Sans");
    pango_font_description_set_absolute_size(font, REF * PANGO_SCALE);
    for (int i = 0; i < TYPE_SLOTS; i++) {
        bool bold = i % 2;
        pango_font_description_set_weight(font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
        t->slots[i] = (struct type_slot){ .layout = pango_layout_new(context), .n = SIZE_MAX };
        pango_layout_set_font_description(t->slots[i].layout, font);
    }
    pango_font_description_free(font);
    cairo_font_options_destroy(o);
    g_object_unref(context);
}

void type_free(struct type *t)
{
    for (int i = 0; i < TYPE_SLOTS; i++)
        g_object_unref(t->slots[i].layout);
}

static bool same(const struct type_slot *s, struct str text, const struct box *b)
{
    const struct box *c = &s->box;
    return s->n == text.n && !memcmp(s->text, text.s, text.n) && c->caps == b->caps &&
           c->lines == b->lines && c->align == b->align && fabs(c->w - b->w) < 1e-9 &&
           fabs(c->h - b->h) < 1e-9 && fabs(c->size - b->size) < 1e-9;
}

/* The slot that holds this text in such a box, or the one used longest ago; *kept says which. */
static struct type_slot *slot(struct type *t, struct str text, const struct box *b, bool bold,
                              bool *kept)
{
    struct type_slot *oldest = &t->slots[bold];
    t->turn++;
    for (int i = bold; i < TYPE_SLOTS; i += 2) {
        struct type_slot *s = &t->slots[i];
        if (same(s, text, b)) {
            s->used = t->turn;
            *kept = true;
            return s;
        }
        if (s->used < oldest->used)
            oldest = s;
    }
    oldest->used = t->turn;
    oldest->box = *b;
    oldest->n = text.n < TYPE_TEXT ? text.n : SIZE_MAX;
    memcpy(oldest->text, text.s, text.n < TYPE_TEXT ? text.n : 0);
    *kept = false;
    return oldest;
}

/* A size rounded down, a place rounded to the device's grid. */
static void snap(const struct type *t, cairo_t *cr, double *dx, double *dy, double *sx, double *sy)
{
    double unit = 1, none = 0;
    if (t->grid <= 0)
        return;
    cairo_user_to_device_distance(cr, &unit, &none);
    unit = hypot(unit, none) * REF / t->grid * 2;
    *sx = floor(*sx * unit) / unit;
    *sy = floor(*sy * unit) / unit;
    cairo_user_to_device(cr, dx, dy);
    *dx = round(*dx / t->grid) * t->grid;
    *dy = round(*dy / t->grid) * t->grid;
    cairo_device_to_user(cr, dx, dy);
}

/* Draws the slot's text with its top left (or its baseline) at x, y of a box of w by h. */
static void show(struct type *t, cairo_t *cr, const struct type_slot *s, const struct box *b,
                 double x, double y)
{
    PangoRectangle ink;
    double sx = s->scale * s->squeeze, sy = s->scale;
    double base = type_units(pango_layout_get_baseline(s->layout));
    y += base * sy;
    snap(t, cr, &x, &y, &sx, &sy);
    pango_layout_get_extents(s->layout, &ink, NULL);
    double left = x + type_units(ink.x) * sx, top = y + (type_units(ink.y) - base) * sy;
    bool out = left < -0.05 || top < -0.05 || left + type_units(ink.width) * sx > b->w + 0.05 ||
               top + type_units(ink.height) * sy > b->h + 0.05;
    cairo_save(cr);
    if (out) {
        cairo_rectangle(cr, 0, 0, b->w, b->h);
        cairo_clip(cr);
    }
    cairo_translate(cr, x, y);
    cairo_scale(cr, sx, sy);
    cairo_move_to(cr, 0, -base);
    pango_cairo_show_layout(cr, s->layout);
    cairo_restore(cr);
}

static double across(enum align align)
{
    return align == ALIGN_LEFT ? 0 : align == ALIGN_CENTRE ? 0.5 : 1;
}

/* The number fills the height of its box; the check letter stands behind it. */
static void set_caps(struct type *t, cairo_t *cr, const struct box *b)
{
    bool kept;
    double size = b->h / CAPS, tail = 0;
    struct type_slot *letter = NULL, *number = slot(t, b->text, b, true, &kept);
    if (b->tail.n) {
        letter = slot(t, b->tail, b, false, &kept);
        fit_endless(letter, b->tail);
        tail = (letter->w + REF * 0.14) * TAIL;
    }
    fit_endless(number, b->text);
    double narrow = (b->w / size * REF - tail) / number->w, wide = number->w;
    number->squeeze = narrow > 1 ? 1 : narrow < b->squeeze ? b->squeeze : narrow;
    double needs = (wide * number->squeeze + tail) / REF * size;
    if (needs > b->w) {
        size *= b->w / needs;
        needs = b->w;
    }
    number->scale = size / REF;
    /* Smaller than the box: on the middle of its height. */
    double base = b->h / 2 + size * (CAPS / 2 - OVER), x = (b->w - needs) * across(b->align);
    show(t, cr, number, b, x,
         base - type_units(pango_layout_get_baseline(number->layout)) * number->scale);
    if (!letter)
        return;
    /* J and Q reach below the line; they are raised, so that their foot stays in the box. */
    PangoRectangle ink;
    pango_layout_get_extents(letter->layout, &ink, NULL);
    int line = pango_layout_get_baseline(letter->layout), foot = ink.y + ink.height;
    letter->scale = size * TAIL / REF;
    show(t, cr, letter, b, x + wide * number->scale * number->squeeze + size * TAIL * 0.14,
         base - type_units(foot > line + PANGO_SCALE ? foot : line) * letter->scale);
}

static void set_text(struct type *t, cairo_t *cr, const struct box *b, double *end)
{
    bool kept;
    struct type_slot *s = slot(t, b->text, b, b->bold, &kept);
    if (!kept) {
        fit_text(s, b, b->text);
        pango_layout_set_alignment(s->layout, b->align == ALIGN_LEFT     ? PANGO_ALIGN_LEFT
                                              : b->align == ALIGN_CENTRE ? PANGO_ALIGN_CENTER
                                                                         : PANGO_ALIGN_RIGHT);
    }
    double room = b->h - s->h > 0 ? b->h - s->h : 0;
    double down = b->up == UP_TOP ? 0 : b->up == UP_MIDDLE ? room / 2 : room;
    show(t, cr, s, b, (b->w - s->w) * across(b->align), down);
    *end = down + s->h;
}

void type_set(struct type *t, cairo_t *cr, const struct box *b)
{
    double y = b->follow && t->end < b->y ? t->end + b->size * 0.08 : b->y, end = b->h;
    struct box upright = *b;
    if (b->turned)
        upright.w = b->h, upright.h = b->w;
    cairo_save(cr);
    cairo_translate(cr, b->x, b->turned ? y + b->h : y);
    if (b->turned)
        cairo_rotate(cr, -G_PI / 2);
    if (b->caps)
        set_caps(t, cr, b);
    else
        set_text(t, cr, &upright, &end);
    t->end = y + end;
    cairo_restore(cr);
}
