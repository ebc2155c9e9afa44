/* See ctx.h. */
#include "base/ctx.h"

struct ctx ctx_make(struct db *db, struct arena *mem, const struct world *world)
{
    struct ctx c = { .db = db, .mem = mem, .world = world, .now = world->now(world) };
    c.today = day_at(c.now);
    return c;
}

enum fault fail_facts(struct ctx *c, enum fault f, const char *arg, struct val got,
                      const struct fact *facts, size_t n)
{
    ASSERT(f != OK && n <= FACTS_MOST);
    if (c->n_wrong == WRONG_MOST)
        return f;
    struct wrong *w = &c->wrong[c->n_wrong++];
    *w = (struct wrong){ .arg = arg, .fault = f, .got = got, .n_facts = n };
    if (n)
        memcpy(w->facts, facts, n * sizeof *facts);
    return f;
}

enum fault fail(struct ctx *c, enum fault f, const char *arg, struct val got)
{
    return fail_facts(c, f, arg, got, NULL, 0);
}

static void trace_add(struct ctx *c, struct step s, const struct fact *facts, size_t n)
{
    ASSERT(n <= FACTS_MOST);
    if (!c->trace || c->trace->n == COUNT(c->trace->steps))
        return;
    s.n_facts = n;
    if (n)
        memcpy(s.facts, facts, n * sizeof *facts);
    c->trace->steps[c->trace->n++] = s;
}

void trace_yes(struct ctx *c, const char *rule, const char *text, const struct fact *facts, size_t n)
{
    trace_add(c, (struct step){ .rule = rule, .text = text }, facts, n);
}

void trace_no(struct ctx *c, enum fault f, const struct fact *facts, size_t n)
{
    trace_add(c, (struct step){ .rule = fault_info(f)->rule, .no = true, .fault = f }, facts, n);
}
