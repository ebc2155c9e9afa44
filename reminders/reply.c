/* See reply.h. */
#include "reminders/reply.h"

#include "lending/branch.h"
#include "lending/setting.h"
#include "reminders/own_text.h"

enum { NAMES_MOST = 2 }; /* then "en nog 3 stuks" */

static enum fault branch_any(struct ctx *c, int64_t id, struct branch *out)
{
    const struct branch *all;
    size_t n;
    *out = (struct branch){ 0 };
    if (id)
        return branch_get(c, id, out);
    enum fault f = branch_all(c, &all, &n);
    if (!f && n)
        *out = all[0];
    return f;
}

enum fault reply_line(struct ctx *c, enum text_key key, const struct reply_facts *s, struct str *out)
{
    struct branch b;
    struct buf phone = { .a = c->mem };
    enum fault f = branch_any(c, s->branch, &b);
    if (f)
        return f;
    text_phone(&phone, b.phone.n ? b.phone : setting_str(c, SET_LIBRARY_PHONE));
    struct buf out_b = { .a = c->mem };
    f = own_text_add(c, &out_b, s->branch, c->lang, key, FACTS(F("library", val_str(setting_str(c, SET_LIBRARY_NAME))),
        F("tool", val_str(s->tool)), F("tool2", val_str(s->tool2)), F("why", val_str(s->why)),
        F("day", val_day(s->day)), F("day2", val_day(s->day2)), F("time", val_time(s->time)),
        F("branch", val_str(b.name)), F("phone", val_str(buf_str(&phone)))));
    *out = buf_str(&out_b);
    return f;
}

/* Told in one sentence: renewed until the same moment, for the same person. */
static bool together(const struct renewal *a, const struct renewal *b)
{
    return b->done && day_is(a->due, b->due) && a->time == b->time && a->told->member == b->told->member;
}

/* The names of those that are told together with `at[i]`. */
static struct str names_of(struct ctx *c, const struct renewal *at, size_t n, size_t i)
{
    struct buf b = { .a = c->mem };
    size_t seen = 0;
    for (size_t k = i; k < n; k++)
        if (together(&at[i], &at[k]) && seen++ < NAMES_MOST)
            buf_printf(&b, "%s%.*s", b.n ? ", " : "", STR(sms_tool(at[k].told->tool_name)));
    if (seen > NAMES_MOST) {
        buf_char(&b, ' ');
        text_add(&b, c->lang, c->today, T_MSG_LIST_MORE,
                 FACTS(F("n", val_int((int64_t)(seen - NAMES_MOST)))));
    }
    return buf_str(&b);
}

static bool first_of_group(const struct renewal *at, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (at[k].done && together(&at[k], &at[i]))
            return false;
    return true;
}

struct group {
    const struct renewal *first;
    struct str names;
};

static enum fault group_line(struct ctx *c, const struct group *g, bool shared, struct str *out)
{
    const struct renewal *r = g->first;
    enum fault f = reply_line(c, r->done ? T_MSG_A_RENEWED_SMS : T_MSG_A_NOT_RENEWED_SMS,
        &(struct reply_facts){ .tool = g->names, .why = r->why, .day = r->due, .time = r->time,
                               .branch = r->told->branch }, out);
    if (f || !shared)
        return f;
    *out = text(c, T_MSG_FOR, FACTS(F("name", val_str(r->told->member_name)),
                                    F("text", val_str(without_library(c, *out)))));
    return OK;
}

/* One group that was renewed beside one that was not: one sentence has both. */
static bool some(const struct group *g, size_t n)
{
    return n == 2 && g[0].first->done != g[1].first->done;
}

enum fault reply_renewals(struct ctx *c, const struct renewal *at, size_t n, struct str *out)
{
    struct group *g = NEW_N(c->mem, struct group, n);
    struct buf b = { .a = c->mem };
    size_t k = 0;
    bool shared = false;
    enum fault f = OK;
    for (size_t i = 0; i < n; i++) {
        shared = shared || at[i].told->member != at[0].told->member;
        if (!at[i].done)
            g[k++] = (struct group){ &at[i], sms_tool(at[i].told->tool_name) };
        else if (first_of_group(at, i))
            g[k++] = (struct group){ &at[i], names_of(c, at, n, i) };
    }
    if (!shared && some(g, k)) {
        const struct group *yes = &g[g[0].first->done ? 0 : 1], *no = &g[g[0].first->done ? 1 : 0];
        return reply_line(c, T_MSG_A_RENEWED_SOME_SMS, &(struct reply_facts){ .tool = yes->names,
            .tool2 = no->names, .why = no->first->why, .day = yes->first->due, .day2 = no->first->due,
            .branch = yes->first->told->branch }, out);
    }
    for (size_t i = 0; !f && i < k; i++) {
        struct str line;
        f = group_line(c, &g[i], shared, &line);
        if (i || shared)
            line = without_library(c, line);
        if (!i && shared)
            buf_printf(&b, "%.*s: ", STR(setting_str(c, SET_LIBRARY_NAME)));
        buf_printf(&b, "%s%.*s", i ? "\n" : "", STR(line));
    }
    *out = buf_str(&b);
    return f;
}
