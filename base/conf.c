/* See conf.h. The only user of libconfuse. Its parser keeps global state and its callbacks have no
 * argument of ours, hence the one static pointer here. */
#include "base/conf.h"

#include <confuse.h>
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"

static const struct {
    const char *key;
    size_t at;
} texts[] = {
    { "db", offsetof(struct conf, db) },
    { "listen", offsetof(struct conf, listen) },
    { "socket", offsetof(struct conf, socket) },
    { "server", offsetof(struct conf, server) },
    { "token_file", offsetof(struct conf, token_file) },
    { "ca", offsetof(struct conf, ca) },
    { "branch", offsetof(struct conf, branch) },
    { "initials", offsetof(struct conf, initials) },
    { "lang", offsetof(struct conf, lang) },
    { "base_url", offsetof(struct conf, base_url) },
    { "proxy", offsetof(struct conf, proxy) },
    { "tls_cert", offsetof(struct conf, tls_cert) },
    { "tls_key", offsetof(struct conf, tls_key) },
    { "templates", offsetof(struct conf, templates) },
    { "presets", offsetof(struct conf, presets) },
};
/* What each means: docs/kist.conf.example and reminders/load.c. All may be lists, so that
 * every value passes through `note`. */
static const char *const gateway_keys[] = {
    "preset", "kind", "channel", "per_minute", "seconds", "ca", "from", "account", "user",
    "password_file", "token_file", "secret_file", "key_file",
    "url", "method", "type", "header", "basic", "body", "alphabet_gsm", "alphabet_unicode",
    "ok", "retry", "id", "error",
    "tls", "envelope", "helo", "command", "folder",
    "answers", "hook_file", "in_from", "in_text", "in_id",
    "report_id", "report_ref", "report_status", "report_ok", "report_bad",
};
static const char *const printer_keys[] = { "to", "sheet", "dpi" };
enum { FILE_MOST = 1 << 20 };

struct noted {
    cfg_t *section;
    struct conf_entry entry;
    struct noted *next;
};
static struct reading {
    struct arena *mem;
    struct str why; /* the first complaint */
    struct noted *first, **last;
    int log_level;
} *reading;

static void complain(cfg_t *cfg, const char *fmt, va_list ap) PRINTF(2, 0);
static void complain(cfg_t *cfg, const char *fmt, va_list ap)
{
    char text[400];
    if (reading->why.n)
        return;
    vsnprintf(text, sizeof text, fmt, ap);
    struct str clean = str_shown(reading->mem, str_of(text));
    reading->why = str_printf(reading->mem, "%s:%d: %.*s", cfg->filename ? cfg->filename : "?",
                              cfg->line, STR(clean));
}

/* A value of a section, with its line: libconfuse itself keeps none. */
static int note(cfg_t *cfg, cfg_opt_t *opt, const char *value, void *result)
{
    struct noted *n = NEW(reading->mem, struct noted);
    n->section = cfg;
    n->entry.key = str_z(reading->mem, str_of(opt->name));
    n->entry.value = str_z(reading->mem, str_of(value));
    n->entry.file = str_z(reading->mem, str_of(cfg->filename));
    n->entry.line = cfg->line;
    *reading->last = n;
    reading->last = &n->next;
    *(const char **)result = value;
    return 0;
}

static int note_level(cfg_t *cfg, cfg_opt_t *opt, const char *value, void *result)
{
    static const struct {
        const char *name;
        int level;
    } levels[] = {
        { "error", LOG_ERROR },
        { "warning", LOG_WARNING },
        { "info", LOG_INFO },
        { "debug", LOG_DEBUG },
    };
    *(const char **)result = value;
    for (size_t i = 0; i < COUNT(levels); i++)
        if (!strcmp(levels[i].name, value)) {
            reading->log_level = levels[i].level;
            return 0;
        }
    cfg_error(cfg, "%s is error, warning, info or debug", opt->name);
    return -1;
}

static bool parse(cfg_t *cfg, const char *path)
{
    struct stat st;
    int done = stat(path, &st) ? CFG_FILE_ERROR : CFG_SUCCESS;
    /* A folder ends the scanner of libconfuse 3.3 with exit(2); so does a read error. */
    if (!done && !S_ISREG(st.st_mode)) {
        errno = EISDIR;
        done = CFG_FILE_ERROR;
    } else if (!done && st.st_size > FILE_MOST) {
        errno = EFBIG;
        done = CFG_FILE_ERROR;
    }
    if (!done)
        done = cfg_parse(cfg, path);
    if (done == CFG_FILE_ERROR && !reading->why.n)
        reading->why = str_printf(reading->mem, "%s: %s", path, strerror(errno));
    return done == CFG_SUCCESS;
}

static struct conf_section section_of(cfg_t *cfg)
{
    struct conf_section s = { .line = (int)cfg->line };
    s.name = str_z(reading->mem, str_of(cfg_title(cfg)));
    s.file = str_z(reading->mem, str_of(cfg->filename));
    for (const struct noted *n = reading->first; n; n = n->next)
        s.n += n->section == cfg;
    struct conf_entry *at = NEW_N(reading->mem, struct conf_entry, s.n);
    size_t i = 0;
    for (const struct noted *n = reading->first; n; n = n->next)
        if (n->section == cfg)
            at[i++] = n->entry;
    s.at = at;
    if (i)
        s.line = at[0].line;
    return s;
}

static void section_opts(cfg_opt_t *opts, const char *const *keys, size_t n)
{
    for (size_t i = 0; i < n; i++)
        opts[i] = (cfg_opt_t)CFG_STR_LIST_CB(keys[i], NULL, CFGF_NODEFAULT, note);
    opts[n] = (cfg_opt_t)CFG_END();
}

static const struct conf_section *sections_of(cfg_t *cfg, const char *kind, size_t *n)
{
    *n = cfg_size(cfg, kind);
    struct conf_section *at = NEW_N(reading->mem, struct conf_section, *n);
    for (unsigned i = 0; i < *n; i++)
        at[i] = section_of(cfg_getnsec(cfg, kind, i));
    return at;
}

static void take(cfg_t *cfg, struct conf *conf)
{
    for (size_t i = 0; i < COUNT(texts); i++) {
        const char *value = cfg_getstr(cfg, texts[i].key);
        if (value)
            *(const char **)((char *)conf + texts[i].at) = str_z(reading->mem, str_of(value));
    }
    conf->gateways = sections_of(cfg, "gateway", &conf->n_gateways);
    conf->printers = sections_of(cfg, "printer", &conf->n_printers);
}

static struct reading *start(struct reading *r, struct arena *mem)
{
    *r = (struct reading){ .mem = mem, .log_level = LOG_INFO };
    r->last = &r->first;
    return r;
}

static void free_cfg(cfg_t **cfg)
{
    if (*cfg)
        cfg_free(*cfg);
}

static enum fault read_file(const char *path, struct conf *conf, struct arena *mem, struct str *why)
{
    struct reading r;
    reading = start(&r, mem);
    const unsigned named = CFGF_MULTI | CFGF_TITLE | CFGF_NO_TITLE_DUPES;
    cfg_opt_t gateway[COUNT(gateway_keys) + 1], printer[COUNT(printer_keys) + 1];
    cfg_opt_t opts[COUNT(texts) + 4];
    size_t n = 0;
    section_opts(gateway, gateway_keys, COUNT(gateway_keys));
    section_opts(printer, printer_keys, COUNT(printer_keys));
    for (; n < COUNT(texts); n++)
        opts[n] = (cfg_opt_t)CFG_STR(texts[n].key, NULL, CFGF_NODEFAULT);
    opts[n++] = (cfg_opt_t)CFG_STR_CB("log_level", NULL, CFGF_NODEFAULT, note_level);
    opts[n++] = (cfg_opt_t)CFG_SEC("gateway", gateway, named);
    opts[n++] = (cfg_opt_t)CFG_SEC("printer", printer, named);
    opts[n] = (cfg_opt_t)CFG_END();
    CLEANUP(free_cfg) cfg_t *cfg = cfg_init(opts, CFGF_NONE);
    ASSERT(cfg);
    cfg_set_error_function(cfg, complain);
    if (!parse(cfg, path)) {
        *why = r.why;
        return FAULT_CONFIG;
    }
    conf->file = str_z(mem, str_of(path));
    conf->log_level = r.log_level;
    take(cfg, conf);
    return OK;
}

enum fault conf_read_preset(const char *path, struct conf_section *section, struct arena *mem,
                            struct str *why)
{
    struct reading r;
    reading = start(&r, mem);
    cfg_opt_t opts[COUNT(gateway_keys) + 1];
    section_opts(opts, gateway_keys, COUNT(gateway_keys));
    CLEANUP(free_cfg) cfg_t *cfg = cfg_init(opts, CFGF_NONE);
    ASSERT(cfg);
    cfg_set_error_function(cfg, complain);
    if (!parse(cfg, path)) {
        *why = r.why;
        return FAULT_CONFIG;
    }
    *section = section_of(cfg);
    return OK;
}

enum fault conf_read(const char *path, struct conf *conf, struct arena *mem, struct str *why)
{
    *conf = (struct conf){ .log_level = LOG_INFO };
    const char *named = path ? path : getenv("KIST_CONFIG");
    if (named && *named)
        return read_file(named, conf, mem, why);
    if (!access("/etc/kist/kist.conf", F_OK))
        return read_file("/etc/kist/kist.conf", conf, mem, why);
    const char *home = getenv("HOME"), *xdg = getenv("XDG_CONFIG_HOME");
    struct str own = xdg && *xdg ? str_printf(mem, "%s/kist/kist.conf", xdg)
                                 : str_printf(mem, "%s/.config/kist/kist.conf", home ? home : "");
    return access(own.s, F_OK) ? OK : read_file(own.s, conf, mem, why);
}

const char *conf_preset_path(const struct conf *conf, const char *name, struct arena *mem)
{
    if (strchr(name, '/'))
        return name;
    if (conf->presets)
        return str_printf(mem, "%s/%s.conf", conf->presets, name).s;
    char exe[4000];
    ssize_t n = readlink("/proc/self/exe", exe, sizeof exe);
    while (n > 0 && exe[n - 1] != '/')
        n--;
    struct str folder = { exe, n > 0 ? (size_t)n : 0 };
    struct str beside = str_printf(mem, "%.*spresets/%s.conf", STR(folder), name);
    if (!access(beside.s, R_OK))
        return beside.s;
    return str_printf(mem, "%.*s../share/kist/presets/%s.conf", STR(folder), name).s;
}

struct str conf_value(const struct conf_section *s, const char *key)
{
    for (size_t i = 0; i < s->n; i++)
        if (!strcmp(s->at[i].key, key))
            return str_of(s->at[i].value);
    return (struct str){ 0 };
}
