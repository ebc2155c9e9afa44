/* Text as a pointer and a length: UTF-8, never owned, not always ended by a zero byte. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include "base/arena.h"

struct str {
    const char *s;
    size_t n;
};

#define S(literal) ((struct str){ "" literal, sizeof(literal) - 1 })
/* For printf: "%.*s", STR(x) */
#define STR(x) (int)(x).n, (x).s ? (x).s : ""

struct str str_of(const char *s);                    /* NULL is the empty text */
struct str str_copy(struct arena *, struct str);     /* ended by a zero byte too */
const char *str_z(struct arena *, struct str);       /* a copy for C interfaces; stops at a NUL */
struct str str_printf(struct arena *, const char *fmt, ...) PRINTF(2, 3);

bool str_eq(struct str, struct str);
bool str_eq_nocase(struct str, struct str);          /* ASCII letters only */
int str_cmp(struct str, struct str);                 /* by bytes */
bool str_starts(struct str, struct str prefix);
bool str_starts_nocase(struct str, struct str prefix);
bool str_ends(struct str, struct str suffix);
bool str_has(struct str, char);
/* The offset of `part`, or -1. */
ptrdiff_t str_find(struct str, struct str part);

struct str str_trim(struct str);                     /* without blanks (space, tab, CR, LF) around */
struct str str_from(struct str, size_t at);          /* from byte `at` on; empty beyond the end */
struct str str_upto(struct str, size_t n);           /* the first n bytes at most */
/* Takes what stands before the first `sep` off *rest (all of it when there is none). False when
 * *rest was empty, so `while (str_next(&rest, ',', &word))` visits each. */
bool str_next(struct str *rest, char sep, struct str *word);
/* Is it one of the words, between blanks? */
bool str_among(struct str words, struct str one);
/* With a capital where it begins with a small letter of ASCII. */
struct str str_capital(struct arena *, struct str);
struct str str_upper(struct arena *, struct str);    /* ASCII letters only */
struct str str_lower(struct arena *, struct str);

/* The whole text as a number, with an optional sign; false when it is none or too large. */
bool str_int(struct str, int64_t *);
/* Euros with at most two decimals after a point, not negative ("2.50", "3"), as cents (L18); more than a
 * thousand million counts as that. */
bool str_cents(struct str, int64_t *);

/* UTF-8 (RFC 3629). */
bool utf8_valid(struct str);
size_t utf8_count(struct str);                       /* code points of valid text */
/* The code point at *at, which moves on; U+FFFD and one byte for what is invalid. */
uint32_t utf8_next(struct str, size_t *at);
size_t utf8_put(char out[static 4], uint32_t cp);    /* bytes written */
/* The longest start of at most n code points. */
struct str utf8_upto(struct str, size_t n);

/* What shown text never holds (X29): control characters (C0, C1, DEL), bidirectional and format
 * characters, line and paragraph separators. */
bool utf8_hidden(uint32_t cp);
/* Shown text: without those; line breaks and tabs become one space. Returns its argument when
 * nothing is to be done. */
struct str str_shown(struct arena *, struct str);

/* The key that search and sorting use: case-folded, without accents, punctuation as single spaces
 * ("Zoë's  Ladder" is "zoe s ladder"). Uses Unicode decomposition (libunistring). */
struct str str_key(struct arena *, struct str);
/* Columns in a terminal (East Asian width, combining marks 0). */
int str_width(struct str);

#endif
