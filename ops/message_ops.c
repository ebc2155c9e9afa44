/* Messages: what was said, what comes back, and what a volunteer does about it (N9, N13). */
#include "ops/table.h"
#include "reminders/answer.h"
#include "schema/query.h"
#include "lending/code.h"
#include "lending/tell.h"
#include "text/text.h"

static struct val member_of(struct query *q)
{
    return q_null(q, "member_number")
               ? val_none()
               : val_str(code_text(q->c->mem, q_int(q, "member_number"), FAMILY_MEMBER));
}

/* A log-in code is shown to nobody (X17). */
static struct val words_of(struct query *q)
{
    return str_eq(q_str(q, "kind"), S("login_code")) ? val_none() : q_val(q, "body", V_STR);
}

static const struct shape message_shape = { "message", FIELDS(
    { "message", FK_INT }, { "made", FK_TIME }, { "member", FK_MEMBER }, { "member_name", FK_TEXT },
    { "kind", FK_MESSAGE }, { "channel", FK_CHANNEL }, { "state", FK_MESSAGE_STATE }, { "tries", FK_INT },
    { "gateway", FK_TEXT }, { "error", FK_TEXT }, { "text", FK_HIDDEN }) };

static enum fault list_run(struct ctx *c, const struct val *a, struct out *o)
{
    QUERY(q, c, Q_MESSAGE_LIST);
    q_bind_str(&q, "state", val_str_or(a[0], S("")));
    q_bind_int(&q, "member", c->role == ROLE_MEMBER ? c->member : val_int_or(a[1], 0));
    q_bind_int(&q, "limit", val_int_or(a[2], 200));
    while (q_row(&q))
        OUT(o, val_int(q_int(&q, "id")), val_time(q_int(&q, "made_at")), member_of(&q),
            q_val(&q, "member_name", V_STR), q_val(&q, "kind", V_STR), q_val(&q, "channel", V_STR),
            q_val(&q, "state", V_STR), val_int(q_int(&q, "tries")), q_val(&q, "gateway", V_STR),
            q_val(&q, "error", V_STR), words_of(&q));
    return q_end(&q);
}

static const struct shape show_shape = { "message", FIELDS(
    { "message", FK_INT }, { "made", FK_TIME }, { "member", FK_MEMBER }, { "member_name", FK_TEXT },
    { "kind", FK_MESSAGE }, { "channel", FK_CHANNEL }, { "to", FK_TEXT }, { "state", FK_MESSAGE_STATE },
    { "at", FK_TIME }, { "not_before", FK_TIME }, { "tries", FK_INT }, { "gateway", FK_TEXT },
    { "error", FK_TEXT }, { "parts", FK_INT }, { "cost", FK_MONEY }, { "subject", FK_TEXT }, { "text", FK_TEXT }) };

static enum fault show(struct ctx *c, int64_t id, struct out *o)
{
    QUERY(q, c, Q_MESSAGE_GET);
    q_bind_int(&q, "id", id);
    bool found = q_row(&q);
    if (found)
        OUT(o, val_int(id), val_time(q_int(&q, "made_at")), member_of(&q),
            q_val(&q, "member_name", V_STR), q_val(&q, "kind", V_STR), q_val(&q, "channel", V_STR),
            q_val(&q, "address", V_STR), q_val(&q, "state", V_STR), q_val(&q, "state_at", V_TIME),
            q_int(&q, "not_before_at") > c->now ? q_val(&q, "not_before_at", V_TIME) : val_none(),
            val_int(q_int(&q, "tries")), q_val(&q, "gateway", V_STR), q_val(&q, "error", V_STR),
            q_val(&q, "parts", V_INT), q_int(&q, "cost_cents") ? val_money(q_int(&q, "cost_cents")) : val_none(),
            q_val(&q, "subject", V_STR), words_of(&q));
    enum fault f = q_end(&q);
    return f || found ? f : fail(c, FAULT_NAME_UNKNOWN, "message", val_int(id));
}

static enum fault show_run(struct ctx *c, const struct val *a, struct out *o)
{
    return show(c, a[0].i, o);
}

/* Changes its state by that statement, or says that this one cannot. */
static enum fault change(struct ctx *c, enum query_id statement, int64_t message, struct out *o,
                         enum text_key done)
{
    int64_t id;
    QUERY(q, c, statement);
    q_bind_int(&q, "id", message);
    q_bind(&q, "now", val_time(c->now));
    if (statement == Q_MESSAGE_RETRY)
        q_bind(&q, "text_at", val_time(quiet_until(c, c->now)));
    enum fault f = q_run_int(&q, &id);
    if (!f)
        f = show(c, message, o);
    if (!f && !id)
        f = fail_facts(c, FAULT_MESSAGE_STATE, "message", val_int(message),
                       FACTS(F("n", val_int(message))));
    if (!f)
        out_say(o, TONE_YES, text(c, done, FACTS(F("n", val_int(message)))));
    return f;
}

static enum fault retry_run(struct ctx *c, const struct val *a, struct out *o)
{
    return change(c, Q_MESSAGE_RETRY, a[0].i, o, T_MESSAGE_RETRIED);
}

static enum fault drop_run(struct ctx *c, const struct val *a, struct out *o)
{
    return change(c, Q_MESSAGE_DROP, a[0].i, o, T_MESSAGE_DROPPED);
}

static const struct shape answer_shape = { "answer", FIELDS(
    { "phone", FK_PHONE }, { "understood", FK_ANSWER }, { "reply", FK_TEXT }) };

static enum fault answer_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct answered r;
    enum fault f = answer_take(c, &(struct incoming){ .phone = a[0].s, .text = a[1].s }, &r);
    if (f)
        return f;
    OUT(o, a[0], val_z(meaning_name(r.meant)), val_text(r.reply));
    if (r.reply.n)
        out_say(o, TONE_YES, text(c, T_ANSWER_REPLY, FACTS(F("text", val_str(r.reply)))));
    if (r.unread)
        out_say(o, TONE_LOOK, text_plain(c->lang, T_ANSWER_UNREAD));
    if (!r.reply.n && !r.unread)
        out_say(o, TONE_YES, text_plain(c->lang, T_ANSWER_NOTED));
    return OK;
}

static const struct shape inbox_shape = { "answer", FIELDS(
    { "answer", FK_INT }, { "at", FK_TIME }, { "phone", FK_PHONE }, { "member", FK_MEMBER },
    { "member_name", FK_TEXT }, { "text", FK_TEXT }, { "understood", FK_ANSWER }, { "read", FK_TIME }) };

static enum fault inbox_rows(struct ctx *c, int64_t id, bool all, int64_t limit, struct out *o)
{
    QUERY(q, c, Q_INCOMING_LIST);
    q_bind_int(&q, "id", id);
    q_bind(&q, "all", val_bool(all));
    q_bind_int(&q, "limit", limit);
    while (q_row(&q))
        OUT(o, val_int(q_int(&q, "id")), val_time(q_int(&q, "at")), q_val(&q, "phone", V_STR),
            member_of(&q), q_val(&q, "member_name", V_STR), q_val(&q, "body", V_STR),
            q_val(&q, "meant", V_STR), q_val(&q, "read_at", V_TIME));
    return q_end(&q);
}

static enum fault inbox_run(struct ctx *c, const struct val *a, struct out *o)
{
    return inbox_rows(c, 0, val_true(a[0]), val_int_or(a[1], 200), o);
}

static enum fault read_run(struct ctx *c, const struct val *a, struct out *o)
{
    QUERY(q, c, Q_INCOMING_READ);
    q_bind_int(&q, "id", a[0].i);
    q_bind(&q, "now", val_time(c->now));
    enum fault f = q_run(&q);
    if (!f)
        f = inbox_rows(c, a[0].i, true, 1, o);
    return f || o->n_rows ? f : fail(c, FAULT_NAME_UNKNOWN, "answer", a[0]);
}

#define MESSAGE_ARG { "message", K_INT, ARG_NEED | ARG_PLACE, NULL }

const struct op message_ops[] = {
    { "message list", NULL, "/messages", GET, ROLE_MEMBER, OP_LIST,
      ARGS({ "state", K_CHOICE, 0, "due|claimed|sent|delivered|failed|unknown|dropped" },
           { "member", K_MEMBER, 0, NULL }, { "limit", K_INT, 0, "1..10000" }),
      &message_shape, list_run },
    { "message show", NULL, "/messages/{message}", GET, ROLE_VOLUNTEER, 0, ARGS(MESSAGE_ARG),
      &show_shape, show_run },
    { "message retry", NULL, "/messages/{message}/retry", POST, ROLE_VOLUNTEER, 0, ARGS(MESSAGE_ARG),
      &show_shape, retry_run },
    { "message drop", NULL, "/messages/{message}/drop", POST, ROLE_VOLUNTEER, 0, ARGS(MESSAGE_ARG),
      &show_shape, drop_run },
    { "message answer", "antwoord", "/answers", POST, ROLE_VOLUNTEER, 0,
      ARGS({ "phone", K_PHONE, ARG_NEED | ARG_PLACE, NULL },
           { "text", K_TEXT, ARG_NEED | ARG_PLACE | ARG_WORDS, NULL }),
      &answer_shape, answer_run },
    { "message inbox", NULL, "/answers", GET, ROLE_VOLUNTEER, OP_LIST,
      ARGS({ "all", K_YES, 0, NULL }, { "limit", K_INT, 0, "1..10000" }), &inbox_shape, inbox_run },
    { "message read", NULL, "/answers/{answer}/read", POST, ROLE_VOLUNTEER, 0,
      ARGS({ "answer", K_INT, ARG_NEED | ARG_PLACE, NULL }), &inbox_shape, read_run },
    { 0 },
};
