/* Lists in and out: import and export. All rows are read and checked before the write lock is taken;
 * broken rows are told in the answer, by their number. */
#include "lending/export.h"
#include "lending/import.h"
#include "ops/table.h"
#include "text/text.h"

/* Bytes: of one file, and of an answer with ten thousand broken rows; in the command's own process or
 * the worker. */
enum { EXPORT_LIMIT = 512 << 20, IMPORT_LIMIT = 64 << 20 };

static const struct shape column_shape = { "column", FIELDS({ "heading", FK_TEXT },
    { "field", FK_HIDDEN }, { "meaning", FK_TEXT }, { "sample", FK_TEXT }) };
static const struct shape fault_shape = { "row_fault", FIELDS({ "row", FK_INT }, { "field", FK_HIDDEN },
    { "fault", FK_HIDDEN }, { "got", FK_HIDDEN }, { "message", FK_TEXT }) };
static const struct shape import_shape = { "import", FIELDS({ "fault", FK_HIDDEN },
    { "message", FK_HIDDEN }, { "rows", FK_HIDDEN }, { "new", FK_HIDDEN }, { "changed", FK_HIDDEN },
    { "unchanged", FK_HIDDEN }, { "bad", FK_HIDDEN }, { "columns", FK_LIST }, { "faults", FK_HIDDEN }) };

enum { IMPORT_FILE, IMPORT_SKIP_BAD };

/* What a column was taken for, in words. */
static struct str meaning(struct ctx *c, const char *field)
{
    return field ? text_arg(c, field) : text_plain(c->lang, T_IMPORT_UNREAD);
}

static struct val columns_list(struct ctx *c, const struct import *im)
{
    struct list *l = NEW(c->mem, struct list);
    struct val *at = NEW_N(c->mem, struct val, im->n_columns * 4);
    for (size_t i = 0; i < im->n_columns; i++) {
        const struct import_column *k = &im->columns[i];
        at[i * 4] = val_str(k->heading);
        at[i * 4 + 1] = k->field ? val_z(k->field) : val_none();
        at[i * 4 + 2] = val_str(meaning(c, k->field));
        at[i * 4 + 3] = val_text(k->sample);
    }
    *l = (struct list){ &column_shape, at, im->n_columns };
    return val_list(l);
}

/* On one line: what is wrong, and what to do. */
static struct str message(struct ctx *c, const struct wrong *w)
{
    struct str rest = text_fault(c, w), line;
    struct buf b = { .a = c->mem };
    while (str_next(&rest, '\n', &line)) {
        buf_z_add(&b, b.n ? " " : "");
        buf_add(&b, line);
    }
    return buf_str(&b);
}

static struct val faults_list(struct ctx *c, const struct import *im)
{
    struct list *l = NEW(c->mem, struct list);
    struct val *at = NEW_N(c->mem, struct val, im->n_faults * 5);
    for (size_t i = 0; i < im->n_faults; i++) {
        const struct import_fault *k = &im->faults[i];
        at[i * 5] = val_int(k->row);
        at[i * 5 + 1] = k->wrong.arg ? val_z(k->wrong.arg) : val_none();
        at[i * 5 + 2] = val_z(fault_info(k->wrong.fault)->name);
        at[i * 5 + 3] = k->wrong.got;
        at[i * 5 + 4] = val_str(message(c, &k->wrong));
    }
    *l = (struct list){ &fault_shape, at, im->n_faults };
    return val_list(l);
}

/* A person reads each broken row as a sentence: cells of a table would be cut. */
static void rows_say(struct ctx *c, const struct import *im, enum tone tone, struct out *o)
{
    for (size_t i = 0; i < im->n_faults; i++) {
        const struct import_fault *k = &im->faults[i];
        const struct fact facts[] = { F("row", val_int(k->row)),
            F("column", val_str(k->wrong.arg ? text_arg(c, k->wrong.arg) : (struct str){ 0 })),
            F("message", val_str(message(c, &k->wrong))) };
        out_say(o, tone, text(c, k->wrong.arg ? T_IMPORT_ROW_COLUMN : T_IMPORT_ROW, facts, COUNT(facts)));
    }
    if (im->n_faults == IMPORT_TOLD_MOST)
        out_say(o, tone, text(c, T_IMPORT_MORE, FACTS(F("n", val_int(IMPORT_TOLD_MOST)))));
}

/* "Number: Nummer, Policy: niet gelezen" */
static struct str columns_text(struct ctx *c, const struct import *im)
{
    struct buf b = { .a = c->mem };
    for (size_t i = 0; i < im->n_columns; i++)
        buf_printf(&b, "%s%.*s: %.*s", i ? ", " : "", STR(im->columns[i].heading),
                   STR(meaning(c, im->columns[i].field)));
    return buf_str(&b);
}

static struct str refused_say(struct ctx *c, const struct import *im, struct out *o)
{
    struct wrong w = { .fault = FAULT_ROWS_BAD, .facts = { F("n", val_int(im->bad)) }, .n_facts = 1 };
    struct str said = text_fault(c, &w);
    rows_say(c, im, TONE_NO, o);
    struct str columns = text(c, T_IMPORT_COLUMNS, FACTS(F("names", val_str(columns_text(c, im)))));
    out_say(o, TONE_NO, str_printf(c->mem, "%.*s\n%.*s", STR(said), STR(columns)));
    o->ended = FAULT_ROWS_BAD;
    return said;
}

static struct str done_say(struct ctx *c, const struct import *im, struct out *o)
{
    struct str said = text(c, T_IMPORT_DONE, FACTS(F("n", val_int(im->rows)),
        F("new", val_int(im->made)), F("changed", val_int(im->changed)),
        F("unchanged", val_int(im->same))));
    rows_say(c, im, TONE_LOOK, o);
    out_say(o, TONE_YES, said);
    if (im->bad)
        out_say(o, TONE_LOOK, text(c, T_IMPORT_SKIPPED, FACTS(F("n", val_int(im->bad)))));
    return said;
}

static void answer(struct ctx *c, const struct import *im, bool refused, struct out *o)
{
    struct str said = refused ? refused_say(c, im, o) : done_say(c, im, o);
    OUT(o, refused ? val_z(fault_info(FAULT_ROWS_BAD)->name) : val_none(), val_str(said),
        val_int(im->rows), val_int(im->made), val_int(im->changed), val_int(im->same),
        val_int(im->bad), columns_list(c, im), faults_list(c, im));
}

static enum fault write(struct ctx *c, void *arg)
{
    return import_write(c, arg);
}

static enum fault import(struct ctx *c, enum import_what what, const struct val *a, struct out *o)
{
    struct import im CLEANUP(import_end) = { .what = what, .fd = a[IMPORT_FILE].file->fd,
                                             .skip_bad = val_true(a[IMPORT_SKIP_BAD]) };
    c->mem->limit = IMPORT_LIMIT;
    enum fault f = import_check(c, &im);
    if (f)
        return f;
    if (!im.bad || im.skip_bad)
        f = ops_write(c, write, &im);
    bool refused = f == FAULT_ROWS_BAD || (im.bad && !im.skip_bad);
    if (f && !refused)
        return f;
    c->n_wrong = 0; /* they are told row by row */
    answer(c, &im, refused, o);
    return OK;
}

static enum fault import_tools_run(struct ctx *c, const struct val *a, struct out *o)
{
    return import(c, IMPORT_TOOLS, a, o);
}

static enum fault import_members_run(struct ctx *c, const struct val *a, struct out *o)
{
    return import(c, IMPORT_MEMBERS, a, o);
}

static enum fault import_loans_run(struct ctx *c, const struct val *a, struct out *o)
{
    return import(c, IMPORT_LOANS, a, o);
}

static enum fault export(struct ctx *c, enum export_what what, struct out *o)
{
    bool json = what == EXPORT_STATE || what == EXPORT_ALL;
    c->mem->limit = EXPORT_LIMIT;
    struct buf *b = out_file(o, json ? "application/json" : "text/csv; charset=utf-8",
                             str_printf(c->mem, "%s.%s", export_name(what), json ? "json" : "csv").s);
    return export_write(c, what, b);
}

static enum fault export_tools_run(struct ctx *c, const struct val *a, struct out *o)
{
    (void)a;
    return export(c, EXPORT_TOOLS, o);
}

static enum fault export_members_run(struct ctx *c, const struct val *a, struct out *o)
{
    (void)a;
    return export(c, EXPORT_MEMBERS, o);
}

static enum fault export_loans_run(struct ctx *c, const struct val *a, struct out *o)
{
    (void)a;
    return export(c, EXPORT_LOANS, o);
}

static enum fault export_state_run(struct ctx *c, const struct val *a, struct out *o)
{
    (void)a;
    return export(c, EXPORT_STATE, o);
}

static enum fault export_all_run(struct ctx *c, const struct val *a, struct out *o)
{
    (void)a;
    return export(c, EXPORT_ALL, o);
}

static const struct arg import_args[] = {
    { "file", K_FILE, ARG_NEED | ARG_PLACE, NULL },
    { "skip_bad", K_YES, 0, NULL },
    { 0 },
};

const struct op import_ops[] = {
    { "import tools", NULL, "/import/tools", POST, ROLE_COORDINATOR, OP_LONG | OP_TABLE, import_args,
      &import_shape, import_tools_run },
    { "import members", NULL, "/import/members", POST, ROLE_COORDINATOR, OP_LONG | OP_TABLE,
      import_args, &import_shape, import_members_run },
    { "import loans", NULL, "/import/loans", POST, ROLE_COORDINATOR, OP_LONG | OP_TABLE, import_args,
      &import_shape, import_loans_run },
    { "export tools", NULL, "/export/tools", GET, ROLE_COORDINATOR, OP_LONG | OP_FILE, ARGS0, NULL,
      export_tools_run },
    { "export members", NULL, "/export/members", GET, ROLE_COORDINATOR, OP_LONG | OP_FILE, ARGS0, NULL,
      export_members_run },
    { "export loans", NULL, "/export/loans", GET, ROLE_COORDINATOR, OP_LONG | OP_FILE, ARGS0, NULL,
      export_loans_run },
    { "export state", NULL, "/export/state", GET, ROLE_COORDINATOR, OP_LONG | OP_FILE, ARGS0, NULL,
      export_state_run },
    { "export all", NULL, "/export/all", GET, ROLE_COORDINATOR, OP_LONG | OP_FILE, ARGS0, NULL,
      export_all_run },
    { 0 },
};
