/* Opening hours as people write them: "mo 10:00-12:00/11:15 tu-fr 13:00-17:00" (C10). See calendar.h. */
#include "base/buf.h"
#include "lending/calendar.h"

static const char *const days[7][4] = {
    { "mo", "ma", "monday", "maandag" }, { "tu", "di", "tuesday", "dinsdag" },
    { "we", "wo", "wednesday", "woensdag" }, { "th", "do", "thursday", "donderdag" },
    { "fr", "vr", "friday", "vrijdag" }, { "sa", "za", "saturday", "zaterdag" },
    { "su", "zo", "sunday", "zondag" },
};

static int day_word(struct str w)
{
    for (int i = 0; i < 7; i++)
        for (size_t k = 0; k < COUNT(days[i]); k++)
            if (str_eq_nocase(w, str_of(days[i][k])))
                return i + 1;
    return 0;
}

/* "di", or "di-za": the first and the last of them. */
static bool days_read(struct str w, int *first, int *last)
{
    ptrdiff_t dash = str_find(w, S("-"));
    int a = day_word(dash < 0 ? w : str_upto(w, (size_t)dash));
    int b = dash < 0 ? a : day_word(str_from(w, (size_t)dash + 1));
    if (!a || b < a)
        return false;
    *first = a;
    *last = b;
    return true;
}

/* The next word: blanks, commas and semicolons stand between them. */
static struct str word_take(struct str *rest)
{
    size_t from = 0, to;
    while (from < rest->n && strchr(" ,;", rest->s[from]))
        from++;
    for (to = from; to < rest->n && !strchr(" ,;", rest->s[to]);)
        to++;
    struct str w = str_upto(str_from(*rest, from), to - from);
    *rest = str_from(*rest, to);
    return w;
}

/* "10:00", "10.00" or "10"; 24:00 is the end of a day. Takes it off *x. */
static bool minute_take(struct str *x, int *out)
{
    int parts[2] = { 0, 0 };
    for (int p = 0; p < 2; p++) {
        size_t n = 0;
        while (n < x->n && n < 2 && x->s[n] >= '0' && x->s[n] <= '9')
            parts[p] = parts[p] * 10 + (x->s[n++] - '0');
        if (!n || (p && n != 2))
            return false;
        *x = str_from(*x, n);
        if (!p) {
            if (!x->n || !strchr(":.", *x->s))
                break;
            *x = str_from(*x, 1);
        }
    }
    *out = parts[0] * 60 + parts[1];
    return parts[1] < 60 && *out <= 24 * 60;
}

static bool take(struct str *x, char c)
{
    bool yes = x->n && *x->s == c;
    *x = str_from(*x, yes);
    return yes;
}

static bool block_read(struct str w, int weekday, struct block *b)
{
    *b = (struct block){ .weekday = weekday };
    if (!minute_take(&w, &b->from) || !take(&w, '-') || !minute_take(&w, &b->to) || b->from >= b->to)
        return false;
    b->change = (b->from + b->to) / 2 / 15 * 15; /* its middle, rounded down to the quarter hour */
    if (b->change < b->from)
        b->change = b->from;
    if (take(&w, '/') && (!minute_take(&w, &b->change) || b->change < b->from || b->change > b->to))
        return false;
    return !w.n;
}

static int by_time(const void *x, const void *y)
{
    const struct block *a = x, *b = y;
    return a->weekday != b->weekday ? a->weekday - b->weekday : a->from - b->from;
}

enum fault hours_parse(struct arena *a, struct str text, const struct block **out, size_t *n,
                       struct str *at)
{
    struct block *b = NEW_N(a, struct block, (text.n / 4 + 1) * COUNT(days));
    int first = 0, last = -1;
    size_t k = 0;
    *at = text;
    for (struct str w; (w = word_take(&text)).n;) {
        *at = w;
        if (days_read(w, &first, &last))
            continue;
        if (!first)
            return FAULT_HOURS_FORMAT;
        for (int d = first; d <= last; d++)
            if (!block_read(w, d, &b[k++]))
                return FAULT_HOURS_FORMAT;
    }
    if (!k)
        return FAULT_HOURS_FORMAT;
    qsort(b, k, sizeof *b, by_time);
    for (size_t i = 1; i < k; i++)
        if (b[i].weekday == b[i - 1].weekday && b[i].from < b[i - 1].to)
            return FAULT_HOURS_OVERLAP;
    *out = b;
    *n = k;
    return OK;
}

static void minute_put(struct buf *b, int minute)
{
    buf_printf(b, "%02d:%02d", minute / 60, minute % 60);
}

struct str hours_text(struct arena *a, const struct block *k, size_t n)
{
    struct buf b = { .a = a };
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_char(&b, ' ');
        buf_z_add(&b, days[k[i].weekday - 1][0]);
        buf_char(&b, ' ');
        minute_put(&b, k[i].from);
        buf_char(&b, '-');
        minute_put(&b, k[i].to);
        if (k[i].change != (k[i].from + k[i].to) / 2 / 15 * 15) {
            buf_char(&b, '/');
            minute_put(&b, k[i].change);
        }
    }
    return buf_str(&b);
}
