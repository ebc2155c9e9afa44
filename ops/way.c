/* See way.h. */
#include "ops/way.h"

static const struct way ways[] = {
    { FAULT_TOOL_ELSEWHERE, T_COUNTER_WAY_FIRST, NULL, NULL, true },
    { FAULT_TOOL_MISSING, T_COUNTER_WAY_FIRST, NULL, NULL, true },
    { FAULT_SAFETY_INSTRUCTION, T_COUNTER_WAY_EXPLAINED, "explained", NULL, false },
    { FAULT_SAFETY_HELPER, T_COUNTER_WAY_HELPER, NULL, "helper", false },
    { FAULT_SAFETY_HELPER, T_COUNTER_WAY_IN_HOUSE, "in_house", NULL, false },
    { FAULT_AGE_NOT_CONFIRMED, T_COUNTER_WAY_AGE, "age_ok", NULL, false },
    { FAULT_TOOL_BOOKED, T_COUNTER_WAY_UNTIL, NULL, "until", false },
    { FAULT_UNTIL_TOO_LATE, T_COUNTER_WAY_UNTIL, NULL, "until", false },
    { FAULT_KIT_TOGETHER, T_COUNTER_WAY_PARTLY, "partly", NULL, false },
};

static const enum fault passable[] = {
    FAULT_MEMBER_PENDING, FAULT_MEMBER_BLOCKED, FAULT_MEMBER_ENDED, FAULT_MEMBERSHIP_EXPIRED,
    FAULT_TOOL_IN_REPAIR, FAULT_TOOL_MISSING, FAULT_TOOL_HELD, FAULT_TOOL_BOOKED,
    FAULT_INSPECTION_OVERDUE, FAULT_SAFETY_INSTRUCTION, FAULT_SAFETY_HELPER, FAULT_AGE_NOT_CONFIRMED,
    FAULT_OWNER_TERMS, FAULT_LIMIT_TOOLS, FAULT_LIMIT_VALUE, FAULT_LIMIT_CATEGORY,
    FAULT_UNTIL_TOO_LATE, FAULT_RENEW_RECALLED, FAULT_RENEW_USED_UP, FAULT_RENEW_WAITED,
    FAULT_RENEW_INSPECTION, FAULT_RENEW_BOOKED, FAULT_HOLD_OWN_LOAN, FAULT_HOLD_LIMIT,
};

const struct way *way_at(size_t i)
{
    return i < COUNT(ways) ? &ways[i] : NULL;
}

bool op_passable(const struct op *op, enum fault f)
{
    for (size_t i = 0; op->flags & OP_OVERRIDE && i < COUNT(passable); i++)
        if (passable[i] == f)
            return true;
    return false;
}

enum text_key op_pass_label(const struct op *op)
{
    return !strcmp(op->cmd, "renew") ? T_COUNTER_WAY_RENEW_ANYWAY
        : !strcmp(op->cmd, "out")    ? T_COUNTER_WAY_LEND_ANYWAY
                                     : T_COUNTER_WAY_ANYWAY;
}
