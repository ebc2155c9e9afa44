/* SMTP: one mail on a kept connection, and how far the dialogue came. */
#include <sys/socket.h>
#include <unistd.h>

#include "reminders/mail.h"
#include "reminders/wire_curl.h"

enum { HOST_MOST = 253 };

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* libcurl 7.88 waits in its own loop for the answers to the end of the text and to QUIT, the latter
 * for two minutes whatever CURLOPT_TIMEOUT says. It asks here once a second. */
static int on_progress(void *arg, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    const struct flight *f = arg;
    (void)a, (void)b, (void)c, (void)d;
    return now_ms() > f->deadline;
}

static curl_socket_t on_open(void *arg, curlsocktype purpose, struct curl_sockaddr *a)
{
    struct self *self = arg;
    (void)purpose;
    int fd = socket(a->family, a->socktype | SOCK_CLOEXEC, a->protocol);
    if (fd >= 0 && self->n_sockets < SOCKETS_MOST)
        self->sockets[self->n_sockets++] = fd;
    return fd;
}

static int on_close(void *arg, curl_socket_t fd)
{
    struct self *self = arg;
    for (size_t i = 0; i < self->n_sockets; i++)
        if (self->sockets[i] == fd)
            self->sockets[i--] = self->sockets[--self->n_sockets];
    return close(fd);
}

void smtp_hush(struct self *self)
{
    for (size_t i = 0; i < self->n_sockets; i++)
        shutdown(self->sockets[i], SHUT_RD);
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
    if (type == CURLINFO_HEADER_OUT && str_starts(line, S("QUIT")))
        f->over = true;
    if (type == CURLINFO_HEADER_OUT && f->at != SMTP_AT_END)
        for (size_t i = 0; i < COUNT(commands); i++)
            if (str_starts(line, commands[i].command))
                f->at = commands[i].at;
    if (type != CURLINFO_HEADER_IN || f->over || line.n < 3 || !str_int(str_upto(line, 3), &code))
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

static void smtp_start(struct self *self, struct flight *f, const struct smtp_request *r)
{
    static const int ports[] = { [SMTP_STARTTLS] = 587, [SMTP_IMPLICIT] = 465, [SMTP_PLAIN] = 25 };
    CURL *e = f->easy;
    const char *scheme = r->tls == SMTP_IMPLICIT ? "smtps" : "smtp";
    struct str url = str_printf(f->mem, "%s://%.*s:%d/%.*s", scheme, STR(r->host),
                                r->port ? r->port : ports[r->tls], STR(r->helo));
    int seconds = flight_seconds(r->seconds, false);
    f->deadline = now_ms() + seconds * 1000;
    flight_common(f, "smtp,smtps", seconds, r->ca);
    curl_easy_setopt(e, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(e, CURLOPT_XFERINFOFUNCTION, on_progress);
    curl_easy_setopt(e, CURLOPT_XFERINFODATA, f);
    curl_easy_setopt(e, CURLOPT_OPENSOCKETFUNCTION, on_open);
    curl_easy_setopt(e, CURLOPT_OPENSOCKETDATA, self);
    curl_easy_setopt(e, CURLOPT_CLOSESOCKETFUNCTION, on_close);
    curl_easy_setopt(e, CURLOPT_CLOSESOCKETDATA, self);
    curl_easy_setopt(e, CURLOPT_URL, url.s);
    curl_easy_setopt(e, CURLOPT_USE_SSL,
                     r->tls == SMTP_PLAIN ? (long)CURLUSESSL_NONE : (long)CURLUSESSL_ALL);
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
static void smtp_once(struct self *self, const struct smtp_request *r, bool fresh,
                      struct arena *mem, struct smtp_reply *out, bool *reused)
{
    long connects = 0;
    struct flight f = { .easy = self->easy, .mem = mem, .body = r->message };
    f.most = HEADERS_MOST;
    f.reply.a = mem;
    smtp_start(self, &f, r);
    curl_easy_setopt(f.easy, CURLOPT_FRESH_CONNECT, fresh ? 1L : 0L);
    struct pipe_guard guard = pipe_hold();
    CURLcode code = curl_easy_perform(f.easy);
    pipe_release(&guard);
    curl_easy_getinfo(f.easy, CURLINFO_NUM_CONNECTS, &connects);
    curl_slist_free_all(f.list);
    *reused = !connects;
    *out = (struct smtp_reply){ .code = f.code, .at = f.at };
    out->text = str_copy(mem, str_of(f.text));
    out->why = code ? flight_why(&f, code) : S("");
    if (f.code >= 400 || (f.at == SMTP_AT_END && f.code >= 200 && f.code < 300))
        out->end = WIRE_REPLIED;
    else
        out->end = f.at == SMTP_AT_END ? WIRE_UNKNOWN : WIRE_NOT_SENT;
}

void wire_smtp(const struct wire *w, const struct smtp_request *r, struct arena *mem,
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
