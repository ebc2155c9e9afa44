/* Drawing paper with words in columns: see paper.h. In points, because that is what type is. */
#include "labels/paper.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#define POINTS (72.0 / 25.4) /* in a millimetre */

/* A kind of paper: its size and margin in mm (0 high: as long as it takes), its type in points, and
 * where the columns end, of its width. */
static const struct stock {
    const char *name;
    double w, h, margin, type;
    double column[PAPER_CELLS];
} stocks[] = {
    { "A4", 210, 297, 14, 10, { 0.09, 0.5, 0.78, 1 } },
    { "A6", 105, 148, 7, 9, { 0.14, 1, 1, 1 } },
    { "80mm", 80, 0, 4, 10, { 0.17, 1, 1, 1 } },
};

struct pen {
    const struct stock *stock;
    cairo_t *cr;
    PangoLayout *layout;
    double w, h, margin, y; /* points */
};

static const struct stock *stock_of(struct str name)
{
    for (size_t i = 1; i < COUNT(stocks); i++)
        if (str_eq_nocase(name, str_of(stocks[i].name)))
            return &stocks[i];
    return &stocks[0];
}

/* How large a row's type is beside that of a line, and how high the row. */
static double size_of(int is)
{
    return is == PAPER_TITLE ? 1.5 : is == PAPER_BIG ? 2.2 : is == PAPER_HEAD ? 1.15 : 1;
}

static double height_of(const struct pen *p, int is)
{
    double line = p->stock->type * size_of(is);
    return is == PAPER_WRITE ? line * 2.6 : is == PAPER_HEAD ? line * 2.1 : is == PAPER_GAP ? line * 0.6
                                                                                           : line * 1.5;
}

static void type_choose(struct pen *p, int is)
{
    PangoFontDescription *d = pango_font_description_from_string("DejaVu Sans");
    pango_font_description_set_size(d, (int)(p->stock->type * size_of(is) * PANGO_SCALE));
    if (is == PAPER_TITLE || is == PAPER_HEAD || is == PAPER_BIG)
        pango_font_description_set_weight(d, PANGO_WEIGHT_BOLD);
    pango_layout_set_font_description(p->layout, d);
    pango_font_description_free(d);
}

static void cell_draw(struct pen *p, struct str x, double left, double right, bool whole)
{
    pango_layout_set_text(p->layout, x.s, (int)x.n);
    pango_layout_set_width(p->layout, (int)((right - left - 4) * PANGO_SCALE));
    pango_layout_set_ellipsize(p->layout, whole ? PANGO_ELLIPSIZE_NONE : PANGO_ELLIPSIZE_END);
    cairo_move_to(p->cr, left, p->y);
    pango_cairo_show_layout(p->cr, p->layout);
}

static void line_draw(struct pen *p, double y, double grey)
{
    cairo_set_source_rgb(p->cr, grey, grey, grey);
    cairo_set_line_width(p->cr, 0.5);
    cairo_move_to(p->cr, p->margin, y);
    cairo_line_to(p->cr, p->w - p->margin, y);
    cairo_stroke(p->cr);
    cairo_set_source_rgb(p->cr, 0, 0, 0);
}

static void row_draw(struct pen *p, const struct paper_row *r)
{
    double inner = p->w - 2 * p->margin, left = p->margin, height = height_of(p, r->is);
    if (r->is == PAPER_HEAD)
        p->y += height * 0.3;
    type_choose(p, r->is);
    bool columns = r->is == PAPER_LINE || r->is == PAPER_WRITE;
    if (r->is == PAPER_WRITE)
        cairo_set_source_rgb(p->cr, 0.4, 0.4, 0.4);
    for (int k = 0; k < PAPER_CELLS; k++) {
        double right = columns ? p->margin + inner * p->stock->column[k] : p->w - p->margin;
        if (r->cell[k].n)
            cell_draw(p, r->cell[k], left, right, !columns);
        if (columns)
            left = right;
    }
    cairo_set_source_rgb(p->cr, 0, 0, 0);
    p->y += r->is == PAPER_HEAD ? height * 0.7 : height;
    if (r->is == PAPER_LINE || r->is == PAPER_WRITE)
        line_draw(p, p->y - 2, r->is == PAPER_LINE ? 0.85 : 0.3);
}

static void pages_draw(struct pen *p, const struct paper *paper)
{
    double end = p->h - p->margin;
    p->y = p->margin;
    for (size_t i = 0; i < paper->n; i++) {
        double need = height_of(p, paper->rows[i].is);
        if (paper->rows[i].is == PAPER_HEAD && i + 1 < paper->n)
            need += height_of(p, paper->rows[i + 1].is); /* never a heading alone at the end */
        if (p->y + need > end && p->y > p->margin) {
            cairo_show_page(p->cr);
            p->y = p->margin;
        }
        row_draw(p, &paper->rows[i]);
    }
    cairo_show_page(p->cr);
}

static cairo_status_t append(void *out, const unsigned char *bytes, unsigned n)
{
    struct buf *b = out;
    buf_add(b, (struct str){ (const char *)bytes, n });
    return b->a->full ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

enum fault paper_draw(const struct paper *paper, struct buf *out, struct medium *m)
{
    struct pen p = { .stock = stock_of(paper->size) };
    p.margin = p.stock->margin * POINTS;
    p.w = p.stock->w * POINTS;
    p.h = p.stock->h * POINTS;
    if (p.stock->h <= 0) {
        p.h = 2 * p.margin + 1;
        for (size_t i = 0; i < paper->n; i++)
            p.h += height_of(&p, paper->rows[i].is);
    }
    m->page_w = p.w / POINTS;
    m->page_h = p.h / POINTS;
    cairo_surface_t *s = cairo_pdf_surface_create_for_stream(append, out, p.w, p.h);
    cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_CREATE_DATE, "");
    p.cr = cairo_create(s);
    p.layout = pango_cairo_create_layout(p.cr);
    pango_cairo_context_set_resolution(pango_layout_get_context(p.layout), 72);
    pango_layout_context_changed(p.layout);
    if (paper->lang.n)
        pango_context_set_language(pango_layout_get_context(p.layout),
                                   pango_language_from_string(str_eq(paper->lang, S("en")) ? "en" : "nl"));
    pages_draw(&p, paper);
    g_object_unref(p.layout);
    cairo_status_t status = cairo_status(p.cr);
    cairo_destroy(p.cr);
    cairo_surface_finish(s);
    status = status ? status : cairo_surface_status(s);
    cairo_surface_destroy(s);
    return status || out->a->full ? FAULT_TOO_BIG : OK;
}
