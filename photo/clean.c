/* See clean.h. */
#include "photo/clean.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/helper.h"

enum { OUT_MOST = 4 << 20, SECONDS = 30, MEGABYTES = PHOTO_BYTES >> 20, MEGAPIXELS = 40 };

static enum fault refuse(struct ctx *c, const char *arg, enum fault f)
{
    int n = f == FAULT_PHOTO_PIXELS ? MEGAPIXELS : MEGABYTES;
    return fail_facts(c, f, arg, val_none(), FACTS(F("n", val_int(n))));
}

/* What it said when it refused. One that was stopped was given something that is no picture. */
static enum fault refused(const struct helper *h)
{
    static const enum fault its[] = { FAULT_PHOTO_TYPE, FAULT_PHOTO_TOO_BIG, FAULT_PHOTO_PIXELS,
                                      FAULT_PHOTO_BROKEN, FAULT_PHOTO_MIXED };
    for (size_t i = 0; i < COUNT(its); i++)
        if (str_eq(h->said, str_of(fault_info(its[i])->name)))
            return its[i];
    return h->exit > 128 ? FAULT_PHOTO_BROKEN : FAULT_HELPER;
}

static bool sizes_read(struct str all, struct photo *p)
{
    struct str line, word;
    int64_t n[3] = { 0 };
    str_next(&all, '\n', &line);
    for (size_t i = 0; i < COUNT(n); i++)
        if (!str_next(&line, ' ', &word) || !str_int(word, &n[i]))
            return false;
    *p = (struct photo){ (int)n[0], (int)n[1], str_upto(all, (size_t)n[2]), str_from(all, (size_t)n[2]) };
    return p->small.n > 0;
}

static enum fault run(struct ctx *c, const char *arg, struct str file, struct photo *p)
{
    struct buf out = { .a = c->mem };
    struct helper h = { .name = "kist-photo", .input = file, .limit = OUT_MOST, .seconds = SECONDS };
    enum fault f = helper_run(c, &h, &out);
    if (f == FAULT_HELPER)
        f = refused(&h);
    if (f == FAULT_HELPER || (!f && !sizes_read(buf_str(&out), p)))
        return fail(c, FAULT_HELPER, NULL, val_z("kist-photo"));
    return f ? refuse(c, arg, f) : OK;
}

/* From a pipe. */
static enum fault piped(struct ctx *c, const char *arg, const struct file *file, struct photo *p)
{
    char block[65536];
    struct buf in = { .a = c->mem };
    ssize_t n;
    while ((n = read(file->fd, block, sizeof block)) > 0 && in.n <= PHOTO_BYTES)
        buf_add(&in, (struct str){ block, (size_t)n });
    if (n < 0)
        return fail(c, FAULT_CANNOT_READ, arg, val_str(file->name));
    return n ? refuse(c, arg, FAULT_PHOTO_TOO_BIG) : run(c, arg, buf_str(&in), p);
}

enum fault photo_clean(struct ctx *c, const char *arg, const struct file *file, struct photo *p)
{
    struct stat st;
    if (fstat(file->fd, &st))
        return fail(c, FAULT_CANNOT_READ, arg, val_str(file->name));
    if (!S_ISREG(st.st_mode))
        return piped(c, arg, file, p);
    size_t n = (size_t)st.st_size;
    if (!n || n > PHOTO_BYTES)
        return refuse(c, arg, n ? FAULT_PHOTO_TOO_BIG : FAULT_PHOTO_TYPE);
    void *at = mmap(NULL, n, PROT_READ, MAP_PRIVATE, file->fd, 0);
    if (at == MAP_FAILED)
        return fail(c, FAULT_CANNOT_READ, arg, val_str(file->name));
    enum fault f = run(c, arg, (struct str){ at, n }, p);
    munmap(at, n);
    return f;
}
