/* The play itself: chance, the plan of what comes next, and the clock. See demo_play.h. */
#include "lending/demo_play.h"

#include "lending/journal.h"

int play_chance(struct play *p, int n)
{
    p->seed = p->seed * 6364136223846793005u + 1442695040888963407u; /* Knuth, MMIX */
    return (int)((p->seed >> 33) % (uint64_t)n);
}

static bool sooner(const struct play_event *x, const struct play_event *y)
{
    return x->at != y->at ? x->at < y->at : x->seq < y->seq;
}

static void swap(struct play_event *x, struct play_event *y)
{
    struct play_event t = *x;
    *x = *y;
    *y = t;
}

void play_plan(struct play *p, int64_t at, enum play_kind kind, size_t of)
{
    struct play_event *e = p->events;
    size_t i = p->n_events++;
    ASSERT(i < PLAY_EVENTS);
    e[i] = (struct play_event){ at, p->seq++, kind, of };
    for (; i && sooner(&e[i], &e[(i - 1) / 2]); i = (i - 1) / 2)
        swap(&e[i], &e[(i - 1) / 2]);
}

struct play_event play_next(struct play *p)
{
    struct play_event *e = p->events, first = e[0];
    e[0] = e[--p->n_events];
    for (size_t i = 0, k; (k = 2 * i + 1) < p->n_events; i = k) {
        if (k + 1 < p->n_events && sooner(&e[k + 1], &e[k]))
            k++;
        if (!sooner(&e[k], &e[i]))
            break;
        swap(&e[k], &e[i]);
    }
    return first;
}

struct play_tool *play_tool(struct play *p, int64_t number)
{
    size_t i = 0;
    while (i < p->n_tools && p->tools[i].number != number)
        i++;
    ASSERT(i < p->n_tools); /* demo/tools.csv and demo_now.c belong together */
    return &p->tools[i];
}

struct play_member *play_member(struct play *p, int64_t number)
{
    size_t i = 0;
    while (i < p->n_members && p->members[i].number != number)
        i++;
    ASSERT(i < p->n_members);
    return &p->members[i];
}

const struct calendar *play_calendar(struct play *p, int64_t branch)
{
    size_t i = 0;
    while (i < p->n_branches && p->calendar[i].branch != branch)
        i++;
    ASSERT(i < p->n_branches);
    return &p->calendar[i];
}

day play_open_day(struct play *p, int64_t branch, int days_ago)
{
    day d = day_plus(p->today, -days_ago);
    return calendar_last(play_calendar(p, branch), day_plus(d, -60), d);
}

void play_at(struct play *p, int64_t at, int64_t branch, const char *op)
{
    struct ctx *c = p->c;
    arena_free(&p->scratch);
    c->mem = &p->scratch;
    c->now = at;
    c->today = day_at(at);
    c->branch = branch;
    c->op = op;
    c->actor = S("u:demo");
    c->initials = play_chance(p, 3) ? S("JV") : S("MK");
    c->role = ROLE_VOLUNTEER;
    c->n_wrong = 0;
    journal_next(c);
}

enum fault play_lend(struct play *p, size_t tool, size_t member, day *due)
{
    struct play_tool *t = &p->tools[tool];
    struct lent l;
    struct lend w = { .tool = t->id, .member = p->members[member].id, .branch = t->branch,
        .until = DAY_NONE, .backdate = DAY_NONE, .in_house = t->safety == 3 && t->number == 221,
        .age_ok = true, .explained = t->safety == 2 && !p->explained[member][tool],
        .helper = t->safety == 3 ? p->c->initials : (struct str){ 0 } };
    *due = DAY_NONE;
    enum fault f = loan_out(p->c, &w, &l);
    if (f && fault_info(f)->status < 500)
        return OK;
    if (f)
        return f;
    p->explained[member][tool] = true;
    *due = l.loan.due;
    return OK;
}
