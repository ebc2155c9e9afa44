/* Gateways of kind exec: a program of the administrator's takes the text on stdin. Exit 0 is sent,
 * 75 (EX_TEMPFAIL) is later, anything else is never. No shell, a bare environment, a time limit. */
#include "reminders/setup.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"

enum { OUTPUT_MOST = 64 * 1024, EXIT_LATER = 75, STEP_MS = 50 };

struct run {
    pid_t pid;
    int fd;         /* our end of the program's stdin, stdout and stderr */
    struct str in;  /* not yet written */
    struct buf out; /* what it said */
    int status;
    bool ended;
};

static int64_t now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int spawn(struct run *r, char *const argv[])
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends))
        return errno;
    const char *home = getenv("HOME");
    struct buf home_is = { .a = r->out.a };
    buf_printf(&home_is, "HOME=%s", home ? home : "/");
    char path[] = "PATH=/usr/local/bin:/usr/bin:/bin", lang[] = "LANG=C.UTF-8";
    char *env[] = { path, lang, home_is.s, NULL };
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attr;
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attr);
    for (int fd = 0; fd < 3; fd++)
        posix_spawn_file_actions_adddup2(&files, ends[1], fd);
    posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK |
                                        POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setsigmask(&attr, &none);
    posix_spawnattr_setsigdefault(&attr, &all);
    int error = posix_spawn(&r->pid, argv[0], &files, &attr, argv, env);
    posix_spawn_file_actions_destroy(&files);
    posix_spawnattr_destroy(&attr);
    close(ends[1]);
    r->fd = ends[0];
    if (error)
        close(r->fd);
    return error;
}

static void feed(struct run *r)
{
    ssize_t n = send(r->fd, r->in.s, r->in.n, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n < 0 && errno != EAGAIN && errno != EINTR)
        n = (ssize_t)r->in.n; /* it does not read: that is its own business */
    r->in = str_from(r->in, n > 0 ? (size_t)n : 0);
    if (!r->in.n)
        shutdown(r->fd, SHUT_WR);
}

/* Reads what there is; false when nothing more will come. */
static bool listen_to(struct run *r)
{
    char bytes[4096];
    ssize_t n = recv(r->fd, bytes, sizeof bytes, MSG_DONTWAIT);
    if (n > 0 && r->out.n < OUTPUT_MOST)
        buf_add(&r->out, (struct str){ bytes, (size_t)n });
    return n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR));
}

/* Until it has ended or time is up. A child of its own that keeps stdout open delays nobody. */
static void attend(struct run *r, int64_t until)
{
    bool open = true;
    feed(r);
    while (!r->ended && now_ms() < until) {
        struct pollfd p = { .fd = open ? r->fd : -1,
                            .events = (short)(POLLIN | (r->in.n ? POLLOUT : 0)) };
        poll(&p, 1, STEP_MS);
        if (p.revents & POLLOUT)
            feed(r);
        if (p.revents & (POLLIN | POLLHUP | POLLERR))
            open = listen_to(r);
        pid_t done = waitpid(r->pid, &r->status, WNOHANG);
        r->ended = done == r->pid || (done < 0 && errno == ECHILD);
        if (done < 0)
            r->status = SIGKILL; /* somebody else took its exit code: unknown */
    }
    while (r->ended && open && r->out.n < OUTPUT_MOST) {
        char probe;
        open = recv(r->fd, &probe, 1, MSG_PEEK | MSG_DONTWAIT) > 0 && listen_to(r);
    }
    if (!r->ended) {
        kill(-r->pid, SIGKILL);
        waitpid(r->pid, &r->status, 0);
    }
    close(r->fd);
}

static void judge(const struct run *r, struct verdict *out)
{
    int code = r->ended && WIFEXITED(r->status) ? WEXITSTATUS(r->status) : -1;
    out->is = code == 0 ? VERDICT_SENT : code == EXIT_LATER ? VERDICT_RETRY
              : code < 0 ? VERDICT_UNKNOWN : VERDICT_FAILED;
    /* An exit code does not say whether the address was wrong. */
    out->gateway = out->is != VERDICT_SENT;
}

static char **argv_make(struct arena *mem, const struct gateway *g, const struct outgoing *m)
{
    const struct gateway_setup *s = g->setup;
    struct gateway_vars v = gateway_vars(mem, g, m);
    char **argv = NEW_N(mem, char *, s->n_command + 1);
    for (size_t i = 0, n = 0; i < s->n_command; i++) {
        struct buf b = { .a = mem };
        template_fill(&b, &s->command[i], &(struct template_vars){ gateway_var, &v });
        /* A value must not become an option, nor end early. */
        struct str var = s->command[i].n ? s->command[i].at[0].var : S("");
        bool value = var.n && !str_eq(var, S("alphabet"));
        if (memchr(b.n ? b.s : "", 0, b.n) || (value && b.n && b.s[0] == '-'))
            return NULL;
        buf_z(&b);
        if (b.n)
            argv[n++] = b.s;
    }
    return argv;
}

void gateway_exec(struct ctx *c, const struct gateway *g, const struct outgoing *m, bool show,
                  struct verdict *out)
{
    const struct gateway_setup *s = g->setup;
    struct run r = { .in = m->text, .out.a = c->mem };
    char **argv = argv_make(c->mem, g, m);
    out->gateway = true;
    if (!argv) {
        out->error = S("an argument would not be safe");
        return;
    }
    int error = spawn(&r, argv);
    if (error) {
        out->is = VERDICT_RETRY;
        out->error = str_copy(c->mem, str_of(strerror(error)));
        return;
    }
    attend(&r, now_ms() + s->seconds * 1000);
    judge(&r, out);
    struct reply reply = { .body = buf_str(&r.out) };
    out->id = gateway_said(c->mem, s, m, pick_from(c->mem, s->id, &reply));
    if (show) {
        struct buf b = { .a = c->mem };
        for (size_t i = 0; argv[i]; i++)
            buf_printf(&b, i ? " %s" : "%s", argv[i]);
        buf_printf(&b, "\n\n%.*s", STR(m->text));
        out->request = buf_str(&b);
        out->reply = reply.body;
    }
    if (out->is != VERDICT_SENT)
        out->error = gateway_said(c->mem, s, m, reply.body.n ? reply.body : str_of(
            r.ended ? "it failed" : "it took too long"));
}
