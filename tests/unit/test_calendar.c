/* When a branch is open and what follows (C2-C5, C8-C10, C13, H13; E1-E5, E8-E10, E39): pure, by worked
 * examples and by properties of random calendars. SEED=n runs other calendars; a failure prints it. */
#include "lending/calendar.h" /* before cmocka, which has a macro fail() */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { WITHIN = 400, SHELF_OPEN = 2, SHELF_LEAST = 3 };

static struct arena mem;

static day on(const char *text)
{
    day d = DAY_NONE;
    assert_true(day_parse(str_of(text), &d));
    return d;
}

static const char *text(day d)
{
    struct buf b = { .a = &mem };
    if (day_none(d))
        return "none";
    buf_day(&b, d);
    return buf_z(&b);
}

static struct calendar open_at(const char *hours)
{
    struct str at;
    struct calendar k = { .holiday_open = { [HOLIDAYS - 1] = true } };
    assert_int_equal(hours_parse(&mem, str_of(hours), &k.blocks, &k.n_blocks, &at), OK);
    return k;
}

static struct calendar branch_h(void)
{
    return open_at("mo 10:00-12:00 tu 10:00-12:00 we 10:00-12:00 th 10:00-12:00 fr 10:00-12:00");
}

static struct calendar branch_v(void)
{
    return open_at("tu 13:00-17:00 th 13:00-17:00 sa 10:00-12:00");
}

static struct calendar branch_t(void)
{
    return open_at("mo 9:00-12:00 13:00-17:00 tu 9:00-12:00 13:00-17:00 we 9:00-12:00 13:00-17:00 "
                   "th 9:00-12:00 13:00-17:00 fr 9:00-12:00 13:00-17:00 sa 9:00-12:00 13:00-17:00");
}

static struct calendar closed(struct calendar k, const char *from, const char *to)
{
    struct shut *s = NEW_N(&mem, struct shut, 1);
    *s = (struct shut){ .from = on(from), .to = on(to) };
    k.shuts = s;
    k.n_shuts = 1;
    return k;
}

/* C3: lent that day for so long. */
static const char *due(const struct calendar *k, const char *out, int period)
{
    return text(calendar_first(k, day_plus(on(out), period), WITHIN));
}

static void c9_the_holidays_of_2026(void **state)
{
    static const char *const want[] = { "2026-01-01", "2026-04-05", "2026-04-06", "2026-04-27",
        "2026-05-05", "2026-05-14", "2026-05-24", "2026-05-25", "2026-12-25", "2026-12-26" };
    day d[HOLIDAYS];
    int n = 0;
    (void)state;
    holidays_of(2026, d);
    for (size_t i = 0; i < COUNT(want); i++)
        assert_string_equal(text(d[i]), want[i]);
    for (day x = on("2026-01-01"); day_before(x, on("2027-01-01")); x = day_plus(x, 1))
        n += holiday_default(x);
    assert_int_equal(n, COUNT(want)); /* Good Friday 2026-04-03 is not in the list */
    assert_false(holiday_default(on("2026-04-03")));
}

static void c9_kings_day_moves_when_it_is_a_sunday(void **state)
{
    (void)state;
    assert_true(holiday_default(on("2025-04-26")));
    assert_false(holiday_default(on("2025-04-27")));
    assert_true(holiday_default(on("2031-04-26")));
    assert_false(holiday_default(on("2031-04-27")));
    assert_true(holiday_default(on("2027-04-27")));
}

static void c9_easter_of_known_years(void **state)
{
    static const char *const easter[] = { "2000-04-23", "2008-03-23", "2011-04-24", "2019-04-21",
        "2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2030-04-21", "2038-04-25" };
    (void)state;
    for (size_t i = 0; i < COUNT(easter); i++)
        assert_string_equal(text(day_easter(day_ymd(on(easter[i])).y)), easter[i]);
}

static void c9_a_branch_may_open_on_a_holiday(void **state)
{
    struct calendar k = branch_h();
    (void)state;
    assert_false(calendar_open(&k, on("2026-04-27")));
    k.holiday_open[3] = true;
    assert_string_equal(holiday_name(3), "kings_day");
    assert_true(calendar_open(&k, on("2026-04-27")));
    assert_true(calendar_open(&k, on("2026-04-03")));
    k.holiday_open[HOLIDAYS - 1] = false;
    assert_false(calendar_open(&k, on("2026-04-03"))); /* Good Friday kept */
}

static void c3_due_days_over_holidays(void **state)
{
    struct calendar h = branch_h(), k = open_at("mo 09:00-12:00");
    (void)state;
    assert_string_equal(due(&h, "2026-04-20", 7), "2026-04-28"); /* King's Day */
    assert_string_equal(due(&k, "2026-03-30", 7), "2026-04-13"); /* Easter Monday */
    assert_string_equal(due(&h, "2027-04-28", 7), "2027-05-07"); /* Liberation and Ascension Day */
}

static void c3_no_open_day_within_400_is_none(void **state)
{
    struct calendar h = closed(branch_h(), "2026-11-30", "2028-01-05");
    (void)state;
    assert_string_equal(due(&h, "2026-11-24", 7), "none");
    h = closed(branch_h(), "2026-11-30", "2028-01-04");
    assert_string_equal(due(&h, "2026-11-24", 7), "2028-01-05"); /* the last that is looked at */
}

static void c5_clock_changes_change_no_day_count(void **state)
{
    struct calendar z = open_at("mo 0:00-24:00 tu 0:00-24:00 we 0:00-24:00 th 0:00-24:00 "
                                "fr 0:00-24:00 sa 0:00-24:00 su 0:00-24:00");
    int64_t t;
    (void)state;
    assert_true(instant_parse(S("2026-03-28T23:59:00+01:00"), &t));
    assert_string_equal(due(&z, text(day_at(t)), 14), "2026-04-11");
    assert_true(instant_parse(S("2026-03-29T00:01:00+01:00"), &t));
    assert_string_equal(due(&z, text(day_at(t)), 14), "2026-04-12");
    assert_true(instant_parse(S("2026-10-25T02:30:00+02:00"), &t)); /* the hour that exists twice */
    assert_string_equal(text(day_at(t)), "2026-10-25");
    assert_int_equal(minute_at(t), 150);
    assert_true(instant_parse(S("2026-10-25T02:30:00+01:00"), &t));
    assert_string_equal(text(day_at(t)), "2026-10-25");
    assert_int_equal(minute_at(t), 150);
    assert_string_equal(due(&z, "2026-10-25", 7), "2026-11-01");
}

static void c13_days_late_are_open_days(void **state)
{
    struct calendar h = closed(branch_h(), "2026-07-20", "2026-08-07");
    (void)state;
    assert_int_equal(calendar_days_late(&h, on("2026-07-16"), on("2026-08-11")), 3);
    assert_int_equal(calendar_days_late(&h, on("2026-07-16"), on("2026-07-16")), 0);
    assert_int_equal(calendar_days_late(&h, on("2026-07-16"), on("2026-07-10")), 0);
    assert_int_equal(calendar_days_late(&h, on("2026-07-17"), on("2026-08-09")), 0); /* C8 */
}

static void h13_the_shelf_clock(void **state)
{
    struct calendar h = branch_h(), v = branch_v();
    static const struct {
        bool at_v;
        const char *ready, *last;
    } e[] = { { false, "2026-11-23", "2026-11-26" }, { false, "2026-11-27", "2026-12-01" },
              { true, "2026-11-24", "2026-11-28" }, { true, "2026-11-28", "2026-12-03" } };
    (void)state;
    for (size_t i = 0; i < COUNT(e); i++)
        assert_string_equal(text(calendar_shelf_last(e[i].at_v ? &v : &h, on(e[i].ready), SHELF_OPEN,
                                                     SHELF_LEAST, WITHIN)), e[i].last);
}

static void c10_half_days_run_from_changeover_to_changeover(void **state)
{
    struct calendar t = branch_t();
    static const struct {
        const char *on;
        int minute;
        const char *due;
        int at;
    } e[] = {
        { "2026-11-28", 9 * 60 + 15, "2026-11-28", 15 * 60 },       /* E9: the day's first block */
        { "2026-11-28", 8 * 60, "2026-11-28", 15 * 60 },            /* before it: that one */
        { "2026-11-28", 12 * 60 + 30, "2026-11-30", 10 * 60 + 30 }, /* before the second, over Sunday */
        { "2026-11-28", 14 * 60, "2026-11-30", 10 * 60 + 30 },
        { "2026-11-28", 18 * 60, "2026-11-30", 15 * 60 },           /* after the last: the next day's first */
        { "2026-12-24", 14 * 60, "2026-12-28", 10 * 60 + 30 },      /* over Christmas and Sunday */
    };
    (void)state;
    for (size_t i = 0; i < COUNT(e); i++) {
        day d;
        int at;
        assert_true(calendar_slot_due(&t, on(e[i].on), e[i].minute, WITHIN, &d, &at));
        assert_string_equal(text(d), e[i].due);
        assert_int_equal(at, e[i].at);
    }
}

static enum fault hours(const char *written, const char **back)
{
    const struct block *b;
    size_t n;
    struct str at;
    enum fault f = hours_parse(&mem, str_of(written), &b, &n, &at);
    *back = f ? str_z(&mem, at) : str_z(&mem, hours_text(&mem, b, n));
    return f;
}

static void c10_hours_are_read_and_written(void **state)
{
    static const struct {
        const char *written, *back;
    } good[] = {
        { "mo 10:00-12:00", "mo 10:00-12:00" },
        { "ma 10-12 DO 13.00-17.00", "mo 10:00-12:00 th 13:00-17:00" },
        { "tu 13:00-17:00 mo 10:00-12:00/11:15", "mo 10:00-12:00/11:15 tu 13:00-17:00" },
        { "mo 9:00-12:00 12:00-17:00", "mo 09:00-12:00 mo 12:00-17:00" }, /* touching ones stay two */
        { "su 0:00-24:00", "su 00:00-24:00" },
        { "di-do 10-12", "tu 10:00-12:00 we 10:00-12:00 th 10:00-12:00" },
        { "di 10.00-12.00; Vrijdag 9.00-13.00, 14.00-17.00",
          "tu 10:00-12:00 fr 09:00-13:00 fr 14:00-17:00" }, /* as it is shown */
    };
    static const struct {
        const char *written, *at;
        enum fault fault;
    } bad[] = {
        { "mo 10:00-12:00 11:00-13:00", "11:00-13:00", FAULT_HOURS_OVERLAP },
        { "mo 12:00-10:00", "12:00-10:00", FAULT_HOURS_FORMAT },
        { "mo 10:00-10:00", "10:00-10:00", FAULT_HOURS_FORMAT },
        { "10:00-12:00", "10:00-12:00", FAULT_HOURS_FORMAT },
        { "mo 10:00-24:01", "10:00-24:01", FAULT_HOURS_FORMAT },
        { "mo 10:60-12:00", "10:60-12:00", FAULT_HOURS_FORMAT },
        { "mo 10:00-12:00/12:15", "10:00-12:00/12:15", FAULT_HOURS_FORMAT },
        { "xx 10:00-12:00", "xx", FAULT_HOURS_FORMAT },
        { "mo", "mo", FAULT_HOURS_FORMAT },
        { "za-di 10-12", "za-di", FAULT_HOURS_FORMAT },
        { "di- 10-12", "di-", FAULT_HOURS_FORMAT },
        { "di-do 12-10", "12-10", FAULT_HOURS_FORMAT },
        { " ; ", " ; ", FAULT_HOURS_FORMAT },
    };
    const char *back;
    (void)state;
    for (size_t i = 0; i < COUNT(good); i++) {
        assert_int_equal(hours(good[i].written, &back), OK);
        assert_string_equal(back, good[i].back);
        assert_int_equal(hours(back, &back), OK);
        assert_string_equal(back, good[i].back);
    }
    for (size_t i = 0; i < COUNT(bad); i++) {
        assert_int_equal(hours(bad[i].written, &back), bad[i].fault);
        assert_string_equal(back, bad[i].at);
    }
}

static void c10_the_changeover_is_the_middle_rounded_down(void **state)
{
    struct calendar k = open_at("mo 10:00-12:00 tu 9:00-12:00 we 10:10-12:05 th 10:05-10:10");
    (void)state;
    assert_int_equal(k.blocks[0].change, 11 * 60);
    assert_int_equal(k.blocks[1].change, 10 * 60 + 30);
    assert_int_equal(k.blocks[2].change, 11 * 60); /* 11:07 */
    assert_int_equal(k.blocks[3].change, 10 * 60 + 5); /* never before the block begins */
}

/* ---- Random calendars ---- */

static uint64_t seed;

static int draw(int n)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u; /* Knuth's MMIX */
    return (int)((seed >> 33) % (unsigned)n);
}

static struct calendar random_calendar(void)
{
    struct calendar k = { 0 };
    struct block *b = NEW_N(&mem, struct block, 21);
    struct shut *s = NEW_N(&mem, struct shut, 6);
    for (int w = 1; w <= 7; w++)
        for (int minute = draw(900), blocks = draw(3); blocks-- && minute < 1300; minute += draw(120)) {
            int from = minute, to = from + 15 + draw(200);
            to = to > 1440 ? 1440 : to;
            b[k.n_blocks++] = (struct block){ w, from, to, from + draw(to - from + 1) };
            minute = to;
        }
    for (int i = draw(6); i--;) {
        day from = day_plus(on("2026-06-01"), draw(700));
        s[k.n_shuts++] = (struct shut){ .from = from, .to = day_plus(from, draw(60)) };
    }
    for (int i = 0; i < HOLIDAYS; i++)
        k.holiday_open[i] = !draw(2);
    k.blocks = b;
    k.shuts = s;
    return k;
}

/* C9 said again, another way. */
static bool open_by_rule(const struct calendar *k, day x)
{
    bool block = false, shut = false, holiday = false;
    day h[HOLIDAYS];
    holidays_of(day_ymd(x).y, h);
    for (size_t i = 0; i < k->n_blocks; i++)
        block |= k->blocks[i].weekday == (x.n % 7 + 10) % 7 + 1; /* 1970-01-01 was a Thursday */
    for (size_t i = 0; i < k->n_shuts; i++)
        shut |= !day_before(x, k->shuts[i].from) && !day_before(k->shuts[i].to, x);
    for (int i = 0; i < HOLIDAYS; i++)
        holiday |= day_is(h[i], x) && !k->holiday_open[i];
    return block && !shut && !holiday;
}

static void check(bool good, const char *what, day x, uint64_t from_seed)
{
    if (!good)
        fail_msg("%s on %s: SEED=%llu", what, text(x), (unsigned long long)from_seed);
}

static void check_day(const struct calendar *k, day x, uint64_t from)
{
    day first = calendar_first(k, x, 60), last = calendar_last(k, x, day_plus(x, 60)), due;
    int at, minute = draw(1440), n = 0;
    check(calendar_open(k, x) == open_by_rule(k, x), "open", x, from);
    check(day_none(first) == day_none(last), "first and last", x, from);
    for (int i = 0; i <= 60; i++)
        n += open_by_rule(k, day_plus(x, i));
    check(!day_none(first) == (n > 0), "an open day", x, from);
    for (day d = x; !day_none(first) && day_before(d, first); d = day_plus(d, 1))
        check(!open_by_rule(k, d), "first open day", x, from);
    for (day d = day_plus(x, 60); !day_none(last) && day_before(last, d); d = day_plus(d, -1))
        check(!open_by_rule(k, d), "last open day", x, from);
    check(calendar_days_late(k, x, day_plus(x, 60)) == n - open_by_rule(k, x), "days late", x, from);
    day shelf = calendar_shelf_last(k, x, SHELF_OPEN, SHELF_LEAST, WITHIN);
    if (!day_none(shelf)) {
        check(day_diff(shelf, x) >= SHELF_LEAST && open_by_rule(k, shelf), "shelf", x, from);
        check(calendar_days_late(k, x, shelf) >= SHELF_OPEN, "open days on the shelf", x, from);
    }
    if (calendar_slot_due(k, x, minute, WITHIN, &due, &at)) {
        check(open_by_rule(k, due), "slot", x, from);
        check(day_before(x, due) || at >= minute, "slot not over", x, from);
    }
}

static void c9_random_calendars_keep_the_rules(void **state)
{
    const char *given = getenv("SEED");
    uint64_t from = given ? strtoull(given, NULL, 10) : 20261124;
    (void)state;
    seed = from;
    fprintf(stderr, "# SEED=%llu\n", (unsigned long long)from);
    for (int i = 0; i < 300; i++) {
        struct arena_mark m = arena_mark(&mem);
        struct calendar k = random_calendar();
        for (int j = 0; j < 20; j++)
            check_day(&k, day_plus(on("2026-01-01"), draw(1100)), from);
        arena_back(&mem, m);
    }
}

static void c10_hours_of_random_calendars_are_read_back(void **state)
{
    (void)state;
    for (int i = 0; i < 200; i++) {
        struct calendar k = random_calendar();
        struct str text_of = hours_text(&mem, k.blocks, k.n_blocks), at;
        const struct block *b;
        size_t n;
        if (!k.n_blocks)
            continue;
        assert_int_equal(hours_parse(&mem, text_of, &b, &n, &at), OK);
        assert_int_equal(n, k.n_blocks);
        for (size_t j = 0; j < n; j++)
            assert_memory_equal(&b[j], &k.blocks[j], sizeof *b);
    }
}

static int begin(void **state)
{
    (void)state;
    return !zone_set("Europe/Amsterdam");
}

static int end(void **state)
{
    (void)state;
    arena_free(&mem);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(c9_the_holidays_of_2026),
        cmocka_unit_test(c9_kings_day_moves_when_it_is_a_sunday),
        cmocka_unit_test(c9_easter_of_known_years),
        cmocka_unit_test(c9_a_branch_may_open_on_a_holiday),
        cmocka_unit_test(c3_due_days_over_holidays),
        cmocka_unit_test(c3_no_open_day_within_400_is_none),
        cmocka_unit_test(c5_clock_changes_change_no_day_count),
        cmocka_unit_test(c13_days_late_are_open_days),
        cmocka_unit_test(h13_the_shelf_clock),
        cmocka_unit_test(c10_half_days_run_from_changeover_to_changeover),
        cmocka_unit_test(c10_hours_are_read_and_written),
        cmocka_unit_test(c10_the_changeover_is_the_middle_rounded_down),
        cmocka_unit_test(c9_random_calendars_keep_the_rules),
        cmocka_unit_test(c10_hours_of_random_calendars_are_read_back),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, begin, end);
}
