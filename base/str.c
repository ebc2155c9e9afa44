/* See str.h. Unicode tables come from libunistring; all else is bytes. */
#include "base/str.h"

#include <stdarg.h>
#include <uninorm.h>
#include <unictype.h>
#include <unicase.h>
#include <uniwidth.h>

struct str str_of(const char *s)
{
    return (struct str){ s, s ? strlen(s) : 0 };
}

struct str str_copy(struct arena *a, struct str x)
{
    char *p = arena_get(a, x.n + 1);
    if (x.n)
        memcpy(p, x.s, x.n);
    return (struct str){ p, x.n };
}

const char *str_z(struct arena *a, struct str x)
{
    return str_copy(a, x).s;
}

struct str str_printf(struct arena *a, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    ASSERT(n >= 0);
    char *p = arena_get(a, (size_t)n + 1);
    vsnprintf(p, (size_t)n + 1, fmt, again);
    va_end(again);
    return (struct str){ p, (size_t)n };
}

int str_cmp(struct str x, struct str y)
{
    size_t n = x.n < y.n ? x.n : y.n;
    int c = n ? memcmp(x.s, y.s, n) : 0;
    return c ? c : (x.n > y.n) - (x.n < y.n);
}

bool str_eq(struct str x, struct str y)
{
    return x.n == y.n && (!x.n || !memcmp(x.s, y.s, x.n));
}

bool str_eq_nocase(struct str x, struct str y)
{
    return x.n == y.n && (!x.n || !strncasecmp(x.s, y.s, x.n));
}

bool str_starts(struct str x, struct str prefix)
{
    return str_eq(str_upto(x, prefix.n), prefix);
}

bool str_starts_nocase(struct str x, struct str prefix)
{
    return str_eq_nocase(str_upto(x, prefix.n), prefix);
}

bool str_ends(struct str x, struct str suffix)
{
    return x.n >= suffix.n && str_eq(str_from(x, x.n - suffix.n), suffix);
}

bool str_has(struct str x, char c)
{
    return x.n && memchr(x.s, c, x.n);
}

ptrdiff_t str_find(struct str x, struct str part)
{
    for (size_t i = 0; part.n && i + part.n <= x.n; i++)
        if (!memcmp(x.s + i, part.s, part.n))
            return (ptrdiff_t)i;
    return part.n ? -1 : 0;
}

static bool blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct str str_trim(struct str x)
{
    while (x.n && blank(x.s[x.n - 1]))
        x.n--;
    while (x.n && blank(*x.s))
        x = str_from(x, 1);
    return x;
}

struct str str_from(struct str x, size_t at)
{
    return at < x.n ? (struct str){ x.s + at, x.n - at } : (struct str){ 0 };
}

struct str str_upto(struct str x, size_t n)
{
    return (struct str){ x.s, n < x.n ? n : x.n };
}

bool str_next(struct str *rest, char sep, struct str *word)
{
    if (!rest->n)
        return false;
    const char *end = memchr(rest->s, sep, rest->n);
    size_t n = end ? (size_t)(end - rest->s) : rest->n;
    *word = str_upto(*rest, n);
    *rest = str_from(*rest, n + 1);
    return true;
}

bool str_among(struct str words, struct str one)
{
    struct str word;
    while (str_next(&words, ' ', &word))
        if (str_eq(word, one))
            return true;
    return false;
}

struct str str_capital(struct arena *a, struct str x)
{
    bool small = x.n && x.s[0] >= 'a' && x.s[0] <= 'z';
    return small ? str_printf(a, "%c%.*s", x.s[0] - 'a' + 'A', STR(str_from(x, 1))) : x;
}

struct str str_upper(struct arena *a, struct str x)
{
    struct str y = str_copy(a, x);
    for (char *p = (char *)(uintptr_t)y.s; *p || p < y.s + y.n; p++)
        if (*p >= 'a' && *p <= 'z')
            *p = (char)(*p - 'a' + 'A');
    return y;
}

struct str str_lower(struct arena *a, struct str x)
{
    struct str y = str_copy(a, x);
    for (char *p = (char *)(uintptr_t)y.s; *p || p < y.s + y.n; p++)
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p - 'A' + 'a');
    return y;
}

bool str_int(struct str x, int64_t *out)
{
    bool minus = x.n && *x.s == '-';
    if (x.n && (*x.s == '-' || *x.s == '+'))
        x = str_from(x, 1);
    if (!x.n || x.n > 18)
        return false;
    int64_t v = 0;
    for (size_t i = 0; i < x.n; i++) {
        if (x.s[i] < '0' || x.s[i] > '9')
            return false;
        v = v * 10 + (x.s[i] - '0');
    }
    *out = minus ? -v : v;
    return true;
}

/* Figures and nothing else; however many, what they say is no more than `most`. */
static bool figures(struct str x, int64_t most, int64_t *out)
{
    *out = 0;
    for (size_t i = 0; i < x.n; i++) {
        if (x.s[i] < '0' || x.s[i] > '9')
            return false;
        *out = *out * 10 + (x.s[i] - '0');
        if (*out > most)
            *out = most;
    }
    return x.n > 0;
}

bool str_cents(struct str x, int64_t *cents)
{
    int64_t whole, part = 0;
    size_t at = 0;
    while (at < x.n && x.s[at] != '.')
        at++;
    struct str right = str_from(x, at + 1);
    if (!figures(str_upto(x, at), 1000000000, &whole) ||
        (at < x.n && (right.n > 2 || !figures(right, 99, &part))))
        return false;
    *cents = whole * 100 + (right.n == 1 ? part * 10 : part);
    return true;
}

/* The length of the sequence that begins with byte c; 0: none does. */
static size_t utf8_len(unsigned char c)
{
    return c < 0x80 ? 1 : c < 0xc2 ? 0 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : c < 0xf5 ? 4 : 0;
}

uint32_t utf8_next(struct str x, size_t *at)
{
    static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
    const unsigned char *p = (const unsigned char *)x.s + *at;
    size_t n = utf8_len(*p);
    uint32_t cp = n == 1 ? *p : n ? *p & (0x7fu >> n) : 0;
    bool good = n && *at + n <= x.n;
    for (size_t i = 1; good && i < n; i++) {
        good = (p[i] & 0xc0) == 0x80;
        cp = cp << 6 | (p[i] & 0x3fu);
    }
    good = good && cp >= least[n] && cp <= 0x10ffff && (cp < 0xd800 || cp > 0xdfff);
    *at += good ? n : 1;
    return good ? cp : 0xfffd;
}

bool utf8_valid(struct str x)
{
    for (size_t i = 0; i < x.n;) {
        size_t was = i;
        if (utf8_next(x, &i) == 0xfffd && !(i - was == 3))
            return false;
    }
    return true;
}

size_t utf8_count(struct str x)
{
    size_t n = 0;
    for (size_t i = 0; i < x.n; n++)
        utf8_next(x, &i);
    return n;
}

size_t utf8_put(char out[static 4], uint32_t cp)
{
    if (cp < 0x80)
        return out[0] = (char)cp, 1;
    size_t n = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--, cp >>= 6)
        out[i] = (char)(0x80 | (cp & 0x3f));
    out[0] = (char)((0xf00 >> n & 0xff) | cp);
    return n;
}

struct str utf8_upto(struct str x, size_t n)
{
    size_t at = 0;
    while (n-- && at < x.n)
        utf8_next(x, &at);
    return str_upto(x, at);
}

bool utf8_hidden(uint32_t cp)
{
    return cp < 0x20 || (cp >= 0x7f && cp < 0xa0) || cp == 0xad || cp == 0x61c || cp == 0x180e ||
           (cp >= 0x200b && cp <= 0x200f) || (cp >= 0x2028 && cp <= 0x202e) ||
           (cp >= 0x2060 && cp <= 0x206f) || cp == 0xfeff || (cp >= 0xfff9 && cp <= 0xfffb) ||
           (cp >= 0xe0000 && cp <= 0xe007f);
}

struct str str_shown(struct arena *a, struct str x)
{
    bool clean = utf8_valid(x);
    for (size_t i = 0; clean && i < x.n;)
        clean = !utf8_hidden(utf8_next(x, &i));
    if (clean)
        return x;
    char *out = arena_get(a, x.n * 3 + 4);
    size_t n = 0;
    for (size_t i = 0; i < x.n;) {
        uint32_t cp = utf8_next(x, &i);
        if (cp == '\t' || cp == '\n' || cp == '\r' || cp == 0x2028 || cp == 0x2029)
            cp = ' ';
        if (!utf8_hidden(cp) && !(cp == ' ' && n && out[n - 1] == ' '))
            n += utf8_put(out + n, cp);
    }
    return (struct str){ out, n };
}

/* Letters that Unicode does not decompose, as their reader would type them. */
static const struct { uint32_t cp; const char *as; } plain[] = {
    { 0xdf, "ss" }, { 0xe6, "ae" }, { 0xf0, "d" }, { 0xf8, "o" }, { 0xfe, "th" }, { 0x111, "d" },
    { 0x131, "i" }, { 0x133, "ij" }, { 0x142, "l" }, { 0x153, "oe" },
};

static const char *plain_of(uint32_t cp)
{
    for (size_t i = 0; i < COUNT(plain); i++)
        if (plain[i].cp == cp)
            return plain[i].as;
    return NULL;
}

/* Adds one folded code point; marks vanish, all that is no letter or digit is one space. */
static void key_add(char *out, size_t *n, uint32_t cp)
{
    const char *as = plain_of(cp);
    if (as) {
        size_t k = strlen(as);
        memcpy(out + *n, as, k);
        *n += k;
    } else if (cp < 0x80 ? (cp >= 'a' && cp <= 'z') || (cp >= '0' && cp <= '9')
                         : uc_is_property_alphabetic(cp) || uc_is_property_numeric(cp)) {
        *n += utf8_put(out + *n, cp);
    } else if (*n && out[*n - 1] != ' ' && !uc_is_general_category(cp, UC_MARK)) {
        out[(*n)++] = ' ';
    }
}

static bool ascii(struct str x)
{
    for (size_t i = 0; i < x.n; i++)
        if ((unsigned char)x.s[i] >= 0x80)
            return false;
    return true;
}

struct str str_key(struct arena *a, struct str x)
{
    if (!x.n)
        return x;
    uint8_t *folded = NULL;
    size_t k = x.n;
    const uint8_t *from = (const uint8_t *)x.s;
    if (ascii(x))
        from = (const uint8_t *)str_lower(a, x).s;
    else if ((folded = u8_casefold(from, x.n, NULL, UNINORM_NFKD, NULL, &k)))
        from = folded;
    char *out = arena_get(a, k * 2 + 4);
    size_t n = 0;
    struct str view = { (const char *)from, k };
    for (size_t i = 0; i < k;)
        key_add(out, &n, utf8_next(view, &i));
    free(folded);
    while (n && out[n - 1] == ' ')
        n--;
    return (struct str){ out, n };
}

int str_width(struct str x)
{
    return x.n ? u8_width((const uint8_t *)x.s, x.n, "UTF-8") : 0;
}
