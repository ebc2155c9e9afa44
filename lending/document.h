/* Files that a library adds: the manual of a model, as PDF, and its own mark. Everybody may see them. */
#ifndef LENDING_DOCUMENT_H
#define LENDING_DOCUMENT_H

#include "base/ctx.h"

enum document_kind { DOCUMENT_MANUAL, DOCUMENT_LOGO };
enum { MANUAL_MOST = 8 << 20 }; /* bytes; a request's memory holds one */

struct document {
    int64_t id, size;
    struct str name; /* empty: there is none */
};

/* A model's manual (model 0 for the logo) takes the place of the one before. */
MUST enum fault document_set(struct ctx *, enum document_kind, int64_t model, struct str content);
/* There is none any more; *was: there was one. */
MUST enum fault document_end(struct ctx *, enum document_kind, int64_t model, bool *was);
MUST enum fault document_of(struct ctx *, enum document_kind, int64_t model, struct document *);
/* "/file/NAME.pdf", "/file/NAME.webp"; empty for none. */
struct str document_path(struct arena *, enum document_kind, const struct document *);
/* The bytes by name: FAULT_PAGE_UNKNOWN where it is none of that kind, or ended. */
MUST enum fault document_bytes(struct ctx *, enum document_kind, struct str name, struct str *out);
/* Reads a PDF that was given as `arg`: it begins as one does (ISO 32000-1, 7.5.2) and is no larger than
 * MANUAL_MOST. FAULT_PDF_TYPE, FAULT_PDF_TOO_BIG, FAULT_CANNOT_READ. */
MUST enum fault document_read(struct ctx *, const char *arg, const struct file *, struct str *out);

#endif
