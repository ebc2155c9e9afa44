/* The ledger and its sums. See money.h. */
#include "lending/money.h"

#include "lending/branch.h"
#include "lending/code.h"
#include "lending/journal.h"
#include "lending/member.h"
#include "schema/query.h"

int64_t day_value(int64_t price, day bought, day on)
{
    enum { TENTHS = 10 };
    int years = day_years(bought, on);
    return price <= 0 || years >= TENTHS ? 0 : years <= 0 ? price : price * (TENTHS - years) / TENTHS;
}

static bool of_pot(const char *kind)
{
    return !strcmp(kind, "pot_in") || !strcmp(kind, "pot_out");
}

/* The pot's lines know the day and nothing else (G4, G8). */
static void when_and_by_whom(struct query *q, bool pot)
{
    struct ctx *c = q->c;
    q_bind(q, "at", val_time(pot ? instant_of(c->today, 0) : c->now));
    q_bind(q, "on_day", val_day(c->today));
    q_bind(q, "journal", pot ? val_none() : val_int(c->journal));
}

/* Cash and cards go through the till of a branch; other money may belong to none. */
static enum fault till_branch(struct ctx *c, const char *method, int64_t *branch)
{
    bool till = method && (!strcmp(method, "cash") || !strcmp(method, "card"));
    size_t was = c->n_wrong;
    enum fault f = branch_of_counter(c, branch);
    if (f != FAULT_BRANCH_NEEDED || till)
        return f;
    c->n_wrong = was;
    *branch = 0;
    return OK;
}

enum fault ledger_add(struct ctx *c, const struct ledger_new *w, int64_t *id)
{
    int64_t line, branch;
    bool pot = of_pot(w->kind);
    enum fault f = till_branch(c, w->method, &branch);
    if (!f)
        f = journal_line(c, pot ? "pot" : "member", w->member);
    if (f)
        return f;
    QUERY(q, c, Q_LEDGER_ADD);
    when_and_by_whom(&q, pot);
    q_bind(&q, "branch", val_id(branch));
    q_bind(&q, "member", val_id(w->member));
    q_bind(&q, "loan", val_id(w->loan));
    q_bind(&q, "part", val_id(w->part));
    q_bind_str(&q, "kind", str_of(w->kind));
    q_bind(&q, "method", w->method ? val_z(w->method) : val_none());
    q_bind_int(&q, "cents", w->cents);
    f = q_run_int(&q, id ? id : &line);
    return f ? f : thing_made(c, "ledger", id ? *id : line);
}

/* The line that stands for the one first written, and whether it is the pot's. */
static enum fault standing(struct ctx *c, int64_t root, int64_t *id, bool *pot)
{
    QUERY(q, c, Q_LEDGER_STANDING);
    q_bind_int(&q, "id", root);
    *id = 0;
    if (q_row(&q)) {
        *id = q_int(&q, "id");
        *pot = of_pot(str_z(c->mem, q_str(&q, "kind")));
    }
    enum fault f = q_end(&q);
    return f || *id ? f : fail(c, FAULT_LINE_REVERSED, "line", val_int(root));
}

enum fault ledger_reverse(struct ctx *c, int64_t root)
{
    int64_t id, line;
    bool pot = false;
    enum fault f = standing(c, root, &id, &pot);
    if (!f)
        f = journal_line(c, "ledger", root);
    if (f)
        return f;
    QUERY(q, c, Q_LEDGER_REVERSE);
    when_and_by_whom(&q, pot);
    q_bind_int(&q, "id", id);
    f = q_run_int(&q, &line);
    return f ? f : thing_ended(c, "ledger", root, c->today);
}

/* The line a person means by a number, and the one first written for it. */
static enum fault line_get(struct ctx *c, int64_t id, struct ledger_line *l, int64_t *root)
{
    QUERY(q, c, Q_LEDGER_GET);
    q_bind_int(&q, "id", id);
    *l = (struct ledger_line){ 0 };
    *root = 0;
    if (q_row(&q)) {
        *l = (struct ledger_line){ .id = id, .member = q_int(&q, "member"), .cents = q_int(&q, "cents"),
            .reverses = q_int(&q, "reverses"), .kind = q_str(&q, "kind"), .method = q_str(&q, "method") };
        *root = q_int(&q, "root");
    }
    enum fault f = q_end(&q);
    return f || *root ? f : fail(c, FAULT_NAME_UNKNOWN, "line", val_int(id));
}

enum fault ledger_correct(struct ctx *c, int64_t id, struct ledger_line *l)
{
    int64_t root;
    enum fault f = line_get(c, id, l, &root);
    if (!f && l->reverses)
        f = fail(c, FAULT_LINE_REVERSED, "line", val_int(id));
    if (!f)
        f = journal_line(c, "member", l->member);
    if (!f)
        f = ledger_reverse(c, root);
    if (f || !str_eq(l->method, S("pot")))
        return f;
    return ledger_add(c, &(struct ledger_new){ .kind = "pot_in", .cents = -l->cents }, NULL);
}

enum fault ledger_again(struct ctx *c, int64_t root)
{
    int64_t line;
    QUERY(q, c, Q_LEDGER_AGAIN);
    when_and_by_whom(&q, false);
    q_bind_int(&q, "id", root);
    return q_run_int(&q, &line);
}

enum fault money_of(struct ctx *c, int64_t member, struct member_money *o)
{
    QUERY(q, c, Q_MONEY_OF_MEMBER);
    q_bind_int(&q, "member", member);
    *o = (struct member_money){ 0 };
    if (q_row(&q))
        *o = (struct member_money){ q_int(&q, "balance"), q_int(&q, "deposits") };
    return q_end(&q);
}

enum fault ledger_of(struct ctx *c, int64_t member, const struct ledger_line **out, size_t *n)
{
    struct ledger_line *at = NULL;
    QUERY(q, c, Q_LEDGER_OF_MEMBER);
    q_bind_int(&q, "member", member);
    for (*n = 0; q_row(&q); ++*n) {
        if (!at)
            at = NEW_N(c->mem, struct ledger_line, q_int(&q, "n"));
        int64_t tool = q_int(&q, "tool_number");
        at[*n] = (struct ledger_line){ .id = q_int(&q, "id"), .cents = q_int(&q, "cents"),
            .reverses = q_int(&q, "reverses"), .on = q_day(&q, "on_day"), .kind = q_str(&q, "kind"),
            .method = q_str(&q, "method"), .part = q_str(&q, "part_name"),
            .branch = q_str(&q, "branch_name"),
            .tool_code = tool ? code_text(c->mem, tool, FAMILY_TOOL) : (struct str){ 0 } };
    }
    *out = at;
    return q_end(&q);
}

enum fault pot_balance(struct ctx *c, int64_t *cents)
{
    QUERY(q, c, Q_POT_BALANCE);
    return q_run_int(&q, cents);
}

enum fault pot_lines(struct ctx *c, const struct ledger_line **out, size_t *n)
{
    struct ledger_line *at = NULL;
    QUERY(q, c, Q_POT_LINES);
    for (*n = 0; q_row(&q); ++*n) {
        if (!at)
            at = NEW_N(c->mem, struct ledger_line, q_int(&q, "n"));
        at[*n] = (struct ledger_line){ .on = q_day(&q, "on_day"), .kind = q_str(&q, "kind"),
                                       .method = q_str(&q, "method"), .cents = q_int(&q, "cents") };
    }
    *out = at;
    return q_end(&q);
}

/* Nothing to pay with, or nothing to give back. */
static enum fault payment_check(struct ctx *c, const struct payment *w)
{
    struct member_money m;
    int64_t pot;
    if (!w->cents)
        return fail(c, FAULT_AMOUNT_ZERO, "amount", val_money(w->cents));
    enum fault f = pot_balance(c, &pot);
    if (!f && !w->back && !strcmp(w->method, "pot") && w->cents > pot)
        f = fail_facts(c, FAULT_POT_SHORT, "amount", val_money(w->cents), FACTS(F("amount", val_money(pot))));
    if (!f)
        f = money_of(c, w->member, &m);
    if (!f && w->back && w->cents > -m.balance)
        f = fail_facts(c, FAULT_PAY_BACK_MOST, "amount", val_money(w->cents),
                       FACTS(F("amount", val_money(m.balance < 0 ? -m.balance : 0))));
    return f;
}

/* M18: who pays is there. */
static enum fault paid_activity(struct ctx *c, int64_t member)
{
    struct member m;
    enum fault f = member_get(c, member, &m);
    return f ? f : member_active(c, &m);
}

enum fault payment_add(struct ctx *c, const struct payment *w)
{
    int64_t cents = w->back ? w->cents : -w->cents;
    enum fault f = payment_check(c, w);
    if (!f)
        f = ledger_add(c, &(struct ledger_new){ .kind = "payment", .method = w->method, .cents = cents,
                                                .member = w->member }, NULL);
    if (!f && !strcmp(w->method, "pot"))
        f = ledger_add(c, &(struct ledger_new){ .kind = w->back ? "pot_in" : "pot_out", .cents = cents },
                       NULL);
    return f ? f : paid_activity(c, w->member);
}

enum fault till_of(struct ctx *c, day on, int64_t branch, const struct till **out, size_t *n)
{
    enum { MOST = 400 };
    struct till *at = NEW_N(c->mem, struct till, MOST);
    QUERY(q, c, Q_TILL);
    q_bind(&q, "on_day", val_day(on));
    q_bind_int(&q, "branch", branch);
    for (*n = 0; *n < MOST && q_row(&q); ++*n)
        at[*n] = (struct till){ q_str(&q, "branch_name"), q_str(&q, "method"), q_int(&q, "cents") };
    *out = at;
    return q_end(&q);
}
