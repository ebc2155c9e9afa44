/* The configuration file: what an administrator decides (database, listen, gateways, printers).
 * Read once at start; what a coordinator decides is a setting in the database instead. */
#ifndef BASE_CONF_H
#define BASE_CONF_H

#include "base/ctx.h"

struct conf_gateway; /* reminders/gateway.h reads these fields by name */

struct conf {
    const char *file; /* where it was read from; NULL: no file, all defaults */
    const char *db, *listen, *socket, *server, *token_file, *branch, *initials, *lang;
    const char *base_url, *proxy, *tls_cert, *tls_key;
    int log_level;
    void *handle; /* the parsed file, for conf_gateways */
};

/* Reads `path`, else $KIST_CONFIG, else /etc/kist/kist.conf, else $XDG_CONFIG_HOME/kist/kist.conf.
 * A path that was named must exist. On a mistake returns FAULT_CONFIG and sets *why to one line
 * with file and line number. The result lives until conf_free. */
MUST enum fault conf_read(const char *path, struct conf *, struct arena *, struct str *why);
void conf_free(struct conf *);

/* A section `gateway "name" { key = value ... }` (messages.md): its keys and values in order. */
struct conf_entry {
    const char *key, *value;
    int line;
};
struct conf_section {
    const char *name;
    const struct conf_entry *at;
    size_t n;
    int line;
};
/* All gateway sections of the file, in order; *n of them, in the arena. */
const struct conf_section *conf_gateways(const struct conf *, struct arena *, size_t *n);

#endif
