/* A year at two counters: loans, renewals and returns in the order in which they would have happened,
 * each by the real rules. Which they are is chance, the same from run to run. See demo_play.h. */
#include "lending/demo_play.h"
#include "lending/journal.h"
#include "schema/query.h"

enum { LOANS_PER_100_DAYS = 180, LATE_PERCENT = 9, RENEW_PERCENT = 16, MARGIN = 9 };

/* How much some things are wanted, out of the ordinary 4. */
static const struct {
    int number, weight;
} wanted[] = {
    { 417, 14 }, { 418, 9 }, { 423, 9 }, { 352, 12 }, { 342, 9 }, { 345, 7 }, { 500, 9 }, { 133, 7 },
    { 88, 6 }, { 140, 6 }, { 209, 7 }, { 388, 7 }, { 301, 2 }, { 215, 3 }, { 221, 3 }, { 480, 2 },
    { 455, 2 }, { 358, 2 }, { 219, 2 }, { 148, 2 }, { 233, 0 }, { 235, 0 }, { 349, 1 }, { 504, 0 },
};

static int season(const struct play_tool *t, day d)
{
    int m = day_ymd(d).m;
    if (t->garden)
        return m >= 4 && m <= 9 ? 3 : m == 3 || m == 10 ? 2 : 0;
    return t->party ? (m >= 5 && m <= 9 ? 2 : m == 12 ? 1 : 0) : 1;
}

static int weight_of(const struct play_tool *t, int64_t branch, day d)
{
    bool there = t->branch == branch && day_none(t->out_until) && !day_before(d, t->from) &&
                 day_before(day_plus(d, MARGIN), t->until);
    return there ? t->weight * season(t, d) : 0;
}

/* A tool of the branch by chance; n_tools when there is none. */
static size_t tool_by_chance(struct play *p, int64_t branch, day d)
{
    int sum = 0;
    for (size_t i = 0; i < p->n_tools; i++)
        sum += weight_of(&p->tools[i], branch, d);
    int at = sum ? play_chance(p, sum) : 0;
    for (size_t i = 0; sum && i < p->n_tools; i++)
        if ((at -= weight_of(&p->tools[i], branch, d)) < 0)
            return i;
    return p->n_tools;
}

static bool has_room(const struct play_member *m, day d)
{
    int n = 0;
    for (size_t i = 0; i < COUNT(m->out); i++)
        n += !day_none(m->out[i]) && !day_before(m->out[i], d);
    return n < 3;
}

static int interest(const struct play_member *m, int64_t branch, day d)
{
    bool may = !day_before(d, m->from) && day_before(d, m->to) && has_room(m, d);
    return may ? m->weight * (m->branch == branch ? 6 : 1) : 0;
}

static size_t member_by_chance(struct play *p, int64_t branch, day d)
{
    int sum = 0;
    for (size_t i = 0; i < p->n_members; i++)
        sum += interest(&p->members[i], branch, d);
    int at = sum ? play_chance(p, sum) : 0;
    for (size_t i = 0; sum && i < p->n_members; i++)
        if ((at -= interest(&p->members[i], branch, d)) < 0)
            return i;
    return p->n_members;
}

static int minute_by_chance(struct play *p, const struct calendar *k, day d)
{
    const struct block *b;
    size_t n = calendar_blocks(k, d, &b);
    b += play_chance(p, (int)n);
    return b->from + 5 + play_chance(p, b->to - b->from - 10);
}

/* When it comes back: mostly on the due day or just before it, now and then a few open days after. */
static day back_day(struct play *p, const struct calendar *k, day out, day due, day last)
{
    int late = play_chance(p, 100) < LATE_PERCENT ? 1 + play_chance(p, 6) : 0;
    int early = late ? 0 : play_chance(p, 3) ? 0 : 1 + play_chance(p, 3);
    day d = late ? calendar_first(k, day_plus(due, late), 30) : calendar_last(k, out, day_plus(due, -early));
    if (day_none(d) || !day_before(d, last))
        d = calendar_last(k, out, day_plus(last, -1));
    return d;
}

static void back_plan(struct play *p, size_t tool, size_t member, day due)
{
    struct play_tool *t = &p->tools[tool];
    struct play_member *m = &p->members[member];
    const struct calendar *k = play_calendar(p, t->branch);
    day out = p->c->today, last = day_before(t->until, p->today) ? t->until : p->today;
    if (t->renewable && play_chance(p, 100) < RENEW_PERCENT && day_before(day_plus(due, 10), last)) {
        play_plan(p, instant_of(due, minute_by_chance(p, k, due)), PLAY_RENEW, tool);
        due = calendar_first(k, day_plus(due, 7), 30);
    }
    day d = day_is(due, out) ? out : back_day(p, k, out, due, last);
    int64_t at = instant_of(d, minute_by_chance(p, k, d));
    if (at <= p->c->now + 1800) /* the same day: in any case after it went out */
        at = p->c->now + 1800 + play_chance(p, 1800);
    t->out_until = d;
    size_t free_slot = 0;
    while (free_slot + 1 < COUNT(m->out) && !day_none(m->out[free_slot]) &&
           !day_before(m->out[free_slot], out))
        free_slot++;
    m->out[free_slot] = d;
    play_plan(p, at, PLAY_BACK, tool);
}

static enum fault out_by_chance(struct play *p, int64_t branch)
{
    day due;
    size_t tool = tool_by_chance(p, branch, p->c->today);
    size_t member = member_by_chance(p, branch, p->c->today);
    if (tool == p->n_tools || member == p->n_members)
        return OK;
    enum fault f = play_lend(p, tool, member, &due);
    if (!f && !day_none(due))
        back_plan(p, tool, member, due);
    return f;
}

static enum fault back(struct play *p, size_t tool)
{
    struct returned r;
    p->tools[tool].out_until = DAY_NONE;
    return loan_in(p->c, &(struct back){ .tool = p->tools[tool].id, .branch = p->tools[tool].branch,
                   .backdate = DAY_NONE }, &r);
}

static enum fault renew(struct play *p, size_t tool)
{
    struct renewed r;
    enum fault f = loan_renew(p->c, p->tools[tool].id, 0, &r);
    return f && fault_info(f)->status < 500 ? OK : f;
}

static enum fault play_one(struct play *p, const struct play_event *e)
{
    static const char *const ops[] = { "in", "renew", "out", "out" };
    int64_t branch = e->kind == PLAY_OUT ? p->calendar[e->of].branch
                   : e->kind == PLAY_NOW ? 0 : p->tools[e->of].branch;
    play_at(p, e->at, branch, ops[e->kind]);
    switch (e->kind) {
    case PLAY_BACK:
        return back(p, e->of);
    case PLAY_RENEW:
        return renew(p, e->of);
    case PLAY_OUT:
        return out_by_chance(p, branch);
    case PLAY_NOW:
        break;
    }
    return now_out(p, e->of);
}

static int weight_wanted(int64_t number)
{
    for (size_t i = 0; i < COUNT(wanted); i++)
        if (wanted[i].number == number)
            return wanted[i].weight;
    return 4;
}

static enum fault tools_load(struct play *p)
{
    struct ctx *c = p->c;
    const struct tool *all;
    size_t n;
    int64_t total;
    enum fault f = tool_list(c, &(struct tool_query){ 0 }, &all, &n, &total);
    ASSERT(f || n <= PLAY_TOOLS);
    for (size_t i = 0; !f && i < n; i++) {
        struct terms terms;
        f = tool_terms(c, all[i].model.id, &terms);
        struct str icon = all[i].model.icon;
        p->tools[p->n_tools++] = (struct play_tool){ .id = all[i].id, .number = all[i].number,
            .branch = all[i].home, .from = all[i].bought, .out_until = DAY_NONE,
            .until = all[i].state == TOOL_ACTIVE ? day_plus(p->today, MARGIN + 2) : all[i].bought,
            .weight = weight_wanted(all[i].number), .safety = terms.safety,
            .half_day = terms.half_day, .renewable = terms.renewals > 0 && !terms.half_day,
            .garden = str_eq(icon, S("garden")) || str_eq(icon, S("hedge")),
            .party = str_eq(icon, S("party")) };
    }
    return f;
}

static enum fault members_load(struct play *p)
{
    const struct member *all;
    size_t n;
    int64_t total;
    enum fault f = member_list(p->c, &(struct member_query){ .all = true }, &all, &n, &total);
    ASSERT(f || n <= PLAY_MEMBERS);
    for (size_t i = 0; !f && i < n; i++) {
        bool here = str_starts(all[i].postcode, S("9741"));
        bool may = all[i].state == MEMBER_ACTIVE;
        struct play_member *m = &p->members[p->n_members++];
        *m = (struct play_member){ .id = all[i].id, .number = all[i].number, .from = all[i].since,
            .to = may ? day_plus(p->today, 1) : all[i].since, .weight = 1 + play_chance(p, 5),
            .branch = p->calendar[here && p->n_branches > 1].branch };
        for (size_t k = 0; k < COUNT(m->out); k++)
            m->out[k] = DAY_NONE;
    }
    return f;
}

static enum fault branches_load(struct play *p)
{
    const struct branch *all;
    enum fault f = branch_all(p->c, &all, &p->n_branches);
    ASSERT(f || p->n_branches <= PLAY_BRANCHES);
    for (size_t i = 0; !f && i < p->n_branches; i++)
        f = calendar_load(p->c, all[i].id, &p->calendar[i]);
    return f;
}

/* People come on open days, a few a day, more towards the end of the year: it grows. */
static void visits_plan(struct play *p)
{
    for (int ago = PLAY_DAYS; ago >= 1; ago--) {
        day d = day_plus(p->today, -ago);
        for (size_t i = 0; i < p->n_branches; i++) {
            if (!calendar_open(&p->calendar[i], d))
                continue;
            int n = LOANS_PER_100_DAYS + (PLAY_DAYS / 2 - ago) / 4 + play_chance(p, 200) - 100;
            n = n / 100 + (play_chance(p, 100) < n % 100);
            while (n-- > 0)
                play_plan(p, instant_of(d, minute_by_chance(p, &p->calendar[i], d)), PLAY_OUT, i);
        }
    }
}

enum fault year_play(struct play *p)
{
    p->seed = 20261124;
    enum fault f = branches_load(p);
    if (!f)
        f = tools_load(p);
    if (!f)
        f = members_load(p);
    if (f)
        return f;
    now_plan(p);
    visits_plan(p);
    while (!f && p->n_events) {
        struct play_event e = play_next(p);
        f = play_one(p, &e);
    }
    return f;
}
