/* The text lint (N11, N26; voice.md, section 4) over our own messages, and their length in an SMS
 * with long but real values. */
#include "reminders/lint.h" /* before cmocka, which has a macro fail() */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { WORDS = 11 };
static struct arena mem;

/* A kind, and its septets when answered by SMS and by link (the same where nothing is answered). */
static const struct kind {
    const char *name;
    int nl[2], en[2];
} kinds[] = {
    { "loan_receipt", { 135, 135 }, { 130, 130 } },
    { "due_soon", { 139, 153 }, { 127, 146 } },
    { "due_today", { 126, 126 }, { 118, 118 } },
    { "overdue_1", { 141, 155 }, { 137, 156 } },
    { "overdue_2", { 160, 160 }, { 155, 155 } },
    { "overdue_3", { 157, 157 }, { 160, 160 } },
    { "due_many", { 166, 180 }, { 162, 181 } },
    { "ask_early", { 150, 150 }, { 157, 157 } },
    { "owner_recall", { 140, 140 }, { 119, 119 } },
    { "recall_off", { 117, 117 }, { 106, 106 } },
    { "hold_ready", { 140, 158 }, { 127, 149 } },
    { "hold_ending", { 139, 157 }, { 132, 154 } },
    { "hold_passed", { 138, 157 }, { 129, 150 } },
    { "hold_passed_2", { 135, 153 }, { 120, 142 } },
    { "hold_longer", { 130, 130 }, { 133, 133 } },
    { "hold_gone", { 145, 145 }, { 148, 148 } },
    { "hold_withdrawn", { 131, 131 }, { 138, 138 } },
    { "hold_ended", { 111, 111 }, { 109, 109 } },
    { "booking_lapsed", { 128, 128 }, { 125, 125 } },
    { "booking_at_risk", { 154, 154 }, { 149, 149 } },
    { "booking_rearrange", { 130, 130 }, { 126, 126 } },
    { "correction", { 116, 116 }, { 122, 122 } },
    { "booking_tomorrow", { 140, 158 }, { 130, 152 } },
    { "transfer_arrived", { 135, 153 }, { 126, 148 } },
    { "closing_loan", { 145, 145 }, { 143, 143 } },
    { "closing_hold", { 126, 126 }, { 127, 127 } },
    { "closing_booking", { 141, 159 }, { 136, 158 } },
    { "closing_undone", { 158, 158 }, { 158, 158 } },
    { "membership_30", { 136, 136 }, { 138, 138 } },
    { "membership_7", { 154, 154 }, { 160, 160 } },
    { "inactive", { 130, 149 }, { 127, 148 } },
    { "ticket_answer", { 129, 129 }, { 125, 125 } },
    { "login_code", { 115, 115 }, { 105, 105 } },
    { "owner_lent", { 123, 123 }, { 112, 112 } },
    { "owner_back", { 104, 104 }, { 94, 94 } },
    { "a_renewed", { 121, 121 }, { 112, 112 } },
    { "a_not_renewed", { 151, 151 }, { 160, 160 } },
    { "a_renewed_some", { 189, 189 }, { 190, 190 } },
    { "a_nothing", { 91, 91 }, { 102, 102 } },
    { "a_yes_early", { 134, 134 }, { 120, 120 } },
    { "a_yes_place", { 123, 123 }, { 112, 112 } },
    { "a_yes_stay", { 70, 70 }, { 72, 72 } },
    { "a_no", { 101, 101 }, { 97, 97 } },
    { "a_no_early", { 97, 97 }, { 101, 101 } },
    { "a_help", { 102, 102 }, { 99, 99 } },
    { "a_start", { 68, 68 }, { 74, 74 } },
    { "a_stop", { 133, 133 }, { 134, 134 } },
    { "a_unknown", { 115, 115 }, { 108, 108 } },
};

static struct str sentence(int lang, enum text_key key)
{
    struct buf b = { .a = &mem };
    text_shape(&b, lang, key);
    return buf_str(&b);
}

static bool begins(enum text_key key, const char *prefix)
{
    return str_starts(str_of(text_name(key)), str_of(prefix));
}

/* What a member may read. */
static bool for_members(enum text_key key)
{
    static const char *const some[] = { "msg.", "mail.", "call.", "tool.", "page.", "form.",
                                        "button." };
    for (size_t i = 0; i < COUNT(some); i++)
        if (begins(key, some[i]))
            return true;
    return begins(key, "fault.") && str_ends(str_of(text_name(key)), S(".own"));
}

static bool has(struct str text, const char *word)
{
    struct str all = str_printf(&mem, " %.*s ", STR(str_key(&mem, text)));
    return str_find(all, str_printf(&mem, " %s ", word)) >= 0;
}

/* Visits every text that members may read, in every language. */
static void visit(bool (*good)(int lang, enum text_key, struct str), const char *only)
{
    int bad = 0;
    for (int lang = 0; lang < lang_count(); lang++)
        for (int i = 0; i < TEXT_COUNT; i++) {
            enum text_key key = (enum text_key)i;
            if (only ? !begins(key, only) : !for_members(key))
                continue;
            struct str s = sentence(lang, key);
            if (!good(lang, key, s)) {
                print_message("# %s %s: %.*s\n", lang_code(lang), text_name(key), STR(s));
                bad++;
            }
            arena_free(&mem);
        }
    assert_int_equal(bad, 0);
}

static bool known(int lang, enum text_key key, struct str s)
{
    (void)lang;
    (void)key;
    return str_find(s, S("{UNKNOWN}")) < 0 && str_find(s, S("http")) < 0 &&
           str_find(s, S("www.")) < 0;
}

static void messages_have_known_placeholders_and_no_web_address_of_their_own(void **state)
{
    (void)state;
    visit(known, "msg.");
    visit(known, "mail.");
    visit(known, "call.");
}

static bool short_enough(int lang, enum text_key key, struct str s)
{
    (void)lang;
    (void)key;
    return lint_longest(s) <= WORDS;
}

static void no_sentence_of_ours_has_more_than_eleven_words(void **state)
{
    (void)state;
    assert_int_equal(lint_longest(S("{library}: een twee drie. Vier! {renew} vijf 12.00 uur -")), 3);
    visit(short_enough, "msg.");
    visit(short_enough, "mail.");
    visit(short_enough, "call.open");
    visit(short_enough, "tool.");
}

static bool friendly(int lang, enum text_key key, struct str s)
{
    (void)lang;
    (void)key;
    return !lint_word(&mem, s).n;
}

static void no_text_threatens_or_shames(void **state)
{
    (void)state;
    assert_true(str_eq(lint_word(&mem, S("Je bent té laat.")), S("te_laat")));
    assert_true(str_eq(lint_word(&mem, S("een AANMANING")), S("aanman*")));
    assert_false(lint_word(&mem, S("Later is ook goed. A later day is fine-tuned.")).n == 0);
    assert_true(lint_word(&mem, S("Later is ook goed, en de eiser ook.")).n == 0);
    visit(friendly, NULL);
}

static bool one_voice(int lang, enum text_key key, struct str s)
{
    bool u = has(s, "u") || has(s, "uw");
    bool inner = str_find(s, S("??")) >= 0 || str_find(s, S("TODO")) >= 0 ||
                 str_find(s, S("XXX")) >= 0 || str_find(s, S("(intern")) >= 0;
    bool named = str_find(s, S("{name}")) >= 0 &&
                 (begins(key, "msg.hold") || begins(key, "msg.owner"));
    bool shouts = str_find(str_from(s, (size_t)(str_find(s, S("!")) + 1)), S("!")) >= 0 &&
                  str_has(s, '!');
    return !(lang == LANG_nl && u) && !inner && !named && !shouts;
}

static void one_voice_speaks_and_names_no_borrower_to_others(void **state)
{
    (void)state;
    visit(one_voice, NULL);
}

static enum text_key text_of(const struct kind *k)
{
    int key = text_find(str_printf(&mem, "msg.%s.sms", k->name));
    assert_true(key >= 0);
    return (enum text_key)key;
}

/* N11: the lint that a coordinator's texts go through finds nothing in ours. */
static bool sound(int lang, enum text_key key, struct str s)
{
    struct finding all[LINT_MOST];
    size_t n = lang_of_messages(lang) == lang ? lint_text(&mem, lang, key, s, S("Gereedschapskist"), all) : 0;
    bool fine = true;
    for (size_t i = 0; i < n; i++)
        if (lint_refuses(all[i].what)) {
            print_message("# %s %.*s\n", lint_name(all[i].what), STR(all[i].word));
            fine = false;
        }
    return fine;
}

static void N11_the_lint_finds_nothing_in_our_own_messages(void **state)
{
    (void)state;
    visit(sound, "msg.");
}

static void lints(const char *key, const char *text, const char *want)
{
    struct finding all[LINT_MOST];
    struct buf b = { .a = &mem };
    size_t n = lint_text(&mem, LANG_nl, (enum text_key)text_find(str_of(key)), str_of(text), S("Kist"), all);
    for (size_t i = 0; i < n; i++)
        buf_printf(&b, "%s%s", i ? " " : "", lint_name(all[i].what));
    assert_string_equal(buf_z(&b), want);
    arena_free(&mem);
}

static void N11_what_a_coordinator_writes_is_looked_at(void **state)
{
    static const char fine[] = "{library}: je leent {tool}. Graag terug op {day} voor {time}. {renew}";
    (void)state;
    lints("msg.due_soon.sms", fine, "");
    lints("msg.due_soon.sms", " ", "empty");
    lints("msg.due_soon.sms", "{library}: {tol} terug op {day} voor {time}. {renew}", "unknown lacks");
    lints("msg.due_soon.sms", "{library}: je leent {tool}. Graag terug op {day}.", "lacks lacks");
    lints("msg.due_soon.sms", "Hoi {library}: {tool} terug op {day} voor {time}. {renew}", "first");
    lints("msg.overdue_1.sms", "{library}: je bent te laat met {tool}. {day}", "word");
    lints("msg.overdue_1.sms", "{library}: kom {day} met {tool}, kijk op www.kist.example.", "address");
    lints("msg.overdue_1.sms", "{library}: een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien {tool} {day}.", "longish");
    lints("msg.overdue_1.sms", "{library}: een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien {tool} {day}.", "long");
    lints("msg.overdue_1.sms", "{library}: {tool} morgen terug? Of {day}! Fijn!", "today shout");
    lints("msg.overdue_1.sms", "{library}: {tool} GRAAG terug op {day}.", "capitals");
    lints("msg.overdue_1.sms", "{library}: Breng hem terug, {tool} op {day}.", "pronoun");
    lints("msg.overdue_1.sms", "{library}: u mag {tool} houden tot {day}, zeg je het?", "voice");
    lints("msg.overdue_1.sms", "{library}: {tool} op {day} TODO", "inner capitals");
    lints("msg.hold_ready.sms", "{library}: {name} heeft {tool}. {branch} {day} {no}", "unknown name");
    lints("msg.overdue_1.sms", "{library}: vóór {day} graag terug: {tool}.", "letter");
    lints("msg.overdue_1.sms", "{library}: {tool} terug op {day}\xe2\x80\xae.", "sign");
    /* "u" alone is a choice of the branch: one text does not mix. */
    lints("msg.overdue_1.sms", "{library}: kunt u {tool} brengen op {day}?", "");
}

static void each_kind_has_its_placeholders_and_the_library_first(void **state)
{
    (void)state;
    for (int lang = 0; lang < lang_count(); lang++)
        for (size_t i = 0; i < COUNT(kinds); i++) {
            struct str s = sentence(lang, text_of(&kinds[i])), rest = str_of(lint_needs(str_of(kinds[i].name))), name;
            while (str_next(&rest, ' ', &name))
                if (str_find(s, str_printf(&mem, "{%.*s}", STR(name))) < 0)
                    fail_msg("%s lacks {%.*s}", kinds[i].name, STR(name));
            bool first = str_starts(s, S("{library}: "));
            assert_int_equal(first, strcmp(kinds[i].name, "login_code") != 0);
        }
}

static void every_kind_is_in_the_list_above_and_has_a_subject_and_a_name(void **state)
{
    (void)state;
    size_t n = 0;
    for (int key = 0; key < TEXT_COUNT; key++)
        n += begins((enum text_key)key, "msg.") &&
             str_ends(str_of(text_name((enum text_key)key)), S(".sms"));
    assert_int_equal(n, COUNT(kinds));
    for (size_t i = 0; i < COUNT(kinds); i++) {
        bool answer = str_starts(str_of(kinds[i].name), S("a_"));
        int subject = text_find(str_printf(&mem, "msg.%s.subject", kinds[i].name));
        assert_int_equal(subject >= 0, !answer);
        assert_true(answer || text_find(str_printf(&mem, "kind.%s", kinds[i].name)) >= 0);
    }
}

static void N12_messages_are_as_long_as_they_were_counted(void **state)
{
    (void)state;
    int bad = 0;
    for (size_t i = 0; i < COUNT(kinds); i++)
        for (int lang = LANG_nl; lang <= LANG_en; lang++)
            for (int by_link = 0; by_link < 2; by_link++) {
                int want = (lang == LANG_nl ? kinds[i].nl : kinds[i].en)[by_link];
                struct sms_size is = lint_size(&mem, lang, sentence(lang, text_of(&kinds[i])), S("Gereedschapskist"), by_link);
                bool two = !strcmp(kinds[i].name, "due_many") ||
                           !strcmp(kinds[i].name, "a_renewed_some");
                if (!is.ucs2 && is.units == want && is.parts <= 1 + two)
                    continue;
                print_message("# %s %s: %d, counted %d\n", lang_code(lang), kinds[i].name,
                              is.units, want);
                bad++;
            }
    assert_int_equal(bad, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(messages_have_known_placeholders_and_no_web_address_of_their_own),
        cmocka_unit_test(no_sentence_of_ours_has_more_than_eleven_words),
        cmocka_unit_test(no_text_threatens_or_shames),
        cmocka_unit_test(one_voice_speaks_and_names_no_borrower_to_others),
        cmocka_unit_test(N11_the_lint_finds_nothing_in_our_own_messages),
        cmocka_unit_test(N11_what_a_coordinator_writes_is_looked_at),
        cmocka_unit_test(each_kind_has_its_placeholders_and_the_library_first),
        cmocka_unit_test(every_kind_is_in_the_list_above_and_has_a_subject_and_a_name),
        cmocka_unit_test(N12_messages_are_as_long_as_they_were_counted),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(&mem);
    return failed;
}
