/* kist-labels: draws one job (JSON, labels/job.h) from stdin to stdout. It needs no database and no
 * rights. When it refuses, stdout is empty and stderr has one line for the caller: the fault's
 * name, a tab, and the facts of its sentence as JSON. */
#include "labels/job.h"
#include "labels/label.h"
#include "labels/pdf.h"
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
    struct str where, sheet, choices;
    struct refusal no;
};

static int refuse(enum fault f, const struct facts *facts, struct arena *a)
{
    struct buf b = { .a = a };
    buf_printf(&b, "%s\t{", fault_info(f)->name);
    if (f == FAULT_BODY_FORMAT) {
        buf_z_add(&b, "\"where\":");
        buf_json(&b, facts->where);
    } else if (f == FAULT_LABEL_START || f == FAULT_LABEL_PAGES) {
        buf_printf(&b, "\"n\":%d", facts->no.n);
    } else if (f != FAULT_TOO_BIG) {
        buf_z_add(&b, "\"sheet\":");
        buf_json(&b, facts->sheet);
        buf_z_add(&b, f == FAULT_SHEET_SEVERAL ? ",\"choices\":" : ",\"number\":");
        const struct label *l = facts->no.label;
        struct str number = l ? str_printf(a, "%.*s%.*s", STR(l->number), STR(l->letter)) : S("");
        buf_json(&b, f == FAULT_SHEET_SEVERAL ? facts->choices : number);
    }
    buf_z_add(&b, "}\n");
    if (write_all(STDERR_FILENO, buf_str(&b)))
        return 74;
    return fault_info(f)->exit;
}

static enum fault draw(struct arena *a, const struct label_job *job, struct buf *out,
                       struct facts *facts)
{
    struct medium m;
    if (job->format == LABEL_SHEETS) {
        sheets_write(out);
        return OK;
    }
    if (job->format == LABEL_TERMINAL)
        return terminal_draw(a, job, out, &facts->no.label);
    enum fault f = sheet_find(a, job->sheet, &m, &facts->choices);
    if (f)
        return f;
    struct plan plan = label_plan(a, job, m);
    return job->format == LABEL_ZPL ? zpl_draw(&plan, out, &facts->no.label)
                                    : pdf_draw(&plan, out, &facts->no);
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
