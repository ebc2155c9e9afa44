/* The catalogue by models: what a visitor sees as one thing, whatever number of it there is. */
#include "lending/edit.h"
#include "ops/policy.h"
#include "ops/say.h"
#include "ops/table.h"

enum { LIST_MOST = 1000 };

static bool crew(const struct ctx *c)
{
    return c->role >= ROLE_VOLUNTEER;
}

static const struct shape found_shape = { "model", FIELDS(
    { "model", FK_TEXT }, { "name", FK_HIDDEN }, { "brand", FK_HIDDEN }, { "type", FK_HIDDEN },
    { "category", FK_TEXT }, { "tools", FK_INT }, { "free", FK_INT }) };

static enum fault model_list_run(struct ctx *c, const struct val *a, struct out *o)
{
    const struct model_found *m;
    size_t n;
    int64_t total;
    enum fault f = model_list(c, &(struct model_query){ .words = val_str_or(a[0], (struct str){ 0 }),
        .category = val_int_or(a[1], 0), .visible_only = !crew(c),
        .limit = val_int_or(a[2], LIST_MOST), .after = val_int_or(a[3], 0) }, &m, &n, &total);
    for (size_t i = 0; !f && i < n; i++)
        OUT(o, val_str(model_name(c->mem, &m[i].model)), val_str(m[i].model.name),
            val_text(m[i].model.brand), val_text(m[i].model.type), val_text(m[i].model.category_name),
            val_int(m[i].tools), val_int(m[i].free));
    if (!f && n)
        say_more(o, total - (int64_t)n, model_name(c->mem, &m[n - 1].model));
    return f;
}

static const struct shape tools_shape = { "tool", FIELDS(
    { "tool", FK_TOOL }, { "branch", FK_TEXT }, { "shelf", FK_TEXT }, { "situation", FK_TOOL_STATE },
    { "due", FK_DAY }) };

static const struct shape model_shape = { "model", FIELDS(
    { "model", FK_TEXT }, { "name", FK_HIDDEN }, { "brand", FK_HIDDEN }, { "type", FK_HIDDEN },
    { "category", FK_TEXT }, { "synonyms", FK_LIST }, { "text", FK_TEXT }, { "notice", FK_TEXT },
    { "signs", FK_TEXT }, { "manual_url", FK_TEXT }, { "safety", FK_SAFETY }, { "min_age", FK_INT },
    { "period", FK_INT }, { "half_day", FK_YES }, { "renewals", FK_INT }, { "renewal_days", FK_INT },
    { "fee", FK_MONEY }, { "deposit", FK_MONEY }, { "late", FK_MONEY }, { "limit_tools", FK_INT },
    { "tools", FK_LIST }) };

static enum fault tools_of(struct ctx *c, int64_t model, struct val *out, size_t *n)
{
    const struct tool *t;
    int64_t total;
    struct list *l = NEW(c->mem, struct list);
    enum fault f = tool_list(c, &(struct tool_query){ .model = model, .visible_only = !crew(c),
                             .limit = LIST_MOST }, &t, n, &total);
    struct val *v = NEW_N(c->mem, struct val, 5 * *n + 1), *x = v;
    for (size_t i = 0; !f && i < *n; i++) {
        *x++ = val_str(t[i].code);
        *x++ = val_str(t[i].present_name);
        *x++ = val_text(t[i].shelf);
        *x++ = val_z(situation_name(tool_situation(&t[i], c->today)));
        *x++ = t[i].loan ? val_day(t[i].due) : val_none();
    }
    *l = (struct list){ &tools_shape, v, *n };
    *out = val_list(l);
    return f;
}

static struct val words_list(struct ctx *c, const struct str *s, size_t n)
{
    struct list *l = NEW(c->mem, struct list);
    struct val *v = NEW_N(c->mem, struct val, n + 1);
    for (size_t i = 0; i < n; i++)
        v[i] = val_str(s[i]);
    *l = (struct list){ NULL, v, n };
    return val_list(l);
}

static enum fault model_out(struct ctx *c, int64_t id, struct out *o)
{
    struct model m;
    struct policy_term k[POLICY_TERMS];
    const struct str *words;
    size_t n_words, n_tools;
    struct val tools;
    enum fault f = model_get(c, id, &m);
    if (!f)
        f = policy_terms(c, id, k);
    if (!f)
        f = model_synonyms(c, id, &words, &n_words);
    if (!f)
        f = tools_of(c, id, &tools, &n_tools);
    if (f)
        return f;
    struct val name = val_str(model_name(c->mem, &m));
    if (!n_tools && !crew(c)) /* nothing of it is to be seen (X24) */
        return fail(c, FAULT_NAME_UNKNOWN, "model", name);
    OUT(o, name, val_str(m.name), val_text(m.brand), val_text(m.type), val_text(m.category_name),
        words_list(c, words, n_words), val_text(m.text), val_text(m.notice), val_text(m.signs),
        val_text(m.manual_url), k[7].value, k[8].value, k[0].value, k[1].value, k[2].value,
        k[3].value, k[4].value, k[5].value, k[6].value, k[9].value, tools);
    return OK;
}

static enum fault model_show_run(struct ctx *c, const struct val *a, struct out *o)
{
    return model_out(c, a[0].i, o);
}

/* The pictograms there are: one word each. */
static enum fault signs_good(struct ctx *c, struct val signs)
{
    static const char *const known[] = { "goggles", "ears", "read", "plug", "warn" };
    struct str rest = val_str_or(signs, (struct str){ 0 });
    for (struct str w; str_next(&rest, ' ', &w);) {
        size_t i = 0;
        while (i < COUNT(known) && !str_eq(w, str_of(known[i])))
            i++;
        if (w.n && i == COUNT(known))
            return fail_facts(c, FAULT_CHOICE_UNKNOWN, "signs", val_str(w),
                              FACTS(F("choices", val_z("goggles, ears, read, plug, warn"))));
    }
    return OK;
}

static enum fault synonyms_change(struct ctx *c, int64_t model, struct val add, struct val drop,
                                  bool *changed)
{
    enum fault f = OK;
    for (size_t i = 0; !f && add.is == V_LIST && i < add.list->n; i++)
        f = model_synonym_add(c, model, add.list->at[i].s);
    for (size_t i = 0; !f && drop.is == V_LIST && i < drop.list->n; i++)
        f = model_synonym_drop(c, model, drop.list->at[i].s);
    if (f || (add.is != V_LIST && drop.is != V_LIST))
        return f;
    *changed = true;
    f = journal_line(c, "model", model);
    return f ? f : model_search_key(c, model);
}

enum { POLICY_FIRST = 11 };
enum { M_MODEL, M_NAME, M_BRAND, M_TYPE, M_CATEGORY, M_TEXT, M_NOTICE, M_SIGNS, M_MANUAL, M_SYNONYM,
       M_DROP };

static enum fault model_edit_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct model m;
    bool changed = false;
    struct policy_change p = policy_asked(a + POLICY_FIRST);
    enum fault f = name_good(c, "name", a[M_NAME]);
    if (!f)
        f = signs_good(c, a[M_SIGNS]);
    if (!f)
        f = model_get(c, a[M_MODEL].i, &m);
    if (!f)
        f = model_change(c, &m, &(struct model_change){ .name = a[M_NAME], .brand = a[M_BRAND],
            .type = a[M_TYPE], .category = a[M_CATEGORY], .text = a[M_TEXT], .notice = a[M_NOTICE],
            .signs = a[M_SIGNS], .manual_url = a[M_MANUAL] }, &changed);
    if (!f)
        f = synonyms_change(c, m.id, a[M_SYNONYM], a[M_DROP], &changed);
    if (!f)
        f = policy_change_model(c, m.id, &p, &changed);
    if (!f)
        f = model_out(c, m.id, o);
    if (!f && !changed)
        say_same(o);
    return f;
}

const struct op model_ops[] = {
    { "model list", NULL, "/models", GET, ROLE_VISITOR, OP_LIST,
      ARGS({ "find", K_TEXT, 0, NULL }, { "category", K_CATEGORY, 0, NULL },
           { "limit", K_INT, 0, "1..1000" }, { "after", K_MODEL, 0, NULL }),
      &found_shape, model_list_run },
    { "model show", NULL, "/models/{model}", GET, ROLE_VISITOR, 0,
      ARGS({ "model", K_MODEL, ARG_NEED | ARG_PLACE | ARG_WORDS, NULL }), &model_shape, model_show_run },
    { "model edit", NULL, "/models/{model}", POST, ROLE_VOLUNTEER, 0,
      ARGS({ "model", K_MODEL, ARG_NEED | ARG_PLACE, NULL }, { "name", K_TEXT, 0, NULL },
           { "brand", K_TEXT, ARG_EMPTY, NULL }, { "type", K_TEXT, ARG_EMPTY, NULL },
           { "category", K_CATEGORY, ARG_EMPTY, NULL }, { "text", K_LONG, ARG_EMPTY, NULL },
           { "notice", K_LONG, ARG_EMPTY, NULL }, { "signs", K_TEXT, ARG_EMPTY, NULL },
           { "manual_url", K_URL, ARG_EMPTY, NULL }, { "synonym", K_TEXT, ARG_MANY, NULL },
           { "drop_synonym", K_TEXT, ARG_MANY, NULL }, POLICY_ARGS),
      &model_shape, model_edit_run },
    { 0 },
};
