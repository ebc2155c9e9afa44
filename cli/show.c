/* What a person or a script gets to see: data on stdout or in the file of -o, talk on stderr. */
#include "cli/cli.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

bool write_all(int fd, struct str x)
{
    while (x.n) {
        ssize_t n = write(fd, x.s, x.n);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        x = str_from(x, (size_t)n);
    }
    return true;
}

/* Tells a fault that came up after the answer was made. */
static int told(struct cli *k, enum fault f)
{
    struct out o = { .c = &k->c };
    struct shown s;
    k->view.look = LOOK_TEXT;
    look_show(&o, f, &k->view, &s);
    write_all(STDERR_FILENO, buf_str(&s.talk));
    return s.exit;
}

static enum fault failed(struct cli *k, const char *path)
{
    enum fault f = errno == ENOSPC || errno == EDQUOT ? FAULT_DISK_FULL
                 : errno == EIO ? FAULT_IO : FAULT_CANNOT_WRITE;
    k->c.n_wrong = 0;
    return fail(&k->c, f, "output", val_z(path));
}

/* Written beside it first, then renamed: never half a file under its name. */
static enum fault file_write(struct cli *k, struct str data)
{
    const char *path = k->output;
    char *temp = (char *)(uintptr_t)str_printf(&k->mem, "%s.XXXXXX", path).s;
    mode_t mask = umask(0);
    umask(mask);
    int fd = mkstemp(temp);
    if (fd < 0)
        return failed(k, path);
    bool good = write_all(fd, data) && !fchmod(fd, 0666 & ~mask) && !fsync(fd);
    good = !close(fd) && good;
    if (good && !rename(temp, path))
        return OK;
    enum fault f = failed(k, path);
    unlink(temp);
    return f;
}

/* A picture or a PDF makes a mess of a terminal. */
static bool for_terminals(const struct shown *s)
{
    return !s->type || str_starts(str_of(s->type), S("text/")) ||
           str_starts(str_of(s->type), S("application/json"));
}

int cli_show(struct cli *k, const struct shown *s)
{
    struct str data = buf_str(&s->data);
    bool to_file = k->output && strcmp(k->output, "-") && s->status < 400;
    if (to_file && data.n) {
        enum fault f = file_write(k, data);
        if (f)
            return told(k, f);
    } else if (data.n && !for_terminals(s) && !k->output && isatty(STDOUT_FILENO)) {
        k->c.n_wrong = 0;
        enum fault f = fail(&k->c, FAULT_MISSING, "output", val_none());
        return told(k, f);
    } else if (!write_all(STDOUT_FILENO, data)) {
        return errno == EPIPE ? s->exit : told(k, failed(k, "-"));
    }
    write_all(STDERR_FILENO, buf_str(&s->talk));
    return s->exit;
}
