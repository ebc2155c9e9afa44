/* SMS alphabet and length (N12, N23), with the examples of E59. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "reminders/gsm.h"

static struct arena mem;

static struct str times(int n, const char *s)
{
    struct buf b = { .a = &mem };
    while (n-- > 0)
        buf_z_add(&b, s);
    return buf_str(&b);
}

static struct str join(struct str a, struct str b)
{
    return str_printf(&mem, "%.*s%.*s", STR(a), STR(b));
}

static void is_size(struct str s, bool ucs2, int units, int parts)
{
    struct sms_size size = sms_size(s);
    if (size.ucs2 != ucs2 || size.units != units || size.parts != parts)
        fail_msg("%.*s: %s %d units, %d parts", STR(s), size.ucs2 ? "ucs2" : "gsm7", size.units,
                 size.parts);
}

static void becomes(const char *from, const char *to)
{
    struct str got = sms_replace(&mem, str_of(from));
    if (!str_eq(got, str_of(to)))
        fail_msg("%s became %.*s", from, STR(got));
}

static void n23_letters_inside_the_alphabet_cost_one_septet(void **state)
{
    (void)state;
    is_size(S("é à ä ö ü ñ ç"), true, 13, 1);
    is_size(S("é à ä ö ü ñ Ç"), false, 13, 1);
    is_size(S("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
              "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"), false, 127, 1);
}

static void n23_the_extension_table_costs_two_septets(void **state)
{
    (void)state;
    is_size(S("\f^{}\\[~]|€"), false, 20, 1);
    is_size(times(80, "€"), false, 160, 1);
    is_size(times(81, "€"), false, 162, 2);
}

static void e59_a_text_outside_the_alphabet_counts_utf_16_units(void **state)
{
    (void)state;
    is_size(S("U heeft een geïnteresseerde buur voor de ladder. Breng hem graag dinsdag terug naar "
              "De Hoogte."),
            true, 94, 2);
    is_size(S("U heeft een geinteresseerde buur voor de ladder. Breng hem graag dinsdag terug naar "
              "De Hoogte."),
            false, 94, 1);
    is_size(times(70, "ж"), true, 70, 1);
    is_size(times(71, "ж"), true, 71, 2);
    is_size(times(134, "ж"), true, 134, 2);
    is_size(times(135, "ж"), true, 135, 3);
}

static void n23_a_surrogate_pair_is_never_cut(void **state)
{
    (void)state;
    is_size(join(join(times(66, "ж"), S("😀")), times(66, "ж")), true, 134, 3);
    is_size(join(join(times(65, "ж"), S("😀")), times(67, "ж")), true, 134, 2);
    is_size(times(35, "😀"), true, 70, 1);
    is_size(times(36, "😀"), true, 72, 2);
}

static void n23_an_escape_pair_is_never_cut(void **state)
{
    (void)state;
    is_size(times(160, "a"), false, 160, 1);
    is_size(times(161, "a"), false, 161, 2);
    is_size(times(306, "a"), false, 306, 2);
    is_size(times(307, "a"), false, 307, 3);
    is_size(join(join(times(152, "a"), S("€")), times(152, "a")), false, 306, 3);
    is_size(join(join(times(151, "a"), S("€")), times(153, "a")), false, 306, 2);
}

static void an_empty_text_has_no_part(void **state)
{
    (void)state;
    is_size(S(""), false, 0, 0);
}

static void e59_replaced_only_when_all_then_fits(void **state)
{
    (void)state;
    becomes("U heeft een geïnteresseerde buur voor de ladder. Breng hem graag dinsdag terug naar "
            "De Hoogte.",
            "U heeft een geinteresseerde buur voor de ladder. Breng hem graag dinsdag terug naar "
            "De Hoogte.");
    becomes("Zoë 😀", "Zoë 😀");
    becomes("Zoë ж", "Zoë ж");
    becomes("é è à ù ì ò ä ö ü ñ É Ä Ö Ü Ç € §", "é è à ù ì ò ä ö ü ñ É Ä Ö Ü Ç € §");
}

static void n23_the_replacements_of_the_voice(void **state)
{
    (void)state;
    becomes("ë ê ï î í ó ô á â ú û ç", "e e i i i o o a a u u c");
    becomes("Ë È Ê Ï Î Í Ó Ô Á Â Ú Û", "E E E I I I O O A A U U");
    becomes("’ ‘ ` ´ ‚ “ ” „ « »", "' ' ' ' ' \" \" \" \" \"");
    becomes("a – b — c ‑ d • e", "a - b - c - d - e");
    becomes("klaar… 2 × ½ ĳ IĲ", "klaar... 2 x 1/2 ij IIJ");
    becomes("a\xc2\xa0" "b\tc", "a b c");
}

static void names_of_neighbours_are_replaced_too(void **state)
{
    (void)state;
    becomes("Łukasz Wójcik, Şerife Yılmaz, Đặng Thị Ngọc, Žofie Černá",
            "Lukasz Wojcik, Serife Yilmaz, Dang Thi Ngoc, Zofie Cerna");
    becomes("Zoe\xcc\x88", "Zoe"); /* the dots as a character of their own */
}

static void the_letter_that_costs_is_named(void **state)
{
    (void)state;
    assert_int_equal(sms_odd(S("Zoë – “klaar”")), 0);
    assert_int_equal(sms_odd(S("Zoë ж 😀")), 0x436);
}

static void invalid_utf_8_is_counted_as_ucs2(void **state)
{
    (void)state;
    is_size(S("a\xff"), true, 2, 1);
    becomes("a\xff", "a\xff");
}

static int clean(void **state)
{
    (void)state;
    arena_free(&mem);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(n23_letters_inside_the_alphabet_cost_one_septet),
        cmocka_unit_test(n23_the_extension_table_costs_two_septets),
        cmocka_unit_test(e59_a_text_outside_the_alphabet_counts_utf_16_units),
        cmocka_unit_test(n23_a_surrogate_pair_is_never_cut),
        cmocka_unit_test(n23_an_escape_pair_is_never_cut),
        cmocka_unit_test(an_empty_text_has_no_part),
        cmocka_unit_test(e59_replaced_only_when_all_then_fits),
        cmocka_unit_test(n23_the_replacements_of_the_voice),
        cmocka_unit_test(names_of_neighbours_are_replaced_too),
        cmocka_unit_test(the_letter_that_costs_is_named),
        cmocka_unit_test(invalid_utf_8_is_counted_as_ucs2),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, clean);
}
