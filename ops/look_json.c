/* The answer as JSON: the object or array itself, the same in every language. English keys, ISO
 * days, UTC instants, money as text with two places. An array has an element a line. */
#include "ops/look.h"

#include "text/text.h"

static void json_val(struct buf *b, struct val v);

static void json_object(struct buf *b, const struct shape *s, const struct val *v)
{
    buf_char(b, '{');
    for (size_t k = 0; k < shape_count(s); k++) {
        buf_z_add(b, k ? "," : "");
        buf_json(b, str_of(s->f[k].key));
        buf_char(b, ':');
        json_val(b, v[k]);
    }
    buf_char(b, '}');
}

static void json_list(struct buf *b, const struct list *l)
{
    buf_char(b, '[');
    for (size_t i = 0; i < l->n; i++) {
        buf_z_add(b, i ? "," : "");
        if (l->shape)
            json_object(b, l->shape, l->at + i * shape_count(l->shape));
        else
            json_val(b, l->at[i]);
    }
    buf_char(b, ']');
}

static void json_val(struct buf *b, struct val v)
{
    switch (v.is) {
    case V_NONE:
        buf_z_add(b, "null");
        return;
    case V_INT:
        buf_int(b, v.i);
        return;
    case V_BOOL:
        buf_z_add(b, v.i ? "true" : "false");
        return;
    case V_STR:
        buf_json(b, v.s);
        return;
    case V_LIST:
        json_list(b, v.list);
        return;
    case V_DAY: case V_TIME: case V_MONEY: case V_FILE:
        buf_char(b, '"');
        cell_plain(b, v);
        buf_char(b, '"');
        return;
    }
}

/* The sentence and what can be done are two lines of one text. */
static void json_wrong(struct buf *b, struct ctx *c, const struct wrong *w)
{
    struct str next = text_fault(c, w), said = { 0 };
    str_next(&next, '\n', &said);
    buf_z_add(b, "{\"fault\":");
    buf_json(b, str_of(fault_info(w->fault)->name));
    buf_z_add(b, ",\"field\":");
    json_val(b, w->arg ? val_z(w->arg) : val_none());
    buf_z_add(b, ",\"got\":");
    json_val(b, w->got);
    buf_z_add(b, ",\"message\":");
    buf_json(b, said);
    if (next.n) {
        buf_z_add(b, ",\"next\":");
        buf_json(b, next);
    }
    buf_z_add(b, ",\"rule\":");
    buf_json(b, str_of(fault_info(w->fault)->rule));
}

void json_refusal(struct buf *b, struct ctx *c)
{
    json_wrong(b, c, &c->wrong[0]);
    for (size_t i = 0; c->n_wrong > 1 && i < c->n_wrong; i++) {
        buf_z_add(b, i ? "," : ",\"faults\":[");
        json_wrong(b, c, &c->wrong[i]);
        buf_char(b, '}');
    }
    buf_z_add(b, c->n_wrong > 1 ? "]}\n" : "}\n");
}

void json_rows(struct buf *b, const struct out *o)
{
    if (!o->list) {
        if (o->n_rows)
            json_object(b, o->shape, o->rows[0].v);
        buf_z_add(b, o->n_rows ? "\n" : "{}\n");
        return;
    }
    buf_z_add(b, "[");
    for (size_t i = 0; i < o->n_rows; i++) {
        buf_z_add(b, i ? ",\n" : "\n");
        if (o->rows[i].v) {
            json_object(b, o->shape, o->rows[i].v);
        } else {
            json_wrong(b, o->c, &o->rows[i].wrong);
            buf_char(b, '}');
        }
    }
    buf_z_add(b, o->n_rows ? "\n]\n" : "]\n");
}
