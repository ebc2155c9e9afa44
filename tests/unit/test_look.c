/* How answers look: for programs the same in every language, for people fit for their terminal,
 * and never with anything in it that a terminal would obey. */
#include "ops/look.h"

#include "tests/unit/library.h"
#include "text/text.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct library lib;
static struct out out;

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

static const struct shape part_shape = { "part", FIELDS({ "part", FK_TEXT }, { "count", FK_INT }) };
static const struct shape shape = { "thing", FIELDS({ "tool", FK_TOOL }, { "name", FK_TEXT },
    { "due", FK_DAY }, { "at", FK_TIME }, { "fee", FK_MONEY }, { "free", FK_YES },
    { "parts", FK_LIST }, { "loan", FK_HIDDEN }) };
static const struct op list_op = { .cmd = "loan list", .verb = GET, .flags = OP_LIST, .args = ARGS0,
                                   .answer = &shape };
static const struct op one_op = {
    .cmd = "loan show", .verb = GET, .args = ARGS0, .answer = &shape
};
static const struct op post_op = { .cmd = "out", .verb = POST, .flags = OP_LIST, .args = ARGS0,
                                   .answer = &shape };

static void starts(const struct op *op, int lang)
{
    library_ctx(&lib);
    lib.c.lang = lang;
    out = out_make(&lib.c, op);
}

static void row_add(const char *name)
{
    static const struct val at[] = { { V_STR, { .s = { "koffer", 6 } } }, { V_INT, { .i = 1 } },
                                     { V_STR, { .s = { "zaagje", 6 } } }, { V_INT, { .i = 3 } } };
    static const struct list parts = { &part_shape, at, 2 };
    OUT(&out, val_z("417A"), val_z(name), val_day(day_of(2026, 12, 1)), val_time(lib.now),
        val_money(250), val_bool(true), val_list(&parts), val_int(7));
}

static const char *shows(enum look l, int width)
{
    struct shown s;
    look_show(&out, OK, &(struct view){ .look = l, .width = width }, &s);
    return buf_z(&s.data);
}

static void json_is_the_same_in_every_language(void **state)
{
    (void)state;
    for (int lang = 0; lang < lang_count(); lang++) {
        starts(&list_op, lang);
        row_add("Boor \"groot\"");
        assert_string_equal(shows(LOOK_JSON, 0),
            "[\n{\"tool\":\"417A\",\"name\":\"Boor \\\"groot\\\"\",\"due\":\"2026-12-01\","
            "\"at\":\"2026-11-24T09:00:00Z\",\"fee\":\"2.50\",\"free\":true,"
            "\"parts\":[{\"part\":\"koffer\",\"count\":1},{\"part\":\"zaagje\",\"count\":3}],"
            "\"loan\":7}\n]\n");
    }
    starts(&one_op, LANG_nl);
    assert_string_equal(shows(LOOK_JSON, 0), "{}\n");
}

static void csv_has_english_headings_and_no_formula(void **state)
{
    (void)state;
    starts(&list_op, LANG_nl);
    row_add("=1+1");
    row_add("Zaag, klein");
    assert_string_equal(
        shows(LOOK_CSV, 0),
        "tool,name,due,at,fee,free,parts,loan\r\n"
        "417A,\"'=1+1\",2026-12-01,2026-11-24T09:00:00Z,2.50,yes,\"koffer 1; zaagje 3\",7\r\n"
        "417A,\"Zaag, klein\",2026-12-01,2026-11-24T09:00:00Z,2.50,yes,\"koffer 1; zaagje 3\",7\r\n");
}

static void plain_is_a_line_a_row_whatever_is_in_it(void **state)
{
    (void)state;
    starts(&list_op, LANG_nl);
    row_add("Boor\tmet\nstaart");
    assert_string_equal(
        shows(LOOK_PLAIN, 0),
        "417A\tBoor met staart\t2026-12-01\t2026-11-24T09:00:00Z\t2.50\tyes\tkoffer 1; zaagje 3\t7\n");
}

static void a_table_fits_its_terminal_and_says_where_it_cut(void **state)
{
    (void)state;
    starts(&list_op, LANG_nl);
    row_add("Klopboormachine met koffer en toebehoren en nog veel meer");
    row_add("漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字");
    for (int width = 70; width < 140; width += 7) {
        struct str all = str_of(shows(LOOK_TEXT, width)), line;
        size_t n = 0;
        for (; str_next(&all, '\n', &line); n++)
            if (str_width(line) > width)
                fail_msg("%d wide: %.*s", width, STR(line));
        assert_true(n >= 3); /* headings may take several lines */
    }
    assert_non_null(strstr(shows(LOOK_TEXT, 80), "…"));
    assert_null(strstr(shows(LOOK_TEXT, 0), "…"));
}

static void numbers_stand_right_and_empty_columns_are_left_out(void **state)
{
    const struct shape s = { "s",
                             FIELDS({ "name", FK_TEXT }, { "shelf", FK_TEXT }, { "n", FK_INT }) };
    const struct op op = {
        .cmd = "loan list", .verb = GET, .flags = OP_LIST, .args = ARGS0, .answer = &s
    };
    (void)state;
    starts(&op, LANG_en);
    OUT(&out, val_z("a"), val_none(), val_int(5));
    OUT(&out, val_z("bb"), val_none(), val_int(1234));
    struct str all = str_of(shows(LOOK_TEXT, 80)), line;
    assert_true(str_next(&all, '\n', &line));
    assert_int_equal(str_find(line, field_text(&lib.c, &s.f[1])), -1);
    assert_true(str_next(&all, '\n', &line));
    assert_true(str_ends(line, S("   5")));
    assert_true(str_next(&all, '\n', &line));
    assert_true(str_ends(line, S("1234")));
}

static void x29_nothing_reaches_a_terminal_that_it_would_obey(void **state)
{
    static const enum look looks[] = { LOOK_TEXT, LOOK_JSON, LOOK_CSV, LOOK_PLAIN };
    (void)state;
    starts(&list_op, LANG_nl);
    row_add("boor\033[31m\007\xc2\x9b" "2J\u202egnaz\u200b\r\b");
    out_say(&out, TONE_LOOK, S("let\033]0;op\007 op\u202e"));
    for (size_t i = 0; i < COUNT(looks); i++) {
        struct shown s;
        look_show(&out, OK, &(struct view){ .look = looks[i] }, &s);
        const struct str both[] = { buf_str(&s.data), buf_str(&s.talk) };
        for (size_t k = 0; k < COUNT(both); k++)
            for (size_t at = 0; at < both[k].n;) {
                uint32_t cp = utf8_next(both[k], &at);
                bool line = cp == '\n' || (cp == '\t' && looks[i] == LOOK_PLAIN) ||
                            (cp == '\r' && looks[i] == LOOK_CSV);
                if ((cp < 0x20 && !line) || (cp >= 0x7f && cp < 0xa0) || cp == 0x202e ||
                    cp == 0x200b)
                    fail_msg("look %d: U+%04X", looks[i], cp);
            }
    }
}

static void a_sentence_has_its_word_before_it_and_colour_only_when_asked(void **state)
{
    struct shown s;
    (void)state;
    starts(&post_op, LANG_nl);
    out_say(&out, TONE_YES, S("Uitgeleend.\nGeef mee: koffer."));
    out_say(&out, TONE_NO, S("Dit niet."));
    look_show(&out, OK, &(struct view){ 0 }, &s);
    assert_string_equal(buf_z(&s.data), "GOED    Uitgeleend.\n        Geef mee: koffer.\n");
    assert_string_equal(buf_z(&s.talk), "NEE     Dit niet.\n");
    look_show(&out, OK, &(struct view){ .colour = true }, &s);
    assert_string_equal(buf_z(&s.talk), "\033[1;37;41mNEE\033[0m     Dit niet.\n");
    look_show(&out, OK, &(struct view){ .width = 20 }, &s);
    assert_string_equal(buf_z(&s.data),
                        "GOED    Uitgeleend.\n        Geef mee:\n        koffer.\n");
}

static void an_empty_list_is_a_no_with_a_friendly_word(void **state)
{
    struct shown s;
    (void)state;
    starts(&list_op, LANG_en);
    look_show(&out, OK, &(struct view){ 0 }, &s);
    assert_int_equal(s.exit, 1);
    assert_int_equal(s.status, 200);
    assert_int_equal(s.data.n, 0);
    assert_true(s.talk.n > 0);
    look_show(&out, OK, &(struct view){ .look = LOOK_JSON }, &s);
    assert_string_equal(buf_z(&s.data), "[]\n");
    assert_int_equal(s.exit, 1);
}

static void a_refusal_has_no_data_but_in_json(void **state)
{
    struct shown s;
    (void)state;
    starts(&one_op, LANG_en);
    enum fault f = fail_facts(&lib.c, FAULT_CODE_CHECK, "tool", val_z("417B"), NULL, 0);
    look_show(&out, f, &(struct view){ 0 }, &s);
    assert_int_equal(s.data.n, 0);
    assert_true(str_starts(buf_str(&s.talk), S("NO    ")));
    assert_int_equal(s.exit, 65);
    look_show(&out, f, &(struct view){ .look = LOOK_JSON }, &s);
    assert_non_null(
        strstr(buf_z(&s.data), "{\"fault\":\"CODE_CHECK\",\"field\":\"tool\",\"got\":\"417B\","));
    assert_non_null(strstr(buf_z(&s.data), "\"rule\":\"T8\"}"));
    look_show(&out, f, &(struct view){ .look = LOOK_CSV }, &s);
    assert_int_equal(s.data.n, 0);
}

static void an_accept_header_names_the_look(void **state)
{
    (void)state;
    assert_int_equal(look_accept(S("text/csv; q=0.9, application/json")), LOOK_CSV);
    assert_int_equal(look_accept(S("text/plain")), LOOK_TEXT);
    assert_int_equal(look_accept(S("text/tab-separated-values")), LOOK_PLAIN);
    assert_int_equal(look_accept(S("*/*")), LOOK_JSON);
    assert_int_equal(look_accept(S("")), LOOK_JSON);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_is_the_same_in_every_language),
        cmocka_unit_test(csv_has_english_headings_and_no_formula),
        cmocka_unit_test(plain_is_a_line_a_row_whatever_is_in_it),
        cmocka_unit_test(a_table_fits_its_terminal_and_says_where_it_cut),
        cmocka_unit_test(numbers_stand_right_and_empty_columns_are_left_out),
        cmocka_unit_test(x29_nothing_reaches_a_terminal_that_it_would_obey),
        cmocka_unit_test(a_sentence_has_its_word_before_it_and_colour_only_when_asked),
        cmocka_unit_test(an_empty_list_is_a_no_with_a_friendly_word),
        cmocka_unit_test(a_refusal_has_no_data_but_in_json),
        cmocka_unit_test(an_accept_header_names_the_look),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, begin, end);
}
