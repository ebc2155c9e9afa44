/* Does every operation have its sentences? The build stops where op.NAME.help, an argument's name
 * or a column's heading is missing, or where a sentence speaks of a fact that its operation never
 * gives. (That each key is there in Dutch and in English is po2c's work.) */
#include "ops/op.h"
#include "text/piece.h"
#include "text/tables.h"
#include "text/text.h"

static int bad;

static void wrong(const char *what, const char *name)
{
    fprintf(stderr, "text/nl.po: %s: %s\n", what, name);
    bad++;
}

static void arg_check(struct arena *a, const struct op *op, const struct arg *arg)
{
    struct buf own = { .a = a };
    buf_printf(&own, "arg.%s.%s", op->cmd, arg->name);
    for (size_t i = 0; i < own.n; i++)
        if (own.s[i] == ' ')
            own.s[i] = '.';
    struct str common = str_printf(a, "arg.%s", arg->name);
    if (text_find(buf_str(&own)) < 0 && text_find(common) < 0)
        wrong(op->cmd, common.s);
}

static void shape_check(struct arena *a, const struct op *op)
{
    for (size_t i = 0; i < shape_count(op->answer); i++) {
        struct str name = str_printf(a, "field.%s", op->answer->f[i].key);
        if (op->answer->f[i].kind != FK_HIDDEN && text_find(name) < 0)
            wrong(op->cmd, name.s);
    }
}

static bool is_field(const struct op *op, struct str name)
{
    for (size_t i = 0; i < shape_count(op->answer); i++)
        if (str_eq(name, str_of(op->answer->f[i].key)))
            return true;
    return false;
}

/* op.NAME.done is filled from the fields of a row; the others have no facts at all. */
static void facts_check(struct arena *a, const struct op *op, const char *what, bool fields)
{
    int key = op_text(op, what);
    for (int lang = 0; key >= 0 && lang < lang_count(); lang++) {
        uint32_t at = text_index[lang * TEXT_COUNT + key];
        const struct text_sentence *s = &text_sentences[at];
        for (unsigned i = 0; at && i < s->n; i++) {
            const struct text_piece *p = &text_pieces[s->piece + i];
            struct str name = { text_pool + p->at, p->n };
            if (p->is != PIECE_TEXT && !(fields && is_field(op, name)))
                wrong(str_printf(a, "%s.%s speaks of", op->cmd, what).s, str_z(a, name));
        }
    }
}

/* Two operations with one name, or with one method and path, would hide each other. */
static void twice_check(const struct op *op, size_t n)
{
    for (size_t k = 0; k < n; k++) {
        const struct op *other = op_at(k);
        if (!strcmp(op->cmd, other->cmd) ||
            (op->alias && other->alias && !strcmp(op->alias, other->alias)))
            wrong("a command twice", op->cmd);
        if (op->path && other->path && op->verb == other->verb && !strcmp(op->path, other->path))
            wrong("a path twice", op->path);
    }
}

int main(void)
{
    struct arena a = { 0 };
    const struct op *op;
    const struct arg *arg;
    for (size_t n = 0; (op = op_at(n)); n++) {
        if (op_text(op, "help") < 0)
            wrong("no op.*.help", op->cmd);
        for (size_t i = 0; (arg = op_arg_at(op, i)); i++)
            arg_check(&a, op, arg);
        shape_check(&a, op);
        facts_check(&a, op, "help", false);
        facts_check(&a, op, "more", false);
        facts_check(&a, op, "none", false);
        facts_check(&a, op, "done", true);
        twice_check(op, n);
    }
    arena_free(&a);
    return bad ? 65 : 0;
}
