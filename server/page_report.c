/* Saying that something is broken, without an account (S4): a form that leads to `ticket add`. */
#include "lending/login.h"
#include "lending/tool.h"
#include "server/answer.h"
#include "server/body.h"
#include "server/operate.h"
#include "server/page_part.h"
#include "server/page_tool.h"
#include "server/pages.h"
#include "text/text.h"

static void kinds_make(struct request *r, struct ctx *c, struct report_page *x)
{
    static const struct {
        const char *value;
        enum text_key label;
    } all[] = { { "dead", T_PAGE_REPORT_DEAD }, { "danger", T_PAGE_REPORT_DANGER },
                { "missing", T_PAGE_REPORT_MISSING }, { "other", T_PAGE_REPORT_OTHER } };
    struct choice *at = NEW_N(c->mem, struct choice, COUNT(all));
    struct str chosen = request_field(r, "problem");
    for (size_t i = 0; i < COUNT(all); i++)
        at[i] = (struct choice){ str_of(all[i].value), text_plain(r->lang, all[i].label),
                                 str_eq(chosen, str_of(all[i].value)) };
    x->kinds.at = at;
    x->kinds.n = COUNT(all);
}

static enum fault report_page_make(struct request *r, struct ctx *c, int64_t tool)
{
    struct page_look look;
    struct tool t;
    struct buf b = { .a = c->mem };
    enum fault f = tool_get(c, tool, &t);
    if (f)
        return f;
    enum icon icon = icon_find(t.model.icon);
    struct report_page x = { .number = str_upto(t.code, t.code.n - 1), .name = t.model.name,
                             .detail = model_detail(c->mem, &t.model),
                             .icon = icon ? icon : ICON_T_KIST, .back = tool_link(r, t.code),
                             .action = link_to(r, "/t/%.*s/report", STR(t.code)) };
    kinds_make(r, c, &x);
    x.kind_error = typed_error(r, c, "problem");
    x.text = (struct typed){ request_field(r, "words"), typed_error(r, c, "words") };
    x.phone = (struct typed){ request_field(r, "phone"), typed_error(r, c, "phone") };
    x.photo_error = typed_error(r, c, "photo");
    if (r->fault && !x.photo_error.n && !x.kind_error.n && !x.text.error.n && !x.phone.error.n)
        x.said = notices_of(r, c);
    look_make(r, c, &look);
    page_report(&b, &look, &x);
    answer_buf(r, r->fault ? fault_info(r->fault)->status : 200, type_html, &b);
    return OK;
}

/* The tool of the address; where there is none, the page of the tool says so. */
static enum fault tool_of(struct request *r, struct ctx *c, int64_t *id)
{
    enum fault f = tool_find(c, NULL, r->params[0], id);
    if (!f || !c->n_wrong)
        return f;
    c->n_wrong = 0;
    return FAULT_PAGE_UNKNOWN;
}

enum fault get_report(struct request *r, struct ctx *c)
{
    int64_t id;
    enum fault f = tool_of(r, c, &id);
    return f ? f : report_page_make(r, c, id);
}

/* Thanks, on the page of the tool; or the form again. */
static enum fault reported(struct request *r, struct ctx *c)
{
    int64_t id;
    enum fault f = tool_of(r, c, &id);
    if (f)
        return f;
    return r->fault ? report_page_make(r, c, id) : tool_page_make(r, c, id);
}

/* S4: so many an hour from one address. */
static enum fault counted(struct request *r, struct ctx *c)
{
    enum { REPORTS_MOST = 10, HOUR = 3600 };
    enum fault f = r->who.role >= ROLE_VOLUNTEER
                 ? OK : attempt(c, "report", r->address, REPORTS_MOST, HOUR, NULL);
    return f ? f : operate(r, c, op_find(S("ticket add")));
}

enum fault post_report(struct request *r, struct ctx *c)
{
    r->finish = reported;
    if (!request_field(r, "problem").n)
        return fail(c, FAULT_MISSING, "problem", val_none());
    given_add(r, (struct given){ .name = S("tool"), .value = r->params[0] });
    request_then(r, WRITER, counted);
    return OK;
}
