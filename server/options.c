/* See options.h. */
#include "server/options.h"

static const struct {
    const char *name;
    size_t at;
    bool flag;
} known[] = {
    { "--config", offsetof(struct options, config), false },
    { "--db", offsetof(struct options, db), false },
    { "--listen", offsetof(struct options, listen), false },
    { "--base-url", offsetof(struct options, base_url), false },
    { "--tls-cert", offsetof(struct options, cert), false },
    { "--tls-key", offsetof(struct options, key), false },
    { "--user", offsetof(struct options, user), false },
    { "--help", offsetof(struct options, help), true },
    { "--version", offsetof(struct options, version), true },
    { "-h", offsetof(struct options, help), true },
};

/* "--db FILE" and "--db=FILE" alike. */
static enum fault one(char ***argv, struct options *o)
{
    char *arg = **argv, *value = strchr(arg, '=');
    size_t n = value ? (size_t)(value - arg) : strlen(arg);
    for (size_t i = 0; i < COUNT(known); i++) {
        void *to = (char *)o + known[i].at;
        if (strlen(known[i].name) != n || strncmp(arg, known[i].name, n))
            continue;
        if (known[i].flag) {
            *(bool *)to = true;
            return value ? FAULT_ARG_UNKNOWN : OK;
        }
        const char *got = value ? value + 1 : (*argv)[1];
        if (!got || !*got)
            return FAULT_MISSING;
        *(const char **)to = got;
        *argv += !value;
        return OK;
    }
    return FAULT_ARG_UNKNOWN;
}

enum fault options_read(char **argv, struct options *o, const char **what)
{
    *o = (struct options){ 0 };
    for (argv++; *argv; argv++) {
        *what = *argv;
        enum fault f = one(&argv, o);
        if (f)
            return f;
    }
    return OK;
}

static const char *or(const char *said, const char *otherwise)
{
    return said ? said : otherwise;
}

void options_fill(struct options *o, const struct conf *c)
{
    o->db = or(o->db, or(c->db, "/var/lib/kist/kist.db"));
    o->listen = or(o->listen, or(c->listen, "127.0.0.1:8080"));
    o->base_url = or(o->base_url, c->base_url);
    o->cert = or(o->cert, c->tls_cert);
    o->key = or(o->key, c->tls_key);
}
