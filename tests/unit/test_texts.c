/* The text lint (N11, N26; voice.md, section 4) over our own messages, and their length in an SMS
 * with long but real values. */
#include "text/fill.h" /* before cmocka, which has a macro fail() */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "reminders/gsm.h"

enum { WORDS = 11 };
static struct arena mem;

/* A kind: the placeholders its text must have, and its septets when answered by SMS and by link
 * (the same where nothing is answered). */
static const struct kind {
    const char *name, *needs;
    int nl[2], en[2];
} kinds[] = {
    { "loan_receipt", "library tool day", { 135, 135 }, { 130, 130 } },
    { "due_soon", "library tool day time renew", { 139, 153 }, { 127, 146 } },
    { "due_today", "library tool day time", { 126, 126 }, { 118, 118 } },
    { "overdue_1", "library tool day", { 141, 155 }, { 137, 156 } },
    { "overdue_2", "library tool day phone", { 160, 160 }, { 155, 155 } },
    { "overdue_3", "library tool phone", { 157, 157 }, { 160, 160 } },
    { "due_many", "library list renew", { 166, 180 }, { 162, 181 } },
    { "ask_early", "library tool day", { 150, 150 }, { 157, 157 } },
    { "owner_recall", "library tool day", { 140, 140 }, { 119, 119 } },
    { "hold_ready", "library tool branch day no", { 140, 158 }, { 127, 149 } },
    { "hold_ending", "library tool day no", { 139, 157 }, { 132, 154 } },
    { "hold_passed", "library tool yes", { 138, 157 }, { 129, 150 } },
    { "hold_passed_2", "library tool no", { 135, 153 }, { 120, 142 } },
    { "hold_longer", "library tool", { 130, 130 }, { 133, 133 } },
    { "hold_gone", "library tool", { 145, 145 }, { 148, 148 } },
    { "hold_withdrawn", "library tool", { 131, 131 }, { 138, 138 } },
    { "hold_ended", "library tool", { 111, 111 }, { 109, 109 } },
    { "booking_lapsed", "library tool", { 128, 128 }, { 125, 125 } },
    { "booking_at_risk", "library tool day phone", { 154, 154 }, { 149, 149 } },
    { "booking_rearrange", "library tool phone", { 130, 130 }, { 126, 126 } },
    { "correction", "library tool phone", { 116, 116 }, { 122, 122 } },
    { "booking_tomorrow", "library tool branch day time no", { 140, 158 }, { 130, 152 } },
    { "transfer_arrived", "library tool branch day no", { 135, 153 }, { 126, 148 } },
    { "closing_loan", "library tool day", { 145, 145 }, { 143, 143 } },
    { "closing_hold", "library tool day", { 126, 126 }, { 127, 127 } },
    { "closing_booking", "library tool day", { 141, 159 }, { 136, 158 } },
    { "closing_undone", "library tool day", { 158, 158 }, { 158, 158 } },
    { "membership_30", "library day", { 136, 136 }, { 138, 138 } },
    { "membership_7", "library day link", { 154, 154 }, { 160, 160 } },
    { "inactive", "library day yes", { 130, 149 }, { 127, 148 } },
    { "ticket_answer", "library tool text", { 129, 129 }, { 125, 125 } },
    { "login_code", "code library", { 115, 115 }, { 105, 105 } },
    { "owner_lent", "library tool day", { 123, 123 }, { 112, 112 } },
    { "owner_back", "library tool branch", { 104, 104 }, { 94, 94 } },
    { "a_renewed", "library tool day", { 121, 121 }, { 112, 112 } },
    { "a_not_renewed", "library tool why day", { 151, 151 }, { 160, 160 } },
    { "a_renewed_some", "library tool day tool2 why day2", { 189, 189 }, { 190, 190 } },
    { "a_nothing", "library phone", { 91, 91 }, { 102, 102 } },
    { "a_yes_early", "library tool", { 134, 134 }, { 120, 120 } },
    { "a_yes_place", "library tool", { 123, 123 }, { 112, 112 } },
    { "a_yes_stay", "library", { 70, 70 }, { 72, 72 } },
    { "a_no", "library tool", { 101, 101 }, { 97, 97 } },
    { "a_no_early", "library tool day", { 97, 97 }, { 101, 101 } },
    { "a_help", "library phone", { 102, 102 }, { 99, 99 } },
    { "a_start", "library", { 68, 68 }, { 74, 74 } },
    { "a_stop", "library", { 133, 133 }, { 134, 134 } },
    { "a_unknown", "library", { 115, 115 }, { 108, 108 } },
};

/* Words that no member reads from us; * is any ending. */
static const char *const refused[] = {
    "aangifte aanman* aansprakelijk* achterstallig* advocaat beschuldig* blokke* boete* "
    "consequentie* deurwaarder* dief diefstal dwang* dwing* eis eisen geblokkeerd geroyeerd "
    "gerechtelijk* geschorst gestolen in_gebreke incasso* invorder* juridisch* laatste_kans "
    "laatste_waarschuwing maatregel* naar_de_rechter nalatig* onacceptabel onmiddellijk "
    "onverantwoord* per_direct per_omgaande politie rechtbank royer* sanctie* schandalig schorsing "
    "schuld schuldig sommatie sommeer* sommeren stelen straf* te_laat teleurgesteld uitgesloten "
    "uitsluit* verboden verduister* verplicht* verzuim* waarschuw* wanbetal* zwarte_lijst",
    "accus* bailiff banned blacklist* blame* blocked charged collection_agency consequence* court "
    "debt* delinquent demand* disappoint* enforce* failed_to failure_to final_notice final_warning "
    "fine fined fines forfeit* guilty immediately irresponsible last_chance late lawyer legal* "
    "liable negligen* obligat* obliged or_else overdue penal* police prosecut* punish* sanction* "
    "shame* steal* stolen suspend* theft thief threat* unacceptable violat* warning",
};

/* Facts that are shown as their own placeholders: what comes out is the sentence itself. */
static const char *const names[] = {
    "address", "amount", "branch", "branch2", "code", "day", "day2", "estimate", "from", "h", "id",
    "key", "library", "link", "list", "n", "name", "no", "notice", "part", "parts", "phone",
    "renew", "shelf", "similar", "text", "time", "to", "tool", "tool2", "volunteer", "what", "why",
    "yes",
};

static struct str sentence(int lang, enum text_key key)
{
    static struct fact facts[COUNT(names)];
    static char shown[COUNT(names)][16];
    for (size_t i = 0; i < COUNT(names); i++) {
        snprintf(shown[i], sizeof shown[i], "{%s}", names[i]);
        facts[i] = (struct fact)F(names[i], val_z(shown[i]));
    }
    struct buf b = { .a = &mem };
    struct fill f = { .b = &b, .lang = lang, .today = DAY_NONE, .facts = facts, .n = COUNT(facts),
                      .missing = "{UNKNOWN}" };
    fill_key(&f, key);
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

/* N26: words up to an end; a placeholder is a word, a ready sentence one of its own. Returns the
 * most in any sentence. */
static int longest(struct str x)
{
    static const char *const own[] = { "{renew}", "{yes}", "{no}", "{why}", "{text}" };
    int n = 0, most = 0;
    struct str word, line;
    while (str_next(&x, '\n', &line)) {
        for (n = 0; str_next(&line, ' ', &word);) {
            bool alone = str_eq(word, S("{library}:")), counts = false;
            for (size_t i = 0; i < COUNT(own); i++)
                alone |= str_eq(word, str_of(own[i]));
            for (size_t i = 0; i < word.n; i++)
                counts |= (unsigned char)word.s[i] >= '0' && !strchr(":;<=>?@[]^`|", word.s[i]);
            n = alone ? 0 : n + counts;
            most = n > most ? n : most;
            if (word.n && strchr(".!?", word.s[word.n - 1]))
                n = 0;
        }
    }
    return most;
}

/* True when the folded text has the word, as a whole or (with *) as a beginning. */
static bool has_word(struct str folded, struct str word)
{
    bool any = str_ends(word, S("*"));
    struct buf b = { .a = &mem };
    buf_char(&b, ' ');
    buf_add(&b, str_upto(word, word.n - any));
    for (size_t i = 0; i < b.n; i++)
        if (b.s[i] == '_')
            b.s[i] = ' ';
    if (!any)
        buf_char(&b, ' ');
    return str_find(folded, buf_str(&b)) >= 0;
}

static struct str folded(struct str x)
{
    struct str key = str_key(&mem, x);
    return str_printf(&mem, " %.*s ", STR(key));
}

static struct str refused_word(struct str text)
{
    struct str all = folded(text);
    for (size_t i = 0; i < COUNT(refused); i++)
        for (struct str rest = str_of(refused[i]), word; str_next(&rest, ' ', &word);)
            if (has_word(all, word))
                return word;
    return (struct str){ 0 };
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
    return longest(s) <= WORDS;
}

static void no_sentence_of_ours_has_more_than_eleven_words(void **state)
{
    (void)state;
    assert_int_equal(longest(S("{library}: een twee drie. Vier! {renew} vijf 12.00 uur -")), 3);
    visit(short_enough, "msg.");
    visit(short_enough, "mail.");
    visit(short_enough, "call.open");
    visit(short_enough, "tool.");
}

static bool friendly(int lang, enum text_key key, struct str s)
{
    (void)lang;
    (void)key;
    return !refused_word(s).n;
}

static void no_text_threatens_or_shames(void **state)
{
    (void)state;
    assert_true(str_eq(refused_word(S("Je bent té laat.")), S("te_laat")));
    assert_true(str_eq(refused_word(S("een AANMANING")), S("aanman*")));
    assert_false(refused_word(S("Later is ook goed. A later day is fine-tuned.")).n == 0);
    assert_true(refused_word(S("Later is ook goed, en de eiser ook.")).n == 0);
    visit(friendly, NULL);
}

static bool one_voice(int lang, enum text_key key, struct str s)
{
    struct str all = folded(s);
    bool u = has_word(all, S("u")) || has_word(all, S("uw"));
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

static void each_kind_has_its_placeholders_and_the_library_first(void **state)
{
    (void)state;
    for (int lang = 0; lang < lang_count(); lang++)
        for (size_t i = 0; i < COUNT(kinds); i++) {
            struct str s = sentence(lang, text_of(&kinds[i])), rest = str_of(kinds[i].needs), name;
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

/* The septets with long values, answered by SMS (0) or by link (1). */
static struct sms_size counted(int lang, enum text_key key, bool by_link)
{
    bool nl = lang == LANG_nl;
    struct val tool = val_z("Boormachine Bosch PSB 500");
    struct val link = val_z("https://kist.example/r/7xq2f9k3");
    struct val when = val_day(nl ? day_of(2026, 9, 24) : day_of(2026, 9, 30));
    struct fact of[] = { F("link", link), F("tool", tool), F("day", when) };
    struct buf renew = { .a = &mem }, yes = renew, no = renew, list = renew, all = renew;
    text_add(&renew, lang, when.d, by_link ? T_MSG_RENEW_LINK : T_MSG_RENEW_REPLY, of, 3);
    text_add(&yes, lang, when.d, by_link ? T_MSG_YES_LINK : T_MSG_YES_REPLY, of, 3);
    text_add(&no, lang, when.d, by_link ? T_MSG_NO_LINK : T_MSG_NO_REPLY, of, 3);
    text_add(&list, lang, when.d, T_MSG_LIST_ITEM, of, 3);
    buf_z_add(&list, ", ");
    text_add(&list, lang, when.d, T_MSG_LIST_ITEM, of, 3);
    text_add(&all, lang, when.d, key,
             FACTS(F("library", val_z("Gereedschapskist")), F("tool", tool), F("tool2", tool),
                   F("day", when), F("day2", when), F("branch", val_z("Vinkhuizen")),
                   F("time", val_z(nl ? "12.00 uur" : "12:00")), F("link", link),
                   F("phone", val_z("06 12345678")), F("code", val_z("123456")), F("n", val_int(2)),
                   F("list", val_str(buf_str(&list))), F("renew", val_str(buf_str(&renew))),
                   F("yes", val_str(buf_str(&yes))), F("no", val_str(buf_str(&no))),
                   F("why", val_str(text_plain(lang, T_MSG_WHY_RENEW_WAITED))),
                   F("text", val_z(nl ? "Het snoer is vervangen. Alles werkt weer."
                                        : "The cord was replaced. All works again."))));
    return sms_size(sms_replace(&mem, buf_str(&all)));
}

static void N12_messages_are_as_long_as_they_were_counted(void **state)
{
    (void)state;
    int bad = 0;
    for (size_t i = 0; i < COUNT(kinds); i++)
        for (int lang = LANG_nl; lang <= LANG_en; lang++)
            for (int by_link = 0; by_link < 2; by_link++) {
                int want = (lang == LANG_nl ? kinds[i].nl : kinds[i].en)[by_link];
                struct sms_size is = counted(lang, text_of(&kinds[i]), by_link);
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
        cmocka_unit_test(each_kind_has_its_placeholders_and_the_library_first),
        cmocka_unit_test(every_kind_is_in_the_list_above_and_has_a_subject_and_a_name),
        cmocka_unit_test(N12_messages_are_as_long_as_they_were_counted),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(&mem);
    return failed;
}
