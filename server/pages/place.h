/* Where in the HTML of a template we are, letter by letter: the part of html2c that knows HTML and
 * what the content security policy forbids. Not in the daemon. */
#ifndef SERVER_PAGES_PLACE_H
#define SERVER_PAGES_PLACE_H

#include "base/buf.h"

struct place { /* zero: at the beginning of a text */
    enum { IN_TEXT, IN_NAME, IN_TAG, IN_ATTR, AFTER_ATTR, IN_VALUE, IN_SCRIPT } in;
    enum { EMPTY, WORDS, FRAGMENT, FILLED } value; /* how the attribute's value began */
    enum { NO_GAP, SPACE, LINE } gap;              /* blanks that wait for what comes next */
    bool inside; /* the last thing was a letter of text, not a tag or a directive */
    char tag[16], attr[32];
};

/* Takes one letter and adds what is kept of it to `out`. NULL, or why it is refused. */
const char *place_letter(struct place *, char, struct buf *out);
/* A directive begins here: settles the blanks before it. */
void place_pause(struct place *, struct buf *out);

/* What may be put here: nothing, text, part of an attribute's value, an address that fills it. */
enum holds { HOLDS_NOTHING, HOLDS_TEXT, HOLDS_ATTR, HOLDS_URL };
enum holds place_holds(const struct place *);
/* Something was put here. */
void place_fill(struct place *);
/* Two ways through a template have come to the same place. */
bool place_same(const struct place *, const struct place *);

#endif
