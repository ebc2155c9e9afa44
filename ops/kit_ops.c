/* Kits: what is lent together (T12). Lending one is `out`, asking for one `hold add`. */
#include "lending/kit.h"
#include "ops/arg.h"
#include "ops/say.h"
#include "ops/table.h"

static const struct shape row_shape = { "kit", FIELDS(
    { "kit", FK_TEXT }, { "tools", FK_INT }, { "free", FK_YES }, { "together", FK_YES } ) };

static bool all_free(const struct kit *k)
{
    return k->tools && k->free == k->tools;
}

static enum fault list_run(struct ctx *c, const struct val *a, struct out *o)
{
    const struct kit *k;
    size_t n;
    (void)a;
    enum fault f = kit_all(c, &k, &n);
    for (size_t i = 0; !f && i < n; i++)
        OUT(o, val_str(k[i].name), val_int(k[i].tools), val_bool(all_free(&k[i])), val_bool(k[i].together));
    return f;
}

static const struct shape tool_shape = { "tool", FIELDS(
    { "tool", FK_TOOL }, { "name", FK_TEXT }, { "branch", FK_TEXT }, { "shelf", FK_TEXT },
    { "situation", FK_TOOL_STATE }, { "due", FK_DAY } ) };
static const struct shape kit_shape = { "kit", FIELDS(
    { "kit", FK_TEXT }, { "free", FK_YES }, { "together", FK_YES }, { "tools", FK_LIST } ) };

static enum fault shown(struct out *o, int64_t id)
{
    struct ctx *c = o->c;
    struct kit k;
    const struct tool *t;
    size_t n;
    enum fault f = kit_get(c, id, &k);
    if (!f)
        f = kit_tools(c, id, &t, &n);
    if (f)
        return f;
    struct val *v = NEW_N(c->mem, struct val, 6 * n + 1), *x = v;
    struct list *l = NEW(c->mem, struct list);
    for (size_t i = 0; i < n; i++) {
        *x++ = val_str(t[i].code);
        *x++ = val_str(t[i].name);
        *x++ = val_str(t[i].present_name);
        *x++ = val_text(t[i].shelf);
        *x++ = val_z(situation_name(tool_situation(&t[i], c->today)));
        *x++ = t[i].loan ? val_day(t[i].due) : val_none();
    }
    *l = (struct list){ &tool_shape, v, n };
    OUT(o, val_str(k.name), val_bool(all_free(&k)), val_bool(k.together), val_list(l));
    return OK;
}

static enum fault show_run(struct ctx *c, const struct val *a, struct out *o)
{
    int64_t id;
    enum fault f = kit_find(c, "kit", a[0].s, &id);
    return f ? f : shown(o, id);
}

/* All tools or none join; a kit's name among them is refused by its name. */
static enum fault join_all(struct ctx *c, int64_t kit, struct val list)
{
    enum fault f = OK;
    for (size_t i = 0; !f && i < list.list->n; i++) {
        int64_t tool, other;
        struct str text = list.list->at[i].s;
        f = tool_or_kit_find(c, "tool", text, &tool, &other);
        if (!f && other)
            f = fail_facts(c, FAULT_KIT_IN_KIT, "tool", val_str(text), FACTS(F("kit", val_str(text))));
        if (!f)
            f = kit_join(c, kit, tool);
    }
    return f;
}

static enum fault add_run(struct ctx *c, const struct val *a, struct out *o)
{
    int64_t id;
    enum fault f = kit_add(c, a[0].s, val_true(a[2]), &id);
    if (!f)
        f = join_all(c, id, a[1]);
    o->created = true;
    return f ? f : shown(o, id);
}

static enum fault edit_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct kit k;
    int64_t id;
    bool changed = false;
    enum fault f = kit_find(c, "kit", a[0].s, &id);
    if (!f)
        f = kit_get(c, id, &k);
    if (!f)
        f = kit_change(c, &k, a[1], a[2], &changed);
    if (!f)
        f = shown(o, id);
    if (!f && !changed)
        say_same(o);
    return f;
}

static enum fault join_run(struct ctx *c, const struct val *a, struct out *o)
{
    int64_t id;
    enum fault f = kit_find(c, "kit", a[0].s, &id);
    if (!f)
        f = join_all(c, id, a[1]);
    return f ? f : shown(o, id);
}

static enum fault leave_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct kit was;
    enum fault f = kit_leave(c, a[0].i, &was);
    return f ? f : shown(o, was.id);
}

static enum fault end_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct kit k;
    int64_t id;
    enum fault f = kit_find(c, "kit", a[0].s, &id);
    if (!f)
        f = kit_get(c, id, &k);
    if (!f)
        f = kit_end(c, &k);
    if (!f)
        OUT(o, val_str(k.name), val_int(k.tools), val_none(), val_bool(k.together));
    return f;
}

#define KIT_ARG { "kit", K_TEXT, ARG_NEED | ARG_PLACE, NULL }
#define TOOLS_ARG { "tool", K_TOOL, ARG_NEED | ARG_PLACE | ARG_MANY, NULL }

const struct op kit_ops[] = {
    { "kit add", NULL, "/kits", POST, ROLE_VOLUNTEER, 0,
      ARGS({ "name", K_TEXT, ARG_NEED | ARG_PLACE, NULL }, TOOLS_ARG, { "together", K_YES, 0, NULL }),
      &kit_shape, add_run },
    { "kit list", NULL, "/kits", GET, ROLE_VISITOR, OP_LIST, ARGS0, &row_shape, list_run },
    { "kit show", NULL, "/kits/{kit}", GET, ROLE_VISITOR, 0,
      ARGS({ "kit", K_TEXT, ARG_NEED | ARG_PLACE | ARG_WORDS, NULL }), &kit_shape, show_run },
    { "kit edit", NULL, "/kits/{kit}", POST, ROLE_VOLUNTEER, 0,
      ARGS(KIT_ARG, { "name", K_TEXT, 0, NULL }, { "together", K_YES, 0, NULL }), &kit_shape, edit_run },
    { "kit join", NULL, "/kits/{kit}/join", POST, ROLE_VOLUNTEER, 0, ARGS(KIT_ARG, TOOLS_ARG), &kit_shape,
      join_run },
    { "kit leave", NULL, "/kits/leave", POST, ROLE_VOLUNTEER, 0,
      ARGS({ "tool", K_TOOL, ARG_NEED | ARG_PLACE, NULL }), &kit_shape, leave_run },
    { "kit end", NULL, "/kits/{kit}/end", POST, ROLE_VOLUNTEER, 0,
      ARGS({ "kit", K_TEXT, ARG_NEED | ARG_PLACE | ARG_WORDS, NULL }), &row_shape, end_run },
    { 0 },
};
