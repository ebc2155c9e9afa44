/* Places in the queue as people meet them: missed, asked back, how long it takes, asked early (H3, H6,
 * H9, H14), and what the counter offers for a tool that is elsewhere or out already (L24). */
#include "lending/hold_ask.h"
#include "reminders/outbox.h"
#include "schema/db.h"
#include "tests/unit/story.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#undef fail

static struct gateways none;

static enum fault plan_in(struct ctx *c, void *arg)
{
    return outbox_plan(c, &none, arg);
}

/* What `remind` does before it sends. */
static void plan(void)
{
    struct tally t = { 0 };
    assert_int_equal(db_write(&lib.c, plan_in, &t), OK);
}

/* How many steps of that kind are to be told. */
static int told(const char *kind)
{
    struct told_list l;
    int64_t messages[20];
    size_t n_messages;
    int n = 0;
    assert_int_equal(kist("H", "message list"), OK);
    n_messages = out.n_rows;
    assert_true(n_messages <= COUNT(messages));
    for (size_t i = 0; i < n_messages; i++)
        messages[i] = answer(i, "message").i;
    for (size_t i = 0; i < n_messages; i++) {
        assert_int_equal(told_load(&lib.c, messages[i], &l), OK);
        for (size_t k = 0; k < l.n; k++)
            n += str_eq(l.at[k].kind, str_of(kind));
    }
    return n;
}

static const char *hold_state(const char *member)
{
    static char text[40];
    char command[80];
    snprintf(command, sizeof command, "hold list | member=%s", member);
    assert_int_equal(kist("H", command), OK);
    struct val v = answer(0, "state");
    snprintf(text, sizeof text, "%.*s", v.is == V_STR ? (int)v.s.n : 4, v.is == V_STR ? v.s.s : "none");
    return text;
}

static void h3_h14_a_missed_hold_passes_may_come_back_and_then_goes_last(void **state)
{
    (void)state;
    at("2026-11-23T10:30:00+01:00");
    assert_int_equal(kist("H", "tool retire | tool=418G | reason=weg"), OK);
    given_loan("417A", "M58734A", "2026-11-16", "2026-11-23");
    assert_int_equal(kist("H", "hold add | member=M20417G | what=boor"), OK);
    assert_int_equal(kist("H", "hold add | member=M31862H | what=boor"), OK);
    assert_int_equal(kist("H", "in | tool=417A"), OK);
    assert_string_equal(hold_state("M20417G"), "ready"); /* until 26 November */
    at("2026-11-26T23:00:00+01:00");
    plan();
    assert_string_equal(hold_state("M20417G"), "ready");
    at("2026-11-27T09:05:00+01:00");
    plan();
    assert_string_equal(hold_state("M20417G"), "resting"); /* not dropped in silence */
    assert_string_equal(hold_state("M31862H"), "ready");
    assert_int_equal(told("hold_missed") + told("hold_passed"), 1);
    assert_int_equal(kist_as("M20417G", "hold keep | hold=1"), OK); /* the place back */
    assert_string_equal(hold_state("M20417G"), "waiting");
    assert_int_equal(kist("H", "hold cancel | hold=2"), OK);
    assert_string_equal(hold_state("M20417G"), "ready");
    assert_int_equal(kist("H", "hold add | member=M45093R | what=boor"), OK);
    at("2026-12-10T09:05:00+01:00"); /* missed again: last, but still there */
    plan();
    assert_string_equal(hold_state("M20417G"), "waiting");
    assert_string_equal(hold_state("M45093R"), "ready");
    assert_int_equal(told("hold_passed_2"), 1);
    at("2026-12-11T09:05:00+01:00");
    assert_int_equal(kist("H", "hold cancel | hold=3"), OK);
    assert_string_equal(hold_state("M20417G"), "ready");
    at("2026-12-28T09:05:00+01:00"); /* and a third time: it ends, with a message */
    plan();
    assert_string_equal(hold_state("M20417G"), "none");
    assert_int_equal(told("hold_ended"), 1);
}

static void h6_the_estimate_grows_with_the_place(void **state)
{
    int first, second, none_known;
    struct tool t;
    (void)state;
    at("2026-11-24T10:30:00+01:00");
    given_loan("417A", "M58734A", "2026-11-20", "2026-11-27");
    given_loan("418G", "M61250N", "2026-11-20", "2026-11-30");
    assert_int_equal(tool_get(&lib.c, tool_id("417A"), &t), OK);
    assert_int_equal(hold_estimate(&lib.c, t.model.id, 1, &first), OK);
    assert_int_equal(hold_estimate(&lib.c, t.model.id, 3, &second), OK);
    assert_true(first >= 0 && first <= 7);
    assert_true(second > first);
    assert_int_equal(kist("H", "tool missing | tool=301W"), OK);
    assert_int_equal(tool_get(&lib.c, tool_id("301W"), &t), OK);
    assert_int_equal(hold_estimate(&lib.c, t.model.id, 1, &none_known), OK);
    assert_int_equal(none_known, -1);
}

static void h9_one_borrower_is_asked_once_to_return_early(void **state)
{
    (void)state;
    at("2026-11-24T10:30:00+01:00");
    given_loan("417A", "M58734A", "2026-11-23", "2026-12-04");
    given_loan("418G", "M61250N", "2026-11-24", "2026-12-04");
    assert_int_equal(kist("H", "hold add | member=M20417G | what=boor"), OK);
    plan();
    assert_int_equal(told("ask_early"), 0); /* only where the library wants it */
    assert_int_equal(kist("H", "setting set | name=remind.ask_early | value=yes"), OK);
    assert_int_equal(kist("H", "member edit | member=M58734A | early=no"), OK);
    plan();
    plan();
    assert_int_equal(told("ask_early"), 1);
    assert_int_equal(kist("H", "message list | member=M58734A"), OK); /* who refused is not asked */
    assert_int_equal(out.n_rows, 0);
    at("2026-11-25T10:30:00+01:00");
    assert_int_equal(kist("H", "renew | tool=418G | override=yes | reason=ziek"), OK);
    plan(); /* what was not sent yet no longer fits, and is written anew */
    plan();
    assert_int_equal(told("ask_early"), 1); /* once per loan, whatever its due day */
}

static void h9_a_loan_that_ends_soon_is_left_alone(void **state)
{
    (void)state;
    at("2026-11-24T10:30:00+01:00");
    given_loan("417A", "M58734A", "2026-11-20", "2026-11-30"); /* six days left */
    given_loan("418G", "M61250N", "2026-11-20", "2026-11-30");
    assert_int_equal(kist("H", "setting set | name=remind.ask_early | value=yes"), OK);
    assert_int_equal(kist("H", "hold add | member=M20417G | what=boor"), OK);
    plan();
    assert_int_equal(told("ask_early"), 0);
}

static void l24_what_is_elsewhere_or_out_offers_the_next_step(void **state)
{
    (void)state;
    at("2026-11-24T10:30:00+01:00");
    given_at("417A", "V");
    assert_int_equal(kist("H", "out | member=M20417G | tool=417A"), FAULT_TOOL_ELSEWHERE);
    assert_int_equal(kist("H", "in | tool=417A"), OK); /* it is here after all */
    assert_int_equal(kist("H", "out | member=M20417G | tool=417A"), OK);
    at("2026-11-24T10:33:00+01:00");
    assert_int_equal(kist("H", "out | member=M20417G | tool=417A"), FAULT_TOOL_OUT);
    assert_int_equal(kist("H", "renew | tool=417A"), OK);
}

#define STORY(f) cmocka_unit_test_setup_teardown(f, story_setup, story_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(h3_h14_a_missed_hold_passes_may_come_back_and_then_goes_last),
        STORY(h6_the_estimate_grows_with_the_place),
        STORY(h9_one_borrower_is_asked_once_to_return_early),
        STORY(h9_a_loan_that_ends_soon_is_left_alone),
        STORY(l24_what_is_elsewhere_or_out_offers_the_next_step),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("holds", tests, NULL, NULL);
}
