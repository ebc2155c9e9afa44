/* The call and visit list on a phone (N7, N22): whom to call, what to say, and how it went. Every answer is
 * the operation `calls done`. */
#include "reminders/calls.h"
#include "server/answer.h"
#include "server/operate.h"
#include "server/page_part.h"
#include "server/pages.h"
#include "text/text.h"

static struct call_card card_of(struct request *r, struct ctx *c, const struct call *k)
{
    struct buf shown = { .a = c->mem };
    text_phone(&shown, k->number);
    struct call_card x = { .name = k->member_name, .words = k->words, .tools = k->tools, .visit = k->visit,
        .number = buf_str(&shown), .home = k->visit ? k->home : (struct str){ 0 }, .action = link_to(r, "/calls"),
        .call = str_printf(c->mem, "%lld", (long long)k->id) };
    if (!k->visit && k->number.n)
        x.dial = (struct url){ str_printf(c->mem, "tel:%.*s", STR(k->number)) };
    if (k->tries)
        x.tries = page_count(c, T_PAGE_CALLS_TRIES, k->tries);
    return x;
}

static enum fault calls_page_make(struct request *r, struct ctx *c)
{
    struct page_look look;
    struct buf b = { .a = c->mem };
    const struct call *k;
    size_t n;
    enum fault f = calls_list(c, &k, &n);
    if (f)
        return f;
    struct call_card *at = NEW_N(c->mem, struct call_card, n + 1);
    for (size_t i = 0; i < n; i++)
        at[i] = card_of(r, c, &k[i]);
    struct calls_page x = { .cards = { at, n }, .said = notices_of(r, c), .work = link_to(r, "/work") };
    look_make(r, c, &look);
    page_calls(&b, &look, &x);
    answer_buf(r, r->fault ? fault_info(r->fault)->status : 200, type_html, &b);
    return OK;
}

enum fault get_calls(struct request *r, struct ctx *c)
{
    return calls_page_make(r, c);
}

enum fault post_calls(struct request *r, struct ctx *c)
{
    r->finish = calls_page_make;
    return operate(r, c, op_find(S("calls done")));
}
