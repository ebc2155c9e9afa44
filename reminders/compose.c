/* See compose.h. */
#include "reminders/compose.h"

#include "lending/branch.h"
#include "lending/queue.h"
#include "lending/setting.h"
#include "reminders/gateway.h"
#include "reminders/gsm.h"
#include "reminders/ics.h"
#include "reminders/link.h"
#include "reminders/mail_body.h"
#include "reminders/own_text.h"
#include "schema/query.h"
#include "text/text.h"

enum { TOOL_MOST = 25, PARTS_MOST = 2 };

enum { N_FACTS = 14 };
struct writing {
    struct ctx *c;
    const struct told_list *list;
    struct fact (*facts)[N_FACTS]; /* of each in the list, once found */
    struct calendars *calendars;
    enum channel channel;
    struct str library, phone, link;
    bool shared; /* several people read this */
    bool answers; /* by SMS */
    bool one;     /* it asks one thing only: a yes or no is about that */
    int lang;
};

struct str sms_tool(struct str name)
{
    struct str x = utf8_upto(name, TOOL_MOST);
    if (x.n == name.n)
        return name;
    size_t n = x.n;
    while (n && x.s[n - 1] != ' ')
        n--;
    return str_trim(n > 10 ? str_upto(x, n) : x);
}

/* E-mail has room. */
static struct str tool_name(const struct writing *w, struct str name)
{
    return w->channel == CHANNEL_EMAIL ? name : sms_tool(name);
}

static enum fault someone_waits(struct ctx *c, const struct told *t, bool *yes)
{
    int64_t n;
    QUERY(q, c, Q_RENEW_WAITED);
    q_bind_int(&q, "model", t->model);
    q_bind_int(&q, "tool", t->tool);
    q_bind_int(&q, "member", t->member);
    q_bind(&q, "today", val_day(c->today));
    enum fault f = q_run_int(&q, &n);
    *yes = n > 0;
    return f;
}

/* H17: somebody has booked the model soon. */
static enum fault someone_booked(struct ctx *c, const struct told *t, bool *yes)
{
    int64_t n;
    QUERY(q, c, Q_BOOKED_BY_OTHERS);
    q_bind_int(&q, "model", t->model);
    q_bind_int(&q, "member", t->member);
    q_bind(&q, "today", val_day(c->today));
    q_bind(&q, "until", val_day(day_plus(c->today, 7)));
    enum fault f = q_run_int(&q, &n);
    *yes = n > 0;
    return f;
}

/* {renew}: how to keep it longer, that someone waits, or nothing when renewals are used up. */
static enum fault renew_words(const struct writing *w, const struct told *t, struct str *out)
{
    struct terms terms;
    bool waits, booked;
    struct ctx *c = w->c;
    *out = (struct str){ 0 };
    if (!t->loan)
        return OK;
    enum fault f = tool_terms(c, t->model, &terms);
    if (!f)
        f = someone_waits(c, t, &waits);
    if (!f)
        f = someone_booked(c, t, &booked);
    if (f)
        return f;
    struct buf b = { .a = c->mem };
    if (booked)
        text_add(&b, w->lang, c->today, T_MSG_RENEW_BOOKED, NULL, 0);
    else if (waits)
        text_add(&b, w->lang, c->today, T_MSG_RENEW_WAITED, NULL, 0);
    else if (t->renewals >= terms.renewals)
        return OK;
    else if (w->channel == CHANNEL_EMAIL)
        text_add(&b, w->lang, c->today, T_MSG_RENEW_BUTTON, NULL, 0);
    else if (w->answers)
        text_add(&b, w->lang, c->today, T_MSG_RENEW_REPLY, NULL, 0);
    else
        text_add(&b, w->lang, c->today, T_MSG_RENEW_LINK, FACTS(F("link", val_str(w->link))));
    *out = buf_str(&b);
    return OK;
}

static const enum text_key overdue_sms[] = { T_MSG_OVERDUE_1_SMS, T_MSG_OVERDUE_2_SMS,
                                             T_MSG_OVERDUE_3_SMS };
static const enum text_key overdue_subject[] = { T_MSG_OVERDUE_1_SUBJECT, T_MSG_OVERDUE_2_SUBJECT,
                                                 T_MSG_OVERDUE_3_SUBJECT };

/* Any other kind has its sentences under its own name; what is ready after a journey has arrived (N4). */
static enum text_key named(const struct told *t, bool subject, struct arena *a)
{
    struct str kind = t->arrived && str_eq(t->kind, S("hold_ready")) ? S("transfer_arrived") : t->kind;
    int key = text_find(str_printf(a, "msg.%.*s.%s", STR(kind), subject ? "subject" : "sms"));
    ASSERT(key >= 0);
    return (enum text_key)key;
}

static enum text_key key_of(const struct writing *w, const struct told *t, bool subject)
{
    int i = t->step.index < 2 ? t->step.index : 2;
    if (t->step.kind == DUE_OVERDUE)
        return subject ? overdue_subject[i] : overdue_sms[i];
    if (t->step.kind == DUE_CALL)
        return subject ? T_MSG_OVERDUE_3_SUBJECT : T_CALL_OPEN;
    return named(t, subject, w->c->mem);
}

/* The day a sentence speaks of: the due day, the next open day when that has passed, the last day on
 * the shelf, the first day of a booking. */
static enum fault day_said(struct ctx *c, const struct calendar *k, const struct told *t, day *out)
{
    *out = t->hold ? t->from : t->dates.due;
    if (t->hold && day_none(t->from) && !day_none(t->ready))
        return queue_shelf_last(c, t->branch, t->ready, out);
    if (t->step.kind == DUE_OVERDUE)
        *out = calendar_first(k, c->today, 60);
    if (day_none(*out))
        *out = t->hold ? c->today : t->dates.due;
    return OK;
}

/* The facts of the sentences about one loan; {day} is the due day, or the next open day when it
 * has passed; {time} that day's last closing time. */
static enum fault facts_find(const struct writing *w, const struct told *t, struct fact out[N_FACTS])
{
    const struct calendar *k;
    struct branch b = { 0 };
    struct str renew;
    struct ctx *c = w->c;
    bool person = !t->loan && !t->hold; /* no branch: {day} is when the membership ends, or the record */
    bool ending = str_starts(t->kind, S("membership_"));
    day d = ending ? t->until : day_plus(c->today, (int)setting_int(c, SET_ERASE_DAYS));
    int shuts = -1;
    enum fault f = renew_words(w, t, &renew);
    if (!f && !person)
        f = calendar_of(c, w->calendars, t->branch, &k);
    if (!f && !person)
        f = branch_get(c, t->branch, &b);
    if (!f && !person)
        f = day_said(c, k, t, &d);
    if (f)
        return f;
    if (!person)
        shuts = t->hold ? calendar_opens_at(k, d) : calendar_shuts_at(k, d);
    int how = w->channel == CHANNEL_EMAIL ? 0 : w->answers && w->one ? 1 : 2;
    static const enum text_key no[] = { T_MSG_NO_BUTTON, T_MSG_NO_REPLY, T_MSG_NO_LINK };
    static const enum text_key yes[] = { T_MSG_YES_BUTTON, T_MSG_YES_REPLY, T_MSG_YES_LINK };
    const struct fact link[] = { F("link", val_str(w->link)) };
    const struct fact facts[N_FACTS] = { F("library", val_str(w->library)),
        F("tool", val_str(tool_name(w, t->tool_name))), F("day", val_day(d)),
        F("time", val_time(instant_of(d, shuts < 0 ? 17 * 60 : shuts))), F("renew", val_str(renew)),
        F("branch", val_str(b.name)),
        F("phone", val_str(b.phone.n ? b.phone : w->phone)), F("n", val_int(1)),
        F("no", val_str(text(c, no[how], link, 1))),
        F("yes", val_str(text(c, yes[how], link, 1))),
        F("link", val_str(w->link)), F("name", val_str(t->member_name)),
        F("volunteer", val_str(c->initials)), F("text", val_str(t->answer)) };
    memcpy(out, facts, sizeof facts);
    return OK;
}

/* A line, its subject and its day in a calendar speak of the same. */
static enum fault facts_of(const struct writing *w, const struct told *t, struct fact out[N_FACTS])
{
    struct fact *known = w->facts[t - w->list->at];
    enum fault f = known[0].name ? OK : facts_find(w, t, known);
    memcpy(out, known, N_FACTS * sizeof *out);
    return f;
}

/* The phone as people read it. */
static void phone_shown(struct ctx *c, struct fact *f)
{
    struct buf b = { .a = c->mem };
    text_phone(&b, f->v.s);
    f->v = val_str(buf_str(&b));
}

struct str without_library(struct ctx *c, struct str line)
{
    struct str prefix = str_printf(c->mem, "%.*s: ", STR(setting_str(c, SET_LIBRARY_NAME)));
    return str_starts(line, prefix) ? str_from(line, prefix.n) : line;
}

/* One line about one loan, without the library's name; on a shared phone with whose it is. */
static enum fault line_of(const struct writing *w, const struct told *t, struct str *out)
{
    struct fact facts[N_FACTS];
    struct buf b = { .a = w->c->mem }, named = { .a = w->c->mem };
    enum fault f = facts_of(w, t, facts);
    if (f)
        return f;
    phone_shown(w->c, &facts[6]);
    f = own_text_add(w->c, &b, t->branch, w->lang, key_of(w, t, false), facts, N_FACTS);
    if (f)
        return f;
    *out = str_trim(without_library(w->c, buf_str(&b)));
    if (!w->shared)
        return OK;
    text_add(&named, w->lang, w->c->today, T_MSG_FOR,
             FACTS(F("name", val_str(t->member_name)), F("text", val_str(*out))));
    *out = buf_str(&named);
    return OK;
}

/* Several tools of one person that are due soon: one sentence with a list. */
static enum fault line_many(const struct writing *w, const struct told *t, size_t n, struct str *out)
{
    struct fact facts[N_FACTS];
    struct buf list = { .a = w->c->mem }, b = { .a = w->c->mem };
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_z_add(&list, ", ");
        text_add(&list, w->lang, w->c->today, T_MSG_LIST_ITEM,
                 FACTS(F("tool", val_str(tool_name(w, t[i].tool_name))), F("day", val_day(t[i].dates.due))));
    }
    enum fault f = facts_of(w, &t[0], facts);
    if (f)
        return f;
    facts[7] = (struct fact)F("list", val_str(buf_str(&list)));
    f = own_text_add(w->c, &b, t[0].branch, w->lang, T_MSG_DUE_MANY_SMS, facts, N_FACTS);
    *out = str_trim(without_library(w->c, buf_str(&b)));
    return f;
}

/* N21: late ones first by days late, then hold kinds, then due soon, by due day, then code. */
static int rank_of(const struct told *t)
{
    return t->step.kind == DUE_OVERDUE ? 0 : t->step.kind == DUE_SOON ? 2 : 1;
}

static int by_urgency(const void *x, const void *y)
{
    const struct told *a = x, *b = y;
    if (rank_of(a) != rank_of(b))
        return rank_of(a) - rank_of(b);
    if (!a->hold && !b->hold && !day_is(a->dates.due, b->dates.due))
        return day_before(a->dates.due, b->dates.due) ? -1 : 1;
    return (a->number > b->number) - (a->number < b->number);
}

/* N21: the household contact's language, else that of the member longest with us. */
static int language_of(struct ctx *c, const struct told_list *l)
{
    const struct told *best = &l->at[0];
    for (size_t i = 1; i < l->n; i++) {
        const struct told *t = &l->at[i];
        if (t->contact != best->contact ? t->contact : day_before(t->since, best->since))
            best = t;
    }
    int lang = lang_find(best->language);
    return lang_of_messages(lang < 0 ? lang_find(setting_str(c, SET_LANGUAGE)) : lang);
}

struct lines {
    struct str *at;
    size_t n;
};

static enum fault lines_of(const struct writing *w, const struct told_list *l, struct lines *out)
{
    out->at = NEW_N(w->c->mem, struct str, l->n);
    size_t late = 0; /* and all else that has a line of its own */
    while (late < l->n && l->at[late].step.kind != DUE_SOON)
        late++;
    bool many = !w->shared && l->n - late > 1;
    enum fault f = OK;
    for (size_t i = 0; !f && i < (many ? late : l->n); i++)
        f = line_of(w, &l->at[i], &out->at[out->n++]);
    if (!f && many)
        f = line_many(w, l->at + late, l->n - late, &out->at[out->n++]);
    return f;
}

static struct str joined(const struct writing *w, const struct lines *l, size_t n)
{
    struct buf b = { .a = w->c->mem };
    buf_printf(&b, "%.*s: ", STR(w->library));
    for (size_t i = 0; i < n; i++) {
        buf_z_add(&b, i ? "\n" : "");
        buf_add(&b, l->at[i]);
    }
    if (n < l->n) {
        buf_char(&b, '\n');
        text_add(&b, w->lang, w->c->today, T_MSG_LIST_MORE, FACTS(F("n", val_int((int64_t)(l->n - n)))));
    }
    return buf_str(&b);
}

/* As many lines as two parts hold; what is left stands as "en nog n" (N21). */
static void sms_write(const struct writing *w, const struct lines *l, struct composed *out)
{
    bool plain = setting_yes(w->c, SET_SMS_CHARSET_GSM);
    for (size_t n = l->n; n > 0; n--) {
        struct str s = joined(w, l, n);
        out->text = plain ? sms_replace(w->c->mem, s) : s;
        out->parts = sms_size(out->text).parts;
        out->left = l->n - n;
        if (out->parts <= PARTS_MOST)
            return;
    }
}

static enum fault subject_of(const struct writing *w, const struct told_list *l, struct str *out)
{
    struct fact facts[N_FACTS];
    struct buf b = { .a = w->c->mem };
    enum fault f = facts_of(w, &l->at[0], facts);
    if (f)
        return f;
    facts[7] = (struct fact)F("n", val_int((int64_t)l->n));
    bool many = l->n > 1 && l->at[0].step.kind == DUE_SOON;
    f = own_text_add(w->c, &b, l->at[0].branch, w->lang,
                     many ? T_MSG_DUE_MANY_SUBJECT : key_of(w, &l->at[0], true), facts, N_FACTS);
    *out = buf_str(&b);
    return f;
}

/* What the button of an e-mail offers: what the page behind it can do. */
static enum text_key button_of(const struct told *t)
{
    static const struct { const char *kind; enum text_key button; } all[] = {
        { "inactive", T_MAIL_BUTTON_STAY }, { "hold_passed", T_MAIL_BUTTON_YES },
        { "closing_loan", T_MAIL_BUTTON_SEE }, { "loan_receipt", T_MAIL_BUTTON_SEE },
        { "membership_30", T_MAIL_BUTTON_SEE } };
    for (size_t i = 0; i < COUNT(all); i++)
        if (str_eq(t->kind, str_of(all[i].kind)))
            return all[i].button;
    return t->hold ? T_MAIL_BUTTON_NO : T_MAIL_BUTTON_RENEW;
}

/* What there is nothing to do about has no button, and what names its link does not need one. */
static bool may_act(const struct told *t)
{
    static const char *const no[] = { "ticket_answer", "correction", "owner_lent", "owner_back", "hold_gone",
                                      "hold_ended", "booking_lapsed", "membership_7" };
    for (size_t i = 0; i < COUNT(no); i++)
        if (str_eq(t->kind, str_of(no[i])))
            return false;
    return true;
}

/* A day worth a place in a calendar: one that is still to come. */
static enum fault dates_of(const struct writing *w, const struct told_list *l, struct str *out)
{
    struct ics all = { .out.a = w->c->mem, .now = w->c->now, .base_url = setting_str(w->c, SET_BASE_URL) };
    for (size_t i = 0; i < l->n; i++) {
        const struct told *t = &l->at[i];
        const struct calendar *k;
        struct fact facts[N_FACTS];
        struct buf words = { .a = w->c->mem };
        day d = DAY_NONE;
        enum fault f = !t->loan && !t->hold ? OK : calendar_of(w->c, w->calendars, t->branch, &k);
        if (f || (!t->loan && !t->hold))
            return f;
        f = day_said(w->c, k, t, &d);
        if (!f)
            f = facts_of(w, t, facts);
        if (f)
            return f;
        bool comes = !day_none(d) && !day_before(d, w->c->today) && t->step.kind < DUE_OVERDUE && t->open;
        if (!comes)
            continue;
        text_add(&words, w->lang, w->c->today, t->loan ? T_MAIL_FACT_DUE_TOOL : T_MAIL_FACT_FETCH, facts, N_FACTS);
        ics_event(&all, t->loan ? "loan" : "hold", t->loan ? t->loan : t->hold, d, d, buf_str(&words));
    }
    *out = ics_end(&all);
    return OK;
}

/* RFC 8058: what was sent before the day may be switched off; what is missed may not. */
static bool may_stop(const struct told *t)
{
    return t->step.kind == DUE_SOON || t->step.kind == DUE_TODAY;
}

static enum fault compose_in(struct ctx *c, struct calendars *calendars, const struct told_list *l,
                             enum channel channel, struct composed *out)
{
    ASSERT(l->n > 0);
    struct lines lines = { 0 };
    struct str link;
    enum fault f = link_name(c, l->message, &link);
    struct writing w = { .c = c, .list = l, .facts = arena_get(c->mem, l->n * sizeof *w.facts),
        .calendars = calendars, .channel = channel,
        .library = setting_str(c, SET_LIBRARY_NAME), .phone = setting_str(c, SET_LIBRARY_PHONE),
        .link = str_printf(c->mem, "%.*s/r/%.*s", STR(setting_str(c, SET_BASE_URL)), STR(link)),
        .lang = language_of(c, l), .one = l->n == 1,
        .answers = channel == CHANNEL_SMS && gateway_answers(c->world->conf) };
    for (size_t i = 1; i < l->n; i++)
        w.shared = w.shared || l->at[i].member != l->at[0].member;
    qsort(l->at, l->n, sizeof *l->at, by_urgency);
    *out = (struct composed){ .lang = w.lang, .kind = str_z(c->mem, l->at[0].kind) };
    c->lang = w.lang; /* for this text only */
    if (!f)
        f = lines_of(&w, l, &lines);
    if (!f && channel == CHANNEL_SMS)
        sms_write(&w, &lines, out);
    if (f || channel == CHANNEL_SMS)
        return f;
    f = subject_of(&w, l, &out->subject);
    if (f)
        return f;
    struct fact facts[N_FACTS];
    f = facts_of(&w, &l->at[0], facts);
    phone_shown(c, &facts[6]);
    struct mail_body m = { .lang = w.lang, .library = w.library, .name = l->at[0].member_name,
        .phone = facts[6].v.s, .lines = lines.at, .n_lines = lines.n,
        .button = button_of(&l->at[0]),
        .acts = may_act(&l->at[0]), .link = w.link, .branch = l->at[0].branch };
    if (may_stop(&l->at[0]))
        m.stop = out->stop = str_printf(c->mem, "%.*s/stop", STR(w.link));
    if (!f)
        f = mail_body_write(c, &m, &out->text, &out->html);
    return f ? f : dates_of(&w, l, &out->calendar);
}

enum fault compose(struct ctx *c, struct calendars *calendars, const struct told_list *l,
                   enum channel channel, struct composed *out)
{
    int lang = c->lang; /* a text is in its reader's language, whoever runs this */
    enum fault f = compose_in(c, calendars, l, channel, out);
    c->lang = lang;
    return f;
}
