/* See pdf.h. Surfaces, pages, and where on a page a label stands; everything is drawn in
 * millimetres. */
#include "labels/pdf.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <math.h>

#include "labels/overview.h"
#include "labels/pdf_box.h"

#define MM_INCH 25.4
enum { PIXELS_MOST = 40000000 };

/* One label with its top left at x, y of the page. */
static enum fault draw_face(struct pen *p, const struct face *face, double x, double y)
{
    enum fault f = OK;
    cairo_save(p->cr);
    cairo_translate(p->cr, x, face->turned ? y + face->w : y);
    if (face->turned)
        cairo_rotate(p->cr, -G_PI / 2);
    for (size_t i = 0; i < face->n && !f; i++)
        f = pen_box(p, &face->at[i]);
    cairo_restore(p->cr);
    return f;
}

/* Draws the i-th thing of the job into a cell of the page. */
static enum fault draw_cell(struct pen *p, int i, int cell, struct refusal *no)
{
    const struct label_job *job = p->plan->job;
    const struct label *l = job->layout < LAYOUT_FRAMES ? &job->labels[i] : NULL;
    const struct medium *m = &p->plan->medium;
    struct arena_mark mark = arena_mark(p->a);
    struct face face;
    enum fault f = OK;
    if (l) {
        p->qr = qr_make(p->maker, p->a, l->url);
        int side = p->qr.n ? p->qr.n + 2 * QR_QUIET : 0;
        f = l->url.n && !side ? FAULT_LABEL_TOO_SMALL : label_lay(p->a, p->plan, l, side, &face);
    } else if (job->layout == LAYOUT_FRAMES) {
        label_frame(p->a, p->plan, &face);
    } else {
        overview_lay(p->a, p->plan, &p->media[i], &face);
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

/* How many things are drawn: labels, a page of frames, or every medium. */
static int things_of(const struct pen *p)
{
    const struct label_job *job = p->plan->job;
    return job->layout == LAYOUT_FRAMES ? cells_of(&p->plan->medium)
         : job->layout == LAYOUT_SHEETS ? (int)p->n_media : (int)job->n_labels;
}

/* Cells left out of the first page; frames and overviews begin at the first. */
static int first_of(const struct label_job *job)
{
    return job->start > 1 && job->layout < LAYOUT_FRAMES ? job->start - 1 : 0;
}

static enum fault draw_page(struct pen *p, int page, struct refusal *no)
{
    const struct label_job *job = p->plan->job;
    int cells = cells_of(&p->plan->medium), first = first_of(job);
    enum fault f = OK;
    cairo_save(p->cr);
    cairo_translate(p->cr, job->x / 100.0, job->y / 100.0);
    for (int cell = 0; cell < cells && !f; cell++) {
        int i = page * cells + cell - first;
        if (i >= 0 && i < things_of(p))
            f = draw_cell(p, i, cell, no);
    }
    cairo_restore(p->cr);
    cairo_show_page(p->cr);
    return f;
}

/* How many pages the labels take, and whether that can be had. */
static enum fault count_pages(const struct pen *p, int *pages, struct refusal *no)
{
    const struct label_job *job = p->plan->job;
    int cells = cells_of(&p->plan->medium), first = first_of(job);
    no->n = cells;
    if (first >= cells)
        return FAULT_LABEL_START;
    *pages = (first + things_of(p) + cells - 1) / cells;
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
        pen_colour(p->cr, 0xffffff);
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
    CLEANUP(arena_free) struct arena scratch = { 0 };
    struct pen p = { .a = &scratch, .plan = plan };
    if (plan->job->layout == LAYOUT_SHEETS)
        p.media = sheets_known(&scratch, plan->job->templates, &p.n_media);
    enum fault f = count_pages(&p, &pages, no);
    if (f)
        return f;
    cairo_surface_t *s = surface_make(plan, out, &unit);
    if (!s)
        return FAULT_TOO_BIG;
    p.cr = cairo_create(s);
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
