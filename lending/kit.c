/* See kit.h. */
#include "lending/kit.h"

#include "lending/edit.h"
#include "schema/query.h"

static enum fault list(struct ctx *c, int64_t id, const struct kit **out, size_t *n)
{
    struct kit *k = NULL;
    QUERY(q, c, Q_KIT_LIST);
    q_bind_int(&q, "id", id);
    q_bind(&q, "today", val_day(c->today));
    for (*n = 0; q_row(&q); ++*n) {
        if (!k)
            k = NEW_N(c->mem, struct kit, q_int(&q, "n"));
        k[*n] = (struct kit){ q_int(&q, "id"), q_int(&q, "tools"), q_int(&q, "free"), q_str(&q, "name"),
                              q_int(&q, "together") };
    }
    *out = k;
    return q_end(&q);
}

enum fault kit_all(struct ctx *c, const struct kit **out, size_t *n)
{
    return list(c, 0, out, n);
}

enum fault kit_get(struct ctx *c, int64_t id, struct kit *out)
{
    const struct kit *k;
    size_t n;
    enum fault f = list(c, id, &k, &n);
    if (!f && !n)
        f = FAULT_NAME_UNKNOWN;
    if (!f)
        *out = k[0];
    return f;
}

enum fault kit_named(struct ctx *c, struct str name, int64_t *id)
{
    QUERY(q, c, Q_KIT_BY_NAME);
    q_bind_str(&q, "name_key", str_key(c->mem, name));
    return q_run_int(&q, id);
}

enum fault kit_find(struct ctx *c, const char *arg, struct str name, int64_t *id)
{
    enum fault f = kit_named(c, name, id);
    return f || *id ? f : fail(c, FAULT_NAME_UNKNOWN, arg, val_str(name));
}

enum fault tool_or_kit_find(struct ctx *c, const char *arg, struct str text, int64_t *tool, int64_t *kit)
{
    *tool = *kit = 0;
    enum fault f = tool_coded(c, text) ? OK : kit_named(c, text, kit);
    return f || *kit ? f : tool_find(c, arg, text, tool);
}

enum fault kit_tools(struct ctx *c, int64_t kit, const struct tool **out, size_t *n)
{
    struct tool *t = NULL;
    enum fault f = OK;
    QUERY(q, c, Q_KIT_TOOLS);
    q_bind_int(&q, "kit", kit);
    for (*n = 0; !f && q_row(&q); ++*n) {
        if (!t)
            t = NEW_N(c->mem, struct tool, q_int(&q, "n"));
        f = tool_get(c, q_int(&q, "tool"), &t[*n]);
    }
    *out = t;
    return f ? f : q_end(&q);
}

/* `row`: its place in the kit. */
static enum fault place_of(struct ctx *c, int64_t tool, struct kit *k, int64_t *row)
{
    QUERY(q, c, Q_KIT_OF_TOOL);
    q_bind_int(&q, "tool", tool);
    *k = (struct kit){ 0 };
    *row = 0;
    if (q_row(&q)) {
        *k = (struct kit){ .id = q_int(&q, "kit"), .name = q_str(&q, "name"),
                           .together = q_int(&q, "together") };
        *row = q_int(&q, "id");
    }
    return q_end(&q);
}

enum fault kit_of_tool(struct ctx *c, int64_t tool, struct kit *k)
{
    int64_t row;
    return place_of(c, tool, k, &row);
}

/* Free, and a name that a scan could not mean. */
static enum fault name_free(struct ctx *c, struct str name, int64_t but)
{
    int64_t other;
    enum fault f = name_good(c, "name", val_str(name));
    if (!f && tool_coded(c, name))
        f = fail(c, FAULT_NOT_TEXT, "name", val_str(name));
    if (!f)
        f = kit_named(c, name, &other);
    return f || !other || other == but ? f : fail(c, FAULT_NAME_USED, "name", val_str(name));
}

enum fault kit_add(struct ctx *c, struct str name, bool together, int64_t *id)
{
    enum fault f = name_free(c, name, 0);
    if (f)
        return f;
    QUERY(q, c, Q_KIT_ADD);
    q_bind_str(&q, "name", name);
    q_bind_str(&q, "name_key", str_key(c->mem, name));
    q_bind(&q, "together", val_bool(together));
    q_bind(&q, "made_at", val_time(c->now));
    f = q_run_int(&q, id);
    return f ? f : thing_made(c, "kit", *id);
}

enum fault kit_change(struct ctx *c, const struct kit *k, struct val name, struct val together,
                      bool *changed)
{
    struct val key = name;
    enum fault f = OK;
    if (name.is == V_STR) {
        f = name_free(c, name.s, k->id);
        key.s = str_key(c->mem, name.s);
    }
    return f ? f : edits_apply(c, k->id, EDITS({ F_KIT_NAME, val_str(k->name), name },
        { F_KIT_NAME_KEY, val_str(str_key(c->mem, k->name)), key },
        { F_KIT_TOGETHER, val_bool(k->together), together }), changed);
}

enum fault kit_join(struct ctx *c, int64_t kit, int64_t tool)
{
    struct kit in, to;
    struct tool t;
    int64_t row;
    enum fault f = place_of(c, tool, &in, &row);
    if (f || in.id == kit)
        return f;
    f = tool_get(c, tool, &t);
    if (!f)
        f = kit_get(c, kit, &to);
    if (!f && to.tools >= KIT_MOST)
        f = fail_facts(c, FAULT_NUMBER_RANGE, "tool", val_int(to.tools + 1),
                       FACTS(F("least", val_int(1)), F("most", val_int(KIT_MOST))));
    if (!f && in.id)
        f = fail_facts(c, FAULT_TOOL_IN_KIT, "tool", val_str(t.code),
                       FACTS(F("tool", val_str(t.name)), F("name", val_str(in.name))));
    if (f)
        return f;
    QUERY(q, c, Q_KIT_TOOL_ADD);
    q_bind_int(&q, "kit", kit);
    q_bind_int(&q, "tool", tool);
    f = q_run_int(&q, &row);
    return f ? f : thing_made(c, "kit_tool", row);
}

enum fault kit_leave(struct ctx *c, int64_t tool, struct kit *was)
{
    struct tool t;
    int64_t row;
    enum fault f = place_of(c, tool, was, &row);
    if (!f)
        f = tool_get(c, tool, &t);
    if (!f && !row)
        f = fail_facts(c, FAULT_TOOL_IN_NO_KIT, "tool", val_str(t.code), FACTS(F("tool", val_str(t.name))));
    return f ? f : thing_set(c, F_KIT_TOOL_LEFT_AT, row, val_none(), val_time(c->now));
}

enum fault kit_end(struct ctx *c, const struct kit *k)
{
    const struct tool *t;
    size_t n;
    struct kit was;
    enum fault f = kit_tools(c, k->id, &t, &n);
    if (!f)
        f = thing_set(c, F_KIT_ENDED_AT, k->id, val_none(), val_time(c->now));
    for (size_t i = 0; !f && i < n; i++)
        f = kit_leave(c, t[i].id, &was);
    return f;
}
