/* Labels: which tools, on what, as a file. Drawing is kist-labels' work (labels/job.h). */
#include "labels/job.h"
#include "lending/branch.h"
#include "lending/journal.h"
#include "lending/setting.h"
#include "lending/tool.h"
#include "ops/table.h"
#include "text/text.h"

/* T1: upper case, so that the code stays small; the route knows both. */
static struct str label_url(struct ctx *c, const struct tool *t)
{
    struct str base = setting_str(c, SET_BASE_URL);
    return str_upper(c->mem, str_printf(c->mem, "%.*s/t/%.*s", STR(base), STR(t->code)));
}

/* Colours of the branches, read once. */
struct branches {
    const struct branch *at;
    size_t n;
};
static struct str colour_of(const struct branches *b, int64_t id)
{
    for (size_t i = 0; i < b->n; i++)
        if (b->at[i].id == id)
            return b->at[i].colour;
    return (struct str){ 0 };
}

static struct label label_of(struct ctx *c, const struct branches *all, const struct tool *t, int safety)
{
    struct str maker = t->model.brand, type = t->model.type;
    return (struct label){ .url = label_url(c, t),
        .number = str_printf(c->mem, "%lld", (long long)t->number),
        .letter = str_from(t->code, t->code.n - 1), .name = t->model.name,
        .brand = str_trim(str_printf(c->mem, "%.*s %.*s", STR(maker), STR(type))),
        .branch = t->home_name, .shelf = t->shelf, .inspect = t->inspect, .safety = safety,
        .colour = colour_of(all, t->home) };
}

enum { L_TOOL, L_ALL, L_NEW, L_BRANCH, L_SHEET, L_START, L_OFFSET, L_LAYOUT, L_FORMAT, L_DPI, L_PLAIN };

struct choosing {
    const struct tool *tools;
    size_t n;
};

static enum fault chosen_by_code(struct ctx *c, const struct val *a, struct choosing *out)
{
    const int64_t *ids;
    enum fault f = ops_ids(c, "tool", K_TOOL, a[L_TOOL], &ids, &out->n);
    struct tool *t = NEW_N(c->mem, struct tool, out->n + 1);
    for (size_t i = 0; !f && i < out->n; i++)
        f = tool_get(c, ids[i], &t[i]);
    out->tools = t;
    return f;
}

/* All, those of a branch, or those never printed; by number, as people put them on. */
static int by_number(const void *x, const void *y)
{
    const struct tool *a = x, *b = y;
    return (a->number > b->number) - (a->number < b->number);
}

static enum fault chosen(struct ctx *c, const struct val *a, struct choosing *out)
{
    int64_t total;
    if (a[L_TOOL].is == V_LIST && a[L_TOOL].list->n)
        return chosen_by_code(c, a, out);
    if (!val_true(a[L_ALL]) && !val_true(a[L_NEW]) && val_is_none(a[L_BRANCH]))
        return fail(c, FAULT_MISSING, "tool", val_none());
    struct tool_query w = { .branch = val_int_or(a[L_BRANCH], 0) };
    const struct tool *found;
    size_t n;
    enum fault f = tool_list(c, &w, &found, &n, &total);
    struct tool *t = NEW_N(c->mem, struct tool, n + 1);
    out->n = 0;
    for (size_t i = 0; !f && i < n; i++)
        if (found[i].state != TOOL_RETIRED && !(val_true(a[L_NEW]) && found[i].printed_at))
            t[out->n++] = found[i];
    qsort(t, out->n, sizeof *t, by_number);
    out->tools = t;
    return f;
}

/* "1.5,-0.5": millimetres right and down. */
static bool offset_read(struct str x, int *right, int *down)
{
    int *out[] = { right, down };
    struct str w;
    for (int i = 0; i < 2; i++) {
        int64_t whole = 0, part = 0;
        if (!str_next(&x, ',', &w))
            return false;
        w = str_trim(w);
        bool minus = str_starts(w, S("-"));
        w = str_from(w, minus);
        struct str mm = w, rest = { 0 };
        ptrdiff_t dot = str_find(w, S("."));
        if (dot >= 0) {
            mm = str_upto(w, (size_t)dot);
            rest = str_from(w, (size_t)dot + 1);
        }
        if (!str_int(mm, &whole) || rest.n > 2 || (rest.n && !str_int(rest, &part)) || whole > 50)
            return false;
        *out[i] = (int)(whole * 100 + (rest.n == 1 ? part * 10 : part)) * (minus ? -1 : 1);
    }
    return !x.n;
}

static const struct { const char *name, *type; int format; } formats[] = {
    { "pdf", "application/pdf", LABEL_PDF }, { "svg", "image/svg+xml", LABEL_SVG },
    { "png", "image/png", LABEL_PNG }, { "zpl", "text/plain; charset=utf-8", LABEL_ZPL },
    { "terminal", "text/plain; charset=utf-8", LABEL_TERMINAL },
};
static const char *const layouts[] = { "auto", "standard", "tiny", "big", "flag", "tag", "kit", "card" };

struct printing {
    const struct choosing *of;
};

/* What was printed when: once the file is there. */
static enum fault note_printed(struct ctx *c, void *arg)
{
    const struct choosing *of = ((struct printing *)arg)->of;
    enum fault f = OK;
    for (size_t i = 0; !f && i < of->n; i++) {
        journal_next(c);
        f = thing_set(c, F_TOOL_PRINTED_AT, of->tools[i].id,
                      of->tools[i].printed_at ? val_int(of->tools[i].printed_at) : val_none(),
                      val_int(c->now));
    }
    return f;
}

static enum fault draw(struct ctx *c, struct str job, struct buf *out)
{
    return c->world->draw ? c->world->draw(c, job, out) : fail(c, FAULT_HELPER, NULL, val_none());
}

static enum fault label_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct choosing of = { 0 };
    struct label_job job = { .sheet = val_str_or(a[L_SHEET], (struct str){ 0 }),
        .start = (int)val_int_or(a[L_START], 0), .dpi = (int)val_int_or(a[L_DPI], 0),
        .plain = val_true(a[L_PLAIN]), .lang = str_of(lang_code(c->lang)),
        .library = setting_str(c, SET_LIBRARY_NAME), .phone = setting_str(c, SET_LIBRARY_PHONE) };
    struct str format = val_str_or(a[L_FORMAT], S("pdf")), layout = val_str_or(a[L_LAYOUT], S("auto"));
    size_t k = 0;
    while (k < COUNT(formats) - 1 && !str_eq(format, str_of(formats[k].name)))
        k++;
    job.format = formats[k].format;
    while (job.layout < (int)COUNT(layouts) - 1 && !str_eq(layout, str_of(layouts[job.layout])))
        job.layout++;
    if (!setting_str(c, SET_BASE_URL).n)
        return fail(c, FAULT_NO_BASE_URL, NULL, val_none());
    if (!val_is_none(a[L_OFFSET]) && !offset_read(a[L_OFFSET].s, &job.x, &job.y))
        return fail(c, FAULT_NUMBER_FORMAT, "offset", a[L_OFFSET]);
    enum fault f = chosen(c, a, &of);
    if (f)
        return f;
    if (!of.n)
        return fail(c, FAULT_NO_LABELS, "tool", val_none());
    struct label *labels = NEW_N(c->mem, struct label, of.n);
    struct branches all;
    f = branch_all(c, &all.at, &all.n);
    for (size_t i = 0; !f && i < of.n; i++) {
        struct terms terms;
        f = tool_terms(c, of.tools[i].model.id, &terms);
        labels[i] = label_of(c, &all, &of.tools[i], terms.safety);
    }
    if (f)
        return f;
    job.labels = labels;
    job.n_labels = of.n;
    job.single = of.n == 1 && !job.sheet.n && job.format != LABEL_PDF;
    struct buf written = { .a = c->mem };
    job_write(&written, &job);
    f = draw(c, buf_str(&written),
             out_file(o, formats[k].type, str_printf(c->mem, "labels.%s", formats[k].name).s));
    if (!f)
        f = ops_write(c, note_printed, &(struct printing){ &of });
    if (!f)
        out_say(o, TONE_YES, text(c, T_OP_LABEL_SAID, FACTS(F("n", val_int((int64_t)of.n)),
                F("url", val_str(setting_str(c, SET_BASE_URL))))));
    return f;
}

static const struct shape sheet_shape = { "sheet", FIELDS({ "sheets", FK_TEXT }) };

/* The list as kist-labels knows it: a JSON array, handed on as it is. */
static enum fault sheets_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct buf job = { .a = c->mem };
    (void)a;
    job_write(&job, &(struct label_job){ .format = LABEL_SHEETS });
    return draw(c, buf_str(&job), out_file(o, "application/json", "sheets.json"));
}

const struct op label_ops[] = {
    { "label", "etiket", "/labels", POST, ROLE_VOLUNTEER, OP_LONG | OP_FILE,
      ARGS({ "tool", K_TOOL, ARG_PLACE | ARG_MANY, NULL }, { "all", K_YES, 0, NULL },
           { "new", K_YES, 0, NULL }, { "branch", K_BRANCH, 0, NULL }, { "sheet", K_TEXT, 0, NULL },
           { "start", K_INT, 0, "1..500" }, { "offset", K_TEXT, 0, NULL },
           { "layout", K_CHOICE, 0, "auto|standard|tiny|big|flag|tag|kit|card" },
           { "format", K_CHOICE, 0, "pdf|svg|png|zpl|terminal" }, { "dpi", K_INT, 0, "100..1200" },
           { "plain", K_YES, 0, NULL }),
      NULL, label_run },
    { "label sheets", NULL, "/labels/sheets", GET, ROLE_VOLUNTEER, OP_FILE, ARGS0, &sheet_shape,
      sheets_run },
    { 0 },
};
