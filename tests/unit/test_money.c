/* Money (G1-G11, L8, L14, L23, L19, M13, L18): the ledger through the commands of the counter, and its
 * sums after any row of them. */
#include "lending/loan_money.h"
#include "lending/member.h"
#include "lending/money.h"
#include "schema/query.h"
#include "tests/unit/story.h" /* before cmocka, which has a macro fail() */

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define A "M20417G"
#define B "M31862H"

static struct member_money of(const char *member)
{
    struct member_money m;
    library_ctx(&lib);
    assert_int_equal(money_of(&lib.c, member_id(member), &m), OK);
    return m;
}

/* "late_fee 50 loss 600 ...", all lines of a member. */
static const char *lines(const char *member)
{
    const struct ledger_line *l;
    size_t n;
    struct buf b = { .a = &lib.mem };
    library_ctx(&lib);
    assert_int_equal(ledger_of(&lib.c, member_id(member), &l, &n), OK);
    for (size_t i = 0; i < n; i++)
        buf_printf(&b, "%s%.*s %lld%s", i ? ", " : "", STR(l[i].kind), (long long)l[i].cents,
                   l[i].reverses ? " back" : "");
    return buf_z(&b);
}
#define assert_lines(member, text) assert_string_equal(lines(member), (text))

static int64_t pot(void)
{
    int64_t cents;
    library_ctx(&lib);
    assert_int_equal(pot_balance(&lib.c, &cents), OK);
    return cents;
}

/* What one method came to in one till on a day. */
static int64_t till(const char *day_words, const char *branch, const char *method)
{
    const struct till *t;
    size_t n;
    day on;
    library_ctx(&lib);
    assert_true(day_parse(str_of(day_words), &on));
    assert_int_equal(till_of(&lib.c, on, branch ? branch_id(branch) : 0, &t, &n), OK);
    for (size_t i = 0; i < n; i++)
        if (str_eq(t[i].method, str_of(method)))
            return t[i].cents;
    return 0;
}

static void must(const char *command)
{
    enum fault f = kist("H", command);
    if (f)
        fail_msg("%s: %s", command, fault_info(f)->name);
}

static void now(const char *day_words)
{
    at(str_printf(&lib.mem, "%sT10:30:00Z", day_words).s);
}

static void G9_a_tenth_of_the_price_for_each_full_year(void **state)
{
    static const struct {
        int64_t price;
        int bought[3], on[3];
        int64_t value;
    } rows[] = {
        { 5000, { 2024, 2, 29 }, { 2026, 2, 27 }, 4500 }, { 5000, { 2024, 2, 29 }, { 2026, 2, 28 }, 4000 },
        { 12995, { 2026, 11, 24 }, { 2026, 11, 24 }, 12995 }, { 999, { 2017, 1, 15 }, { 2026, 11, 24 }, 99 },
        { 8995, { 2023, 3, 1 }, { 2026, 11, 24 }, 6296 }, { 5000, { 2016, 11, 24 }, { 2026, 11, 24 }, 0 },
        { 5000, { 2016, 11, 25 }, { 2026, 11, 24 }, 500 }, { -1, { 2026, 1, 1 }, { 2026, 11, 24 }, 0 },
        { 5000, { 2026, 11, 25 }, { 2026, 11, 24 }, 5000 }, { 5000, { 1990, 1, 1 }, { 2026, 11, 24 }, 0 },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const int *b = rows[i].bought, *o = rows[i].on;
        assert_int_equal(day_value(rows[i].price, day_of(b[0], b[1], b[2]), day_of(o[0], o[1], o[2])),
                         rows[i].value);
    }
}

static void G10_extra_days_after_the_grace_up_to_the_day_value(void **state)
{
    (void)state;
    assert_int_equal(late_fee(50, 3, 3, 9000), 0);
    assert_int_equal(late_fee(50, 4, 3, 9000), 50);
    assert_int_equal(late_fee(50, 36, 3, 600), 600);
    assert_int_equal(late_fee(0, 36, 3, 600), 0);
    assert_int_equal(late_fee(50, 1, 0, 0), 0);
}

static void L18_an_amount_has_a_point_and_is_neither_negative_nor_enormous(void **state)
{
    static const char *const wrong[] = { "2,50", "2.505", "-2", "1.000,00", "1e3", "twee", ".", "2." };
    static const char *const enormous[] = { "1000000.01", "10000001", "99999999999999999999", "00002000000.5" };
    (void)state;
    for (size_t i = 0; i < COUNT(wrong); i++) {
        const char *command = str_printf(&lib.mem, "pay | member=" A " | amount=%s | by=cash", wrong[i]).s;
        assert_int_equal(kist("H", command), FAULT_AMOUNT_FORMAT);
        assert_string_equal(wrong_arg(), "amount");
    }
    for (size_t i = 0; i < COUNT(enormous); i++) {
        const char *command = str_printf(&lib.mem, "pay | member=" A " | amount=%s | by=cash", enormous[i]).s;
        assert_int_equal(kist("H", command), FAULT_AMOUNT_MOST);
    }
    assert_int_equal(fault_info(FAULT_AMOUNT_FORMAT)->exit, 65);
    assert_int_equal(kist("H", "pay | member=" A " | amount=0 | by=cash"), FAULT_AMOUNT_ZERO);
    assert_lines(A, "");
}

static void L18_who_types_a_comma_is_shown_the_amount_with_a_point(void **state)
{
    (void)state;
    assert_int_equal(kist("H", "pay | member=" A " | amount=2,50 | by=cash"), FAULT_AMOUNT_FORMAT);
    assert_true(str_eq(lib.c.wrong[0].facts[0].v.s, S("2.50")));
    assert_int_equal(kist("H", "pay | member=" A " | amount=2,505 | by=cash"), FAULT_AMOUNT_FORMAT);
    assert_true(val_is_none(lib.c.wrong[0].facts[0].v));
}

static void G8_what_is_owed_is_the_sum_of_all_lines_but_deposits(void **state)
{
    (void)state;
    must("charge | member=" A " | amount=25 | kind=membership");
    must("deposit take | member=" A " | amount=20 | by=cash");
    must("pay | member=" A " | amount=10.50 | by=card");
    must("charge | member=" A " | amount=1.50 | kind=credit | reason=afgesproken");
    assert_lines(A, "membership 2500, deposit_taken 2000, payment -1050, correction -150");
    assert_int_equal(of(A).balance, 1300);
    assert_int_equal(of(A).deposits, 2000);
    assert_int_equal(of(B).balance, 0);
    assert_int_equal(kist(NULL, "balance | member=" A), OK);
    assert_int_equal(answer(0, "balance").i, 1300);
    assert_int_equal(answer(0, "deposits").i, 2000);
    assert_int_equal(answer(0, "lines").list->n, 4);
}

static void a_member_sees_only_the_own_balance(void **state)
{
    (void)state;
    must("charge | member=" A " | amount=2.50 | kind=damage");
    assert_int_equal(kist_as(A, "balance"), OK);
    assert_non_null(strstr(said(), "Je hebt nog € 2,50 te betalen."));
    assert_int_equal(kist_as(B, "balance | member=" A), FAULT_CODE_UNKNOWN);
    assert_int_equal(kist_as(A, "pay | amount=2 | by=cash"), FAULT_ROLE_NEEDED);
    assert_int_equal(kist_as(A, "pot"), FAULT_ROLE_NEEDED);
}

static void G11_what_we_owe_is_paid_back_and_no_more(void **state)
{
    (void)state;
    must("charge | member=" A " | amount=3 | kind=credit");
    assert_int_equal(kist("H", "pay | member=" A " | amount=3.01 | by=cash | back=yes"),
                     FAULT_PAY_BACK_MOST);
    must("pay | member=" A " | amount=3 | by=cash | back=yes");
    assert_int_equal(of(A).balance, 0);
    assert_int_equal(till("2026-01-05", "H", "cash"), -300);
}

static void M18_who_pays_is_there(void **state)
{
    struct member m;
    (void)state;
    must("pay | member=" A " | amount=2.00 | by=cash");
    library_ctx(&lib);
    assert_int_equal(member_get(&lib.c, member_id(A), &m), OK);
    assert_day(m.active, day_text(lib.c.today));
}

static void G4_the_pot_pays_and_knows_nobody(void **state)
{
    (void)state;
    must("pot in | amount=40 | by=cash");
    must("charge | member=" A " | amount=25 | kind=membership");
    must("pay | member=" A " | amount=25 | by=pot");
    assert_int_equal(pot(), 1500);
    assert_int_equal(of(A).balance, 0);
    assert_int_equal(kist("H", "pay | member=" A " | amount=15.01 | by=pot"), FAULT_POT_SHORT);
    assert_int_equal(till("2026-01-05", "H", "cash"), 4000);
    assert_int_equal(till("2026-01-05", "H", "pot"), 0);
    QUERY(q, &lib.c, Q_LEDGER_STANDING);
    q_bind_int(&q, "id", 4);
    assert_true(q_row(&q) && str_eq(q_str(&q, "kind"), S("pot_out")));
    assert_int_equal(q_end(&q), OK);
    must("undo");
    assert_int_equal(pot(), 4000);
    assert_int_equal(of(A).balance, 2500);
}

static void G5_a_deposit_goes_back_to_whom_it_was_taken_from(void **state)
{
    (void)state;
    given_loan("417A", A, "2026-11-20", "2026-11-27");
    now("2026-11-24");
    must("charge | member=" A " | amount=5 | kind=damage");
    must("deposit take | member=" A " | amount=20 | tool=417A");
    assert_int_equal(kist("H", "deposit take | member=" B " | amount=20 | tool=417A"), FAULT_NOT_ON_LOAN);
    assert_int_equal(kist("H", "deposit return | member=" B " | amount=20"), FAULT_DEPOSIT_SHORT);
    assert_int_equal(kist("H", "deposit return | member=" A " | amount=20.01"), FAULT_DEPOSIT_SHORT);
    must("in | tool=417A");
    assert_int_equal(answer(0, "deposit").i, 2000);
    must("deposit return | member=" A " | amount=15 | tool=417A");
    assert_int_equal(kist("H", "deposit keep | member=" A " | amount=5"), FAULT_MISSING);
    must("deposit keep | member=" A " | amount=5 | reason=snoer door");
    assert_int_equal(of(A).deposits, 0);
    assert_int_equal(of(A).balance, 500); /* never used for what is owed */
    assert_int_equal(till("2026-11-24", "H", "cash"), 500);
}

static void G2_a_fee_is_written_and_said_when_the_tool_goes_out(void **state)
{
    (void)state;
    must("model edit | model=boor | fee=2.50 | deposit=20");
    must("out | member=" A " | tool=417A");
    assert_lines(A, "loan_fee 250");
    assert_non_null(strstr(said(), "€ 2,50"));
    assert_non_null(strstr(said(), "€ 20 borg"));
    must("undo");
    assert_lines(A, "loan_fee 250, loan_fee -250 back");
    must("out | member=" A " | tool=417A | in_house=yes");
    assert_int_equal(of(A).balance, 0);
}

/* A late return of 417A: 5 open days, 2 beyond the grace. */
static void given_late(void)
{
    must("setting set | name=late.fee | value=0.50");
    must("tool edit | tool=417A | price=80 | bought=2025-01-10");
    given_loan("417A", A, "2026-11-10", "2026-11-17");
    now("2026-11-24");
}

static void G3_extra_days_cost_nothing_until_a_library_says_so(void **state)
{
    (void)state;
    given_loan("417A", A, "2026-11-10", "2026-11-17");
    now("2026-11-24");
    must("in | tool=417A");
    assert_int_equal(answer(0, "days_late").i, 5);
    assert_lines(A, "");
}

static void G3_the_policy_comes_before_the_library(void **state)
{
    (void)state;
    given_late();
    must("model edit | model=boor | late=0.20");
    must("in | tool=417A");
    assert_lines(A, "late_fee 40");
}

static void L19_a_fee_is_corrected_by_undo_and_the_right_day(void **state)
{
    (void)state;
    given_late();
    must("in | tool=417A");
    assert_int_equal(answer(0, "late_fee").i, 100);
    must("undo");
    must("in | tool=417A | backdate=2026-11-19 | reason=lag in de bak");
    assert_int_equal(answer(0, "days_late").i, 2);
    assert_lines(A, "late_fee 100, late_fee -100 back");
}

static void given_lost(void)
{
    must("setting set | name=loss.charge | value=yes");
    must("tool edit | tool=417A | price=89.95 | bought=2023-03-01");
    given_loan("417A", A, "2026-09-24", "2026-10-01");
    now("2026-11-24");
    must("deposit take | member=" A " | amount=20 | tool=417A");
    must("loan lost | tool=417A");
}

static void L14_a_loss_costs_nothing_unless_the_library_charges(void **state)
{
    (void)state;
    must("tool edit | tool=417A | price=89.95 | bought=2023-03-01");
    given_loan("417A", A, "2026-09-24", "2026-10-01");
    now("2026-11-24");
    must("loan lost | tool=417A");
    assert_lines(A, "");
}

static void G11_what_was_lost_and_is_found_is_paid_back_paid_or_not(void **state)
{
    (void)state;
    given_lost();
    assert_non_null(strstr(said(), "€ 20 borg"));
    must("deposit keep | member=" A " | amount=20 | tool=417A | reason=afgesproken");
    must("pay | member=" A " | amount=62.96 | by=card");
    now("2027-02-10");
    must("in | tool=417A");
    assert_lines(A, "deposit_taken 2000, loss 6296, deposit_kept -2000, payment -6296, loss -6296 back, "
                    "deposit_kept 2000 back");
    assert_int_equal(of(A).balance, -6296);
    assert_int_equal(of(A).deposits, 2000);
    must("in | tool=417A"); /* once */
    assert_int_equal(of(A).balance, -6296);
}

static void G11_found_on_a_shelf_is_found_too(void **state)
{
    (void)state;
    given_lost();
    must("tool found | tool=417A");
    assert_int_equal(of(A).balance, 0);
    assert_non_null(strstr(said(), "€ 62,96"));
}

static void G11_counted_repaired_or_put_back_into_lending_is_found_too(void **state)
{
    static const char *const ways[] = { "stock-take see | tool=417A", "tool ready | tool=417A",
                                        "tool repair | tool=417A | reason=roestig",
                                        "out | member=M31862H | tool=417A | override=1 | reason=lag er toch" };
    (void)state;
    for (size_t i = 0; i < COUNT(ways); i++) {
        given_lost();
        must("stock-take begin");
        assert_int_equal(of(A).balance, 6296);
        must(ways[i]);
        assert_int_equal(of(A).balance, 0);
        assert_non_null(strstr(said(), "€ 62,96"));
        must("in | tool=417A");
        must("tool ready | tool=417A");
        assert_int_equal(of(A).balance, 0);
    }
}

static void L20_each_action_upon_a_line_is_undone_in_its_turn(void **state)
{
    (void)state;
    given_lost();
    int64_t lost = journal_last();
    must("in | tool=417A");
    assert_int_equal(kist("H", str_printf(&lib.mem, "undo | action=%lld", (long long)lost).s),
                     FAULT_UNDO_BUILT_UPON);
    must("undo");
    assert_int_equal(of(A).balance, 6296);
    must("in | tool=417A");
    assert_int_equal(of(A).balance, 0);
    must("undo");
    must("undo");
    assert_lines(A, "deposit_taken 2000, loss 6296, loss -6296 back, loss 6296, loss -6296 back, loss 6296, "
                    "loss -6296 back");
    assert_day(due("417A"), "2026-10-01");
}

static void G8_a_line_is_reversed_once_and_a_reversal_never(void **state)
{
    (void)state;
    must("charge | member=" A " | amount=5 | kind=damage");
    assert_int_equal(kist("H", "ledger reverse | line=1"), FAULT_MISSING);
    must("ledger reverse | line=1 | reason=was van een ander");
    assert_lines(A, "damage 500, damage -500 back");
    assert_int_equal(kist("H", "ledger reverse | line=1 | reason=x"), FAULT_LINE_REVERSED);
    assert_int_equal(kist("H", "ledger reverse | line=2 | reason=x"), FAULT_LINE_REVERSED);
    assert_int_equal(kist("H", "ledger reverse | line=3 | reason=x"), FAULT_NAME_UNKNOWN);
    must("undo");
    must("undo");
    assert_lines(A, "damage 500, damage -500 back, damage 500, damage -500 back");
}

static void G4_a_payment_of_the_pot_reversed_goes_back_into_it(void **state)
{
    (void)state;
    must("pot in | amount=40");
    must("pay | member=" A " | amount=25 | by=pot");
    must("ledger reverse | line=2 | reason=dubbel");
    assert_int_equal(pot(), 4000);
    assert_int_equal(kist("H", "ledger reverse | line=1 | reason=x"), FAULT_NAME_UNKNOWN); /* the pot's */
    must("undo");
    assert_int_equal(pot(), 1500);
    assert_int_equal(of(A).balance, -2500);
}

/* 417A has a charger and two batteries, and is due today. */
static void given_parts(void)
{
    must("part add | tool=417A | part=lader");
    must("part add | tool=417A | part=accu | count=2");
    given_loan("417A", A, "2026-11-17", "2026-11-24");
    now("2026-11-24");
}

static bool missing(const char *part)
{
    assert_int_equal(kist_as(NULL, "part list | tool=417A"), OK);
    for (size_t i = 0; i < out.n_rows; i++)
        if (str_eq(answer(i, "part").s, str_of(part)))
            return !val_is_none(answer(i, "missing"));
    fail_msg("no part %s", part);
    return false;
}

static void L23_a_slip_for_each_missing_part_whatever_its_count(void **state)
{
    (void)state;
    given_parts();
    must("in | tool=417A | missing=accu | missing=lader");
    assert_lines(A, "part_slip 100, part_slip 100");
    assert_true(missing("accu") && missing("lader"));
    must("part found | tool=417A | part=accu");
    assert_false(missing("accu"));
    assert_true(missing("lader"));
    assert_int_equal(of(A).balance, 100);
    must("undo");
    assert_true(missing("accu"));
    assert_int_equal(of(A).balance, 200);
    must("undo");
    assert_false(missing("accu") || missing("lader"));
    assert_int_equal(of(A).balance, 0);
}

static void L23_seen_missing_after_the_return_costs_a_slip_on_that_day_only(void **state)
{
    (void)state;
    given_parts();
    must("in | tool=417A");
    must("part missing | tool=417A | part=accu");
    assert_lines(A, "part_slip 100");
    assert_non_null(strstr(said(), "€"));
    must("part missing | tool=417A | part=accu"); /* once more: nothing */
    assert_lines(A, "part_slip 100");
    must("undo");
    assert_false(missing("accu"));
    assert_int_equal(of(A).balance, 0);
    now("2026-11-28");
    must("part missing | tool=417A | part=lader");
    assert_true(missing("lader"));
    assert_int_equal(of(A).balance, 0);
}

static void L23_while_it_is_out_a_missing_part_costs_nobody(void **state)
{
    (void)state;
    given_parts();
    must("part missing | tool=417A | part=accu");
    assert_true(missing("accu"));
    assert_int_equal(of(A).balance, 0);
    must("in | tool=417A | missing=accu"); /* it went out without */
    assert_int_equal(of(A).balance, 0);
}

static void L23_in_28_days_the_slip_goes_back_later_it_does_not(void **state)
{
    (void)state;
    given_parts();
    must("in | tool=417A | missing=accu | missing=lader");
    now("2026-12-22");
    must("part found | tool=417A | part=accu");
    assert_int_equal(of(A).balance, 100);
    now("2026-12-23");
    must("part found | tool=417A | part=lader");
    assert_int_equal(of(A).balance, 100);
    assert_false(missing("lader"));
}

static void L23_what_was_missing_before_costs_the_next_borrower_nothing(void **state)
{
    (void)state;
    given_parts();
    must("in | tool=417A | missing=accu");
    must("out | member=" B " | tool=417A");
    assert_non_null(strstr(said(), "accu (2) (mist nu)"));
    must("in | tool=417A | missing=accu");
    assert_lines(B, "");
    must("out | member=" B " | tool=417A");
    must("in | tool=417A | found=accu"); /* ticked at a later return */
    assert_false(missing("accu"));
    assert_lines(A, "part_slip 100, part_slip -100 back");
    assert_lines(B, "");
}

static void L23_no_slip_for_the_workshop_or_without_a_loan(void **state)
{
    (void)state;
    given_parts();
    must("in | tool=417A");
    must("out | member=" A " | tool=417A | in_house=yes");
    must("in | tool=417A | missing=accu");
    must("in | tool=417A | missing=lader");
    assert_true(missing("accu") && missing("lader"));
    assert_lines(A, "");
    assert_int_equal(kist("H", "in | tool=417A | missing=koffer"), FAULT_NAME_UNKNOWN);
}

static void M13_a_limit_of_value_counts_what_is_out_at_its_day_value(void **state)
{
    (void)state;
    must("tool edit | tool=417A | price=100 | bought=2024-01-01");
    must("tool edit | tool=88L | price=60 | bought=2026-01-01");
    now("2026-11-24");
    must("setting set | name=loan.limit_value | value=139.99");
    must("out | member=" A " | tool=417A"); /* 80.00 */
    assert_int_equal(kist("H", "out | member=" A " | tool=88L"), FAULT_LIMIT_VALUE);
    must("out | member=" A " | tool=88L | in_house=yes");
    must("undo");
    must("out | member=" A " | tool=88L | override=yes | reason=verhuizing");
    must("undo");
    must("setting set | name=loan.limit_value | value=140");
    must("out | member=" A " | tool=88L");
}

static void G6_cash_needs_a_till_and_other_money_does_not(void **state)
{
    (void)state;
    assert_int_equal(kist(NULL, "pay | member=" A " | amount=5 | by=cash"), FAULT_BRANCH_NEEDED);
    assert_int_equal(kist(NULL, "pay | member=" A " | amount=5 | by=transfer"), OK);
    must("pay | member=" A " | amount=7 | by=cash");
    assert_int_equal(kist("V", "pay | member=" A " | amount=9 | by=cash"), OK);
    assert_int_equal(till("2026-01-05", "H", "cash"), 700);
    assert_int_equal(till("2026-01-05", "V", "cash"), 900);
    assert_int_equal(kist(NULL, "report cash | day=2026-01-05"), OK);
    assert_int_equal(out.n_rows, 3);
    assert_int_equal(kist(NULL, "report cash | day=2026-01-04"), OK);
    assert_int_equal(out.n_rows, 0);
}

/* All sums, each from the lines themselves. */
struct sums {
    int64_t balance[2], deposits[2], pot, cash, card;
};

static void till_count(struct sums *s, const struct ledger_line *l, int64_t cents)
{
    s->cash += str_eq(l->method, S("cash")) ? cents : 0;
    s->card += str_eq(l->method, S("card")) ? cents : 0;
}

static struct sums sums_of_lines(void)
{
    static const char *const who[] = { A, B };
    const struct ledger_line *l;
    struct sums s = { 0 };
    size_t n;
    library_ctx(&lib);
    for (int m = 0; m < 2; m++) {
        assert_int_equal(ledger_of(&lib.c, member_id(who[m]), &l, &n), OK);
        for (size_t i = 0; i < n; i++) {
            bool deposit = str_starts(l[i].kind, S("deposit"));
            *(deposit ? &s.deposits[m] : &s.balance[m]) += l[i].cents;
            till_count(&s, &l[i], deposit ? l[i].cents : -l[i].cents);
        }
    }
    assert_int_equal(pot_lines(&lib.c, &l, &n), OK);
    for (size_t i = 0; i < n; i++) {
        s.pot += l[i].cents;
        till_count(&s, &l[i], l[i].cents);
    }
    return s;
}

static void assert_sums(struct sums want)
{
    struct sums have = sums_of_lines();
    assert_memory_equal(&have, &want, sizeof have);
    assert_int_equal(of(A).balance, want.balance[0]);
    assert_int_equal(of(B).balance, want.balance[1]);
    assert_int_equal(of(A).deposits, want.deposits[0]);
    assert_int_equal(of(B).deposits, want.deposits[1]);
    assert_int_equal(pot(), want.pot);
    assert_int_equal(till("2026-01-05", "H", "cash"), want.cash);
    assert_int_equal(till("2026-01-05", "H", "card"), want.card);
    assert_true(want.pot >= 0 && want.deposits[0] >= 0 && want.deposits[1] >= 0);
}

/* A new line of the journal that changed anything: undo passes over the others. */
static bool changed_since(int64_t journal)
{
    int64_t last = journal_last();
    QUERY(q, &lib.c, Q_CHANGES_OF_ACTION);
    q_bind_int(&q, "journal", last);
    bool any = last != journal && q_row(&q);
    assert_int_equal(q_end(&q), OK);
    return any;
}

/* The property: whatever was done, sums are the sums of lines, and an undo leaves them as they were. */
static void G1_after_any_row_of_actions_and_undos_all_sums_agree(void **state)
{
    static const char *const actions[] = {
        "charge | member=" A " | amount=2.50 | kind=damage", "pay | member=" A " | amount=1.25 | by=cash",
        "pay | member=" B " | amount=3 | by=pot", "pot in | amount=5 | by=card",
        "deposit take | member=" B " | amount=20 | by=cash", "deposit return | member=" B " | amount=7",
        "deposit keep | member=" B " | amount=3 | reason=x", "ledger reverse | line=3 | reason=x",
        "pay | member=" A " | amount=1 | by=cash | back=yes", "charge | member=" A " | amount=4 | kind=credit",
        "out | member=" A " | tool=417A", "in | tool=417A | missing=accu",
        "part found | tool=417A | part=accu", "loan lost | tool=417A", "undo", "undo", "undo",
    };
    enum { STEPS = 150 };
    struct sums before[STEPS];
    int n = 0, undone = 0;
    unsigned seed = 20261124;
    (void)state;
    must("part add | tool=417A | part=accu");
    must("tool edit | tool=417A | price=50 | bought=2025-12-01");
    must("model edit | model=boor | fee=1");
    must("setting set | name=loss.charge | value=yes");
    for (int i = 0; i < STEPS; i++) {
        seed = seed * 1103515245 + 12345;
        const char *action = actions[(seed >> 16) % COUNT(actions)];
        struct sums now_is = sums_of_lines();
        int64_t journal = journal_last();
        enum fault f = kist("H", action);
        bool undo = !strcmp(action, "undo");
        if (f && f != FAULT_NAME_UNKNOWN && fault_info(f)->exit != 77)
            fail_msg("%s: %s", action, fault_info(f)->name);
        assert_int_equal(undo && n, undo && !f); /* the last one can always be taken back */
        if (undo && !f) {
            assert_sums(before[--n]);
            undone++;
        } else if (changed_since(journal)) {
            before[n++] = now_is;
        } else {
            assert_sums(now_is);
        }
    }
    assert_true(n > 20 && undone > 10);
    library_assert_consistent(&lib);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, story_setup, story_teardown)
    static const struct CMUnitTest tests[] = {
        T(G9_a_tenth_of_the_price_for_each_full_year),
        T(G10_extra_days_after_the_grace_up_to_the_day_value),
        T(L18_an_amount_has_a_point_and_is_neither_negative_nor_enormous),
        T(L18_who_types_a_comma_is_shown_the_amount_with_a_point),
        T(G8_what_is_owed_is_the_sum_of_all_lines_but_deposits),
        T(a_member_sees_only_the_own_balance),
        T(G11_what_we_owe_is_paid_back_and_no_more),
        T(M18_who_pays_is_there),
        T(G4_the_pot_pays_and_knows_nobody),
        T(G5_a_deposit_goes_back_to_whom_it_was_taken_from),
        T(G2_a_fee_is_written_and_said_when_the_tool_goes_out),
        T(G3_extra_days_cost_nothing_until_a_library_says_so),
        T(G3_the_policy_comes_before_the_library),
        T(L19_a_fee_is_corrected_by_undo_and_the_right_day),
        T(L14_a_loss_costs_nothing_unless_the_library_charges),
        T(G11_what_was_lost_and_is_found_is_paid_back_paid_or_not),
        T(G11_found_on_a_shelf_is_found_too),
        T(G11_counted_repaired_or_put_back_into_lending_is_found_too),
        T(L20_each_action_upon_a_line_is_undone_in_its_turn),
        T(G8_a_line_is_reversed_once_and_a_reversal_never),
        T(G4_a_payment_of_the_pot_reversed_goes_back_into_it),
        T(L23_a_slip_for_each_missing_part_whatever_its_count),
        T(L23_seen_missing_after_the_return_costs_a_slip_on_that_day_only),
        T(L23_while_it_is_out_a_missing_part_costs_nobody),
        T(L23_in_28_days_the_slip_goes_back_later_it_does_not),
        T(L23_what_was_missing_before_costs_the_next_borrower_nothing),
        T(L23_no_slip_for_the_workshop_or_without_a_loan),
        T(M13_a_limit_of_value_counts_what_is_out_at_its_day_value),
        T(G6_cash_needs_a_till_and_other_money_does_not),
        T(G1_after_any_row_of_actions_and_undos_all_sums_agree),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
