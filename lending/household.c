/* See household.h. */
#include "lending/household.h"

#include "lending/edit.h"
#include "schema/query.h"

enum fault household_list(struct ctx *c, const struct household **out, size_t *n)
{
    QUERY(q, c, Q_HOUSEHOLD_LIST);
    struct household *h = NULL;
    *n = 0;
    while (q_row(&q)) {
        if (!h)
            h = NEW_N(c->mem, struct household, q_int(&q, "n"));
        h[(*n)++] = (struct household){ q_int(&q, "id"), q_int(&q, "members"), q_str(&q, "name"),
                                        q_str(&q, "contact") };
    }
    *out = h;
    return q_end(&q);
}

static enum fault by_name(struct ctx *c, struct str name, int64_t *id)
{
    QUERY(q, c, Q_HOUSEHOLD_BY_NAME);
    q_bind_str(&q, "name_key", str_key(c->mem, name));
    return q_run_int(&q, id);
}

enum fault household_find(struct ctx *c, struct str name, int64_t *id)
{
    enum fault f = by_name(c, name, id);
    return f || *id ? f : fail(c, FAULT_NAME_UNKNOWN, "household", val_str(name));
}

enum fault household_add(struct ctx *c, struct str name, int64_t *id)
{
    enum fault f = name_good(c, "household", val_str(name));
    if (f)
        return f;
    QUERY(q, c, Q_HOUSEHOLD_ADD);
    q_bind_str(&q, "name", str_trim(name));
    q_bind_str(&q, "name_key", str_key(c->mem, name));
    f = q_run_int(&q, id);
    if (f == FAULT_CONSTRAINT)
        return fail(c, FAULT_NAME_USED, "household", val_str(name));
    return f ? f : thing_made(c, "household", *id);
}

enum fault household_find_or_add(struct ctx *c, struct str name, int64_t *id, bool *made)
{
    *id = 0;
    *made = false;
    if (!str_key(c->mem, name).n)
        return OK;
    enum fault f = by_name(c, name, id);
    *made = !f && !*id;
    return *made ? household_add(c, name, id) : f;
}

enum fault household_get(struct ctx *c, int64_t id, struct household *h)
{
    QUERY(q, c, Q_HOUSEHOLD_GET);
    q_bind_int(&q, "id", id);
    *h = (struct household){ 0 };
    if (q_row(&q))
        *h = (struct household){ .id = id, .name = q_str(&q, "name") };
    return q_end(&q);
}

enum fault household_members(struct ctx *c, int64_t id, const struct member **out, size_t *n)
{
    QUERY(q, c, Q_HOUSEHOLD_MEMBERS);
    q_bind_int(&q, "household", id);
    struct member *m = NULL;
    enum fault f = OK;
    *n = 0;
    while (!f && q_row(&q)) {
        if (!m)
            m = NEW_N(c->mem, struct member, q_int(&q, "n"));
        f = member_get(c, q_int(&q, "id"), &m[(*n)++]);
    }
    *out = m;
    return f ? f : q_end(&q);
}

enum fault household_join(struct ctx *c, const struct member *m, int64_t id, bool contact, bool *changed)
{
    return edits_apply(c, m->id,
        EDITS({ F_MEMBER_HOUSEHOLD, val_id(m->household), id ? val_int(id) : val_str(S("")) },
              { F_MEMBER_HOUSEHOLD_CONTACT, val_bool(m->household_contact), val_bool(contact) }),
        changed);
}

enum fault household_contact(struct ctx *c, const struct member *m, bool *changed)
{
    const struct member *all;
    size_t n;
    if (!m->household)
        return fail_facts(c, FAULT_NO_HOUSEHOLD, "member", val_str(m->code),
                          FACTS(F("name", val_str(m->name))));
    enum fault f = household_members(c, m->household, &all, &n);
    for (size_t i = 0; !f && i < n; i++)
        f = household_join(c, &all[i], m->household, all[i].id == m->id, changed);
    return f;
}
