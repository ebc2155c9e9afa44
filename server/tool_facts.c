/* See tool_facts.h. */
#include "server/tool_facts.h"

#include "server/known.h"
#include "server/server.h"

enum { ROWS = 6, BYTES_MOST = 1 << 20 };

/* Those found, without the tools that `leave` says. */
static enum fault list(struct ctx *c, const struct tool_query *w, bool (*leave)(const struct tool *, int64_t),
                       int64_t id, const struct tool **out, size_t *n)
{
    const struct tool *found;
    size_t all;
    int64_t total;
    enum fault f = tool_list(c, w, &found, &all, &total);
    struct tool *kept = NEW_N(c->mem, struct tool, all);
    *n = 0;
    for (size_t i = 0; i < all; i++)
        if (!leave(&found[i], id))
            kept[(*n)++] = found[i];
    *out = kept;
    return f;
}

static bool is_tool(const struct tool *t, int64_t id)
{
    return t->id == id;
}

static bool is_model(const struct tool *t, int64_t id)
{
    return t->model.id == id;
}

static enum fault others(struct ctx *c, struct tool_facts *x)
{
    const struct model *m = &x->tool.model;
    struct tool_query same = { .model = m->id, .visible_only = true, .limit = ROWS };
    struct tool_query like = { .category = m->category, .free_only = true, .visible_only = true, .limit = ROWS };
    enum fault f = list(c, &same, is_tool, x->tool.id, &x->others, &x->n_others);
    if (f || !m->category || tool_situation(&x->tool, c->today) == SIT_FREE)
        return f;
    return list(c, &like, is_model, m->id, &x->similar, &x->n_similar);
}

static enum fault facts_load(struct ctx *c, int64_t tool, struct tool_facts *x)
{
    enum fault f = tool_get(c, tool, &x->tool);
    if (!f)
        f = tool_terms(c, x->tool.model.id, &x->terms);
    if (!f)
        f = tool_parts(c, tool, &x->parts, &x->n_parts);
    if (!f)
        f = kit_of_tool(c, tool, &x->kit);
    if (!f)
        f = others(c, x);
    if (!f)
        f = document_of(c, DOCUMENT_MANUAL, x->tool.model.id, &x->manual);
    return f ? f : photo_of_tool(c, &x->tool, &x->photo);
}

enum fault tool_facts_read(struct request *r, struct ctx *c, int64_t tool, const struct tool_facts **out)
{
    struct known *k = &r->server->threads[r->thread].known;
    struct tool_facts **slot = &k->tools[(uint64_t)tool % KNOWN_TOOLS];
    if (!day_is(k->tools_day, c->today) || k->mem.used > k->base.used + BYTES_MOST) {
        arena_back(&k->mem, k->base);
        memset(k->tools, 0, sizeof k->tools);
        k->tools_day = c->today;
    }
    if (!*slot || (*slot)->tool.id != tool) {
        struct ctx theirs = *c;
        theirs.mem = &k->mem;
        struct tool_facts *x = NEW(&k->mem, struct tool_facts);
        *slot = NULL;
        enum fault f = facts_load(&theirs, tool, x);
        if (f)
            return f;
        *slot = x;
    }
    *out = *slot;
    return OK;
}
