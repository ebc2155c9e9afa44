/* Every kind of message of N3, N4 and N25, from what happens to what its reader reads: as a text in Dutch,
 * as an e-mail in English, and on the list of calls of who has neither. */
#include "lending/erase.h"
#include "lending/setting.h"
#include "lending/tell.h"
#include "reminders/calls.h"
#include "reminders/lint.h"
#include "reminders/outbox.h"
#include "schema/db.h"
#include "schema/query.h"
#include "tests/unit/story.h"
#include "text/piece.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#undef fail

#define A "M20417G"
#define B "M31862H"
#define C "M45093R"

/* What happens: "MONTH-DAY TIME BRANCH COMMAND" of 2026, and in the same way a run of `remind`, the yearly
 * look at who has been away ("age"), and the moment at which the message is to be there, which is last. */
static const struct told_kind {
    const char *name;
    const char *story[9];
    bool no_list; /* nobody is called about it: a receipt, and what takes back what was sent */
} kinds[] = {
    { "loan_receipt", { "11-24 10:30 H setting set | name=remind.receipts_sms | value=yes",
                        "11-24 10:30 H out | member=" A " | tool=417A", "11-24 10:31" }, true },
    { "due_soon", { "11-24 10:30 H out | member=" A " | tool=417A", "11-30 10:00" }, false },
    { "due_today", { "11-24 10:30 H setting set | name=remind.due_today | value=yes",
                     "11-24 10:30 H out | member=" A " | tool=417A", "12-01 10:00" }, false },
    { "overdue_1", { "11-24 10:30 H out | member=" A " | tool=417A", "12-02 10:00" }, false },
    { "overdue_2", { "11-24 10:30 H out | member=" A " | tool=417A", "12-10 10:00" }, false },
    { "overdue_3", { "11-24 10:30 H out | member=" A " | tool=417A", "12-21 10:00" }, false },
    { "due_many", { "11-24 10:30 H out | member=" A " | tool=417A | tool=88L", "11-30 10:00" }, false },
    { "ask_early", { "11-24 10:30 H setting set | name=remind.ask_early | value=yes",
                     "11-24 10:30 H model edit | model=ladder | period=28",
                     "11-24 10:30 H out | member=" A " | tool=88L", "11-24 10:40 H hold add | member=" B " | what=ladder",
                     "11-24 11:00" }, false },
    { "owner_recall", { "11-24 10:30 H tool edit | tool=230T | owner=" C " | notice_days=7",
                        "11-24 10:30 H model edit | model=schaar | period=28",
                        "11-24 10:30 H out | member=" A " | tool=230T", "11-24 10:40 H tool recall | tool=230T",
                        "11-24 11:00" }, false },
    { "recall_off", { "11-24 10:30 H tool edit | tool=230T | owner=" C " | notice_days=7",
                      "11-24 10:30 H model edit | model=schaar | period=28",
                      "11-24 10:30 H out | member=" A " | tool=230T", "11-24 10:40 H tool recall | tool=230T",
                      "11-24 10:50 H tool recall | tool=230T | off=yes", "11-24 11:00" }, false },
    { "hold_ready", { "11-24 10:30 H hold add | member=" A " | what=ladder", "11-24 10:31" }, false },
    { "hold_ending", { "11-24 10:30 H hold add | member=" A " | what=ladder", "11-24 10:31 remind", "11-26 09:05" }, false },
    { "hold_passed", { "11-24 10:30 H hold add | member=" A " | what=ladder", "11-30 09:05" }, false },
    { "hold_passed_2", { "11-24 10:30 H hold add | member=" A " | what=ladder", "11-30 09:05 remind",
                         "11-30 10:30 H hold keep | hold=1", "11-30 10:40 H hold add | member=" B " | what=ladder",
                         "12-04 09:05" }, false },
    { "hold_longer", { "11-24 10:30 H out | member=" B " | tool=88L", "11-24 10:40 H hold add | member=" A " | what=ladder",
                       "11-25 10:30 H in | tool=88L | broken=sport los", "11-25 10:31" }, false },
    { "hold_gone", { "11-24 10:30 H out | member=" B " | tool=88L", "11-24 10:40 H hold add | member=" A " | what=ladder",
                     "11-25 10:30 H in | tool=88L", "11-25 10:31 H tool retire | tool=88L | reason=versleten", "11-25 10:32" }, false },
    { "hold_withdrawn", { "11-24 10:30 H hold add | member=" A " | what=ladder", "11-24 10:31 remind",
                          "11-24 10:40 H ticket add | tool=88L | words=sport los", "11-24 10:41" }, true },
    { "hold_ended", { "11-24 10:30 H hold add | member=" A " | what=ladder", "11-30 09:05 remind", "12-15 09:05" }, false },
    { "transfer_arrived", { "11-24 13:30 V in | tool=88L", "11-24 13:40 H hold add | member=" A " | what=ladder",
                            "11-26 13:30 V transfer send | tool=88L", "11-27 10:30 H transfer arrive | tool=88L",
                            "11-27 10:31" }, false },
    { "booking_tomorrow", { "11-24 10:30 H hold add | member=" A " | what=ladder | from=2026-12-03 | to=2026-12-04",
                            "12-02 09:05" }, false },
    { "booking_at_risk", { "11-24 10:30 H out | member=" B " | tool=88L",
                           "11-24 10:40 H hold add | member=" A " | what=ladder | from=2026-12-03 | to=2026-12-04",
                           "12-02 09:05" }, false },
    { "booking_lapsed", { "11-24 10:30 H hold add | member=" A " | what=ladder | from=2026-12-03 | to=2026-12-04",
                          "12-07 09:05" }, false },
    { "booking_rearrange", { "11-20 10:30 H hold add | member=" B " | what=88L | from=2026-11-24 | to=2026-11-24",
                             "11-20 10:30 H hold add | member=" A " | what=88L | from=2026-11-25 | to=2026-11-26",
                             "11-20 10:40 H hours set | branch=H | hours=fr 10-12 | apply=1", "11-20 10:41" }, false },
    { "closing_loan", { "11-24 10:30 H out | member=" A " | tool=417A",
                        "11-24 10:40 H closing add | branch=H | from=2026-12-01 | to=2026-12-02 | reason=weg | apply=1",
                        "11-24 10:41" }, false },
    { "closing_hold", { "11-24 10:30 H hold add | member=" A " | what=ladder",
                        "11-24 10:40 H closing add | branch=H | from=2026-11-26 | to=2026-11-27 | reason=weg | apply=1",
                        "11-24 10:41" }, false },
    { "closing_booking", { "11-24 10:30 H hold add | member=" A " | what=88L | from=2026-12-03 | to=2026-12-04",
                           "11-24 10:40 H closing add | branch=H | from=2026-12-03 | to=2026-12-04 | reason=weg | apply=1",
                           "11-24 10:41" }, false },
    { "closing_undone", { "11-24 10:30 H out | member=" A " | tool=417A",
                          "11-24 10:40 H closing add | branch=H | from=2026-12-01 | to=2026-12-02 | reason=weg | apply=1",
                          "11-24 10:41 remind", "11-24 10:50 H closing remove | closing=1", "11-24 10:51" }, false },
    { "membership_30", { "11-24 10:30 H member edit | member=" A " | until=2026-12-24", "11-24 10:31" }, false },
    { "membership_7", { "11-24 10:30 H member edit | member=" A " | until=2026-12-24", "12-17 09:05" }, false },
    { "inactive", { "11-24 10:30 H setting set | name=member.ask_months | value=3", "11-24 10:31 age", "11-24 10:32" }, false },
    { "ticket_answer", { "11-24 10:30 A ticket add | tool=88L | words=sport los",
                         "11-24 10:40 H ticket solve | ticket=1 | answer=De sport zit weer vast.", "11-24 10:41" }, false },
    { "owner_lent", { "11-24 10:30 H setting set | name=remind.owner_notices | value=yes",
                      "11-24 10:30 H tool edit | tool=230T | owner=" A, "11-24 10:30 H out | member=" B " | tool=230T",
                      "11-24 10:31" }, false },
    { "owner_back", { "11-24 10:30 H setting set | name=remind.owner_notices | value=yes",
                      "11-24 10:30 H tool edit | tool=230T | owner=" A, "11-24 10:30 H out | member=" B " | tool=230T",
                      "11-25 10:30 H in | tool=230T", "11-25 10:31" }, false },
    { "correction", { "11-24 10:30 H setting set | name=remind.receipts_sms | value=yes",
                      "11-24 10:30 H out | member=" A " | tool=417A", "11-24 10:31 remind", "11-24 10:40 H undo",
                      "11-24 10:41" }, true },
};

enum way { BY_TEXT, BY_MAIL, BY_LIST };
static struct gateways gateways;
static struct buf heard; /* in memory of its own: a round of sending gives its own back */
static struct arena heard_mem;
static int bad; /* all that is wrong is printed before the test fails */

static void hear(void *self, const struct sending *s, const struct verdict *v, const char *state)
{
    (void)self;
    (void)v;
    if (!strcmp(state, "sent"))
        buf_printf(&heard, "%s: %.*s\n%.*s\n", channel_name(s->channel), STR(s->words.subject), STR(s->words.text));
}

static enum fault plan(struct ctx *c, void *arg)
{
    return outbox_plan(c, &gateways, arg);
}

static void remind(void)
{
    struct tally t = { 0 };
    library_ctx(&lib);
    heard = (struct buf){ .a = &heard_mem };
    assert_int_equal(db_write(&lib.c, plan, &t), OK);
    assert_int_equal(outbox_send(&lib.c, &(struct outbox_run){ .gateways = &gateways, .each = hear }, &t), OK);
}

static enum fault age(struct ctx *c, void *arg)
{
    return members_age(c, arg);
}

/* False: that was the moment, and nothing more. */
static bool happens(const char *what)
{
    struct aged aged;
    char when[32];
    struct str rest = str_of(what), date = { 0 }, time = { 0 }, branch = { 0 };
    str_next(&rest, ' ', &date);
    str_next(&rest, ' ', &time);
    snprintf(when, sizeof when, "2026-%.*sT%.*s:00+01:00", STR(date), STR(time));
    at(when);
    if (!rest.n)
        return false;
    if (str_eq(rest, S("remind"))) {
        remind();
    } else if (str_eq(rest, S("age"))) {
        assert_int_equal(db_write(&lib.c, age, &aged), OK);
    } else {
        str_next(&rest, ' ', &branch);
        const char *command = str_z(&lib.mem, rest);
        enum fault f = str_eq(branch, S("A")) ? kist_as(A, command) : kist(str_z(&lib.mem, branch), command);
        if (f)
            print_message("# %s: %s\n", what, fault_info(f)->name);
        bad += f != OK;
    }
    return true;
}

/* The longest piece of a sentence that is the same in every message, in small letters. */
static struct str mark(const char *kind, int lang)
{
    struct buf b = { .a = &lib.mem };
    struct str most = { 0 };
    int key = text_find(str_printf(&lib.mem, "msg.%s.sms", kind));
    assert_true(key >= 0);
    text_shape(&b, lang, (enum text_key)key);
    struct str rest = buf_str(&b);
    for (struct piece p; piece_next(&rest, &p);)
        if (p.is == PIECE_TEXT && p.s.n > most.n)
            most = p.s;
    if (str_starts(most, S(": ")))
        most = str_from(most, 2);
    return str_lower(&lib.mem, str_trim(most));
}

/* A reads Dutch texts, or English e-mail, or has to be called; the others are as they are. */
static void reader(enum way by)
{
    static const char *const how[] = { "", "email=a@post.example | phone= | language=en", "phone=050 1234567" };
    story_begin();
    at("2026-01-05T10:30:00+01:00");
    if (by != BY_TEXT)
        assert_int_equal(kist("H", str_printf(&lib.mem, "member edit | member=" A " | %s", how[by]).s), OK);
    assert_int_equal(setting_set(&lib.c, SET_BASE_URL, S("https://kist.example")), OK);
    assert_int_equal(library_fact_set(&lib.c, "kind", S("test")), OK);
}

static void folder_gateways(void)
{
    struct str why;
    library_ctx(&lib);
    assert_int_equal(outbox_gateways(&lib.c, &gateways, &why), OK);
}

static void told(const struct told_kind *k, enum way by)
{
    static const char *const channels[] = { "sms: ", "email: " };
    const char *const *s = k->story;
    folder_gateways();
    while (happens(*s))
        s++;
    remind();
    struct str said = str_lower(&lib.mem, buf_str(&heard)), words = mark(k->name, by == BY_MAIL ? LANG_en : LANG_nl);
    if (by == BY_LIST) {
        const struct call *calls;
        size_t n, of_a = 0;
        library_ctx(&lib);
        assert_int_equal(calls_list(&lib.c, &calls, &n), OK);
        for (size_t i = 0; i < n; i++)
            of_a += str_eq(calls[i].member_code, S(A)) && calls[i].tools.n && calls[i].words.n;
        if (of_a != (k->no_list ? 0 : 1))
            print_message("# %s: %zu calls\n", k->name, of_a);
        bad += of_a != (k->no_list ? 0 : 1);
    } else {
        bool there = str_find(said, words) >= 0 && str_find(said, str_of(channels[by])) >= 0;
        if (!there)
            print_message("# %s: \"%.*s\" is not in \"%.*s\"\n", k->name, STR(words), STR(said));
        bad += !there || str_find(said, S("{")) >= 0;
        remind(); /* N1: a second run says nothing */
        bad += heard.n > 0;
    }
    library_assert_consistent(&lib);
}

static void N3_N4_N25_every_kind_is_told(void **state)
{
    (void)state;
    for (enum way by = BY_TEXT; by <= BY_LIST; by++) {
        struct arena mem = { 0 };
        reader(by);
        struct str start = library_copy(&lib, &mem);
        for (size_t i = 0; i < COUNT(kinds); i++) {
            library_again(&lib, start);
            told(&kinds[i], by);
        }
        story_end();
        arena_free(&mem);
        arena_free(&heard_mem);
    }
    assert_int_equal(bad, 0);
}

/* A log-in code and the answers to a text are no steps: they go out where they are asked for. */
static void N3_N4_N25_and_there_is_no_other(void **state)
{
    (void)state;
    for (int key = 0; key < TEXT_COUNT; key++) {
        struct str name = str_of(text_name((enum text_key)key));
        if (!str_starts(name, S("msg.")) || !str_ends(name, S(".sms")))
            continue;
        name = str_upto(str_from(name, 4), name.n - 8);
        bool known = str_starts(name, S("a_")) || str_eq(name, S("login_code"));
        for (size_t i = 0; i < COUNT(kinds); i++)
            known = known || str_eq(name, str_of(kinds[i].name));
        if (!known)
            print_message("# %.*s\n", STR(name));
        assert_true(known);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(N3_N4_N25_every_kind_is_told),
        cmocka_unit_test(N3_N4_N25_and_there_is_no_other),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("kinds", tests, NULL, NULL);
}
