/* Answers as libmicrohttpd sends them, with the headers that each carries (X28). See http.h. */
#include "server/answer.h"
#include "server/http_own.h"

static void answer_headers(struct MHD_Response *m, struct request *r)
{
    static const struct { const char *name, *value; } always[] = {
        { "X-Content-Type-Options", "nosniff" },
        { "Referrer-Policy", "same-origin" },
        { "Permissions-Policy", "geolocation=(), microphone=(), payment=()" },
    };
    const struct answer *a = &r->answer;
    bool html = a->type == type_html;
    /* A worker from a blob is how the code reader works; the offline page is fetched by its keeper; a file that
     * somebody sent is nothing but a file. */
    static const char *const policies[] = {
        [POLICY_USUAL] = "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; "
                         "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
                         "frame-ancestors 'none'",
        [POLICY_SCAN] = "default-src 'none'; img-src 'self' blob:; style-src 'self'; script-src 'self'; "
                        "connect-src 'self'; worker-src blob:; form-action 'self'; base-uri 'none'; "
                        "frame-ancestors 'none'",
        [POLICY_KEEPER] = "default-src 'none'; connect-src 'self'; frame-ancestors 'none'",
        [POLICY_FILE] = "default-src 'none'; frame-ancestors 'none'; sandbox",
    };
    const char *policy = html || a->policy ? policies[a->policy] : "default-src 'none'; frame-ancestors 'none'";
    MHD_add_response_header(m, "Content-Security-Policy", policy);
    for (size_t i = 0; i < COUNT(always); i++)
        MHD_add_response_header(m, always[i].name, always[i].value);
    if (a->type)
        MHD_add_response_header(m, "Content-Type", a->type);
    static const char *const keep[] = { "no-store", "no-cache",
                                        "public, max-age=31536000, immutable" };
    MHD_add_response_header(m, "Cache-Control", keep[a->keep]);
    if (a->etag.n)
        MHD_add_response_header(m, "ETag", a->etag.s);
    if (a->keep != KEEP_EVER)
        MHD_add_response_header(m, "Vary", "Accept, Accept-Language, Cookie");
    if (a->gzip)
        MHD_add_response_header(m, "Content-Encoding", "gzip");
    if (r->https)
        MHD_add_response_header(m, "Strict-Transport-Security", "max-age=31536000");
    for (size_t i = 0; i < a->n_extra; i++)
        MHD_add_response_header(m, a->extra[i].name.s, a->extra[i].value.s);
    if (a->close)
        MHD_add_response_header(m, "Connection", "close");
}

static struct MHD_Response *response_of(struct str body, bool copy)
{
    struct MHD_Response *m = MHD_create_response_from_buffer(
        body.n, (void *)(uintptr_t)(body.s ? body.s : ""),
        copy ? MHD_RESPMEM_MUST_COPY : MHD_RESPMEM_PERSISTENT);
    ASSERT(m);
    return m;
}

static ssize_t no_body(void *cls, uint64_t at, char *to, size_t most)
{
    (void)cls, (void)at, (void)to, (void)most;
    return MHD_CONTENT_READER_END_OF_STREAM;
}

/* A 304 says how long the page is (RFC 9110, 8.6), and sends nothing of it. */
static struct MHD_Response *response_empty(size_t length)
{
    struct MHD_Response *m = MHD_create_response_from_callback(length, 64, no_body, NULL, NULL);
    ASSERT(m);
    return m;
}

/* The body stays in the request's arena until MHD has sent it and says so (on_done). */
enum MHD_Result http_answer(struct link *k)
{
    struct request *r = &k->r;
    struct answer *a = &r->answer;
    struct str body = a->made ? buf_str(a->made) : a->body;
    struct MHD_Response *m = a->kept;
    k->state = ANSWERED;
    if (!m) {
        m = a->status == 304 ? response_empty(a->length) : response_of(body, a->keep_as);
        answer_headers(m, r);
    }
    enum MHD_Result done = MHD_queue_response(k->conn, (unsigned)a->status, m);
    if (a->keep_as)
        *a->keep_as = m;
    else if (!a->kept)
        MHD_destroy_response(m);
    conn_is(k->c, CONN_OURS, ANSWER_SECONDS * 1000);
    return done;
}

void http_forget(void *kept)
{
    if (kept)
        MHD_destroy_response(kept);
}
