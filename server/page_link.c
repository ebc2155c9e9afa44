/* What a link in a message leads to (R3, H5, H14): it asks first, then does the one thing as the
 * member to whom the message was sent. A link logs nobody in. */
#include "lending/loan.h"
#include "lending/tool.h"
#include "reminders/compose.h"
#include "reminders/link.h"
#include "server/answer.h"
#include "server/operate.h"
#include "server/page_part.h"
#include "server/pages.h"
#include "text/text.h"

static enum fault told_find(struct request *r, struct ctx *c, struct told_list *out)
{
    int64_t message;
    enum fault f = link_find(c, r->params[0], &message);
    return f ? f : told_load(c, message, out);
}

static struct str said(struct ctx *c, enum text_key key, const struct told *t, day d)
{
    const struct fact facts[] = { F("tool", val_str(t->tool_name)), F("day", val_day(d)) };
    return text(c, key, facts, COUNT(facts));
}

static void button(struct ctx *c, struct link_ask *x, const char *act, enum text_key yes)
{
    x->act = str_of(act);
    x->yes = text_plain(c->lang, yes);
}

static enum fault loan_ask(struct ctx *c, const struct told *t, struct link_ask *x)
{
    struct renewable again;
    x->question = said(c, T_PAGE_LINK_BACK, t, DAY_NONE);
    if (!t->open)
        return OK;
    enum fault f = renewable_make(c, t->tool, t->member, &again);
    if (f)
        return f;
    x->renew = again.may || again.done;
    x->why = again.why;
    x->question = x->renew ? said(c, again.may ? T_PAGE_LINK_RENEW : T_PAGE_LINK_RENEWED, t, again.to)
        : t->tool_name;
    if (again.may)
        button(c, x, "renew", T_PAGE_LINK_RENEW_YES);
    return OK;
}

static void hold_ask(struct ctx *c, const struct told *t, struct link_ask *x)
{
    static const char *const wanted[] = { "waiting", "assigned", "ready" };
    x->question = said(c, T_PAGE_LINK_DONE, t, DAY_NONE);
    if (!t->open)
        return;
    if (str_eq(t->hold_state, S("resting"))) {
        x->question = said(c, T_PAGE_LINK_KEEP, t, DAY_NONE);
        x->renew = true;
        button(c, x, "keep", T_PAGE_LINK_KEEP_YES);
    }
    for (size_t i = 0; i < COUNT(wanted); i++)
        if (str_eq(t->hold_state, str_of(wanted[i]))) {
            x->question = said(c, T_PAGE_LINK_CANCEL, t, DAY_NONE);
            button(c, x, "cancel", T_PAGE_LINK_CANCEL_YES);
        }
}

/* M18: do they want to stay a member? */
static void member_ask(struct ctx *c, const struct told *t, struct link_ask *x)
{
    bool stays = str_eq(t->kind, S("inactive")) && day_is(t->active, t->told_due);
    bool ends = str_starts(t->kind, S("membership_")) && day_is(t->until, t->told_due);
    x->question = ends ? said(c, T_PAGE_LINK_MEMBER, t, t->until)
                       : text_plain(c->lang, stays ? T_PAGE_LINK_STAY : T_PAGE_LINK_STAYS);
    x->renew = true;
    if (stays)
        button(c, x, "stay", T_PAGE_LINK_STAY_YES);
}

static enum fault link_page_make(struct request *r, struct ctx *c)
{
    struct page_look look;
    struct told_list l;
    struct buf b = { .a = c->mem };
    struct link_page x = { .head = text_plain(r->lang, T_PAGE_LINK_HEAD) };
    enum fault f = told_find(r, c, &l);
    struct link_ask *at = NEW_N(c->mem, struct link_ask, f ? 0 : l.n);
    for (size_t i = 0; !f && i < l.n; i++) {
        at[i] = (struct link_ask){ .action = link_to(r, "/r/%.*s", STR(r->params[0])),
                                   .step = str_printf(c->mem, "%lld", (long long)l.at[i].id) };
        if (l.at[i].loan)
            f = loan_ask(c, &l.at[i], &at[i]);
        else if (l.at[i].hold)
            hold_ask(c, &l.at[i], &at[i]);
        else
            member_ask(c, &l.at[i], &at[i]);
        x.asks_something = x.asks_something || at[i].act.n;
    }
    if (f)
        return f;
    x.asks.at = at;
    x.asks.n = l.n;
    x.said = notices_of(r, c);
    look_make(r, c, &look);
    page_link(&b, &look, &x);
    answer_buf(r, r->fault ? fault_info(r->fault)->status : 200, type_html, &b);
    return OK;
}

enum fault get_link(struct request *r, struct ctx *c)
{
    return link_page_make(r, c);
}

/* The reader is again who they were: the operation ran as the member of the message. */
static enum fault answered(struct request *r, struct ctx *c)
{
    r->who = *(struct who *)r->state;
    return link_page_make(r, c);
}

static enum fault act_as(struct request *r, struct ctx *c, const struct told *t)
{
    struct str act = request_field(r, "_act");
    struct tool tool;
    const struct op *op = NULL;
    enum fault f = OK;
    if (t->loan && str_eq(act, S("renew"))) {
        op = op_find(S("renew"));
        f = tool_get(c, t->tool, &tool);
        if (!f)
            given_add(r, (struct given){ .name = S("tool"), .value = tool.code });
    } else if (t->hold && (str_eq(act, S("cancel")) || str_eq(act, S("keep")))) {
        op = op_find(str_printf(c->mem, "hold %.*s", STR(act)));
        given_add(r, (struct given){ .name = S("hold"),
                                     .value = str_printf(&r->mem, "%lld", (long long)t->hold) });
    }
    else if (!t->loan && !t->hold && str_eq(act, S("stay")))
        op = op_find(S("member stay")); /* the member is the one who asks */
    if (f || !op)
        return f ? f : FAULT_PAGE_UNKNOWN;
    struct who *reader = NEW(&r->mem, struct who);
    *reader = r->who;
    r->state = reader;
    r->who = (struct who){ .role = ROLE_MEMBER, .member = t->member, .actor = S("link"), .lang = -1 };
    r->finish = answered;
    return operate(r, c, op);
}

enum fault post_link(struct request *r, struct ctx *c)
{
    struct told_list l;
    int64_t step = 0;
    enum fault f = told_find(r, c, &l);
    if (f)
        return f;
    if (!str_int(request_field(r, "_step"), &step))
        return FAULT_PAGE_UNKNOWN;
    for (size_t i = 0; i < l.n; i++)
        if (l.at[i].id == step)
            return act_as(r, c, &l.at[i]);
    return FAULT_PAGE_UNKNOWN;
}
