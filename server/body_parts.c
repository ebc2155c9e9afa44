/* See body_parts.h. The whole body is there, in memory or spooled; each file goes into one of its
 * own without a name. libmicrohttpd's own post processor gives a part without a name a NULL key and
 * needs its state kept between calls. */
#include "server/body_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "server/body.h"
#include "server/server.h"

enum { FIELD_MOST = 64 * 1024, PART_HEADERS_MOST = 2048 };

struct part {
    struct str name, file_name, data;
    bool file;
};

/* The value of `key` in `form-data; name="a"; filename="b"`. Browsers write " as %22. */
static bool attribute(struct str line, const char *key, struct str *out)
{
    size_t n = strlen(key);
    for (size_t i = 0; i + n + 2 < line.n; i++) {
        if (line.s[i] != ';' && line.s[i] != ' ')
            continue;
        struct str rest = str_from(line, i + 1);
        if (!str_starts_nocase(rest, str_of(key)) || rest.s[n] != '=' || rest.s[n + 1] != '"')
            continue;
        rest = str_from(rest, n + 2);
        return str_next(&rest, '"', out);
    }
    return false;
}

static bool part_headers(struct str lines, struct part *p)
{
    struct str line;
    bool named = false;
    while (str_next(&lines, '\n', &line)) {
        if (!str_starts_nocase(line, S("content-disposition:")))
            continue;
        named = attribute(line, "name", &p->name);
        p->file = attribute(line, "filename", &p->file_name);
    }
    return named && p->name.n && utf8_valid(p->name) && utf8_valid(p->file_name);
}

static struct str boundary(const struct request *r)
{
    struct str type = request_header(r, "content-type"), word;
    while (str_next(&type, ';', &word)) {
        word = str_trim(word);
        if (!str_starts_nocase(word, S("boundary=")))
            continue;
        word = str_from(word, 9);
        if (word.n > 2 && word.s[0] == '"' && word.s[word.n - 1] == '"')
            word = (struct str){ word.s + 1, word.n - 2 };
        return word.n <= 70 ? word : (struct str){ 0 };
    }
    return (struct str){ 0 };
}

static enum fault file_new(struct request *r, const struct part *p)
{
    struct file *file = NEW(&r->mem, struct file);
    if (r->n_files == COUNT(r->files))
        return FAULT_TOO_BIG;
    file->fd = open(r->server->spool, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (file->fd < 0)
        return FAULT_IO;
    /* The last part of what it was called where it came from. */
    struct str name = p->file_name, last = name;
    for (size_t i = 0; i < name.n; i++)
        if (name.s[i] == '/' || name.s[i] == '\\')
            last = str_from(name, i + 1);
    file->name = str_copy(&r->mem, str_shown(&r->mem, last)); /* the body is not kept */
    r->files[r->n_files++] = file;
    for (size_t at = 0; at < p->data.n;) {
        ssize_t n = write(file->fd, p->data.s + at, p->data.n - at);
        if (n < 0 && errno != EINTR)
            return errno == ENOSPC ? FAULT_DISK_FULL : FAULT_IO;
        at += n > 0 ? (size_t)n : 0;
    }
    lseek(file->fd, 0, SEEK_SET);
    given_add(r, (struct given){ .name = str_copy(&r->mem, p->name), .value = file->name,
                                 .file = file });
    return OK;
}

static enum fault part_take(struct request *r, const struct part *p)
{
    if (p->file)
        return p->file_name.n ? file_new(r, p) : OK; /* no file was chosen */
    if (p->data.n > FIELD_MOST || r->given.n >= FIELDS_MOST)
        return FAULT_TOO_BIG;
    if (!utf8_valid(p->data))
        return FAULT_BODY_FORMAT;
    if (p->data.n)
        given_add(r, (struct given){ .name = str_copy(&r->mem, p->name),
                                     .value = str_copy(&r->mem, p->data) });
    return OK;
}

/* Takes the next part off *rest, which stands behind a boundary. */
static enum fault part_next(struct str *rest, struct str mark, struct part *p)
{
    *p = (struct part){ 0 };
    if (!str_starts(*rest, S("\r\n")))
        return FAULT_BODY_FORMAT;
    *rest = str_from(*rest, 2);
    ptrdiff_t body = str_find(str_upto(*rest, PART_HEADERS_MOST), S("\r\n\r\n"));
    if (body < 0 || !part_headers(str_upto(*rest, (size_t)body), p))
        return FAULT_BODY_FORMAT;
    *rest = str_from(*rest, (size_t)body + 4);
    char *end = memmem(rest->s, rest->n, mark.s, mark.n);
    if (!end)
        return FAULT_BODY_FORMAT;
    p->data = str_upto(*rest, (size_t)(end - rest->s));
    *rest = str_from(*rest, p->data.n + mark.n);
    return OK;
}

static enum fault parts_of(struct request *r, struct str body)
{
    struct str b = boundary(r), mark = str_printf(&r->mem, "\r\n--%.*s", STR(b));
    struct str rest = body;
    struct part p;
    if (!b.n || !str_starts(rest, str_from(mark, 2)))
        return FAULT_BODY_FORMAT;
    rest = str_from(rest, mark.n - 2);
    while (!str_starts(rest, S("--"))) {
        enum fault f = part_next(&rest, mark, &p);
        if (!f)
            f = part_take(r, &p);
        if (f)
            return f;
    }
    return OK;
}

enum fault parts_read(struct request *r)
{
    if (r->body_fd < 0)
        return parts_of(r, buf_str(&r->body));
    void *at = mmap(NULL, r->body_n, PROT_READ, MAP_PRIVATE, r->body_fd, 0);
    if (at == MAP_FAILED)
        return FAULT_IO;
    enum fault f = parts_of(r, (struct str){ at, r->body_n });
    munmap(at, r->body_n);
    return f;
}
