/* A row of tool_view and of model as a struct: shared by the files of the catalogue. */
#ifndef LENDING_TOOL_ROW_H
#define LENDING_TOOL_ROW_H

#include "lending/tool.h"
#include "schema/query.h"

struct tool tool_row(struct query *);
struct model model_row(struct query *); /* without its id */
/* What makes two models the same: name, brand and type, folded. */
struct str model_key(struct ctx *, struct str name, struct str brand, struct str type);
/* The folded path of a category; empty for 0. */
MUST enum fault category_path_of(struct ctx *, int64_t category, struct str *path);

#endif
