/* What the program says about itself: from the table of operations alone, without a library. */
#include "ops/help.h"
#include "ops/table.h"

#include "schema/db.h"

enum { HELP_WIDTH = 80 };

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

static enum fault help_run(struct ctx *c, const struct val *args, struct out *o)
{
    struct str word = val_str_or(args[0], (struct str){ 0 });
    const struct op *op = op_find(word), *group = NULL;
    struct buf *b = out_file(o, "text/plain; charset=utf-8", "kist.txt");
    for (size_t i = 0; word.n && !group && (group = op_at(i)); i++)
        if (!str_eq(op_group(group), word))
            group = NULL;
    if (op)
        help_op(b, c, op, HELP_WIDTH);
    else if (!word.n || group)
        help_all(b, c, word, HELP_WIDTH);
    else
        return fail(c, FAULT_COMMAND_UNKNOWN, NULL, val_str(word));
    return OK;
}

static enum fault man_run(struct ctx *c, const struct val *args, struct out *o)
{
    return man_page(out_file(o, "text/troff", "kist.1"), c, val_str_or(args[0], (struct str){ 0 }));
}

static enum fault completion_run(struct ctx *c, const struct val *args, struct out *o)
{
    (void)c;
    (void)args;
    completion_bash(out_file(o, "text/x-shellscript", "kist"));
    return OK;
}

static enum fault openapi_run(struct ctx *c, const struct val *args, struct out *o)
{
    (void)c;
    (void)args;
    openapi(out_file(o, "application/json", "openapi.json"), S(""));
    return OK;
}

/* Their paths are the daemon's own (/api/v1/openapi.json). */
const struct op self_ops[] = {
    { "version", NULL, "/version", GET, ROLE_VISITOR, OP_NO_DB, ARGS0, &version_shape,
      version_run },
    { "help", "hulp", NULL, GET, ROLE_VISITOR, OP_NO_DB | OP_FILE,
      ARGS({ "command", K_TEXT, ARG_PLACE | ARG_WORDS, NULL }), NULL, help_run },
    { "man", NULL, NULL, GET, ROLE_VISITOR, OP_NO_DB | OP_FILE,
      ARGS({ "command", K_TEXT, ARG_PLACE, NULL }), NULL, man_run },
    { "completion", NULL, NULL, GET, ROLE_VISITOR, OP_NO_DB | OP_FILE, ARGS0, NULL,
      completion_run },
    { "openapi", NULL, NULL, GET, ROLE_VISITOR, OP_NO_DB | OP_FILE, ARGS0, NULL, openapi_run },
    { 0 },
};
