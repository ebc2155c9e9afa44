/* Arena, text, values and maps: limits, Unicode (RFC 3629), and what shown text never holds (X29). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/map.h"
#include "base/val.h"

static struct arena mem;

static int drop(void **state)
{
    (void)state;
    arena_free(&mem);
    return 0;
}

static uint32_t draw(void)
{
    static uint64_t x = 41;
    x = x * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(x >> 33);
}

/* Text that is nearly good: ASCII, pieces of UTF-8, and what hides. */
static struct str odd(void)
{
    static const char *const bits[] = { "a", "Z", " ", "\xc3\xa9", "\xe2\x80\xae", "\xe2\x82\xac", "\x1b[31m",
        "\n", "\t", "\xf0\x9f\x94\xa8", "\xc3", "\xff", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xc2\xad",
        "\xe2\x80\xa8", "\xf3\xa0\x81\x81", "\"", "\\", "<", "&", "e\xcc\x81", "\xef\xbf\xbd", "\xc2\x85" };
    struct buf b = { .a = &mem };
    for (uint32_t n = draw() % 12; n; n--)
        if (draw() % 40)
            buf_z_add(&b, bits[draw() % COUNT(bits)]);
        else
            buf_char(&b, (char)(draw() & 0xff));
    return buf_str(&b);
}

static void is(struct str got, const char *want)
{
    assert_string_equal(str_z(&mem, got), want);
    assert_int_equal(got.n, strlen(want));
}

static void arena_memory_is_zeroed_aligned_and_apart(void **state)
{
    (void)state;
    enum { N = 1500 };
    unsigned char *at[N];
    size_t size[N];
    for (size_t i = 0; i < N; i++) {
        size[i] = i % 97 ? draw() % 300 : draw() % 60000;
        at[i] = arena_get(&mem, size[i]);
        assert_int_equal((uintptr_t)at[i] % 16, 0);
        for (size_t k = 0; k < size[i]; k++)
            assert_int_equal(at[i][k], 0);
        memset(at[i], (int)(i % 251), size[i]);
    }
    for (size_t i = 0; i < N; i++)
        for (size_t k = 0; k < size[i]; k++)
            assert_int_equal(at[i][k], i % 251);
    assert_false(mem.full);
}

static void X26_an_arena_beyond_its_limit_says_so_and_still_serves_what_is_small(void **state)
{
    (void)state;
    struct arena a CLEANUP(arena_free) = { .limit = 1000 };
    struct buf b = { .a = &a };
    assert_true(arena_has(&a, 1000));
    assert_false(arena_has(&a, 1001));
    assert_true(a.full);
    assert_false(arena_has(&a, 1)); /* it stays full */
    memset(arena_get(&a, 500), 1, 500);
    buf_add(&b, S("nothing is added any more"));
    assert_int_equal(b.n, 0);
    assert_string_equal(buf_z(&b), "");
}

static void X26_an_arena_holds_16_MiB_unless_told_otherwise(void **state)
{
    (void)state;
    struct buf b = { .a = &mem };
    char part[1000] = "";
    while (!mem.full)
        buf_add(&b, (struct str){ part, sizeof part });
    assert_in_range(b.n, 4 << 20, 16 << 20);
    assert_true(mem.used <= 16 << 20);
    assert_string_equal(buf_z(&b) + b.n, "");
}

static void an_arena_goes_back_to_a_mark(void **state)
{
    (void)state;
    struct str kept = str_copy(&mem, S("kept"));
    for (int i = 0; i < 200; i++) {
        struct arena_mark m = arena_mark(&mem);
        size_t used = mem.used;
        for (int k = 0; k < 50; k++)
            arena_get(&mem, draw() % 5000);
        if (i % 10 == 0)
            arena_has(&mem, 100 << 20);
        arena_back(&mem, m);
        assert_int_equal(mem.used, used);
        assert_false(mem.full);
    }
    is(kept, "kept");
}

static void text_is_compared_cut_and_found_by_its_length(void **state)
{
    (void)state;
    struct str none = { 0 }, rest = S("a,,b,"), word;
    assert_true(str_eq(none, S("")) && str_eq(str_of(NULL), none));
    assert_false(str_eq((struct str){ "a\0b", 3 }, (struct str){ "a\0c", 3 }));
    assert_true(str_eq_nocase(S("PQ"), S("pq")) && !str_eq_nocase(S("\xc3\x89"), S("\xc3\xa9")));
    assert_true(str_cmp(S("a"), S("ab")) < 0 && str_cmp(S("b"), S("ab")) > 0 && !str_cmp(none, S("")));
    assert_true(str_starts(S("abc"), S("ab")) && !str_starts(S("a"), S("ab")) && str_starts(S("a"), none));
    assert_true(str_ends(S("abc"), S("bc")) && !str_ends(S("c"), S("bc")));
    assert_int_equal(str_find(S("aab"), S("ab")), 1);
    assert_int_equal(str_find(S("aa"), S("ab")), -1);
    assert_int_equal(str_find(none, S("a")), -1);
    is(str_trim(S(" \t\r\n a b \n")), "a b");
    is(str_trim(S("  ")), "");
    is(str_from(S("abc"), 1), "bc");
    is(str_from(S("abc"), 9), "");
    is(str_upto(S("abc"), 2), "ab");
    is(str_upper(&mem, S("a\xc3\xa9z")), "A\xc3\xa9Z");
    is(str_lower(&mem, S("A1Z")), "a1z");
    struct buf b = { .a = &mem };
    while (str_next(&rest, ',', &word))
        buf_printf(&b, "[%.*s]", STR(word));
    is(buf_str(&b), "[a][][b]");
}

static void a_number_is_a_whole_text_that_fits(void **state)
{
    (void)state;
    static const char *const wrong[] = { "", "-", "+", " 1", "1 ", "1a", "--1", "0x1", "1e3", "1.0",
                                         "9999999999999999999", "\xd9\xa1" };
    int64_t n;
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_false(str_int(str_of(wrong[i]), &n));
    assert_true(str_int(S("-999999999999999999"), &n) && n == -999999999999999999);
    assert_true(str_int(S("+007"), &n) && n == 7);
    assert_false(str_int((struct str){ "1\0", 2 }, &n));
}

static void RFC3629_only_shortest_forms_of_real_characters_are_valid(void **state)
{
    (void)state;
    static const char *const wrong[] = { "\x80", "\xc0\xaf", "\xc1\xbf", "\xe0\x80\xaf", "\xed\xa0\x80",
        "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "a\xc3", "\xe2\x82" };
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_false(utf8_valid(str_of(wrong[i])));
    assert_true(utf8_valid(S("\xef\xbf\xbd"))); /* U+FFFD itself */
    for (uint32_t cp = 0; cp < 0x110000; cp++) {
        char c[4];
        size_t at = 0, n = utf8_put(c, cp);
        bool real = cp < 0xd800 || cp > 0xdfff;
        assert_int_equal(utf8_valid((struct str){ c, n }), real);
        if (real)
            assert_int_equal(utf8_next((struct str){ c, n }, &at), cp);
    }
    assert_int_equal(utf8_count(S("\xc3\xa9\xe2\x82\xac\xf0\x9f\x94\xa8x")), 4);
    is(utf8_upto(S("\xc3\xa9\xe2\x82\xacx"), 2), "\xc3\xa9\xe2\x82\xac");
}

static void X29_shown_text_has_nothing_that_hides_or_turns_a_line_around(void **state)
{
    (void)state;
    is(str_shown(&mem, S("boor\x1b[31m\xe2\x80\xae!")), "boor[31m!");
    is(str_shown(&mem, S("a\r\n\tb\xe2\x80\xa8" "c")), "a b c");
    is(str_shown(&mem, S("a\0b")), "ab");
    is(str_shown(&mem, S("\xff")), "\xef\xbf\xbd");
    is(str_shown(&mem, S("x\xf3\xa0\x81\x81y")), "xy");
    struct str clean = S("Zo\xc3\xab  \xf0\x9f\x94\xa8");
    assert_ptr_equal(str_shown(&mem, clean).s, clean.s);
    for (int i = 0; i < 20000; i++) {
        arena_free(&mem);
        struct str y = str_shown(&mem, odd());
        assert_true(utf8_valid(y) && str_eq(str_shown(&mem, y), y));
        for (size_t at = 0; at < y.n;)
            assert_false(utf8_hidden(utf8_next(y, &at)));
    }
}

static void T5_a_key_is_folded_without_accents_and_stays_as_it_is(void **state)
{
    (void)state;
    is(str_key(&mem, S("Zo\xc3\xab's  Ladder!")), "zoe s ladder");
    is(str_key(&mem, S("STRASSE Stra\xc3\x9f" "e")), "strasse strasse");
    is(str_key(&mem, S("\xc4\xb2sselmeer \xc5\x81\xc3\xb3" "d\xc5\xba \xc3\x98")), "ijsselmeer lodz o");
    is(str_key(&mem, S("  --  ")), "");
    is(str_key(&mem, S("PSB-500/2 (rood)")), "psb 500 2 rood");
    is(str_key(&mem, S("\xd0\x9b\xd0\x95\xd0\xa1")), "\xd0\xbb\xd0\xb5\xd1\x81");
    for (int i = 0; i < 20000; i++) {
        arena_free(&mem);
        struct str y = str_key(&mem, odd());
        assert_true(utf8_valid(y) && str_eq(str_key(&mem, y), y));
        assert_false(str_starts(y, S(" ")) || str_ends(y, S(" ")) || str_find(y, S("  ")) >= 0);
    }
    assert_int_equal(str_width(S("a\xc3\xa9\xe4\xb8\xad" "e\xcc\x81")), 5);
}

static void values_are_equal_by_kind_and_content(void **state)
{
    (void)state;
    assert_true(val_eq(val_z("a"), val_str(S("a"))) && val_eq(val_none(), val_none()));
    assert_false(val_eq(val_int(1), val_bool(true)));
    assert_false(val_eq(val_none(), val_z("")));
    assert_true(val_is_none(val_day(DAY_NONE)) && val_is_none(val_text(S(""))) && val_is_none(val_id(0)));
    assert_int_equal(val_int_or(val_money(250), 1), 250);
    assert_int_equal(val_int_or(val_z("250"), 1), 1);
}

static void a_map_finds_each_text_again(void **state)
{
    (void)state;
    enum { N = 30000 };
    struct map m CLEANUP(map_free) = { 0 };
    uint64_t d[2];
    assert_int_equal(map_get(&m, S("x")), 0);
    for (int64_t i = 1; i <= N; i++)
        *map_at(&m, str_printf(&mem, "%lld", (long long)i)) = i;
    *map_at(&m, S("")) += 7;
    *map_at(&m, (struct str){ "\0", 1 }) += 8;
    for (int64_t i = 1; i <= N; i++)
        assert_int_equal(map_get(&m, str_printf(&mem, "%lld", (long long)i)), i);
    assert_int_equal(map_get(&m, S("")), 7);
    assert_int_equal(map_get(&m, (struct str){ "\0", 1 }), 8);
    assert_int_equal(map_get(&m, S("30001")), 0);
    assert_int_equal(m.n, N + 2);
    digest(S("kist"), d);
    assert_true(d[0] == 0x3f3815ddbbd7abf1u && d[1] == 0x1a834c118a6d8bd3u); /* in every version */
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(arena_memory_is_zeroed_aligned_and_apart, drop),
        cmocka_unit_test(X26_an_arena_beyond_its_limit_says_so_and_still_serves_what_is_small),
        cmocka_unit_test_teardown(X26_an_arena_holds_16_MiB_unless_told_otherwise, drop),
        cmocka_unit_test_teardown(an_arena_goes_back_to_a_mark, drop),
        cmocka_unit_test_teardown(text_is_compared_cut_and_found_by_its_length, drop),
        cmocka_unit_test(a_number_is_a_whole_text_that_fits),
        cmocka_unit_test_teardown(RFC3629_only_shortest_forms_of_real_characters_are_valid, drop),
        cmocka_unit_test_teardown(X29_shown_text_has_nothing_that_hides_or_turns_a_line_around, drop),
        cmocka_unit_test_teardown(T5_a_key_is_folded_without_accents_and_stays_as_it_is, drop),
        cmocka_unit_test(values_are_equal_by_kind_and_content),
        cmocka_unit_test_teardown(a_map_finds_each_text_again, drop),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
