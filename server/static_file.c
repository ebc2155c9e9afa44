/* Files that are part of the program: the style sheet and pictures, named by content and therefore
 * kept for ever; and what robots ask for. */
#include "base/embed.h"
#include "server/answer.h"
#include "server/brand.h"
#include "server/pages.h"

static void serve(struct request *r, const struct embedded *e)
{
    struct str accept = request_header(r, "accept-encoding");
    bool gz = e->gz && str_find(accept, S("gzip")) >= 0;
    r->answer.status = 200;
    r->answer.type = e->type;
    r->answer.body = gz ? (struct str){ (const char *)e->gz, e->n_gz }
                        : (struct str){ (const char *)e->bytes, e->n };
    r->answer.gzip = gz;
    struct buf tokens = { .a = &r->mem };
    if (str_ends(str_of(e->name), S(".css")) && brand_tokens(&tokens, str_printf(&r->mem, "#%.*s", STR(request_field(r, "colour")))))
        r->answer.body = brand_before(&r->mem, buf_str(&tokens), (struct str){ (const char *)e->bytes, e->n },
                                      gz ? r->answer.body : (struct str){ 0 });
    if (e->gz)
        answer_header(r, "Vary", S("Accept-Encoding"));
}

enum fault get_static(struct request *r, struct ctx *c)
{
    (void)c;
    for (const struct embedded *e = static_files; e->name; e++)
        if (str_eq(str_of(e->served), r->params[0])) {
            serve(r, e);
            r->answer.keep = KEEP_EVER;
            return OK;
        }
    return FAULT_PAGE_UNKNOWN;
}

/* One that browsers look for at an address of its own. */
static enum fault serve_named(struct request *r, const char *name)
{
    const struct embedded *e = embedded_find(static_files, name);
    if (!e)
        return FAULT_PAGE_UNKNOWN;
    serve(r, e);
    r->answer.keep = KEEP_ASK;
    return OK;
}

enum fault get_icon(struct request *r, struct ctx *c)
{
    (void)c;
    return serve_named(r, "kist.svg");
}

/* A service worker sees the pages below its own address; its own policy says what it may fetch. */
enum fault get_keeper(struct request *r, struct ctx *c)
{
    (void)c;
    r->answer.policy = POLICY_KEEPER;
    return serve_named(r, "offline.js");
}

/* Tools and the way in may be found; what needs a log-in, forms and operations are nothing to index. */
enum fault get_robots(struct request *r, struct ctx *c)
{
    (void)c;
    answer_z(r, 200, type_text,
             "User-agent: *\nDisallow: /op\nDisallow: /api\n"
             "Disallow: /work\nDisallow: /counter\nDisallow: /search\n");
    r->answer.keep = KEEP_ASK;
    return OK;
}
