/* Tools lent to us by a neighbour (T6, T10, T11) on a real library. */
#include "lending/loan.h"
#include "schema/query.h"
#include "tests/unit/story.h" /* before cmocka, which has a macro fail() */

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#undef fail

/* 230T is F's, with a week's notice; lent by the month. */
static void given_owned(const char *more)
{
    at("2026-11-02T10:30:00+01:00");
    assert_int_equal(kist("H", str_printf(&lib.mem, "tool edit | tool=230T | owner=M77315T |"
                                          " notice_days=7%s", more).s), OK);
    assert_int_equal(kist("H", "model edit | model=schaar | period=28"), OK);
}

static struct tool tool(const char *code)
{
    struct tool t;
    library_ctx(&lib);
    assert_int_equal(tool_get(&lib.c, tool_id(code), &t), OK);
    return t;
}

static int told_of(int64_t loan, const char *kind)
{
    int n = 0;
    QUERY(q, &lib.c, Q_STEPS_ABOUT);
    q_bind_int(&q, "loan", loan);
    q_bind_int(&q, "hold", 0);
    q_bind_str(&q, "kind", str_of(kind));
    q_bind(&q, "due_day", val_none());
    while (q_row(&q))
        n++;
    assert_int_equal(q_end(&q), OK);
    return n;
}

/* What was told of that kind about the open loan of 230T. */
static int told(const char *kind)
{
    return told_of(tool("230T").loan, kind);
}

static void t6_the_owner_is_told_of_each_loan_if_they_want(void **state)
{
    (void)state;
    given_owned("");
    assert_int_equal(kist("H", "out | member=M20417G | tool=230T"), OK);
    assert_int_equal(told("owner_lent"), 0);
    assert_int_equal(kist("H", "in | tool=230T"), OK);
    assert_int_equal(kist(NULL, "setting set | name=remind.owner_notices | value=yes"), OK);
    assert_int_equal(kist("H", "out | member=M31862H | tool=230T"), OK);
    int64_t loan = tool("230T").loan;
    assert_int_equal(told("owner_lent"), 1);
    assert_int_equal(kist("H", "in | tool=230T"), OK);
    assert_int_equal(told_of(loan, "owner_back"), 1);
    assert_int_equal(kist("H", "out | member=M77315T | tool=230T"), OK);
    assert_int_equal(told("owner_lent"), 0); /* their own loan is no news */
}

static void t10_a_recall_brings_the_due_day_forward_and_tells_the_borrower(void **state)
{
    (void)state;
    given_owned("");
    assert_int_equal(kist("H", "out | member=M20417G | tool=230T"), OK);
    assert_day(due("230T"), "2026-11-30");
    at("2026-11-10T11:00:00+01:00");
    assert_int_equal(kist("H", "tool recall | tool=230T"), OK);
    assert_day(due("230T"), "2026-11-17");
    assert_int_equal(told("owner_recall"), 1);
    assert_int_equal(kist("H", "renew | tool=230T"), FAULT_RENEW_RECALLED);
}

static void t10_a_recall_never_makes_a_due_day_later(void **state)
{
    (void)state;
    given_owned("");
    assert_int_equal(kist("H", "out | member=M20417G | tool=230T | until=2026-11-04"), OK);
    assert_int_equal(kist("H", "tool recall | tool=230T"), OK);
    assert_day(due("230T"), "2026-11-04");
    assert_int_equal(told("owner_recall"), 0);
}

static void t10_by_a_later_day_wins_over_the_notice(void **state)
{
    (void)state;
    given_owned("");
    assert_int_equal(kist("H", "out | member=M20417G | tool=230T"), OK);
    assert_int_equal(kist("H", "tool recall | tool=230T | by=2026-11-21"), OK); /* a Saturday */
    assert_day(due("230T"), "2026-11-23");
}

static void t10_taken_back_the_due_day_goes_back(void **state)
{
    (void)state;
    given_owned("");
    assert_int_equal(kist("H", "out | member=M20417G | tool=230T"), OK);
    assert_int_equal(kist("H", "tool recall | tool=230T"), OK);
    assert_int_equal(kist("H", "tool recall | tool=230T | off=yes"), OK);
    assert_day(due("230T"), "2026-11-30");
    assert_int_equal(kist("H", "renew | tool=230T"), OK);
}

static void t10_recalled_on_the_shelf_it_goes_to_its_owner_only(void **state)
{
    (void)state;
    given_owned("");
    assert_int_equal(kist("H", "tool recall | tool=230T"), OK);
    assert_int_equal(kist("H", "out | member=M20417G | tool=230T"), FAULT_OWNER_TERMS);
    assert_int_equal(kist("H", "hold add | member=M31862H | what=schaar | pick_up=H"), OK);
    assert_int_equal(tool("230T").hold, 0); /* it serves no hold */
    assert_int_equal(kist("H", "out | member=M77315T | tool=230T"), OK);
}

static void t10_after_its_return_a_recalled_tool_serves_no_hold(void **state)
{
    (void)state;
    given_owned("");
    assert_int_equal(kist("H", "out | member=M20417G | tool=230T"), OK);
    assert_int_equal(kist("H", "hold add | member=M31862H | what=schaar | pick_up=H"), OK);
    assert_int_equal(kist("H", "tool recall | tool=230T"), OK);
    assert_int_equal(kist("H", "in | tool=230T"), OK);
    assert_int_equal(tool("230T").hold, 0);
    assert_non_null(strstr(said(), "F"));
}

static void t10_a_hold_already_ready_may_still_be_fetched(void **state)
{
    (void)state;
    given_owned("");
    assert_int_equal(kist("H", "hold add | member=M20417G | what=schaar | pick_up=H"), OK);
    assert_true(tool("230T").hold_ready);
    assert_int_equal(kist("H", "tool recall | tool=230T"), OK);
    assert_int_equal(kist("H", "out | member=M20417G | tool=230T"), OK);
    assert_day(due("230T"), "2026-11-09"); /* by the recall day */
}

static void t10_the_owners_own_loan_has_no_due_day_and_counts_for_no_limit(void **state)
{
    struct member m;
    const struct loan *l;
    size_t n;
    int64_t total;
    (void)state;
    given_owned("");
    assert_int_equal(kist(NULL, "setting set | name=loan.limit_tools | value=1"), OK);
    assert_int_equal(kist("H", "out | member=M77315T | tool=230T"), OK);
    assert_day(due("230T"), "none");
    assert_true(tool("230T").loan != 0);
    assert_int_equal(kist("H", "out | member=M77315T | tool=88L"), OK);
    at("2027-11-02T10:30:00+01:00");
    assert_int_equal(loan_list(&lib.c, &(struct loan_query){ .overdue = true }, &l, &n, &total), OK);
    assert_int_equal(n, 1); /* the ladder, not what is one's own */
    assert_int_equal(member_get(&lib.c, member_id("M77315T"), &m), OK);
    assert_int_equal(m.out, 1);
    assert_int_equal(kist("H", "renew | tool=230T"), FAULT_OWNER_TERMS);
    assert_int_equal(kist("H", "in | tool=230T"), OK);
    assert_int_equal(answer(0, "days_late").i, 0);
}

static void t11_a_loan_ends_in_a_month_it_is_available(void **state)
{
    (void)state;
    given_owned(" | from_month=4 | to_month=11");
    at("2026-11-16T10:30:00+01:00");
    assert_int_equal(kist("H", "out | member=M20417G | tool=230T"), OK);
    assert_day(due("230T"), "2026-11-30"); /* the last open day of November, not 14 December */
    at("2026-11-30T10:30:00+01:00");
    assert_int_equal(kist("H", "renew | tool=230T"), FAULT_OWNER_TERMS);
    assert_int_equal(kist("H", "in | tool=230T"), OK);
    assert_int_equal(kist("H", "out | member=M20417G | tool=230T"), FAULT_OWNER_TERMS);
    at("2026-12-01T10:30:00+01:00");
    assert_int_equal(kist("H", "out | member=M20417G | tool=230T"), FAULT_OWNER_TERMS);
}

static void t11_a_booking_ends_in_a_month_it_is_available(void **state)
{
    (void)state;
    given_owned(" | from_month=4 | to_month=11");
    assert_int_equal(kist("H", "hold add | member=M20417G | what=230T | from=2026-11-27 | to=2026-12-01"),
                     FAULT_BOOKING_OVERLAP);
    assert_int_equal(kist("H", "hold add | member=M20417G | what=230T | from=2026-11-24 | to=2026-11-30"), OK);
}

static void t6_only_what_has_an_owner_is_recalled(void **state)
{
    (void)state;
    at("2026-11-02T10:30:00+01:00");
    assert_int_equal(kist("H", "tool recall | tool=230T"), FAULT_NO_OWNER);
}

#define STORY(f) cmocka_unit_test_setup_teardown(f, story_setup, story_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(t6_the_owner_is_told_of_each_loan_if_they_want),
        STORY(t10_a_recall_brings_the_due_day_forward_and_tells_the_borrower),
        STORY(t10_a_recall_never_makes_a_due_day_later),
        STORY(t10_by_a_later_day_wins_over_the_notice),
        STORY(t10_taken_back_the_due_day_goes_back),
        STORY(t10_recalled_on_the_shelf_it_goes_to_its_owner_only),
        STORY(t10_after_its_return_a_recalled_tool_serves_no_hold),
        STORY(t10_a_hold_already_ready_may_still_be_fetched),
        STORY(t10_the_owners_own_loan_has_no_due_day_and_counts_for_no_limit),
        STORY(t11_a_loan_ends_in_a_month_it_is_available),
        STORY(t11_a_booking_ends_in_a_month_it_is_available),
        STORY(t6_only_what_has_an_owner_is_recalled),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
