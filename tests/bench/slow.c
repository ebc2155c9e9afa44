/* slow http|smtp MS: a server that answers each request, or each line of SMTP, after MS milliseconds and
 * takes everything. Prints its port; at SIGTERM how many messages came, and the microseconds from the
 * first of them to the last answer. One thread and no work beside waiting, so that it is never the
 * slower one; all answers wait equally long, so one queue holds them in order. */
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { FDS = 4096, ROOM = 64 * 1024, QUEUE = 8192 };
struct peer {
    char in[ROOM];
    size_t n;
    bool data; /* SMTP: within the text */
};
static struct peer *peers[FDS];
static struct { int64_t at; int fd; const char *say; } queue[QUEUE];
static size_t head, tail;
static int64_t delay, first, last;
static long messages;
static bool smtp;
static volatile sig_atomic_t over;

static void on_term(int s)
{
    (void)s;
    over = 1;
}

static int64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void later(int fd, const char *say)
{
    queue[tail % QUEUE].at = now() + delay;
    queue[tail % QUEUE].fd = fd;
    queue[tail++ % QUEUE].say = say;
}

static void message(void)
{
    messages++;
    first = first ? first : now();
}

/* Takes one request or line from what came; 0: it is not whole yet. */
static size_t take_http(struct peer *p, int fd)
{
    char *end = memmem(p->in, p->n, "\r\n\r\n", 4), *length;
    if (!end)
        return 0;
    *end = 0;
    length = strcasestr(p->in, "\r\nContent-Length:");
    size_t whole = (size_t)(end - p->in) + 4 + (length ? strtoul(length + 17, NULL, 10) : 0);
    *end = '\r';
    if (p->n < whole)
        return 0;
    message();
    later(fd, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    return whole;
}

static size_t take_smtp(struct peer *p, int fd)
{
    char *end = p->data ? memmem(p->in, p->n, "\r\n.\r\n", 5) : memmem(p->in, p->n, "\r\n", 2);
    if (!end)
        return 0;
    if (p->data) {
        message();
        p->data = false;
        later(fd, "250 taken\r\n");
        return (size_t)(end - p->in) + 5;
    }
    p->data = !strncasecmp(p->in, "DATA", 4);
    later(fd, p->data ? "354 go on\r\n" : "250 ok\r\n");
    return (size_t)(end - p->in) + 2;
}

static void hear(int fd)
{
    struct peer *p = peers[fd];
    ssize_t got = read(fd, p->in + p->n, ROOM - p->n - 1);
    if (got <= 0) {
        close(fd);
        return;
    }
    p->n += (size_t)got;
    for (size_t used; p->n && (used = smtp ? take_smtp(p, fd) : take_http(p, fd));) {
        memmove(p->in, p->in + used, p->n - used);
        p->n -= used;
    }
}

static void greet(int poll, int listener)
{
    int on = 1, fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
    if (fd < 0 || fd >= FDS)
        return;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    free(peers[fd]);
    peers[fd] = calloc(1, sizeof *peers[fd]);
    epoll_ctl(poll, EPOLL_CTL_ADD, fd, &(struct epoll_event){ .events = EPOLLIN, .data.fd = fd });
    if (smtp)
        later(fd, "220 here\r\n");
}

int main(int argc, char **argv)
{
    struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t n = sizeof a;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), poll = epoll_create1(0);
    if (argc != 3 || bind(listener, (struct sockaddr *)&a, n) || listen(listener, 1024) ||
        getsockname(listener, (struct sockaddr *)&a, &n))
        return 64;
    smtp = !strcmp(argv[1], "smtp");
    delay = atol(argv[2]) * 1000;
    signal(SIGTERM, on_term);
    signal(SIGPIPE, SIG_IGN);
    epoll_ctl(poll, EPOLL_CTL_ADD, listener, &(struct epoll_event){ .events = EPOLLIN, .data.fd = listener });
    printf("%d\n", ntohs(a.sin_port));
    fflush(stdout);
    while (!over) {
        struct epoll_event e[64];
        int64_t wait = head == tail ? 1000000 : queue[head % QUEUE].at - now();
        struct timespec t = { wait > 0 ? wait / 1000000 : 0, wait > 0 ? wait % 1000000 * 1000 : 0 };
        int came = epoll_pwait2(poll, e, 64, &t, NULL);
        for (int i = 0; i < came; i++)
            if (e[i].data.fd == listener)
                greet(poll, listener);
            else
                hear(e[i].data.fd);
        for (; head != tail && queue[head % QUEUE].at <= now(); head++) {
            const char *say = queue[head % QUEUE].say;
            last = write(queue[head % QUEUE].fd, say, strlen(say)) > 0 && messages ? now() : last;
        }
    }
    printf("%ld %lld\n", messages, (long long)(last - first));
    return 0;
}
