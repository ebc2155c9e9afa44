/* Days, times, amounts and phone numbers in words. What differs between languages is in their .po
 * files (format.*, weekday.*, month.*), so that a new language needs no code. */
#include "text/text.h"

static const enum text_key weekdays[] = { T_WEEKDAY_1, T_WEEKDAY_2, T_WEEKDAY_3, T_WEEKDAY_4,
                                          T_WEEKDAY_5, T_WEEKDAY_6, T_WEEKDAY_7 };
static const enum text_key weekdays_short[] = {
    T_WEEKDAY_SHORT_1, T_WEEKDAY_SHORT_2, T_WEEKDAY_SHORT_3, T_WEEKDAY_SHORT_4,
    T_WEEKDAY_SHORT_5, T_WEEKDAY_SHORT_6, T_WEEKDAY_SHORT_7,
};
static const enum text_key months[] = { T_MONTH_1, T_MONTH_2, T_MONTH_3,  T_MONTH_4,
                                        T_MONTH_5, T_MONTH_6, T_MONTH_7,  T_MONTH_8,
                                        T_MONTH_9, T_MONTH_10, T_MONTH_11, T_MONTH_12 };
static const enum text_key months_short[] = {
    T_MONTH_SHORT_1, T_MONTH_SHORT_2, T_MONTH_SHORT_3,  T_MONTH_SHORT_4,
    T_MONTH_SHORT_5, T_MONTH_SHORT_6, T_MONTH_SHORT_7,  T_MONTH_SHORT_8,
    T_MONTH_SHORT_9, T_MONTH_SHORT_10, T_MONTH_SHORT_11, T_MONTH_SHORT_12,
};

/* A form of format.*: its facts are finished texts, so no day decides anything. */
static void format(struct buf *b, int lang, enum text_key key, const struct fact *facts, size_t n)
{
    text_add(b, lang, DAY_NONE, key, facts, n);
}

struct str text_weekday(int lang, int weekday)
{
    ASSERT(weekday >= 1 && weekday <= 7);
    return text_plain(lang, weekdays[weekday - 1]);
}

struct str text_month(int lang, int month)
{
    ASSERT(month >= 1 && month <= 12);
    return text_plain(lang, months[month - 1]);
}

/* More than eleven months from today. */
static bool far(day today, day d)
{
    return day_none(today) || day_before(d, day_plus_months(today, -11)) ||
           day_before(day_plus_months(today, 11), d);
}

void text_day(struct buf *b, int lang, day today, day d)
{
    if (day_none(d))
        return;
    struct ymd x = day_ymd(d);
    format(b, lang, far(today, d) ? T_FORMAT_DAY_YEAR : T_FORMAT_DAY,
           FACTS(F("weekday", val_str(text_weekday(lang, day_weekday(d)))), F("d", val_int(x.d)),
                 F("month", val_str(text_month(lang, x.m))), F("year", val_int(x.y))));
}

void text_day_short(struct buf *b, int lang, day d)
{
    if (day_none(d))
        return;
    struct ymd x = day_ymd(d);
    format(b, lang, T_FORMAT_DAY_SHORT,
           FACTS(F("weekday", val_str(text_plain(lang, weekdays_short[day_weekday(d) - 1]))),
                 F("d", val_int(x.d)),
                 F("month", val_str(text_plain(lang, months_short[x.m - 1])))));
}

struct str text_day_words(struct ctx *c, day d, bool brief)
{
    struct buf b = { .a = c->mem };
    if (brief)
        text_day_short(&b, c->lang, d);
    else
        text_day(&b, c->lang, c->today, d);
    return buf_str(&b);
}

static void minute(struct buf *b, int lang, enum text_key key, int m)
{
    char two[2] = { (char)('0' + m % 60 / 10), (char)('0' + m % 10) };
    format(b, lang, key, FACTS(F("h", val_int(m / 60)), F("mm", val_str((struct str){ two, 2 }))));
}

void text_minute(struct buf *b, int lang, int m)
{
    minute(b, lang, T_FORMAT_TIME, m);
}

void text_clock(struct buf *b, int lang, int m)
{
    minute(b, lang, T_FORMAT_CLOCK, m);
}

void text_money(struct buf *b, int lang, int64_t cents)
{
    uint64_t u = cents < 0 ? -(uint64_t)cents : (uint64_t)cents;
    int c = (int)(u % 100);
    char two[2] = { (char)('0' + c / 10), (char)('0' + c % 10) };
    if (cents < 0)
        buf_char(b, '-');
    format(b, lang, c ? T_FORMAT_MONEY : T_FORMAT_MONEY_WHOLE,
           FACTS(F("whole", val_int((int64_t)(u / 100))),
                 F("cents", val_str((struct str){ two, 2 }))));
}

static void list_add(struct buf *b, int lang, day today, const struct list *l)
{
    for (size_t i = 0; i < l->n; i++) {
        if (i && i + 1 == l->n)
            buf_add(b, text_plain(lang, T_FORMAT_AND));
        else if (i)
            buf_z_add(b, ", ");
        text_val(b, lang, today, l->at[i]);
    }
}

void text_val(struct buf *b, int lang, day today, struct val v)
{
    switch (v.is) {
    case V_NONE:
        return;
    case V_INT:
        buf_int(b, v.i);
        return;
    case V_STR:
        buf_add(b, v.s);
        return;
    case V_DAY:
        text_day(b, lang, today, v.d);
        return;
    case V_TIME:
        text_minute(b, lang, minute_at(v.i));
        return;
    case V_MONEY:
        text_money(b, lang, v.i);
        return;
    case V_BOOL:
        buf_add(b, text_plain(lang, v.i ? T_YES : T_NO));
        return;
    case V_FILE:
        buf_add(b, v.file->name);
        return;
    case V_LIST:
        list_add(b, lang, today, v.list);
        return;
    }
}
