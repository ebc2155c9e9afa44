/* See hold.h. */
#include "lending/hold.h"

#include "lending/calendar.h"
#include "lending/journal.h"
#include "lending/setting.h"
#include "lending/tool.h"
#include "schema/query.h"

static const char *const states[] = { "waiting", "assigned", "ready", "resting" };

const char *hold_state_name(enum hold_state s)
{
    return states[s];
}

static enum hold_state state_of(struct str name)
{
    int i = 0;
    while (i < HOLD_RESTING && !str_eq(name, str_of(states[i])))
        i++;
    return (enum hold_state)i;
}

static struct hold hold_row(struct query *q)
{
    struct arena *a = q->c->mem;
    struct model m = { .name = q_str(q, "name"), .brand = q_str(q, "brand"), .type = q_str(q, "type") };
    return (struct hold){ .id = q_int(q, "id"), .member = q_int(q, "member"),
        .model = q_int(q, "model"), .pick_up = q_int(q, "pick_up"), .tool = q_int(q, "given_tool"),
        .state = state_of(q_str(q, "state")), .place = q_int(q, "place"),
        .from = q_day(q, "from_day"), .to = q_day(q, "to_day"), .last = q_day(q, "ready_day"),
        .member_code = code_text(a, q_int(q, "member_number"), FAMILY_MEMBER),
        .member_name = q_str(q, "member_name"), .model_name = model_name(a, &m),
        .tool_code = q_null(q, "number") ? (struct str){ 0 }
                                         : code_text(a, q_int(q, "number"), FAMILY_TOOL),
        .pick_up_name = q_str(q, "pick_up_name") };
}

/* H13: the last shelf day follows from the day it became ready and the pick-up branch's calendar. */
static enum fault last_days(struct ctx *c, struct hold *h, size_t n)
{
    struct calendar k = { 0 };
    for (size_t i = 0; i < n; i++) {
        day ready = h[i].last;
        h[i].last = DAY_NONE;
        if (h[i].state != HOLD_READY || day_none(ready))
            continue;
        enum fault f = k.branch == h[i].pick_up ? OK : calendar_load(c, h[i].pick_up, &k);
        if (f)
            return f;
        h[i].last = calendar_shelf_last(&k, ready, (int)setting_int(c, SET_SHELF_OPEN_DAYS),
                                        (int)setting_int(c, SET_SHELF_DAYS),
                                        (int)setting_int(c, SET_OPEN_WITHIN));
    }
    return OK;
}

enum fault hold_list(struct ctx *c, const struct hold_query *w, const struct hold **out, size_t *n)
{
    QUERY(q, c, Q_HOLD_LIST);
    q_bind_int(&q, "member", w->member);
    q_bind_int(&q, "model", w->model);
    q_bind(&q, "ready", val_bool(w->ready));
    struct hold *h = NULL;
    *n = 0;
    while (q_row(&q)) {
        if (!h)
            h = NEW_N(c->mem, struct hold, q_int(&q, "total"));
        h[(*n)++] = hold_row(&q);
    }
    *out = h;
    enum fault f = q_end(&q);
    return f ? f : last_days(c, h, *n);
}

enum fault hold_add(struct ctx *c, const struct hold_new *w, int64_t *id)
{
    enum hold_state s = !w->given ? HOLD_WAITING : day_none(w->ready) ? HOLD_ASSIGNED : HOLD_READY;
    QUERY(q, c, Q_HOLD_ADD);
    q_bind_int(&q, "member", w->member);
    q_bind_int(&q, "model", w->model);
    q_bind(&q, "tool", val_id(w->tool));
    q_bind_int(&q, "pick_up", w->pick_up);
    q_bind(&q, "since_at", val_time(w->since_at));
    q_bind(&q, "made_at", val_time(c->now));
    q_bind_str(&q, "state", str_of(states[s]));
    q_bind(&q, "given_tool", val_id(w->given));
    q_bind(&q, "ready_day", val_day(s == HOLD_READY ? w->ready : DAY_NONE));
    enum fault f = q_run_int(&q, id);
    return f ? f : thing_made(c, "hold", *id);
}
