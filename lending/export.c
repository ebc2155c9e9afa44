/* What is written out as one JSON object: the state of today, and everything. See export.h. */
#include "lending/export.h"

#include "lending/branch.h"
#include "lending/export_sheet.h"
#include "lending/secret.h"
#include "lending/plan.h"
#include "lending/setting.h"
#include "lending/tool.h"

const char *export_name(enum export_what w)
{
    static const char *const names[] = { "tools", "members", "loans", "state", "all" };
    return names[w];
}

/* A statement whose columns are the cells: CODE columns are numbers shown as codes, BASE64 ones bytes. */
enum { CODE_TOOL = 100, CODE_MEMBER, BASE64 };
struct cell {
    const char *key, *column;
    int is; /* enum val_is, CODE_TOOL or CODE_MEMBER */
};

enum { CELLS_MOST = 12 };
static enum fault list(struct ctx *c, struct buf *b, const char *name, enum query_id id,
                       const struct cell *cells, size_t n)
{
    const char *keys[CELLS_MOST + 1] = { NULL };
    struct sheet s;
    ASSERT(n <= CELLS_MOST);
    for (size_t i = 0; i < n; i++)
        keys[i] = cells[i].key;
    sheet_begin(&s, c, b, name, true, keys);
    QUERY(q, c, id);
    while (q_row(&q))
        for (size_t i = 0; i < n; i++) {
            if (cells[i].is == CODE_TOOL)
                sheet_cell(&s, sheet_tool(&s, q_int(&q, cells[i].column)));
            else if (cells[i].is == CODE_MEMBER)
                sheet_cell(&s, sheet_member(&s, q_int(&q, cells[i].column)));
            else if (cells[i].is == BASE64)
                sheet_cell(&s, val_str(base64(c->mem, q_str(&q, cells[i].column))));
            else
                sheet_column(&s, &q, cells[i].column, (enum val_is)cells[i].is);
        }
    sheet_end(&s);
    return q_end(&q);
}
#define LIST(c, b, name, id, ...) \
    list((c), (b), (name), (id), (const struct cell[]){ __VA_ARGS__ }, \
         COUNT(((const struct cell[]){ __VA_ARGS__ })))

static void comma(struct buf *b)
{
    buf_z_add(b, ",\n");
}

/* Of each tool what changes while it is used. */
static enum fault tools_now(struct ctx *c, struct buf *b)
{
    return LIST(c, b, "tools", Q_EXPORT_TOOLS, { "tool", "number", CODE_TOOL },
                { "state", "state", V_STR }, { "reason", "state_reason", V_STR },
                { "home", "home_name", V_STR }, { "present", "present_name", V_STR },
                { "shelf", "shelf", V_STR }, { "inspected_until", "inspect_day", V_DAY });
}

/* What holds now beside the tools; the same in `state` and in `all`. */
static enum fault now(struct ctx *c, struct buf *b)
{
    enum fault f = export_holds(c, b, false);
    comma(b);
    if (!f)
        f = export_holds(c, b, true);
    comma(b);
    if (!f)
        f = LIST(c, b, "transfers", Q_EXPORT_TRANSFERS, { "tool", "tool_number", CODE_TOOL },
                 { "from", "from_name", V_STR }, { "to", "to_name", V_STR }, { "state", "state", V_STR });
    comma(b);
    if (!f)
        f = LIST(c, b, "missing_parts", Q_EXPORT_MISSING_PARTS, { "tool", "tool_number", CODE_TOOL },
                 { "part", "name", V_STR }, { "count", "count", V_INT }, { "since", "missing_day", V_DAY });
    comma(b);
    if (!f)
        f = LIST(c, b, "balances", Q_EXPORT_BALANCES, { "member", "member_number", CODE_MEMBER },
                 { "balance", "balance_cents", V_MONEY }, { "deposits", "deposit_cents", V_MONEY });
    return f;
}

static enum fault state(struct ctx *c, struct buf *b)
{
    buf_z_add(b, "{");
    enum fault f = tools_now(c, b);
    comma(b);
    if (!f)
        f = export_loans(c, b, true, true);
    comma(b);
    if (!f)
        f = now(c, b);
    buf_z_add(b, "}\n");
    return f;
}

static void settings(struct ctx *c, struct buf *b)
{
    buf_z_add(b, "\"settings\":{");
    for (int i = 0, some = 0; i < SETTING_COUNT; i++) {
        const struct setting_info *info = setting_info((enum setting)i);
        struct str value = setting_str(c, (enum setting)i);
        if (i == SET_CLOCK || str_eq(value, str_of(info->otherwise)))
            continue;
        buf_z_add(b, some++ ? ",\n" : "\n");
        buf_json(b, str_of(info->name));
        buf_char(b, ':');
        buf_json(b, value);
    }
    buf_z_add(b, "\n}");
}

static enum fault branches(struct ctx *c, struct buf *b)
{
    static const char *const keys[] = { "name", "address", "postcode", "place", "phone", "email",
                                        "colour", "hours", NULL };
    const struct branch *all;
    struct sheet s;
    size_t n;
    enum fault f = branch_all(c, &all, &n);
    sheet_begin(&s, c, b, "branches", true, keys);
    for (size_t i = 0; !f && i < n; i++) {
        struct calendar k;
        f = calendar_load(c, all[i].id, &k);
        const struct str text[] = { all[i].name, all[i].address, all[i].postcode, all[i].place,
            all[i].phone, all[i].email, all[i].colour,
            f ? (struct str){ 0 } : hours_text(c->mem, k.blocks, k.n_blocks) };
        for (size_t t = 0; t < COUNT(text); t++)
            sheet_cell(&s, val_text(text[t]));
    }
    sheet_end(&s);
    return f;
}

static enum fault places(struct ctx *c, struct buf *b)
{
    enum fault f = branches(c, b);
    comma(b);
    if (!f)
        f = LIST(c, b, "closings", Q_EXPORT_CLOSINGS, { "branch", "branch_name", V_STR },
                 { "from", "from_day", V_DAY }, { "to", "to_day", V_DAY }, { "reason", "reason", V_STR });
    comma(b);
    if (!f)
        f = LIST(c, b, "holidays", Q_EXPORT_HOLIDAYS, { "branch", "branch_name", V_STR },
                 { "holiday", "holiday", V_STR }, { "open", "is_open", V_BOOL });
    comma(b);
    return f;
}

static enum fault choices(struct ctx *c, struct buf *b)
{
    enum fault f = LIST(c, b, "categories", Q_CATEGORY_LIST, { "path", "path_key", V_STR },
                        { "name", "name", V_STR }, { "icon", "icon", V_STR });
    comma(b);
    if (!f)
        f = LIST(c, b, "plans", Q_PLAN_ALL, { "name", "name", V_STR },
                 { "price", "price_cents", V_MONEY }, { "months", "months", V_INT },
                 { "limit_tools", "limit_tools", V_INT });
    comma(b);
    return f;
}

static enum fault past(struct ctx *c, struct buf *b)
{
    enum fault f = LIST(c, b, "ledger", Q_EXPORT_LEDGER, { "day", "on_day", V_DAY },
                        { "branch", "branch_name", V_STR }, { "member", "member_number", CODE_MEMBER },
                        { "kind", "kind", V_STR }, { "method", "method", V_STR },
                        { "amount", "cents", V_MONEY });
    comma(b);
    if (!f)
        f = LIST(c, b, "tickets", Q_EXPORT_TICKETS, { "tool", "tool_number", CODE_TOOL },
                 { "made", "made_at", V_TIME }, { "what", "what", V_STR }, { "words", "words", V_STR },
                 { "phone", "phone", V_STR }, { "member", "member_number", CODE_MEMBER },
                 { "state", "state", V_STR }, { "cost", "cost_cents", V_MONEY },
                 { "minutes", "minutes", V_INT }, { "answer", "answer", V_STR });
    comma(b);
    if (!f)
        f = LIST(c, b, "photos", Q_EXPORT_PHOTOS, { "tool", "tool_number", CODE_TOOL },
                 { "made", "made_at", V_TIME }, { "width", "width", V_INT },
                 { "height", "height", V_INT }, { "webp", "large", BASE64 });
    comma(b);
    if (!f)
        f = LIST(c, b, "documents", Q_EXPORT_DOCUMENTS, { "kind", "kind", V_STR }, { "model", "model_name", V_STR },
                 { "made", "made_at", V_TIME }, { "content", "content", BASE64 });
    comma(b);
    return f;
}

static enum fault all(struct ctx *c, struct buf *b)
{
    buf_z_add(b, "{\"program\":\"kist " KIST_VERSION "\",\n");
    settings(c, b);
    comma(b);
    enum fault f = places(c, b);
    if (!f)
        f = choices(c, b);
    if (!f)
        f = export_tools(c, b, true);
    comma(b);
    if (!f)
        f = export_members(c, b, true);
    comma(b);
    if (!f)
        f = export_loans(c, b, true, false);
    comma(b);
    if (!f)
        f = past(c, b);
    if (!f)
        f = now(c, b);
    buf_z_add(b, "}\n");
    return f;
}

enum fault export_write(struct ctx *c, enum export_what what, struct buf *b)
{
    setting_str(c, SET_ZONE); /* read once, before memory is given back row by row */
    switch (what) {
    case EXPORT_TOOLS:
        return export_tools(c, b, false);
    case EXPORT_MEMBERS:
        return export_members(c, b, false);
    case EXPORT_LOANS:
        return export_loans(c, b, false, false);
    case EXPORT_STATE:
        return state(c, b);
    case EXPORT_ALL:
        break;
    }
    return all(c, b);
}
