/* See code.h. */
#include "lending/code.h"

static const int shift[FAMILY_COUNT] = { 0, 11, 5, 17 };

char code_letter(int64_t number, enum family f)
{
    return "TRWAGMYFPDXBNJZSQVHLCKE"[(number + shift[f]) % 23];
}

struct str code_text(struct arena *a, int64_t number, enum family f)
{
    char letter = code_letter(number, f);
    if (f == FAMILY_MEMBER)
        return str_printf(a, "M%05lld%c", (long long)number, letter);
    return str_printf(a, "%lld%c", (long long)number, letter);
}

const char *command_name(int64_t number)
{
    static const char *const names[] = { "done", "return", "renew", "undo", "broken", "help" };
    return number >= 1 && number <= COMMAND_COUNT ? names[number - 1] : NULL;
}

/* The host of an address, without user and port; empty when the text is no address. */
static struct str host_of(struct str url)
{
    ptrdiff_t at = str_find(url, S("://"));
    struct str x = at < 0 ? url : str_from(url, (size_t)at + 3);
    size_t n = 0;
    while (n < x.n && !strchr("/?#", x.s[n]))
        n++;
    if (at < 0 && n == x.n)
        return (struct str){ 0 };
    x = str_upto(x, n);
    for (size_t i = 0; i < x.n; i++)
        if (x.s[i] == ':')
            x = str_upto(x, i);
    return x;
}

static bool host_ours(struct str host, struct str hosts)
{
    struct str url;
    while (str_next(&hosts, ' ', &url)) {
        struct str ours = host_of(url);
        if (ours.n && str_eq_nocase(ours, host))
            return true;
    }
    return false;
}

/* What follows the last /t/ up to ? or #; empty when there is none. */
static struct str path_code(struct str url)
{
    struct str x = { 0 };
    for (size_t i = 0; i + 3 <= url.n; i++)
        if (str_eq_nocase((struct str){ url.s + i, 3 }, S("/t/")))
            x = str_from(url, i + 3);
    for (size_t i = 0; i < x.n; i++)
        if (strchr("?#/", x.s[i]))
            x = str_upto(x, i);
    return x;
}

enum fault code_fold(struct arena *a, struct str scan, struct str hosts, struct str *out)
{
    struct str x = str_trim(scan), host = host_of(x);
    *out = (struct str){ 0 };
    if (host.n && !host_ours(host, hosts))
        return FAULT_CODE_FOREIGN;
    if (host.n)
        x = path_code(x);
    char *s = arena_get(a, x.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < x.n; i++)
        if (!strchr(" -\t\r\n", x.s[i]))
            s[n++] = x.s[i] >= 'a' && x.s[i] <= 'z' ? (char)(x.s[i] - 'a' + 'A') : x.s[i];
    *out = (struct str){ s, n };
    return OK;
}

static size_t digits_at(struct str x)
{
    size_t n = 0;
    while (n < x.n && x.s[n] >= '0' && x.s[n] <= '9')
        n++;
    return n;
}

static bool member_shaped(struct str x)
{
    return x.n == 7 && *x.s == 'M' && digits_at(str_from(x, 1)) == 5;
}

enum fault code_read(struct str x, struct code *out)
{
    *out = (struct code){ 0 };
    bool member = member_shaped(x);
    if (member)
        x = str_from(x, 1);
    while (!member && x.n > 1 && *x.s == '0')
        x = str_from(x, 1);
    size_t n = digits_at(x);
    struct str letter = str_from(x, n);
    if (!n || letter.n > 1 || (letter.n && (*letter.s < 'A' || *letter.s > 'Z')))
        return FAULT_CODE_CHECK;
    if (n > 6 || !str_int(str_upto(x, n), &out->number))
        return FAULT_CODE_UNKNOWN;
    out->bare = !letter.n;
    if (member) {
        out->family = FAMILY_MEMBER;
        return code_letter(out->number, FAMILY_MEMBER) == *letter.s ? OK : FAULT_CODE_CHECK;
    }
    if (out->bare)
        return OK;
    for (int f = 0; f < FAMILY_COUNT; f++)
        if (code_letter(out->number, (enum family)f) == *letter.s) {
            out->family = (enum family)f;
            return OK;
        }
    return FAULT_CODE_CHECK;
}
