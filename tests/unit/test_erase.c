/* Erasing a person (M11, M16) and ageing (M8, M18). That no byte is left is suite 27-erase's. */
#include "lending/erase.h"
#include "lending/journal.h"
#include "lending/loan.h"
#include "lending/money.h"
#include "lending/tell.h"
#include "schema/query.h"
#include "tests/unit/story.h" /* before cmocka, which has a macro fail() */

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#undef fail

#define WHO "M20417G"

static struct member member(int64_t id)
{
    struct member m;
    library_ctx(&lib);
    assert_int_equal(member_get(&lib.c, id, &m), OK);
    return m;
}

static const char *open_thing(void)
{
    for (size_t i = 0; i < lib.c.wrong[0].n_facts; i++)
        if (!strcmp(lib.c.wrong[0].facts[i].name, "what"))
            return str_z(&lib.mem, lib.c.wrong[0].facts[i].v.s);
    return "";
}

static void m16_a_loan_money_or_an_own_tool_refuses_and_is_named(void **state)
{
    (void)state;
    at("2026-11-24T10:30:00+01:00");
    given_loan("417A", WHO, "2026-11-20", "2026-11-27");
    assert_int_equal(kist("H", "member erase | member=" WHO), FAULT_ERASE_OPEN);
    assert_string_equal(open_thing(), "1 uitlening");
    assert_int_equal(kist("H", "in | tool=417A"), OK);
    assert_int_equal(journal_line(&lib.c, "member", member_id(WHO)), OK);
    struct ledger_new line = { .kind = "membership", .cents = 600, .member = member_id(WHO) };
    assert_int_equal(ledger_add(&lib.c, &line, NULL), OK);
    assert_int_equal(kist("H", "member erase | member=" WHO), FAULT_ERASE_OPEN);
    assert_non_null(strstr(open_thing(), "saldo"));
    assert_int_equal(kist("H", "tool edit | tool=88L | owner=M31862H"), OK);
    assert_int_equal(kist("H", "member erase | member=M31862H"), FAULT_ERASE_OPEN);
    assert_non_null(strstr(open_thing(), "gereedschap"));
    assert_int_equal(kist_volunteer("member erase | member=M45093R"), FAULT_ROLE_NEEDED);
}

static void m16_holds_are_cancelled_and_a_ready_tool_goes_on(void **state)
{
    struct tool t;
    (void)state;
    given_loan("418G", "M58734A", "2026-11-20", "2026-11-27");
    at("2026-11-23T10:30:00+01:00");
    given_hold(WHO, "417A", "2026-11-23");
    int64_t next = given_hold("M31862H", "417A", NULL);
    at("2026-11-24T10:30:00+01:00");
    assert_int_equal(kist("H", "member erase | member=" WHO), OK);
    assert_int_equal(tool_get(&lib.c, tool_id("417A"), &t), OK);
    assert_int_equal(t.hold, next);
    assert_int_equal(kist(NULL, "message list"), OK);
    assert_int_equal(out.n_rows, 1); /* the next one hears, the erased one does not */
}

static void m11_the_row_is_empty_and_closed_loans_keep_four_digits(void **state)
{
    struct loan l;
    (void)state;
    assert_int_equal(kist("H", "member edit | member=" WHO " | postcode=9716AB | address=Weg 1"), OK);
    given_loan("417A", WHO, "2026-11-20", "2026-11-27");
    at("2026-11-24T10:30:00+01:00");
    assert_int_equal(kist("H", "in | tool=417A"), OK);
    int64_t id = member_id(WHO);
    assert_int_equal(kist("H", "member erase | member=" WHO), OK);
    struct member m = member(id);
    assert_int_equal(m.stored_state, MEMBER_ERASED);
    assert_int_equal(m.name.n + m.address.n + m.postcode.n + m.pin_hash.n, 0);
    assert_int_equal(m.number, 20417); /* never given again */
    assert_int_equal(kist("H", "member show | member=" WHO), FAULT_CODE_UNKNOWN);
    assert_int_equal(loan_get(&lib.c, 1, &l), OK);
    assert_int_equal(l.member, 0);
    QUERY(q, &lib.c, Q_LOAN_GET);
    q_bind_int(&q, "id", 1);
    assert_true(q_row(&q));
    assert_true(str_eq(q_str(&q, "member_postcode4"), S("9716")));
}

static void m11_what_they_did_cannot_be_undone_any_more(void **state)
{
    (void)state;
    at("2026-11-24T10:30:00+01:00");
    assert_int_equal(kist("H", "out | member=" WHO " | tool=417A"), OK);
    assert_int_equal(kist("H", "in | tool=417A"), OK);
    int64_t line = journal_last();
    assert_int_equal(kist("H", "member erase | member=" WHO), OK);
    const char *command = str_printf(&lib.mem, "undo | action=%d", (int)line).s;
    assert_int_not_equal(kist("H", command), OK);
    assert_day(due("417A"), "none");
}

static void m10_records_merged_into_one_are_erased_with_it(void **state)
{
    (void)state;
    int64_t other = member_id("M31862H");
    assert_int_equal(kist("H", "member merge | from=M31862H | into=" WHO), OK);
    assert_int_equal(kist("H", "member erase | member=M31862H"), OK);
    assert_int_equal(member(other).stored_state, MEMBER_ERASED);
    assert_int_equal(member(other).name.n, 0);
    assert_int_equal(kist("H", "member show | member=M31862H"), FAULT_CODE_UNKNOWN);
}

static void a_dry_run_erases_nobody(void **state)
{
    (void)state;
    assert_int_equal(kist("H", "member erase | member=" WHO " | dry_run=yes"), OK);
    assert_int_equal(member(member_id(WHO)).state, MEMBER_ACTIVE);
}

/* ---- ageing ---- */

static int64_t rows(const char *state_of_messages)
{
    return kist(NULL, str_printf(&lib.mem, "message list | state=%s", state_of_messages).s)
        ? 0 : (int64_t)out.n_rows;
}

/* Everybody else was active lately. */
static void the_others_were_here(const char *on)
{
    static const char *const others[] = { "M45093R", "M58734A", "M61250N", "M77315T", "M31862H" };
    for (size_t i = 0; i < COUNT(others); i++) {
        at(str_printf(&lib.mem, "%sT10:%02d:00+01:00", on, (int)i).s);
        assert_int_equal(kist("H", str_printf(&lib.mem, "member stay | member=%s", others[i]).s), OK);
    }
}

static void m18_the_day_is_counted_in_calendar_months(void **state)
{
    (void)state;
    the_others_were_here("2026-01-06");
    given_loan("88L", WHO, "2024-02-29", "2024-03-07");
    at("2024-02-29T11:30:00+01:00");
    assert_int_equal(kist("H", "in | tool=88L"), OK);
    at("2026-02-27T10:30:00+01:00");
    assert_int_equal(kist("H", "age"), OK);
    assert_int_equal(rows("due"), 0);
    at("2026-02-28T10:30:00+01:00"); /* the last day of a short month */
    assert_int_equal(kist("H", "age"), OK);
    assert_int_equal(rows("due"), 1);
    assert_int_equal(kist("H", "age"), OK); /* again the same day: nothing */
    assert_int_equal(rows("due"), 1);
}

static void m18_who_cannot_be_reached_is_visited_and_stays_until_that_is_noted(void **state)
{
    int64_t id = member_id(WHO);
    (void)state;
    assert_int_equal(kist("H", "member edit | member=" WHO " | phone= | address=Weg 1"), OK);
    the_others_were_here("2027-06-01");
    at("2028-02-01T10:30:00+01:00");
    assert_int_equal(kist("H", "age"), OK);
    assert_int_equal(kist(NULL, "calls"), OK);
    assert_true(str_eq(answer(0, "list").s, S("visit")));
    int64_t call = answer(0, "call").i;
    at("2028-06-01T10:30:00+01:00");
    assert_int_equal(kist("H", "age"), OK);
    assert_int_equal(member(id).stored_state, MEMBER_ACTIVE); /* nobody has noted it */
    assert_int_equal(kist("H", str_printf(&lib.mem, "calls done | call=%d | result=spoken", (int)call).s), OK);
    at("2028-06-30T10:30:00+01:00");
    assert_int_equal(kist("H", "age"), OK);
    assert_int_equal(member(id).stored_state, MEMBER_ACTIVE);
    at("2028-07-01T10:30:00+01:00");
    assert_int_equal(kist("H", "age"), OK);
    assert_int_equal(member(id).stored_state, MEMBER_ERASED);
}

static void m18_whatever_happens_in_between_ends_the_question(void **state)
{
    int64_t id = member_id(WHO);
    (void)state;
    the_others_were_here("2027-06-01");
    at("2028-02-01T10:30:00+01:00");
    assert_int_equal(kist("H", "age"), OK);
    assert_int_equal(kist("H", "member stay | member=" WHO), OK);
    assert_day(member(id).active, "2028-02-01");
    at("2028-07-01T10:30:00+01:00");
    assert_int_equal(kist("H", "age"), OK);
    assert_int_equal(member(id).stored_state, MEMBER_ACTIVE);
}

static void m8_never_with_a_hold(void **state)
{
    (void)state;
    the_others_were_here("2027-06-01");
    given_loan("417A", "M31862H", "2027-12-01", "2027-12-08");
    given_loan("418G", "M31862H", "2027-12-01", "2027-12-08");
    at("2026-01-06T10:30:00+01:00");
    given_hold(WHO, "417A", NULL);
    at("2028-02-01T10:30:00+01:00");
    assert_int_equal(kist("H", "age"), OK);
    assert_int_equal(rows("due"), 0);
}

static void m11_a_note_for_the_next_shift_goes_too_whoever_it_names(void **state)
{
    (void)state;
    assert_int_equal(kist("H", "handover write | words=Anna brengt de boor morgen"), OK);
    assert_int_equal(kist("H", "handover"), OK);
    assert_int_equal(out.n_rows, 1);
    assert_int_equal(kist("H", "member erase | member=" WHO), OK);
    assert_int_equal(kist("H", "handover"), OK);
    assert_int_equal(out.n_rows, 0);
}

#define STORY(f) cmocka_unit_test_setup_teardown(f, story_setup, story_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(m11_a_note_for_the_next_shift_goes_too_whoever_it_names),
        STORY(m16_a_loan_money_or_an_own_tool_refuses_and_is_named),
        STORY(m16_holds_are_cancelled_and_a_ready_tool_goes_on),
        STORY(m11_the_row_is_empty_and_closed_loans_keep_four_digits),
        STORY(m11_what_they_did_cannot_be_undone_any_more),
        STORY(m10_records_merged_into_one_are_erased_with_it),
        STORY(a_dry_run_erases_nobody),
        STORY(m18_the_day_is_counted_in_calendar_months),
        STORY(m18_who_cannot_be_reached_is_visited_and_stays_until_that_is_noted),
        STORY(m18_whatever_happens_in_between_ends_the_question),
        STORY(m8_never_with_a_hold),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
