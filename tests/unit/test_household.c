/* Households (M6), plans and their tiers, who was seen (M7), a pause that lifts by itself (M14). */
#include "lending/household.h"
#include "tests/unit/story.h" /* before cmocka, which has a macro fail() */

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#undef fail

static struct member member(const char *code)
{
    struct member m;
    library_ctx(&lib);
    assert_int_equal(member_get(&lib.c, member_id(code), &m), OK);
    return m;
}

static void m6_the_first_of_a_new_household_is_its_contact(void **state)
{
    (void)state;
    assert_int_equal(kist("H", "household list"), OK);
    assert_int_equal(out.n_rows, 0);
    assert_int_equal(kist("H", "household add | household=Bosma | member=M20417G | member=M31862H"), OK);
    assert_true(member("M20417G").household_contact);
    assert_false(member("M31862H").household_contact);
    assert_int_equal(kist("H", "household list"), OK);
    assert_int_equal(answer(0, "members").i, 2);
    assert_true(str_eq(answer(0, "contact").s, S("A")));
}

static void m6_joining_leaving_and_another_contact(void **state)
{
    (void)state;
    assert_int_equal(kist("H", "household add | household=Bosma | member=M20417G"), OK);
    assert_int_equal(kist("H", "household join | household=bosma | member=M31862H"), OK);
    assert_int_equal(kist("H", "household contact | member=M31862H"), OK);
    assert_false(member("M20417G").household_contact);
    assert_true(member("M31862H").household_contact);
    int64_t lines = journal_last();
    assert_int_equal(kist("H", "household join | household=bosma | member=M31862H"), OK);
    assert_true(member("M31862H").household_contact); /* joining again takes nothing away */
    assert_int_equal(journal_last(), lines);
    assert_int_equal(kist("H", "household leave | member=M20417G"), OK);
    assert_int_equal(member("M20417G").household, 0);
    assert_int_equal(kist("H", "household show | household=Bosma"), OK);
    assert_int_equal(out.n_rows, 1);
}

static void m6_what_is_wrong_with_a_household_is_named(void **state)
{
    (void)state;
    assert_int_equal(kist("H", "household add | household=Bosma | member=M20417G"), OK);
    assert_int_equal(kist("H", "household add | household=BOSMA | member=M31862H"), FAULT_NAME_USED);
    assert_int_equal(kist("H", "household add | household=-- | member=M31862H"), FAULT_NOT_TEXT);
    assert_int_equal(kist("H", "household add | household=Vos"), FAULT_MISSING);
    assert_int_equal(kist("H", "household join | household=Vos | member=M31862H"), FAULT_NAME_UNKNOWN);
    assert_int_equal(kist("H", "household join | household=Bosma | member=M31862H | member=niemand"),
                     FAULT_NAME_UNKNOWN);
    assert_int_equal(member("M31862H").household, 0); /* all or none */
    assert_int_equal(kist("H", "household contact | member=M31862H"), FAULT_NO_HOUSEHOLD);
    assert_int_equal(kist_as("M20417G", "household list"), FAULT_ROLE_NEEDED);
}

static void m7_seen_is_a_day_and_initials(void **state)
{
    (void)state;
    at("2026-11-24T10:30:00+01:00");
    assert_int_equal(kist("H", "member seen | member=M20417G"), OK);
    struct member m = member("M20417G");
    assert_day(m.seen, "2026-11-24");
    assert_true(str_eq(m.seen_by, lib.c.initials) || m.seen_by.n > 0);
    assert_int_equal(kist("H", "member add | name=Nieuw | address=x 1 | seen=yes | number=44444"), OK);
    assert_day(member("Nieuw").seen, "2026-11-24");
    assert_true(day_none(member("M31862H").seen));
}

static void a_tier_is_a_pass_seen_and_says_what_the_plan_costs(void **state)
{
    (void)state;
    assert_int_equal(kist("H", "plan add | name=Gewoon | price=24"), OK);
    assert_int_equal(kist("H", "plan tier | plan=gewoon | name=Stadjerspas | price=6"), OK);
    at("2026-11-24T10:30:00+01:00");
    assert_int_equal(kist("H", "member edit | member=M20417G | plan=gewoon"), OK);
    assert_int_equal(member("M20417G").price, 2400);
    assert_int_equal(kist("H", "member edit | member=M20417G | tier=uitpas"), FAULT_NAME_UNKNOWN);
    assert_string_equal(wrong_arg(), "tier");
    assert_int_equal(kist("H", "member edit | member=M20417G | tier=stadjersPAS"), OK);
    struct member m = member("M20417G");
    assert_int_equal(m.price, 600);
    assert_true(str_eq(m.tier, S("Stadjerspas")));
    assert_day(m.tier_seen, "2026-11-24");
    assert_int_equal(kist("H", "plan tier | plan=gewoon | name=stadjerspas | price=4"), OK);
    assert_int_equal(member("M20417G").price, 400);
    assert_int_equal(kist("H", "member edit | member=M20417G | tier="), OK);
    m = member("M20417G");
    assert_true(day_none(m.tier_seen) && !m.tier_seen_by.n && m.price == 2400);
    assert_int_equal(kist("H", "plan tier | plan=gewoon | name=stadjerspas | off=yes"), OK);
    assert_int_equal(kist("H", "plan tier | plan=gewoon | name=stadjerspas | off=yes"),
                     FAULT_NAME_UNKNOWN);
    assert_int_equal(kist("H", "plan tier | plan=gewoon | name=x"), FAULT_MISSING);
}

static void a_plan_is_changed_and_ended_and_who_has_it_keeps_it(void **state)
{
    (void)state;
    assert_int_equal(kist("H", "plan add | name=Gewoon | price=24"), OK);
    assert_int_equal(kist("H", "plan add | name=Groot | price=60 | limit_tools=10"), OK);
    assert_int_equal(kist("H", "member edit | member=M20417G | plan=Groot"), OK);
    assert_int_equal(kist("H", "plan edit | plan=Groot | name=gewoon"), FAULT_NAME_USED);
    assert_int_equal(kist("H", "plan edit | plan=Groot | name=Ruim | price=48 | limit_tools=8"), OK);
    assert_int_equal(member("M20417G").limit_tools, 8);
    assert_int_equal(kist("H", "plan edit | plan=Ruim | months=0"), FAULT_NUMBER_RANGE);
    assert_int_equal(kist("H", "plan end | plan=Ruim"), OK);
    assert_true(str_eq(member("M20417G").plan_name, S("Ruim")));
    assert_int_equal(kist("H", "member edit | member=M31862H | plan=Ruim"), FAULT_NAME_UNKNOWN);
    assert_int_equal(kist("H", "plan end | plan=Ruim"), FAULT_NAME_UNKNOWN);
    assert_int_equal(kist_volunteer("plan edit | plan=Gewoon | price=1"), FAULT_ROLE_NEEDED);
}

static void m14_a_pause_with_an_end_lifts_by_itself_the_day_after(void **state)
{
    (void)state;
    at("2026-11-23T10:30:00+01:00");
    assert_int_equal(kist("H", "member block | member=M20417G | until=2026-11-24 | reason=x"), OK);
    at("2026-11-24T10:30:00+01:00");
    assert_int_equal(kist("H", "out | member=M20417G | tool=417A"), FAULT_MEMBER_BLOCKED);
    at("2026-11-25T10:30:00+01:00");
    assert_int_equal(kist("H", "out | member=M20417G | tool=417A"), OK);
}

#define STORY(f) cmocka_unit_test_setup_teardown(f, story_setup, story_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(m6_the_first_of_a_new_household_is_its_contact),
        STORY(m6_joining_leaving_and_another_contact),
        STORY(m6_what_is_wrong_with_a_household_is_named),
        STORY(m7_seen_is_a_day_and_initials),
        STORY(a_tier_is_a_pass_seen_and_says_what_the_plan_costs),
        STORY(a_plan_is_changed_and_ended_and_who_has_it_keeps_it),
        STORY(m14_a_pause_with_an_end_lifts_by_itself_the_day_after),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
