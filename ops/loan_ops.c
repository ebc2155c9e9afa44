/* The counter: lend, take back, renew, why; and the lists of loans. */
#include "lending/branch.h"
#include "lending/kit.h"
#include "lending/setting.h"
#include "ops/say.h"
#include "ops/table.h"

static const struct shape lent_shape = { "loan", FIELDS(
    { "loan", FK_INT }, { "tool", FK_TOOL }, { "tool_name", FK_TEXT }, { "member", FK_MEMBER },
    { "member_name", FK_TEXT }, { "branch", FK_TEXT }, { "shelf", FK_TEXT }, { "out", FK_DAY },
    { "due", FK_DAY }, { "due_at", FK_TIME }, { "renewals", FK_INT }, { "in_house", FK_YES },
    { "shortened", FK_YES }, { "parts", FK_TEXT }, { "notice", FK_TEXT }, { "repeated", FK_YES },
    { "fee", FK_MONEY }, { "deposit", FK_MONEY }, { "refund", FK_MONEY }) };

static struct val cents_or_none(int64_t cents)
{
    return cents ? val_money(cents) : val_none();
}

static void lent_row(struct out *o, const struct lent *l)
{
    OUT(o, val_int(l->loan.id), val_str(l->loan.tool_code), val_str(l->loan.tool_name),
        val_str(l->loan.member_code), val_str(l->loan.member_name), val_str(l->loan.branch_name),
        val_text(l->tool.shelf), val_day(l->loan.out), val_day(l->loan.due),
        l->loan.due_at ? val_time(l->loan.due_at) : val_none(), val_int(l->loan.renewals),
        val_bool(l->loan.in_house), val_bool(l->shortened), val_text(say_parts(o->c, l->parts, l->n_parts)),
        val_text(l->notice), val_bool(l->twice), cents_or_none(l->fee), cents_or_none(l->deposit),
        cents_or_none(l->refund.cents));
    o->created = o->created || !l->twice;
}

/* Why the due day is earlier than the period says (L3, T11). */
static enum text_key shorter(bool by_owner)
{
    return by_owner ? T_COUNTER_LENT_SHORTER_OWNER : T_COUNTER_LENT_SHORTER;
}

static void lent_say(struct out *o, const struct lent *l)
{
    struct ctx *c = o->c;
    struct str parts = say_parts(c, l->parts, l->n_parts);
    if (parts.n)
        parts = text(c, T_COUNTER_LENT_GIVE, FACTS(F("parts", val_str(parts))));
    const struct fact facts[] = { F("name", val_str(l->loan.member_name)),
        F("tool", val_str(say_tool(c, &l->tool))), F("day", val_str(say_due(c, &l->loan))),
        F("parts", val_str(parts)), F("notice", val_str(l->notice)) };
    const struct fact fee[] = { F("amount", val_money(l->fee)) }, deposit[] = { F("amount", val_money(l->deposit)) };
    if (l->twice) {
        out_say(o, TONE_LOOK, text(c, T_COUNTER_LENT_TWICE, facts, COUNT(facts)));
        return;
    }
    bool endless = day_none(l->loan.due);
    out_say(o, TONE_YES, str_trim(text(c, endless ? T_COUNTER_LENT_OWNER : T_COUNTER_LENT, facts, COUNT(facts))));
    if (l->shortened)
        out_say(o, TONE_LOOK, text(c, shorter(l->by_owner), facts, COUNT(facts)));
    if (l->moved_on)
        out_say(o, TONE_LOOK, text(c, T_COUNTER_LENT_MOVED, facts, COUNT(facts)));
    if (l->notice.n)
        out_say(o, TONE_LOOK, text(c, T_COUNTER_LENT_NOTICE, facts, COUNT(facts)));
    if (l->fee)
        out_say(o, TONE_LOOK, text(c, T_COUNTER_LENT_FEE, fee, COUNT(fee)));
    if (l->deposit)
        out_say(o, TONE_LOOK, text(c, T_COUNTER_LENT_DEPOSIT, deposit, COUNT(deposit)));
    say_refund(o, &l->refund);
}

/* The tool to lend, or the kit (T12). */
struct lending {
    struct lend w;
    bool partly;
};

static enum fault out_find(struct ctx *c, const char *arg, struct str text, void *self, int64_t *id)
{
    struct lending *l = self;
    return tool_or_kit_find(c, arg, text, id, &l->w.kit);
}

static void kit_said(struct out *o, const struct kit_lent *l, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (l[i].refused.fault) {
            o->c->wrong[0] = l[i].refused;
            o->c->n_wrong = 1;
            out_refused(o);
            o->c->n_wrong = 0;
            continue;
        }
        lent_row(o, &l[i].lent);
        lent_say(o, &l[i].lent);
    }
}

static enum fault out_one(struct ctx *c, int64_t tool, void *self, struct out *o)
{
    const struct lending *w = self;
    size_t n = 1;
    struct kit_lent *l = NEW(c->mem, struct kit_lent);
    struct lend one = w->w;
    one.tool = tool;
    enum fault f = one.kit ? kit_out(c, one.kit, &one, w->partly, &l, &n) : loan_out(c, &one, &l->lent);
    if (!f)
        kit_said(o, l, n);
    return f;
}

enum { OUT_MEMBER, OUT_TOOL, OUT_UNTIL, OUT_BACKDATE, OUT_IN_HOUSE, OUT_HELPER, OUT_AGE, OUT_EXPLAINED,
       OUT_PARTLY, OUT_ALL };

/* A lending of the past needs a word why (L12). */
static enum fault backdate_reason(struct ctx *c, struct val backdate, struct val reason)
{
    if (val_is_none(backdate) || val_str_or(reason, c->reason).n)
        return OK;
    return fail(c, FAULT_REASON_NEEDED, "reason", val_none());
}

static enum fault out_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct lending w = { .partly = val_true(a[OUT_PARTLY]), .w = { .member = a[OUT_MEMBER].i,
        .until = val_day_or(a[OUT_UNTIL], DAY_NONE), .backdate = val_day_or(a[OUT_BACKDATE], DAY_NONE), .in_house = val_true(a[OUT_IN_HOUSE]),
        .helper = val_str_or(a[OUT_HELPER], (struct str){ 0 }), .age_ok = val_true(a[OUT_AGE]),
        .explained = val_true(a[OUT_EXPLAINED]) } };
    enum fault f = backdate_reason(c, a[OUT_BACKDATE], val_none());
    if (!f)
        f = branch_of_counter(c, &w.w.branch);
    return f ? f : ops_each(c, &(struct each){ .arg = "tool", .list = a[OUT_TOOL],
        .all_or_nothing = val_true(a[OUT_ALL]), .find = out_find, .one = out_one, .self = &w }, o);
}

static const struct shape back_shape = { "return", FIELDS(
    { "tool", FK_TOOL }, { "tool_name", FK_TEXT }, { "loan", FK_INT }, { "member", FK_MEMBER },
    { "member_name", FK_TEXT }, { "branch", FK_TEXT }, { "shelf", FK_TEXT }, { "due", FK_DAY },
    { "days_late", FK_INT }, { "parts", FK_TEXT }, { "home", FK_TEXT }, { "ticket", FK_INT },
    { "waiting", FK_INT }, { "for_member", FK_MEMBER }, { "for_name", FK_TEXT }, { "until", FK_DAY },
    { "late_fee", FK_MONEY }, { "slips", FK_MONEY }, { "refund", FK_MONEY }, { "deposit", FK_MONEY }) };

struct taking {
    struct back back;
    struct str branch_name;
};

/* L11: whom to put it apart for; or that it travels to who waits at another branch. */
static void next_say(struct out *o, const struct returned *r, struct fact tool)
{
    bool here = !day_none(r->next.until);
    out_say(o, TONE_LOOK, text(o->c, here ? T_COUNTER_RETURNED_HELD : T_COUNTER_RETURNED_TRAVELS,
        FACTS(F("name", val_str(r->next_member.name)), tool, F("day", val_day(r->next.until)))));
}

/* L8: what is not there, and what that costs until it is. */
static void missing_say(struct out *o, const struct returned *r, const struct back *w)
{
    struct buf names = { .a = o->c->mem };
    for (size_t i = 0; i < w->n_missing; i++) {
        buf_z_add(&names, i ? ", " : "");
        buf_add(&names, w->missing[i].s);
    }
    out_say(o, TONE_LOOK, text(o->c, r->slips ? T_COUNTER_PART_MISSING : T_COUNTER_PART_MISSING_FREE,
        FACTS(F("tool", val_str(say_tool(o->c, &r->tool))), F("part", val_str(buf_str(&names))),
              F("amount", val_money(r->slips)), F("name", val_str(r->member.name)))));
}

/* What has to be paid or given back now. */
static void money_say(struct out *o, const struct returned *r, const struct back *w)
{
    struct fact name = F("name", val_str(r->member.name));
    if (w->n_missing)
        missing_say(o, r, w);
    if (r->late_fee)
        out_say(o, TONE_LOOK, text(o->c, T_COUNTER_RETURNED_LATE_FEE,
            FACTS(name, F("amount", val_money(r->late_fee)), F("n", val_int(r->days_late)))));
    if (r->deposit)
        out_say(o, TONE_LOOK, text(o->c, T_COUNTER_RETURNED_DEPOSIT,
                                   FACTS(name, F("amount", val_money(r->deposit)))));
    say_refund(o, &r->refund);
}

static void back_say(struct out *o, const struct returned *r, const struct taking *t)
{
    struct ctx *c = o->c;
    struct str parts = say_parts(c, r->parts, r->n_parts);
    if (parts.n)
        parts = text(c, T_COUNTER_RETURNED_CHECK, FACTS(F("parts", val_str(parts))));
    bool here = !r->home_elsewhere && r->tool.shelf.n;
    struct str shelf = here ? say_shelf(c, r->tool.shelf) : (struct str){ 0 };
    const struct fact facts[] = { F("name", val_str(r->member.name)),
        F("tool", val_str(say_tool(c, &r->tool))), F("parts", val_str(parts)),
        F("shelf", val_str(shelf)), F("branch", val_str(t->branch_name)), F("n", val_int(r->ticket)) };
    out_say(o, r->loan.id ? TONE_YES : TONE_LOOK,
            str_trim(text(c, r->loan.id ? T_COUNTER_RETURNED : T_COUNTER_RETURNED_NOT_OUT, facts,
                          COUNT(facts))));
    money_say(o, r, &t->back);
    if (r->ticket)
        out_say(o, TONE_LOOK, text(c, T_COUNTER_BROKEN, facts, COUNT(facts)));
    else if (r->for_owner)
        out_say(o, TONE_LOOK, text(c, T_COUNTER_RETURNED_OWNER,
                                   FACTS(F("name", val_str(r->next_member.name)), facts[1])));
    else if (r->inspection)
        out_say(o, TONE_LOOK, text(c, T_COUNTER_RETURNED_INSPECTION, facts, COUNT(facts)));
    if (r->next.hold)
        next_say(o, r, facts[1]);
    if (r->home_elsewhere)
        out_say(o, TONE_LOOK, text(c, T_COUNTER_RETURNED_ELSEWHERE,
                                   FACTS(F("branch", val_str(r->tool.home_name)), facts[1])));
}

static enum fault in_one(struct ctx *c, int64_t tool, void *self, struct out *o)
{
    struct taking *t = self;
    struct returned *r = NEW(c->mem, struct returned);
    t->back.tool = tool;
    enum fault f = loan_in(c, &t->back, r);
    if (f)
        return f;
    OUT(o, val_str(r->tool.code), val_str(r->tool.name), val_id(r->loan.id),
        val_text(r->member.code), val_text(r->member.name), val_str(t->branch_name),
        val_text(r->tool.shelf), val_day(r->loan.id ? r->loan.due : DAY_NONE), val_int(r->days_late),
        val_text(say_parts(c, r->parts, r->n_parts)), val_str(r->tool.home_name), val_id(r->ticket),
        val_int(r->waiting), val_text(r->next_member.code), val_text(r->next_member.name),
        val_day(r->next.hold ? r->next.until : DAY_NONE), cents_or_none(r->late_fee),
        cents_or_none(r->slips), cents_or_none(r->refund.cents), cents_or_none(r->deposit));
    back_say(o, r, t);
    return OK;
}

enum { IN_TOOL, IN_BROKEN, IN_BACKDATE, IN_REASON, IN_MISSING, IN_FOUND };

static enum fault in_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct branch b;
    struct taking t = { .back = { .backdate = val_day_or(a[IN_BACKDATE], DAY_NONE),
                                  .broken = val_str_or(a[IN_BROKEN], (struct str){ 0 }) } };
    c->reason = val_str_or(a[IN_REASON], c->reason);
    if (a[IN_MISSING].is == V_LIST) {
        t.back.missing = a[IN_MISSING].list->at;
        t.back.n_missing = a[IN_MISSING].list->n;
    }
    if (a[IN_FOUND].is == V_LIST) {
        t.back.found = a[IN_FOUND].list->at;
        t.back.n_found = a[IN_FOUND].list->n;
    }
    enum fault f = backdate_reason(c, a[IN_BACKDATE], a[IN_REASON]);
    if (!f)
        f = branch_of_counter(c, &t.back.branch);
    if (!f)
        f = branch_get(c, t.back.branch, &b);
    if (f)
        return f;
    t.branch_name = b.name;
    return ops_each(c, &(struct each){ .arg = "tool", .kind = K_TOOL, .list = a[IN_TOOL],
                                       .one = in_one, .self = &t }, o);
}

static const struct shape renewed_shape = { "renewal", FIELDS(
    { "loan", FK_INT }, { "tool", FK_TOOL }, { "tool_name", FK_TEXT }, { "member", FK_MEMBER },
    { "member_name", FK_TEXT }, { "due_before", FK_DAY }, { "due", FK_DAY }, { "due_at", FK_TIME },
    { "shortened", FK_YES }, { "renewals", FK_INT }, { "renewals_left", FK_INT },
    { "repeated", FK_YES }) };

static enum fault renew_one(struct ctx *c, int64_t tool, void *self, struct out *o)
{
    struct renewed r;
    (void)self;
    enum fault f = loan_renew(c, tool, c->role == ROLE_MEMBER ? c->member : 0, &r);
    if (f)
        return f;
    OUT(o, val_int(r.loan.id), val_str(r.loan.tool_code), val_str(r.loan.tool_name),
        val_str(r.loan.member_code), val_str(r.loan.member_name),
        val_day(r.twice ? r.loan.due : r.due_before), val_day(r.loan.due),
        r.loan.due_at ? val_time(r.loan.due_at) : val_none(), val_bool(r.shortened),
        val_int(r.loan.renewals), val_int(r.left), val_bool(r.twice));
    const struct fact facts[] = { F("name", val_str(r.member.name)),
        F("tool", val_str(say_tool(c, &r.tool))), F("day", val_str(say_due(c, &r.loan))) };
    out_say(o, r.twice ? TONE_LOOK : TONE_YES,
            text(c, r.twice ? T_COUNTER_RENEWED_TWICE
                 : c->role == ROLE_MEMBER ? T_COUNTER_RENEWED_ME : T_COUNTER_RENEWED,
                 facts, COUNT(facts)));
    if (r.shortened)
        out_say(o, TONE_LOOK, text(c, shorter(r.by_owner), facts, COUNT(facts)));
    return OK;
}

static enum fault renew_run(struct ctx *c, const struct val *a, struct out *o)
{
    if (c->role == ROLE_MEMBER) /* only volunteers decide otherwise (R3) */
        c->override = false;
    return ops_each(c, &(struct each){ .arg = "tool", .kind = K_TOOL, .list = a[0],
        .all_or_nothing = val_true(a[1]), .one = renew_one }, o);
}

static const struct shape why_shape = { "why", FIELDS(
    { "rule", FK_TEXT }, { "answer", FK_YES }, { "fault", FK_HIDDEN }, { "message", FK_TEXT }) };

/* One step of the decision in words: the sentence of its refusal, or of its date. */
static void why_row(struct ctx *c, const struct step *s, struct out *o)
{
    struct str words;
    if (s->no) {
        struct wrong w = { .fault = s->fault, .n_facts = s->n_facts };
        memcpy(w.facts, s->facts, sizeof w.facts);
        words = text_fault(c, &w);
    } else {
        int key = text_find(str_of(s->text));
        ASSERT(key >= 0);
        words = text(c, (enum text_key)key, s->facts, s->n_facts);
    }
    OUT(o, val_z(s->rule), val_bool(!s->no),
        s->no ? val_z(fault_info(s->fault)->name) : val_none(), val_str(words));
}

/* L16: the decision itself with the trace switched on. Without a member: may anybody have it? */
static enum fault why_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct trace trace = { .n = 0 };
    struct tool t;
    struct renewed r;
    struct lent *l = NEW(c->mem, struct lent);
    enum fault f = tool_get(c, a[0].i, &t);
    int64_t branch = c->branch ? c->branch : t.present, member = val_int_or(a[1], 0);
    c->trace = &trace;
    if (!f && t.loan && member && t.loan_member == member)
        f = loan_renew_check(c, t.id, member, &r);
    else if (!f && member)
        f = loan_check(c, &(struct lend){ .tool = t.id, .member = member, .branch = branch,
                           .until = DAY_NONE, .backdate = DAY_NONE }, l);
    else if (!f)
        f = loan_check_tool(c, t.id, branch, l);
    c->trace = NULL;
    for (size_t i = 0; !f && i < trace.n; i++)
        why_row(c, &trace.steps[i], o);
    return f;
}

static const struct shape loan_shape = { "loan", FIELDS(
    { "loan", FK_INT }, { "tool", FK_TOOL }, { "tool_name", FK_TEXT }, { "member", FK_MEMBER },
    { "member_name", FK_TEXT }, { "branch", FK_TEXT }, { "out", FK_DAY }, { "due", FK_DAY },
    { "back", FK_DAY }, { "renewals", FK_INT }, { "state", FK_LOAN_STATE }) };

static void loan_row_out(struct out *o, const struct loan *l)
{
    OUT(o, val_int(l->id), val_str(l->tool_code), val_str(l->tool_name), val_text(l->member_code),
        val_text(l->member_name), val_str(l->branch_name), val_day(l->out), val_day(l->due),
        val_day(l->back), val_int(l->renewals),
        val_z(l->open ? "open" : l->lost ? "lost" : "returned"));
}

static enum fault loan_list_run(struct ctx *c, const struct val *a, struct out *o)
{
    const struct loan *l;
    size_t n;
    int64_t total;
    struct loan_query w = { .overdue = val_true(a[0]), .member = val_int_or(a[1], 0),
        .tool = val_int_or(a[2], 0), .branch = val_int_or(a[3], 0), .history = val_true(a[4]),
        .limit = val_int_or(a[5], 0) };
    if (c->role == ROLE_MEMBER)
        w.member = c->member;
    enum fault f = loan_list(c, &w, &l, &n, &total);
    for (size_t i = 0; !f && i < n; i++)
        loan_row_out(o, &l[i]);
    return f;
}

static enum fault loan_show_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct loan l;
    enum fault f = loan_get(c, a[0].i, &l);
    if (f == FAULT_NAME_UNKNOWN || (!f && c->role == ROLE_MEMBER && l.member != c->member))
        return fail(c, FAULT_NAME_UNKNOWN, "loan", a[0]);
    if (!f)
        loan_row_out(o, &l);
    return f;
}

const struct op loan_ops[] = {
    { "out", "uit", "/loans", POST, ROLE_VOLUNTEER, OP_UNDO | OP_LIST | OP_OVERRIDE,
      ARGS({ "member", K_MEMBER, ARG_NEED | ARG_PLACE, NULL },
           { "tool", K_TOOL, ARG_NEED | ARG_PLACE | ARG_MANY, NULL }, { "until", K_DAY, 0, NULL },
           { "backdate", K_DAY, 0, NULL }, { "in_house", K_YES, 0, NULL },
           { "helper", K_INITIALS, 0, NULL }, { "age_ok", K_YES, 0, NULL },
           { "explained", K_YES, 0, NULL }, { "partly", K_YES, 0, NULL },
           { "all_or_nothing", K_YES, 0, NULL }),
      &lent_shape, out_run },
    { "in", "terug", "/returns", POST, ROLE_VOLUNTEER, OP_UNDO | OP_LIST,
      ARGS({ "tool", K_TOOL, ARG_NEED | ARG_PLACE | ARG_MANY, NULL }, { "broken", K_LONG, 0, NULL },
           { "backdate", K_DAY, 0, NULL }, { "reason", K_TEXT, 0, NULL },
           { "missing", K_TEXT, ARG_MANY, NULL }, { "found", K_TEXT, ARG_MANY, NULL }),
      &back_shape, in_run },
    { "transfer arrive", NULL, "/transfers/arrive", POST, ROLE_VOLUNTEER, OP_UNDO | OP_LIST,
      ARGS({ "tool", K_TOOL, ARG_NEED | ARG_PLACE | ARG_MANY, NULL }, { "broken", K_LONG, 0, NULL },
           { "backdate", K_DAY, 0, NULL }, { "reason", K_TEXT, 0, NULL },
           { "missing", K_TEXT, ARG_MANY, NULL }, { "found", K_TEXT, ARG_MANY, NULL }),
      &back_shape, in_run },
    { "renew", "verleng", "/renewals", POST, ROLE_MEMBER, OP_UNDO | OP_LIST | OP_OVERRIDE,
      ARGS({ "tool", K_TOOL, ARG_NEED | ARG_PLACE | ARG_MANY, NULL },
           { "all_or_nothing", K_YES, 0, NULL }),
      &renewed_shape, renew_run },
    { "why", "waarom", "/tools/{tool}/why", GET, ROLE_VISITOR, OP_LIST,
      ARGS({ "tool", K_TOOL, ARG_NEED | ARG_PLACE, NULL }, { "member", K_MEMBER, ARG_PLACE, NULL }),
      &why_shape, why_run },
    { "loan list", NULL, "/loans", GET, ROLE_MEMBER, OP_LIST,
      ARGS({ "overdue", K_YES, 0, NULL }, { "member", K_MEMBER, 0, NULL },
           { "tool", K_TOOL, 0, NULL }, { "branch", K_BRANCH, 0, NULL },
           { "history", K_YES, 0, NULL }, { "limit", K_INT, 0, "1..10000" }),
      &loan_shape, loan_list_run },
    { "loan show", NULL, "/loans/{loan}", GET, ROLE_MEMBER, 0,
      ARGS({ "loan", K_LOAN, ARG_NEED | ARG_PLACE, NULL }), &loan_shape, loan_show_run },
    { 0 },
};
