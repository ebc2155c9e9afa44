/* See import_cell.h. */
#include "lending/import_cell.h"

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

enum fault cell_int(struct str x, int64_t least, int64_t most, int64_t *out)
{
    for (size_t i = 0; i < x.n; i++)
        if (!digit(x.s[i]))
            return FAULT_NUMBER_FORMAT;
    if (!x.n)
        return FAULT_NUMBER_FORMAT;
    int64_t v;
    if (!str_int(x, &v) || v < least || v > most)
        return FAULT_NUMBER_RANGE;
    *out = v;
    return OK;
}

/* Without a sign of the euro and blanks. */
static struct str amount_bare(struct str x)
{
    static const char *const signs[] = { "\xe2\x82\xac", "EUR", "eur", "Eur", "euro", "Euro" };
    for (size_t i = 0; i < COUNT(signs); i++) {
        struct str sign = str_of(signs[i]);
        if (str_starts(x, sign))
            x = str_from(x, sign.n);
        if (str_ends(x, sign))
            x = str_upto(x, x.n - sign.n);
    }
    x = str_trim(x);
    if (str_ends(x, S(",-")) || str_ends(x, S(",=")))
        x = str_upto(x, x.n - 2);
    return x;
}

/* Where the cents begin: at the last point or comma that has one or two digits behind it. */
static size_t cents_at(struct str x)
{
    size_t at = x.n;
    for (size_t i = 0; i < x.n; i++)
        if (x.s[i] == '.' || x.s[i] == ',')
            at = i;
    return at < x.n && (x.n - at == 2 || x.n - at == 3) ? at : x.n;
}

/* Whole euros, perhaps in groups of three. */
static enum fault euros(struct str x, int64_t *out)
{
    size_t run = 0;
    bool grouped = false;
    *out = 0;
    for (size_t i = 0; i < x.n; i++) {
        if (digit(x.s[i])) {
            *out = *out * 10 + (x.s[i] - '0');
            run++;
        } else if ((x.s[i] == '.' || x.s[i] == ',') && run && run < 4 && (!grouped || run == 3)) {
            grouped = true;
            run = 0;
        } else {
            return FAULT_AMOUNT_FORMAT;
        }
        if (*out > 9999999)
            return FAULT_AMOUNT_FORMAT;
    }
    return run && (!grouped || run == 3) ? OK : FAULT_AMOUNT_FORMAT;
}

enum fault cell_money(struct str text, int64_t *cents)
{
    struct str x = amount_bare(text);
    size_t at = cents_at(x);
    bool both = at < x.n && str_has(str_upto(x, at), x.s[at]); /* 12.345.67 */
    enum fault f = both ? FAULT_AMOUNT_FORMAT : euros(str_upto(x, at), cents);
    if (!f)
        *cents *= 100;
    for (int64_t worth = 10; !f && ++at < x.n; worth /= 10) {
        if (digit(x.s[at]))
            *cents += (x.s[at] - '0') * worth;
        else
            f = FAULT_AMOUNT_FORMAT;
    }
    return f;
}

/* The month that a word begins; 0: none. Dutch and English agree but for three. */
static int month_of(struct str w)
{
    static const char *const months[] = { "jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep",
                                          "okt", "nov", "dec", "", "", "maa", "", "may", "", "", "", "",
                                          "oct", "", "", "", "", "mar" };
    for (size_t i = 0; i < COUNT(months); i++)
        if (*months[i] && str_starts_nocase(w, str_of(months[i])))
            return (int)(i % 12) + 1;
    return 0;
}

/* The next run of digits or letters, and what separates it from the one after it. */
static struct str token(struct str *rest, char *sep)
{
    size_t n = 0;
    while (n < rest->n && (digit(rest->s[n]) || letter(rest->s[n])))
        n++;
    struct str t = str_upto(*rest, n);
    *sep = n < rest->n ? rest->s[n] : 0;
    *rest = str_from(*rest, n + 1);
    if (*sep == '.' && rest->n && *rest->s == ' ')
        *rest = str_from(*rest, 1);
    return t;
}

/* A time of the day may follow; it is not kept. */
static bool time_only(struct str x)
{
    for (size_t i = 0; i < x.n; i++)
        if (!digit(x.s[i]) && !strchr(" :.+-ZTAPMapm", x.s[i]))
            return false;
    return true;
}

enum fault cell_day(struct str text, day *out)
{
    struct str x = text, word[3];
    char sep[3];
    /* 2026-11-24T10:00: the T would be taken for a letter of the day. */
    if (x.n > 10 && x.s[10] == 'T') {
        if (!time_only(str_from(x, 10)))
            return FAULT_DAY_FORMAT;
        x = str_upto(x, 10);
    }
    for (int i = 0; i < 3; i++)
        word[i] = token(&x, &sep[i]);
    bool year_first = word[0].n == 4;
    struct str y = year_first ? word[0] : word[2], d = year_first ? word[2] : word[0];
    int64_t year, month, mday;
    if (!strchr("-/. ", sep[0]) || !strchr("-/. ", sep[1]) || !sep[0] || !sep[1] ||
        (sep[2] && sep[2] != ' ') || !time_only(x) || y.n != 4 || d.n < 1 || d.n > 2)
        return FAULT_DAY_FORMAT;
    month = month_of(word[1]);
    if (cell_int(y, 1900, 2200, &year) || cell_int(d, 1, 31, &mday) ||
        (!month && cell_int(word[1], 1, 12, &month)) ||
        !day_exists((int)year, (int)month, (int)mday))
        return FAULT_DAY_FORMAT;
    *out = day_of((int)year, (int)month, (int)mday);
    return OK;
}

bool cell_word(struct str key, const char *words)
{
    struct str rest = str_of(words), w;
    while (str_next(&rest, '|', &w))
        if (str_eq(w, key))
            return true;
    return false;
}

enum fault cell_yes(struct str x, bool *out)
{
    char lower[8];
    size_t n = x.n < sizeof lower ? x.n : 0;
    for (size_t i = 0; i < n; i++)
        lower[i] = (char)(x.s[i] >= 'A' && x.s[i] <= 'Z' ? x.s[i] + 32 : x.s[i]);
    struct str key = { lower, n };
    *out = cell_word(key, "ja|yes|j|y|x|1|true|waar|v");
    return *out || cell_word(key, "nee|no|n|0|false|onwaar") ? OK : FAULT_YES_NO_FORMAT;
}

/* The place of the word in a table of words; FAULT_CHOICE_UNKNOWN when it is in none. */
static enum fault choice(struct arena *a, const char *const *words, size_t n, struct str x, int *out)
{
    struct str key = str_key(a, x);
    for (size_t i = 0; i < n; i++)
        if (words[i] && cell_word(key, words[i])) {
            *out = (int)i;
            return OK;
        }
    return FAULT_CHOICE_UNKNOWN;
}

enum fault cell_tool_state(struct arena *a, struct str x, enum tool_state *out)
{
    static const char *const words[] = {
        [TOOL_DRAFT] = ("draft|pending|concept|nieuw|new|in behandeling|nog niet klaar|aanvraag|"
                       "in aanvraag|to be checked|in voorbereiding|in preparation"),
        [TOOL_ACTIVE] = ("active|actief|beschikbaar|available|vrij|free|in gebruik|in use|in stock|"
                        "aanwezig|op voorraad|ok|in orde|goed|borrowed|uitgeleend|on loan|checked out|"
                        "out|in|uit|overdue|op plank|on shelf|loaned|te leen|leenbaar|to borrow"),
        [TOOL_REPAIR] = ("repair|in repair|maintenance|in maintenance|onderhoud|in onderhoud|reparatie|"
                        "in reparatie|kapot|defect|broken|stuk|werkplaats|in de werkplaats|"
                        "needs repair|damaged|beschadigd|out of order|buiten gebruik|in the workshop"),
        [TOOL_MISSING] = "missing|zoek|kwijt|vermist|lost|niet gevonden|not found|verloren",
        [TOOL_RETIRED] = ("retired|niet meer te leen|afgeschreven|uit collectie|weg|verkocht|sold|"
                         "discarded|disposed|archived|gearchiveerd|afgevoerd|weggegooid|inactive|"
                         "inactief|withdrawn|deaccessioned|uit de collectie|no longer to borrow"),
    };
    int i;
    enum fault f = choice(a, words, COUNT(words), x, &i);
    if (!f)
        *out = (enum tool_state)i;
    return f;
}

enum fault cell_member_state(struct arena *a, struct str x, enum member_state *out)
{
    static const char *const words[] = {
        [MEMBER_PENDING] = "pending|nog niet klaar|nieuw|new|in behandeling|aangemeld|aspirant|not yet ready",
        [MEMBER_ACTIVE] = "active|actief|lid|member|ok|current|huidig|expired|verlopen",
        [MEMBER_BLOCKED] = "blocked|op pauze|geblokkeerd|pauze|suspended|paused|on hold",
        [MEMBER_ENDED] = ("ended|gestopt|beeindigd|opgezegd|oud lid|uitgeschreven|inactive|inactief|"
                         "former|cancelled|closed|ex lid|voormalig"),
    };
    int i;
    enum fault f = choice(a, words, COUNT(words), x, &i);
    if (!f)
        *out = (enum member_state)i;
    return f;
}

char cell_separator(struct str x)
{
    return str_has(x, ';') ? ';' : str_has(x, '\n') ? '\n' : ',';
}

bool cell_item(struct str *rest, char separator, struct str *item)
{
    while (str_next(rest, separator, item)) {
        *item = str_trim(*item);
        if (item->n)
            return true;
    }
    return false;
}

struct str cell_counted(struct str x, int64_t *count)
{
    size_t n = 0, end = x.n;
    while (n < x.n && digit(x.s[n]))
        n++;
    struct str after = str_trim(str_from(x, n));
    if (n && n < 4 && str_starts(after, S("x ")) && str_int(str_upto(x, n), count))
        return str_trim(str_from(after, 2));
    while (end && digit(x.s[end - 1]))
        end--;
    struct str before = str_upto(x, end);
    if (end < x.n && x.n - end < 4 && str_ends(before, S(" x")) && str_int(str_from(x, end), count))
        return str_trim(str_upto(before, end - 2));
    *count = 1;
    return x;
}

struct str cell_unguarded(struct str x)
{
    size_t n = 0;
    while (n < x.n && x.s[n] == '\'')
        n++;
    return n && n < x.n && memchr("=+-@\t\r", x.s[n], 6) ? str_from(x, 1) : x;
}
