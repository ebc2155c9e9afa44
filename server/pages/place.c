/* See place.h. */
#include "server/pages/place.h"

static bool blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Adds a letter, in lower case, to a short name; longer ones are cut: we ask for none of them. */
static void name_add(char *name, size_t room, char c)
{
    size_t n = strlen(name);
    if (n + 1 < room)
        name[n] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

static bool one_of(const char *name, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!strcmp(name, list[i]))
            return true;
    return false;
}

static bool is_url(const char *attr)
{
    static const char *const names[] = { "href", "src", "action", "formaction", "poster", "data",
                                         "cite", "srcset", "ping", "manifest", "xlink:href" };
    return one_of(attr, names, COUNT(names));
}

/* An attribute's name is complete. */
static const char *attr_end(const char *attr)
{
    static const char *const never[] = { "style", "srcdoc", "http-equiv" };
    if (!strncmp(attr, "on", 2) || one_of(attr, never, COUNT(never)))
        return "this attribute is not allowed: the content security policy";
    return NULL;
}

static const char *tag_end(struct place *p)
{
    p->in = strcmp(p->tag, "script") ? IN_TEXT : IN_SCRIPT;
    p->inside = false;
    return strcmp(p->tag, "style") ? NULL : "inline style: put it into server/static";
}

static const char *in_value(struct place *p, char c)
{
    if (c == '"') {
        p->in = IN_TAG;
        return NULL;
    }
    if (is_url(p->attr) && (p->value == FILLED || (p->value == EMPTY && c != '#')))
        return "an address is one struct url and nothing else, or a #fragment";
    if (p->value == EMPTY)
        p->value = c == '#' ? FRAGMENT : WORDS;
    return NULL;
}

/* Blanks: a line break beside a tag or a directive is none, any other run is one space. */
static void in_text(struct place *p, char c, struct buf *out)
{
    if (blank(c)) {
        p->gap = c == '\n' || p->gap == LINE ? LINE : SPACE;
        return;
    }
    if (p->gap == SPACE || (p->gap == LINE && p->inside && c != '<'))
        buf_char(out, ' ');
    p->gap = NO_GAP;
    p->inside = true;
    if (c == '<') {
        p->in = IN_NAME;
        memset(p->tag, 0, sizeof p->tag);
    }
    buf_char(out, c);
}

/* In a tag, after its name: the next attribute begins, or the tag ends. */
static const char *in_tag(struct place *p, char c, struct buf *out)
{
    p->in = IN_TAG;
    if (blank(c))
        return NULL;
    if (c != '>' && c != '/') {
        p->in = IN_ATTR;
        memset(p->attr, 0, sizeof p->attr);
        name_add(p->attr, sizeof p->attr, c);
        buf_char(out, ' ');
    }
    buf_char(out, c);
    return c == '>' ? tag_end(p) : NULL;
}

static const char *in_attr(struct place *p, char c, struct buf *out)
{
    if (c == '=' || c == '>' || c == '/' || blank(c)) {
        const char *why = attr_end(p->attr);
        if (why || c != '=')
            return why ? why : in_tag(p, c, out);
        p->in = AFTER_ATTR;
    } else {
        name_add(p->attr, sizeof p->attr, c);
    }
    buf_char(out, c);
    return NULL;
}

const char *place_letter(struct place *p, char c, struct buf *out)
{
    switch (p->in) {
    case IN_SCRIPT:
        if (c != '<' && !blank(c))
            return "inline script: put it into server/static";
        in_text(p, c, out);
        return NULL;
    case IN_TEXT:
        in_text(p, c, out);
        return NULL;
    case IN_NAME:
        if (blank(c) || c == '>')
            return in_tag(p, c, out);
        name_add(p->tag, sizeof p->tag, c);
        buf_char(out, c);
        return NULL;
    case IN_TAG:
        return in_tag(p, c, out);
    case IN_ATTR:
        return in_attr(p, c, out);
    case AFTER_ATTR:
        if (c != '"')
            return "an attribute's value stands in double quotes";
        p->in = IN_VALUE;
        p->value = EMPTY;
        buf_char(out, c);
        return NULL;
    case IN_VALUE:
        buf_char(out, c);
        return in_value(p, c);
    }
    return NULL;
}

void place_pause(struct place *p, struct buf *out)
{
    if (p->in == IN_TEXT && p->gap == SPACE)
        buf_char(out, ' ');
    p->gap = NO_GAP;
    p->inside = false;
    if (p->in == IN_ATTR || (p->in == IN_NAME && *p->tag)) /* the name ends here */
        p->in = IN_TAG;
}

enum holds place_holds(const struct place *p)
{
    if (p->in == IN_TEXT)
        return HOLDS_TEXT;
    if (p->in != IN_VALUE)
        return HOLDS_NOTHING;
    if (is_url(p->attr) && p->value != FRAGMENT)
        return p->value == EMPTY ? HOLDS_URL : HOLDS_NOTHING;
    return HOLDS_ATTR;
}

void place_fill(struct place *p)
{
    if (p->value == EMPTY)
        p->value = FILLED;
}

bool place_same(const struct place *x, const struct place *y)
{
    bool filled = (x->value == EMPTY) == (y->value == EMPTY);
    return x->in == y->in &&
           (x->in != IN_VALUE || (!strcmp(x->attr, y->attr) && (filled || !is_url(x->attr))));
}
