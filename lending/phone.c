/* Phone numbers (M2, M17), e-mail addresses and postcodes as people write them. Pure. */
#include "lending/member.h"

/* Without blanks, dots, dashes, slashes and brackets; FAULT_PHONE_CHARACTERS for anything else. */
static enum fault stripped(struct arena *a, struct str x, struct str *out)
{
    char *s = arena_get(a, x.n + 3);
    size_t n = 0;
    for (size_t i = 0; i < x.n; i++) {
        if (strchr(" \t.-/()", x.s[i]))
            continue;
        if ((x.s[i] < '0' || x.s[i] > '9') && !(x.s[i] == '+' && !n))
            return FAULT_PHONE_CHARACTERS;
        s[n++] = x.s[i];
    }
    *out = (struct str){ s, n };
    return OK;
}

static struct str with(struct arena *a, const char *prefix, struct str rest)
{
    return str_printf(a, "%s%.*s", prefix, STR(rest));
}

enum fault phone_parse(struct arena *a, struct str text, struct str *e164)
{
    struct str x;
    *e164 = (struct str){ 0 };
    enum fault f = stripped(a, text, &x);
    if (f)
        return f;
    if (str_starts(x, S("00")))
        x = with(a, "+", str_from(x, 2));
    else if (str_starts(x, S("0")))
        x = with(a, "+31", str_from(x, 1));
    else if (x.n == 9 && *x.s == '6')
        x = with(a, "+31", x);
    else if (x.n == 11 && str_starts(x, S("31")))
        x = with(a, "+", x);
    if (str_starts(x, S("+310")))
        x = with(a, "+31", str_from(x, 4));
    if (str_starts(x, S("+0")))
        return FAULT_PHONE_COUNTRY;
    if (!str_starts(x, S("+")))
        return x.n <= 9 ? FAULT_PHONE_SHORT : FAULT_PHONE_LONG;
    if (str_starts(x, S("+31"))) {
        if (x.n != 12)
            return x.n < 12 ? FAULT_PHONE_SHORT : FAULT_PHONE_LONG;
    } else if (x.n < 9 || x.n > 16) {
        return x.n < 9 ? FAULT_PHONE_SHORT : FAULT_PHONE_LONG;
    }
    *e164 = x;
    return OK;
}

bool phone_gets_sms(struct str e164)
{
    if (!str_starts(e164, S("+31")))
        return true;
    return str_starts(e164, S("+316")) && e164.n > 4 && e164.s[4] != '6' && e164.s[4] != '7';
}

enum fault email_parse(struct arena *a, struct str text, struct str *out)
{
    struct str x = str_trim(text);
    ptrdiff_t at = str_find(x, S("@"));
    *out = (struct str){ 0 };
    if (at < 1 || x.n > 254 || !utf8_valid(x) || at > 64)
        return FAULT_EMAIL_FORMAT;
    struct str host = str_from(x, (size_t)at + 1);
    if (str_has(host, '@') || !str_has(host, '.') || host.n < 4 || *host.s == '.' ||
        str_ends(host, S(".")) || str_find(x, S("..")) >= 0)
        return FAULT_EMAIL_FORMAT;
    for (size_t i = 0; i < x.n; i++)
        if ((unsigned char)x.s[i] <= ' ' || strchr("\"(),:;<>[\\]\x7f", x.s[i]))
            return FAULT_EMAIL_FORMAT;
    *out = str_copy(a, x);
    return OK;
}

enum fault postcode_parse(struct arena *a, struct str text, struct str *out)
{
    struct str x = str_upper(a, str_trim(text));
    char s[7];
    size_t n = 0;
    *out = (struct str){ 0 };
    for (size_t i = 0; i < x.n && n < sizeof s; i++)
        if (x.s[i] != ' ')
            s[n++] = x.s[i];
    bool dutch = n == 6;
    for (size_t i = 0; dutch && i < 6; i++)
        dutch = i < 4 ? s[i] >= (i ? '0' : '1') && s[i] <= '9' : s[i] >= 'A' && s[i] <= 'Z';
    if (dutch) {
        *out = str_printf(a, "%.4s %.2s", s, s + 4);
        return OK;
    }
    for (size_t i = 0; i < x.n; i++)
        if (!((x.s[i] >= 'A' && x.s[i] <= 'Z') || (x.s[i] >= '0' && x.s[i] <= '9') || strchr(" -", x.s[i])))
            return FAULT_POSTCODE_FORMAT;
    /* Ours begin with four digits; what looks like one of ours but is not is a mistake. */
    bool ours = x.n >= 4;
    for (size_t i = 0; ours && i < 4; i++)
        ours = x.s[i] >= '0' && x.s[i] <= '9';
    if (x.n < 3 || x.n > 10 || (ours && x.n > 4 && x.s[4] >= 'A'))
        return FAULT_POSTCODE_FORMAT;
    *out = x;
    return OK;
}
