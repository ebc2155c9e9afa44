/* The sentences of refusals: one for every fault, right for who reads it, never broken by what was
 * given or forgotten. */
#include "text/text.h" /* before cmocka, which has a macro fail() */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct arena mem;
static struct ctx c;

static void start(int lang, enum role role)
{
    arena_free(&mem);
    c = (struct ctx){ .mem = &mem, .lang = lang, .role = role };
    c.today = day_of(2026, 11, 24);
}

/* The sentence of the refusal that was noted last. */
static const char *said(enum fault f)
{
    assert_int_equal(c.wrong[c.n_wrong - 1].fault, f);
    return str_z(&mem, text_fault(&c, &c.wrong[c.n_wrong - 1]));
}

static enum fault refused(enum fault f, const char *arg, struct val got)
{
    return fail_facts(&c, f, arg, got, NULL, 0);
}

static void a_refusal_says_what_is_and_what_can_be_done(void **state)
{
    (void)state;
    struct fact facts[] = { F("tool", val_z("Ladder")), F("day", val_day(day_of(2026, 11, 30))) };
    start(LANG_nl, ROLE_VOLUNTEER);
    assert_string_equal(said(fail_facts(&c, FAULT_TOOL_BOOKED, "tool", val_z("88"), facts, 2)),
                        "Ladder is gereserveerd vanaf maandag 30 november.\n"
                        "Kies iets anders, of geef een reden.");
    c.lang = LANG_en;
    assert_string_equal(said(FAULT_TOOL_BOOKED), "Ladder is booked from Monday 30 November.\n"
                                                 "Choose another, or give a reason.");
}

static void a_member_never_reads_who_has_a_tool(void **state)
{
    (void)state;
    struct fact facts[] = { F("tool", val_z("Ladder")), F("name", val_z("Els Bakker")) };
    const enum fault named[] = { FAULT_TOOL_OUT, FAULT_TOOL_HELD };
    for (int lang = 0; lang < lang_count(); lang++)
        for (int role = ROLE_VISITOR; role <= ROLE_COORDINATOR; role++)
            for (size_t i = 0; i < COUNT(named); i++) {
                start(lang, (enum role)role);
                const char *s = said(fail_facts(&c, named[i], NULL, val_none(), facts, 2));
                assert_int_equal(strstr(s, "Els") != NULL, role >= ROLE_VOLUNTEER);
                assert_non_null(strstr(s, "Ladder"));
            }
}

static void an_argument_may_have_its_own_sentence(void **state)
{
    (void)state;
    start(LANG_nl, ROLE_VOLUNTEER);
    assert_string_equal(said(refused(FAULT_CODE_CHECK, "tool", val_z("471A"))),
                        "De letter past niet bij het nummer: 471A.\n"
                        "Scan nog eens, of typ alleen het nummer.");
    assert_string_equal(said(refused(FAULT_CODE_CHECK, "member", val_z("M20417A"))),
                        "Deze pas lezen we niet goed: M20417A.\nScan nog eens, of typ de naam.");
}

static void an_argument_is_named_in_words(void **state)
{
    (void)state;
    start(LANG_nl, ROLE_VOLUNTEER);
    assert_string_equal(said(refused(FAULT_MISSING, "phone", val_none())),
                        "Vul hier nog iets in: Telefoonnummer.");
    assert_string_equal(said(refused(FAULT_MISSING, "no_such_argument", val_none())),
                        "Vul hier nog iets in: no_such_argument.");
    assert_true(str_eq(text_arg(&c, "in_house"), S("Hier gebruiken")));
}

static void what_is_not_known_is_not_said(void **state)
{
    (void)state;
    start(LANG_nl, ROLE_VOLUNTEER);
    struct fact facts[] = { F("name", val_z("Els")), F("day", val_none()) };
    assert_string_equal(said(fail_facts(&c, FAULT_MEMBER_BLOCKED, NULL, val_none(), facts, 2)),
                        "Lenen op pauze: Els\n"
                        "Terugbrengen kan wel. Toch uitlenen? Geef een reden.");
    facts[1].v = val_day(day_of(2027, 1, 31));
    assert_string_equal(said(fail_facts(&c, FAULT_MEMBER_BLOCKED, NULL, val_none(), facts, 2)),
                        "Lenen op pauze tot en met zondag 31 januari: Els\n"
                        "Terugbrengen kan wel. Toch uitlenen? Geef een reden.");
    assert_string_equal(said(refused(FAULT_SAFETY_HELPER, NULL, val_none())),
                        "… gebruik je alleen hier, of met een helper.\n"
                        "Vraag wie kan helpen, of kies iets anders.");
}

static void what_was_given_is_repeated_clean_and_short(void **state)
{
    (void)state;
    char much[10000];
    memset(much, 'x', sizeof much);
    start(LANG_nl, ROLE_VOLUNTEER);
    assert_string_equal(said(refused(FAULT_NAME_UNKNOWN, NULL, val_z("a\033[31m\nb\xe2\x80\xae"))),
                        "Deze naam kennen we niet: a[31m b.\n"
                        "Kijk naar de spelling, of kies een andere naam.");
    const char *s = said(refused(FAULT_NAME_UNKNOWN, NULL,
                              val_str((struct str){ much, sizeof much })));
    assert_non_null(strstr(s, "xxx…."));
    assert_true(strlen(s) < 160);
    s = said(refused(FAULT_NAME_UNKNOWN, NULL, val_z("{name} <b>%s")));
    assert_non_null(strstr(s, ": {name} <b>%s."));
}

static void every_fault_has_a_sentence_in_every_language(void **state)
{
    (void)state;
    struct fact facts[] = { F("tool", val_z("Ladder")), F("name", val_z("Els")), F("n", val_int(1)),
                            F("day", val_day(day_of(2026, 12, 1))), F("branch", val_z("Z")) };
    for (int f = 1; f < FAULT_COUNT; f++)
        for (int lang = 0; lang < lang_count(); lang++)
            for (int role = ROLE_VISITOR; role <= ROLE_COORDINATOR; role++)
                for (size_t n = 0; n <= COUNT(facts); n += COUNT(facts)) {
                    start(lang, (enum role)role);
                    const char *s = said(fail_facts(&c, (enum fault)f, n ? "tool" : NULL,
                                                    n ? val_z("417B") : val_none(), facts, n));
                    assert_true(*s && s[strlen(s) - 1] != '\n' && s[strlen(s) - 1] != ' ');
                    const char *line = strchr(s, '\n');
                    if (line && strchr(line + 1, '\n'))
                        fail_msg("%s: more than two lines", fault_info((enum fault)f)->name);
                }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_refusal_says_what_is_and_what_can_be_done),
        cmocka_unit_test(a_member_never_reads_who_has_a_tool),
        cmocka_unit_test(an_argument_may_have_its_own_sentence),
        cmocka_unit_test(an_argument_is_named_in_words),
        cmocka_unit_test(what_is_not_known_is_not_said),
        cmocka_unit_test(what_was_given_is_repeated_clean_and_short),
        cmocka_unit_test(every_fault_has_a_sentence_in_every_language),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(&mem);
    return failed;
}
