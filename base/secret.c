/* See secret.h. */
#include "base/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SECRET_MOST = 4096 };

static void close_fd(const int *fd)
{
    if (*fd >= 0)
        close(*fd);
}

static const char *mode_wrong(const struct stat *st, bool credential)
{
    if (!S_ISREG(st->st_mode))
        return "not a file";
    /* systemd's own folder: an access list there shows as group rights. */
    if (credential)
        return NULL;
    if (st->st_uid != geteuid() && st->st_uid != 0)
        return "belongs to somebody else";
    return st->st_mode & 077 ? "others may read it; do: chmod 600" : NULL;
}

enum fault secret_read(const char *name, struct arena *mem, struct str *secret, struct str *why)
{
    const char *folder = getenv("CREDENTIALS_DIRECTORY");
    bool credential = !strchr(name, '/');
    if (credential && (!folder || !*folder)) {
        *why = str_printf(mem, "secret %s: give the whole path of the file, "
                               "or load it as a systemd credential", name);
        return FAULT_CONFIG;
    }
    const char *path = credential ? str_printf(mem, "%s/%s", folder, name).s : name;
    CLEANUP(close_fd) int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat st;
    const char *wrong = fd < 0 || fstat(fd, &st) ? strerror(errno) : mode_wrong(&st, credential);
    char text[SECRET_MOST + 2];
    ssize_t n = wrong ? 0 : read(fd, text, sizeof text);
    if (!wrong && n < 0)
        wrong = strerror(errno);
    struct str found = str_trim((struct str){ text, n > 0 ? (size_t)n : 0 });
    if (!wrong && (!found.n || found.n > SECRET_MOST))
        wrong = found.n ? "too long for a secret" : "empty";
    for (size_t i = 0; !wrong && i < found.n; i++)
        if (found.s[i] < ' ' || found.s[i] > '~')
            wrong = "more than one line of plain characters";
    if (!wrong)
        *secret = str_copy(mem, found);
    else
        *why = str_printf(mem, "secret file %s: %s", path, wrong);
    explicit_bzero(text, sizeof text);
    return wrong ? FAULT_CONFIG : OK;
}
