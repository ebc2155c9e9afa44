/* See csv.h. The reader proper; what the file is written in is found out in csv_detect.c. */
#include "lending/csv.h"

#include <errno.h>
#include <unistd.h>

enum { RAW = 64 * 1024, END = -1 };

/* The code points of Windows-1252 from 0x80 on; 0: none. Where they differ from ISO 8859-1. */
static const uint16_t cp1252[32] = {
    0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0, 0x017d, 0, 0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178,
};

static bool refill(struct csv *s)
{
    s->raw_at += (int64_t)s->raw_n;
    s->raw_i = s->raw_n = 0;
    ssize_t n;
    do
        n = pread(s->fd, s->raw, RAW, (off_t)s->raw_at);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        s->broken = FAULT_CANNOT_READ;
    s->raw_n = n > 0 ? (size_t)n : 0;
    return n > 0;
}

static int byte(struct csv *s)
{
    return s->raw_i < s->raw_n || refill(s) ? s->raw[s->raw_i++] : END;
}

void csv_seek(struct csv *s, int64_t at)
{
    if (at >= s->raw_at && at <= s->raw_at + (int64_t)s->raw_n) {
        s->raw_i = (size_t)(at - s->raw_at);
        return;
    }
    s->raw_at = at;
    s->raw_n = s->raw_i = 0;
}

static int64_t place(const struct csv *s)
{
    return s->raw_at + (int64_t)s->raw_i;
}

static int unit16(struct csv *s)
{
    int x = byte(s), y = x == END ? END : byte(s);
    if (y == END) {
        s->bad = s->bad || x != END; /* half a character at the end */
        return END;
    }
    return s->coding == CSV_UTF16LE ? x | y << 8 : x << 8 | y;
}

/* A code point of UTF-16 (RFC 2781); halves of a pair without the other are no text. */
static int next16(struct csv *s)
{
    int u = unit16(s);
    if (u < 0xd800 || u > 0xdfff)
        return u;
    int64_t before = place(s);
    int v = u < 0xdc00 ? unit16(s) : END;
    if (v >= 0xdc00 && v <= 0xdfff)
        return 0x10000 + ((u - 0xd800) << 10) + (v - 0xdc00);
    csv_seek(s, before);
    s->bad = true;
    return 0xfffd;
}

static int next1252(struct csv *s)
{
    int c = byte(s);
    if (c < 0x80 || c > 0x9f)
        return c;
    s->bad = s->bad || !cp1252[c - 0x80];
    return cp1252[c - 0x80] ? cp1252[c - 0x80] : 0xfffd;
}

/* The next character; of UTF-8 the next byte, for nothing we look for is beyond ASCII. */
static int next(struct csv *s)
{
    int c = s->coding == CSV_UTF8 ? byte(s) : s->coding == CSV_1252 ? next1252(s) : next16(s);
    s->nul = s->nul || c == 0;
    return c;
}

/* After a CR: takes the LF that belongs to it. */
static void newline(struct csv *s, int c)
{
    if (c != '\r')
        return;
    int64_t before = place(s);
    bool nul = s->nul, bad = s->bad; /* what follows may be of the next row */
    if (next(s) != '\n')
        csv_seek(s, before);
    s->nul = nul;
    s->bad = bad;
}

static bool room(struct csv *s)
{
    if (s->text_size - s->text_n >= 4)
        return true;
    if (s->text_size >= CSV_ROW_MOST)
        return false;
    char *text = arena_get(s->mem, s->text_size * 2);
    memcpy(text, s->text, s->text_n);
    s->text = text;
    s->text_size *= 2;
    return true;
}

static void put(struct csv *s, int c)
{
    if (s->text_n - s->cell_at >= CSV_CELL_MOST || !room(s))
        s->fault = s->resume >= 0 ? FAULT_ROW_QUOTE : FAULT_TOO_LONG;
    else if (s->coding == CSV_UTF8)
        s->text[s->text_n++] = (char)c;
    else
        s->text_n += utf8_put(s->text + s->text_n, (uint32_t)c);
}

static void cell_end(struct csv *s)
{
    if (s->n_cells == CSV_CELLS_MOST)
        s->fault = FAULT_ROW_CELLS;
    else
        s->ends[s->n_cells++] = (struct str){ NULL, s->text_n - s->cell_at };
    s->cell_at = s->text_n;
}

/* A cell in quotes; returns what follows the closing one. */
static int quoted(struct csv *s)
{
    for (;;) {
        int c = next(s);
        if (c == '"' && (c = next(s)) != '"')
            return c;
        if (c == END)
            s->fault = FAULT_ROW_QUOTE;
        if (c == '\r' || c == '\n') {
            newline(s, c);
            s->resume = s->resume < 0 ? place(s) : s->resume;
            c = '\n';
        }
        if (!s->fault)
            put(s, c);
        if (s->fault)
            return c;
    }
}

/* One cell; returns the delimiter, line break or end after it. On a fault what comes last. */
static int cell(struct csv *s)
{
    int c = next(s);
    if (c == '"') {
        c = quoted(s);
        if (!s->fault && c != s->delimiter && c != '\n' && c != '\r' && c != END)
            s->fault = FAULT_ROW_QUOTE;
    } else {
        for (; !s->fault && c != s->delimiter && c != '\n' && c != '\r' && c != END; c = next(s)) {
            if (c == '"')
                s->fault = FAULT_ROW_QUOTE;
            else
                put(s, c);
        }
    }
    if (!s->fault)
        cell_end(s);
    return c;
}

/* After a fault: to the line after the one on which the row began. What was read beyond it is read
 * again: at most up to the next quote, so a file is never read more than twice. */
static void skip(struct csv *s, int c)
{
    if (s->resume >= 0) {
        csv_seek(s, s->resume);
        return;
    }
    while (c != '\n' && c != '\r' && c != END)
        c = next(s);
    newline(s, c);
}

static void cells_done(struct csv *s)
{
    const char *at = s->text;
    for (size_t i = 0; i < s->n_cells; i++, at += s->ends[i - 1].n)
        s->ends[i].s = at;
    s->cells = s->ends;
    bool text = !s->nul && !s->bad;
    if (text && s->doubtful)
        text = utf8_valid((struct str){ s->text, s->text_n });
    if (!text && !s->fault)
        s->fault = FAULT_NOT_TEXT;
}

/* Reads a row; false at the end. */
static bool row(struct csv *s)
{
    s->text_n = s->cell_at = s->n_cells = 0;
    s->nul = s->bad = false;
    s->fault = OK;
    s->resume = -1;
    int64_t began = place(s);
    int c;
    do
        c = cell(s);
    while (!s->fault && c == s->delimiter);
    if (s->fault)
        skip(s, c);
    else
        newline(s, c);
    return place(s) > began;
}

bool csv_row(struct csv *s)
{
    while (!s->broken && row(s)) {
        s->row++;
        bool empty = !s->text_n && !s->fault && !s->nul && !s->bad;
        cells_done(s);
        if (!empty)
            return !s->broken;
    }
    return false;
}

enum fault csv_end(const struct csv *s)
{
    return s->broken;
}

void csv_rewind(struct csv *s)
{
    csv_seek(s, s->first);
    s->row = s->first_row;
    s->fault = s->broken = OK;
}

void csv_close(struct csv *s)
{
    if (s->spool >= 0)
        close(s->spool);
    s->spool = -1;
}
