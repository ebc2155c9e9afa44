/* The catalogue on a real library (T1-T5, T8, T9, T15, P1; E13, E14): adding, finding, showing, changing,
 * states, parts, categories and lending terms. */
#include "lending/hold.h"
#include "lending/policy.h"
#include "lending/setting.h"
#include "lending/tool.h"
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

static struct tool tool(const char *code)
{
    struct tool t;
    assert_int_equal(tool_get(&lib.c, tool_id(code), &t), OK);
    return t;
}

static void e13_a_swapped_digit_is_refused_before_any_tool_is_looked_up(void **state)
{
    (void)state;
    assert_int_equal(kist("H", "tool add | name=beitel | number=471"), OK);
    given_loan("417A", "M20417G", "2026-11-20", "2026-11-27");
    int64_t lines = journal_last();
    assert_int_equal(kist("H", "in | tool=471A"), FAULT_CODE_CHECK);
    assert_int_equal(kist("H", "in | tool=999999"), FAULT_CODE_UNKNOWN);
    assert_int_equal(journal_last(), lines);
    assert_day(due("417A"), "2026-11-27");
}

static enum fault put_base_url(struct ctx *c, void *arg)
{
    (void)arg;
    return setting_set(c, SET_BASE_URL, S("https://kist.example"));
}

static void e14_every_written_form_is_the_one_tool(void **state)
{
    static const char *const forms[] = { "417A", "417a", "417-A", "417 a", "  417A", "4 17 A", "417",
        "0417", "HTTPS://KIST.EXAMPLE/T/417A", "https://kist.example/t/417a",
        "https://kist.example/t/417A?x=1" };
    (void)state;
    assert_int_equal(db_write(&lib.c, put_base_url, NULL), OK);
    library_ctx(&lib);
    for (size_t i = 0; i < COUNT(forms); i++)
        assert_int_equal(tool(forms[i]).number, 417);
    assert_int_equal(kist("H", "in | tool=https://other.example/t/417A"), FAULT_CODE_FOREIGN);
}

static void t2_a_members_code_is_never_taken_for_a_tools(void **state)
{
    (void)state;
    assert_int_equal(kist("H", "in | tool=M20417G"), FAULT_CODE_FAMILY);
    assert_int_equal(kist("H", "in | tool=417Z"), FAULT_CODE_FAMILY);
    assert_int_equal(kist("H", "out | member=417A | tool=418G"), FAULT_CODE_FAMILY);
    assert_string_equal(wrong_arg(), "member");
}

static void t9_an_old_label_is_found_after_our_own_codes(void **state)
{
    (void)state;
    assert_int_equal(kist("H", "tool edit | tool=417A | alias=GK-0417 | alias=88 bis"), OK);
    assert_int_equal(tool("gk 0417").number, 417);
    assert_int_equal(tool("88BIS").number, 417);
    assert_int_equal(tool("88").number, 88); /* an own number wins */
    assert_int_equal(kist("H", "tool edit | tool=418G | alias=gk0417"), FAULT_NUMBER_USED);
    assert_string_equal(wrong_arg(), "alias");
}

static void t2_an_alias_that_reads_as_another_tools_code_is_refused(void **state)
{
    (void)state;
    assert_int_equal(kist("H", "tool edit | tool=418G | alias=417A"), FAULT_ALIAS_OWN_CODE);
    assert_int_equal(kist("H", "tool edit | tool=418G | alias=417"), FAULT_ALIAS_OWN_CODE);
    assert_int_equal(kist("H", "tool edit | tool=418G | alias=999A"), OK); /* names nobody */
    assert_int_equal(tool("999A").number, 418);
}

static void t9_numbers_count_up_and_are_never_given_twice(void **state)
{
    (void)state;
    assert_int_equal(kist("H", "tool add | name=hamer"), OK);
    assert_int_equal(answer(0, "number").i, 501);
    assert_true(out.created);
    assert_int_equal(kist("H", "tool retire | tool=501 | reason=op"), OK);
    assert_int_equal(kist("H", "tool add | name=hamer | number=501"), FAULT_NUMBER_USED);
    assert_string_equal(wrong_arg(), "number");
    assert_int_equal(kist("H", "tool add | name=hamer"), OK);
    assert_int_equal(answer(0, "number").i, 502);
}

static void a_tool_is_added_with_all_that_belongs_to_it(void **state)
{
    const struct part *p;
    size_t n;
    (void)state;
    assert_int_equal(kist("H", "category add | category=Hout > Zagen | icon=saw"), OK);
    assert_int_equal(kist(NULL, "tool add | name=Decoupeerzaag | brand=Bosch | type=PST 700 | branch=V |"
        " category=zagen | shelf=B4 | price=89.95 | bought=24-11-2020 | owner=M77315T | serial=X1 |"
        " size=500 W | note=mooi | synonym=figuurzaag | part=koffer | part=zaagje x3 | alias=GK 9 |"
        " safety=2 | notice=Zet een bril op."), OK);
    struct tool t = tool("GK9");
    assert_int_equal(t.number, 501);
    assert_string_equal(str_z(&lib.mem, t.name), "Decoupeerzaag Bosch PST 700");
    assert_string_equal(str_z(&lib.mem, t.home_name), "V");
    assert_int_equal(t.present, t.home);
    assert_int_equal(t.price, 8995);
    assert_day(t.bought, "2020-11-24");
    assert_int_equal(t.owner, member_id("M77315T"));
    assert_string_equal(str_z(&lib.mem, t.model.category_name), "Zagen");
    assert_string_equal(str_z(&lib.mem, t.model.icon), "saw");
    assert_string_equal(str_z(&lib.mem, t.model.notice), "Zet een bril op.");
    assert_int_equal(tool_parts(&lib.c, t.id, &p, &n), OK);
    assert_int_equal(n, 2);
    assert_int_equal(p[1].count, 3);
    struct terms k;
    assert_int_equal(tool_terms(&lib.c, t.model.id, &k), OK);
    assert_int_equal(k.safety, 2);
    assert_int_equal(kist("H", "find | words=figuurzaag"), OK);
    assert_int_equal(out.n_rows, 1);
}

static void an_unfinished_tool_leaves_nothing_behind(void **state)
{
    int64_t lines = journal_last();
    (void)state;
    assert_int_equal(kist("H", "tool add | name=Zaag | part=koffer | part=koffer"), FAULT_NAME_USED);
    assert_int_equal(kist("H", "tool add | name=Zaag | alias=417A"), FAULT_ALIAS_OWN_CODE);
    assert_int_equal(kist("H", "tool add | name=Zaag | part=accu x0"), FAULT_NUMBER_RANGE);
    assert_int_equal(kist("H", "tool add | name=!?"), FAULT_NOT_TEXT);
    assert_int_equal(kist("H", "tool add | brand=Bosch"), FAULT_MISSING);
    assert_int_equal(kist(NULL, "tool add | name=Zaag"), FAULT_BRANCH_NEEDED);
    assert_int_equal(kist("H", "tool add | name=Zaag | category=Bestaat niet"), FAULT_NAME_UNKNOWN);
    assert_string_equal(wrong_arg(), "category");
    assert_int_equal(kist("H", "find | words=zaag"), OK);
    assert_int_equal(out.n_rows, 0);
    assert_int_equal(journal_last(), lines);
}

static void a_second_tool_of_a_model_says_so_and_a_name_beside_it_is_another_name(void **state)
{
    (void)state;
    assert_int_equal(kist("H", "tool add | model=ladder | name=trapleer"), OK);
    assert_int_equal(tool("501").model.id, tool("88").model.id);
    assert_int_equal(kist("H", "find | words=trapleer"), OK);
    assert_int_equal(out.n_rows, 2);
    assert_int_equal(kist("H", "tool add | name=Ladder"), OK); /* the same name is the same model */
    assert_int_equal(tool("502").model.id, tool("88").model.id);
}

static void t5_search_forgives_a_typing_error_and_says_so(void **state)
{
    (void)state;
    assert_int_equal(kist("H", "model edit | model=flex | synonym=haakse slijper"), OK);
    assert_int_equal(kist_as(NULL, "find | words=haakse"), OK);
    assert_string_equal(text_of(answer(0, "tool")), "301W");
    assert_int_equal(out.n_said, 0);
    assert_int_equal(kist_as(NULL, "find | words=haakse slyper"), OK);
    assert_string_equal(text_of(answer(0, "tool")), "301W");
    assert_non_null(strstr(said(), "haakse slijper"));
    assert_int_equal(kist_as(NULL, "find | words=qqqqqq"), OK);
    assert_int_equal(out.n_rows, 0);
}

static void t5_search_finds_by_number_first(void **state)
{
    (void)state;
    assert_int_equal(kist("H", "tool add | name=Boor 88 mm | number=700"), OK);
    assert_int_equal(kist_as(NULL, "find | words=88"), OK);
    assert_string_equal(text_of(answer(0, "tool")), "88L");
    assert_string_equal(text_of(answer(1, "tool")), "700X");
    assert_int_equal(kist_as(NULL, "find | words=88L"), OK);
    assert_string_equal(text_of(answer(0, "tool")), "88L");
}

static void x33_hostile_words_find_nothing_and_harm_nothing(void **state)
{
    static const char *const words[] = { "'; DROP TABLE tool; --", "%", "_", "<script>alert(1)</script>",
        "\\", "\"", "$w1", "NULL", "ééééééé", "😀" };
    char long_one[190];
    (void)state;
    for (size_t i = 0; i < COUNT(words); i++) {
        assert_int_equal(kist_as(NULL, str_printf(&lib.mem, "find | words=%s", words[i]).s), OK);
        assert_int_equal(kist_as(NULL, str_printf(&lib.mem, "tool list | find=%s", words[i]).s), OK);
    }
    memset(long_one, 'a', sizeof long_one - 1);
    long_one[sizeof long_one - 1] = 0;
    assert_int_equal(kist_as(NULL, str_printf(&lib.mem, "find | words=%s", long_one).s), OK);
    assert_int_equal(out.n_rows, 0);
    assert_int_equal(kist_as(NULL, "tool list"), OK);
    assert_int_equal(out.n_rows, 6);
}

static void a_list_goes_on_after_the_last_one_seen(void **state)
{
    char command[80] = "tool list | limit=2";
    struct buf seen = { .a = &lib.mem };
    (void)state;
    for (int pages = 0; pages < 3; pages++) {
        assert_int_equal(kist("H", command), OK);
        assert_int_equal(out.n_rows, 2);
        assert_int_equal(strstr(said(), "Er zijn er nog") != NULL, pages < 2);
        for (size_t i = 0; i < 2; i++)
            buf_printf(&seen, "%s ", text_of(answer(i, "tool")));
        snprintf(command, sizeof command, "tool list | limit=2 | after=%s", text_of(answer(1, "tool")));
    }
    assert_string_equal(buf_z(&seen), "500V 417A 418G 301W 88L 230T ");
    assert_int_equal(kist("H", command), OK);
    assert_int_equal(out.n_rows, 0);
}

static void p1_a_visitor_never_sees_who_has_a_tool_nor_what_is_ours(void **state)
{
    static const char *const inner[] = { "state", "reason", "member", "member_name", "owner", "price",
                                         "bought", "serial", "aliases", "note", "loans" };
    (void)state;
    assert_int_equal(kist("H", "tool edit | tool=417A | price=80 | bought=2020-01-01 | serial=S1 |"
                               " note=geheim | owner=M77315T | alias=oud 1"), OK);
    given_loan("417A", "M20417G", "2026-11-20", "2026-11-27");
    at("2026-11-24T10:30:00+01:00");
    for (int who = 0; who < 2; who++) {
        assert_int_equal(kist_as(who ? "M31862H" : NULL, "tool show | tool=417A"), OK);
        for (size_t i = 0; i < COUNT(inner); i++)
            assert_true(val_is_none(answer(0, inner[i])));
        assert_string_equal(text_of(answer(0, "situation")), "out");
        assert_day(answer(0, "due").d, "2026-11-27");
    }
    assert_int_equal(kist("H", "tool show | tool=417A"), OK);
    assert_string_equal(text_of(answer(0, "member")), "M20417G");
    assert_int_equal(answer(0, "price").i, 8000);
    assert_int_equal(answer(0, "loans").list->n, 1);
}

static void x24_a_draft_is_nowhere_for_those_who_do_not_work_here(void **state)
{
    (void)state;
    assert_int_equal(kist("H", "tool add | name=geheimzaag | number=701 | state=draft"), OK);
    assert_int_equal(kist_as(NULL, "tool show | tool=701"), FAULT_CODE_UNKNOWN);
    struct wrong draft = lib.c.wrong[0];
    assert_int_equal(kist_as(NULL, "tool show | tool=702"), FAULT_CODE_UNKNOWN);
    assert_string_equal(draft.arg, lib.c.wrong[0].arg);
    assert_int_equal(kist_as(NULL, "part list | tool=701"), FAULT_CODE_UNKNOWN);
    assert_int_equal(kist_as(NULL, "find | words=geheimzaag"), OK);
    assert_int_equal(out.n_rows, 0);
    assert_int_equal(kist_as(NULL, "model show | model=geheimzaag"), FAULT_NAME_UNKNOWN);
    assert_int_equal(kist_as(NULL, "model list | find=geheimzaag"), OK);
    assert_int_equal(out.n_rows, 0);
    assert_int_equal(kist("H", "tool show | tool=701"), OK);
}

static void t3_the_situation_follows_from_the_facts(void **state)
{
    static const struct {
        const char *command, *situation;
    } steps[] = {
        { "tool repair | tool=417A | reason=snoer", "repair" }, { "tool missing | tool=417A", "missing" },
        { "tool found | tool=417A", "free" }, { "tool retire | tool=417A | reason=op", "retired" },
        { "tool ready | tool=417A", "free" }, { "out | member=M20417G | tool=417A", "out" },
        { "in | tool=417A", "free" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(steps); i++) {
        assert_int_equal(kist("H", steps[i].command), OK);
        struct tool t = tool("417A");
        assert_string_equal(situation_name(tool_situation(&t, lib.c.today)), steps[i].situation);
    }
    given_hold("M20417G", "417A", "2026-01-05");
    struct tool t = tool("417A");
    assert_string_equal(situation_name(tool_situation(&t, lib.c.today)), "ready");
}

static void t15_a_tool_that_is_out_keeps_its_state(void **state)
{
    static const char *const commands[] = { "tool retire | tool=417A | reason=x",
        "tool missing | tool=417A", "tool repair | tool=417A | reason=x" };
    (void)state;
    given_loan("417A", "M20417G", "2026-11-20", "2026-11-27");
    for (size_t i = 0; i < COUNT(commands); i++) {
        assert_int_equal(kist("H", commands[i]), FAULT_TOOL_OUT);
        assert_int_equal(tool("417A").state, TOOL_ACTIVE);
    }
    assert_int_equal(kist("H", "tool retire | tool=418G"), FAULT_MISSING); /* a reason, always */
}

static void h18_a_ready_hold_that_loses_its_tool_waits_again_at_its_place(void **state)
{
    const struct hold *h;
    size_t n;
    (void)state;
    assert_int_equal(kist("H", "tool retire | tool=418G | reason=x"), OK); /* else it takes its turn */
    at("2026-11-23T10:30:00+01:00");
    given_hold("M20417G", "417A", "2026-11-23");
    at("2026-11-24T10:30:00+01:00");
    given_hold("M31862H", "417A", NULL);
    assert_int_equal(kist("H", "tool repair | tool=417A | reason=gevallen"), OK);
    assert_int_equal(hold_list(&lib.c, &(struct hold_query){ .model = tool("417A").model.id }, &h, &n),
                     OK);
    assert_int_equal(n, 2);
    assert_int_equal(h[0].member, member_id("M20417G"));
    assert_int_equal(h[0].state, HOLD_WAITING);
    assert_int_equal(h[0].place, 1);
    assert_int_equal(h[1].place, 2);
}

static void the_shelf_day_of_a_hold_follows_from_the_calendar(void **state)
{
    const struct hold *h;
    size_t n;
    (void)state;
    at("2026-11-23T10:30:00+01:00");
    given_hold("M20417G", "417A", "2026-11-23");
    assert_int_equal(hold_list(&lib.c, &(struct hold_query){ .ready = true }, &h, &n), OK);
    assert_int_equal(n, 1);
    assert_day(h[0].last, "2026-11-26"); /* E39 */
    assert_string_equal(str_z(&lib.mem, h[0].tool_code), "417A");
}

static void found_says_where_and_changes_nothing_twice(void **state)
{
    (void)state;
    assert_int_equal(kist("H", "tool missing | tool=417A"), OK);
    assert_int_equal(kist("V", "tool found | tool=417A"), OK);
    assert_string_equal(text_of(answer(0, "branch")), "V");
    int64_t lines = journal_last();
    assert_int_equal(kist("V", "tool found | tool=417A"), OK);
    assert_non_null(strstr(said(), "niets veranderd"));
    assert_int_equal(journal_last(), lines);
}

static void an_edit_changes_what_is_named_and_an_empty_value_clears(void **state)
{
    (void)state;
    assert_int_equal(kist("H", "tool edit | tool=417A | shelf=B4 | price=10 | size=L"), OK);
    assert_int_equal(kist("H", "tool edit | tool=417A | shelf= | home=V"), OK);
    struct tool t = tool("417A");
    assert_int_equal(t.shelf.n, 0);
    assert_int_equal(t.price, 1000);
    assert_string_equal(str_z(&lib.mem, t.size), "L");
    assert_string_equal(str_z(&lib.mem, t.home_name), "V");
    assert_string_equal(str_z(&lib.mem, t.present_name), "H"); /* it has not moved by being said so */
    int64_t lines = journal_last();
    assert_int_equal(kist("H", "tool edit | tool=417A | size=L"), OK);
    assert_non_null(strstr(said(), "niets veranderd"));
    assert_int_equal(journal_last(), lines);
    assert_int_equal(kist("H", "tool edit | tool=417A | price=1000000.01"), FAULT_AMOUNT_MOST);
    assert_int_equal(kist("H", "tool edit | tool=417A | bought=30-02-2020"), FAULT_DAY_FORMAT);
    assert_int_equal(tool("417A").price, 1000);
}

static void parts_are_added_found_and_taken_off(void **state)
{
    (void)state;
    assert_int_equal(kist("H", "part add | tool=417A | part=Lader"), OK);
    assert_int_equal(kist("H", "part add | tool=417A | part=accu | count=2"), OK);
    assert_int_equal(kist("H", "part add | tool=417A | part=LADER"), FAULT_NAME_USED);
    assert_int_equal(kist("H", "part add | tool=417A | part=wiel | count=0"), FAULT_NUMBER_RANGE);
    assert_int_equal(kist("H", "part remove | tool=417A | part=wiel"), FAULT_NAME_UNKNOWN);
    assert_string_equal(wrong_arg(), "part");
    assert_int_equal(kist("H", "part remove | tool=417A | part=lader"), OK);
    assert_int_equal(kist_as(NULL, "part list | tool=417A"), OK);
    assert_int_equal(out.n_rows, 1);
    assert_string_equal(text_of(answer(0, "part")), "accu");
    assert_int_equal(kist("H", "part add | tool=417A | part=lader"), OK); /* again, after it was off */
}

static void a_model_is_renamed_for_all_its_tools_and_found_by_the_new_name(void **state)
{
    (void)state;
    assert_int_equal(kist("H", "model edit | model=boor | name=Klopboor | brand=Bosch | synonym=drilboor"),
                     OK);
    assert_string_equal(str_z(&lib.mem, tool("417A").name), "Klopboor Bosch");
    assert_string_equal(str_z(&lib.mem, tool("418G").name), "Klopboor Bosch");
    assert_int_equal(kist_as(NULL, "find | words=bosch klop"), OK);
    assert_int_equal(out.n_rows, 2);
    assert_int_equal(kist("H", "model edit | model=417A | drop_synonym=drilboor"), OK);
    assert_int_equal(kist_as(NULL, "tool list | find=drilboor"), OK);
    assert_int_equal(out.n_rows, 0);
    assert_int_equal(kist("H", "model edit | model=417A | drop_synonym=drilboor"), FAULT_NAME_UNKNOWN);
    assert_int_equal(kist("H", "model edit | model=ladder | name=Klopboor | brand=bosch"),
                     FAULT_NAME_USED);
    assert_string_equal(wrong_arg(), "name");
    assert_string_equal(str_z(&lib.mem, tool("88L").name), "ladder");
    assert_int_equal(kist("H", "model edit | model=ladder | signs=goggles laser"), FAULT_CHOICE_UNKNOWN);
    assert_int_equal(kist("H", "model edit | model=ladder | manual_url=javascript:alert(1)"),
                     FAULT_URL_FORMAT);
}

static void policy_comes_from_the_nearest_that_says(void **state)
{
    struct policy_term k[POLICY_TERMS];
    struct terms t;
    (void)state;
    assert_int_equal(kist("H", "category add | category=Tuin > Heggen"), OK);
    assert_int_equal(kist("H", "model edit | model=schaar | category=Heggen | period=3"), OK);
    assert_int_equal(kist("H", "category edit | category=Tuin | period=14 | renewals=0 | fee=1"), OK);
    assert_int_equal(kist("H", "category edit | category=Heggen | renewals=1"), OK);
    int64_t model = tool("230T").model.id;
    assert_int_equal(tool_terms(&lib.c, model, &t), OK);
    assert_int_equal(t.period, 3);
    assert_int_equal(t.renewals, 1);
    assert_int_equal(t.fee, 100);
    assert_int_equal(policy_terms(&lib.c, model, k), OK);
    assert_int_equal(k[0].from, FROM_MODEL);
    assert_int_equal(k[2].from, FROM_CATEGORY);
    assert_string_equal(str_z(&lib.mem, k[2].category), "Heggen");
    assert_string_equal(str_z(&lib.mem, k[4].category), "Tuin");
    assert_int_equal(k[3].from, FROM_LIBRARY);
    assert_int_equal(kist("H", "model edit | model=schaar | period="), OK); /* as the category says */
    assert_int_equal(tool_terms(&lib.c, model, &t), OK);
    assert_int_equal(t.period, 14);
    assert_int_equal(kist("H", "model edit | model=schaar | period=0"), FAULT_NUMBER_RANGE);
    assert_int_equal(kist("H", "model edit | model=schaar | safety=4"), FAULT_NUMBER_RANGE);
}

static void categories_are_paths_and_counted_with_what_is_below(void **state)
{
    (void)state;
    assert_int_equal(kist("H", "category add | category=Tuin > Heggen"), OK);
    assert_int_equal(kist("H", "category add | category=tuin"), FAULT_NAME_USED);
    assert_int_equal(kist("H", "category add | category=> >"), FAULT_NOT_TEXT);
    assert_int_equal(kist("H", "model edit | model=schaar | category=Tuin > Heggen"), OK);
    assert_int_equal(kist_as(NULL, "category list"), OK);
    assert_int_equal(out.n_rows, 2);
    assert_string_equal(text_of(answer(1, "category")), "Tuin > Heggen");
    assert_int_equal(answer(0, "tools").i, 1);
    assert_int_equal(kist_as(NULL, "tool list | category=Tuin"), OK);
    assert_string_equal(text_of(answer(0, "tool")), "230T");
    assert_int_equal(kist_as(NULL, "model list | category=Tuin"), OK);
    assert_int_equal(answer(0, "free").i, 1);
}

static void p1_what_visitors_and_members_may_not(void **state)
{
    static const char *const commands[] = { "tool add | name=x", "tool edit | tool=417A | shelf=x",
        "tool retire | tool=417A | reason=x", "tool missing | tool=417A", "part add | tool=417A | part=x",
        "model edit | model=boor | text=x", "category add | category=x", "policy show | tool=417A" };
    int64_t lines = journal_last();
    (void)state;
    for (size_t i = 0; i < COUNT(commands); i++) {
        assert_int_equal(kist_as(NULL, commands[i]), FAULT_LOGIN_NEEDED);
        assert_int_equal(kist_as("M20417G", commands[i]), FAULT_ROLE_NEEDED);
    }
    assert_int_equal(journal_last(), lines);
}

static void every_statement_can_be_prepared(void **state)
{
    (void)state;
    assert_int_equal(db_prepare_all(lib.c.db), OK);
}

#define STORY(f) cmocka_unit_test_setup_teardown(f, story_setup, story_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(e13_a_swapped_digit_is_refused_before_any_tool_is_looked_up),
        STORY(e14_every_written_form_is_the_one_tool),
        STORY(t2_a_members_code_is_never_taken_for_a_tools),
        STORY(t9_an_old_label_is_found_after_our_own_codes),
        STORY(t2_an_alias_that_reads_as_another_tools_code_is_refused),
        STORY(t9_numbers_count_up_and_are_never_given_twice),
        STORY(a_tool_is_added_with_all_that_belongs_to_it),
        STORY(an_unfinished_tool_leaves_nothing_behind),
        STORY(a_second_tool_of_a_model_says_so_and_a_name_beside_it_is_another_name),
        STORY(t5_search_forgives_a_typing_error_and_says_so),
        STORY(t5_search_finds_by_number_first),
        STORY(x33_hostile_words_find_nothing_and_harm_nothing),
        STORY(a_list_goes_on_after_the_last_one_seen),
        STORY(p1_a_visitor_never_sees_who_has_a_tool_nor_what_is_ours),
        STORY(x24_a_draft_is_nowhere_for_those_who_do_not_work_here),
        STORY(t3_the_situation_follows_from_the_facts),
        STORY(t15_a_tool_that_is_out_keeps_its_state),
        STORY(h18_a_ready_hold_that_loses_its_tool_waits_again_at_its_place),
        STORY(the_shelf_day_of_a_hold_follows_from_the_calendar),
        STORY(found_says_where_and_changes_nothing_twice),
        STORY(an_edit_changes_what_is_named_and_an_empty_value_clears),
        STORY(parts_are_added_found_and_taken_off),
        STORY(a_model_is_renamed_for_all_its_tools_and_found_by_the_new_name),
        STORY(policy_comes_from_the_nearest_that_says),
        STORY(categories_are_paths_and_counted_with_what_is_below),
        STORY(p1_what_visitors_and_members_may_not),
        STORY(every_statement_can_be_prepared),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
