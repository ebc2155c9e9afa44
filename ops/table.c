/* The one table of operations, joined from a part per module, and how a row of it is found. */
#include "ops/table.h"

#include "text/text.h"

static const struct op *const parts[] = {
    loan_ops,
    desk_ops, handover_ops,
    repair_ops,
    work_ops,
    report_ops,
    undo_ops,
    hold_ops,
    kit_ops,
    consumable_ops,
    stock_take_ops,
    tool_ops,
    tool_edit_ops,
    tool_state_ops,
    photo_ops, document_ops,
    model_ops,
    category_ops,
    member_ops,
    member_edit_ops,
    member_state_ops,
    member_keep_ops,
    household_ops,
    plan_ops,
    money_ops,
    branch_ops,
    hours_ops,
    staff_ops,
    keep_ops,
    journal_ops,
    erase_ops,
    restore_ops,
    import_ops,
    label_ops, label_more_ops,
    remind_ops,
    message_ops,
    text_ops,
    care_ops,
    self_ops,
};

size_t op_count(void)
{
    size_t n = 0;
    while (op_at(n))
        n++;
    return n;
}

const struct op *op_at(size_t i)
{
    for (size_t p = 0; p < COUNT(parts); p++)
        for (const struct op *op = parts[p]; op->cmd; op++)
            if (!i--)
                return op;
    return NULL;
}

const struct op *op_find(struct str cmd)
{
    for (size_t p = 0; p < COUNT(parts); p++)
        for (const struct op *op = parts[p]; op->cmd; op++)
            if (str_eq(cmd, str_of(op->cmd)) || (op->alias && str_eq(cmd, str_of(op->alias))))
                return op;
    return NULL;
}

/* What operations have in common, after their own arguments. */
static const struct arg dry_run = { "dry_run", K_YES, 0, NULL };
static const struct arg override = { "override", K_YES, 0, NULL };
static const struct arg reason = { "reason", K_TEXT, 0, NULL };

size_t op_n_args(const struct op *op)
{
    size_t n = 0;
    while (op->args[n].name)
        n++;
    return n;
}

const struct arg *op_arg_at(const struct op *op, size_t i)
{
    size_t own = op_n_args(op);
    if (i < own)
        return &op->args[i];
    const struct arg *common[] = { op->verb == POST ? &dry_run : NULL,
                                   op->flags & OP_OVERRIDE ? &override : NULL,
                                   op->flags & OP_OVERRIDE ? &reason : NULL };
    for (size_t k = 0; k < COUNT(common); k++)
        if (common[k] && own++ == i)
            return common[k];
    return NULL;
}

const struct arg *op_arg(const struct op *op, struct str name)
{
    const struct arg *a;
    for (size_t i = 0; (a = op_arg_at(op, i)); i++)
        if (str_eq(name, str_of(a->name)))
            return a;
    return NULL;
}

int op_text(const struct op *op, const char *what)
{
    char key[120];
    int n = snprintf(key, sizeof key, "op.%s.%s", op->cmd, what);
    ASSERT(n > 0 && (size_t)n < sizeof key);
    for (int i = 0; i < n; i++)
        if (key[i] == ' ')
            key[i] = '.';
    return text_find((struct str){ key, (size_t)n });
}

size_t shape_count(const struct shape *s)
{
    size_t n = 0;
    while (s && s->f[n].key)
        n++;
    return n;
}
