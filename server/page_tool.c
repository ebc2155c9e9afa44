/* The page that a label leads to: what is it, may I have it, until when, where. */
#include "server/page_tool.h"

#include "lending/hold_ask.h"
#include "lending/loan.h"
#include "lending/setting.h"
#include "server/answer.h"
#include "server/known.h"
#include "server/page_part.h"
#include "server/pages.h"
#include "server/tool_facts.h"
#include "text/text.h"

enum { WITHIN = 60 };

/* Until when its branch is open today, or on the next day it opens. */
static void open_make(struct request *r, struct ctx *c, const struct tool *t, struct tool_page *x)
{
    const struct calendar *k = known_calendar(r->known, t->present);
    const struct block *b;
    const struct span *s;
    size_t n = k ? calendar_blocks(k, c->today, &b) : 0;
    x->open = DAY_NONE;
    if (n && spans_make(c->mem, b, n, minute_at(c->now), &s)) {
        x->open_today = true;
        x->open = c->today;
        x->until = s[0].to;
    }
    if (!k || x->open_today)
        return;
    x->open = calendar_first(k, day_plus(c->today, 1), WITHIN);
    n = day_none(x->open) ? 0 : calendar_blocks(k, x->open, &b);
    if (n && spans_make(c->mem, b, n, -1, &s))
        x->until = s[0].to;
}

static void terms_make(struct request *r, struct ctx *c, const struct tool *t,
                       const struct terms *m, struct tool_page *x)
{
    const struct calendar *k = known_calendar(r->known, t->present);
    int within = (int)setting_int(c, SET_OPEN_WITHIN);
    x->period_days = m->half_day ? 0 : m->period;
    x->renewals = m->renewals;
    x->fee.cents = m->fee;
    x->deposit.cents = m->deposit;
    x->read_first = m->safety == 1;
    x->taught = m->safety == 2;
    x->here_only = m->safety == 3;
    x->min_age = m->min_age;
    x->back = x->state.free && k && !m->half_day
        ? calendar_first(k, day_plus(c->today, m->period), within) : DAY_NONE;
    x->careful = m->safety || m->min_age || t->model.notice.n || x->signs.n;
}

/* "goggles ears": each a pictogram with its words; one we do not know is left out. */
static void signs_make(struct request *r, struct str names, struct tool_page *x)
{
    struct sign *at = NEW_N(&r->mem, struct sign, names.n / 2 + 1);
    struct str one;
    while (str_next(&names, ' ', &one)) {
        struct str icon = str_printf(&r->mem, "s-%.*s", STR(one));
        int key = text_find(str_printf(&r->mem, "sign.%.*s", STR(one)));
        if (icon_find(icon) && key >= 0)
            at[x->signs.n++] =
                (struct sign){ icon_find(icon), text_plain(r->lang, (enum text_key)key) };
    }
    x->signs.at = at;
}

static void parts_make(struct ctx *c, const struct tool_facts *k, struct tool_page *x)
{
    struct tool_part *at = NEW_N(c->mem, struct tool_part, k->n_parts);
    for (size_t i = 0; i < k->n_parts; i++)
        at[i] = (struct tool_part){ k->parts[i].name, (int)k->parts[i].count, k->parts[i].count > 1,
                                    !day_none(k->parts[i].missing) };
    x->parts.at = at;
    x->parts.n = k->n_parts;
}

static void photo_make(struct request *r, struct ctx *c, const struct photo_about *p, struct tool_page *x)
{
    x->photo.s = photo_path(c->mem, p);
    x->photo_width = p->width;
    x->photo_height = p->height;
    x->photo_kb = (int)(p->size + 999) / 1000;
    struct str site = site_url(r, c);
    if (site.n)
        x->og_url = str_printf(c->mem, "%.*s/t/%.*s", STR(site), STR(x->code));
    if (site.n && x->photo.s.n)
        x->og_photo = str_printf(c->mem, "%.*s%.*s", STR(site), STR(x->photo.s));
    if (r->who.role >= ROLE_VOLUNTEER)
        x->crew.photo = link_to(r, "/work/photo");
}

/* T12: the set it is lent with. */
static void kit_make(struct request *r, struct ctx *c, const struct kit *k, struct tool_page *x)
{
    struct buf name = { .a = c->mem };
    if (!k->id)
        return;
    buf_url(&name, k->name);
    x->kit = k->name;
    x->kit_url = link_to(r, "/op/kit.show?kit=%.*s", STR(buf_str(&name)));
}

/* L16: every yes, no and date by the rules that made it, from `why`, which decides as lending does. */
static enum fault why_make(struct ctx *c, const struct tool *t, struct tool_page *x)
{
    struct given given = { .name = S("tool"), .value = t->code };
    struct request_args a = { .at = &given, .n = 1 };
    const struct op *op = op_find(S("why"));
    struct out o = out_make(c, op);
    struct buf b = { .a = c->mem };
    size_t message = 0;
    enum fault f = op_run(c, op, &a, &o);
    while (op->answer->f[message].key && strcmp(op->answer->f[message].key, "message"))
        message++;
    for (size_t i = 0; !f && i < o.n_rows; i++) {
        if (!o.rows[i].v)
            continue;
        buf_z_add(&b, b.n ? "\n" : "");
        buf_add(&b, o.rows[i].v[message].s);
    }
    x->why = buf_str(&b);
    return f;
}

/* The borrower's own: may it be renewed, and until when. */
static enum fault mine_make(struct request *r, struct ctx *c, const struct tool *t,
                            struct tool_page *x)
{
    struct renewable again;
    if (r->who.role != ROLE_MEMBER)
        return OK;
    if (x->state.go) { /* whether that holds for this member too is asked of the rules when it is asked */
        x->why_link = link_to(r, "/op/why?tool=%.*s", STR(t->code));
        return OK;
    }
    enum fault f = why_make(c, t, x);
    if (f || !x->state.mine)
        return f;
    f = renewable_make(c, t->id, r->who.member, &again);
    if (!f && again.may) {
        x->renew = link_to(r, "/me/renew");
        x->renew_to = again.to;
    }
    return f;
}

/* What the desk does with a tool, each with a form of its own. */
static struct links keys_make(struct request *r, const struct tool *t)
{
    const struct { enum icon icon; enum text_key label; const char *to, *at; bool fits; } all[] = {
        { ICON_I_FIX, T_PAGE_CREW_BROKEN, "/t/", "/report", t->state != TOOL_RETIRED },
        { ICON_I_PART, T_PAGE_CREW_PART, "/op/in?tool=", "#f-missing", t->loan != 0 },
        { ICON_I_FIND, T_PAGE_CREW_MISSING, "/op/tool.missing?tool=", "", !t->loan && t->state == TOOL_ACTIVE },
        { ICON_I_TICK, T_PAGE_CREW_FOUND, "/op/tool.found?tool=", "", t->state == TOOL_MISSING },
        { ICON_I_MOVE, T_PAGE_CREW_MOVE, "/op/tool.edit?tool=", "#f-shelf", true },
        { ICON_I_NOTE, T_PAGE_CREW_EDIT, "/op/tool.edit?tool=", "#f-note", true },
        { ICON_I_ALERT, T_PAGE_WHY, "/op/why?tool=", "", true },
        { ICON_I_LABEL, T_PAGE_CREW_LABEL, "/labels?what=tool&tool=", "", true },
    };
    struct link *at = NEW_N(&r->mem, struct link, COUNT(all));
    size_t n = 0;
    for (size_t i = 0; i < COUNT(all); i++)
        if (all[i].fits)
            at[n++] = (struct link){ .icon = all[i].icon, .label = text_plain(r->lang, all[i].label),
                                     .url = link_to(r, "%s%.*s%s", all[i].to, STR(t->code), all[i].at) };
    return (struct links){ at, n };
}

static enum fault crew_make(struct request *r, struct ctx *c, const struct tool *t,
                            struct tool_page *x)
{
    struct member m;
    int64_t whose = t->loan ? t->loan_member : t->hold ? t->hold_member : 0;
    if (r->who.role < ROLE_VOLUNTEER)
        return OK;
    if (whose) {
        enum fault f = member_get(c, whose, &m);
        if (f)
            return f;
        x->crew.name = m.name;
        x->crew.code = m.code;
        x->crew.member = link_to(r, "/members/%.*s", STR(m.code));
    }
    if (t->loan) {
        x->crew.take = link_to(r, "/work/in");
        x->crew.renew = link_to(r, "/work/renew");
    } else if (t->state == TOOL_ACTIVE) {
        x->crew.lend = link_to(r, "/work/out");
    }
    if (!t->worn_at)
        x->crew.worn = link_to(r, "/work/worn");
    x->crew.keys = keys_make(r, t);
    x->crew.something = true;
    return OK;
}

/* H6: to who would join the queue. */
static enum fault estimate_make(struct ctx *c, const struct tool *t, struct tool_page *x)
{
    int days = -1;
    enum fault f = x->queue.s.n && t->waiting ? hold_estimate(c, t->model.id, t->waiting + 1, &days) : OK;
    x->estimate = estimate_words(c, days);
    return f;
}

enum fault tool_page_make(struct request *r, struct ctx *c, int64_t id)
{
    struct page_look look;
    const struct tool_facts *k;
    struct buf b = { .a = c->mem };
    enum fault f = tool_facts_read(r, c, id, &k);
    if (f)
        return f;
    struct tool t = k->tool;
    struct tool_page x = { .code = t.code, .icon = icon_find(t.model.icon), .name = t.model.name,
                           .number = str_upto(t.code, t.code.n - 1),
                           .letter = str_from(t.code, t.code.n - 1),
                           .detail = model_detail(c->mem, &t.model), .notice = t.model.notice,
                           .text = t.model.text, .category_name = t.model.category_name,
                           .waiting = (int)t.waiting, .renew_to = DAY_NONE };
    x.icon = x.icon ? x.icon : ICON_T_KIST;
    x.state = state_of(r, c, &t, k->terms.safety);
    signs_make(r, t.model.signs, &x);
    open_make(r, c, &t, &x);
    terms_make(r, c, &t, &k->terms, &x);
    parts_make(c, k, &x);
    kit_make(r, c, &k->kit, &x);
    photo_make(r, c, &k->photo, &x);
    x.others = rows_of(r, c, k->others, k->n_others);
    if (x.state.away)
        x.similar = rows_of(r, c, k->similar, k->n_similar);
    if (t.model.category)
        x.category = link_to(r, "/search?category=%lld", (long long)t.model.category);
    bool lent = t.state != TOOL_RETIRED && t.state != TOOL_DRAFT && t.state != TOOL_MISSING;
    if (lent && x.state.away)
        x.queue = link_to(r, "/t/%.*s/book", STR(t.code));
    else if (lent && !x.state.mine && !x.state.ready_mine)
        x.book = link_to(r, "/t/%.*s/book", STR(t.code));
    if (t.state != TOOL_RETIRED && t.state != TOOL_DRAFT && r->who.role < ROLE_VOLUNTEER)
        x.report = link_to(r, "/t/%.*s/report", STR(t.code));
    x.manuals = manuals_of(r, c, &t.model, &k->manual);
    f = estimate_make(c, &t, &x);
    if (!f)
        f = mine_make(r, c, &t, &x);
    if (!f)
        f = crew_make(r, c, &t, &x);
    if (f)
        return f;
    x.said = notices_of(r, c);
    look_make(r, c, &look);
    page_tool(&b, &look, &x);
    answer_buf(r, r->fault ? fault_info(r->fault)->status : 200, type_html, &b);
    return OK;
}

/* A wrong letter, or no such number: what was meant, as far as we can tell. */
static enum fault unknown(struct request *r, struct ctx *c, enum fault why)
{
    struct page_look look;
    struct buf b = { .a = c->mem };
    struct message_page x = { .search = true };
    struct str digits = r->params[0];
    struct tool t;
    int64_t id = 0;
    size_t was = c->n_wrong;
    struct wrong w = was ? c->wrong[0] : (struct wrong){ .fault = why };
    text_halves(text_fault(c, &w), &x.head, &x.text);
    while (digits.n && (digits.s[digits.n - 1] < '0' || digits.s[digits.n - 1] > '9'))
        digits.n--;
    if (why == FAULT_CODE_CHECK && !tool_find(c, NULL, digits, &id) && !tool_get(c, id, &t)) {
        x.number = str_upto(t.code, t.code.n - 1);
        x.letter = str_from(t.code, t.code.n - 1);
        x.name = t.name;
        x.suggestion = tool_link(r, t.code);
    }
    c->n_wrong = 0;
    r->fault = why;
    look_make(r, c, &look);
    page_message(&b, &look, &x);
    answer_buf(r, 404, type_html, &b);
    return OK;
}

enum fault get_tool(struct request *r, struct ctx *c)
{
    int64_t id;
    if (answer_unchanged(r, c))
        return OK;
    enum fault f = tool_find(c, NULL, r->params[0], &id);
    if (f && c->n_wrong) {
        r->answer.keep = KEEP_NOT;
        r->answer.etag = (struct str){ 0 };
        if (f == FAULT_CODE_FAMILY && code_page_make(r, c))
            return OK;
        return unknown(r, c, f);
    }
    return f ? f : tool_page_make(r, c, id);
}
