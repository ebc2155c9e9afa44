/* Changing and listing models. See tool.h. */
#include "lending/edit.h"
#include "lending/tool_row.h"

static struct str after(struct val becomes, struct str was)
{
    return val_is_none(becomes) ? was : becomes.s;
}

/* Name, brand and type are what tells models apart. */
static enum fault key_change(struct ctx *c, const struct model *m, const struct model_change *w,
                             bool *changed)
{
    struct str was = model_key(c, m->name, m->brand, m->type);
    struct str name = after(w->name, m->name), brand = after(w->brand, m->brand);
    struct str type = after(w->type, m->type);
    enum fault f = edits_apply(c, m->id, EDITS({ F_MODEL_MODEL_KEY, val_str(was),
                               val_str(model_key(c, name, brand, type)) }), changed);
    if (f != FAULT_CONSTRAINT)
        return f;
    return fail(c, FAULT_NAME_USED, "name",
                val_str(model_name(c->mem, &(struct model){ .name = name, .brand = brand, .type = type })));
}

enum fault model_change(struct ctx *c, const struct model *m, const struct model_change *w,
                        bool *changed)
{
    bool mine = false;
    enum fault f = key_change(c, m, w, &mine);
    if (!f)
        f = edits_apply(c, m->id,
            EDITS({ F_MODEL_NAME, val_text(m->name), w->name },
                  { F_MODEL_BRAND, val_text(m->brand), w->brand },
                  { F_MODEL_TYPE, val_text(m->type), w->type },
                  { F_MODEL_CATEGORY, val_id(m->category), w->category },
                  { F_MODEL_TEXT, val_text(m->text), w->text },
                  { F_MODEL_NOTICE, val_text(m->notice), w->notice },
                  { F_MODEL_SIGNS, val_text(m->signs), w->signs },
                  { F_MODEL_MANUAL_URL, val_text(m->manual_url), w->manual_url }), &mine);
    if (!f && mine)
        f = model_search_key(c, m->id);
    *changed = *changed || mine;
    return f;
}

enum fault model_synonyms(struct ctx *c, int64_t model, const struct str **out, size_t *n)
{
    QUERY(q, c, Q_SYNONYMS_OF_MODEL);
    q_bind_int(&q, "model", model);
    struct str *s = NULL;
    *n = 0;
    while (q_row(&q)) {
        if (!s)
            s = NEW_N(c->mem, struct str, q_int(&q, "n"));
        s[(*n)++] = q_str(&q, "word");
    }
    *out = s;
    return q_end(&q);
}

enum fault model_synonym_drop(struct ctx *c, int64_t model, struct str word)
{
    int64_t had;
    QUERY(q, c, Q_SYNONYM_DROP);
    q_bind_int(&q, "model", model);
    q_bind_str(&q, "word_key", str_key(c->mem, word));
    enum fault f = q_run_int(&q, &had);
    return f || had ? f : fail(c, FAULT_NAME_UNKNOWN, "drop_synonym", val_str(word));
}

enum fault model_list(struct ctx *c, const struct model_query *w, const struct model_found **out,
                      size_t *n, int64_t *total)
{
    struct str word[3] = { 0 }, rest = str_key(c->mem, utf8_upto(w->words, 100)), x, path;
    struct model from = { 0 };
    int64_t limit = w->limit ? w->limit : 1000000;
    for (size_t i = 0; i < COUNT(word) && str_next(&rest, ' ', &x); i++)
        word[i] = x;
    enum fault f = category_path_of(c, w->category, &path);
    if (!f && w->after)
        f = model_get(c, w->after, &from);
    if (f)
        return f;
    QUERY(q, c, Q_MODEL_LIST);
    q_bind_str(&q, "w1", word[0]);
    q_bind_str(&q, "w2", word[1]);
    q_bind_str(&q, "w3", word[2]);
    q_bind_str(&q, "path", path);
    q_bind(&q, "visible", val_bool(w->visible_only));
    q_bind_str(&q, "after_key", w->after ? model_key(c, from.name, from.brand, from.type) : S(""));
    q_bind_int(&q, "limit", limit);
    struct model_found *m = NULL;
    *n = 0;
    *total = 0;
    while (q_row(&q)) {
        if (!m) {
            *total = q_int(&q, "total");
            m = NEW_N(c->mem, struct model_found, *total < limit ? *total : limit);
        }
        m[*n] = (struct model_found){ model_row(&q), q_int(&q, "tools"), q_int(&q, "free") };
        m[(*n)++].model.id = q_int(&q, "id");
    }
    *out = m;
    return q_end(&q);
}

enum fault category_icon_set(struct ctx *c, int64_t category, struct val icon, bool *changed)
{
    QUERY(q, c, Q_CATEGORY_GET);
    q_bind_int(&q, "id", category);
    struct val was = q_row(&q) ? q_val(&q, "icon", V_STR) : val_none();
    enum fault f = q_end(&q);
    return f ? f : edits_apply(c, category, EDITS({ F_CATEGORY_ICON, was, icon }), changed);
}
