/* See calendar.h. */
#include "lending/calendar.h"

#include "schema/query.h"

static const char *const holiday_names[HOLIDAYS] = {
    "new_year", "easter_sunday", "easter_monday", "kings_day", "liberation_day", "ascension",
    "whit_sunday", "whit_monday", "christmas_day", "boxing_day", "good_friday",
};
enum { GOOD_FRIDAY = HOLIDAYS - 1 };

const char *holiday_name(size_t i)
{
    return holiday_names[i];
}

void holidays_of(int year, day out[static HOLIDAYS])
{
    day easter = day_easter(year), king = day_of(year, 4, 27);
    const day d[HOLIDAYS] = {
        day_of(year, 1, 1), easter, day_plus(easter, 1),
        day_weekday(king) == 7 ? day_of(year, 4, 26) : king,
        day_of(year, 5, 5), day_plus(easter, 39), day_plus(easter, 49), day_plus(easter, 50),
        day_of(year, 12, 25), day_of(year, 12, 26), day_plus(easter, -2),
    };
    memcpy(out, d, sizeof d);
}

/* The holiday that falls on a day, or -1. Ascension may be Liberation Day too: the first counts. */
static int holiday_on(day x, const bool open[HOLIDAYS])
{
    day d[HOLIDAYS];
    holidays_of(day_ymd(x).y, d);
    for (int i = 0; i < HOLIDAYS; i++)
        if (day_is(d[i], x) && !open[i])
            return i;
    return -1;
}

bool holiday_default(day x)
{
    static const bool open[HOLIDAYS] = { [GOOD_FRIDAY] = true };
    return holiday_on(x, open) >= 0;
}

static bool shut_on(const struct calendar *k, day x)
{
    for (size_t i = 0; i < k->n_shuts; i++)
        if (x.n >= k->shuts[i].from.n && x.n <= k->shuts[i].to.n)
            return true;
    return false;
}

static size_t weekday_blocks(const struct calendar *k, int weekday, const struct block **first)
{
    size_t n = 0;
    *first = NULL;
    for (size_t i = 0; i < k->n_blocks; i++)
        if (k->blocks[i].weekday == weekday) {
            if (!n++)
                *first = &k->blocks[i];
        }
    return n;
}

size_t calendar_blocks(const struct calendar *k, day x, const struct block **first)
{
    size_t n = weekday_blocks(k, day_weekday(x), first);
    if (!n || shut_on(k, x) || holiday_on(x, k->holiday_open) >= 0)
        return 0;
    return n;
}

bool calendar_open(const struct calendar *k, day x)
{
    const struct block *first;
    return calendar_blocks(k, x, &first) > 0;
}

day calendar_first(const struct calendar *k, day from, int within)
{
    for (int i = 0; i <= within; i++)
        if (calendar_open(k, day_plus(from, i)))
            return day_plus(from, i);
    return DAY_NONE;
}

day calendar_last(const struct calendar *k, day first, day last)
{
    for (day x = last; x.n >= first.n; x.n--)
        if (calendar_open(k, x))
            return x;
    return DAY_NONE;
}

int calendar_days_late(const struct calendar *k, day due, day on)
{
    int n = 0;
    if (day_none(due)) /* an owner's own loan (T10) */
        return 0;
    for (day x = day_plus(due, 1); x.n <= on.n; x.n++)
        n += calendar_open(k, x);
    return n;
}

int calendar_shuts_at(const struct calendar *k, day x)
{
    const struct block *first;
    size_t n = calendar_blocks(k, x, &first);
    return n ? first[n - 1].to : -1;
}

day calendar_shelf_last(const struct calendar *k, day ready, int open_days, int least_days, int within)
{
    int open = 0;
    for (int i = 1; i <= within; i++) {
        day x = day_plus(ready, i);
        open += calendar_open(k, x);
        if (i >= least_days && open >= open_days && calendar_open(k, x))
            return x;
    }
    return DAY_NONE;
}

int calendar_opens_at(const struct calendar *k, day x)
{
    const struct block *first;
    return calendar_blocks(k, x, &first) ? first[0].from : -1;
}

int calendar_weekdays(const struct calendar *k)
{
    int n = 0;
    const struct block *first;
    for (int w = 1; w <= 7; w++)
        n += weekday_blocks(k, w, &first) > 0;
    return n;
}

bool calendar_slot_due(const struct calendar *k, day on, int minute, int within, day *due, int *at)
{
    bool found = false; /* the block in or before which it is lent */
    for (int i = 0; i <= within; i++) {
        const struct block *b;
        day x = day_plus(on, i);
        size_t n = calendar_blocks(k, x, &b);
        for (size_t j = 0; j < n; j++) {
            if (found) {
                *due = x;
                *at = b[j].change;
                return true;
            }
            found = i > 0 || minute < b[j].to;
        }
    }
    return false;
}

static enum fault blocks_load(struct ctx *c, struct calendar *k)
{
    QUERY(q, c, Q_BLOCKS_OF_BRANCH);
    q_bind_int(&q, "branch", k->branch);
    struct block *b = NULL;
    while (q_row(&q)) {
        if (!b)
            b = NEW_N(c->mem, struct block, q_int(&q, "n"));
        b[k->n_blocks++] = (struct block){ (int)q_int(&q, "weekday"), (int)q_int(&q, "from_minute"),
                                           (int)q_int(&q, "to_minute"), (int)q_int(&q, "change_minute") };
    }
    k->blocks = b;
    return q_end(&q);
}

static enum fault shuts_load(struct ctx *c, struct calendar *k)
{
    QUERY(q, c, Q_CLOSINGS_OF_BRANCH);
    q_bind_int(&q, "branch", k->branch);
    struct shut *s = NULL;
    while (q_row(&q)) {
        if (!s)
            s = NEW_N(c->mem, struct shut, q_int(&q, "n"));
        s[k->n_shuts++] = (struct shut){ q_day(&q, "from_day"), q_day(&q, "to_day"), q_int(&q, "id"),
                                         q_str(&q, "reason") };
    }
    k->shuts = s;
    return q_end(&q);
}

enum fault calendar_load(struct ctx *c, int64_t branch, struct calendar *k)
{
    *k = (struct calendar){ .branch = branch, .holiday_open = { [GOOD_FRIDAY] = true } };
    enum fault f = blocks_load(c, k);
    if (!f)
        f = shuts_load(c, k);
    if (f)
        return f;
    QUERY(q, c, Q_HOLIDAYS_OF_BRANCH);
    q_bind_int(&q, "branch", branch);
    while (q_row(&q)) {
        struct str name = q_str(&q, "holiday");
        for (size_t i = 0; i < HOLIDAYS; i++)
            if (str_eq(name, str_of(holiday_names[i])))
                k->holiday_open[i] = q_int(&q, "is_open");
    }
    return q_end(&q);
}
