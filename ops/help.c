/* See help.h: help for people at a terminal. */
#include "ops/help.h"

#include "text/text.h"

enum { COLUMN = 26, NARROW = 60, WIDE = 100 };

static const char *const metas[] = {
    [K_TEXT] = "TEXT", [K_LONG] = "TEXT", [K_INT] = "N", [K_MONEY] = "EUR", [K_DAY] = "DAY",
    [K_TIME] = "TIME", [K_YES] = "yes|no", [K_TOOL] = "TOOL", [K_MEMBER] = "MEMBER",
    [K_BRANCH] = "BRANCH", [K_MODEL] = "MODEL", [K_CATEGORY] = "CATEGORY", [K_PLAN] = "PLAN",
    [K_LOAN] = "N", [K_PHONE] = "PHONE", [K_EMAIL] = "ADDRESS", [K_POSTCODE] = "POSTCODE",
    [K_PIN] = "PIN", [K_INITIALS] = "INITIALS", [K_LANG] = "LANG", [K_URL] = "URL",
    [K_FILE] = "FILE", [K_PATH] = "FILE",
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
    line_add(b, buf_str(&name), text_arg(c, a->name), width);
}

static struct str text_of(struct ctx *c, const struct op *op, const char *what)
{
    int key = op_text(op, what);
    return key < 0 ? (struct str){ 0 } : text_plain(c->lang, (enum text_key)key);
}

void help_op(struct buf *b, struct ctx *c, const struct op *op, int width)
{
    struct buf usage = { .a = c->mem };
    const struct arg *a;
    c->op = op->cmd; /* an argument may have another name here */
    buf_z_add(&usage, "kist ");
    help_usage(&usage, op);
    wrapped(b, buf_str(&usage), 0, 4, width);
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
        line_add(b, text_plain(c->lang, T_HELP_ALIAS), str_printf(c->mem, "kist %s", op->alias), width);
    if (op->path && !(op->flags & OP_LOCAL))
        line_add(b, S("HTTP"), str_printf(c->mem, "%s /api/v1%s", op->verb == GET ? "GET" : "POST",
                                          op->path), width);
}

void help_all(struct buf *b, struct ctx *c, struct str word, int width)
{
    const struct op *op;
    struct str group = { 0 };
    if (!word.n) {
        wrapped(b, text_plain(c->lang, T_HELP_USAGE), 0, 4, width);
        buf_char(b, '\n');
    }
    for (size_t i = 0; (op = op_at(i)); i++) {
        if (word.n && !str_eq(op_group(op), word))
            continue;
        if (!word.n && group.n && !str_eq(group, op_group(op)) && strchr(op->cmd, ' '))
            buf_char(b, '\n');
        group = op_group(op);
        struct str name = op->alias ? str_printf(c->mem, "%s (%s)", op->cmd, op->alias)
                                    : str_of(op->cmd);
        line_add(b, name, text_of(c, op, "help"), width);
    }
    buf_char(b, '\n');
    wrapped(b, text_plain(c->lang, T_HELP_MORE), 0, 0, width);
}
