/* The engine of every import: headings, rows, faults, and the two readings of the file. See import.h;
 * what a row of each kind of list means is in import_tool.c, import_member.c and import_loan.c. */
#include "lending/import_run.h"

#include "lending/import_cell.h"
#include "lending/journal.h"
#include "lending/setting.h"
#include "schema/db.h"

enum { HEADING_WITHIN = 10, SHORT_MOST = 200, LONG_MOST = 2000, KEEP_LIMIT = 192 << 20 };

static const struct import_kind *const kinds[] = {
    [IMPORT_TOOLS] = &import_tools,
    [IMPORT_MEMBERS] = &import_members,
    [IMPORT_LOANS] = &import_loans,
    [IMPORT_MODELS] = &import_models,
};

const char *import_name(enum import_what w)
{
    static const char *const names[] = { "tools", "members", "loans", "models" };
    return names[w];
}

struct str keep(struct import_run *r, struct str x)
{
    return str_copy(&r->keep, x);
}

enum fault import_set(struct import_run *r, enum field_id field, int64_t id, struct val was,
                      struct val becomes)
{
    if (val_is_none(becomes) || val_eq(was, becomes))
        return OK;
    r->touched = true;
    return thing_set(r->c, field, id, was, becomes);
}

/* Text as it is stored: of one line, or with its line breaks. */
static struct str cleaned(struct arena *a, struct str x, unsigned flags)
{
    if (!(flags & CELL_LONG) || !str_has(x, '\n'))
        return str_trim(str_shown(a, x));
    struct buf b = { .a = a };
    for (struct str line; str_next(&x, '\n', &line);) {
        buf_add(&b, str_trim(str_shown(a, line)));
        buf_char(&b, '\n');
    }
    return str_trim(buf_str(&b));
}

static void cell_load(struct import_run *r, int field, struct str raw)
{
    const struct import_field *f = &r->kind->fields[field];
    struct arena *a = r->c->mem;
    struct str x = cleaned(a, cell_unguarded(str_trim(raw)), f->flags), *cell = &r->cell[field];
    size_t most = f->flags & CELL_LONG ? LONG_MOST : SHORT_MOST;
    if (!x.n)
        return;
    *cell = cell->n ? str_printf(a, "%.*s; %.*s", STR(*cell), STR(x)) : x;
    if (cell->n > most && utf8_count(*cell) > most)
        (void)!fail_facts(r->c, FAULT_TOO_LONG, f->key, val_str(*cell),
                          FACTS(F("n", val_int((int64_t)most))));
}

/* Fills the cells of the row; false when there is nothing in any. */
static bool row_load(struct import_run *r)
{
    const struct csv *s = &r->csv;
    bool some = s->fault != OK;
    memset(r->cell, 0, sizeof r->cell);
    if (s->fault)
        (void)!fail_facts(r->c, s->fault, NULL, val_none(),
                          FACTS(F("n", val_int((int64_t)r->n_columns))));
    for (size_t i = 0; i < s->n_cells && !s->fault; i++) {
        bool empty = !str_trim(s->cells[i]).n;
        some = some || !empty;
        if (empty)
            continue;
        if (i >= r->n_columns)
            return (void)!fail_facts(r->c, FAULT_ROW_CELLS, NULL, val_none(),
                                     FACTS(F("n", val_int((int64_t)r->n_columns)))), true;
        if (r->field_of[i] >= 0)
            cell_load(r, r->field_of[i], s->cells[i]);
    }
    return some;
}

static void samples_take(struct import_run *r)
{
    struct import_column *col = (struct import_column *)(uintptr_t)r->im->columns;
    for (size_t i = 0; i < r->n_columns && i < r->csv.n_cells && !r->csv.fault; i++)
        if (!col[i].sample.n)
            col[i].sample = str_copy(r->told, utf8_upto(str_trim(r->csv.cells[i]), 40));
}

/* A row in the first reading: checked, and told when it is broken. */
static enum fault row_check(struct import_run *r)
{
    enum fault f = r->c->n_wrong ? OK : r->kind->check(r);
    r->im->rows++;
    samples_take(r);
    if (r->c->n_wrong) {
        r->im->bad++;
        row_told(r);
    }
    return f;
}

/* A row in the second reading: checked against the library as it is now, then written. */
static enum fault row_write(struct import_run *r)
{
    enum fault f = r->c->n_wrong ? OK : r->kind->check(r);
    if (!f && r->c->n_wrong && r->im->skip_bad)
        return OK;
    if (!f && !r->c->n_wrong)
        f = r->kind->write(r);
    if (!r->c->n_wrong || (f && fault_info(f)->status >= 500))
        return f;
    row_told(r); /* somebody changed the library in between */
    return FAULT_ROWS_BAD;
}

/* Reads the file from the row after the heading on. */
static enum fault rows(struct import_run *r, enum fault (*each)(struct import_run *))
{
    struct ctx *c = r->c;
    struct arena *mem = c->mem;
    size_t wrong = c->n_wrong;
    enum fault f = OK;
    c->mem = &r->row_mem;
    arena_get(c->mem, 1); /* the first block stays */
    struct arena_mark mark = arena_mark(c->mem);
    csv_rewind(&r->csv);
    while (!f && csv_row(&r->csv)) {
        c->n_wrong = 0;
        if (r->csv.row > r->heading && row_load(r))
            f = each(r);
        if (!f && (c->mem->full || r->keep.full || r->told->full))
            f = FAULT_TOO_BIG;
        arena_back(c->mem, mark);
    }
    c->mem = mem;
    c->n_wrong = wrong;
    return f ? f : csv_end(&r->csv);
}

/* A list of members read as tools would make forty tools with the names of people. */
static enum fault other_kind(struct import_run *r)
{
    int field[CSV_CELLS_MOST];
    size_t mine = 0;
    for (size_t i = 0; i < r->csv.n_cells; i++)
        mine += r->field_of[i] >= 0;
    for (size_t k = 0; k < COUNT(kinds); k++)
        if (columns_guess(&r->keep, kinds[k]->fields, kinds[k]->n_fields, r->csv.cells,
                          r->csv.n_cells, field) > mine)
            return fail(r->c, FAULT_FILE_FORMAT, import_name((enum import_what)k), val_none());
    return OK;
}

/* The first row that names its columns; rows above it (a title) are passed over. */
static enum fault heading_find(struct import_run *r)
{
    struct csv *s = &r->csv;
    for (int i = 0; i < HEADING_WITHIN && csv_row(s); i++) {
        if (s->fault || !columns_guess(&r->keep, r->kind->fields, r->kind->n_fields, s->cells,
                                       s->n_cells, r->field_of))
            continue;
        struct import_column *col = NEW_N(r->told, struct import_column, s->n_cells);
        for (size_t k = 0; k < s->n_cells; k++) {
            int f = r->field_of[k];
            col[k].heading = str_copy(r->told, str_shown(r->told, str_trim(s->cells[k])));
            col[k].field = f < 0 ? NULL : r->kind->fields[f].key;
            if (f >= 0)
                r->has[f] = true;
        }
        enum fault f = other_kind(r);
        if (f)
            return f;
        r->heading = s->row;
        r->im->columns = col;
        r->im->n_columns = r->n_columns = s->n_cells;
        return OK;
    }
    return csv_end(s) ? csv_end(s) : fail(r->c, FAULT_FILE_FORMAT, "headings", val_none());
}

static enum fault check_all(struct ctx *c, void *arg)
{
    struct import_run *r = arg;
    enum fault f = r->kind->begin(r);
    if (!f)
        f = rows(r, row_check);
    if (!f && r->differ > r->agree)
        others_told(r);
    (void)c;
    return f;
}

enum fault import_check(struct ctx *c, struct import *im)
{
    struct import_run *r = im->run = NEW(c->mem, struct import_run);
    *r = (struct import_run){ .c = c, .im = im, .kind = kinds[im->what], .told = c->mem,
                              .keep.limit = KEEP_LIMIT, .csv.spool = -1 };
    ASSERT(r->kind->n_fields < FIELDS_MOST);
    setting_str(c, SET_ZONE); /* read once, before memory is given back row by row */
    enum fault f = csv_open(&r->csv, &r->keep, im->fd);
    if (f)
        return fail(c, f, "file", val_none());
    f = heading_find(r);
    return f ? f : db_read(c, check_all, r);
}

enum fault import_write(struct ctx *c, struct import *im)
{
    struct import_run *r = im->run;
    if (im->bad && !im->skip_bad)
        return FAULT_ROWS_BAD;
    r->c = c;
    r->writing = true;
    enum fault f = journal_line(c, "library", 0);
    return f ? f : rows(r, row_write);
}

void import_end(struct import *im)
{
    struct import_run *r = im->run;
    if (!r)
        return;
    csv_close(&r->csv);
    arena_free(&r->row_mem);
    if (r->kind->end)
        r->kind->end(r);
    arena_free(&r->keep);
    im->run = NULL;
}
