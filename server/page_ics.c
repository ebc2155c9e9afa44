/* A member's days as a calendar (RFC 5545) that a phone fetches by itself: until when each loan is, what
 * waits on the shelf, what is booked. Its address is a secret (X25), so nobody is logged in by it. */
#include "lending/hold.h"
#include "lending/loan.h"
#include "lending/setting.h"
#include "reminders/ics.h"
#include "reminders/link.h"
#include "server/answer.h"
#include "server/pages.h"
#include "text/text.h"

enum { LOANS_MOST = 200 };

static enum fault loans(struct ics *k, struct ctx *c, int64_t member)
{
    const struct loan *l;
    size_t n;
    int64_t total;
    enum fault f = loan_list(c, &(struct loan_query){ .member = member, .limit = LOANS_MOST }, &l, &n, &total);
    for (size_t i = 0; i < n && !f; i++)
        if (!day_none(l[i].due))
            ics_event(k, "loan", l[i].id, l[i].due, l[i].due,
                      text(c, T_PAGE_ICS_DUE, FACTS(F("tool", val_str(l[i].tool_name)),
                                                    F("branch", val_str(l[i].branch_name)))));
    return f;
}

static enum fault holds(struct ics *k, struct ctx *c, int64_t member)
{
    const struct hold *h;
    size_t n;
    enum fault f = hold_list(c, &(struct hold_query){ .member = member }, &h, &n);
    for (size_t i = 0; i < n && !f; i++) {
        bool ready = h[i].state == HOLD_READY;
        const struct fact facts[] = { F("tool", val_str(h[i].model_name)), F("branch", val_str(h[i].pick_up_name)) };
        if (ready ? day_none(h[i].last) : day_none(h[i].from))
            continue;
        ics_event(k, "hold", h[i].id, ready ? h[i].last : h[i].from, ready ? h[i].last : h[i].to,
                  text(c, ready ? T_PAGE_ICS_READY : T_PAGE_ICS_BOOKED, facts, COUNT(facts)));
    }
    return f;
}

enum fault get_ics(struct request *r, struct ctx *c)
{
    struct ics k = { .out.a = c->mem, .now = c->now, .base_url = setting_str(c, SET_BASE_URL),
                     .name = setting_str(c, SET_LIBRARY_NAME) };
    struct member m;
    int64_t member = ics_find(c, r->params[0]);
    enum fault f = member ? member_get(c, member, &m) : FAULT_PAGE_UNKNOWN;
    if (f || m.state == MEMBER_ERASED || m.merged_into)
        return f && f != FAULT_CODE_UNKNOWN ? f : FAULT_PAGE_UNKNOWN;
    int lang = lang_find(m.language);
    c->lang = lang < 0 ? c->lang : lang;
    ics_begin(&k);
    f = loans(&k, c, member);
    if (!f)
        f = holds(&k, c, member);
    if (f)
        return f;
    ics_end(&k);
    answer_buf(r, 200, "text/calendar; charset=utf-8", &k.out);
    return OK;
}
