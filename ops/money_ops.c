/* Money at the counter: paying, charging, deposits, the pot, the till. */
#include "lending/deposit.h"
#include "lending/loan_money.h"
#include "lending/money.h"
#include "ops/say.h"
#include "ops/table.h"

static const struct shape money_shape = { "money", FIELDS(
    { "member", FK_MEMBER }, { "member_name", FK_TEXT }, { "kind", FK_LEDGER_KIND },
    { "method", FK_METHOD }, { "amount", FK_MONEY }, { "balance", FK_MONEY },
    { "deposits", FK_MONEY }) };

/* What was done to a member's money, and how it stands now. */
static enum fault money_told(struct out *o, int64_t member, const char *kind, struct val method,
                             int64_t cents, enum text_key key)
{
    struct ctx *c = o->c;
    struct member m;
    struct member_money k;
    enum fault f = member_get(c, member, &m);
    if (!f)
        f = money_of(c, member, &k);
    if (f)
        return f;
    OUT(o, val_str(m.code), val_str(m.name), val_z(kind), method, val_money(cents),
        val_money(k.balance), val_money(k.deposits));
    int word = text_find(str_printf(c->mem, "option.%s", kind));
    struct str what = word < 0 ? str_of(kind) : text_plain(c->lang, (enum text_key)word);
    out_say(o, TONE_YES, text(c, key, FACTS(F("name", val_str(m.name)), F("amount", val_money(cents)),
        F("kind", val_str(what)), F("balance", val_str(say_balance(c, k.balance))),
        F("deposits", val_money(k.deposits)))));
    o->created = true;
    return OK;
}

enum { M_MEMBER, M_AMOUNT, M_BY, M_BACK };

static enum fault pay_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct payment w = { .member = a[M_MEMBER].i, .cents = a[M_AMOUNT].i,
                         .method = str_z(c->mem, a[M_BY].s), .back = val_true(a[M_BACK]) };
    enum fault f = payment_add(c, &w);
    return f ? f : money_told(o, w.member, "payment", a[M_BY], w.cents,
                              w.back ? T_MONEY_PAID_BACK : T_MONEY_PAID);
}

/* `credit` is a correction in the member's favour. */
static enum fault charge_run(struct ctx *c, const struct val *a, struct out *o)
{
    bool credit = str_eq(a[2].s, S("credit"));
    const char *kind = credit ? "correction" : str_z(c->mem, a[2].s);
    c->reason = val_str_or(a[3], c->reason);
    if (!a[M_AMOUNT].i)
        return fail(c, FAULT_AMOUNT_ZERO, "amount", a[M_AMOUNT]);
    enum fault f = ledger_add(c, &(struct ledger_new){ .kind = kind, .member = a[M_MEMBER].i,
                              .cents = credit ? -a[M_AMOUNT].i : a[M_AMOUNT].i }, NULL);
    return f ? f : money_told(o, a[M_MEMBER].i, kind, val_none(), a[M_AMOUNT].i,
                              credit ? T_MONEY_CREDITED : T_MONEY_CHARGED);
}

static const struct shape line_shape = { "line", FIELDS(
    { "line", FK_INT }, { "day", FK_DAY }, { "kind", FK_LEDGER_KIND }, { "method", FK_METHOD },
    { "amount", FK_MONEY }, { "tool", FK_TOOL }, { "part", FK_TEXT }, { "branch", FK_TEXT },
    { "reverses", FK_INT }) };
static const struct shape balance_shape = { "balance", FIELDS(
    { "member", FK_MEMBER }, { "name", FK_TEXT }, { "balance", FK_MONEY }, { "deposits", FK_MONEY },
    { "lines", FK_LIST }) };

static struct val lines_of(struct ctx *c, const struct ledger_line *l, size_t n)
{
    struct val *v = NEW_N(c->mem, struct val, 9 * n + 1), *x = v;
    struct list *list = NEW(c->mem, struct list);
    for (size_t i = 0; i < n; i++) {
        *x++ = val_int(l[i].id);
        *x++ = val_day(l[i].on);
        *x++ = val_str(l[i].kind);
        *x++ = val_text(l[i].method);
        *x++ = val_money(l[i].cents);
        *x++ = val_text(l[i].tool_code);
        *x++ = val_text(l[i].part);
        *x++ = val_text(l[i].branch);
        *x++ = val_id(l[i].reverses);
    }
    *list = (struct list){ &line_shape, v, n };
    return val_list(list);
}

static enum fault balance_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct member m;
    struct member_money k;
    const struct ledger_line *l;
    size_t n;
    enum fault f = member_get(c, a[0].i, &m);
    if (!f)
        f = money_of(c, m.id, &k);
    if (!f)
        f = ledger_of(c, m.id, &l, &n);
    if (f)
        return f;
    OUT(o, val_str(m.code), val_str(m.name), val_money(k.balance), val_money(k.deposits),
        lines_of(c, l, n));
    out_say(o, TONE_NONE, say_balance(c, k.balance));
    return OK;
}

static enum fault reverse_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct ledger_line l;
    c->reason = a[1].s;
    enum fault f = ledger_correct(c, a[0].i, &l);
    return f ? f : money_told(o, l.member, str_z(c->mem, l.kind), val_text(l.method),
                              l.cents < 0 ? -l.cents : l.cents, T_MONEY_REVERSED);
}

static const struct shape pot_shape = { "pot", FIELDS({ "balance", FK_MONEY }, { "lines", FK_LIST }) };
static const struct shape pot_line_shape = { "line", FIELDS({ "day", FK_DAY },
    { "kind", FK_LEDGER_KIND }, { "method", FK_METHOD }, { "amount", FK_MONEY }) };

static enum fault pot_out_row(struct ctx *c, struct out *o)
{
    const struct ledger_line *l;
    size_t n;
    int64_t cents;
    enum fault f = pot_balance(c, &cents);
    if (!f)
        f = pot_lines(c, &l, &n);
    if (f)
        return f;
    struct val *v = NEW_N(c->mem, struct val, 4 * n + 1), *x = v;
    struct list *list = NEW(c->mem, struct list);
    for (size_t i = 0; i < n; i++) {
        *x++ = val_day(l[i].on);
        *x++ = val_str(l[i].kind);
        *x++ = val_text(l[i].method);
        *x++ = val_money(l[i].cents);
    }
    *list = (struct list){ &pot_line_shape, v, n };
    OUT(o, val_money(cents), val_list(list));
    return OK;
}

static enum fault pot_run(struct ctx *c, const struct val *a, struct out *o)
{
    (void)a;
    return pot_out_row(c, o);
}

static enum fault pot_in_run(struct ctx *c, const struct val *a, struct out *o)
{
    int64_t cents;
    const char *method = val_is_none(a[1]) ? NULL : str_z(c->mem, a[1].s);
    if (!a[0].i)
        return fail(c, FAULT_AMOUNT_ZERO, "amount", a[0]);
    enum fault f = ledger_add(c, &(struct ledger_new){ .kind = "pot_in", .method = method,
                                                       .cents = a[0].i }, NULL);
    if (!f)
        f = pot_balance(c, &cents);
    if (!f)
        f = pot_out_row(c, o);
    if (f)
        return f;
    o->created = true;
    out_say(o, TONE_YES, text(c, T_MONEY_POT_IN, FACTS(F("amount", a[0]), F("total", val_money(cents)))));
    return OK;
}

enum { D_MEMBER, D_AMOUNT, D_TOOL, D_BY };

static struct deposit deposit_of(struct ctx *c, const struct val *a, bool kept)
{
    return (struct deposit){ .member = a[D_MEMBER].i, .cents = a[D_AMOUNT].i,
        .tool = val_int_or(a[D_TOOL], 0),
        .method = kept ? NULL : str_z(c->mem, val_str_or(a[D_BY], S("cash"))) };
}

static enum fault take_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct deposit w = deposit_of(c, a, false);
    enum fault f = deposit_take(c, &w);
    return f ? f : money_told(o, w.member, "deposit_taken", val_z(w.method), w.cents, T_MONEY_TAKEN);
}

static enum fault return_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct deposit w = deposit_of(c, a, false);
    enum fault f = deposit_give(c, &w);
    return f ? f : money_told(o, w.member, "deposit_returned", val_z(w.method), w.cents, T_MONEY_GIVEN);
}

static enum fault keep_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct deposit w = deposit_of(c, a, true);
    c->reason = a[D_BY].s;
    enum fault f = deposit_give(c, &w);
    return f ? f : money_told(o, w.member, "deposit_kept", val_none(), w.cents, T_MONEY_KEPT);
}

static const struct shape till_shape = { "till", FIELDS({ "branch", FK_TEXT }, { "method", FK_METHOD },
                                                        { "amount", FK_MONEY }) };

static enum fault cash_run(struct ctx *c, const struct val *a, struct out *o)
{
    const struct till *t;
    size_t n;
    enum fault f = till_of(c, val_day_or(a[0], c->today), val_int_or(a[1], 0), &t, &n);
    for (size_t i = 0; !f && i < n; i++)
        OUT(o, val_text(t[i].branch), val_str(t[i].method), val_money(t[i].cents));
    return f;
}

#define MEMBER_ARG { "member", K_MEMBER, ARG_NEED | ARG_PLACE, NULL }
#define AMOUNT_ARG { "amount", K_MONEY, ARG_NEED | ARG_PLACE, NULL }
#define LOAN_ARG { "tool", K_TOOL, 0, NULL }
#define HAND_ARG { "by", K_CHOICE, 0, "cash|card|transfer" }

const struct op money_ops[] = {
    { "pay", "betaal", "/payments", POST, ROLE_VOLUNTEER, OP_UNDO,
      ARGS(MEMBER_ARG, AMOUNT_ARG,
           { "by", K_CHOICE, ARG_NEED, "cash|card|transfer|request|voucher|hours|pot" },
           { "back", K_YES, 0, NULL }), &money_shape, pay_run },
    { "charge", NULL, "/charges", POST, ROLE_VOLUNTEER, OP_UNDO,
      ARGS(MEMBER_ARG, AMOUNT_ARG,
           { "kind", K_CHOICE, ARG_NEED | ARG_PLACE, "membership|loan_fee|late_fee|part_slip|loss|damage|"
             "consumable|donation|correction|credit" }, { "reason", K_TEXT, 0, NULL }),
      &money_shape, charge_run },
    { "balance", "saldo", "/members/{member}/balance", GET, ROLE_MEMBER, 0, ARGS(MEMBER_ARG),
      &balance_shape, balance_run },
    { "ledger reverse", NULL, "/ledger/{line}/reverse", POST, ROLE_VOLUNTEER, OP_UNDO,
      ARGS({ "line", K_INT, ARG_NEED | ARG_PLACE, NULL }, { "reason", K_TEXT, ARG_NEED, NULL }),
      &money_shape, reverse_run },
    { "pot", "potje", "/pot", GET, ROLE_VOLUNTEER, 0, ARGS0, &pot_shape, pot_run },
    { "pot in", NULL, "/pot", POST, ROLE_VOLUNTEER, OP_UNDO, ARGS(AMOUNT_ARG, HAND_ARG), &pot_shape,
      pot_in_run },
    { "deposit take", NULL, "/deposits", POST, ROLE_VOLUNTEER, OP_UNDO,
      ARGS(MEMBER_ARG, AMOUNT_ARG, LOAN_ARG, HAND_ARG), &money_shape, take_run },
    { "deposit return", NULL, "/deposits/return", POST, ROLE_VOLUNTEER, OP_UNDO,
      ARGS(MEMBER_ARG, AMOUNT_ARG, LOAN_ARG, HAND_ARG), &money_shape, return_run },
    { "deposit keep", NULL, "/deposits/keep", POST, ROLE_VOLUNTEER, OP_UNDO,
      ARGS(MEMBER_ARG, AMOUNT_ARG, LOAN_ARG, { "reason", K_TEXT, ARG_NEED, NULL }), &money_shape,
      keep_run },
    { "report cash", "kas", "/reports/cash", GET, ROLE_VOLUNTEER, OP_LIST,
      ARGS({ "day", K_DAY, 0, NULL }, { "branch", K_BRANCH, 0, NULL }), &till_shape, cash_run },
    { 0 },
};
