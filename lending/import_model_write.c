/* Making a model what the rows of the list want it to be. See import_tool.h. */
#include "lending/import_tool.h"
#include "lending/tool_row.h"

static enum fault category_made(struct import_run *r, struct want_category *w, int64_t *id)
{
    enum fault f = w->id ? OK : category_path(r->c, w->path, &w->id);
    *id = w->id;
    return f;
}

/* Makes the words of the model those of the list. */
static enum fault synonyms_settle(struct import_run *r, int64_t model, const struct want_item *wants)
{
    struct ctx *c = r->c;
    struct map wanted CLEANUP(map_free) = { 0 };
    for (const struct want_item *i = wants; i; i = i->next)
        *map_at(&wanted, str_key(c->mem, i->text)) = 1;
    QUERY(q, c, Q_SYNONYMS_OF_MODEL);
    QUERY(drop, c, Q_SYNONYM_DROP);
    q_bind_int(&q, "model", model);
    while (q_row(&q)) {
        struct str key = str_key(c->mem, q_str(&q, "word"));
        if (map_get(&wanted, key)) {
            *map_at(&wanted, key) = 2;
            continue;
        }
        r->touched = true;
        q_bind_int(&drop, "model", model);
        q_bind_str(&drop, "word_key", key);
        enum fault f = q_run(&drop);
        if (f)
            return f;
    }
    enum fault f = q_end(&q);
    for (const struct want_item *i = wants; !f && i; i = i->next) {
        int64_t *is = map_at(&wanted, str_key(c->mem, i->text));
        if (*is == 2)
            continue;
        *is = 2;
        r->touched = true;
        f = model_synonym_add(c, model, i->text);
    }
    return f;
}

/* Makes the other categories of the model those of the list. */
static enum fault also_settle(struct import_run *r, int64_t model, const struct want_item *wants)
{
    struct ctx *c = r->c;
    int64_t there[64], id;
    size_t n = 0;
    QUERY(q, c, Q_ALSO_OF_MODEL);
    q_bind_int(&q, "model", model);
    while (q_row(&q) && n < COUNT(there))
        there[n++] = q_int(&q, "category");
    enum fault f = q_end(&q);
    QUERY(add, c, Q_ALSO_ADD);
    for (const struct want_item *i = wants; !f && i; i = i->next) {
        f = category_made(r, i->category, &id);
        size_t k = 0;
        while (k < n && there[k] != id)
            k++;
        if (k < n) {
            there[k] = 0;
            continue;
        }
        r->touched = true;
        q_bind_int(&add, "model", model);
        q_bind_int(&add, "category", id);
        f = f ? f : q_run(&add);
    }
    QUERY(drop, c, Q_ALSO_DROP);
    for (size_t k = 0; !f && k < n; k++) {
        if (!there[k])
            continue;
        r->touched = true;
        q_bind_int(&drop, "model", model);
        q_bind_int(&drop, "category", there[k]);
        f = q_run(&drop);
    }
    return f;
}

struct model_now {
    bool made; /* just now: it has nothing but name and category */
    struct val category, text, notice, signs, manual, policy[POLICIES];
};

static enum fault model_load(struct ctx *c, int64_t id, struct model_now *m)
{
    QUERY(q, c, Q_IMPORT_MODEL_GET);
    q_bind_int(&q, "id", id);
    if (q_row(&q)) {
        *m = (struct model_now){ .category = q_val(&q, "category", V_INT),
            .text = q_val(&q, "text", V_STR), .notice = q_val(&q, "notice", V_STR),
            .signs = q_val(&q, "signs", V_STR), .manual = q_val(&q, "manual_url", V_STR) };
        for (int i = 0; i < POLICIES; i++)
            m->policy[i] = q_val(&q, field_defs[policy_fields[i].field].column, policy_fields[i].is);
    }
    return q_end(&q);
}

static enum fault policy_settle(struct import_run *r, int64_t id, const struct model_want *w,
                                const struct model_now *now)
{
    enum fault f = OK;
    for (int i = 0; !f && i < POLICIES; i++) {
        struct val v = w->policy ? w->policy[i] : val_none();
        /* A notice is there to be read (S1), unless the list or the library asks for more. */
        bool safety = i == TF_SAFETY - POLICY_FIRST && !r->has[TF_SAFETY];
        if (safety && w->notice.n && val_is_none(v) && !val_int_or(now->policy[i], 0))
            v = val_int(1);
        if (val_is_none(v) || val_eq(v, now->policy[i]))
            continue;
        r->touched = true;
        f = model_policy_set(r->c, id, policy_fields[i].field, v);
    }
    return f;
}

/* Gives the model what the list wants: first what it is found by. */
static enum fault settle(struct import_run *r, struct model_want *w, int64_t id, int64_t category,
                         const struct model_now *now)
{
    struct ctx *c = r->c;
    enum fault f = OK;
    if (category)
        f = import_set(r, F_MODEL_CATEGORY, id, now->category, val_int(category));
    if (!f && w->category && (w->also || !now->made))
        f = also_settle(r, id, w->also);
    if (!f && w->synonyms)
        f = synonyms_settle(r, id, w->synonyms);
    if (!f && r->touched)
        f = model_search_key(c, id);
    if (!f)
        f = import_set(r, F_MODEL_TEXT, id, now->text, val_text(w->text));
    if (!f)
        f = import_set(r, F_MODEL_NOTICE, id, now->notice, val_text(w->notice));
    if (!f)
        f = import_set(r, F_MODEL_SIGNS, id, now->signs, val_text(w->signs));
    if (!f)
        f = import_set(r, F_MODEL_MANUAL_URL, id, now->manual, val_text(w->manual));
    return f ? f : policy_settle(r, id, w, now);
}

static enum fault want_settle(struct import_run *r, const struct tool_row *t, struct model_want *w)
{
    struct model_now now = { 0 };
    int64_t category = 0;
    bool made = false;
    enum fault f = w->category ? category_made(r, w->category, &category) : OK;
    if (!f)
        f = model_find_or_add(r->c, t->n.name, t->n.brand, t->n.type, category, &w->id, &made);
    now.made = made;
    now.category = val_id(category);
    if (!f && !made)
        f = model_load(r->c, w->id, &now);
    if (f)
        return f;
    r->touched = false;
    f = settle(r, w, w->id, category, &now);
    w->changed = r->touched || made;
    return f;
}

enum fault model_settle(struct import_run *r, const struct tool_row *t, int64_t *id, bool *changed)
{
    struct tool_run *self = r->self;
    struct model_want *w = (struct model_want *)(intptr_t)map_get(&self->models, t->model_key);
    enum fault f = OK;
    bool made;
    *changed = false;
    if (!w)
        return model_find_or_add(r->c, t->n.name, t->n.brand, t->n.type, 0, id, &made);
    if (!w->id)
        f = want_settle(r, t, w);
    *id = w->id;
    *changed = w->changed;
    return f;
}
