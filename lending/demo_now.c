/* How the demo library stands today: who has what, who waits, what is ready, what is broken. Members
 * and tools by the numbers of demo/. See demo_play.h. */
#include "lending/demo_play.h"
#include "lending/hold.h"
#include "lending/journal.h"
#include "schema/query.h"

/* 417, 418 and 88 stay on their shelf: they are the ones to try things with. */
static const struct {
    int tool, member, ago, renewed; /* lent so many days ago (on an open day), renewed so often */
} open_loans[] = {
    { 242, 52318, 5, 0 },  /* due soon */
    { 212, 70268, 7, 0 },  /* due today, at the school */
    { 342, 67495, 4, 0 },
    { 389, 58734, 6, 0 },
    { 243, 10961, 5, 0 },  /* one phone with the next: one text for both */
    { 347, 10958, 10, 0 }, /* late by a little */
    { 502, 42071, 13, 0 },
    { 310, 17745, 17, 0 }, /* late, and no phone: the visit list */
    { 430, 83026, 24, 0 }, /* late, and a number that gets no texts */
    { 288, 20417, 48, 0 }, /* late for weeks: the call list */
    { 405, 35517, 1, 0 },
    { 267, 45093, 2, 0 },
    { 140, 61250, 3, 0 },
    { 496, 85262, 3, 0 },
    { 352, 97143, 1, 0 },  /* the one people wait for */
    { 413, 39284, 10, 0 },
    { 350, 31862, 17, 1 },
    { 444, 33602, 8, 1 },
    { 447, 33602, 8, 1 },
};

static const struct {
    int tool, member, ago; /* a tool of the model, since when in days */
    bool ready;            /* that very tool is set apart */
} holds[] = {
    { 352, 46915, 6, false }, { 352, 52318, 4, false }, { 352, 73581, 2, false },
    { 288, 56340, 9, false }, { 377, 21594, 5, true }, { 211, 90412, 3, true },
};

static const struct {
    int tool, ago;
    const char *what, *state, *words;
} tickets[] = {
    { 254, 33, "dead", "parts", "Motor loopt niet. Nieuw onderdeel is besteld." },
    { 431, 19, "other", "repair", "Mes is bot. Wordt geslepen." },
    { 270, 4, "danger", "open", "Kabel zit los bij het handvat." },
};

/* Kept free for it, and for who had it before to bring it back. */
static void reserved(struct play *p, int number, day from)
{
    struct play_tool *t = play_tool(p, number);
    if (day_before(from, t->until))
        t->until = from;
}

void now_plan(struct play *p)
{
    for (size_t i = 0; i < COUNT(open_loans); i++) {
        struct play_tool *t = play_tool(p, open_loans[i].tool);
        day d = play_open_day(p, t->branch, open_loans[i].ago);
        const struct block *b;
        size_t n = calendar_blocks(play_calendar(p, t->branch), d, &b);
        reserved(p, open_loans[i].tool, d);
        play_plan(p, instant_of(d, b[n - 1].to - 20 - (int)i), PLAY_NOW, i);
    }
    for (size_t i = 0; i < COUNT(holds); i++)
        if (holds[i].ready)
            reserved(p, holds[i].tool, play_open_day(p, play_tool(p, holds[i].tool)->branch, 3));
}

enum fault now_out(struct play *p, size_t of)
{
    struct play_tool *t = play_tool(p, open_loans[of].tool);
    struct play_member *m = play_member(p, open_loans[of].member);
    day due;
    enum fault f = play_lend(p, (size_t)(t - p->tools), (size_t)(m - p->members), &due);
    if (f)
        return f;
    ASSERT(!day_none(due)); /* a demo whose today does not stand */
    t->out_until = day_plus(p->today, PLAY_DAYS);
    m->out[0] = t->out_until;
    if (open_loans[of].renewed) {
        day on = calendar_last(play_calendar(p, t->branch), day_plus(due, -4), day_plus(p->today, -1));
        if (!day_none(on) && !day_before(due, on))
            play_plan(p, instant_of(on, 13 * 60 + 30), PLAY_RENEW, (size_t)(t - p->tools));
    }
    return OK;
}

static enum fault hold_write(struct play *p, size_t i)
{
    struct ctx *c = p->c;
    struct play_tool *t = play_tool(p, holds[i].tool);
    struct tool tool;
    int64_t id, member = play_member(p, holds[i].member)->id;
    int64_t since = instant_of(day_plus(p->today, -holds[i].ago), 19 * 60 + (int)i);
    play_at(p, since, t->branch, "hold add");
    enum fault f = tool_get(c, t->id, &tool);
    if (f)
        return f;
    struct hold_new w = { .member = member, .model = tool.model.id, .pick_up = t->branch,
        .since_at = since, .given = holds[i].ready ? t->id : 0,
        .ready = holds[i].ready ? play_open_day(p, t->branch, 1) : DAY_NONE };
    f = journal_line(c, "member", member);
    return f ? f : hold_add(c, &w, &id);
}

static enum fault ticket_write(struct play *p, size_t i)
{
    struct ctx *c = p->c;
    struct play_tool *t = play_tool(p, tickets[i].tool);
    int64_t id, at = instant_of(play_open_day(p, t->branch, tickets[i].ago), 15 * 60);
    play_at(p, at, t->branch, "ticket add");
    QUERY(q, c, Q_DEMO_TICKET_ADD);
    q_bind_int(&q, "tool", t->id);
    q_bind_int(&q, "made_at", at);
    q_bind_str(&q, "what", str_of(tickets[i].what));
    q_bind_str(&q, "words", str_of(tickets[i].words));
    q_bind_str(&q, "state", str_of(tickets[i].state));
    enum fault f = q_run_int(&q, &id);
    if (!f)
        f = journal_line(c, "tool", t->id);
    return f ? f : thing_made(c, "ticket", id);
}

enum fault now_rest(struct play *p)
{
    enum fault f = OK;
    for (size_t i = 0; !f && i < COUNT(tickets); i++)
        f = ticket_write(p, i);
    for (size_t i = 0; !f && i < COUNT(holds); i++)
        f = hold_write(p, i);
    return f;
}
