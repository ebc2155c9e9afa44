/* Gateways of kind file and console: a file for each message, or a print. For demo and test
 * libraries, dry runs, and anything that picks files up by itself. */
#include "reminders/setup.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"

/* To, Channel, Ref and Subject as headers, an empty line, the text. */
static void write_message(struct buf *b, const struct outgoing *m)
{
    const struct {
        const char *name;
        struct str value;
    } headers[] = {
        { "To", m->to }, { "Channel", str_of(channel_name(m->channel)) }, { "Ref", m->ref },
        { "Subject", m->subject },
    };
    for (size_t i = 0; i < COUNT(headers); i++)
        if (headers[i].value.n)
            buf_printf(b, "%s: %.*s\n", headers[i].name, STR(str_shown(b->a, headers[i].value)));
    buf_char(b, '\n');
    buf_add(b, m->text);
    buf_char(b, '\n');
}

static bool write_all(int fd, struct str s)
{
    while (s.n) {
        ssize_t n = write(fd, s.s, s.n);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        s = str_from(s, (size_t)n);
    }
    return true;
}

static void close_fd(const int *fd)
{
    if (*fd >= 0)
        close(*fd);
}

/* Whole or not at all: a hidden file, synced, then renamed; the folder synced too. */
static bool put_file(int dir, const char *name, const char *hidden, struct str content)
{
    CLEANUP(close_fd)
    int fd = openat(dir, hidden, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return false;
    if (write_all(fd, content) && !fsync(fd) && !renameat(dir, hidden, dir, name) && !fsync(dir))
        return true;
    int error = errno;
    unlinkat(dir, hidden, 0);
    errno = error;
    return false;
}

/* Our reference as a file name: its letters, digits and dashes. */
static struct str file_name(struct arena *mem, struct str ref)
{
    struct buf b = { .a = mem };
    for (size_t i = 0; i < ref.n; i++) {
        char c = ref.s[i], low = (char)(c | 0x20);
        bool keep = (low >= 'a' && low <= 'z') || (c >= '0' && c <= '9') || c == '-';
        buf_char(&b, keep ? c : '_');
    }
    return buf_str(&b);
}

void gateway_file(struct ctx *c, const struct gateway *g, const struct outgoing *m,
                  struct verdict *out)
{
    struct buf content = { .a = c->mem };
    struct str ref = file_name(c->mem, m->ref);
    write_message(&content, m);
    mkdir(g->setup->folder, 0700);
    CLEANUP(close_fd) int dir = open(g->setup->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const char *name = str_printf(c->mem, "%.*s.txt", STR(ref)).s;
    const char *hidden = str_printf(c->mem, ".%.*s.tmp", STR(ref)).s;
    if (ref.n && dir >= 0 && put_file(dir, name, hidden, buf_str(&content))) {
        out->is = VERDICT_SENT;
        out->id = str_of(name);
        return;
    }
    out->is = VERDICT_RETRY;
    out->gateway = true;
    out->error = str_copy(c->mem, str_of(ref.n ? strerror(errno) : "no reference"));
}

void gateway_console(struct ctx *c, const struct gateway *g, const struct outgoing *m,
                     struct verdict *out)
{
    struct buf content = { .a = c->mem };
    (void)g;
    write_message(&content, m);
    buf_char(&content, '\n');
    bool ok = fwrite(content.s, 1, content.n, stdout) == content.n && !fflush(stdout);
    out->is = ok ? VERDICT_SENT : VERDICT_RETRY;
    out->gateway = !ok;
}
