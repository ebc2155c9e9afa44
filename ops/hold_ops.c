/* Places in the queue, bookings, and the driver's list. */
#include "lending/branch.h"
#include "lending/hold.h"
#include "lending/hold_ask.h"
#include "lending/kit.h"
#include "lending/transfer.h"
#include "ops/arg.h"
#include "ops/say.h"
#include "ops/table.h"

static const struct shape hold_shape = { "hold", FIELDS(
    { "hold", FK_INT }, { "member", FK_MEMBER }, { "member_name", FK_TEXT }, { "model", FK_TEXT },
    { "tool", FK_TOOL }, { "pick_up", FK_TEXT }, { "state", FK_HOLD_STATE }, { "queue_place", FK_INT },
    { "until", FK_DAY }, { "from", FK_DAY }, { "to", FK_DAY }, { "from_at", FK_TIME },
    { "to_at", FK_TIME }) };

static void given_row(struct out *o, const struct hold_given *h)
{
    OUT(o, val_int(h->id), val_str(h->member_code), val_str(h->member_name), val_str(h->model_name),
        val_text(h->tool_code), val_str(h->pick_up_name), val_str(h->state), val_id(h->place),
        val_day(h->until), val_day(h->from), val_day(h->to),
        h->from_at ? val_time(h->from_at) : val_none(), h->to_at ? val_time(h->to_at) : val_none());
}

/* What happened, and what the member can count on. */
static void given_say(struct out *o, const struct hold_given *h)
{
    struct ctx *c = o->c;
    const struct fact facts[] = { F("name", val_str(h->member_name)), F("tool", val_str(h->model_name)),
        F("branch", val_str(h->pick_up_name)), F("day", val_day(day_none(h->from) ? h->until : h->from)),
        F("day2", val_day(h->to)), F("n", val_int(h->place)) };
    bool me = c->role == ROLE_MEMBER;
    enum text_key key = !day_none(h->from) ? (me ? T_HOLD_BOOKED_ME : T_HOLD_BOOKED)
        : str_eq(h->state, S("ready")) ? (me ? T_HOLD_READY_ME : T_HOLD_READY)
        : str_eq(h->state, S("assigned")) ? (me ? T_HOLD_ASSIGNED_ME : T_HOLD_ASSIGNED)
        : me ? T_HOLD_WAITS_ME : T_HOLD_WAITS;
    out_say(o, TONE_YES, text(c, key, facts, COUNT(facts)));
    o->created = true;
}

/* "2026-12-07" or "2026-12-07.1": a day and perhaps a block of it. */
static enum fault day_block(struct ctx *c, const char *arg, struct val v, day *d, int *block)
{
    *d = DAY_NONE;
    *block = 0;
    if (val_is_none(v))
        return OK;
    struct str text = v.s, n = { 0 };
    ptrdiff_t dot = str_find(text, S("."));
    int64_t k = 0;
    if (dot == 10) {
        n = str_from(text, 11);
        text = str_upto(text, 10);
    }
    if (!day_read(c->mem, c->today, text, d) || (dot == 10 && (!str_int(n, &k) || k < 1 || k > 20)))
        return fail(c, FAULT_DAY_FORMAT, arg, v);
    *block = (int)k;
    return OK;
}

/* A tool's code means that tool only; the name of a kit all its tools (T12); other words a model. */
static enum fault hold_what(struct ctx *c, const char *arg, struct str what, struct hold_ask *w)
{
    struct tool t;
    bool coded = tool_coded(c, what);
    enum fault f = coded ? tool_find(c, arg, what, &w->tool) : kit_named(c, what, &w->kit);
    if (!f && coded)
        f = tool_get(c, w->tool, &t);
    if (!f && coded)
        w->model = t.model.id;
    return f || coded || w->kit ? f : model_find(c, arg, what, &w->model);
}

enum { H_MEMBER, H_WHAT, H_PICK_UP, H_FROM, H_TO };

static enum fault hold_add_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct hold_given h;
    struct hold_ask w = { .member = a[H_MEMBER].i, .pick_up = val_int_or(a[H_PICK_UP], 0) };
    enum fault f = hold_what(c, "what", a[H_WHAT].s, &w);
    if (!f)
        f = day_block(c, "from", a[H_FROM], &w.from, &w.from_block);
    if (!f)
        f = day_block(c, "to", a[H_TO], &w.to, &w.to_block);
    if (!f && day_none(w.from) != day_none(w.to))
        f = fail(c, FAULT_MISSING, day_none(w.from) ? "from" : "to", val_none());
    if (!f && !w.pick_up)
        f = branch_of_counter(c, &w.pick_up);
    if (!f)
        f = hold_ask(c, &w, &h);
    if (f)
        return f;
    given_row(o, &h);
    given_say(o, &h);
    return OK;
}

static enum fault hold_list_run(struct ctx *c, const struct val *a, struct out *o)
{
    const struct hold *h;
    size_t n;
    struct hold_query w = { .ready = val_true(a[0]), .member = val_int_or(a[2], 0) };
    if (c->role == ROLE_MEMBER)
        w.member = c->member;
    if (a[1].is == V_INT) {
        struct tool t;
        enum fault f = tool_get(c, a[1].i, &t);
        if (f)
            return f;
        w.model = t.model.id;
    }
    enum fault f = hold_list(c, &w, &h, &n);
    for (size_t i = 0; !f && i < n; i++)
        OUT(o, val_int(h[i].id), val_str(h[i].member_code), val_str(h[i].member_name),
            val_str(h[i].model_name), val_text(h[i].tool_code), val_str(h[i].pick_up_name),
            val_z(hold_state_name(h[i].state)), val_id(h[i].place), val_day(h[i].last),
            val_day(h[i].from), val_day(h[i].to), val_none(), val_none());
    return f;
}

static int64_t by_of(const struct ctx *c)
{
    return c->role == ROLE_MEMBER ? c->member : 0;
}

static enum fault hold_cancel_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct hold_given h;
    enum fault f = hold_cancel(c, a[0].i, by_of(c), &h);
    if (f)
        return f;
    h.state = S("cancelled");
    h.place = 0;
    given_row(o, &h);
    out_say(o, TONE_YES, text(c, c->role == ROLE_MEMBER ? T_HOLD_CANCELLED_ME : T_HOLD_CANCELLED,
                              FACTS(F("tool", val_str(h.model_name)),
                                                         F("name", val_str(h.member_name)))));
    return OK;
}

static enum fault hold_keep_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct hold_given h;
    enum fault f = hold_keep(c, a[0].i, by_of(c), &h);
    if (f)
        return f;
    given_row(o, &h);
    given_say(o, &h);
    return OK;
}

static enum fault hold_move_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct hold_given h;
    enum fault f = hold_move(c, a[0].i, a[1].i, &h);
    if (f)
        return f;
    given_row(o, &h);
    given_say(o, &h);
    return OK;
}

static const struct shape transfer_shape = { "transfer", FIELDS(
    { "transfer", FK_INT }, { "tool", FK_TOOL }, { "tool_name", FK_TEXT }, { "from_branch", FK_TEXT },
    { "to_branch", FK_TEXT }, { "state", FK_TRANSFER_STATE }, { "member", FK_MEMBER },
    { "member_name", FK_TEXT }) };

static void transfer_row(struct out *o, const struct transfer *t, const char *state)
{
    OUT(o, val_int(t->id), val_str(t->tool_code), val_str(t->tool_name), val_str(t->from_name),
        val_str(t->to_name), state ? val_z(state) : val_str(t->state), val_text(t->member_code),
        val_text(t->member_name));
}

static enum fault transfer_list_run(struct ctx *c, const struct val *a, struct out *o)
{
    const struct transfer *t;
    size_t n;
    enum fault f = transfer_list(c, val_int_or(a[0], 0), &t, &n);
    for (size_t i = 0; !f && i < n; i++)
        transfer_row(o, &t[i], NULL);
    return f;
}

static void transfer_say(struct out *o, enum text_key key, const struct transfer *t)
{
    out_say(o, TONE_YES, text(o->c, key, FACTS(F("tool", val_str(t->tool_name)),
        F("branch", val_str(t->to_name)), F("branch2", val_str(t->from_name)))));
}

static enum fault transfer_send_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct transfer t;
    enum fault f = transfer_send(c, a[0].i, &t);
    if (f)
        return f;
    transfer_row(o, &t, "sent");
    transfer_say(o, T_TRANSFER_SENT, &t);
    return OK;
}

static enum fault transfer_cancel_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct transfer t;
    enum fault f = transfer_cancel(c, a[0].i, &t);
    if (f)
        return f;
    bool back = str_eq(t.state, S("sent"));
    transfer_row(o, &t, back ? "sent" : "cancelled");
    transfer_say(o, back ? T_TRANSFER_BACK : T_TRANSFER_CANCELLED, &t);
    return OK;
}

const struct op hold_ops[] = {
    { "hold add", NULL, "/holds", POST, ROLE_MEMBER, OP_UNDO | OP_OVERRIDE,
      ARGS({ "member", K_MEMBER, ARG_NEED | ARG_PLACE, NULL }, { "what", K_TEXT, ARG_NEED | ARG_PLACE, NULL },
           { "pick_up", K_BRANCH, 0, NULL }, { "from", K_TEXT, 0, NULL }, { "to", K_TEXT, 0, NULL }),
      &hold_shape, hold_add_run },
    { "hold list", NULL, "/holds", GET, ROLE_MEMBER, OP_LIST,
      ARGS({ "ready", K_YES, 0, NULL }, { "tool", K_TOOL, 0, NULL }, { "member", K_MEMBER, 0, NULL }),
      &hold_shape, hold_list_run },
    { "hold cancel", NULL, "/holds/{hold}/cancel", POST, ROLE_MEMBER, OP_UNDO,
      ARGS({ "hold", K_INT, ARG_NEED | ARG_PLACE, NULL }), &hold_shape, hold_cancel_run },
    { "hold keep", NULL, "/holds/{hold}/keep", POST, ROLE_MEMBER, OP_UNDO,
      ARGS({ "hold", K_INT, ARG_NEED | ARG_PLACE, NULL }), &hold_shape, hold_keep_run },
    { "hold move", NULL, "/holds/{hold}/move", POST, ROLE_VOLUNTEER, OP_UNDO,
      ARGS({ "hold", K_INT, ARG_NEED | ARG_PLACE, NULL }, { "place", K_INT, ARG_NEED | ARG_PLACE, "1..999" }),
      &hold_shape, hold_move_run },
    { "transfer list", "ritlijst", "/transfers", GET, ROLE_VOLUNTEER, OP_LIST,
      ARGS({ "branch", K_BRANCH, 0, NULL }), &transfer_shape, transfer_list_run },
    { "transfer send", NULL, "/transfers/send", POST, ROLE_VOLUNTEER, OP_UNDO,
      ARGS({ "tool", K_TOOL, ARG_NEED | ARG_PLACE, NULL }), &transfer_shape, transfer_send_run },
    { "transfer cancel", NULL, "/transfers/{transfer}/cancel", POST, ROLE_VOLUNTEER, OP_UNDO,
      ARGS({ "transfer", K_INT, ARG_NEED | ARG_PLACE, NULL }), &transfer_shape, transfer_cancel_run },
    { 0 },
};
