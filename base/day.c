/* See day.h. The day count is Howard Hinnant's civil-from-days algorithm (public domain). */
#include "base/day.h"

day day_of(int y, int m, int d)
{
    y -= m <= 2;
    int era = (y >= 0 ? y : y - 399) / 400;
    int yoe = y - era * 400;
    int doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return (day){ era * 146097 + doe - 719468 };
}

struct ymd day_ymd(day x)
{
    int z = x.n + 719468;
    int era = (z >= 0 ? z : z - 146096) / 146097;
    int doe = z - era * 146097;
    int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int mp = (5 * doy + 2) / 153;
    int m = mp + (mp < 10 ? 3 : -9);
    return (struct ymd){ yoe + era * 400 + (m <= 2), m, doy - (153 * mp + 2) / 5 + 1 };
}

static int month_days(int y, int m)
{
    static const int n[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
    return n[m - 1] + (m == 2 && leap);
}

bool day_exists(int y, int m, int d)
{
    return y >= 1900 && y <= 9999 && m >= 1 && m <= 12 && d >= 1 && d <= month_days(y, m);
}

int day_weekday(day x)
{
    int w = (x.n + 3) % 7;
    return (w < 0 ? w + 7 : w) + 1;
}

day day_plus(day x, int days)
{
    return (day){ x.n + days };
}

day day_plus_months(day x, int months)
{
    struct ymd c = day_ymd(x);
    int m0 = c.y * 12 + c.m - 1 + months;
    int y = m0 / 12, m = m0 % 12 + 1, last = month_days(y, m);
    return day_of(y, m, c.d < last ? c.d : last);
}

int day_diff(day later, day earlier)
{
    return later.n - earlier.n;
}

bool day_is(day x, day y)
{
    return x.n == y.n;
}

bool day_before(day x, day y)
{
    return x.n < y.n;
}

bool day_none(day x)
{
    return x.n == INT32_MIN;
}

/* Exactly n digits at the start of *x, which moves on. */
static bool digits(struct str *x, size_t n, int *out)
{
    *out = 0;
    for (size_t i = 0; i < n; i++) {
        if (i >= x->n || x->s[i] < '0' || x->s[i] > '9')
            return false;
        *out = *out * 10 + (x->s[i] - '0');
    }
    *x = str_from(*x, n);
    return true;
}

static bool sign(struct str *x, char c)
{
    bool yes = x->n && *x->s == c;
    *x = str_from(*x, yes);
    return yes;
}

static bool date_take(struct str *x, day *out)
{
    int y, m, d;
    if (!digits(x, 4, &y) || !sign(x, '-') || !digits(x, 2, &m) || !sign(x, '-') ||
        !digits(x, 2, &d) || !day_exists(y, m, d))
        return false;
    *out = day_of(y, m, d);
    return true;
}

bool day_parse(struct str x, day *out)
{
    return date_take(&x, out) && !x.n;
}

int day_years(day since, day on)
{
    struct ymd a = day_ymd(since), b = day_ymd(on);
    int last = month_days(b.y, a.m), d = a.d < last ? a.d : last;
    int years = b.y - a.y - (b.m < a.m || (b.m == a.m && b.d < d));
    return years > 0 ? years : 0;
}

/* The anonymous Gregorian algorithm (Meeus, Jones, Butcher). */
day day_easter(int y)
{
    int a = y % 19, b = y / 100, c = y % 100;
    int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    int m = (a + 11 * h + 22 * l) / 451;
    int n = h + l - 7 * m + 114;
    return day_of(y, n / 31, n % 31 + 1);
}

/* A compiled zone begins with "TZif" (RFC 8536); folders and lists lie among them. */
static bool zone_file(const char *path)
{
    char head[4] = "";
    FILE *f = fopen(path, "rbe");
    bool yes = f && fread(head, 1, sizeof head, f) == sizeof head && !memcmp(head, "TZif", 4);
    if (f)
        fclose(f);
    return yes;
}

bool zone_set(const char *name)
{
    char path[256];
    if (!*name || *name == '/' || strstr(name, ".."))
        return false;
    int n = snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", name);
    if (n < 0 || (size_t)n >= sizeof path || !zone_file(path) || setenv("TZ", name, 1))
        return false;
    tzset();
    return true;
}

static struct tm local(int64_t instant)
{
    time_t t = (time_t)instant;
    struct tm tm;
    ASSERT(localtime_r(&t, &tm));
    return tm;
}

day day_at(int64_t instant)
{
    struct tm tm = local(instant);
    return day_of(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
}

int minute_at(int64_t instant)
{
    struct tm tm = local(instant);
    return tm.tm_hour * 60 + tm.tm_min;
}

/* What a clock on the wall shows, as seconds since 1970 of that clock. */
static int64_t shown(int64_t instant)
{
    return instant + local(instant).tm_gmtoff;
}

int64_t instant_of(day d, int minute)
{
    int64_t want = (int64_t)d.n * 86400 + minute * 60;
    /* No zone is more than 14 hours from UTC: these lie before and after a change of the clock. */
    int64_t before = want - local(want - 86400).tm_gmtoff, after = want - local(want + 86400).tm_gmtoff;
    if (shown(before) == want)
        return before;
    if (shown(after) == want)
        return after;
    /* A minute that is missing: the first instant after the gap. */
    int64_t t = after;
    while (shown(t) < want)
        t += 60;
    return t;
}

bool instant_parse(struct str x, int64_t *out)
{
    day d;
    int h, m, s, oh = 0, om = 0, east = 0;
    if (!date_take(&x, &d) || !sign(&x, 'T') || !digits(&x, 2, &h) || !sign(&x, ':') ||
        !digits(&x, 2, &m) || !sign(&x, ':') || !digits(&x, 2, &s) || h > 23 || m > 59 || s > 59)
        return false;
    if (sign(&x, '+'))
        east = 1;
    else if (sign(&x, '-'))
        east = -1;
    else if (!sign(&x, 'Z'))
        return false;
    if (east && (!digits(&x, 2, &oh) || !sign(&x, ':') || !digits(&x, 2, &om) || oh > 14 || om > 59))
        return false;
    *out = (int64_t)d.n * 86400 + h * 3600 + m * 60 + s - east * (oh * 3600 + om * 60);
    return !x.n;
}
