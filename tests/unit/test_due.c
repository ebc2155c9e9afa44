/* Reminders: which step fits on which day, and that each is told once (N1-N3, N5, N6, N8, N18-N21).
 * The steps are pure; the outbox runs on a real library with a gateway that writes files. */
#include "lending/branch.h"
#include "lending/journal.h"
#include "lending/loan.h"
#include "lending/setting.h"
#include "lending/tell.h"
#include "reminders/outbox.h"
#include "schema/db.h"
#include "schema/query.h"
#include "tests/unit/library.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#undef fail /* ours is a function */

static struct library lib;
static struct gateways gateways;
static int64_t branch_h, branch_k;

static int64_t branch_made(const char *name, const char *hours)
{
    struct branch b = { .name = str_of(name) };
    const struct block *k;
    struct str at;
    size_t n;
    int64_t id;
    assert_int_equal(branch_add(&lib.c, &b, &id), OK);
    assert_int_equal(hours_parse(&lib.mem, str_of(hours), &k, &n, &at), OK);
    assert_int_equal(branch_hours_set(&lib.c, id, k, n), OK);
    return id;
}

static int begin(void **state)
{
    (void)state;
    library_make(&lib);
    branch_h = branch_made("De Hoogte", "mo 10-12 tu 10-12 we 10-12 th 10-12 fr 10-12");
    branch_k = branch_made("K", "mo 9-12");
    assert_int_equal(setting_set(&lib.c, SET_BASE_URL, S("https://kist.example")), OK);
    assert_int_equal(setting_set(&lib.c, SET_LIBRARY_NAME, S("Gereedschapskist")), OK);
    assert_int_equal(library_fact_set(&lib.c, "kind", S("test")), OK);
    struct str why;
    assert_int_equal(outbox_gateways(&lib.c, &gateways, &why), OK);
    return 0;
}

static int end(void **state)
{
    (void)state;
    library_drop(&lib);
    return 0;
}

static void at(int y, int m, int d, int hour, int minute)
{
    lib.now = instant_of(day_of(y, m, d), hour * 60 + minute);
    library_ctx(&lib);
}

static int64_t member_made(const char *name, const char *phone, const char *email, const char *lang,
                           day since)
{
    struct member_new n = { .name = str_of(name), .phone = str_of(phone), .email = str_of(email),
        .language = str_of(lang), .state = MEMBER_ACTIVE, .since = since, .until = DAY_NONE,
        .blocked_until = DAY_NONE };
    int64_t id;
    assert_int_equal(member_add(&lib.c, &n, &id), OK);
    return id;
}

static int64_t tool_made(const char *name, int64_t branch)
{
    struct tool_new n = { .name = str_of(name), .home = branch, .state = TOOL_ACTIVE, .price = -1,
                          .bought = DAY_NONE };
    int64_t id;
    assert_int_equal(tool_add(&lib.c, &n, &id), OK);
    return id;
}

/* A loan made now, with the due day that the story wants. */
static int64_t loan_made(int64_t member, int64_t tool, int64_t branch, day due)
{
    struct lent l;
    struct lend w = { .tool = tool, .member = member, .branch = branch, .until = DAY_NONE,
                      .backdate = DAY_NONE };
    assert_int_equal(loan_out(&lib.c, &w, &l), OK);
    assert_int_equal(thing_set(&lib.c, F_LOAN_DUE_DAY, l.loan.id, val_day(l.loan.due), val_day(due)), OK);
    return l.loan.id;
}

static enum fault plan(struct ctx *c, void *arg)
{
    return outbox_plan(c, &gateways, arg);
}

static char heard_text[2000];
static int heard_n;
static void heard(void *self, const struct sending *s, const struct verdict *v, const char *state)
{
    (void)self;
    (void)v;
    (void)state;
    heard_n++;
    snprintf(heard_text, sizeof heard_text, "%.*s", STR(s->words.text));
}

/* One `kist remind`; what was sent last is in heard_text. */
static struct tally remind(void)
{
    struct tally t = { 0 };
    heard_n = 0;
    *heard_text = 0;
    assert_int_equal(db_write(&lib.c, plan, &t), OK);
    assert_int_equal(outbox_send(&lib.c, &(struct outbox_run){ .gateways = &gateways, .each = heard },
                                 &t), OK);
    return t;
}

static int64_t count_of(enum query_id id, const char *state, const char *channel)
{
    int64_t n = 0;
    QUERY(q, &lib.c, id);
    while (q_row(&q))
        if (str_eq(q_str(&q, "state"), str_of(state)) && str_eq(q_str(&q, "channel"), str_of(channel)))
            n += q_int(&q, "n");
    assert_int_equal(q_end(&q), OK);
    return n;
}

/* ---- the steps, pure ---- */

static struct calendar calendar_made(const char *hours, struct arena *a)
{
    struct calendar k = { .holiday_open = { [HOLIDAYS - 1] = true } };
    struct str bad;
    assert_int_equal(hours_parse(a, str_of(hours), &k.blocks, &k.n_blocks, &bad), OK);
    return k;
}

static const struct due_rules rules = { .soon = 2, .soon_shortest = 4, .overdue = { 1, 7, 14 },
                                        .n_overdue = 3, .call = 21 };
static const char every_weekday[] = "mo 10-12 tu 10-12 we 10-12 th 10-12 fr 10-12";

static void steps_are_scaled(void **state)
{
    (void)state;
    static const int steps[] = { 1, 7, 14, 21 }, one[] = { 1, 2, 3, 5 }, three[] = { 1, 5, 9, 13 };
    for (size_t i = 0; i < COUNT(steps); i++) {
        assert_int_equal(due_scaled(steps[i], 5), steps[i]);
        assert_int_equal(due_scaled(steps[i], 7), steps[i]);
        assert_int_equal(due_scaled(steps[i], 1), one[i]);
        assert_int_equal(due_scaled(steps[i], 3), three[i]);
    }
}

static struct due_step step_on(const struct calendar *k, day begun, day due, day on)
{
    return due_step_on(&rules, k, (struct due_dates){ due, begun }, on);
}

static void short_loans_get_no_due_soon(void **state)
{
    struct arena a = { 0 };
    (void)state;
    struct calendar k = calendar_made(every_weekday, &a);
    day out = day_of(2026, 11, 24), on = day_of(2026, 11, 26);
    assert_int_equal(step_on(&k, out, day_of(2026, 11, 27), on).kind, DUE_NOTHING);
    assert_int_equal(step_on(&k, out, day_of(2026, 11, 28), on).kind, DUE_SOON);
    arena_free(&a);
}

static void christmas_days_do_not_count(void **state)
{
    struct arena a = { 0 };
    (void)state;
    struct calendar k = calendar_made(every_weekday, &a);
    day out = day_of(2026, 12, 10), due = day_of(2026, 12, 17);
    struct due_step s = step_on(&k, out, due, day_of(2026, 12, 28));
    assert_int_equal(s.kind, DUE_OVERDUE);
    assert_int_equal(s.n, 1); /* six open days late: still the first step */
    assert_int_equal(step_on(&k, out, due, day_of(2026, 12, 29)).n, 7);
    arena_free(&a);
}

/* For any due day the steps come in order and each number stands for one stretch of days. */
static void steps_never_go_back(void **state)
{
    static const char *const hours[] = { every_weekday, "mo 9-12", "tu 13-17 th 13-17 sa 10-12" };
    struct arena a = { 0 };
    (void)state;
    for (size_t h = 0; h < COUNT(hours); h++) {
        struct calendar k = calendar_made(hours[h], &a);
        for (int d = 0; d < 400; d += 3) {
            day due = calendar_first(&k, day_plus(day_of(2026, 1, 1), d), 30), out = day_plus(due, -7);
            int before = -1;
            for (int i = -10; i < 60; i++) {
                struct due_step s = step_on(&k, out, due, day_plus(due, i));
                int rank = (int)s.kind * 100 + s.n;
                assert_true(rank >= before || s.kind == DUE_NOTHING);
                assert_true(s.kind != DUE_SOON || (i >= -2 && i <= 0));
                assert_true(i >= -2 || s.kind == DUE_NOTHING);
                before = s.kind == DUE_NOTHING ? before : rank;
            }
        }
    }
    arena_free(&a);
}

/* ---- the outbox ---- */

static void told_once(void **state)
{
    (void)state;
    at(2026, 11, 24, 10, 30);
    int64_t m = member_made("A", "06 12345678", "", "nl", DAY_NONE);
    int64_t loan = loan_made(m, tool_made("Boormachine", branch_h), branch_h, day_of(2026, 12, 1));
    assert_true(loan > 0);
    at(2026, 11, 28, 12, 0);
    assert_int_equal(remind().written, 0);
    at(2026, 11, 30, 9, 30);
    assert_int_equal(remind().sent, 1);
    assert_non_null(strstr(heard_text, "Gereedschapskist: je leent Boormachine."));
    assert_non_null(strstr(heard_text, "dinsdag 1 december"));
    struct tally again = remind();
    assert_int_equal(again.written + again.sent, 0);
    at(2026, 12, 2, 9, 30);
    assert_int_equal(remind().sent, 1);
    assert_non_null(strstr(heard_text, "we missen Boormachine nog"));
}

static void a_missed_run_loses_nothing(void **state)
{
    (void)state;
    at(2026, 11, 2, 10, 30);
    int64_t m = member_made("A", "06 12345678", "", "nl", DAY_NONE);
    loan_made(m, tool_made("Boormachine", branch_h), branch_h, day_of(2026, 11, 9));
    at(2026, 11, 25, 9, 30); /* twelve open days late, no run before */
    assert_int_equal(remind().sent, 1); /* only the step that fits today */
    assert_non_null(strstr(heard_text, "we denken mee"));
}

static void what_came_back_is_not_sent(void **state)
{
    struct returned r;
    struct tally t = { 0 };
    (void)state;
    at(2026, 11, 24, 10, 30);
    int64_t m = member_made("A", "06 12345678", "", "nl", DAY_NONE), tool = tool_made("Boor", branch_h);
    loan_made(m, tool, branch_h, day_of(2026, 12, 1));
    at(2026, 11, 29, 12, 0); /* a Sunday: kept for Monday morning (N8) */
    assert_int_equal(remind().written, 1);
    assert_int_equal(count_of(Q_MESSAGE_COUNTS, "due", "sms"), 1);
    assert_int_equal(loan_in(&lib.c, &(struct back){ .tool = tool, .branch = branch_h,
                                                     .backdate = DAY_NONE }, &r), OK);
    at(2026, 11, 30, 9, 0);
    t = remind();
    assert_int_equal(t.sent, 0);
    assert_int_equal(t.dropped, 1);
    assert_int_equal(count_of(Q_MESSAGE_COUNTS, "due", "sms"), 0);
}

static void quiet_hours_are_waited_out(void **state)
{
    (void)state;
    at(2027, 3, 23, 10, 30);
    int64_t m = member_made("A", "06 12345678", "", "nl", DAY_NONE);
    loan_made(m, tool_made("Boor", branch_h), branch_h, day_of(2027, 3, 30));
    at(2027, 3, 28, 10, 0); /* Easter Sunday, the night of the clock change; Monday is quiet too */
    struct tally t = remind();
    assert_int_equal(t.written, 1);
    assert_int_equal(t.sent, 0);
    assert_int_equal(quiet_until(&lib.c, lib.now), instant_of(day_of(2027, 3, 30), 9 * 60));
    at(2027, 3, 30, 8, 59);
    assert_int_equal(remind().sent, 0);
    at(2027, 3, 30, 9, 0);
    assert_int_equal(remind().sent, 1);
}

static void one_phone_one_text(void **state)
{
    (void)state;
    at(2026, 11, 20, 10, 30);
    int64_t b = member_made("Bea", "06 12345678", "", "nl", day_of(2023, 5, 1));
    int64_t a = member_made("Ann", "+31612345678", "", "en", day_of(2024, 3, 1));
    loan_made(b, tool_made("Ladder", branch_h), branch_h, day_of(2026, 11, 27));
    at(2026, 11, 24, 10, 30);
    loan_made(a, tool_made("Boormachine", branch_h), branch_h, day_of(2026, 12, 1));
    at(2026, 11, 30, 9, 30);
    struct tally t = remind();
    assert_int_equal(t.written, 2);
    assert_int_equal(t.sent, 1);
    const char *ladder = strstr(heard_text, "we missen Ladder nog"), *boor = strstr(heard_text, "je leent Boor");
    assert_non_null(ladder);
    assert_non_null(boor);
    assert_true(ladder < boor);
    assert_non_null(strstr(heard_text, "Voor Bea: "));
    assert_int_equal(remind().sent, 0);
}

static void nobody_is_unreachable(void **state)
{
    (void)state;
    at(2026, 11, 24, 10, 30);
    int64_t b = member_made("B", "", "", "nl", DAY_NONE), c = member_made("C", "050 1234567", "", "nl", DAY_NONE);
    int64_t d = member_made("D", "", "d@post.example", "en", DAY_NONE);
    loan_made(b, tool_made("Boor", branch_h), branch_h, day_of(2026, 12, 1));
    loan_made(c, tool_made("Ladder", branch_h), branch_h, day_of(2026, 12, 1));
    loan_made(d, tool_made("Zaag", branch_h), branch_h, day_of(2026, 12, 1));
    at(2026, 11, 30, 9, 30);
    struct tally t = remind();
    assert_int_equal(t.calls, 2);
    assert_int_equal(t.sent, 1);
    assert_non_null(strstr(heard_text, "Hello D,"));
    assert_int_equal(count_of(Q_MESSAGE_COUNTS, "due", "call"), 1);
    assert_int_equal(count_of(Q_MESSAGE_COUNTS, "due", "visit"), 1);
    t = remind();
    assert_int_equal(t.written, 0);
}

static void a_renewal_starts_anew(void **state)
{
    struct renewed r;
    (void)state;
    at(2026, 11, 24, 10, 30);
    int64_t m = member_made("A", "06 12345678", "", "nl", DAY_NONE), tool = tool_made("Boor", branch_h);
    loan_made(m, tool, branch_h, day_of(2026, 12, 1));
    at(2026, 11, 30, 9, 30);
    assert_int_equal(remind().sent, 1);
    at(2026, 11, 30, 10, 0);
    assert_int_equal(loan_renew(&lib.c, tool, 0, &r), OK);
    assert_true(day_is(r.loan.due, day_of(2026, 12, 8)));
    assert_int_equal(remind().written, 0);
    at(2026, 12, 7, 9, 30);
    assert_int_equal(remind().sent, 1);
    assert_non_null(strstr(heard_text, "dinsdag 8 december"));
}

static int64_t text_to_send(void)
{
    int64_t id;
    QUERY(q, &lib.c, Q_MESSAGE_TO_SEND);
    q_bind(&q, "now", val_time(lib.now));
    q_bind_str(&q, "channel", S("sms"));
    q_bind_int(&q, "urgent", 0);
    q_bind_int(&q, "after", 0);
    assert_int_equal(q_run_int(&q, &id), OK);
    return id;
}

/* N9: a process that died after its claim leaves a message that is seen. */
static void a_claim_that_nobody_finished_is_seen(void **state)
{
    (void)state;
    at(2026, 11, 24, 10, 30);
    int64_t m = member_made("A", "06 12345678", "", "nl", DAY_NONE), id;
    loan_made(m, tool_made("Boor", branch_h), branch_h, day_of(2026, 12, 1));
    at(2026, 11, 30, 9, 30);
    struct tally t = { 0 };
    assert_int_equal(db_write(&lib.c, plan, &t), OK);
    id = text_to_send();
    QUERY(claim, &lib.c, Q_MESSAGE_CLAIM);
    q_bind_int(&claim, "id", id);
    q_bind(&claim, "now", val_time(lib.now));
    q_bind_int(&claim, "quiet", 0);
    q_bind(&claim, "until", val_time(lib.now + 120));
    assert_int_equal(q_run(&claim), OK);
    assert_int_equal(remind().sent, 0); /* somebody may still be at it */
    at(2026, 11, 30, 9, 40);
    t = remind();
    assert_int_equal(t.sent, 0);
    assert_int_equal(t.unknown, 1);
    assert_int_equal(count_of(Q_MESSAGE_COUNTS, "unknown", "sms"), 1);
}

/* N28, N10: a number that several read does not take texts; each hears by their own next way. */
static void a_shared_number_fails_for_each(void **state)
{
    (void)state;
    at(2026, 11, 24, 10, 30);
    int64_t b = member_made("Bea", "06 12345678", "bea@post.example", "nl", DAY_NONE);
    int64_t a = member_made("Ann", "06 12345678", "", "en", DAY_NONE), id;
    loan_made(b, tool_made("Ladder", branch_h), branch_h, day_of(2026, 12, 1));
    loan_made(a, tool_made("Boor", branch_h), branch_h, day_of(2026, 12, 1));
    at(2026, 11, 30, 9, 30);
    struct tally t = { 0 };
    assert_int_equal(db_write(&lib.c, plan, &t), OK);
    id = text_to_send();
    struct sending m = { .id = id, .member = b, .channel = CHANNEL_SMS };
    assert_int_equal(outbox_next_channel(&lib.c, &gateways, &m), OK);
    assert_int_equal(count_of(Q_MESSAGE_COUNTS, "due", "email"), 1);
    assert_int_equal(count_of(Q_MESSAGE_COUNTS, "due", "call"), 1);
    assert_int_equal(remind().sent, 1);
    assert_non_null(strstr(heard_text, "Ladder"));
    assert_null(strstr(heard_text, "Boor")); /* what Ann has is not Bea's to read */
}

/* N12: what costs most for least goes first when the month's budget runs out. */
static void the_budget_stops_the_least_urgent_first(void **state)
{
    (void)state;
    at(2026, 11, 24, 10, 30);
    int64_t early = member_made("A", "06 12345678", "a@post.example", "nl", DAY_NONE);
    int64_t late = member_made("B", "06 12345679", "", "nl", DAY_NONE);
    int64_t poor = member_made("C", "06 12345680", "", "nl", DAY_NONE), id;
    loan_made(early, tool_made("Boor", branch_h), branch_h, day_of(2026, 12, 1));
    loan_made(late, tool_made("Zaag", branch_h), branch_h, day_of(2026, 11, 27));
    loan_made(poor, tool_made("Ladder", branch_h), branch_h, day_of(2026, 12, 1));
    at(2026, 11, 30, 9, 30);
    assert_int_equal(setting_set(&lib.c, SET_SMS_BUDGET, S("10.00")), OK);
    struct message_new spent = { .kind = "due_soon", .channel = "sms", .member = late, .not_before = lib.now };
    assert_int_equal(message_add(&lib.c, &spent, &id), OK);
    QUERY(q, &lib.c, Q_MESSAGE_MARK); /* three quarters of it */
    q_bind_int(&q, "id", id);
    q_bind_str(&q, "state", S("sent"));
    q_bind_int(&q, "maybe", 0);
    q_bind_int(&q, "cost_cents", 750);
    q_bind(&q, "now", val_time(lib.now));
    q_bind(&q, "not_before_at", val_time(lib.now));
    const char *const none[] = { "gateway", "gateway_ref", "error", "subject", "body", "parts" };
    for (size_t i = 0; i < COUNT(none); i++)
        q_bind(&q, none[i], val_none());
    assert_int_equal(q_run(&q), OK);
    library_ctx(&lib);
    struct tally t = remind();
    assert_int_equal(t.budget, BUDGET_LOW);
    assert_int_equal(t.sent, 2); /* an e-mail before the day, a text after it; nothing for C, no call either */
    assert_int_equal(count_of(Q_MESSAGE_COUNTS, "due", "call"), 0);
    at(2026, 12, 2, 9, 30); /* a new month: C's Ladder is late by now */
    assert_int_equal(remind().budget, BUDGET_FINE);
}

/* A language of the pages only, as Arabic is: no half of a message comes in it. */
static void who_reads_a_language_without_messages_reads_english(void **state)
{
    (void)state;
    at(2026, 11, 24, 10, 30);
    int64_t m = member_made("A", "06 12345678", "", "ar", DAY_NONE);
    loan_made(m, tool_made("Boormachine", branch_h), branch_h, day_of(2026, 12, 1));
    at(2026, 11, 30, 9, 30);
    assert_int_equal(remind().sent, 1);
    assert_non_null(strstr(heard_text, "Gereedschapskist: you have Boormachine. Please return by Tuesday 1 December"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        { "N19 E60 steps count as ceil(k w / 5) where a branch opens fewer days", steps_are_scaled, NULL, NULL, NULL },
        { "N18 E54 a loan shorter than four days has no due-soon", short_loans_get_no_due_soon, NULL, NULL, NULL },
        { "C8 N18 E55 days the branch is shut do not make anyone later", christmas_days_do_not_count, NULL, NULL, NULL },
        { "N3 steps come in order, for every due day and three calendars", steps_never_go_back, NULL, NULL, NULL },
        { "N1 N2 each step is told once", told_once, begin, end, NULL },
        { "N1 N3 after a long silence only the step that fits today is sent", a_missed_run_loses_nothing, begin, end, NULL },
        { "N6 what came back in the meantime is not sent", what_came_back_is_not_sent, begin, end, NULL },
        { "N8 N20 E56 a text waits out Easter and the night", quiet_hours_are_waited_out, begin, end, NULL },
        { "N5 N21 E58 two people on one phone get one text, in the language of the one longest with us", one_phone_one_text, begin, end, NULL },
        { "N7 E57 without phone or e-mail a person is on the call or visit list", nobody_is_unreachable, begin, end, NULL },
        { "N2 a renewal starts the steps anew", a_renewal_starts_anew, begin, end, NULL },
        { "N10 N28 where a shared number fails, each hears by their own next way", a_shared_number_fails_for_each, begin, end, NULL },
        { "N12 the budget of a month stops the least urgent texts first", the_budget_stops_the_least_urgent_first, begin, end, NULL },
        { "N12 a language that has no messages is read in English, whole", who_reads_a_language_without_messages_reads_english, begin, end, NULL },
        { "N9 a claim that nobody finished is seen, and no text is sent twice", a_claim_that_nobody_finished_is_seen, begin, end, NULL },
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("reminders", tests, NULL, NULL);
}
