/* The stored answer as text and back: JSON with the kind of each value, because the next asker may
 * want another look or language than the first; said sentences stay as they were said. */
#include "ops/answer.h"

#include <jansson.h>

enum { DEEP = 3 }; /* lists within rows of lists */

/* Writing: [kind, value], so that a day stays a day. */
static void val_write(struct buf *b, struct val v);

static void list_write(struct buf *b, const struct list *l)
{
    size_t width = l->shape ? shape_count(l->shape) : 1;
    buf_z_add(b, ",[");
    for (size_t k = 0; l->shape && k < width; k++) {
        buf_z_add(b, k ? "," : "");
        buf_json(b, str_of(l->shape->f[k].key));
        buf_printf(b, ",%d", l->shape->f[k].kind);
    }
    buf_z_add(b, "]");
    for (size_t i = 0; i < l->n * width; i++) {
        buf_char(b, ',');
        val_write(b, l->at[i]);
    }
}

static void val_write(struct buf *b, struct val v)
{
    buf_printf(b, "[%d", v.is);
    if (v.is == V_STR) {
        buf_char(b, ',');
        buf_json(b, v.s);
    } else if (v.is == V_LIST) {
        list_write(b, v.list);
    } else if (v.is == V_DAY) {
        buf_printf(b, ",%d", v.d.n);
    } else if (v.is != V_NONE) {
        ASSERT(v.is != V_FILE); /* no answer holds one */
        buf_char(b, ',');
        buf_int(b, v.i);
    }
    buf_char(b, ']');
}

static void wrong_write(struct buf *b, const struct wrong *w)
{
    buf_z_add(b, "{\"fault\":");
    buf_json(b, str_of(fault_info(w->fault)->name));
    buf_z_add(b, ",\"arg\":");
    buf_json(b, str_of(w->arg));
    buf_z_add(b, ",\"got\":");
    val_write(b, w->got);
    buf_z_add(b, ",\"facts\":[");
    for (size_t i = 0; i < w->n_facts; i++) {
        buf_z_add(b, i ? "," : "");
        buf_json(b, str_of(w->facts[i].name));
        buf_char(b, ',');
        val_write(b, w->facts[i].v);
    }
    buf_z_add(b, "]}");
}

/* A secret is shown once (X25): what repeats the answer does not repeat the secret. */
static bool holds_secret(const struct shape *s)
{
    for (size_t i = 0; i < shape_count(s); i++)
        if (s->f[i].kind == FK_SECRET)
            return true;
    return false;
}

static void rows_write(struct buf *b, const struct out *o)
{
    size_t width = shape_count(o->shape);
    for (size_t i = 0; i < o->n_rows; i++) {
        buf_z_add(b, i ? "," : "");
        if (!o->rows[i].v) {
            wrong_write(b, &o->rows[i].wrong);
            continue;
        }
        buf_char(b, '[');
        for (size_t k = 0; k < width; k++) {
            buf_z_add(b, k ? "," : "");
            val_write(b, o->shape->f[k].kind == FK_SECRET ? val_none() : o->rows[i].v[k]);
        }
        buf_char(b, ']');
    }
}

struct str answer_write(const struct out *o)
{
    struct buf b = { .a = o->c->mem };
    bool secret = holds_secret(o->shape);
    buf_printf(&b, "{\"created\":%s,\"action\":%lld,\"rows\":[", o->created ? "true" : "false",
               (long long)o->action);
    rows_write(&b, o);
    buf_z_add(&b, "],\"said\":[");
    for (size_t i = 0; !secret && i < o->n_said; i++) {
        buf_printf(&b, "%s%d,", i ? "," : "", o->said[i].tone);
        buf_json(&b, o->said[i].text);
    }
    buf_z_add(&b, "]}");
    return buf_str(&b);
}

/* Reading what we wrote. Anything else is damage, never a crash. */
static struct str text_read(struct ctx *c, const json_t *j)
{
    return str_copy(c->mem, (struct str){ json_string_value(j), json_string_length(j) });
}

static bool val_read(struct ctx *c, const json_t *j, struct val *out, int deep);

static bool list_read(struct ctx *c, const json_t *j, struct val *out, int deep)
{
    const json_t *fields = json_array_get(j, 1);
    size_t n_fields = json_array_size(fields) / 2, width = n_fields ? n_fields : 1;
    size_t n = json_array_size(j) < 2 ? 0 : json_array_size(j) - 2;
    struct list *l = NEW(c->mem, struct list);
    struct val *at = NEW_N(c->mem, struct val, n + 1);
    if (!json_is_array(fields) || n % width)
        return false;
    if (n_fields) {
        struct shape *s = NEW(c->mem, struct shape);
        struct field *f = NEW_N(c->mem, struct field, n_fields + 1);
        for (size_t k = 0; k < n_fields; k++)
            f[k] = (struct field){ text_read(c, json_array_get(fields, 2 * k)).s,
                                   (enum field_kind)json_integer_value(
                                       json_array_get(fields, 2 * k + 1)) };
        s->f = f;
        l->shape = s;
    }
    for (size_t i = 0; i < n; i++)
        if (!val_read(c, json_array_get(j, i + 2), &at[i], deep + 1))
            return false;
    l->at = at;
    l->n = n / width;
    *out = val_list(l);
    return true;
}

static bool val_read(struct ctx *c, const json_t *j, struct val *out, int deep)
{
    if (!json_is_array(j) || deep > DEEP)
        return false;
    const json_t *x = json_array_get(j, 1);
    out->is = (enum val_is)json_integer_value(json_array_get(j, 0));
    switch (out->is) {
    case V_NONE:
        return true;
    case V_STR:
        out->s = text_read(c, x);
        return json_is_string(x);
    case V_DAY:
        out->d = (day){ (int32_t)json_integer_value(x) };
        return json_is_integer(x);
    case V_INT: case V_TIME: case V_MONEY: case V_BOOL:
        out->i = json_integer_value(x);
        return json_is_integer(x);
    case V_LIST:
        return list_read(c, j, out, deep);
    case V_FILE:
        break;
    }
    return false;
}

static enum fault fault_named(struct str name)
{
    for (int f = OK + 1; f < FAULT_COUNT; f++)
        if (str_eq(name, str_of(fault_info((enum fault)f)->name)))
            return (enum fault)f;
    return OK;
}

static bool wrong_read(struct ctx *c, const json_t *j, struct wrong *w)
{
    struct str arg = text_read(c, json_object_get(j, "arg"));
    const json_t *facts = json_object_get(j, "facts");
    size_t n = json_array_size(facts) / 2;
    *w = (struct wrong){ .fault = fault_named(text_read(c, json_object_get(j, "fault"))) };
    if (!w->fault || n > FACTS_MOST || !val_read(c, json_object_get(j, "got"), &w->got, 0))
        return false;
    w->arg = arg.n ? arg.s : NULL;
    for (size_t i = 0; i < n; i++, w->n_facts++) {
        w->facts[i].name = text_read(c, json_array_get(facts, 2 * i)).s;
        if (!val_read(c, json_array_get(facts, 2 * i + 1), &w->facts[i].v, 0))
            return false;
    }
    return true;
}

/* One of several that was refused. */
static bool refused_read(struct ctx *c, const json_t *j, struct out *o)
{
    if (!wrong_read(c, j, &c->wrong[0]))
        return false;
    c->n_wrong = 1;
    out_refused(o);
    c->n_wrong = 0;
    return true;
}

struct str refusal_write(struct ctx *c)
{
    struct buf b = { .a = c->mem };
    buf_z_add(&b, "{\"refused\":[");
    for (size_t i = 0; i < c->n_wrong; i++) {
        buf_z_add(&b, i ? "," : "");
        wrong_write(&b, &c->wrong[i]);
    }
    buf_z_add(&b, "]}");
    return buf_str(&b);
}

bool refusal_read(struct ctx *c, struct str body)
{
    json_t *j = json_loadb(body.s ? body.s : "", body.n, 0, NULL);
    const json_t *list = json_object_get(j, "refused");
    bool good = json_array_size(list) > 0;
    c->n_wrong = 0;
    for (size_t i = 0; good && i < json_array_size(list) && i < WRONG_MOST; i++)
        good = wrong_read(c, json_array_get(list, i), &c->wrong[c->n_wrong++]);
    json_decref(j);
    return good;
}

static bool row_read(struct ctx *c, const json_t *j, struct out *o)
{
    size_t width = shape_count(o->shape);
    struct val *v = NEW_N(c->mem, struct val, width + 1);
    if (json_is_object(j))
        return refused_read(c, j, o);
    if (json_array_size(j) != width)
        return false; /* written by a version with another shape */
    for (size_t k = 0; k < width; k++)
        if (!val_read(c, json_array_get(j, k), &v[k], 0))
            return false;
    out_row(o, v, width);
    return true;
}

bool answer_read(struct ctx *c, struct str body, struct out *o)
{
    json_t *j = json_loadb(body.s ? body.s : "", body.n, 0, NULL);
    const json_t *rows = json_object_get(j, "rows"), *said = json_object_get(j, "said");
    bool good = json_is_array(rows) && json_is_array(said);
    o->created = json_is_true(json_object_get(j, "created"));
    o->action = json_integer_value(json_object_get(j, "action"));
    for (size_t i = 0; good && i < json_array_size(rows); i++)
        good = row_read(c, json_array_get(rows, i), o);
    for (size_t i = 0; good && i + 1 < json_array_size(said); i += 2)
        out_say(o, (enum tone)json_integer_value(json_array_get(said, i)),
                text_read(c, json_array_get(said, i + 1)));
    json_decref(j);
    return good;
}
