/* See plan.h. */
#include "lending/plan.h"

#include "base/buf.h"
#include "lending/journal.h"
#include "schema/query.h"

enum fault plan_all(struct ctx *c, const struct plan **out, size_t *n)
{
    QUERY(q, c, Q_PLAN_ALL);
    struct plan *p = NULL;
    *n = 0;
    while (q_row(&q)) {
        if (!p)
            p = NEW_N(c->mem, struct plan, q_int(&q, "n"));
        p[(*n)++] = (struct plan){ .id = q_int(&q, "id"), .name = q_str(&q, "name"),
            .price = q_int(&q, "price_cents"), .months = (int)q_int(&q, "months"),
            .limit_tools = (int)q_int(&q, "limit_tools") };
    }
    *out = p;
    return q_end(&q);
}

enum fault plan_find(struct ctx *c, struct str text, int64_t *id)
{
    const struct plan *p;
    struct buf names = { .a = c->mem };
    size_t n;
    struct str key = str_key(c->mem, text);
    enum fault f = plan_all(c, &p, &n);
    if (f)
        return f;
    for (size_t i = 0; i < n; i++) {
        if (str_eq(key, str_key(c->mem, p[i].name))) {
            *id = p[i].id;
            return OK;
        }
        buf_z_add(&names, i ? ", " : "");
        buf_add(&names, p[i].name);
    }
    return fail_facts(c, FAULT_NAME_UNKNOWN, "plan", val_str(text),
                      FACTS(F("choices", val_str(buf_str(&names)))));
}

enum fault plan_add(struct ctx *c, const struct plan *p, int64_t *id)
{
    QUERY(q, c, Q_PLAN_ADD);
    q_bind_str(&q, "name", p->name);
    q_bind_str(&q, "name_key", str_key(c->mem, p->name));
    q_bind_int(&q, "price_cents", p->price);
    q_bind_int(&q, "months", p->months);
    q_bind_int(&q, "limit_tools", p->limit_tools);
    enum fault f = q_run_int(&q, id);
    if (f == FAULT_CONSTRAINT)
        return fail(c, FAULT_NAME_USED, "name", val_str(p->name));
    return f ? f : thing_made(c, "plan", *id);
}
