/* Adding a part as people write it: shared by `tool add` and `part add`. */
#ifndef OPS_PART_H
#define OPS_PART_H

#include "lending/tool.h"

/* "accu x2", "2x accu"; a count given beside it (not 0) wins. */
MUST enum fault part_put(struct ctx *, int64_t tool, struct str text, int64_t count);

#endif
