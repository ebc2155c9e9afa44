/* See look.h. */
#include "ops/look.h"

#include "ops/answer.h"
#include "ops/word.h"
#include "text/text.h"

static const char *const types[] = {
    [LOOK_TEXT] = "text/plain; charset=utf-8",
    [LOOK_JSON] = "application/json",
    [LOOK_CSV] = "text/csv; charset=utf-8",
    [LOOK_PLAIN] = "text/tab-separated-values; charset=utf-8",
    [LOOK_WHOLE] = "application/vnd.kist+json",
};

const char *look_type(enum look l)
{
    return types[l];
}

enum look look_accept(struct str header)
{
    for (struct str word; str_next(&header, ',', &word);) {
        struct str type = { 0 };
        str_next(&word, ';', &type);
        type = str_trim(type);
        if (str_eq_nocase(type, S("text/plain")))
            return LOOK_TEXT;
        if (str_eq_nocase(type, S("text/csv")))
            return LOOK_CSV;
        if (str_eq_nocase(type, S("text/tab-separated-values")))
            return LOOK_PLAIN;
        if (str_eq_nocase(type, S("application/json")))
            return LOOK_JSON;
        if (str_eq_nocase(type, str_of(types[LOOK_WHOLE])))
            return LOOK_WHOLE;
    }
    return LOOK_JSON;
}

bool field_shown(const struct field *f)
{
    return f->kind != FK_HIDDEN;
}

struct str field_text(struct ctx *c, const struct field *f)
{
    char name[80];
    int n = snprintf(name, sizeof name, "field.%s", f->key);
    int key = n > 0 && (size_t)n < sizeof name ? text_find((struct str){ name, (size_t)n }) : -1;
    return key < 0 ? str_of(f->key) : text_plain(c->lang, (enum text_key)key);
}

static void list_text(struct buf *b, struct ctx *c, const struct list *l)
{
    size_t width = l->shape ? shape_count(l->shape) : 1;
    static const struct field any = { "", FK_TEXT };
    bool begun = false;
    for (size_t i = 0; i < l->n * width; i++) {
        const struct field *f = l->shape ? &l->shape->f[i % width] : &any;
        size_t was = b->n;
        if (!field_shown(f) || val_is_none(l->at[i]))
            continue;
        if (begun)
            buf_z_add(b, i % width ? " " : ", ");
        size_t cell = b->n;
        cell_text(b, c, f, l->at[i]);
        begun |= b->n > cell;
        if (b->n == cell)
            b->n = was;
    }
}

void cell_text(struct buf *b, struct ctx *c, const struct field *f, struct val v)
{
    if (word_text(b, c, f->kind, v))
        return;
    if (v.is == V_STR) {
        buf_add(b, str_shown(b->a, v.s));
    } else if (v.is == V_DAY) {
        text_day_short(b, c->lang, v.d);
        if (day_ymd(v.d).y != day_ymd(c->today).y)
            buf_printf(b, " %d", day_ymd(v.d).y);
    } else if (v.is == V_TIME) {
        cell_text(b, c, f, val_day(day_at(v.i)));
        buf_char(b, ' ');
        text_clock(b, c->lang, minute_at(v.i));
    } else if (v.is == V_LIST) {
        list_text(b, c, v.list);
    } else {
        text_val(b, c->lang, c->today, v);
    }
}

static void refuse(const struct out *o, enum fault f, const struct view *v, struct shown *s)
{
    struct ctx *c = o->c;
    s->status = fault_info(f)->status;
    s->exit = fault_info(f)->exit;
    s->type = types[v->look == LOOK_JSON || v->look == LOOK_WHOLE ? v->look : LOOK_TEXT];
    if (v->look == LOOK_WHOLE)
        buf_add(&s->data, refusal_write(c));
    else if (v->look == LOOK_JSON)
        json_refusal(&s->data, c);
    for (size_t i = 0; i < c->n_wrong; i++)
        text_said(&s->talk, c, v, TONE_NO, text_fault(c, &c->wrong[i]));
}

/* An empty list is a "no" to a script, and a friendly sentence to a person. */
static void nothing(const struct out *o, const struct view *v, struct shown *s)
{
    int key = op_text(o->op, "none");
    s->exit = 1;
    if (!v->quiet && !o->n_said)
        text_said(&s->talk, o->c, v, TONE_NONE,
                  text_plain(o->c->lang, key < 0 ? T_LIST_NONE : (enum text_key)key));
}

static bool visible(const struct out *o)
{
    for (size_t k = 0; k < shape_count(o->shape); k++)
        if (field_shown(&o->shape->f[k]))
            return o->n_rows > o->n_refused;
    return false;
}

/* For people: a table of what there is, or what was said about what was done. */
static void text_look(const struct out *o, const struct view *v, struct shown *s)
{
    bool rows = visible(o) && o->ended != FAULT_ROWS_BAD &&
                (o->op->verb == GET || o->op->flags & OP_TABLE || !o->n_said);
    bool aside = rows && o->op->verb == GET;
    for (size_t i = 0; i < o->n_said; i++) {
        bool no = o->said[i].tone == TONE_NO && o->op->verb == POST;
        if (!v->quiet || no || !aside)
            text_said(aside || no ? &s->talk : &s->data, o->c, v, o->said[i].tone, o->said[i].text);
    }
    if (rows)
        text_rows(&s->data, o, v);
}

static void talk_only(const struct out *o, const struct view *v, struct shown *s)
{
    for (size_t i = 0; !v->quiet && i < o->n_said; i++)
        if (o->said[i].tone >= TONE_LOOK)
            text_said(&s->talk, o->c, v, o->said[i].tone, o->said[i].text);
}

static void file_look(const struct out *o, const struct view *v, struct shown *s)
{
    s->data = *o->file;
    s->type = o->file_type;
    for (size_t i = 0; !v->quiet && i < o->n_said; i++)
        text_said(&s->talk, o->c, v, o->said[i].tone, o->said[i].text);
}

static void rows_look(const struct out *o, const struct view *v, struct shown *s)
{
    s->type = types[v->look];
    if (v->look == LOOK_TEXT) {
        text_look(o, v, s);
        return;
    }
    if (v->look == LOOK_WHOLE) {
        buf_add(&s->data, answer_write(o));
        return;
    }
    if (v->look == LOOK_JSON)
        json_rows(&s->data, o);
    else if (v->look == LOOK_CSV)
        csv_rows(&s->data, o);
    else
        plain_rows(&s->data, o);
    talk_only(o, v, s);
}

void look_show(const struct out *o, enum fault f, const struct view *v, struct shown *s)
{
    *s = (struct shown){ .data = { .a = o->c->mem }, .talk = { .a = o->c->mem }, .status = 200 };
    if (f) {
        refuse(o, f, v, s);
        return;
    }
    if (o->file)
        file_look(o, v, s);
    else
        rows_look(o, v, s);
    for (size_t i = 0; i < o->n_rows; i++)
        if (!o->rows[i].v)
            text_said(&s->talk, o->c, v, TONE_NO, text_fault(o->c, &o->rows[i].wrong));
    s->status = o->n_refused ? 207 : o->created && !o->c->dry_run ? 201 : 200;
    if (o->list && !o->n_rows && !o->file && o->op->verb == GET)
        nothing(o, v, s);
    if (o->n_refused)
        s->exit = 77;
    if (o->ended)
        s->exit = fault_info(o->ended)->exit;
    if (o->ended == FAULT_ROWS_BAD)
        s->status = fault_info(o->ended)->status;
}
