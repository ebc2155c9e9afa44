/* Which column is what: the headings people write, Dutch and English, in several spellings. */
#ifndef LENDING_IMPORT_COLUMN_H
#define LENDING_IMPORT_COLUMN_H

#include "base/str.h"

enum {
    CELL_MANY = 1, /* several columns may be of it: their cells are joined by ; */
    CELL_LONG = 2, /* up to 2000 characters and several lines, else 200 and one */
    CELL_NAME = 4, /* what a row is about: one of these makes a heading a heading */
};
struct import_field {
    const char *key;   /* the name in answers, and the heading that export writes */
    const char *words; /* other headings, folded (str_key), between bars */
    unsigned flags;
};

/* Gives each cell of a heading the field it names, -1 where it names none; of two columns for one
 * field the second is left unread, unless CELL_MANY. Returns how many found a field; 0 when none of
 * them is a CELL_NAME. */
size_t columns_guess(struct arena *, const struct import_field *, size_t n_fields,
                     const struct str *heading, size_t n, int *field);

#endif
