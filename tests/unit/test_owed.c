/* X11, X12, N1-N3, N6, N8-N10, N20, N28: whatever happens in whatever order - runs, missed runs, two
 * at once, crashes, gateways that refuse or hang, renewals, returns, closings, a clock set back -
 * everybody hears each step at most once, never one that no longer fits, and nobody is forgotten.
 *
 * What is true is kept apart from the code under test: who has heard what is noted by the gateway,
 * which step fits is counted day by day. SEED=N lives the same story again. */
#include <stdlib.h>

#include "base/conf.h"
#include "lending/closing.h"
#include "lending/loan.h"
#include "lending/setting.h"
#include "lending/tell.h"
#include "reminders/answer.h"
#include "reminders/calls.h"
#include "reminders/outbox.h"
#include "reminders/wire.h"
#include "schema/db.h"
#include "schema/query.h"
#include "tests/unit/story.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#undef fail /* ours is a function */

enum { STORIES = 6, TURNS = 70, PEOPLE = 9, TOOLS = 12, HEARD_MOST = 2000, CLAIM_SECONDS = 120 };

static uint64_t dice;
static unsigned roll(unsigned n)
{
    dice ^= dice << 13;
    dice ^= dice >> 7;
    dice ^= dice << 17;
    return (unsigned)((dice >> 11) % n);
}

/* ---- what happened, noted where it happened ---- */

static struct heard {
    int64_t loan, message;
    int due, n;
    char kind[12];
    bool surely; /* and our side knows it */
} heard[HEARD_MOST];
static size_t n_heard;

enum mood { GOOD, REFUSES, THROTTLES, BROKEN, SILENT, DIES_BEFORE, DIES_AFTER, MOODS };
static bool all_good; /* of a run: nothing goes wrong */
static jmp_buf dead;
static int64_t people[PEOPLE], tools[TOOLS], branch;
static struct gateways gateways;
static uint64_t seed;

#define MUST_BE(x) \
    do { \
        if (!(x)) { \
            print_message("# SEED=%llu at %s, line %d: %s\n", (unsigned long long)seed, \
                          day_text(day_at(lib.now)), __LINE__, #x); \
            abort_story(); \
        } \
    } while (0)
static void abort_story(void)
{
    assert_true(false);
}

/* N18, counted day by day: the branch is open five days a week, steps 1, 7, 14, call at 21. */
static void fitting(const struct loan *l, day today, const char **kind, int *n)
{
    struct calendar k;
    day begun = day_none(l->renewed) ? l->out : l->renewed;
    int late = 0;
    MUST_BE(!calendar_load(&lib.c, branch, &k));
    for (day d = day_plus(l->due, 1); !day_before(today, d); d = day_plus(d, 1))
        late += calendar_open(&k, d);
    bool soon = !day_before(l->due, today) && day_diff(l->due, today) <= 2 && day_diff(l->due, begun) >= 4;
    *n = late >= 21 ? 21 : late >= 14 ? 14 : late >= 7 ? 7 : late >= 1 ? 1 : 0;
    *kind = late >= 21 ? "call" : late ? "overdue" : soon ? "due_soon" : NULL;
}

static struct heard *heard_before(int64_t loan, int due, const char *kind, int n)
{
    for (size_t i = 0; i < n_heard; i++)
        if (heard[i].loan == loan && heard[i].due == due && heard[i].n == n && !strcmp(heard[i].kind, kind))
            return &heard[i];
    return NULL;
}

static int64_t message_by_ref(struct str ref)
{
    int64_t found = 0;
    QUERY(q, &lib.c, Q_MESSAGE_LIST);
    q_bind_str(&q, "state", S("claimed"));
    q_bind_int(&q, "member", 0);
    q_bind_int(&q, "limit", 1000);
    while (!found && q_row(&q)) {
        QUERY(m, &lib.c, Q_MESSAGE_GET);
        q_bind_int(&m, "id", q_int(&q, "id"));
        if (q_row(&m) && str_eq(q_str(&m, "ref"), ref))
            found = q_int(&q, "id");
    }
    return found;
}

/* A message arrived: everything in it must still be true, and be news. */
static void arrived(struct str ref, bool text, bool surely)
{
    struct told_list l;
    struct loan loan;
    int64_t id = message_by_ref(ref);
    MUST_BE(id); /* N9: it was claimed before it left */
    MUST_BE(!told_load(&lib.c, id, &l));
    MUST_BE(!l.n || !text || quiet_until(&lib.c, lib.now) == lib.now); /* N20: not for an answer */
    for (size_t i = 0; i < l.n; i++) {
        const struct told *t = &l.at[i];
        const char *kind;
        int n;
        if (t->step.kind == DUE_NOTHING)
            continue; /* moved by a closing: told of when it happens */
        MUST_BE(!loan_get(&lib.c, t->loan, &loan));
        fitting(&loan, day_at(lib.now), &kind, &n);
        bool fits = loan.open && day_is(loan.due, t->told_due) /* N2, N6 */
                    && kind && str_eq(t->kind, str_of(kind)) && n == t->step.n; /* N3, N18 */
        if (!fits && t->maybe)
            continue; /* it stands there as told, and is left out of the text */
        MUST_BE(fits);
        struct heard *h = heard_before(t->loan, t->told_due.n, kind, n);
        /* X11: again only an e-mail that nobody knows of, with the same Message-ID. */
        MUST_BE(!h || (!text && !h->surely && h->message == id));
        MUST_BE(n_heard < HEARD_MOST);
        h = h ? h : &heard[n_heard++];
        *h = (struct heard){ .loan = t->loan, .message = id, .due = t->told_due.n, .n = n, .surely = surely };
        snprintf(h->kind, sizeof h->kind, "%s", kind);
    }
}

static enum mood mood_now(void)
{
    return all_good || roll(5) ? GOOD : (enum mood)roll(MOODS);
}

/* The gateway, in one of its moods: what it took, it has. */
static enum wire_end takes(enum mood m, struct str ref, bool text)
{
    ref = str_copy(&lib.mem, ref);
    if (m == DIES_BEFORE)
        longjmp(dead, 1);
    if (m == GOOD || m == SILENT || m == DIES_AFTER)
        arrived(ref, text, m == GOOD);
    if (m == DIES_AFTER)
        longjmp(dead, 1);
    lib.now += all_good ? 0 : roll(20); /* each takes its time */
    return m == SILENT ? WIRE_UNKNOWN : m == BROKEN ? WIRE_NOT_SENT : WIRE_REPLIED;
}

static void fake_http(const struct wire *w, const struct http_request *r, struct arena *mem,
                      struct http_reply *reply)
{
    enum mood m = mood_now();
    struct str rest = r->body, ref;
    (void)w;
    (void)mem;
    str_next(&rest, ' ', &ref);
    *reply = (struct http_reply){ .end = takes(m, ref, true),
        .status = m == REFUSES ? 400 : m == THROTTLES ? 429 : 200,
        .retry_after = m == THROTTLES && roll(2) ? 3600 : 0, .why = S("no") };
}

static void fake_smtp(const struct wire *w, const struct smtp_request *r, struct arena *mem,
                      struct smtp_reply *reply)
{
    enum mood m = mood_now();
    struct str rest = r->message, line, ref = { 0 };
    (void)w;
    (void)mem;
    while (str_next(&rest, '\n', &line))
        if (str_starts(line, S("Message-ID: <"))) {
            rest = str_from(line, 13);
            str_next(&rest, '@', &ref);
            break;
        }
    *reply = (struct smtp_reply){ .end = takes(m, ref, false), .at = m == REFUSES ? SMTP_AT_TO : SMTP_AT_END,
        .code = m == REFUSES ? 550 : m == THROTTLES ? 451 : 250, .text = S("no"), .why = S("no") };
}

/* ---- what may happen ---- */

static enum fault planning(struct ctx *c, void *tally)
{
    return outbox_plan(c, &gateways, tally);
}

void __lsan_disable(void) __attribute__((weak));
void __lsan_enable(void) __attribute__((weak));
static void lsan(void (*what)(void))
{
    if (what)
        what();
}

/* What was taken, and then not marked as the run died, is as if nobody had answered. */
static bool marked(int64_t message)
{
    QUERY(q, &lib.c, Q_MESSAGE_GET);
    q_bind_int(&q, "id", message);
    return q_row(&q) && !str_eq(q_str(&q, "state"), S("claimed"));
}

static void remind(bool good)
{
    struct tally t = { 0 };
    all_good = good;
    library_ctx(&lib);
    MUST_BE(!db_write(&lib.c, planning, &t));
    if (!good && !roll(8))
        return; /* it died between the two */
    lsan(__lsan_disable); /* who dies frees nothing */
    bool died = setjmp(dead);
    if (!died)
        MUST_BE(!outbox_send(&lib.c, &(struct outbox_run){ .gateways = &gateways }, &t));
    lsan(__lsan_enable);
    library_ctx(&lib);
    for (size_t i = 0; died && i < n_heard; i++)
        heard[i].surely = heard[i].surely && marked(heard[i].message);
}

struct doing {
    int64_t tool, member;
    unsigned what, days;
};

static enum fault lends(struct ctx *c, const struct doing *d)
{
    struct lent l;
    struct lend w = { .tool = d->tool, .member = d->member, .branch = branch, .until = DAY_NONE,
                      .backdate = DAY_NONE, .age_ok = true };
    return loan_out(c, &w, &l);
}

static enum fault closes(struct ctx *c, const struct doing *d)
{
    const struct move *m;
    size_t n;
    int64_t id;
    day from = day_plus(c->today, 1 + (int)d->days), to = day_plus(from, (int)d->days % 4);
    enum fault f = closing_plan(c, branch, from, to, &m, &n);
    return f ? f : closing_apply(c, branch, from, to, S("vrij"), m, n, &id);
}

static enum fault texts(struct ctx *c, const struct doing *d)
{
    static const char *const words[] = { "VERLENG", "JA", "START", "START", "eh wat", "STOP" };
    const struct contact *k;
    struct answered a;
    size_t n;
    enum fault f = member_contacts(c, d->member, &k, &n);
    return f || !n || !k[0].phone ? f
         : answer_take(c, &(struct incoming){ .phone = k[0].value, .text = str_of(words[d->days % 6]) }, &a);
}

static enum fault calls(struct ctx *c, const struct doing *d)
{
    const struct call *k;
    size_t n;
    struct call one;
    enum fault f = calls_list(c, &k, &n);
    return f || !n ? f : call_done(c, k[0].id, d->days % 3 ? CALL_SPOKEN : CALL_NO_ANSWER, &one);
}

/* A refusal is fine: then nothing happened. */
static enum fault happens(struct ctx *c, void *arg)
{
    const struct doing *d = arg;
    struct renewed r;
    struct returned back;
    struct back b = { .tool = d->tool, .branch = branch, .backdate = DAY_NONE };
    switch (d->what) {
    case 0: return lends(c, d);
    case 1: return loan_renew(c, d->tool, 0, &r);
    case 2: return loan_in(c, &b, &back);
    case 3: return closes(c, d);
    case 4: return texts(c, d);
    default: return calls(c, d);
    }
}

static void something(void)
{
    static const unsigned often[] = { 0, 0, 0, 0, 1, 1, 2, 3, 4, 5 };
    struct doing d = { .tool = tools[roll(TOOLS)], .member = people[roll(PEOPLE)],
                       .what = often[roll(COUNT(often))], .days = roll(12) };
    library_ctx(&lib);
    (void)!db_write(&lib.c, happens, &d);
}

/* ---- nobody is forgotten ---- */

/* Where the step is that this loan is owed: told, waiting for its hour or its next try, with the
 * volunteers, or nobody knows and they see it. */
static bool accounted(const struct loan *l, const char *kind, int n)
{
    bool fine = false;
    QUERY(q, &lib.c, Q_STEPS_ABOUT);
    q_bind_int(&q, "loan", l->id);
    q_bind_int(&q, "hold", 0);
    q_bind_str(&q, "kind", str_of(kind));
    q_bind(&q, "due_day", val_none());
    while (q_row(&q)) {
        struct told_list t;
        int64_t message = q_int(&q, "message"), not_before = 0, until = 0;
        struct str state = q_str(&q, "state"), channel = { 0 };
        MUST_BE(!told_load(&lib.c, message, &t));
        bool same = false;
        for (size_t i = 0; i < t.n; i++)
            same = same || (t.at[i].loan == l->id && day_is(t.at[i].told_due, l->due) && t.at[i].step.n == n);
        if (!same)
            continue;
        QUERY(m, &lib.c, Q_MESSAGE_GET);
        q_bind_int(&m, "id", message);
        MUST_BE(q_row(&m));
        channel = q_str(&m, "channel");
        not_before = q_int(&m, "not_before_at");
        until = q_int(&m, "claimed_until_at");
        bool listed = str_eq(channel, S("call")) || str_eq(channel, S("visit"));
        struct heard *h = heard_before(l->id, l->due.n, kind, n);
        if (str_eq(state, S("sent")) || str_eq(state, S("delivered")))
            fine = fine || h || listed;
        else if (str_eq(state, S("due")))
            fine = fine || listed || not_before > lib.now || quiet_until(&lib.c, lib.now) != lib.now;
        else if (str_eq(state, S("claimed")))
            fine = fine || until >= lib.now;
        else
            fine = fine || str_eq(state, S("unknown"));
    }
    return fine;
}

/* After a run in which nothing went wrong. */
static void nobody_is_forgotten(void)
{
    const struct loan *l;
    size_t n;
    int64_t total;
    int step, later;
    const char *kind, *then;
    library_ctx(&lib);
    MUST_BE(!loan_list(&lib.c, &(struct loan_query){ .limit = 100 }, &l, &n, &total));
    day allowed = day_at(quiet_until(&lib.c, lib.now));
    for (size_t i = 0; i < n; i++) {
        fitting(&l[i], day_at(lib.now), &kind, &step);
        fitting(&l[i], allowed, &then, &later);
        if (kind && then && !strcmp(kind, then) && step == later) /* N20: else the next one is owed by then */
            MUST_BE(accounted(&l[i], kind, step));
    }
}

/* ---- a story ---- */

static void settle_in(void)
{
    static struct conf_entry sms[] = { { .key = "kind", .value = "http" }, { .key = "channel", .value = "sms" },
        { .key = "url", .value = "http://127.0.0.1/x" }, { .key = "type", .value = "form" },
        { .key = "body", .value = "{ref|url} {to|digits}" }, { .key = "ok", .value = "2xx" } };
    static struct conf_entry mail[] = { { .key = "kind", .value = "smtp" }, { .key = "tls", .value = "none" },
        { .key = "url", .value = "smtp://127.0.0.1:25" }, { .key = "from", .value = "kist@kist.example" } };
    static struct conf_section sections[] = { { .name = "sms", .file = "c", .at = sms, .n = COUNT(sms) },
                                              { .name = "mail", .file = "c", .at = mail, .n = COUNT(mail) } };
    static const struct conf conf = { .gateways = sections, .n_gateways = COUNT(sections) };
    static const struct wire wire = { .http = fake_http, .smtp = fake_smtp };
    static struct arena kept;
    struct str why;
    lib.world.conf = &conf;
    lib.world.wire = &wire;
    arena_free(&kept);
    MUST_BE(!gateways_load(&conf, &kept, &gateways, &why));
}

static enum fault begins(struct ctx *c, void *arg)
{
    static const struct { const char *phone, *email; } ways[PEOPLE] = {
        { "06 10000001", "" }, { "06 10000002", "a@post.example" }, { "06 10000003", "" },
        { "06 10000003", "b@post.example" }, { "", "c@post.example" }, { "050 1234567", "" },
        { "050 1234568", "d@post.example" }, { "", "" }, { "06 10000004", "" } };
    enum fault f = OK;
    (void)arg;
    for (size_t i = 0; !f && i < PEOPLE; i++) {
        struct member_new m = { .name = S("A"), .phone = str_of(ways[i].phone), .email = str_of(ways[i].email),
            .language = S("nl"), .state = MEMBER_ACTIVE, .since = DAY_NONE, .until = DAY_NONE,
            .blocked_until = DAY_NONE };
        f = member_add(c, &m, &people[i]);
    }
    for (size_t i = 0; !f && i < TOOLS; i++) {
        struct tool_new t = { .name = str_printf(c->mem, "Boor %zu", i), .home = branch, .state = TOOL_ACTIVE,
                              .price = -1, .bought = DAY_NONE };
        f = tool_add(c, &t, &tools[i]);
    }
    if (!f)
        f = setting_set(c, SET_BASE_URL, S("https://kist.example"));
    if (!f)
        f = setting_set(c, SET_LIBRARY_NAME, S("Kist"));
    return f ? f : library_fact_set(c, "kind", S("test"));
}

static void live(uint64_t number)
{
    seed = number;
    dice = number * 0x9e3779b97f4a7c15u + 1;
    n_heard = 0;
    library_make(&lib);
    settle_in();
    MUST_BE(!kist(NULL, "branch add | name=N | hours=mo 9-20 tu 9-20 we 9-20 th 9-20 fr 9-20"));
    branch = branch_id("N");
    library_ctx(&lib);
    MUST_BE(!db_write(&lib.c, begins, NULL));
    int64_t latest = 0;
    for (int i = 0; i < TURNS; i++) {
        lib.now += (int64_t)roll(roll(3) ? 14 : 90) * 3600 + roll(3600);
        if (!roll(20))
            lib.now -= 2 * 86400; /* X12 */
        latest = lib.now > latest ? lib.now : latest;
        for (unsigned n = roll(5); n && lib.now == latest; n--)
            something(); /* what is lent before it was lent is not our subject */
        bool good = !roll(3);
        for (unsigned n = roll(3); n; n--)
            remind(good);
        if (good) {
            remind(true);
            nobody_is_forgotten();
        }
        arena_free(&lib.mem);
    }
    for (int i = 0; i < 4; i++) { /* all tries are over by then */
        lib.now += 24 * 3600;
        remind(true);
    }
    nobody_is_forgotten();
    library_assert_consistent(&lib);
    library_drop(&lib);
}

static void whatever_happens(void **state)
{
    const char *given = getenv("SEED");
    struct timespec t;
    (void)state;
    clock_gettime(CLOCK_REALTIME, &t);
    uint64_t first = given ? strtoull(given, NULL, 10) : (uint64_t)t.tv_nsec % 1000000;
    print_message("# SEED=%llu and the next %d\n", (unsigned long long)first, STORIES - 1);
    size_t all = 0;
    for (uint64_t i = 0; i < (given ? 1 : STORIES); i++) {
        live(first + i);
        all += n_heard;
    }
    print_message("# %zu steps were heard\n", all);
    assert_true(given || all > 50); /* much was told */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        { "X11 X12 N1 N2 N6 N9 N28 whatever happens, each step is heard once while it fits, and none is forgotten",
          whatever_happens, NULL, NULL, NULL },
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("owed", tests, NULL, NULL);
}
