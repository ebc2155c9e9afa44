/* The answer for programs that read lines: CSV (RFC 4180, English headings) and plain text with a
 * tab between cells and no heading. Refused ones of several are talk, not data. */
#include "ops/look.h"

static void plain_list(struct buf *b, const struct list *l)
{
    size_t width = l->shape ? shape_count(l->shape) : 1;
    for (size_t i = 0; i < l->n * width; i++) {
        if (i)
            buf_z_add(b, i % width ? " " : "; ");
        cell_plain(b, l->at[i]);
    }
}

void cell_plain(struct buf *b, struct val v)
{
    switch (v.is) {
    case V_NONE:
        return;
    case V_INT:
        buf_int(b, v.i);
        return;
    case V_BOOL:
        buf_z_add(b, v.i ? "yes" : "no");
        return;
    case V_STR:
        buf_add(b, str_shown(b->a, v.s));
        return;
    case V_DAY:
        buf_day(b, v.d);
        return;
    case V_TIME:
        buf_instant(b, v.i);
        return;
    case V_MONEY:
        buf_money(b, v.i);
        return;
    case V_FILE:
        buf_add(b, str_shown(b->a, v.file->name));
        return;
    case V_LIST:
        plain_list(b, v.list);
        return;
    }
}

/* A cell of its own, to be quoted. */
static struct str cell(struct arena *a, struct val v)
{
    struct buf b = { .a = a };
    cell_plain(&b, v);
    return buf_str(&b);
}

void csv_rows(struct buf *b, const struct out *o)
{
    size_t width = shape_count(o->shape);
    for (size_t k = 0; k < width; k++) {
        buf_z_add(b, k ? "," : "");
        buf_csv(b, str_of(o->shape->f[k].key));
    }
    buf_z_add(b, width ? "\r\n" : "");
    for (size_t i = 0; i < o->n_rows; i++) {
        for (size_t k = 0; o->rows[i].v && k < width; k++) {
            buf_z_add(b, k ? "," : "");
            buf_csv(b, cell(b->a, o->rows[i].v[k]));
        }
        buf_z_add(b, o->rows[i].v ? "\r\n" : "");
    }
}

void plain_rows(struct buf *b, const struct out *o)
{
    size_t width = shape_count(o->shape);
    for (size_t i = 0; i < o->n_rows; i++) {
        for (size_t k = 0; o->rows[i].v && k < width; k++) {
            buf_z_add(b, k ? "\t" : "");
            cell_plain(b, o->rows[i].v[k]);
        }
        buf_z_add(b, o->rows[i].v ? "\n" : "");
    }
}
