/* See gsm.h. */
#include "reminders/gsm.h"

#include <uninorm.h>

#include "base/buf.h"

/* 3GPP TS 23.038, 6.2.1: the default alphabet beyond ASCII, and its extension table. */
static const uint16_t basic[] = {
    0xA1, 0xA3, 0xA4, 0xA5, 0xA7, 0xBF, 0xC4, 0xC5, 0xC6, 0xC7, 0xC9, 0xD1, 0xD6, 0xD8, 0xDC, 0xDF,
    0xE0, 0xE4, 0xE5, 0xE6, 0xE8, 0xE9, 0xEC, 0xF1, 0xF2, 0xF6, 0xF8, 0xF9, 0xFC,
    0x393, 0x394, 0x398, 0x39B, 0x39E, 0x3A0, 0x3A3, 0x3A6, 0x3A8, 0x3A9,
};
static const uint16_t extension[] = { '\f', '^', '{', '}', '\\', '[', '~', ']', '|', 0x20AC };

/* What a letter becomes when Unicode's decomposition (ë is e with two dots) does not say it. */
static const struct {
    uint16_t cp;
    const char *plain;
} plainer[] = {
    { '\t', " " },    { '`', "'" },     { 0xA0, " " },   { 0xAB, "\"" },    { 0xB4, "'" },
    { 0xB5, "u" },    { 0xB7, "-" },    { 0xBB, "\"" },  { 0xBC, "1/4" },   { 0xBD, "1/2" },
    { 0xBE, "3/4" },  { 0xD7, "x" },    { 0x110, "D" },  { 0x111, "d" },    { 0x131, "i" },
    { 0x132, "IJ" },  { 0x133, "ij" },  { 0x141, "L" },  { 0x142, "l" },    { 0x152, "OE" },
    { 0x153, "oe" },  { 0x2010, "-" },  { 0x2011, "-" }, { 0x2012, "-" },   { 0x2013, "-" },
    { 0x2014, "-" },  { 0x2018, "'" },  { 0x2019, "'" }, { 0x201A, "'" },   { 0x201C, "\"" },
    { 0x201D, "\"" }, { 0x201E, "\"" }, { 0x2022, "-" }, { 0x2026, "..." }, { 0x202F, " " },
    { 0x2032, "'" },  { 0x2033, "\"" }, { 0x2039, "'" }, { 0x203A, "'" },   { 0x2212, "-" },
};

static bool is_in(const uint16_t *table, size_t n, uint32_t cp)
{
    for (size_t i = 0; i < n; i++)
        if (table[i] == cp)
            return true;
    return false;
}

int sms_septets(uint32_t cp)
{
    if (is_in(extension, COUNT(extension), cp))
        return 2;
    if (cp < 0x80)
        return (cp >= ' ' && cp != '`' && cp != 0x7f) || cp == '\n' || cp == '\r';
    return is_in(basic, COUNT(basic), cp);
}

static bool fits_gsm(struct str s)
{
    for (size_t at = 0; at < s.n;)
        if (!sms_septets(utf8_next(s, &at)))
            return false;
    return true;
}

struct sms_size sms_size(struct str s)
{
    struct sms_size size = { .ucs2 = !fits_gsm(s), .parts = s.n > 0 };
    int alone = size.ucs2 ? 70 : 160, each = size.ucs2 ? 67 : 153, parts = 1, in_part = 0;
    for (size_t at = 0; at < s.n;) {
        uint32_t cp = utf8_next(s, &at);
        int units = !size.ucs2 ? sms_septets(cp) : cp > 0xFFFF ? 2 : 1;
        if (in_part + units > each) {
            parts++;
            in_part = 0;
        }
        in_part += units;
        size.units += units;
    }
    if (size.units > alone)
        size.parts = parts;
    return size;
}

/* Writes the replacement of `cp`; false when there is none. */
static bool replacement(uint32_t cp, char out[static 8], size_t *n)
{
    *n = 0;
    if (cp >= 0x300 && cp <= 0x36F)
        return true; /* an accent by itself, after its letter */
    for (size_t i = 0; i < COUNT(plainer); i++)
        if (plainer[i].cp == cp) {
            *n = strlen(plainer[i].plain);
            memcpy(out, plainer[i].plain, *n);
            return true;
        }
    ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];
    int count = uc_canonical_decomposition(cp, parts);
    if (count < 1)
        return false;
    if (!sms_septets(parts[0]))
        return replacement(parts[0], out, n); /* two accents: one is left */
    *n = utf8_put(out, parts[0]);
    return true;
}

struct str sms_replace(struct arena *mem, struct str s)
{
    if (fits_gsm(s))
        return s;
    struct buf b = { .a = mem };
    for (size_t at = 0; at < s.n;) {
        size_t from = at, n;
        char plain[8];
        uint32_t cp = utf8_next(s, &at);
        if (sms_septets(cp))
            buf_add(&b, (struct str){ s.s + from, at - from });
        else if (replacement(cp, plain, &n))
            buf_add(&b, (struct str){ plain, n });
        else
            return s;
    }
    return buf_str(&b);
}

uint32_t sms_odd(struct str s)
{
    for (size_t at = 0; at < s.n;) {
        char plain[8];
        size_t n;
        uint32_t cp = utf8_next(s, &at);
        if (!sms_septets(cp) && !replacement(cp, plain, &n))
            return cp;
    }
    return 0;
}
