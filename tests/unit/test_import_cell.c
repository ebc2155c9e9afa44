/* What stands in a cell, in the ways people write it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail

#include "base/buf.h"
#include "lending/import_cell.h"

static struct arena mem;

static void days_are_read_with_the_day_first_and_a_year_of_four_digits(void **state)
{
    (void)state;
    static const char *const good[] = { "2026-11-24", "24-11-2026", "24/11/2026", "24.11.2026",
        "24-11-2026 10:30", "2026-11-24T10:30:00Z", "2026-11-24 00:00:00", "24 nov 2026",
        "24 november 2026", "24-nov-2026", "2026/11/24" };
    static const char *const bad[] = { "24-11-26", "11-24-2026", "31-02-2020", "2026-13-01", "gisteren",
        "24", "2026", "24-11", "2026-11-24x", "-", "24 nov", "2026-11-24 om tien" };
    day d;
    for (size_t i = 0; i < COUNT(good); i++) {
        assert_int_equal(cell_day(str_of(good[i]), &d), OK);
        assert_int_equal(d.n, day_of(2026, 11, 24).n);
    }
    for (size_t i = 0; i < COUNT(bad); i++)
        if (!cell_day(str_of(bad[i]), &d))
            assert_string_equal(bad[i], "no day");
    assert_int_equal(cell_day(S("1 maart 2024"), &d), OK);
    assert_int_equal(d.n, day_of(2024, 3, 1).n);
    assert_int_equal(cell_day(S("1 May 2024"), &d), OK);
    assert_int_equal(d.n, day_of(2024, 5, 1).n);
}

static void amounts_are_read_with_point_or_comma(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t cents;
    } good[] = { { "12.50", 1250 }, { "12,50", 1250 }, { "12", 1200 }, { "\xe2\x82\xac 12,5", 1250 },
        { "\xe2\x82\xac" "12,-", 1200 }, { "1.149,00", 114900 }, { "1,149.00", 114900 }, { "1.149", 114900 },
        { "EUR 3", 300 }, { "0", 0 }, { "0,05", 5 }, { "1.234.567", 123456700 } };
    static const char *const bad[] = { "-3", "twaalf", "1.2.3", "12.345.67", "1,23,45", ",50", "12 34",
        "", "123456789", "1..2" };
    int64_t cents;
    for (size_t i = 0; i < COUNT(good); i++) {
        assert_int_equal(cell_money(str_of(good[i].text), &cents), OK);
        assert_int_equal(cents, good[i].cents);
    }
    for (size_t i = 0; i < COUNT(bad); i++)
        if (!cell_money(str_of(bad[i]), &cents))
            assert_string_equal(bad[i], "no amount");
}

static void states_are_known_in_dutch_and_english(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum tool_state is;
    } words[] = { { "active", TOOL_ACTIVE }, { "Actief", TOOL_ACTIVE }, { "uitgeleend", TOOL_ACTIVE },
        { "maintenance", TOOL_REPAIR }, { "KAPOT", TOOL_REPAIR }, { "in de werkplaats", TOOL_REPAIR },
        { "zoek", TOOL_MISSING }, { "lost", TOOL_MISSING }, { "retired", TOOL_RETIRED },
        { "niet meer te leen", TOOL_RETIRED }, { "pending", TOOL_DRAFT }, { "in voorbereiding", TOOL_DRAFT } };
    enum tool_state is;
    enum member_state m;
    for (size_t i = 0; i < COUNT(words); i++) {
        assert_int_equal(cell_tool_state(&mem, str_of(words[i].text), &is), OK);
        assert_int_equal(is, words[i].is);
    }
    assert_int_equal(cell_tool_state(&mem, S("verdwenen"), &is), FAULT_CHOICE_UNKNOWN);
    assert_int_equal(cell_member_state(&mem, S("Be\xc3\xabindigd"), &m), OK);
    assert_int_equal(m, MEMBER_ENDED);
    arena_free(&mem);
}

static void parts_are_counted_before_or_behind(void **state)
{
    (void)state;
    static const struct {
        const char *text, *name;
        int64_t count;
    } parts[] = { { "accu x2", "accu", 2 }, { "2x accu", "accu", 2 }, { "2 x accu", "accu", 2 },
        { "accu", "accu", 1 }, { "bit x10", "bit", 10 }, { "4x4 lader", "4x4 lader", 1 },
        { "buis 12", "buis 12", 1 }, { "x3", "x3", 1 }, { "accu x0", "accu", 0 } };
    for (size_t i = 0; i < COUNT(parts); i++) {
        int64_t count;
        struct str name = cell_counted(str_of(parts[i].text), &count);
        assert_true(str_eq(name, str_of(parts[i].name)));
        assert_int_equal(count, parts[i].count);
    }
}

/* X31: what export guards comes back as it was, and what nobody guarded stays as it is. */
static void the_quote_before_a_formula_is_taken_off_and_no_other(void **state)
{
    (void)state;
    static const char *const texts[] = { "=1+1", "+31612345678", "-5", "@x", "'t Houtkrulletje", "'=1+1",
        "''@x", "-rek", "'", "+31 6 1234; +31 6 5678", "a=b" };
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct buf b = { .a = &mem };
        buf_csv(&b, str_of(texts[i]));
        struct str cell = buf_str(&b);
        if (*cell.s == '"')
            cell = (struct str){ cell.s + 1, cell.n - 2 };
        assert_false(strchr("=@", *cell.s));
        assert_true(str_eq(cell_unguarded(cell), str_of(texts[i])));
    }
    arena_free(&mem);
}

static void lists_in_a_cell_are_parted_by_semicolons_else_commas(void **state)
{
    (void)state;
    struct str item, rest = S("a, b ;; c;");
    char sep = cell_separator(rest);
    assert_int_equal(sep, ';');
    assert_true(cell_item(&rest, sep, &item) && str_eq(item, S("a, b")));
    assert_true(cell_item(&rest, sep, &item) && str_eq(item, S("c")));
    assert_false(cell_item(&rest, sep, &item));
    assert_int_equal(cell_separator(S("a, b")), ',');
    assert_int_equal(cell_separator(S("a, b\nc")), '\n');
}

static void yes_and_no_are_read_in_their_short_forms(void **state)
{
    (void)state;
    bool yes;
    assert_true(!cell_yes(S("Ja"), &yes) && yes);
    assert_true(!cell_yes(S("x"), &yes) && yes);
    assert_true(!cell_yes(S("nee"), &yes) && !yes);
    assert_int_equal(cell_yes(S("misschien"), &yes), FAULT_YES_NO_FORMAT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_are_read_with_the_day_first_and_a_year_of_four_digits),
        cmocka_unit_test(amounts_are_read_with_point_or_comma),
        cmocka_unit_test(states_are_known_in_dutch_and_english),
        cmocka_unit_test(parts_are_counted_before_or_behind),
        cmocka_unit_test(the_quote_before_a_formula_is_taken_off_and_no_other),
        cmocka_unit_test(lists_in_a_cell_are_parted_by_semicolons_else_commas),
        cmocka_unit_test(yes_and_no_are_read_in_their_short_forms),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
