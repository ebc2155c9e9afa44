/* See export_sheet.h. */
#include "lending/export_sheet.h"

#include "lending/code.h"
#include "lending/tool.h"

void sheet_begin(struct sheet *s, struct ctx *c, struct buf *b, const char *name, bool json,
                 const char *const *keys)
{
    *s = (struct sheet){ .c = c, .b = b, .json = json, .keys = keys, .mem = c->mem };
    c->mem = &s->rows;
    arena_get(c->mem, 1); /* the first block stays */
    s->mark = arena_mark(c->mem);
    if (json) {
        buf_json(b, str_of(name));
        buf_z_add(b, ":[");
    }
    for (size_t i = 0; !json && keys[i]; i++)
        buf_printf(b, "%s%s%s", i ? "," : "", keys[i], keys[i + 1] ? "" : "\r\n");
}

static void as_text(struct buf *b, struct val v)
{
    switch (v.is) {
    case V_DAY:
        buf_day(b, v.d);
        return;
    case V_TIME:
        buf_instant(b, v.i);
        return;
    case V_MONEY:
        buf_money(b, v.i);
        return;
    case V_BOOL:
        buf_z_add(b, v.i ? "yes" : "no");
        return;
    case V_INT:
        buf_int(b, v.i);
        return;
    case V_STR: case V_NONE: case V_FILE: case V_LIST:
        return;
    }
}

static void csv_cell(struct sheet *s, struct val v)
{
    struct buf text = { .a = s->c->mem };
    as_text(&text, v);
    buf_z_add(s->b, s->at ? "," : "");
    buf_csv(s->b, v.is == V_STR ? v.s : buf_str(&text));
    if (!s->keys[s->at + 1])
        buf_z_add(s->b, "\r\n");
}

/* What is not known is left out. */
static void json_cell(struct sheet *s, struct val v)
{
    if (!s->at) {
        buf_z_add(s->b, s->some ? ",\n{" : "\n{");
        s->some = false;
    }
    if (!val_is_none(v)) {
        buf_z_add(s->b, s->some ? "," : "");
        buf_json(s->b, str_of(s->keys[s->at]));
        buf_char(s->b, ':');
        s->some = true;
        if (v.is == V_STR) {
            buf_json(s->b, v.s);
        } else if (v.is == V_BOOL) {
            buf_z_add(s->b, v.i ? "true" : "false");
        } else {
            buf_z_add(s->b, v.is == V_INT ? "" : "\"");
            as_text(s->b, v);
            buf_z_add(s->b, v.is == V_INT ? "" : "\"");
        }
    }
    if (!s->keys[s->at + 1]) {
        buf_char(s->b, '}');
        s->some = true;
    }
}

void sheet_cell(struct sheet *s, struct val v)
{
    ASSERT(s->keys[s->at]);
    if (s->json)
        json_cell(s, v);
    else
        csv_cell(s, v);
    if (s->keys[++s->at])
        return;
    s->at = 0;
    arena_back(s->c->mem, s->mark);
}

void sheet_end(struct sheet *s)
{
    ASSERT(!s->at); /* the row is whole */
    if (s->json)
        buf_z_add(s->b, s->some ? "\n]" : "]");
    s->c->mem = s->mem;
    arena_free(&s->rows);
}

struct val sheet_tool(struct sheet *s, int64_t number)
{
    return number ? val_str(code_text(s->c->mem, number, FAMILY_TOOL)) : val_none();
}

struct val sheet_member(struct sheet *s, int64_t number)
{
    return number ? val_str(code_text(s->c->mem, number, FAMILY_MEMBER)) : val_none();
}

void sheet_column(struct sheet *s, struct query *q, const char *column, enum val_is is)
{
    sheet_cell(s, q_val(q, column, is));
}

struct val sheet_model(struct sheet *s, struct query *q)
{
    struct model m = { .name = q_str(q, "name"), .brand = q_str(q, "brand"), .type = q_str(q, "type") };
    return val_str(model_name(s->c->mem, &m));
}
