/* Gateways out of the configuration: everything is checked here, once, so that sending cannot meet
 * a mistake of the file. */
#include "reminders/setup.h"

#include <jansson.h>
#include <stdarg.h>

#include "base/buf.h"
#include "base/secret.h"
#include "reminders/mail.h"

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
    { "preset", ALL, false },       { "kind", ALL, false },          { "channel", ALL, false },
    { "per_minute", ALL, false },   { "seconds", ALL & ~FOLDER, false }, { "ca", HTTP | SMTP, false },
    { "from", ALL, false },         { "account", HTTP | EXEC, false }, { "user", HTTP | SMTP, false },
    { "password_file", HTTP | SMTP, false }, { "token_file", HTTP, false },
    { "secret_file", HTTP, false }, { "key_file", HTTP, false },
    { "url", HTTP | SMTP, false },  { "method", HTTP, false },       { "type", HTTP, false },
    { "header", HTTP, true },       { "basic", HTTP, false },        { "body", HTTP, false },
    { "alphabet_gsm", HTTP, false }, { "alphabet_unicode", HTTP, false },
    { "ok", HTTP, true },           { "retry", HTTP, true },         { "id", HTTP | EXEC, false },
    { "error", HTTP, false },       { "tls", SMTP, false },          { "envelope", SMTP, false },
    { "helo", SMTP, false },        { "command", EXEC, true },       { "folder", FOLDER, false },
};

struct loader {
    const struct conf *conf;
    struct arena *mem;
    struct str *why;
    const struct conf_section *section;
    struct conf_entry *at; /* the preset's entries that stand, then the section's own */
    size_t n;
    struct gateway *g;
    struct gateway_setup *s;
};

static bool wrong(struct loader *l, const struct conf_entry *e, const char *fmt, ...) PRINTF(3, 4);
static bool wrong(struct loader *l, const struct conf_entry *e, const char *fmt, ...)
{
    char text[400];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    *l->why = str_shown(l->mem, str_printf(l->mem, "%s:%d: gateway %s: %s%s%s", e ? e->file : l->section->file,
                                           e ? e->line : l->section->line, l->section->name,
                                           e ? e->key : "", e ? ": " : "", text));
    return false;
}

/* The k-th entry of a key, or NULL. */
static const struct conf_entry *nth(const struct loader *l, const char *key, size_t k)
{
    for (size_t i = 0; i < l->n; i++)
        if (!strcmp(l->at[i].key, key) && !k--)
            return &l->at[i];
    return NULL;
}

static const char *get(const struct loader *l, const char *key)
{
    const struct conf_entry *e = nth(l, key, 0);
    return e ? e->value : NULL;
}

static bool need(struct loader *l, const char *key, const struct conf_entry **e)
{
    *e = nth(l, key, 0);
    return (*e && (*e)->value[0]) || wrong(l, NULL, "%s is missing", key);
}

/* -1 when the value is none of the words. */
static int choice(const char *value, const char *const words[], size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!strcmp(words[i], value))
            return (int)i;
    return -1;
}

/* The entries in force: those of the preset whose key the section does not set itself, and its own. */
static bool merge(struct loader *l)
{
    struct conf_section preset = { 0 };
    const struct conf_section *own = l->section;
    for (size_t i = 0; i < own->n; i++)
        if (!strcmp(own->at[i].key, "preset")) {
            const char *path = conf_preset_path(l->conf, own->at[i].value, l->mem);
            struct str why;
            if (conf_read_preset(path, &preset, l->mem, &why))
                return wrong(l, &own->at[i], "%.*s", STR(why));
        }
    l->at = NEW_N(l->mem, struct conf_entry, preset.n + own->n);
    for (size_t i = 0; i < preset.n; i++) {
        bool replaced = false;
        for (size_t j = 0; j < own->n; j++)
            replaced = replaced || !strcmp(own->at[j].key, preset.at[i].key);
        if (!strcmp(preset.at[i].key, "preset"))
            return wrong(l, &preset.at[i], "a preset stands by itself");
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
                return wrong(l, &l->at[i], "means nothing for kind %s", gateway_kind_name(l->g->kind));
            if (nth(l, keys[k].key, keys[k].many ? LINES_MOST : 1))
                return wrong(l, &l->at[i], keys[k].many ? "too many" : "takes one value");
        }
    return true;
}

static bool number(struct loader *l, const char *key, int64_t least, int64_t most, int *out)
{
    const struct conf_entry *e = nth(l, key, 0);
    int64_t v = *out;
    if (e && (!str_int(str_of(e->value), &v) || v < least || v > most))
        return wrong(l, e, "a number from %d to %d", (int)least, (int)most);
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
    const struct conf_entry *kind, *channel = nth(l, "channel", 0);
    if (!name_ok(l->section->name))
        return wrong(l, NULL, "a name has small letters, digits and dashes, 40 at most");
    if (!need(l, "kind", &kind))
        return false;
    int k = choice(kind->value, kinds, COUNT(kinds));
    if (k < 0)
        return wrong(l, kind, "is http, smtp, exec, file or console");
    int c = channel ? choice(channel->value, channels, COUNT(channels)) : k == GATEWAY_SMTP;
    if (c < 0 || (k == GATEWAY_SMTP && c != CHANNEL_EMAIL))
        return wrong(l, channel, k == GATEWAY_SMTP ? "is email for kind smtp" : "is sms or email");
    l->g->name = l->section->name;
    l->g->kind = (enum gateway_kind)k;
    l->g->channel = (enum channel)c;
    return check_keys(l);
}

static void add_mask(struct gateway_setup *s, struct str form)
{
    for (size_t i = 0; i < s->n_masks; i++)
        if (str_eq(s->masks[i], form))
            return;
    if (form.n)
        s->masks[s->n_masks++] = form;
}

/* A provider may answer with what it was sent: every form in which that can be. */
static void add_masks(struct loader *l, struct str secret)
{
    static const enum template_filter filters[] = { FILTER_JSON, FILTER_URL, FILTER_BASE64 };
    add_mask(l->s, secret);
    for (size_t i = 0; i < COUNT(filters); i++) {
        struct buf b = { .a = l->mem };
        template_filter(&b, filters[i], secret);
        struct str form = buf_str(&b);
        if (filters[i] == FILTER_JSON)
            form = (struct str){ form.s + 1, form.n - 2 };
        add_mask(l->s, form);
    }
}

static bool load_secrets(struct loader *l)
{
    static const char *const files[SECRETS_MOST] = { "password_file", "token_file", "secret_file", "key_file" };
    for (size_t i = 0; i < COUNT(files); i++) {
        const struct conf_entry *e = nth(l, files[i], 0);
        struct str why, value;
        if (!e)
            continue;
        if (secret_read(e->value, l->mem, &value, &why))
            return wrong(l, e, "%.*s", STR(why));
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
        *texts[i].to = str_of(get(l, texts[i].key));
    l->s->seconds = WIRE_SECONDS;
    l->s->ca = get(l, "ca");
    return number(l, "seconds", 1, WIRE_SECONDS_MOST, &l->s->seconds) &&
           number(l, "per_minute", 0, 100000, &l->g->per_minute) && load_secrets(l);
}

/* Every placeholder must have a value: of the message, or set in this section. */
static bool vars_known(struct loader *l, const struct conf_entry *e, const struct template *t)
{
    static const char *const ours[] = { "account", "user", "alphabet" };
    struct outgoing nobody = { 0 };
    struct gateway_vars vars = { .setup = l->s, .msg = &nobody };
    for (size_t i = 0; i < t->n; i++) {
        struct str var = t->at[i].var, value = S("");
        bool known = !var.n || gateway_var(&vars, var, &value);
        for (size_t k = 0; var.n && k < COUNT(ours); k++)
            if (str_eq(var, str_of(ours[k])) && !value.n)
                known = false;
        if (known)
            continue;
        if (str_starts(var, S("secret:")))
            return wrong(l, NULL, "%.*s_file is missing ({%.*s} at %s:%d)", STR(str_from(var, 7)),
                         STR(var), e->file, e->line);
        for (size_t k = 0; k < COUNT(ours); k++)
            if (str_eq(var, str_of(ours[k])))
                return wrong(l, NULL, "%.*s%s is missing (at %s:%d)", STR(var), k == 2 ? "_gsm or _unicode" : "",
                             e->file, e->line);
        return wrong(l, e, "{%.*s}: there is no such placeholder", STR(var));
    }
    return true;
}

static bool template_of(struct loader *l, const struct conf_entry *e, enum template_place place,
                        struct template *t)
{
    struct str why;
    if (!template_read(l->mem, str_of(e->value), place, t, &why))
        return wrong(l, e, "%.*s", STR(why));
    return vars_known(l, e, t);
}

/* Values that show whether a template keeps its form. */
static bool sample(const void *self, struct str name, struct str *value)
{
    (void)self;
    *value = str_eq(name, S("to")) ? S("+31612345678") : str_eq(name, S("ref")) ? S("a-1") :
             S("Zo\xc3\xab \"&<\\\n");
    return true;
}

static struct str sampled(struct loader *l, const struct template *t)
{
    struct buf b = { .a = l->mem };
    template_fill(&b, t, &(struct template_vars){ sample, NULL });
    return buf_str(&b);
}

static bool load_url(struct loader *l)
{
    const struct conf_entry *e;
    if (!need(l, "url", &e) || !template_of(l, e, PLACE_URL, &l->s->url))
        return false;
    struct str start = l->s->url.at[0].literal, host;
    size_t scheme = str_starts(start, S("https://")) ? 8 : str_starts(start, S("http://")) ? 7 : 0;
    struct str rest = str_from(start, scheme);
    bool ends = str_has(rest, '/') || l->s->url.n == 1;
    str_next(&rest, '/', &host);
    if (!scheme || !host.n || !ends || str_has(host, '@'))
        return wrong(l, e, "begins with http:// or https:// and a host that is spelled out");
    for (size_t i = 0; e->value[i]; i++)
        if (e->value[i] <= ' ' || e->value[i] > '~')
            return wrong(l, e, "has a blank or a letter that no URL may have");
    return true;
}

static bool load_body(struct loader *l)
{
    static const char *const types[] = { "form", "json", "xml", "text" };
    static const enum template_place place[] = { PLACE_FORM, PLACE_JSON, PLACE_XML, PLACE_TEXT };
    static const char *const header[] = {
        "application/x-www-form-urlencoded", "application/json", "text/xml; charset=utf-8",
        "text/plain; charset=utf-8",
    };
    const struct conf_entry *body = nth(l, "body", 0), *type = nth(l, "type", 0);
    const char *method = get(l, "method");
    l->s->method = method ? method : body ? "POST" : "GET";
    if (choice(l->s->method, (const char *const[]){ "GET", "POST", "PUT" }, 3) < 0)
        return wrong(l, nth(l, "method", 0), "is GET, POST or PUT");
    if (!body)
        return !type || wrong(l, type, "needs a body");
    int t = type ? choice(type->value, types, COUNT(types)) : strchr("{[", body->value[0]) ? 1 : body->value[0] == '<' ? 2 : 0;
    if (t < 0)
        return wrong(l, type, "is form, json, xml or text");
    if (!template_of(l, body, place[t], &l->s->body))
        return false;
    l->s->has_body = true;
    l->s->fixed_headers[l->s->n_fixed++] = str_printf(l->mem, "Content-Type: %s", header[t]);
    if (place[t] != PLACE_JSON)
        return true;
    struct str json = sampled(l, &l->s->body);
    json_error_t error;
    json_t *v = json_loadb(json.s, json.n, 0, &error);
    json_decref(v);
    return v || wrong(l, body, "is no JSON: %s", error.text);
}

static bool load_basic(struct loader *l)
{
    const struct conf_entry *e = nth(l, "basic", 0);
    struct template t;
    if (!e)
        return true;
    if (!template_of(l, e, PLACE_TEXT, &t))
        return false;
    for (size_t i = 0; i < t.n; i++)
        if (t.at[i].var.n && !str_starts(t.at[i].var, S("secret:")) && !str_eq(t.at[i].var, S("account")) &&
            !str_eq(t.at[i].var, S("user")))
            return wrong(l, e, "takes {account}, {user} and secrets only");
    struct outgoing nobody = { 0 };
    struct gateway_vars vars = { .setup = l->s, .msg = &nobody };
    struct buf pair = { .a = l->mem }, coded = { .a = l->mem };
    template_fill(&pair, &t, &(struct template_vars){ gateway_var, &vars });
    template_filter(&coded, FILTER_BASE64, buf_str(&pair));
    add_mask(l->s, buf_str(&coded));
    l->s->fixed_headers[l->s->n_fixed++] = str_printf(l->mem, "Authorization: Basic %.*s", STR(buf_str(&coded)));
    return true;
}

static bool load_headers(struct loader *l)
{
    const struct conf_entry *e;
    for (size_t i = 0; (e = nth(l, "header", i)); i++) {
        struct template *t = &l->s->headers[l->s->n_headers++];
        const char *colon = strchr(e->value, ':'), *brace = strchr(e->value, '{');
        for (const char *c = e->value; *c; c++)
            if ((unsigned char)*c < ' ')
                return wrong(l, e, "is one line");
        if (!colon || colon == e->value || (brace && brace < colon))
            return wrong(l, e, "is \"Name: value\"");
        if (!template_of(l, e, PLACE_HEADER, t))
            return false;
    }
    return true;
}

static bool load_rules(struct loader *l)
{
    const struct {
        const char *key, *otherwise;
        struct str *lines;
        size_t *n;
    } rules[] = {
        { "ok", "2xx", l->s->ok, &l->s->n_ok },
        { "retry", NULL, l->s->retry, &l->s->n_retry },
    };
    const struct conf_entry *e;
    struct str why;
    for (size_t k = 0; k < COUNT(rules); k++) {
        for (size_t i = 0; (e = nth(l, rules[k].key, i)); i++) {
            rules[k].lines[(*rules[k].n)++] = str_of(e->value);
            if (!rule_check(l->mem, str_of(e->value), &why))
                return wrong(l, e, "%.*s", STR(why));
        }
        if (!*rules[k].n && rules[k].otherwise)
            rules[k].lines[(*rules[k].n)++] = str_of(rules[k].otherwise);
    }
    return true;
}

static bool load_picks(struct loader *l)
{
    const struct conf_entry *id = nth(l, "id", 0), *error = nth(l, "error", 0);
    struct str why;
    l->s->id = str_of(id ? id->value : NULL);
    l->s->error = str_of(error ? error->value : NULL);
    if (id && !pick_check(l->mem, l->s->id, &why))
        return wrong(l, id, "%.*s", STR(why));
    return !error || pick_check(l->mem, l->s->error, &why) || wrong(l, error, "%.*s", STR(why));
}

static bool load_http(struct loader *l)
{
    return load_url(l) && load_body(l) && load_basic(l) && load_headers(l) && load_rules(l) && load_picks(l);
}

/* smtp://HOST[:PORT] or smtps://HOST[:PORT]; an IPv6 address in brackets. */
static bool smtp_url(struct loader *l, const struct conf_entry *e)
{
    struct str rest = str_of(e->value);
    bool implicit = str_starts(rest, S("smtps://"));
    int64_t port = 0;
    if (!implicit && !str_starts(rest, S("smtp://")))
        return wrong(l, e, "is smtp://HOST:PORT or smtps://HOST:PORT");
    rest = str_from(rest, implicit ? 8 : 7);
    if (str_ends(rest, S("/")))
        rest.n--;
    size_t n = rest.n;
    while (n && rest.s[n - 1] >= '0' && rest.s[n - 1] <= '9')
        n--;
    bool has_port = n > 1 && n < rest.n && rest.s[n - 1] == ':';
    if (has_port && (!str_int(str_from(rest, n), &port) || port < 1 || port > 65535))
        return wrong(l, e, "has a port that is none");
    l->s->port = (int)port;
    l->s->host = has_port ? str_upto(rest, n - 1) : rest;
    l->s->tls = implicit ? SMTP_IMPLICIT : SMTP_STARTTLS;
    for (size_t i = 0; i < l->s->host.n; i++)
        if (strchr("/@?# ", l->s->host.s[i]))
            return wrong(l, e, "is smtp://HOST:PORT, without user, password or path");
    return l->s->host.n || wrong(l, e, "has no host");
}

static bool is_here(struct str host)
{
    return str_eq(host, S("localhost")) || str_starts(host, S("127.")) || str_eq(host, S("[::1]"));
}

static bool load_smtp(struct loader *l)
{
    const struct conf_entry *url, *from, *tls = nth(l, "tls", 0), *envelope = nth(l, "envelope", 0);
    if (!need(l, "url", &url) || !smtp_url(l, url) || !need(l, "from", &from))
        return false;
    if (!mail_split(str_of(from->value), &l->s->from_name, &l->s->from_address))
        return wrong(l, from, "is Name <name@example.org>");
    if (tls && choice(tls->value, (const char *const[]){ "starttls", "none" }, 2) < 0)
        return wrong(l, tls, "is starttls or none");
    if (tls && l->s->tls == SMTP_IMPLICIT)
        return wrong(l, tls, "smtps:// is encrypted from the start");
    if (tls && !strcmp(tls->value, "none"))
        l->s->tls = SMTP_PLAIN;
    if (!l->s->user.n != !l->s->n_secrets)
        return wrong(l, NULL, "user and password_file belong together");
    if (l->s->user.n && l->s->tls == SMTP_PLAIN && !is_here(l->s->host))
        return wrong(l, tls, "the password would cross the network unencrypted");
    if (!envelope)
        return true;
    if (!template_of(l, envelope, PLACE_TEXT, &l->s->envelope))
        return false;
    return mail_address_ok(sampled(l, &l->s->envelope)) || wrong(l, envelope, "is no address such as bounce+{ref}@example.org");
}

static bool load_exec(struct loader *l)
{
    const struct conf_entry *e;
    if (!need(l, "command", &e))
        return false;
    if (e->value[0] != '/' || strchr(e->value, '{'))
        return wrong(l, e, "begins with the whole path of a program");
    for (size_t i = 0; (e = nth(l, "command", i)); i++)
        if (!template_of(l, e, PLACE_TEXT, &l->s->command[l->s->n_command++]))
            return false;
    return load_picks(l);
}

static bool load_file(struct loader *l)
{
    const struct conf_entry *e;
    if (!need(l, "folder", &e))
        return false;
    l->s->folder = e->value;
    return e->value[0] == '/' || wrong(l, e, "is a whole path");
}

static bool load_one(struct loader *l)
{
    if (!merge(l) || !load_kind(l) || !load_common(l))
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
