/* How labels are drawn and where they go: a file, or a printer that the configuration or CUPS knows.
 * See label.h. */
#include "ops/label.h"

#include "base/conf.h"
#include "lending/setting.h"
#include "text/text.h"

static const struct { const char *name, *type; int format; } formats[] = {
    { "pdf", "application/pdf", LABEL_PDF }, { "svg", "image/svg+xml", LABEL_SVG },
    { "png", "image/png", LABEL_PNG }, { "zpl", "text/plain; charset=utf-8", LABEL_ZPL },
    { "terminal", "text/plain; charset=utf-8", LABEL_TERMINAL },
};
static const char *const layouts[] = { "auto", "standard", "tiny", "big", "flag", "tag", "kit", "card",
                                       "sign" };

/* Hundredths of "12.5" or "-0,25". */
static bool hundredths(struct str w, int *out)
{
    int64_t whole = 0, part = 0;
    bool minus = str_starts(w, S("-"));
    w = str_from(w, minus || str_starts(w, S("+")));
    struct str mm = w, rest = { 0 };
    ptrdiff_t dot = str_find(w, S("."));
    if (dot >= 0) {
        mm = str_upto(w, (size_t)dot);
        rest = str_from(w, (size_t)dot + 1);
    }
    if (!str_int(mm, &whole) || rest.n > 2 || (rest.n && !str_int(rest, &part)) || whole > 50)
        return false;
    *out = (int)(whole * 100 + (rest.n == 1 ? part * 10 : part)) * (minus ? -1 : 1);
    return true;
}

struct str label_templates(struct ctx *c)
{
    return str_of(c->world->conf && c->world->conf->templates ? c->world->conf->templates : "");
}

bool label_offset(struct str x, int *right, int *down)
{
    struct str w;
    return str_next(&x, ',', &w) && hundredths(str_trim(w), right) && hundredths(str_trim(x), down);
}

const char *label_offset_fact(struct ctx *c, struct str printer)
{
    return str_printf(c->mem, "offset.%.*s", STR(str_lower(c->mem, printer))).s;
}

/* A name that is neither an option of lp nor a place in a network or file system. */
static bool queue_name(struct str x)
{
    for (size_t i = 0; i < x.n; i++)
        if ((unsigned char)x.s[i] <= ' ' || strchr("/:#'\"\\", x.s[i]))
            return false;
    return x.n > 0 && x.n < 128 && *x.s != '-';
}

/* Fills in where the job is printed: the section of the configuration with that name, else a queue of
 * CUPS with it. An address comes from the configuration only: whoever may print may not choose it. */
enum fault label_printer(struct ctx *c, struct str name, struct label_job *job)
{
    const struct conf *k = c->world->conf;
    struct str to = name;
    for (size_t i = 0; k && i < k->n_printers; i++) {
        const struct conf_section *s = &k->printers[i];
        if (!str_eq_nocase(str_of(s->name), name))
            continue;
        struct str sheet = conf_value(s, "sheet"), dpi = conf_value(s, "dpi");
        int64_t dots = job->dpi;
        if (dpi.n && !job->dpi && (!str_int(dpi, &dots) || dots < LABEL_DPI_LEAST || dots > LABEL_DPI_MOST))
            return fail_facts(c, FAULT_CONFIG, NULL, val_none(), FACTS(F("got",
                    val_str(str_printf(c->mem, "%s:%d: dpi %.*s", s->file, s->line, STR(dpi))))));
        job->dpi = (int)dots;
        job->sheet = job->sheet.n ? job->sheet : sheet;
        job->to = conf_value(s, "to").n ? conf_value(s, "to") : name;
        return OK;
    }
    if (!queue_name(to))
        return fail_facts(c, FAULT_PRINTER_UNKNOWN, "printer", val_str(name),
                          FACTS(F("printer", val_str(name))));
    job->to = to;
    return OK;
}

static bool raw(struct str to)
{
    return str_has(to, ':') || str_starts(to, S("/"));
}

/* What the arguments say about form and place. */
static enum fault asked(struct ctx *c, const struct val *a, struct label_job *job, size_t *format)
{
    struct str printer = val_str_or(a[L_PRINTER], (struct str){ 0 });
    struct str layout = val_str_or(a[L_LAYOUT], S("auto"));
    struct str offset = val_str_or(a[L_OFFSET], (struct str){ 0 });
    enum fault f = OK;
    job->sheet = val_str_or(a[L_SHEET], (struct str){ 0 });
    job->start = (int)val_int_or(a[L_START], 0);
    job->dpi = (int)val_int_or(a[L_DPI], 0);
    job->plain = val_true(a[L_PLAIN]);
    for (size_t i = 1; i < COUNT(layouts) && job->layout != LAYOUT_FRAMES; i++)
        if (str_eq(layout, str_of(layouts[i])))
            job->layout = (int)i;
    if (printer.n) {
        f = label_printer(c, printer, job);
        if (!offset.n)
            offset = library_fact(c, label_offset_fact(c, printer));
    }
    if (!f && offset.n && !label_offset(offset, &job->x, &job->y))
        f = fail(c, FAULT_OFFSET_FORMAT, "offset", val_str(offset));
    struct str name = val_str_or(a[L_FORMAT], job->to.n && raw(job->to) ? S("zpl") : S("pdf"));
    *format = 0;
    while (*format < COUNT(formats) - 1 && !str_eq(name, str_of(formats[*format].name)))
        ++*format;
    job->format = formats[*format].format;
    return f;
}

enum fault label_send(struct ctx *c, const struct val *a, struct label_job *job, struct out *o)
{
    struct str url = setting_str(c, SET_BASE_URL), usual = job->sheet, n = { 0 };
    size_t k;
    struct buf written = { .a = c->mem }, none = { .a = c->mem };
    if (!url.n)
        return fail(c, FAULT_NO_BASE_URL, NULL, val_none());
    enum fault f = asked(c, a, job, &k);
    if (f)
        return f;
    job->lang = str_of(lang_code(c->lang));
    job->templates = label_templates(c);
    job->library = setting_str(c, SET_LIBRARY_NAME);
    job->phone = setting_str(c, SET_LIBRARY_PHONE);
    job->single = job->n_labels == 1 && !job->sheet.n && job->format != LABEL_PDF;
    job->sheet = job->sheet.n ? job->sheet : usual;
    if (c->dry_run) { /* a picture shows the first sheet */
        job->to = n;
        job->page = job->format == LABEL_PNG || job->format == LABEL_SVG;
    }
    job_write(&written, job);
    if (!c->world->draw)
        return fail(c, FAULT_HELPER, NULL, val_none());
    f = c->world->draw(c, buf_str(&written), job->to.n ? &none
            : out_file(o, formats[k].type, str_printf(c->mem, "labels.%s", formats[k].name).s));
    if (!f)
        out_say(o, TONE_YES, text(c, job->layout == LAYOUT_FRAMES ? T_OP_LABEL_FRAMES
                                     : job->to.n ? T_OP_LABEL_SENT : T_OP_LABEL_SAID,
                FACTS(F("n", val_int((int64_t)job->n_labels)), F("url", val_str(url)),
                      F("printer", val_str(val_str_or(a[L_PRINTER], n))))));
    return f;
}
