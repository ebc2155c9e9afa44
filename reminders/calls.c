/* See calls.h. */
#include "reminders/calls.h"

#include "lending/setting.h"
#include "lending/tell.h"
#include "schema/query.h"
#include "text/text.h"

enum { TRIES_MOST = 3, AGAIN_DAYS = 7 };

/* What still stands on a line: tools, by name and with their codes, and the last of what is about the
 * person: whether they stay (M18), asked to be called (N13), a membership that ends, an answer to a report. */
struct standing {
    struct buf names, codes;
    const struct told *person;
};

/* How to begin a call that is not about tools somebody has. */
static enum text_key person_opens(const struct told *t)
{
    return str_eq(t->kind, S("help"))             ? T_CALL_HELP
           : str_eq(t->kind, S("ticket_answer"))  ? T_CALL_TICKET
           : str_starts(t->kind, S("membership_")) ? T_CALL_MEMBERSHIP
                                                  : T_CALL_INACTIVE;
}

/* "HULP" and an answer to a report come before what else the line is about. */
static bool person_first(const struct told *t)
{
    return str_eq(t->kind, S("help")) || str_eq(t->kind, S("ticket_answer"));
}

/* Said already: it is ready, and not for long. */
static bool listed(const struct told *const *said, size_t n, const struct told *t)
{
    for (size_t i = 0; i < n; i++)
        if (said[i]->loan == t->loan && said[i]->hold == t->hold)
            return true;
    return false;
}

static enum fault standing_read(struct ctx *c, int64_t message, struct standing *s)
{
    struct due_rules rules = due_rules_read(c);
    struct calendars *all = NEW(c->mem, struct calendars);
    struct told_list l;
    size_t n = 0;
    const char *why;
    enum fault f = told_load(c, message, &l);
    const struct told **said = NEW_N(c->mem, const struct told *, l.n);
    for (size_t i = 0; !f && i < l.n; i++) {
        const struct told *t = &l.at[i];
        f = told_fits(c, &rules, all, &l.at[i], c->today, &why);
        /* A late one stays on the list though the next step has come: the call is still owed. */
        if (f || (why && strcmp(why, "past")))
            continue;
        if (!t->loan && !t->hold) {
            s->person = s->person && person_first(s->person) ? s->person : t;
            continue;
        }
        if (listed(said, n, t))
            continue;
        said[n++] = t;
        buf_printf(&s->names, "%s%.*s", s->names.n ? ", " : "", STR(t->tool_name));
        buf_z_add(&s->codes, s->codes.n ? ", " : "");
        if (t->number)
            buf_printf(&s->codes, "%.*s ", STR(code_text(c->mem, t->number, FAMILY_TOOL)));
        buf_add(&s->codes, t->tool_name);
    }
    return f;
}

static enum text_key kind_of(struct ctx *c, const struct told *t)
{
    int key = text_find(str_printf(c->mem, "kind.%.*s", STR(t->kind)));
    ASSERT(key >= 0);
    return (enum text_key)key;
}

/* What still stands on the line, with how to begin. Nothing left: *owed is false. */
static enum fault about(struct ctx *c, struct call *k, bool *owed)
{
    struct standing s = { .names = { .a = c->mem }, .codes = { .a = c->mem } };
    enum fault f = standing_read(c, k->id, &s);
    const struct told *p = s.person;
    bool tools = s.names.n > 0, ends = p && str_starts(p->kind, S("membership_"));
    *owed = tools || p;
    if (f || !*owed)
        return f;
    if (p && (!tools || person_first(p)))
        buf_printf(&s.codes, "%s%.*s", tools ? "; " : "", STR(text_plain(c->lang, kind_of(c, p))));
    k->tools = buf_str(&s.codes);
    enum text_key open = p && (!tools || person_first(p)) ? person_opens(p) : T_CALL_OPEN;
    day erased = day_plus(c->today, (int)setting_int(c, SET_ERASE_DAYS));
    bool ticket = open == T_CALL_TICKET;
    k->words = text(c, open, FACTS(F("name", val_str(k->member_name)),
        F("volunteer", val_str(c->initials)), F("library", val_str(setting_str(c, SET_LIBRARY_NAME))),
        F("tool", val_str(ticket ? p->tool_name : buf_str(&s.names))),
        F("text", val_str(ticket ? p->answer : (struct str){ 0 })),
        F("day", val_day(ends ? p->until : erased))));
    return OK;
}

static struct call call_row(struct query *q)
{
    struct arena *a = q->c->mem;
    struct str home = q_str(q, "home"), code = q_str(q, "postcode"), place = q_str(q, "place");
    return (struct call){ .id = q_int(q, "id"), .member = q_int(q, "member"), .tries = q_int(q, "tries"),
        .visit = str_eq(q_str(q, "channel"), S("visit")), .number = q_str(q, "address"),
        .home = str_trim(str_printf(a, "%.*s %.*s %.*s", STR(home), STR(code), STR(place))),
        .member_code = code_text(a, q_int(q, "member_number"), FAMILY_MEMBER),
        .member_name = q_str(q, "member_name"), .kind = q_str(q, "kind") };
}

enum fault calls_list(struct ctx *c, const struct call **out, size_t *n)
{
    struct call *k = NULL;
    size_t room = 0;
    enum fault f = OK;
    QUERY(q, c, Q_CALL_LIST);
    q_bind(&q, "now", val_time(c->now));
    q_bind_int(&q, "id", 0);
    *n = 0;
    while (!f && q_row(&q)) {
        bool owed;
        if (*n == room) {
            struct call *more = NEW_N(c->mem, struct call, room ? room * 2 : 16);
            if (room)
                memcpy(more, k, room * sizeof *k);
            room = room ? room * 2 : 16;
            k = more;
        }
        k[*n] = call_row(&q);
        f = about(c, &k[*n], &owed);
        *n += owed;
    }
    *out = k;
    return f ? f : q_end(&q);
}

/* The loan that is late by all its steps is asked after again, a week later (N22). */
static bool comes_back(const struct call *k)
{
    return due_kind_named(k->kind) == DUE_CALL;
}

static enum fault mark(struct ctx *c, const struct call *k, const char *state, const char *channel,
                       struct str address, int64_t not_before)
{
    QUERY(q, c, Q_CALL_MARK);
    q_bind_int(&q, "id", k->id);
    q_bind_str(&q, "state", str_of(state));
    q_bind(&q, "now", val_time(c->now));
    q_bind(&q, "not_before_at", val_time(not_before));
    q_bind_str(&q, "channel", str_of(channel));
    q_bind(&q, "address", val_text(address));
    q_bind(&q, "body", val_none());
    return q_run(&q);
}

enum fault call_done(struct ctx *c, int64_t id, enum call_result r, struct call *k)
{
    QUERY(q, c, Q_CALL_LIST);
    q_bind(&q, "now", val_time(c->now));
    q_bind_int(&q, "id", id);
    *k = (struct call){ 0 };
    if (q_row(&q))
        *k = call_row(&q);
    enum fault f = q_end(&q);
    if (f || !k->id)
        return f ? f : FAULT_NAME_UNKNOWN;
    const char *channel = k->visit ? "visit" : "call";
    int64_t tomorrow = instant_of(day_plus(c->today, 1), 0);
    if (r == CALL_SPOKEN)
        return mark(c, k, comes_back(k) ? "due" : "sent", channel, k->number,
                    comes_back(k) ? instant_of(day_plus(c->today, AGAIN_DAYS), 0) : c->now);
    if (r == CALL_NO_ANSWER)
        return mark(c, k, "due", k->tries + 1 >= TRIES_MOST ? "visit" : channel, k->number, tomorrow);
    QUERY(bad, c, Q_CONTACT_BAD);
    q_bind_int(&bad, "member", k->member);
    q_bind_str(&bad, "value_key", k->number);
    q_bind(&bad, "now", val_time(c->now));
    f = q_run(&bad);
    struct reach next;
    if (!f)
        f = reach_of(c, k->member, BY_CALL, false, false, &next);
    return f ? f : mark(c, k, "due", reach_name(next.by), next.address, c->now);
}
