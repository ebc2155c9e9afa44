/* The workbench: tickets, inspections, recalls, losses. */
#include "lending/member.h"
#include "lending/photo.h"
#include "lending/repair.h"
#include "ops/say.h"
#include "ops/table.h"
#include "schema/query.h"

static const struct shape ticket_shape = { "ticket", FIELDS(
    { "ticket", FK_INT }, { "tool", FK_TOOL }, { "tool_name", FK_TEXT }, { "made", FK_TIME },
    { "what", FK_PROBLEM }, { "words", FK_TEXT }, { "phone", FK_PHONE }, { "state", FK_TICKET_STATE }) };

enum { T_TOOL, T_WORDS, T_WHAT, T_PHONE, T_USE, T_PHOTO };

static enum fault ticket_add_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct tool t;
    int64_t id;
    bool crew = c->role >= ROLE_VOLUNTEER;
    struct ticket_new w = { .tool = a[T_TOOL].i, .member = c->role == ROLE_MEMBER ? c->member : 0,
        .what = str_z(c->mem, val_str_or(a[T_WHAT], S("other"))),
        .words = val_str_or(a[T_WORDS], (struct str){ 0 }),
        .phone = val_str_or(a[T_PHONE], (struct str){ 0 }), .out_of_use = crew && !val_true(a[T_USE]) };
    enum fault f = ticket_add(c, &w, &id);
    if (!f && a[T_PHOTO].is == V_FILE)
        f = photo_report(c, w.tool, id, a[T_PHOTO].file->photo);
    if (!f)
        f = tool_get(c, w.tool, &t);
    if (f)
        return f;
    o->created = true;
    OUT(o, val_int(id), val_str(t.code), val_str(t.name), val_time(c->now), val_z(w.what),
        val_text(w.words), val_text(w.phone), val_z("open"));
    out_say(o, TONE_YES, crew ? text(c, T_COUNTER_BROKEN, FACTS(F("tool", val_str(say_tool(c, &t))),
                                                                F("n", val_int(id))))
                              : text_plain(c->lang, T_TOOL_REPORTED));
    return OK;
}

static enum fault ticket_list_run(struct ctx *c, const struct val *a, struct out *o)
{
    QUERY(q, c, Q_TICKET_LIST);
    q_bind_int(&q, "branch", val_int_or(a[0], 0));
    while (q_row(&q)) {
        struct model m = { .name = q_str(&q, "name"), .brand = q_str(&q, "brand"), .type = q_str(&q, "type") };
        OUT(o, val_int(q_int(&q, "id")), val_str(code_text(c->mem, q_int(&q, "number"), FAMILY_TOOL)),
            val_str(model_name(c->mem, &m)), val_time(q_int(&q, "made_at")), q_val(&q, "what", V_STR),
            q_val(&q, "words", V_STR), q_val(&q, "phone", V_STR), q_val(&q, "state", V_STR));
    }
    return q_end(&q);
}

static const struct shape ticket_show_shape = { "ticket", FIELDS(
    { "ticket", FK_INT }, { "tool", FK_TOOL }, { "tool_name", FK_TEXT }, { "made", FK_TIME },
    { "what", FK_PROBLEM }, { "words", FK_TEXT }, { "phone", FK_PHONE }, { "member", FK_MEMBER },
    { "state", FK_TICKET_STATE }, { "cost", FK_MONEY }, { "minutes", FK_INT }, { "answer", FK_TEXT },
    { "photo", FK_PHOTO } ) };

static enum fault ticket_shown(struct out *o, int64_t id)
{
    struct ctx *c = o->c;
    struct ticket k;
    struct tool t;
    struct member m = { 0 };
    struct photo_about p;
    enum fault f = ticket_get(c, id, &k);
    if (!f)
        f = photo_of_ticket(c, id, &p);
    if (!f)
        f = tool_get(c, k.tool, &t);
    if (!f && k.member)
        f = member_get(c, k.member, &m);
    if (!f)
        OUT(o, val_int(id), val_str(t.code), val_str(t.name), val_time(k.made_at), val_str(k.what),
            val_text(k.words), val_text(k.phone), val_text(m.code), val_str(k.state), val_money(k.cost),
            val_int(k.minutes), val_text(k.answer), val_text(photo_path(c->mem, &p)));
    return f;
}

static enum fault ticket_show_run(struct ctx *c, const struct val *a, struct out *o)
{
    (void)c;
    return ticket_shown(o, a[0].i);
}

static enum fault ticket_update_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct ticket k;
    bool changed = false;
    enum fault f = ticket_get(c, a[0].i, &k);
    if (!f)
        f = ticket_change(c, &k, &(struct ticket_change){ a[1], a[2], a[3], a[4] }, &changed);
    if (!f)
        f = ticket_shown(o, k.id);
    if (!f && !changed)
        say_same(o);
    return f;
}

static const struct shape done_shape = { "tool", FIELDS(
    { "tool", FK_TOOL }, { "name", FK_TEXT }, { "situation", FK_TOOL_STATE }, { "due_before", FK_DAY },
    { "due", FK_DAY }, { "inspect", FK_DAY }) };

static enum fault tool_told(struct out *o, int64_t tool, day before, day due, enum text_key key)
{
    struct tool t;
    struct ctx *c = o->c;
    struct member owner = { 0 };
    enum fault f = tool_get(c, tool, &t);
    if (!f && t.owner)
        f = member_get(c, t.owner, &owner);
    if (f)
        return f;
    OUT(o, val_str(t.code), val_str(t.name), val_z(situation_name(tool_situation(&t, c->today))),
        val_day(before), val_day(due), val_day(t.inspect));
    out_say(o, TONE_YES, text(c, key, FACTS(F("tool", val_str(say_tool(c, &t))),
        F("day", val_day(day_none(due) ? t.inspect : due)), F("name", val_str(owner.name)))));
    return OK;
}

static enum fault ticket_solve_run(struct ctx *c, const struct val *a, struct out *o)
{
    int64_t tool;
    enum fault f = ticket_solve(c, a[0].i, val_str_or(a[1], (struct str){ 0 }), &tool);
    return f ? f : tool_told(o, tool, DAY_NONE, DAY_NONE, T_TICKET_SOLVED);
}

enum { INSPECT_MONTHS = 12 };

static enum fault inspection_pass_run(struct ctx *c, const struct val *a, struct out *o)
{
    day next = val_day_or(a[1], day_plus_months(c->today, INSPECT_MONTHS));
    enum fault f = inspection_pass(c, a[0].i, next);
    return f ? f : tool_told(o, a[0].i, DAY_NONE, DAY_NONE, T_INSPECTION_PASSED);
}

static const struct shape inspection_shape = { "inspection", FIELDS(
    { "tool", FK_TOOL }, { "name", FK_TEXT }, { "inspect", FK_DAY }, { "branch", FK_TEXT }) };

static enum fault inspection_list_run(struct ctx *c, const struct val *a, struct out *o)
{
    enum { AHEAD = 30 };
    QUERY(q, c, Q_INSPECTION_LIST);
    q_bind(&q, "until", val_day(day_plus(c->today, AHEAD)));
    q_bind_int(&q, "branch", val_int_or(a[0], 0));
    while (q_row(&q)) {
        struct model m = { .name = q_str(&q, "name"), .brand = q_str(&q, "brand"), .type = q_str(&q, "type") };
        OUT(o, val_str(code_text(c->mem, q_int(&q, "number"), FAMILY_TOOL)), val_str(model_name(c->mem, &m)),
            val_day(q_day(&q, "inspect_day")), q_val(&q, "branch", V_STR));
    }
    return q_end(&q);
}

static enum fault recall_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct recalled r;
    bool off = val_true(a[2]);
    enum fault f = off ? tool_recall_off(c, a[0].i, &r)
                       : tool_recall(c, a[0].i, val_day_or(a[1], DAY_NONE), &r);
    if (f)
        return f;
    return tool_told(o, a[0].i, r.due_before, r.due,
                     off ? T_RECALL_OFF : day_none(r.due) ? T_RECALL_APART : T_RECALL_DUE);
}

static enum fault lost_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct lost l;
    enum fault f = loan_lost(c, a[0].i, &l);
    if (!f)
        f = tool_told(o, a[0].i, DAY_NONE, DAY_NONE, T_LOAN_LOST);
    if (f)
        return f;
    struct fact name = F("name", val_str(l.loan.member_name));
    if (l.cents)
        out_say(o, TONE_LOOK, text(c, T_LOAN_LOST_VALUE, FACTS(name, F("amount", val_money(l.cents)))));
    if (l.deposit)
        out_say(o, TONE_LOOK, text(c, T_LOAN_LOST_DEPOSIT, FACTS(name, F("amount", val_money(l.deposit)))));
    return OK;
}

#define TOOL_ARG { "tool", K_TOOL, ARG_NEED | ARG_PLACE, NULL }

const struct op repair_ops[] = {
    { "ticket add", NULL, "/tickets", POST, ROLE_VISITOR, OP_UNDO,
      ARGS(TOOL_ARG, { "words", K_LONG, ARG_PLACE | ARG_WORDS, NULL },
           { "problem", K_CHOICE, 0, "dead|danger|missing|other" }, { "phone", K_PHONE, 0, NULL },
           { "keep_lending", K_YES, 0, NULL }, { "photo", K_PHOTO, 0, NULL }),
      &ticket_shape, ticket_add_run },
    { "ticket list", NULL, "/tickets", GET, ROLE_VOLUNTEER, OP_LIST, ARGS({ "branch", K_BRANCH, 0, NULL }),
      &ticket_shape, ticket_list_run },
    { "ticket show", NULL, "/tickets/{ticket}", GET, ROLE_VOLUNTEER, 0,
      ARGS({ "ticket", K_INT, ARG_NEED | ARG_PLACE, NULL }), &ticket_show_shape, ticket_show_run },
    { "ticket update", NULL, "/tickets/{ticket}", POST, ROLE_VOLUNTEER, OP_UNDO,
      ARGS({ "ticket", K_INT, ARG_NEED | ARG_PLACE, NULL },
           { "state", K_CHOICE, 0, "open|parts|repair|given_up" }, { "cost", K_MONEY, 0, NULL },
           { "minutes", K_INT, 0, "0..100000" }, { "words", K_LONG, ARG_EMPTY, NULL }),
      &ticket_show_shape, ticket_update_run },
    { "ticket solve", NULL, "/tickets/{ticket}/solve", POST, ROLE_VOLUNTEER, OP_UNDO,
      ARGS({ "ticket", K_INT, ARG_NEED | ARG_PLACE, NULL }, { "answer", K_LONG, 0, NULL }),
      &done_shape, ticket_solve_run },
    { "inspection pass", NULL, "/tools/{tool}/inspection", POST, ROLE_VOLUNTEER, OP_UNDO,
      ARGS(TOOL_ARG, { "next", K_DAY, 0, NULL }), &done_shape, inspection_pass_run },
    { "inspection list", NULL, "/inspections", GET, ROLE_VOLUNTEER, OP_LIST,
      ARGS({ "branch", K_BRANCH, 0, NULL }), &inspection_shape, inspection_list_run },
    { "tool recall", NULL, "/tools/{tool}/recall", POST, ROLE_VOLUNTEER, OP_UNDO,
      ARGS(TOOL_ARG, { "by", K_DAY, 0, NULL }, { "off", K_YES, 0, NULL }), &done_shape, recall_run },
    { "loan lost", NULL, "/loans/lost", POST, ROLE_VOLUNTEER, OP_UNDO, ARGS(TOOL_ARG), &done_shape,
      lost_run },
    { 0 },
};
