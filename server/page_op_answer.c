/* What an operation answered, as a page. See page_op.h. */
#include "ops/look.h"
#include "server/answer.h"
#include "server/page_op.h"
#include "text/text.h"

static struct url cell_link(struct request *r, const struct field *f, struct val v)
{
    if (v.is != V_STR || !v.s.n)
        return (struct url){ { 0 } };
    if (f->kind == FK_TOOL)
        return tool_link(r, v.s);
    if (f->kind == FK_PHOTO)
        return (struct url){ v.s };
    if (f->kind == FK_MEMBER && r->who.role >= ROLE_VOLUNTEER)
        return link_to(r, "/members/%.*s", STR(v.s));
    return (struct url){ { 0 } };
}

static struct cell cell_make(struct request *r, struct ctx *c, const struct field *f, struct val v)
{
    struct buf b = { .a = c->mem };
    cell_text(&b, c, f, v);
    return (struct cell){ buf_str(&b), cell_link(r, f, v), f->kind == FK_INT || f->kind == FK_MONEY,
                          field_text(c, f) };
}

static struct cell *heads_make(struct ctx *c, const struct shape *s, size_t *n)
{
    struct cell *at = NEW_N(c->mem, struct cell, shape_count(s));
    *n = 0;
    for (const struct field *f = s->f; f->key; f++)
        if (field_shown(f))
            at[(*n)++] = (struct cell){ .text = field_text(c, f),
                                        .number = f->kind == FK_INT || f->kind == FK_MONEY };
    return at;
}

/* The first cell leads to what can be done with the row, unless it leads elsewhere already. */
static struct cells row_make(struct request *r, struct ctx *c, const struct shape *s,
                             const struct val *v)
{
    size_t n = 0;
    struct cell *at = NEW_N(c->mem, struct cell, shape_count(s));
    for (size_t k = 0; s->f[k].key; k++)
        if (field_shown(&s->f[k]))
            at[n++] = cell_make(r, c, &s->f[k], v[k]);
    if (n && s == r->out->shape && !at[0].url.s.n)
        at[0].url = op_row_link(r, r->op, s, v);
    return (struct cells){ .cells = { at, n } };
}

static void rows_make(struct request *r, struct ctx *c, const struct out *o, struct op_answer *x)
{
    struct cells *rows = NEW_N(c->mem, struct cells, o->n_rows);
    x->heads.at = heads_make(c, o->shape, &x->heads.n);
    for (size_t i = 0; i < o->n_rows; i++)
        if (o->rows[i].v)
            rows[i] = row_make(r, c, o->shape, o->rows[i].v);
        else
            rows[i].refused = text_fault(c, &o->rows[i].wrong);
    x->rows.at = rows;
    x->rows.n = o->n_rows;
}

static struct op_table table_make(struct request *r, struct ctx *c, const struct field *f,
                                  const struct list *l)
{
    struct op_table t = { .head = field_text(c, f) };
    struct cells *rows = NEW_N(c->mem, struct cells, l->n);
    t.heads.at = heads_make(c, l->shape, &t.heads.n);
    for (size_t i = 0; i < l->n; i++)
        rows[i] = row_make(r, c, l->shape, l->at + i * shape_count(l->shape));
    t.rows.at = rows;
    t.rows.n = l->n;
    return t;
}

static bool is_table(struct val v)
{
    return v.is == V_LIST && v.list->shape && shape_count(v.list->shape) > 1;
}

/* One thing: each field that has a value, with its name; then the lists it has. */
static void things_make(struct request *r, struct ctx *c, const struct out *o, struct op_answer *x)
{
    size_t n = 0;
    if (!o->n_rows || !o->rows[0].v)
        return;
    struct thing *at = NEW_N(c->mem, struct thing, shape_count(o->shape));
    struct op_table *tables = NEW_N(c->mem, struct op_table, shape_count(o->shape));
    for (size_t k = 0; o->shape->f[k].key; k++) {
        const struct field *f = &o->shape->f[k];
        struct val v = o->rows[0].v[k];
        if (field_shown(f) && is_table(v)) {
            if (v.list->n)
                tables[x->tables.n++] = table_make(r, c, f, v.list);
            continue;
        }
        struct cell cell = cell_make(r, c, f, v);
        if (field_shown(f) && cell.text.n)
            at[n++] = (struct thing){ field_text(c, f), cell };
    }
    x->things.at = at;
    x->things.n = n;
    x->tables.at = tables;
}

/* After a dry run: the same once more, in earnest. */
static void confirm_make(struct request *r, const struct op *op, struct op_answer *x)
{
    struct hidden *at = NEW_N(&r->mem, struct hidden, r->given.n);
    size_t n = 0;
    for (size_t i = 0; i < r->given.n; i++) {
        const struct given *g = &r->given.at[i];
        const struct arg *a = op_arg(op, g->name);
        if (g->file || (a && a->flags & ARG_SECRET))
            return; /* a file or a secret is not sent back and forth: from the form again */
        if ((a && strcmp(a->name, "dry_run")) || str_eq(g->name, S("_clear")))
            at[n++] = (struct hidden){ g->name, g->value };
    }
    x->given.at = at;
    x->given.n = n;
    x->confirm = op_link_to(r, op);
}

/* This list as a file for a spreadsheet, by the same way as it was asked for. */
static void csv_make(struct request *r, const struct op *op, struct op_answer *x)
{
    struct hidden *at = NEW_N(&r->mem, struct hidden, r->given.n);
    for (size_t i = 0; i < r->given.n; i++)
        if (op_given(op, &r->given.at[i]))
            at[x->given.n++] = (struct hidden){ r->given.at[i].name, r->given.at[i].value };
    x->given.at = at;
    x->csv = op_link_to(r, op);
    x->csv_get = !op_of_people(op);
}

static struct url form_link(struct request *r, const struct op *op)
{
    struct str to = op_link_to(r, op).s;
    return (
        struct url){ str_printf(&r->mem, "%.*s%c_form=1", STR(to), str_has(to, '?') ? '&' : '?') };
}

void op_answer_answer(struct request *r, struct ctx *c, const struct op *op)
{
    struct page_look look;
    struct buf b = { .a = c->mem };
    struct out *o = r->out;
    o->c = c;
    c->op = op->cmd;
    struct op_answer x = { .title = op_title(c, op), .list = o->list, .back = link_to(r, "/op"),
                           .back_label = text_plain(r->lang, T_PAGE_OP_BACK),
                           .said = notices_of(r, c) };
    /* What was said about each row need not stand there twice. */
    bool rows = op->verb == GET || op->flags & OP_TABLE || !o->n_said;
    x.list &= rows;
    if (rows && o->list)
        rows_make(r, c, o, &x);
    else if (rows)
        things_make(r, c, o, &x);
    if (c->dry_run || request_field(r, "dry_run").n)
        confirm_make(r, op, &x);
    if (op->verb == GET && o->list && o->n_rows)
        csv_make(r, op, &x);
    if (op_arg_at(op, 0))
        x.again = form_link(r, op);
    x.kin = op_kin(r, c, op, o->shape, !o->list && o->n_rows ? o->rows[0].v : NULL);
    look_make(r, c, &look);
    page_op_answer(&b, &look, &x);
    answer_buf(r, o->n_refused ? 207 : o->created && !x.confirm.s.n ? 201 : 200, type_html, &b);
}
