/* Two records of the same person become one (M10, M15), each part of the rule by itself. */
#include "lending/hold.h"
#include "lending/household.h"
#include "lending/tell.h"
#include "lending/tool.h"
#include "reminders/due.h"
#include "schema/query.h"
#include "tests/unit/story.h" /* before cmocka, which has a macro fail() */

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#undef fail

#define FROM "M31862H"
#define INTO "M20417G"

static void merge(void)
{
    assert_int_equal(kist("H", "member merge | from=" FROM " | into=" INTO), OK);
}

static struct member member(const char *code)
{
    struct member m;
    library_ctx(&lib);
    assert_int_equal(member_get(&lib.c, member_id(code), &m), OK);
    return m;
}

static struct str hold_state(int64_t hold)
{
    QUERY(q, &lib.c, Q_HOLD_GET);
    q_bind_int(&q, "id", hold);
    assert_true(q_row(&q));
    return q_str(&q, "state");
}

static int64_t hold_since(int64_t hold)
{
    QUERY(q, &lib.c, Q_HOLD_GET);
    q_bind_int(&q, "id", hold);
    assert_true(q_row(&q));
    return q_int(&q, "since_at");
}

#define assert_state(hold, text) assert_true(str_eq(hold_state(hold), S(text)))

/* Messages written so far. */
static size_t messages(void)
{
    return kist(NULL, "message list") ? 0 : out.n_rows;
}

static void both_drills_are_out(void)
{
    given_loan("417A", "M58734A", "2026-11-20", "2026-11-27");
    given_loan("418G", "M58734A", "2026-11-20", "2026-11-27");
}

static void m15_of_two_waiting_holds_the_earlier_stays_with_its_place(void **state)
{
    (void)state;
    both_drills_are_out();
    at("2026-11-02T10:30:00+01:00");
    int64_t first = given_hold(FROM, "417A", NULL);
    at("2026-11-05T10:30:00+01:00");
    int64_t other = given_hold("M45093R", "417A", NULL);
    at("2026-11-09T10:30:00+01:00");
    int64_t second = given_hold(INTO, "417A", NULL);
    at("2026-11-24T10:30:00+01:00");
    size_t before = messages();
    merge();
    assert_state(first, "waiting");
    assert_state(second, "cancelled");
    assert_state(other, "waiting");
    assert_int_equal(messages(), before);
    assert_int_equal(kist("H", "hold list | member=" INTO), OK);
    assert_int_equal(out.n_rows, 1);
    assert_int_equal(answer(0, "queue_place").i, 1);
}

static void m15_of_a_ready_and_a_waiting_one_the_ready_stays_with_the_earlier_time(void **state)
{
    (void)state;
    given_loan("418G", "M58734A", "2026-11-20", "2026-11-27");
    at("2026-11-02T10:30:00+01:00");
    int64_t waiting = given_hold(FROM, "417A", NULL), since = lib.c.now;
    at("2026-11-23T10:30:00+01:00");
    int64_t ready = given_hold(INTO, "417A", "2026-11-23");
    at("2026-11-24T10:30:00+01:00");
    merge();
    assert_state(ready, "ready");
    assert_state(waiting, "cancelled");
    assert_int_equal(hold_since(ready), since);
}

static void m15_of_two_ready_ones_the_earlier_stays_and_the_other_tool_goes_on(void **state)
{
    struct tool t;
    (void)state;
    at("2026-11-20T10:30:00+01:00");
    int64_t first = given_hold(FROM, "417A", "2026-11-23");
    at("2026-11-21T10:30:00+01:00");
    int64_t second = given_hold(INTO, "418G", "2026-11-23");
    at("2026-11-22T10:30:00+01:00");
    int64_t next = given_hold("M45093R", "417A", NULL);
    at("2026-11-24T10:30:00+01:00");
    merge();
    assert_state(first, "ready");
    assert_state(second, "cancelled");
    assert_state(next, "ready");
    assert_int_equal(tool_get(&lib.c, tool_id("418G"), &t), OK);
    assert_int_equal(t.hold, next);
}

static void m15_the_longest_block_stands(void **state)
{
    (void)state;
    at("2026-11-24T10:30:00+01:00");
    assert_int_equal(kist("H", "member block | member=" FROM " | until=2026-12-24 | reason=lang"), OK);
    assert_int_equal(kist("H", "member block | member=" INTO " | until=2026-12-01 | reason=kort"), OK);
    merge();
    struct member m = member(INTO);
    assert_int_equal(m.state, MEMBER_BLOCKED);
    assert_day(m.blocked_until, "2026-12-24");
    assert_true(str_eq(m.blocked_reason, S("lang")));
}

static void m15_a_block_without_an_end_is_the_longest(void **state)
{
    (void)state;
    at("2026-11-24T10:30:00+01:00");
    assert_int_equal(kist("H", "member block | member=" FROM " | until=2026-12-24 | reason=kort"), OK);
    assert_int_equal(kist("H", "member block | member=" INTO " | reason=altijd"), OK);
    merge();
    assert_true(day_none(member(INTO).blocked_until));
    assert_int_equal(member(INTO).state, MEMBER_BLOCKED);
}

static void m15_the_latest_membership_stands_with_its_plan(void **state)
{
    (void)state;
    assert_int_equal(kist("H", "plan add | name=Pas | price=6"), OK);
    assert_int_equal(kist("H", "member edit | member=" FROM " | until=2030-01-01 | plan=Pas"), OK);
    merge();
    assert_day(member(INTO).until, "2030-01-01");
    assert_true(str_eq(member(INTO).plan_name, S("Pas")));
}

static void m15_a_membership_that_was_stopped_does_not_count(void **state)
{
    (void)state;
    assert_int_equal(kist("H", "member edit | member=" FROM " | until=2030-01-01"), OK);
    assert_int_equal(kist("H", "member end | member=" FROM), OK);
    merge();
    assert_day(member(INTO).until, "2028-12-31");
    assert_int_equal(member(INTO).state, MEMBER_ACTIVE);
}

static void m12_who_may_borrow_again_by_a_merge_gets_what_is_free(void **state)
{
    (void)state;
    at("2026-11-24T10:30:00+01:00");
    assert_int_equal(kist("H", "member end | member=" INTO), OK);
    int64_t hold = given_hold(INTO, "417A", NULL);
    merge();
    assert_int_equal(kist("H", "check"), OK);
    assert_int_equal(kist("H", "hold list"), OK);
    assert_int_equal(answer(0, "hold").i, hold);
    assert_string_equal(str_z(&lib.mem, answer(0, "state").s), "ready");
}

static void m15_both_numbers_and_the_name_language_and_channel_of_the_one_that_stays(void **state)
{
    const struct contact *k;
    size_t n;
    (void)state;
    assert_int_equal(kist("H", "member edit | member=" FROM " | language=en | address=Beitelstraat 8 |"
                               " postcode=9716AB | phone=0612345051 | phone=0612345050"), OK);
    merge();
    struct member m = member(INTO);
    assert_true(str_eq(m.name, S("A")));
    assert_true(str_eq(m.language, S("nl")));
    assert_true(str_eq(m.address, S("Beitelstraat 8"))); /* what it did not say itself */
    assert_int_equal(member_contacts(&lib.c, m.id, &k, &n), OK);
    assert_int_equal(n, 2); /* the one both had is there once */
    assert_true(str_eq(k[0].value, S("+31612345050")));
    assert_true(str_eq(k[1].value, S("+31612345051")));
}

static void m15_instructions_and_loans_of_both(void **state)
{
    (void)state;
    assert_int_equal(kist("H", "model edit | model=flex | safety=2"), OK);
    at("2026-11-24T10:30:00+01:00");
    QUERY(q, &lib.c, Q_INSTRUCTION_ADD);
    q_bind_int(&q, "member", member_id(FROM));
    q_bind_int(&q, "model", 3); /* flex */
    q_bind(&q, "on_day", val_day(lib.c.today));
    q_bind_str(&q, "initials", S("AB"));
    assert_int_equal(q_run(&q), OK);
    given_loan("417A", FROM, "2026-11-20", "2026-11-27");
    merge();
    assert_int_equal(kist("H", "out | member=" INTO " | tool=301"), OK);
    assert_int_equal(member(INTO).out, 2);
    assert_int_equal(kist("H", "loan list | member=" INTO), OK);
    assert_int_equal(out.n_rows, 2);
}

static void m15_limits_may_be_passed(void **state)
{
    static const char *const theirs[] = { "88L", "301", "230", "500" };
    (void)state;
    at("2026-11-24T10:30:00+01:00");
    assert_int_equal(kist("H", "setting set | name=loan.limit_tools | value=3"), OK);
    for (size_t i = 0; i < COUNT(theirs); i++)
        given_loan(theirs[i], i % 2 ? FROM : INTO, "2026-11-20", "2026-11-27");
    merge();
    assert_int_equal(member(INTO).out, 4);
    assert_int_equal(kist("H", "out | member=" INTO " | tool=417A"), FAULT_LIMIT_TOOLS);
}

static void m15_a_step_sent_to_either_counts_as_sent(void **state)
{
    (void)state;
    const struct owed *owed;
    size_t n;
    given_loan("417A", FROM, "2026-11-10", "2026-11-23");
    at("2026-11-24T10:30:00+01:00");
    assert_int_equal(due_find(&lib.c, &owed, &n), OK);
    assert_int_equal(n, 1);
    assert_int_equal(tell(&lib.c, &(struct telling){ .kind = due_kind_name(owed[0].step.kind),
        .member = owed[0].member, .loan = owed[0].loan, .day = owed[0].due, .n = owed[0].step.n }), OK);
    merge();
    assert_int_equal(due_find(&lib.c, &owed, &n), OK);
    assert_int_equal(n, 0);
    assert_int_equal(kist(NULL, "message list | member=" INTO), OK);
    assert_int_equal(out.n_rows, 1); /* it followed (M10) */
}

static void m15_with_itself_is_refused_also_by_its_old_card(void **state)
{
    (void)state;
    assert_int_equal(kist("H", "member merge | from=" INTO " | into=" INTO), FAULT_MERGE_SELF);
    merge();
    assert_int_equal(kist("H", "member merge | from=" FROM " | into=" INTO), FAULT_MERGE_SELF);
}

static void m15_of_two_households_that_of_the_one_that_stays(void **state)
{
    (void)state;
    assert_int_equal(kist("H", "household add | household=Weg | member=" FROM " | member=M45093R"), OK);
    assert_int_equal(kist("H", "household add | household=Blijft | member=" INTO), OK);
    merge();
    assert_true(str_eq(member(INTO).household_name, S("Blijft")));
    assert_int_equal(kist("H", "household show | household=Weg"), OK);
    assert_int_equal(out.n_rows, 1);
}

static void m10_the_old_code_leads_to_the_other_everywhere(void **state)
{
    (void)state;
    at("2026-11-24T10:30:00+01:00");
    merge();
    assert_int_equal(kist("H", "member show | member=" FROM), OK);
    assert_true(str_eq(answer(0, "member").s, S(INTO)));
    assert_int_equal(kist("H", "out | member=" FROM " | tool=417A"), OK);
    assert_int_equal(member(INTO).out, 1);
    assert_int_equal(kist("H", "member list | all=yes"), OK);
    assert_int_equal(out.n_rows, 5);
    assert_int_equal(kist("H", "member merge | from=" INTO " | into=M45093R"), OK);
    assert_int_equal(member_id(FROM), member_id("M45093R")); /* on to where that went */
}

static void m15_undo_leaves_it_and_the_journal_has_both(void **state)
{
    (void)state;
    at("2026-11-24T10:30:00+01:00");
    merge();
    int64_t line = journal_last();
    assert_int_equal(kist("H", str_printf(&lib.mem, "undo | action=%d", (int)line).s), FAULT_UNDO_NEVER);
    assert_int_equal(kist("H", "undo"), FAULT_UNDO_NOTHING);
    int64_t merges = 0;
    assert_int_equal(kist("H", "journal | member=" INTO), OK);
    for (size_t i = 0; i < out.n_rows; i++)
        merges += answer(i, "action").i > line - 2;
    assert_int_equal(merges, 2);
}

static void an_action_before_a_merge_can_still_be_taken_back(void **state)
{
    (void)state;
    at("2026-11-24T10:30:00+01:00");
    assert_int_equal(kist("H", "out | member=" FROM " | tool=417A"), OK);
    merge();
    assert_int_equal(kist("H", "undo"), OK);
    assert_int_equal(member(INTO).out, 0);
}

#define STORY(f) cmocka_unit_test_setup_teardown(f, story_setup, story_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(m15_of_two_waiting_holds_the_earlier_stays_with_its_place),
        STORY(m15_of_a_ready_and_a_waiting_one_the_ready_stays_with_the_earlier_time),
        STORY(m15_of_two_ready_ones_the_earlier_stays_and_the_other_tool_goes_on),
        STORY(m15_the_longest_block_stands),
        STORY(m15_a_block_without_an_end_is_the_longest),
        STORY(m15_the_latest_membership_stands_with_its_plan),
        STORY(m15_a_membership_that_was_stopped_does_not_count),
        STORY(m12_who_may_borrow_again_by_a_merge_gets_what_is_free),
        STORY(m15_both_numbers_and_the_name_language_and_channel_of_the_one_that_stays),
        STORY(m15_instructions_and_loans_of_both),
        STORY(m15_limits_may_be_passed),
        STORY(m15_a_step_sent_to_either_counts_as_sent),
        STORY(m15_with_itself_is_refused_also_by_its_old_card),
        STORY(m15_of_two_households_that_of_the_one_that_stays),
        STORY(m10_the_old_code_leads_to_the_other_everywhere),
        STORY(m15_undo_leaves_it_and_the_journal_has_both),
        STORY(an_action_before_a_merge_can_still_be_taken_back),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
