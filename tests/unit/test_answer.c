/* Texts that come in (N13, N27): what they mean, and what is done about them. */
#include "base/conf.h"
#include "lending/setting.h"
#include "reminders/answer.h"
#include "reminders/hook.h"
#include "reminders/setup.h"
#include "schema/query.h"
#include "tests/unit/story.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#undef fail /* ours is a function */

#define A "M20417G"
static const char *phone;

static int begin(void **state)
{
    story_setup(state);
    assert_int_equal(setting_set(&lib.c, SET_BASE_URL, S("https://kist.example")), OK);
    assert_int_equal(library_fact_set(&lib.c, "kind", S("test")), OK); /* its messages become files */
    at("2026-11-20T10:30:00+01:00");
    assert_int_equal(kist(NULL, "member edit | member=" A " | phone=06-12345678"), OK);
    phone = "+31612345678";
    return 0;
}

/* Runs `remind`, which sends what is due into the folder of a test library. */
static void remind(void)
{
    assert_int_equal(kist(NULL, "remind"), OK);
}

static const char *answer_text(const char *text)
{
    assert_int_equal(
        kist(NULL, str_printf(&lib.mem, "message answer | phone=%s | text=%s", phone, text).s), OK);
    return str_z(&lib.mem, val_str_or(answer(0, "reply"), S("")));
}

static size_t unread(void)
{
    return kist(NULL, "message inbox") ? 0 : out.n_rows;
}

static void N27_words_are_understood_with_dots_blanks_and_one_typing_error(void **state)
{
    static const struct {
        const char *text;
        enum meaning means;
    } rows[] = {
        { "VERLENG", MEANS_RENEW }, { "verleng", MEANS_RENEW }, { " Ver leng. ", MEANS_RENEW },
        { "verlenf", MEANS_RENEW }, { "verlng", MEANS_RENEW }, { "evrleng", MEANS_RENEW },
        { "verlengg!", MEANS_RENEW }, { "Renew", MEANS_RENEW }, { "renw", MEANS_RENEW },
        { "verleng aub", MEANS_RENEW }, { "Ja graag!", MEANS_YES }, { "yes please", MEANS_YES },
        { "NEE", MEANS_NO }, { "no.", MEANS_NO }, { "Hulp", MEANS_HELP }, { "STOP", MEANS_STOP },
        { "s t o p", MEANS_STOP }, { "START", MEANS_START }, { "", MEANS_UNCLEAR },
        { "ne", MEANS_UNCLEAR }, { "jb", MEANS_UNCLEAR }, { "verlf", MEANS_UNCLEAR },
        { "ja maar ik kom morgen pas", MEANS_UNCLEAR }, { "verleng 417A", MEANS_UNCLEAR },
        { "niet stoppen", MEANS_UNCLEAR }, { "Zo\xc3\xab", MEANS_UNCLEAR },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) /* with the text, so that a failure shows which one */
        assert_string_equal(
            str_printf(&lib.mem, "%s: %s", rows[i].text,
                       meaning_name(answer_meaning(str_of(rows[i].text)))).s,
            str_printf(&lib.mem, "%s: %s", rows[i].text, meaning_name(rows[i].means)).s);
}

static void N27_renew_renews_what_the_last_text_named_and_says_until_when(void **state)
{
    (void)state;
    given_loan("417A", A, "2026-11-20", "2026-11-27");
    given_loan("88L", A, "2026-11-20", "2026-12-04");
    at("2026-11-25T10:30:00+01:00");
    remind();
    at("2026-11-25T12:00:00+01:00");
    const char *said = answer_text("Verleng.");
    assert_day(due("417A"), "2026-12-04");
    assert_day(due("88L"), "2026-12-04"); /* was not named: as it was */
    assert_non_null(strstr(said, "Verlengd: boor"));
    assert_non_null(strstr(said, "4 december"));
    assert_int_equal(unread(), 0);
    at("2026-11-25T13:00:00+01:00"); /* once more changes nothing: it was renewed since it was told */
    assert_string_equal(answer_text("VERLENG"), said);
    assert_day(due("417A"), "2026-12-04");
}

static void N27_what_may_not_be_renewed_is_told_with_the_reason(void **state)
{
    (void)state;
    given_loan("417A", A, "2026-11-20", "2026-11-27");
    given_loan("88L", A, "2026-11-20", "2026-11-27");
    at("2026-11-25T10:30:00+01:00");
    remind();
    given_loan("418G", "M45093R", "2026-11-20", "2026-12-04");
    given_hold("M31862H", "417A", NULL);
    const char *said = answer_text("verleng");
    assert_non_null(strstr(said, "verlengd tot en met"));
    assert_non_null(strstr(said, "Niet verlengd: boor"));
    assert_non_null(strstr(said, "Er wacht iemand op."));
    assert_day(due("417A"), "2026-11-27");
    assert_day(due("88L"), "2026-12-04");
}

static void N27_renew_with_nothing_on_loan_says_so(void **state)
{
    (void)state;
    at("2026-11-25T10:30:00+01:00");
    assert_non_null(strstr(answer_text("verleng"), "je leent nu niets"));
}

static void N13_renew_without_a_text_that_named_it_is_for_a_person(void **state)
{
    (void)state;
    given_loan("417A", A, "2026-11-20", "2026-11-27");
    assert_non_null(strstr(answer_text("verleng"), "belt je"));
    assert_day(due("417A"), "2026-11-27");
    assert_int_equal(kist("H", "calls"), OK);
    assert_int_equal(out.n_rows, 1);
    assert_string_equal(answer(0, "number").s.s, phone);
}

static void N27_a_yes_is_about_the_last_question_for_seven_days(void **state)
{
    (void)state;
    int64_t hold = given_hold(A, "417A", "2026-11-20");
    at("2026-11-27T10:30:00+01:00"); /* past its last day on the shelf */
    remind();
    assert_int_equal(kist(NULL, "hold list"), OK);
    assert_string_equal(answer(0, "state").s.s, "resting");
    at("2026-12-04T10:31:00+01:00");
    assert_string_equal(answer_text("JA"), "");
    assert_int_equal(unread(), 1);
    at("2026-12-04T10:29:00+01:00");
    assert_non_null(strstr(answer_text("Ja graag"), "je plek in de rij terug"));
    assert_int_equal(kist(NULL, "hold list"), OK);
    assert_int_equal(answer(0, "hold").i, hold);
    assert_string_not_equal(answer(0, "state").s.s, "resting");
}

static void N27_a_no_to_a_ready_hold_cancels_it_and_twice_is_once(void **state)
{
    (void)state;
    at("2026-11-24T10:30:00+01:00");
    assert_int_equal(kist("H", "hold add | member=" A " | what=417A"), OK);
    remind();
    for (int i = 0; i < 2; i++)
        assert_non_null(strstr(answer_text("nee"), "afgezegd: boor"));
    assert_int_equal(kist(NULL, "hold list"), OK);
    assert_int_equal(out.n_rows, 0);
}

static void N13_stop_ends_the_texts_and_start_brings_them_back(void **state)
{
    (void)state;
    assert_int_equal(kist(NULL, "member edit | member=" A " | email=a@example.org"), OK);
    given_loan("417A", A, "2026-11-20", "2026-11-27");
    at("2026-11-24T21:30:00+01:00"); /* quiet hours: a text waits */
    at("2026-11-25T21:30:00+01:00");
    remind();
    assert_int_equal(kist(NULL, "message list | state=due"), OK);
    assert_int_equal(out.n_rows, 1);
    assert_non_null(strstr(answer_text("Stop"), "geen sms meer"));
    assert_int_equal(kist(NULL, "message list | state=due | member=" A), OK);
    assert_int_equal(out.n_rows, 2); /* the answer itself, and the reminder by e-mail now */
    assert_string_equal(answer(1, "channel").s.s, "email");
    assert_string_equal(answer(1, "kind").s.s, "due_soon");
    assert_non_null(strstr(answer_text("start"), "weer sms"));
    assert_non_null(strstr(answer_text("start"), "weer sms"));
}

static void N13_what_is_not_understood_is_read_by_a_volunteer_and_answered_once_a_day(void **state)
{
    (void)state;
    at("2026-11-24T10:30:00+01:00");
    assert_non_null(strstr(answer_text("ik kom morgen langs"), "begrijpen we niet"));
    assert_string_equal(answer_text("tot morgen"), "");
    assert_int_equal(unread(), 2);
    assert_int_equal(kist(NULL, "message read | answer=1"), OK);
    assert_int_equal(unread(), 1);
    assert_int_equal(kist(NULL, "message read | answer=9"), FAULT_NAME_UNKNOWN);
    at("2026-11-25T10:30:00+01:00");
    assert_non_null(strstr(answer_text("hallo"), "begrijpen we niet"));
}

static void N27_an_unknown_number_is_for_a_volunteer_and_hears_nothing(void **state)
{
    (void)state;
    phone = "+31687654321";
    assert_string_equal(answer_text("STOP"), "");
    assert_int_equal(unread(), 1);
    assert_int_equal(kist(NULL, "message list"), OK);
    assert_int_equal(out.n_rows, 0);
}

static enum fault deliver(struct ctx *c, struct answered *r)
{
    return answer_take(c, &(struct incoming){ .phone = str_of(phone), .text = S("hulp"),
                                              .gateway = S("sms"), .ref = S("in-1") }, r);
}

static void N13_the_same_text_delivered_twice_counts_once(void **state)
{
    (void)state;
    struct answered r;
    assert_int_equal(deliver(&lib.c, &r), OK);
    assert_false(r.again);
    assert_int_equal(deliver(&lib.c, &r), OK);
    assert_true(r.again);
    assert_int_equal(kist(NULL, "message inbox | all=yes"), OK);
    assert_int_equal(out.n_rows, 1);
}

static void N9_a_message_is_dropped_by_hand_and_not_written_again(void **state)
{
    (void)state;
    given_loan("417A", A, "2026-11-20", "2026-11-27");
    at("2026-11-25T21:30:00+01:00");
    remind();
    assert_int_equal(kist(NULL, "message list | state=due"), OK);
    int64_t id = answer(0, "message").i;
    const char *drop = str_printf(&lib.mem, "message drop | message=%lld", (long long)id).s;
    assert_int_equal(kist(NULL, drop), OK);
    assert_string_equal(answer(0, "state").s.s, "dropped");
    assert_int_equal(kist(NULL, drop), FAULT_MESSAGE_STATE);
    at("2026-11-26T10:30:00+01:00");
    remind();
    assert_int_equal(kist(NULL, "message list"), OK);
    assert_int_equal(out.n_rows, 1);
    assert_int_equal(kist(NULL, "check"), OK);
    assert_int_equal(kist(NULL, "message retry | message=1"), FAULT_MESSAGE_STATE);
    assert_int_equal(kist(NULL, "message show | message=99"), FAULT_NAME_UNKNOWN);
}

/* A gateway that was given one message of A, and what it says about it. */
static const struct gateway_setup setup = { .hook = { "0123456789abcdef", 16 },
    .in_from = { "from", 4 }, .in_text = { "text", 4 }, .in_id = { "id", 2 },
    .report_id = { "/m/id", 5 }, .report_status = { "/m/status", 9 },
    .report_ok = { "delivered", 9 }, .report_bad = { "rejected expired", 16 } };
static const struct gateway way = { .name = "folder-sms", .channel = CHANNEL_SMS, .setup = &setup };
static const struct gateways ways = { &way, 1 };

static struct str form(const void *self, const char *name)
{
    const char *const *fields = self;
    for (size_t i = 0; fields[i]; i += 2)
        if (!strcmp(fields[i], name))
            return str_of(fields[i + 1]);
    return (struct str){ 0 };
}

static void says(const char *json, const char *const *fields)
{
    static const char *const none[] = { NULL };
    library_ctx(&lib);
    struct hook_said s = { str_of(json), form, fields ? fields : none };
    assert_int_equal(hook_take(&lib.c, &ways, &way, &s), OK);
}

/* The body of the only message, which went into a folder by a gateway that takes answers or not. */
static const char *told_by(const char *answers)
{
    static struct conf_entry keys[4];
    static struct conf_section section;
    static struct conf conf;
    keys[0] = (struct conf_entry){ .key = "kind", .value = "file" };
    keys[1] = (struct conf_entry){ .key = "channel", .value = "sms" };
    keys[2] = (struct conf_entry){ .key = "folder", .value = lib.folder };
    keys[3] = (struct conf_entry){ .key = "answers", .value = answers };
    section = (struct conf_section){ .name = "files", .file = "kist.conf", .at = keys, .n = COUNT(keys) };
    conf = (struct conf){ .gateways = &section, .n_gateways = 1 };
    lib.world.conf = &conf;
    given_loan("417A", A, "2026-11-20", "2026-11-27");
    at("2026-11-25T10:30:00+01:00");
    remind();
    assert_int_equal(kist(NULL, "message show | message=1"), OK);
    return str_z(&lib.mem, answer(0, "text").s);
}

static void N13_a_text_asks_for_an_answer_where_the_gateway_takes_them(void **state)
{
    (void)state;
    const char *text = told_by("yes");
    assert_non_null(strstr(text, "Antwoord VERLENG."));
    assert_null(strstr(text, "https://"));
}

static void N13_and_has_a_link_where_it_does_not(void **state)
{
    (void)state;
    const char *text = told_by("no");
    assert_null(strstr(text, "Antwoord"));
    assert_non_null(strstr(text, "https://kist.example/r/"));
}

static void X25_a_hook_is_found_by_its_secret_only(void **state)
{
    (void)state;
    assert_ptr_equal(hook_find(&ways, S("folder-sms"), S("0123456789abcdef")), &way);
    assert_null(hook_find(&ways, S("folder-sms"), S("0123456789abcdeg")));
    assert_null(hook_find(&ways, S("folder-sms"), S("")));
    assert_null(hook_find(&ways, S("other"), S("0123456789abcdef")));
}

static void N13_a_form_brings_a_text_in_and_the_number_in_any_shape(void **state)
{
    static const char *const fields[] = { "from", "31612345678", "text", "hulp", "id", "7", NULL };
    (void)state;
    says("", fields);
    says("", fields);
    assert_int_equal(kist(NULL, "message inbox | all=yes"), OK);
    assert_int_equal(out.n_rows, 1);
    assert_string_equal(answer(0, "phone").s.s, phone);
    assert_int_equal(kist("H", "calls"), OK);
    assert_int_equal(out.n_rows, 1);
}

static void N9_a_report_says_what_became_of_a_message_and_the_next_way_takes_over(void **state)
{
    (void)state;
    given_loan("417A", A, "2026-11-20", "2026-11-27");
    at("2026-11-25T10:30:00+01:00");
    remind();
    assert_int_equal(kist(NULL, "message show | message=1"), OK);
    assert_string_equal(answer(0, "state").s.s, "sent");
    QUERY(q, &lib.c, Q_MESSAGE_GET);
    q_bind_int(&q, "id", 1);
    assert_true(q_row(&q));
    const char *id = str_z(&lib.mem, q_str(&q, "gateway_ref"));
    assert_int_equal(q_end(&q), OK);
    says("{\"m\":{\"id\":\"nobody\",\"status\":\"expired\"}}", NULL); /* none of ours */
    says(str_printf(&lib.mem, "{\"m\":{\"id\":\"%s\",\"status\":\"queued\"}}", id).s, NULL);
    assert_int_equal(kist(NULL, "message list"), OK);
    assert_int_equal(out.n_rows, 1);
    says(str_printf(&lib.mem, "{\"m\":{\"id\":\"%s\",\"status\":\"Expired\"}}", id).s, NULL);
    says(str_printf(&lib.mem, "{\"m\":{\"id\":\"%s\",\"status\":\"delivered\"}}", id).s, NULL);
    assert_int_equal(kist(NULL, "message show | message=1"), OK);
    assert_string_equal(answer(0, "state").s.s, "failed");
    assert_int_equal(kist("H", "calls"), OK);
    assert_int_equal(out.n_rows, 1);
}

#define T(test) cmocka_unit_test_setup_teardown(test, begin, story_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        T(N27_words_are_understood_with_dots_blanks_and_one_typing_error),
        T(N27_renew_renews_what_the_last_text_named_and_says_until_when),
        T(N27_what_may_not_be_renewed_is_told_with_the_reason),
        T(N27_renew_with_nothing_on_loan_says_so),
        T(N13_renew_without_a_text_that_named_it_is_for_a_person),
        T(N27_a_yes_is_about_the_last_question_for_seven_days),
        T(N27_a_no_to_a_ready_hold_cancels_it_and_twice_is_once),
        T(N13_stop_ends_the_texts_and_start_brings_them_back),
        T(N13_what_is_not_understood_is_read_by_a_volunteer_and_answered_once_a_day),
        T(N27_an_unknown_number_is_for_a_volunteer_and_hears_nothing),
        T(N13_the_same_text_delivered_twice_counts_once),
        T(N9_a_message_is_dropped_by_hand_and_not_written_again),
        T(N13_a_text_asks_for_an_answer_where_the_gateway_takes_them),
        T(N13_and_has_a_link_where_it_does_not),
        T(X25_a_hook_is_found_by_its_secret_only),
        T(N13_a_form_brings_a_text_in_and_the_number_in_any_shape),
        T(N9_a_report_says_what_became_of_a_message_and_the_next_way_takes_over),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
