/* Text that grows, in an arena. When the arena is full nothing more is added (see arena.h). */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/day.h"
#include "base/str.h"

struct buf {
    struct arena *a;
    char *s;
    size_t n, size;
};

struct str buf_str(const struct buf *);              /* a view of what is there now */
const char *buf_z(struct buf *);                     /* the same, ended by a zero byte */
void buf_add(struct buf *, struct str);
void buf_z_add(struct buf *, const char *);          /* a C string; NULL adds nothing */
void buf_char(struct buf *, char);
void buf_int(struct buf *, int64_t);
void buf_printf(struct buf *, const char *fmt, ...) PRINTF(2, 3);

void buf_day(struct buf *, day);                     /* 2026-11-24 */
void buf_instant(struct buf *, int64_t);             /* 2026-11-24T09:30:00Z */
void buf_money(struct buf *, int64_t cents);         /* 12.50 */

/* Escapes (X27): HTML text and double-quoted attribute; JSON string with its quotes, in which
 * control, bidirectional and format characters are \u escapes; one path segment or query value
 * (RFC 3986). */
void buf_html(struct buf *, struct str);
void buf_json(struct buf *, struct str);
void buf_url(struct buf *, struct str);
/* How many bytes at its beginning stand in HTML as they are. */
size_t html_plain(struct str);
/* A CSV cell (RFC 4180), quoted where needed. A cell that a spreadsheet would run as a formula
 * gets a leading ' unless it is a number or a phone number. */
void buf_csv(struct buf *, struct str);

#endif
