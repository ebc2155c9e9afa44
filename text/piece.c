/* See piece.h. A placeholder is {name} or {name:form}; names are lower-case letters, digits, _. */
#include "text/piece.h"

static const struct { struct str form; enum piece_is is; } forms[] = {
    { { "short", 5 }, PIECE_SHORT }, { { "iso", 3 }, PIECE_ISO }, { { "clock", 5 }, PIECE_CLOCK },
};

static bool name_good(struct str x)
{
    bool good = x.n && *x.s >= 'a' && *x.s <= 'z';
    for (size_t i = 1; good && i < x.n; i++)
        good = (x.s[i] >= 'a' && x.s[i] <= 'z') || (x.s[i] >= '0' && x.s[i] <= '9') ||
               x.s[i] == '_';
    return good;
}

static enum piece_is form_of(struct str form)
{
    for (size_t i = 0; i < COUNT(forms); i++)
        if (str_eq(forms[i].form, form))
            return forms[i].is;
    return PIECE_BAD;
}

/* What stands between the braces. */
static struct piece placeholder(struct str inside)
{
    struct piece p = { PIECE_FACT, inside };
    if (str_has(inside, ':')) {
        str_next(&inside, ':', &p.s);
        p.is = form_of(inside);
    }
    if (!name_good(p.s))
        p.is = PIECE_BAD;
    return p;
}

bool piece_next(struct str *rest, struct piece *out)
{
    if (!rest->n)
        return false;
    size_t n = 0;
    while (n < rest->n && rest->s[n] != '{' && rest->s[n] != '}')
        n++;
    *out = (struct piece){ PIECE_TEXT, str_upto(*rest, n) };
    if (!n) {
        const char *end = memchr(rest->s, '}', rest->n);
        *out = (struct piece){ PIECE_BAD, *rest };
        n = end ? (size_t)(end - rest->s) + 1 : 1;
        if (n > 1)
            *out = placeholder((struct str){ rest->s + 1, n - 2 });
        if (out->is == PIECE_BAD)
            *out = (struct piece){ PIECE_BAD, *rest }, n = 1;
    }
    *rest = str_from(*rest, n);
    return true;
}
