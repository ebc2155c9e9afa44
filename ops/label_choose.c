/* Which tools get a label, and what it says. See label.h. */
#include "ops/label.h"

#include "lending/member.h"
#include "lending/setting.h"
#include "text/text.h"

struct str label_url(struct ctx *c, const char *path, struct str code)
{
    struct buf b = { .a = c->mem };
    buf_add(&b, setting_str(c, SET_BASE_URL));
    buf_z_add(&b, path);
    buf_url(&b, code);
    return str_upper(c->mem, buf_str(&b));
}

static struct str colour_of(const struct branch *all, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++)
        if (all[i].id == id)
            return all[i].colour;
    return (struct str){ 0 };
}

/* T6: a neighbour's tool says whose it is by their card, which tells a stranger nothing. */
static enum fault owner_mark(struct ctx *c, int64_t owner, struct str *mark)
{
    struct member m;
    if (!owner)
        return OK;
    enum fault f = member_get(c, owner, &m);
    if (!f)
        *mark = text(c, T_LABEL_OWNER, FACTS(F("member", val_str(m.code))));
    return f;
}

static enum fault parts_of(struct ctx *c, int64_t tool, struct label *l)
{
    const struct part *p;
    enum fault f = tool_parts(c, tool, &p, &l->n_parts);
    struct str *names = NEW_N(c->mem, struct str, l->n_parts + 1);
    for (size_t i = 0; !f && i < l->n_parts; i++)
        names[i] = p[i].count > 1 ? str_printf(c->mem, "%lld %.*s", (long long)p[i].count, STR(p[i].name))
                                  : p[i].name;
    l->parts = names;
    return f;
}

/* What a person reads on the label; not the address, whose old hosts go on working (T2). */
static struct str says(struct ctx *c, const struct label *l)
{
    struct buf b = { .a = c->mem };
    const struct str said[] = { l->number, l->name, l->brand, l->owner, l->branch, l->shelf };
    for (size_t i = 0; i < COUNT(said); i++)
        if (said[i].n)
            buf_printf(&b, "%s%.*s", b.n ? " \xc2\xb7 " : "", STR(said[i]));
    if (l->safety)
        buf_printf(&b, " \xc2\xb7 %d", l->safety);
    if (l->inspect.n > 0) {
        buf_z_add(&b, " \xc2\xb7 ");
        buf_day(&b, l->inspect);
    }
    for (size_t i = 0; i < l->n_parts; i++)
        buf_printf(&b, " + %.*s", STR(l->parts[i]));
    return buf_str(&b);
}

static enum fault label_make(struct ctx *c, const struct branch *all, size_t n, bool parts,
                             struct tool_label *x)
{
    const struct tool *t = &x->tool;
    struct str maker = t->model.brand, type = t->model.type;
    struct terms terms;
    enum fault f = tool_terms(c, t->model.id, &terms);
    if (f)
        return f;
    x->label = (struct label){ .url = label_url(c, "/t/", t->code),
        .number = str_printf(c->mem, "%lld", (long long)t->number),
        .letter = str_from(t->code, t->code.n - 1), .name = t->model.name,
        .brand = str_trim(str_printf(c->mem, "%.*s %.*s", STR(maker), STR(type))),
        .branch = t->home_name, .shelf = t->shelf, .inspect = t->inspect, .safety = terms.safety,
        .colour = colour_of(all, n, t->home) };
    f = owner_mark(c, t->owner, &x->label.owner);
    if (!f && parts)
        f = parts_of(c, t->id, &x->label);
    x->says = says(c, &x->label);
    return f;
}

bool label_needs(const struct tool_label *x, bool worn_too)
{
    const struct tool *t = &x->tool;
    /* Only a kit's lid lists the parts: where they are not asked for they do not count. */
    struct str rest = str_starts(t->printed_as, x->says) ? str_from(t->printed_as, x->says.n) : S("?");
    bool same = !rest.n || (!x->label.n_parts && str_starts(rest, S(" + ")));
    return !t->printed_at || !same || (worn_too && t->worn_at);
}

/* "400-450": numbers, both included. */
static bool range_read(struct str x, int64_t *from, int64_t *to)
{
    struct str first;
    return str_next(&x, '-', &first) && str_int(str_trim(first), from) &&
           str_int(str_trim(x), to) && *from <= *to;
}

struct wanted {
    int64_t from, to, printed; /* printed: in that printing only; 0: any */
    struct str shelf;
    bool never, needs;
};

static bool fits(struct ctx *c, const struct wanted *w, const struct tool *t)
{
    return t->number >= w->from && t->number <= w->to &&
           (!w->shelf.n || str_eq(str_upper(c->mem, t->shelf), w->shelf)) &&
           (!w->printed || t->printed_at == w->printed);
}

static enum fault by_code(struct ctx *c, const struct val *a, struct tool **out, size_t *n)
{
    const int64_t *ids;
    enum fault f = ops_ids(c, "tool", K_TOOL, a[L_TOOL], &ids, n);
    struct tool *t = NEW_N(c->mem, struct tool, *n + 1);
    for (size_t i = 0; !f && i < *n; i++)
        f = tool_get(c, ids[i], &t[i]);
    *out = t;
    return f;
}

static int by_number(const void *x, const void *y)
{
    const struct tool *a = x, *b = y;
    return (a->number > b->number) - (a->number < b->number);
}

static enum fault by_place(struct ctx *c, const struct val *a, struct tool **out, size_t *n)
{
    int64_t total;
    struct tool_query w = { .branch = val_int_or(a[L_BRANCH], 0),
                            .category = val_int_or(a[L_CATEGORY], 0) };
    const struct tool *found;
    size_t all;
    enum fault f = tool_list(c, &w, &found, &all, &total);
    struct tool *t = NEW_N(c->mem, struct tool, all + 1);
    *n = 0;
    for (size_t i = 0; !f && i < all; i++)
        if (found[i].state != TOOL_RETIRED)
            t[(*n)++] = found[i];
    qsort(t, *n, sizeof *t, by_number);
    *out = t;
    return f;
}

static enum fault wanted_read(struct ctx *c, const struct val *a, struct wanted *w)
{
    *w = (struct wanted){ .to = INT64_MAX, .never = val_true(a[L_NEW]), .needs = val_true(a[L_NEEDS]) };
    w->shelf = str_upper(c->mem, str_trim(val_str_or(a[L_SHELF], (struct str){ 0 })));
    if (!val_is_none(a[L_RANGE]) && !range_read(a[L_RANGE].s, &w->from, &w->to))
        return fail(c, FAULT_RANGE_FORMAT, "range", a[L_RANGE]);
    bool some = val_true(a[L_ALL]) || w->never || w->needs || val_true(a[L_AGAIN]) || w->shelf.n;
    for (int i = L_RANGE; i <= L_CATEGORY; i++)
        some = some || !val_is_none(a[i]);
    return some || (a[L_TOOL].is == V_LIST && a[L_TOOL].list->n)
               ? OK : fail(c, FAULT_MISSING, "tool", val_none());
}

enum fault label_choose(struct ctx *c, const struct val *a, struct tool_label **out, size_t *n)
{
    struct wanted w;
    const struct branch *all;
    struct tool *t;
    size_t found, n_all;
    bool codes = a[L_TOOL].is == V_LIST && a[L_TOOL].list->n;
    bool parts = str_eq(val_str_or(a[L_LAYOUT], (struct str){ 0 }), S("kit"));
    enum fault f = wanted_read(c, a, &w);
    if (!f)
        f = codes ? by_code(c, a, &t, &found) : by_place(c, a, &t, &found);
    if (!f)
        f = branch_all(c, &all, &n_all);
    if (f)
        return f;
    for (size_t i = 0; val_true(a[L_AGAIN]) && i < found; i++)
        w.printed = t[i].printed_at > w.printed ? t[i].printed_at : w.printed;
    struct tool_label *x = NEW_N(c->mem, struct tool_label, found + 1);
    *n = 0;
    for (size_t i = 0; !f && i < found && (w.printed || !val_true(a[L_AGAIN])); i++) {
        if (!fits(c, &w, &t[i]))
            continue;
        x[*n] = (struct tool_label){ .tool = t[i] };
        f = label_make(c, all, n_all, parts, &x[*n]);
        *n += (!w.never && !w.needs) || label_needs(&x[*n], w.needs);
    }
    *out = x;
    return f ? f : *n ? OK : fail(c, FAULT_NO_LABELS, "tool", val_none());
}
