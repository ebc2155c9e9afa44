/* See page_part.h. */
#include "server/page_part.h"

#include "lending/loan.h"
#include "lending/photo.h"
#include "server/answer.h"
#include "server/known.h"
#include "server/server.h"
#include "text/text.h"

struct url tool_link(struct request *r, struct str code)
{
    return link_to(r, "/t/%.*s", STR(code));
}

struct str model_detail(struct arena *a, const struct model *m)
{
    return m->brand.n && m->type.n ? str_printf(a, "%.*s %.*s", STR(m->brand), STR(m->type))
        : m->brand.n ? m->brand : m->type;
}

static void state_free(struct request *r, const struct tool *t, int safety, struct state *s)
{
    s->go = true;
    if (safety == 2)
        s->taught = true;
    else if (safety == 3)
        s->here_only = true;
    else if (r->who.branch && r->who.branch != t->present)
        s->elsewhere = true;
    else
        s->free = true;
}

static void state_out(struct request *r, struct ctx *c, const struct tool *t, struct state *s)
{
    bool missed = !day_none(t->due) && day_before(t->due, c->today);
    s->away = true;
    s->due = t->due;
    if (r->who.member && r->who.member == t->loan_member) {
        s->mine = s->about_you = true;
        s->overdue = missed;
        if (missed)
            s->due = DAY_NONE; /* the page then says when it can be brought */
    } else {
        s->out = !missed;
        s->late = missed;
        s->overdue = missed && r->who.role >= ROLE_VOLUNTEER;
        s->found = true;
    }
}

struct state state_of(struct request *r, struct ctx *c, const struct tool *t, int safety)
{
    struct state s = { .due = DAY_NONE, .branch = t->present_name, .shelf = t->shelf };
    if (t->home != t->present)
        s.home = t->home_name;
    switch (tool_situation(t, c->today)) {
    case SIT_FREE:
        state_free(r, t, safety, &s);
        break;
    case SIT_OUT:
        state_out(r, c, t, &s);
        break;
    case SIT_READY:
        s.ready_mine = s.about_you = r->who.member && r->who.member == t->hold_member;
        s.ready = !s.ready_mine;
        s.away = s.ready;
        break;
    case SIT_TRANSIT:
        s.transit = s.away = true;
        break;
    case SIT_DRAFT:
        s.draft = s.away = true;
        break;
    case SIT_REPAIR:
        s.repair = s.away = true;
        break;
    case SIT_MISSING:
        s.missing = s.away = s.found = true;
        break;
    case SIT_RETIRED:
        s.retired = s.away = true;
        break;
    case SIT_INSPECTION:
        s.inspection = s.away = true;
        break;
    }
    return s;
}

struct tool_rows rows_of(struct request *r, struct ctx *c, const struct tool *t, size_t n)
{
    struct tool_row *rows = NEW_N(c->mem, struct tool_row, n);
    for (size_t i = 0; i < n; i++) {
        enum icon icon = icon_find(t[i].model.icon);
        rows[i] = (struct tool_row){
            .icon = icon ? icon : ICON_T_KIST, .name = t[i].model.name,
            .detail = model_detail(c->mem, &t[i].model), .url = tool_link(r, t[i].code),
            .number = str_printf(c->mem, "%lld", (long long)t[i].number),
            .state = state_of(r, c, &t[i], 0),
        };
    }
    return (struct tool_rows){ rows, n };
}

enum fault rows_seen(struct request *r, struct ctx *c, const struct tool *t, size_t n, struct tool_rows *out)
{
    enum fault f = OK;
    *out = rows_of(r, c, t, n);
    struct tool_row *rows = (struct tool_row *)(uintptr_t)out->at;
    for (size_t i = 0; !f && i < n; i++) {
        struct photo_about p;
        f = photo_of_tool(c, &t[i], &p);
        if (p.name.n)
            rows[i].photo.s = str_printf(c->mem, "/photo/%.*s-s.webp", STR(p.name));
    }
    return f;
}

static struct notice notice_make(enum tone tone, struct str text)
{
    return (struct notice){ .yes = tone == TONE_YES, .no = tone == TONE_NO,
                            .look = tone != TONE_YES && tone != TONE_NO, .text = text };
}

void notice_one(struct ctx *c, struct notices *to, enum tone tone, struct str text)
{
    struct notice *n = NEW(c->mem, struct notice);
    *n = notice_make(tone, text);
    *to = (struct notices){ .at = n, .n = 1 };
}

enum fault renewable_make(struct ctx *c, int64_t tool, int64_t member, struct renewable *x)
{
    struct renewed n;
    size_t was = c->n_wrong;
    enum fault f = loan_renew_check(c, tool, member, &n);
    *x = (struct renewable){ .may = !f && !n.twice, .done = !f && n.twice,
                             .to = f ? DAY_NONE : n.loan.due };
    if (!f || c->n_wrong == was)
        return f;
    x->why = text_fault(c, &c->wrong[was]);
    c->n_wrong = was;
    return OK;
}

struct str page_count(struct ctx *c, enum text_key key, int64_t n)
{
    return text(c, key, FACTS(F("n", val_int(n))));
}

struct str estimate_words(struct ctx *c, int days)
{
    return days < 0 ? (struct str){ 0 }
        : days < 7 ? page_count(c, T_PAGE_BOOK_DAYS, days > 1 ? days : 1)
                   : page_count(c, T_PAGE_BOOK_WEEKS, (days + 6) / 7);
}

struct notices notices_of(struct request *r, struct ctx *c)
{
    struct out *o = r->out;
    size_t n = 0;
    struct notice *at =
        NEW_N(c->mem, struct notice, (o ? o->n_said + o->n_rows : 0) + r->n_wrong + 1);
    for (size_t i = 0; o && i < o->n_said; i++)
        at[n++] = notice_make(o->said[i].tone, o->said[i].text);
    for (size_t i = 0; o && i < o->n_rows; i++)
        if (!o->rows[i].v)
            at[n++] = notice_make(TONE_NO, text_fault(c, &o->rows[i].wrong));
    for (size_t i = 0; r->fault && i < r->n_wrong; i++)
        at[n++] = notice_make(TONE_NO, text_fault(c, &r->wrong[i]));
    if (r->fault && !r->n_wrong)
        at[n++] = notice_make(TONE_NO, text_fault(c, &(struct wrong){ .fault = r->fault }));
    return (struct notices){ at, n, anyway_make(r, c) };
}

struct str etag_make(struct request *r, struct ctx *c)
{
    return str_printf(c->mem, "\"%llx-%x-%x-%d-%x-", (long long)r->known->generation,
                      (unsigned)c->today.n, (unsigned)known_block(r->known, minute_at(c->now)),
                      r->lang, r->server->build);
}

struct str etag_whole(struct arena *a, struct str tag, size_t length)
{
    return str_printf(a, "%.*s%zu\"", STR(tag), length);
}

bool etag_asked(struct request *r, struct str tag, size_t *length)
{
    struct str list = request_header(r, "if-none-match"), one;
    int64_t n;
    while (str_next(&list, ',', &one)) {
        one = str_trim(one);
        if (str_starts(one, S("W/"))) /* a proxy that compresses weakens it */
            one = str_from(one, 2);
        if (!str_starts(one, tag) || !str_ends(one, S("\"")))
            continue;
        one = str_from(one, tag.n);
        if (str_int(str_upto(one, one.n - 1), &n) && n >= 0) {
            *length = (size_t)n;
            return true;
        }
    }
    return false;
}

bool answer_unchanged(struct request *r, struct ctx *c)
{
    if (r->who.role != ROLE_VISITOR || r->method == METHOD_POST)
        return false;
    r->answer.keep = KEEP_ASK;
    r->answer.etag = etag_make(r, c);
    if (!etag_asked(r, r->answer.etag, &r->answer.length))
        return false;
    r->answer.status = 304;
    r->answer.type = type_html; /* the policies of a 304 replace those that are kept */
    return true;
}
