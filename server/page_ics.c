/* A member's days as a calendar (RFC 5545) that a phone fetches by itself: until when each loan is, what
 * waits on the shelf, what is booked. Its address is a secret (X25), so nobody is logged in by it. */
#include "lending/hold.h"
#include "lending/loan.h"
#include "lending/setting.h"
#include "reminders/link.h"
#include "server/answer.h"
#include "server/pages.h"
#include "text/text.h"

enum { LOANS_MOST = 200, FOLD = 73 };

/* A line; what is long goes on in the next one, which begins with a blank. No letter is cut. */
static void line(struct buf *b, const char *name, struct str text)
{
    size_t at = strlen(name) + 1;
    buf_printf(b, "%s:", name);
    for (size_t i = 0; i < text.n;) {
        size_t was = i;
        uint32_t cp = utf8_next(text, &i);
        if (at + (i - was) > FOLD) {
            buf_z_add(b, "\r\n ");
            at = 1;
        }
        if (cp == ',' || cp == ';' || cp == '\\')
            buf_char(b, '\\');
        buf_add(b, (struct str){ text.s + was, i - was });
        at += i - was + 1;
    }
    buf_z_add(b, "\r\n");
}

static struct str compact(struct ctx *c, day d)
{
    struct buf iso = { .a = c->mem }, b = { .a = c->mem };
    buf_day(&iso, d);
    for (size_t i = 0; i < iso.n; i++)
        if (iso.s[i] != '-')
            buf_char(&b, iso.s[i]);
    return buf_str(&b);
}

/* One whole day, or the days from `from` to `to`, both included. */
static void event(struct buf *b, struct ctx *c, const char *kind, int64_t id, day from, day to, struct str text)
{
    struct buf stamp = { .a = c->mem };
    line(b, "BEGIN", S("VEVENT"));
    line(b, "UID", str_printf(c->mem, "%s-%lld@kist", kind, (long long)id));
    buf_printf(&stamp, "%.*sT000000Z", STR(compact(c, c->today)));
    line(b, "DTSTAMP", buf_str(&stamp));
    line(b, "DTSTART;VALUE=DATE", compact(c, from));
    line(b, "DTEND;VALUE=DATE", compact(c, day_plus(to, 1)));
    line(b, "SUMMARY", text);
    line(b, "TRANSP", S("TRANSPARENT"));
    line(b, "END", S("VEVENT"));
}

static enum fault loans(struct buf *b, struct ctx *c, int64_t member)
{
    const struct loan *l;
    size_t n;
    int64_t total;
    enum fault f = loan_list(c, &(struct loan_query){ .member = member, .limit = LOANS_MOST }, &l, &n, &total);
    for (size_t i = 0; i < n && !f; i++)
        if (!day_none(l[i].due))
            event(b, c, "loan", l[i].id, l[i].due, l[i].due,
                  text(c, T_PAGE_ICS_DUE, FACTS(F("tool", val_str(l[i].tool_name)),
                                                F("branch", val_str(l[i].branch_name)))));
    return f;
}

static enum fault holds(struct buf *b, struct ctx *c, int64_t member)
{
    const struct hold *h;
    size_t n;
    enum fault f = hold_list(c, &(struct hold_query){ .member = member }, &h, &n);
    for (size_t i = 0; i < n && !f; i++) {
        bool ready = h[i].state == HOLD_READY;
        const struct fact facts[] = { F("tool", val_str(h[i].model_name)), F("branch", val_str(h[i].pick_up_name)) };
        if (ready ? day_none(h[i].last) : day_none(h[i].from))
            continue;
        event(b, c, "hold", h[i].id, ready ? h[i].last : h[i].from, ready ? h[i].last : h[i].to,
              text(c, ready ? T_PAGE_ICS_READY : T_PAGE_ICS_BOOKED, facts, COUNT(facts)));
    }
    return f;
}

enum fault get_ics(struct request *r, struct ctx *c)
{
    struct buf b = { .a = c->mem };
    struct member m;
    int64_t member = ics_find(c, r->params[0]);
    enum fault f = member ? member_get(c, member, &m) : FAULT_PAGE_UNKNOWN;
    if (f || m.state == MEMBER_ERASED || m.merged_into)
        return f && f != FAULT_CODE_UNKNOWN ? f : FAULT_PAGE_UNKNOWN;
    int lang = lang_find(m.language);
    c->lang = lang < 0 ? c->lang : lang;
    line(&b, "BEGIN", S("VCALENDAR"));
    line(&b, "VERSION", S("2.0"));
    line(&b, "PRODID", S("-//kist//" KIST_VERSION "//"));
    line(&b, "X-WR-CALNAME", setting_str(c, SET_LIBRARY_NAME));
    f = loans(&b, c, member);
    if (!f)
        f = holds(&b, c, member);
    line(&b, "END", S("VCALENDAR"));
    if (!f)
        answer_buf(r, 200, "text/calendar; charset=utf-8", &b);
    return f;
}
