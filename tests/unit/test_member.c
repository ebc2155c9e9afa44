/* Members on a real library (M1-M3, M14, X16, X20, X24): adding, finding, changing, pausing, ending, PIN. */
#include "lending/login.h"
#include "lending/member.h"
#include "lending/secret.h"
#include "schema/db.h"
#include "text/text.h"
#include "tests/unit/story.h" /* before cmocka, which has a macro fail() */

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#undef fail

static const char *text_of(struct val v)
{
    return v.is == V_STR ? str_z(&lib.mem, v.s) : v.is == V_NONE ? "none" : "not a text";
}

static struct member member(const char *code)
{
    struct member m;
    assert_int_equal(member_get(&lib.c, member_id(code), &m), OK);
    return m;
}

static const char *phones(const char *code)
{
    struct buf b = { .a = &lib.mem };
    assert_int_equal(kist("H", str_printf(&lib.mem, "member show | member=%s", code).s), OK);
    struct val list = answer(0, "phone");
    for (size_t i = 0; i < list.list->n; i++)
        buf_printf(&b, "%s%.*s", i ? " " : "", STR(list.list->at[i].s));
    return buf_z(&b);
}

static void m1_a_name_and_one_way_to_reach_somebody(void **state)
{
    static const char *const ways[] = { "phone=06 12345070", "email=zoe@post.example",
        "address=Beitelstraat 8", "reach=komt elke donderdag" };
    (void)state;
    assert_int_equal(kist("H", "member add | name=Zoë Vos"), FAULT_NO_CONTACT);
    assert_string_equal(wrong_arg(), "phone");
    assert_int_equal(kist("H", "member add | phone=06 12345070"), FAULT_MISSING);
    assert_int_equal(kist("H", "member add | name=?! | phone=06 12345070"), FAULT_NOT_TEXT);
    for (size_t i = 0; i < COUNT(ways); i++)
        assert_int_equal(kist("H", str_printf(&lib.mem, "member add | name=Zoë Vos %d | %s", (int)i,
                                              ways[i]).s), OK);
    struct member m = member("Zoe Vos 3");
    assert_string_equal(str_z(&lib.mem, m.note), "komt elke donderdag");
    assert_string_equal(str_z(&lib.mem, m.language), "nl");
    assert_int_equal(m.state, MEMBER_ACTIVE);
}

static void t1_numbers_are_random_and_have_five_digits(void **state)
{
    int64_t seen[20];
    (void)state;
    for (size_t i = 0; i < COUNT(seen); i++) {
        assert_int_equal(kist("H", "member add | name=Iemand | address=x 1"), OK);
        struct member m = member(text_of(answer(0, "member")));
        seen[i] = m.number;
        assert_in_range(m.number, 10000, 99999);
        for (size_t j = 0; j < i; j++)
            assert_int_not_equal(seen[j], seen[i]);
    }
    assert_int_equal(kist("H", "member add | name=X | address=y | number=20417"), FAULT_NUMBER_USED);
    assert_string_equal(wrong_arg(), "number");
}

static void m2_numbers_are_stored_one_way_and_all_wrong_fields_told(void **state)
{
    (void)state;
    assert_int_equal(kist("H", "member add | name=Zoë | phone=06-12 34 50 70 | phone=050 123 45 67 |"
                               " number=33333"), OK);
    assert_string_equal(phones("M33333V"), "+31612345070 +31501234567");
    assert_int_equal(kist("H", "member add | name=X | phone=061234567 | email=nope | postcode=1 |"
                               " plan=Goud | pin=1111"), FAULT_PHONE_SHORT);
    assert_int_equal(lib.c.n_wrong, 5);
    for (size_t i = 0; i < lib.c.n_wrong; i++) /* a PIN is repeated to nobody */
        assert_int_equal(val_is_none(lib.c.wrong[i].got), !strcmp(lib.c.wrong[i].arg, "pin"));
}

static void m14_a_plan_says_until_when(void **state)
{
    (void)state;
    assert_int_equal(kist("H", "plan add | name=Stadjerspas | price=6 | months=12 | limit_tools=3"), OK);
    at("2024-02-29T10:30:00+01:00");
    assert_int_equal(kist("H", "member add | name=Zoë | address=x 1 | plan=stadjerspas"), OK);
    struct member m = member("zoe");
    assert_day(m.since, "2024-02-29");
    assert_day(m.until, "2025-02-27");
    assert_int_equal(m.limit_tools, 3);
    assert_int_equal(kist("H", "member add | name=Q | address=x | until=2024-02-28"), FAULT_DAY_ORDER);
    assert_int_equal(kist("H", "plan add | name=stadjersPAS | price=6"), FAULT_NAME_USED);
    assert_int_equal(kist_as(NULL, "plan list"), OK);
    assert_int_equal(out.n_rows, 1);
}

static void a_member_is_found_by_card_number_address_or_name(void **state)
{
    static const char *const ways[] = { "M20417G", "m20417-g", "06 12345050", "+31612345050",
                                        "a@post.example", "A@Post.Example", "A" };
    (void)state;
    assert_int_equal(kist("H", "member edit | member=M20417G | email=a@post.example"), OK);
    for (size_t i = 0; i < COUNT(ways); i++)
        assert_int_equal(member_id(ways[i]), member_id("M20417G"));
    assert_int_equal(kist("H", "member show | member=20417"), FAULT_CODE_FAMILY); /* a tool's number */
    assert_int_equal(kist("H", "member show | member=M20417A"), FAULT_CODE_CHECK);
    assert_int_equal(kist("H", "member show | member=M99999Y"), FAULT_CODE_UNKNOWN);
    assert_int_equal(kist("H", "member show | member=niemand"), FAULT_NAME_UNKNOWN);
    assert_int_equal(kist("H", "member add | name=Jan Bos | address=x"), OK);
    assert_int_equal(kist("H", "member add | name=Jan Vos | address=x"), OK);
    assert_int_equal(kist("H", "member show | member=jan"), FAULT_NAME_SEVERAL);
    assert_int_equal(kist("H", "member show | member=jan v"), OK);
}

static void one_number_of_two_people_names_neither(void **state)
{
    (void)state;
    assert_int_equal(kist("H", "member edit | member=M31862H | phone=06 12345050"), OK);
    assert_int_equal(kist("H", "member show | member=06 12345050"), FAULT_NAME_SEVERAL);
}

static void x24_a_member_sees_the_own_record_only_and_not_what_is_noted(void **state)
{
    static const char *const others[] = { "M31862H", "B", "06 12345051", "M99999P", "niemand",
                                          "M12345" };
    (void)state;
    assert_int_equal(kist("H", "member edit | member=M20417G | note=praat graag"), OK);
    assert_int_equal(kist_as("M20417G", "member show"), OK);
    assert_string_equal(text_of(answer(0, "member")), "M20417G");
    assert_string_equal(text_of(answer(0, "note")), "none");
    assert_int_equal(kist_as("M20417G", "member show | member=m20417g"), OK);
    for (size_t i = 0; i < COUNT(others); i++) {
        const char *command = str_printf(&lib.mem, "member show | member=%s", others[i]).s;
        assert_int_equal(kist_as("M20417G", command), FAULT_CODE_UNKNOWN);
        assert_int_equal(kist_as(NULL, command), FAULT_LOGIN_NEEDED);
    }
    assert_int_equal(kist_as("M20417G", "member list"), FAULT_ROLE_NEEDED);
    assert_int_equal(kist_as("M20417G", "member edit | member=M20417G | name=Y"), FAULT_ROLE_NEEDED);
}

static void m1_an_edit_never_leaves_somebody_unreachable(void **state)
{
    (void)state;
    assert_int_equal(kist("H", "member edit | member=M20417G | phone="), FAULT_NO_CONTACT);
    assert_string_equal(phones("M20417G"), "+31612345050");
    assert_int_equal(kist("H", "member edit | member=M20417G | phone= | address=Beitelstraat 8"), OK);
    assert_string_equal(phones("M20417G"), "");
    assert_int_equal(kist("H", "member edit | member=M20417G | address="), FAULT_NO_CONTACT);
    assert_int_equal(kist("H", "member edit | member=M20417G | address= | phone=0612345077"), OK);
    assert_int_equal(kist("H", "member edit | member=M20417G | phone=0612345078 | phone=0612345077"), OK);
    assert_string_equal(phones("M20417G"), "+31612345078 +31612345077"); /* in the order given */
    int64_t lines = journal_last();
    assert_int_equal(kist("H", "member edit | member=M20417G | name=A"), OK);
    assert_non_null(strstr(said(), "niets veranderd"));
    assert_int_equal(journal_last(), lines);
}

static void an_edit_changes_what_is_named_and_clears_what_is_empty(void **state)
{
    (void)state;
    assert_int_equal(kist("H", "member edit | member=M20417G | name=Ångström | household=Bosma |"
        " postcode=9716ab | language=en | kind=organisation | contact_person=Bo | until=2030-01-01"), OK);
    struct member m = member("angstrom");
    assert_string_equal(str_z(&lib.mem, m.code), "M20417G");
    assert_string_equal(str_z(&lib.mem, m.postcode), "9716 AB");
    assert_string_equal(str_z(&lib.mem, m.household_name), "Bosma");
    assert_int_equal(kist("H", "member edit | member=M31862H | household=bosma"), OK);
    assert_int_equal(member("M31862H").household, m.household);
    assert_int_equal(kist("H", "member edit | member=M20417G | household= | until= | postcode="), OK);
    m = member("M20417G");
    assert_int_equal(m.household, 0);
    assert_true(day_none(m.until));
    assert_int_equal(m.postcode.n, 0);
    assert_string_equal(str_z(&lib.mem, m.language), "en");
    assert_int_equal(kist("H", "member edit | member=M20417G | language=xx"), FAULT_CHOICE_UNKNOWN);
    assert_int_equal(kist("H", "member edit | member=417A | name=x"), FAULT_CODE_FAMILY);
}

static void m3_pausing_needs_a_reason_and_can_be_ended(void **state)
{
    (void)state;
    at("2026-11-24T10:30:00+01:00");
    assert_int_equal(kist("H", "member block | member=M20417G"), FAULT_MISSING);
    assert_int_equal(kist("H", "member block | member=M20417G | reason=x | until=2026-11-23"),
                     FAULT_DAY_ORDER);
    assert_int_equal(kist("H", "member block | member=M20417G | reason=afspraak"), OK);
    assert_int_equal(member("M20417G").state, MEMBER_BLOCKED);
    assert_true(day_none(member("M20417G").blocked_until));
    assert_int_equal(kist("H", "member unblock | member=M20417G"), OK);
    assert_int_equal(member("M20417G").state, MEMBER_ACTIVE);
    assert_int_equal(member("M20417G").blocked_reason.n, 0);
    assert_int_equal(kist("H", "member unblock | member=M20417G"), OK);
    assert_non_null(strstr(said(), "niets veranderd"));
}

static void m3_an_ended_member_may_still_return_and_may_come_back(void **state)
{
    (void)state;
    given_loan("417A", "M20417G", "2026-11-20", "2026-11-27");
    at("2026-11-24T10:30:00+01:00");
    assert_int_equal(kist("H", "member end | member=M20417G"), OK);
    assert_non_null(strstr(said(), "heeft nog 1 stuk"));
    assert_int_equal(kist("H", "out | member=M20417G | tool=88L"), FAULT_MEMBER_ENDED);
    assert_int_equal(kist("H", "member block | member=M20417G | reason=x"), FAULT_MEMBER_ENDED);
    assert_int_equal(kist("H", "in | tool=417A"), OK);
    assert_int_equal(kist("H", "member list"), OK);
    assert_int_equal(out.n_rows, 5);
    assert_int_equal(kist("H", "member list | all=yes"), OK);
    assert_int_equal(out.n_rows, 6);
    assert_int_equal(kist("H", "member edit | member=M20417G | state=active"), OK);
    assert_int_equal(kist("H", "out | member=M20417G | tool=88L"), OK);
}

static void a_pending_member_becomes_one(void **state)
{
    (void)state;
    assert_int_equal(kist("H", "member add | name=Nieuw | address=x | state=pending | number=44444"), OK);
    assert_int_equal(kist("H", "out | member=Nieuw | tool=88L"), FAULT_MEMBER_PENDING);
    assert_int_equal(kist("H", "member edit | member=Nieuw | state=active"), OK);
    assert_int_equal(kist("H", "out | member=Nieuw | tool=88L"), OK);
}

static struct str cookie;

static enum fault open_session(struct ctx *c, void *arg)
{
    return session_open(c, &(struct session){ .member = *(const int64_t *)arg, .role = ROLE_MEMBER },
                        &cookie);
}

static bool logged_in(void)
{
    struct session s;
    library_ctx(&lib);
    assert_int_equal(session_find(&lib.c, cookie, &s), OK);
    return s.id != 0;
}

static void x20_a_new_pin_is_shown_once_and_ends_sessions(void **state)
{
    int64_t id = member_id("M20417G");
    (void)state;
    assert_int_equal(db_write(&lib.c, open_session, &id), OK);
    assert_true(logged_in());
    assert_int_equal(kist("H", "member pin | member=M20417G"), OK);
    struct str pin = answer(0, "pin").s;
    assert_int_equal(pin.n, 5);
    assert_non_null(strstr(said(), str_z(&lib.mem, pin)));
    assert_true(pin_right(pin, member("M20417G").pin_hash));
    assert_false(logged_in());
    assert_int_equal(kist("H", "member pin | member=M20417G | pin=2580"), OK);
    assert_true(val_is_none(answer(0, "pin"))); /* who chose it knows it */
    assert_null(strstr(said(), "2580"));
    assert_true(pin_right(S("2580"), member("M20417G").pin_hash));
    assert_false(pin_right(pin, member("M20417G").pin_hash));
    assert_int_equal(kist("H", "member pin | member=M20417G | pin=1234"), FAULT_PIN_FORMAT);
}

static void a_list_of_members_goes_on_after_the_last_one_seen(void **state)
{
    (void)state;
    assert_int_equal(kist("H", "member list | limit=4"), OK);
    assert_int_equal(out.n_rows, 4);
    assert_string_equal(text_of(answer(3, "name")), "D");
    assert_int_equal(kist("H", "member list | limit=4 | after=M58734A"), OK);
    assert_int_equal(out.n_rows, 2);
    assert_string_equal(text_of(answer(0, "name")), "E");
    assert_int_equal(kist("H", "member list | find=f"), OK);
    assert_int_equal(out.n_rows, 1);
}

static void x27_hostile_names_come_back_as_text(void **state)
{
    static const char *const names[] = { "<script>alert(1)</script>", "'; DROP TABLE member; --",
        "Robert\"); --", "=1+1", "@SUM(A1)", "{{x.name}}", "%s%n", "../../etc/passwd" };
    (void)state;
    for (size_t i = 0; i < COUNT(names); i++) {
        assert_int_equal(kist("H", str_printf(&lib.mem, "member add | name=%s | address=x | number=%d",
                                              names[i], 500 + (int)i).s), OK);
        const char *code = text_of(answer(0, "member"));
        assert_int_equal(kist("H", str_printf(&lib.mem, "member show | member=%s", code).s), OK);
        assert_string_equal(text_of(answer(0, "name")), names[i]);
    }
    assert_int_equal(kist("H", "member add | name=\x1b[31mrood | address=x"), FAULT_NOT_TEXT);
    assert_int_equal(kist("H", "member add | name=\xff\xfe | address=x"), FAULT_NOT_TEXT);
    char *long_one = arena_get(&lib.mem, 10100);
    memset(long_one, 'x', 10000);
    assert_int_equal(kist("H", str_printf(&lib.mem, "member add | address=x | name=%s", long_one).s),
                     FAULT_TOO_LONG);
}

#define STORY(f) cmocka_unit_test_setup_teardown(f, story_setup, story_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(m1_a_name_and_one_way_to_reach_somebody),
        STORY(t1_numbers_are_random_and_have_five_digits),
        STORY(m2_numbers_are_stored_one_way_and_all_wrong_fields_told),
        STORY(m14_a_plan_says_until_when),
        STORY(a_member_is_found_by_card_number_address_or_name),
        STORY(one_number_of_two_people_names_neither),
        STORY(x24_a_member_sees_the_own_record_only_and_not_what_is_noted),
        STORY(m1_an_edit_never_leaves_somebody_unreachable),
        STORY(an_edit_changes_what_is_named_and_clears_what_is_empty),
        STORY(m3_pausing_needs_a_reason_and_can_be_ended),
        STORY(m3_an_ended_member_may_still_return_and_may_come_back),
        STORY(a_pending_member_becomes_one),
        STORY(x20_a_new_pin_is_shown_once_and_ends_sessions),
        STORY(a_list_of_members_goes_on_after_the_last_one_seen),
        STORY(x27_hostile_names_come_back_as_text),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
