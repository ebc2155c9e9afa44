/* See help.h: help for people at a terminal. */
#include "ops/help.h"

#include "text/text.h"

enum { COLUMN = 26, NARROW = 60, WIDE = 100, HOLD = '~' /* in no usage */ };

static const char *const metas[] = {
    [K_TEXT] = "TEXT", [K_LONG] = "TEXT", [K_INT] = "N", [K_MONEY] = "EUR", [K_DAY] = "DAY",
    [K_TIME] = "TIME", [K_YES] = "yes|no", [K_TOOL] = "TOOL", [K_MEMBER] = "MEMBER",
    [K_BRANCH] = "BRANCH", [K_MODEL] = "MODEL", [K_CATEGORY] = "CATEGORY", [K_PLAN] = "PLAN",
    [K_LOAN] = "N", [K_PHONE] = "PHONE", [K_EMAIL] = "ADDRESS", [K_POSTCODE] = "POSTCODE",
    [K_PIN] = "PIN", [K_INITIALS] = "INITIALS", [K_LANG] = "LANG", [K_URL] = "URL",
    [K_FILE] = "FILE", [K_PHOTO] = "FILE", [K_PATH] = "FILE",
};

/* By place a general word says less than the argument's own name: NAME, WORDS. */
static bool vague(enum kind k)
{
    return k == K_TEXT || k == K_LONG || k == K_INT || k == K_YES;
}

void help_meta(struct buf *b, const struct arg *a)
{
    if (a->kind == K_CHOICE) {
        buf_z_add(b, a->choices);
    } else if (a->flags & ARG_PLACE && vague(a->kind)) {
        for (const char *p = a->name; *p; p++)
            buf_char(b, *p == '_' ? '-' : *p >= 'a' && *p <= 'z' ? (char)(*p - 'a' + 'A') : *p);
    } else {
        buf_z_add(b, metas[a->kind]);
    }
    buf_z_add(b, a->flags & (ARG_MANY | ARG_WORDS) && a->flags & ARG_PLACE ? "..." : "");
}

void help_option(struct buf *b, const struct arg *a)
{
    buf_z_add(b, "--");
    for (const char *p = a->name; *p; p++)
        buf_char(b, *p == '_' ? '-' : *p);
}

struct str op_group(const struct op *op)
{
    struct str rest = str_of(op->cmd), word = { 0 };
    str_next(&rest, ' ', &word);
    return word;
}

/* "--until DAY", "TOOL..." */
static void arg_add(struct buf *b, const struct arg *a)
{
    if (a->flags & ARG_PLACE) {
        help_meta(b, a);
        return;
    }
    help_option(b, a);
    if (a->kind == K_YES)
        return;
    buf_char(b, ' ');
    help_meta(b, a);
}

void help_usage(struct buf *b, const struct op *op)
{
    const struct arg *a;
    buf_z_add(b, op->cmd);
    for (int place = 1; place >= 0; place--)
        for (size_t i = 0; (a = op_arg_at(op, i)); i++) {
            bool need = a->flags & ARG_NEED, many = a->flags & ARG_MANY && !(a->flags & ARG_PLACE);
            if (!!(a->flags & ARG_PLACE) != place)
                continue;
            buf_z_add(b, need ? " " : " [");
            arg_add(b, a);
            buf_z_add(b, need ? "" : "]");
            buf_z_add(b, many ? "..." : "");
        }
    if (op->flags & OP_FILE)
        buf_z_add(b, " [-o FILE]");
}

static void blanks(struct buf *b, int n)
{
    while (n-- > 0)
        buf_char(b, ' ');
}

/* Words from column `at`, wrapped below `indent`. */
static void wrapped(struct buf *b, struct str text, int at, int indent, int width)
{
    bool first = true;
    width = !width || width > WIDE ? WIDE : width;
    for (struct str word; str_next(&text, ' ', &word); first = false) {
        int w = str_width(word);
        if (!first && at + 1 + w > width) {
            buf_char(b, '\n');
            blanks(b, indent);
            at = indent;
        } else if (!first) {
            buf_char(b, ' ');
            at++;
        }
        buf_add(b, word);
        at += w;
    }
    buf_char(b, '\n');
}

/* A name at the left, its explanation at the right, or below where there is no room. */
static void line_add(struct buf *b, struct str name, struct str text, int width)
{
    int w = str_width(name), column = width && width < NARROW ? 6 : COLUMN;
    buf_z_add(b, "  ");
    buf_add(b, name);
    if (w + 4 > column)
        buf_char(b, '\n');
    blanks(b, column - (w + 4 > column ? 0 : w + 2));
    wrapped(b, text, column, column, width);
}

static void arg_line(struct buf *b, struct ctx *c, const struct arg *a, int width)
{
    struct buf name = { .a = c->mem };
    arg_add(&name, a);
    struct str what = text_arg(c, a->name);
    line_add(b, buf_str(&name), a->flags & ARG_SECRET
             ? text(c, T_HELP_SECRET, FACTS(F("what", val_str(what)))) : what, width);
}

static struct str text_of(struct ctx *c, const struct op *op, const char *what)
{
    int key = op_text(op, what);
    return key < 0 ? (struct str){ 0 } : text_plain(c->lang, (enum text_key)key);
}

/* What stands in brackets stays on one line. */
static void brackets_hold(struct buf *b)
{
    int deep = 0;
    for (size_t i = 0; i < b->n; i++) {
        deep += b->s[i] == '[' ? 1 : b->s[i] == ']' ? -1 : 0;
        if (deep && b->s[i] == ' ')
            b->s[i] = HOLD;
    }
}

void help_op(struct buf *b, struct ctx *c, const struct op *op, int width)
{
    struct buf usage = { .a = c->mem };
    const struct arg *a;
    c->op = op->cmd; /* an argument may have another name here */
    buf_z_add(&usage, "kist ");
    help_usage(&usage, op);
    brackets_hold(&usage);
    size_t from = b->n;
    wrapped(b, buf_str(&usage), 0, 4, width);
    for (size_t i = from; i < b->n; i++)
        b->s[i] = b->s[i] == HOLD ? ' ' : b->s[i];
    buf_char(b, '\n');
    wrapped(b, text_of(c, op, "help"), 0, 0, width);
    struct str more = text_of(c, op, "more"), line;
    while (str_next(&more, '\n', &line))
        wrapped(b, line, 0, 0, width);
    buf_char(b, '\n');
    for (size_t i = 0; (a = op_arg_at(op, i)); i++)
        arg_line(b, c, a, width);
    if (op->flags & OP_FILE)
        line_add(b, S("-o FILE"), text_plain(c->lang, T_HELP_OUTPUT), width);
    if (op->alias)
        line_add(b, text_plain(c->lang, T_HELP_ALIAS), str_printf(c->mem, "kist %s", op->alias),
                 width);
    if (op->path && !(op->flags & OP_LOCAL))
        line_add(b, S("HTTP"), str_printf(c->mem, "%s /api/v1%s", op->verb == GET ? "GET" : "POST",
                                          op->path), width);
}

static void command_line(struct buf *b, struct ctx *c, const struct op *op, int width)
{
    struct str name = op->alias ? str_printf(c->mem, "%s (%s)", op->cmd, op->alias)
                                : str_of(op->cmd);
    line_add(b, name, text_of(c, op, "help"), width);
}

/* All commands that begin with the word of the i-th, when that is the first of them. */
static void group_lines(struct buf *b, struct ctx *c, size_t i, bool *several, int width)
{
    const struct op *first = op_at(i), *op;
    struct buf lines = { .a = c->mem };
    size_t n = 0;
    for (size_t k = 0; k < i; k++)
        if (str_eq(op_group(op_at(k)), op_group(first)))
            return;
    for (size_t k = i; (op = op_at(k)); k++)
        if (str_eq(op_group(op), op_group(first))) {
            command_line(&lines, c, op, width);
            n++;
        }
    if (i && (*several || n > 1)) /* several stand apart */
        buf_char(b, '\n');
    *several = n > 1;
    buf_add(b, buf_str(&lines));
}

void help_all(struct buf *b, struct ctx *c, struct str word, int width)
{
    const struct op *op;
    bool several = false;
    if (!word.n) {
        wrapped(b, text_plain(c->lang, T_HELP_USAGE), 0, 4, width);
        buf_char(b, '\n');
    }
    for (size_t i = 0; (op = op_at(i)); i++) {
        if (!word.n)
            group_lines(b, c, i, &several, width);
        else if (str_eq(op_group(op), word))
            command_line(b, c, op, width);
    }
    buf_char(b, '\n');
    wrapped(b, text_plain(c->lang, T_HELP_MORE), 0, 0, width);
}
