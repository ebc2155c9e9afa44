/* Adding tools, their parts and their other codes (T9). See tool.h. */
#include "lending/journal.h"
#include "lending/tool_row.h"

static enum fault number_next(struct ctx *c, int64_t *number)
{
    QUERY(q, c, Q_TOOL_NUMBER_LAST);
    enum fault f = q_run_int(&q, number);
    ++*number;
    return f;
}

enum fault tool_add(struct ctx *c, const struct tool_new *n, int64_t *id)
{
    int64_t model, number = n->number;
    bool made;
    enum fault f = number ? OK : number_next(c, &number);
    if (!f)
        f = model_find_or_add(c, n->name, n->brand, n->type, n->category, &model, &made);
    if (f)
        return f;
    if (number < 1 || number > 999999)
        return fail_facts(c, FAULT_NUMBER_RANGE, "number", val_int(number),
                          FACTS(F("least", val_int(1)), F("most", val_int(999999))));
    QUERY(q, c, Q_TOOL_ADD);
    q_bind_int(&q, "number", number);
    q_bind_int(&q, "model", model);
    q_bind_int(&q, "home", n->home);
    q_bind(&q, "shelf", val_text(n->shelf));
    q_bind_str(&q, "state", str_of(tool_state_name(n->state)));
    q_bind(&q, "state_reason", val_text(n->state_reason));
    q_bind(&q, "state_day", val_day(c->today));
    q_bind(&q, "owner", val_id(n->owner));
    q_bind(&q, "serial", val_text(n->serial));
    q_bind(&q, "size", val_text(n->size));
    q_bind(&q, "strength", val_text(n->strength));
    q_bind(&q, "price_cents", n->price < 0 ? val_none() : val_money(n->price));
    q_bind(&q, "bought_day", val_day(n->bought));
    q_bind(&q, "note", val_text(n->note));
    q_bind(&q, "source_key", val_text(n->source_key));
    q_bind(&q, "made_at", val_time(c->now));
    f = q_run_int(&q, id);
    if (f == FAULT_CONSTRAINT)
        return fail(c, FAULT_NUMBER_USED, "number", val_int(number));
    return f ? f : thing_made(c, "tool", *id);
}

/* T2: an alias that reads as a valid own code of another tool is refused. */
enum fault alias_add(struct ctx *c, int64_t tool, struct str written)
{
    struct str folded;
    struct code code;
    int64_t other = 0;
    if (code_fold(c->mem, written, hosts_ours(c), &folded) || !folded.n || folded.n > 60)
        return fail(c, FAULT_CODE_FOREIGN, "alias", val_str(written));
    if (!code_read(folded, &code) && code.family == FAMILY_TOOL) {
        QUERY(q, c, Q_TOOL_BY_NUMBER);
        q_bind_int(&q, "number", code.number);
        enum fault f = q_run_int(&q, &other);
        if (f)
            return f;
        if (other && other != tool)
            return fail(c, FAULT_ALIAS_OWN_CODE, "alias", val_str(written));
    }
    QUERY(add, c, Q_ALIAS_ADD);
    q_bind_str(&add, "code", folded);
    q_bind_int(&add, "tool", tool);
    q_bind_str(&add, "written", str_trim(written));
    enum fault f = q_run(&add);
    if (f != FAULT_CONSTRAINT)
        return f ? f : journal_line(c, "tool", tool);
    QUERY(has, c, Q_TOOL_BY_ALIAS);
    q_bind_str(&has, "code", folded);
    f = q_run_int(&has, &other);
    return f || other == tool ? f : fail(c, FAULT_NUMBER_USED, "alias", val_str(written));
}

enum fault part_add(struct ctx *c, int64_t tool, struct str name, int64_t count)
{
    int64_t id;
    if (count < 1 || count > 999)
        return fail_facts(c, FAULT_NUMBER_RANGE, "count", val_int(count),
                          FACTS(F("least", val_int(1)), F("most", val_int(999))));
    QUERY(q, c, Q_PART_ADD);
    q_bind_int(&q, "tool", tool);
    q_bind_str(&q, "name", str_trim(name));
    q_bind_str(&q, "name_key", str_key(c->mem, name));
    q_bind_int(&q, "count", count);
    enum fault f = q_run_int(&q, &id);
    if (f == FAULT_CONSTRAINT)
        return fail(c, FAULT_NAME_USED, "part", val_str(name));
    return f ? f : thing_made(c, "part", id);
}
