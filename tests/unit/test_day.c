/* Civil days (C1, C5): against the C library's own calendar, over the clock changes, in odd zones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/day.h"

static struct arena mem;

/* The same numbers on every run (Knuth's MMIX generator). */
static uint32_t draw(void)
{
    static uint64_t x = 20261124;
    x = x * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(x >> 33);
}

static day on(const char *text)
{
    day d = DAY_NONE;
    assert_true(day_parse(str_of(text), &d));
    return d;
}

static const char *text(day d)
{
    struct buf b = { .a = &mem };
    buf_day(&b, d);
    return buf_z(&b);
}

static int64_t at(const char *rfc3339)
{
    int64_t t = 0;
    assert_true(instant_parse(str_of(rfc3339), &t));
    return t;
}

static void zone(const char *name)
{
    assert_true(zone_set(name));
}

static void a_day_is_what_the_C_library_says_it_is(void **state)
{
    (void)state;
    int first = day_of(1900, 1, 1).n, all = day_of(9999, 12, 31).n - first + 1;
    for (int i = 0; i < 200000; i++) {
        day d = { first + (int)(draw() % (unsigned)all) };
        struct ymd c = day_ymd(d);
        time_t t = (time_t)d.n * 86400;
        struct tm tm;
        assert_non_null(gmtime_r(&t, &tm));
        assert_int_equal(c.y, tm.tm_year + 1900);
        assert_int_equal(c.m, tm.tm_mon + 1);
        assert_int_equal(c.d, tm.tm_mday);
        assert_int_equal(day_weekday(d), tm.tm_wday ? tm.tm_wday : 7);
        assert_true(day_is(day_of(c.y, c.m, c.d), d));
        assert_true(day_exists(c.y, c.m, c.d));
    }
}

static void each_day_of_a_century_follows_the_one_before(void **state)
{
    (void)state;
    for (day d = on("1999-12-31"); day_before(d, on("2101-01-01")); d = day_plus(d, 1)) {
        struct ymd x = day_ymd(d), y = day_ymd(day_plus(d, 1));
        assert_true(y.d == x.d + 1 || (y.d == 1 && (y.m == x.m + 1 || (x.m == 12 && y.m == 1))));
        assert_int_equal(day_weekday(day_plus(d, 1)), day_weekday(d) % 7 + 1);
    }
    assert_int_equal(day_diff(on("2101-01-01"), on("2001-01-01")), 36525 - 1);
}

static void a_written_day_reads_back_and_nothing_else_is_read(void **state)
{
    (void)state;
    static const char *const wrong[] = { "", "2026", "2026-11", "2026-1-24", "2026-11-4", "26-11-24",
        "2026-11-24 ", " 2026-11-24", "2026-11-24T", "2026/11/24", "20261124", "2026-13-01",
        "2026-00-10", "2026-02-29", "2026-04-31", "2026-11-00", "2100-02-29", "1900-02-29",
        "1899-12-31", "+026-11-24", "2026-11--4", "2026-11-2a", "\xd9\xa2\x30\x32\x36-11-24" };
    day d;
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_false(day_parse(str_of(wrong[i]), &d));
    assert_false(day_parse((struct str){ "2026-11-24\0", 11 }, &d));
    for (int i = 0; i < 20000; i++) {
        d = (day){ day_of(1900, 1, 1).n + (int)(draw() % 2958000) };
        assert_true(day_is(on(text(d)), d));
    }
    assert_string_equal(text(on("2000-02-29")), "2000-02-29");
    assert_true(day_none(DAY_NONE));
    assert_false(day_none(on("1970-01-01")));
}

static void a_month_later_is_the_last_day_of_a_short_month(void **state)
{
    (void)state;
    static const struct { const char *from; int months; const char *to; } t[] = {
        { "2026-01-31", 1, "2026-02-28" }, { "2028-01-31", 1, "2028-02-29" },
        { "2026-11-30", 3, "2027-02-28" }, { "2026-12-24", 1, "2027-01-24" },
        { "2028-02-29", 12, "2029-02-28" }, { "2028-02-29", 48, "2032-02-29" },
        { "2026-03-31", -1, "2026-02-28" }, { "2026-01-15", -1, "2025-12-15" },
        { "2026-01-15", -13, "2024-12-15" }, { "2026-10-31", 0, "2026-10-31" },
    };
    for (size_t i = 0; i < COUNT(t); i++)
        assert_string_equal(text(day_plus_months(on(t[i].from), t[i].months)), t[i].to);
}

static void G9_a_birthday_on_29_February_is_on_the_28th_in_other_years(void **state)
{
    (void)state;
    assert_int_equal(day_years(on("2008-02-29"), on("2026-02-27")), 17);
    assert_int_equal(day_years(on("2008-02-29"), on("2026-02-28")), 18);
    assert_int_equal(day_years(on("2008-02-29"), on("2028-02-28")), 19);
    assert_int_equal(day_years(on("2008-02-29"), on("2028-02-29")), 20);
    assert_int_equal(day_years(on("2008-11-25"), on("2026-11-24")), 17);
    assert_int_equal(day_years(on("2008-11-24"), on("2026-11-24")), 18);
    assert_int_equal(day_years(on("2027-01-01"), on("2026-11-24")), 0);
}

static void C9_Easter_is_where_the_church_has_it(void **state)
{
    (void)state;
    static const char *const known[] = { "1943-04-25", "1961-04-02", "1981-04-19", "2000-04-23",
        "2008-03-23", "2019-04-21", "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28",
        "2028-04-16", "2029-04-01", "2030-04-21", "2038-04-25", "2049-04-18", "2076-04-19",
        "2285-03-22" };
    for (size_t i = 0; i < COUNT(known); i++)
        assert_string_equal(text(day_easter(day_ymd(on(known[i])).y)), known[i]);
    for (int y = 1900; y < 2500; y++) {
        day d = day_easter(y);
        assert_int_equal(day_weekday(d), 7);
        assert_in_range(day_diff(d, day_of(y, 3, 22)), 0, 34);
    }
}

static void E4_two_minutes_around_midnight_are_two_days(void **state)
{
    (void)state;
    zone("Europe/Amsterdam");
    day before = day_at(at("2026-03-28T23:59:00+01:00")), after = day_at(at("2026-03-29T00:01:00+01:00"));
    assert_string_equal(text(day_plus(before, 14)), "2026-04-11");
    assert_string_equal(text(day_plus(after, 14)), "2026-04-12");
    assert_int_equal(minute_at(at("2026-03-28T23:59:00+01:00")), 1439);
    assert_int_equal(minute_at(at("2026-03-29T00:01:00+01:00")), 1);
    assert_int_equal(day_at(at("2026-03-28T23:00:00Z")).n, after.n);
}

static void E62_a_minute_that_exists_twice_means_the_first(void **state)
{
    (void)state;
    zone("Europe/Amsterdam");
    int64_t first = at("2026-10-25T02:30:00+02:00"), second = at("2026-10-25T02:30:00+01:00");
    day d = on("2026-10-25");
    assert_int_equal(second - first, 3600);
    assert_true(day_is(day_at(first), d) && day_is(day_at(second), d));
    assert_int_equal(minute_at(first), 150);
    assert_int_equal(minute_at(second), 150);
    assert_int_equal(instant_of(d, 150), first);
    assert_int_equal(instant_of(d, 119), at("2026-10-25T01:59:00+02:00"));
    assert_int_equal(instant_of(d, 120), at("2026-10-25T02:00:00+02:00"));
    assert_int_equal(instant_of(d, 180), at("2026-10-25T03:00:00+01:00"));
}

static void a_minute_that_does_not_exist_moves_to_the_next_that_does(void **state)
{
    (void)state;
    zone("Europe/Amsterdam");
    day d = on("2026-03-29");
    int64_t three = at("2026-03-29T03:00:00+02:00");
    assert_int_equal(instant_of(d, 119), three - 60);
    for (int m = 120; m <= 180; m++)
        assert_int_equal(instant_of(d, m), three);
    assert_int_equal(instant_of(d, 181), three + 60);
    /* At midnight too (Egypt), by half an hour (Lord Howe), and for a whole day (Samoa). */
    zone("Africa/Cairo");
    assert_int_equal(instant_of(on("2024-04-26"), 0), at("2024-04-26T01:00:00+03:00"));
    assert_int_equal(instant_of(on("2024-04-26"), 59), at("2024-04-26T01:00:00+03:00"));
    zone("Australia/Lord_Howe");
    assert_int_equal(instant_of(on("2026-10-04"), 135), at("2026-10-04T02:30:00+11:00"));
    assert_int_equal(instant_of(on("2026-04-05"), 105), at("2026-04-05T01:45:00+11:00"));
    zone("Pacific/Apia");
    assert_int_equal(instant_of(on("2011-12-30"), 600), at("2011-12-31T00:00:00+14:00"));
}

static void a_day_of_25_hours_and_one_of_23_are_one_day_each(void **state)
{
    (void)state;
    zone("Europe/Amsterdam");
    assert_int_equal(instant_of(on("2026-10-26"), 0) - instant_of(on("2026-10-25"), 0), 25 * 3600);
    assert_int_equal(instant_of(on("2026-03-30"), 0) - instant_of(on("2026-03-29"), 0), 23 * 3600);
    assert_int_equal(instant_of(on("2026-10-25"), 1440), instant_of(on("2026-10-26"), 0));
    for (int64_t t = at("2026-10-24T22:00:00Z"); t < at("2026-10-25T23:00:00Z"); t += 60)
        assert_string_equal(text(day_at(t)), "2026-10-25");
    for (int64_t t = at("2026-03-28T23:00:00Z"); t < at("2026-03-29T22:00:00Z"); t += 60)
        assert_string_equal(text(day_at(t)), "2026-03-29");
}

static void an_instant_comes_back_from_its_day_and_minute_in_any_zone(void **state)
{
    (void)state;
    static const char *const zones[] = { "Europe/Amsterdam", "UTC", "America/Curacao", "Africa/Cairo",
        "America/Sao_Paulo", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia" };
    for (size_t i = 0; i < COUNT(zones); i++) {
        zone(zones[i]);
        for (int k = 0; k < 4000; k++) {
            int64_t t = (int64_t)(draw() % 2000000000) / 60 * 60;
            day d = day_at(t);
            int m = minute_at(t);
            int64_t back = instant_of(d, m);
            assert_true(back <= t && t - back <= 2 * 3600); /* the first of a doubled one */
            assert_true(day_is(day_at(back), d));
            assert_int_equal(minute_at(back), m);
        }
    }
}

static void an_unknown_zone_is_refused_and_changes_nothing(void **state)
{
    (void)state;
    static const char *const wrong[] = { "", "Europe/Amsterdm", "/etc/passwd", "../../../etc/passwd",
                                         "Europe", "zone.tab", "tzdata.zi", "CEST-2" };
    zone("Europe/Amsterdam");
    for (size_t i = 0; i < COUNT(wrong); i++) {
        assert_false(zone_set(wrong[i]));
        assert_int_equal(minute_at(at("2026-11-24T12:00:00Z")), 13 * 60);
    }
}

static void RFC3339_instants_read_with_their_offset(void **state)
{
    (void)state;
    assert_int_equal(at("1970-01-01T00:00:00Z"), 0);
    assert_int_equal(at("2026-11-24T10:00:00+01:00"), at("2026-11-24T09:00:00Z"));
    assert_int_equal(at("2026-11-24T10:00:00-05:30"), at("2026-11-24T15:30:00Z"));
    static const char *const wrong[] = { "", "2026-11-24", "2026-11-24T10:00:00", "2026-11-24T24:00:00Z",
        "2026-11-24T10:60:00Z", "2026-11-24T10:00:60Z", "2026-11-24T10:00:00+15:00",
        "2026-11-24T10:00:00+0100", "2026-11-24 10:00:00Z", "2026-11-24T10:00:00Zz", "2026-02-30T10:00:00Z" };
    int64_t t;
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_false(instant_parse(str_of(wrong[i]), &t));
    for (int i = 0; i < 20000; i++) {
        struct buf b = { .a = &mem };
        t = (int64_t)(draw() % 4000000000u) - 1000000000;
        buf_instant(&b, t);
        assert_int_equal(at(buf_z(&b)), t);
        arena_free(&mem);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_day_is_what_the_C_library_says_it_is),
        cmocka_unit_test(each_day_of_a_century_follows_the_one_before),
        cmocka_unit_test(a_written_day_reads_back_and_nothing_else_is_read),
        cmocka_unit_test(a_month_later_is_the_last_day_of_a_short_month),
        cmocka_unit_test(G9_a_birthday_on_29_February_is_on_the_28th_in_other_years),
        cmocka_unit_test(C9_Easter_is_where_the_church_has_it),
        cmocka_unit_test(E4_two_minutes_around_midnight_are_two_days),
        cmocka_unit_test(E62_a_minute_that_exists_twice_means_the_first),
        cmocka_unit_test(a_minute_that_does_not_exist_moves_to_the_next_that_does),
        cmocka_unit_test(a_day_of_25_hours_and_one_of_23_are_one_day_each),
        cmocka_unit_test(an_instant_comes_back_from_its_day_and_minute_in_any_zone),
        cmocka_unit_test(an_unknown_zone_is_refused_and_changes_nothing),
        cmocka_unit_test(RFC3339_instants_read_with_their_offset),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
