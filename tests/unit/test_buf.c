/* Everything a buffer writes: numbers, days, and text escaped for a page, JSON, an address, a cell. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/buf.h"

static struct arena mem;

static int drop(void **state)
{
    (void)state;
    arena_free(&mem);
    return 0;
}

static uint32_t draw(void)
{
    static uint64_t x = 43;
    x = x * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(x >> 33);
}

/* Any bytes, or any characters. */
static struct str drawn(bool valid)
{
    size_t n = 0, most = draw() % 40;
    char *s = arena_get(&mem, 160);
    for (size_t i = 0; i < most; i++) {
        uint32_t cp = draw() % 3 ? draw() % 0x80 : draw() % 0x110000;
        if (cp >= 0xd800 && cp <= 0xdfff)
            cp = '<';
        n += valid ? utf8_put(s + n, cp) : (s[n] = (char)draw(), 1);
    }
    return (struct str){ s, n };
}

static void is(struct buf *b, const char *want)
{
    assert_string_equal(buf_z(b), want);
    b->n = 0;
}

static void numbers_days_and_money_are_written_the_same_everywhere(void **state)
{
    (void)state;
    struct buf b = { .a = &mem };
    buf_int(&b, INT64_MIN);
    is(&b, "-9223372036854775808");
    buf_int(&b, 0);
    is(&b, "0");
    buf_money(&b, -5);
    is(&b, "-0.05");
    buf_money(&b, 1250);
    is(&b, "12.50");
    buf_money(&b, INT64_MIN);
    is(&b, "-92233720368547758.08");
    buf_instant(&b, -1);
    is(&b, "1969-12-31T23:59:59Z");
    buf_day(&b, day_of(2026, 11, 4));
    is(&b, "2026-11-04");
    buf_printf(&b, "%s %d", "x", 3);
    is(&b, "x 3");
}

static void a_buffer_keeps_what_it_has_while_it_grows(void **state)
{
    (void)state;
    struct buf b = { .a = &mem };
    for (int i = 0; i < 20000; i++)
        buf_printf(&b, "%05d", i);
    for (int i = 0; i < 20000; i++) {
        char want[16];
        snprintf(want, sizeof want, "%05d", i);
        assert_memory_equal(b.s + i * 5, want, 5);
    }
    assert_int_equal(buf_str(&b).n, 100000);
}

static void X27_a_page_shows_the_text_and_nothing_of_it_is_markup(void **state)
{
    (void)state;
    struct buf b = { .a = &mem };
    buf_html(&b, S("<a href=\"x\" b='y'>&amp;\n\t\x1b\0"));
    is(&b, "&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;amp;\n\t\xef\xbf\xbd\xef\xbf\xbd");
    for (int i = 0; i < 5000; i++) {
        b.n = 0;
        buf_html(&b, drawn(false));
        for (size_t k = 0; k < b.n; k++)
            assert_null(strchr("<>\"'", b.s[k] ? b.s[k] : '<'));
    }
}

static void X27_JSON_gives_back_the_same_text(void **state)
{
    (void)state;
    for (int i = 0; i < 10000; i++) {
        arena_free(&mem);
        struct buf b = { .a = &mem };
        struct str x = drawn(true);
        buf_json(&b, x);
        json_t *j = json_loads(buf_z(&b), JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
        assert_non_null(j);
        assert_int_equal(json_string_length(j), x.n);
        assert_memory_equal(json_string_value(j), x.n ? x.s : "", x.n);
        json_decref(j);
    }
}

static void X29_JSON_escapes_what_hides_and_mends_what_is_no_text(void **state)
{
    (void)state;
    struct buf b = { .a = &mem };
    buf_json(&b, S("a\"\\\n\x1b\x7f\xc2\x85\xe2\x80\xae"));
    is(&b, "\"a\\\"\\\\\\n\\u001b\\u007f\\u0085\\u202e\"");
    buf_json(&b, S("\xc2\xad\xef\xbb\xbf\xef\xbf\xb9\xf3\xa0\x81\x81\xf0\x9f\x94\xa8"));
    is(&b, "\"\\u00ad\\ufeff\\ufff9\\udb40\\udc41\xf0\x9f\x94\xa8\"");
    buf_json(&b, S("a\xff" "b\xc3"));
    is(&b, "\"a\xef\xbf\xbd" "b\xef\xbf\xbd\"");
    for (int i = 0; i < 10000; i++) {
        arena_free(&mem);
        b = (struct buf){ .a = &mem };
        buf_json(&b, drawn(false));
        assert_true(utf8_valid(buf_str(&b)));
        for (size_t at = 0; at < b.n;)
            assert_false(utf8_hidden(utf8_next(buf_str(&b), &at)));
        json_t *j = json_loads(buf_z(&b), JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
        assert_non_null(j);
        json_decref(j);
    }
}

static void RFC3986_only_unreserved_characters_stand_in_an_address(void **state)
{
    (void)state;
    struct buf b = { .a = &mem };
    buf_url(&b, S("a-Z_0.9~ /?#&=+%\xc3\xa9\0"));
    is(&b, "a-Z_0.9~%20%2F%3F%23%26%3D%2B%25%C3%A9%00");
}

/* What a reader of RFC 4180 makes of one cell. */
static struct str unquoted(struct str x)
{
    if (!str_starts(x, S("\"")))
        return x;
    struct buf b = { .a = &mem };
    for (size_t i = 1; i + 1 < x.n; i++) {
        buf_char(&b, x.s[i]);
        i += x.s[i] == '"';
    }
    return buf_str(&b);
}

static void X31_a_cell_is_no_formula_and_a_number_stays_one(void **state)
{
    (void)state;
    static const char *const t[][2] = {
        { "=1+1", "\"'=1+1\"" }, { "@SUM(A1)", "\"'@SUM(A1)\"" }, { "-rm", "\"'-rm\"" },
        { "+cmd|' /C calc'!A0", "\"'+cmd|' /C calc'!A0\"" }, { "\tx", "\"'\tx\"" }, { "-", "\"'-\"" },
        { "+31612345678", "+31612345678" }, { "+31 (0)6-1234 5678", "+31 (0)6-1234 5678" },
        { "-5.00", "-5.00" }, { "-5,00", "\"-5,00\"" }, { "a,b", "\"a,b\"" }, { "a;b", "\"a;b\"" },
        { "say \"x\"", "\"say \"\"x\"\"\"" }, { "a\nb", "\"a\nb\"" }, { " a", "\" a\"" }, { "", "" },
        { "boor", "boor" }, { "a=b", "a=b" },
    };
    struct buf b = { .a = &mem };
    for (size_t i = 0; i < COUNT(t); i++) {
        buf_csv(&b, str_of(t[i][0]));
        is(&b, t[i][1]);
    }
    for (int i = 0; i < 10000; i++) {
        arena_free(&mem);
        b = (struct buf){ .a = &mem };
        struct str x = drawn(true);
        buf_csv(&b, x);
        struct str back = unquoted(buf_str(&b));
        assert_true(str_eq(back, x) || (*back.s == '\'' && str_eq(str_from(back, 1), x)));
        assert_false(x.n && strchr("=@", *x.s ? *x.s : 'x') && *back.s != '\'');
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(numbers_days_and_money_are_written_the_same_everywhere, drop),
        cmocka_unit_test_teardown(a_buffer_keeps_what_it_has_while_it_grows, drop),
        cmocka_unit_test_teardown(X27_a_page_shows_the_text_and_nothing_of_it_is_markup, drop),
        cmocka_unit_test_teardown(X27_JSON_gives_back_the_same_text, drop),
        cmocka_unit_test_teardown(X29_JSON_escapes_what_hides_and_mends_what_is_no_text, drop),
        cmocka_unit_test_teardown(RFC3986_only_unreserved_characters_stand_in_an_address, drop),
        cmocka_unit_test_teardown(X31_a_cell_is_no_formula_and_a_number_stays_one, drop),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
