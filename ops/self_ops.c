/* What the program says about itself: from the table of operations alone, without a library. */
#include "ops/table.h"

#include "schema/db.h"

static const struct shape version_shape = { "version", FIELDS({ "program", FK_TEXT },
    { "version", FK_TEXT }, { "library_version", FK_INT }, { "engine", FK_TEXT }) };

static enum fault version_run(struct ctx *c, const struct val *args, struct out *o)
{
    (void)c;
    (void)args;
    OUT(o, val_z("kist"), val_z(KIST_VERSION), val_int(db_version_wanted()),
        val_z(db_engine_version()));
    return OK;
}

const struct op self_ops[] = {
    { "version", NULL, "/version", GET, ROLE_VISITOR, OP_NO_DB, ARGS0, &version_shape, version_run },
    { 0 },
};
