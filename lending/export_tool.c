/* The list of tools: each with all that is known of it and of its model, so that import_tool.c makes
 * the same library of it. See export.h. */
#include "lending/export_sheet.h"
#include "lending/tool.h"

static const char *const keys[] = {
    "number", "name", "other_names", "brand", "type", "category", "size", "serial", "strength", "status",
    "status_since", "reason", "branch", "present_branch", "shelf", "bought", "price", "owner",
    "owner_from_month", "owner_to_month", "owner_notice_days", "inspected_until", "parts", "old_codes",
    "note", "text", "notice", "signs", "manual", "period_days", "half_day", "renewals", "renewal_days",
    "fee", "deposit", "late_fee", "safety", "min_age", "limit", "source", NULL,
};

struct paths {
    const struct category *all;
    struct str *path; /* of each */
    size_t n;
};

static struct str path_of(const struct paths *p, int64_t id)
{
    for (size_t i = 0; i < p->n; i++)
        if (p->all[i].id == id)
            return p->path[i];
    return (struct str){ 0 };
}

/* The tree comes with those above before those below. */
static enum fault paths_load(struct ctx *c, struct paths *p)
{
    enum fault f = category_all(c, &p->all, &p->n);
    if (f)
        return f;
    p->path = NEW_N(c->mem, struct str, p->n + 1);
    for (size_t i = 0; i < p->n; i++) {
        struct str above = path_of(p, p->all[i].parent);
        p->path[i] = str_printf(c->mem, "%.*s%s%.*s", STR(above), above.n ? " > " : "",
                                STR(p->all[i].name));
    }
    return OK;
}

/* Items of a list in a cell. A ; in one would part it, so it becomes a comma; a single one with a comma
 * is ended by a ; so that the comma does not part it. */
static void item_add(struct buf *b, struct str x)
{
    buf_z_add(b, b->n ? "; " : "");
    for (size_t i = 0; i < x.n; i++)
        buf_char(b, x.s[i] == ';' || x.s[i] == '\n' ? ',' : x.s[i]);
}

static void items_cell(struct sheet *s, struct buf *b)
{
    if (str_has(buf_str(b), ',') && !str_has(buf_str(b), ';'))
        buf_char(b, ';');
    sheet_cell(s, val_text(buf_str(b)));
}

static enum fault synonyms_cell(struct sheet *s, int64_t model)
{
    struct buf b = { .a = s->c->mem };
    const struct str *word;
    size_t n;
    enum fault f = model_synonyms(s->c, model, &word, &n);
    for (size_t i = 0; !f && i < n; i++)
        item_add(&b, word[i]);
    items_cell(s, &b);
    return f;
}

/* The model's own category first. */
static enum fault category_cell(struct sheet *s, const struct paths *p, int64_t model, int64_t category)
{
    struct buf b = { .a = s->c->mem };
    buf_add(&b, path_of(p, category));
    QUERY(q, s->c, Q_ALSO_OF_MODEL);
    q_bind_int(&q, "model", model);
    while (q_row(&q)) {
        buf_z_add(&b, b.n ? "; " : "");
        buf_add(&b, path_of(p, q_int(&q, "category")));
    }
    sheet_cell(s, val_text(buf_str(&b)));
    return q_end(&q);
}

static enum fault parts_cell(struct sheet *s, int64_t tool)
{
    struct buf b = { .a = s->c->mem };
    const struct part *part;
    size_t n;
    enum fault f = tool_parts(s->c, tool, &part, &n);
    for (size_t i = 0; !f && i < n; i++) {
        item_add(&b, part[i].name);
        if (part[i].count > 1)
            buf_printf(&b, " x%lld", (long long)part[i].count);
    }
    items_cell(s, &b);
    return f;
}

static enum fault aliases_cell(struct sheet *s, int64_t tool)
{
    struct buf b = { .a = s->c->mem };
    const struct str *written;
    size_t n;
    enum fault f = tool_aliases(s->c, tool, &written, &n);
    for (size_t i = 0; !f && i < n; i++)
        item_add(&b, written[i]);
    items_cell(s, &b);
    return f;
}

/* Which row of an import it was, where that is not its number. */
static void source_cell(struct sheet *s, struct query *q)
{
    struct buf number = { .a = s->c->mem };
    buf_int(&number, q_int(q, "number"));
    struct str source = q_str(q, "source_key");
    sheet_cell(s, str_eq(source, buf_str(&number)) ? val_none() : val_text(source));
}

static enum fault row(struct sheet *s, struct query *q, const struct paths *p)
{
    static const struct {
        const char *column;
        enum val_is is;
    } what[] = { { "size", V_STR }, { "serial", V_STR }, { "strength", V_STR }, { "state", V_STR },
        { "state_day", V_DAY }, { "state_reason", V_STR }, { "home_name", V_STR },
        { "present_name", V_STR }, { "shelf", V_STR }, { "bought_day", V_DAY },
        { "price_cents", V_MONEY } },
    owner[] = { { "owner_from_month", V_INT }, { "owner_to_month", V_INT }, { "notice_days", V_INT },
        { "inspect_day", V_DAY } },
    model[] = { { "note", V_STR }, { "text", V_STR }, { "notice", V_STR }, { "signs", V_STR },
        { "manual_url", V_STR }, { "period_days", V_INT }, { "half_day", V_BOOL }, { "renewals", V_INT },
        { "renewal_days", V_INT }, { "fee_cents", V_MONEY }, { "deposit_cents", V_MONEY },
        { "late_cents", V_MONEY }, { "safety", V_INT }, { "min_age", V_INT }, { "limit_tools", V_INT } };
    int64_t id = q_int(q, "id"), of = q_int(q, "model");
    sheet_column(s, q, "number", V_INT);
    sheet_column(s, q, "name", V_STR);
    enum fault f = synonyms_cell(s, of);
    sheet_column(s, q, "brand", V_STR);
    sheet_column(s, q, "type", V_STR);
    f = f ? f : category_cell(s, p, of, q_int(q, "category"));
    for (size_t i = 0; !f && i < COUNT(what); i++)
        sheet_column(s, q, what[i].column, what[i].is);
    if (f)
        return f;
    sheet_cell(s, sheet_member(s, q_int(q, "owner_number")));
    for (size_t i = 0; i < COUNT(owner); i++)
        sheet_column(s, q, owner[i].column, owner[i].is);
    f = parts_cell(s, id);
    f = f ? f : aliases_cell(s, id);
    for (size_t i = 0; !f && i < COUNT(model); i++)
        sheet_column(s, q, model[i].column, model[i].is);
    if (!f)
        source_cell(s, q);
    return f;
}

enum fault export_tools(struct ctx *c, struct buf *b, bool json)
{
    struct sheet s;
    struct paths p;
    enum fault f = paths_load(c, &p);
    if (f)
        return f;
    sheet_begin(&s, c, b, "tools", json, keys);
    QUERY(q, c, Q_EXPORT_TOOLS);
    while (!f && q_row(&q))
        f = row(&s, &q, &p);
    if (f)
        s.at = 0;
    sheet_end(&s);
    return f ? f : q_end(&q);
}
