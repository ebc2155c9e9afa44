/* New tools as a feed (RFC 4287), for those who read the library from elsewhere. */
#include "lending/setting.h"
#include "server/answer.h"
#include "server/page.h"
#include "server/page_part.h"
#include "server/pages.h"
#include "server/server.h"

enum { ENTRIES = 20 };

struct str site_url(struct request *r, struct ctx *c)
{
    return r->server->base_url ? str_of(r->server->base_url) : setting_str(c, SET_BASE_URL);
}

static void element(struct buf *b, const char *name, struct str text)
{
    buf_printf(b, "<%s>", name);
    buf_html(b, text);
    buf_printf(b, "</%s>\n", name);
}

static void entry(struct buf *b, struct ctx *c, struct str site, const struct tool *t)
{
    struct str url = str_printf(c->mem, "%.*s/t/%.*s", STR(site), STR(t->code));
    struct buf added = { .a = c->mem };
    buf_day(&added, t->added);
    buf_z_add(b, "<entry>\n");
    element(b, "id", url);
    element(b, "title", str_printf(c->mem, "%.*s (%lld)", STR(t->name), (long long)t->number));
    element(b, "updated", str_printf(c->mem, "%.*sT00:00:00Z", STR(buf_str(&added))));
    buf_z_add(b, "<link href=\"");
    buf_html(b, url);
    buf_z_add(b, "\"/>\n");
    element(b, "summary", t->model.text.n ? t->model.text : t->present_name);
    buf_z_add(b, "</entry>\n");
}

enum fault get_feed(struct request *r, struct ctx *c)
{
    const struct tool *t;
    struct str site = site_url(r, c);
    struct buf b = { .a = c->mem }, newest = { .a = c->mem };
    int64_t total;
    size_t n;
    if (!site.n) /* an entry's id is an address */
        return FAULT_PAGE_UNKNOWN;
    if (answer_unchanged(r, c))
        return OK;
    enum fault f = tool_list(c, &(struct tool_query){ .newest = true, .visible_only = true, .limit = ENTRIES },
                             &t, &n, &total);
    if (f)
        return f;
    struct str library = setting_str(c, SET_LIBRARY_NAME);
    buf_day(&newest, n ? t[0].added : c->today);
    buf_z_add(&b, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
    element(&b, "id", str_printf(c->mem, "%.*s/feed.atom", STR(site)));
    element(&b, "title", library);
    element(&b, "updated", str_printf(c->mem, "%.*sT00:00:00Z", STR(buf_str(&newest))));
    buf_z_add(&b, "<author>");
    element(&b, "name", library);
    buf_z_add(&b, "</author>\n<link rel=\"self\" href=\"");
    buf_html(&b, site);
    buf_z_add(&b, "/feed.atom\"/>\n");
    for (size_t i = 0; i < n; i++)
        entry(&b, c, site, &t[i]);
    buf_z_add(&b, "</feed>\n");
    answer_buf(r, 200, "application/atom+xml; charset=utf-8", &b);
    return OK;
}
