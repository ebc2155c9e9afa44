/* The floor of a page: a bare libmicrohttpd that answers every request with the same bytes, in the
 * threads of kistd: one accepting thread that deals its sockets to one epoll daemon a core.
 *
 *     floor_http BYTES    prints its port on 127.0.0.1 and serves until it is ended */
#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CONN_BYTES = 16 * 1024, CONNS = 5000, THREADS_MOST = 64 };

static enum MHD_Result answer(void *cls, struct MHD_Connection *conn, const char *url,
                              const char *method, const char *version, const char *data,
                              size_t *n_data, void **con_cls)
{
    static int seen;
    (void)url, (void)method, (void)version, (void)data, (void)n_data;
    if (!*con_cls) {
        *con_cls = &seen;
        return MHD_YES;
    }
    return MHD_queue_response(conn, MHD_HTTP_OK, cls);
}

static int listen_any(void)
{
    struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t n = sizeof a;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *)&a, sizeof a) || listen(fd, 512) ||
        getsockname(fd, (struct sockaddr *)&a, &n)) {
        perror("floor_http");
        exit(1);
    }
    printf("%d\n", ntohs(a.sin_port));
    fflush(stdout);
    return fd;
}

int main(int argc, char **argv)
{
    static struct MHD_Daemon *daemons[THREADS_MOST];
    size_t n = argc > 1 ? strtoul(argv[1], NULL, 10) : 4096;
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    int threads = cores < 1 ? 1 : cores > THREADS_MOST ? THREADS_MOST : (int)cores;
    char *page = malloc(n);
    if (!page)
        return 1;
    memset(page, 'x', n);
    struct MHD_Response *r = MHD_create_response_from_buffer(n, page, MHD_RESPMEM_PERSISTENT);
    MHD_add_response_header(r, "Content-Type", "text/html; charset=utf-8");
    for (int i = 0; i < threads; i++) {
        daemons[i] = MHD_start_daemon(
            MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_NO_LISTEN_SOCKET | MHD_USE_ITC, 0, NULL, NULL,
            answer, r, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONN_BYTES,
            MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNS, MHD_OPTION_END);
        if (!daemons[i])
            return 1;
    }
    int at = listen_any();
    for (unsigned turn = 0;; turn++) {
        struct sockaddr_in from;
        socklen_t size = sizeof from;
        int fd = accept4(at, (struct sockaddr *)&from, &size, SOCK_CLOEXEC | SOCK_NONBLOCK);
        if (fd < 0)
            continue;
        int one = 1;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        MHD_add_connection(daemons[turn % (unsigned)threads], fd, (struct sockaddr *)&from, size);
    }
}
