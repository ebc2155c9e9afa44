/* Filling a sentence, with what refusals need beyond text_add: a stand-in for facts that were not
 * given, and to know that there were such. Only text/ includes this. */
#ifndef TEXT_FILL_H
#define TEXT_FILL_H

#include "text/text.h"

struct fill {
    struct buf *b;
    size_t from; /* where the sentence begins in b */
    int lang;
    day today;
    const struct fact *facts;
    size_t n;
    const char *missing; /* stands in for a fact not given; NULL: a mistake of the program */
    bool lacking;        /* one was not given, or was empty */
    bool glue;           /* an empty fact began the line: the blank after it goes too */
};

void fill_key(struct fill *, enum text_key);

#endif
