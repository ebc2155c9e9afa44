/* What html2c is writing, and the reader of one template. Not in the daemon. */
#ifndef SERVER_PAGES_TEMPLATE_H
#define SERVER_PAGES_TEMPLATE_H

#include "server/pages/place.h"

enum { DEEP = 16, MOST = 300 };

struct open { /* an {{if}} or {{each}} that waits for its {{end}} */
    int line;
    bool is_if, has_else;
    struct str item;       /* of an {{each}} */
    struct place at, then; /* where it began; where the part before {{else}} ended */
};
struct use { /* of a part */
    struct str name;
    const char *file;
    int line;
};
struct gen {
    struct arena *a;
    const char *file;
    struct str src;
    int line;
    struct place p;
    bool begun, page, has_x; /* the function being written */
    struct open open[DEEP];
    size_t deep, n_used;
    struct use used[MOST];
    struct buf parts, asked; /* "\nNAME ...": the parts; the sentences and what they ask for */
    struct buf lit, enums, symbols, h, ahead, c;
};

/* Reads the template in g->src, told of as g->file. */
void template_read(struct gen *);

/* One line on stderr with file and line, then the end. */
PRINTF(2, 3) NORETURN void bad(const struct gen *, const char *fmt, ...);
/* "page.tool-x" as PAGE_TOOL_X. */
struct str constant(struct gen *, struct str name);
/* Whether a line begins with `name` and a blank; what follows there. */
bool line_find(struct gen *, const struct buf *lines, struct str name, struct str *rest);
/* The text as a C string. */
void c_string(struct buf *, struct str);

#endif
