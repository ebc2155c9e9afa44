/* The front door and the search: what is there, is it free, when are we open. */
#include "server/answer.h"
#include "server/known.h"
#include "server/page_part.h"
#include "server/pages.h"
#include "server/server.h"
#include "server/writer.h"
#include "text/text.h"

enum { HOME_ROWS = 6, FRESH_ROWS = 4, SEARCH_ROWS = 50 };

static struct url path_link(struct request *r, int64_t category)
{
    return link_to(r, "/search?category=%lld", (long long)category);
}

/* The top of the tree, with a pictogram and how many there are. */
static enum fault categories_make(struct request *r, struct ctx *c, struct links *out)
{
    const struct category *g;
    size_t n;
    enum fault f = category_all(c, &g, &n);
    struct link *at = NEW_N(c->mem, struct link, n);
    *out = (struct links){ at, 0 };
    for (size_t i = 0; i < n && !f; i++)
        if (!g[i].parent && g[i].tools)
            at[out->n++] = (struct link){ .icon = icon_find(g[i].icon), .label = g[i].name,
                                          .url = path_link(r, g[i].id) };
    return f;
}

static enum fault rows_make(struct request *r, struct ctx *c, struct tool_query w,
                            struct tool_rows *rows, size_t *total)
{
    const struct tool *t;
    size_t n;
    int64_t all;
    w.visible_only = true;
    enum fault f = tool_list(c, &w, &t, &n, &all);
    if (f)
        return f;
    *total = (size_t)all;
    return rows_seen(r, c, t, n, rows);
}

static struct links free_at(struct request *r)
{
    const struct known *k = r->known;
    struct link *at = NEW_N(&r->mem, struct link, k->n);
    for (size_t i = 0; i < k->n; i++)
        at[i] = (struct link){ .label = k->branches[i].name,
                               .url = link_to(r, "/search?free=1&branch=%lld", (long long)k->branches[i].id) };
    return (struct links){ at, k->n > 1 ? k->n : 0 };
}

/* What a phone needs to put the library on its home screen. */
enum fault get_manifest(struct request *r, struct ctx *c)
{
    struct page_look look;
    struct buf b = { .a = c->mem };
    if (answer_unchanged(r, c))
        return OK;
    look_make(r, c, &look);
    buf_z_add(&b, "{\"name\":");
    buf_json(&b, look.library);
    buf_z_add(&b, ",\"start_url\":");
    buf_json(&b, look.home.s);
    buf_z_add(&b, ",\"display\":\"minimal-ui\",\"background_color\":\"#f4f2eb\",\"theme_color\":\"#0a5c3c\","
                  "\"icons\":[{\"src\":");
    buf_json(&b, look.logo.s.n ? look.logo.s : look.icon.s);
    buf_z_add(&b, look.logo.s.n ? ",\"sizes\":\"128x128\",\"type\":\"image/webp\"}]}\n"
                                : ",\"sizes\":\"any\",\"type\":\"image/svg+xml\"}]}\n");
    answer_buf(r, 200, "application/manifest+json", &b);
    return OK;
}

enum fault get_home(struct request *r, struct ctx *c)
{
    struct page_look look;
    struct home_page x = { .all_free = link_to(r, "/search?free=1") };
    struct buf b = { .a = c->mem };
    size_t n;
    if (answer_unchanged(r, c))
        return OK;
    enum fault f = categories_make(r, c, &x.categories);
    if (!f)
        f = rows_make(r, c, (struct tool_query){ .free_only = true, .limit = HOME_ROWS }, &x.free,
                      &x.n_free);
    if (!f)
        f = rows_make(r, c, (struct tool_query){ .newest = true, .limit = FRESH_ROWS }, &x.fresh,
                      &n);
    if (f)
        return f;
    x.weeks = weeks_of(r, c);
    x.free_at = free_at(r);
    x.manifest = link_to(r, "/manifest.json");
    if (site_url(r, c).n)
        x.feed = link_to(r, "/feed.atom");
    look_make(r, c, &look);
    x.open.at = look.open.at;
    x.open.n = look.open.n;
    look.open.n = 0;
    page_home(&b, &look, &x);
    answer_buf(r, 200, type_html, &b);
    return OK;
}

/* ---- Search ---- */

struct search {
    struct str words, shelf;
    int64_t category, branch, after;
    bool free_only;
};

static int64_t number_of(struct request *r, const char *name)
{
    int64_t n = 0;
    return str_int(request_field(r, name), &n) && n > 0 ? n : 0;
}

/* This search with one thing otherwise. */
static struct url search_link(struct request *r, struct search s)
{
    struct buf b = { .a = &r->mem }, words = { .a = &r->mem };
    buf_url(&words, s.words);
    buf_printf(&b, "/search?q=%.*s", STR(buf_str(&words)));
    if (s.shelf.n) {
        buf_z_add(&b, "&shelf=");
        buf_url(&b, s.shelf);
    }
    if (s.category)
        buf_printf(&b, "&category=%lld", (long long)s.category);
    if (s.branch)
        buf_printf(&b, "&branch=%lld", (long long)s.branch);
    if (s.free_only)
        buf_z_add(&b, "&free=1");
    if (s.after)
        buf_printf(&b, "&after=%lld", (long long)s.after);
    return link_to(r, "%s", buf_z(&b));
}

static void filters_make(struct request *r, struct search s, struct search_page *x)
{
    size_t n = r->known->n > 1 ? r->known->n : 0;
    struct link *at = NEW_N(&r->mem, struct link, n + 2);
    struct search to = s;
    to.after = to.branch = 0;
    to.free_only = false;
    at[0] = (struct link){ .label = text_plain(r->lang, T_PAGE_SEARCH_ALL),
                           .url = search_link(r, to),
                           .here = !s.free_only && !s.branch };
    to.free_only = true;
    at[1] = (struct link){ .label = text_plain(r->lang, T_PAGE_SEARCH_FREE),
                           .url = search_link(r, to),
                           .here = s.free_only && !s.branch };
    for (size_t i = 0; i < n; i++) {
        to = s;
        to.after = 0;
        to.branch = r->known->branches[i].id;
        at[i + 2] = (struct link){ .label = r->known->branches[i].name, .url = search_link(r, to),
                                   .here = s.branch == to.branch };
    }
    x->filters = (struct links){ at, n + 2 };
}

static enum fault category_title(struct ctx *c, int64_t id, struct str *title)
{
    const struct category *g;
    size_t n;
    enum fault f = category_all(c, &g, &n);
    for (size_t i = 0; i < n && !f; i++)
        if (g[i].id == id)
            *title = g[i].name;
    return f ? f : title->n ? OK : FAULT_PAGE_UNKNOWN;
}

static enum fault found_make(struct request *r, struct ctx *c, struct search *s,
                             struct search_page *x)
{
    struct tool_query w = { .words = s->words, .branch = s->branch, .category = s->category,
                            .shelf = s->shelf, .free_only = s->free_only, .visible_only = true, .limit = SEARCH_ROWS,
                            .after = s->after };
    const struct tool *t;
    size_t n;
    int64_t total;
    enum fault f = tool_list(c, &w, &t, &n, &total);
    if (!f && !total && s->words.n && !s->after) { /* T5: a typing error is forgiven */
        f = tool_did_you_mean(c, s->words, &x->meant);
        if (!f && x->meant.n) {
            w.words = s->words = x->meant;
            x->meant_url = search_link(r, *s);
            f = tool_list(c, &w, &t, &n, &total);
        }
    }
    if (f)
        return f;
    x->n = (size_t)total;
    f = rows_seen(r, c, t, n, &x->rows);
    if ((int64_t)n < total && n) {
        s->after = t[n - 1].id;
        x->more = search_link(r, *s);
    }
    return f;
}

enum fault get_search(struct request *r, struct ctx *c)
{
    struct page_look look;
    struct buf b = { .a = c->mem };
    struct search s = { .words = str_trim(request_field(r, "q")),
                        .shelf = str_trim(request_field(r, "shelf")),
                        .category = number_of(r, "category"),
                        .branch = number_of(r, "branch"),
                        .after = number_of(r, "after"),
                        .free_only = request_field(r, "free").n };
    struct search_page x = { .words = { s.words, S("") } };
    if (answer_unchanged(r, c))
        return OK;
    enum fault f = s.category ? category_title(c, s.category, &x.title) : OK;
    if (!f)
        f = found_make(r, c, &s, &x);
    if (!f && s.shelf.n && !x.title.n)
        x.title = text(c, T_PAGE_STOCK_ROW_SHELF, FACTS(F("shelf", val_str(s.shelf))));
    if (!f && !x.n && s.words.n && !s.category && !s.branch && !s.free_only)
        writer_missed(r->server->writer, s.words);
    if (!f && !x.n)
        f = categories_make(r, c, &x.categories);
    if (f)
        return f;
    filters_make(r, s, &x);
    look_make(r, c, &look);
    page_search(&b, &look, &x);
    answer_buf(r, 200, type_html, &b);
    return OK;
}

/* The label of a shelf (/S/1Y/B3): what stands there. */
enum fault get_shelf(struct request *r, struct ctx *c)
{
    struct code code;
    struct str folded;
    enum fault f = code_fold(c->mem, r->params[0], S(""), &folded);
    if (!f)
        f = code_read(folded, &code);
    if (f || code.family != FAMILY_BRANCH || !known_branch(r->known, code.number))
        return FAULT_PAGE_UNKNOWN;
    struct search s = { .shelf = r->params[1], .branch = code.number };
    answer_see(r, search_link(r, s).s);
    return OK;
}
