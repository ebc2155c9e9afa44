/* The desk on a phone or tablet: lend, take back, what comes back today. Every change is the
 * operation of that name; this page is only its form and its answer. */
#include "lending/loan.h"
#include "lending/login.h"
#include "schema/query.h"
#include "server/answer.h"
#include "server/known.h"
#include "server/operate.h"
#include "server/page_part.h"
#include "server/page_tool.h"
#include "server/pages.h"
#include "text/text.h"

enum { ROWS = 12, BACKUP_HOURS = 48, REMIND_HOURS = 50 };

static enum fault row_make(struct request *r, struct ctx *c, const struct loan *l,
                           struct work_row *x)
{
    const struct fact facts[] = { F("name", val_str(l->member_name)), F("day", val_day(l->due)) };
    struct tool t;
    enum fault f = tool_get(c, l->tool, &t);
    if (f)
        return f;
    enum icon icon = icon_find(t.model.icon);
    *x = (struct work_row){
        .icon = icon ? icon : ICON_T_KIST, .name = l->tool_name,
        .line = text(c, T_PAGE_WORK_AT, facts, COUNT(facts)),
        .number = str_upto(l->tool_code, l->tool_code.n ? l->tool_code.n - 1 : 0),
        .url = tool_link(r, l->tool_code), .away = true, .late = !day_none(l->due) && day_before(l->due, c->today) };
    return OK;
}

static enum fault list_make(struct request *r, struct ctx *c, bool overdue, struct work_list *w)
{
    const struct loan *l;
    size_t n, m = 0;
    struct loan_query q = { .branch = r->who.branch, .overdue = overdue, .limit = ROWS };
    int64_t total;
    enum fault f = loan_list(c, &q, &l, &n, &total);
    struct work_row *at = NEW_N(c->mem, struct work_row, n);
    for (size_t i = 0; i < n && !f; i++)
        if (overdue || (!day_none(l[i].due) && !day_before(l[i].due, c->today)))
            f = row_make(r, c, &l[i], &at[m++]);
    w->rows.at = at;
    w->rows.n = m;
    w->n = overdue ? (size_t)total : m;
    w->head = text_plain(r->lang, overdue ? T_PAGE_WORK_OVERDUE : T_PAGE_WORK_DUE);
    w->id = overdue ? S("overdue") : S("due");
    w->all = link_to(r, overdue ? "/op/loan.list?overdue=1" : "/op/loan.list");
    return f;
}

static enum fault run_hours(struct ctx *c, const char *kind, int64_t *hours)
{
    *hours = -1;
    QUERY(q, c, Q_RUN_LAST);
    q_bind_str(&q, "kind", str_of(kind));
    q_bind_int(&q, "good", 1);
    if (q_row(&q))
        *hours = (c->now - q_int(&q, "at")) / 3600;
    return q_end(&q);
}

/* N16: what must be known at the table: no reminders, no backup. */
static enum fault notes_make(struct request *r, struct ctx *c, struct work_page *x)
{
    int64_t remind, backup;
    struct notice *at = NEW_N(c->mem, struct notice, 2);
    enum fault f = run_hours(c, "remind", &remind);
    if (!f)
        f = run_hours(c, "backup", &backup);
    if (f)
        return f;
    if (remind < 0 || remind > REMIND_HOURS)
        at[x->notes.n++] =
            (struct notice){ .look = true, .text = text_plain(r->lang, T_PAGE_WORK_NO_REMIND) };
    if (backup < 0 || backup > BACKUP_HOURS)
        at[x->notes.n++] =
            (struct notice){ .look = true, .text = text_plain(r->lang, T_PAGE_WORK_NO_BACKUP) };
    x->notes.at = at;
    return OK;
}

/* Which branch this counter is at decides what is lent from where and when it is due. */
struct counter_place counter_place_make(struct request *r, struct ctx *c)
{
    const struct known *k = r->known;
    struct choice *at = NEW_N(c->mem, struct choice, k->n);
    struct counter_place x = { .nowhere = false };
    if (k->n < 2 || !r->who.session)
        return x;
    for (size_t i = 0; i < k->n; i++)
        at[i] = (struct choice){ k->branches[i].name, k->branches[i].name,
                                 k->branches[i].id == r->who.branch };
    x.here = link_to(r, "/work/here");
    x.branches.at = at;
    x.branches.n = k->n;
    x.nowhere = !r->who.branch;
    return x;
}

static enum fault here_set(struct request *r, struct ctx *c)
{
    int64_t branch;
    enum fault f = branch_find(c, request_field(r, "branch"), &branch);
    if (!f)
        f = session_branch(c, r->who.session, branch);
    if (!f)
        answer_see(r, link_to(r, str_eq(request_field(r, "_next"), S("/stock-take")) ? "/stock-take" : "/work").s);
    return f;
}

/* N16: when reminders last left, which answers to read. */
static enum fault messages_make(struct request *r, struct ctx *c, struct link *at, size_t *n)
{
    int64_t unread, last = 0;
    QUERY(u, c, Q_INCOMING_UNREAD);
    enum fault f = q_run_int(&u, &unread);
    QUERY(q, c, Q_RUN_LAST);
    q_bind_str(&q, "kind", S("remind"));
    q_bind_int(&q, "good", 1);
    if (f)
        return f;
    if (q_row(&q))
        last = q_int(&q, "at");
    const struct fact facts[] = { F("day", val_day(day_at(last))), F("time", val_time(last)) };
    if (unread)
        at[(*n)++] = (struct link){ .icon = ICON_I_MAIL, .url = link_to(r, "/op/message.inbox"),
            .label = text(c, T_PAGE_WORK_ANSWERS, FACTS(F("n", val_int(unread)))) };
    if (last)
        at[(*n)++] = (struct link){ .icon = ICON_I_MAIL, .url = link_to(r, "/op/message.list"),
            .label = text(c, T_PAGE_WORK_REMINDED, facts, COUNT(facts)) };
    return q_end(&q);
}

/* Work that has a page of its own. */
static enum fault more_make(struct request *r, struct ctx *c, struct links *out)
{
    const struct link links[] = {
        { .icon = ICON_I_CAM, .label = text_plain(r->lang, T_PAGE_SCAN_TITLE), .url = link_to(r, "/scan") },
        { .icon = ICON_I_LIST, .label = text_plain(r->lang, T_PAGE_DASH_TITLE), .url = link_to(r, "/dashboard") },
        { .icon = ICON_I_LABEL, .label = text_plain(r->lang, T_PAGE_LABELS_TITLE), .url = link_to(r, "/labels") },
        { .icon = ICON_I_LIST, .label = text_plain(r->lang, T_PAGE_WORK_LIST), .url = link_to(r, "/op/work-list") },
        { .icon = ICON_I_HAND, .label = text_plain(r->lang, T_PAGE_WORK_READY), .url = link_to(r, "/op/hold.list?ready=yes") },
        { .icon = ICON_I_MOVE, .label = text_plain(r->lang, T_PAGE_WORK_TRANSFERS), .url = link_to(r, "/op/transfer.list") },
        { .icon = ICON_I_PHONE, .label = text_plain(r->lang, T_PAGE_WORK_CALLS), .url = link_to(r, "/calls") },
        { .icon = ICON_I_TICK, .label = text_plain(r->lang, T_PAGE_STOCK_TITLE), .url = link_to(r, "/stock-take") },
        { .icon = ICON_I_ME, .label = text_plain(r->lang, T_PAGE_WORK_MEMBERS), .url = link_to(r, "/members") },
    };
    enum { MESSAGES = 2 };
    struct link *at = NEW_N(&r->mem, struct link, COUNT(links) + MESSAGES);
    size_t n = COUNT(links);
    memcpy(at, links, sizeof links);
    enum fault f = messages_make(r, c, at, &n);
    *out = (struct links){ at, n };
    return f;
}

static enum fault work_page_make(struct request *r, struct ctx *c)
{
    struct page_look look;
    struct buf b = { .a = c->mem };
    bool back = str_eq(r->path, S("/work/in"));
    struct work_page x = { .today = c->today, .find = link_to(r, "/search"),
                           .lend = link_to(r, "/work/out"), .take = link_to(r, "/work/in") };
    struct work_list *lists = NEW_N(c->mem, struct work_list, 2);
    enum fault f = list_make(r, c, false, &lists[0]);
    if (!f)
        f = list_make(r, c, true, &lists[1]);
    if (!f)
        f = notes_make(r, c, &x);
    if (!f)
        f = more_make(r, c, &x.more);
    if (f)
        return f;
    x.place = counter_place_make(r, c);
    x.lists.at = lists;
    x.lists.n = 2;
    x.said = notices_of(r, c);
    if (r->fault) { /* what was typed stays, to be mended */
        x.member.value = request_field(r, "member");
        *(back ? &x.back : &x.tool) =
            (struct typed){ request_field(r, "tool"), typed_error(r, c, "tool") };
        x.member.error = typed_error(r, c, "member");
    } else if (!back) { /* the next tool is for the same member */
        x.member.value = request_field(r, "member");
    }
    look_make(r, c, &look);
    page_work(&b, &look, &x);
    answer_buf(r, r->fault ? fault_info(r->fault)->status : 200, type_html, &b);
    return OK;
}

enum fault get_work(struct request *r, struct ctx *c)
{
    return work_page_make(r, c);
}

/* Back to the page it was asked on: the tool's, the member's, or the desk. */
static enum fault done_page(struct request *r, struct ctx *c)
{
    struct str next = request_field(r, "_next");
    int64_t id;
    size_t was = c->n_wrong;
    if (str_starts(next, S("/t/")) && !tool_find(c, NULL, request_field(r, "tool"), &id))
        return tool_page_make(r, c, id);
    if (str_starts(next, S("/members/")) && !member_find(c, NULL, str_from(next, strlen("/members/")), &id))
        return member_page_make(r, c, id);
    c->n_wrong = was;
    return work_page_make(r, c);
}

enum fault post_work(struct request *r, struct ctx *c)
{
    static const struct { const char *what, *op; } may[] = {
        { "out", "out" }, { "in", "in" }, { "renew", "renew" }, { "worn", "label worn" },
        { "photo", "tool photo" } };
    r->finish = done_page;
    if (str_eq(r->params[0], S("here")) && r->who.session) {
        request_then(r, WRITER, here_set);
        return OK;
    }
    for (size_t i = 0; i < COUNT(may); i++)
        if (str_eq(r->params[0], str_of(may[i].what)))
            return operate(r, c, op_find(str_of(may[i].op)));
    return FAULT_PAGE_UNKNOWN;
}
