/* See consumable.h. */
#include "lending/consumable.h"

#include "lending/edit.h"
#include "lending/money.h"
#include "schema/query.h"

enum fault consumable_list(struct ctx *c, const struct consumable_query *w, const struct consumable **out,
                           size_t *n)
{
    struct consumable *k = NULL;
    QUERY(q, c, Q_CONSUMABLE_LIST);
    q_bind_int(&q, "id", w->id);
    q_bind_int(&q, "branch", w->branch);
    q_bind(&q, "below", val_bool(w->below));
    for (*n = 0; q_row(&q); ++*n) {
        if (!k)
            k = NEW_N(c->mem, struct consumable, q_int(&q, "n"));
        k[*n] = (struct consumable){ q_int(&q, "id"), q_int(&q, "branch"), q_int(&q, "price_cents"),
            q_int(&q, "stock"), q_str(&q, "name"), q_str(&q, "shelf"), q_str(&q, "branch_name") };
    }
    *out = k;
    return q_end(&q);
}

static enum fault named(struct ctx *c, struct str name, int64_t *id)
{
    QUERY(q, c, Q_CONSUMABLE_BY_NAME);
    q_bind_str(&q, "name_key", str_key(c->mem, name));
    return q_run_int(&q, id);
}

enum fault consumable_find(struct ctx *c, const char *arg, struct str name, int64_t *id)
{
    enum fault f = named(c, name, id);
    return f || *id ? f : fail(c, FAULT_NAME_UNKNOWN, arg, val_str(name));
}

enum fault consumable_get(struct ctx *c, int64_t id, int64_t branch, struct consumable *out)
{
    const struct consumable *all;
    size_t n;
    enum fault f = consumable_list(c, &(struct consumable_query){ .id = id }, &all, &n);
    if (f || !n)
        return f ? f : FAULT_NAME_UNKNOWN;
    *out = all[0];
    out->stock = 0;
    for (size_t i = 0; i < n; i++)
        if (all[i].branch == branch)
            *out = all[i];
    return OK;
}

static enum fault name_free(struct ctx *c, struct str name, int64_t but)
{
    int64_t other;
    enum fault f = name_good(c, "name", val_str(name));
    if (!f)
        f = named(c, name, &other);
    return f || !other || other == but ? f : fail(c, FAULT_NAME_USED, "name", val_str(name));
}

enum fault consumable_add(struct ctx *c, struct str name, int64_t price, struct str shelf, int64_t *id)
{
    enum fault f = name_free(c, name, 0);
    if (f)
        return f;
    QUERY(q, c, Q_CONSUMABLE_ADD);
    q_bind_str(&q, "name", name);
    q_bind_str(&q, "name_key", str_key(c->mem, name));
    q_bind_int(&q, "price_cents", price);
    q_bind(&q, "shelf", val_text(shelf));
    q_bind(&q, "made_at", val_time(c->now));
    f = q_run_int(&q, id);
    return f ? f : thing_made(c, "consumable", *id);
}

enum fault consumable_change(struct ctx *c, const struct consumable *k, const struct consumable_change *w,
                             bool *changed)
{
    struct val key = w->name;
    enum fault f = OK;
    if (w->name.is == V_STR) {
        f = name_free(c, w->name.s, k->id);
        key.s = str_key(c->mem, w->name.s);
    }
    return f ? f : edits_apply(c, k->id, EDITS({ F_CONSUMABLE_NAME, val_str(k->name), w->name },
        { F_CONSUMABLE_NAME_KEY, val_str(str_key(c->mem, k->name)), key },
        { F_CONSUMABLE_PRICE_CENTS, val_money(k->price), w->price },
        { F_CONSUMABLE_SHELF, val_text(k->shelf), w->shelf }), changed);
}

enum fault consumable_end(struct ctx *c, const struct consumable *k)
{
    return thing_set(c, F_CONSUMABLE_ENDED_AT, k->id, val_none(), val_time(c->now));
}

static enum fault move(struct ctx *c, int64_t id, int64_t branch, const char *kind, int64_t count)
{
    int64_t movement;
    QUERY(q, c, Q_MOVEMENT_ADD);
    q_bind_int(&q, "consumable", id);
    q_bind_int(&q, "branch", branch);
    q_bind(&q, "at", val_time(c->now));
    q_bind(&q, "on_day", val_day(c->today));
    q_bind_str(&q, "kind", str_of(kind));
    q_bind_int(&q, "count", count);
    enum fault f = q_run_int(&q, &movement);
    if (!f)
        f = journal_line(c, "consumable", id);
    return f ? f : thing_made(c, "movement", movement);
}

enum fault consumable_sell(struct ctx *c, const struct sale *w, int64_t *cents)
{
    struct consumable k;
    enum fault f = consumable_get(c, w->consumable, w->branch, &k);
    if (!f)
        f = move(c, w->consumable, w->branch, "sold", -w->count);
    *cents = f ? 0 : w->count * k.price;
    if (f || !*cents)
        return f;
    f = ledger_add(c, &(struct ledger_new){ .kind = "consumable", .cents = *cents, .member = w->member }, NULL);
    return f || w->member ? f : ledger_add(c, &(struct ledger_new){ .kind = "payment",
        .method = str_z(c->mem, w->method), .cents = -*cents }, NULL);
}

enum fault consumable_buy(struct ctx *c, int64_t id, int64_t branch, int64_t count)
{
    return move(c, id, branch, "bought", count);
}

enum fault consumable_count(struct ctx *c, int64_t id, int64_t branch, int64_t count, int64_t *by)
{
    struct consumable k;
    enum fault f = consumable_get(c, id, branch, &k);
    *by = f ? 0 : count - k.stock;
    return f ? f : move(c, id, branch, "counted", *by);
}

enum fault consumable_movements(struct ctx *c, int64_t id, int64_t limit, const struct movement **out,
                                size_t *n)
{
    struct movement *m = NULL;
    QUERY(q, c, Q_MOVEMENT_LIST);
    q_bind_int(&q, "consumable", id);
    q_bind_int(&q, "limit", limit);
    for (*n = 0; q_row(&q); ++*n) {
        if (!m)
            m = NEW_N(c->mem, struct movement, limit);
        m[*n] = (struct movement){ q_day(&q, "on_day"), q_int(&q, "count"), q_str(&q, "kind"),
                                   q_str(&q, "branch_name") };
    }
    *out = m;
    return q_end(&q);
}
