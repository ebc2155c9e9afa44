/* The last line of an e-mail, and the button of a mail program (List-Unsubscribe, RFC 8058): no more
 * reminders before the day to this address. Opening it only asks (X22). A mail program sends its POST
 * without cookies or origin; the link itself is the proof. What is missed is still told. */
#include "reminders/compose.h"
#include "reminders/link.h"
#include "schema/query.h"
#include "server/answer.h"
#include "server/page.h"
#include "server/pages.h"
#include "text/text.h"

/* The address that the link was sent to, in lower case. */
static enum fault address_of(struct request *r, struct ctx *c, struct str *address)
{
    int64_t message;
    enum fault f = link_find(c, r->params[0], &message);
    if (f)
        return f;
    QUERY(q, c, Q_MESSAGE_GET);
    q_bind_int(&q, "id", message);
    *address = q_row(&q) && str_eq(q_str(&q, "channel"), S("email"))
                   ? str_lower(c->mem, q_str(&q, "address")) : (struct str){ 0 };
    f = q_end(&q);
    return f || address->n ? f : FAULT_LINK_OLD;
}

static enum fault stop_page_make(struct request *r, struct ctx *c)
{
    struct page_look look;
    struct str address;
    struct buf b = { .a = c->mem };
    int64_t off = 0;
    enum fault f = address_of(r, c, &address);
    if (f)
        return f;
    QUERY(q, c, Q_SOON_OFF);
    q_bind_str(&q, "value_key", address);
    f = q_run_int(&q, &off);
    struct link_ask *ask = NEW(c->mem, struct link_ask);
    *ask = (struct link_ask){ .action = link_to(r, "/r/%.*s/stop", STR(r->params[0])), .step = S("0"),
        .question = text_plain(r->lang, off ? T_PAGE_STOP_OFF : T_PAGE_STOP_ASK),
        .why = text_plain(r->lang, T_PAGE_STOP_STAYS), .act = off ? S("on") : S("off"), .renew = !off,
        .yes = text_plain(r->lang, off ? T_PAGE_STOP_ON_YES : T_PAGE_STOP_YES) };
    struct link_page x = { .head = text_plain(r->lang, T_PAGE_STOP_HEAD), .asks = { ask, 1 },
                           .asks_something = !off };
    if (f)
        return f;
    look_make(r, c, &look);
    page_link(&b, &look, &x);
    answer_buf(r, 200, type_html, &b);
    return OK;
}

enum fault get_stop(struct request *r, struct ctx *c)
{
    return stop_page_make(r, c);
}

static enum fault stop_write(struct request *r, struct ctx *c)
{
    struct str address;
    bool on = str_eq(request_field(r, "_act"), S("on"));
    enum fault f = address_of(r, c, &address);
    if (f)
        return f;
    QUERY(q, c, Q_SOON_SET);
    q_bind_str(&q, "value_key", address);
    q_bind(&q, "at", on ? val_none() : val_time(c->now));
    f = q_run(&q);
    return f ? f : stop_page_make(r, c);
}

enum fault post_stop(struct request *r, struct ctx *c)
{
    (void)c;
    request_then(r, WRITER, stop_write);
    return OK;
}
