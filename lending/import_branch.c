/* The branches that a list names. See import_run.h. */
#include "lending/branch.h"
#include "lending/import_run.h"
#include "lending/setting.h"

enum { TO_BE_MADE = -1 };

enum fault branches_begin(struct import_run *r, struct import_branches *b)
{
    struct ctx *c = r->c;
    const struct branch *all;
    size_t n;
    int64_t tools;
    enum fault f = branch_all(c, &all, &n);
    QUERY(q, c, Q_IMPORT_TOOLS);
    if (!f)
        f = q_run_int(&q, &tools);
    if (f)
        return f;
    b->may_make = !tools;
    for (size_t i = 0; i < n; i++)
        *map_at(&b->known, str_key(c->mem, all[i].name)) = all[i].id;
    b->home = c->branch ? c->branch : n == 1 ? all[0].id : n || !b->may_make ? 0 : TO_BE_MADE;
    return OK;
}

static enum fault made(struct import_run *r, struct str name, int64_t *id)
{
    *id = TO_BE_MADE;
    return r->writing ? branch_add(r->c, &(struct branch){ .name = name }, id) : OK;
}

enum fault branch_of_cell(struct import_run *r, struct import_branches *b, int field, int64_t *id)
{
    struct str name = r->cell[field];
    *id = b->home;
    if (!name.n && b->home > 0)
        return OK;
    if (!name.n && !b->home) {
        row_wrong(r, field, FAULT_BRANCH_NEEDED);
        return OK;
    }
    if (!name.n)
        name = setting_str(r->c, SET_LIBRARY_NAME);
    int64_t *known = map_at(&b->known, str_key(r->c->mem, name));
    enum fault f = OK;
    if (*known <= 0 && b->may_make)
        f = made(r, name, known);
    else if (!*known)
        f = branch_find(r->c, name, known); /* by its code; or says which there are */
    *id = *known;
    return f && fault_info(f)->status < 500 ? OK : f;
}
