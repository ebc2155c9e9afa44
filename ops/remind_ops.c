/* Reminders: one run, the outbox, the gateways. Cron runs `kist remind` (N15). */
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "lending/member.h"
#include "lending/setting.h"
#include "ops/table.h"
#include "reminders/calls.h"
#include "reminders/outbox.h"
#include "schema/db.h"
#include "schema/query.h"
#include "text/text.h"

static const struct shape told_shape = { "message", FIELDS(
    { "message", FK_INT }, { "member", FK_MEMBER }, { "member_name", FK_TEXT }, { "kind", FK_MESSAGE },
    { "channel", FK_CHANNEL }, { "parts", FK_INT }, { "cost", FK_MONEY }, { "state", FK_MESSAGE_STATE },
    { "not_before", FK_TIME }, { "text", FK_TEXT }) };

struct running {
    struct ctx *c;
    struct out *o;
    struct gateways gateways;
    struct tally tally;
    int64_t waiting;
    bool verbose;
};

static enum fault plan(struct ctx *c, void *arg)
{
    struct running *r = arg;
    return outbox_plan(c, &r->gateways, &r->tally);
}

/* Only a text costs; calls and visits are made by people. */
static int64_t cost_of(struct ctx *c, const struct sending *s, bool sms)
{
    return sms ? s->words.parts * setting_int(c, SET_SMS_CENTS) : 0;
}

/* The row outlives what the message was composed in. */
static void told_row(struct out *o, const struct sending *s, const char *channel, int64_t not_before)
{
    struct ctx *c = o->c;
    struct arena *a = c->mem, scratch CLEANUP(arena_free) = { 0 };
    struct member m = { 0 };
    bool sms = !strcmp(channel, "sms");
    c->mem = &scratch;
    if (s->member && member_get(c, s->member, &m))
        m = (struct member){ 0 };
    c->mem = a;
    OUT(o, val_int(s->id), val_text(str_copy(a, m.code)), val_text(str_copy(a, m.name)), val_str(str_copy(a, s->kind)),
        val_z(channel), val_id(sms ? s->words.parts : 0), val_money(cost_of(c, s, sms)), val_z("due"),
        not_before > c->now ? val_time(not_before) : val_none(), val_text(str_copy(a, s->words.text)));
}

/* N14: who would hear what, by which channel, at which cost; in a transaction that is rolled back. */
static enum fault plan_and_show(struct ctx *c, void *arg)
{
    struct running *r = arg;
    struct calendars *all = NEW(c->mem, struct calendars);
    struct { int64_t id, not_before; const char *channel; } *due = NULL;
    enum { BATCH = 256 };
    size_t n = 0;
    enum fault f = plan(c, r);
    if (f)
        return f;
    QUERY(q, c, Q_MESSAGE_DUE);
    for (; q_row(&q); n++) {
        due = due ? due : arena_get(c->mem, (size_t)q_int(&q, "total") * sizeof *due);
        due[n].id = q_int(&q, "id");
        due[n].not_before = q_int(&q, "not_before_at");
        due[n].channel = str_z(c->mem, q_str(&q, "channel"));
    }
    f = q_end(&q);
    struct arena *mem = c->mem, scratch CLEANUP(arena_free) = { .limit = mem->limit };
    for (size_t i = 0; !f && i < n; i++) {
        struct sending s;
        if (i % BATCH == 0) {
            arena_free(&scratch);
            all->n = 0;
        }
        c->mem = &scratch;
        f = outbox_compose(c, all, due[i].id, &s, &r->tally);
        c->mem = mem;
        if (!f && s.go)
            told_row(r->o, &s, due[i].channel, due[i].not_before);
    }
    return f;
}

/* With --verbose a line for each, without personal data. */
static void heard(void *self, const struct sending *s, const struct verdict *v, const char *state)
{
    struct running *r = self;
    (void)v;
    if (r->verbose)
        fprintf(stderr, "message %lld: %.*s %s, try %lld: %s\n", (long long)s->id, STR(s->kind),
                channel_name(s->channel), (long long)s->tries, state);
}

static enum fault note_run(struct ctx *c, void *arg)
{
    struct running *r = arg;
    const struct tally *t = &r->tally;
    QUERY(wait, c, Q_MESSAGES_WAIT);
    enum fault f = q_run_int(&wait, &r->waiting);
    if (f)
        return f;
    QUERY(q, c, Q_RUN_ADD);
    q_bind_str(&q, "kind", S("remind"));
    q_bind(&q, "at", val_time(c->now));
    q_bind(&q, "good", val_bool(!t->tried || t->reached));
    q_bind_str(&q, "summary", str_printf(c->mem, "written=%d sent=%d failed=%d retry=%d unknown=%d "
               "dropped=%d calls=%d", t->written, t->sent, t->failed, t->retry, t->unknown,
               t->dropped, t->calls));
    return q_run(&q);
}

static void summary(struct running *r)
{
    const struct tally *t = &r->tally;
    struct str s = text(r->c, T_REMIND_SUMMARY, FACTS(F("sent", val_int(t->sent)),
        F("waiting", val_int(r->waiting)),
        F("retry", val_int(t->retry)), F("failed", val_int(t->failed + t->unknown)),
        F("calls", val_int(t->calls)), F("dropped", val_int(t->dropped))));
    if (t->budget)
        out_say(r->o, TONE_LOOK, text_plain(r->c->lang, t->budget == BUDGET_LOW ? T_REMIND_BUDGET_LOW
                                                                                : T_REMIND_BUDGET_SPENT));
    out_say(r->o, t->failed || t->unknown || t->retry ? TONE_LOOK : TONE_YES, s);
}

/* N15: two runs at once: the second says so and ends with success. */
static enum fault lock_run(struct ctx *c, int *fd)
{
    const char *path = str_printf(c->mem, "%s.remind", db_path(c->db)).s;
    *fd = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    if (*fd < 0)
        return FAULT_CANNOT_WRITE;
    if (!flock(*fd, LOCK_EX | LOCK_NB))
        return OK;
    close(*fd);
    *fd = -1;
    return OK;
}

static enum fault run_all(struct running *r)
{
    struct ctx *c = r->c;
    enum fault f = ops_write(c, plan, r);
    if (!f)
        f = outbox_send(c, &(struct outbox_run){ .gateways = &r->gateways, .each = heard, .self = r },
                        &r->tally);
    if (!f)
        f = ops_write(c, note_run, r);
    if (!f)
        summary(r);
    if (!f && r->tally.tried && !r->tally.reached)
        r->o->ended = FAULT_GATEWAY; /* 75: none could be reached at all (N24) */
    return f;
}

/* A mistake in the configuration is named with its file and line. */
static enum fault gateways_read(struct ctx *c, struct gateways *out)
{
    struct str why = { 0 };
    enum fault f = outbox_gateways(c, out, &why);
    return f ? fail_facts(c, f, NULL, val_none(), FACTS(F("got", val_text(why)))) : OK; /* whole, not cut */
}

static enum fault remind_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct running *r = NEW(c->mem, struct running);
    *r = (struct running){ .c = c, .o = o, .verbose = val_true(a[0]) };
    if (!setting_str(c, SET_BASE_URL).n)
        return fail(c, FAULT_NO_BASE_URL, NULL, val_none());
    enum fault f = gateways_read(c, &r->gateways);
    if (f)
        return f;
    if (c->dry_run)
        return ops_write(c, plan_and_show, r);
    int fd;
    f = lock_run(c, &fd);
    if (f)
        return fail(c, f, NULL, val_none());
    if (fd < 0) {
        out_say(o, TONE_LOOK, text_plain(c->lang, T_REMIND_OTHER_RUNS));
        return OK;
    }
    f = run_all(r);
    close(fd);
    return f;
}

static const struct shape gateway_shape = { "gateway", FIELDS(
    { "gateway", FK_TEXT }, { "kind", FK_TEXT }, { "channel", FK_TEXT }, { "per_minute", FK_INT },
    { "delivered", FK_INT }) };

static enum fault gateway_list_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct gateways g;
    size_t was = c->n_wrong;
    (void)a;
    enum fault f = gateways_read(c, &g);
    if (f == FAULT_NO_GATEWAY) { /* an empty list says it */
        c->n_wrong = was;
        return OK;
    }
    if (f)
        return f;
    for (size_t i = 0; i < g.n; i++) {
        int64_t n;
        QUERY(q, c, Q_GATEWAY_SENT);
        q_bind_str(&q, "gateway", str_of(g.at[i].name));
        f = q_run_int(&q, &n);
        if (f)
            return f;
        OUT(o, val_z(g.at[i].name), val_z(gateway_kind_name(g.at[i].kind)),
            val_z(channel_name(g.at[i].channel)), val_id(g.at[i].per_minute), val_int(n));
        if (!n)
            out_say(o, TONE_LOOK, text(c, T_GATEWAY_NEVER, FACTS(F("name", val_z(g.at[i].name)))));
    }
    return OK;
}

static const struct shape try_shape = { "try", FIELDS(
    { "verdict", FK_MESSAGE_STATE }, { "gateway_id", FK_TEXT }, { "error", FK_TEXT }, { "request", FK_TEXT },
    { "reply", FK_TEXT }) };

/* Request with the secrets masked, reply and verdict: how an administrator sees what is wrong. */
static enum fault gateway_test_run(struct ctx *c, const struct val *a, struct out *o)
{
    static const char *const verdicts[] = { "sent", "retry", "failed", "unknown" };
    struct gateways g;
    struct verdict v;
    enum fault f = gateways_read(c, &g);
    if (f)
        return f;
    const struct gateway *way = gateway_named(&g, a[0].s);
    if (!way)
        return fail(c, FAULT_NAME_UNKNOWN, "gateway", a[0]);
    struct str to = a[1].s;
    f = way->channel == CHANNEL_SMS ? phone_parse(c->mem, to, &to) : email_parse(c->mem, to, &to);
    if (f)
        return fail(c, f, "to", a[1]);
    struct outgoing m = { .channel = way->channel, .to = to, .from = setting_str(c, SET_LIBRARY_NAME),
        .subject = text(c, T_GATEWAY_TEST_SUBJECT, FACTS(F("library", val_str(setting_str(c, SET_LIBRARY_NAME))))),
        .text = text(c, T_GATEWAY_TEST_TEXT, FACTS(F("library", val_str(setting_str(c, SET_LIBRARY_NAME))))),
        .ref = str_printf(c->mem, "test-%lld", (long long)c->now), .lang = str_of(lang_code(c->lang)),
        .base_url = setting_str(c, SET_BASE_URL) };
    f = gateway_send(c, way, &m, true, &v);
    if (f)
        return fail(c, f, NULL, val_none());
    OUT(o, val_z(verdicts[v.is]), val_text(v.id), val_text(v.error), val_text(v.request),
        val_text(v.reply));
    if (v.is != VERDICT_SENT)
        o->ended = FAULT_GATEWAY;
    return OK;
}

static const struct shape call_shape = { "call", FIELDS(
    { "call", FK_INT }, { "list", FK_CHANNEL }, { "number", FK_PHONE }, { "member", FK_MEMBER },
    { "member_name", FK_TEXT }, { "kind", FK_MESSAGE }, { "tools", FK_TEXT }, { "tries", FK_INT },
    { "address", FK_TEXT }, { "words", FK_HIDDEN }) };

static void call_row_out(struct out *o, const struct call *k)
{
    OUT(o, val_int(k->id), val_z(k->visit ? "visit" : "call"), val_text(k->number),
        val_str(k->member_code), val_str(k->member_name), val_str(k->kind), val_str(k->tools),
        val_int(k->tries), k->visit ? val_text(k->home) : val_none(), val_text(k->words));
}

static enum fault calls_run(struct ctx *c, const struct val *a, struct out *o)
{
    const struct call *k;
    size_t n;
    (void)a;
    enum fault f = calls_list(c, &k, &n);
    for (size_t i = 0; !f && i < n; i++)
        call_row_out(o, &k[i]);
    return f;
}

static enum fault calls_done_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct call k;
    enum call_result r = str_eq(a[1].s, S("spoken")) ? CALL_SPOKEN
                       : str_eq(a[1].s, S("no-answer")) ? CALL_NO_ANSWER : CALL_WRONG_NUMBER;
    enum fault f = call_done(c, a[0].i, r, &k);
    if (f)
        return fail(c, f, "call", a[0]);
    call_row_out(o, &k);
    out_say(o, TONE_YES, text(c, T_CALLS_NOTED, FACTS(F("name", val_str(k.member_name)))));
    return OK;
}

const struct op remind_ops[] = {
    { "calls", "bellijst", "/calls", GET, ROLE_VOLUNTEER, OP_LIST, ARGS0, &call_shape, calls_run },
    { "calls done", NULL, "/calls/{call}", POST, ROLE_VOLUNTEER, 0,
      ARGS({ "call", K_INT, ARG_NEED | ARG_PLACE, NULL },
           { "result", K_CHOICE, ARG_NEED | ARG_PLACE, "spoken|no-answer|wrong-number" }),
      &call_shape, calls_done_run },
    { "remind", "herinner", "/reminders", POST, ROLE_COORDINATOR, OP_LONG | OP_FULL | OP_LIST | OP_TABLE,
      ARGS({ "verbose", K_YES, 0, NULL }), &told_shape, remind_run },
    { "gateway list", NULL, "/gateways", GET, ROLE_COORDINATOR, OP_LIST, ARGS0, &gateway_shape,
      gateway_list_run },
    { "gateway test", NULL, NULL, POST, ROLE_COORDINATOR, OP_LONG | OP_FULL | OP_LOCAL | OP_TABLE,
      ARGS({ "gateway", K_TEXT, ARG_NEED | ARG_PLACE, NULL }, { "to", K_TEXT, ARG_NEED | ARG_PLACE, NULL }),
      &try_shape, gateway_test_run },
    { 0 },
};
