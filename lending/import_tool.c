/* Lists of tools: their columns, and what a row of one says. See import.h and import_tool.h. */
#include "lending/import_tool.h"

#include "lending/branch.h"
#include "lending/import_cell.h"
#include "lending/tool_row.h"

enum { NAME_MOST = 200 };

static enum fault begin(struct import_run *r)
{
    struct tool_run *t = r->self = NEW(&r->keep, struct tool_run);
    int64_t n;
    QUERY(count, r->c, Q_IMPORT_TOOLS);
    enum fault f = q_run_int(&count, &n);
    if (!f)
        f = branches_begin(r, &t->branches);
    if (f)
        return f;
    if (!t->branches.home && !r->has[TF_BRANCH])
        return branch_of_counter(r->c, &n); /* says which there are */
    QUERY(last, r->c, Q_TOOL_NUMBER_LAST);
    t->first = !n;
    t->seen = NEW_N(&r->keep, int32_t, NUMBER_MOST + 1);
    return q_run_int(&last, &t->highest);
}

/* "Ladder, 3 delen|Altrex|Nevada" in a column "model": all three at once. */
static void name_split(struct import_run *r, struct tool_new *n)
{
    struct str all = n->name, name, brand, type;
    if (r->has[TF_NAME] || !str_next(&all, '|', &name) || !str_next(&all, '|', &brand))
        return;
    type = all;
    n->name = str_trim(name);
    n->brand = str_trim(brand);
    n->type = str_trim(type);
}

static void name_read(struct import_run *r, struct tool_row *t)
{
    int field = r->has[TF_NAME] ? TF_NAME : r->has[TF_TEXT] ? TF_TEXT : TF_TYPE;
    t->n.name = r->cell[field];
    t->n.brand = r->cell[TF_BRAND];
    t->n.type = field == TF_TYPE ? (struct str){ 0 } : r->cell[TF_TYPE];
    if (!t->n.name.n)
        row_wrong(r, field, FAULT_MISSING);
    if (utf8_count(t->n.name) > NAME_MOST)
        row_wrong(r, field, FAULT_TOO_LONG);
    name_split(r, &t->n);
    t->model_key = model_key(r->c, t->n.name, t->n.brand, t->n.type);
    if (t->n.name.n && *t->model_key.s == '|') /* nothing in it that could be found or sorted */
        row_wrong(r, field, FAULT_NOT_TEXT);
    if (field == TF_TEXT)
        r->cell[field] = (struct str){ 0 };
}

static void int_read(struct import_run *r, int field, int64_t least, int64_t most, int64_t *out)
{
    enum fault f = r->cell[field].n ? cell_int(r->cell[field], least, most, out) : OK;
    if (f == FAULT_NUMBER_RANGE)
        (void)!fail_facts(r->c, f, tool_fields[field].key, val_str(r->cell[field]),
                          FACTS(F("least", val_int(least)), F("most", val_int(most))));
    else if (f)
        row_wrong(r, field, f);
}

static void day_read(struct import_run *r, int field, day *out)
{
    *out = DAY_NONE;
    enum fault f = r->cell[field].n ? cell_day(r->cell[field], out) : OK;
    if (f)
        row_wrong(r, field, f);
}

static void money_read(struct import_run *r, int field, int64_t *out)
{
    enum fault f = r->cell[field].n ? cell_money(r->cell[field], out) : OK;
    if (f)
        row_wrong(r, field, f);
}

static void policy_read(struct import_run *r, struct tool_row *t)
{
    for (int i = 0; i < POLICIES; i++) {
        const struct policy_field *p = &policy_fields[i];
        int field = POLICY_FIRST + i;
        int64_t v = 0;
        bool yes = false;
        if (!r->cell[field].n)
            continue;
        if (p->is == V_INT)
            int_read(r, field, p->least, p->most, &v);
        else if (p->is == V_MONEY)
            money_read(r, field, &v);
        else if (cell_yes(r->cell[field], &yes))
            row_wrong(r, field, FAULT_YES_NO_FORMAT);
        t->policy[i] = p->is == V_BOOL ? val_bool(yes) : p->is == V_MONEY ? val_money(v) : val_int(v);
    }
}

static void state_read(struct import_run *r, struct tool_row *t)
{
    t->n.state = TOOL_ACTIVE;
    t->has_state = r->cell[TF_STATE].n;
    if (t->has_state && cell_tool_state(r->c->mem, r->cell[TF_STATE], &t->n.state))
        row_choice(r, TF_STATE, "tool", "draft active repair missing retired");
    t->n.state_reason = r->cell[TF_REASON];
    day_read(r, TF_STATE_SINCE, &t->state_since);
}

static void parts_check(struct import_run *r)
{
    struct str rest = r->cell[TF_PARTS], item;
    char sep = cell_separator(rest);
    int64_t count;
    while (cell_item(&rest, sep, &item)) {
        cell_counted(item, &count);
        if (count < 1 || count > 999)
            row_wrong(r, TF_PARTS, FAULT_NUMBER_RANGE);
    }
}

static enum fault owner_read(struct import_run *r, struct tool_row *t)
{
    size_t before = r->c->n_wrong;
    if (!r->cell[TF_OWNER].n)
        return OK;
    enum fault f = member_find(r->c, tool_fields[TF_OWNER].key, r->cell[TF_OWNER], &t->n.owner);
    if (f && fault_info(f)->status < 500 && r->c->n_wrong == before)
        row_wrong(r, TF_OWNER, f);
    return f && fault_info(f)->status >= 500 ? f : OK;
}

static enum fault check(struct import_run *r)
{
    struct tool_run *self = r->self;
    struct tool_row *t = &self->row;
    *t = (struct tool_row){ .quantity = 1, .n = { .price = -1, .bought = DAY_NONE } };
    name_read(r, t);
    tool_number_read(r, t);
    int_read(r, TF_QUANTITY, 1, 999, &t->quantity);
    state_read(r, t);
    t->n.shelf = r->cell[TF_SHELF];
    t->n.serial = r->cell[TF_SERIAL];
    t->n.size = r->cell[TF_SIZE];
    t->n.strength = r->cell[TF_STRENGTH];
    t->n.note = r->cell[TF_NOTE];
    day_read(r, TF_BOUGHT, &t->n.bought);
    money_read(r, TF_PRICE, &t->n.price);
    int_read(r, TF_PRICE_CENTS, 0, 999999999, &t->n.price);
    int_read(r, TF_OWNER_FROM, 1, 12, &t->owner_from);
    int_read(r, TF_OWNER_TO, 1, 12, &t->owner_to);
    int_read(r, TF_OWNER_NOTICE, 1, 366, &t->owner_notice);
    day_read(r, TF_INSPECTED, &t->inspected);
    policy_read(r, t);
    parts_check(r);
    tool_source_read(r, t);
    enum fault f = branch_of_cell(r, &self->branches, TF_BRANCH, &t->n.home);
    t->present = t->n.home;
    if (!f && r->cell[TF_PRESENT].n)
        f = branch_of_cell(r, &self->branches, TF_PRESENT, &t->present);
    if (!f)
        f = owner_read(r, t);
    if (!f)
        f = tool_number_check(r, t);
    if (!f)
        f = tool_aliases_check(r, t);
    if (!f && !r->c->n_wrong && t->existing && t->n.number)
        number_known(r, r->cell[TF_NUMBER].n ? TF_NUMBER : TF_CODE, &t->like);
    if (!f && !r->c->n_wrong && !r->writing)
        model_want_add(r, t);
    return f;
}

static void end(struct import_run *r)
{
    struct tool_run *t = r->self;
    if (!t)
        return;
    map_free(&t->models);
    map_free(&t->categories);
    map_free(&t->alike);
    map_free(&t->aliases);
    map_free(&t->branches.known);
}

const struct import_kind import_tools = {
    tool_fields, TF_COUNT, begin, check, tool_row_write, end,
};

/* Models without things: what can be borrowed, before the first of it hangs on a shelf. */
static enum fault models_begin(struct import_run *r)
{
    r->self = NEW(&r->keep, struct tool_run);
    return OK;
}

static enum fault model_check(struct import_run *r)
{
    struct tool_run *self = r->self;
    struct tool_row *t = &self->row;
    *t = (struct tool_row){ 0 };
    name_read(r, t);
    policy_read(r, t);
    if (!r->c->n_wrong && !r->writing)
        model_want_add(r, t);
    return OK;
}

static enum fault model_write(struct import_run *r)
{
    struct tool_run *self = r->self;
    int64_t id;
    bool changed;
    enum fault f = model_settle(r, &self->row, &id, &changed);
    r->im->made += !f && changed;
    return f;
}

const struct import_kind import_models = {
    tool_fields, TF_COUNT, models_begin, model_check, model_write, end,
};
