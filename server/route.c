/* See route.h. */
#include "server/route.h"

#include "server/pages.h"

enum { ROUTES_MOST = 400 };
#define ANY ROLE_VISITOR
#define MEMBER ROLE_MEMBER
#define CREW ROLE_VOLUNTEER
#define LEAD ROLE_COORDINATOR

#define PAGE(name, path, flags, who, get, post) { name, path, flags, who, get, post, NULL, NULL }
static const struct route pages[] = {
    PAGE("home", "/", ROUTE_CACHE, ANY, get_home, NULL),
    PAGE("tool", "/t/{code}", ROUTE_CACHE, ANY, get_tool, NULL),
    PAGE("tool", "/T/{code}", ROUTE_CACHE, ANY, get_tool, NULL),
    PAGE("report", "/t/{code}/report", ROUTE_PHOTO, ANY, get_report, post_report),
    PAGE("shelf", "/s/{branch}/{shelf}", 0, ANY, get_shelf, NULL),
    PAGE("shelf", "/S/{branch}/{shelf}", 0, ANY, get_shelf, NULL),
    PAGE("book", "/t/{code}/book", 0, ANY, get_book, post_book),
    PAGE("join", "/t/{code}/join", 0, ANY, get_join, post_join),
    PAGE("join code", "/t/{code}/join/code", 0, ANY, NULL, post_join_code),
    PAGE("photo", "/photo/{file}", 0, ANY, get_photo, NULL),
    PAGE("document", "/file/{file}", 0, ANY, get_document, NULL),
    PAGE("manifest", "/manifest.json", ROUTE_CACHE, ANY, get_manifest, NULL),
    PAGE("feed", "/feed.atom", ROUTE_CACHE, ANY, get_feed, NULL),
    PAGE("calendar", "/ics/{secret}", ROUTE_SECRET, ANY, get_ics, NULL),
    PAGE("search", "/search", ROUTE_CACHE, ANY, get_search, NULL),
    PAGE("login", "/login", 0, ANY, get_login, post_login),
    PAGE("login code", "/login/code", 0, ANY, get_code, post_code),
    PAGE("link", "/r/{link}", ROUTE_SECRET, ANY, get_link, post_link),
    PAGE("stop", "/r/{link}/stop", ROUTE_SECRET | ROUTE_OPEN, ANY, get_stop, post_stop),
    PAGE("hook", "/hooks/{name}/{secret}", ROUTE_SECRET | ROUTE_OPEN, ANY, get_hook, post_hook),
    PAGE("logout", "/logout", 0, ANY, NULL, post_logout),
    PAGE("me", "/me", 0, MEMBER, get_me, NULL),
    PAGE("offline", "/me/offline", 0, MEMBER, get_offline, NULL),
    PAGE("renew", "/me/renew", 0, MEMBER, NULL, post_renew),
    PAGE("counter", "/counter", 0, CREW, get_work, NULL),
    PAGE("work", "/work", 0, CREW, get_work, NULL),
    PAGE("desk", "/work/{what}", ROUTE_PHOTO, CREW, NULL, post_work),
    PAGE("members", "/members", 0, CREW, get_members, get_members),
    PAGE("member", "/members/{member}", 0, CREW, get_member, NULL),
    PAGE("calls", "/calls", 0, CREW, get_calls, post_calls),
    PAGE("stock-take", "/stock-take", 0, CREW, get_stock, NULL),
    PAGE("stock-take", "/stock-take/{what}", 0, CREW, NULL, post_stock),
    PAGE("scan", "/scan", 0, ANY, get_scan, NULL),
    PAGE("dashboard", "/dashboard", 0, CREW, get_dashboard, NULL),
    PAGE("labels", "/labels", 0, CREW, get_labels, NULL),
    PAGE("labels preview", "/labels/preview", 0, CREW, get_labels_preview, NULL),
    PAGE("settings", "/settings", 0, LEAD, get_settings, NULL),
    PAGE("setting", "/settings/{name}", 0, LEAD, get_setting, post_setting),
    PAGE("texts", "/texts", 0, LEAD, get_texts, NULL),
    PAGE("text", "/texts/{key}", 0, LEAD, get_text, post_text),
    PAGE("operations", "/op", 0, MEMBER, get_ops, NULL),
    PAGE("operation", "/op/{name}", ROUTE_UPLOAD, ANY, get_op, post_op),
    PAGE("static", "/static/{file}", ROUTE_ASIDE, ANY, get_static, NULL),
    PAGE("icon", "/favicon.ico", ROUTE_ASIDE, ANY, get_icon, NULL),
    PAGE("keeper", "/offline.js", ROUTE_ASIDE, ANY, get_keeper, NULL),
    PAGE("robots", "/robots.txt", ROUTE_ASIDE, ANY, get_robots, NULL),
    PAGE("health", "/healthz", ROUTE_ASIDE, ANY, get_health, NULL),
    PAGE("ready", "/readyz", ROUTE_ASIDE, ANY, get_ready, NULL),
    PAGE("openapi", "/api/v1/openapi.json", ROUTE_ASIDE | ROUTE_API, ANY, get_openapi, NULL),
};
static struct route routes[ROUTES_MOST];
static char paths[ROUTES_MOST][96];
static size_t n_routes;

/* Operations that share a path share its route: GET reads, POST writes. */
static struct route *route_of_path(const char *path)
{
    for (size_t i = COUNT(pages); i < n_routes; i++)
        if (!strcmp(routes[i].path, path))
            return &routes[i];
    ASSERT(n_routes < ROUTES_MOST);
    struct route *r = &routes[n_routes];
    snprintf(paths[n_routes], sizeof paths[n_routes], "%s", path);
    *r = (struct route){ .name = "api", .path = paths[n_routes], .flags = ROUTE_API };
    n_routes++;
    return r;
}

static bool takes_file(const struct op *op)
{
    for (const struct arg *a = op->args; a && a->name; a++)
        if (a->kind == K_FILE || a->kind == K_PHOTO)
            return true;
    return false;
}

static void op_add(const struct op *op)
{
    char path[96];
    if (!op->path || op->flags & OP_LOCAL)
        return;
    ASSERT((size_t)snprintf(path, sizeof path, "/api/v1%s", op->path) < sizeof path);
    struct route *r = route_of_path(path);
    if (op->verb == GET) {
        r->op_get = op;
        r->get = get_api;
    } else {
        r->op_post = op;
        r->post = post_api;
    }
    r->flags |= (takes_file(op) ? ROUTE_UPLOAD : 0) | (op->flags & OP_SECRET ? ROUTE_SECRET : 0);
}

void routes_make(void)
{
    n_routes = COUNT(pages);
    memcpy(routes, pages, sizeof pages);
    for (size_t i = 0; i < op_count(); i++)
        op_add(op_at(i));
}

static int hex(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10
        : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool url_decode(struct arena *a, struct str s, bool form, struct str *out)
{
    char *to = arena_get(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.s[i];
        if (c == '%') {
            if (i + 2 >= s.n || hex(s.s[i + 1]) < 0 || hex(s.s[i + 2]) < 0)
                return false;
            c = (char)(hex(s.s[i + 1]) * 16 + hex(s.s[i + 2]));
            i += 2;
        } else if (c == '+' && form) {
            c = ' ';
        }
        to[n++] = c;
    }
    *out = (struct str){ to, n };
    return utf8_valid(*out);
}

/* Does the path fit "/t/{code}"? The parts in braces go to `params`. */
static bool fits(const char *pattern, struct str path, struct str params[static PARAMS_MOST])
{
    struct str want = str_from(str_of(pattern), 1), one, got;
    size_t n = 0;
    if (pattern[1] != '{' && path.n > 1 && path.s[1] != pattern[1]) /* most do not */
        return false;
    memset(params, 0, sizeof *params * PARAMS_MOST);
    path = str_from(path, 1);
    while (want.n || path.n) {
        bool more = str_next(&want, '/', &one) && str_next(&path, '/', &got);
        if (!more || !got.n)
            return false;
        if (one.s[0] == '{') {
            ASSERT(n < PARAMS_MOST);
            params[n++] = got;
        } else if (!str_eq(one, got)) {
            return false;
        }
    }
    return true;
}

static bool has_params(const char *path)
{
    return strchr(path, '{');
}

static struct str methods(struct arena *a, const struct route *r)
{
    return str_printf(a, "%s%s%s", r->get ? "GET, HEAD" : "", r->get && r->post ? ", " : "",
                      r->post ? "POST" : "");
}

enum fault route_find(struct request *r, struct str *allow)
{
    const struct route *found = NULL;
    struct str params[PARAMS_MOST] = { 0 };
    if (str_ends(r->path, S("/")) && r->path.n > 1)
        return FAULT_PAGE_UNKNOWN;
    for (size_t i = 0; i < n_routes; i++) {
        if (!fits(routes[i].path, r->path, params))
            continue;
        found = &routes[i];
        memcpy(r->params, params, sizeof params);
        if (!has_params(found->path))
            break; /* "/tools/new" goes before "/tools/{tool}" */
    }
    if (!found)
        return FAULT_PAGE_UNKNOWN;
    r->route = found;
    for (size_t i = 0; i < PARAMS_MOST; i++)
        if (r->params[i].n && !url_decode(&r->mem, r->params[i], false, &r->params[i]))
            return FAULT_REQUEST_BAD;
    *allow = methods(&r->mem, found);
    bool can = r->method == METHOD_POST ? found->post != NULL
        : r->method != METHOD_OTHER && found->get;
    return can ? OK : FAULT_METHOD;
}
