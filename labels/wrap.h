/* Where lines and long words break. Pure arithmetic over widths that somebody else measured. */
#ifndef LABELS_WRAP_H
#define LABELS_WRAP_H

#include "base/str.h"

/* A word, or a syllable of one: `begins` a word, so that a space may stand before it. */
struct piece {
    double w;
    bool begins;
};

/* Fills lines of width `room` one after the other; begin[i] tells whether a line begins with piece
 * i. A word is broken between its pieces only when it is wider than a whole line, and only once.
 * Returns the number of lines; 0 when that is not enough. */
int wrap_lines(const struct piece *, size_t n, double room, double space, double hyphen,
               bool *begin);
/* The same in as few lines but of about the same length: the narrowest room that needs no more. */
int wrap_even(const struct piece *, size_t n, double room, double space, double hyphen,
              bool *begin);

/* Bytes of the word up to the next place after `from` where it may be broken, by the sound of
 * Dutch: before the consonants that can begin a syllable, with four letters at least on both sides.
 * The word's length when there is none. Not for spelling: compounds are not known to it. */
size_t hyphen_next(struct str word, size_t from);

#endif
