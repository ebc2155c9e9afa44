/* My things: what I have and until when, what waits for me, what is known about me. */
#include "lending/hold.h"
#include "lending/hold_ask.h"
#include "lending/loan.h"
#include "lending/money.h"
#include "lending/setting.h"
#include "ops/say.h"
#include "reminders/link.h"
#include "server/answer.h"
#include "server/known.h"
#include "server/operate.h"
#include "server/page_part.h"
#include "server/page_tool.h"
#include "server/pages.h"
#include "text/text.h"

enum { WITHIN = 60, LOANS_MOST = 200 };

static enum fault loan_make(struct request *r, struct ctx *c, const struct loan *l,
                            struct my_loan *x)
{
    struct tool t;
    enum fault f = tool_get(c, l->tool, &t);
    if (f)
        return f;
    const struct calendar *k = known_calendar(r->known, l->branch);
    enum icon icon = icon_find(t.model.icon);
    *x = (struct my_loan){ .icon = icon ? icon : ICON_T_KIST, .name = t.model.name,
                           .detail = model_detail(c->mem, &t.model), .code = t.code,
                           .number = str_printf(c->mem, "%lld", (long long)t.number),
                           .branch = l->branch_name, .url = tool_link(r, t.code), .due = l->due,
                           .days_left = day_none(l->due) ? 0 : day_diff(l->due, c->today), .renew_to = DAY_NONE,
                           .late = !day_none(l->due) && day_before(l->due, c->today), .open = DAY_NONE };
    if (x->late && k)
        x->open = calendar_first(k, c->today, WITHIN);
    struct renewable again;
    f = renewable_make(c, l->tool, r->who.member, &again);
    if (f)
        return f;
    x->why = again.why;
    if (again.may) {
        x->renew = link_to(r, "/me/renew");
        x->renew_to = again.to;
    }
    return OK;
}

static enum fault loans_make(struct request *r, struct ctx *c, struct me_page *x)
{
    const struct loan *l;
    size_t n;
    int64_t total;
    struct loan_query mine = { .member = r->who.member, .limit = LOANS_MOST };
    enum fault f = loan_list(c, &mine, &l, &n, &total);
    struct my_loan *at = NEW_N(c->mem, struct my_loan, n);
    for (size_t i = 0; i < n && !f; i++)
        f = loan_make(r, c, &l[i], &at[i]);
    x->loans.at = at;
    x->loans.n = n;
    return f;
}

/* The tool that is ready, else what of the model there is. */
static enum fault hold_make(struct request *r, struct ctx *c, const struct hold *h,
                            struct my_hold *x)
{
    struct model m;
    struct buf words = { .a = c->mem };
    enum fault f = model_get(c, h->model, &m);
    if (f)
        return f;
    enum icon icon = icon_find(m.icon);
    buf_url(&words, m.name);
    *x = (struct my_hold){ .icon = icon ? icon : ICON_T_KIST, .name = m.name,
                           .branch = h->pick_up_name, .ready = h->state == HOLD_READY,
                           .last = h->last, .from = h->from, .to = h->to, .place = (int)h->place,
                           .url = link_to(r, "/search?q=%.*s", STR(buf_str(&words))),
                           .cancel = link_to(r, "/op/hold.cancel?hold=%lld", (long long)h->id) };
    int days = -1;
    if (h->state == HOLD_WAITING && day_none(h->from))
        f = hold_estimate(c, h->model, h->place, &days);
    x->estimate = estimate_words(c, days);
    if (x->ready && h->tool_code.n) {
        x->number = str_upto(h->tool_code, h->tool_code.n - 1);
        x->url = tool_link(r, h->tool_code);
    }
    return f;
}

static enum fault holds_make(struct request *r, struct ctx *c, struct me_page *x)
{
    const struct hold *h;
    size_t n;
    struct hold_query mine = { .member = r->who.member };
    enum fault f = hold_list(c, &mine, &h, &n);
    struct my_hold *at = NEW_N(c->mem, struct my_hold, n);
    for (size_t i = 0; i < n && !f; i++)
        f = hold_make(r, c, &h[i], &at[i]);
    x->holds.at = at;
    x->holds.n = n;
    return f;
}

static void datum_add(struct request *r, struct me_page *x, struct datum *at, enum text_key label,
                      struct str value)
{
    if (value.n)
        at[x->data.n++] = (struct datum){ text_plain(r->lang, label), value };
}

static enum fault data_make(struct request *r, struct ctx *c, const struct member *m,
                            struct me_page *x)
{
    const struct contact *k;
    size_t n;
    enum fault f = member_contacts(c, m->id, &k, &n);
    if (f)
        return f;
    struct datum *at = NEW_N(c->mem, struct datum, n + 6);
    datum_add(r, x, at, T_FIELD_NAME, m->name);
    for (size_t i = 0; i < n; i++) {
        struct buf b = { .a = c->mem };
        if (k[i].phone)
            text_phone(&b, k[i].value);
        datum_add(r, x, at, k[i].phone ? T_FIELD_PHONE : T_FIELD_EMAIL,
                  k[i].phone ? buf_str(&b) : k[i].value);
    }
    datum_add(r, x, at, T_FIELD_ADDRESS, m->address);
    datum_add(r, x, at, T_FIELD_PLAN, m->plan_name);
    datum_add(r, x, at, T_FIELD_UNTIL, text_day_words(c, m->until, false));
    x->data.at = at;
    return OK;
}

/* What is still to be paid, or comes back; and the deposit we hold. */
static enum fault money_make(struct request *r, struct ctx *c, struct me_page *x)
{
    struct member_money m;
    enum fault f = money_of(c, r->who.member, &m);
    if (f)
        return f;
    if (m.balance)
        x->balance = say_balance(c, m.balance);
    if (m.deposits)
        x->deposits = text(c, T_PAGE_ME_DEPOSITS, FACTS(F("amount", val_money(m.deposits))));
    return OK;
}

/* The form of what one may change, with what is known filled in. */
static struct url change_link(struct request *r, const struct member *m)
{
    struct buf b = { .a = &r->mem };
    const struct { const char *name; struct str value; } fields[] = {
        { "language", m->language }, { "address", m->address }, { "postcode", m->postcode }, { "place", m->place } };
    buf_z_add(&b, "/op/member.mine");
    for (size_t i = 0; i < COUNT(fields); i++) {
        buf_printf(&b, "%c%s=", i ? '&' : '?', fields[i].name);
        buf_url(&b, fields[i].value);
    }
    return b.n < 500 ? link_to(r, "%s", buf_z(&b)) : link_to(r, "/op/member.mine");
}

/* What sharing came to: a round figure is friendlier than an exact one. */
static enum fault saved_make(struct ctx *c, int64_t member, struct me_page *x)
{
    enum { ROUND = 1000 };
    int64_t loans, cents;
    enum fault f = member_saved(c, member, &loans, &cents);
    if (!f && loans && cents >= ROUND)
        x->saved = text(c, T_PAGE_ME_SAVED, FACTS(F("n", val_int(loans)), F("amount", val_money(cents - cents % ROUND))));
    return f;
}

static enum fault me_page_make(struct request *r, struct ctx *c)
{
    struct page_look look;
    struct member m;
    struct me_page x = { 0 };
    struct buf b = { .a = c->mem };
    enum fault f = member_get(c, r->who.member, &m);
    if (!f)
        f = loans_make(r, c, &x);
    if (!f)
        f = holds_make(r, c, &x);
    if (!f)
        f = money_make(r, c, &x);
    if (!f)
        f = data_make(r, c, &m, &x);
    if (!f)
        f = saved_make(c, m.id, &x);
    if (f)
        return f;
    x.name = m.name;
    x.code = m.code;
    x.said = notices_of(r, c);
    x.all = link_to(r, "/op/member.show?all=yes");
    x.save = link_to(r, "/op/member.export");
    struct str ics = ics_name(c, m.id);
    if (ics.n)
        x.calendar = link_to(r, "/ics/%.*s", STR(ics));
    x.change = change_link(r, &m);
    x.messages = link_to(r, "/op/message.list");
    x.keeper = static_url(r, "mine.js");
    x.pending = m.state == MEMBER_PENDING;
    look_make(r, c, &look);
    page_me(&b, &look, &x);
    answer_buf(r, r->fault ? fault_info(r->fault)->status : 200, type_html, &b);
    return OK;
}

enum fault get_me(struct request *r, struct ctx *c)
{
    if (!r->who.member) { /* a volunteer's own page is the desk */
        answer_see(r, link_to(r, "/work").s);
        return OK;
    }
    return me_page_make(r, c);
}

/* What a phone keeps of them: as it is now, without a word about today. */
enum fault get_offline(struct request *r, struct ctx *c)
{
    struct page_look look;
    struct me_page x = { 0 };
    struct buf b = { .a = c->mem };
    if (!r->who.member)
        return FAULT_ROLE_NEEDED;
    enum fault f = loans_make(r, c, &x);
    if (!f)
        f = holds_make(r, c, &x);
    if (f)
        return f;
    struct offline_page kept = { .known = { minute_at(c->now) }, .loans = { x.loans.at, x.loans.n },
                                 .holds = { x.holds.at, x.holds.n }, .weeks = weeks_of(r, c) };
    look_make(r, c, &look);
    look.open.n = look.langs.n = 0;
    page_offline(&b, &look, &kept);
    answer_buf(r, 200, type_html, &b);
    return OK;
}

/* Back to the page it was asked on: the tool's, or my things. */
static enum fault renewed_page(struct request *r, struct ctx *c)
{
    struct str next = request_field(r, "_next");
    int64_t id;
    size_t was = c->n_wrong;
    if (str_starts(next, S("/t/")) && !tool_find(c, NULL, request_field(r, "tool"), &id))
        return tool_page_make(r, c, id);
    c->n_wrong = was;
    return me_page_make(r, c);
}

enum fault post_renew(struct request *r, struct ctx *c)
{
    if (!r->who.member)
        return FAULT_ROLE_NEEDED;
    r->finish = renewed_page;
    return operate(r, c, op_find(S("renew")));
}
