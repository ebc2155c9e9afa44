/* A row of tool_view and of model as a struct: shared by the files of the catalogue. */
#ifndef LENDING_TOOL_ROW_H
#define LENDING_TOOL_ROW_H

#include "lending/tool.h"
#include "schema/query.h"

struct tool tool_row(struct query *);
struct model model_row(struct query *); /* without its id */

#endif
