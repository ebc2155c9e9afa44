/* Branches, hours, volunteers and tokens on a real library (B1, C10, C14, P1, X20, X25). */
#include "lending/branch.h"
#include "lending/login.h"
#include "lending/secret.h"
#include "lending/staff.h"
#include "ops/look.h"
#include "schema/db.h"
#include "text/text.h"
#include "tests/unit/story.h" /* before cmocka, which has a macro fail() */

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#undef fail

static const char *text_of(struct val v)
{
    return v.is == V_STR ? str_z(&lib.mem, v.s) : v.is == V_NONE ? "none" : "not a text";
}

static const char *as_text(void)
{
    struct shown s;
    lib.c.lang = LANG_nl;
    look_show(&out, OK, &(struct view){ .look = LOOK_TEXT }, &s);
    return buf_z(&s.data);
}

static void b1_a_branch_is_added_found_and_changed(void **state)
{
    (void)state;
    assert_int_equal(kist(NULL, "branch add | name=De Hoogte | phone=050 000 00 01 | postcode=9716zz |"
                                " colour=#0A5c3c | hours=mo 10:00-12:00"), OK);
    assert_string_equal(text_of(answer(0, "code")), "6B");
    assert_int_equal(branch_id("de hoogte"), branch_id("6B"));
    assert_int_equal(kist(NULL, "branch add | name=DE HOOGTE"), FAULT_NAME_USED);
    assert_int_equal(kist(NULL, "branch add | name=X | colour=groen"), FAULT_SETTING_VALUE);
    assert_int_equal(kist(NULL, "branch add | name=X | hours=mo 12-10"), FAULT_HOURS_FORMAT);
    assert_string_equal(wrong_arg(), "hours");
    assert_int_equal(kist(NULL, "branch edit | branch=6 | name=Vinkhuizen | phone="), OK);
    assert_int_equal(kist(NULL, "branch edit | branch=Vinkhuizen | name=h"), FAULT_NAME_USED);
    assert_int_equal(kist_as(NULL, "branch show | branch=vinkhuizen"), OK);
    assert_string_equal(text_of(answer(0, "phone")), "none");
    assert_string_equal(text_of(answer(0, "postcode")), "9716 ZZ");
    assert_int_equal(kist_as(NULL, "branch list"), OK);
    assert_int_equal(out.n_rows, 6);
    assert_int_equal(kist_as(NULL, "branch show | branch=Nergens"), FAULT_NAME_UNKNOWN);
}

static void c10_hours_are_told_in_the_readers_words_and_one_way_to_machines(void **state)
{
    (void)state;
    assert_int_equal(kist_as(NULL, "branch show | branch=V"), OK);
    assert_string_equal(text_of(answer(0, "hours")),
                        "tu 13:00-17:00 th 13:00-17:00 sa 10:00-12:00");
    assert_non_null(strstr(as_text(), "di 13.00-17.00; do 13.00-17.00; za 10.00-12.00"));
    assert_int_equal(kist_as(NULL, "hours show | branch=T"), OK);
    assert_int_equal(out.n_rows, 12);
    assert_int_equal(answer(11, "weekday").i, 6);
    assert_string_equal(text_of(answer(11, "change")), "15:00");
    assert_non_null(strstr(as_text(), "zaterdag"));
}

static void c14_hours_that_move_no_due_day_are_set_at_once(void **state)
{
    (void)state;
    assert_int_equal(kist(NULL, "hours set | branch=K | hours=mo 9-12 fr 9-12"), OK);
    assert_int_equal(kist_as(NULL, "hours show | branch=K"), OK);
    assert_int_equal(out.n_rows, 2);
    assert_int_equal(kist(NULL, "hours set | branch=K | hours=mo 9-12 10-13"), FAULT_HOURS_OVERLAP);
    assert_int_equal(kist(NULL, "hours set | branch=K | hours=elke dag"), FAULT_HOURS_FORMAT);
    assert_int_equal(kist("H", "hours set | branch=K"), FAULT_MISSING);
}

static void c14_due_days_that_would_close_are_shown_before_they_move(void **state)
{
    (void)state;
    given_loan("417A", "M20417G", "2026-11-24", "2026-12-01"); /* a Tuesday */
    given_loan("418G", "M31862H", "2026-11-24", "2026-12-02"); /* a Wednesday */
    at("2026-11-25T10:30:00+01:00");
    assert_int_equal(kist(NULL, "hours set | branch=H | hours=mo 10-12 we 10-12"), OK);
    assert_int_equal(out.n_rows, 1);
    assert_string_equal(text_of(answer(0, "tool")), "417A");
    assert_day(answer(0, "due_before").d, "2026-12-01");
    assert_day(answer(0, "due").d, "2026-12-02");
    assert_day(due("417A"), "2026-12-01"); /* nothing has changed */
    assert_int_equal(kist_as(NULL, "hours show | branch=H"), OK);
    assert_int_equal(out.n_rows, 5);
    assert_int_equal(kist(NULL, "hours set | branch=H | hours=mo 10-12 we 10-12 | apply=yes"), OK);
    assert_day(due("417A"), "2026-12-02");
    assert_day(due("418G"), "2026-12-02");
    assert_int_equal(kist(NULL, "hours set | branch=H | hours=mo 10-12 tu 10-12 we 10-12"), OK);
    assert_day(due("417A"), "2026-12-02"); /* a day that opens anew moves nothing */
}

static void closings_that_are_not_over_are_listed(void **state)
{
    (void)state;
    given_closing("H", "2026-12-21", "2026-12-31");
    given_closing("V", "2026-07-01", "2026-07-31");
    at("2026-11-24T10:30:00+01:00");
    assert_int_equal(kist_as(NULL, "closing list"), OK);
    assert_int_equal(out.n_rows, 1);
    assert_string_equal(text_of(answer(0, "branch")), "H");
    assert_int_equal(kist_as(NULL, "closing list | branch=V"), OK);
    assert_int_equal(out.n_rows, 0);
}

static void x25_a_volunteers_pin_is_shown_once(void **state)
{
    struct pin_try t = { .card = S("jv") };
    (void)state;
    assert_int_equal(kist(NULL, "volunteer add | name=Jan Vos | initials=jv"), OK);
    t.pin = answer(0, "pin").s;
    assert_int_equal(t.pin.n, 6);
    library_ctx(&lib);
    assert_int_equal(login_pin_try(&lib.c, S("here"), &t), OK);
    assert_true(login_pin_right(&t));
    assert_int_equal(kist(NULL, "volunteer add | name=Joke | initials=JV"), FAULT_NAME_USED);
    assert_string_equal(wrong_arg(), "initials");
    assert_int_equal(kist(NULL, "volunteer add | name=Joke | initials=lang0"), FAULT_INITIALS_FORMAT);
    assert_int_equal(kist("H", "volunteer list"), OK);
    assert_int_equal(out.n_rows, 1);
    assert_string_equal(text_of(answer(0, "role")), "volunteer");
    assert_non_null(strstr(as_text(), "vrijwilliger"));
    assert_int_equal(kist(NULL, "volunteer end | initials=jv"), OK);
    assert_int_equal(kist(NULL, "volunteer end | initials=jv"), FAULT_NAME_UNKNOWN);
    assert_int_equal(kist(NULL, "volunteer add | name=Joke | initials=JV | role=coordinator | pin=2580"),
                     OK);
    assert_true(val_is_none(answer(0, "pin")));
}

static enum fault open_session(struct ctx *c, void *arg)
{
    struct volunteer v;
    enum fault f = volunteer_find(c, S("JV"), &v);
    return f ? f : session_open(c, &(struct session){ .volunteer = v.id, .role = ROLE_VOLUNTEER }, arg);
}

static bool logged_in(struct str cookie)
{
    struct session s;
    library_ctx(&lib);
    assert_int_equal(session_find(&lib.c, cookie, &s), OK);
    return s.id != 0;
}

static void x20_another_pin_and_leaving_end_a_volunteers_sessions(void **state)
{
    struct str cookie;
    (void)state;
    assert_int_equal(kist(NULL, "volunteer add | name=Jan Vos | initials=JV | pin=2580"), OK);
    assert_int_equal(db_write(&lib.c, open_session, &cookie), OK);
    assert_true(logged_in(cookie));
    assert_int_equal(kist(NULL, "volunteer pin | initials=JV"), OK);
    assert_false(logged_in(cookie));
    assert_int_equal(db_write(&lib.c, open_session, &cookie), OK);
    assert_int_equal(kist(NULL, "volunteer end | initials=JV"), OK);
    assert_false(logged_in(cookie));
}

static void x25_a_token_is_shown_once_and_gone_when_revoked(void **state)
{
    struct token t;
    (void)state;
    assert_int_equal(kist(NULL, "token add | name=Balie | branch=H"), OK);
    struct str secret = answer(0, "token").s;
    int64_t id = answer(0, "number").i;
    assert_true(secret.n >= 32);
    library_ctx(&lib);
    assert_int_equal(token_find(&lib.c, secret, &t), OK);
    assert_int_equal(t.id, id);
    assert_int_equal(t.role, ROLE_VOLUNTEER);
    assert_int_equal(t.branch, branch_id("H"));
    assert_int_equal(kist(NULL, "token list"), OK);
    assert_int_equal(out.n_rows, 1);
    assert_null(strstr(as_text(), str_z(&lib.mem, secret)));
    assert_int_equal(kist(NULL, str_printf(&lib.mem, "token revoke | token=%d", (int)id).s), OK);
    library_ctx(&lib);
    assert_int_equal(token_find(&lib.c, secret, &t), OK);
    assert_int_equal(t.id, 0);
    assert_int_equal(kist(NULL, "token revoke | token=1"), FAULT_NAME_UNKNOWN);
    assert_int_equal(kist(NULL, "token revoke | token=99"), FAULT_NAME_UNKNOWN);
}

static void a_made_pin_is_no_easy_row(void **state)
{
    (void)state;
    for (int i = 0; i < 3000; i++) {
        struct arena_mark m = arena_mark(&lib.mem);
        struct str pin = pin_make(&lib.c, 4);
        assert_int_equal(pin.n, 4);
        assert_false(str_eq(pin, S("1111")) || str_eq(pin, S("1234")) || str_eq(pin, S("4321")));
        arena_back(&lib.mem, m);
    }
}

static void p1_only_a_coordinator_decides_about_branches_and_people(void **state)
{
    static const char *const commands[] = { "branch add | name=x", "branch edit | branch=H | name=y",
        "hours set | branch=H | hours=mo 9-10", "volunteer add | name=x | initials=X",
        "volunteer end | initials=X", "token add | name=x", "token list", "token revoke | token=1",
        "plan add | name=x | price=1" };
    int64_t lines = journal_last();
    (void)state;
    for (size_t i = 0; i < COUNT(commands); i++) {
        assert_int_equal(kist_as(NULL, commands[i]), FAULT_LOGIN_NEEDED);
        assert_int_equal(kist_as("M20417G", commands[i]), FAULT_ROLE_NEEDED);
        assert_int_equal(kist_volunteer(commands[i]), FAULT_ROLE_NEEDED);
    }
    assert_int_equal(journal_last(), lines);
}

#define STORY(f) cmocka_unit_test_setup_teardown(f, story_setup, story_teardown)

static void c14_a_holiday_switched_on_or_off_moves_what_it_must(void **state)
{
    (void)state;
    given_loan("417A", "M20417G", "2026-04-20", "2026-04-28"); /* King's Day 27 April is shut */
    at("2026-04-21T10:30:00+02:00");
    assert_int_equal(kist("H", "hours holiday | branch=H | holiday=kings_day | set=open"), OK);
    assert_day(due("417A"), "2026-04-28"); /* days that open anew move nothing */
    assert_int_equal(kist("H", "out | member=M20417G | tool=418G | until=2026-04-27"), OK);
    assert_day(due("418G"), "2026-04-27");
    assert_int_equal(kist("H", "hours holiday | branch=H | holiday=kings_day | set=shut"), OK);
    assert_int_equal(out.n_rows, 1); /* a preview */
    assert_day(due("418G"), "2026-04-27");
    assert_int_equal(kist("H", "hours holidays | branch=H"), OK);
    assert_int_equal(answer(3, "open_then").i, 1);
    assert_int_equal(kist("H", "hours holiday | branch=H | holiday=kings_day | set=shut | apply=yes"), OK);
    assert_day(due("418G"), "2026-04-28");
    assert_int_equal(kist("H", "hours holidays | branch=H"), OK);
    assert_int_equal(answer(3, "open_then").i, 0);
    assert_int_equal(kist("H", "hours holiday | branch=H | holiday=carnival | set=shut"), FAULT_CHOICE_UNKNOWN);
    assert_int_equal(kist_volunteer("hours holiday | branch=H | holiday=kings_day | set=open"), FAULT_ROLE_NEEDED);
}

/* From Thursday to Friday, and both days are shut: it becomes the Monday after, and goes back. */
static void c6_c7_a_booking_inside_a_closing_moves_whole_and_comes_back(void **state)
{
    (void)state;
    at("2026-11-23T10:30:00+01:00");
    assert_int_equal(kist("H", "hold add | member=M20417G | what=417A | from=2026-11-26 | to=2026-11-27"), OK);
    assert_int_equal(kist("H", "closing add | branch=H | from=2026-11-25 | to=2026-11-27 | reason=weg | apply=1"), OK);
    assert_int_equal(kist("H", "hold list"), OK);
    assert_day(answer(0, "from").d, "2026-11-30");
    assert_day(answer(0, "to").d, "2026-11-30");
    assert_int_equal(kist("H", "closing remove | closing=1"), OK);
    assert_int_equal(kist("H", "hold list"), OK);
    assert_day(answer(0, "from").d, "2026-11-26");
    assert_day(answer(0, "to").d, "2026-11-27");
}

/* What was due on a Monday stays so when there are no Mondays any more. */
static void c14_a_day_that_has_passed_stays_and_is_not_wrong(void **state)
{
    (void)state;
    given_loan("417A", "M20417G", "2026-11-16", "2026-11-23");
    at("2026-11-24T10:30:00+01:00");
    assert_int_equal(kist("H", "hours set | branch=H | hours=fr 10-12 | apply=1"), OK);
    assert_day(due("417A"), "2026-11-23");
    assert_int_equal(kist(NULL, "check"), OK);
    for (size_t i = 0; i < out.n_rows; i++)
        assert_string_not_equal(str_z(&lib.mem, answer(i, "what").s), "due_day_shut");
}

/* The branch closes after the tool came back, and then it did not come back after all. */
static void l13_c3_what_is_taken_back_is_due_on_an_open_day(void **state)
{
    (void)state;
    given_loan("417A", "M20417G", "2026-11-20", "2026-11-27");
    at("2026-11-24T10:30:00+01:00");
    assert_int_equal(kist("H", "in | tool=417A"), OK);
    assert_int_equal(kist("H", "closing add | branch=H | from=2026-11-26 | to=2026-11-27 | reason=weg | apply=1"), OK);
    assert_int_equal(kist("H", "undo"), OK);
    assert_day(due("417A"), "2026-11-30");
}

static void the_journal_of_nothing_is_what_was_done_here_last(void **state)
{
    (void)state;
    at("2026-11-24T10:30:00+01:00");
    assert_int_equal(kist("V", "in | tool=418G"), OK);
    for (int i = 0; i < 25; i++)
        assert_int_equal(kist("H", i % 2 ? "tool ready | tool=88L" : "tool repair | tool=88L | reason=stroef"), OK);
    assert_int_equal(kist("H", "out | member=M20417G | tool=417A"), OK);
    assert_int_equal(kist("H", "journal"), OK);
    assert_int_equal(out.n_rows, 20);
    assert_string_equal(str_z(&lib.mem, answer(0, "tool").s), "417A");
    assert_string_equal(str_z(&lib.mem, answer(0, "branch").s), "H");
    assert_string_equal(str_z(&lib.mem, answer(1, "tool").s), "88L");
    assert_int_equal(kist("V", "journal"), OK);
    assert_int_equal(out.n_rows, 1);
    assert_int_equal(kist(NULL, "journal"), FAULT_BRANCH_NEEDED);
}

/* Two that do not meet, and both have to begin on the same day: the second is to be rearranged. */
static void c6_two_bookings_that_move_onto_one_day_are_not_both_kept(void **state)
{
    (void)state;
    at("2026-11-20T10:30:00+01:00");
    assert_int_equal(kist("H", "hold add | member=M20417G | what=88L | from=2026-11-24 | to=2026-11-24"), OK);
    assert_int_equal(kist("H", "hold add | member=M31862H | what=88L | from=2026-11-25 | to=2026-11-26"), OK);
    assert_int_equal(kist("H", "hours set | branch=H | hours=fr 10-12 | apply=1"), OK);
    assert_int_equal(out.n_rows, 2);
    assert_int_equal(kist("H", "check"), OK);
    assert_int_equal(kist("H", "hold list"), OK);
    assert_day(answer(0, "from").d, "2026-11-27");
    assert_day(answer(1, "from").d, "2026-11-25"); /* as it was asked, and blocking nothing */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(b1_a_branch_is_added_found_and_changed),
        STORY(c10_hours_are_told_in_the_readers_words_and_one_way_to_machines),
        STORY(c14_hours_that_move_no_due_day_are_set_at_once),
        STORY(c14_due_days_that_would_close_are_shown_before_they_move),
        STORY(c6_c7_a_booking_inside_a_closing_moves_whole_and_comes_back),
        STORY(c14_a_day_that_has_passed_stays_and_is_not_wrong),
        STORY(l13_c3_what_is_taken_back_is_due_on_an_open_day),
        STORY(the_journal_of_nothing_is_what_was_done_here_last),
        STORY(c6_two_bookings_that_move_onto_one_day_are_not_both_kept),
        STORY(closings_that_are_not_over_are_listed),
        STORY(x25_a_volunteers_pin_is_shown_once),
        STORY(x20_another_pin_and_leaving_end_a_volunteers_sessions),
        STORY(x25_a_token_is_shown_once_and_gone_when_revoked),
        STORY(a_made_pin_is_no_easy_row),
        STORY(p1_only_a_coordinator_decides_about_branches_and_people),
        STORY(c14_a_holiday_switched_on_or_off_moves_what_it_must),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
