/* A language file as the generator sees it: read, each sentence checked by itself, sorted by key.
 * Only po2c.c uses this; no program reads .po files. */
#ifndef TEXT_PO_H
#define TEXT_PO_H

#include "base/buf.h"

enum { PO_FORMS = 6 };

struct po_entry { /* a key and its sentence, in one form or several */
    struct str key;
    struct buf text[2 + PO_FORMS]; /* msgid, msgid_plural, msgstr or msgstr[0] ... */
    int line, forms;
    bool plural, fuzzy;
};
struct po {
    struct arena *a;
    const char *path;
    struct str code, plural; /* "nl", from the path; the C expression of Plural-Forms */
    int forms;
    bool rtl;                /* header X-Direction: rtl */
    bool strict;             /* Dutch and English: nothing may be missing */
    bool bad;                /* a mistake was told on stderr */
    struct po_entry *at;     /* sorted by key */
    size_t n, room;
};

struct po po_read(struct arena *, const char *path);
/* Tells a mistake as file:line and remembers that there was one. */
void po_bad(struct po *, int line, const char *fmt, ...) PRINTF(3, 4);
struct str po_form(const struct po_entry *, int form);
/* The entry with that key, or NULL. */
const struct po_entry *po_find(const struct po *, struct str key);

#endif
