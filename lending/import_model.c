/* What the rows of one model say about it together, and making it so. See import_tool.h. */
#include "lending/import_cell.h"
#include "lending/import_tool.h"
#include "lending/tool_row.h"

/* A path as category_path() will read it. */
static struct want_category *category_of(struct import_run *r, struct str path)
{
    struct tool_run *t = r->self;
    struct buf key = { .a = r->c->mem };
    for (struct str name, rest = path; str_next(&rest, '>', &name);)
        buf_printf(&key, "%.*s>", STR(str_key(r->c->mem, name)));
    int64_t *at = map_at(&t->categories, buf_str(&key));
    if (!*at) {
        struct want_category *w = NEW(&r->keep, struct want_category);
        w->path = keep(r, path);
        *at = (int64_t)(intptr_t)w;
    }
    return (struct want_category *)(intptr_t)*at;
}

static bool has_item(const struct want_item *i, struct str text, const struct want_category *category)
{
    for (; i; i = i->next)
        if (category ? i->category == category : str_eq(i->text, text))
            return true;
    return false;
}

static void item_add(struct import_run *r, struct want_item **list, struct str text,
                     struct want_category *category)
{
    if (has_item(*list, text, category))
        return;
    while (*list)
        list = &(*list)->next;
    *list = NEW(&r->keep, struct want_item);
    **list = (struct want_item){ NULL, category ? (struct str){ 0 } : keep(r, text), category };
}

/* The first path of the first row is the model's; all others are where it is found too. */
static void categories_add(struct import_run *r, struct model_want *w)
{
    struct str rest = r->cell[TF_CATEGORY], path;
    char sep = str_has(rest, ';') || !str_has(rest, '\n') ? ';' : '\n';
    while (cell_item(&rest, sep, &path)) {
        struct want_category *c = category_of(r, path);
        if (!w->category)
            w->category = c;
        else if (w->category != c)
            item_add(r, &w->also, (struct str){ 0 }, c);
    }
}

static void synonyms_add(struct import_run *r, struct model_want *w)
{
    struct str rest = r->cell[TF_SYNONYMS], word;
    char sep = cell_separator(rest);
    while (cell_item(&rest, sep, &word))
        if (str_key(r->c->mem, word).n)
            item_add(r, &w->synonyms, word, NULL);
}

/* Notices of several rows are all to be read. */
static void notice_add(struct import_run *r, struct model_want *w)
{
    struct str x = r->cell[TF_NOTICE];
    if (!x.n || str_find(w->notice, x) >= 0)
        return;
    w->notice = w->notice.n ? str_printf(&r->keep, "%.*s\n%.*s", STR(w->notice), STR(x)) : keep(r, x);
}

static void policy_add(struct import_run *r, struct model_want *w, const struct val *policy)
{
    for (int i = 0; i < POLICIES; i++) {
        if (val_is_none(policy[i]))
            continue;
        if (!w->policy)
            w->policy = NEW_N(&r->keep, struct val, POLICIES);
        if (val_is_none(w->policy[i]))
            w->policy[i] = policy[i];
    }
}

static void first_says(struct import_run *r, struct str *wants, int field)
{
    if (!wants->n && r->cell[field].n)
        *wants = keep(r, r->cell[field]);
}

static bool says_nothing(const struct import_run *r, const struct tool_row *t)
{
    static const int fields[] = { TF_CATEGORY, TF_SYNONYMS, TF_TEXT, TF_NOTICE, TF_SIGNS, TF_MANUAL };
    for (size_t i = 0; i < COUNT(fields); i++)
        if (r->cell[fields[i]].n)
            return false;
    for (int i = 0; i < POLICIES; i++)
        if (!val_is_none(t->policy[i]))
            return false;
    return true;
}

void model_want_add(struct import_run *r, const struct tool_row *t)
{
    struct tool_run *self = r->self;
    if (says_nothing(r, t))
        return;
    int64_t *at = map_at(&self->models, t->model_key);
    if (!*at)
        *at = (int64_t)(intptr_t)NEW(&r->keep, struct model_want);
    struct model_want *w = (struct model_want *)(intptr_t)*at;
    categories_add(r, w);
    synonyms_add(r, w);
    notice_add(r, w);
    first_says(r, &w->text, TF_TEXT);
    first_says(r, &w->signs, TF_SIGNS);
    first_says(r, &w->manual, TF_MANUAL);
    policy_add(r, w, t->policy);
}

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

static enum fault settle(struct import_run *r, struct model_want *w, int64_t id)
{
    struct model_now now;
    int64_t category = 0;
    enum fault f = model_load(r->c, id, &now);
    if (!f && w->category)
        f = category_made(r, w->category, &category);
    if (!f && category)
        f = import_set(r, F_MODEL_CATEGORY, id, now.category, val_int(category));
    if (!f)
        f = import_set(r, F_MODEL_TEXT, id, now.text, val_text(w->text));
    if (!f)
        f = import_set(r, F_MODEL_NOTICE, id, now.notice, val_text(w->notice));
    if (!f)
        f = import_set(r, F_MODEL_SIGNS, id, now.signs, val_text(w->signs));
    if (!f)
        f = import_set(r, F_MODEL_MANUAL_URL, id, now.manual, val_text(w->manual));
    if (!f)
        f = policy_settle(r, id, w, &now);
    if (!f && w->category)
        f = also_settle(r, id, w->also);
    if (!f && w->synonyms)
        f = synonyms_settle(r, id, w->synonyms);
    return f || !r->touched ? f : model_search_key(r->c, id);
}

enum fault model_settle(struct import_run *r, const struct tool_row *t, int64_t *id, bool *changed)
{
    struct tool_run *self = r->self;
    struct model_want *w = (struct model_want *)(intptr_t)map_get(&self->models, t->model_key);
    bool made;
    *changed = w && w->changed;
    *id = w ? w->id : 0;
    if (*id)
        return OK;
    enum fault f = model_find_or_add(r->c, t->n.name, t->n.brand, t->n.type, 0, id, &made);
    if (f || !w)
        return f;
    r->touched = false;
    f = settle(r, w, *id);
    w->id = *id;
    *changed = w->changed = r->touched;
    return f;
}
