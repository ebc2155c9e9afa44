/* One argument's text by its kind. What the kinds accept is what a hurried person writes and a
 * script gives alike: "24 nov" and "2026-11-24", "ja" and "true". */
#include "ops/arg.h"

#include "lending/member.h"
#include "text/text.h"

enum {
    INT_MOST = 999999999,
    CENTS_MOST = 100000000,
    PIN_LEAST = 4,
    PIN_MOST = 8,
    INITIALS_MOST = 4
};

static enum fault int_read(struct ctx *c, const struct arg *a, struct str text, struct val got,
                           struct val *out)
{
    int64_t v, least = 0, most = INT_MOST;
    ptrdiff_t dots = a->choices ? str_find(str_of(a->choices), S("..")) : -1;
    if (dots >= 0)
        ASSERT(str_int(str_upto(str_of(a->choices), (size_t)dots), &least) &&
               str_int(str_from(str_of(a->choices), (size_t)dots + 2), &most));
    if (!str_int(text, &v))
        return fail(c, FAULT_NUMBER_FORMAT, a->name, got);
    if (v < least || v > most)
        return fail_facts(c, FAULT_NUMBER_RANGE, a->name, got,
                          FACTS(F("least", val_int(least)), F("most", val_int(most))));
    *out = val_int(v);
    return OK;
}

/* An amount (L18), perhaps behind a euro sign. Who types a comma is shown it with a point. */
static enum fault money_read(struct ctx *c, const struct arg *a, struct str x, struct val got,
                             struct val *out)
{
    int64_t cents;
    struct buf point = { .a = c->mem };
    if (str_starts(x, S("€")))
        x = str_trim(str_from(x, sizeof "€" - 1));
    if (str_cents(x, &cents)) {
        *out = val_money(cents);
        return cents <= CENTS_MOST ? OK : fail_facts(c, FAULT_AMOUNT_MOST, a->name, got,
                                                     FACTS(F("most", val_money(CENTS_MOST))));
    }
    for (size_t i = 0; i < x.n; i++)
        buf_char(&point, x.s[i] == ',' ? '.' : x.s[i]);
    bool meant = str_cents(buf_str(&point), &cents) && cents <= CENTS_MOST;
    return fail_facts(c, FAULT_AMOUNT_FORMAT, a->name, got,
                      FACTS(F("point", meant ? val_str(buf_str(&point)) : val_none())));
}

static bool yes_read(struct str x, bool *out)
{
    static const struct {
        const char *word;
        bool yes;
    } words[] = { { "yes", true },  { "ja", true },     { "true", true }, { "1", true },
                  { "on", true },   { "j", true },      { "y", true },    { "no", false },
                  { "nee", false }, { "false", false }, { "0", false },   { "off", false },
                  { "n", false } };
    for (size_t i = 0; i < COUNT(words); i++)
        if (str_eq_nocase(x, str_of(words[i].word))) {
            *out = words[i].yes;
            return true;
        }
    return false;
}

/* An instant (RFC 3339), or a day and a minute of it: "2026-11-24 10:00". */
static bool time_read(struct ctx *c, struct str x, int64_t *out)
{
    int64_t h, m;
    day d;
    if (instant_parse(x, out))
        return true;
    struct str date = str_upto(x, x.n > 5 ? x.n - 5 : 0), clock = str_from(x, date.n);
    if (date.n < 2 || !strchr(" T", date.s[date.n - 1]) ||
        (clock.s[2] != ':' && clock.s[2] != '.') || !str_int(str_upto(clock, 2), &h) ||
        !str_int(str_from(clock, 3), &m) || h < 0 || h > 23 || m < 0 || m > 59 ||
        !day_read(c->mem, c->today, str_trim(str_upto(date, date.n - 1)), &d))
        return false;
    *out = instant_of(d, (int)(h * 60 + m));
    return true;
}

static enum fault choice_read(struct ctx *c, const struct arg *a, struct str text, struct val got,
                              struct val *out)
{
    struct str rest = str_of(a->choices), word;
    struct buf list = { .a = c->mem };
    while (str_next(&rest, '|', &word)) {
        if (str_eq_nocase(word, text)) {
            *out = val_str(word);
            return OK;
        }
        buf_z_add(&list, list.n ? ", " : "");
        buf_add(&list, word);
    }
    return fail_facts(c, FAULT_CHOICE_UNKNOWN, a->name, got,
                      FACTS(F("choices", val_str(buf_str(&list)))));
}

static enum fault lang_read(struct ctx *c, const struct arg *a, struct str text, struct val got,
                            struct val *out)
{
    struct buf list = { .a = c->mem };
    int lang = lang_find(text);
    if (lang >= 0) {
        *out = val_z(lang_code(lang));
        return OK;
    }
    for (int i = 0; i < lang_count(); i++)
        buf_printf(&list, "%s%s", i ? ", " : "", lang_code(i));
    return fail_facts(c, FAULT_CHOICE_UNKNOWN, a->name, got,
                      FACTS(F("choices", val_str(buf_str(&list)))));
}

static bool digits(struct str x)
{
    for (size_t i = 0; i < x.n; i++)
        if (x.s[i] < '0' || x.s[i] > '9')
            return false;
    return true;
}

/* Four to eight digits, and none that everybody tries: 1111, 1234, 8765. */
static bool pin_good(struct str x)
{
    bool same = true, up = true, down = true;
    for (size_t i = 1; i < x.n; i++) {
        same &= x.s[i] == x.s[i - 1];
        up &= x.s[i] == x.s[i - 1] + 1;
        down &= x.s[i] == x.s[i - 1] - 1;
    }
    return digits(x) && x.n >= PIN_LEAST && x.n <= PIN_MOST && !same && !up && !down;
}

static bool initials_good(struct str x)
{
    for (size_t i = 0; i < x.n; i++) {
        char ch = x.s[i];
        bool plain = (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9');
        if (!plain && (unsigned char)ch < 0x80)
            return false;
    }
    return x.n && utf8_count(x) <= INITIALS_MOST;
}

static bool url_good(struct str x)
{
    struct str rest = str_starts_nocase(x, S("https://")) ? str_from(x, 8)
                    : str_starts_nocase(x, S("http://")) ? str_from(x, 7) : (struct str){ 0 };
    return rest.n && *rest.s != '/' && !str_has(rest, ' ') && !str_has(rest, '"') &&
           !str_has(rest, '<') && !str_has(rest, '>') && !str_has(rest, '\\');
}

enum fault kind_read(struct ctx *c, const struct arg *a, struct str text, struct val got,
                     struct val *out)
{
    enum fault f = OK;
    struct str kept = text;
    int64_t number = 0;
    bool yes = false;
    day d;
    switch (a->kind) {
    case K_INT: case K_LOAN:
        return int_read(c, a, text, got, out);
    case K_MONEY:
        return money_read(c, a, text, got, out);
    case K_DAY:
        if (!day_read(c->mem, c->today, text, &d))
            return fail(c, FAULT_DAY_FORMAT, a->name, got);
        *out = val_day(d);
        return OK;
    case K_TIME:
        if (!time_read(c, text, &number))
            return fail(c, FAULT_TIME_FORMAT, a->name, got);
        *out = val_time(number);
        return OK;
    case K_YES:
        if (!yes_read(text, &yes))
            return fail(c, FAULT_YES_NO_FORMAT, a->name, got);
        *out = val_bool(yes);
        return OK;
    case K_CHOICE:
        return choice_read(c, a, text, got, out);
    case K_LANG:
        return lang_read(c, a, text, got, out);
    case K_PHONE:
        f = phone_parse(c->mem, text, &kept);
        break;
    case K_EMAIL:
        f = email_parse(c->mem, text, &kept);
        break;
    case K_POSTCODE:
        f = postcode_parse(c->mem, text, &kept);
        break;
    case K_PIN:
        f = pin_good(text) ? OK : FAULT_PIN_FORMAT;
        break;
    case K_INITIALS:
        kept = str_upper(c->mem, text);
        f = initials_good(kept) ? OK : FAULT_INITIALS_FORMAT;
        break;
    case K_URL:
        f = url_good(text) ? OK : FAULT_URL_FORMAT;
        break;
    case K_TEXT: case K_LONG: case K_TOOL: case K_MEMBER: case K_BRANCH: case K_MODEL:
    case K_CATEGORY: case K_PLAN: case K_FILE: case K_PHOTO: case K_PATH:
        break;
    }
    if (f)
        return fail_facts(c, f, a->name, got, FACTS(F("n", val_int((int64_t)utf8_count(text)))));
    *out = val_str(kept);
    return OK;
}
