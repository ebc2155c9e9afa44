/* The catalogue, tool by tool: finding, showing, listing. Who has a tool is for volunteers (P1). */
#include "lending/branch.h"
#include "lending/kit.h"
#include "lending/loan.h"
#include "lending/photo.h"
#include "ops/say.h"
#include "ops/table.h"

enum { LIST_MOST = 1000, LOANS_SHOWN = 5 };

static const struct shape found_shape = { "tool", FIELDS(
    { "tool", FK_TOOL }, { "name", FK_TEXT }, { "brand", FK_HIDDEN }, { "type", FK_HIDDEN },
    { "category", FK_HIDDEN }, { "branch", FK_TEXT }, { "shelf", FK_TEXT },
    { "situation", FK_TOOL_STATE }, { "due", FK_DAY } ) };

static void found_row(struct out *o, const struct tool *t)
{
    OUT(o, val_str(t->code), val_str(t->name), val_text(t->model.brand), val_text(t->model.type),
        val_text(t->model.category_name), val_str(t->present_name), val_text(t->shelf),
        val_z(situation_name(tool_situation(t, o->c->today))), t->loan ? val_day(t->due) : val_none());
}

static bool crew(const struct ctx *c)
{
    return c->role >= ROLE_VOLUNTEER;
}

static enum fault listed(struct ctx *c, const struct tool_query *w, struct out *o, size_t *n)
{
    const struct tool *t;
    int64_t total;
    enum fault f = tool_list(c, w, &t, n, &total);
    for (size_t i = 0; !f && i < *n; i++)
        found_row(o, &t[i]);
    if (!f && *n)
        say_more(o, total - (int64_t)*n, t[*n - 1].code);
    return f;
}

/* T5: nothing found by these words is asked again by the nearest known ones, and said so. */
static enum fault find_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct tool_query w = { .words = a[0].s, .branch = val_int_or(a[1], 0),
        .category = val_int_or(a[2], 0), .free_only = val_true(a[3]), .visible_only = !crew(c),
        .limit = val_int_or(a[4], LIST_MOST), .after = val_int_or(a[5], 0) };
    struct str better;
    size_t n;
    enum fault f = listed(c, &w, o, &n);
    if (f || n)
        return f;
    f = tool_did_you_mean(c, w.words, &better);
    if (f || !better.n)
        return f;
    w.words = better;
    f = listed(c, &w, o, &n);
    if (!f && n)
        out_say(o, TONE_LOOK, text(c, T_FIND_NEAR, FACTS(F("got", a[0]), F("words", val_str(better)))));
    return f;
}

enum { L_FIND, L_BRANCH, L_CATEGORY, L_MODEL, L_STATE, L_FREE, L_LIMIT, L_AFTER };

static enum fault tool_list_run(struct ctx *c, const struct val *a, struct out *o)
{
    size_t n;
    return listed(c, &(struct tool_query){ .words = val_str_or(a[L_FIND], (struct str){ 0 }),
        .branch = val_int_or(a[L_BRANCH], 0), .category = val_int_or(a[L_CATEGORY], 0),
        .model = val_int_or(a[L_MODEL], 0), .free_only = val_true(a[L_FREE]),
        .visible_only = !crew(c), .state = val_is_none(a[L_STATE]) ? NULL : str_z(c->mem, a[L_STATE].s),
        .limit = val_int_or(a[L_LIMIT], LIST_MOST), .after = val_int_or(a[L_AFTER], 0) }, o, &n);
}

static const struct shape part_shape = { "part", FIELDS({ "part", FK_TEXT }, { "count", FK_INT },
                                                        { "missing", FK_DAY }) };
static const struct shape history_shape = { "loan", FIELDS(
    { "loan", FK_INT }, { "member", FK_MEMBER }, { "member_name", FK_TEXT }, { "out", FK_DAY },
    { "due", FK_DAY }, { "back", FK_DAY }) };

static struct val list_of(struct ctx *c, const struct shape *s, const struct val *at, size_t n)
{
    struct list *l = NEW(c->mem, struct list);
    *l = (struct list){ s, at, n };
    return val_list(l);
}

static struct val texts(struct ctx *c, const struct str *s, size_t n)
{
    struct val *v = NEW_N(c->mem, struct val, n + 1);
    for (size_t i = 0; i < n; i++)
        v[i] = val_str(s[i]);
    return list_of(c, NULL, v, n);
}

static struct val parts_list(struct ctx *c, const struct part *p, size_t n)
{
    struct val *v = NEW_N(c->mem, struct val, 3 * n + 1), *x = v;
    for (size_t i = 0; i < n; i++) {
        *x++ = val_str(p[i].name);
        *x++ = val_int(p[i].count);
        *x++ = val_day(p[i].missing);
    }
    return list_of(c, &part_shape, v, n);
}

static enum fault history(struct ctx *c, int64_t tool, struct val *out)
{
    const struct loan *l;
    size_t n;
    int64_t total;
    enum fault f = loan_list(c, &(struct loan_query){ .tool = tool, .history = true,
                             .limit = LOANS_SHOWN }, &l, &n, &total);
    struct val *v = NEW_N(c->mem, struct val, 6 * LOANS_SHOWN), *x = v;
    for (size_t i = 0; !f && i < n; i++) {
        *x++ = val_int(l[i].id);
        *x++ = val_text(l[i].member_code);
        *x++ = val_text(l[i].member_name);
        *x++ = val_day(l[i].out);
        *x++ = val_day(l[i].due);
        *x++ = val_day(l[i].back);
    }
    *out = list_of(c, &history_shape, v, n);
    return f;
}

static const struct shape tool_shape = { "tool", FIELDS(
    { "tool", FK_TOOL }, { "name", FK_TEXT }, { "model", FK_HIDDEN }, { "brand", FK_HIDDEN },
    { "type", FK_HIDDEN }, { "category", FK_TEXT }, { "synonyms", FK_LIST }, { "text", FK_TEXT },
    { "situation", FK_TOOL_STATE }, { "due", FK_DAY }, { "waiting", FK_INT }, { "branch", FK_TEXT },
    { "home", FK_TEXT }, { "shelf", FK_TEXT }, { "size", FK_TEXT }, { "strength", FK_TEXT },
    { "safety", FK_SAFETY }, { "notice", FK_TEXT }, { "min_age", FK_INT }, { "period", FK_INT },
    { "renewals", FK_INT }, { "fee", FK_MONEY }, { "deposit", FK_MONEY }, { "manual_url", FK_TEXT },
    { "photo", FK_PHOTO }, { "parts", FK_LIST }, { "kit", FK_TEXT }, { "state", FK_TOOL_STATE }, { "reason", FK_TEXT }, { "member", FK_MEMBER },
    { "member_name", FK_TEXT }, { "owner", FK_MEMBER }, { "price", FK_MONEY }, { "bought", FK_DAY },
    { "serial", FK_TEXT }, { "aliases", FK_LIST }, { "note", FK_TEXT }, { "loans", FK_LIST }) };

/* What only volunteers see; V_NONE for all others. */
struct inner {
    struct val state, reason, member, member_name, owner, price, bought, serial, aliases, note, loans;
};

static enum fault inner_load(struct ctx *c, const struct tool *t, struct inner *in)
{
    struct member has = { 0 }, owner = { 0 };
    const struct str *alias;
    size_t n;
    *in = (struct inner){ 0 };
    if (!crew(c))
        return OK;
    enum fault f = t->loan_member ? member_get(c, t->loan_member, &has) : OK;
    if (!f && t->owner)
        f = member_get(c, t->owner, &owner);
    if (!f)
        f = tool_aliases(c, t->id, &alias, &n);
    if (!f)
        f = history(c, t->id, &in->loans);
    if (f)
        return f;
    in->state = val_z(tool_state_name(t->state));
    in->reason = val_text(t->state_reason);
    in->member = val_text(has.code);
    in->member_name = val_text(has.name);
    in->owner = val_text(owner.code);
    in->price = t->price < 0 ? val_none() : val_money(t->price);
    in->bought = val_day(t->bought);
    in->serial = val_text(t->serial);
    in->aliases = texts(c, alias, n);
    in->note = val_text(t->note);
    return OK;
}

/* A tool that is not ready to be seen looks like none (X24). */
static enum fault seen_get(struct ctx *c, int64_t id, struct tool *t)
{
    enum fault f = tool_get(c, id, t);
    if (f || crew(c) || t->state != TOOL_DRAFT)
        return f;
    return code_refused(c, FAULT_CODE_UNKNOWN, "tool", t->code);
}

static enum fault tool_show_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct tool t;
    struct terms k;
    struct inner in;
    struct kit kit;
    struct photo_about photo;
    const struct part *parts;
    const struct str *words;
    size_t n_parts, n_words;
    enum fault f = seen_get(c, a[0].i, &t);
    if (!f)
        f = tool_terms(c, t.model.id, &k);
    if (!f)
        f = tool_parts(c, t.id, &parts, &n_parts);
    if (!f)
        f = model_synonyms(c, t.model.id, &words, &n_words);
    if (!f)
        f = kit_of_tool(c, t.id, &kit);
    if (!f)
        f = photo_of_tool(c, &t, &photo);
    if (!f)
        f = inner_load(c, &t, &in);
    if (f)
        return f;
    OUT(o, val_str(t.code), val_str(t.name), val_str(t.model.name), val_text(t.model.brand),
        val_text(t.model.type), val_text(t.model.category_name), texts(c, words, n_words),
        val_text(t.model.text), val_z(situation_name(tool_situation(&t, c->today))),
        t.loan ? val_day(t.due) : val_none(), val_int(t.waiting), val_str(t.present_name),
        val_str(t.home_name), val_text(t.shelf), val_text(t.size), val_text(t.strength),
        val_int(k.safety), val_text(t.model.notice), val_id(k.min_age), val_int(k.period),
        val_int(k.renewals), k.fee ? val_money(k.fee) : val_none(),
        k.deposit ? val_money(k.deposit) : val_none(), val_text(t.model.manual_url),
        val_text(photo_path(c->mem, &photo)), parts_list(c, parts, n_parts), val_text(kit.name), in.state, in.reason, in.member, in.member_name, in.owner,
        in.price, in.bought, in.serial, in.aliases, in.note, in.loans);
    return OK;
}

static enum fault part_list_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct tool t;
    const struct part *p;
    size_t n;
    enum fault f = seen_get(c, a[0].i, &t);
    if (!f)
        f = tool_parts(c, t.id, &p, &n);
    for (size_t i = 0; !f && i < n; i++)
        OUT(o, val_str(p[i].name), val_int(p[i].count), val_day(p[i].missing));
    return f;
}

const struct op tool_ops[] = {
    { "find", "zoek", "/find", GET, ROLE_VISITOR, OP_LIST | OP_HAND,
      ARGS({ "words", K_TEXT, ARG_NEED | ARG_PLACE | ARG_WORDS, NULL },
           { "branch", K_BRANCH, 0, NULL }, { "category", K_CATEGORY, 0, NULL },
           { "free", K_YES, 0, NULL }, { "limit", K_INT, 0, "1..1000" }, { "after", K_TOOL, 0, NULL }),
      &found_shape, find_run },
    { "tool list", NULL, "/tools", GET, ROLE_VISITOR, OP_LIST,
      ARGS({ "find", K_TEXT, 0, NULL }, { "branch", K_BRANCH, 0, NULL },
           { "category", K_CATEGORY, 0, NULL }, { "model", K_MODEL, 0, NULL },
           { "state", K_CHOICE, 0, "draft|active|repair|missing|retired" }, { "free", K_YES, 0, NULL },
           { "limit", K_INT, 0, "1..1000" }, { "after", K_TOOL, 0, NULL }),
      &found_shape, tool_list_run },
    { "tool show", NULL, "/tools/{tool}", GET, ROLE_VISITOR, OP_HAND,
      ARGS({ "tool", K_TOOL, ARG_NEED | ARG_PLACE | ARG_WORDS, NULL }), &tool_shape, tool_show_run },
    { "part list", NULL, "/tools/{tool}/parts", GET, ROLE_VISITOR, OP_LIST,
      ARGS({ "tool", K_TOOL, ARG_NEED | ARG_PLACE, NULL }), &part_shape, part_list_run },
    { 0 },
};
