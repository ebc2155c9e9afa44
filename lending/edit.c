/* See edit.h. */
#include "lending/edit.h"

enum fault edits_apply(struct ctx *c, int64_t id, const struct edit *e, size_t n, bool *changed)
{
    for (size_t i = 0; i < n; i++) {
        struct val v = e[i].becomes;
        if (val_is_none(v))
            continue;
        if (v.is == V_STR && !v.s.n)
            v = val_none();
        if (val_eq(e[i].was, v))
            continue;
        enum fault f = thing_set(c, e[i].field, id, e[i].was, v);
        if (f)
            return f;
        *changed = true;
    }
    return OK;
}

enum fault name_good(struct ctx *c, const char *arg, struct val name)
{
    if (val_is_none(name) || str_key(c->mem, name.s).n)
        return OK;
    return fail(c, FAULT_NOT_TEXT, arg, val_none());
}
