/* Counting the shelves on a phone (T14): scan, see what is left of a shelf, say that it was walked. Every
 * change is the operation of that name; this page is its form and its answer. */
#include "lending/branch.h"
#include "lending/stock_take.h"
#include "server/answer.h"
#include "server/operate.h"
#include "server/page_part.h"
#include "server/pages.h"
#include "text/text.h"

static struct stock_row row_of(struct request *r, struct ctx *c, const struct stock_item *x)
{
    const struct tool *t = &x->tool;
    const struct fact facts[] = { F("shelf", val_str(t->shelf)), F("day", val_day(t->due)),
                                  F("branch", val_str(t->home_name)) };
    enum icon icon = icon_find(t->model.icon);
    enum text_key line = x->what == STOCK_OUT ? T_PAGE_STOCK_ROW_OUT
        : x->what == STOCK_ELSEWHERE ? T_PAGE_STOCK_ROW_HOME : T_PAGE_STOCK_ROW_SHELF;
    bool blank = line == T_PAGE_STOCK_ROW_SHELF && !t->shelf.n;
    return (struct stock_row){ .icon = icon ? icon : ICON_T_KIST, .name = t->name,
        .line = blank ? (struct str){ 0 } : text(c, line, facts, COUNT(facts)),
        .number = str_upto(t->code, t->code.n - 1), .code = t->code, .url = tool_link(r, t->code) };
}

static void rows_make(struct request *r, struct ctx *c, const struct stock_item *x, size_t n,
                      enum stock_what what, const struct str *shelf, struct stock_rows *out)
{
    struct stock_row *at = NEW_N(c->mem, struct stock_row, n + 1);
    *out = (struct stock_rows){ .at = at };
    for (size_t i = 0; i < n; i++)
        if (x[i].what == what && (!shelf || str_eq(x[i].tool.shelf, *shelf)))
            at[out->n++] = row_of(r, c, &x[i]);
}

/* Shelves on which something is still to be seen, each once; items come by shelf. */
static void shelves_make(struct request *r, struct ctx *c, const struct stock_item *x, size_t n,
                         struct stock_page *p)
{
    struct link *at = NEW_N(c->mem, struct link, n + 1);
    struct str asked = request_field(r, "shelf"), first = { 0 };
    size_t m = 0, left = 0;
    bool found = false, any = false;
    for (size_t i = 0; i < n; i++) {
        if (x[i].what != STOCK_TODO)
            continue;
        struct str shelf = x[i].tool.shelf;
        bool same = any && str_eq(first, shelf);
        found = found || str_eq(shelf, asked);
        left = same ? left + 1 : 1;
        m += !same;
        first = shelf;
        any = true;
        struct buf to = { .a = c->mem };
        buf_url(&to, shelf);
        at[m - 1] = (struct link){ .label = text(c, shelf.n ? T_PAGE_STOCK_SHELF : T_PAGE_STOCK_NO_SHELF,
                                                FACTS(F("shelf", val_str(shelf)), F("n", val_int((int64_t)left)))),
                                   .url = link_to(r, "/stock-take?shelf=%s", buf_z(&to)) };
        if (m == 1 && left == 1)
            p->shelf = shelf;
    }
    if (found)
        p->shelf = asked;
    p->shelves = (struct links){ at, m };
    p->walking = m > 0;
    rows_make(r, c, x, n, STOCK_TODO, &p->shelf, &p->todo);
}

static enum fault running_make(struct request *r, struct ctx *c, const struct stock_take *s,
                               struct stock_page *p)
{
    const struct stock_item *x;
    size_t n;
    enum fault f = stock_take_list(c, s, &x, &n);
    if (f)
        return f;
    struct stock_sum sum = stock_take_sum(x, n);
    p->running = true;
    p->sum = text(c, T_PAGE_STOCK_SUM, FACTS(F("seen", val_int(sum.seen)), F("expected", val_int(sum.expected)),
                                             F("n", val_int(sum.todo))));
    shelves_make(r, c, x, n, p);
    rows_make(r, c, x, n, STOCK_OUT, NULL, &p->out);
    rows_make(r, c, x, n, STOCK_ELSEWHERE, NULL, &p->elsewhere);
    rows_make(r, c, x, n, STOCK_UNSEEN, NULL, &p->unseen);
    return OK;
}

static enum fault stock_page_make(struct request *r, struct ctx *c)
{
    struct page_look look;
    struct stock_take s;
    struct buf b = { .a = c->mem };
    struct stock_page p = { .begin = link_to(r, "/stock-take/begin"), .see = link_to(r, "/stock-take/see"),
        .walk = link_to(r, "/stock-take/shelf"), .take = link_to(r, "/stock-take/in"),
        .end = link_to(r, "/stock-take/end"), .place = counter_place_make(r, c) };
    int64_t branch;
    size_t n_wrong = c->n_wrong;
    enum fault f = branch_of_counter(c, &branch);
    c->n_wrong = n_wrong;
    p.place.nowhere = f == FAULT_BRANCH_NEEDED;
    if (p.place.nowhere)
        f = OK;
    else if (!f)
        f = stock_take_now(c, branch, &s);
    if (!f && !p.place.nowhere && s.id)
        f = running_make(r, c, &s, &p);
    if (f)
        return f;
    p.said = notices_of(r, c);
    if (p.running)
        p.camera = camera_make(r);
    if (r->fault)
        p.tool = (struct typed){ request_field(r, "tool"), (struct str){ 0 } };
    look_make(r, c, &look);
    page_stock(&b, &look, &p);
    answer_buf(r, r->fault ? fault_info(r->fault)->status : 200, type_html, &b);
    return OK;
}

enum fault get_stock(struct request *r, struct ctx *c)
{
    return stock_page_make(r, c);
}

enum fault post_stock(struct request *r, struct ctx *c)
{
    static const struct { const char *what, *op; } may[] = {
        { "begin", "stock-take begin" }, { "see", "stock-take see" }, { "shelf", "stock-take shelf" },
        { "end", "stock-take end" }, { "in", "in" } };
    r->finish = stock_page_make;
    for (size_t i = 0; i < COUNT(may); i++)
        if (str_eq(r->params[0], str_of(may[i].what)))
            return operate(r, c, op_find(str_of(may[i].op)));
    return FAULT_PAGE_UNKNOWN;
}
