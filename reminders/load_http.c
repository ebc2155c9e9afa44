/* The keys of kind http, checked. */
#include "reminders/loader.h"

#include <jansson.h>

#include "base/buf.h"

static bool load_url(struct loader *l)
{
    const struct conf_entry *e;
    if (!loader_need(l, "url", &e) || !loader_template(l, e, PLACE_URL, &l->s->url))
        return false;
    struct str start = l->s->url.at[0].literal, host;
    size_t scheme = str_starts(start, S("https://")) ? 8 : str_starts(start, S("http://")) ? 7 : 0;
    struct str rest = str_from(start, scheme);
    bool ends = str_has(rest, '/') || l->s->url.n == 1;
    str_next(&rest, '/', &host);
    if (!scheme || !host.n || !ends || str_has(host, '@'))
        return loader_wrong(l, e, "begins with http:// or https:// and a host that is spelled out");
    for (size_t i = 0; e->value[i]; i++)
        if (e->value[i] <= ' ' || e->value[i] > '~')
            return loader_wrong(l, e, "has a blank or a letter that no URL may have");
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
    const struct conf_entry *body = loader_nth(l, "body", 0), *type = loader_nth(l, "type", 0);
    const char *method = loader_get(l, "method");
    l->s->method = method ? method : body ? "POST" : "GET";
    if (loader_choice(l->s->method, (const char *const[]){ "GET", "POST", "PUT" }, 3) < 0)
        return loader_wrong(l, loader_nth(l, "method", 0), "is GET, POST or PUT");
    if (!body)
        return !type || loader_wrong(l, type, "needs a body");
    int t = type                           ? loader_choice(type->value, types, COUNT(types))
            : strchr("{[", body->value[0]) ? 1
            : body->value[0] == '<'        ? 2
                                           : 0;
    if (t < 0)
        return loader_wrong(l, type, "is form, json, xml or text");
    if (!loader_template(l, body, place[t], &l->s->body))
        return false;
    l->s->has_body = true;
    l->s->fixed_headers[l->s->n_fixed++] = str_printf(l->mem, "Content-Type: %s", header[t]);
    if (place[t] != PLACE_JSON)
        return true;
    struct str json = loader_sampled(l, &l->s->body);
    json_error_t error;
    json_t *v = json_loadb(json.s, json.n, 0, &error);
    json_decref(v);
    return v || loader_wrong(l, body, "is no JSON: %s", error.text);
}

static bool load_basic(struct loader *l)
{
    const struct conf_entry *e = loader_nth(l, "basic", 0);
    struct template t;
    if (!e)
        return true;
    if (!loader_template(l, e, PLACE_TEXT, &t))
        return false;
    for (size_t i = 0; i < t.n; i++)
        if (t.at[i].var.n && !str_starts(t.at[i].var, S("secret:")) &&
            !str_eq(t.at[i].var, S("account")) && !str_eq(t.at[i].var, S("user")))
            return loader_wrong(l, e, "takes {account}, {user} and secrets only");
    struct outgoing nobody = { 0 };
    struct gateway_vars vars = { .setup = l->s, .msg = &nobody };
    struct buf pair = { .a = l->mem }, coded = { .a = l->mem };
    template_fill(&pair, &t, &(struct template_vars){ gateway_var, &vars });
    template_filter(&coded, FILTER_BASE64, buf_str(&pair));
    loader_mask(l->s, buf_str(&coded));
    l->s->fixed_headers[l->s->n_fixed++] =
        str_printf(l->mem, "Authorization: Basic %.*s", STR(buf_str(&coded)));
    return true;
}

static bool load_headers(struct loader *l)
{
    const struct conf_entry *e;
    for (size_t i = 0; (e = loader_nth(l, "header", i)); i++) {
        struct template *t = &l->s->headers[l->s->n_headers++];
        const char *colon = strchr(e->value, ':'), *brace = strchr(e->value, '{');
        for (const char *c = e->value; *c; c++)
            if ((unsigned char)*c < ' ')
                return loader_wrong(l, e, "is one line");
        if (!colon || colon == e->value || (brace && brace < colon))
            return loader_wrong(l, e, "is \"Name: value\"");
        if (!loader_template(l, e, PLACE_HEADER, t))
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
        for (size_t i = 0; (e = loader_nth(l, rules[k].key, i)); i++) {
            rules[k].lines[(*rules[k].n)++] = str_of(e->value);
            if (!rule_check(l->mem, str_of(e->value), &why))
                return loader_wrong(l, e, "%.*s", STR(why));
        }
        if (!*rules[k].n && rules[k].otherwise)
            rules[k].lines[(*rules[k].n)++] = str_of(rules[k].otherwise);
    }
    return true;
}

bool load_http(struct loader *l)
{
    return load_url(l) && load_body(l) && load_basic(l) && load_headers(l) && load_rules(l) &&
           loader_picks(l);
}
