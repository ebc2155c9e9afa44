/* Arguments: what people and scripts give, read by kind, and every wrong field told at once. */
#include "ops/arg.h"

#include "tests/unit/library.h"
#include "text/text.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct library lib;

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

static const struct op op = { .cmd = "test", .verb = POST, .flags = OP_OVERRIDE,
    .args = ARGS({ "name", K_TEXT, ARG_NEED, NULL }, { "note", K_LONG, ARG_EMPTY, NULL },
                 { "count", K_INT, 0, "1..60" }, { "price", K_MONEY, 0, NULL },
                 { "until", K_DAY, ARG_EMPTY, NULL }, { "at", K_TIME, 0, NULL },
                 { "paid", K_YES, 0, NULL }, { "kind", K_CHOICE, 0, "person|organisation" },
                 { "tool", K_TOOL, ARG_MANY, NULL }, { "pin", K_PIN, ARG_SECRET, NULL },
                 { "initials", K_INITIALS, 0, NULL }, { "language", K_LANG, 0, NULL },
                 { "home_url", K_URL, 0, NULL }, { "file", K_FILE, 0, NULL },
                 { "path", K_PATH, ARG_LOCAL, NULL }, { "phone", K_PHONE, 0, NULL }) };
enum { NAME, NOTE, COUNT_OF, PRICE, UNTIL, AT, PAID, KIND, TOOL, PIN, INITIALS, LANGUAGE, HOME_URL,
       FILE_OF, PATH, PHONE, ALL };

static struct val vals[ALL];
static bool dry;

/* Reads "name=Jan|count=3"; a value that begins with # came as a JSON number, true or false. */
static enum fault reads(const char *all)
{
    struct given at[20];
    struct request_args req = { .at = at, .local = true };
    struct str rest = str_of(all), pair;
    while (str_next(&rest, '|', &pair)) {
        struct str name = { 0 };
        str_next(&pair, '=', &name);
        bool number = str_starts(pair, S("#"));
        at[req.n++] = (struct given){ name, str_from(pair, number), NULL, number };
    }
    lib.c.n_wrong = 0;
    lib.c.override = false;
    lib.c.reason = S("");
    return args_read(&lib.c, &op, &req, vals, &dry);
}

static void is_wrong(const char *all, enum fault f, const char *arg)
{
    enum fault got = reads(all);
    if (got != f)
        fail_msg("%s: %s, not %s", all, got ? fault_info(got)->name : "OK", fault_info(f)->name);
    assert_string_equal(lib.c.wrong[0].arg, arg);
    assert_true(text_fault(&lib.c, &lib.c.wrong[0]).n > 0);
}

static void is_text(struct val v, const char *want)
{
    assert_int_equal(v.is, V_STR);
    assert_string_equal(str_z(&lib.mem, v.s), want);
}

static void a_day_is_read_as_people_write_it(void **state)
{
    static const struct {
        const char *text;
        int y, m, d; /* 0: not a day */
    } rows[] = {
        { "2026-11-24", 2026, 11, 24 },  { "24-11-2026", 2026, 11, 24 },
        { "24/11/2026", 2026, 11, 24 },  { "24.11.2026", 2026, 11, 24 },
        { "1-12", 2026, 12, 1 },         { "24 november", 2026, 11, 24 },
        { "24 NOV", 2026, 11, 24 },      { "3 januari", 2027, 1, 3 },
        { "3 mrt", 2027, 3, 3 },         { "March 3 2027", 2027, 3, 3 },
        { "3 March, 2027", 2027, 3, 3 }, { "dinsdag 24 november", 2026, 11, 24 },
        { "di 24 nov", 2026, 11, 24 },   { "Tuesday 24 November", 2026, 11, 24 },
        { "vandaag", 2026, 11, 24 },     { "Morgen", 2026, 11, 25 },
        { "tomorrow", 2026, 11, 25 },    { "gisteren", 2026, 11, 23 },
        { "overmorgen", 2026, 11, 26 },  { "29-2-2028", 2028, 2, 29 },
        { "wo 24 nov", 0, 0, 0 },        { "29-2-2027", 0, 0, 0 },
        { "31 november", 0, 0, 0 },      { "24", 0, 0, 0 },
        { "november", 0, 0, 0 },         { "2026-13-01", 0, 0, 0 },
        { "24 11 26", 0, 0, 0 },         { "0-0", 0, 0, 0 },
        { "1 2 3 4 5 6 7", 0, 0, 0 },    { "32 november", 0, 0, 0 },
        { "dinsdag", 0, 0, 0 },          { "99999999999999999999-1", 0, 0, 0 },
        { "1-1-0001", 0, 0, 0 },         { "no", 0, 0, 0 },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        day d;
        bool good = day_read(&lib.mem, lib.c.today, str_of(rows[i].text), &d);
        if (good != (rows[i].y > 0))
            fail_msg("%s: %s", rows[i].text, good ? "read" : "not read");
        if (good && !day_is(d, day_of(rows[i].y, rows[i].m, rows[i].d)))
            fail_msg("%s: %d-%d-%d", rows[i].text, day_ymd(d).y, day_ymd(d).m, day_ymd(d).d);
    }
}

static void l18_amounts_are_euros_with_at_most_two_decimals(void **state)
{
    static const struct {
        const char *text;
        int64_t cents; /* -1: not an amount; -2: too much */
    } rows[] = { { "2.50", 250 }, { "2,50", -1 },       { "€ 2.50", 250 },  { "2", 200 },
                 { "2.5", 250 },  { "0", 0 },           { "0.05", 5 },      { "-2", -1 },
                 { "+2", -1 },    { "2.505", -1 },      { "1.000,00", -1 }, { "2,", -1 },
                 { ".50", -1 },   { "2 50", -1 },       { "twee", -1 },     { "2.-5", -1 },
                 { "1e3", -1 },   { "9999999999", -2 }, { "2000000", -2 },
                 { "1000000", 100000000 } };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        enum fault f = reads(str_printf(&lib.mem, "name=x|price=%s", rows[i].text).s);
        if (f != (rows[i].cents == -1 ? FAULT_AMOUNT_FORMAT : rows[i].cents == -2 ? FAULT_AMOUNT_MOST : OK))
            fail_msg("%s: %s", rows[i].text, f ? fault_info(f)->name : "OK");
        if (!f)
            assert_int_equal(vals[PRICE].i, rows[i].cents);
    }
}

static void each_kind_is_kept_in_one_form(void **state)
{
    (void)state;
    assert_int_equal(reads("name= Jan |count=60|paid=ja|kind=Person|initials=jv|language=nl-NL|"
                           "home_url=https://kist.example/x|phone=06 12345678|pin=2580|"
                           "at=2026-11-24T10:00:00+01:00"), OK);
    is_text(vals[NAME], "Jan");
    assert_int_equal(vals[COUNT_OF].i, 60);
    assert_true(val_true(vals[PAID]));
    is_text(vals[KIND], "person");
    is_text(vals[INITIALS], "JV");
    is_text(vals[LANGUAGE], "nl");
    is_text(vals[PHONE], "+31612345678");
    assert_int_equal(vals[AT].i, lib.now);
    assert_int_equal(reads("name=x|at=24 november 10.00"), OK);
    assert_int_equal(vals[AT].i, lib.now);
}

static void what_cannot_be_meant_is_refused_by_kind(void **state)
{
    (void)state;
    is_wrong("name=x|count=0", FAULT_NUMBER_RANGE, "count");
    is_wrong("name=x|count=61", FAULT_NUMBER_RANGE, "count");
    is_wrong("name=x|count=drie", FAULT_NUMBER_FORMAT, "count");
    is_wrong("name=x|count=#1.5", FAULT_NUMBER_FORMAT, "count");
    is_wrong("name=x|until=ooit", FAULT_DAY_FORMAT, "until");
    is_wrong("name=x|at=straks", FAULT_TIME_FORMAT, "at");
    is_wrong("name=x|at=10:00", FAULT_TIME_FORMAT, "at");
    is_wrong("name=x|at=2026-11-24 25:00", FAULT_TIME_FORMAT, "at");
    is_wrong("name=x|paid=misschien", FAULT_YES_NO_FORMAT, "paid");
    is_wrong("name=x|kind=hond", FAULT_CHOICE_UNKNOWN, "kind");
    is_wrong("name=x|language=xx", FAULT_CHOICE_UNKNOWN, "language");
    is_wrong("name=x|initials=J V", FAULT_INITIALS_FORMAT, "initials");
    is_wrong("name=x|initials=ABCDE", FAULT_INITIALS_FORMAT, "initials");
    is_wrong("name=x|home_url=javascript:alert(1)", FAULT_URL_FORMAT, "home_url");
    is_wrong("name=x|home_url=https://a b", FAULT_URL_FORMAT, "home_url");
    is_wrong("name=x|phone=12", FAULT_PHONE_SHORT, "phone");
    is_wrong("name=x|file=foto.jpg", FAULT_FILE_MISSING, "file");
    is_wrong("name=x|pin=1234", FAULT_PIN_FORMAT, "pin");
    is_wrong("name=x|pin=1111", FAULT_PIN_FORMAT, "pin");
    is_wrong("name=x|pin=123456789", FAULT_PIN_FORMAT, "pin");
    is_wrong("name=x|override=ja", FAULT_REASON_NEEDED, "reason");
}

static void all_wrong_fields_are_told_at_once(void **state)
{
    (void)state;
    assert_int_equal(reads("count=x|price=y|until=z|foo=1"), FAULT_ARG_UNKNOWN);
    assert_int_equal(lib.c.n_wrong, 5);
    assert_string_equal(lib.c.wrong[0].arg, "foo");
    assert_string_equal(lib.c.wrong[1].arg, "name");
    assert_int_equal(lib.c.wrong[1].fault, FAULT_MISSING);
    assert_string_equal(lib.c.wrong[4].arg, "until");
    assert_int_equal(reads("a=1|b=1|c=1|d=1|e=1|f=1|g=1|h=1|i=1|j=1"), FAULT_ARG_UNKNOWN);
    assert_int_equal(lib.c.n_wrong, WRONG_MOST);
}

static void one_that_may_be_once_is_refused_twice(void **state)
{
    (void)state;
    is_wrong("name=x|name=y", FAULT_ARG_TWICE, "name");
    assert_int_equal(reads("name=x|tool=417A|tool=88"), OK);
    assert_int_equal(vals[TOOL].list->n, 2);
    is_text(vals[TOOL].list->at[1], "88");
}

static void empty_is_missing_except_where_it_clears(void **state)
{
    (void)state;
    is_wrong("name=  ", FAULT_MISSING, "name");
    assert_int_equal(reads("name=x|note=|until=|price="), OK);
    is_text(vals[NOTE], "");
    is_text(vals[UNTIL], "");
    assert_int_equal(vals[PRICE].is, V_NONE);
}

static void a_json_number_is_no_text_and_no_amount(void **state)
{
    (void)state;
    is_wrong("name=#5", FAULT_NOT_TEXT, "name");
    is_wrong("name=x|price=#2.5", FAULT_AMOUNT_FORMAT, "price");
    is_wrong("name=x|phone=#612345678", FAULT_NOT_TEXT, "phone");
    is_wrong("name=x|count=#true", FAULT_NOT_TEXT, "count");
    assert_int_equal(reads("name=x|count=#5|paid=#true|tool=#417"), OK);
    assert_int_equal(vals[COUNT_OF].i, 5);
    assert_true(val_true(vals[PAID]));
    is_text(vals[TOOL].list->at[0], "417");
}

static enum fault reads_raw(const char *name, struct str value)
{
    struct given at[] = { { S("name"), S("x"), NULL, false },
                          { str_of(name), value, NULL, false } };
    lib.c.n_wrong = 0;
    return args_read(&lib.c, &op, &(struct request_args){ .at = at, .n = 2 }, vals, &dry);
}

static void x27_text_that_is_none_is_refused_on_its_field(void **state)
{
    static const struct {
        const char *s;
        size_t n;
    } rows[] = { { "a\0b", 3 }, { "\xff\xfe", 2 }, { "\xc0\xaf", 2 }, { "\xed\xa0\x80", 3 },
                 { "a\033[31mrood", 10 }, { "a\nb", 3 }, { "a\x7f", 2 }, { "\xc2\x9b", 2 } };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_int_equal(reads_raw("kind", (struct str){ rows[i].s, rows[i].n }), FAULT_NOT_TEXT);
        assert_string_equal(lib.c.wrong[0].arg, "kind");
        assert_true(val_is_none(lib.c.wrong[0].got));
    }
    assert_int_equal(reads_raw("note", S("een\r\ntwee\rdrie")), OK);
    is_text(vals[NOTE], "een\ntwee\ndrie");
    assert_int_equal(reads_raw("note", S("a\033b")), FAULT_NOT_TEXT);
    assert_int_equal(reads_raw("na\nme", S("a")), FAULT_ARG_UNKNOWN);
    assert_string_equal(lib.c.wrong[0].arg, "?");
}

static void length_counts_characters_not_bytes(void **state)
{
    struct buf b = { .a = &lib.mem };
    (void)state;
    for (int i = 0; i < 200; i++)
        buf_z_add(&b, "é");
    assert_int_equal(reads_raw("tool", buf_str(&b)), OK);
    buf_char(&b, 'x');
    assert_int_equal(reads_raw("tool", buf_str(&b)), FAULT_TOO_LONG);
    while (b.n < 10000)
        buf_char(&b, 'x');
    assert_int_equal(reads_raw("note", buf_str(&b)), FAULT_TOO_LONG);
}

static void a_secret_is_never_repeated(void **state)
{
    (void)state;
    assert_int_equal(reads("name=x|pin=geheim"), FAULT_PIN_FORMAT);
    assert_true(val_is_none(lib.c.wrong[0].got));
    assert_int_equal(str_find(text_fault(&lib.c, &lib.c.wrong[0]), S("geheim")), -1);
}

static void what_is_for_the_own_machine_is_refused_elsewhere(void **state)
{
    (void)state;
    assert_int_equal(reads_raw("path", S("/etc/passwd")), FAULT_NOT_HERE);
    assert_int_equal(reads("name=x|path=/tmp/x"), OK);
}

static void what_all_have_in_common_goes_into_the_context(void **state)
{
    (void)state;
    assert_int_equal(reads("name=x|dry_run=1|override=ja|reason=voor de verhuizing"), OK);
    assert_true(dry);
    assert_true(lib.c.override);
    assert_true(str_eq(lib.c.reason, S("voor de verhuizing")));
    assert_int_equal(reads("name=x"), OK);
    assert_false(dry);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_day_is_read_as_people_write_it),
        cmocka_unit_test(l18_amounts_are_euros_with_at_most_two_decimals),
        cmocka_unit_test(each_kind_is_kept_in_one_form),
        cmocka_unit_test(what_cannot_be_meant_is_refused_by_kind),
        cmocka_unit_test(all_wrong_fields_are_told_at_once),
        cmocka_unit_test(one_that_may_be_once_is_refused_twice),
        cmocka_unit_test(empty_is_missing_except_where_it_clears),
        cmocka_unit_test(a_json_number_is_no_text_and_no_amount),
        cmocka_unit_test(x27_text_that_is_none_is_refused_on_its_field),
        cmocka_unit_test(length_counts_characters_not_bytes),
        cmocka_unit_test(a_secret_is_never_repeated),
        cmocka_unit_test(what_is_for_the_own_machine_is_refused_elsewhere),
        cmocka_unit_test(what_all_have_in_common_goes_into_the_context),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, begin, end);
}
