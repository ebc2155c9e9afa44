/* Closings and the days they move (C6, C7, C11, C12), and bookings (H7, H10), as properties over random
 * libraries. The seed is printed; SEED=N repeats a run. */
#include "lending/avail.h"
#include "lending/branch.h"
#include "lending/closing.h"
#include "lending/hold_ask.h"
#include "lending/journal.h"
#include "lending/loan.h"
#include "lending/setting.h"
#include "schema/db.h"
#include "schema/query.h"
#include "tests/unit/library.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#undef fail /* ours is a function */

enum { TOOLS = 12, MEMBERS = 6 };

static struct library lib;
static uint64_t seed;
static int64_t branch, tools[TOOLS], members[MEMBERS];

/* SplitMix64. */
static uint32_t dice(uint32_t n)
{
    seed += 0x9e3779b97f4a7c15u;
    uint64_t z = seed;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return (uint32_t)((z ^ (z >> 31)) % n);
}

static void must(enum fault f)
{
    if (f)
        print_message("# fault %s\n", fault_info(f)->name);
    assert_int_equal(f, OK);
}

static void at(day d, int minute)
{
    lib.now = instant_of(d, minute);
    library_ctx(&lib);
    lib.c.branch = branch;
}

static void hours_random(void)
{
    static const char *const days[] = { "mo", "tu", "we", "th", "fr", "sa", "su" };
    struct buf b = { .a = &lib.mem };
    const struct block *k;
    struct str bad;
    size_t n;
    uint32_t always = dice(7);
    for (uint32_t i = 0; i < 7; i++)
        if (i == always || dice(2))
            buf_printf(&b, "%s 10:00-12:00 ", days[i]);
    must(hours_parse(&lib.mem, buf_str(&b), &k, &n, &bad));
    must(branch_hours_set(&lib.c, branch, k, n));
}

static int begin(void **state)
{
    struct branch b = { .name = S("De Hoogte") };
    (void)state;
    library_make(&lib);
    lib.mem.limit = (size_t)256 << 20;
    must(branch_add(&lib.c, &b, &branch));
    must(setting_set(&lib.c, SET_LIMIT_TOOLS, S("99")));
    must(setting_set(&lib.c, SET_HOLD_LIMIT, S("99")));
    for (int i = 0; i < MEMBERS; i++) {
        struct member_new n = { .name = str_printf(&lib.mem, "Lid %c", 'A' + i), .state = MEMBER_ACTIVE,
            .since = DAY_NONE, .until = DAY_NONE, .blocked_until = DAY_NONE };
        must(member_add(&lib.c, &n, &members[i]));
    }
    for (int i = 0; i < TOOLS; i++) {
        struct tool_new n = { .name = str_printf(&lib.mem, "Model %d", i / 3), .home = branch,
            .state = TOOL_ACTIVE, .price = -1, .bought = DAY_NONE };
        must(tool_add(&lib.c, &n, &tools[i]));
    }
    hours_random();
    return 0;
}

static int end(void **state)
{
    (void)state;
    library_drop(&lib);
    return 0;
}

/* Due days of all open loans, as one text. */
static struct str dues(void)
{
    const struct loan *l;
    size_t n;
    int64_t total;
    struct buf b = { .a = &lib.mem };
    must(loan_list(&lib.c, &(struct loan_query){ .limit = 0 }, &l, &n, &total));
    for (size_t i = 0; i < n; i++)
        buf_printf(&b, "%lld:%d ", (long long)l[i].id, (int)l[i].due.n);
    return buf_str(&b);
}

static void every_due_day_is_open(void)
{
    struct calendar k;
    const struct loan *l;
    size_t n;
    int64_t total;
    must(calendar_load(&lib.c, branch, &k));
    must(loan_list(&lib.c, &(struct loan_query){ .limit = 0 }, &l, &n, &total));
    for (size_t i = 0; i < n; i++)
        assert_true(calendar_open(&k, l[i].due));
}

/* Lends every tool on some day of the two weeks before `today`. */
static void lend_all(day today)
{
    for (int i = 0; i < TOOLS; i++) {
        struct lent l;
        at(day_plus(today, -(int)dice(6)), 10 * 60 + i);
        struct lend w = { .tool = tools[i], .member = members[dice(MEMBERS)], .branch = branch,
                          .until = DAY_NONE, .backdate = DAY_NONE };
        must(loan_out(&lib.c, &w, &l));
        assert_true(day_diff(l.loan.due, l.loan.out) >= 7); /* never earlier than the period (C3) */
    }
}

static void closing_there_and_back(void **state)
{
    (void)state;
    day today = day_plus(day_of(2026, 1, 20), (int)dice(300));
    lend_all(today);
    at(today, 11 * 60);
    struct str before = dues();
    every_due_day_is_open();
    day from = day_plus(today, (int)dice(10)), to = day_plus(from, (int)dice(20));
    const struct move *m;
    const struct taken_back *t;
    size_t n;
    int64_t id;
    must(closing_plan(&lib.c, branch, from, to, &m, &n));
    assert_true(str_eq(before, dues())); /* a preview changes nothing */
    must(closing_apply(&lib.c, branch, from, to, S("proef"), m, n, &id));
    every_due_day_is_open();
    at(today, 11 * 60 + 5);
    must(closing_remove(&lib.c, id, &t, &n));
    for (size_t i = 0; i < n; i++)
        assert_null(t[i].why);
    assert_true(str_eq(before, dues()));
}

/* Two closings taken away in reverse order leave what was there before (C12). */
static void closings_in_reverse_order(void **state)
{
    (void)state;
    day today = day_plus(day_of(2026, 3, 1), (int)dice(250));
    const struct move *m;
    const struct taken_back *t;
    size_t n;
    int64_t id[2];
    lend_all(today);
    at(today, 11 * 60);
    struct str before = dues();
    for (int i = 0; i < 2; i++) {
        day from = day_plus(today, 3 + i * 15);
        at(today, 11 * 60 + i);
        must(closing_plan(&lib.c, branch, from, day_plus(from, 6), &m, &n));
        must(closing_apply(&lib.c, branch, from, day_plus(from, 6), S("proef"), m, n, &id[i]));
    }
    for (int i = 1; i >= 0; i--) {
        at(today, 11 * 60 + 10 - i);
        must(closing_remove(&lib.c, id[i], &t, &n));
    }
    assert_true(str_eq(before, dues()));
}

/* However bookings are asked for, no day ever has more of them than the model has tools, and no tool
 * booked by itself is booked twice. */
static void bookings_never_overlap(void **state)
{
    (void)state;
    int made = 0;
    day today = day_plus(day_of(2026, 2, 1), (int)dice(250));
    struct calendar hours;
    must(calendar_load(&lib.c, branch, &hours));
    for (int i = 0; i < 120; i++) {
        struct hold_given h;
        struct tool t;
        at(today, 10 * 60 + i);
        must(tool_get(&lib.c, tools[dice(TOOLS)], &t));
        day from = day_plus(today, 1 + (int)dice(60));
        if (dice(3)) /* also of a branch that opens once a week some begin and end on an open day */
            from = calendar_first(&hours, from, 60);
        struct hold_ask w = { .member = members[dice(MEMBERS)], .model = t.model.id, .pick_up = branch,
            .tool = dice(3) ? 0 : t.id, .from = from, .to = day_plus(from, (int)dice(7)) };
        made += hold_ask(&lib.c, &w, &h) == OK;
    }
    assert_true(made > 0);
    for (int i = 0; i < TOOLS; i += 3) {
        struct avail a;
        struct tool t;
        at(today, 15 * 60);
        must(tool_get(&lib.c, tools[i], &t));
        must(avail_load(&lib.c, t.model.id, &a));
        for (day d = today; d.n < today.n + 80; d.n++) {
            size_t all = 0, same = 0;
            for (size_t j = 0; j < a.n_bookings; j++) {
                const struct avail_booking *b = &a.bookings[j];
                bool on = b->when.lo <= d.n && d.n <= b->when.hi;
                all += on;
                for (size_t k = 0; on && b->tool && k < j; k++)
                    same += a.bookings[k].tool == b->tool && a.bookings[k].when.lo <= d.n &&
                            d.n <= a.bookings[k].when.hi;
            }
            assert_true(all <= a.n_tools);
            assert_int_equal(same, 0);
        }
    }
}

/* Lending beside bookings: the loan ends before the first day on which a booking would find nothing. */
static void loans_leave_bookings_their_tool(void **state)
{
    (void)state;
    day today = day_plus(day_of(2026, 2, 1), (int)dice(250));
    struct hold_given h;
    struct tool t;
    at(today, 9 * 60);
    must(tool_get(&lib.c, tools[0], &t));
    for (int i = 0; i < 3; i++) {
        day from = day_plus(today, 2 + (int)dice(9));
        struct hold_ask w = { .member = members[i], .model = t.model.id, .pick_up = branch, .from = from,
                              .to = day_plus(from, (int)dice(4)) };
        if (hold_ask(&lib.c, &w, &h))
            lib.c.n_wrong = 0;
    }
    for (int i = 0; i < 3; i++) {
        struct lent l;
        at(today, 10 * 60 + i);
        struct lend w = { .tool = tools[i], .member = members[5], .branch = branch, .until = DAY_NONE,
                          .backdate = DAY_NONE };
        if (loan_out(&lib.c, &w, &l))
            continue;
        struct avail a;
        int64_t point;
        must(avail_load(&lib.c, t.model.id, &a));
        for (size_t j = 0; j < a.n_bookings; j++) {
            struct avail_ask ask = { .member = a.bookings[j].member, .hold = a.bookings[j].id };
            assert_false(avail_first_no(&a, &ask, a.bookings[j].when, &point));
        }
    }
}

int main(void)
{
    enum { TIMES = 12 };
    const char *given = getenv("SEED");
    struct timespec now;
    int64_t n = 0;
    clock_gettime(CLOCK_REALTIME, &now);
    seed = given && str_int(str_of(given), &n) ? (uint64_t)n : (uint64_t)now.tv_nsec;
    print_message("# SEED=%llu\n", (unsigned long long)seed);
    static const struct { const char *name; CMUnitTestFunction f; } kinds[] = {
        { "C3 C7 a closing applied and removed is the identity", closing_there_and_back },
        { "C12 two closings removed in reverse order are the identity", closings_in_reverse_order },
        { "H7 H10 bookings never overlap", bookings_never_overlap },
        { "L3 H10 a loan leaves each booking its tool", loans_leave_bookings_their_tool },
    };
    struct CMUnitTest tests[COUNT(kinds) * TIMES];
    static char names[COUNT(kinds) * TIMES][90];
    size_t k = 0;
    for (size_t i = 0; i < COUNT(kinds); i++)
        for (int j = 0; j < TIMES; j++, k++) {
            snprintf(names[k], sizeof names[k], "%s, library %d", kinds[i].name, j + 1);
            tests[k] = (struct CMUnitTest){ names[k], kinds[i].f, begin, end, NULL };
        }
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("spread", tests, NULL, NULL);
}
