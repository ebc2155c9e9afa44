/* See answer.h. The headers that every answer carries are added in http.c. */
#include "server/answer.h"

#include "server/page.h"
#include "server/route.h"
#include "server/server.h"
#include "text/text.h"

const char type_html[] = "text/html; charset=utf-8";
const char type_json[] = "application/json";
const char type_text[] = "text/plain; charset=utf-8";
const char type_csv[] = "text/csv; charset=utf-8";

void answer_buf(struct request *r, int status, const char *type, const struct buf *b)
{
    r->answer.status = status;
    r->answer.type = type;
    r->answer.body = buf_str(b);
}

void answer_z(struct request *r, int status, const char *type, const char *text)
{
    r->answer.status = status;
    r->answer.type = type;
    r->answer.body = str_of(text);
}

void answer_header(struct request *r, const char *name, struct str value)
{
    ASSERT(r->answer.n_extra < EXTRA_MOST);
    r->answer.extra[r->answer.n_extra++] =
        (struct header){ str_of(name), str_copy(&r->mem, value) };
}

void answer_see(struct request *r, struct str path)
{
    r->answer.status = 303;
    answer_header(r, "Location", path);
}

struct str answer_local(struct str next)
{
    bool local = next.n && next.n < 512 && next.s[0] == '/';
    for (size_t i = 0; i < next.n && local; i++)
        local = next.s[i] > ' ' && next.s[i] < 0x7f && next.s[i] != '\\';
    /* "//host" would be another host. */
    return local && (next.n == 1 || next.s[1] != '/') ? next : S("/");
}

static struct wrong first_wrong(struct request *r)
{
    for (size_t i = 0; i < r->n_wrong; i++)
        if (r->wrong[i].fault == r->fault)
            return r->wrong[i];
    return (struct wrong){ .fault = r->fault };
}

void answer_api(struct request *r, const struct out *o, enum fault f)
{
    struct shown s;
    look_show(o, f, &r->view, &s);
    answer_header(r, "Kist-Exit", str_printf(&r->mem, "%d", s.exit));
    if (r->talk) {
        answer_header(r, "Kist-Split", str_printf(&r->mem, "%zu", s.data.n));
        buf_add(&s.data, buf_str(&s.talk));
    } else if (!s.data.n && f) { /* a person with curl */
        s.data = s.talk;
    }
    answer_buf(r, s.status, s.type, &s.data);
}

static void answer_api_fault(struct request *r, struct ctx *c)
{
    struct out o = { .c = c };
    if (!r->n_wrong)
        r->wrong[r->n_wrong++] = (struct wrong){ .fault = r->fault };
    memcpy(c->wrong, r->wrong, r->n_wrong * sizeof *r->wrong);
    c->n_wrong = r->n_wrong;
    answer_api(r, &o, r->fault);
}

void answer_fault(struct request *r, struct ctx *c)
{
    struct wrong w = first_wrong(r);
    r->answer.body = (struct str){ 0 };
    r->answer.keep = KEEP_NOT;
    r->answer.etag = (struct str){ 0 };
    if (fault_info(w.fault)->status == 401 && r->api)
        answer_header(r, "WWW-Authenticate", S("Bearer"));
    if (fault_info(w.fault)->status == 503)
        answer_header(r, "Retry-After", S("5"));
    if (r->api)
        answer_api_fault(r, c);
    else
        page_fault(r, c, &w);
}

/* Before anything is known of it, or when the database cannot be asked: in the library's language,
 * without its look. */
void answer_refuse(struct request *r, enum fault f)
{
    struct buf b = { .a = &r->mem };
    struct arena *mem = &r->mem;
    struct ctx c = { .mem = mem, .lang = r->server->lang, .world = r->server->world };
    struct str said = text_fault(&c, &(struct wrong){ .fault = f }), line;
    bool json = str_starts(r->target, S("/api/"));
    r->answer.n_extra = 0;
    if (json) {
        c.wrong[c.n_wrong++] = (struct wrong){ .fault = f };
        json_refusal(&b, &c);
    } else {
        buf_printf(&b,
                   "<!doctype html><html lang=\"%s\"><meta charset=\"utf-8\"><title>kist</title>",
                   lang_code(c.lang));
        for (bool head = true; str_next(&said, '\n', &line); head = false) {
            buf_z_add(&b, head ? "<h1>" : "<p>");
            buf_html(&b, line);
            buf_z_add(&b, head ? "</h1>" : "</p>");
        }
        buf_printf(&b, "<p>%.*s</p></html>\n", STR(r->id));
    }
    answer_buf(r, fault_info(f)->status, json ? type_json : type_html, &b);
}
