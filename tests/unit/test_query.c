/* Statements: what is bound comes back, each runs once, faults stay, nothing is left open. */
#include "schema/query.h"
#include "schema/db.h"
#include "tests/unit/library.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#undef fail /* ours is a function */

static struct library lib;
static struct ctx *const c = &lib.c;

static int begin(void **state)
{
    (void)state;
    library_make(&lib);
    return 0;
}

static int end(void **state)
{
    (void)state;
    library_drop(&lib);
    return 0;
}

static enum fault fact_set(const char *name, struct str value)
{
    QUERY(q, c, Q_LIBRARY_SET);
    q_bind_str(&q, "name", str_of(name));
    q_bind_str(&q, "value", value);
    return q_run(&q);
}

static struct str fact(const char *name)
{
    QUERY(q, c, Q_LIBRARY_GET);
    q_bind_str(&q, "name", str_of(name));
    return q_row(&q) ? q_str(&q, "value") : S("(none)");
}

static int64_t count(enum query_id id)
{
    QUERY(q, c, id);
    int64_t n = 0;
    while (q_row(&q))
        n++;
    assert_int_equal(q_end(&q), OK);
    return n;
}

static void X33_a_bound_text_is_a_text_whatever_it_says(void **state)
{
    (void)state;
    static const struct str texts[] = {
        { "'; DROP TABLE loan; --", 22 }, { "", 0 }, { NULL, 0 }, { "a\0b", 3 }, { "$name ?1 %s", 11 },
        { "\xff\xfe", 2 }, { "\xe2\x80\xae", 3 }, { "12", 2 }, { "NULL", 4 },
    };
    for (size_t i = 0; i < COUNT(texts); i++) {
        assert_int_equal(fact_set("text", texts[i]), OK);
        assert_true(str_eq(fact("text"), texts[i]));
    }
    assert_int_equal(count(Q_CHECK_COUNTS), 1);
}

static void every_kind_of_value_comes_back_as_itself(void **state)
{
    (void)state;
    QUERY(add, c, Q_MEMBER_ADD);
    for (unsigned i = 0; i < query_defs[Q_MEMBER_ADD].n_params; i++)
        q_bind(&add, query_defs[Q_MEMBER_ADD].params[i], val_none());
    q_bind_int(&add, "number", 20417);
    q_bind_str(&add, "kind", S("person"));
    q_bind_str(&add, "name", S("A. Bakker"));
    q_bind_str(&add, "name_key", S("a bakker"));
    q_bind(&add, "household_contact", val_bool(false));
    q_bind_str(&add, "state", S("active"));
    q_bind(&add, "since_day", val_day(day_of(1969, 12, 31)));
    q_bind(&add, "until_day", val_day(DAY_NONE));
    q_bind_str(&add, "language", S("nl"));
    q_bind(&add, "active_day", val_day(c->today));
    q_bind(&add, "made_at", val_time(c->now));
    int64_t id;
    assert_int_equal(q_run_int(&add, &id), OK);
    QUERY(q, c, Q_MEMBER_GET);
    q_bind_int(&q, "id", id);
    assert_true(q_row(&q));
    assert_int_equal(q_int(&q, "number"), 20417);
    assert_int_equal(q_day(&q, "since_day").n, -1);
    assert_true(day_none(q_day(&q, "until_day")) && q_null(&q, "until_day"));
    assert_int_equal(q_int(&q, "until_day"), 0);
    assert_true(str_eq(q_str(&q, "name"), S("A. Bakker")));
    assert_int_equal(q_str(&q, "note").n, 0);
    assert_true(val_is_none(q_val(&q, "note", V_STR)) && val_is_none(q_val(&q, "until_day", V_DAY)));
    assert_true(val_eq(q_val(&q, "since_day", V_DAY), val_day(day_of(1969, 12, 31))));
    assert_true(val_eq(q_val(&q, "number", V_INT), val_int(20417)));
    assert_false(q_row(&q));
    assert_int_equal(q_end(&q), OK);
}

static void a_statement_runs_once_however_often_it_is_asked_for_rows(void **state)
{
    (void)state;
    QUERY(q, c, Q_RUN_ADD);
    q_bind_str(&q, "kind", S("test"));
    q_bind(&q, "at", val_time(c->now));
    q_bind_int(&q, "good", 1);
    q_bind_str(&q, "summary", S(""));
    int64_t n;
    assert_int_equal(q_run_int(&q, &n), OK); /* gives no row: run, then run to its end */
    assert_int_equal(q_run(&q), OK);
    assert_false(q_row(&q));
    QUERY(age, c, Q_RUN_LAST);
    q_bind_str(&age, "kind", S("test"));
    q_bind_int(&age, "good", 1);
    int rows = 0;
    while (q_row(&age))
        rows++;
    assert_int_equal(rows, 1);
    QUERY(all, c, Q_SETTING_ALL);
    assert_false(q_row(&all));
    assert_false(q_row(&all));
    /* Twice in the table would be two rows with different numbers. */
    QUERY(change, c, Q_ATTEMPT_ADD);
    q_bind_str(&change, "what", S("x"));
    q_bind_str(&change, "who_hash", S("y"));
    q_bind_int(&change, "at", 5);
    int64_t id;
    assert_int_equal(q_run_int(&change, &id), OK);
    assert_int_equal(id, 1);
    assert_int_equal(q_run(&change), OK);
    QUERY(seen, c, Q_ATTEMPT_COUNT);
    q_bind_str(&seen, "what", S("x"));
    q_bind_str(&seen, "who_hash", S("y"));
    q_bind_int(&seen, "since", 0);
    assert_int_equal(q_run_int(&seen, &n), OK);
    assert_int_equal(n, 1);
}

static void bound_anew_it_runs_anew(void **state)
{
    (void)state;
    QUERY(q, c, Q_SETTING_SET);
    for (int i = 0; i < 5; i++) {
        q_bind_str(&q, "name", str_printf(&lib.mem, "s%d", i));
        if (!i)
            q_bind_str(&q, "value", S("the same"));
        assert_int_equal(q_run(&q), OK);
    }
    assert_int_equal(count(Q_SETTING_ALL), 5);
}

static void within_itself_it_has_a_place_of_its_own(void **state)
{
    (void)state;
    for (int i = 0; i < 4; i++)
        assert_int_equal(fact_set(str_printf(&lib.mem, "f%d", i).s, S("")), OK);
    for (int i = 0; i < 4; i++) {
        QUERY(q, c, Q_SETTING_SET);
        q_bind_str(&q, "name", str_printf(&lib.mem, "s%d", i));
        q_bind_str(&q, "value", S(""));
        assert_int_equal(q_run(&q), OK);
    }
    int rows = 0;
    QUERY(outer, c, Q_SETTING_ALL);
    while (q_row(&outer)) {
        assert_true(str_eq(q_str(&outer, "name"), str_printf(&lib.mem, "s%d", rows)));
        assert_int_equal(count(Q_SETTING_ALL), 4);
        rows++;
    }
    assert_int_equal(rows, 4);
}

static int leave_early(void)
{
    QUERY(q, c, Q_SETTING_ALL);
    return q_row(&q);
}

static void left_early_it_holds_nothing(void **state)
{
    (void)state;
    QUERY(q, c, Q_SETTING_SET);
    q_bind_str(&q, "name", S("a"));
    q_bind_str(&q, "value", S("b"));
    assert_int_equal(q_run(&q), OK);
    q_close(&q);
    assert_true(leave_early());
    struct db *other;
    assert_int_equal(db_open(lib.path, (struct db_options){ .mode = DB_WRITE }, &other), OK);
    assert_int_equal(db_begin(other), OK);
    assert_int_equal(db_commit(other), OK);
    db_close(other);
    assert_int_equal(db_reopen(lib.c.db), OK);
    assert_int_equal(count(Q_SETTING_ALL), 1);
}

static void a_rule_of_the_tables_is_a_fault_and_stays_one(void **state)
{
    (void)state;
    QUERY(q, c, Q_CHANGE_ADD);
    q_bind_int(&q, "journal", 99); /* there is no such line */
    q_bind_str(&q, "thing", S("tool"));
    q_bind_int(&q, "thing_id", 1);
    q_bind_str(&q, "field", S(""));
    q_bind(&q, "was", val_none());
    q_bind(&q, "becomes", val_none());
    assert_int_equal(q_run(&q), FAULT_CONSTRAINT);
    q_bind_int(&q, "thing_id", 2);
    assert_int_equal(q_run(&q), FAULT_CONSTRAINT);
    assert_int_equal(q_end(&q), FAULT_CONSTRAINT);
    assert_false(q_row(&q));
}

static void X26_rows_stop_when_the_memory_is_full(void **state)
{
    (void)state;
    assert_int_equal(fact_set("large", (struct str){ arena_get(&lib.mem, 100000), 100000 }), OK);
    struct arena small CLEANUP(arena_free) = { .limit = 50000 };
    struct ctx tight = *c;
    tight.mem = &small;
    QUERY(q, &tight, Q_LIBRARY_GET);
    q_bind_str(&q, "name", S("large"));
    assert_true(q_row(&q));
    assert_int_equal(q_str(&q, "value").n, 100000);
    assert_true(small.full);
    assert_false(q_row(&q));
    assert_int_equal(q_end(&q), FAULT_TOO_BIG);
}

/* Whether a process that does this aborts. */
static bool aborts(void (*f)(void))
{
    int status = 0;
    pid_t pid = fork();
    if (!pid) {
        if (!freopen("/dev/null", "w", stderr))
            _exit(1);
        f();
        _exit(0);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

static void unbound(void)
{
    QUERY(q, c, Q_LIBRARY_SET);
    q_bind_str(&q, "name", S("x"));
    q_row(&q);
}

static void no_such_parameter(void)
{
    QUERY(q, c, Q_LIBRARY_SET);
    q_bind_str(&q, "nam", S("x"));
}

static void no_such_column(void)
{
    QUERY(q, c, Q_CHECK_COUNTS);
    q_row(&q);
    q_int(&q, "tool");
}

static void a_mistake_of_the_program_ends_it(void **state)
{
    (void)state;
    assert_true(aborts(unbound));
    assert_true(aborts(no_such_parameter));
    assert_true(aborts(no_such_column));
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, begin, end)
    static const struct CMUnitTest tests[] = {
        T(X33_a_bound_text_is_a_text_whatever_it_says),
        T(every_kind_of_value_comes_back_as_itself),
        T(a_statement_runs_once_however_often_it_is_asked_for_rows),
        T(bound_anew_it_runs_anew),
        T(within_itself_it_has_a_place_of_its_own),
        T(left_early_it_holds_nothing),
        T(a_rule_of_the_tables_is_a_fault_and_stays_one),
        T(X26_rows_stop_when_the_memory_is_full),
        T(a_mistake_of_the_program_ends_it),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
