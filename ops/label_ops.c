/* Labels for tools, and what printers and sheets need. Drawing is kist-labels' work (labels/job.h);
 * labels for everything else are label_more_ops.c. */
#include "lending/journal.h"
#include "lending/setting.h"
#include "ops/label.h"
#include "ops/say.h"
#include "ops/table.h"

struct printed {
    const struct tool_label *at;
    size_t n;
};

static struct val when(int64_t at)
{
    return at ? val_int(at) : val_none();
}

/* What was printed when, and what it said: once the file is there or the printer took it. */
static enum fault printed_note(struct ctx *c, void *arg)
{
    const struct printed *p = arg;
    enum fault f = OK;
    for (size_t i = 0; !f && i < p->n; i++) {
        const struct tool *t = &p->at[i].tool;
        journal_next(c);
        f = thing_set(c, F_TOOL_PRINTED_AT, t->id, when(t->printed_at), val_int(c->now));
        if (!f)
            f = thing_set(c, F_TOOL_PRINTED_AS, t->id, val_text(t->printed_as), val_text(p->at[i].says));
        if (!f)
            f = thing_set(c, F_TOOL_WORN_AT, t->id, when(t->worn_at), val_none());
    }
    return f;
}

static enum fault label_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct tool_label *x;
    struct label_job job = { 0 };
    enum fault f = label_choose(c, a, &x, &job.n_labels);
    if (f)
        return f;
    struct label *labels = NEW_N(c->mem, struct label, job.n_labels);
    for (size_t i = 0; i < job.n_labels; i++)
        labels[i] = x[i].label;
    job.labels = labels;
    f = label_send(c, a, &job, o);
    return f ? f : ops_write(c, printed_note, &(struct printed){ x, job.n_labels });
}

static const struct shape worn_shape = { "tool", FIELDS({ "tool", FK_TOOL }, { "name", FK_TEXT }) };

static enum fault worn_one(struct ctx *c, int64_t id, void *self, struct out *o)
{
    struct tool t;
    (void)self;
    enum fault f = tool_get(c, id, &t);
    if (!f)
        f = tool_label_worn(c, &t);
    if (!f)
        OUT(o, val_str(t.code), val_str(t.name));
    return f;
}

static enum fault worn_run(struct ctx *c, const struct val *a, struct out *o)
{
    return ops_each(c, &(struct each){ .arg = "tool", .kind = K_TOOL, .list = a[0], .one = worn_one }, o);
}

static const struct shape sheet_shape = { "sheet", FIELDS(
    { "sheet", FK_TEXT }, { "also", FK_HIDDEN }, { "width_mm", FK_TEXT }, { "height_mm", FK_TEXT },
    { "per_page", FK_INT }, { "film", FK_YES }, { "module_mm", FK_TEXT }) };

/* The list as kist-labels knows it, a line each; with the size of a module of our addresses. With a
 * format: all of them in small, as a file. */
static enum fault sheets_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct buf job = { .a = c->mem }, said = { .a = c->mem };
    struct label one = { .url = label_url(c, "/t/", S("9999X")) };
    if (!c->world->draw)
        return fail(c, FAULT_HELPER, NULL, val_none());
    if (!val_is_none(a[0])) {
        job_write(&job, &(struct label_job){ .layout = LAYOUT_SHEETS, .lang = str_of(lang_code(c->lang)),
                                             .templates = label_templates(c) });
        return c->world->draw(c, buf_str(&job), out_file(o, "application/pdf", "sheets.pdf"));
    }
    job_write(&job, &(struct label_job){ .format = LABEL_SHEETS, .labels = &one, .n_labels = 1,
                                         .templates = label_templates(c) });
    enum fault f = c->world->draw(c, buf_str(&job), &said);
    struct str rest = buf_str(&said), line;
    while (!f && str_next(&rest, '\n', &line)) {
        struct str cell[7] = { 0 };
        int64_t per_page = 0;
        for (size_t i = 0; i < COUNT(cell); i++)
            if (!str_next(&line, '\t', &cell[i]))
                break;
        if (cell[0].n && str_int(cell[4], &per_page))
            OUT(o, val_str(cell[0]), val_text(cell[1]), val_str(cell[2]), val_str(cell[3]), val_int(per_page),
                val_bool(str_eq(cell[5], S("film"))), val_text(cell[6]));
    }
    return f;
}

enum { C_KEEP = L_OWN };

struct keeping {
    struct str printer, offset;
};
static enum fault offset_keep(struct ctx *c, void *arg)
{
    const struct keeping *k = arg;
    return library_fact_set(c, label_offset_fact(c, k->printer), k->offset);
}

/* A page of frames and rulers; or, with what was measured on it, what a printer is off. */
static enum fault calibrate_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct label_job job = { .layout = LAYOUT_FRAMES };
    struct keeping k = { .printer = val_str_or(a[L_PRINTER], (struct str){ 0 }),
                         .offset = val_str_or(a[L_OFFSET], (struct str){ 0 }) };
    int right, down;
    if (!val_true(a[C_KEEP]))
        return label_send(c, a, &job, o);
    if (!k.printer.n || !k.offset.n)
        return fail(c, FAULT_MISSING, k.printer.n ? "offset" : "printer", val_none());
    if (!label_offset(k.offset, &right, &down))
        return fail(c, FAULT_OFFSET_FORMAT, "offset", a[L_OFFSET]);
    enum fault f = ops_write(c, offset_keep, &k);
    if (!f)
        out_say(o, TONE_YES, text(c, T_OP_LABEL_KEPT, FACTS(F("printer", val_str(k.printer)),
                                                            F("got", val_str(k.offset)))));
    return f;
}

const struct op label_ops[] = {
    { "label", "etiket", "/labels", POST, ROLE_VOLUNTEER, OP_LONG | OP_FILE,
      ARGS(LABEL_ARGS, CHOOSE_ARGS), NULL, label_run },
    { "label worn", NULL, "/labels/worn", POST, ROLE_VOLUNTEER, OP_UNDO | OP_LIST,
      ARGS({ "tool", K_TOOL, ARG_NEED | ARG_PLACE | ARG_MANY, NULL }), &worn_shape, worn_run },
    { "label sheets", NULL, "/labels/sheets", GET, ROLE_VOLUNTEER, OP_LIST | OP_FILE,
      ARGS({ "format", K_CHOICE, 0, "pdf" }), &sheet_shape, sheets_run },
    { "label calibrate", NULL, "/labels/calibrate", POST, ROLE_VOLUNTEER, OP_LONG | OP_FILE,
      ARGS(LABEL_ARGS, { "keep", K_YES, 0, NULL }), NULL, calibrate_run },
    { 0 },
};
