/* See template.h. */
#include "reminders/template.h"

#include <sodium.h>

static const struct {
    const char *name;
    enum template_filter filter;
} filters[] = {
    { "json", FILTER_JSON },     { "url", FILTER_URL },   { "xml", FILTER_XML },
    { "digits", FILTER_DIGITS }, { "e164", FILTER_E164 }, { "base64", FILTER_BASE64 },
};

#define BIT(f) (1u << (f))
static const struct {
    unsigned safe;      /* set of filters */
    const char *advice; /* the one that is usually meant */
} places[] = {
    [PLACE_URL] = { BIT(FILTER_URL) | BIT(FILTER_DIGITS), "url" },
    [PLACE_FORM] = { BIT(FILTER_URL) | BIT(FILTER_DIGITS), "url" },
    [PLACE_JSON] = { BIT(FILTER_JSON) | BIT(FILTER_DIGITS) | BIT(FILTER_E164) | BIT(FILTER_BASE64) |
                         BIT(FILTER_URL),
                     "json" },
    [PLACE_XML] = { BIT(FILTER_XML) | BIT(FILTER_DIGITS) | BIT(FILTER_E164) | BIT(FILTER_BASE64),
                    "xml" },
    [PLACE_HEADER] = { ~0u, "" },
    [PLACE_TEXT] = { ~0u, "" },
};

/* Keeps `n` characters of which `keep` says which; a plus only in front. */
static void add_digits(struct buf *b, struct str v, bool plus)
{
    if (plus)
        buf_char(b, '+');
    for (size_t i = 0; i < v.n; i++)
        if (v.s[i] >= '0' && v.s[i] <= '9')
            buf_char(b, v.s[i]);
}

/* XML 1.0 has no way to write most control characters: they are left out. */
static void add_xml(struct buf *b, struct str v)
{
    for (size_t i = 0; i < v.n; i++) {
        unsigned char c = (unsigned char)v.s[i];
        const char *as = c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" :
                         c == '"' ? "&quot;" : c == '\'' ? "&#39;" : c == '\r' ? "&#13;" : NULL;
        if (as)
            buf_z_add(b, as);
        else if (c >= ' ' || c == '\n' || c == '\t')
            buf_char(b, (char)c);
    }
}

static void add_base64(struct buf *b, struct str v)
{
    size_t n = sodium_base64_ENCODED_LEN(v.n, sodium_base64_VARIANT_ORIGINAL);
    if (!arena_has(b->a, n))
        return;
    char *text = arena_get(b->a, n);
    sodium_bin2base64(text, n, (const unsigned char *)v.s, v.n, sodium_base64_VARIANT_ORIGINAL);
    buf_z_add(b, text);
}

void template_filter(struct buf *b, enum template_filter filter, struct str v)
{
    switch (filter) {
    case FILTER_NONE: buf_add(b, v); break;
    case FILTER_JSON: buf_json(b, v); break;
    case FILTER_URL: buf_url(b, v); break;
    case FILTER_XML: add_xml(b, v); break;
    case FILTER_DIGITS: add_digits(b, v, false); break;
    case FILTER_E164: add_digits(b, v, true); break;
    case FILTER_BASE64: add_base64(b, v); break;
    }
}

/* `{name}` or `{name|filter}` at the start of `s`: its length, else 0. Names are lower case, so
 * that a brace of JSON, followed by a quote, is never one. */
static size_t placeholder(struct str s, struct str *var, struct str *filter)
{
    size_t n = 1;
    while (n < s.n && (strchr("_:|", s.s[n]) || (s.s[n] >= 'a' && s.s[n] <= 'z') ||
                       (s.s[n] >= '0' && s.s[n] <= '9')) && s.s[n])
        n++;
    if (n == 1 || n >= s.n || s.s[n] != '}' || s.s[1] < 'a' || s.s[1] > 'z')
        return 0;
    *filter = (struct str){ s.s + 1, n - 1 };
    str_next(filter, '|', var);
    return n + 1;
}

/* Whether JSON is inside a string after this literal. */
static bool in_string(bool inside, struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.s[i] == '\\' && inside)
            i++;
        else if (s.s[i] == '"')
            inside = !inside;
    return inside;
}

static bool part_read(struct arena *mem, struct template_part *p, struct str filter,
                      enum template_place place, bool quoted, struct str *why)
{
    for (size_t i = 0; i < COUNT(filters); i++)
        if (str_eq(filter, str_of(filters[i].name)))
            p->filter = filters[i].filter;
    if (filter.n && p->filter == FILTER_NONE) {
        *why = str_printf(mem, "{%.*s|%.*s}: there is no such filter", STR(p->var), STR(filter));
        return false;
    }
    if (place == PLACE_URL && str_starts(p->var, S("secret:"))) {
        *why = str_printf(mem, "{%.*s}: a secret never stands in a URL", STR(p->var));
        return false;
    }
    const char *advice = places[place].advice;
    bool safe = places[place].safe & BIT(p->filter);
    if (place == PLACE_JSON && safe && p->filter != FILTER_DIGITS &&
        quoted == (p->filter == FILTER_JSON)) {
        *why = str_printf(mem,
                          quoted ? "{%.*s|json} brings its own quotes"
                                 : "{%.*s} needs quotes or the filter json",
                          STR(p->var));
        return false;
    }
    if (!safe)
        *why = str_printf(mem, "{%.*s} needs a filter here: {%.*s|%s}", STR(p->var), STR(p->var),
                          advice);
    return safe;
}

bool template_read(struct arena *mem, struct str source, enum template_place place,
                   struct template *t, struct str *why)
{
    size_t most = 1;
    for (size_t i = 0; i < source.n; i++)
        most += 2u * (source.s[i] == '{');
    struct template_part *at = NEW_N(mem, struct template_part, most);
    *t = (struct template){ .place = place, .at = at };
    bool quoted = false;
    for (size_t i = 0, from = 0; i <= source.n;) {
        struct str var = { 0 }, filter;
        size_t n = i < source.n && source.s[i] == '{'
                       ? placeholder(str_from(source, i), &var, &filter)
                       : 0;
        if ((n || i == source.n) && i > from) {
            at[t->n].literal = (struct str){ source.s + from, i - from };
            quoted = in_string(quoted, at[t->n++].literal);
        }
        if (n) {
            at[t->n].var = var;
            if (!part_read(mem, &at[t->n++], filter, place, quoted, why))
                return false;
            from = i + n;
        }
        i += n ? n : 1;
    }
    return true;
}

void template_fill(struct buf *b, const struct template *t, const struct template_vars *vars)
{
    for (size_t i = 0; i < t->n; i++) {
        struct str value = { 0 };
        if (!t->at[i].var.n)
            buf_add(b, t->at[i].literal);
        else if (vars->get(vars->self, t->at[i].var, &value))
            template_filter(b, t->at[i].filter, value);
    }
}
