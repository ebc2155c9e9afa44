/* Codes on labels and cards (T1, T2, T8; E12, E14): pure. */
#include "lending/code.h" /* before cmocka, which has a macro fail() */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct arena mem;

static int clean(void **state)
{
    (void)state;
    arena_free(&mem);
    return 0;
}

static const char *code(int64_t number, enum family f)
{
    return str_z(&mem, code_text(&mem, number, f));
}

/* The number a scan names, minus the fault when it names none. */
static int64_t read_as(const char *scan, enum family want)
{
    struct str folded;
    struct code c;
    enum fault f = code_fold(&mem, str_of(scan), S("https://kist.example http://oud.example:8080"),
                             &folded);
    if (!f)
        f = code_read(folded, &c);
    if (f)
        return -(int64_t)f;
    return c.family == want ? c.number : -(int64_t)FAULT_CODE_FAMILY;
}

static int64_t tool_of(const char *scan)
{
    return read_as(scan, FAMILY_TOOL);
}

static int64_t member_of(const char *scan)
{
    return read_as(scan, FAMILY_MEMBER);
}

static void t1_check_letters_of_tools_and_members(void **state)
{
    (void)state;
    assert_string_equal(code(417, FAMILY_TOOL), "417A");
    assert_string_equal(code(5, FAMILY_TOOL), "5M");
    assert_string_equal(code(1900, FAMILY_TOOL), "1900Z");
    assert_string_equal(code(471, FAMILY_TOOL), "471B");
    assert_string_equal(code(20417, FAMILY_MEMBER), "M20417G");
    assert_string_equal(code(52318, FAMILY_MEMBER), "M52318G");
    assert_string_equal(code(7, FAMILY_MEMBER), "M00007H");
}

static void t1_each_family_has_a_letter_of_its_own(void **state)
{
    (void)state;
    assert_int_equal(code_letter(417, FAMILY_TOOL), 'A');
    assert_int_equal(code_letter(417, FAMILY_MEMBER), 'Z');
    assert_int_equal(code_letter(417, FAMILY_BRANCH), 'P');
    assert_int_equal(code_letter(417, FAMILY_COMMAND), 'C');
    for (int n = 1; n < 2000; n++)
        for (int f = 0; f < FAMILY_COUNT; f++)
            for (int g = 0; g < f; g++)
                assert_int_not_equal(code_letter(n, (enum family)f), code_letter(n, (enum family)g));
}

/* Every number of up to five digits, every digit of it wrong, every two neighbours swapped. */
static void t1_every_wrong_digit_and_every_swap_gets_another_letter(void **state)
{
    (void)state;
    for (int n = 1; n <= 99999; n++) {
        char letter = code_letter(n, FAMILY_TOOL);
        for (int ten = 1; ten <= n; ten *= 10) {
            int d = n / ten % 10, e = n / ten / 10 % 10;
            for (int wrong = 0; wrong < 10; wrong++)
                if (wrong != d && code_letter(n + (wrong - d) * ten, FAMILY_TOOL) == letter)
                    fail_msg("%d with %d", n, wrong);
            int swapped = n + (e - d) * ten + (d - e) * ten * 10;
            if (ten * 10 <= n && d != e && code_letter(swapped, FAMILY_TOOL) == letter)
                fail_msg("%d as %d", n, swapped);
        }
    }
}

static void t2_every_written_form_of_one_tool(void **state)
{
    static const char *const forms[] = { "417A", "417a", "417-A", "417 a", "  417A\t", "4 17 A", "417",
        "0417", "000417a", "HTTPS://KIST.EXAMPLE/T/417A", "https://kist.example/t/417a",
        "https://kist.example/t/417A?x=1", "https://kist.example/t/417A#deel",
        "https://kist.example/t/417A/", "HTTP://OUD.EXAMPLE/t/417", "https://kist.example:8443/t/417A",
        "https://kist.example/x/t/99/t/417A\r\n" };
    (void)state;
    for (size_t i = 0; i < COUNT(forms); i++)
        if (tool_of(forms[i]) != 417)
            fail_msg("%s", forms[i]);
}

static void t2_a_label_of_another_library_is_none_of_ours(void **state)
{
    static const char *const foreign[] = { "https://kist.example.evil.example/t/417A",
        "https://example/t/417A", "https://kist.example@evil.example/t/417A", "http://evil/t/417A",
        "https://evil.example/?u=https://kist.example/t/417A", "ftp://elders/t/417A" };
    (void)state;
    for (size_t i = 0; i < COUNT(foreign); i++)
        if (tool_of(foreign[i]) != -(int64_t)FAULT_CODE_FOREIGN)
            fail_msg("%s: %d", foreign[i], (int)tool_of(foreign[i]));
}

static void t2_an_o_is_no_zero(void **state)
{
    (void)state;
    assert_int_equal(tool_of("4O7"), -(int64_t)FAULT_CODE_CHECK);
    assert_int_equal(member_of("M2O417G"), -(int64_t)FAULT_CODE_CHECK);
}

static void t8_the_letter_decides_the_family(void **state)
{
    (void)state;
    assert_int_equal(read_as("417Z", FAMILY_MEMBER), 417);
    assert_int_equal(read_as("417P", FAMILY_BRANCH), 417);
    assert_int_equal(read_as("417C", FAMILY_COMMAND), 417);
    assert_int_equal(tool_of("417Z"), -(int64_t)FAULT_CODE_FAMILY);
    assert_int_equal(tool_of("417B"), -(int64_t)FAULT_CODE_CHECK); /* of no family */
    assert_int_equal(tool_of("471A"), -(int64_t)FAULT_CODE_CHECK); /* a swapped digit */
}

static void t8_a_member_has_five_digits_and_digits_alone_are_never_one(void **state)
{
    (void)state;
    assert_int_equal(member_of("M20417G"), 20417);
    assert_int_equal(member_of("m 20417-g"), 20417);
    assert_int_equal(member_of("M00007H"), 7);
    assert_int_equal(member_of("20417"), -(int64_t)FAULT_CODE_FAMILY);
    assert_int_equal(tool_of("M20417G"), -(int64_t)FAULT_CODE_FAMILY);
    assert_int_equal(member_of("M20417A"), -(int64_t)FAULT_CODE_CHECK);
    assert_int_equal(member_of("M2041G"), -(int64_t)FAULT_CODE_CHECK);
    assert_int_equal(member_of("M204170G"), -(int64_t)FAULT_CODE_CHECK);
}

static void t8_numbers_have_one_to_six_digits(void **state)
{
    (void)state;
    assert_int_equal(tool_of("999999"), 999999);
    assert_int_equal(tool_of("1000000"), -(int64_t)FAULT_CODE_UNKNOWN);
    assert_int_equal(tool_of("99999999999999999999999"), -(int64_t)FAULT_CODE_UNKNOWN);
    assert_int_equal(tool_of("0"), 0);
    assert_int_equal(tool_of("00000000000417"), 417);
}

static void x27_what_is_no_code_is_refused_whatever_it_holds(void **state)
{
    static const char *const bad[] = { "", " ", "-", "A", "AA", "417AA", "-417", "4.17", "417\x01",
        "<script>", "';--", "\xff\xfe", "€", "M", "/t/", "https://", "://", "417/A", "٤١٧" };
    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++)
        if (tool_of(bad[i]) >= 0 && strcmp(bad[i], "-417"))
            fail_msg("%s", bad[i]);
    char *long_one = arena_get(&mem, 100000);
    memset(long_one, '7', 99999);
    assert_int_equal(tool_of(long_one), -(int64_t)FAULT_CODE_UNKNOWN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(t1_check_letters_of_tools_and_members),
        cmocka_unit_test(t1_each_family_has_a_letter_of_its_own),
        cmocka_unit_test(t1_every_wrong_digit_and_every_swap_gets_another_letter),
        cmocka_unit_test(t2_every_written_form_of_one_tool),
        cmocka_unit_test(t2_a_label_of_another_library_is_none_of_ours),
        cmocka_unit_test(t2_an_o_is_no_zero),
        cmocka_unit_test(t8_the_letter_decides_the_family),
        cmocka_unit_test(t8_a_member_has_five_digits_and_digits_alone_are_never_one),
        cmocka_unit_test(t8_numbers_have_one_to_six_digits),
        cmocka_unit_test(x27_what_is_no_code_is_refused_whatever_it_holds),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, clean);
}
