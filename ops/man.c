/* Manual pages in mdoc(7), written from the table: `kist man` for the program, `kist man loan` for
 * the commands that begin with that word. */
#include "ops/help.h"

#include "text/text.h"

/* Text in mdoc: a dot or quote that begins a line would be a request, a backslash an escape. */
static void mdoc_text(struct buf *b, struct str x)
{
    for (size_t i = 0; i < x.n; i++) {
        bool begins = !i || x.s[i - 1] == '\n';
        if (begins && (x.s[i] == '.' || x.s[i] == '\''))
            buf_z_add(b, "\\&");
        if (x.s[i] == '\\')
            buf_z_add(b, "\\e");
        else if (x.s[i] == '-')
            buf_z_add(b, "\\-");
        else
            buf_char(b, x.s[i]);
    }
}

/* A word as an argument of a macro: quoted, so that it is never taken for another macro. */
static void mdoc_word(struct buf *b, struct str x)
{
    buf_z_add(b, " \"");
    for (size_t i = 0; i < x.n; i++) {
        if (x.s[i] == '"')
            buf_z_add(b, "\\(dq");
        else if (x.s[i] == '\\')
            buf_z_add(b, "\\e");
        else
            buf_char(b, x.s[i]);
    }
    buf_char(b, '"');
}

/* Each sentence begins a line (mdoc's own style). */
static void paragraph(struct buf *b, struct str text)
{
    for (struct str line; str_next(&text, '\n', &line);) {
        size_t from = 0;
        for (size_t i = 0; i + 1 < line.n; i++)
            if (line.s[i] == '.' && line.s[i + 1] == ' ') {
                mdoc_text(b, (struct str){ line.s + from, i + 1 - from });
                buf_char(b, '\n');
                from = i + 2;
            }
        mdoc_text(b, str_from(line, from));
        buf_char(b, '\n');
    }
}

static void head(struct buf *b, struct ctx *c, struct str page, struct str about)
{
    struct buf title = { .a = c->mem };
    buf_printf(&title, "KIST%s%.*s", page.n ? "-" : "", STR(str_upper(c->mem, page)));
    buf_z_add(b, ".\\\" Written by `kist man`. Do not edit.\n.Dd November 24, 2026\n");
    buf_printf(b, ".Dt %.*s 1\n.Os kist " KIST_VERSION "\n.Sh NAME\n.Nm kist%s%.*s\n.Nd ",
               STR(buf_str(&title)), page.n ? "-" : "", STR(page));
    mdoc_text(b, about);
    buf_char(b, '\n');
}

static void arg_use(struct buf *b, const struct arg *a)
{
    struct buf meta = { .a = b->a }, option = { .a = b->a };
    help_meta(&meta, a);
    help_option(&option, a);
    buf_z_add(b, a->flags & ARG_NEED ? "." : ".Op ");
    if (a->flags & ARG_PLACE) {
        buf_z_add(b, "Ar");
        mdoc_word(b, buf_str(&meta));
    } else {
        buf_printf(b, "Fl %s", buf_z(&option) + 1);
        if (a->kind != K_YES) {
            buf_z_add(b, " Ar");
            mdoc_word(b, buf_str(&meta));
        }
    }
    buf_char(b, '\n');
}

static void synopsis(struct buf *b, const struct op *op)
{
    const struct arg *a;
    buf_printf(b, ".Nm kist\n.Cm %s\n", op->cmd);
    for (int place = 1; place >= 0; place--)
        for (size_t i = 0; (a = op_arg_at(op, i)); i++)
            if (!!(a->flags & ARG_PLACE) == place)
                arg_use(b, a);
    if (op->flags & OP_FILE)
        buf_z_add(b, ".Op Fl o Ar FILE\n");
}

static struct str text_of(struct ctx *c, const struct op *op, const char *what)
{
    int key = op_text(op, what);
    return key < 0 ? (struct str){ 0 } : text_plain(c->lang, (enum text_key)key);
}

static void arg_item(struct buf *b, struct ctx *c, const struct arg *a)
{
    struct buf meta = { .a = b->a }, option = { .a = b->a };
    help_meta(&meta, a);
    help_option(&option, a);
    buf_z_add(b, ".It ");
    if (a->flags & ARG_PLACE) {
        buf_z_add(b, "Ar");
        mdoc_word(b, buf_str(&meta));
    } else {
        buf_printf(b, "Fl %s", buf_z(&option) + 1);
        if (a->kind != K_YES) {
            buf_z_add(b, " Ar");
            mdoc_word(b, buf_str(&meta));
        }
    }
    buf_char(b, '\n');
    mdoc_text(b, text_arg(c, a->name));
    buf_z_add(b, "\n");
}

static void command(struct buf *b, struct ctx *c, const struct op *op)
{
    c->op = op->cmd;
    buf_printf(b, ".Ss kist %s\n", op->cmd);
    paragraph(b, text_of(c, op, "help"));
    paragraph(b, text_of(c, op, "more"));
    if (op_arg_at(op, 0)) {
        const struct arg *a;
        buf_z_add(b, ".Bl -tag -width Ds\n");
        for (size_t i = 0; (a = op_arg_at(op, i)); i++)
            arg_item(b, c, a);
        buf_z_add(b, ".El\n");
    }
    if (op->alias)
        buf_printf(b, ".Pp\n%.*s\n.Cm kist %s\n", STR(text_plain(c->lang, T_HELP_ALIAS)),
                   op->alias);
    if (op->path && !(op->flags & OP_LOCAL))
        buf_printf(b, ".Pp\nHTTP:\n.Li %s /api/v1%s\n", op->verb == GET ? "GET" : "POST", op->path);
}

static void list_item(struct buf *b, const char *macro, const char *name, struct str text)
{
    buf_printf(b, ".It %s %s\n", macro, name);
    paragraph(b, text);
}

/* Options, surroundings and exit codes that all commands share. */
static void shared(struct buf *b, struct ctx *c)
{
    static const struct {
        const char *name;
        enum text_key text;
    } options[] = {
        { "-db Ar FILE", T_MAN_DB }, { "-server Ar URL", T_MAN_SERVER },
        { "-as Ar INITIALS", T_MAN_AS }, { "-branch Ar NAME", T_MAN_BRANCH },
        { "-lang Ar nl|en", T_MAN_LANG },
        { "-config Ar FILE", T_MAN_CONFIG }, { "-json", T_MAN_JSON }, { "-csv", T_MAN_CSV },
        { "-plain", T_MAN_PLAIN }, { "o Ar FILE", T_HELP_OUTPUT }, { "-quiet", T_MAN_QUIET },
        { "v", T_MAN_VERBOSE },
    }, codes[] = {
        { "0", T_MAN_EXIT_0 },   { "1", T_MAN_EXIT_1 },   { "64", T_MAN_EXIT_64 },
        { "65", T_MAN_EXIT_65 }, { "66", T_MAN_EXIT_66 }, { "69", T_MAN_EXIT_69 },
        { "73", T_MAN_EXIT_73 }, { "74", T_MAN_EXIT_74 }, { "75", T_MAN_EXIT_75 },
        { "77", T_MAN_EXIT_77 }, { "78", T_MAN_EXIT_78 },
    };
    buf_z_add(b, ".Sh OPTIONS\n.Bl -tag -width Ds\n");
    for (size_t i = 0; i < COUNT(options); i++)
        list_item(b, "Fl", options[i].name, text_plain(c->lang, options[i].text));
    buf_z_add(b, ".El\n.Sh ENVIRONMENT\n.Bl -tag -width Ds\n");
    list_item(b, "Ev", "KIST_DB , KIST_SERVER , KIST_AS , KIST_BRANCH , KIST_CONFIG",
              text_plain(c->lang, T_MAN_ENV));
    list_item(b, "Ev", "KIST_TOKEN", text_plain(c->lang, T_MAN_TOKEN));
    list_item(b, "Ev", "KIST_NOW", text_plain(c->lang, T_MAN_NOW));
    list_item(b, "Ev", "NO_COLOR", text_plain(c->lang, T_MAN_NO_COLOR));
    buf_z_add(b, ".El\n.Sh FILES\n.Bl -tag -width Ds\n");
    list_item(b, "Pa", "/etc/kist/kist.conf , $XDG_CONFIG_HOME/kist/kist.conf",
              text_plain(c->lang, T_MAN_FILE_CONFIG));
    list_item(b, "Pa", "/var/lib/kist/kist.db , $XDG_DATA_HOME/kist/kist.db",
              text_plain(c->lang, T_MAN_FILE_DB));
    buf_z_add(b, ".El\n.Sh EXIT STATUS\n.Bl -tag -width Ds\n");
    for (size_t i = 0; i < COUNT(codes); i++)
        list_item(b, "Li", codes[i].name, text_plain(c->lang, codes[i].text));
    buf_z_add(b, ".El\n");
}

static void page_program(struct buf *b, struct ctx *c)
{
    const struct op *op;
    head(b, c, S(""), text_plain(c->lang, T_MAN_ABOUT));
    buf_z_add(b, ".Sh SYNOPSIS\n.Nm kist\n.Op Ar options\n.Ar command\n.Op Ar arguments\n"
                 ".Sh DESCRIPTION\n");
    paragraph(b, text_plain(c->lang, T_MAN_TEXT));
    buf_z_add(b, ".Pp\n");
    paragraph(b, text_plain(c->lang, T_MAN_FIND));
    buf_z_add(b, ".Sh COMMANDS\n.Bl -tag -width Ds\n");
    for (size_t i = 0; (op = op_at(i)); i++)
        list_item(b, "Cm", op->cmd, text_of(c, op, "help"));
    buf_z_add(b, ".El\n");
    shared(b, c);
    buf_z_add(b, ".Sh SEE ALSO\n.Xr kistd 8\n");
}

enum fault man_page(struct buf *b, struct ctx *c, struct str word)
{
    const struct op *op;
    size_t n = 0;
    if (!word.n || str_eq(word, S("kist"))) {
        page_program(b, c);
        return OK;
    }
    for (size_t i = 0; (op = op_at(i)); i++) {
        if (!str_eq(op_group(op), word))
            continue;
        if (!n++) {
            head(b, c, word, text_of(c, op, "help"));
            buf_z_add(b, ".Sh SYNOPSIS\n");
        }
        synopsis(b, op);
    }
    if (!n)
        return fail(c, FAULT_NAME_UNKNOWN, "command", val_str(word));
    buf_z_add(b, ".Sh DESCRIPTION\n");
    for (size_t i = 0; (op = op_at(i)); i++)
        if (str_eq(op_group(op), word))
            command(b, c, op);
    buf_z_add(b, ".Sh SEE ALSO\n.Xr kist 1\n");
    return OK;
}
