/* Asks a page over and over on kept connections, each again as soon as it was answered.
 *
 *     load PORT PATH SECONDS CONNECTIONS [HEADER]    prints requests a second, and bytes of the last body
 *
 * One thread: what it costs itself is the same for whoever answers. Anything but 200 and 304 ends it. */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 256, ROOM = 256 * 1024 };
struct conn {
    int fd;
    size_t n, wanted; /* bytes of the answer so far; all of it, 0 while its head is not complete */
    char *buf;
};
static char request[2048];
static size_t n_request, body;
static long done;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void give_up(const char *why)
{
    fprintf(stderr, "load: %s\n", why);
    exit(1);
}

static void ask(struct conn *c)
{
    c->n = c->wanted = 0;
    if (write(c->fd, request, n_request) != (ssize_t)n_request)
        give_up("cannot write");
}

static void head(struct conn *c)
{
    char *end = memmem(c->buf, c->n, "\r\n\r\n", 4);
    if (!end)
        return;
    char *length = memmem(c->buf, c->n, "Content-Length: ", 16);
    if (!memcmp(c->buf + 9, "304", 3)) { /* its length is that of the page that is not sent */
        c->wanted = (size_t)(end + 4 - c->buf);
        return;
    }
    if (memcmp(c->buf + 9, "200", 3) || !length || length > end)
        give_up("an answer that is no 200 with a length");
    body = strtoul(length + 16, NULL, 10);
    c->wanted = (size_t)(end + 4 - c->buf) + body;
    if (c->wanted > ROOM)
        give_up("too long an answer");
}

static void take(struct conn *c)
{
    ssize_t n = read(c->fd, c->buf + c->n, ROOM - c->n);
    if (n <= 0)
        give_up("closed");
    c->n += (size_t)n;
    if (!c->wanted)
        head(c);
    if (!c->wanted || c->n < c->wanted)
        return;
    done++;
    ask(c);
}

static void connect_to(struct conn *c, int port, int epoll)
{
    struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    struct epoll_event e = { .events = EPOLLIN, .data.ptr = c };
    int one = 1;
    c->fd = socket(AF_INET, SOCK_STREAM, 0);
    c->buf = malloc(ROOM);
    if (c->fd < 0 || !c->buf || connect(c->fd, (struct sockaddr *)&a, sizeof a))
        give_up("cannot connect");
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    epoll_ctl(epoll, EPOLL_CTL_ADD, c->fd, &e);
    ask(c);
}

int main(int argc, char **argv)
{
    static struct conn conns[MOST];
    struct epoll_event events[MOST];
    if (argc != 5 && argc != 6)
        give_up("usage: load PORT PATH SECONDS CONNECTIONS [HEADER]");
    int epoll = epoll_create1(0), n = (int)strtol(argv[4], NULL, 10);
    n_request = (size_t)snprintf(request, sizeof request,
                                 "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%s\r\n%s%s\r\n", argv[2], argv[1],
                                 argc == 6 ? argv[5] : "", argc == 6 ? "\r\n" : "");
    for (int i = 0; i < n && i < MOST; i++)
        connect_to(&conns[i], (int)strtol(argv[1], NULL, 10), epoll);
    double begin = now(), end = begin + strtod(argv[3], NULL);
    while (now() < end) {
        int k = epoll_wait(epoll, events, MOST, 1000);
        for (int i = 0; i < k; i++)
            take(events[i].data.ptr);
    }
    printf("%.0f %zu\n", (double)done / (now() - begin), body);
    return 0;
}
