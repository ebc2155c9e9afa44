/* What is sold at the counter, and how much of it there is (T13). */
#include "lending/branch.h"
#include "lending/consumable.h"
#include "lending/member.h"
#include "ops/say.h"
#include "ops/table.h"

enum { MOVEMENTS_SHOWN = 10 };

static const struct shape row_shape = { "consumable", FIELDS(
    { "consumable", FK_TEXT }, { "price", FK_MONEY }, { "stock", FK_STOCK }, { "branch", FK_TEXT },
    { "shelf", FK_TEXT } ) };

static void row(struct out *o, const struct consumable *k)
{
    OUT(o, val_str(k->name), val_money(k->price), val_int(k->stock), val_text(k->branch_name),
        val_text(k->shelf));
}

static enum fault list_run(struct ctx *c, const struct val *a, struct out *o)
{
    const struct consumable *k;
    size_t n;
    enum fault f = consumable_list(c, &(struct consumable_query){ .branch = val_int_or(a[0], 0) }, &k, &n);
    for (size_t i = 0; !f && i < n; i++)
        row(o, &k[i]);
    return f;
}

static const struct shape stock_shape = { "stock", FIELDS({ "branch", FK_TEXT }, { "stock", FK_STOCK } ) };
static const struct shape movement_shape = { "movement", FIELDS(
    { "day", FK_DAY }, { "what", FK_MOVEMENT }, { "count", FK_INT }, { "branch", FK_TEXT } ) };
static const struct shape show_shape = { "consumable", FIELDS(
    { "consumable", FK_TEXT }, { "price", FK_MONEY }, { "shelf", FK_TEXT }, { "stock", FK_LIST },
    { "movements", FK_LIST } ) };

static struct val list_of(struct ctx *c, const struct shape *s, const struct val *at, size_t n)
{
    struct list *l = NEW(c->mem, struct list);
    *l = (struct list){ s, at, n };
    return val_list(l);
}

static enum fault show_run(struct ctx *c, const struct val *a, struct out *o)
{
    const struct consumable *k;
    const struct movement *m;
    size_t n, n_m;
    int64_t id;
    enum fault f = consumable_find(c, "consumable", a[0].s, &id);
    if (!f)
        f = consumable_list(c, &(struct consumable_query){ .id = id }, &k, &n);
    if (!f)
        f = consumable_movements(c, id, MOVEMENTS_SHOWN, &m, &n_m);
    if (f)
        return f;
    struct val *stock = NEW_N(c->mem, struct val, 2 * n + 1), *moved = NEW_N(c->mem, struct val, 4 * n_m + 1);
    for (size_t i = 0; i < n; i++) {
        stock[2 * i] = val_text(k[i].branch_name);
        stock[2 * i + 1] = val_int(k[i].stock);
    }
    for (size_t i = 0; i < n_m; i++) {
        moved[4 * i] = val_day(m[i].on);
        moved[4 * i + 1] = val_str(m[i].kind);
        moved[4 * i + 2] = val_int(m[i].count);
        moved[4 * i + 3] = val_str(m[i].branch_name);
    }
    OUT(o, val_str(k[0].name), val_money(k[0].price), val_text(k[0].shelf),
        list_of(c, &stock_shape, stock, k[0].branch ? n : 0), list_of(c, &movement_shape, moved, n_m));
    return OK;
}

/* As it is at the counter's branch now. */
static enum fault told(struct out *o, int64_t id, int64_t branch)
{
    struct consumable k;
    enum fault f = consumable_get(o->c, id, branch, &k);
    if (!f)
        row(o, &k);
    return f;
}

static enum fault add_run(struct ctx *c, const struct val *a, struct out *o)
{
    int64_t id, branch = 0, count = val_int_or(a[3], 0);
    enum fault f = consumable_add(c, a[0].s, a[1].i, val_str_or(a[2], (struct str){ 0 }), &id);
    if (!f && count)
        f = branch_of_counter(c, &branch);
    if (!f && count)
        f = consumable_buy(c, id, branch, count);
    o->created = true;
    return f ? f : told(o, id, branch);
}

static enum fault edit_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct consumable k;
    int64_t id;
    bool changed = false;
    enum fault f = consumable_find(c, "consumable", a[0].s, &id);
    if (!f)
        f = consumable_get(c, id, c->branch, &k);
    if (!f)
        f = consumable_change(c, &k, &(struct consumable_change){ a[1], a[2], a[3] }, &changed);
    if (!f)
        f = told(o, id, c->branch);
    if (!f && !changed)
        say_same(o);
    return f;
}

static enum fault end_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct consumable k;
    int64_t id;
    enum fault f = consumable_find(c, "consumable", a[0].s, &id);
    if (!f)
        f = consumable_get(c, id, c->branch, &k);
    if (!f)
        f = consumable_end(c, &k);
    if (!f)
        row(o, &k);
    return f;
}

/* The thing and the branch of the counter, for what moves stock. */
static enum fault here(struct ctx *c, struct val name, int64_t *id, int64_t *branch)
{
    enum fault f = consumable_find(c, "consumable", name.s, id);
    return f ? f : branch_of_counter(c, branch);
}

static const struct shape sold_shape = { "sale", FIELDS(
    { "consumable", FK_TEXT }, { "count", FK_INT }, { "amount", FK_MONEY }, { "member", FK_MEMBER },
    { "member_name", FK_TEXT }, { "stock", FK_STOCK }, { "branch", FK_TEXT } ) };

static enum fault sell_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct consumable k;
    struct member m = { 0 };
    struct sale w = { .count = val_int_or(a[1], 1), .member = val_int_or(a[2], 0),
                      .method = val_str_or(a[3], S("cash")) };
    int64_t cents;
    enum fault f = here(c, a[0], &w.consumable, &w.branch);
    if (!f)
        f = consumable_sell(c, &w, &cents);
    if (!f && w.member)
        f = member_get(c, w.member, &m);
    if (!f)
        f = consumable_get(c, w.consumable, w.branch, &k);
    if (f)
        return f;
    o->created = true;
    OUT(o, val_str(k.name), val_int(w.count), val_money(cents), val_text(m.code), val_text(m.name),
        val_int(k.stock), val_str(k.branch_name));
    const struct fact facts[] = { F("consumable", val_str(k.name)), F("n", val_int(w.count)),
        F("amount", val_money(cents)), F("name", val_str(m.name)) };
    out_say(o, TONE_YES, text(c, m.id ? T_CONSUMABLE_SOLD_TO : T_CONSUMABLE_SOLD, facts, COUNT(facts)));
    if (k.stock < 0)
        out_say(o, TONE_LOOK, text(c, T_CONSUMABLE_BELOW, facts, COUNT(facts)));
    return OK;
}

static enum fault buy_run(struct ctx *c, const struct val *a, struct out *o)
{
    int64_t id, branch;
    enum fault f = here(c, a[0], &id, &branch);
    if (!f)
        f = consumable_buy(c, id, branch, a[1].i);
    return f ? f : told(o, id, branch);
}

static enum fault count_run(struct ctx *c, const struct val *a, struct out *o)
{
    int64_t id, branch, by;
    enum fault f = here(c, a[0], &id, &branch);
    if (!f)
        f = consumable_count(c, id, branch, a[1].i, &by);
    return f ? f : told(o, id, branch);
}

#define NAME_ARG { "consumable", K_TEXT, ARG_NEED | ARG_PLACE, NULL }

const struct op consumable_ops[] = {
    { "consumable add", NULL, "/consumables", POST, ROLE_VOLUNTEER, 0,
      ARGS({ "name", K_TEXT, ARG_NEED | ARG_PLACE, NULL }, { "price", K_MONEY, ARG_NEED, NULL },
           { "shelf", K_TEXT, 0, NULL }, { "stock", K_INT, 0, "0..100000" }), &row_shape, add_run },
    { "consumable list", NULL, "/consumables", GET, ROLE_VISITOR, OP_LIST,
      ARGS({ "branch", K_BRANCH, 0, NULL }), &row_shape, list_run },
    { "consumable show", NULL, "/consumables/{consumable}", GET, ROLE_VOLUNTEER, 0,
      ARGS({ "consumable", K_TEXT, ARG_NEED | ARG_PLACE | ARG_WORDS, NULL }), &show_shape, show_run },
    { "consumable edit", NULL, "/consumables/{consumable}", POST, ROLE_VOLUNTEER, 0,
      ARGS(NAME_ARG, { "name", K_TEXT, 0, NULL }, { "price", K_MONEY, 0, NULL },
           { "shelf", K_TEXT, ARG_EMPTY, NULL }), &row_shape, edit_run },
    { "consumable sell", NULL, "/consumables/{consumable}/sell", POST, ROLE_VOLUNTEER, OP_UNDO,
      ARGS(NAME_ARG, { "count", K_INT, ARG_PLACE, "1..1000" }, { "member", K_MEMBER, 0, NULL },
           { "paid_by", K_CHOICE, 0, "cash|card" }), &sold_shape, sell_run },
    { "consumable buy", NULL, "/consumables/{consumable}/buy", POST, ROLE_VOLUNTEER, OP_UNDO,
      ARGS(NAME_ARG, { "count", K_INT, ARG_NEED | ARG_PLACE, "1..100000" }), &row_shape, buy_run },
    { "consumable count", NULL, "/consumables/{consumable}/count", POST, ROLE_VOLUNTEER, OP_UNDO,
      ARGS(NAME_ARG, { "count", K_INT, ARG_NEED | ARG_PLACE, "0..100000" }), &row_shape, count_run },
    { "consumable end", NULL, "/consumables/{consumable}/end", POST, ROLE_VOLUNTEER, 0,
      ARGS({ "consumable", K_TEXT, ARG_NEED | ARG_PLACE | ARG_WORDS, NULL }), &row_shape, end_run },
    { 0 },
};
