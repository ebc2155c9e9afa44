/* Days or half days of a model, to choose from; a look before it is done; or a place in the queue
 * (H7, H10, H16). What is free is the one function that lending asks too. */
#include "lending/avail.h"
#include "lending/hold_ask.h"
#include "lending/setting.h"
#include "server/answer.h"
#include "server/known.h"
#include "server/operate.h"
#include "server/page_part.h"
#include "server/pages.h"
#include "text/text.h"

enum { DAYS_SHOWN = 8, SLOTS_MOST = 12, WITHIN = 60 };

/* What a page of it is made of. */
struct booking {
    struct tool tool;
    struct terms terms;
    const struct branch *branch; /* where it is fetched */
    const struct calendar *calendar;
    struct avail avail;
};

static enum fault booking_load(struct request *r, struct ctx *c, struct booking *b)
{
    int64_t id;
    struct str where = request_field(r, "pick_up");
    enum fault f = tool_find(c, NULL, r->params[0], &id);
    if (f) {
        c->n_wrong = 0;
        return FAULT_PAGE_UNKNOWN;
    }
    f = tool_get(c, id, &b->tool);
    if (!f)
        f = tool_terms(c, b->tool.model.id, &b->terms);
    if (!f)
        f = avail_load(c, b->tool.model.id, &b->avail);
    if (f)
        return f;
    b->branch = known_branch(r->known, b->tool.home);
    for (size_t i = 0; i < r->known->n; i++)
        if (str_eq(r->known->branches[i].name, where))
            b->branch = &r->known->branches[i];
    b->calendar = b->branch ? known_calendar(r->known, b->branch->id) : NULL;
    return b->calendar ? OK : FAULT_PAGE_UNKNOWN;
}

/* The block after; false when there is none within reach. */
static bool block_next(const struct calendar *k, day *d, size_t *i)
{
    const struct block *b;
    if (++*i < calendar_blocks(k, *d, &b))
        return true;
    *d = calendar_first(k, day_plus(*d, 1), WITHIN);
    *i = 0;
    return !day_none(*d);
}

static int64_t changeover(const struct calendar *k, day d, size_t i)
{
    const struct block *b;
    size_t n = calendar_blocks(k, d, &b);
    ASSERT(i < n);
    return instant_of(d, b[i].change);
}

static bool is_free(struct request *r, const struct booking *b, struct range s)
{
    struct avail_ask w = { .member = r->who.member, .pick_up = b->branch->id };
    int64_t point;
    return !avail_first_no(&b->avail, &w, s, &point);
}

static struct str iso(struct ctx *c, day d)
{
    struct buf b = { .a = c->mem };
    buf_day(&b, d);
    return buf_str(&b);
}

/* A half day is from its changeover to the next one (C10). */
static void slot_half(struct request *r, struct ctx *c, const struct booking *b, day d, size_t i,
                      struct book_slot *x)
{
    day next = d;
    size_t j = i;
    int64_t from = changeover(b->calendar, d, i);
    bool there = block_next(b->calendar, &next, &j);
    int64_t to = there ? changeover(b->calendar, next, j) : from;
    const struct fact facts[] = { F("day", val_day(d)), F("time", val_time(from)), F("time2", val_time(to)) };
    x->free = there && from > c->now && is_free(r, b, (struct range){ from, to - 1 });
    x->value = str_printf(c->mem, "%.*s.%zu", STR(iso(c, d)), i + 1);
    x->about = text(c, T_PAGE_BOOK_BLOCK, facts, COUNT(facts));
    struct buf time = { .a = c->mem };
    buf_printf(&time, "%02d.%02d", minute_at(from) / 60, minute_at(from) % 60);
    x->label = buf_str(&time);
}

static void day_make(struct request *r, struct ctx *c, const struct booking *b, day d, struct book_day *x)
{
    const struct block *blocks;
    size_t n = b->terms.half_day ? calendar_blocks(b->calendar, d, &blocks) : 1;
    struct book_slot *at = NEW_N(c->mem, struct book_slot, n);
    struct str chosen = request_field(r, "_start");
    for (size_t i = 0; i < n; i++) {
        at[i] = (struct book_slot){ .value = iso(c, d), .about = text_day_words(c, d, false),
                                    .label = text_plain(c->lang, T_PAGE_BOOK_FREE) };
        if (b->terms.half_day)
            slot_half(r, c, b, d, i, &at[i]);
        else
            at[i].free = is_free(r, b, (struct range){ d.n, d.n });
        at[i].chosen = at[i].free && str_eq(at[i].value, chosen);
    }
    x->day = text_day_words(c, d, false);
    x->brief = text_day_words(c, d, true);
    x->slots.at = at;
    x->slots.n = n;
}

static void days_make(struct request *r, struct ctx *c, const struct booking *b, struct book_page *x)
{
    struct book_day *at = NEW_N(c->mem, struct book_day, DAYS_SHOWN);
    day d = c->today, last = day_plus(c->today, (int)setting_int(c, SET_BOOK_AHEAD));
    struct str from = request_field(r, "after");
    if (from.n && (!day_parse(from, &d) || day_before(d, c->today)))
        d = c->today;
    while (x->days.n < DAYS_SHOWN) {
        d = calendar_first(b->calendar, d, WITHIN);
        if (day_none(d) || day_before(last, d))
            break;
        day_make(r, c, b, d, &at[x->days.n++]);
        d = day_plus(d, 1);
    }
    x->days.at = at;
    if (x->days.n == DAYS_SHOWN)
        x->later = link_to(r, "/t/%.*s/book?after=%.*s", STR(b->tool.code), STR(iso(c, d)));
}

/* How long: half days by 1, 2 and 4; days up to the period. */
static void lengths_make(struct request *r, struct ctx *c, const struct booking *b, struct book_page *x)
{
    static const int by_slot[] = { 1, 2, 4 }, by_day[] = { 1, 3, 7, 14, 28 };
    struct choice *at = NEW_N(c->mem, struct choice, COUNT(by_day));
    struct str chosen = request_field(r, "_length");
    bool half = b->terms.half_day;
    for (size_t i = 0; i < (half ? COUNT(by_slot) : COUNT(by_day)); i++) {
        int n = half ? by_slot[i] : by_day[i];
        if (!half && n > 1 && n > b->terms.period)
            break;
        struct str value = str_printf(c->mem, "%d", n);
        struct str label = !half ? page_count(c, n % 7 ? T_PAGE_BOOK_DAYS : T_PAGE_BOOK_WEEKS, n % 7 ? n : n / 7)
            : n == 1 ? text_plain(c->lang, T_PAGE_BOOK_HALF)
            : n == 2 ? text_plain(c->lang, T_PAGE_BOOK_WHOLE) : page_count(c, T_PAGE_BOOK_DAYS, n / 2);
        at[x->lengths.n++] = (struct choice){ value, label, chosen.n ? str_eq(value, chosen) : !i };
    }
    x->lengths.at = at;
}

static void branches_make(struct request *r, struct ctx *c, const struct booking *b, struct book_page *x)
{
    const struct known *k = r->known;
    struct choice *at = NEW_N(c->mem, struct choice, k->n);
    for (size_t i = 0; i < k->n && k->n > 1; i++)
        at[x->branches.n++] = (struct choice){ k->branches[i].name, k->branches[i].name,
                                               &k->branches[i] == b->branch };
    x->branches.at = at;
}

/* Asked for a look only: the question, with what a yes sends. */
static void question_make(struct request *r, struct ctx *c, const struct booking *b, struct book_page *x)
{
    struct out *o = r->out;
    if (r->fault || !o || !o->n_rows || !o->rows[0].v || request_field(r, "_sure").n ||
        request_field(r, "_queue").n)
        return;
    const struct val *v = o->rows[0].v;
    struct fact facts[6] = { F("tool", val_str(b->tool.model.name)), F("branch", val_str(b->branch->name)) };
    size_t n = 2;
    for (size_t i = 0; o->shape->f[i].key; i++) {
        const char *key = o->shape->f[i].key;
        const char *as = !strcmp(key, "from") ? "day" : !strcmp(key, "to") ? "day2"
            : !strcmp(key, "from_at") ? "time" : !strcmp(key, "to_at") ? "time2" : NULL;
        if (as && v[i].is != V_NONE)
            facts[n++] = (struct fact){ as, v[i] };
    }
    x->question = text(c, n == COUNT(facts) ? T_PAGE_BOOK_ASK_SLOT : T_PAGE_BOOK_ASK, facts, n);
    x->from = request_field(r, "from");
    x->to = request_field(r, "to");
    x->pick_up = b->branch->name;
    x->who = request_field(r, "member");
    out_empty(o); /* nothing is done yet, so nothing is said */
}

static enum fault book_page_make(struct request *r, struct ctx *c)
{
    struct page_look look;
    struct booking b = { 0 };
    struct buf out = { .a = c->mem };
    int days = -1;
    enum fault f = booking_load(r, c, &b);
    if (!f && b.tool.waiting)
        f = hold_estimate(c, b.tool.model.id, b.tool.waiting + 1, &days);
    if (f)
        return f;
    struct book_page x = { .number = str_upto(b.tool.code, b.tool.code.n - 1), .name = b.tool.model.name,
        .detail = model_detail(c->mem, &b.tool.model), .branch = b.branch->name,
        .back = tool_link(r, b.tool.code), .action = link_to(r, "/t/%.*s/book", STR(b.tool.code)),
        .crew = r->who.role >= ROLE_VOLUNTEER,
        .may = r->who.role >= ROLE_MEMBER, .waiting = (int)b.tool.waiting,
        .estimate = estimate_words(c, days) };
    struct state now = state_of(r, c, &b.tool, 0);
    x.queue = now.away || b.tool.waiting;
    x.log_in = link_to(r, "/login?next=/t/%.*s/book", STR(b.tool.code));
    x.join = link_to(r, "/t/%.*s/join", STR(b.tool.code));
    question_make(r, c, &b, &x);
    days_make(r, c, &b, &x);
    lengths_make(r, c, &b, &x);
    branches_make(r, c, &b, &x);
    x.member = (struct typed){ request_field(r, "member"), typed_error(r, c, "member") };
    x.error = typed_error(r, c, "from");
    if (!x.error.n)
        x.error = typed_error(r, c, "to");
    if (!x.error.n && !x.member.error.n)
        x.said = notices_of(r, c);
    if (!r->fault && r->out && r->out->n_rows && r->out->rows[0].v)
        x.done = link_to(r, "/me");
    look_make(r, c, &look);
    page_book(&out, &look, &x);
    answer_buf(r, r->fault ? fault_info(r->fault)->status : 200, type_html, &out);
    return OK;
}

enum fault get_book(struct request *r, struct ctx *c)
{
    return book_page_make(r, c);
}

/* From the day and the length that were chosen: `to`, as the operation takes it. */
static bool end_of(const struct booking *b, struct ctx *c, struct str start, int64_t length, struct str *to)
{
    day d;
    int64_t n = 1;
    if (start.n < 10 || !day_parse(str_upto(start, 10), &d) || length < 1 || length > 366)
        return false;
    if (!b->terms.half_day) {
        d = calendar_last(b->calendar, d, day_plus(d, (int)length - 1));
        *to = iso(c, d);
        return !day_none(d);
    }
    const struct block *blocks;
    if (start.n < 12 || !str_int(str_from(start, 11), &n) || n < 1 ||
        (size_t)n > calendar_blocks(b->calendar, d, &blocks))
        return false;
    size_t i = (size_t)n - 1;
    for (int64_t k = 0; k < length; k++)
        if (!block_next(b->calendar, &d, &i))
            return false;
    *to = str_printf(c->mem, "%.*s.%zu", STR(iso(c, d)), i + 1);
    return true;
}

enum fault post_book(struct request *r, struct ctx *c)
{
    struct booking b = { 0 };
    struct str start = request_field(r, "_start"), to = { 0 };
    int64_t length = 1;
    enum fault f = booking_load(r, c, &b);
    if (f)
        return f;
    if (r->who.role < ROLE_MEMBER)
        return FAULT_LOGIN_NEEDED;
    r->finish = book_page_make;
    bool queue = request_field(r, "_queue").n, sure = request_field(r, "_sure").n;
    /* Of the queue any tool of the model will do; days are of the model as well (H7). */
    given_add(r, (struct given){ .name = S("what"), .value = str_copy(&r->mem, b.tool.name) });
    if (!queue && !sure) {
        (void)str_int(request_field(r, "_length"), &length);
        if (!start.n || !end_of(&b, c, start, length, &to))
            return fail(c, FAULT_MISSING, "from", val_none());
        given_add(r, (struct given){ .name = S("from"), .value = start });
        given_add(r, (struct given){ .name = S("to"), .value = str_copy(&r->mem, to) });
        given_add(r, (struct given){ .name = S("dry_run"), .value = S("1") });
    }
    return operate(r, c, op_find(S("hold add")));
}
