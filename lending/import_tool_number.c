/* What a row of tools is known by: its number, its old codes, or what it says (T2, T9). See
 * import_tool.h. */
#include "lending/import_cell.h"
#include "lending/import_tool.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A number, or our own code with its letter. */
static enum fault number_of(struct import_run *r, struct str x, int64_t *number)
{
    struct str folded;
    struct code code;
    if (is_digit(*x.s) && is_digit(x.s[x.n - 1]))
        return cell_int(x, 1, NUMBER_MOST, number);
    enum fault f = code_fold(r->c->mem, x, (struct str){ 0 }, &folded);
    if (!f)
        f = code_read(folded, &code);
    if (f)
        return f == FAULT_CODE_CHECK && is_digit(*x.s) ? f : FAULT_NUMBER_FORMAT;
    *number = code.number;
    return code.family == FAMILY_TOOL && code.number ? OK : FAULT_CODE_FAMILY;
}

void tool_number_read(struct import_run *r, struct tool_row *t)
{
    struct str label = r->cell[TF_CODE], *old = &r->cell[TF_ALIASES];
    int64_t number = 0;
    if (label.n && number_of(r, label, &t->n.number)) {
        t->n.number = 0;
        *old = old->n ? str_printf(r->c->mem, "%.*s; %.*s", STR(*old), STR(label)) : label;
    }
    enum fault f = r->cell[TF_NUMBER].n ? number_of(r, r->cell[TF_NUMBER], &number) : OK;
    if (f == FAULT_NUMBER_RANGE)
        (void)!fail_facts(r->c, f, tool_fields[TF_NUMBER].key, val_str(r->cell[TF_NUMBER]),
                          FACTS(F("least", val_int(1)), F("most", val_int(NUMBER_MOST))));
    else if (f)
        row_wrong(r, TF_NUMBER, f);
    t->n.number = number && !f ? number : t->n.number;
}

/* Is that the tool this row without a number made before? */
static enum fault made_by_row(struct import_run *r, const struct tool_row *t, int64_t tool, bool *is)
{
    int64_t id;
    *is = tool == t->existing;
    if (*is || t->n.number)
        return OK;
    QUERY(q, r->c, Q_IMPORT_TOOL_BY_SOURCE);
    q_bind_str(&q, "source_key", str_printf(r->c->mem, "%.*s/1", STR(t->source)));
    enum fault f = q_run_int(&q, &id);
    *is = id == tool;
    return f;
}

enum fault tool_aliases_check(struct import_run *r, struct tool_row *t)
{
    struct tool_run *self = r->self;
    struct str rest = r->cell[TF_ALIASES], item, folded;
    char sep = cell_separator(rest);
    struct code code;
    while (cell_item(&rest, sep, &item)) {
        if (code_fold(r->c->mem, item, (struct str){ 0 }, &folded) || !folded.n || folded.n > 60) {
            row_wrong(r, TF_ALIASES, FAULT_CODE_FOREIGN);
            continue;
        }
        int64_t other = 0, *row = map_at(&self->aliases, folded);
        if (*row && *row != r->csv.row)
            (void)!fail_facts(r->c, FAULT_ROW_TWICE, tool_fields[TF_ALIASES].key, val_str(item),
                              FACTS(F("n", val_int(*row))));
        *row = *row ? *row : r->csv.row;
        QUERY(q, r->c, Q_TOOL_BY_ALIAS);
        q_bind_str(&q, "code", folded);
        bool mine = true;
        enum fault f = q_run_int(&q, &other);
        if (!f && other)
            f = made_by_row(r, t, other, &mine);
        if (f)
            return f;
        if (!mine)
            row_wrong(r, TF_ALIASES, FAULT_NUMBER_USED);
        bool own = !code_read(folded, &code) && code.family == FAMILY_TOOL && code.number <= NUMBER_MOST;
        if (own && code.number != t->n.number && self->seen[code.number])
            row_wrong(r, TF_ALIASES, FAULT_ALIAS_OWN_CODE);
    }
    return OK;
}

/* The tool that has the number goes by another name: is it this one all the same? */
static void compare(struct import_run *r, struct tool_row *t, struct query *q)
{
    struct arena *a = r->c->mem;
    t->like.its_name = q_str(q, "name");
    like_name(&t->like, str_key(a, t->n.name), str_key(a, t->like.its_name));
    like_text(&t->like, str_key(a, t->n.brand), str_key(a, q_str(q, "brand")));
    like_text(&t->like, str_key(a, t->n.type), str_key(a, q_str(q, "type")));
    like_text(&t->like, str_key(a, t->n.serial), str_key(a, q_str(q, "serial")));
    like_text(&t->like, str_key(a, t->n.size), str_key(a, q_str(q, "size")));
    like_day(&t->like, t->n.bought, q_day(q, "bought_day"));
}

enum fault tool_number_check(struct import_run *r, struct tool_row *t)
{
    struct tool_run *self = r->self;
    if (!t->n.number)
        return OK;
    if (!number_once(r, self->seen, t->n.number, r->cell[TF_NUMBER].n ? TF_NUMBER : TF_CODE))
        return OK;
    if (t->n.number > self->highest && !r->writing)
        self->highest = t->n.number;
    if (self->first)
        return OK;
    QUERY(q, r->c, Q_IMPORT_TOOL_BY_NUMBER);
    q_bind_int(&q, "number", t->n.number);
    if (q_row(&q)) {
        t->existing = q_int(&q, "id");
        if (!str_eq(q_str(&q, "model_key"), t->model_key))
            compare(r, t, &q);
    }
    return q_end(&q);
}

/* What a row without a number is known by. */
static struct str alike_key(struct import_run *r, const struct tool_row *t)
{
    struct str size = str_key(r->c->mem, t->n.size), serial = str_key(r->c->mem, t->n.serial);
    return str_printf(r->c->mem, "%.*s|%.*s|%.*s", STR(t->model_key), STR(size), STR(serial));
}

void tool_source_read(struct import_run *r, struct tool_row *t)
{
    uint64_t d[2];
    if (r->cell[TF_SOURCE].n) {
        t->source = r->cell[TF_SOURCE];
    } else if (t->n.number) {
        struct buf b = { .a = r->c->mem };
        buf_int(&b, t->n.number);
        t->source = buf_str(&b);
    } else {
        struct str key = r->cell[TF_CODE].n ? r->cell[TF_CODE] : alike_key(r, t);
        digest(key, d);
        t->source = str_printf(r->c->mem, "~%016llx", (unsigned long long)d[0]);
    }
}
