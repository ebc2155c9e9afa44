/* My things: what I have and until when, what waits for me, what is known about me. */
#include "reminders/link.h"
#include "server/answer.h"
#include "server/known.h"
#include "server/operate.h"
#include "server/page_part.h"
#include "server/page_tool.h"
#include "server/pages.h"
#include "text/text.h"

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
        f = person_make(r, c, &m, &x);
    if (!f)
        f = saved_make(c, m.id, &x);
    if (f)
        return f;
    x.said = notices_of(r, c);
    x.all = link_to(r, "/op/member.show?all=yes");
    x.save = link_to(r, "/op/member.export");
    struct str ics = ics_name(c, m.id);
    if (ics.n)
        x.calendar = link_to(r, "/ics/%.*s", STR(ics));
    x.change = link_to(r, "/op/member.mine");
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
    struct member m;
    enum fault f = member_get(c, r->who.member, &m);
    if (!f)
        f = person_make(r, c, &m, &x);
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
