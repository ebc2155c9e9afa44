/* Models, their categories, synonyms and policies. See tool.h. */
#include "lending/journal.h"
#include "lending/tool_row.h"

enum fault model_get(struct ctx *c, int64_t id, struct model *out)
{
    QUERY(q, c, Q_MODEL_GET);
    q_bind_int(&q, "id", id);
    *out = (struct model){ 0 };
    if (q_row(&q)) {
        *out = model_row(&q);
        out->id = id;
    }
    enum fault f = q_end(&q);
    return f || out->id ? f : FAULT_NAME_UNKNOWN;
}

struct str model_key(struct ctx *c, struct str name, struct str brand, struct str type)
{
    struct str n = str_key(c->mem, name), b = str_key(c->mem, brand), t = str_key(c->mem, type);
    return str_printf(c->mem, "%.*s|%.*s|%.*s", STR(n), STR(b), STR(t));
}

/* What any model is found by, before its synonyms (T5). */
static void search_names(struct buf *b, const struct model *m)
{
    const struct str parts[] = { m->name, m->brand, m->type, m->category_name };
    for (size_t i = 0; i < COUNT(parts); i++) {
        buf_add(b, str_key(b->a, parts[i]));
        buf_char(b, ' ');
    }
}

enum fault model_search_key(struct ctx *c, int64_t id)
{
    struct model m;
    struct buf b = { .a = c->mem };
    enum fault f = model_get(c, id, &m);
    if (f)
        return f;
    search_names(&b, &m);
    QUERY(q, c, Q_SYNONYMS_OF_MODEL);
    q_bind_int(&q, "model", id);
    while (q_row(&q)) {
        buf_add(&b, str_key(c->mem, q_str(&q, "word")));
        buf_char(&b, ' ');
    }
    f = q_end(&q);
    QUERY(also, c, Q_ALSO_OF_MODEL);
    q_bind_int(&also, "model", id);
    while (!f && q_row(&also)) {
        buf_add(&b, str_key(c->mem, q_str(&also, "name")));
        buf_char(&b, ' ');
    }
    f = f ? f : q_end(&also);
    if (f)
        return f;
    QUERY(set, c, Q_MODEL_SEARCH_SET);
    q_bind_int(&set, "id", id);
    q_bind_str(&set, "search_key", str_trim(buf_str(&b)));
    return q_run(&set);
}

/* A new model has no synonyms yet, so its key is known before it is made. */
static enum fault search_new(struct ctx *c, struct model *m, struct str *key)
{
    struct buf b = { .a = c->mem };
    QUERY(q, c, Q_CATEGORY_GET);
    q_bind_int(&q, "id", m->category);
    if (m->category && q_row(&q))
        m->category_name = q_str(&q, "name");
    search_names(&b, m);
    *key = str_trim(buf_str(&b));
    return q_end(&q);
}

enum fault model_find_or_add(struct ctx *c, struct str name, struct str brand, struct str type,
                             int64_t category, int64_t *id, bool *made)
{
    struct str key = model_key(c, name, brand, type);
    QUERY(q, c, Q_MODEL_BY_KEY);
    q_bind_str(&q, "model_key", key);
    enum fault f = q_run_int(&q, id);
    *made = !*id;
    if (f || *id)
        return f;
    struct str search;
    f = search_new(c, &(struct model){ .name = name, .brand = brand, .type = type,
                                       .category = category }, &search);
    QUERY(add, c, Q_MODEL_ADD);
    q_bind_str(&add, "name", name);
    q_bind(&add, "brand", val_text(brand));
    q_bind(&add, "type", val_text(type));
    q_bind_str(&add, "model_key", key);
    q_bind(&add, "category", val_id(category));
    q_bind_str(&add, "search_key", search);
    q_bind(&add, "made_at", val_time(c->now));
    f = f ? f : q_run_int(&add, id);
    return f ? f : thing_made(c, "model", *id);
}

static struct str model_full(struct ctx *c, struct query *q)
{
    return model_name(c->mem, &(struct model){ .name = q_str(q, "name"), .brand = q_str(q, "brand"),
                                               .type = q_str(q, "type") });
}

enum fault model_find(struct ctx *c, const char *arg, struct str text, int64_t *id)
{
    struct str w[3] = { 0 }, key = str_key(c->mem, text), rest = key, word;
    int64_t tool = 0;
    if (tool_coded(c, text)) {
        struct tool t;
        enum fault f = tool_find(c, arg, text, &tool);
        if (!f)
            f = tool_get(c, tool, &t);
        *id = f ? 0 : t.model.id;
        return f;
    }
    for (size_t i = 0; i < COUNT(w) && str_next(&rest, ' ', &word); i++)
        w[i] = word;
    QUERY(q, c, Q_MODEL_FIND);
    q_bind_str(&q, "w1", w[0]);
    q_bind_str(&q, "w2", w[1]);
    q_bind_str(&q, "w3", w[2]);
    struct buf names = { .a = c->mem };
    int64_t n = 0;
    bool exact = false;
    *id = 0;
    while (w[0].n && !exact && q_row(&q)) {
        struct str full = model_full(c, &q);
        exact = str_eq(str_key(c->mem, full), key) || str_eq(str_key(c->mem, q_str(&q, "name")), key);
        *id = q_int(&q, "id");
        if (n++ < 3)
            buf_printf(&names, "%s%.*s", n > 1 ? ", " : "", STR(full));
    }
    enum fault f = q_end(&q);
    if (f || exact || n == 1)
        return f;
    return fail_facts(c, n ? FAULT_NAME_SEVERAL : FAULT_NAME_UNKNOWN, arg, val_str(text),
                      FACTS(F("names", val_str(buf_str(&names))), F("n", val_int(n))));
}

enum fault model_synonym_add(struct ctx *c, int64_t model, struct str word)
{
    struct str key = str_key(c->mem, word);
    if (!key.n)
        return OK;
    QUERY(q, c, Q_SYNONYM_ADD);
    q_bind_int(&q, "model", model);
    q_bind_str(&q, "word", str_trim(word));
    q_bind_str(&q, "word_key", key);
    return q_run(&q);
}

/* The model's own policy row, made when it has none. */
static enum fault policy_of(struct ctx *c, int64_t model, int64_t *policy)
{
    QUERY(q, c, Q_MODEL_GET);
    q_bind_int(&q, "id", model);
    *policy = q_row(&q) ? q_int(&q, "policy") : 0;
    enum fault f = q_end(&q);
    if (f || *policy)
        return f;
    QUERY(add, c, Q_POLICY_ADD);
    f = q_run_int(&add, policy);
    if (!f)
        f = thing_made(c, "policy", *policy);
    return f ? f : thing_set(c, F_MODEL_POLICY, model, val_none(), val_int(*policy));
}

enum fault model_policy_set(struct ctx *c, int64_t model, enum field_id field, struct val v)
{
    int64_t policy;
    enum fault f = policy_of(c, model, &policy);
    if (f)
        return f;
    ASSERT(!strcmp(field_defs[field].thing, "policy"));
    QUERY(q, c, Q_POLICY_GET);
    q_bind_int(&q, "id", policy);
    struct val was = q_row(&q) ? q_val(&q, field_defs[field].column, v.is == V_NONE ? V_INT : v.is)
                               : val_none();
    f = q_end(&q);
    return f ? f : thing_set(c, field, policy, was, v);
}

enum fault category_path(struct ctx *c, struct str path, int64_t *id)
{
    struct str name, path_key = { 0 };
    int64_t parent = 0;
    *id = 0;
    while (str_next(&path, '>', &name)) {
        name = str_trim(name);
        struct str key = str_key(c->mem, name);
        if (!key.n)
            continue;
        path_key = path_key.n ? str_printf(c->mem, "%.*s > %.*s", STR(path_key), STR(key)) : key;
        QUERY(q, c, Q_CATEGORY_BY_PATH);
        q_bind_str(&q, "path_key", path_key);
        enum fault f = q_run_int(&q, id);
        if (!f && !*id) {
            QUERY(add, c, Q_CATEGORY_ADD);
            q_bind(&add, "parent", val_id(parent));
            q_bind_str(&add, "name", name);
            q_bind_str(&add, "name_key", key);
            q_bind_str(&add, "path_key", path_key);
            f = q_run_int(&add, id);
            if (!f)
                f = thing_made(c, "category", *id);
        }
        if (f)
            return f;
        parent = *id;
    }
    return OK;
}

enum fault category_find(struct ctx *c, struct str text, int64_t *id)
{
    struct buf path = { .a = c->mem };
    for (struct str name, rest = text; str_next(&rest, '>', &name);)
        buf_printf(&path, "%s%.*s", path.n ? " > " : "", STR(str_key(c->mem, name)));
    QUERY(q, c, Q_CATEGORY_BY_PATH);
    q_bind_str(&q, "path_key", buf_str(&path));
    enum fault f = q_run_int(&q, id);
    if (f || *id)
        return f;
    QUERY(by_name, c, Q_CATEGORY_BY_NAME);
    q_bind_str(&by_name, "name_key", str_key(c->mem, text));
    f = q_run_int(&by_name, id);
    return f || *id ? f : fail(c, FAULT_NAME_UNKNOWN, "category", val_str(text));
}

enum fault category_all(struct ctx *c, const struct category **out, size_t *n)
{
    QUERY(q, c, Q_CATEGORY_LIST);
    struct category *g = NULL;
    *n = 0;
    while (q_row(&q)) {
        if (!g)
            g = NEW_N(c->mem, struct category, q_int(&q, "n"));
        g[(*n)++] = (struct category){ q_int(&q, "id"), q_int(&q, "parent"), q_int(&q, "tools"),
                                       q_str(&q, "name"), q_str(&q, "path_key"), q_str(&q, "icon") };
    }
    *out = g;
    return q_end(&q);
}
