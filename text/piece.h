/* The pieces of a sentence: plain text and placeholders. The generator (po2c.c) cuts our own
 * sentences at build time; text_fill cuts those a coordinator wrote. Both by piece_next. */
#ifndef TEXT_PIECE_H
#define TEXT_PIECE_H

#include "base/str.h"

/* What a piece is: text, or a placeholder with the form it asks for. PIECE_BAD is a brace that
 * belongs to no placeholder, or an unknown form. */
enum piece_is { PIECE_TEXT, PIECE_FACT, PIECE_SHORT, PIECE_ISO, PIECE_CLOCK, PIECE_BAD };

struct piece {
    enum piece_is is;
    struct str s; /* the text, or the placeholder's name; of a bad one the rest of the sentence */
};

/* Takes the next piece off *rest; false at the end. A bad piece takes its brace only. */
bool piece_next(struct str *rest, struct piece *out);

#endif
