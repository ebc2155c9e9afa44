/* The journal: one line an operation, what it changed field by field, words apart (M11), and that
 * nobody's later change is written over. */
#include "lending/branch.h"
#include "lending/journal.h"
#include "schema/db.h"
#include "schema/query.h"
#include "tests/unit/library.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#undef fail /* ours is a function */

static struct library lib;
static struct ctx *const c = &lib.c;
static int64_t branch;

static int begin(void **state)
{
    (void)state;
    library_make(&lib);
    struct branch b = { .name = S("De Hoogte"), .phone = S("+31501234567") };
    if (branch_add(c, &b, &branch))
        return 1;
    library_ctx(&lib);
    c->op = "branch change";
    return 0;
}

static int end(void **state)
{
    (void)state;
    library_drop(&lib);
    return 0;
}

/* The rows of a table as lines of the columns, by a plain look at the file: the tests must not use
 * the statements they prove. */
static struct str rows(const char *sql)
{
    struct buf b = { .a = &lib.mem };
    char command[2000], part[1000];
    snprintf(command, sizeof command, "sqlite3 -nullvalue - '%s' \"%s\"", lib.path, sql);
    FILE *p = popen(command, "re");
    assert_non_null(p);
    for (size_t n; (n = fread(part, 1, sizeof part, p));)
        buf_add(&b, (struct str){ part, n });
    assert_int_equal(pclose(p), 0);
    buf_z(&b);
    return buf_str(&b);
}

#define LINES "SELECT initials, role, counter, branch, op, thing, thing_id, override_fault FROM journal WHERE id > 1"
#define CHANGES "SELECT journal, thing, thing_id, field, was, becomes FROM change WHERE journal > 1"

static enum fault set(enum field_id f, const char *was, const char *becomes)
{
    return thing_set(c, f, branch, was ? val_z(was) : val_none(), becomes ? val_z(becomes) : val_none());
}

static void an_operation_is_one_line_and_a_row_for_each_field(void **state)
{
    (void)state;
    c->branch = branch;
    assert_int_equal(set(F_BRANCH_NAME, "De Hoogte", "Vinkhuizen"), OK);
    assert_int_equal(set(F_BRANCH_PHONE, "+31501234567", NULL), OK);
    assert_int_equal(set(F_BRANCH_PLACE, NULL, "Groningen"), OK);
    assert_string_equal(rows(LINES).s, "JV|coordinator|u:test|1|branch change|branch|1|-\n");
    assert_string_equal(rows(CHANGES).s, "2|branch|1|name|De Hoogte|Vinkhuizen\n"
                        "2|branch|1|phone|+31501234567|-\n2|branch|1|place|-|Groningen\n");
    assert_string_equal(rows("SELECT at FROM journal WHERE id = 2").s,
                        str_printf(&lib.mem, "%lld\n", (long long)c->now).s);
}

static void what_does_not_change_leaves_no_trace(void **state)
{
    (void)state;
    assert_int_equal(set(F_BRANCH_NAME, "De Hoogte", "De Hoogte"), OK);
    assert_int_equal(set(F_BRANCH_PLACE, NULL, NULL), OK);
    assert_int_equal(c->journal, 0);
    assert_int_equal(rows(LINES).n, 0);
}

static void a_field_that_is_no_longer_what_it_was_is_not_written_over(void **state)
{
    (void)state;
    assert_int_equal(set(F_BRANCH_NAME, "Something else", "Mine"), FAULT_CONSTRAINT);
    assert_int_equal(set(F_BRANCH_PLACE, "Groningen", "Haren"), FAULT_CONSTRAINT);
    assert_int_equal(set(F_BRANCH_PHONE, NULL, "+31501234568"), FAULT_CONSTRAINT);
    assert_int_equal(thing_set(c, F_BRANCH_NAME, 99, val_z("De Hoogte"), val_z("Mine")), FAULT_CONSTRAINT);
    assert_string_equal(rows("SELECT name, phone, place FROM branch").s, "De Hoogte|+31501234567|-\n");
    assert_int_equal(rows(CHANGES).n, 0);
}

static enum fault change_then_fail(struct ctx *x, void *arg)
{
    (void)x;
    enum fault f = set(F_BRANCH_NAME, "De Hoogte", "Mine");
    return f ? f : *(enum fault *)arg;
}

static void X34_a_refused_operation_is_in_no_history(void **state)
{
    (void)state;
    enum fault refusal = FAULT_TOOL_OUT;
    assert_int_equal(db_write(c, change_then_fail, &refusal), FAULT_TOOL_OUT);
    assert_int_equal(rows(LINES).n + rows(CHANGES).n, 0);
    assert_string_equal(rows("SELECT name FROM branch").s, "De Hoogte\n");
}

static void several_in_one_operation_are_a_line_each(void **state)
{
    (void)state;
    assert_int_equal(thing_made(c, "tool", 7), OK);
    assert_int_equal(thing_made(c, "part", 8), OK);
    journal_next(c);
    assert_int_equal(thing_ended(c, "loan", 9, c->today), OK);
    assert_string_equal(rows("SELECT id, thing, thing_id FROM journal WHERE id > 1").s,
                        "2|tool|7\n3|loan|9\n");
    assert_string_equal(rows(CHANGES).s, "2|tool|7||-|-\n2|part|8||-|-\n3|loan|9|ended|-|20781\n");
}

static void numbers_and_days_are_noted_in_figures(void **state)
{
    (void)state;
    struct val day_was = val_day(day_of(2026, 12, 1)), day_is_now = val_day(day_of(2026, 12, 8));
    assert_int_equal(thing_set(c, F_LOAN_DUE_DAY, 1, day_was, day_is_now), FAULT_CONSTRAINT);
    (void)rows("INSERT INTO model (id, name, model_key, search_key, made_at) VALUES (1, 'Boor', 'b', 'b', 0);"
               "INSERT INTO tool (id, number, model, home, present, state, made_at)"
               " VALUES (1, 417, 1, 1, 1, 'active', 0);"
               "INSERT INTO loan (id, tool, branch, out_at, out_day, due_day, in_house, renewals, shortened)"
               " VALUES (1, 1, 1, 0, 0, 20788, 0, 0, 0)");
    assert_int_equal(thing_set(c, F_LOAN_DUE_DAY, 1, day_was, day_is_now), OK);
    assert_int_equal(thing_set(c, F_LOAN_RENEWALS, 1, val_int(0), val_int(1)), OK);
    assert_string_equal(rows(CHANGES).s, "2|loan|1|due_day|20788|20795\n2|loan|1|renewals|0|1\n");
    assert_string_equal(rows("SELECT due_day, renewals FROM loan").s, "20795|1\n");
}

static void M11_reasons_and_words_stand_apart_from_the_line(void **state)
{
    (void)state;
    c->overridden = FAULT_MEMBER_BLOCKED;
    c->reason = S("Belt morgen");
    assert_int_equal(thing_made(c, "loan", 5), OK);
    assert_int_equal(journal_words(c, 0, S("Snoer kapot")), OK);
    assert_string_equal(rows(LINES).s, "JV|coordinator|u:test|-|branch change|loan|5|MEMBER_BLOCKED\n");
    assert_string_equal(rows("SELECT journal, member, said FROM words").s, "2|-|Belt morgen\n2|-|Snoer kapot\n");
    journal_next(c);
    assert_int_equal(c->overridden, OK); /* it was the one tool's, not the next one's */
}

/* But for the line of an undo, which is told what it undoes in its own transaction, and for money that
 * follows a person to their other record (M10). */
static void no_statement_changes_or_deletes_a_line_or_money(void **state)
{
    (void)state;
    static const char *const never[] = { "UPDATE journal\n", "DELETE FROM journal\n", "UPDATE ledger\n",
                                         "DELETE FROM ledger\n" };
    for (size_t i = 0; i < QUERY_COUNT; i++)
        for (size_t k = 0; k < COUNT(never); k++) {
            struct str sql = str_printf(&lib.mem, "%s\n", query_defs[i].sql);
            bool marks = i == Q_MERGE_LEDGER ||
                (i == Q_JOURNAL_UNDOES && str_ends(sql, S("\nAND undoes IS NULL\n")));
            assert_true(marks || str_find(sql, str_of(never[k])) < 0);
        }
    for (size_t i = 0; i < FIELD_COUNT; i++)
        assert_false(!strcmp(field_defs[i].thing, "journal") || !strcmp(field_defs[i].thing, "ledger"));
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, begin, end)
    static const struct CMUnitTest tests[] = {
        T(an_operation_is_one_line_and_a_row_for_each_field),
        T(what_does_not_change_leaves_no_trace),
        T(a_field_that_is_no_longer_what_it_was_is_not_written_over),
        T(X34_a_refused_operation_is_in_no_history),
        T(several_in_one_operation_are_a_line_each),
        T(numbers_and_days_are_noted_in_figures),
        T(M11_reasons_and_words_stand_apart_from_the_line),
        T(no_statement_changes_or_deletes_a_line_or_money),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
