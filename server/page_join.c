/* A place in the queue for who is no member yet: a name and a number, and the code that comes by SMS. Then
 * the person is there, pending until seen at the counter (M3), and is told when it is their turn. */
#include "lending/hold_ask.h"
#include "lending/login.h"
#include "reminders/outbox.h"
#include "server/answer.h"
#include "server/known.h"
#include "server/page_part.h"
#include "server/pages.h"
#include "server/session.h"
#include "text/text.h"

static enum fault tool_of(struct request *r, struct ctx *c, struct tool *t)
{
    int64_t id;
    enum fault f = tool_find(c, NULL, r->params[0], &id);
    c->n_wrong = f ? 0 : c->n_wrong;
    return f ? FAULT_PAGE_UNKNOWN : tool_get(c, id, t);
}

static void branches_make(struct request *r, const struct tool *t, struct join_page *x)
{
    const struct known *k = r->known;
    struct choice *at = NEW_N(&r->mem, struct choice, k->n);
    struct str said = request_field(r, "pick_up");
    for (size_t i = 0; i < k->n; i++)
        at[i] = (struct choice){ k->branches[i].name, k->branches[i].name,
            said.n ? str_eq(said, k->branches[i].name) : k->branches[i].id == t->home };
    x->branches.at = at;
    x->branches.n = k->n > 1 ? k->n : 0;
}

static enum fault page_make(struct request *r, struct ctx *c, bool asked)
{
    struct page_look look;
    struct tool t;
    struct buf b = { .a = c->mem };
    enum fault f = tool_of(r, c, &t);
    if (f)
        return f;
    struct join_page x = { .number = str_upto(t.code, t.code.n - 1), .title = t.model.name,
        .back = tool_link(r, t.code), .ask = link_to(r, "/t/%.*s/join", STR(t.code)),
        .prove = link_to(r, "/t/%.*s/join/code", STR(t.code)),
        .log_in = link_to(r, "/login?next=/t/%.*s/book", STR(t.code)), .asked = asked,
        .waiting = (int)t.waiting, .pick_up = request_field(r, "pick_up"),
        .name = { request_field(r, "name"), typed_error(r, c, "name") },
        .phone = { request_field(r, "phone"), typed_error(r, c, "phone") },
        .code.error = typed_error(r, c, "code") };
    branches_make(r, &t, &x);
    if (!x.name.error.n && !x.phone.error.n && !x.code.error.n)
        x.said = notices_of(r, c);
    look_make(r, c, &look);
    page_join(&b, &look, &x);
    answer_buf(r, r->fault ? fault_info(r->fault)->status : 200, type_html, &b);
    return OK;
}

enum fault get_join(struct request *r, struct ctx *c)
{
    return page_make(r, c, false);
}

static enum fault asked_page(struct request *r, struct ctx *c)
{
    return page_make(r, c, !r->fault);
}

static struct joiner joiner(struct request *r)
{
    return (struct joiner){ request_field(r, "name"), request_field(r, "phone") };
}

static enum fault code_ask(struct request *r, struct ctx *c)
{
    struct joiner j = joiner(r);
    struct login_letter l;
    struct str browser;
    int64_t id;
    enum fault f = join_ask(c, &j, r->address, &browser, &l);
    struct urgent u = { .kind = "login_code", .member = l.member, .address = l.address, .channel = CHANNEL_SMS,
                        .language = l.language, .subject = l.subject, .body = l.body };
    if (!f)
        f = outbox_urgent(c, &u, &id);
    r->urgent = !f;
    if (!f)
        cookie_set(r, browser_cookie, browser, CODE_SECONDS);
    return f;
}

enum fault post_join(struct request *r, struct ctx *c)
{
    (void)c;
    r->finish = asked_page;
    request_then(r, WRITER, code_ask);
    return OK;
}

/* ---- The code ---- */

static enum fault proved_page(struct request *r, struct ctx *c)
{
    return r->answer.status ? OK : page_make(r, c, true);
}

/* What stands in the way of the place in the queue is told where it can be seen to; the number is proven
 * either way. */
static enum fault queue_join(struct request *r, struct ctx *c, const struct tool *t, int64_t member)
{
    struct hold_given given;
    struct hold_ask w = { .member = member, .model = t->model.id, .pick_up = t->home, .from = DAY_NONE,
                          .to = DAY_NONE };
    int64_t branch;
    if (request_field(r, "pick_up").n && !branch_find(c, request_field(r, "pick_up"), &branch))
        w.pick_up = branch;
    c->role = ROLE_MEMBER;
    c->member = member;
    c->op = "hold add";
    enum fault f = hold_ask(c, &w, &given);
    c->n_wrong = f ? 0 : c->n_wrong;
    if (f && fault_info(f)->status >= 500)
        return f;
    answer_see(r, f ? link_to(r, "/t/%.*s/book", STR(t->code)).s : link_to(r, "/me").s);
    return OK;
}

static enum fault code_check(struct request *r, struct ctx *c)
{
    struct joiner j = joiner(r);
    struct tool t;
    int64_t member = 0;
    enum fault f = tool_of(r, c, &t);
    c->op = "member add";
    if (!f)
        f = join_code(c, &j, cookie_get(r, browser_cookie), request_field(r, "code"), &member);
    f = who_log_in_by_code(r, c, f, member);
    return f || r->fault ? f : queue_join(r, c, &t, member);
}

enum fault post_join_code(struct request *r, struct ctx *c)
{
    (void)c;
    r->finish = proved_page;
    request_then(r, WRITER, code_check);
    return OK;
}
