/* Reading loans. See loan.h. */
#include "lending/loan_row.h"
#include "lending/setting.h"
#include "lending/tell.h"

struct loan loan_row(struct query *q)
{
    struct arena *a = q->c->mem;
    struct str n = q_str(q, "name"), b = q_str(q, "brand"), t = q_str(q, "type");
    struct loan l = { .id = q_int(q, "id"), .tool = q_int(q, "tool"), .member = q_int(q, "member"),
        .branch = q_int(q, "branch"), .renewals = q_int(q, "renewals"), .out = q_day(q, "out_day"),
        .due = q_day(q, "due_day"), .back = q_day(q, "back_day"), .renewed = q_day(q, "renewed_day"),
        .out_at = q_int(q, "out_at"), .back_at = q_int(q, "back_at"), .due_at = q_int(q, "due_at"),
        .in_house = q_int(q, "in_house"), .open = q_null(q, "back_at"),
        .lost = str_eq(q_str(q, "ending"), S("lost")), .shelf = q_str(q, "shelf"),
        .member_name = q_str(q, "member_name"), .branch_name = q_str(q, "branch_name") };
    l.tool_code = code_text(a, q_int(q, "number"), FAMILY_TOOL);
    l.tool_name = str_printf(a, "%.*s%s%.*s%s%.*s", STR(n), b.n ? " " : "", STR(b), t.n ? " " : "",
                             STR(t));
    if (l.member)
        l.member_code = code_text(a, q_int(q, "member_number"), FAMILY_MEMBER);
    return l;
}

enum fault loan_get(struct ctx *c, int64_t id, struct loan *out)
{
    QUERY(q, c, Q_LOAN_GET);
    q_bind_int(&q, "id", id);
    *out = (struct loan){ 0 };
    if (q_row(&q))
        *out = loan_row(&q);
    enum fault f = q_end(&q);
    return f || out->id ? f : FAULT_NAME_UNKNOWN;
}

enum fault loan_list(struct ctx *c, const struct loan_query *w, const struct loan **out, size_t *n,
                     int64_t *total)
{
    int64_t limit = w->limit ? w->limit : 1000000;
    QUERY(q, c, Q_LOAN_LIST);
    q_bind_int(&q, "member", w->member);
    q_bind_int(&q, "tool", w->tool);
    q_bind_int(&q, "branch", w->branch);
    q_bind_int(&q, "before", w->overdue ? c->today.n : 0);
    q_bind(&q, "history", val_bool(w->history));
    q_bind_int(&q, "limit", limit);
    q_bind_int(&q, "offset", w->offset);
    struct loan *l = NULL;
    *n = 0;
    *total = 0;
    while (q_row(&q)) {
        if (!l) {
            *total = q_int(&q, "total");
            l = NEW_N(c->mem, struct loan, *total < limit ? *total : limit);
        }
        l[(*n)++] = loan_row(&q);
    }
    *out = l;
    return q_end(&q);
}

enum fault loan_tell_owner(struct ctx *c, const struct tool *t, const struct loan *l, const char *kind)
{
    if (!t->owner || t->owner == l->member || l->in_house || !setting_yes(c, SET_OWNER_NOTICES))
        return OK;
    return tell(c, &(struct telling){ .kind = kind, .member = t->owner, .loan = l->id, .day = l->due });
}

enum fault loan_tell_receipt(struct ctx *c, const struct loan *l)
{
    struct reach r;
    bool told;
    bool sms = setting_yes(c, SET_RECEIPTS_SMS), email = setting_yes(c, SET_RECEIPTS_EMAIL);
    if (!l->member || l->in_house || day_none(l->due) || (!sms && !email))
        return OK;
    enum fault f = reach_of(c, l->member, BY_SMS, sms, email, &r);
    if (f || r.by >= BY_CALL)
        return f;
    return tell_by(c, &(struct telling){ .kind = "loan_receipt", .member = l->member, .loan = l->id,
                                         .day = l->due }, &r, &told);
}
