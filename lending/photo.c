/* See photo.h. */
#include "lending/photo.h"

#include "base/random.h"
#include "lending/journal.h"
#include "schema/query.h"

enum { NAME_LETTERS = 16 };

static enum fault add(struct ctx *c, int64_t tool, int64_t ticket, const struct photo *p)
{
    int64_t id;
    QUERY(q, c, Q_PHOTO_ADD);
    q_bind_str(&q, "name", random_name(c, NAME_LETTERS));
    q_bind_int(&q, "tool", tool);
    q_bind(&q, "ticket", val_id(ticket));
    q_bind(&q, "made_at", val_time(c->now));
    q_bind_int(&q, "width", p->width);
    q_bind_int(&q, "height", p->height);
    q_bind_int(&q, "size", (int64_t)p->large.n);
    q_bind_bytes(&q, "small", p->small);
    q_bind_bytes(&q, "large", p->large);
    enum fault f = q_run_int(&q, &id);
    if (!f)
        f = journal_line(c, "tool", tool);
    return f ? f : thing_made(c, "photo", id);
}

static enum fault about(struct query *q, struct photo_about *p)
{
    *p = (struct photo_about){ 0 };
    if (q_row(q))
        *p = (struct photo_about){ q_int(q, "id"), q_int(q, "tool"), q_str(q, "name"),
                                   (int)q_int(q, "width"), (int)q_int(q, "height"), q_int(q, "size") };
    return q_end(q);
}

enum fault photo_of_tool(struct ctx *c, const struct tool *t, struct photo_about *p)
{
    QUERY(q, c, Q_PHOTO_OF_TOOL);
    q_bind_int(&q, "model", t->model.id);
    q_bind_int(&q, "tool", t->id);
    return about(&q, p);
}

enum fault photo_of_ticket(struct ctx *c, int64_t ticket, struct photo_about *p)
{
    QUERY(q, c, Q_PHOTO_OF_TICKET);
    q_bind_int(&q, "ticket", ticket);
    return about(&q, p);
}

enum fault photo_end(struct ctx *c, const struct tool *t, bool *was)
{
    struct photo_about p;
    enum fault f = photo_of_tool(c, t, &p);
    *was = p.tool == t->id;
    if (f || !*was)
        return f;
    f = journal_line(c, "tool", t->id);
    return f ? f : thing_set(c, F_PHOTO_ENDED_AT, p.id, val_none(), val_time(c->now));
}

enum fault photo_set(struct ctx *c, const struct tool *t, const struct photo *p)
{
    bool was;
    enum fault f = photo_end(c, t, &was);
    return f ? f : add(c, t->id, 0, p);
}

enum fault photo_report(struct ctx *c, int64_t tool, int64_t ticket, const struct photo *p)
{
    return add(c, tool, ticket, p);
}

struct str photo_path(struct arena *a, const struct photo_about *p)
{
    return p->name.n ? str_printf(a, "/photo/%.*s.webp", STR(p->name)) : (struct str){ 0 };
}

enum fault photo_bytes(struct ctx *c, struct str name, bool small, struct str *out, bool *open)
{
    QUERY(q, c, Q_PHOTO_GET);
    q_bind_str(&q, "name", name);
    *out = (struct str){ 0 };
    if (q_row(&q)) {
        bool own = c->member && q_int(&q, "member") == c->member;
        *open = q_null(&q, "ticket");
        if (*open || own || c->role >= ROLE_VOLUNTEER)
            *out = small ? q_str(&q, "small") : q_str(&q, "large");
    }
    enum fault f = q_end(&q);
    return f || out->n ? f : FAULT_PAGE_UNKNOWN;
}
