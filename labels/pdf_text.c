/* See pdf_text.h. A text shrinks as long as a line would be too many; below a good size long words
 * break at a syllable; at the least size they break anywhere, and what is left over becomes an
 * ellipsis. */
#include "labels/pdf_text.h"

#include <math.h>

#include "labels/wrap.h"
#include "text/text.h"

#define REF 32.0    /* layout units in an em */
#define CAPS 0.757  /* height of DejaVu's capitals and digits, round ones included, in em */
#define OVER 0.014  /* of that below the baseline */
#define TAIL 0.4    /* the check letter's size, by its number's */
#define HYPHEN 13.3 /* width of a bold hyphen in layout units */
enum { STEPS = 12, PIECES = 64 };

static double units(int pango)
{
    return (double)pango / PANGO_SCALE;
}

void type_make(struct type *t, cairo_t *cr, int lang, double grid)
{
    *t = (struct type){ .grid = grid };
    PangoContext *context = pango_cairo_create_context(cr);
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

/* The slot that holds this text in such a box, or the one not used for longest; *kept tells which. */
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

/* The text on one endless line; its size in layout units goes to w and h. */
static void endless(struct type_slot *s, struct str text)
{
    PangoRectangle r;
    pango_layout_set_width(s->layout, -1);
    pango_layout_set_height(s->layout, -1);
    pango_layout_set_ellipsize(s->layout, PANGO_ELLIPSIZE_NONE);
    pango_layout_set_alignment(s->layout, PANGO_ALIGN_LEFT);
    pango_layout_set_text(s->layout, text.s, (int)text.n);
    pango_layout_get_extents(s->layout, NULL, &r);
    s->w = units(r.width);
    s->h = units(r.height);
    s->squeeze = 1;
}

/* The last resort: words break anywhere, and the end is left out. */
static void cut(struct type_slot *s, const struct box *b, double w, double h, double line)
{
    double size = b->least * line / REF > h ? h * REF / line : b->least;
    int lines = (int)(h / (line / REF * size) + 0.001);
    lines = lines > b->lines ? b->lines : lines < 1 ? 1 : lines;
    s->scale = size / REF;
    s->squeeze = b->squeeze > 0 ? b->squeeze : 1;
    PangoRectangle r;
    pango_layout_set_wrap(s->layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_ellipsize(s->layout, PANGO_ELLIPSIZE_END);
    pango_layout_set_height(s->layout, -lines);
    pango_layout_set_width(s->layout, (int)(w / (s->scale * s->squeeze) * PANGO_SCALE));
    pango_layout_get_extents(s->layout, NULL, &r);
    s->w = w;
    s->h = units(r.height) * s->scale;
}

/* The words of a text, cut into syllables on demand, with their widths in layout units. */
struct words {
    struct piece piece[PIECES];
    size_t at[PIECES + 1]; /* first byte of each; the end of the text */
    size_t n;              /* 0: too many */
    double space;
};

static void words_find(struct words *words, struct str text, bool syllables)
{
    words->n = 0;
    for (size_t i = 0; i < text.n && words->n < PIECES;) {
        while (i < text.n && text.s[i] == ' ')
            i++;
        struct str word = str_from(text, i);
        const char *space = word.n ? memchr(word.s, ' ', word.n) : NULL;
        word = str_upto(word, space ? (size_t)(space - word.s) : word.n);
        for (size_t from = 0, to; from < word.n && words->n < PIECES; from = to) {
            to = syllables ? hyphen_next(word, from) : word.n;
            words->at[words->n] = i + from;
            words->piece[words->n++] = (struct piece){ .begins = !from };
        }
        i += word.n;
    }
    words->at[words->n] = text.n;
    if (words->n == PIECES)
        words->n = 0;
}

/* Widths from the clusters of the endless line, which knows kerning and every script. */
static void words_measure(struct words *words, const struct type_slot *s, struct str text)
{
    PangoLayoutIter *it = pango_layout_get_iter(s->layout);
    words->space = 0;
    do {
        PangoRectangle r;
        size_t byte = (size_t)pango_layout_iter_get_index(it), k = 0;
        pango_layout_iter_get_cluster_extents(it, NULL, &r);
        while (k + 1 < words->n && words->at[k + 1] <= byte)
            k++;
        if (byte < text.n && text.s[byte] == ' ')
            words->space = units(r.width);
        else if (words->n)
            words->piece[k].w += units(r.width);
    } while (pango_layout_iter_next_cluster(it));
    pango_layout_iter_free(it);
}

/* Sets the text again, with the line breaks that were found. */
static void broken(struct type_slot *s, struct str text, const struct words *words,
                   const bool *begin)
{
    char lines[TYPE_TEXT * 2 + PIECES * 2];
    size_t n = 0;
    for (size_t i = 0; i < words->n; i++) {
        struct str piece = { text.s + words->at[i], words->at[i + 1] - words->at[i] };
        bool last = i + 1 == words->n || begin[i + 1];
        if (last || words->piece[i + 1].begins)
            piece = str_trim(piece);
        memcpy(lines + n, piece.s, piece.n);
        n += piece.n;
        if (i + 1 == words->n)
            break;
        if (last && !words->piece[i + 1].begins)
            lines[n++] = '-';
        if (last || words->piece[i + 1].begins)
            lines[n++] = last ? '\n' : ' ';
    }
    double scale = s->scale, squeeze = s->squeeze;
    endless(s, (struct str){ lines, n });
    s->scale = scale;
    s->squeeze = squeeze;
    s->w *= scale * squeeze;
    s->h *= scale;
}

/* Tries sizes from the largest to `least`; true when the text was set. */
static bool wrap(struct type_slot *s, const struct box *b, struct str text, double w, double h,
                 double least, bool syllables)
{
    struct words words;
    bool begin[PIECES];
    double line = s->h;
    words_find(&words, text, syllables);
    words_measure(&words, s, text);
    for (int i = 0; i <= 2 * STEPS + 1 && words.n; i++) {
        double size = b->size + (least - b->size) * (i / 2) / STEPS;
        s->scale = size / REF;
        s->squeeze = i % 2 && b->squeeze > 0 ? b->squeeze : 1;
        double room = w / (s->scale * s->squeeze);
        int lines = wrap_lines(words.piece, words.n, room, words.space, HYPHEN, begin);
        if (!lines || lines > b->lines || lines * line * s->scale > h + 0.001)
            continue;
        wrap_even(words.piece, words.n, room, words.space, HYPHEN, begin);
        broken(s, text, &words, begin);
        return true;
    }
    return false;
}

static void fit(struct type_slot *s, const struct box *b, struct str text, double w, double h)
{
    endless(s, text);
    double squeeze = b->squeeze > 0 ? b->squeeze : 1, line = s->h;
    double size = b->size * line / REF > h ? h * REF / line : b->size, needs = s->w / REF * size;
    if (b->lines == 1 || needs <= w) { /* one line: the answer is arithmetic */
        s->squeeze = needs <= w ? 1 : w / needs > squeeze ? w / needs : squeeze;
        if (needs * s->squeeze > w)
            size *= w / (needs * s->squeeze);
        if (size >= b->least * 0.999) {
            s->scale = size / REF;
            s->w *= s->scale * s->squeeze;
            s->h *= s->scale;
            return;
        }
    }
    double good = b->size * 0.63 > b->least ? b->size * 0.63 : b->least;
    if (b->lines > 1 && text.n < TYPE_TEXT &&
        (wrap(s, b, text, w, h, good, false) || wrap(s, b, text, w, h, b->least, true)))
        return;
    cut(s, b, w, h, line);
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
    double base = units(pango_layout_get_baseline(s->layout));
    y += base * sy;
    snap(t, cr, &x, &y, &sx, &sy);
    pango_layout_get_extents(s->layout, &ink, NULL);
    double left = x + units(ink.x) * sx, top = y + (units(ink.y) - base) * sy;
    bool out = left < -0.05 || top < -0.05 || left + units(ink.width) * sx > b->w + 0.05 ||
               top + units(ink.height) * sy > b->h + 0.05;
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
        endless(letter, b->tail);
        tail = (letter->w + REF * 0.14) * TAIL;
    }
    endless(number, b->text);
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
         base - units(pango_layout_get_baseline(number->layout)) * number->scale);
    if (!letter)
        return;
    letter->scale = size * TAIL / REF;
    show(t, cr, letter, b, x + wide * number->scale * number->squeeze + size * TAIL * 0.14,
         base - units(pango_layout_get_baseline(letter->layout)) * letter->scale);
}

static void set_text(struct type *t, cairo_t *cr, const struct box *b, double *end)
{
    bool kept;
    struct type_slot *s = slot(t, b->text, b, b->bold, &kept);
    if (!kept) {
        fit(s, b, b->text, b->w, b->h);
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
