/* See zpl.h. From the same boxes as the PDF, but set by the printer's own font (^A0, scalable), of
 * whose widths we know only an average: text is cut where that average says the box is full,
 * because ^FB prints what is too much over the last line. Text is UTF-8 (^CI28); what ZPL reads as
 * a command or an escape is written in hexadecimal (^FH). */
#include "labels/zpl.h"

#include "labels/qr.h"

#define WIDE 0.55 /* a character's width by its height, on the safe side for ^A0 */
#define CAPS 0.72

struct head {
    struct arena *a;
    struct buf *b;
    double dot;  /* dots in a mm */
    double x, y; /* the printer's offset, mm */
};

static int dots(const struct head *z, double mm)
{
    return (int)(mm * z->dot + 0.5);
}

/* Where a field begins; a printer refuses what is left of or above the label. */
static void origin(const struct head *z, double x, double y, int lift)
{
    int left = dots(z, x + z->x), top = dots(z, y + z->y) - lift;
    buf_printf(z->b, "^FO%d,%d", left > 0 ? left : 0, top > 0 ? top : 0);
}

/* Field data: nothing in it can end the field, begin a command or be an escape of ^FB. */
static void data(struct buf *b, struct str text)
{
    buf_z_add(b, "^FH_^FD");
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.s[i];
        if (c < ' ' || c == 0x7f || strchr("^~_\\", c))
            buf_printf(b, "_%02X", c);
        else
            buf_char(b, (char)c);
    }
    buf_z_add(b, "^FS\n");
}

/* As much as `columns` of average characters hold, with an ellipsis for the rest. */
static struct str shortened(struct arena *a, struct str text, int columns)
{
    if (str_width(text) <= columns)
        return text;
    size_t n = utf8_count(text);
    while (n && str_width(utf8_upto(text, n)) > columns - 1)
        n--;
    return str_printf(a, "%.*s\xe2\x80\xa6", STR(utf8_upto(text, n)));
}

static void text(struct head *z, const struct box *b, char turn)
{
    bool side = turn == 'B';
    double w = side ? b->h : b->w, h = side ? b->w : b->h, size = b->size;
    struct str what = b->text;
    if (b->caps) {
        size = h / CAPS;
        what = str_printf(z->a, "%.*s%.*s", STR(b->text), STR(b->tail));
    }
    /* The largest size at which it fits by the average, else the least, cut. */
    double step = (size - b->least) / 8;
    int lines = 1, columns = 1;
    for (int i = 0; i <= 8; i++, size -= step) {
        double line = b->caps ? h : size * 1.15;
        lines = b->lines > 1 ? (int)(h / line) : 1;
        lines = lines > b->lines ? b->lines : lines < 1 ? 1 : lines;
        columns = (int)(w / (size * WIDE));
        /* Wrapping leaves line ends empty: a fifth is kept free. */
        if (str_width(what) <= columns * (lines > 1 ? lines * 4 / 5.0 : 1))
            break;
    }
    columns = lines > 1 ? columns * lines * 4 / 5 : columns;
    double up = b->up == UP_TOP ? 0 : (h - size) / (b->up == UP_MIDDLE ? 2 : 1);
    origin(z, b->x + (side ? up : 0), b->y + (side ? 0 : up), 0);
    buf_printf(z->b, "^A0%c,%d^FB%d,%d,0,%c", turn, dots(z, size), dots(z, w), lines,
               "LCR"[b->align]);
    data(z->b, shortened(z->a, what, columns < 1 ? 1 : columns));
}

static bool symbol(struct head *z, const struct box *b, struct str url, const struct qr *qr)
{
    int module = (int)(b->w / (qr->n + 2 * QR_QUIET) * z->dot + 0.0001);
    if (module < 2)
        return false;
    module = module > 10 ? 10 : module;
    double rest = (b->w - qr->n * module / z->dot) / 2;
    origin(z, b->x + rest, b->y + rest, 10); /* ^BQ puts the symbol 10 dots lower than it says */
    buf_printf(z->b, "^BQN,2,%d", module);
    data(z->b, str_printf(z->a, "%cA,%.*s", "LMQH"[qr->level], STR(url)));
    return true;
}

/* Where the box is on a label whose face is laid out at right angles. */
static struct box laid(const struct face *face, const struct box *b)
{
    struct box to = *b;
    if (face->turned)
        to.x = b->y, to.y = face->w - b->x - b->w, to.w = b->h, to.h = b->w;
    return to;
}

static enum fault box(struct head *z, const struct box *b, bool turned, const struct label *l,
                      const struct qr *qr)
{
    int line = dots(z, 0.25);
    if (b->is == BOX_QR)
        return symbol(z, b, l->url, qr) ? OK : FAULT_LABEL_TOO_SMALL;
    if (b->is == BOX_TEXT) {
        text(z, b, b->turned && turned ? 'I' : b->turned || turned ? 'B' : 'N');
    } else if (b->is != BOX_WARN && b->is != BOX_FILL) { /* a bar would hide the text on it */
        origin(z, b->x, b->y, 0);
        if (b->is == BOX_CIRCLE)
            buf_printf(z->b, "^GC%d,%d,B^FS\n", dots(z, b->w), line);
        else
            buf_printf(z->b, "^GB%d,%d,%d^FS\n", dots(z, b->w), dots(z, b->h), line);
    }
    return OK;
}

static enum fault one(struct head *z, const struct plan *plan, const struct label *l,
                      struct qr_maker *maker)
{
    const struct medium *m = &plan->medium;
    struct face face = { 0 };
    struct qr qr = l ? qr_make(maker, z->a, l->url) : (struct qr){ 0 };
    int side = qr.n ? qr.n + 2 * QR_QUIET : 0;
    enum fault f = OK;
    if (!l)
        label_frame(z->a, plan, &face);
    else
        f = l->url.n && !qr.n ? FAULT_LABEL_TOO_SMALL : label_lay(z->a, plan, l, side, &face);
    buf_printf(z->b, "^XA\n^CI28^PW%d^LL%d^LH0,0\n", dots(z, m->w), dots(z, m->h));
    for (size_t k = 0; k < face.n && !f; k++) {
        struct box to = laid(&face, &face.at[k]);
        f = box(z, &to, face.turned, l, &qr);
    }
    buf_z_add(z->b, "^XZ\n");
    return f;
}

enum fault zpl_draw(const struct plan *plan, struct buf *b, const struct label **which)
{
    const struct label_job *job = plan->job;
    CLEANUP(arena_free) struct arena a = { 0 };
    struct head z = { &a, b, (job->dpi ? job->dpi : 203) / 25.4, job->x / 100.0, job->y / 100.0 };
    struct qr_maker *maker = NEW(&a, struct qr_maker);
    if (job->layout == LAYOUT_FRAMES)
        return one(&z, plan, NULL, maker);
    enum fault f = OK;
    for (size_t i = 0; i < job->n_labels && !f; i++) {
        struct arena_mark mark = arena_mark(&a);
        *which = &job->labels[i];
        f = one(&z, plan, *which, maker);
        arena_back(&a, mark);
    }
    return f;
}
