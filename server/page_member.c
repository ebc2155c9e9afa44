/* Members at the desk: who it is, what is with them, and what can be done. Every change is the operation of that
 * name. */
#include "lending/member.h"
#include "ops/word.h"
#include "server/answer.h"
#include "server/page_part.h"
#include "server/pages.h"
#include "text/text.h"

enum { PEOPLE = 50 };

/* "lid", "nog niet klaar", "verlopen". */
static struct str state_words(struct ctx *c, const struct member *m)
{
    struct buf b = { .a = c->mem };
    bool over = m->state == MEMBER_ACTIVE && membership_over(m, c->today);
    word_text(&b, c, FK_MEMBER_STATE, val_z(over ? "expired" : member_state_name(m->state)));
    return buf_str(&b);
}

static struct link person_link(struct request *r, struct ctx *c, const struct member *m)
{
    struct str hint = str_printf(c->mem, "%.*s, %.*s", STR(m->code), STR(state_words(c, m)));
    return (struct link){ .icon = ICON_I_ME, .label = m->name, .hint = hint, .url = link_to(r, "/members/%.*s", STR(m->code)) };
}

enum fault get_members(struct request *r, struct ctx *c)
{
    struct page_look look;
    struct buf b = { .a = c->mem };
    struct member_query q = { .words = str_trim(request_field(r, "q")), .limit = PEOPLE };
    const struct member *m;
    size_t n;
    int64_t total, after;
    if (str_int(request_field(r, "after"), &after))
        q.after = after;
    enum fault f = member_list(c, &q, &m, &n, &total);
    if (f)
        return f;
    if (n == 1 && q.words.n && !q.after) {
        answer_see(r, link_to(r, "/members/%.*s", STR(m[0].code)).s);
        return OK;
    }
    struct link *at = NEW_N(c->mem, struct link, n + 1);
    for (size_t i = 0; i < n; i++)
        at[i] = person_link(r, c, &m[i]);
    struct members_page x = { .find = link_to(r, "/members"), .words = q.words, .people = { at, n },
                              .add = link_to(r, "/op/member.add") };
    if (n == PEOPLE && (int64_t)n < total)
        x.after = str_printf(c->mem, "%lld", (long long)m[n - 1].id);
    look_make(r, c, &look);
    page_members(&b, &look, &x);
    answer_buf(r, 200, type_html, &b);
    return OK;
}

/* What else is done with a member, on generated pages with the card filled in. */
static struct links keys_make(struct request *r, const struct member *m)
{
    const struct { enum icon icon; enum text_key label; const char *to; bool fits; } all[] = {
        { ICON_I_EURO, T_PAGE_MEMBER_PAY, "pay", true },
        { ICON_I_CAL, T_PAGE_MEMBER_HOLD, "hold.add", true },
        { ICON_I_ME, T_PAGE_MEMBER_EDIT, "member.edit", true },
        { ICON_I_NOTE, T_PAGE_MEMBER_RECEIPT, "receipt", true },
        { ICON_I_TICK, T_PAGE_MEMBER_SEEN, "member.seen", m->state == MEMBER_PENDING },
        { ICON_I_CLOCK, T_PAGE_MEMBER_BLOCK, "member.block", m->state == MEMBER_ACTIVE },
        { ICON_I_TICK, T_PAGE_MEMBER_UNBLOCK, "member.unblock", m->state == MEMBER_BLOCKED },
        { ICON_I_MAIL, T_PAGE_MEMBER_MESSAGES, "message.list", true },
        { ICON_I_LIST, T_PAGE_MEMBER_ALL, "member.show", true },
    };
    struct link *at = NEW_N(&r->mem, struct link, COUNT(all));
    size_t n = 0;
    for (size_t i = 0; i < COUNT(all); i++)
        if (all[i].fits)
            at[n++] = (struct link){ .icon = all[i].icon, .label = text_plain(r->lang, all[i].label),
                                     .url = link_to(r, "/op/%s?member=%.*s", all[i].to, STR(m->code)) };
    return (struct links){ at, n };
}

static enum fault phone_make(struct ctx *c, const struct member *m, struct member_page *x)
{
    const struct contact *k;
    struct buf b = { .a = c->mem };
    size_t n, i = 0;
    enum fault f = member_contacts(c, m->id, &k, &n);
    while (!f && i < n && !k[i].phone)
        i++;
    if (f || i == n)
        return f;
    text_phone(&b, k[i].value);
    x->phone = buf_str(&b);
    x->call.s = str_printf(c->mem, "tel:%.*s", STR(k[i].value));
    return OK;
}

enum fault member_page_make(struct request *r, struct ctx *c, int64_t id)
{
    struct page_look look;
    struct buf b = { .a = c->mem };
    struct member m;
    struct member_page x = { .lend = link_to(r, "/work/out"), .take = link_to(r, "/work/in"),
                             .renew = link_to(r, "/work/renew") };
    enum fault f = member_get(c, id, &m);
    if (!f)
        f = person_make(r, c, &m, &x.person);
    if (!f)
        f = phone_make(c, &m, &x);
    if (f)
        return f;
    x.note = m.note;
    if (m.state != MEMBER_ACTIVE || membership_over(&m, c->today))
        x.state = state_words(c, &m);
    if (r->fault)
        x.tool = (struct typed){ request_field(r, "tool"), typed_error(r, c, "tool") };
    x.keys = keys_make(r, &m);
    x.said = notices_of(r, c);
    look_make(r, c, &look);
    page_member(&b, &look, &x);
    answer_buf(r, r->fault ? fault_info(r->fault)->status : 200, type_html, &b);
    return OK;
}

enum fault get_member(struct request *r, struct ctx *c)
{
    int64_t id;
    enum fault f = member_find(c, "member", r->params[0], &id);
    return f ? f : member_page_make(r, c, id);
}
