/* What a CSV file is written in: its coding, from the mark at its beginning or from its bytes, and
 * its delimiter, from how well its first rows fit each. See csv.h. */
#include "lending/csv.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK = 64 * 1024, HEAD = 1024, TRIAL_ROWS = 20 };

/* Files people try that only their own program can read. */
static const struct { const char *bytes; size_t n; } foreign[] = {
    { "PK\3\4", 4 },          /* xlsx, ods */
    { "\xd0\xcf\x11\xe0", 4 }, /* xls */
    { "%PDF", 4 },
    { "\x1f\x8b", 2 },        /* gzip */
    { "SQLite format 3", 15 },
};

/* What was seen of the bytes. */
struct seen {
    unsigned char head[HEAD];
    size_t n_head;
    int64_t good, wrong; /* characters beyond ASCII that are UTF-8, and bytes that are not */
};

static ssize_t read_at(int fd, void *to, size_t n, int64_t at)
{
    ssize_t k;
    do
        k = pread(fd, to, n, (off_t)at);
    while (k < 0 && errno == EINTR);
    return k;
}

/* Counts in a block; returns the bytes at its end that may go on in the next. */
static size_t count(struct seen *seen, struct str x, bool last)
{
    for (size_t i = 0; i < x.n;) {
        if ((unsigned char)x.s[i] < 0x80) {
            i++;
            continue;
        }
        if (!last && x.n - i < 4)
            return x.n - i;
        size_t was = i;
        bool good = utf8_next(x, &i) != 0xfffd || i - was == 3;
        *(good ? &seen->good : &seen->wrong) += 1;
    }
    return 0;
}

static enum fault look(int fd, struct seen *seen, unsigned char *block)
{
    size_t kept = 0;
    int64_t at = 0;
    ssize_t n;
    while ((n = read_at(fd, block + kept, BLOCK - kept, at)) > 0) {
        if (!at) {
            seen->n_head = (size_t)n < HEAD ? (size_t)n : HEAD;
            memcpy(seen->head, block, seen->n_head);
        }
        at += n;
        size_t all = kept + (size_t)n;
        kept = count(seen, (struct str){ (char *)block, all }, false);
        memmove(block, block + all - kept, kept);
    }
    count(seen, (struct str){ (char *)block, kept }, true);
    return n < 0 ? FAULT_CANNOT_READ : at ? OK : FAULT_FILE_FORMAT;
}

/* Text with many zero bytes on one side only is UTF-16 without a mark. */
static bool utf16(const struct seen *seen, size_t zero_side)
{
    size_t zeros[2] = { 0 };
    for (size_t i = 0; i < seen->n_head; i++)
        zeros[i % 2] += !seen->head[i];
    return zeros[zero_side] * 5 > seen->n_head && !zeros[1 - zero_side];
}

static bool starts(const struct seen *seen, const char *bytes, size_t n)
{
    return seen->n_head >= n && !memcmp(seen->head, bytes, n);
}

static enum fault coding(struct csv *s, const struct seen *seen)
{
    for (size_t i = 0; i < COUNT(foreign); i++)
        if (starts(seen, foreign[i].bytes, foreign[i].n))
            return FAULT_FILE_FORMAT;
    s->first = 0;
    if (starts(seen, "\xff\xfe", 2) || starts(seen, "\xfe\xff", 2)) {
        s->coding = seen->head[0] == 0xff ? CSV_UTF16LE : CSV_UTF16BE;
        s->first = 2;
    } else if (starts(seen, "\xef\xbb\xbf", 3)) {
        s->coding = CSV_UTF8;
        s->first = 3;
    } else if (utf16(seen, 1) || utf16(seen, 0)) {
        s->coding = utf16(seen, 1) ? CSV_UTF16LE : CSV_UTF16BE;
    } else { /* a few bytes gone wrong do not make a file of good UTF-8 another coding */
        s->coding = seen->wrong > seen->good ? CSV_1252 : CSV_UTF8;
    }
    s->doubtful = s->coding == CSV_UTF8 && seen->wrong;
    return OK;
}

/* How well the first rows fit a delimiter: cells of the heading, times rows that have as many. */
static size_t fit(struct csv *s, char delimiter)
{
    size_t cells = 0, same = 0;
    s->delimiter = delimiter;
    csv_rewind(s);
    for (int i = 0; i < TRIAL_ROWS && csv_row(s); i++) {
        cells = cells ? cells : s->n_cells;
        same += !s->fault && s->n_cells == cells;
    }
    return cells > 1 ? (cells - 1) * same : 0;
}

/* Some programs say it in a first line of its own: sep=; */
static bool said(struct csv *s)
{
    s->delimiter = '\0'; /* none */
    csv_rewind(s);
    bool is = csv_row(s) && !s->fault && s->n_cells == 1 && s->cells[0].n == 5 &&
              str_starts(s->cells[0], S("sep=")) && strchr(",;\t", s->cells[0].s[4]);
    if (is) {
        s->delimiter = s->cells[0].s[4];
        s->first = s->raw_at + (int64_t)s->raw_i;
        s->first_row = 1;
    }
    return is;
}

static void delimiter(struct csv *s)
{
    static const char all[] = ",;\t";
    char best = ',';
    size_t most = 0;
    if (!said(s)) {
        for (const char *d = all; *d; d++) {
            size_t f = fit(s, *d);
            best = f > most ? *d : best;
            most = f > most ? f : most;
        }
        s->delimiter = best;
    }
    csv_rewind(s);
}

/* A copy of what comes through a pipe, in a file that has no name. */
static enum fault spool(struct csv *s, int from, unsigned char *block)
{
    const char *folder = getenv("TMPDIR");
    s->spool = open(folder && *folder ? folder : "/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (s->spool < 0)
        return FAULT_CANNOT_WRITE;
    s->fd = s->spool;
    for (;;) {
        ssize_t n = read(from, block, BLOCK);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n ? FAULT_CANNOT_READ : OK;
        for (ssize_t done = 0, k; done < n; done += k)
            if ((k = write(s->spool, block + done, (size_t)(n - done))) < 0)
                return errno == ENOSPC ? FAULT_DISK_FULL : FAULT_CANNOT_WRITE;
    }
}

enum fault csv_open(struct csv *s, struct arena *mem, int fd)
{
    struct stat st;
    struct seen *seen = NEW(mem, struct seen);
    *s = (struct csv){ .mem = mem, .fd = fd, .spool = -1, .text_size = BLOCK, .delimiter = ',' };
    if (fstat(fd, &st) || S_ISDIR(st.st_mode))
        return FAULT_CANNOT_READ;
    s->raw = arena_get(mem, BLOCK);
    s->text = arena_get(mem, s->text_size);
    s->ends = NEW_N(mem, struct str, CSV_CELLS_MOST);
    enum fault f = S_ISREG(st.st_mode) ? OK : spool(s, fd, s->raw);
    if (!f)
        f = look(s->fd, seen, s->raw);
    if (!f)
        f = coding(s, seen);
    if (f) {
        csv_close(s);
        return f;
    }
    delimiter(s);
    return OK;
}
