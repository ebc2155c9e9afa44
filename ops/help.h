/* The table of operations as people read it: help, man pages (mdoc), completion for bash; and as
 * machines do: OpenAPI. All in the context's language, but for what is promised to be English. */
#ifndef OPS_HELP_H
#define OPS_HELP_H

#include "ops/op.h"

/* "out MEMBER TOOL... [--until DAY]" */
void help_usage(struct buf *, const struct op *);
/* A placeholder for an argument's value: DAY, TOOL, mild|strong. */
void help_meta(struct buf *, const struct arg *);
/* "--all-or-nothing" */
void help_option(struct buf *, const struct arg *);
/* The first word of a command: "loan" of "loan list". */
struct str op_group(const struct op *);

/* What one command does and takes. */
void help_op(struct buf *, struct ctx *, const struct op *, int width);
/* Every command in a line; with a word those that begin with it. */
void help_all(struct buf *, struct ctx *, struct str word, int width);

/* The page of `kist` ("") or of the commands that begin with a word, as mdoc(7).
 * FAULT_NAME_UNKNOWN. */
MUST enum fault man_page(struct buf *, struct ctx *, struct str word);
void completion_bash(struct buf *);
/* OpenAPI 3.0.3, in English; `url` is where the API is, "" for a path of the same host. */
void openapi(struct buf *, struct str url);

#endif
