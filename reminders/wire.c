/* See wire.h. The only file that includes libcurl's header. */
#include "reminders/wire.h"

#include <curl/curl.h>
#include <pthread.h>
#include <signal.h>

#include "base/buf.h"
#include "reminders/mail.h"

enum {
    IDLE_MOST = 20,          /* seconds a kept connection may have been idle */
    HEADERS_MOST = 64 * 1024,
    HOST_MOST = 253,
};

/* One request on its way. */
struct flight {
    CURL *easy;
    struct curl_slist *list;
    struct arena *mem;
    struct str body;
    size_t body_at, most;
    struct buf reply, headers;
    bool cut;
    /* SMTP: the dialogue so far, by libcurl's own account of it */
    enum smtp_at at;
    int code;
    char text[300], error[CURL_ERROR_SIZE];
};
struct self {
    CURL *easy;
    CURLM *multi;
};

/* OpenSSL writes to sockets without MSG_NOSIGNAL; the program may have SIGPIPE at its default. */
struct pipe_guard {
    sigset_t before;
    bool pending;
};

static sigset_t just_pipe(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGPIPE);
    return set;
}

static struct pipe_guard pipe_hold(void)
{
    struct pipe_guard g;
    sigset_t set = just_pipe(), waiting;
    sigpending(&waiting);
    g.pending = sigismember(&waiting, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &set, &g.before);
    return g;
}

static void pipe_release(struct pipe_guard *g)
{
    sigset_t set = just_pipe();
    const struct timespec now = { 0 };
    if (!g->pending)
        sigtimedwait(&set, NULL, &now);
    pthread_sigmask(SIG_SETMASK, &g->before, NULL);
}

static size_t on_read(char *to, size_t size, size_t n, void *arg)
{
    struct flight *f = arg;
    size_t want = size * n, left = f->body.n - f->body_at;
    if (want > left)
        want = left;
    if (want)
        memcpy(to, f->body.s + f->body_at, want);
    f->body_at += want;
    if (f->at != SMTP_AT_END) { /* the first bytes: only what the server says from now on counts */
        f->at = SMTP_AT_END;
        f->code = 0;
    }
    return want;
}

static size_t on_body(char *data, size_t size, size_t n, void *arg)
{
    struct flight *f = arg;
    size_t got = size * n, room = f->most - f->reply.n;
    buf_add(&f->reply, (struct str){ data, got < room ? got : room });
    f->cut = f->cut || got > room || f->mem->full;
    return f->cut ? 0 : got;
}

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

/* What every request has in common (X13). */
static void set_common(struct flight *f, const char *protocols, int seconds, const char *ca)
{
    CURL *e = f->easy;
    curl_easy_reset(e); /* connections stay */
    curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, protocols);
    curl_easy_setopt(e, CURLOPT_REDIR_PROTOCOLS_STR, "");
    curl_easy_setopt(e, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(e, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    curl_easy_setopt(e, CURLOPT_PROXY, "");
    curl_easy_setopt(e, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(e, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(e, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(e, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (ca)
        curl_easy_setopt(e, CURLOPT_CAINFO, ca); /* the system's folder (CAPATH) stays beside it */
    curl_easy_setopt(e, CURLOPT_TIMEOUT, (long)seconds);
    curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT, (long)seconds);
    curl_easy_setopt(e, CURLOPT_MAXAGE_CONN, (long)IDLE_MOST);
    curl_easy_setopt(e, CURLOPT_ERRORBUFFER, f->error);
    curl_easy_setopt(e, CURLOPT_READFUNCTION, on_read);
    curl_easy_setopt(e, CURLOPT_READDATA, f);
    curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(e, CURLOPT_WRITEDATA, f);
    curl_easy_setopt(e, CURLOPT_USERAGENT, "kist/" KIST_VERSION);
}

static int seconds_of(int wanted, bool patient)
{
    int seconds = wanted > 0 ? wanted : WIRE_SECONDS;
    return !patient && seconds > WIRE_SECONDS_MOST ? WIRE_SECONDS_MOST : seconds;
}

static bool clean_line(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.s[i] < ' ' || s.s[i] == 0x7f)
            return false;
    return true;
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
    set_common(f, "http,https", seconds_of(r->seconds, r->patient), r->ca);
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

static struct str why_of(const struct flight *f, CURLcode code)
{
    const char *said = f->error[0] ? f->error : curl_easy_strerror(code);
    return str_shown(f->mem, str_copy(f->mem, str_of(said)));
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
        out->retry_after = after;
        out->cut = f->cut || code != CURLE_OK;
    } else {
        out->end = code == CURLE_URL_MALFORMAT || code == CURLE_UNSUPPORTED_PROTOCOL ||
                   code == CURLE_LOGIN_DENIED ? WIRE_FORBIDDEN : request ? WIRE_UNKNOWN : WIRE_NOT_SENT;
        out->why = why_of(f, code);
    }
    curl_slist_free_all(f->list);
    f->list = NULL;
}

static bool http_refused(const struct http_request *r, struct http_reply *out)
{
    *out = (struct http_reply){ .end = WIRE_FORBIDDEN, .why = S("not an address or header we send") };
    return !http_allowed(r);
}

static void wire_http(const struct wire *w, const struct http_request *r, struct arena *mem,
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

static bool slot_fill(struct self *self, const struct http_feed *feed, struct slot *s)
{
    while (feed->next(feed->self, &s->job)) {
        if (!http_refused(&s->job.request, &s->job.reply)) {
            http_start(&s->f, &s->job.request, &s->job.mem);
            curl_easy_setopt(s->f.easy, CURLOPT_PRIVATE, s);
            s->busy = true;
            curl_multi_add_handle(self->multi, s->f.easy);
            return true;
        }
        feed->done(feed->self, &s->job);
        arena_free(&s->job.mem);
    }
    return false;
}

static void slots_reap(struct self *self, const struct http_feed *feed, int *busy)
{
    int left;
    for (CURLMsg *m; (m = curl_multi_info_read(self->multi, &left));) {
        struct slot *s = NULL;
        CURLcode code = m->data.result;
        curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, (char **)&s);
        http_end(&s->f, code, &s->job.reply);
        curl_multi_remove_handle(self->multi, s->f.easy);
        s->busy = false;
        --*busy;
        feed->done(feed->self, &s->job);
        arena_free(&s->job.mem);
        if (slot_fill(self, feed, s))
            ++*busy;
    }
}

static void wire_http_many(const struct wire *w, const struct http_feed *feed)
{
    struct self *self = w->self;
    struct slot slots[WIRE_AT_ONCE] = { 0 };
    int n = feed->at_once > 0 && feed->at_once < WIRE_AT_ONCE ? feed->at_once : WIRE_AT_ONCE;
    int busy = 0, running;
    struct pipe_guard guard = pipe_hold();
    curl_multi_setopt(self->multi, CURLMOPT_MAXCONNECTS, (long)n);
    for (int i = 0; i < n; i++) {
        slots[i].f.easy = curl_easy_init();
        ASSERT(slots[i].f.easy);
        busy += slot_fill(self, feed, &slots[i]);
    }
    while (busy > 0) {
        curl_multi_perform(self->multi, &running);
        slots_reap(self, feed, &busy);
        if (busy > 0)
            curl_multi_poll(self->multi, NULL, 0, 1000, NULL);
    }
    pipe_release(&guard);
    for (int i = 0; i < n; i++)
        curl_easy_cleanup(slots[i].f.easy);
}

/* Follows the dialogue: which command the last answer belongs to. */
static int on_dialogue(CURL *e, curl_infotype type, char *data, size_t n, void *arg)
{
    static const struct {
        struct str command;
        enum smtp_at at;
    } commands[] = {
        { { "AUTH", 4 }, SMTP_AT_LOGIN }, { { "MAIL", 4 }, SMTP_AT_FROM },
        { { "RCPT", 4 }, SMTP_AT_TO },    { { "DATA", 4 }, SMTP_AT_DATA },
    };
    struct flight *f = arg;
    struct str line = str_trim((struct str){ data, n });
    int64_t code;
    (void)e;
    if (type == CURLINFO_HEADER_OUT && f->at != SMTP_AT_END)
        for (size_t i = 0; i < COUNT(commands); i++)
            if (str_starts(line, commands[i].command))
                f->at = commands[i].at;
    if (type != CURLINFO_HEADER_IN || line.n < 3 || !str_int(str_upto(line, 3), &code))
        return 0;
    if (line.n == 3 || line.s[3] == ' ') {
        f->code = (int)code;
        snprintf(f->text, sizeof f->text, "%.*s", STR(str_from(line, 4)));
    }
    return 0;
}

static bool host_ok(struct str host)
{
    for (size_t i = 0; i < host.n; i++) {
        char low = (char)(host.s[i] | 0x20);
        if (!((low >= 'a' && low <= 'z') || (host.s[i] >= '0' && host.s[i] <= '9') ||
              (host.s[i] && strchr("-.:[]", host.s[i]))))
            return false;
    }
    return host.n > 0 && host.n <= HOST_MOST;
}

static bool smtp_allowed(const struct smtp_request *r)
{
    return host_ok(r->host) && (!r->helo.n || host_ok(r->helo)) && mail_address_ok(r->to) &&
           (!r->from.n || mail_address_ok(r->from)) && clean_line(r->user) &&
           clean_line(r->password);
}

static void smtp_start(struct flight *f, const struct smtp_request *r)
{
    static const int ports[] = { [SMTP_STARTTLS] = 587, [SMTP_IMPLICIT] = 465, [SMTP_PLAIN] = 25 };
    CURL *e = f->easy;
    const char *scheme = r->tls == SMTP_IMPLICIT ? "smtps" : "smtp";
    struct str url = str_printf(f->mem, "%s://%.*s:%d/%.*s", scheme, STR(r->host),
                                r->port ? r->port : ports[r->tls], STR(r->helo));
    set_common(f, "smtp,smtps", seconds_of(r->seconds, false), r->ca);
    curl_easy_setopt(e, CURLOPT_URL, url.s);
    curl_easy_setopt(e, CURLOPT_USE_SSL, r->tls == SMTP_PLAIN ? (long)CURLUSESSL_NONE : (long)CURLUSESSL_ALL);
    if (r->user.n) {
        curl_easy_setopt(e, CURLOPT_USERNAME, str_z(f->mem, r->user));
        curl_easy_setopt(e, CURLOPT_PASSWORD, str_z(f->mem, r->password));
    }
    if (r->from.n)
        curl_easy_setopt(e, CURLOPT_MAIL_FROM, str_z(f->mem, r->from));
    f->list = curl_slist_append(NULL, str_z(f->mem, r->to));
    ASSERT(f->list);
    curl_easy_setopt(e, CURLOPT_MAIL_RCPT, f->list);
    curl_easy_setopt(e, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(e, CURLOPT_INFILESIZE_LARGE, (curl_off_t)r->message.n);
    curl_easy_setopt(e, CURLOPT_VERBOSE, 1L); /* for on_dialogue; nothing is printed */
    curl_easy_setopt(e, CURLOPT_DEBUGFUNCTION, on_dialogue);
    curl_easy_setopt(e, CURLOPT_DEBUGDATA, f);
}

/* One transaction; *reused when the connection was a kept one. */
static void smtp_once(struct self *self, const struct smtp_request *r, bool fresh, struct arena *mem,
                      struct smtp_reply *out, bool *reused)
{
    long connects = 0;
    struct flight f = { .easy = self->easy, .mem = mem, .body = r->message };
    f.most = HEADERS_MOST;
    f.reply.a = mem;
    smtp_start(&f, r);
    curl_easy_setopt(f.easy, CURLOPT_FRESH_CONNECT, fresh ? 1L : 0L);
    struct pipe_guard guard = pipe_hold();
    CURLcode code = curl_easy_perform(f.easy);
    pipe_release(&guard);
    curl_easy_getinfo(f.easy, CURLINFO_NUM_CONNECTS, &connects);
    curl_slist_free_all(f.list);
    *reused = !connects;
    *out = (struct smtp_reply){ .code = f.code, .at = f.at };
    out->text = str_copy(mem, str_of(f.text));
    out->why = code ? why_of(&f, code) : S("");
    if (f.code >= 400 || (f.at == SMTP_AT_END && f.code >= 200 && f.code < 300))
        out->end = WIRE_REPLIED;
    else
        out->end = f.at == SMTP_AT_END ? WIRE_UNKNOWN : WIRE_NOT_SENT;
}

static void wire_smtp(const struct wire *w, const struct smtp_request *r, struct arena *mem,
                      struct smtp_reply *out)
{
    bool reused = false, ignored;
    *out = (struct smtp_reply){ .end = WIRE_FORBIDDEN, .why = S("not an address we write to") };
    if (!smtp_allowed(r))
        return;
    smtp_once(w->self, r, false, mem, out, &reused);
    /* A server may end a kept connection whenever it likes (421): that is no failure. */
    bool stale = out->end == WIRE_NOT_SENT || (out->code == 421 && out->at != SMTP_AT_END);
    if (reused && stale)
        smtp_once(w->self, r, true, mem, out, &ignored);
}

static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool usable;

static void start_curl(void)
{
    if (curl_global_init(CURL_GLOBAL_DEFAULT))
        return;
    const curl_version_info_data *info = curl_version_info(CURLVERSION_NOW);
    bool smtp = false;
    for (const char *const *p = info->protocols; *p; p++)
        smtp = smtp || !strcmp(*p, "smtps");
    usable = smtp && info->version_num >= 0x075500 && (info->features & CURL_VERSION_SSL) &&
             (info->features & CURL_VERSION_ASYNCHDNS);
}

enum fault wire_open(struct wire *w)
{
    pthread_once(&once, start_curl);
    *w = (struct wire){ .http = wire_http, .smtp = wire_smtp, .http_many = wire_http_many };
    if (!usable)
        return FAULT_PROGRAM;
    struct self *self = calloc(1, sizeof *self);
    ASSERT(self);
    self->easy = curl_easy_init();
    self->multi = curl_multi_init();
    ASSERT(self->easy && self->multi);
    w->self = self;
    return OK;
}

void wire_close(struct wire *w)
{
    struct self *self = w->self;
    if (!self)
        return;
    struct pipe_guard guard = pipe_hold();
    curl_easy_cleanup(self->easy);
    curl_multi_cleanup(self->multi);
    pipe_release(&guard);
    free(self);
    *w = (struct wire){ 0 };
}

struct str http_header(const struct http_reply *r, struct str name)
{
    struct str rest = r->headers, line, key;
    while (str_next(&rest, '\n', &line))
        if (str_next(&line, ':', &key) && str_eq_nocase(key, name))
            return str_trim(line);
    return S("");
}
