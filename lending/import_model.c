/* What the rows of one model say about it together. See import_tool.h. */
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
