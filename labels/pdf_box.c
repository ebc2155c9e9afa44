/* See pdf_box.h. A symbol in PDF and PNG is a one-bit mask without smoothing, whose modules are
 * whole steps of the device (600 dpi in PDF): sharp, small, and read at 200 dpi, where rectangles
 * lose codes to their seams. In SVG, where viewers smooth images, it is one path. */
#include "labels/pdf_box.h"

#include <math.h>

#include "labels/layout.h"

void pen_colour(cairo_t *cr, uint32_t rgb)
{
    cairo_set_source_rgb(cr, (rgb >> 16) / 255.0, (rgb >> 8 & 255) / 255.0, (rgb & 255) / 255.0);
}

/* Its corners are those of a thick line around a smaller rectangle: shorter than eight curves. */
static void filled(cairo_t *cr, const struct box *b)
{
    double r = least_of(b->size, least_of(b->w, b->h) / 2);
    cairo_rectangle(cr, b->x + r, b->y + r, b->w - 2 * r, b->h - 2 * r);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_width(cr, 2 * r);
    cairo_fill_preserve(cr);
    cairo_stroke(cr);
}

/* The symbol as a mask of one bit a module. */
static void symbol_mask(cairo_t *cr, const struct qr *qr, double x, double y, double module)
{
    cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_A1, qr->n, qr->n);
    unsigned char *bits = cairo_image_surface_get_data(s);
    int stride = cairo_image_surface_get_stride(s);
    const bool low_first = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;
    for (int i = 0; bits && i < qr->n * qr->n; i++) {
        int row = i / qr->n, column = i % qr->n;
        if (qr->dark[i])
            bits[row * stride + column / 8] |=
                (unsigned char)(low_first ? 1 << column % 8 : 128 >> column % 8);
    }
    cairo_surface_mark_dirty(s);
    cairo_pattern_t *mask = cairo_pattern_create_for_surface(s);
    cairo_pattern_set_filter(mask, CAIRO_FILTER_NEAREST);
    cairo_save(cr);
    cairo_translate(cr, x, y);
    cairo_scale(cr, module, module);
    cairo_mask(cr, mask);
    cairo_restore(cr);
    cairo_pattern_destroy(mask);
    cairo_surface_destroy(s);
}

/* The symbol as runs of dark modules, all in one path: no seams. */
static void symbol_path(cairo_t *cr, const struct qr *qr, double x, double y, double module)
{
    for (int row = 0; row < qr->n; row++)
        for (int from = 0, to; from < qr->n; from = to) {
            bool dark = qr->dark[row * qr->n + from];
            for (to = from; to < qr->n && qr->dark[row * qr->n + to] == dark; to++)
                ;
            if (dark)
                cairo_rectangle(cr, x + from * module, y + row * module, (to - from) * module,
                                module);
        }
    cairo_fill(cr);
}

/* Modules of whole device steps, the symbol in the middle of its box and on the device's grid. It
 * stands upright on the page even where the label lies on its side: a symbol may be read from any
 * side, and rasterisers are at their worst with turned masks. */
static bool symbol(struct pen *p, const struct box *b)
{
    double scale = 1, none = 0, x = b->x + b->w / 2, y = b->y + b->h / 2;
    cairo_user_to_device_distance(p->cr, &scale, &none);
    cairo_user_to_device(p->cr, &x, &y);
    scale = hypot(scale, none);
    double module = b->w / (p->qr.n + 2 * QR_QUIET) * scale, grid = p->grid;
    double whole = grid > 0 ? floor(module / grid + 0.0001) * grid : module;
    /* A PDF's grid only helps; a PNG's are the pixels. */
    bool pixels = p->plan->job->format == LABEL_PNG;
    if (pixels && whole < 1)
        return false;
    if (pixels || whole >= QR_MODULE_LEAST * scale)
        module = whole;
    x -= p->qr.n * module / 2;
    y -= p->qr.n * module / 2;
    if (grid > 0) {
        x = round(x / grid) * grid;
        y = round(y / grid) * grid;
    }
    cairo_save(p->cr);
    cairo_identity_matrix(p->cr);
    pen_colour(p->cr, b->colour);
    if (p->plan->job->format == LABEL_SVG)
        symbol_path(p->cr, &p->qr, x, y, module);
    else
        symbol_mask(p->cr, &p->qr, x, y, module);
    cairo_restore(p->cr);
    return true;
}

static void warning(cairo_t *cr, const struct box *b)
{
    double x = b->x + b->w / 2, pad = b->h * 0.08;
    cairo_move_to(cr, x, b->y + pad);
    cairo_line_to(cr, b->x + b->w - pad, b->y + b->h - pad);
    cairo_line_to(cr, b->x + pad, b->y + b->h - pad);
    cairo_close_path(cr);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_width(cr, b->h * 0.13);
    cairo_stroke(cr);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    cairo_move_to(cr, x, b->y + b->h * 0.4);
    cairo_line_to(cr, x, b->y + b->h * 0.62);
    cairo_move_to(cr, x, b->y + b->h * 0.775);
    cairo_line_to(cr, x, b->y + b->h * 0.78);
    cairo_stroke(cr);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_BUTT);
}

static void stroke(cairo_t *cr, const struct box *b)
{
    if (b->is == BOX_DASHES)
        cairo_set_dash(cr, (const double[]){ 1.2, 1 }, 2, 0);
    if (b->is == BOX_FRAME) {
        cairo_rectangle(cr, b->x, b->y, b->w, b->h);
    } else if (b->is == BOX_CIRCLE) {
        cairo_new_sub_path(cr);
        cairo_arc(cr, b->x + b->w / 2, b->y + b->h / 2, b->w / 2 - 0.15, 0, 2 * G_PI);
    } else {
        cairo_move_to(cr, b->x, b->y);
        cairo_line_to(cr, b->x + b->w, b->y + b->h);
    }
    cairo_set_line_width(cr, b->is == BOX_LINE || b->is == BOX_DASHES ? 0.2 : 0.3);
    cairo_stroke(cr);
    cairo_set_dash(cr, NULL, 0, 0);
}

enum fault pen_box(struct pen *p, const struct box *b)
{
    if (b->is == BOX_QR)
        return symbol(p, b) ? OK : FAULT_LABEL_TOO_SMALL;
    pen_colour(p->cr, b->colour);
    if (b->is == BOX_TEXT) {
        type_set(&p->type, p->cr, b);
    } else if (b->is == BOX_FILL) {
        filled(p->cr, b);
    } else if (b->is == BOX_WARN) {
        warning(p->cr, b);
    } else {
        stroke(p->cr, b);
    }
    return OK;
}
