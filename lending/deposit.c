/* See deposit.h. */
#include "lending/deposit.h"

#include "lending/money.h"
#include "lending/tool.h"
#include "schema/query.h"

enum fault deposit_take(struct ctx *c, const struct deposit *w)
{
    struct tool t = { 0 };
    if (!w->cents)
        return fail(c, FAULT_AMOUNT_ZERO, "amount", val_money(w->cents));
    enum fault f = w->tool ? tool_get(c, w->tool, &t) : OK;
    if (!f && w->tool && (!t.loan || t.loan_member != w->member))
        f = fail_facts(c, FAULT_NOT_ON_LOAN, "tool", val_str(t.code),
                       FACTS(F("tool", val_str(t.name)), F("code", val_str(t.code))));
    return f ? f : ledger_add(c, &(struct ledger_new){ .kind = "deposit_taken", .method = w->method,
        .cents = w->cents, .member = w->member, .loan = t.loan }, NULL);
}

struct held {
    int64_t loan, cents;
};

static enum fault held_load(struct ctx *c, const struct deposit *w, struct held *at, size_t most,
                            size_t *n, int64_t *sum)
{
    QUERY(q, c, Q_DEPOSITS_HELD);
    q_bind_int(&q, "member", w->member);
    q_bind_int(&q, "tool", w->tool);
    for (*n = 0, *sum = 0; *n < most && q_row(&q); ++*n) {
        at[*n] = (struct held){ q_int(&q, "loan"), q_int(&q, "cents") };
        *sum += at[*n].cents;
    }
    return q_end(&q);
}

enum fault deposit_give(struct ctx *c, const struct deposit *w)
{
    struct held held[50];
    size_t n;
    int64_t sum, left = w->cents;
    if (!w->cents)
        return fail(c, FAULT_AMOUNT_ZERO, "amount", val_money(w->cents));
    enum fault f = held_load(c, w, held, COUNT(held), &n, &sum);
    if (!f && left > sum)
        f = fail_facts(c, FAULT_DEPOSIT_SHORT, "amount", val_money(left), FACTS(F("amount", val_money(sum))));
    for (size_t i = 0; !f && left && i < n; i++) {
        int64_t part = left < held[i].cents ? left : held[i].cents;
        f = ledger_add(c, &(struct ledger_new){ .kind = w->method ? "deposit_returned" : "deposit_kept",
            .method = w->method, .cents = -part, .member = w->member, .loan = held[i].loan }, NULL);
        left -= part;
    }
    return f;
}
