/* See spread.h. */
#include "lending/spread.h"

#include "lending/avail.h"
#include "lending/journal.h"
#include "lending/loan.h"
#include "lending/setting.h"
#include "lending/tell.h"
#include "schema/query.h"

enum { WINDOW = 7, PAST_DAYS = 56, ROOM_LEAST = 5 };

/* The work of one plan. Loads are counted by day from the first day of any window on. */
struct plan {
    struct ctx *c;
    const struct calendar *was, *is;
    struct move *out;
    size_t n, room;
    int returns[8], open_days[8]; /* by weekday, of the last 56 days (C11) */
    day first;                    /* the day of load[0] */
    int load[1200];
};

static struct move *move_add(struct plan *p)
{
    if (p->n == p->room) {
        size_t room = p->room ? p->room * 2 : 32;
        struct move *more = NEW_N(p->c->mem, struct move, room);
        if (p->n)
            memcpy(more, p->out, p->n * sizeof *more);
        p->out = more;
        p->room = room;
    }
    return &p->out[p->n++];
}

/* Was an open day (people were told so) and will not be one. */
static bool falls_out(const struct plan *p, day d)
{
    return !day_before(d, p->c->today) && calendar_open(p->was, d) && !calendar_open(p->is, d);
}

static enum fault returns_count(struct plan *p)
{
    struct ctx *c = p->c;
    QUERY(q, c, Q_RETURNS_BY_DAY);
    q_bind_int(&q, "branch", p->was->branch);
    q_bind_int(&q, "from_day", c->today.n - PAST_DAYS);
    q_bind_int(&q, "to_day", c->today.n - 1);
    while (q_row(&q))
        p->returns[day_weekday(q_day(&q, "back_day"))] += (int)q_int(&q, "n");
    for (int i = 1; i <= PAST_DAYS; i++) {
        day d = day_plus(c->today, -i);
        p->open_days[day_weekday(d)] += calendar_open(p->was, d);
    }
    return q_end(&q);
}

/* C11: room of a day is max(5, ceil(1.5 n / k)). */
static int room_of(const struct plan *p, day d)
{
    int w = day_weekday(d), k = p->open_days[w];
    int room = k ? (3 * p->returns[w] + 2 * k - 1) / (2 * k) : 0;
    return room > ROOM_LEAST ? room : ROOM_LEAST;
}

static int *load_of(struct plan *p, day d)
{
    int i = day_diff(d, p->first);
    static int nowhere;
    return i >= 0 && i < (int)COUNT(p->load) ? &p->load[i] : &nowhere;
}

/* The day for a group: the first with room, else the one with the least load. */
static day place(struct plan *p, day old, int group)
{
    day r = calendar_first(p->is, old, (int)setting_int(p->c, SET_OPEN_WITHIN)), best = DAY_NONE;
    if (day_none(r))
        return r;
    for (int i = 0; i <= WINDOW; i++) {
        day d = day_plus(r, i);
        if (!calendar_open(p->is, d))
            continue;
        if (*load_of(p, d) + group <= room_of(p, d))
            return d;
        if (day_none(best) || *load_of(p, d) < *load_of(p, best))
            best = d;
    }
    return best;
}

static enum fault loans_move(struct plan *p, const struct loan *l, size_t n)
{
    for (size_t i = 0; i < n;) {
        size_t end = i + 1; /* loans of one member with the same old due day are one group */
        while (end < n && l[end].member == l[i].member && day_is(l[end].due, l[i].due))
            end++;
        day to = place(p, l[i].due, (int)(end - i));
        if (day_none(to))
            return fail_facts(p->c, FAULT_NO_OPEN_DAY, NULL, val_str(l[i].tool_code),
                              FACTS(F("tool", val_str(l[i].tool_name)), F("branch", val_str(l[i].branch_name))));
        for (; i < end; i++) {
            struct move *m = move_add(p);
            *m = (struct move){ MOVE_LOAN, l[i].id, l[i].member, l[i].tool, l[i].tool_code,
                l[i].tool_name, l[i].member_code, l[i].member_name, l[i].due, to, DAY_NONE, DAY_NONE,
                l[i].due_at, 0, false };
            const struct block *b;
            if (l[i].due_at && calendar_blocks(p->is, to, &b)) /* half days: the first changeover after */
                m->at_becomes = instant_of(to, b[0].change);
            ++*load_of(p, to);
        }
    }
    return OK;
}

static int by_group(const void *x, const void *y)
{
    const struct loan *a = x, *b = y;
    if (!day_is(a->due, b->due))
        return day_before(a->due, b->due) ? -1 : 1;
    if (a->member != b->member && a->waiting_group != b->waiting_group)
        return a->waiting_group < b->waiting_group ? -1 : 1;
    return (a->id > b->id) - (a->id < b->id);
}

/* Groups come by old due day, then lowest loan number: each loan carries that of its group. */
static void groups_name(struct loan *l, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        l[i].waiting_group = l[i].id;
        for (size_t j = 0; j < n; j++)
            if (l[j].member == l[i].member && day_is(l[j].due, l[i].due) && l[j].id < l[i].waiting_group)
                l[i].waiting_group = l[j].id;
    }
}

static enum fault plan_loans(struct plan *p)
{
    const struct loan *all;
    size_t n_all, n = 0;
    int64_t total;
    struct ctx *c = p->c;
    enum fault f = loan_list(c, &(struct loan_query){ .branch = p->was->branch }, &all, &n_all, &total);
    if (f)
        return f;
    struct loan *moved = NEW_N(c->mem, struct loan, n_all + 1);
    for (size_t i = 0; i < n_all; i++) {
        if (all[i].in_house)
            continue;
        if (falls_out(p, all[i].due))
            moved[n++] = all[i];
        else
            ++*load_of(p, all[i].due);
    }
    groups_name(moved, n);
    qsort(moved, n, sizeof *moved, by_group);
    return loans_move(p, moved, n);
}

/* H13: the clock is counted again; never earlier than a day a message has named. */
static enum fault plan_holds(struct plan *p)
{
    struct ctx *c = p->c;
    int open = (int)setting_int(c, SET_SHELF_OPEN_DAYS), days = (int)setting_int(c, SET_SHELF_DAYS);
    int within = (int)setting_int(c, SET_OPEN_WITHIN);
    QUERY(q, c, Q_SPREAD_HOLDS);
    q_bind_int(&q, "branch", p->was->branch);
    while (q_row(&q)) {
        day ready = q_day(&q, "ready_day");
        day was = calendar_shelf_last(p->was, ready, open, days, within);
        day is = calendar_shelf_last(p->is, ready, open, days, within);
        if (day_is(was, is) || day_before(was, c->today))
            continue;
        struct model m = { .name = q_str(&q, "name"), .brand = q_str(&q, "brand"), .type = q_str(&q, "type") };
        *move_add(p) = (struct move){ .of = MOVE_HOLD, .id = q_int(&q, "id"), .member = q_int(&q, "member"),
            .code = code_text(c->mem, q_int(&q, "number"), FAMILY_TOOL), .name = model_name(c->mem, &m),
            .member_code = code_text(c->mem, q_int(&q, "member_number"), FAMILY_MEMBER),
            .member_name = q_str(&q, "member_name"), .was = was, .becomes = is, .to_was = DAY_NONE,
            .to_becomes = DAY_NONE };
    }
    return q_end(&q);
}

/* The bookings of a model with those that move in this plan already where they go. */
static void bookings_moved(const struct plan *p, struct avail *a)
{
    struct avail_booking *b = NEW_N(p->c->mem, struct avail_booking, a->n_bookings + 1);
    size_t n = 0;
    for (size_t i = 0; i < a->n_bookings; i++) {
        b[n] = a->bookings[i];
        bool stands = true;
        for (size_t j = 0; j < p->n; j++)
            if (p->out[j].of == MOVE_BOOKING && p->out[j].id == b[n].id) {
                stands = !p->out[j].rearrange;
                b[n].when = (struct range){ p->out[j].becomes.n, p->out[j].to_becomes.n };
            }
        n += stands;
    }
    a->bookings = b;
    a->n_bookings = n;
}

/* One that begins in the closing begins on R, one that ends in it ends on R; where that meets another
 * or turns its days round it is to be rearranged (C6). */
static enum fault booking_fits(const struct plan *p, struct query *q, struct move *m)
{
    struct ctx *c = p->c;
    struct avail a;
    int64_t point;
    struct avail_ask w = { .member = m->member, .tool = q_int(q, "tool"), .hold = m->id,
                           .pick_up = q_int(q, "pick_up") };
    enum fault f = avail_load(c, q_int(q, "model"), &a);
    if (f)
        return f;
    m->rearrange = day_none(m->becomes) || day_none(m->to_becomes) || day_before(m->to_becomes, m->becomes);
    bookings_moved(p, &a);
    if (!m->rearrange && !a.half_day)
        m->rearrange = avail_first_no(&a, &w, (struct range){ m->becomes.n, m->to_becomes.n }, &point);
    if (a.half_day)
        m->rearrange = true; /* its slots are gone with the blocks of that day */
    return OK;
}

static enum fault plan_bookings(struct plan *p)
{
    struct ctx *c = p->c;
    int within = (int)setting_int(c, SET_OPEN_WITHIN);
    enum fault f = OK;
    QUERY(q, c, Q_SPREAD_BOOKINGS);
    q_bind_int(&q, "branch", p->was->branch);
    q_bind(&q, "today", val_day(c->today));
    while (!f && q_row(&q)) {
        day from = q_day(&q, "from_day"), to = q_day(&q, "to_day");
        bool f_out = falls_out(p, from), t_out = falls_out(p, to);
        if (!f_out && !t_out)
            continue;
        struct model m = { .name = q_str(&q, "name"), .brand = q_str(&q, "brand"), .type = q_str(&q, "type") };
        struct move *x = move_add(p);
        *x = (struct move){ .of = MOVE_BOOKING, .id = q_int(&q, "id"), .member = q_int(&q, "member"),
            .name = model_name(c->mem, &m),
            .member_code = code_text(c->mem, q_int(&q, "member_number"), FAMILY_MEMBER),
            .member_name = q_str(&q, "member_name"), .was = from, .to_was = to,
            .becomes = f_out ? calendar_first(p->is, from, within) : from,
            .to_becomes = t_out ? calendar_first(p->is, to, within) : to };
        f = booking_fits(p, &q, x);
    }
    return f ? f : q_end(&q);
}

enum fault moves_plan(struct ctx *c, const struct calendar *was, const struct calendar *is,
                      const struct move **out, size_t *n)
{
    struct plan *p = NEW(c->mem, struct plan);
    *p = (struct plan){ .c = c, .was = was, .is = is, .first = c->today };
    enum fault f = returns_count(p);
    if (!f)
        f = plan_loans(p);
    if (!f)
        f = plan_holds(p);
    if (!f)
        f = plan_bookings(p);
    *out = p->out;
    *n = p->n;
    return f;
}

static enum fault move_apply(struct ctx *c, const struct move *m, bool back)
{
    struct telling t = { .member = m->member, .day = m->becomes,
                         .loan = m->of == MOVE_LOAN ? m->id : 0, .hold = m->of == MOVE_LOAN ? 0 : m->id };
    enum fault f = OK;
    if (m->of == MOVE_LOAN) {
        t.kind = back ? "closing_undone" : "closing_loan";
        f = thing_set(c, F_LOAN_DUE_DAY, m->id, val_day(m->was), val_day(m->becomes));
        if (!f)
            f = thing_set(c, F_LOAN_DUE_AT, m->id, val_id(m->at_was), val_id(m->at_becomes));
    } else if (m->of == MOVE_HOLD) {
        t.kind = "closing_hold"; /* derived, nothing to write */
    } else if (m->rearrange) {
        t.kind = "booking_rearrange";
        f = thing_set(c, F_HOLD_REARRANGE, m->id, val_int(0), val_int(1));
    } else {
        t.kind = "closing_booking";
        /* Later, the end first; back, the begin first (closing.c): at no moment it ends before it begins. */
        f = thing_set(c, F_HOLD_TO_DAY, m->id, val_day(m->to_was), val_day(m->to_becomes));
        if (!f)
            f = thing_set(c, F_HOLD_FROM_DAY, m->id, val_day(m->was), val_day(m->becomes));
    }
    return f ? f : tell(c, &t);
}

enum fault moves_apply(struct ctx *c, const struct move *m, size_t n, bool back)
{
    enum fault f = OK;
    for (size_t i = 0; !f && i < n; i++)
        f = move_apply(c, &m[i], back);
    return f;
}
