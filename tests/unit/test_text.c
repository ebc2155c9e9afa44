/* Sentences, days, times, amounts and phone numbers in words, in every language. */
#include "text/fill.h" /* before cmocka, which has a macro fail() */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static struct arena mem;
static struct buf b = { .a = &mem };

/* What was added since the last call. */
static const char *said(void)
{
    const char *s = b.n ? buf_z(&b) : "";
    b = (struct buf){ .a = &mem };
    return s;
}

static day on(int y, int m, int d)
{
    return day_of(y, m, d);
}

static const char *in_words(int lang, day today, day d)
{
    text_day(&b, lang, today, d);
    return said();
}

static void days_are_said_with_their_weekday(void **state)
{
    (void)state;
    day today = on(2026, 11, 20);
    assert_string_equal(in_words(LANG_nl, today, on(2026, 11, 24)), "dinsdag 24 november");
    assert_string_equal(in_words(LANG_en, today, on(2026, 11, 24)), "Tuesday 24 November");
    assert_string_equal(in_words(LANG_nl, today, on(2027, 3, 1)), "maandag 1 maart");
    assert_string_equal(in_words(LANG_nl, today, DAY_NONE), "");
}

static void every_weekday_and_month_has_its_own_name(void **state)
{
    (void)state;
    for (int lang = 0; lang < lang_count(); lang++)
        for (int i = 1; i <= 12; i++)
            for (int j = 1; j < i; j++) {
                assert_false(str_eq(text_month(lang, i), text_month(lang, j)));
                if (i <= 7)
                    assert_false(str_eq(text_weekday(lang, i), text_weekday(lang, j)));
            }
    assert_true(str_eq(text_month(LANG_nl, 12), S("december")));
    assert_true(str_eq(text_weekday(LANG_nl, 7), S("zondag")));
}

static void the_year_is_said_only_when_more_than_eleven_months_away(void **state)
{
    (void)state;
    day today = on(2026, 11, 24);
    assert_string_equal(in_words(LANG_nl, today, on(2027, 10, 24)), "zondag 24 oktober");
    assert_string_equal(in_words(LANG_nl, today, on(2027, 10, 25)), "maandag 25 oktober 2027");
    assert_string_equal(in_words(LANG_nl, today, on(2025, 12, 24)), "woensdag 24 december");
    assert_string_equal(in_words(LANG_nl, today, on(2025, 12, 23)), "dinsdag 23 december 2025");
    assert_string_equal(in_words(LANG_en, today, on(2027, 11, 24)), "Wednesday 24 November 2027");
    assert_string_equal(in_words(LANG_nl, DAY_NONE, today), "dinsdag 24 november 2026");
}

static void tables_get_short_days(void **state)
{
    (void)state;
    text_day_short(&b, LANG_nl, on(2026, 11, 24));
    assert_string_equal(said(), "di 24 nov");
    text_day_short(&b, LANG_en, on(2026, 3, 1));
    assert_string_equal(said(), "Sun 1 Mar");
}

static void times_are_said_as_people_say_them(void **state)
{
    (void)state;
    text_minute(&b, LANG_nl, 12 * 60);
    assert_string_equal(said(), "12.00 uur");
    text_minute(&b, LANG_nl, 9 * 60 + 5);
    assert_string_equal(said(), "9.05 uur");
    text_minute(&b, LANG_en, 12 * 60);
    assert_string_equal(said(), "12:00");
    text_clock(&b, LANG_nl, 23 * 60 + 59);
    assert_string_equal(said(), "23.59");
}

static const char *amount(int lang, int64_t cents)
{
    text_money(&b, lang, cents);
    return said();
}

static void amounts_have_cents_only_when_there_are_any(void **state)
{
    (void)state;
    assert_string_equal(amount(LANG_nl, 250), "€ 2,50");
    assert_string_equal(amount(LANG_nl, 500), "€ 5");
    assert_string_equal(amount(LANG_nl, 5), "€ 0,05");
    assert_string_equal(amount(LANG_nl, 0), "€ 0");
    assert_string_equal(amount(LANG_nl, -1205), "-€ 12,05");
    assert_string_equal(amount(LANG_en, 250), "€2.50");
    assert_string_equal(amount(LANG_en, 500), "€5");
    assert_string_equal(amount(LANG_en, INT64_MIN), "-€92233720368547758.08");
}

static const char *phone(const char *e164)
{
    text_phone(&b, str_of(e164));
    return said();
}

static void phone_numbers_are_grouped_for_reading_aloud(void **state)
{
    (void)state;
    assert_string_equal(phone("+31612345678"), "06 12345678");
    assert_string_equal(phone("+31501234567"), "050 1234567");
    assert_string_equal(phone("+31594123456"), "0594 123456");
    assert_string_equal(phone("+31882345678"), "088 2345678");
    assert_string_equal(phone("+4915112345678"), "+49 151 123 456 78");
    assert_string_equal(phone("+3215123456"), "+32 151 234 56");
    assert_string_equal(phone("+12025550123"), "+1 202 555 01 23");
    assert_string_equal(phone("+352123456"), "+352 123 456");
    assert_string_equal(phone("+3161"), "+31 61");
    assert_string_equal(phone("112"), "112");
    assert_string_equal(phone(""), "");
}

static void a_sentence_is_filled_from_facts_by_their_kind(void **state)
{
    (void)state;
    day today = on(2026, 11, 20);
    text_add(&b, LANG_nl, today, T_FAULT_TOOL_HELD,
             FACTS(F("name", val_z("Els")), F("tool", val_z("Klopboormachine"))));
    assert_string_equal(said(), "Klopboormachine ligt klaar voor Els.\n"
                                "Kies iets anders, of geef een reden.");
    struct val two[] = { val_z("lader"), val_money(250) };
    struct list l = { .at = two, .n = 2 };
    text_fill(&b, LANG_nl, today, S("{d} {d:short} {d:iso} {m} {i} {y} {t:iso} {l}{none}"),
              FACTS(F("d", val_day(on(2026, 11, 24))), F("m", val_money(500)), F("i", val_int(-7)),
                    F("y", val_bool(true)), F("t", val_time(0)), F("l", val_list(&l)),
                    F("none", val_none())));
    assert_string_equal(said(), "dinsdag 24 november di 24 nov 2026-11-24 € 5 -7 ja "
                                "1970-01-01T00:00:00Z lader en € 2,50");
}

static void a_time_of_the_day_is_that_of_the_library(void **state)
{
    (void)state;
    assert_true(zone_set("Europe/Amsterdam"));
    struct val t = val_time(instant_of(on(2026, 7, 1), 12 * 60));
    text_fill(&b, LANG_nl, on(2026, 7, 1), S("{t:clock} of {t}"), FACTS(F("t", t)));
    assert_string_equal(said(), "12.00 of 12.00 uur");
}

static void an_empty_fact_leaves_no_stray_blank(void **state)
{
    (void)state;
    struct fact none = F("x", val_none()), empty = F("x", val_z(""));
    text_fill(&b, LANG_nl, DAY_NONE, S("Dag. {x} Tot dan."), &none, 1);
    assert_string_equal(said(), "Dag. Tot dan.");
    text_fill(&b, LANG_nl, DAY_NONE, S("Dag.\n{x} Tot dan. {x}"), &empty, 1);
    assert_string_equal(said(), "Dag.\nTot dan.");
    buf_z_add(&b, "Voor ");
    text_fill(&b, LANG_nl, DAY_NONE, S("{x}"), &empty, 1);
    assert_string_equal(said(), "Voor ");
    text_add(&b, LANG_nl, DAY_NONE, T_COUNTER_RETURNED,
             FACTS(F("name", val_z("Els")), F("tool", val_z("Ladder")), F("parts", val_none()),
                   F("shelf", val_none())));
    assert_string_equal(said(), "Terug van Els: Ladder");
}

static void a_plural_is_chosen_by_the_number(void **state)
{
    (void)state;
    const struct { int lang; int64_t n; const char *is; } cases[] = {
        { LANG_nl, 0, "0 weken" }, { LANG_nl, 1, "1 week" }, { LANG_nl, 2, "2 weken" },
        { LANG_en, 1, "1 week" }, { LANG_en, 21, "21 weeks" }, { LANG_en, -1, "-1 week" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        text_add(&b, cases[i].lang, DAY_NONE, T_ESTIMATE_WEEKS, FACTS(F("n", val_int(cases[i].n))));
        assert_string_equal(said(), cases[i].is);
    }
}

static void a_coordinators_braces_are_left_alone(void **state)
{
    (void)state;
    struct fact f = F("name", val_z("{tool} %s"));
    text_fill(&b, LANG_nl, DAY_NONE, S("{Hoi} {name}, {onbekend} } {name:lang} {name"), &f, 1);
    assert_string_equal(said(), "{Hoi} {tool} %s, {onbekend} } {name:lang} {name");
}

/* True when doing it stops the program. What it says then is not shown. */
static bool aborts(void (*body)(void))
{
    int status = 0;
    pid_t child = fork();
    assert_true(child >= 0);
    if (!child) {
        signal(SIGABRT, SIG_DFL);
        if (freopen("/dev/null", "w", stderr))
            body();
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

static void forget_a_fact(void)
{
    text_add(&b, LANG_nl, DAY_NONE, T_FAULT_TOOL_HELD, FACTS(F("name", val_z("Els"))));
}

static void all_facts(void)
{
    text_add(&b, LANG_nl, DAY_NONE, T_FAULT_TOOL_HELD,
             FACTS(F("name", val_z("Els")), F("tool", val_z("Ladder"))));
}

static void a_forgotten_fact_is_a_mistake_of_the_program(void **state)
{
    (void)state;
    assert_true(aborts(forget_a_fact));
    assert_false(aborts(all_facts));
}

static void keys_are_found_by_name(void **state)
{
    (void)state;
    for (int key = 0; key < TEXT_COUNT; key++)
        assert_int_equal(text_find(str_of(text_name((enum text_key)key))), key);
    assert_int_equal(text_find(S("fault.TOOL_OUT")), T_FAULT_TOOL_OUT);
    assert_int_equal(text_find(S("fault.tool_out")), -1);
    assert_int_equal(text_find(S("")), -1);
    assert_int_equal(text_find(S("~")), -1);
}

static void every_sentence_of_every_language_can_be_said(void **state)
{
    (void)state;
    for (int lang = 0; lang < lang_count(); lang++)
        for (int key = 0; key < TEXT_COUNT; key++) {
            struct fill f = { .b = &b, .lang = lang, .today = DAY_NONE, .missing = "…" };
            fill_key(&f, (enum text_key)key);
            struct str s = buf_str(&b);
            if (!s.n || str_has(s, '{') || str_has(s, '}'))
                fail_msg("%s %s: %.*s", lang_code(lang), text_name((enum text_key)key), STR(s));
            b = (struct buf){ .a = &mem };
            arena_free(&mem);
        }
}

static int accept(const char *header)
{
    return lang_accept(str_of(header), LANG_nl);
}

static void a_browsers_languages_are_weighed(void **state)
{
    (void)state;
    assert_int_equal(accept("en"), LANG_en);
    assert_int_equal(accept("en-GB,en;q=0.9,nl;q=0.8"), LANG_en);
    assert_int_equal(accept("nl;q=0.5, EN;q=0.51"), LANG_en);
    assert_int_equal(accept("nl-BE;q=0.9,en;q=0.8"), LANG_nl);
    assert_int_equal(accept("xx,en;q=0.1"), LANG_en);
    assert_int_equal(accept("xx,yy"), LANG_nl);
    assert_int_equal(accept("en;q=0"), LANG_nl);
    assert_int_equal(accept("*,en;q=0.5"), LANG_nl);
    assert_int_equal(accept("en ; q=1.000 , *;q=0.1"), LANG_en);
    assert_int_equal(accept(""), LANG_nl);
    assert_int_equal(accept(",;=,q=,en;q=x,en;q=9,en;q=-1"), LANG_nl);
}

static void languages_are_known_by_their_codes(void **state)
{
    (void)state;
    assert_int_equal(lang_find(S("nl")), LANG_nl);
    assert_int_equal(lang_find(S("NL-be")), LANG_nl);
    assert_int_equal(lang_find(S("en_GB")), LANG_en);
    assert_int_equal(lang_find(S("e")), -1);
    assert_int_equal(lang_find(S("")), -1);
    assert_string_equal(lang_code(LANG_nl), "nl");
    assert_string_equal(lang_code(LANG_en), "en");
    assert_false(lang_rtl(LANG_nl));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_are_said_with_their_weekday),
        cmocka_unit_test(every_weekday_and_month_has_its_own_name),
        cmocka_unit_test(the_year_is_said_only_when_more_than_eleven_months_away),
        cmocka_unit_test(tables_get_short_days),
        cmocka_unit_test(times_are_said_as_people_say_them),
        cmocka_unit_test(amounts_have_cents_only_when_there_are_any),
        cmocka_unit_test(phone_numbers_are_grouped_for_reading_aloud),
        cmocka_unit_test(a_sentence_is_filled_from_facts_by_their_kind),
        cmocka_unit_test(a_time_of_the_day_is_that_of_the_library),
        cmocka_unit_test(an_empty_fact_leaves_no_stray_blank),
        cmocka_unit_test(a_plural_is_chosen_by_the_number),
        cmocka_unit_test(a_coordinators_braces_are_left_alone),
        cmocka_unit_test(a_forgotten_fact_is_a_mistake_of_the_program),
        cmocka_unit_test(keys_are_found_by_name),
        cmocka_unit_test(every_sentence_of_every_language_can_be_said),
        cmocka_unit_test(a_browsers_languages_are_weighed),
        cmocka_unit_test(languages_are_known_by_their_codes),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(&mem);
    return failed;
}
