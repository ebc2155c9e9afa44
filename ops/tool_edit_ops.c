/* The catalogue, tool by tool: adding and changing. */
#include "lending/branch.h"
#include "lending/edit.h"
#include "lending/policy.h"
#include "lending/queue.h"
#include "ops/part.h"
#include "ops/say.h"
#include "ops/table.h"

static const struct shape added_shape = { "tool", FIELDS(
    { "tool", FK_TOOL }, { "number", FK_INT }, { "name", FK_TEXT }, { "branch", FK_TEXT },
    { "shelf", FK_TEXT }, { "state", FK_TOOL_STATE }) };

enum { A_NAME, A_MODEL, A_NUMBER, A_BRAND, A_TYPE, A_CATEGORY, A_BRANCH, A_SHELF, A_PRICE, A_BOUGHT,
       A_OWNER, A_SERIAL, A_SIZE, A_STRENGTH, A_STATE, A_NOTE, A_SYNONYM, A_PART, A_ALIAS, A_TEXT,
       A_NOTICE, A_SAFETY };

static struct str text_or(struct val v)
{
    return val_str_or(v, (struct str){ 0 });
}

/* Which model: one that is there (a name given too is another name for it), or one by its name. */
static enum fault model_choose(struct ctx *c, const struct val *a, struct tool_new *n)
{
    struct model m;
    if (val_is_none(a[A_MODEL])) {
        if (val_is_none(a[A_NAME]))
            return fail(c, FAULT_MISSING, "name", val_none());
        n->name = a[A_NAME].s;
        n->brand = text_or(a[A_BRAND]);
        n->type = text_or(a[A_TYPE]);
        return name_good(c, "name", a[A_NAME]);
    }
    enum fault f = model_get(c, a[A_MODEL].i, &m);
    n->name = m.name;
    n->brand = m.brand;
    n->type = m.type;
    return f;
}

static enum fault synonyms_add(struct ctx *c, int64_t model, struct val list)
{
    enum fault f = OK;
    if (list.is != V_LIST)
        return OK;
    for (size_t i = 0; !f && i < list.list->n; i++)
        f = model_synonym_add(c, model, list.list->at[i].s);
    return f ? f : model_search_key(c, model);
}

/* What is said of the model with its first tool. */
static enum fault model_tell(struct ctx *c, const struct val *a, int64_t id)
{
    struct model m;
    bool changed = false;
    enum fault f = model_get(c, id, &m);
    if (!f)
        f = model_change(c, &m, &(struct model_change){ .category = a[A_CATEGORY], .text = a[A_TEXT],
                                                        .notice = a[A_NOTICE] }, &changed);
    if (!f)
        f = policy_change_model(c, id, &(struct policy_change){ .safety = a[A_SAFETY] }, &changed);
    if (!f && !val_is_none(a[A_MODEL]) && !val_is_none(a[A_NAME]) &&
        !str_eq(str_key(c->mem, m.name), str_key(c->mem, a[A_NAME].s)))
        f = model_synonym_add(c, id, a[A_NAME].s);
    if (!f && (!val_is_none(a[A_NAME]) || a[A_SYNONYM].is == V_LIST))
        f = model_search_key(c, id);
    return f ? f : synonyms_add(c, id, a[A_SYNONYM]);
}

static enum fault belongings_add(struct ctx *c, int64_t tool, struct val parts, struct val aliases)
{
    enum fault f = OK;
    for (size_t i = 0; !f && parts.is == V_LIST && i < parts.list->n; i++)
        f = part_put(c, tool, parts.list->at[i].s, 0);
    for (size_t i = 0; !f && aliases.is == V_LIST && i < aliases.list->n; i++)
        f = alias_add(c, tool, aliases.list->at[i].s);
    return f;
}

static void tool_row_out(struct out *o, const struct tool *t)
{
    OUT(o, val_str(t->code), val_int(t->number), val_str(t->name), val_str(t->home_name),
        val_text(t->shelf), val_z(tool_state_name(t->state)));
}

static enum fault tool_add_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct tool t;
    int64_t id;
    struct tool_new n = { .number = val_int_or(a[A_NUMBER], 0), .home = val_int_or(a[A_BRANCH], 0),
        .category = val_int_or(a[A_CATEGORY], 0), .owner = val_int_or(a[A_OWNER], 0),
        .shelf = text_or(a[A_SHELF]), .serial = text_or(a[A_SERIAL]), .size = text_or(a[A_SIZE]),
        .strength = text_or(a[A_STRENGTH]), .note = text_or(a[A_NOTE]), .state = TOOL_ACTIVE,
        .price = val_int_or(a[A_PRICE], -1), .bought = val_day_or(a[A_BOUGHT], DAY_NONE) };
    if (!val_is_none(a[A_STATE]))
        n.state = tool_state_named(a[A_STATE].s);
    enum fault f = model_choose(c, a, &n);
    if (!f && !n.home)
        f = branch_of_counter(c, &n.home);
    if (!f)
        f = tool_add(c, &n, &id);
    if (!f)
        f = tool_get(c, id, &t);
    if (!f)
        f = model_tell(c, a, t.model.id);
    if (!f)
        f = belongings_add(c, id, a[A_PART], a[A_ALIAS]);
    if (f)
        return f;
    tool_row_out(o, &t);
    o->created = true;
    return OK;
}

enum { E_TOOL, E_MODEL, E_HOME, E_SHELF, E_PRICE, E_BOUGHT, E_OWNER, E_SERIAL, E_SIZE, E_STRENGTH,
       E_NOTE, E_ALIAS, E_INSPECT, E_FROM, E_TO, E_NOTICE };

static enum fault tool_edit_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct tool t;
    bool changed = a[E_ALIAS].is == V_LIST;
    enum fault f = tool_get(c, a[E_TOOL].i, &t);
    if (!f)
        f = tool_change(c, &t, &(struct tool_change){ .model = a[E_MODEL], .home = a[E_HOME],
            .shelf = a[E_SHELF], .price = a[E_PRICE], .bought = a[E_BOUGHT], .owner = a[E_OWNER],
            .serial = a[E_SERIAL], .size = a[E_SIZE], .strength = a[E_STRENGTH], .note = a[E_NOTE],
            .inspect = a[E_INSPECT], .from_month = a[E_FROM], .to_month = a[E_TO],
            .notice_days = a[E_NOTICE] }, &changed);
    if (!f)
        f = belongings_add(c, t.id, val_none(), a[E_ALIAS]);
    if (!f) /* another model, or no inspection any more: somebody may be waiting (H12) */
        f = queue_serve(c, t.model.id);
    if (!f)
        f = tool_get(c, t.id, &t);
    if (f)
        return f;
    tool_row_out(o, &t);
    if (!changed)
        say_same(o);
    return OK;
}

#define TOOL_ARG { "tool", K_TOOL, ARG_NEED | ARG_PLACE, NULL }

const struct op tool_edit_ops[] = {
    { "tool add", NULL, "/tools", POST, ROLE_VOLUNTEER, 0,
      ARGS({ "name", K_TEXT, ARG_PLACE, NULL }, { "model", K_MODEL, 0, NULL },
           { "number", K_INT, 0, "1..999999" }, { "brand", K_TEXT, 0, NULL },
           { "type", K_TEXT, 0, NULL }, { "category", K_CATEGORY, 0, NULL },
           { "branch", K_BRANCH, 0, NULL }, { "shelf", K_TEXT, 0, NULL },
           { "price", K_MONEY, 0, NULL }, { "bought", K_DAY, 0, NULL }, { "owner", K_MEMBER, 0, NULL },
           { "serial", K_TEXT, 0, NULL }, { "size", K_TEXT, 0, NULL }, { "strength", K_TEXT, 0, NULL },
           { "state", K_CHOICE, 0, "active|draft|repair" }, { "note", K_LONG, 0, NULL },
           { "synonym", K_TEXT, ARG_MANY, NULL }, { "part", K_TEXT, ARG_MANY, NULL },
           { "alias", K_TEXT, ARG_MANY, NULL }, { "text", K_LONG, 0, NULL },
           { "notice", K_LONG, 0, NULL }, { "safety", K_INT, 0, "0..3" }),
      &added_shape, tool_add_run },
    { "tool edit", NULL, "/tools/{tool}", POST, ROLE_VOLUNTEER, 0,
      ARGS(TOOL_ARG, { "model", K_MODEL, 0, NULL }, { "home", K_BRANCH, 0, NULL },
           { "shelf", K_TEXT, ARG_EMPTY, NULL }, { "price", K_MONEY, ARG_EMPTY, NULL },
           { "bought", K_DAY, ARG_EMPTY, NULL }, { "owner", K_MEMBER, ARG_EMPTY, NULL },
           { "serial", K_TEXT, ARG_EMPTY, NULL }, { "size", K_TEXT, ARG_EMPTY, NULL },
           { "strength", K_TEXT, ARG_EMPTY, NULL }, { "note", K_LONG, ARG_EMPTY, NULL },
           { "alias", K_TEXT, ARG_MANY, NULL }, { "inspect", K_DAY, ARG_EMPTY, NULL },
           { "from_month", K_INT, ARG_EMPTY, "1..12" }, { "to_month", K_INT, ARG_EMPTY, "1..12" },
           { "notice_days", K_INT, ARG_EMPTY, "0..90" }),
      &added_shape, tool_edit_run },
    { 0 },
};
