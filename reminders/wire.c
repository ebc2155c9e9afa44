/* See wire.h. What HTTP and SMTP share. With wire_http.c and wire_smtp.c the only user of
 * libcurl. */
#include "reminders/wire_curl.h"

#include <pthread.h>

/* Seconds that a kept connection may have been idle. */
enum { IDLE_MOST = 20 };

static sigset_t just_pipe(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGPIPE);
    return set;
}

struct pipe_guard pipe_hold(void)
{
    struct pipe_guard g;
    sigset_t set = just_pipe(), waiting;
    sigpending(&waiting);
    g.pending = sigismember(&waiting, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &set, &g.before);
    return g;
}

void pipe_release(struct pipe_guard *g)
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

void flight_common(struct flight *f, const char *protocols, int seconds, const char *ca)
{
    CURL *e = f->easy;
    curl_easy_reset(e);
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

struct str flight_why(const struct flight *f, CURLcode code)
{
    const char *said = f->error[0] ? f->error : curl_easy_strerror(code);
    return str_shown(f->mem, str_copy(f->mem, str_of(said)));
}

int flight_seconds(int wanted, bool patient)
{
    int seconds = wanted > 0 ? wanted : WIRE_SECONDS;
    return !patient && seconds > WIRE_SECONDS_MOST ? WIRE_SECONDS_MOST : seconds;
}

bool clean_line(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.s[i] < ' ' || s.s[i] == 0x7f)
            return false;
    return true;
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
    *w = (struct wire){ .http = wire_http, .smtp = wire_smtp, .http_many = wire_http_many,
                        .wake = wire_wake, .another = wire_open, .close = wire_close };
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
    smtp_hush(self);
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
