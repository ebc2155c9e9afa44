/* What waits for hands at a branch: one list from all that knows of something to do. */
#include "lending/consumable.h"
#include "lending/tell.h"
#include "lending/tool.h"
#include "ops/table.h"
#include "schema/query.h"
#include "text/text.h"

static const struct shape work_shape = { "work", FIELDS(
    { "what", FK_WORK }, { "tool", FK_TOOL }, { "name", FK_TEXT }, { "note", FK_TEXT }, { "number", FK_INT }) };

/* One kind of work: its statement, and which columns say more. */
struct work {
    const char *what;
    enum query_id query;
    const char *note, *number;
};

static enum fault work_rows(struct ctx *c, const struct work *w, int64_t branch, struct out *o)
{
    QUERY(q, c, w->query);
    q_bind_int(&q, "branch", branch);
    if (w->query == Q_INSPECTION_LIST)
        q_bind(&q, "until", val_day(day_plus(c->today, -1)));
    while (q_row(&q)) {
        struct model m = { .name = q_str(&q, "name"), .brand = q_str(&q, "brand"), .type = q_str(&q, "type") };
        OUT(o, val_z(w->what), val_str(code_text(c->mem, q_int(&q, "number"), FAMILY_TOOL)),
            val_str(model_name(c->mem, &m)), w->note ? q_val(&q, w->note, V_STR) : val_none(),
            w->number ? q_val(&q, w->number, V_INT) : val_none());
    }
    return q_end(&q);
}

/* T13: more was sold than there was. */
static enum fault stock_rows(struct ctx *c, int64_t branch, struct out *o)
{
    const struct consumable *k;
    size_t n;
    enum fault f = consumable_list(c, &(struct consumable_query){ .branch = branch, .below = true }, &k, &n);
    for (size_t i = 0; !f && i < n; i++)
        OUT(o, val_z("count"), val_none(), val_str(k[i].name), val_str(k[i].branch_name), val_none());
    return f;
}

/* N10, N16: numbers that do not work, messages that told nobody, answers that wait for a reader. */
static enum fault message_rows(struct ctx *c, struct out *o)
{
    QUERY(k, c, Q_WORK_CONTACTS);
    while (q_row(&k))
        OUT(o, val_z("contact"), val_none(), q_val(&k, "member_name", V_STR), q_val(&k, "value", V_STR), val_none());
    enum fault f = q_end(&k);
    QUERY(m, c, Q_WORK_MESSAGES);
    q_bind(&m, "since", val_time(c->now - MESSAGE_LOOK_SECONDS));
    q_bind(&m, "reported", val_time(c->now - MESSAGE_REPORT_SECONDS));
    while (!f && q_row(&m))
        OUT(o, val_z(str_eq(q_str(&m, "state"), S("failed")) ? "message_failed" : "message_unknown"), val_none(),
            q_val(&m, "member_name", V_STR),
            val_str(text_plain(c->lang, (enum text_key)text_find(str_printf(c->mem, "kind.%.*s",
                    STR(q_str(&m, "kind")))))), q_val(&m, "id", V_INT));
    if (!f)
        f = q_end(&m);
    QUERY(q, c, Q_INCOMING_LIST);
    q_bind_int(&q, "id", 0);
    q_bind(&q, "all", val_bool(false));
    q_bind_int(&q, "limit", 200);
    while (!f && q_row(&q))
        OUT(o, val_z("answer"), val_none(), q_val(&q, "member_name", V_STR), q_val(&q, "body", V_STR),
            q_val(&q, "id", V_INT));
    return f ? f : q_end(&q);
}

/* The urgent first. */
static enum fault work_run(struct ctx *c, const struct val *a, struct out *o)
{
    static const struct work all[] = {
        { "ready", Q_WORK_READY, "member_name", "id" }, { "transfer", Q_WORK_TRANSFERS, "to_name", "id" },
        { "ticket", Q_TICKET_LIST, "words", "id" }, { "inspection", Q_INSPECTION_LIST, NULL, NULL },
        { "part", Q_WORK_PARTS, "part", NULL },
    };
    int64_t branch = val_int_or(a[0], c->branch);
    enum fault f = OK;
    for (size_t i = 0; !f && i < COUNT(all); i++)
        f = work_rows(c, &all[i], branch, o);
    if (!f)
        f = stock_rows(c, branch, o);
    return f ? f : message_rows(c, o);
}

const struct op work_ops[] = {
    { "work-list", "werklijst", "/work-list", GET, ROLE_VOLUNTEER, OP_LIST,
      ARGS({ "branch", K_BRANCH, 0, NULL }), &work_shape, work_run },
    { 0 },
};
