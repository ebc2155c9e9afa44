/* See pdf.h. Everything is drawn in millimetres. A symbol in PDF and PNG is a one-bit mask without
 * smoothing, whose modules are whole steps of the device (600 dpi in PDF): sharp, small, and read
 * at 200 dpi, where rectangles lose codes to their seams. In SVG, where viewers smooth images, it is
 * one path. */
#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <math.h>

#include "labels/pdf.h"

#include "labels/layout.h"
#include "labels/pdf_text.h"
#include "labels/qr.h"

#define MM_INCH 25.4
enum { PIXELS_MOST = 40000000 };

struct pen {
    struct arena *a;
    const struct plan *plan;
    cairo_t *cr;
    double grid; /* device units that a module is a multiple of; 0: any size */
    struct type type;
    struct qr_maker *maker;
    struct qr qr; /* of the label being drawn */
};

static void colour(cairo_t *cr, uint32_t rgb)
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

/* Modules of whole device steps, the symbol in the middle of its box and on the device's grid. */
static bool symbol(struct pen *p, const struct box *b)
{
    double scale = 1, none = 0, module = b->w / (p->qr.n + 2 * QR_QUIET), x, y;
    cairo_user_to_device_distance(p->cr, &scale, &none);
    scale = hypot(scale, none);
    double steps = p->grid > 0 ? floor(module * scale / p->grid + 0.0001) : 0;
    double whole = steps * p->grid / scale;
    /* A PDF's grid only helps; a PNG's are the pixels. */
    bool pixels = p->plan->job->format == LABEL_PNG;
    if (pixels ? steps >= 1 : whole >= QR_MODULE_LEAST)
        module = whole;
    else if (pixels)
        return false;
    x = b->x + (b->w - p->qr.n * module) / 2;
    y = b->y + (b->h - p->qr.n * module) / 2;
    if (p->grid > 0) {
        cairo_user_to_device(p->cr, &x, &y);
        x = round(x / p->grid) * p->grid;
        y = round(y / p->grid) * p->grid;
        cairo_device_to_user(p->cr, &x, &y);
    }
    colour(p->cr, b->colour);
    if (p->plan->job->format == LABEL_SVG)
        symbol_path(p->cr, &p->qr, x, y, module);
    else
        symbol_mask(p->cr, &p->qr, x, y, module);
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

static enum fault draw_box(struct pen *p, const struct box *b)
{
    if (b->is == BOX_QR)
        return symbol(p, b) ? OK : FAULT_LABEL_TOO_SMALL;
    colour(p->cr, b->colour);
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

/* One label with its top left at x, y of the page. */
static enum fault draw_face(struct pen *p, const struct face *face, double x, double y)
{
    enum fault f = OK;
    cairo_save(p->cr);
    cairo_translate(p->cr, x, face->turned ? y + face->w : y);
    if (face->turned)
        cairo_rotate(p->cr, -G_PI / 2);
    for (size_t i = 0; i < face->n && !f; i++)
        f = draw_box(p, &face->at[i]);
    cairo_restore(p->cr);
    return f;
}

static enum fault draw_cell(struct pen *p, const struct label *l, int cell, struct refusal *no)
{
    const struct medium *m = &p->plan->medium;
    struct arena_mark mark = arena_mark(p->a);
    struct face face;
    enum fault f = OK;
    if (l) {
        p->qr = qr_make(p->maker, p->a, l->url);
        int side = p->qr.n ? p->qr.n + 2 * QR_QUIET : 0;
        f = l->url.n && !side ? FAULT_LABEL_TOO_SMALL : label_lay(p->a, p->plan, l, side, &face);
    } else {
        label_frame(p->a, p->plan, &face);
    }
    if (!f)
        f = draw_face(p, &face, m->x + cell % m->nx * m->dx, m->y + cell / m->nx * m->dy);
    if (f == FAULT_LABEL_TOO_SMALL)
        no->label = l;
    arena_back(p->a, mark);
    return f;
}

static int cells_of(const struct medium *m)
{
    return m->nx * m->ny;
}

static enum fault draw_page(struct pen *p, int page, struct refusal *no)
{
    const struct label_job *job = p->plan->job;
    int cells = cells_of(&p->plan->medium), first = job->start > 1 ? job->start - 1 : 0;
    bool frames = job->layout == LAYOUT_FRAMES;
    enum fault f = OK;
    cairo_save(p->cr);
    cairo_translate(p->cr, job->x / 100.0, job->y / 100.0);
    for (int cell = 0; cell < cells && !f; cell++) {
        int i = page * cells + cell - first;
        if (frames || (i >= 0 && (size_t)i < job->n_labels))
            f = draw_cell(p, frames ? NULL : &job->labels[i], cell, no);
    }
    cairo_restore(p->cr);
    cairo_show_page(p->cr);
    return f;
}

/* How many pages the labels take, and whether that can be had. */
static enum fault count_pages(const struct plan *plan, int *pages, struct refusal *no)
{
    const struct label_job *job = plan->job;
    int cells = cells_of(&plan->medium), first = job->start > 1 ? job->start - 1 : 0;
    no->n = cells;
    if (first >= cells)
        return FAULT_LABEL_START;
    *pages = job->layout == LAYOUT_FRAMES ? 1 : (first + (int)job->n_labels + cells - 1) / cells;
    no->n = *pages;
    bool many = job->format != LABEL_PDF && !job->page && *pages > 1;
    return many || job->page > *pages ? FAULT_LABEL_PAGES : OK;
}

static cairo_status_t append(void *out, const unsigned char *bytes, unsigned n)
{
    struct buf *b = out;
    buf_add(b, (struct str){ (const char *)bytes, n });
    return b->a->full ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

/* The surface for a page, and how many of its units a millimetre is. NULL: too many pixels. */
static cairo_surface_t *surface_make(const struct plan *plan, struct buf *out, double *unit)
{
    const struct medium *m = &plan->medium;
    const struct label_job *job = plan->job;
    cairo_surface_t *s = NULL;
    if (job->format == LABEL_PDF) {
        *unit = 72 / MM_INCH;
        s = cairo_pdf_surface_create_for_stream(append, out, m->page_w * *unit, m->page_h * *unit);
        cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_CREATE_DATE, "");
    } else if (job->format == LABEL_SVG) {
        *unit = 1;
        s = cairo_svg_surface_create_for_stream(append, out, m->page_w, m->page_h);
        cairo_svg_surface_set_document_unit(s, CAIRO_SVG_UNIT_MM);
    } else {
        *unit = (job->dpi ? job->dpi : 300) / MM_INCH;
        double w = round(m->page_w * *unit), h = round(m->page_h * *unit);
        if (w * h <= PIXELS_MOST)
            s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)w, (int)h);
    }
    return s;
}

static enum fault draw_all(struct pen *p, int pages, struct refusal *no)
{
    int only = p->plan->job->page;
    enum fault f = OK;
    if (p->plan->job->format != LABEL_PDF) {
        colour(p->cr, 0xffffff);
        cairo_paint(p->cr);
        only = only ? only : 1;
    }
    for (int page = 0; page < pages && !f; page++)
        if (!only || page + 1 == only)
            f = draw_page(p, page, no);
    return f;
}

enum fault pdf_draw(const struct plan *plan, struct buf *out, struct refusal *no)
{
    int pages = 0;
    double unit;
    enum fault f = count_pages(plan, &pages, no);
    if (f)
        return f;
    cairo_surface_t *s = surface_make(plan, out, &unit);
    if (!s)
        return FAULT_TOO_BIG;
    CLEANUP(arena_free) struct arena scratch = { 0 };
    struct pen p = { .a = &scratch, .plan = plan, .cr = cairo_create(s) };
    p.maker = NEW(&scratch, struct qr_maker);
    int format = plan->job->format;
    p.grid = format == LABEL_PDF ? 72 / 600.0 : format == LABEL_PNG ? 1 : 0;
    cairo_scale(p.cr, unit, unit);
    type_make(&p.type, p.cr, plan->lang, format == LABEL_PDF ? 0.1 : 0);
    f = draw_all(&p, pages, no);
    type_free(&p.type);
    cairo_status_t status = cairo_status(p.cr);
    cairo_destroy(p.cr);
    if (!f && !status && format == LABEL_PNG)
        status = cairo_surface_write_to_png_stream(s, append, out);
    cairo_surface_finish(s);
    if (!status)
        status = cairo_surface_status(s);
    cairo_surface_destroy(s);
    return f ? f : status || out->a->full ? FAULT_TOO_BIG : OK;
}
