/* Members' records: two of one person become one (M10). */
#include "lending/merge.h"
#include "ops/say.h"
#include "ops/table.h"

static const struct shape merge_shape = { "member", FIELDS(
    { "member", FK_MEMBER }, { "name", FK_TEXT }, { "merged", FK_MEMBER }) };

static enum fault merge_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct member x, y;
    enum fault f = member_get(c, a[0].i, &x);
    if (!f)
        f = member_merge(c, a[0].i, a[1].i);
    if (!f)
        f = member_get(c, a[1].i, &y);
    if (!f)
        OUT(o, val_str(y.code), val_str(y.name), val_str(x.code));
    return f;
}

const struct op member_keep_ops[] = {
    { "member merge", NULL, "/members/{from}/merge", POST, ROLE_COORDINATOR, 0,
      ARGS({ "from", K_MEMBER, ARG_NEED | ARG_PLACE, NULL },
           { "into", K_MEMBER, ARG_NEED | ARG_PLACE, NULL }), &merge_shape, merge_run },
    { 0 },
};
