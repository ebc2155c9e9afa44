/* The counter itself: the command line's own (cli/counter.h). Everything it does is another operation
 * of this table. */
#include "ops/table.h"

const struct op desk_ops[] = {
    { "counter", "balie", NULL, GET, ROLE_VOLUNTEER, OP_FULL,
      ARGS({ "batch", K_YES, 0, NULL }, { "simple", K_YES, 0, NULL }), NULL, NULL },
    { 0 },
};
