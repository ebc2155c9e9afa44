/* The command line into an operation and what is given to it. Options of the program may stand
 * before or after the command; where the command has an argument of that name (`loan list
 * --branch`) it is the command's after it. */
#include "cli/cli.h"

#include "text/text.h"

enum { WORDS_MOST = 3 };

struct reading {
    struct cli *cli;
    char **at;      /* the next word */
    bool closed;    /* after -- nothing is an option */
    size_t n_place; /* words given by place */
    enum fault first;
};

/* Notes a mistake and goes on, so that all are told at once. */
static void wrong(struct reading *r, enum fault f, const char *arg, struct val got,
                  const struct fact *facts, size_t n)
{
    enum fault g = fail_facts(&r->cli->c, f, arg, got, facts, n);
    r->first = r->first ? r->first : g;
}

/* Options of the program that take a value. */
static const char **slot_of(struct cli *k, struct str name)
{
    const struct {
        const char *name;
        const char **slot;
    } slots[] = {
        { "config", &k->config }, { "db", &k->db },         { "server", &k->server },
        { "as", &k->as },         { "branch", &k->branch }, { "lang", &k->lang },
        { "output", &k->output },
    };
    for (size_t i = 0; i < COUNT(slots); i++)
        if (str_eq(name, str_of(slots[i].name)))
            return slots[i].slot;
    return NULL;
}

static bool flag_set(struct cli *k, struct str name)
{
    const struct {
        const char *name;
        enum look look;
        bool *flag;
    } flags[] = {
        { "json", LOOK_JSON, NULL },   { "csv", LOOK_CSV, NULL },
        { "plain", LOOK_PLAIN, NULL }, { "quiet", 0, &k->view.quiet },
        { "verbose", 0, &k->verbose }, { "help", 0, &k->help },
        { "version", 0, &k->version },
    };
    for (size_t i = 0; i < COUNT(flags); i++) {
        if (!str_eq(name, str_of(flags[i].name)))
            continue;
        if (flags[i].flag)
            *flags[i].flag = true;
        else
            k->view.look = flags[i].look;
        return true;
    }
    return false;
}

static void give(struct reading *r, const struct arg *a, struct str value)
{
    struct cli *k = r->cli;
    if (!utf8_valid(value)) {
        wrong(r, FAULT_NOT_TEXT, a->name, val_none(), NULL, 0);
        return;
    }
    if (k->req.n == GIVEN_MOST) {
        wrong(r, FAULT_TOO_BIG, NULL, val_none(), NULL, 0);
        return;
    }
    k->at[k->req.n++] = (struct given){ .name = str_of(a->name), .value = value };
}

/* The next word as the value of an option. */
static bool value_next(struct reading *r, const char *name, struct str *value)
{
    if (!*r->at) {
        wrong(r, FAULT_MISSING, name, val_none(), NULL, 0);
        return false;
    }
    *value = str_of(*r->at++);
    return true;
}

static void unknown_option(struct reading *r, struct str typed, struct str name)
{
    struct str near = r->cli->op ? near_arg(&r->cli->mem, r->cli->op, name) : (struct str){ 0 };
    char *dashed = (char *)(uintptr_t)str_printf(&r->cli->mem, "--%.*s", STR(near)).s;
    for (char *p = dashed; *p; p++)
        *p = *p == '_' ? '-' : *p;
    const char *shown = str_z(&r->cli->mem, str_shown(&r->cli->mem, utf8_upto(typed, 60)));
    const struct fact choices = F("choices", val_z(dashed));
    wrong(r, FAULT_ARG_UNKNOWN, shown, val_none(), &choices, near.n > 0);
}

/* --name, --name value, --name=value. */
static void long_option(struct reading *r, struct str word)
{
    struct cli *k = r->cli;
    struct str value = { 0 }, dashed = { 0 }, rest = str_from(word, 2);
    bool joined = str_has(rest, '=');
    str_next(&rest, '=', &dashed);
    char *name_z = (char *)(uintptr_t)str_copy(&k->mem, dashed).s;
    for (char *p = name_z; *p; p++)
        *p = *p == '-' ? '_' : *p;
    struct str name = { name_z, dashed.n };
    const struct arg *a = k->op ? op_arg(k->op, name) : NULL;
    const char **slot = a ? NULL : slot_of(k, name);
    if (joined)
        value = rest;
    if (a && a->kind == K_YES && !joined)
        give(r, a, S("yes"));
    else if (a && (joined || value_next(r, a->name, &value)))
        give(r, a, value);
    else if (slot && (joined || value_next(r, name_z, &value)))
        *slot = value.s ? value.s : "";
    else if (!a && !slot && (joined || !flag_set(k, name)))
        unknown_option(r, str_upto(word, 2 + dashed.n), name);
}

/* -v, -q, -h, -o FILE, -oFILE. */
static void short_option(struct reading *r, struct str word)
{
    struct cli *k = r->cli;
    struct str value = str_from(word, 2);
    char ch = word.s[1];
    if (ch == 'o') {
        if (value.n || value_next(r, "output", &value))
            k->output = value.s;
    } else if (value.n || !flag_set(k, ch == 'v' ? S("verbose") : ch == 'q' ? S("quiet")
                                     : ch == 'h' ? S("help") : S(""))) {
        unknown_option(r, word, value);
    }
}

/* The argument that the next word by place belongs to; the last one may take all the rest. */
static const struct arg *place_next(const struct op *op, size_t n)
{
    for (const struct arg *a = op->args; a->name; a++) {
        if (!(a->flags & ARG_PLACE))
            continue;
        if (!n || a->flags & (ARG_MANY | ARG_WORDS))
            return a;
        n--;
    }
    return NULL;
}

static void place(struct reading *r, struct str word)
{
    struct cli *k = r->cli;
    const struct arg *a = place_next(k->op, r->n_place++);
    struct given *said = NULL; /* the words so far; an option may stand between them */
    for (size_t i = 0; a && a->flags & ARG_WORDS && i < k->req.n; i++)
        if (str_eq(k->at[i].name, str_of(a->name)))
            said = &k->at[i];
    if (!a)
        unknown_option(r, word, S(""));
    else if (said && utf8_valid(word))
        said->value = str_printf(&k->mem, "%.*s %.*s", STR(said->value), STR(word));
    else
        give(r, a, word);
}

/* The longest run of words that is a command: `loan list` before `loan`. */
static bool command_find(struct reading *r)
{
    struct cli *k = r->cli;
    struct buf name = { .a = &k->mem };
    size_t taken = 0;
    for (size_t n = 0; n < WORDS_MOST && r->at[n] && *r->at[n] != '-'; n++) {
        buf_z_add(&name, n ? " " : "");
        buf_z_add(&name, r->at[n]);
        const struct op *op = op_find(buf_str(&name));
        if (!op)
            continue;
        k->op = op;
        taken = n + 1;
    }
    k->words = buf_str(&name);
    r->at += taken;
    return taken > 0;
}

/* The commands that begin with this word: "loan list, loan show"; empty when none do. */
static struct str group(struct arena *a, struct str word)
{
    struct buf b = { .a = a };
    const struct op *op;
    for (size_t i = 0; word.n && (op = op_at(i)); i++) {
        if (!str_starts(str_of(op->cmd), word) || op->cmd[word.n] != ' ')
            continue;
        buf_z_add(&b, b.n ? ", " : "");
        buf_z_add(&b, op->cmd);
    }
    return buf_str(&b);
}

static void command_unknown(struct reading *r)
{
    struct cli *k = r->cli;
    struct str rest = k->words, word = { 0 };
    str_next(&rest, ' ', &word);
    struct str choices = group(&k->mem, word);
    if (k->help && choices.n) { /* the help of all of them */
        k->words = word;
        return;
    }
    if (!choices.n || rest.n) {
        struct str near = near_command(&k->mem, k->words);
        near = near.n ? near : near_command(&k->mem, word);
        choices = near.n ? near : choices;
    }
    const struct fact fact = F("choices", val_str(choices));
    wrong(r, FAULT_COMMAND_UNKNOWN, NULL, val_str(choices.n && rest.n ? k->words : word), &fact,
          choices.n > 0);
}

/* "-3" is an amount, and refused as one. */
static bool below_zero(struct str word)
{
    return word.s[1] >= '0' && word.s[1] <= '9';
}

enum fault cli_args(struct cli *k)
{
    struct reading r = { .cli = k, .at = k->argv + (k->argv[0] != NULL) };
    k->req.at = k->at;
    k->req.local = true;
    while (*r.at) {
        struct str word = str_of(*r.at);
        bool option = !r.closed && word.n > 1 && *word.s == '-' && !below_zero(word);
        if (!option && !k->op) {
            if (!command_find(&r)) {
                for (char **rest = r.at; *rest; rest++)
                    k->help |= !strcmp(*rest, "--help") || !strcmp(*rest, "-h");
                command_unknown(&r);
                return r.first;
            }
            continue;
        }
        r.at++;
        if (option && str_eq(word, S("--")))
            r.closed = true;
        else if (option && word.s[1] == '-')
            long_option(&r, word);
        else if (option)
            short_option(&r, word);
        else
            place(&r, word);
    }
    k->req.key = (struct str){ 0 };
    return r.first;
}
