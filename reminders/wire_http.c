/* HTTP: one request on a kept handle, or many at once on a multi handle. */
#include "reminders/wire_curl.h"

static size_t on_header(char *data, size_t size, size_t n, void *arg)
{
    struct flight *f = arg;
    struct str line = { data, size * n };
    if (str_starts(line, S("HTTP/")))
        f->headers.n = 0; /* what came before was an interim answer (1xx) */
    else if (f->headers.n + line.n <= HEADERS_MOST)
        buf_add(&f->headers, line);
    return line.n;
}

static bool http_allowed(const struct http_request *r)
{
    bool ok = str_starts(r->url, S("http://")) || str_starts(r->url, S("https://"));
    for (size_t i = 0; i < r->url.n; i++)
        ok = ok && r->url.s[i] > ' ' && r->url.s[i] <= '~';
    for (size_t i = 0; i < r->n_headers; i++)
        ok = ok && clean_line(r->headers[i]) && str_has(r->headers[i], ':');
    return ok;
}

/* libcurl repeats a request by itself when a kept connection was closed without an answer, which
 * would send a message twice. It cannot when it must read the body again and there is no way to
 * (no CURLOPT_SEEKFUNCTION); without a body the connection is a new one. (libcurl 7.88) */
static void set_body(struct flight *f, const char *method)
{
    CURL *e = f->easy;
    bool get = !strcmp(method, "GET"), head = !strcmp(method, "HEAD");
    curl_easy_setopt(e, CURLOPT_FRESH_CONNECT, f->body.n ? 0L : 1L);
    if (head)
        curl_easy_setopt(e, CURLOPT_NOBODY, 1L);
    else if (get && !f->body.n)
        curl_easy_setopt(e, CURLOPT_HTTPGET, 1L);
    else {
        curl_easy_setopt(e, CURLOPT_POST, 1L);
        curl_easy_setopt(e, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)f->body.n);
        if (strcmp(method, "POST"))
            curl_easy_setopt(e, CURLOPT_CUSTOMREQUEST, method);
    }
}

static void http_start(struct flight *f, const struct http_request *r, struct arena *mem)
{
    *f = (struct flight){ .easy = f->easy, .mem = mem, .body = r->body };
    f->most = r->most ? r->most : WIRE_REPLY_MOST;
    f->reply.a = f->headers.a = mem;
    flight_common(f, "http,https", flight_seconds(r->seconds, r->patient), r->ca);
    curl_easy_setopt(f->easy, CURLOPT_URL, str_z(mem, r->url));
    curl_easy_setopt(f->easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(f->easy, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(f->easy, CURLOPT_HEADERDATA, f);
    set_body(f, r->method ? r->method : "POST");
    f->list = curl_slist_append(NULL, "Expect:");
    for (size_t i = 0; i < r->n_headers && f->list; i++) {
        struct curl_slist *more = curl_slist_append(f->list, str_z(mem, r->headers[i]));
        ASSERT(more);
        f->list = more;
    }
    curl_easy_setopt(f->easy, CURLOPT_HTTPHEADER, f->list);
}

static void http_end(struct flight *f, CURLcode code, struct http_reply *out)
{
    long status = 0, request = 0;
    curl_off_t after = 0;
    curl_easy_getinfo(f->easy, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(f->easy, CURLINFO_REQUEST_SIZE, &request);
    curl_easy_getinfo(f->easy, CURLINFO_RETRY_AFTER, &after);
    *out = (struct http_reply){ .body = buf_str(&f->reply), .headers = buf_str(&f->headers) };
    if (status >= 200) {
        out->end = WIRE_REPLIED;
        out->status = (int)status;
        /* libcurl 7.88 keeps that of an interim answer */
        out->retry_after = http_header(out, S("Retry-After")).n ? after : 0;
        out->cut = f->cut || code != CURLE_OK;
    } else {
        bool ours = code == CURLE_URL_MALFORMAT || code == CURLE_UNSUPPORTED_PROTOCOL ||
                    code == CURLE_LOGIN_DENIED;
        out->end = request ? WIRE_UNKNOWN : ours ? WIRE_FORBIDDEN : WIRE_NOT_SENT;
        out->why = flight_why(f, code);
    }
    curl_slist_free_all(f->list);
    f->list = NULL;
}

static bool http_refused(const struct http_request *r, struct http_reply *out)
{
    *out =
        (struct http_reply){ .end = WIRE_FORBIDDEN, .why = S("not an address or header we send") };
    return !http_allowed(r);
}

void wire_http(const struct wire *w, const struct http_request *r, struct arena *mem,
                      struct http_reply *out)
{
    struct self *self = w->self;
    if (http_refused(r, out))
        return;
    struct flight f = { .easy = self->easy };
    http_start(&f, r, mem);
    struct pipe_guard guard = pipe_hold();
    CURLcode code = curl_easy_perform(f.easy);
    pipe_release(&guard);
    http_end(&f, code, out);
}

/* Many at once: slots, each with a handle and a job of its own. */
struct slot {
    struct flight f;
    struct http_job job;
    bool busy;
};

static enum http_next slot_fill(struct self *self, const struct http_feed *feed, struct slot *s)
{
    enum http_next next;
    while ((next = feed->next(feed->self, &s->job)) == HTTP_JOB) {
        if (!http_refused(&s->job.request, &s->job.reply)) {
            if (!s->f.easy)
                s->f.easy = curl_easy_init();
            ASSERT(s->f.easy);
            http_start(&s->f, &s->job.request, s->job.mem);
            curl_easy_setopt(s->f.easy, CURLOPT_PRIVATE, s);
            s->busy = true;
            curl_multi_add_handle(self->multi, s->f.easy);
            break;
        }
        feed->done(feed->self, &s->job);
    }
    return next;
}

static int slots_reap(struct self *self, const struct http_feed *feed)
{
    int left, n = 0;
    for (CURLMsg *m; (m = curl_multi_info_read(self->multi, &left)); n++) {
        struct slot *s = NULL;
        CURLcode code = m->data.result;
        curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, (char **)&s);
        http_end(&s->f, code, &s->job.reply);
        curl_multi_remove_handle(self->multi, s->f.easy);
        s->busy = false;
        feed->done(feed->self, &s->job);
    }
    return n;
}

void wire_http_many(const struct wire *w, const struct http_feed *feed)
{
    struct self *self = w->self;
    struct slot slots[WIRE_AT_ONCE] = { 0 };
    int n = feed->at_once > 0 && feed->at_once < WIRE_AT_ONCE ? feed->at_once : WIRE_AT_ONCE;
    int busy = 0, running, ended;
    enum http_next next = HTTP_JOB;
    struct pipe_guard guard = pipe_hold();
    curl_multi_setopt(self->multi, CURLMOPT_MAXCONNECTS, (long)n);
    while (busy || next != HTTP_OVER) {
        next = next == HTTP_OVER ? next : HTTP_JOB;
        for (int i = 0; i < n && next == HTTP_JOB; i++)
            if (!slots[i].busy)
                busy += (next = slot_fill(self, feed, &slots[i])) == HTTP_JOB;
        curl_multi_perform(self->multi, &running);
        busy -= ended = slots_reap(self, feed);
        if (!ended && (busy || next == HTTP_WAIT))
            curl_multi_poll(self->multi, NULL, 0, 1000, NULL);
    }
    pipe_release(&guard);
    for (int i = 0; i < n; i++)
        curl_easy_cleanup(slots[i].f.easy);
}

void wire_wake(const struct wire *w)
{
    struct self *self = w->self;
    curl_multi_wakeup(self->multi);
}
