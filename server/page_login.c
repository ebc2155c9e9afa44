/* Logging in and out (X16-X21): by a code for a phone number or e-mail address, or by card and
 * PIN. */
#include "lending/login.h"
#include "lending/setting.h"
#include "reminders/outbox.h"
#include "server/answer.h"
#include "server/page.h"
#include "server/pages.h"
#include "server/session.h"
#include "text/text.h"

static struct str next_of(struct request *r)
{
    struct str next = request_field(r, "_next");
    return answer_local(next.n ? next : request_field(r, "next"));
}

static void notice_add(struct ctx *c, struct notices *to, bool no, struct str text)
{
    struct notice *n = NEW(c->mem, struct notice);
    *n = (struct notice){ .no = no, .look = !no, .text = text };
    to->at = n;
    to->n = 1;
}

/* A refusal that is about no field stands above the form. */
static void said_make(struct request *r, struct ctx *c, struct notices *to)
{
    for (size_t i = 0; i < r->n_wrong; i++)
        if (!r->wrong[i].arg) {
            notice_add(c, to, true, text_fault(c, &r->wrong[i]));
            return;
        }
    if (r->fault && !r->n_wrong)
        notice_add(c, to, true, text_fault(c, &(struct wrong){ .fault = r->fault }));
}

static int status_of(const struct request *r)
{
    return r->fault ? fault_info(r->fault)->status : 200;
}

static enum fault login_page(struct request *r, struct ctx *c)
{
    struct page_look look;
    struct buf b = { .a = c->mem };
    struct login_page x = { .next = next_of(r) };
    x.code_action = x.card_action = link_to(r, "/login");
    x.to = (struct typed){ request_field(r, "to"), typed_error(r, c, "to") };
    x.card = (struct typed){ request_field(r, "card"), typed_error(r, c, "card") };
    x.pin.error = typed_error(r, c, "pin");
    if (request_field(r, "out").n)
        notice_add(c, &x.said, false, text_plain(r->lang, T_PAGE_LOGGED_OUT));
    said_make(r, c, &x.said);
    look_make(r, c, &look);
    page_login(&b, &look, &x);
    answer_buf(r, status_of(r), type_html, &b);
    return OK;
}

enum fault get_login(struct request *r, struct ctx *c)
{
    return login_page(r, c);
}

/* ---- By code ---- */

static enum fault letter_send(struct ctx *c, const struct login_letter *l)
{
    int64_t id;
    struct urgent u = { .kind = "login_code", .member = l->member, .address = l->address,
                        .channel = l->sms ? CHANNEL_SMS : CHANNEL_EMAIL, .language = l->language,
                        .subject = l->subject, .body = l->body };
    return outbox_urgent(c, &u, &id);
}

static enum fault code_ask(struct request *r, struct ctx *c)
{
    struct str browser, next = next_of(r);
    struct login_letter letter;
    struct buf to = { .a = c->mem };
    enum fault f = login_ask(c, request_field(r, "to"), r->address, &browser, &letter);
    if (!f && letter.member)
        f = letter_send(c, &letter);
    if (f)
        return f;
    r->urgent = letter.member;
    buf_url(&to, next);
    cookie_set(r, browser_cookie, browser, CODE_SECONDS);
    answer_see(r, link_to(r, "/login/code?next=%.*s", STR(buf_str(&to))).s);
    return OK;
}

static enum fault code_page_make(struct request *r, struct ctx *c)
{
    struct page_look look;
    struct buf b = { .a = c->mem };
    struct code_page x = { .next = next_of(r) };
    x.action = link_to(r, "/login/code");
    x.again = link_to(r, "/login");
    x.code.error = typed_error(r, c, "code");
    said_make(r, c, &x.said);
    look_make(r, c, &look);
    page_code(&b, &look, &x);
    answer_buf(r, status_of(r), type_html, &b);
    return OK;
}

enum fault get_code(struct request *r, struct ctx *c)
{
    return code_page_make(r, c);
}

static enum fault code_check(struct request *r, struct ctx *c)
{
    int64_t member;
    enum fault f = login_code(c, cookie_get(r, browser_cookie), request_field(r, "code"), &member);
    f = who_log_in_by_code(r, c, f, member);
    if (!f && !r->fault)
        answer_see(r, str_eq(next_of(r), S("/")) ? S("/me") : next_of(r));
    return f;
}

enum fault post_code(struct request *r, struct ctx *c)
{
    (void)c;
    r->finish = code_page_make;
    request_then(r, WRITER, code_check);
    return OK;
}

/* ---- By card and PIN: count the try, compare on the worker, open the session ---- */

static enum fault pin_done(struct request *r, struct ctx *c)
{
    struct pin_try *t = r->state;
    struct session s;
    enum fault f = login_pin_done(c, t, t->right, &s);
    if (!f)
        f = who_log_in(r, c, &s);
    if (f)
        return f;
    struct str home = s.volunteer ? S("/work") : S("/me");
    answer_see(r, str_eq(next_of(r), S("/")) ? home : next_of(r));
    return OK;
}

static enum fault pin_compare(struct request *r, struct ctx *c)
{
    struct pin_try *t = r->state;
    (void)c;
    t->right = login_pin_right(t);
    request_then(r, WRITER, pin_done);
    return OK;
}

static enum fault pin_count(struct request *r, struct ctx *c)
{
    struct pin_try *t = NEW(&r->mem, struct pin_try);
    *t = (struct pin_try){ .card = request_field(r, "card"), .pin = request_field(r, "pin") };
    enum fault f = login_pin_try(c, r->address, t);
    if (f)
        return f;
    r->state = t;
    request_then(r, WORKER, pin_compare);
    return OK;
}

enum fault post_login(struct request *r, struct ctx *c)
{
    struct str card = request_field(r, "card");
    r->finish = login_page;
    if (card.n || request_field(r, "pin").n) {
        if (!card.n || !request_field(r, "pin").n)
            return fail(c, FAULT_MISSING, card.n ? "pin" : "card", val_none());
        request_then(r, WRITER, pin_count);
    } else if (!request_field(r, "to").n) {
        return fail(c, FAULT_MISSING, "to", val_none());
    } else {
        request_then(r, WRITER, code_ask);
    }
    return OK;
}

static enum fault log_out(struct request *r, struct ctx *c)
{
    enum fault f = who_log_out(r, c);
    if (!f)
        answer_see(r, link_to(r, "/login?out=1").s);
    return f;
}

enum fault post_logout(struct request *r, struct ctx *c)
{
    (void)c;
    request_then(r, WRITER, log_out);
    return OK;
}
