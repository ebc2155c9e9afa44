/* Days as people write them. A volunteer types what is on the wall calendar; the month's and the
 * day's names come from the languages' own files. */
#include "ops/arg.h"

#include "text/text.h"

enum { WORDS_MOST = 4 };

static bool same(struct arena *a, struct str key, struct str name)
{
    return str_eq(key, str_key(a, name));
}

/* A name, or its start of three letters or more ("sept"), or its short form ("mrt"). */
static bool named(struct arena *a, struct str key, struct str name, int short_key)
{
    return (key.n >= 3 && str_starts(str_key(a, name), key)) ||
           (short_key >= 0 && same(a, key, name));
}

/* 1-12, or 1-7 of a weekday; 0 when it is none. `what` is "month" or "weekday". */
static int name_find(struct arena *a, struct str key, const char *what, int most)
{
    for (int lang = 0; lang < lang_count(); lang++)
        for (int i = 1; i <= most; i++) {
            int full = text_find(str_printf(a, "%s.%d", what, i));
            int brief = text_find(str_printf(a, "%s.short.%d", what, i));
            if (full >= 0 && named(a, key, text_plain(lang, (enum text_key)full), -1))
                return i;
            if (brief >= 0 && named(a, key, text_plain(lang, (enum text_key)brief), brief))
                return i;
        }
    return 0;
}

/* A date without its year means the nearest one. */
static bool nearest(day today, int m, int d, day *out)
{
    bool found = false;
    int y = day_ymd(today).y;
    for (int i = y - 1; i <= y + 1; i++) {
        if (!day_exists(i, m, d))
            continue;
        day x = day_of(i, m, d);
        if (!found || abs(day_diff(x, today)) < abs(day_diff(*out, today)))
            *out = x;
        found = true;
    }
    return found;
}

static bool date(day today, int64_t y, int64_t m, int64_t d, day *out)
{
    if (m < 1 || m > 12 || d < 1 || d > 31 || y > 9999)
        return false;
    if (y < 0)
        return nearest(today, (int)m, (int)d, out);
    if (y < 1900 || !day_exists((int)y, (int)m, (int)d))
        return false;
    *out = day_of((int)y, (int)m, (int)d);
    return true;
}

static bool relative(struct arena *a, day today, struct str key, day *out)
{
    static const struct {
        enum text_key key;
        int days;
    } words[] = { { T_DAY_WORD_TODAY, 0 }, { T_DAY_WORD_TOMORROW, 1 }, { T_DAY_WORD_AFTER, 2 },
                  { T_DAY_WORD_YESTERDAY, -1 } };
    for (int lang = 0; lang < lang_count(); lang++)
        for (size_t i = 0; i < COUNT(words); i++)
            if (same(a, key, text_plain(lang, words[i].key))) {
                *out = day_plus(today, words[i].days);
                return true;
            }
    return false;
}

/* Figures and names: "24 november", "november 24 2026", "di 24 nov", "24-11-2026". */
static bool words_read(struct arena *a, day today, struct str key, day *out)
{
    int64_t number[WORDS_MOST], v;
    size_t n = 0, n_words = 0;
    int month = 0, weekday = 0;
    for (struct str w; str_next(&key, ' ', &w);) {
        if (++n_words > WORDS_MOST + 1)
            return false;
        if (str_int(w, &v) && n < WORDS_MOST)
            number[n++] = v;
        else if (!month && (month = name_find(a, w, "month", 12)))
            continue;
        else if (n_words > 1 || !(weekday = name_find(a, w, "weekday", 7)))
            return false;
    }
    bool good =
        month
            ? (n == 1 || n == 2) && date(today, n == 2 ? number[1] : -1, month, number[0], out)
            : (n == 2 || n == 3) && date(today, n == 3 ? number[2] : -1, number[1], number[0], out);
    return good && (!weekday || weekday == day_weekday(*out));
}

bool day_read(struct arena *a, day today, struct str text, day *out)
{
    if (text.n > 60)
        return false;
    if (day_parse(text, out))
        return day_ymd(*out).y >= 1900;
    struct str key = str_key(a, text);
    return relative(a, today, key, out) || words_read(a, today, key, out);
}
