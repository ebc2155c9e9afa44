/* kist-labels: draws one job (JSON, labels/job.h) from stdin to stdout. It needs no database and no
 * rights. When it refuses, stdout is empty and stderr has one line for the caller: the fault's
 * name, a tab, and the facts of its sentence as JSON. */
#include "labels/job.h"
#include "labels/label.h"
#include "labels/layout.h"
#include "labels/overview.h"
#include "labels/paper.h"
#include "labels/pdf.h"
#include "labels/print.h"
#include "labels/qr.h"
#include "labels/terminal.h"
#include "labels/zpl.h"
#include "text/text.h"

#include <malloc.h>
#include <unistd.h>

enum { INPUT_MOST = 64 << 20 };

static enum fault read_all(int fd, struct buf *in)
{
    char block[65536];
    ssize_t n;
    while ((n = read(fd, block, sizeof block)) > 0) {
        buf_add(in, (struct str){ block, (size_t)n });
        if (in->n > INPUT_MOST || in->a->full)
            return FAULT_TOO_BIG;
    }
    return n < 0 ? FAULT_CANNOT_READ : OK;
}

static enum fault write_all(int fd, struct str x)
{
    while (x.n) {
        ssize_t n = write(fd, x.s, x.n);
        if (n < 0)
            return FAULT_CANNOT_WRITE;
        x = str_from(x, (size_t)n);
    }
    return OK;
}

/* The facts of a refusal, as labels/job.h promises them for each fault. */
struct facts {
    struct str where, sheet, choices, printer, size, module, choose;
    struct refusal no;
};

static void facts_write(struct buf *b, enum fault f, const struct facts *facts, struct arena *a)
{
    const struct label *l = facts->no.label;
    struct str number = l ? str_printf(a, "%.*s%.*s", STR(l->number), STR(l->letter)) : S("");
    const struct { enum fault f; const char *key; struct str s; } all[] = {
        { FAULT_BODY_FORMAT, "where", facts->where }, { FAULT_SHEET_UNKNOWN, "sheet", facts->sheet },
        { FAULT_SHEET_SEVERAL, "sheet", facts->sheet },
        { FAULT_SHEET_SEVERAL, "choices", facts->choices },
        { FAULT_LABEL_TOO_SMALL, "sheet", facts->sheet },
        { FAULT_LABEL_TOO_SMALL, "number", number },
        { FAULT_LABEL_TOO_SMALL, "module", facts->module },
        { FAULT_LABEL_TOO_SMALL, "choose", facts->choose },
        { FAULT_PRINTER_UNKNOWN, "printer", facts->printer },
        { FAULT_PRINTER_OFF, "printer", facts->printer },
        { FAULT_PRINTER_MEDIA, "printer", facts->printer },
        { FAULT_PRINTER_MEDIA, "size", facts->size } };
    bool some = false;
    for (size_t i = 0; i < COUNT(all); i++)
        if (all[i].f == f) {
            buf_printf(b, "%s\"%s\":", some ? "," : "", all[i].key);
            buf_json(b, all[i].s);
            some = true;
        }
    if (f == FAULT_LABEL_START || f == FAULT_LABEL_PAGES)
        buf_printf(b, "\"n\":%d", facts->no.n);
}

static int refuse(enum fault f, const struct facts *facts, struct arena *a)
{
    struct buf b = { .a = a };
    buf_printf(&b, "%s\t{", fault_info(f)->name);
    facts_write(&b, f, facts, a);
    buf_z_add(&b, "}\n");
    if (write_all(STDERR_FILENO, buf_str(&b)))
        return 74;
    return fault_info(f)->exit;
}

/* The size of a module of this label's symbol on a medium, in mm; 0: there is none, or none fits. */
static double module_on(struct arena *a, const struct label_job *job, const struct label *l,
                        struct medium m)
{
    struct qr_maker *maker = NEW(a, struct qr_maker);
    struct plan plan = label_plan(a, job, m);
    struct face face = { 0 };
    int side = qr_side(maker, l->url);
    double least = 0;
    enum fault f = side ? label_lay(a, &plan, l, side, &face) : OK;
    (void)f;
    for (size_t i = 0; i < face.n; i++)
        if (face.at[i].is == BOX_QR && (least <= 0 || face.at[i].w / side < least))
            least = face.at[i].w / side;
    return least;
}

/* Says how small a module would be, and the smallest of our media on which it is large enough. */
static void too_small(struct arena *a, const struct label_job *job, struct medium m,
                      struct facts *facts)
{
    size_t n;
    const struct medium *all = sheets_all(&n), *best = NULL;
    const struct label *l = facts->no.label;
    double module = l ? module_on(a, job, l, m) : 0;
    bool comma = !job->lang.n || str_eq(job->lang, S("nl"));
    facts->module = str_printf(a, "%d%c%02d", (int)module, comma ? ',' : '.', (int)(module * 100) % 100);
    for (size_t i = 0; l && i < n; i++)
        if (module_on(a, job, l, all[i]) >= QR_MODULE_LEAST &&
            (!best || all[i].w * all[i].h < best->w * best->h))
            best = &all[i];
    if (best)
        facts->choose = str_printf(a, "%s %s", best->brand, best->part);
}

/* A line for each of our media: name, others of its size, mm, labels on a page, film, and how large
 * a module of the first label would be. */
static void sheets_list(struct arena *a, const struct label_job *job, struct buf *out)
{
    size_t n;
    const struct medium *m = sheets_known(a, job->templates, &n);
    for (size_t i = 0; i < n; i++) {
        struct arena_mark mark = arena_mark(a);
        buf_printf(out, "%s %s\t%s\t%g\t%g\t%d\t%s\t", m[i].brand, m[i].part, m[i].also, m[i].w, m[i].h,
                   m[i].nx * m[i].ny, m[i].film ? "film" : "paper");
        if (job->n_labels)
            buf_printf(out, "%.2f", module_on(a, job, job->labels, m[i]));
        buf_char(out, '\n');
        arena_back(a, mark);
    }
}

static enum fault draw(struct arena *a, const struct label_job *job, struct buf *out,
                       struct facts *facts)
{
    struct medium m = { 0 };
    if (job->format == LABEL_SHEETS) {
        sheets_list(a, job, out);
        return OK;
    }
    if (job->format == LABEL_TERMINAL)
        return terminal_draw(a, job, out, &facts->no.label);
    enum fault f = OK;
    if (job->layout == LAYOUT_SHEETS)
        m = overview_page();
    else
        f = sheet_find(a, job->sheet, job->templates, &m, &facts->choices);
    if (f)
        return f;
    struct plan plan = label_plan(a, job, m);
    f = job->format == LABEL_ZPL ? zpl_draw(&plan, out, &facts->no.label)
                                 : pdf_draw(&plan, out, &facts->no);
    if (f == FAULT_LABEL_TOO_SMALL)
        too_small(a, job, m, facts);
    if (f || !job->to.n)
        return f;
    facts->printer = job->to;
    facts->size = print_media(a, &plan.medium);
    f = print_send(a, job, &plan.medium, buf_str(out), &facts->where);
    out->n = 0;
    return f;
}

/* Words in columns: a day sheet, a receipt. */
static int paper_done(struct arena *a, struct str in, struct buf *out, struct facts *facts)
{
    struct paper p;
    struct medium m = { 0 };
    enum fault f = paper_read(a, in, &p) ? OK : FAULT_BODY_FORMAT;
    if (!f)
        f = paper_draw(&p, out, &m);
    if (!f && p.to.n) {
        struct label_job job = { .to = p.to };
        facts->printer = p.to;
        facts->size = print_media(a, &m);
        f = print_send(a, &job, &m, buf_str(out), &facts->where);
        out->n = 0;
    }
    if (!f)
        f = write_all(STDOUT_FILENO, buf_str(out));
    return f ? refuse(f, facts, a) : 0;
}

/* --help and --version; true when it was one of them. */
static bool told(int argc, char **argv, struct buf *out)
{
    int lang = lang_find(str_of(getenv("LANG")));
    if (argc == 2 && !strcmp(argv[1], "--version"))
        buf_z_add(out, "kist-labels " KIST_VERSION "\n");
    else if (argc > 1)
        buf_printf(out, "%.*s\n", STR(text_plain(lang < 0 ? 0 : lang, T_LABEL_HELP)));
    return argc > 1;
}

int main(int argc, char **argv)
{
    CLEANUP(arena_free) struct arena a = { .limit = (size_t)256 << 20 };
    CLEANUP(arena_free) struct arena b = { .limit = (size_t)1024 << 20 };
    struct buf in = { .a = &a }, out = { .a = &b };
    struct label_job job;
    struct facts facts = { 0 };
    /* zlib takes and gives back a quarter of a megabyte for every symbol: do not let it go back to
     * the system each time (a third of the run). */
    mallopt(M_TRIM_THRESHOLD, 16 << 20);
    mallopt(M_MMAP_THRESHOLD, 16 << 20);
    if (told(argc, argv, &out))
        return write_all(STDOUT_FILENO, buf_str(&out)) ? 73 : 0;
    enum fault f = read_all(STDIN_FILENO, &in);
    if (!f && str_starts(buf_str(&in), S("{\"paper\":")))
        return paper_done(&a, buf_str(&in), &out, &facts);
    if (!f)
        f = job_read(&a, buf_str(&in), &job, &facts.where);
    if (!f) {
        facts.sheet = job.sheet.n ? job.sheet : S("L7160");
        f = draw(&a, &job, &out, &facts);
    }
    if (!f)
        f = write_all(STDOUT_FILENO, buf_str(&out));
    return f ? refuse(f, &facts, &a) : 0;
}
