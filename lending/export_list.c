/* The lists of members, loans and holds. See export.h. */
#include "lending/export_sheet.h"
#include "lending/member.h"

/* All ways of one kind to reach somebody, in order. */
static struct val contacts(const struct contact *k, size_t n, bool phone, struct arena *a)
{
    struct buf b = { .a = a };
    for (size_t i = 0; i < n; i++)
        if (k[i].phone == phone)
            buf_printf(&b, "%s%.*s", b.n ? "; " : "", STR(k[i].value));
    return val_text(buf_str(&b));
}

static enum fault member_row(struct sheet *s, struct query *q)
{
    static const struct {
        const char *column;
        enum val_is is;
    } rest[] = { { "address", V_STR }, { "postcode", V_STR }, { "place", V_STR }, { "language", V_STR },
        { "plan_name", V_STR }, { "tier", V_STR }, { "state", V_STR }, { "blocked_until_day", V_DAY },
        { "blocked_reason", V_STR }, { "since_day", V_DAY }, { "until_day", V_DAY }, { "note", V_STR },
        { "active_day", V_DAY } };
    const struct contact *k;
    size_t n;
    enum fault f = member_contacts(s->c, q_int(q, "id"), &k, &n);
    if (f)
        return f;
    sheet_column(s, q, "number", V_INT);
    sheet_column(s, q, "name", V_STR);
    sheet_column(s, q, "kind", V_STR);
    sheet_column(s, q, "contact_person", V_STR);
    sheet_column(s, q, "household_name", V_STR);
    sheet_cell(s, q_int(q, "household") ? val_bool(q_int(q, "household_contact")) : val_none());
    sheet_cell(s, contacts(k, n, true, s->c->mem));
    sheet_cell(s, contacts(k, n, false, s->c->mem));
    for (size_t i = 0; i < COUNT(rest); i++)
        sheet_column(s, q, rest[i].column, rest[i].is);
    return OK;
}

enum fault export_members(struct ctx *c, struct buf *b, bool json)
{
    static const char *const keys[] = { "number", "name", "kind", "contact_person", "household",
        "household_contact", "phone", "email", "address", "postcode", "place", "language", "plan",
        "tier", "state", "blocked_until", "blocked_reason", "member_since", "member_until", "note",
        "last_active", NULL };
    struct sheet s;
    enum fault f = OK;
    sheet_begin(&s, c, b, "members", json, keys);
    QUERY(q, c, Q_EXPORT_MEMBERS);
    while (!f && q_row(&q))
        f = member_row(&s, &q);
    sheet_end(&s);
    return f ? f : q_end(&q);
}

enum fault export_loans(struct ctx *c, struct buf *b, bool json, bool open_only)
{
    static const char *const keys[] = { "tool", "tool_name", "member", "member_name", "branch", "out",
        "due", "due_at", "back", "renewals", "in_house", "ending", NULL };
    static const char *const open_keys[] = { "tool", "member", "branch", "out", "due", "due_at",
        "renewals", "in_house", NULL };
    struct sheet s;
    sheet_begin(&s, c, b, "loans", json, open_only ? open_keys : keys);
    QUERY(q, c, Q_EXPORT_LOANS);
    q_bind(&q, "open", val_bool(open_only));
    while (q_row(&q)) {
        sheet_cell(&s, sheet_tool(&s, q_int(&q, "tool_number")));
        if (!open_only)
            sheet_cell(&s, sheet_model(&s, &q));
        sheet_cell(&s, sheet_member(&s, q_int(&q, "member_number")));
        if (!open_only)
            sheet_column(&s, &q, "member_name", V_STR);
        sheet_column(&s, &q, "branch_name", V_STR);
        sheet_column(&s, &q, "out_day", V_DAY);
        sheet_column(&s, &q, "due_day", V_DAY);
        sheet_column(&s, &q, "due_at", V_TIME);
        if (!open_only)
            sheet_column(&s, &q, "back_day", V_DAY);
        sheet_column(&s, &q, "renewals", V_INT);
        sheet_column(&s, &q, "in_house", V_BOOL);
        if (!open_only)
            sheet_column(&s, &q, "ending", V_STR);
    }
    sheet_end(&s);
    return q_end(&q);
}

enum fault export_holds(struct ctx *c, struct buf *b, bool bookings)
{
    static const char *const keys[] = { "model", "tool", "member", "pick_up", "since", "from", "to",
        "from_at", "to_at", "rearrange", "state", "given", "ready", "misses", "rested", NULL };
    struct sheet s;
    sheet_begin(&s, c, b, bookings ? "bookings" : "holds", true, keys);
    QUERY(q, c, Q_EXPORT_HOLDS);
    q_bind(&q, "bookings", val_bool(bookings));
    while (q_row(&q)) {
        sheet_cell(&s, sheet_model(&s, &q));
        sheet_cell(&s, sheet_tool(&s, q_int(&q, "tool_number")));
        sheet_cell(&s, sheet_member(&s, q_int(&q, "member_number")));
        sheet_column(&s, &q, "pick_up_name", V_STR);
        sheet_column(&s, &q, "since_at", V_TIME);
        sheet_column(&s, &q, "from_day", V_DAY);
        sheet_column(&s, &q, "to_day", V_DAY);
        sheet_column(&s, &q, "from_at", V_TIME);
        sheet_column(&s, &q, "to_at", V_TIME);
        sheet_cell(&s, q_int(&q, "rearrange") ? val_bool(true) : val_none());
        sheet_column(&s, &q, "state", V_STR);
        sheet_cell(&s, sheet_tool(&s, q_int(&q, "given_number")));
        sheet_column(&s, &q, "ready_day", V_DAY);
        sheet_cell(&s, q_int(&q, "misses") ? val_int(q_int(&q, "misses")) : val_none());
        sheet_column(&s, &q, "rested_day", V_DAY);
    }
    sheet_end(&s);
    return q_end(&q);
}
