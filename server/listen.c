/* See listen.h. */
#include "server/listen.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/log.h"
#include "server/http.h"

enum { BACKLOG = 1024, FIRST_PASSED = 3 /* SD_LISTEN_FDS_START */ };

struct listening {
    int fd;
    enum door door;
    char path[108]; /* of a unix socket of ours; "" */
};
struct listener {
    struct listening at[LISTENERS_MOST];
    int n, stop_fd;
    pthread_t thread;
    bool running;
    struct http *http;
};

static void add(struct listener *l, int fd, enum door door, const char *path)
{
    struct listening *one = &l->at[l->n++];
    *one = (struct listening){ .fd = fd, .door = door };
    snprintf(one->path, sizeof one->path, "%s", path ? path : "");
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
    fcntl(fd, F_SETFD, FD_CLOEXEC);
}

/* "HOST:PORT", "[::1]:PORT" or ":PORT" (everywhere) in its parts. */
static bool host_port(const char *address, char host[static 256], char port[static 16])
{
    const char *colon = strrchr(address, ':');
    if (!colon || !colon[1] || strlen(colon + 1) > 5 || colon - address > 250)
        return false;
    snprintf(port, 16, "%s", colon + 1);
    snprintf(host, 256, "%.*s", (int)(colon - address), address);
    size_t n = strlen(host);
    if (n > 2 && host[0] == '[' && host[n - 1] == ']') {
        memmove(host, host + 1, n - 2);
        host[n - 2] = 0;
    }
    return strspn(port, "0123456789") == strlen(port);
}

/* A socket without SO_REUSEPORT: a second daemon must not share the port (X6). SO_REUSEADDR only
 * lets a restarted one have it at once; on Linux it never lets two listen. */
static enum fault tcp_one(struct listener *l, const struct addrinfo *a)
{
    int fd = socket(a->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0), yes = 1;
    if (fd < 0)
        return FAULT_IO;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (a->ai_family == AF_INET6)
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &yes, sizeof yes);
    if (bind(fd, a->ai_addr, a->ai_addrlen) || listen(fd, BACKLOG)) {
        int why = errno;
        close(fd);
        return why == EADDRINUSE ? FAULT_PORT_IN_USE : FAULT_CONFIG;
    }
    add(l, fd, DOOR_TCP, NULL);
    return OK;
}

static enum fault tcp_open(struct listener *l, const char *address)
{
    char host[256], port[16];
    struct addrinfo hints = { .ai_flags = AI_PASSIVE, .ai_socktype = SOCK_STREAM }, *list = NULL;
    if (!host_port(address, host, port) || getaddrinfo(*host ? host : NULL, port, &hints, &list))
        return FAULT_CONFIG;
    enum fault f = list ? OK : FAULT_CONFIG;
    for (struct addrinfo *a = list; a && !f && l->n < LISTENERS_MOST - 1; a = a->ai_next)
        f = tcp_one(l, a);
    freeaddrinfo(list);
    return f;
}

/* A socket file that nobody answers on was left by a daemon that was killed. */
static bool answered(const struct sockaddr_un *a)
{
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool yes = fd >= 0 && !connect(fd, (const struct sockaddr *)a, sizeof *a);
    if (fd >= 0)
        close(fd);
    return yes;
}

static enum fault unix_open(struct listener *l, const char *path, enum door door, const char *group)
{
    struct sockaddr_un a = { .sun_family = AF_UNIX };
    struct stat st;
    if (strlen(path) >= sizeof a.sun_path)
        return FAULT_CONFIG;
    snprintf(a.sun_path, sizeof a.sun_path, "%s", path);
    if (!lstat(path, &st) && !S_ISSOCK(st.st_mode))
        return FAULT_CONFIG;
    if (answered(&a))
        return FAULT_PORT_IN_USE;
    unlink(path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    /* umask 077 is in force: nobody slips in before the mode is set. */
    if (fd < 0 || bind(fd, (struct sockaddr *)&a, sizeof a) || listen(fd, BACKLOG)) {
        if (fd >= 0)
            close(fd);
        return FAULT_CANNOT_WRITE;
    }
    struct group *g = group ? getgrnam(group) : NULL;
    /* Not being in the group is no reason to stop: only the owner may open it then. */
    if (g && chown(path, (uid_t)-1, g->gr_gid))
        g = NULL;
    chmod(path, door == DOOR_CONTROL ? 0660 : 0666);
    add(l, fd, door, path);
    return OK;
}

/* systemd.socket(5), sd_listen_fds(3): descriptors from 3 on, for this process. */
static void take_passed(struct listener *l)
{
    const char *pid = getenv("LISTEN_PID"), *n = getenv("LISTEN_FDS");
    const char *names = getenv("LISTEN_FDNAMES");
    struct str rest = str_of(names), name;
    int64_t count;
    if (!pid || !n || strtol(pid, NULL, 10) != getpid() || !str_int(str_of(n), &count))
        return;
    for (int i = 0; i < count && l->n < LISTENERS_MOST; i++) {
        struct sockaddr_storage a = { 0 };
        socklen_t len = sizeof a;
        if (!str_next(&rest, ':', &name))
            name = S("");
        getsockname(FIRST_PASSED + i, (struct sockaddr *)&a, &len);
        bool tcp = a.ss_family == AF_INET || a.ss_family == AF_INET6;
        add(l, FIRST_PASSED + i,
            tcp ? DOOR_TCP : str_eq(name, S("control")) ? DOOR_CONTROL : DOOR_UNIX, NULL);
    }
    unsetenv("LISTEN_PID");
    unsetenv("LISTEN_FDS");
    unsetenv("LISTEN_FDNAMES");
}

enum fault listen_open(const char *address, struct listener **out, const char **what)
{
    struct listener *l = calloc(1, sizeof *l);
    bool passed = false;
    ASSERT(l);
    *out = l;
    *what = address;
    l->stop_fd = eventfd(0, EFD_CLOEXEC);
    take_passed(l);
    for (int i = 0; i < l->n; i++)
        passed |= l->at[i].door != DOOR_CONTROL;
    if (passed)
        return OK;
    return !strncmp(address, "unix:", 5) ? unix_open(l, address + 5, DOOR_UNIX, NULL)
                                         : tcp_open(l, address);
}

enum fault listen_control(struct listener *l, const char *path, const char *group,
                          const char **what)
{
    struct sockaddr_un longest;
    *what = path;
    if (strlen(path) >= sizeof longest.sun_path) { /* `kist` then uses the file itself */
        struct log e = log_event(LOG_WARNING, "control-socket-path-too-long");
        log_end(&e);
        return OK;
    }
    return l->n < LISTENERS_MOST ? unix_open(l, path, DOOR_CONTROL, group) : FAULT_CONFIG;
}

static void peer_of(struct peer *p, int fd, enum door door, const struct sockaddr_storage *a)
{
    *p = (struct peer){ .door = door };
    if (door == DOOR_CONTROL) {
        struct ucred cred;
        socklen_t n = sizeof cred;
        bool known = !getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &cred, &n);
        p->uid = known ? cred.uid : (unsigned)-1;
    } else if (a->ss_family == AF_INET) {
        inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)a)->sin_addr, p->address,
                  sizeof p->address);
    } else if (a->ss_family == AF_INET6) {
        inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)a)->sin6_addr, p->address,
                  sizeof p->address);
    }
}

/* Takes what waits on one socket; at most so many, so that none starves the others. */
static void accept_some(struct listener *l, const struct listening *at)
{
    for (int i = 0; i < 64; i++) {
        struct sockaddr_storage a = { 0 };
        socklen_t len = sizeof a;
        struct peer p;
        int yes = 1;
        int fd = accept4(at->fd, (struct sockaddr *)&a, &len, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0) {
            if (errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS)
                poll(NULL, 0, 20); /* until some close */
            return;
        }
        if (at->door == DOOR_TCP)
            setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        peer_of(&p, fd, at->door, &a);
        http_add(l->http, fd, &p, (struct sockaddr *)&a, len);
    }
}

static void *accept_main(void *arg)
{
    struct listener *l = arg;
    struct pollfd fds[LISTENERS_MOST + 1];
    for (int i = 0; i < l->n; i++)
        fds[i] = (struct pollfd){ .fd = l->at[i].fd, .events = POLLIN };
    fds[l->n] = (struct pollfd){ .fd = l->stop_fd, .events = POLLIN };
    for (;;) {
        if (poll(fds, (nfds_t)l->n + 1, -1) < 0 && errno != EINTR)
            break;
        if (fds[l->n].revents)
            break;
        for (int i = 0; i < l->n; i++)
            if (fds[i].revents & POLLIN)
                accept_some(l, &l->at[i]);
    }
    return NULL;
}

void listen_start(struct listener *l, struct http *http)
{
    l->http = http;
    l->running = !pthread_create(&l->thread, NULL, accept_main, l);
    ASSERT(l->running);
}

int listen_port(const struct listener *l)
{
    for (int i = 0; i < l->n; i++) {
        struct sockaddr_storage a = { 0 };
        socklen_t len = sizeof a;
        if (l->at[i].door != DOOR_TCP || getsockname(l->at[i].fd, (struct sockaddr *)&a, &len))
            continue;
        return ntohs(a.ss_family == AF_INET ? ((struct sockaddr_in *)(void *)&a)->sin_port
                                            : ((struct sockaddr_in6 *)(void *)&a)->sin6_port);
    }
    return 0;
}

void listen_stop(struct listener *l)
{
    if (!l)
        return;
    if (l->running) {
        uint64_t one = 1;
        if (write(l->stop_fd, &one, sizeof one) == sizeof one)
            pthread_join(l->thread, NULL);
    }
    for (int i = 0; i < l->n; i++) {
        if (l->at[i].path[0])
            unlink(l->at[i].path);
        close(l->at[i].fd);
    }
    close(l->stop_fd);
    free(l);
}
