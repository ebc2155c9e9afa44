/* The tree of categories, and the lending terms that hang in it. */
#include "ops/policy.h"
#include "ops/say.h"
#include "ops/table.h"

enum { POLICY_FIRST = 2 };

static const struct shape policy_shape = { "policy", FIELDS(
    { "term", FK_TERM }, { "value", FK_TEXT }, { "source", FK_TERM_FROM }, { "category", FK_TEXT }) };

/* Each value in force, and whose it is. */
static enum fault policy_show_run(struct ctx *c, const struct val *a, struct out *o)
{
    static const char *const from[] = { "model", "category", "library" };
    struct policy_term k[POLICY_TERMS];
    struct tool t;
    enum fault f = tool_get(c, a[0].i, &t);
    if (!f)
        f = policy_terms(c, t.model.id, k);
    for (size_t i = 0; !f && i < POLICY_TERMS; i++)
        OUT(o, val_z(k[i].name), k[i].value, val_z(from[k[i].from]), val_text(k[i].category));
    return f;
}

static const struct shape category_shape = { "category", FIELDS(
    { "category", FK_TEXT }, { "tools", FK_INT }, { "icon", FK_HIDDEN }) };

/* "Tuin > Heggen": as `--category` takes it. */
static struct str path_text(struct ctx *c, const struct category *g, size_t n, const struct category *of)
{
    struct str path = of->name;
    for (int64_t up = of->parent; up;) {
        size_t i = 0;
        while (i < n && g[i].id != up)
            i++;
        if (i == n)
            break;
        path = str_printf(c->mem, "%.*s > %.*s", STR(g[i].name), STR(path));
        up = g[i].parent;
    }
    return path;
}

/* All, or the one with that id. */
static enum fault categories_out(struct ctx *c, int64_t only, struct out *o)
{
    const struct category *g;
    size_t n;
    enum fault f = category_all(c, &g, &n);
    for (size_t i = 0; !f && i < n; i++)
        if (!only || g[i].id == only)
            OUT(o, val_str(path_text(c, g, n, &g[i])), val_int(g[i].tools), val_text(g[i].icon));
    return f;
}

static enum fault category_list_run(struct ctx *c, const struct val *a, struct out *o)
{
    (void)a;
    return categories_out(c, 0, o);
}

static enum fault category_add_run(struct ctx *c, const struct val *a, struct out *o)
{
    const struct category *g;
    size_t n;
    int64_t id;
    enum fault f = category_all(c, &g, &n);
    if (!f)
        f = category_path(c, a[0].s, &id);
    if (!f && !id)
        f = fail(c, FAULT_NOT_TEXT, "category", val_none());
    for (size_t i = 0; !f && i < n; i++)
        if (g[i].id == id)
            f = fail(c, FAULT_NAME_USED, "category", a[0]);
    if (!f)
        f = category_icon_set(c, id, a[1], &(bool){ false });
    o->created = true;
    return f ? f : categories_out(c, id, o);
}

static enum fault category_edit_run(struct ctx *c, const struct val *a, struct out *o)
{
    bool changed = false;
    struct policy_change p = policy_asked(a + POLICY_FIRST);
    enum fault f = category_icon_set(c, a[0].i, a[1], &changed);
    if (!f)
        f = policy_change_category(c, a[0].i, &p, &changed);
    if (!f)
        f = categories_out(c, a[0].i, o);
    if (!f && !changed)
        say_same(o);
    return f;
}

#define ICONS "clean|drill|garden|grinder|hedge|kist|ladder|level|paint|party|power|sander|saw|sew|trailer"

const struct op category_ops[] = {
    { "policy show", NULL, "/tools/{tool}/policy", GET, ROLE_VOLUNTEER, OP_LIST,
      ARGS({ "tool", K_TOOL, ARG_NEED | ARG_PLACE, NULL }), &policy_shape, policy_show_run },
    { "category list", NULL, "/categories", GET, ROLE_VISITOR, OP_LIST, ARGS0, &category_shape,
      category_list_run },
    { "category add", NULL, "/categories", POST, ROLE_VOLUNTEER, 0,
      ARGS({ "category", K_TEXT, ARG_NEED | ARG_PLACE | ARG_WORDS, NULL },
           { "icon", K_CHOICE, 0, ICONS }), &category_shape, category_add_run },
    { "category edit", NULL, "/categories/{category}", POST, ROLE_VOLUNTEER, 0,
      ARGS({ "category", K_CATEGORY, ARG_NEED | ARG_PLACE, NULL },
           { "icon", K_CHOICE, ARG_EMPTY, ICONS }, POLICY_ARGS), &category_shape, category_edit_run },
    { 0 },
};
