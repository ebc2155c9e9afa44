/* The demo library: a shelf, members and a year that fit together on any day. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail

#include "lending/demo.h"
#include "lending/hold.h"
#include "lending/loan.h"
#include "schema/db.h"
#include "schema/query.h"
#include "tests/unit/library.h"

static struct library lib;

static enum fault body(struct ctx *c, void *arg)
{
    (void)arg;
    return demo_fill(c);
}

static int fill(int days_later)
{
    library_make(&lib);
    lib.now += (int64_t)days_later * 86400;
    lib.mem.limit = (size_t)256 << 20;
    library_ctx(&lib);
    assert_int_equal(db_write(&lib.c, body, NULL), OK);
    library_ctx(&lib);
    return 0;
}

static int setup(void **state)
{
    (void)state;
    return fill(0);
}

static int teardown(void **state)
{
    (void)state;
    library_drop(&lib);
    return 0;
}

static struct loan loan_of(int64_t number)
{
    const struct loan *all;
    struct loan none = { 0 };
    size_t n;
    int64_t total;
    assert_int_equal(loan_list(&lib.c, &(struct loan_query){ 0 }, &all, &n, &total), OK);
    for (size_t i = 0; i < n; i++) {
        struct tool t;
        assert_int_equal(tool_get(&lib.c, all[i].tool, &t), OK);
        if (t.number == number)
            return all[i];
    }
    return none;
}

static void a_year_of_loans_some_out_some_late_some_due_soon(void **state)
{
    (void)state;
    const struct loan *all;
    size_t n, late = 0, soon = 0, renewed = 0;
    int64_t total;
    assert_int_equal(loan_list(&lib.c, &(struct loan_query){ .history = true }, &all, &n, &total), OK);
    assert_in_range(total, 600, 900);
    assert_int_equal(loan_list(&lib.c, &(struct loan_query){ 0 }, &all, &n, &total), OK);
    assert_in_range(total, 16, 22);
    for (size_t i = 0; i < n; i++) {
        late += day_before(all[i].due, lib.c.today);
        soon += !day_before(all[i].due, lib.c.today) && day_diff(all[i].due, lib.c.today) <= 2;
        renewed += all[i].renewals > 0;
    }
    assert_in_range(late, 4, 7);
    assert_in_range(soon, 3, 9);
    assert_in_range(renewed, 2, 5);
    library_assert_consistent(&lib);
}

static void the_queue_and_what_is_ready(void **state)
{
    (void)state;
    const struct hold *all;
    size_t n, ready = 0, queue = 0;
    assert_int_equal(hold_list(&lib.c, &(struct hold_query){ 0 }, &all, &n), OK);
    assert_int_equal(n, 6);
    for (size_t i = 0; i < n; i++) {
        ready += all[i].state == HOLD_READY;
        queue += str_starts(all[i].model_name, S("Hogedrukreiniger"));
        if (all[i].state == HOLD_READY)
            assert_false(day_before(all[i].last, lib.c.today));
    }
    assert_int_equal(ready, 2);
    assert_int_equal(queue, 3);
}

static void what_the_readme_lends_is_free(void **state)
{
    (void)state;
    static const int64_t numbers[] = { 417, 418, 88 };
    struct lent lent;
    int64_t member;
    assert_int_equal(member_find(&lib.c, "member", S("M52318G"), &member), OK);
    for (size_t i = 0; i < COUNT(numbers); i++) {
        struct buf b = { .a = &lib.mem };
        struct tool t;
        int64_t id;
        buf_int(&b, numbers[i]);
        assert_int_equal(tool_find(&lib.c, "tool", buf_str(&b), &id), OK);
        assert_int_equal(tool_get(&lib.c, id, &t), OK);
        assert_int_equal(loan_check(&lib.c, &(struct lend){ .tool = id, .member = member,
            .branch = t.present, .until = DAY_NONE, .backdate = DAY_NONE }, &lent), OK);
    }
    assert_int_equal(loan_of(242).member, member);
}

static void the_two_at_the_counter_log_in_by_pin(void **state)
{
    (void)state;
    int64_t n = 0;
    QUERY(q, &lib.c, Q_VOLUNTEER_ALL);
    while (q_row(&q)) {
        n++;
        assert_true(str_eq(q_str(&q, "initials"), S("JV")) || str_eq(q_str(&q, "initials"), S("MK")));
    }
    assert_int_equal(q_end(&q), OK);
    assert_int_equal(n, 2);
}

static void it_fits_any_day(void **state)
{
    (void)state;
    static const int later[] = { 1, 2, 3, 45, 130, 365, 900 };
    for (size_t i = 0; i < COUNT(later); i++) {
        const struct loan *all;
        size_t n;
        int64_t total;
        fill(later[i]);
        library_assert_consistent(&lib);
        assert_int_equal(loan_list(&lib.c, &(struct loan_query){ 0 }, &all, &n, &total), OK);
        assert_int_equal(total, 19);
        library_drop(&lib);
    }
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_year_of_loans_some_out_some_late_some_due_soon),
        TEST(the_queue_and_what_is_ready),
        TEST(what_the_readme_lends_is_free),
        TEST(the_two_at_the_counter_log_in_by_pin),
        cmocka_unit_test(it_fits_any_day),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
