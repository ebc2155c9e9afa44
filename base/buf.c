/* See buf.h. */
#include "base/buf.h"

#include <stdarg.h>

struct str buf_str(const struct buf *b)
{
    return (struct str){ b->s, b->n };
}

/* Room for n more bytes and a zero; false when the arena is full. */
static bool buf_room(struct buf *b, size_t n)
{
    if (b->s && b->size - b->n > n)
        return true;
    size_t size = b->size ? b->size : 256;
    while (size - b->n <= n)
        size *= 2;
    if (!arena_has(b->a, size))
        return false;
    char *s = arena_get(b->a, size);
    if (b->n)
        memcpy(s, b->s, b->n);
    b->s = s;
    b->size = size;
    return true;
}

const char *buf_z(struct buf *b)
{
    if (!buf_room(b, 1))
        return "";
    b->s[b->n] = 0;
    return b->s;
}

void buf_add(struct buf *b, struct str x)
{
    if (!x.n || !buf_room(b, x.n))
        return;
    memcpy(b->s + b->n, x.s, x.n);
    b->n += x.n;
}

void buf_z_add(struct buf *b, const char *s)
{
    buf_add(b, str_of(s));
}

void buf_char(struct buf *b, char c)
{
    buf_add(b, (struct str){ &c, 1 });
}

void buf_int(struct buf *b, int64_t v)
{
    char digits[20];
    size_t at = sizeof digits;
    uint64_t u = v < 0 ? -(uint64_t)v : (uint64_t)v;
    do
        digits[--at] = (char)('0' + u % 10);
    while (u /= 10);
    if (v < 0)
        buf_char(b, '-');
    buf_add(b, (struct str){ digits + at, sizeof digits - at });
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    ASSERT(n >= 0);
    if (buf_room(b, (size_t)n)) {
        vsnprintf(b->s + b->n, (size_t)n + 1, fmt, again);
        b->n += (size_t)n;
    }
    va_end(again);
}

static void two(struct buf *b, int v)
{
    buf_add(b, (struct str){ (char[]){ (char)('0' + v / 10), (char)('0' + v % 10) }, 2 });
}

void buf_day(struct buf *b, day d)
{
    struct ymd x = day_ymd(d);
    if (x.y < 1000)
        buf_char(b, '0');
    buf_int(b, x.y);
    buf_char(b, '-');
    two(b, x.m);
    buf_char(b, '-');
    two(b, x.d);
}

void buf_instant(struct buf *b, int64_t t)
{
    int64_t n = t / 86400, s = t % 86400;
    if (s < 0) {
        s += 86400;
        n--;
    }
    buf_day(b, (day){ (int32_t)n });
    buf_char(b, 'T');
    two(b, (int)(s / 3600));
    buf_char(b, ':');
    two(b, (int)(s / 60 % 60));
    buf_char(b, ':');
    two(b, (int)(s % 60));
    buf_char(b, 'Z');
}

void buf_money(struct buf *b, int64_t cents)
{
    if (cents < 0)
        buf_char(b, '-');
    uint64_t u = cents < 0 ? -(uint64_t)cents : (uint64_t)cents;
    buf_int(b, (int64_t)(u / 100));
    buf_char(b, '.');
    two(b, (int)(u % 100));
}

/* What a byte becomes in HTML; nothing: it stands as it is. The last two are in no UTF-8 text. */
static struct str html_of(unsigned char c)
{
    return c == '&' ? S("&amp;") : c == '<' ? S("&lt;") : c == '>' ? S("&gt;") : c == '"' ? S("&quot;")
        : c == '\'' ? S("&#39;")
        : (c < 0x20 && c != '\n' && c != '\t') || c >= 0xfe ? S("\xef\xbf\xbd") : (struct str){ 0 };
}

size_t html_plain(struct str x)
{
    for (size_t i = 0; i < x.n; i++) {
        unsigned char c = (unsigned char)x.s[i];
        if (c == ' ' || (c > '>' && c < 0xfe)) /* most do not need a second look */
            continue;
        if (html_of(c).n)
            return i;
    }
    return x.n;
}

void buf_html(struct buf *b, struct str x)
{
    for (size_t n; (n = html_plain(x)) < x.n; x = str_from(x, n + 1)) {
        buf_add(b, str_upto(x, n));
        buf_add(b, html_of((unsigned char)x.s[n]));
    }
    buf_add(b, x);
}

/* What a JSON reader must not meet raw: quotes, controls, and what would turn a line around (X29). */
static bool json_escaped(uint32_t cp)
{
    return cp == '"' || cp == '\\' || utf8_hidden(cp);
}

/* Beyond 16 bits as two surrogates (RFC 8259, 7). */
static void json_escape(struct buf *b, uint32_t cp)
{
    if (cp < 0x10000)
        buf_printf(b, "\\u%04x", cp);
    else
        buf_printf(b, "\\u%04x\\u%04x", 0xd7c0 + (cp >> 10), 0xdc00 + (cp & 0x3ff));
}

void buf_json(struct buf *b, struct str x)
{
    buf_char(b, '"');
    for (size_t i = 0, from = 0; i <= x.n;) {
        size_t was = i;
        uint32_t cp = i < x.n ? utf8_next(x, &i) : 0;
        if (was < x.n && !json_escaped(cp) && !(cp == 0xfffd && i - was == 1))
            continue;
        buf_add(b, (struct str){ x.s + from, was - from });
        from = i;
        if (was == x.n)
            break;
        if (cp == '"' || cp == '\\')
            buf_printf(b, "\\%c", (char)cp);
        else if (cp == '\n')
            buf_add(b, S("\\n"));
        else if (cp == 0xfffd)
            buf_add(b, S("\xef\xbf\xbd"));
        else
            json_escape(b, cp);
    }
    buf_char(b, '"');
}

void buf_url(struct buf *b, struct str x)
{
    for (size_t i = 0; i < x.n; i++) {
        unsigned char c = (unsigned char)x.s[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     c == '-' || c == '.' || c == '_' || c == '~';
        if (plain)
            buf_char(b, (char)c);
        else
            buf_printf(b, "%%%02X", c);
    }
}

/* A number or a phone number: digits, blanks, points and dashes after one sign. */
static bool numberlike(struct str x)
{
    bool digit = false;
    for (size_t i = 1; i < x.n; i++) {
        if (x.s[i] >= '0' && x.s[i] <= '9')
            digit = true;
        else if (!memchr(" .,-()", x.s[i], 6))
            return false;
    }
    return digit && (*x.s == '+' || *x.s == '-');
}

/* What a spreadsheet would run; and what already has our ' before such, for reading takes one off. */
static bool formula_like(struct str x)
{
    size_t n = 0;
    while (n < x.n && x.s[n] == '\'')
        n++;
    return n < x.n && memchr("=+-@\t\r", x.s[n], 6) && (n || !numberlike(x));
}

void buf_csv(struct buf *b, struct str x)
{
    bool formula = formula_like(x), quote = formula;
    for (size_t i = 0; i < x.n && !quote; i++)
        quote = memchr("\",;\r\n\t", x.s[i], 6) != NULL;
    if (x.n && (*x.s == ' ' || x.s[x.n - 1] == ' '))
        quote = true;
    if (!quote) {
        buf_add(b, x);
        return;
    }
    buf_char(b, '"');
    if (formula)
        buf_char(b, '\'');
    for (size_t i = 0; i < x.n; i++) {
        if (x.s[i] == '"')
            buf_char(b, '"');
        buf_char(b, x.s[i]);
    }
    buf_char(b, '"');
}
