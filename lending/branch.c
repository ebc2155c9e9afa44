/* See branch.h. */
#include "lending/branch.h"

#include "lending/code.h"
#include "lending/journal.h"
#include "schema/query.h"

static struct branch branch_row(struct query *q)
{
    return (struct branch){ .id = q_int(q, "id"), .name = q_str(q, "name"),
        .address = q_str(q, "address"), .postcode = q_str(q, "postcode"), .place = q_str(q, "place"),
        .phone = q_str(q, "phone"), .email = q_str(q, "email"), .colour = q_str(q, "colour") };
}

enum fault branch_get(struct ctx *c, int64_t id, struct branch *out)
{
    QUERY(q, c, Q_BRANCH_GET);
    q_bind_int(&q, "id", id);
    *out = (struct branch){ 0 };
    if (q_row(&q))
        *out = branch_row(&q);
    enum fault f = q_end(&q);
    return f || out->id ? f : FAULT_NAME_UNKNOWN;
}

enum fault branch_all(struct ctx *c, const struct branch **out, size_t *n)
{
    QUERY(q, c, Q_BRANCH_ALL);
    struct branch *b = NULL;
    *n = 0;
    while (q_row(&q)) {
        if (!b)
            b = NEW_N(c->mem, struct branch, q_int(&q, "n"));
        b[(*n)++] = branch_row(&q);
    }
    *out = b;
    return q_end(&q);
}

static struct str names_of(struct ctx *c, const struct branch *b, size_t n)
{
    struct buf names = { .a = c->mem };
    for (size_t i = 0; i < n; i++) {
        buf_z_add(&names, i ? ", " : "");
        buf_add(&names, b[i].name);
    }
    return buf_str(&names);
}

enum fault branch_find(struct ctx *c, struct str text, int64_t *id)
{
    const struct branch *b;
    struct str key = str_key(c->mem, text), folded;
    size_t n;
    struct code code;
    enum fault f = branch_all(c, &b, &n);
    if (f)
        return f;
    bool coded = !code_fold(c->mem, text, (struct str){ 0 }, &folded) && !code_read(folded, &code);
    for (size_t i = 0; i < n; i++)
        if (str_eq(key, str_key(c->mem, b[i].name)) ||
            (coded && (code.family == FAMILY_BRANCH || code.bare) && code.number == b[i].id)) {
            *id = b[i].id;
            return OK;
        }
    return !n ? fail(c, FAULT_BRANCH_NONE, "branch", val_str(text))
              : fail_facts(c, FAULT_NAME_UNKNOWN, "branch", val_str(text),
                           FACTS(F("names", val_str(names_of(c, b, n)))));
}

enum fault branch_add(struct ctx *c, const struct branch *b, int64_t *id)
{
    QUERY(q, c, Q_BRANCH_ADD);
    q_bind_str(&q, "name", b->name);
    q_bind_str(&q, "name_key", str_key(c->mem, b->name));
    q_bind(&q, "address", val_text(b->address));
    q_bind(&q, "postcode", val_text(b->postcode));
    q_bind(&q, "place", val_text(b->place));
    q_bind(&q, "phone", val_text(b->phone));
    q_bind(&q, "email", val_text(b->email));
    q_bind(&q, "colour", val_text(b->colour));
    enum fault f = q_run_int(&q, id);
    if (f == FAULT_CONSTRAINT)
        return fail(c, FAULT_NAME_USED, "name", val_str(b->name));
    return f ? f : thing_made(c, "branch", *id);
}

enum fault branch_hours_set(struct ctx *c, int64_t branch, const struct block *k, size_t n)
{
    QUERY(drop, c, Q_BLOCKS_DROP);
    q_bind_int(&drop, "branch", branch);
    enum fault f = journal_line(c, "branch", branch);
    if (!f)
        f = q_run(&drop);
    QUERY(q, c, Q_BLOCK_ADD);
    for (size_t i = 0; !f && i < n; i++) {
        q_bind_int(&q, "branch", branch);
        q_bind_int(&q, "weekday", k[i].weekday);
        q_bind_int(&q, "from_minute", k[i].from);
        q_bind_int(&q, "to_minute", k[i].to);
        q_bind_int(&q, "change_minute", k[i].change);
        f = q_run(&q);
    }
    return f;
}

enum fault branch_holiday_set(struct ctx *c, int64_t branch, size_t holiday, bool open)
{
    QUERY(q, c, Q_HOLIDAY_SET);
    q_bind_int(&q, "branch", branch);
    q_bind_str(&q, "holiday", str_of(holiday_name(holiday)));
    q_bind_int(&q, "is_open", open);
    enum fault f = journal_line(c, "branch", branch);
    return f ? f : q_run(&q);
}

enum fault branch_of_counter(struct ctx *c, int64_t *id)
{
    const struct branch *b;
    size_t n;
    if (c->branch) {
        *id = c->branch;
        return OK;
    }
    enum fault f = branch_all(c, &b, &n);
    if (f)
        return f;
    if (n == 1) {
        *id = c->branch = b[0].id;
        return OK;
    }
    return !n ? fail(c, FAULT_BRANCH_NONE, "branch", val_none())
              : fail_facts(c, FAULT_BRANCH_NEEDED, "branch", val_none(),
                           FACTS(F("names", val_str(names_of(c, b, n)))));
}
