/* See print.h. lp and lpoptions are run as programs: libcups would be eleven packages more. */
#include "labels/print.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <netdb.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PATIENCE = 15, SAID_MOST = 65536 }; /* seconds; bytes */

static const struct { const char *name; double w, h; } papers[] = {
    { "A4", 210, 297 }, { "A5", 148, 210 }, { "A6", 105, 148 }, { "Letter", 215.9, 279.4 } };

static const char *paper(const struct medium *m)
{
    for (size_t i = 0; i < COUNT(papers); i++)
        if (fabs(m->page_w - papers[i].w) < 0.5 && fabs(m->page_h - papers[i].h) < 0.5)
            return papers[i].name;
    return NULL;
}

struct str print_media(struct arena *a, const struct medium *m)
{
    const char *name = paper(m);
    return name ? str_of(name) : str_printf(a, "Custom.%gx%gmm", m->page_w, m->page_h);
}

/* "w79h252", a size in points as drivers of label printers name it: either way round. */
static bool in_points(struct str name, const struct medium *m)
{
    int w = 0, h = 0;
    char z[32];
    snprintf(z, sizeof z, "%.*s", STR(str_upto(name, 31)));
    if (sscanf(z, "w%dh%d", &w, &h) != 2)
        return false;
    double mw = m->page_w * 72 / 25.4, mh = m->page_h * 72 / 25.4;
    return (fabs(w - mw) < 3 && fabs(h - mh) < 3) || (fabs(w - mh) < 3 && fabs(h - mw) < 3);
}

/* A line is "PageSize/Media Size: *A4 Letter Custom.WIDTHxHEIGHT"; the star is the usual one. */
bool print_has_media(struct str list, const struct medium *m)
{
    struct str line, name;
    const char *want = paper(m);
    bool listed = false;
    while (str_next(&list, '\n', &line)) {
        if (!str_starts(line, S("PageSize")) && !str_starts(line, S("media/")))
            continue;
        ptrdiff_t colon = str_find(line, S(":"));
        struct str rest = str_from(line, colon < 0 ? line.n : (size_t)colon + 1);
        while (str_next(&rest, ' ', &name)) {
            name = str_from(name, str_starts(name, S("*")));
            listed = listed || name.n;
            if (name.n && (in_points(name, m) || (want ? str_eq_nocase(name, str_of(want))
                                                       : str_starts(name, S("Custom.")))))
                return true;
        }
    }
    return !listed;
}

static bool write_whole(int fd, struct str x)
{
    while (x.n) {
        ssize_t n = write(fd, x.s, x.n);
        if (n <= 0 && errno != EINTR)
            return false;
        x = str_from(x, n > 0 ? (size_t)n : 0);
    }
    return true;
}

/* A file without a name, so that neither side of a pipe can wait for the other. */
static int scratch(void)
{
    char path[] = "/tmp/kist-print.XXXXXX";
    int fd = mkostemp(path, O_CLOEXEC);
    if (fd >= 0)
        unlink(path);
    return fd;
}

/* Runs a program on `input`; its exit code, 127 when there is none such; *said is what it wrote. */
static int run(struct arena *a, const char *const argv[], struct str input, struct str *said)
{
    extern char **environ;
    int in = scratch(), out = scratch(), status = 127;
    char *text = arena_get(a, SAID_MOST);
    posix_spawn_file_actions_t act;
    pid_t pid;
    *said = (struct str){ 0 };
    if (in < 0 || out < 0 || !write_whole(in, input) || lseek(in, 0, SEEK_SET) ||
        posix_spawn_file_actions_init(&act))
        return 126;
    posix_spawn_file_actions_adddup2(&act, in, 0);
    posix_spawn_file_actions_adddup2(&act, out, 1);
    posix_spawn_file_actions_adddup2(&act, out, 2);
    setenv("LC_ALL", "C", 1); /* what lp says is read here, not by people */
    if (!posix_spawnp(&pid, argv[0], &act, NULL, (char *const *)(uintptr_t)argv, environ)) {
        while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
            ;
        status = WIFEXITED(status) ? WEXITSTATUS(status) : 126;
    }
    posix_spawn_file_actions_destroy(&act);
    ssize_t n = pread(out, text, SAID_MOST, 0);
    *said = (struct str){ text, n > 0 ? (size_t)n : 0 };
    close(in);
    close(out);
    return status;
}

static enum fault to_queue(struct arena *a, const struct label_job *job, const struct medium *m,
                           struct str file, struct str *why)
{
    const char *queue = str_z(a, job->to);
    struct str media = str_printf(a, "media=%.*s", STR(print_media(a, m)));
    const char *list[] = { "lpoptions", "-p", queue, "-l", NULL };
    const char *sized[] = { "lp", "-d", queue, "-o", media.s, "-o", "print-scaling=none",
                            "-o", "fit-to-page=false", NULL };
    const char *raw[] = { "lp", "-d", queue, "-o", "raw", NULL };
    const char *service[] = { "lpstat", "-r", NULL };
    struct str up = { 0 };
    bool zpl = job->format == LABEL_ZPL;
    if (!zpl && !run(a, list, (struct str){ 0 }, why) && !print_has_media(*why, m))
        return FAULT_PRINTER_MEDIA;
    int status = run(a, zpl ? raw : sized, file, why);
    if (status && !run(a, service, (struct str){ 0 }, &up) && str_find(up, S("not running")) >= 0) {
        *why = str_trim(up); /* lp itself says then that there is no such queue */
        return FAULT_PRINTER_OFF;
    }
    bool unknown = str_find(*why, S("does not exist")) >= 0 || str_find(*why, S("nknown dest")) >= 0;
    return !status ? OK : unknown ? FAULT_PRINTER_UNKNOWN : FAULT_PRINTER_OFF;
}

/* A device is a character device: no file is ever written over. */
static int open_device(const char *path)
{
    struct stat st;
    int fd = open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC);
    if (fd >= 0 && (fstat(fd, &st) || !S_ISCHR(st.st_mode))) {
        close(fd);
        errno = ENODEV;
        return -1;
    }
    return fd;
}

static int open_socket(struct arena *a, struct str to)
{
    size_t colon = to.n;
    while (colon && to.s[colon - 1] != ':')
        colon--;
    struct str host = str_upto(to, colon ? colon - 1 : 0);
    if (str_starts(host, S("[")) && str_ends(host, S("]")))
        host = str_upto(str_from(host, 1), host.n - 2);
    struct addrinfo want = { .ai_socktype = SOCK_STREAM }, *all = NULL;
    int fd = -1;
    if (getaddrinfo(str_z(a, host), str_z(a, str_from(to, colon)), &want, &all))
        errno = EHOSTUNREACH;
    for (const struct addrinfo *i = all; i && fd < 0; i = i->ai_next) {
        struct timeval patience = { .tv_sec = PATIENCE };
        fd = socket(i->ai_family, i->ai_socktype | SOCK_CLOEXEC, i->ai_protocol);
        if (fd < 0)
            continue;
        setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
        if (connect(fd, i->ai_addr, i->ai_addrlen)) {
            close(fd);
            fd = -1;
        }
    }
    if (all)
        freeaddrinfo(all);
    return fd;
}

enum fault print_send(struct arena *a, const struct label_job *job, const struct medium *m,
                      struct str file, struct str *why)
{
    bool device = str_starts(job->to, S("/"));
    *why = (struct str){ 0 };
    if (!device && !str_has(job->to, ':'))
        return to_queue(a, job, m, file, why);
    signal(SIGPIPE, SIG_IGN); /* a printer that hangs up is an error like any other */
    int fd = device ? open_device(str_z(a, job->to)) : open_socket(a, job->to);
    bool good = fd >= 0 && write_whole(fd, file);
    int error = errno;
    if (fd >= 0 && close(fd))
        good = false;
    if (!good)
        *why = str_copy(a, str_of(strerror(error)));
    return good ? OK : FAULT_PRINTER_OFF;
}
