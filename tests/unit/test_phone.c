/* Phone numbers (M2, M17; E19), e-mail addresses and postcodes as people write them: pure. */
#include "lending/member.h" /* before cmocka, which has a macro fail() */

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

static const char *phone(const char *written)
{
    struct str e164;
    enum fault f = phone_parse(&mem, str_of(written), &e164);
    return f ? fault_info(f)->name : str_z(&mem, e164);
}

static void m2_one_mobile_number_in_many_coats(void **state)
{
    static const char *const coats[] = { "0612345678", "06-12 34 56 78", "+31 (0)6 1234 5678",
        "0031612345678", "612345678", "31612345678", "+31612345678", "06.12.34.56.78", "06/12345678",
        "(06) 12345678", "0031 (0)6 12345678", "\t06 1234 5678 ", "+31 06 12345678" };
    (void)state;
    for (size_t i = 0; i < COUNT(coats); i++)
        assert_string_equal(phone(coats[i]), "+31612345678");
}

static void m17_other_numbers_keep_their_country(void **state)
{
    (void)state;
    assert_string_equal(phone("050 123 45 67"), "+31501234567");
    assert_string_equal(phone("+49 170 1234567"), "+491701234567");
    assert_string_equal(phone("0049 170 1234567"), "+491701234567");
    assert_string_equal(phone("+44 20 7946 0018"), "+442079460018");
}

static void m17_each_refusal_says_why_and_the_first_counts(void **state)
{
    (void)state;
    assert_string_equal(phone("061234567"), "PHONE_SHORT");
    assert_string_equal(phone("06123456789"), "PHONE_LONG");
    assert_string_equal(phone("06 1234 567O"), "PHONE_CHARACTERS");
    assert_string_equal(phone("06 1234 567O and more"), "PHONE_CHARACTERS");
    assert_string_equal(phone("+0612345678"), "PHONE_COUNTRY");
    assert_string_equal(phone("000612345678"), "PHONE_COUNTRY");
    assert_string_equal(phone("12345"), "PHONE_SHORT");
    assert_string_equal(phone("1234567890"), "PHONE_LONG");
    assert_string_equal(phone(""), "PHONE_SHORT");
    assert_string_equal(phone("+"), "PHONE_SHORT");
    assert_string_equal(phone("+1234567"), "PHONE_SHORT");
    assert_string_equal(phone("+1234567890123456"), "PHONE_LONG");
    assert_string_equal(phone("06+12345678"), "PHONE_CHARACTERS");
    assert_string_equal(phone("++31612345678"), "PHONE_CHARACTERS");
    assert_string_equal(phone("٠٦١٢٣٤٥٦٧٨"), "PHONE_CHARACTERS");
}

static void m17_what_was_read_reads_as_itself(void **state)
{
    static const char *const written[] = { "0612345678", "+491701234567", "0501234567", "612345678" };
    (void)state;
    for (size_t i = 0; i < COUNT(written); i++) {
        const char *once = phone(written[i]);
        assert_string_equal(phone(once), once);
    }
}

static void m17_texts_go_to_mobiles_and_abroad_only(void **state)
{
    (void)state;
    assert_true(phone_gets_sms(S("+31612345678")));
    assert_true(phone_gets_sms(S("+491701234567")));
    assert_false(phone_gets_sms(S("+31501234567")));
    assert_false(phone_gets_sms(S("+31661234567"))); /* pagers */
    assert_false(phone_gets_sms(S("+31671234567")));
    assert_false(phone_gets_sms(S("+31882345678")));
}

static bool mail(const char *written)
{
    struct str out;
    return !email_parse(&mem, str_of(written), &out);
}

static void m1_addresses_as_people_have_them(void **state)
{
    static const char *const good[] = { "jan@post.example", " Jan.de-Vries+kist@Post.Example ",
        "a@b.nl", "josé@post.example" };
    static const char *const bad[] = { "", "jan", "jan@", "@post.example", "jan@post", "jan@@post.example",
        "jan@post..example", "jan@.example", "jan@post.example.", "jan @post.example",
        "jan@post.example\r\nBcc: x@y.example", "<jan@post.example>", "jan@post.example>", "a,b@post.example",
        "\"jan\"@post.example" };
    (void)state;
    for (size_t i = 0; i < COUNT(good); i++)
        if (!mail(good[i]))
            fail_msg("refused: %s", good[i]);
    for (size_t i = 0; i < COUNT(bad); i++)
        if (mail(bad[i]))
            fail_msg("taken: %s", bad[i]);
}

static const char *postcode(const char *written)
{
    struct str out;
    enum fault f = postcode_parse(&mem, str_of(written), &out);
    return f ? fault_info(f)->name : str_z(&mem, out);
}

static void m1_postcodes_are_written_one_way(void **state)
{
    (void)state;
    assert_string_equal(postcode("9716ab"), "9716 AB");
    assert_string_equal(postcode(" 9716 AB "), "9716 AB");
    assert_string_equal(postcode("26123"), "26123"); /* Oldenburg */
    assert_string_equal(postcode("9716A"), "POSTCODE_FORMAT");
    assert_string_equal(postcode("0716AB"), "POSTCODE_FORMAT");
    assert_string_equal(postcode("9716;--"), "POSTCODE_FORMAT");
    assert_string_equal(postcode("12"), "POSTCODE_FORMAT");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(m2_one_mobile_number_in_many_coats),
        cmocka_unit_test(m17_other_numbers_keep_their_country),
        cmocka_unit_test(m17_each_refusal_says_why_and_the_first_counts),
        cmocka_unit_test(m17_what_was_read_reads_as_itself),
        cmocka_unit_test(m17_texts_go_to_mobiles_and_abroad_only),
        cmocka_unit_test(m1_addresses_as_people_have_them),
        cmocka_unit_test(m1_postcodes_are_written_one_way),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, clean);
}
