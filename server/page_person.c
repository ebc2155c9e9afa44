/* One person: what is lent and until when, what waits, what is to be paid, and how to reach them. See page_part.h. */
#include "lending/hold.h"
#include "lending/hold_ask.h"
#include "lending/loan.h"
#include "lending/money.h"
#include "ops/say.h"
#include "server/known.h"
#include "server/page_part.h"
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
    f = renewable_make(c, l->tool, l->member, &again);
    if (f)
        return f;
    x->why = again.why;
    if (again.may) {
        x->renew = link_to(r, "/me/renew");
        x->renew_to = again.to;
    }
    return OK;
}

static enum fault loans_make(struct request *r, struct ctx *c, int64_t member, struct me_page *x)
{
    const struct loan *l;
    size_t n;
    int64_t total;
    struct loan_query mine = { .member = member, .limit = LOANS_MOST };
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

static enum fault holds_make(struct request *r, struct ctx *c, int64_t member, struct me_page *x)
{
    const struct hold *h;
    size_t n;
    struct hold_query mine = { .member = member };
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
static enum fault money_make(struct ctx *c, int64_t member, struct me_page *x)
{
    struct member_money m;
    enum fault f = money_of(c, member, &m);
    if (f)
        return f;
    if (m.balance)
        x->balance = say_balance(c, m.balance);
    if (m.deposits)
        x->deposits = text(c, T_PAGE_ME_DEPOSITS, FACTS(F("amount", val_money(m.deposits))));
    return OK;
}

enum fault person_make(struct request *r, struct ctx *c, const struct member *m, struct me_page *x)
{
    x->name = m->name;
    x->code = m->code;
    enum fault f = loans_make(r, c, m->id, x);
    if (!f)
        f = holds_make(r, c, m->id, x);
    if (!f)
        f = money_make(c, m->id, x);
    return f ? f : data_make(r, c, m, x);
}
