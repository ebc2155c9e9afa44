/* Gateways out of the configuration: everything is checked here, once, so that sending cannot meet
 * a mistake of the file. */
#include "reminders/loader.h"

#include "base/buf.h"
#include "base/secret.h"

#define HTTP (1u << GATEWAY_HTTP)
#define SMTP (1u << GATEWAY_SMTP)
#define EXEC (1u << GATEWAY_EXEC)
#define FOLDER (1u << GATEWAY_FILE)
#define ALL 31u
static const struct {
    const char *key;
    unsigned kinds;
    bool many;
} keys[] = {
    { "preset", ALL, false },
    { "kind", ALL, false },
    { "channel", ALL, false },
    { "per_minute", ALL, false },
    { "seconds", ALL & ~FOLDER, false },
    { "ca", HTTP | SMTP, false },
    { "from", ALL, false },
    { "account", HTTP | EXEC, false },
    { "user", HTTP | SMTP, false },
    { "password_file", HTTP | SMTP, false },
    { "token_file", HTTP, false },
    { "secret_file", HTTP, false },
    { "key_file", HTTP, false },
    { "url", HTTP | SMTP, false },
    { "method", HTTP, false },
    { "type", HTTP, false },
    { "header", HTTP, true },
    { "basic", HTTP, false },
    { "body", HTTP, false },
    { "alphabet_gsm", HTTP | EXEC, false },
    { "alphabet_unicode", HTTP | EXEC, false },
    { "ok", HTTP, true },
    { "retry", HTTP, true },
    { "id", HTTP | EXEC, false },
    { "error", HTTP, false },
    { "tls", SMTP, false },
    { "envelope", SMTP, false },
    { "helo", SMTP, false },
    { "command", EXEC, true },
    { "folder", FOLDER, false },
    { "answers", ALL, false },
    { "hook_file", HTTP, false },
    { "in_from", HTTP, false },
    { "in_text", HTTP, false },
    { "in_id", HTTP, false },
    { "report_id", HTTP, false },
    { "report_ref", HTTP, false },
    { "report_status", HTTP, false },
    { "report_ok", HTTP, false },
    { "report_bad", HTTP, false },
};

/* The entries in force: those of the preset whose key the section does not set itself, and the
 * section's own. */
static bool merge(struct loader *l)
{
    struct conf_section preset = { 0 };
    const struct conf_section *own = l->section;
    for (size_t i = 0; i < own->n; i++)
        if (!strcmp(own->at[i].key, "preset")) {
            const char *path = conf_preset_path(l->conf, own->at[i].value, l->mem);
            struct str why;
            if (conf_read_preset(path, &preset, l->mem, &why))
                return loader_wrong(l, &own->at[i], "%.*s", STR(why));
        }
    l->at = NEW_N(l->mem, struct conf_entry, preset.n + own->n);
    for (size_t i = 0; i < preset.n; i++) {
        bool replaced = false;
        for (size_t j = 0; j < own->n; j++)
            replaced = replaced || !strcmp(own->at[j].key, preset.at[i].key);
        if (!strcmp(preset.at[i].key, "preset"))
            return loader_wrong(l, &preset.at[i], "a preset stands by itself");
        if (!replaced)
            l->at[l->n++] = preset.at[i];
    }
    for (size_t i = 0; i < own->n; i++)
        l->at[l->n++] = own->at[i];
    return true;
}

static bool check_keys(struct loader *l)
{
    for (size_t i = 0; i < l->n; i++)
        for (size_t k = 0; k < COUNT(keys); k++) {
            if (strcmp(keys[k].key, l->at[i].key))
                continue;
            if (!(keys[k].kinds & (1u << l->g->kind)))
                return loader_wrong(l, &l->at[i], "means nothing for kind %s",
                                    gateway_kind_name(l->g->kind));
            if (loader_nth(l, keys[k].key, keys[k].many ? LINES_MOST : 1))
                return loader_wrong(l, &l->at[i], keys[k].many ? "too many" : "takes one value");
        }
    return true;
}

static bool number(struct loader *l, const char *key, int64_t least, int64_t most, int *out)
{
    const struct conf_entry *e = loader_nth(l, key, 0);
    int64_t v = *out;
    if (e && (!str_int(str_of(e->value), &v) || v < least || v > most))
        return loader_wrong(l, e, "a number from %d to %d", (int)least, (int)most);
    *out = (int)v;
    return true;
}

static bool name_ok(const char *name)
{
    size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return n && n <= 40 && !name[n];
}

static bool load_kind(struct loader *l)
{
    static const char *const kinds[] = { "http", "smtp", "exec", "file", "console" };
    static const char *const channels[] = { "sms", "email" };
    const struct conf_entry *kind, *channel = loader_nth(l, "channel", 0);
    if (!name_ok(l->section->name))
        return loader_wrong(l, NULL, "a name has small letters, digits and dashes, 40 at most");
    if (!loader_need(l, "kind", &kind))
        return false;
    int k = loader_choice(kind->value, kinds, COUNT(kinds));
    if (k < 0)
        return loader_wrong(l, kind, "is http, smtp, exec, file or console");
    int c = channel ? loader_choice(channel->value, channels, COUNT(channels)) : k == GATEWAY_SMTP;
    if (c < 0 || (k == GATEWAY_SMTP && c != CHANNEL_EMAIL))
        return loader_wrong(l, channel,
                            k == GATEWAY_SMTP ? "is email for kind smtp" : "is sms or email");
    l->g->name = l->section->name;
    l->g->kind = (enum gateway_kind)k;
    l->g->channel = (enum channel)c;
    return check_keys(l);
}

/* A provider may answer with what it was sent: every form in which that can be. */
static void add_masks(struct loader *l, struct str secret)
{
    static const enum template_filter filters[] = { FILTER_JSON, FILTER_URL, FILTER_BASE64 };
    loader_mask(l->s, secret);
    for (size_t i = 0; i < COUNT(filters); i++) {
        struct buf b = { .a = l->mem };
        template_filter(&b, filters[i], secret);
        struct str form = buf_str(&b);
        if (filters[i] == FILTER_JSON)
            form = (struct str){ form.s + 1, form.n - 2 };
        loader_mask(l->s, form);
    }
}

static bool load_secrets(struct loader *l)
{
    static const char *const files[SECRETS_MOST] = { "password_file", "token_file", "secret_file",
                                                     "key_file" };
    for (size_t i = 0; i < COUNT(files); i++) {
        const struct conf_entry *e = loader_nth(l, files[i], 0);
        struct str why, value;
        if (!e)
            continue;
        if (secret_read(e->value, l->mem, &value, &why))
            return loader_wrong(l, e, "%.*s", STR(why));
        struct str key = str_of(files[i]);
        l->s->secrets[l->s->n_secrets++] = (struct secret){ str_upto(key, key.n - 5), value };
        add_masks(l, value);
    }
    return true;
}

static bool load_common(struct loader *l)
{
    const struct {
        const char *key;
        struct str *to;
    } texts[] = {
        { "from", &l->s->from }, { "account", &l->s->account }, { "user", &l->s->user },
        { "helo", &l->s->helo }, { "alphabet_gsm", &l->s->alphabet_gsm },
        { "alphabet_unicode", &l->s->alphabet_unicode },
    };
    for (size_t i = 0; i < COUNT(texts); i++)
        *texts[i].to = str_of(loader_get(l, texts[i].key));
    l->s->seconds = WIRE_SECONDS;
    l->s->ca = loader_get(l, "ca");
    return number(l, "seconds", 1, WIRE_SECONDS_MOST, &l->s->seconds) &&
           number(l, "per_minute", 0, 100000, &l->g->per_minute) && load_secrets(l);
}

static bool load_exec(struct loader *l)
{
    const struct conf_entry *e;
    if (!loader_need(l, "command", &e))
        return false;
    if (e->value[0] != '/' || strchr(e->value, '{'))
        return loader_wrong(l, e, "begins with the whole path of a program");
    for (size_t i = 0; (e = loader_nth(l, "command", i)); i++)
        if (!loader_template(l, e, PLACE_TEXT, &l->s->command[l->s->n_command++]))
            return false;
    return loader_picks(l);
}

static bool load_file(struct loader *l)
{
    const struct conf_entry *e;
    if (!loader_need(l, "folder", &e))
        return false;
    l->s->folder = e->value;
    return e->value[0] == '/' || loader_wrong(l, e, "is a whole path");
}

static bool load_one(struct loader *l)
{
    if (!merge(l) || !load_kind(l) || !load_common(l) || !load_hook(l))
        return false;
    switch (l->g->kind) {
    case GATEWAY_HTTP: return load_http(l);
    case GATEWAY_SMTP: return load_smtp(l);
    case GATEWAY_EXEC: return load_exec(l);
    case GATEWAY_FILE: return load_file(l);
    case GATEWAY_CONSOLE: break;
    }
    return true;
}

enum fault gateways_load(const struct conf *conf, struct arena *mem, struct gateways *out,
                         struct str *why)
{
    struct gateway *at = NEW_N(mem, struct gateway, conf->n_gateways);
    for (size_t i = 0; i < conf->n_gateways; i++) {
        struct gateway_setup *setup = NEW(mem, struct gateway_setup);
        struct loader l = { .conf = conf, .mem = mem, .why = why, .section = &conf->gateways[i],
                            .g = &at[i], .s = setup };
        at[i].setup = setup;
        if (!load_one(&l))
            return FAULT_CONFIG;
    }
    *out = (struct gateways){ at, conf->n_gateways };
    return OK;
}
