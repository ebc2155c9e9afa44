/* Rows of a CSV file (RFC 4180), one at a time, whatever program wrote it: comma, semicolon or tab;
 * LF, CRLF or CR; UTF-8 with or without a mark, UTF-16 either way, or Windows-1252. Memory is bounded
 * by one row, not by the file.
 *
 * What a row is wrong about is said with the row and the next one is read: a stray or unclosed quote
 * costs the line it stands on, never the rest of the file. This knows nothing of headings. */
#ifndef LENDING_CSV_H
#define LENDING_CSV_H

#include "base/fault.h"
#include "base/str.h"

enum { CSV_CELLS_MOST = 256, CSV_CELL_MOST = 64 * 1024, CSV_ROW_MOST = 1024 * 1024 };
enum csv_coding { CSV_UTF8, CSV_UTF16LE, CSV_UTF16BE, CSV_1252 };

struct csv {
    enum csv_coding coding;
    char delimiter;

    /* The present row, until the next is read. Cells are UTF-8; line breaks in them are LF. */
    int64_t row; /* as a spreadsheet counts: the heading is 1; empty lines count */
    const struct str *cells;
    size_t n_cells;
    /* OK; ROW_QUOTE; ROW_CELLS: more than CSV_CELLS_MOST; TOO_LONG: a cell beyond CSV_CELL_MOST;
     * NOT_TEXT: a NUL, or bytes that are no text. The cells are then not to be relied on. */
    enum fault fault;

    /* Inside. */
    struct arena *mem;
    int fd, spool; /* spool: our own copy of what cannot be read twice, else -1 */
    bool doubtful; /* some bytes are no UTF-8: each row is looked at */
    bool nul, bad; /* seen in this row */
    int64_t first, first_row; /* where the rows begin, and the number of the row before them */
    unsigned char *raw;       /* what was read last */
    int64_t raw_at;           /* its place in the file */
    size_t raw_n, raw_i;
    char *text; /* the cells of the row, one after the other */
    size_t text_n, text_size, cell_at;
    struct str *ends; /* the cells, while they grow: offsets into text */
    int64_t resume;   /* after the first line break inside quotes of this row; -1: none */
    enum fault broken; /* reading failed: for csv_end */
};

/* Finds out coding and delimiter; reads the whole file once. The descriptor stays the caller's. What
 * cannot be read twice (a pipe) is copied to a file without a name. FAULT_FILE_FORMAT: empty, or a
 * spreadsheet program's own format; FAULT_CANNOT_READ. */
MUST enum fault csv_open(struct csv *, struct arena *, int fd);
/* The next row that is not empty; false at the end and when reading failed. */
bool csv_row(struct csv *);
/* Whether the end was reached well. */
MUST enum fault csv_end(const struct csv *);
/* Back to the first row. */
void csv_rewind(struct csv *);
void csv_close(struct csv *); /* fits CLEANUP */

/* For csv_detect.c. */
void csv_seek(struct csv *, int64_t at);

#endif
