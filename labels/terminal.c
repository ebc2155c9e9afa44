/* See terminal.h. */
#include "labels/terminal.h"

#include "labels/qr.h"

static bool dark(const struct qr *qr, int x, int y)
{
    x -= QR_QUIET;
    y -= QR_QUIET;
    return x >= 0 && y >= 0 && x < qr->n && y < qr->n && qr->dark[y * qr->n + x];
}

/* Two rows of modules: the upper is the left bit. Ink is black; in plain it is the light of a dark
 * terminal, so that ink and paper change places. */
static void line(struct buf *b, const struct qr *qr, int y, bool plain)
{
    static const char *const blocks[] = { " ", "\xe2\x96\x84", "\xe2\x96\x80", "\xe2\x96\x88" };
    for (int x = 0; x < qr->n + 2 * QR_QUIET; x++) {
        unsigned ink = (unsigned)(dark(qr, x, y) << 1 | dark(qr, x, y + 1));
        /* The last line of an odd number has only its upper row. */
        unsigned there = y + 1 < qr->n + 2 * QR_QUIET ? 3 : 2;
        buf_z_add(b, blocks[plain ? ~ink & there : ink]);
    }
}

static void symbol(struct buf *b, const struct qr *qr, bool plain)
{
    for (int y = 0; y < qr->n + 2 * QR_QUIET; y += 2) {
        buf_z_add(b, plain ? "" : "\033[38;5;16;48;5;231m");
        line(b, qr, y, plain);
        buf_z_add(b, plain ? "\n" : "\033[0m\n");
    }
}

enum fault terminal_draw(struct arena *a, const struct label_job *job, struct buf *b,
                         const struct label **which)
{
    struct qr_maker *maker = NEW(a, struct qr_maker);
    for (size_t i = 0; i < job->n_labels; i++) {
        const struct label *l = &job->labels[i];
        struct qr qr = qr_make(maker, a, l->url);
        *which = l;
        if (l->url.n && !qr.n)
            return FAULT_LABEL_TOO_SMALL;
        symbol(b, &qr, job->plain);
        if (l->number.n || l->name.n)
            buf_printf(b, "%.*s%.*s%s%.*s\n", STR(l->number), STR(l->letter),
                       l->number.n && l->name.n ? "  " : "", STR(l->name));
    }
    return OK;
}
