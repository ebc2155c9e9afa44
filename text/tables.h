/* What po2c writes into text_tables.c: all sentences as offsets into one pool, so that the program
 * starts without relocating thousands of pointers. Only text/ includes this. */
#ifndef TEXT_TABLES_H
#define TEXT_TABLES_H

#include "base/base.h"

struct text_piece {
    uint32_t at; /* in text_pool */
    uint16_t n, is; /* bytes; enum piece_is */
};
struct text_sentence {
    uint32_t piece; /* the first, in text_pieces */
    uint16_t n, forms; /* pieces; plural forms, which follow as the next sentences */
};
struct text_lang {
    char code[16];
    bool rtl;
    unsigned forms;
    unsigned (*plural)(uint64_t n); /* which form: the Plural-Forms of the file's header */
};

extern const char text_pool[];
extern const struct text_piece text_pieces[];
extern const struct text_sentence text_sentences[];
extern const uint32_t text_index[]; /* [lang * TEXT_COUNT + key]; 0: this language has it not */
extern const uint32_t text_names[]; /* [key], in text_pool, ended by a zero; in order of the keys */
extern const struct text_lang text_langs[]; /* [lang] */

#endif
