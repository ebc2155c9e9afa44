/* A disk that fails, preloaded into a program under test (LD_PRELOAD; X1-X4, X7, X8).
 *
 *   FAULTFS=PLAN          the plan, read anew at each call, so that it can change while a daemon runs
 *   FAULTFS_FILE=TEXT     only files whose path contains this
 *   FAULTFS_CUT=1         remember what is not synced, for CUT
 *   FAULTFS_LIES=1        a sync makes nothing durable and says it did
 *   FAULTFS_STATFS=HEX    statfs tells this file system instead
 *
 * The plan is one line, `ACTION KINDS FROM COUNT SEED`. KINDS are letters: w write, s sync, t truncate
 * or allocate, o open, u unlink or rename. Calls of these kinds are counted from 1 as soon as a new
 * plan lies there (put it in place by renaming); the ones from FROM on, COUNT of them (0: all), get
 * the ACTION: the name of an error; SHORT (half is written, the next one finds the disk full); KILL,
 * HALF (half is written, then killed); CUT (a power cut: of what was not synced some is lost, by SEED; all of it
 * by SEED 0).
 * Each one is noted in PLAN.hit. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

enum { SECTOR = 512 };

/* A change of a file that no sync has made durable yet. */
struct change {
    struct change *older;
    dev_t dev;
    ino_t ino;
    char path[512];
    off_t at, size_before, cut_to; /* cut_to: a truncation, else -1 */
    size_t n, n_before;
    unsigned char *before, *after;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct change *changes;
static ino_t plan_ino;
static long plan_calls;
static uint64_t seed;

struct plan {
    char action[16], kinds[16];
    long from, count;
};

static bool plan_read(struct plan *p)
{
    char line[128] = "";
    struct stat st;
    const char *name = getenv("FAULTFS");
    int fd = name ? (int)syscall(SYS_openat, AT_FDCWD, name, O_RDONLY | O_CLOEXEC) : -1;
    if (fd < 0)
        return false;
    bool good = syscall(SYS_read, fd, line, sizeof line - 1) > 0 && !fstat(fd, &st);
    syscall(SYS_close, fd);
    unsigned long number = 0;
    good = good && sscanf(line, "%15s %15s %ld %ld %lu", p->action, p->kinds, &p->from, &p->count,
                          &number) >= 4;
    if (good && st.st_ino != plan_ino) {
        plan_ino = st.st_ino;
        plan_calls = 0;
        seed = number;
    }
    return good;
}

static void hit(char kind, const char *path)
{
    char name[512], line[600];
    snprintf(name, sizeof name, "%s.hit", getenv("FAULTFS"));
    int n = snprintf(line, sizeof line, "%c %s\n", kind, path);
    int fd = (int)syscall(SYS_openat, AT_FDCWD, name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (fd >= 0 && syscall(SYS_write, fd, line, (size_t)n) == n)
        syscall(SYS_close, fd);
}

static bool ours(const char *path)
{
    const char *part = getenv("FAULTFS_FILE");
    return part && getenv("FAULTFS") && strstr(path, part) && !strstr(path, ".hit");
}

static bool ours_fd(int fd, char path[static 512])
{
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = syscall(SYS_readlinkat, AT_FDCWD, link, path, 511);
    path[n > 0 ? n : 0] = 0;
    return n > 0 && *path == '/' && ours(path);
}

static uint64_t draw(void)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return seed >> 33;
}

/* The disk as it would be found after a power cut: what was synced, and some of what came later. */
static void power_cut(void)
{
    struct change *oldest = NULL, *c;
    for (c = changes; c; c = c->older) { /* back to the last sync, newest change first */
        int fd = (int)syscall(SYS_openat, AT_FDCWD, c->path, O_WRONLY | O_CLOEXEC);
        if (fd >= 0 && c->n_before)
            syscall(SYS_pwrite64, fd, c->before, c->n_before, c->cut_to < 0 ? c->at : c->cut_to);
        if (fd >= 0)
            syscall(SYS_ftruncate, fd, c->size_before);
        syscall(SYS_close, fd);
    }
    while (changes) { /* turn the list around */
        c = changes;
        changes = c->older;
        c->older = oldest;
        oldest = c;
    }
    bool none = !seed || draw() % 8 == 0, all = draw() % 8 == 0;
    for (c = oldest; c && !none; c = c->older) {
        int fd = (int)syscall(SYS_openat, AT_FDCWD, c->path, O_WRONLY | O_CLOEXEC);
        size_t n = draw() % 4 ? c->n : draw() % (c->n / SECTOR + 1) * SECTOR; /* torn */
        if (fd >= 0 && (all || draw() % 2)) {
            if (c->cut_to >= 0)
                syscall(SYS_ftruncate, fd, c->cut_to);
            else
                syscall(SYS_pwrite64, fd, c->after, all ? c->n : n, c->at);
        }
        syscall(SYS_close, fd);
    }
    syscall(SYS_kill, getpid(), SIGKILL);
}

/* What happens to this call: 0 nothing, an errno, or -1: only half of it is done. Under the lock. */
static int meets(char kind, const char *path)
{
    struct plan p;
    if (!plan_read(&p) || !strchr(p.kinds, kind))
        return 0;
    long call = ++plan_calls;
    if (call < p.from || (p.count && call >= p.from + p.count))
        return 0;
    hit(kind, path);
    static const struct { const char *name; int error; } errors[] = { { "ENOSPC", ENOSPC }, { "EIO", EIO },
        { "EROFS", EROFS }, { "EDQUOT", EDQUOT }, { "EACCES", EACCES }, { "EMFILE", EMFILE } };
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        if (!strcmp(p.action, errors[i].name))
            return errors[i].error;
    if (!strcmp(p.action, "SHORT"))
        return kind == 'w' && (call - p.from) % 2 == 0 ? -1 : ENOSPC;
    if (!strcmp(p.action, "HALF") && kind == 'w')
        return -1;
    if (!strcmp(p.action, "CUT"))
        power_cut();
    if (!strcmp(p.action, "KILL") || !strcmp(p.action, "HALF"))
        syscall(SYS_kill, getpid(), SIGKILL);
    return 0;
}

static bool dies_halfway(void)
{
    struct plan p;
    return plan_read(&p) && !strcmp(p.action, "HALF");
}

static void change_note(int fd, const char *path, off_t at, const void *bytes, size_t n, off_t cut_to)
{
    struct stat st;
    if (!getenv("FAULTFS_CUT") || strstr(path, "-shm") || fstat(fd, &st))
        return;
    struct change *c = calloc(1, sizeof *c);
    if (!c)
        abort();
    *c = (struct change){ .older = changes, .dev = st.st_dev, .ino = st.st_ino, .at = at,
                          .size_before = st.st_size, .cut_to = cut_to, .n = n };
    snprintf(c->path, sizeof c->path, "%s", path);
    off_t from = cut_to < 0 ? at : cut_to, to = cut_to < 0 ? at + (off_t)n : st.st_size;
    c->before = malloc(to > from ? (size_t)(to - from) : 1);
    c->after = malloc(n ? n : 1);
    if (!c->before || !c->after)
        abort();
    ssize_t had = to > from ? syscall(SYS_pread64, fd, c->before, (size_t)(to - from), from) : 0;
    if (had < 0) { /* opened for writing only */
        int again = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
        had = syscall(SYS_pread64, again, c->before, (size_t)(to - from), from);
        syscall(SYS_close, again);
    }
    c->n_before = had > 0 ? (size_t)had : 0;
    if (n)
        memcpy(c->after, bytes, n);
    changes = c;
}

static void changes_synced(int fd)
{
    struct stat st;
    if (fstat(fd, &st) || getenv("FAULTFS_LIES"))
        return;
    for (struct change **at = &changes; *at;) {
        struct change *c = *at;
        if (c->dev != st.st_dev || c->ino != st.st_ino) {
            at = &c->older;
            continue;
        }
        *at = c->older;
        free(c->before);
        free(c->after);
        free(c);
    }
}

static ssize_t write_at(int fd, const void *bytes, size_t n, off_t at, bool seek)
{
    char path[512];
    if (!ours_fd(fd, path))
        return seek ? syscall(SYS_pwrite64, fd, bytes, n, at) : syscall(SYS_write, fd, bytes, n);
    pthread_mutex_lock(&lock);
    int e = meets('w', path);
    size_t part = e < 0 ? n / 2 : n;
    off_t where = seek ? at : (off_t)syscall(SYS_lseek, fd, 0, SEEK_CUR);
    if (e <= 0)
        change_note(fd, path, where, bytes, part, -1);
    ssize_t done = e > 0 ? -1 : seek ? syscall(SYS_pwrite64, fd, bytes, part, at)
                                     : syscall(SYS_write, fd, bytes, part);
    if (e < 0 && dies_halfway())
        syscall(SYS_kill, getpid(), SIGKILL);
    pthread_mutex_unlock(&lock);
    if (e > 0)
        errno = e;
    return done;
}

/* A call without bytes: the system call itself unless the plan says otherwise. */
#define FAULTY(kind, path, note, call)                                                             \
    pthread_mutex_lock(&lock);                                                                     \
    int e = meets((kind), (path));                                                                 \
    if (e <= 0) {                                                                                  \
        note;                                                                                      \
    }                                                                                              \
    long done = e > 0 ? -1 : (call);                                                               \
    pthread_mutex_unlock(&lock);                                                                   \
    if (e > 0)                                                                                     \
        errno = e;                                                                                 \
    return (int)done

static int sync_fd(int fd, long number)
{
    char path[512];
    if (!ours_fd(fd, path))
        return (int)syscall(number, fd);
    FAULTY('s', path, changes_synced(fd), syscall(number, fd));
}

static int truncate_fd(int fd, off_t size)
{
    char path[512];
    if (!ours_fd(fd, path))
        return (int)syscall(SYS_ftruncate, fd, size);
    FAULTY('t', path, change_note(fd, path, 0, NULL, 0, size), syscall(SYS_ftruncate, fd, size));
}

static int open_at(int folder, const char *path, int flags, mode_t mode)
{
    if (!ours(path))
        return (int)syscall(SYS_openat, folder, path, flags, mode);
    FAULTY('o', path, (void)0, syscall(SYS_openat, folder, path, flags, mode));
}

static int rename_at(const char *from, const char *to, unsigned flags)
{
    if (!ours(from))
        return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, flags);
    FAULTY('u', from, (void)0, syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, flags));
}

/* The names that programs and SQLite use. */
ssize_t write(int fd, const void *bytes, size_t n) { return write_at(fd, bytes, n, 0, false); }
ssize_t pwrite(int fd, const void *bytes, size_t n, off_t at) { return write_at(fd, bytes, n, at, true); }
ssize_t pwrite64(int fd, const void *bytes, size_t n, off_t at) { return write_at(fd, bytes, n, at, true); }
int fsync(int fd) { return sync_fd(fd, SYS_fsync); }
int fdatasync(int fd) { return sync_fd(fd, SYS_fdatasync); }
int ftruncate(int fd, off_t size) { return truncate_fd(fd, size); }
int ftruncate64(int fd, off_t size) { return truncate_fd(fd, size); }
int rename(const char *from, const char *to) { return rename_at(from, to, 0); }

int renameat2(int a, const char *from, int b, const char *to, unsigned flags)
{
    (void)a, (void)b;
    return rename_at(from, to, flags);
}

int unlink(const char *path)
{
    if (!ours(path))
        return (int)syscall(SYS_unlink, path);
    FAULTY('u', path, (void)0, syscall(SYS_unlink, path));
}

static mode_t mode_of(int flags, va_list ap)
{
    return flags & (O_CREAT | O_TMPFILE) ? (mode_t)va_arg(ap, int) : 0;
}

int open(const char *path, int flags, ...)
{
    va_list ap;
    va_start(ap, flags);
    mode_t mode = mode_of(flags, ap);
    va_end(ap);
    return open_at(AT_FDCWD, path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    va_list ap;
    va_start(ap, flags);
    mode_t mode = mode_of(flags, ap);
    va_end(ap);
    return open_at(AT_FDCWD, path, flags, mode);
}

static int told(int rc, struct statfs *fs)
{
    const char *as = getenv("FAULTFS_STATFS");
    if (!rc && as)
        fs->f_type = (__typeof__(fs->f_type))strtoul(as, NULL, 16);
    return rc;
}

int statfs(const char *path, struct statfs *fs) { return told((int)syscall(SYS_statfs, path, fs), fs); }
int fstatfs(int fd, struct statfs *fs) { return told((int)syscall(SYS_fstatfs, fd, fs), fs); }
