/* Kits, what is sold, stock-takes, tickets and the work list on a real library (T12-T14, S5). */
#include "lending/kit.h"
#include "lending/money.h"
#include "lending/stock_take.h"
#include "schema/db.h"
#include "schema/query.h"
#include "tests/unit/story.h" /* before cmocka, which has a macro fail() */

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#undef fail

static const char *text_of(size_t row, const char *field)
{
    struct val v = answer(row, field);
    return v.is == V_STR ? str_z(&lib.mem, v.s) : v.is == V_NONE ? "none" : "not a text";
}

/* What was told about a hold being ready. */
static int told_ready(int64_t hold)
{
    int n = 0;
    library_ctx(&lib);
    QUERY(q, &lib.c, Q_STEPS_ABOUT);
    q_bind_int(&q, "loan", 0);
    q_bind_int(&q, "hold", hold);
    q_bind_str(&q, "kind", S("hold_ready"));
    q_bind(&q, "due_day", val_none());
    while (q_row(&q))
        n++;
    assert_int_equal(q_end(&q), OK);
    return n;
}

static int64_t tools_out_of(const char *member)
{
    struct member m;
    library_ctx(&lib);
    assert_int_equal(member_get(&lib.c, member_id(member), &m), OK);
    return m.out;
}

static const char *hold_state(const char *tool)
{
    library_ctx(&lib);
    QUERY(q, &lib.c, Q_HOLD_OF_TOOL);
    q_bind_int(&q, "tool", tool_id(tool));
    const char *state = q_row(&q) ? str_z(&lib.mem, q_str(&q, "state")) : "none";
    assert_int_equal(q_end(&q), OK);
    return state;
}

/* 88 and 301 together, "feest". */
static void given_kit(const char *together)
{
    at("2026-11-24T10:30:00+01:00");
    assert_int_equal(kist("H", str_printf(&lib.mem, "kit add | name=Feest | tool=88L | tool=301W |"
                                          " together=%s", together).s), OK);
}

static void t12_a_kit_is_lent_by_its_name_and_all_get_the_earliest_due_day(void **state)
{
    (void)state;
    given_kit("no");
    assert_int_equal(kist("H", "model edit | model=ladder | period=3"), OK);
    assert_int_equal(kist("H", "out | member=M20417G | tool=feest"), OK);
    assert_int_equal(out.n_rows, 2);
    assert_day(due("88L"), "2026-11-27");
    assert_day(due("301W"), "2026-11-27");
}

static void t12_a_kit_is_lent_entire_or_not_at_all(void **state)
{
    (void)state;
    given_kit("no");
    given_loan("301W", "M31862H", "2026-11-23", "2026-11-30");
    assert_int_equal(kist("H", "out | member=M20417G | tool=Feest"), FAULT_TOOL_OUT);
    assert_day(due("88L"), "none");
    assert_int_equal(kist("H", "out | member=M20417G | tool=Feest | partly=yes"), OK);
    assert_int_equal(out.n_refused, 1);
    assert_day(due("88L"), "2026-12-01");
}

static void t12_the_fault_is_that_of_the_first_tool_refused(void **state)
{
    (void)state;
    given_kit("no");
    assert_int_equal(kist("H", "tool repair | tool=88L | reason=kapot"), OK);
    given_loan("301W", "M31862H", "2026-11-23", "2026-11-30");
    assert_int_equal(kist("H", "out | member=M20417G | tool=Feest"), FAULT_TOOL_IN_REPAIR);
    assert_int_equal(kist("H", "out | member=M20417G | tool=Feest | partly=yes"), FAULT_TOOL_IN_REPAIR);
}

static void m13_a_kit_counts_as_one(void **state)
{
    (void)state;
    given_kit("no");
    assert_int_equal(kist(NULL, "setting set | name=loan.limit_tools | value=1"), OK);
    assert_int_equal(kist("H", "out | member=M20417G | tool=Feest"), OK);
    assert_int_equal(tools_out_of("M20417G"), 1);
    assert_int_equal(kist("H", "out | member=M20417G | tool=417A"), FAULT_LIMIT_TOOLS);
    assert_int_equal(kist("H", "out | member=M31862H | tool=417A"), OK);
}

static void m5_a_category_has_its_own_limit(void **state)
{
    (void)state;
    at("2026-11-24T10:30:00+01:00");
    assert_int_equal(kist("H", "category add | category=Tuin"), OK);
    assert_int_equal(kist("H", "category edit | category=Tuin | limit_tools=1"), OK);
    assert_int_equal(kist("H", "model edit | model=ladder | category=Tuin"), OK);
    assert_int_equal(kist("H", "model edit | model=schaar | category=Tuin"), OK);
    assert_int_equal(kist("H", "out | member=M20417G | tool=88L"), OK);
    assert_int_equal(kist("H", "out | member=M20417G | tool=230T"), FAULT_LIMIT_CATEGORY);
    assert_int_equal(kist("H", "out | member=M20417G | tool=417A"), OK);
    assert_int_equal(kist("H", "out | member=M20417G | tool=230T | override=yes | reason=mag"), OK);
    assert_int_equal(kist("H", "policy show | tool=230T"), OK);
    assert_string_equal(text_of(9, "source"), "category");
    assert_string_equal(text_of(0, "source"), "library");
}

static void m5_the_value_at_once_has_a_limit(void **state)
{
    (void)state;
    at("2026-11-24T10:30:00+01:00");
    assert_int_equal(kist(NULL, "setting set | name=loan.limit_value | value=100"), OK);
    assert_int_equal(kist("H", "tool edit | tool=88L | price=80 | bought=2026-01-01"), OK);
    assert_int_equal(kist("H", "tool edit | tool=301W | price=40 | bought=2021-01-01"), OK); /* 20 now */
    assert_int_equal(kist("H", "tool edit | tool=230T | price=1 | bought=2026-01-01"), OK);
    assert_int_equal(kist("H", "out | member=M20417G | tool=88L | tool=301W"), OK);
    assert_int_equal(out.n_refused, 0);
    assert_int_equal(kist("H", "out | member=M20417G | tool=230T"), FAULT_LIMIT_VALUE);
    assert_int_equal(kist("H", "out | member=M20417G | tool=417A"), OK); /* no price: nothing */
}

static void t12_a_returned_tool_of_a_kit_is_a_normal_return(void **state)
{
    (void)state;
    given_kit("no");
    assert_int_equal(kist("H", "out | member=M20417G | tool=Feest"), OK);
    assert_int_equal(kist("H", "in | tool=88L"), OK);
    assert_day(due("301W"), "2026-12-01");
    assert_int_equal(kist("H", "kit show | kit=Feest"), OK);
    const struct list *tools = answer(0, "tools").list;
    assert_int_equal(tools->n, 2);
    assert_string_equal(str_z(&lib.mem, tools->at[4].s), "free");
    assert_string_equal(str_z(&lib.mem, tools->at[6 + 4].s), "out");
    assert_false(val_true(answer(0, "free")));
    assert_int_equal(kist("H", "in | tool=301W"), OK);
    assert_int_equal(kist("H", "kit show | kit=Feest"), OK);
    assert_true(val_true(answer(0, "free")));
}

static void t12_only_together_is_not_lent_alone(void **state)
{
    (void)state;
    given_kit("yes");
    assert_int_equal(kist("H", "out | member=M20417G | tool=88L"), FAULT_KIT_TOGETHER);
    assert_int_equal(kist("H", "out | member=M20417G | tool=88L | override=yes | reason=mag"), OK);
    assert_int_equal(kist("H", "in | tool=88L"), OK);
    assert_int_equal(kist("H", "out | member=M20417G | tool=Feest"), OK);
}

static void t12_what_only_goes_with_its_kit_is_not_waited_for_alone(void **state)
{
    (void)state;
    given_kit("yes");
    assert_int_equal(kist("H", "hold add | member=M20417G | what=88L | pick_up=H"), FAULT_KIT_TOGETHER);
    assert_int_equal(kist("H", "hold add | member=M20417G | what=Feest | pick_up=H"), OK);
    assert_int_equal(kist("H", "undo"), OK);
    assert_non_null(strstr(said(), "Feest"));
    assert_int_equal(kist("H", "tool show | tool=88L"), OK);
    assert_string_equal(text_of(0, "kit"), "Feest");
}

static void t11_half_a_range_of_months_is_refused(void **state)
{
    (void)state;
    assert_int_equal(kist("H", "tool edit | tool=417A | from_month=4"), FAULT_MISSING);
    assert_string_equal(wrong_arg(), "to_month");
    assert_int_equal(kist("H", "tool edit | tool=417A | from_month=4 | to_month=11"), OK);
    assert_int_equal(kist("H", "tool edit | tool=417A | to_month="), FAULT_MISSING);
    assert_string_equal(wrong_arg(), "to_month");
    assert_int_equal(kist("H", "tool edit | tool=417A | from_month= | to_month="), OK);
}

static void l16_the_journal_of_a_tool_is_a_story(void **state)
{
    (void)state;
    at("2026-11-24T10:30:00+01:00");
    assert_int_equal(kist("H", "out | member=M20417G | tool=417A"), OK);
    at("2026-11-26T10:30:00+01:00");
    assert_int_equal(kist("H", "renew | tool=417A"), OK);
    assert_int_equal(kist("H", "in | tool=417A | broken=Snoer los"), OK);
    assert_int_equal(kist("H", "undo"), OK);
    assert_int_equal(kist(NULL, "journal | tool=417A"), OK);
    assert_int_equal(out.n_rows, 4);
    assert_string_equal(text_of(3, "story"),
                        "Uitgeleend aan A door JV bij H, graag terug op dinsdag 1 december.");
    assert_non_null(strstr(text_of(1, "story"), "Daarna ongedaan gemaakt."));
}

static void t12_a_kit_goes_back_as_one_by_undo(void **state)
{
    (void)state;
    given_kit("no");
    assert_int_equal(kist("H", "out | member=M20417G | tool=Feest"), OK);
    assert_int_equal(kist("H", "undo"), OK);
    assert_non_null(strstr(said(), "Feest"));
    assert_day(due("88L"), "none");
    assert_day(due("301W"), "none");
    assert_int_equal(tools_out_of("M20417G"), 0);
}

static void t12_a_hold_on_a_kit_is_ready_when_all_is_set_apart(void **state)
{
    (void)state;
    given_kit("no");
    given_loan("301W", "M31862H", "2026-11-23", "2026-11-30");
    assert_int_equal(kist("H", "hold add | member=M20417G | what=Feest | pick_up=H"), OK);
    assert_string_equal(text_of(0, "model"), "Feest");
    int64_t hold = answer(0, "hold").i;
    assert_string_equal(hold_state("88L"), "assigned");
    assert_int_equal(told_ready(hold), 0);
    assert_int_equal(kist("H", "in | tool=301W"), OK);
    assert_string_equal(hold_state("88L"), "ready");
    assert_string_equal(hold_state("301W"), "ready");
    assert_int_equal(kist("H", "hold list | member=M20417G"), OK);
    assert_int_equal(out.n_rows, 1);
    assert_string_equal(text_of(0, "state"), "ready");
    assert_int_equal(kist("H", "out | member=M31862H | tool=301W"), FAULT_TOOL_HELD);
    assert_int_equal(kist("H", "out | member=M20417G | tool=Feest"), OK);
    assert_int_equal(kist("H", "hold list | member=M20417G"), OK);
    assert_int_equal(out.n_rows, 0);
}

static void t12_one_message_tells_that_a_kit_is_ready(void **state)
{
    (void)state;
    given_kit("no");
    assert_int_equal(kist("H", "hold add | member=M20417G | what=Feest | pick_up=H"), OK);
    int64_t hold = answer(0, "hold").i;
    assert_string_equal(hold_state("301W"), "ready");
    assert_int_equal(told_ready(hold), 1);
    assert_int_equal(told_ready(hold + 1), 0);
}

static void h18_a_kit_that_loses_a_tool_is_not_ready(void **state)
{
    (void)state;
    given_kit("no");
    assert_int_equal(kist("H", "hold add | member=M20417G | what=Feest | pick_up=H"), OK);
    assert_int_equal(kist("H", "tool repair | tool=301W | reason=kapot"), OK);
    assert_string_equal(hold_state("88L"), "assigned");
    assert_int_equal(kist("H", "tool ready | tool=301W"), OK);
    assert_string_equal(hold_state("88L"), "ready");
}

static void t12_what_is_left_of_a_kit_is_ready_when_the_rest_is_gone(void **state)
{
    (void)state;
    given_kit("no");
    given_loan("88L", "M31862H", "2026-11-23", "2026-11-30");
    assert_int_equal(kist("H", "hold add | member=M20417G | what=Feest | pick_up=H"), OK);
    int64_t hold = answer(0, "hold").i;
    assert_string_equal(hold_state("301W"), "assigned");
    assert_int_equal(kist("H", "loan lost | tool=88L"), OK);
    assert_string_equal(hold_state("301W"), "ready");
    assert_int_equal(told_ready(hold) + told_ready(hold + 1), 1);
    assert_int_equal(kist("H", "check"), OK);
}

static void h14_a_kit_not_fetched_is_missed_as_one(void **state)
{
    (void)state;
    given_kit("no");
    assert_int_equal(kist("H", "hold add | member=M20417G | what=Feest | pick_up=H"), OK);
    at("2026-12-07T10:30:00+01:00");
    assert_int_equal(kist("H", "hold add | member=M31862H | what=88L | pick_up=H"), OK);
    assert_string_equal(hold_state("301W"), "none");
    assert_string_equal(hold_state("88L"), "ready");
    assert_int_equal(kist("H", "hold list | member=M20417G"), OK);
    assert_string_equal(text_of(0, "state"), "resting");
}

static void t12_cancelling_a_kit_frees_all_of_it(void **state)
{
    (void)state;
    given_kit("no");
    assert_int_equal(kist("H", "hold add | member=M20417G | what=Feest | pick_up=H"), OK);
    int64_t id = answer(0, "hold").i;
    assert_int_equal(kist("H", str_printf(&lib.mem, "hold cancel | hold=%d", (int)id).s), OK);
    assert_string_equal(hold_state("88L"), "none");
    assert_string_equal(hold_state("301W"), "none");
}

static void t12_a_kit_in_a_kit_is_refused_by_name(void **state)
{
    (void)state;
    given_kit("no");
    assert_int_equal(kist("H", "kit add | name=Groot | tool=417A | tool=Feest"), FAULT_KIT_IN_KIT);
    assert_int_equal(kist("H", "kit add | name=Groot | tool=417A | tool=88L"), FAULT_TOOL_IN_KIT);
    assert_int_equal(kist("H", "kit show | kit=Groot"), FAULT_NAME_UNKNOWN);
    assert_int_equal(kist("H", "kit add | name=Feest | tool=417A"), FAULT_NAME_USED);
    assert_int_equal(kist("H", "kit add | name=88L | tool=417A"), FAULT_NOT_TEXT);
    assert_int_equal(kist("H", "kit leave | tool=417A"), FAULT_TOOL_IN_NO_KIT);
    assert_int_equal(kist("H", "kit leave | tool=88L"), OK);
    assert_int_equal(kist("H", "kit add | name=Groot | tool=417A | tool=88L"), OK);
    assert_int_equal(kist("H", "kit end | kit=Feest"), OK);
    assert_int_equal(kist("H", "kit add | name=Feest | tool=301W"), OK);
}

static int64_t owed(const char *member)
{
    struct member_money m;
    library_ctx(&lib);
    assert_int_equal(money_of(&lib.c, member_id(member), &m), OK);
    return m.balance;
}

static int64_t in_till(void)
{
    const struct till *t;
    size_t n;
    library_ctx(&lib);
    assert_int_equal(till_of(&lib.c, lib.c.today, branch_id("H"), &t, &n), OK);
    return n ? t[0].cents : 0;
}

static void given_sandpaper(void)
{
    at("2026-11-24T10:30:00+01:00");
    assert_int_equal(kist("H", "consumable add | name=schuurpapier | price=0.75 | stock=2"), OK);
}

static int64_t stock(void)
{
    assert_int_equal(kist("H", "consumable list | branch=H"), OK);
    return answer(0, "stock").i;
}

/* Is there work of that kind at the branch? */
static bool work(const char *branch, const char *what)
{
    bool there = false;
    assert_int_equal(kist(branch, "work-list"), OK);
    for (size_t i = 0; i < out.n_rows; i++)
        there = there || !strcmp(text_of(i, "what"), what);
    return there;
}

static void e18_stock_may_go_below_zero_and_is_counted(void **state)
{
    (void)state;
    given_sandpaper();
    assert_int_equal(kist("H", "consumable sell | consumable=schuurpapier | count=3 | member=M20417G"), OK);
    assert_int_equal(answer(0, "amount").i, 225);
    assert_int_equal(owed("M20417G"), 225);
    assert_int_equal(stock(), -1);
    assert_true(work("H", "count"));
    assert_false(work("V", "count"));
    assert_int_equal(kist("H", "consumable count | consumable=schuurpapier | count=4"), OK);
    assert_int_equal(stock(), 4);
    assert_false(work("H", "count"));
}

static void t13_a_sale_is_undone(void **state)
{
    (void)state;
    given_sandpaper();
    assert_int_equal(kist("H", "consumable sell | consumable=Schuurpapier | count=2"), OK);
    assert_int_equal(stock(), 0);
    assert_int_equal(in_till(), 150);
    assert_int_equal(kist("H", "undo"), OK);
    assert_int_equal(stock(), 2);
    assert_int_equal(in_till(), 0);
    assert_int_equal(kist("H", "consumable sell | consumable=schuurpapier | member=M20417G"), OK);
    assert_int_equal(owed("M20417G"), 75);
    assert_int_equal(kist("H", "undo"), OK);
    assert_int_equal(owed("M20417G"), 0);
    assert_int_equal(kist("H", "consumable buy | consumable=schuurpapier | count=10"), OK);
    assert_int_equal(stock(), 12);
    assert_int_equal(kist("H", "consumable sell | consumable=verf"), FAULT_NAME_UNKNOWN);
    assert_int_equal(kist("H", "consumable sell | consumable=schuurpapier | count=0"), FAULT_NUMBER_RANGE);
    assert_int_equal(kist("H", "consumable add | name=schuurpapier | price=1"), FAULT_NAME_USED);
}

/* What the stock-take says of a tool; "none" when it does not list it. */
static const char *item(const char *code)
{
    assert_int_equal(kist("H", "stock-take list"), OK);
    for (size_t i = 0; i < out.n_rows; i++)
        if (!strcmp(text_of(i, "tool"), code))
            return text_of(i, "what");
    return "none";
}

static void given_stock_take(void)
{
    at("2026-11-24T10:30:00+01:00");
    assert_int_equal(kist("H", "tool edit | tool=417A | shelf=A1"), OK);
    assert_int_equal(kist("H", "tool edit | tool=418G | shelf=A1"), OK);
    assert_int_equal(kist("H", "tool edit | tool=88L | shelf=B2"), OK);
    given_at("500V", "V");
    given_loan("301W", "M31862H", "2026-11-23", "2026-11-30");
    assert_int_equal(kist("H", "stock-take begin"), OK);
    assert_int_equal(answer(0, "expected").i, 4);
}

static void t14_what_was_not_seen_on_a_walked_shelf_is_listed(void **state)
{
    (void)state;
    given_stock_take();
    assert_int_equal(kist("H", "stock-take see | tool=417A"), OK);
    assert_string_equal(item("418G"), "todo");
    at("2026-11-24T10:40:00+01:00");
    assert_int_equal(kist("H", "stock-take shelf | shelf=a1"), OK);
    assert_string_equal(item("418G"), "unseen");
    assert_string_equal(item("417A"), "none");
    assert_string_equal(item("88L"), "todo");
    assert_int_equal(kist("H", "stock-take shelf | shelf=Z9"), FAULT_NAME_UNKNOWN);
}

static void t14_what_was_in_hands_since_is_not_listed(void **state)
{
    (void)state;
    given_stock_take();
    assert_int_equal(kist("H", "stock-take shelf | shelf=A1"), OK);
    assert_string_equal(item("417A"), "unseen");
    at("2026-11-24T11:00:00+01:00");
    assert_int_equal(kist("H", "out | member=M20417G | tool=417A"), OK);
    assert_string_equal(item("417A"), "none");
    at("2026-11-24T11:10:00+01:00");
    assert_int_equal(kist("H", "in | tool=417A"), OK);
    assert_string_equal(item("417A"), "none");
    assert_string_equal(item("418G"), "unseen");
}

static void t14_a_tool_seen_elsewhere_is_here_now(void **state)
{
    struct tool t;
    (void)state;
    given_stock_take();
    assert_int_equal(kist("H", "stock-take see | tool=500V"), OK);
    assert_string_equal(text_of(0, "what"), "elsewhere");
    assert_int_equal(tool_get(&lib.c, tool_id("500V"), &t), OK);
    assert_int_equal(t.present, branch_id("H"));
    assert_string_equal(item("500V"), "elsewhere");
}

static void t14_seen_while_out_is_returned_by_one_command_only(void **state)
{
    (void)state;
    given_stock_take();
    assert_int_equal(kist("H", "stock-take see | tool=301W"), OK);
    assert_string_equal(text_of(0, "what"), "out");
    assert_day(due("301W"), "2026-11-30");
    assert_int_equal(kist("H", "in | tool=301W | backdate=2026-11-24 | reason=telling"), OK);
    assert_day(due("301W"), "none");
    assert_string_equal(item("301W"), "none");
}

static void t14_missing_is_a_volunteers_word_at_the_end(void **state)
{
    struct tool t;
    (void)state;
    given_stock_take();
    assert_int_equal(kist("H", "stock-take shelf | shelf=A1"), OK);
    assert_int_equal(kist("H", "stock-take end | missing=418G"), OK);
    assert_int_equal(tool_get(&lib.c, tool_id("418G"), &t), OK);
    assert_int_equal(t.state, TOOL_MISSING);
    assert_int_equal(tool_get(&lib.c, tool_id("417A"), &t), OK);
    assert_int_equal(t.state, TOOL_ACTIVE);
    assert_int_equal(kist("H", "stock-take see | tool=417A"), FAULT_STOCK_TAKE_NONE);
    assert_int_equal(kist("H", "stock-take begin"), OK);
    assert_int_equal(kist("H", "stock-take see | tool=418G"), OK); /* T15: found */
    assert_int_equal(tool_get(&lib.c, tool_id("418G"), &t), OK);
    assert_int_equal(t.state, TOOL_ACTIVE);
}

static void l20_a_label_seen_to_be_worn_is_said_with_the_scan(void **state)
{
    struct tool t;
    (void)state;
    given_stock_take();
    assert_int_equal(kist("H", "stock-take see | tool=417A"), OK);
    assert_int_equal(tool_get(&lib.c, tool_id("417A"), &t), OK);
    assert_int_equal(t.worn_at, 0);
    assert_int_equal(kist("H", "stock-take see | tool=417A | worn=1"), OK);
    assert_int_equal(kist("H", "stock-take see | tool=417A | worn=1"), OK); /* twice is once */
    assert_int_equal(tool_get(&lib.c, tool_id("417A"), &t), OK);
    assert_true(t.worn_at > 0);
}

static void t14_a_stock_take_goes_on_another_day_and_by_two_people(void **state)
{
    (void)state;
    given_stock_take();
    assert_int_equal(kist("H", "stock-take see | tool=417A"), OK);
    at("2026-11-26T10:30:00+01:00");
    assert_int_equal(kist("H", "stock-take begin"), OK);
    assert_int_equal(answer(0, "counted").i, 1);
    assert_int_equal(kist("H", "stock-take see | tool=417A"), OK);
    assert_int_equal(kist("V", "stock-take begin"), OK); /* each branch its own */
    assert_int_equal(answer(0, "expected").i, 1);
}

static void s5_a_ticket_has_a_state_cost_and_minutes(void **state)
{
    (void)state;
    at("2026-11-24T10:30:00+01:00");
    assert_int_equal(kist("H", "ticket add | tool=417A | words=snoer los"), OK);
    int64_t id = answer(0, "ticket").i;
    assert_true(work("H", "ticket"));
    assert_false(work("V", "ticket"));
    assert_int_equal(kist("H", str_printf(&lib.mem, "ticket update | ticket=%d | state=parts | cost=12.50 |"
                                          " minutes=40", (int)id).s), OK);
    assert_int_equal(kist("H", str_printf(&lib.mem, "ticket show | ticket=%d", (int)id).s), OK);
    assert_string_equal(text_of(0, "state"), "parts");
    assert_int_equal(answer(0, "cost").i, 1250);
    assert_int_equal(answer(0, "minutes").i, 40);
    assert_int_equal(kist("H", "undo"), OK);
    assert_int_equal(kist("H", str_printf(&lib.mem, "ticket show | ticket=%d", (int)id).s), OK);
    assert_string_equal(text_of(0, "state"), "open");
    assert_int_equal(kist("H", str_printf(&lib.mem, "ticket update | ticket=%d | state=given_up",
                                          (int)id).s), OK);
    assert_false(work("H", "ticket"));
    assert_int_equal(kist("H", "ticket show | ticket=99"), FAULT_NAME_UNKNOWN);
}

static void s5_what_was_solved_too_early_is_opened_and_solved_again(void **state)
{
    (void)state;
    at("2026-11-24T10:30:00+01:00");
    assert_int_equal(kist("H", "ticket add | tool=417A | words=snoer los"), OK);
    assert_int_equal(kist("H", "ticket solve | ticket=1 | answer=Vast."), OK);
    assert_int_equal(kist("H", "ticket update | ticket=1 | state=open"), OK);
    assert_int_equal(kist("H", "ticket solve | ticket=1 | answer=Nu echt."), OK);
    assert_int_equal(kist("H", "ticket show | ticket=1"), OK);
    assert_string_equal(text_of(0, "answer"), "Nu echt.");
    assert_string_equal(text_of(0, "state"), "solved");
}

static int64_t missed(const char *words)
{
    int64_t n = 0;
    library_ctx(&lib);
    QUERY(q, &lib.c, Q_DEMAND_MISSED);
    q_bind_int(&q, "from_day", 0);
    q_bind_int(&q, "limit", 100);
    while (q_row(&q))
        n += str_eq(q_str(&q, "search_key"), str_of(words)) ? q_int(&q, "times") : 0;
    assert_int_equal(q_end(&q), OK);
    return n;
}

static enum fault miss(struct ctx *c, void *arg)
{
    const char *const *words = arg;
    return tool_search_missed(c, str_of(*words));
}

static void t5_a_search_that_finds_nothing_is_counted_by_its_words(void **state)
{
    (void)state;
    library_ctx(&lib);
    assert_int_equal(db_write(&lib.c, miss, (const char *[]){ "Betonmolen" }), OK);
    assert_int_equal(db_write(&lib.c, miss, (const char *[]){ "betonmolen " }), OK);
    assert_int_equal(missed("betonmolen"), 2);
    assert_int_equal(db_write(&lib.c, miss, (const char *[]){ "0612345678" }), OK);
    assert_int_equal(db_write(&lib.c, miss, (const char *[]){ "jan@post.example" }), OK);
    assert_int_equal(missed("0612345678"), 0);
    assert_int_equal(missed("jan post example"), 0);
}

/* The value beside a word in a report of figures. */
static int64_t figure(const char *what)
{
    for (size_t i = 0; i < out.n_rows; i++)
        if (!strcmp(text_of(i, "what"), what))
            return answer(i, "count").is == V_INT ? answer(i, "count").i : answer(i, "amount").i;
    return -1;
}

static void reports_count_what_happened_in_the_period(void **state)
{
    (void)state;
    at("2026-11-01T10:30:00+01:00");
    assert_int_equal(kist("H", "tool edit | tool=417A | price=60"), OK);
    given_loan("417A", "M20417G", "2026-11-02", "2026-11-09");
    at("2026-11-04T10:30:00+01:00");
    assert_int_equal(kist("H", "in | tool=417A"), OK);
    given_loan("417A", "M20417G", "2026-11-10", "2026-11-17");
    at("2026-11-24T10:30:00+01:00");
    assert_int_equal(kist("H", "report use | from=2026-11-01 | to=2026-11-20"), OK);
    assert_string_equal(text_of(0, "model"), "aanhanger"); /* never lent stands first */
    assert_int_equal(answer(0, "days_out").i, 0);
    assert_string_equal(text_of(out.n_rows - 1, "model"), "boor");
    assert_int_equal(answer(out.n_rows - 1, "loans").i, 2);
    assert_int_equal(answer(out.n_rows - 1, "days_out").i, 3 + 11);
    assert_int_equal(kist("H", "report impact"), OK);
    assert_int_equal(figure("loans"), 2);
    assert_int_equal(figure("members"), 1);
    assert_int_equal(figure("not_bought"), 6000); /* who borrows twice buys none once */
    assert_int_equal(kist("H", "report loans | day=2026-11-02 | branch=H"), OK);
    assert_int_equal(out.n_rows, 1);
    assert_int_equal(answer(0, "loans").i, 1);
    assert_int_equal(kist("H", "report overdue"), OK);
    assert_int_equal(answer(0, "days_late").i, 5);
    assert_int_equal(kist("H", "report members"), OK);
    assert_int_equal(figure("active"), 6);
    assert_int_equal(figure("borrowed"), 1);
    assert_int_equal(kist("H", "report use | from=2026-11-20 | to=2026-11-01"), FAULT_DAY_ORDER);
    assert_int_equal(kist("H", "hold add | member=M31862H | what=417A | pick_up=H"), OK);
    at("2026-11-30T10:30:00+01:00");
    assert_int_equal(kist("H", "report demand"), OK);
    assert_int_equal(answer(0, "days").i, 6);
}

#define STORY(f) cmocka_unit_test_setup_teardown(f, story_setup, story_teardown)

/* Cancelled while its tool was on the way; the tool arrived; and it was not cancelled after all. */
static void l20_a_hold_that_is_back_has_its_tool_where_that_is_now(void **state)
{
    (void)state;
    at("2026-11-24T10:30:00+01:00");
    assert_int_equal(kist("H", "hold add | member=M20417G | what=88L | pick_up=V"), OK);
    assert_int_equal(kist("H", "transfer send | tool=88L"), OK);
    assert_int_equal(kist("H", "hold cancel | hold=1"), OK);
    int64_t cancelled = journal_last();
    assert_int_equal(kist("V", "transfer arrive | tool=88L"), OK);
    assert_string_equal(hold_state("88L"), "none");
    assert_int_equal(kist("H", str_printf(&lib.mem, "undo | action=%d", (int)cancelled).s), OK);
    assert_string_equal(hold_state("88L"), "ready");
    assert_int_equal(kist("V", "transfer list"), OK);
    assert_int_equal(out.n_rows, 0);
    /* And lent to another in between: it waits at its old place. */
    assert_int_equal(kist("V", "hold cancel | hold=1"), OK);
    cancelled = journal_last();
    assert_int_equal(kist("V", "out | member=M31862H | tool=88L"), OK);
    assert_int_equal(kist("V", str_printf(&lib.mem, "undo | action=%d", (int)cancelled).s), OK);
    assert_string_equal(hold_state("88L"), "none");
    assert_int_equal(kist("V", "hold list"), OK);
    assert_string_equal(text_of(0, "state"), "waiting");
    assert_int_equal(kist(NULL, "check"), OK);
}

/* A wrong key is taken back: the tool, its kit, who waited, and what they would have heard. */
static void l20_a_tool_retired_by_mistake_is_back_with_all_it_had(void **state)
{
    (void)state;
    given_kit("no");
    given_loan("88L", "M31862H", "2026-11-20", "2026-11-27");
    assert_int_equal(kist("H", "hold add | member=M20417G | what=88L"), OK);
    assert_int_equal(kist("H", "in | tool=88L"), OK);
    assert_int_equal(kist("H", "hold list"), OK);
    assert_string_equal(text_of(0, "state"), "ready");
    assert_int_equal(kist("H", "tool retire | tool=88L | reason=op"), OK);
    assert_int_equal(kist("H", "hold list"), OK);
    assert_int_equal(out.n_rows, 0);
    assert_int_equal(kist("H", "undo"), OK);
    assert_int_equal(kist("H", "hold list"), OK);
    assert_string_equal(text_of(0, "state"), "ready");
    assert_string_equal(text_of(0, "tool"), "88L");
    assert_int_equal(kist("H", "kit show | kit=Feest"), OK);
    assert_int_equal(kist("H", "message list"), OK);
    for (size_t i = 0; i < out.n_rows; i++)
        if (!strcmp(text_of(i, "kind"), "hold_gone"))
            assert_string_equal(text_of(i, "state"), "dropped");
    assert_int_equal(kist("H", "check"), OK);
}

static void t12_a_retired_tool_leaves_its_kit_and_the_rest_can_be_lent(void **state)
{
    (void)state;
    given_kit("no");
    assert_int_equal(kist("H", "tool retire | tool=301W | reason=op"), OK);
    assert_int_equal(kist("H", "kit show | kit=Feest"), OK);
    assert_true(answer(0, "free").i);
    assert_int_equal(kist("H", "out | member=M20417G | tool=feest"), OK);
    assert_int_equal(out.n_rows, 1);
}

/* 417 is ready for Anna at H, and somebody finds it on a shelf at V. */
static void H18_a_ready_tool_that_is_counted_elsewhere_waits_for_its_way_back(void **state)
{
    (void)state;
    at("2026-11-24T10:30:00+01:00");
    given_hold("M20417G", "417A", "2026-11-24");
    assert_int_equal(kist("H", "tool missing | tool=418G"), OK); /* no other of the model */
    assert_string_equal(hold_state("417A"), "ready");
    assert_int_equal(kist("V", "stock-take begin"), OK);
    assert_int_equal(kist("V", "stock-take see | tool=417A"), OK);
    assert_string_equal(hold_state("417A"), "assigned");
    assert_int_equal(kist("V", "transfer list"), OK);
    assert_string_equal(text_of(0, "state"), "asked");
    assert_int_equal(kist("H", "transfer arrive | tool=417A"), OK);
    assert_string_equal(hold_state("417A"), "ready");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(t12_a_kit_is_lent_by_its_name_and_all_get_the_earliest_due_day),
        STORY(t12_a_kit_is_lent_entire_or_not_at_all),
        STORY(t12_the_fault_is_that_of_the_first_tool_refused),
        STORY(m13_a_kit_counts_as_one),
        STORY(m5_the_value_at_once_has_a_limit),
        STORY(m5_a_category_has_its_own_limit),
        STORY(t12_a_returned_tool_of_a_kit_is_a_normal_return),
        STORY(t12_only_together_is_not_lent_alone),
        STORY(t12_what_only_goes_with_its_kit_is_not_waited_for_alone),
        STORY(t11_half_a_range_of_months_is_refused),
        STORY(l16_the_journal_of_a_tool_is_a_story),
        STORY(t12_a_kit_goes_back_as_one_by_undo),
        STORY(t12_a_hold_on_a_kit_is_ready_when_all_is_set_apart),
        STORY(t12_one_message_tells_that_a_kit_is_ready),
        STORY(h18_a_kit_that_loses_a_tool_is_not_ready),
        STORY(t12_what_is_left_of_a_kit_is_ready_when_the_rest_is_gone),
        STORY(h14_a_kit_not_fetched_is_missed_as_one),
        STORY(t12_cancelling_a_kit_frees_all_of_it),
        STORY(t12_a_kit_in_a_kit_is_refused_by_name),
        STORY(e18_stock_may_go_below_zero_and_is_counted),
        STORY(t13_a_sale_is_undone),
        STORY(t14_what_was_not_seen_on_a_walked_shelf_is_listed),
        STORY(t14_what_was_in_hands_since_is_not_listed),
        STORY(t14_a_tool_seen_elsewhere_is_here_now),
        STORY(l20_a_hold_that_is_back_has_its_tool_where_that_is_now),
        STORY(l20_a_tool_retired_by_mistake_is_back_with_all_it_had),
        STORY(t12_a_retired_tool_leaves_its_kit_and_the_rest_can_be_lent),
        STORY(H18_a_ready_tool_that_is_counted_elsewhere_waits_for_its_way_back),
        STORY(t14_seen_while_out_is_returned_by_one_command_only),
        STORY(t14_missing_is_a_volunteers_word_at_the_end),
        STORY(l20_a_label_seen_to_be_worn_is_said_with_the_scan),
        STORY(t14_a_stock_take_goes_on_another_day_and_by_two_people),
        STORY(t5_a_search_that_finds_nothing_is_counted_by_its_words),
        STORY(reports_count_what_happened_in_the_period),
        STORY(s5_a_ticket_has_a_state_cost_and_minutes),
        STORY(s5_what_was_solved_too_early_is_opened_and_solved_again),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
