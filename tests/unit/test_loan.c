/* Lending, returning and renewing on a real library (L1-L7, L16-L19, R1, R2, R6; the worked examples
 * of these rules). */
#include "lending/branch.h"
#include "lending/loan.h"
#include "schema/query.h"
#include "text/text.h"
#include "tests/unit/story.h" /* before cmocka, which has a macro fail() */

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#undef fail

static int open_loans(void)
{
    const struct loan *l;
    size_t n;
    int64_t total;
    library_ctx(&lib);
    assert_int_equal(loan_list(&lib.c, &(struct loan_query){ 0 }, &l, &n, &total), OK);
    return (int)n;
}

/* The sentences of the last `why`. */
static const char *because(void)
{
    struct buf b = { .a = &lib.mem };
    for (size_t i = 0; i < out.n_rows; i++)
        buf_printf(&b, "%.*s\n", STR(answer(i, "message").s));
    return buf_z(&b);
}

static void e1_kings_day_moves_a_due_day(void **state)
{
    (void)state;
    at("2026-04-20T10:30:00+02:00");
    assert_int_equal(kist("H", "out | member=M20417G | tool=417A"), OK);
    assert_day(due("417A"), "2026-04-28");
}

static void e2_the_only_opening_day_is_easter_monday(void **state)
{
    (void)state;
    given_at("417A", "K");
    at("2026-03-30T10:30:00+02:00");
    assert_int_equal(kist("K", "out | member=M20417G | tool=417A"), OK);
    assert_day(due("417A"), "2026-04-13");
}

static void e3_liberation_day_next_to_ascension_day(void **state)
{
    (void)state;
    at("2027-04-28T10:30:00+02:00");
    assert_int_equal(kist("H", "out | member=M20417G | tool=417A"), OK);
    assert_day(due("417A"), "2027-05-07");
}

static void e4_two_minutes_around_midnight_of_the_clock_change(void **state)
{
    (void)state;
    given_at("417A", "Z");
    given_at("418G", "Z");
    assert_int_equal(kist("H", "model edit | model=boor | period=14"), OK);
    at("2026-03-28T23:59:00+01:00");
    assert_int_equal(kist("Z", "out | member=M20417G | tool=417A"), OK);
    assert_day(due("417A"), "2026-04-11");
    at("2026-03-29T00:01:00+01:00");
    assert_int_equal(kist("Z", "out | member=M31862H | tool=418G"), OK);
    assert_day(due("418G"), "2026-04-12");
}

static void e5_no_open_day_within_400_days_is_a_refusal(void **state)
{
    (void)state;
    given_closing("H", "2026-11-30", "2028-01-05");
    at("2026-11-24T10:30:00+01:00");
    assert_int_equal(kist("H", "out | member=M20417G | tool=417A"), FAULT_NO_OPEN_DAY);
    assert_int_equal(open_loans(), 0);
}

/* Booked at V to Saturday, and fetched at H, where Saturday is shut. */
static void c3_h16_a_booking_fetched_elsewhere_is_due_when_that_is_open(void **state)
{
    (void)state;
    at("2026-11-20T10:30:00+01:00");
    assert_int_equal(kist("V", "hold add | member=M20417G | what=88L | pick_up=V | from=2026-11-26 | to=2026-11-28"), OK);
    at("2026-11-26T10:30:00+01:00");
    assert_int_equal(kist("H", "out | member=M20417G | tool=88L"), OK);
    assert_day(due("88L"), "2026-11-30");
}

static void e9_a_half_day_is_due_at_the_next_changeover(void **state)
{
    struct tool t;
    (void)state;
    given_at("500V", "T");
    assert_int_equal(kist("T", "model edit | model=aanhanger | half_day=yes"), OK);
    at("2026-11-28T09:15:00+01:00");
    assert_int_equal(kist("T", "out | member=M20417G | tool=500V"), OK);
    assert_day(due("500V"), "2026-11-28");
    assert_int_equal(tool_get(&lib.c, tool_id("500V"), &t), OK);
    assert_int_equal(minute_at(t.due_at), 15 * 60);
}

static void r7_a_half_day_is_renewed_by_one_slot_if_it_is_free(void **state)
{
    struct tool t;
    (void)state;
    given_at("500V", "T");
    assert_int_equal(kist("T", "model edit | model=aanhanger | half_day=yes"), OK);
    at("2026-11-28T09:15:00+01:00"); /* Saturday: 9-12 and 13-17, changeovers 10.30 and 15.00 */
    assert_int_equal(kist("T", "out | member=M20417G | tool=500V"), OK);
    at("2026-11-28T11:00:00+01:00");
    assert_int_equal(kist("H", "renew | tool=500V"), OK);
    assert_int_equal(tool_get(&lib.c, tool_id("500V"), &t), OK);
    assert_day(t.due, "2026-11-30"); /* Monday's first changeover, over the weekend */
    assert_int_equal(minute_at(t.due_at), 10 * 60 + 30);
    assert_int_equal(kist("H", "undo"), OK);
    assert_int_equal(tool_get(&lib.c, tool_id("500V"), &t), OK);
    assert_day(t.due, "2026-11-28");
    assert_int_equal(minute_at(t.due_at), 15 * 60);
    assert_int_equal(kist("T", "hold add | member=M31862H | what=aanhanger | from=2026-11-30.1 | to=2026-11-30.2"), OK);
    at("2026-11-28T11:10:00+01:00"); /* the slot before the booking is still free */
    assert_int_equal(kist("H", "renew | tool=500V"), OK);
    at("2026-11-28T11:20:00+01:00");
    assert_int_equal(kist("H", "renew | tool=500V"), FAULT_RENEW_BOOKED);
    assert_string_equal(wrong_arg(), "tool");
}

static void h16_the_last_day_of_a_booking_becomes_the_due_day(void **state)
{
    (void)state;
    at("2026-11-24T10:30:00+01:00");
    assert_int_equal(kist("H", "hold add | member=M20417G | what=aanhanger | from=2026-11-25 | to=2026-11-27"), OK);
    at("2026-11-25T10:30:00+01:00");
    assert_int_equal(kist("H", "out | member=M20417G | tool=500V"), OK);
    assert_day(due("500V"), "2026-11-27"); /* the period alone would give 2 December */
    assert_int_equal(kist("H", "in | tool=500V"), OK);
    at("2026-11-25T11:30:00+01:00"); /* the booking is used up */
    assert_int_equal(kist("H", "out | member=M20417G | tool=500V"), OK);
    assert_day(due("500V"), "2026-12-02");
}

static void e10_three_weeks_shut_make_nobody_later(void **state)
{
    (void)state;
    given_loan("417A", "M20417G", "2026-07-09", "2026-07-16");
    given_closing("H", "2026-07-20", "2026-08-07");
    at("2026-08-11T10:30:00+02:00");
    assert_int_equal(kist("H", "in | tool=417A"), OK);
    assert_int_equal(answer(0, "days_late").i, 3);
    assert_day(due("417A"), "none");
}

static void e20_a_blocked_member_returns_but_does_not_borrow(void **state)
{
    (void)state;
    given_loan("417A", "M20417G", "2026-11-13", "2026-11-20");
    at("2026-11-24T10:30:00+01:00");
    assert_int_equal(kist("H", "member block | member=M20417G | until=2027-01-31 | reason=afspraak"), OK);
    assert_int_equal(kist("H", "in | tool=417A"), OK);
    assert_day(due("417A"), "none");
    assert_int_equal(kist("H", "out | member=M20417G | tool=88L"), FAULT_MEMBER_BLOCKED);
    assert_day(due("88L"), "none");
    assert_int_equal(kist("H", "out | member=M20417G | tool=88L | override=yes"), FAULT_REASON_NEEDED);
    assert_int_equal(kist("H", "out | member=M20417G | tool=88L | override=yes |"
                               " reason=voor de verhuizing"), OK);
    assert_day(due("88L"), "2026-12-01");
    QUERY(q, &lib.c, Q_JOURNAL_OF_THING);
    q_bind_str(&q, "thing", S("tool"));
    q_bind_int(&q, "thing_id", tool_id("88L"));
    q_bind_int(&q, "before", INT64_MAX);
    q_bind_int(&q, "limit", 1);
    assert_true(q_row(&q));
    assert_string_equal(str_z(&lib.mem, q_str(&q, "said")), "voor de verhuizing");
    assert_string_equal(str_z(&lib.mem, q_str(&q, "override_fault")), "MEMBER_BLOCKED");
}

static void m14_a_block_lifts_by_itself_after_its_last_day(void **state)
{
    (void)state;
    at("2027-01-20T10:30:00+01:00");
    assert_int_equal(kist("H", "member block | member=M20417G | until=2027-01-29 | reason=x"), OK);
    at("2027-01-29T11:59:00+01:00");
    assert_int_equal(kist("H", "out | member=M20417G | tool=88L"), FAULT_MEMBER_BLOCKED);
    at("2027-02-01T10:30:00+01:00");
    assert_int_equal(kist("H", "out | member=M20417G | tool=88L"), OK);
}

static void e21_fourteen_days_of_renewals_after_the_membership(void **state)
{
    (void)state;
    at("2026-11-16T10:30:00+01:00");
    assert_int_equal(kist("H", "member edit | member=M20417G | until=2026-11-10"), OK);
    given_loan("417A", "M20417G", "2026-11-17", "2026-11-24");
    at("2026-11-24T10:30:00+01:00");
    assert_int_equal(kist("H", "out | member=M20417G | tool=88L"), FAULT_MEMBERSHIP_EXPIRED);
    assert_int_equal(kist("H", "renew | tool=417A"), OK);
    assert_day(due("417A"), "2026-12-01");
    at("2026-11-25T10:30:00+01:00");
    assert_int_equal(kist("H", "renew | tool=417A"), FAULT_MEMBERSHIP_EXPIRED);
    assert_day(due("417A"), "2026-12-01");
}

static void e22_a_ready_hold_counts_once_also_while_it_is_lent(void **state)
{
    (void)state;
    assert_int_equal(kist("H", "tool add | name=hamer | number=600"), OK);
    at("2026-11-23T10:30:00+01:00");
    given_hold("M20417G", "417A", "2026-11-23");
    static const char *const four[] = { "301W", "230T", "500V", "600" };
    for (size_t i = 0; i < COUNT(four); i++)
        given_loan(four[i], "M20417G", "2026-11-20", "2026-11-27");
    at("2026-11-24T10:30:00+01:00");
    assert_int_equal(kist("H", "out | member=M20417G | tool=88L"), FAULT_LIMIT_TOOLS);
    assert_int_equal(kist("H", "out | member=M20417G | tool=417A"), OK);
    assert_day(due("417A"), "2026-12-01");
    QUERY(q, &lib.c, Q_HOLD_OF_TOOL); /* fulfilled: nothing is set apart any more */
    q_bind_int(&q, "tool", tool_id("417A"));
    assert_false(q_row(&q));
    assert_int_equal(q_end(&q), OK);
    assert_int_equal(kist("H", "renew | tool=417A"), OK); /* only lending checks limits */
    assert_day(due("417A"), "2026-12-08");
}

static void h2_what_is_ready_for_somebody_is_not_lent_to_another(void **state)
{
    (void)state;
    at("2026-11-24T10:30:00+01:00");
    given_hold("M31862H", "417A", "2026-11-24");
    assert_int_equal(kist("H", "out | member=M20417G | tool=417A"), FAULT_TOOL_HELD);
    assert_int_equal(kist("H", "out | member=M31862H | tool=417A"), OK);
}

static void e25_one_refusal_does_not_stop_the_others(void **state)
{
    (void)state;
    assert_int_equal(kist("H", "tool repair | tool=417A | reason=snoer"), OK);
    at("2026-11-24T10:30:00+01:00");
    assert_int_equal(kist("H", "out | member=M20417G | tool=88L | tool=417A | tool=418G"), OK);
    assert_day(due("88L"), "2026-12-01");
    assert_day(due("418G"), "2026-12-01");
    assert_day(due("417A"), "none");
    assert_int_equal(out.n_rows, 3);
    assert_int_equal(out.n_refused, 1);
    assert_null(out.rows[1].v); /* in the order given */
    assert_int_equal(out.rows[1].wrong.fault, FAULT_TOOL_IN_REPAIR);
}

static void l2_all_or_nothing_does_nothing_when_one_is_refused(void **state)
{
    (void)state;
    assert_int_equal(kist("H", "tool repair | tool=417A | reason=snoer"), OK);
    int64_t lines = journal_last();
    assert_int_equal(kist("H", "out | member=M20417G | tool=88L | tool=417A | all_or_nothing=yes"),
                     FAULT_TOOL_IN_REPAIR);
    assert_int_equal(open_loans(), 0);
    assert_int_equal(journal_last(), lines);
}

static void l2_none_lent_is_the_first_refusal(void **state)
{
    (void)state;
    assert_int_equal(kist("H", "out | member=M20417G | tool=417B | tool=999"), FAULT_CODE_CHECK);
    assert_int_equal(open_loans(), 0);
}

static void e27_the_same_scan_within_two_minutes_changes_nothing(void **state)
{
    (void)state;
    at("2026-11-24T10:30:00+01:00");
    assert_int_equal(kist("H", "out | member=M20417G | tool=417A"), OK);
    assert_int_equal(answer(0, "loan").i, 1);
    int64_t lines = journal_last();
    at("2026-11-24T10:32:00+01:00");
    assert_int_equal(kist("H", "out | member=M20417G | tool=417A"), OK);
    assert_true(val_true(answer(0, "repeated")));
    assert_non_null(strstr(said(), "Al uitgeleend aan A"));
    assert_int_equal(open_loans(), 1);
    assert_int_equal(journal_last(), lines);
    at("2026-11-24T10:32:01+01:00");
    assert_int_equal(kist("H", "out | member=M20417G | tool=417A"), FAULT_TOOL_OUT);
}

static void l6_who_has_it_is_told_to_volunteers_and_to_nobody_else(void **state)
{
    (void)state;
    given_loan("417A", "M20417G", "2026-11-20", "2026-11-27");
    at("2026-11-24T10:30:00+01:00");
    assert_int_equal(kist("H", "out | member=M31862H | tool=417A"), FAULT_TOOL_OUT);
    assert_non_null(strstr(str_z(&lib.mem, text_fault(&lib.c, &lib.c.wrong[0])), "bij A"));
    assert_int_equal(kist("H", "why | tool=417A"), OK);
    assert_non_null(strstr(because(), "bij A"));
    assert_int_equal(kist_as("M31862H", "why | tool=417A"), OK);
    assert_non_null(strstr(because(), "Uitgeleend: boor"));
    assert_null(strstr(because(), "bij A"));
    assert_int_equal(kist_as(NULL, "why | tool=417A"), OK);
    assert_non_null(strstr(because(), "Uitgeleend: boor"));
    assert_null(strstr(because(), "bij A"));
}

static void l7_a_return_always_works(void **state)
{
    static const char *const states[] = { "tool repair | tool=417A | reason=x",
        "tool retire | tool=417A | reason=x", "tool missing | tool=417A", "tool ready | tool=417A" };
    struct tool t;
    (void)state;
    for (size_t i = 0; i < COUNT(states); i++) {
        assert_int_equal(kist("H", states[i]), OK);
        assert_int_equal(kist(i % 2 ? "V" : "K", "in | tool=417A"), OK);
        assert_true(val_is_none(answer(0, "loan"))); /* it was not out: a friendly no-op */
        assert_int_equal(tool_get(&lib.c, tool_id("417A"), &t), OK);
        assert_int_equal(t.present, branch_id(i % 2 ? "V" : "K"));
    }
}

static const char *transfer_now(const char *field)
{
    assert_int_equal(kist(NULL, "transfer list"), OK);
    struct val v = answer(0, field);
    return v.is == V_STR ? str_z(&lib.mem, v.s) : "";
}

static void b4_a_proposed_transfer_begins_where_the_tool_is_and_binds_nothing(void **state)
{
    (void)state;
    at("2026-11-24T10:30:00+01:00");
    assert_int_equal(kist("V", "in | tool=417A"), OK);
    assert_string_equal(transfer_now("from_branch"), "V");
    assert_int_equal(kist("K", "in | tool=417A"), OK);
    assert_string_equal(transfer_now("from_branch"), "K");
    assert_int_equal(kist("K", "out | member=M20417G | tool=417A"), OK);
    assert_string_equal(transfer_now("from_branch"), "");
    assert_int_equal(kist("K", "in | tool=417A"), OK);
    assert_int_equal(kist("K", "tool retire | tool=417A | reason=op"), OK);
    assert_string_equal(transfer_now("from_branch"), "");
}

static void b5_what_was_taken_off_the_list_stays_until_it_is_scanned(void **state)
{
    (void)state;
    at("2026-11-24T10:30:00+01:00");
    assert_int_equal(kist(NULL, "tool retire | tool=418G | reason=op"), OK);
    assert_int_equal(kist(NULL, "hold add | member=M20417G | what=boor | pick_up=V"), OK);
    assert_string_equal(transfer_now("state"), "asked");
    assert_int_equal(kist("H", "transfer cancel | transfer=1"), OK);
    /* Whatever happens to the model: it stays, and is free where it is. */
    assert_int_equal(kist("H", "hold add | member=M31862H | what=boor | pick_up=V"), OK);
    assert_string_equal(transfer_now("state"), "");
    assert_int_equal(kist("H", "undo"), OK);
    assert_string_equal(transfer_now("state"), "");
    /* The scan makes it travel, for the one who asked first. */
    assert_int_equal(kist("H", "in | tool=417A"), OK);
    assert_string_equal(transfer_now("state"), "asked");
    assert_string_equal(transfer_now("member"), "M20417G");
}

static void b5_who_fetches_it_where_it_stays_gets_it(void **state)
{
    (void)state;
    at("2026-11-24T10:30:00+01:00");
    assert_int_equal(kist(NULL, "tool retire | tool=418G | reason=op"), OK);
    assert_int_equal(kist(NULL, "hold add | member=M20417G | what=boor | pick_up=V"), OK);
    assert_int_equal(kist(NULL, "hold add | member=M31862H | what=boor | pick_up=H"), OK);
    assert_int_equal(kist("H", "transfer cancel | transfer=1"), OK);
    assert_int_equal(kist(NULL, "hold list | member=M31862H"), OK);
    assert_string_equal(str_z(&lib.mem, answer(0, "state").s), "ready");
    assert_int_equal(kist("H", "undo"), OK);
    assert_string_equal(transfer_now("state"), "asked");
}

static void l20_an_undo_gives_way_to_a_later_place(void **state)
{
    struct tool t;
    (void)state;
    at("2026-11-24T10:30:00+01:00");
    assert_int_equal(kist("V", "in | tool=417A"), OK);
    int64_t first = journal_last();
    assert_int_equal(kist("K", "in | tool=417A"), OK);
    assert_int_equal(kist("H", "in | tool=417A"), OK);
    int64_t last = journal_last();
    assert_int_equal(kist("V", "in | tool=417A"), OK);
    char undo[64];
    snprintf(undo, sizeof undo, "undo | action=%lld", (long long)first);
    assert_int_equal(kist("V", undo), FAULT_UNDO_BUILT_UPON);
    assert_true(last > first);
    assert_int_equal(tool_get(&lib.c, tool_id("417A"), &t), OK);
    assert_int_equal(t.present, branch_id("V"));
}

static void l20_that_a_member_was_here_again_bars_no_undo(void **state)
{
    (void)state;
    given_loan("417A", "M20417G", "2026-11-20", "2026-11-27");
    given_loan("88L", "M20417G", "2026-11-20", "2026-11-27");
    at("2026-11-24T16:30:00+01:00");
    assert_int_equal(kist("H", "in | tool=417A"), OK);
    char undo[64];
    snprintf(undo, sizeof undo, "undo | action=%lld", (long long)journal_last());
    at("2026-11-25T10:30:00+01:00");
    assert_int_equal(kist("H", "in | tool=88L"), OK);
    assert_int_equal(kist("H", undo), OK);
    assert_day(due("417A"), "2026-11-27");
    assert_day(due("88L"), "none");
}

static void l1_a_hold_that_is_passed_over_waits_again_at_its_place(void **state)
{
    (void)state;
    at("2026-11-24T10:30:00+01:00");
    assert_int_equal(kist("H", "hold add | member=M31862H | what=88L"), OK);
    assert_int_equal(kist("H", "out | member=M20417G | tool=88L | override=yes | reason=nood"), OK);
    assert_int_equal(kist("H", "hold list | member=M31862H"), OK);
    assert_true(str_eq(answer(0, "state").s, S("waiting")));
    assert_int_equal(kist("H", "undo"), OK);
    assert_int_equal(kist("H", "hold list | member=M31862H"), OK);
    assert_true(str_eq(answer(0, "state").s, S("ready")));
}

static void m12_who_may_borrow_again_is_served(void **state)
{
    (void)state;
    at("2026-11-24T10:30:00+01:00");
    assert_int_equal(kist("H", "out | member=M20417G | tool=88L"), OK);
    assert_int_equal(kist("H", "hold add | member=M31862H | what=88L"), OK);
    assert_int_equal(kist("H", "member block | member=M31862H | reason=x"), OK);
    assert_int_equal(kist("H", "in | tool=88L"), OK);
    assert_int_equal(kist("H", "member unblock | member=M31862H"), OK);
    assert_int_equal(kist("H", "hold list | member=M31862H"), OK);
    assert_true(str_eq(answer(0, "state").s, S("ready")));
}

static void e17_a_missing_tool_brought_back_is_active_again(void **state)
{
    struct tool t;
    (void)state;
    at("2026-10-01T10:30:00+02:00");
    assert_int_equal(kist("H", "tool missing | tool=417A"), OK);
    at("2026-11-24T14:00:00+01:00");
    assert_int_equal(kist("V", "in | tool=417A"), OK);
    assert_int_equal(tool_get(&lib.c, tool_id("417A"), &t), OK);
    assert_int_equal(t.state, TOOL_ACTIVE);
    assert_int_equal(t.present, branch_id("V"));
    assert_int_equal(t.home, branch_id("H"));
}

static void l7_by_anyone_at_any_branch_and_it_closes_the_loan_it_was(void **state)
{
    struct loan l;
    (void)state;
    given_loan("417A", "M20417G", "2026-11-20", "2026-11-27");
    at("2026-11-24T16:00:00+01:00");
    assert_int_equal(kist("V", "in | tool=417A"), OK);
    assert_int_equal(loan_get(&lib.c, answer(0, "loan").i, &l), OK);
    assert_false(l.open);
    assert_int_equal(l.branch, branch_id("H")); /* C3: the return branch stays that of lending */
    assert_day(l.back, "2026-11-24");
    assert_string_equal(str_z(&lib.mem, answer(0, "member").s), "M20417G");
}

static void l9_broken_at_return_takes_the_tool_out_of_lending(void **state)
{
    (void)state;
    given_loan("417A", "M20417G", "2026-11-20", "2026-11-27");
    at("2026-11-24T10:30:00+01:00");
    assert_int_equal(kist("H", "in | tool=417A | broken=rookt"), OK);
    assert_int_equal(answer(0, "ticket").i, 1);
    assert_int_equal(kist("H", "out | member=M31862H | tool=417A"), FAULT_TOOL_IN_REPAIR);
}

static void t4_two_at_once_one_gets_it_and_the_other_reads_who(void **state)
{
    struct lent l;
    struct lend w = { .tool = tool_id("417A"), .member = member_id("M20417G"), .branch = branch_id("H"),
                      .until = DAY_NONE, .backdate = DAY_NONE };
    (void)state;
    library_ctx(&lib);
    assert_int_equal(loan_check(&lib.c, &w, &l), OK);
    assert_int_equal(kist("H", "out | member=M31862H | tool=417A"), OK);
    library_ctx(&lib);
    assert_int_equal(loan_out(&lib.c, &w, &l), FAULT_TOOL_OUT);
    assert_int_equal(open_loans(), 1);
}

/* Each "no" of L17 at once; taken away one by one from the front, the next one is the refusal. */
static void e49_which_no_comes_first(void **state)
{
    static const char *const lists[] = { "MEMBER_BLOCKED", "TOOL_IN_REPAIR", "SAFETY_INSTRUCTION",
                                         "AGE_NOT_CONFIRMED" };
    size_t n = 0;
    (void)state;
    assert_int_equal(kist("H", "model edit | model=flex | safety=2 | min_age=18"), OK);
    at("2026-11-24T10:30:00+01:00");
    assert_int_equal(kist("H", "member block | member=M20417G | until=2027-01-31 | reason=x"), OK);
    assert_int_equal(kist("H", "tool repair | tool=301W | reason=x"), OK);
    assert_int_equal(kist("H", "out | member=M20417G | tool=301W"), FAULT_MEMBER_BLOCKED);
    assert_int_equal(kist("H", "why | tool=301W | member=M20417G"), OK);
    for (size_t i = 0; i < out.n_rows; i++) {
        struct val fault = answer(i, "fault");
        if (val_is_none(fault))
            continue;
        assert_true(n < COUNT(lists));
        assert_string_equal(str_z(&lib.mem, fault.s), lists[n++]);
    }
    assert_int_equal(n, COUNT(lists));
    assert_int_equal(kist("H", "member unblock | member=M20417G"), OK);
    assert_int_equal(kist("H", "out | member=M20417G | tool=301W"), FAULT_TOOL_IN_REPAIR);
    assert_int_equal(kist("H", "tool ready | tool=301W"), OK);
    assert_int_equal(kist("V", "out | member=M20417G | tool=301W"), FAULT_TOOL_ELSEWHERE);
    assert_int_equal(kist("H", "out | member=M20417G | tool=301W"), FAULT_SAFETY_INSTRUCTION);
    assert_int_equal(kist("H", "out | member=M20417G | tool=301W | explained=yes"),
                     FAULT_AGE_NOT_CONFIRMED);
    assert_int_equal(kist("H", "out | member=M20417G | tool=301W | explained=yes | age_ok=yes |"
                               " until=2026-12-24"), FAULT_UNTIL_TOO_LATE);
    assert_int_equal(kist("H", "out | member=M20417G | tool=301W | explained=yes | age_ok=yes"), OK);
}

static void l17_what_no_volunteer_may_pass_over(void **state)
{
    (void)state;
    at("2026-11-24T10:30:00+01:00");
    assert_int_equal(kist("H", "tool add | name=zaag | number=601 | state=draft"), OK);
    assert_int_equal(kist("H", "tool retire | tool=88L | reason=x"), OK);
    given_loan("417A", "M31862H", "2026-11-20", "2026-11-27");
    assert_int_equal(kist("H", "out | member=M20417G | tool=601 | override=ja | reason=x"),
                     FAULT_TOOL_DRAFT);
    assert_int_equal(kist("H", "out | member=M20417G | tool=88 | override=ja | reason=x"),
                     FAULT_TOOL_RETIRED);
    assert_int_equal(kist("H", "out | member=M20417G | tool=417 | override=ja | reason=x"),
                     FAULT_TOOL_OUT);
    assert_int_equal(kist("H", "out | member=M20417G | tool=417B | override=ja | reason=x"),
                     FAULT_CODE_CHECK);
}

static void s7_instruction_is_remembered_for_24_months(void **state)
{
    (void)state;
    assert_int_equal(kist("H", "model edit | model=flex | safety=2"), OK);
    at("2026-11-24T10:30:00+01:00");
    assert_int_equal(kist("H", "out | member=M20417G | tool=301W | explained=yes"), OK);
    assert_int_equal(kist("H", "in | tool=301W"), OK);
    at("2028-11-24T10:30:00+01:00"); /* valid through the same day */
    assert_int_equal(kist("H", "out | member=M20417G | tool=301W"), OK);
    assert_int_equal(kist("H", "in | tool=301W"), OK);
    at("2028-11-27T10:30:00+01:00");
    assert_int_equal(kist("H", "out | member=M20417G | tool=301W"), FAULT_SAFETY_INSTRUCTION);
}

static void e65_a_notice_is_shown_and_refuses_nothing(void **state)
{
    (void)state;
    assert_int_equal(kist("H", "model edit | model=ladder | safety=1 |"
                               " notice=Zet de ladder op een vlakke vloer."), OK);
    at("2026-11-24T10:30:00+01:00");
    assert_int_equal(kist("H", "out | member=M20417G | tool=88L"), OK);
    assert_day(due("88L"), "2026-12-01");
    assert_string_equal(str_z(&lib.mem, answer(0, "notice").s), "Zet de ladder op een vlakke vloer.");
}

static void l22_until_may_be_shorter_and_moves_on_when_closed(void **state)
{
    (void)state;
    at("2026-11-24T10:30:00+01:00");
    assert_int_equal(kist("H", "out | member=M20417G | tool=417A | until=2026-11-28"), OK);
    assert_day(due("417A"), "2026-11-30"); /* a Saturday */
    assert_non_null(strstr(said(), "maandag 30 november"));
    assert_int_equal(kist("H", "out | member=M20417G | tool=418G | until=2026-11-23"), FAULT_DAY_ORDER);
    assert_int_equal(kist("H", "out | member=M20417G | tool=418G | until=2026-11-24"), OK);
    assert_day(due("418G"), "2026-11-24");
}

static void l12_l19_backdating_has_its_bounds(void **state)
{
    (void)state;
    given_loan("417A", "M20417G", "2026-11-10", "2026-11-17");
    at("2026-11-27T10:30:00+01:00");
    assert_int_equal(kist("H", "in | tool=417A | backdate=2026-11-17"), FAULT_REASON_NEEDED);
    assert_int_equal(kist("H", "in | tool=417A | backdate=2026-11-09 | reason=x"),
                     FAULT_BACKDATE_BEFORE_EVENT);
    assert_int_equal(kist("H", "in | tool=417A | backdate=2026-11-28 | reason=x"), FAULT_DAY_ORDER);
    assert_int_equal(kist("H", "in | tool=88L | backdate=2026-10-27 | reason=x"),
                     FAULT_BACKDATE_TOO_FAR);
    assert_int_equal(kist("H", "in | tool=417A | backdate=2026-11-17 | reason=vergeten te scannen"), OK);
    assert_int_equal(answer(0, "days_late").i, 0); /* E28 */
}

static void l19_a_backdated_loan_is_due_after_today(void **state)
{
    (void)state;
    at("2026-11-27T10:30:00+01:00");
    assert_int_equal(kist("H", "out | member=M20417G | tool=417A | backdate=2026-11-10 | override=yes |"
                               " reason=op papier"), OK);
    assert_day(due("417A"), "2026-11-30");
}

static void l15_l21_in_house_use_is_due_the_same_day(void **state)
{
    (void)state;
    at("2026-11-24T10:30:00+01:00");
    assert_int_equal(kist("H", "out | member=M20417G | tool=417A | in_house=yes"), OK);
    assert_day(due("417A"), "2026-11-24");
}

static void e33_an_early_renewal_loses_no_days(void **state)
{
    (void)state;
    given_loan("417A", "M20417G", "2026-11-24", "2026-12-01");
    at("2026-11-25T10:30:00+01:00");
    assert_int_equal(kist("H", "renew | tool=417A"), OK);
    assert_day(due("417A"), "2026-12-08");
    assert_int_equal(answer(0, "renewals").i, 1);
    assert_int_equal(answer(0, "renewals_left").i, 1);
}

static void r1_a_very_late_renewal_is_due_after_today(void **state)
{
    (void)state;
    given_loan("417A", "M20417G", "2026-10-20", "2026-10-27");
    at("2026-11-24T10:30:00+01:00");
    assert_int_equal(kist("H", "renew | tool=417A"), OK);
    assert_day(due("417A"), "2026-11-25");
}

static void e35_twice_then_no_more(void **state)
{
    (void)state;
    given_loan("417A", "M20417G", "2026-11-10", "2026-11-17");
    at("2026-11-16T10:30:00+01:00");
    assert_int_equal(kist("H", "renew | tool=417A"), OK);
    assert_day(due("417A"), "2026-11-24");
    at("2026-11-16T10:40:00+01:00");
    assert_int_equal(kist("H", "renew | tool=417A"), OK);
    assert_day(due("417A"), "2026-12-01");
    at("2026-11-16T10:50:00+01:00");
    assert_int_equal(kist("H", "renew | tool=417A"), FAULT_RENEW_USED_UP);
    assert_int_equal(kist("H", "renew | tool=417A | override=yes | reason=vakantie"), OK); /* R3 */
}

static void e34_someone_waits_and_nothing_else_is_free(void **state)
{
    (void)state;
    given_loan("417A", "M20417G", "2026-11-20", "2026-11-27");
    given_loan("418G", "M45093R", "2026-11-24", "2026-12-01");
    at("2026-11-24T10:30:00+01:00");
    given_hold("M31862H", "417A", NULL);
    assert_int_equal(kist("H", "renew | tool=417A"), FAULT_RENEW_WAITED);
    assert_day(due("417A"), "2026-11-27");
    assert_int_equal(kist("H", "in | tool=418G"), OK); /* another one is free for who waits */
    assert_int_equal(kist("H", "renew | tool=417A"), OK);
    assert_day(due("417A"), "2026-12-04");
}

static void m12_who_cannot_borrow_now_makes_nobody_wait(void **state)
{
    (void)state;
    given_loan("417A", "M20417G", "2026-11-20", "2026-11-27");
    given_loan("418G", "M45093R", "2026-11-24", "2026-12-01");
    at("2026-11-24T10:30:00+01:00");
    given_hold("M31862H", "417A", NULL);
    assert_int_equal(kist("H", "member block | member=M31862H | reason=x"), OK);
    assert_int_equal(kist("H", "renew | tool=417A"), OK);
}

static void r6_the_same_renewal_within_two_minutes_counts_once(void **state)
{
    (void)state;
    given_loan("417A", "M20417G", "2026-11-24", "2026-12-01");
    at("2026-11-25T10:30:00+01:00");
    assert_int_equal(kist("H", "renew | tool=417A"), OK);
    at("2026-11-25T10:31:59+01:00");
    assert_int_equal(kist("H", "renew | tool=417A"), OK);
    assert_true(val_true(answer(0, "repeated")));
    assert_day(due("417A"), "2026-12-08");
    assert_int_equal(answer(0, "renewals").i, 1);
}

static void r2_what_is_not_out_cannot_be_renewed_nor_by_another(void **state)
{
    (void)state;
    assert_int_equal(kist("H", "renew | tool=417A"), FAULT_NOT_ON_LOAN);
    given_loan("417A", "M20417G", "2026-11-24", "2026-12-01");
    at("2026-11-25T10:30:00+01:00");
    assert_int_equal(kist_as("M31862H", "renew | tool=417A"), FAULT_NOT_ON_LOAN); /* X24 */
    assert_int_equal(kist_as("M20417G", "renew | tool=417A"), OK);
    assert_int_equal(kist_as(NULL, "renew | tool=417A"), FAULT_LOGIN_NEEDED);
}

static void r3_a_member_passes_over_no_rule(void **state)
{
    (void)state;
    given_loan("417A", "M20417G", "2026-11-24", "2026-12-01");
    at("2026-11-25T10:30:00+01:00");
    assert_int_equal(kist_as("M20417G", "renew | tool=417A"), OK);
    at("2026-11-25T10:40:00+01:00");
    assert_int_equal(kist_as("M20417G", "renew | tool=417A"), OK);
    at("2026-11-25T10:50:00+01:00");
    assert_int_equal(kist_as("M20417G", "renew | tool=417A | override=yes | reason=graag"),
                     FAULT_RENEW_USED_UP);
}

static void l16_why_says_the_day_and_changes_nothing(void **state)
{
    (void)state;
    at("2026-11-24T10:30:00+01:00");
    int64_t lines = journal_last();
    assert_int_equal(kist("H", "why | tool=417A | member=M20417G"), OK);
    assert_non_null(strstr(because(), "dinsdag 1 december"));
    assert_int_equal(journal_last(), lines);
    assert_int_equal(open_loans(), 0);
}

#define STORY(f) cmocka_unit_test_setup_teardown(f, story_setup, story_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(e1_kings_day_moves_a_due_day),
        STORY(e2_the_only_opening_day_is_easter_monday),
        STORY(e3_liberation_day_next_to_ascension_day),
        STORY(e4_two_minutes_around_midnight_of_the_clock_change),
        STORY(e5_no_open_day_within_400_days_is_a_refusal),
        STORY(c3_h16_a_booking_fetched_elsewhere_is_due_when_that_is_open),
        STORY(e9_a_half_day_is_due_at_the_next_changeover),
        STORY(r7_a_half_day_is_renewed_by_one_slot_if_it_is_free),
        STORY(h16_the_last_day_of_a_booking_becomes_the_due_day),
        STORY(e10_three_weeks_shut_make_nobody_later),
        STORY(e20_a_blocked_member_returns_but_does_not_borrow),
        STORY(m14_a_block_lifts_by_itself_after_its_last_day),
        STORY(e21_fourteen_days_of_renewals_after_the_membership),
        STORY(e22_a_ready_hold_counts_once_also_while_it_is_lent),
        STORY(h2_what_is_ready_for_somebody_is_not_lent_to_another),
        STORY(e25_one_refusal_does_not_stop_the_others),
        STORY(l2_all_or_nothing_does_nothing_when_one_is_refused),
        STORY(l2_none_lent_is_the_first_refusal),
        STORY(e27_the_same_scan_within_two_minutes_changes_nothing),
        STORY(l6_who_has_it_is_told_to_volunteers_and_to_nobody_else),
        STORY(l7_a_return_always_works),
        STORY(b4_a_proposed_transfer_begins_where_the_tool_is_and_binds_nothing),
        STORY(b5_what_was_taken_off_the_list_stays_until_it_is_scanned),
        STORY(b5_who_fetches_it_where_it_stays_gets_it),
        STORY(l20_an_undo_gives_way_to_a_later_place),
        STORY(l20_that_a_member_was_here_again_bars_no_undo),
        STORY(l1_a_hold_that_is_passed_over_waits_again_at_its_place),
        STORY(m12_who_may_borrow_again_is_served),
        STORY(e17_a_missing_tool_brought_back_is_active_again),
        STORY(l7_by_anyone_at_any_branch_and_it_closes_the_loan_it_was),
        STORY(l9_broken_at_return_takes_the_tool_out_of_lending),
        STORY(t4_two_at_once_one_gets_it_and_the_other_reads_who),
        STORY(e49_which_no_comes_first),
        STORY(l17_what_no_volunteer_may_pass_over),
        STORY(s7_instruction_is_remembered_for_24_months),
        STORY(e65_a_notice_is_shown_and_refuses_nothing),
        STORY(l22_until_may_be_shorter_and_moves_on_when_closed),
        STORY(l12_l19_backdating_has_its_bounds),
        STORY(l19_a_backdated_loan_is_due_after_today),
        STORY(l15_l21_in_house_use_is_due_the_same_day),
        STORY(e33_an_early_renewal_loses_no_days),
        STORY(r1_a_very_late_renewal_is_due_after_today),
        STORY(e35_twice_then_no_more),
        STORY(e34_someone_waits_and_nothing_else_is_free),
        STORY(m12_who_cannot_borrow_now_makes_nobody_wait),
        STORY(r6_the_same_renewal_within_two_minutes_counts_once),
        STORY(r2_what_is_not_out_cannot_be_renewed_nor_by_another),
        STORY(r3_a_member_passes_over_no_rule),
        STORY(l16_why_says_the_day_and_changes_nothing),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
