/* See helper.h. The helper's stdin is a socket, because writing to a helper that has ended must be
 * an error here and not a SIGPIPE for the whole program; reading and writing take turns by poll, so
 * that a large input and a large output never wait for each other. */
#include "base/helper.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef KIST_LIBEXEC
#define KIST_LIBEXEC "/usr/libexec/kist"
#endif

extern char **environ;

enum { IN, OUT, ERR };
struct run {
    struct helper *h;
    struct buf *output;
    pid_t pid;
    struct pollfd fd[3]; /* our ends; -1 when closed */
    int64_t end; /* the deadline, monotonic milliseconds */
    size_t sent, got;
    char said[HELPER_SAID];
    size_t n_said;
};

static void shut(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

/* The helper beside this program, else in the libexec folder; false when there is none. */
static bool find(const char *name, char path[static PATH_MAX])
{
    ssize_t n = readlink("/proc/self/exe", path, PATH_MAX - 1);
    if (n > 0) {
        path[n] = 0;
        char *slash = strrchr(path, '/');
        size_t room = slash ? (size_t)(path + PATH_MAX - 1 - slash) : 0;
        if (slash && snprintf(slash + 1, room, "%s", name) < (int)room && !access(path, X_OK))
            return true;
    }
    int k = snprintf(path, PATH_MAX, KIST_LIBEXEC "/%s", name);
    return k > 0 && k < PATH_MAX && !access(path, X_OK);
}

/* Default signals and an open mask, whatever this program made of its own. */
static bool spawn(struct run *r, const char *path, const int theirs[3])
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attr;
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    if (posix_spawn_file_actions_init(&files))
        return false;
    if (posix_spawnattr_init(&attr)) {
        posix_spawn_file_actions_destroy(&files);
        return false;
    }
    char *argv[] = { (char *)(uintptr_t)r->h->name, NULL };
    bool good = !posix_spawn_file_actions_adddup2(&files, theirs[IN], STDIN_FILENO) &&
                !posix_spawn_file_actions_adddup2(&files, theirs[OUT], STDOUT_FILENO) &&
                !posix_spawn_file_actions_adddup2(&files, theirs[ERR], STDERR_FILENO) &&
                !posix_spawnattr_setsigmask(&attr, &none) &&
                !posix_spawnattr_setsigdefault(&attr, &all) &&
                !posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF) &&
                !posix_spawn(&r->pid, path, &files, &attr, argv, environ);
    posix_spawnattr_destroy(&attr);
    posix_spawn_file_actions_destroy(&files);
    return good;
}

/* A descriptor that dup2 onto 0, 1 or 2 would not clear of its close-on-exec mark, moved up. */
static void lift(int *fd)
{
    if (*fd < 0 || *fd > STDERR_FILENO)
        return;
    int up = fcntl(*fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    close(*fd);
    *fd = up;
}

static bool start(struct run *r, const char *path)
{
    int in[2] = { -1, -1 }, out[2] = { -1, -1 }, err[2] = { -1, -1 };
    bool good = !socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, in) && !pipe2(out, O_CLOEXEC) &&
                !pipe2(err, O_CLOEXEC);
    lift(&in[1]);
    lift(&out[1]);
    lift(&err[1]);
    good = good && in[1] >= 0 && out[1] >= 0 && err[1] >= 0 &&
           spawn(r, path, (const int[]){ in[1], out[1], err[1] });
    shut(&in[1]);
    shut(&out[1]);
    shut(&err[1]);
    const int ours[] = { in[0], out[0], err[0] };
    for (int i = IN; i <= ERR; i++) {
        r->fd[i] = (struct pollfd){ ours[i], i == IN ? POLLOUT : POLLIN, 0 };
        if (good)
            fcntl(ours[i], F_SETFL, O_NONBLOCK);
        else
            shut(&r->fd[i].fd);
    }
    return good;
}

static void feed(struct run *r)
{
    struct str rest = str_from(r->h->input, r->sent);
    ssize_t n = rest.n ? send(r->fd[IN].fd, rest.s, rest.n, MSG_NOSIGNAL) : 0;
    if (n > 0)
        r->sent += (size_t)n;
    if (r->sent == r->h->input.n || (n < 0 && errno != EAGAIN && errno != EINTR))
        shut(&r->fd[IN].fd);
}

/* Keeps the end of what was said. */
static void hear(struct run *r, const char *s, size_t n)
{
    if (n > sizeof r->said)
        s += n - sizeof r->said, n = sizeof r->said;
    size_t keep = r->n_said + n > sizeof r->said ? sizeof r->said - n : r->n_said;
    memmove(r->said, r->said + (r->n_said - keep), keep);
    memcpy(r->said + keep, s, n);
    r->n_said = keep + n;
}

static enum fault drain(struct run *r, int which)
{
    char block[65536];
    ssize_t n = read(r->fd[which].fd, block, sizeof block);
    if (n <= 0) {
        if (!n || (errno != EAGAIN && errno != EINTR))
            shut(&r->fd[which].fd);
        return OK;
    }
    if (which == ERR) {
        hear(r, block, (size_t)n);
        return OK;
    }
    r->got += (size_t)n;
    if ((int64_t)r->got > r->h->limit)
        return FAULT_TOO_BIG;
    buf_add(r->output, (struct str){ block, (size_t)n });
    return r->output->a->full ? FAULT_TOO_BIG : OK;
}

static int64_t milliseconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Until the helper has closed its stdout and stderr. */
static enum fault talk(struct run *r)
{
    enum fault f = OK;
    while (!f && (r->fd[OUT].fd >= 0 || r->fd[ERR].fd >= 0)) {
        int64_t left = r->end - milliseconds();
        if (left <= 0 || (poll(r->fd, 3, (int)left) < 0 && errno != EINTR))
            return FAULT_HELPER;
        if (r->fd[IN].fd >= 0 && r->fd[IN].revents)
            feed(r);
        for (int i = OUT; i <= ERR && !f; i++)
            if (r->fd[i].fd >= 0 && r->fd[i].revents)
                f = drain(r, i);
    }
    return f;
}

/* Its exit code. One that closed its output and stays is killed at the deadline too. */
static int ended(struct run *r)
{
    int status = 0;
    pid_t got;
    while (!(got = waitpid(r->pid, &status, WNOHANG)) || (got < 0 && errno == EINTR)) {
        if (milliseconds() >= r->end)
            kill(r->pid, SIGKILL);
        poll(NULL, 0, 1);
    }
    return got != r->pid ? 127 : WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

enum fault helper_run(struct ctx *c, struct helper *h, struct buf *output)
{
    char path[PATH_MAX];
    struct run r = { .h = h, .output = output };
    size_t was = output->n;
    r.end = milliseconds() + (h->seconds ? h->seconds : HELPER_SECONDS) * (int64_t)1000;
    h->exit = 127;
    h->said = S("");
    ASSERT(!strchr(h->name, '/'));
    if (!find(h->name, path) || !start(&r, path))
        return FAULT_HELPER;
    enum fault f = talk(&r);
    if (f)
        kill(r.pid, SIGKILL);
    for (int i = IN; i <= ERR; i++)
        shut(&r.fd[i].fd);
    h->exit = ended(&r);
    h->said = str_copy(c->mem, (struct str){ r.said, r.n_said });
    if (!f && h->exit)
        f = FAULT_HELPER;
    if (f)
        output->n = was;
    return f;
}
