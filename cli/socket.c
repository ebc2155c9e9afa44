/* HTTP/1.1 by hand, for the daemon on this machine: one request, one answer, then closed. The
 * answer comes from our own program, yet its sizes are checked like any other's. */
#include "cli/cli.h"

#include <errno.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum { SECONDS = 40, ANSWER_MOST = 200 << 20 };

static bool send_all(int fd, struct str x, bool *sent)
{
    while (x.n) {
        ssize_t n = send(fd, x.s, x.n, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        *sent = true;
        x = str_from(x, (size_t)n);
    }
    return true;
}

/* Everything until the other side closes. An error ends it too: whether what came is an answer is
 * seen by its length. */
static bool receive_all(int fd, struct buf *b)
{
    char block[65536];
    for (;;) {
        ssize_t n = recv(fd, block, sizeof block, 0);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n == 0 || b->n;
        if (b->n + (size_t)n > ANSWER_MOST)
            return false;
        buf_add(b, (struct str){ block, (size_t)n });
        if (b->a->full)
            return false;
    }
}

/* The value of a header in "Name: value" lines. */
static struct str header(struct str lines, struct str name)
{
    for (struct str line; str_next(&lines, '\n', &line);)
        if (str_starts_nocase(line, name) && line.n > name.n && line.s[name.n] == ':')
            return str_trim(str_from(line, name.n + 1));
    return (struct str){ 0 };
}

static bool hex(struct str x, size_t *out)
{
    *out = 0;
    for (size_t i = 0; i < x.n; i++) {
        const char *digits = "0123456789abcdef", *at = strchr(digits, x.s[i] | 0x20);
        if (!at || !x.s[i] || x.n > 7)
            return false;
        *out = *out * 16 + (size_t)(at - digits);
    }
    return x.n > 0;
}

/* Takes a chunked body apart (RFC 9112, 7.1). */
static bool unchunk(struct arena *a, struct str x, struct str *out)
{
    struct buf b = { .a = a };
    for (;;) {
        size_t n;
        struct str line;
        if (!str_next(&x, '\n', &line) || !hex(str_trim(line), &n))
            return false;
        if (!n)
            break;
        if (x.n < n + 2)
            return false;
        buf_add(&b, str_upto(x, n));
        x = str_from(x, n + 2);
    }
    *out = buf_str(&b);
    return true;
}

static bool answer_read(struct arena *a, struct str all, struct http_answer *out)
{
    int64_t n;
    ptrdiff_t end = str_find(all, S("\r\n\r\n"));
    if (end < 0 || !str_starts(all, S("HTTP/1.1 ")) || !str_int(str_upto(str_from(all, 9), 3), &n))
        return false;
    out->status = (int)n;
    out->headers = str_upto(all, (size_t)end);
    out->body = str_from(all, (size_t)end + 4);
    struct str length = header(out->headers, S("Content-Length"));
    if (length.n)
        return str_int(length, &n) && n == (int64_t)out->body.n;
    if (str_eq_nocase(header(out->headers, S("Transfer-Encoding")), S("chunked")))
        return unchunk(a, out->body, &out->body);
    return true;
}

enum fault socket_ask(struct arena *a, int fd, struct str head, struct str body,
                      struct http_answer *out, bool *sent)
{
    struct buf ask = { .a = a }, b = { .a = a };
    struct timeval limit = { .tv_sec = SECONDS };
    *sent = false;
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    buf_add(&ask, head);
    buf_add(&ask, body);
    /* A daemon that refuses by the head alone may close before it has read the body: its answer is
     * there all the same. */
    bool all = send_all(fd, buf_str(&ask), sent);
    bool good = (all || *sent) && receive_all(fd, &b);
    close(fd);
    return good && answer_read(a, buf_str(&b), out) ? OK : FAULT_NO_SERVER;
}
