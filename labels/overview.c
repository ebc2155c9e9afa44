/* See overview.h. */
#include "labels/overview.h"

#include "labels/layout.h"

/* A sheet of A4 becomes 42 by 59.4 mm; a roll is drawn twice as large beside it. */
#define SCALE_SHEET 0.2
#define SCALE_ROLL 0.4
enum { GREY = 0x8a8a8a };

struct medium overview_page(void)
{
    return (struct medium){ .brand = "", .part = "", .also = "", .page_w = 210, .page_h = 297,
        .w = 44, .h = 84, .nx = 4, .ny = 3, .x = 11, .y = 14, .dx = 48, .dy = 92 };
}

static struct str decimal(struct sketch *s, double v)
{
    struct str x = str_printf(s->a, "%.4g", v);
    ptrdiff_t point = s->plan->lang == LANG_nl ? str_find(x, S(".")) : -1;
    return point < 0 ? x : str_printf(s->a, "%.*s,%.*s", (int)point, x.s, STR(str_from(x, (size_t)point + 1)));
}

static void words(struct sketch *s, const struct medium *m, double y)
{
    struct str film = m->film ? sketch_words(s, T_LABEL_FILM) : (struct str){ 0 };
    struct str size = str_printf(s->a, "%.*s \xc3\x97 %.*s mm", STR(decimal(s, m->w)), STR(decimal(s, m->h)));
    struct str grid = m->nx * m->ny > 1 ? str_printf(s->a, "%d \xc3\x97 %d", m->nx, m->ny) : (struct str){ 0 };
    struct str name = str_trim(str_printf(s->a, "%s %s", m->brand, m->part));
    struct box *b = sketch_text(s, name, 1, y, s->w - 2, 4.4, 3.5, 1.8);
    b->bold = true;
    b->squeeze = 0.8;
    sketch_text(s, sketch_joined(s, size, grid), 1, y + 4.6, s->w - 2, 3.8, 2.8, 1.5);
    sketch_text(s, sketch_joined(s, film, str_of(m->also)), 1, y + 8.6, s->w - 2, 6.8, 2.4, 1.5)->lines = 2;
}

void overview_lay(struct arena *a, const struct plan *p, const struct medium *m, struct face *face)
{
    const struct medium *cell = &p->medium;
    struct sketch s = { .a = a, .plan = p, .w = cell->w, .h = cell->h };
    double most = least_of((s.w - 2) / m->page_w, (s.h - 24) / m->page_h);
    double k = least_of(m->nx * m->ny > 1 ? SCALE_SHEET : SCALE_ROLL, most);
    double x0 = 1, y0 = 1;
    sketch_box(&s, BOX_FRAME, x0, y0, m->page_w * k, m->page_h * k);
    for (int i = 0; i < m->nx * m->ny; i++) {
        double x = x0 + (m->x + i % m->nx * m->dx) * k, y = y0 + (m->y + i / m->nx * m->dy) * k;
        double w = m->w * k, h = m->h * k;
        sketch_box(&s, BOX_FRAME, x, y, w, h)->colour = GREY;
        struct box *b = sketch_text(&s, str_printf(a, "%d", i + 1), x + 0.3, y + 0.2, w - 0.6, h - 0.4,
                                    least_of(h * 0.6, 3), 0.5);
        b->align = ALIGN_CENTRE;
        b->up = UP_MIDDLE;
    }
    words(&s, m, y0 + m->page_h * k + 1);
    *face = (struct face){ s.w, s.h, false, s.at, s.n };
}
