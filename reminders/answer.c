/* What is done with a text that came in. See answer.h. */
#include "reminders/answer.h"

#include "lending/hold_ask.h"
#include "lending/journal.h"
#include "lending/loan.h"
#include "lending/setting.h"
#include "lending/tell.h"
#include "reminders/gsm.h"
#include "reminders/outbox.h"
#include "reminders/reply.h"
#include "schema/db.h"
#include "schema/query.h"
#include "text/text.h"

enum { DAY_SECONDS = 86400 };

struct owner {
    int64_t contact, member;
    bool stopped;
    struct val stopped_at;
    struct str language;
};
struct answering {
    struct ctx *c;
    const struct incoming *in;
    const struct owner *owners; /* of the number; the first reads for all */
    size_t n;
    struct answered *out;
    enum text_key key; /* of the reply, when it is one sentence */
    struct reply_facts facts;
    bool replies;
};

static void reply(struct answering *a, enum text_key key)
{
    a->key = key;
    a->replies = true;
}

static enum fault owners_read(struct answering *a)
{
    enum { MOST = 32 };
    struct owner *at = NEW_N(a->c->mem, struct owner, MOST);
    QUERY(q, a->c, Q_PHONE_MEMBERS);
    q_bind_str(&q, "phone", a->in->phone);
    while (q_row(&q) && a->n < MOST)
        at[a->n++] = (struct owner){ .contact = q_int(&q, "contact"), .member = q_int(&q, "member"),
            .stopped = !q_null(&q, "stopped_at"), .stopped_at = q_val(&q, "stopped_at", V_TIME),
            .language = q_str(&q, "language") };
    a->owners = at;
    return q_end(&q);
}

/* The newest text to that number since then of which `wanted` finds something. */
typedef bool wanted(const struct told *);
static enum fault last_told(struct answering *a, int64_t since, wanted *is, struct told_list *out)
{
    QUERY(q, a->c, Q_PHONE_TOLD);
    q_bind_str(&q, "phone", a->in->phone);
    q_bind(&q, "since", val_time(since));
    enum fault f = OK;
    bool found = false;
    while (!f && !found && q_row(&q)) {
        f = told_load(a->c, q_int(&q, "id"), out);
        size_t n = 0;
        for (size_t i = 0; !f && i < out->n; i++)
            if (is(&out->at[i]))
                out->at[n++] = out->at[i];
        out->n = n;
        found = n > 0;
    }
    if (!found)
        *out = (struct told_list){ 0 };
    return f ? f : q_end(&q);
}

/* A volunteer calls them (HULP): on the list of calls with the number the text came from. */
static enum fault call_them(struct answering *a)
{
    bool told;
    struct reach r = { BY_CALL, a->in->phone };
    reply(a, T_MSG_A_HELP_SMS);
    return tell_by(a->c, &(struct telling){ .kind = "help", .member = a->owners[0].member,
                                            .day = a->c->today }, &r, &told);
}

/* ---- VERLENG ---- */

static bool is_loan(const struct told *t)
{
    return t->loan != 0;
}

static enum fault renew_one(struct ctx *c, void *arg)
{
    struct renewal *r = arg;
    struct renewed n;
    enum fault f = loan_renew(c, r->told->tool, r->told->member, &n);
    if (!f && n.loan.due_at)
        r->time = n.loan.due_at;
    if (!f)
        r->due = n.loan.due;
    return f;
}

/* One sentence that says why not (L16). */
static struct str why_not(struct ctx *c, const struct wrong *w)
{
    int key = text_find(str_printf(c->mem, "msg.why.%s", fault_info(w->fault)->name));
    return text(c, key < 0 ? T_MSG_WHY_OTHER : (enum text_key)key, w->facts, w->n_facts);
}

static bool is_refusal(enum fault f)
{
    return fault_info(f)->status < 500;
}

/* What was renewed since it was told is not renewed again: the answer says until when. */
static enum fault renew_told(struct ctx *c, struct renewal *r)
{
    struct calendar k;
    const struct told *t = r->told;
    size_t was = c->n_wrong;
    r->due = t->dates.due;
    r->done = day_before(t->told_due, t->dates.due);
    enum fault f = OK;
    if (!r->done) {
        journal_next(c);
        f = db_write(c, renew_one, r);
        r->done = !f;
    }
    if (f && (!is_refusal(f) || c->n_wrong == was))
        return f;
    if (f)
        r->why = why_not(c, &c->wrong[was]);
    c->n_wrong = was;
    f = calendar_load(c, t->branch, &k);
    if (f)
        return f;
    if (day_before(r->due, c->today))
        r->due = calendar_first(&k, c->today, 60);
    int shuts = calendar_shuts_at(&k, r->due);
    if (!r->time)
        r->time = instant_of(r->due, shuts < 0 ? 17 * 60 : shuts);
    return OK;
}

static enum fault has_loans(struct answering *a, bool *yes)
{
    int64_t n;
    QUERY(q, a->c, Q_PHONE_LOANS);
    q_bind_str(&q, "phone", a->in->phone);
    enum fault f = q_run_int(&q, &n);
    *yes = n > 0;
    return f;
}

static enum fault renew(struct answering *a)
{
    struct told_list l;
    size_t n = 0;
    bool other;
    enum fault f = last_told(a, 0, is_loan, &l);
    struct renewal *r = NEW_N(a->c->mem, struct renewal, l.n);
    for (size_t i = 0; !f && i < l.n; i++) {
        r[n] = (struct renewal){ .told = &l.at[i] };
        if (l.at[i].open)
            f = renew_told(a->c, &r[n++]);
    }
    if (f)
        return f;
    if (n)
        return reply_renewals(a->c, r, n, &a->out->reply);
    f = has_loans(a, &other);
    if (f || other) /* we never named it: a person finds out which is meant */
        return f ? f : call_them(a);
    reply(a, T_MSG_A_NOTHING_SMS);
    return OK;
}

/* ---- JA and NEE ---- */

enum act { ACT_NOTED, ACT_READ, ACT_KEEP, ACT_CANCEL, ACT_STAY, ACT_EARLY, ACT_NO_EARLY };
static const struct question {
    const char *kind;
    enum act yes, no;
} questions[] = {
    { "hold_passed", ACT_KEEP, ACT_CANCEL },
    { "hold_passed_2", ACT_NOTED, ACT_CANCEL },
    { "hold_ready", ACT_NOTED, ACT_CANCEL },
    { "hold_ending", ACT_NOTED, ACT_CANCEL },
    { "booking_tomorrow", ACT_NOTED, ACT_CANCEL },
    { "transfer_arrived", ACT_NOTED, ACT_CANCEL },
    { "closing_booking", ACT_NOTED, ACT_CANCEL },
    { "inactive", ACT_STAY, ACT_READ },
    { "ask_early", ACT_EARLY, ACT_NO_EARLY },
};

static const struct question *question_of(const struct told *t)
{
    for (size_t i = 0; i < COUNT(questions); i++)
        if (str_eq(t->kind, str_of(questions[i].kind)))
            return &questions[i];
    return NULL;
}

static bool is_question(const struct told *t)
{
    return question_of(t) != NULL;
}

struct doing {
    const struct told *told;
    enum act act;
};

static enum fault act_do(struct ctx *c, void *arg)
{
    const struct doing *d = arg;
    struct hold_given h;
    struct member m;
    enum fault f = OK;
    switch (d->act) {
    case ACT_KEEP:
        f = hold_keep(c, d->told->hold, d->told->member, &h);
        return f == FAULT_HOLD_STATE && str_eq(h.state, S("waiting")) ? OK : f; /* has it already */
    case ACT_CANCEL:
        if (str_eq(d->told->hold_state, S("cancelled")))
            return OK;
        return hold_cancel(c, d->told->hold, d->told->member, &h);
    case ACT_STAY:
        f = member_get(c, d->told->member, &m);
        return f ? f : member_active(c, &m);
    default:
        return OK;
    }
}

static enum fault act_words(struct answering *a, const struct doing *d)
{
    static const enum text_key keys[] = { [ACT_KEEP] = T_MSG_A_YES_PLACE_SMS,
        [ACT_CANCEL] = T_MSG_A_NO_SMS, [ACT_STAY] = T_MSG_A_YES_STAY_SMS,
        [ACT_EARLY] = T_MSG_A_YES_EARLY_SMS, [ACT_NO_EARLY] = T_MSG_A_NO_EARLY_SMS };
    const struct told *t = d->told;
    struct calendar k;
    a->facts = (struct reply_facts){ .tool = sms_tool(t->tool_name), .branch = t->branch,
                                     .day = t->dates.due };
    a->out->unread = d->act == ACT_READ;
    if (d->act == ACT_NOTED || d->act == ACT_READ)
        return OK;
    reply(a, keys[d->act]);
    if (d->act != ACT_EARLY)
        return OK;
    enum fault f = calendar_load(a->c, t->branch, &k);
    if (!f)
        a->facts.day = calendar_first(&k, day_plus(a->c->today, 1), 60);
    return f;
}

/* The last question asked. A "no" to several things, or one that cannot be done any more: a person
 * finds out what is meant. */
static enum fault yes_or_no(struct answering *a, bool yes)
{
    struct told_list l;
    size_t was = a->c->n_wrong;
    enum fault f = last_told(a, a->c->now - QUESTION_DAYS * (int64_t)DAY_SECONDS, is_question, &l);
    if (f || !l.n) {
        a->out->unread = true;
        return f;
    }
    for (size_t i = 0; !f && i < l.n; i++) {
        const struct question *q = question_of(&l.at[i]);
        struct doing d = { &l.at[i], yes ? q->yes : q->no };
        if (d.act == ACT_CANCEL && l.n > 1)
            return call_them(a);
        journal_next(a->c);
        f = db_write(a->c, act_do, &d);
        if (!f)
            f = act_words(a, &d);
    }
    if (!f || !is_refusal(f))
        return f;
    a->c->n_wrong = was;
    return call_them(a);
}

/* ---- STOP, START ---- */

/* What waits for that number goes the next way instead (N7). */
static enum fault waiting_moves(struct answering *a)
{
    QUERY(q, a->c, Q_PHONE_WAITS);
    q_bind_str(&q, "phone", a->in->phone);
    enum fault f = OK;
    while (!f && q_row(&q)) {
        struct telling t = { .kind = str_z(a->c->mem, q_str(&q, "kind")),
            .member = q_int(&q, "member"), .loan = q_int(&q, "loan"), .hold = q_int(&q, "hold"), .day = q_day(&q, "due_day"),
            .n = (int)q_int(&q, "n"), .urgent = q_int(&q, "urgent") };
        f = tell_step_drop(a->c, q_int(&q, "step"), q_int(&q, "message"), "stopped");
        if (!f)
            f = tell(a->c, &t);
    }
    return f ? f : q_end(&q);
}

/* It ends the texts to that number for all its members, not the membership. */
static enum fault stop(struct answering *a, bool stopped)
{
    enum fault f = OK;
    for (size_t i = 0; !f && i < a->n; i++) {
        const struct owner *o = &a->owners[i];
        if (o->stopped == stopped)
            continue;
        journal_next(a->c);
        f = journal_line(a->c, "member", o->member);
        if (!f)
            f = thing_set(a->c, F_CONTACT_STOPPED_AT, o->contact, o->stopped_at,
                          stopped ? val_time(a->c->now) : val_none());
    }
    if (!f && stopped)
        f = waiting_moves(a);
    reply(a, stopped ? T_MSG_A_STOP_SMS : T_MSG_A_START_SMS);
    return f;
}

/* ---- all of them ---- */

/* One friendly reply a day at most: two machines never talk to each other for long. */
static enum fault unclear(struct answering *a)
{
    int64_t n;
    a->out->unread = true;
    QUERY(q, a->c, Q_INCOMING_UNCLEAR);
    q_bind_str(&q, "phone", a->in->phone);
    q_bind(&q, "since", val_time(instant_of(a->c->today, 0)));
    enum fault f = q_run_int(&q, &n);
    if (!f && !n)
        reply(a, T_MSG_A_UNKNOWN_SMS);
    return f;
}

static enum fault act_on(struct answering *a)
{
    switch (a->out->meant) {
    case MEANS_RENEW:
        return renew(a);
    case MEANS_YES: case MEANS_NO:
        return yes_or_no(a, a->out->meant == MEANS_YES);
    case MEANS_HELP:
        return call_them(a);
    case MEANS_STOP: case MEANS_START:
        return stop(a, a->out->meant == MEANS_STOP);
    case MEANS_UNCLEAR:
        break;
    }
    return unclear(a);
}

static enum fault seen_before(struct answering *a)
{
    int64_t n;
    if (!a->in->ref.n)
        return OK;
    QUERY(q, a->c, Q_INCOMING_SEEN);
    q_bind_str(&q, "gateway", a->in->gateway);
    q_bind_str(&q, "gateway_ref", a->in->ref);
    enum fault f = q_run_int(&q, &n);
    a->out->again = n > 0;
    return f;
}

static enum fault keep(struct answering *a)
{
    int64_t id;
    QUERY(q, a->c, Q_INCOMING_ADD);
    q_bind(&q, "at", val_time(a->c->now));
    q_bind(&q, "gateway", val_text(a->in->gateway));
    q_bind(&q, "gateway_ref", val_text(a->in->ref));
    q_bind_str(&q, "phone", a->in->phone);
    q_bind(&q, "member", val_id(a->n ? a->owners[0].member : 0));
    q_bind_str(&q, "body", utf8_upto(a->in->text, INCOMING_MOST));
    q_bind_str(&q, "meant", str_of(meaning_name(a->out->meant)));
    q_bind(&q, "read_at", a->out->unread ? val_none() : val_time(a->c->now));
    return q_run_int(&q, &id);
}

static enum fault send_reply(struct answering *a)
{
    enum fault f = OK;
    int64_t id;
    if (a->replies)
        f = reply_line(a->c, a->key, &a->facts, &a->out->reply);
    if (f || !a->out->reply.n)
        return f;
    if (setting_yes(a->c, SET_SMS_CHARSET_GSM))
        a->out->reply = sms_replace(a->c->mem, a->out->reply);
    return outbox_urgent(a->c, &(struct urgent){ .kind = "answer", .member = a->owners[0].member,
        .channel = CHANNEL_SMS, .address = a->in->phone, .language = str_of(lang_code(a->c->lang)),
        .body = a->out->reply }, &id);
}

/* With the language of the context set to the reader's. */
static enum fault take(struct answering *a)
{
    enum fault f = a->n ? act_on(a) : OK;
    if (!f)
        f = keep(a);
    return f ? f : send_reply(a);
}

enum fault answer_take(struct ctx *c, const struct incoming *in, struct answered *out)
{
    struct answering a = { .c = c, .in = in, .out = out };
    int lang = c->lang;
    *out = (struct answered){ .meant = answer_meaning(in->text) };
    enum fault f = seen_before(&a);
    if (!f && !out->again)
        f = owners_read(&a);
    if (f || out->again)
        return f;
    out->unread = !a.n; /* nobody we know: no reply either, whoever it is did not ask for one */
    int theirs = lang_of_messages(a.n ? lang_find(a.owners[0].language) : -1);
    c->lang = theirs < 0 ? lang : theirs;
    f = take(&a);
    c->lang = lang;
    return f;
}
