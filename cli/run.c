/* One run of the command line, from argv to the exit code. */
#include "cli/cli.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/random.h"
#include "labels/job.h"
#include "photo/clean.h"
#include "ops/help.h"
#include "text/text.h"

enum { MEMORY = 512 << 20, WIDTH_LEAST = 40 };

static int64_t clock_now(const struct world *w)
{
    const struct cli *k = w->self;
    return k->fixed_now ? k->fixed_now : (int64_t)time(NULL);
}

/* The language: said, of the locale, else (-1) the library's own. */
static int lang_of(const struct cli *k)
{
    const char *names[] = { k->lang, getenv("KIST_LANG"), k->conf.lang, getenv("LC_ALL"),
                            getenv("LC_MESSAGES"), getenv("LANG") };
    for (size_t i = 0; i < COUNT(names); i++) {
        int lang = names[i] && *names[i] ? lang_find(str_of(names[i])) : -1;
        if (lang >= 0)
            return lang;
    }
    return -1;
}

static void view_set(struct cli *k)
{
    struct winsize w;
    const char *term = getenv("TERM"), *no = getenv("NO_COLOR"), *columns = getenv("COLUMNS");
    int64_t n;
    if (!isatty(STDOUT_FILENO))
        return;
    k->view.colour = !(no && *no) && term && strcmp(term, "dumb") && isatty(STDERR_FILENO);
    if (columns && str_int(str_of(columns), &n) && n >= WIDTH_LEAST && n < 1000)
        k->view.width = (int)n;
    else if (!ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) && w.ws_col >= WIDTH_LEAST)
        k->view.width = w.ws_col;
}

/* Becomes kist-full, which stands beside this program and understands the same words. */
static enum fault become_full(struct cli *k)
{
    char path[4096];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path - sizeof "kist-full");
    while (n > 0 && path[n - 1] != '/')
        n--;
    if (n > 0) {
        snprintf(path + n, sizeof path - (size_t)n, "kist-full");
        execv(path, k->argv);
    }
    return fail(&k->c, FAULT_HELPER, NULL, val_z("kist-full"));
}

/* What the configuration says where the command line did not. */
static enum fault configured(struct cli *k)
{
    struct str why = { 0 };
    const char *as = getenv("KIST_AS"), *branch = getenv("KIST_BRANCH"), *now = getenv("KIST_NOW");
    enum fault f = conf_read(k->config, &k->conf, &k->mem, &why);
    if (f)
        return fail_facts(&k->c, f, NULL, val_none(), FACTS(F("got", val_str(why))));
    k->as = k->as ? k->as : as && *as ? as : k->conf.initials;
    k->branch = k->branch ? k->branch : branch && *branch ? branch : k->conf.branch;
    if (now && *now && !instant_parse(str_of(now), &k->fixed_now))
        return fail(&k->c, FAULT_TIME_FORMAT, "KIST_NOW", val_z(now));
    if (k->lang && lang_find(str_of(k->lang)) < 0)
        return fail(&k->c, FAULT_CHOICE_UNKNOWN, "lang", val_z(k->lang));
    return OK;
}

/* Opens the files that were named; - is stdin. */
static enum fault files_open(struct cli *k)
{
    enum fault first = OK;
    for (size_t i = 0; i < k->req.n; i++) {
        struct stat st;
        struct given *g = &k->at[i];
        const struct arg *a = op_arg(k->op, g->name);
        if (!a || (a->kind != K_FILE && a->kind != K_PHOTO))
            continue;
        bool in = str_eq(g->value, S("-"));
        int fd = in ? STDIN_FILENO : open(str_z(&k->mem, g->value), O_RDONLY | O_CLOEXEC);
        bool folder = fd >= 0 && !fstat(fd, &st) && S_ISDIR(st.st_mode);
        enum fault f =
            fd < 0 || folder ? fail(&k->c, FAULT_FILE_MISSING, a->name, val_str(g->value)) : OK;
        first = first ? first : f;
        struct file *file = NEW(&k->mem, struct file);
        *file = (struct file){ .fd = fd, .name = g->value };
        g->file = f ? NULL : file;
    }
    return first;
}

/* The ending of -o's file, in lower case; "" for none. */
static struct str ending_of(struct cli *k)
{
    const char *dot = k->output ? strrchr(k->output, '.') : NULL;
    return !dot || strchr(dot, '/') ? (struct str){ 0 } : str_lower(&k->mem, str_of(dot + 1));
}

static bool format_given(const struct cli *k)
{
    for (size_t i = 0; i < k->req.n; i++)
        if (str_eq(k->at[i].name, S("format")))
            return true;
    return false;
}

/* What is written to a file named .csv or .json looks like that. A form we do not have is refused:
 * a table of words in FILE.xlsx opens nowhere. */
static enum fault look_of_ending(struct cli *k, struct str ending)
{
    if (str_eq(ending, S("csv")))
        k->view.look = LOOK_CSV;
    else if (str_eq(ending, S("json")))
        k->view.look = LOOK_JSON;
    else if (ending.n && !str_eq(ending, S("txt")) && k->op->verb == GET)
        return fail_facts(&k->c, FAULT_CHOICE_UNKNOWN, "output", val_z(k->output),
                          FACTS(F("choices", val_z(".csv, .json, .txt"))));
    return OK;
}

/* The ending of -o's file says the form, where nothing else does. */
static enum fault format_of_output(struct cli *k)
{
    struct str ending = ending_of(k);
    if (!(k->op->flags & OP_FILE))
        return k->view.look == LOOK_TEXT ? look_of_ending(k, ending) : OK;
    if (op_arg(k->op, S("format")) && ending.n && !format_given(k) && k->req.n < GIVEN_MOST)
        k->at[k->req.n++] = (struct given){ .name = S("format"), .value = ending };
    return OK;
}

static void took(struct cli *k, const struct where *w)
{
    if (!k->verbose)
        return;
    int lang = k->c.lang < 0 ? LANG_nl : k->c.lang;
    struct buf b = { .a = &k->mem };
    enum text_key key = w->at == AT_FILE ? T_CLI_TOOK_FILE
                      : w->at == AT_SOCKET ? T_CLI_TOOK_SOCKET : T_CLI_TOOK_SERVER;
    const char *name = w->at == AT_FILE ? w->path : w->at == AT_SOCKET ? w->socket : w->url;
    text_add(&b, lang, DAY_NONE, key,
             FACTS(F("name", val_str(str_shown(&k->mem, str_of(name))))));
    buf_char(&b, '\n');
    write_all(STDERR_FILENO, buf_str(&b));
}

/* A short write goes to the daemon of the same file, while one runs; so does everything where the
 * file is not ours to open. */
static bool forwarded(struct cli *k, struct where *w)
{
    const struct op *op = k->op;
    bool may = op->path && !(op->flags & (OP_LONG | OP_LOCAL | OP_NO_DB | OP_FULL));
    if (w->at != AT_FILE)
        return true;
    return may && (op->verb == POST || (access(w->path, R_OK) && !access(w->path, F_OK))) &&
           where_socket(k, w->path, w);
}

static enum fault run_there(struct cli *k, struct where *w, struct shown *s)
{
    bool other = false;
    if (w->at == AT_SERVER && !k->world.wire)
        return become_full(k);
    if (!(k->op->flags & OP_NO_DB) && forwarded(k, w)) {
        if (!k->op->path || k->op->flags & OP_LOCAL)
            return fail(&k->c, FAULT_NOT_HERE, NULL, val_none());
        took(k, w);
        enum fault f = remote_run(k, w, s, &other);
        if (f || !other)
            return f;
        if (!*w->path)
            return fail(&k->c, FAULT_NO_SERVER, NULL, val_z(w->socket));
    }
    w->at = AT_FILE;
    took(k, w);
    return local_run(k, w, s);
}

enum fault cli_ask(struct cli *k, struct shown *s)
{
    struct where w;
    enum fault f = where_find(k, &w);
    return f ? f : run_there(k, &w, s);
}

static enum fault run(struct cli *k, struct shown *s)
{
    enum fault f = files_open(k);
    if (!f)
        f = format_of_output(k);
    if (f)
        return f;
    if (k->op->flags & OP_FULL && !k->world.wire)
        return become_full(k);
    cli_secrets(k);
    return k->op->run ? cli_ask(k, s) : program_counter(k, s);
}

/* Help and version answer before anything else is looked at. */
static bool helped(struct cli *k, struct shown *s)
{
    struct buf *b = &s->data;
    int said = k->c.lang;
    k->c.lang = said < 0 ? LANG_nl : said;
    if (k->version) {
        buf_z_add(b, "kist " KIST_VERSION "\n");
    } else if (k->help && k->op) {
        help_op(b, &k->c, k->op, k->view.width);
    } else if (k->help) {
        help_all(b, &k->c, k->words, k->view.width);
    } else if (!k->op) { /* nothing was said at all */
        help_all(&s->talk, &k->c, (struct str){ 0 }, k->view.width);
        s->exit = 64;
    } else {
        k->c.lang = said;
        return false;
    }
    return true;
}

int cli_run(struct cli *k, char **argv)
{
    k->argv = argv;
    k->mem.limit = MEMORY;
    k->world = (struct world){ .self = k, .now = clock_now, .random = random_kernel, .draw = job_draw,
                               .photo = photo_clean,
                               .wire = program_wire(), .conf = &k->conf };
    /* No ctx_make: the civil day is known once the library has told its zone. */
    k->c = (struct ctx){ .mem = &k->mem, .world = &k->world };
    struct shown s = { .data = { .a = &k->mem }, .talk = { .a = &k->mem } };
    struct out o = { .c = &k->c };
    enum fault f = cli_args(k);
    view_set(k);
    enum fault g = configured(k);
    f = f ? f : g;
    k->c.lang = lang_of(k);
    if (f || !helped(k, &s)) {
        k->c.now = clock_now(&k->world);
        f = f ? f : run(k, &s);
    }
    if (f && !s.exit) { /* it did not come as far as an answer */
        k->c.lang = k->c.lang < 0 ? LANG_nl : k->c.lang;
        look_show(&o, f, &k->view, &s);
    }
    int code = cli_show(k, &s);
    arena_free(&k->mem);
    return code;
}
