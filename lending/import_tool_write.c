/* Writing a row of a list of tools: as many tools as it counts, new or brought up to date. See
 * import_tool.h. */
#include "lending/import_cell.h"
#include "lending/import_tool.h"
#include "lending/journal.h"
#include "lending/tool_row.h"

/* A tool as it is stored now. */
struct stored {
    int64_t out, of_model;
    struct val model, home, present, shelf, state, reason, since, owner, serial, size, strength, price,
        bought, note, inspected, owner_from, owner_to, owner_notice;
};

static enum fault stored_load(struct ctx *c, int64_t id, struct stored *s)
{
    QUERY(q, c, Q_IMPORT_TOOL_GET);
    q_bind_int(&q, "id", id);
    if (q_row(&q))
        *s = (struct stored){ q_int(&q, "out"), q_int(&q, "of_model"),
            q_val(&q, "model", V_INT), q_val(&q, "home", V_INT), q_val(&q, "present", V_INT),
            q_val(&q, "shelf", V_STR), q_val(&q, "state", V_STR), q_val(&q, "state_reason", V_STR),
            q_val(&q, "state_day", V_DAY), q_val(&q, "owner", V_INT), q_val(&q, "serial", V_STR),
            q_val(&q, "size", V_STR), q_val(&q, "strength", V_STR), q_val(&q, "price_cents", V_MONEY),
            q_val(&q, "bought_day", V_DAY), q_val(&q, "note", V_STR),
            q_val(&q, "inspect_day", V_DAY), q_val(&q, "owner_from_month", V_INT),
            q_val(&q, "owner_to_month", V_INT), q_val(&q, "notice_days", V_INT) };
    return q_end(&q);
}

/* T15: what is out is neither missing nor retired; `loan lost` is the way. */
static enum fault state_write(struct import_run *r, const struct tool_row *t, int64_t id,
                              const struct stored *s)
{
    bool away = t->n.state != TOOL_ACTIVE && t->n.state != TOOL_REPAIR;
    struct val state = val_z(tool_state_name(t->n.state)), since = val_day(t->state_since);
    enum fault f = OK;
    if (!t->has_state)
        return OK;
    if (s->out && away && !val_eq(s->state, state)) {
        row_wrong(r, TF_STATE, FAULT_TOOL_NOT_FREE);
        return FAULT_TOOL_NOT_FREE;
    }
    if (!val_eq(s->state, state) && val_is_none(since))
        since = val_day(r->c->today);
    f = import_set(r, F_TOOL_STATE, id, s->state, state);
    if (!f)
        f = import_set(r, F_TOOL_STATE_DAY, id, s->since, since);
    return f ? f : import_set(r, F_TOOL_STATE_REASON, id, s->reason, val_text(t->n.state_reason));
}

static enum fault model_rename(struct ctx *c, int64_t id, const struct tool_row *t)
{
    struct model m;
    bool changed = false;
    enum fault f = model_get(c, id, &m);
    return f ? f : model_change(c, &m, &(struct model_change){ .name = val_str(t->n.name),
                        .brand = val_str(t->n.brand), .type = val_str(t->n.type) }, &changed);
}

/* A new name for the only tool of a model is a new name for the model; else the tool moves to another. */
static enum fault model_write(struct import_run *r, const struct tool_row *t, int64_t id,
                              const struct stored *s, int64_t *model, bool *changed)
{
    struct ctx *c = r->c;
    int64_t other;
    QUERY(q, c, Q_MODEL_BY_KEY);
    q_bind_str(&q, "model_key", t->model_key);
    enum fault f = q_run_int(&q, &other);
    bool renamed = !f && !other && s->of_model == 1;
    if (renamed)
        f = model_rename(c, s->model.i, t);
    if (!f)
        f = model_settle(r, t, model, changed);
    *changed = *changed || renamed;
    return f ? f : import_set(r, F_TOOL_MODEL, id, s->model, val_int(*model));
}

/* What tool_add() does not take: inspection and the owner's terms. */
static enum fault terms_write(struct import_run *r, const struct tool_row *t, int64_t id,
                              const struct stored *s)
{
    enum fault f = import_set(r, F_TOOL_INSPECT_DAY, id, s->inspected, val_day(t->inspected));
    if (!f)
        f = import_set(r, F_TOOL_OWNER_FROM_MONTH, id, s->owner_from, val_id(t->owner_from));
    if (!f)
        f = import_set(r, F_TOOL_OWNER_TO_MONTH, id, s->owner_to, val_id(t->owner_to));
    return f ? f : import_set(r, F_TOOL_NOTICE_DAYS, id, s->owner_notice, val_id(t->owner_notice));
}

static enum fault fields_write(struct import_run *r, const struct tool_row *t, int64_t id,
                               const struct stored *s)
{
    const struct {
        enum field_id field;
        struct val was, becomes;
    } all[] = {
        { F_TOOL_HOME, s->home, r->cell[TF_BRANCH].n ? val_int(t->n.home) : val_none() },
        { F_TOOL_PRESENT, s->present, r->cell[TF_PRESENT].n ? val_int(t->present) : val_none() },
        { F_TOOL_SHELF, s->shelf, val_text(t->n.shelf) },
        { F_TOOL_OWNER, s->owner, val_id(t->n.owner) },
        { F_TOOL_SERIAL, s->serial, val_text(t->n.serial) },
        { F_TOOL_SIZE, s->size, val_text(t->n.size) },
        { F_TOOL_STRENGTH, s->strength, val_text(t->n.strength) },
        { F_TOOL_PRICE_CENTS, s->price, t->n.price < 0 ? val_none() : val_money(t->n.price) },
        { F_TOOL_BOUGHT_DAY, s->bought, val_day(t->n.bought) },
        { F_TOOL_NOTE, s->note, val_text(t->n.note) },
    };
    enum fault f = terms_write(r, t, id, s);
    for (size_t i = 0; !f && i < COUNT(all); i++)
        f = import_set(r, all[i].field, id, all[i].was, all[i].becomes);
    return f;
}

/* The parts become those of the cell; what is no longer named is taken off the list, not forgotten. */
static enum fault parts_write(struct import_run *r, int64_t tool, bool made)
{
    struct ctx *c = r->c;
    struct str rest = r->cell[TF_PARTS], item;
    char sep = cell_separator(rest);
    const struct part *parts = NULL;
    size_t n = 0;
    int64_t count;
    enum fault f = !rest.n || made ? OK : tool_parts(c, tool, &parts, &n);
    bool *named = NEW_N(c->mem, bool, n + 1);
    while (!f && cell_item(&rest, sep, &item)) {
        struct str name = cell_counted(item, &count), key = str_key(c->mem, name);
        size_t k = 0;
        while (k < n && !str_eq(str_key(c->mem, parts[k].name), key))
            k++;
        named[k] = true;
        if (k < n) {
            f = import_set(r, F_PART_COUNT, parts[k].id, val_int(parts[k].count), val_int(count));
        } else {
            r->touched = true;
            f = part_add(c, tool, name, count);
        }
    }
    for (size_t k = 0; !f && r->cell[TF_PARTS].n && k < n; k++)
        if (!named[k])
            f = import_set(r, F_PART_REMOVED_AT, parts[k].id, val_none(), val_time(c->now));
    return f;
}

/* Labels stay on things, so old codes are only added. */
static enum fault aliases_write(struct import_run *r, int64_t tool, bool made)
{
    struct ctx *c = r->c;
    struct str rest = r->cell[TF_ALIASES], item, folded;
    char sep = cell_separator(rest);
    enum fault f = OK;
    while (!f && cell_item(&rest, sep, &item)) {
        int64_t its = 0;
        if (!made && !code_fold(c->mem, item, (struct str){ 0 }, &folded)) {
            QUERY(q, c, Q_TOOL_BY_ALIAS);
            q_bind_str(&q, "code", folded);
            f = q_run_int(&q, &its);
        }
        if (f || its == tool)
            continue;
        r->touched = true;
        f = alias_add(c, tool, item);
    }
    return f;
}

static enum fault add(struct import_run *r, struct tool_row *t, int64_t k, struct str source, int64_t *id)
{
    struct tool_run *self = r->self;
    struct tool_new n = t->n;
    int64_t model;
    bool changed;
    enum fault f = model_settle(r, t, &model, &changed);
    n.number = k == 1 && n.number ? n.number : ++self->highest;
    n.source_key = source;
    if (!f)
        f = tool_add(r->c, &n, id);
    if (!f && t->present != t->n.home)
        f = thing_set(r->c, F_TOOL_PRESENT, *id, val_int(t->n.home), val_int(t->present));
    if (!f && !day_none(t->state_since))
        f = import_set(r, F_TOOL_STATE_DAY, *id, val_day(r->c->today), val_day(t->state_since));
    if (!f)
        f = terms_write(r, t, *id, &(struct stored){ 0 });
    r->im->made += !f;
    return f;
}

static enum fault update(struct import_run *r, const struct tool_row *t, int64_t id, bool *changed)
{
    struct stored s = { 0 };
    int64_t model;
    bool of_model;
    enum fault f = stored_load(r->c, id, &s);
    if (!f)
        f = model_write(r, t, id, &s, &model, &of_model);
    r->touched = !f && (of_model || !val_eq(s.model, val_int(model)));
    if (!f)
        f = state_write(r, t, id, &s);
    if (!f)
        f = fields_write(r, t, id, &s);
    *changed = r->touched;
    return f;
}

/* "143" or "143/2"; of rows without number "~hash/1" and on, counted over all rows alike. */
static struct str source_of(struct import_run *r, const struct tool_row *t, int64_t k)
{
    struct tool_run *self = r->self;
    if (!t->n.number)
        k = ++*map_at(&self->alike, t->source);
    else if (k == 1)
        return t->source;
    return str_printf(r->c->mem, "%.*s/%lld", STR(t->source), (long long)k);
}

/* The tool that this one of the row already is; 0: none. */
static enum fault known(struct import_run *r, const struct tool_row *t, int64_t k, struct str source,
                        int64_t *id)
{
    struct tool_run *self = r->self;
    *id = k == 1 ? t->existing : 0;
    if (*id || self->first || (k == 1 && t->n.number))
        return OK;
    QUERY(q, r->c, Q_IMPORT_TOOL_BY_SOURCE);
    q_bind_str(&q, "source_key", source);
    return q_run_int(&q, id);
}

enum fault tool_row_write(struct import_run *r)
{
    struct tool_run *self = r->self;
    struct tool_row *t = &self->row;
    enum fault f = OK;
    for (int64_t k = 1; !f && k <= t->quantity; k++) {
        struct str source = source_of(r, t, k);
        int64_t id;
        bool changed = false;
        f = known(r, t, k, source, &id);
        bool made = !f && !id;
        if (!f)
            f = made ? add(r, t, k, source, &id) : update(r, t, id, &changed);
        r->touched = changed;
        if (!f)
            f = parts_write(r, id, made);
        if (!f && k == 1)
            f = aliases_write(r, id, made);
        if (!f && !made)
            ++*(r->touched ? &r->im->changed : &r->im->same);
    }
    return f;
}
