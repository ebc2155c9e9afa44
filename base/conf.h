/* The configuration file: what an administrator decides (database, listen, gateways, printers).
 * Read once at start, before the first thread; what a coordinator decides is a setting in the
 * database instead. Secrets never stand in it: it names files that hold them (base/secret.h). */
#ifndef BASE_CONF_H
#define BASE_CONF_H

#include "base/ctx.h"

/* One key and value of a section. A list gives an entry for each of its values. */
struct conf_entry {
    const char *key, *value;
    const char *file; /* where it stands: the configuration, or a preset */
    int line;         /* of its last character */
};
/* A section `gateway "name" { key = value ... }`, or `printer` (docs/kist.conf.example). */
struct conf_section {
    const char *name;
    const char *file;
    int line;                    /* of its first key */
    const struct conf_entry *at; /* in the order of the file */
    size_t n;
};

struct conf {
    const char *file; /* where it was read from; NULL: no file, all defaults */
    const char *db, *listen, *socket, *server, *token_file, *ca, *branch, *initials, *lang;
    const char *base_url, *proxy, *tls_cert, *tls_key;
    const char *templates; /* a file in gLabels' format, or a folder of them; NULL: none of our own */
    const char *presets; /* folder of gateway presets; NULL: the installed one */
    int log_level;       /* base/log.h; LOG_INFO when not given */
    const struct conf_section *gateways, *printers;
    size_t n_gateways, n_printers;
};

/* Reads `path`, else $KIST_CONFIG, else /etc/kist/kist.conf, else $XDG_CONFIG_HOME/kist/kist.conf.
 * A path that was named must exist. On a mistake (a key that does not exist included) returns
 * FAULT_CONFIG and sets *why to one line with file and line number. The result lives in the
 * arena. */
MUST enum fault conf_read(const char *path, struct conf *, struct arena *, struct str *why);

/* The value of a key in a section; empty when it is not there. */
struct str conf_value(const struct conf_section *, const char *key);

/* Reads a file that holds the keys of one gateway: a preset. */
MUST enum fault conf_read_preset(const char *path, struct conf_section *, struct arena *,
                                 struct str *why);
/* The path of a preset: `name` itself when it has a slash, else NAME.conf in conf->presets, beside
 * the running program (presets/), or in ../share/kist/presets. Absent: the last of these. */
const char *conf_preset_path(const struct conf *, const char *name, struct arena *);

#endif
