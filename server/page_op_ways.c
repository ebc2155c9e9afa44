/* Ways on from an operation's page: from a row of a list to what can be done with it, to the other operations of
 * its family, and for a coordinator to what runs the library. See page_op.h. */
#include "ops/help.h"
#include "schema/query.h"
#include "server/page_op.h"
#include "text/text.h"

enum { PREFILLED_MOST = 3000 };

/* The value of the field of that name, as it would be typed; "" where there is none. */
static struct str typed_of(struct arena *a, const struct shape *s, const struct val *v, const char *name)
{
    for (size_t i = 0; s->f[i].key; i++)
        if (!strcmp(s->f[i].key, name))
            return v[i].is == V_STR ? v[i].s
                : v[i].is == V_INT ? str_printf(a, "%lld", (long long)v[i].i) : (struct str){ 0 };
    return (struct str){ 0 };
}

/* What a person is called, or is reached by, stands in no address (P1); a card does. */
static bool may_stand(const struct op *op, const struct arg *a)
{
    return !(a->flags & ARG_SECRET) && a->kind != K_PHONE && a->kind != K_EMAIL && a->kind != K_POSTCODE &&
        !(op_of_people(op) && (a->kind == K_TEXT || a->kind == K_LONG));
}

/* The form or answer of an operation, with what the row, else the address, says of its arguments. */
static struct url link_with(struct request *r, const struct op *op, const struct shape *s, const struct val *v)
{
    struct buf b = { .a = &r->mem };
    struct str to = op_link_to(r, op).s, one;
    buf_add(&b, to);
    for (const struct arg *a = op->args; a->name; a++) {
        one = typed_of(&r->mem, s, v, a->name);
        if (!one.n && r->method == METHOD_GET)
            one = request_field(r, a->name);
        if (!one.n || !may_stand(op, a) || b.n + one.n > PREFILLED_MOST)
            continue;
        buf_printf(&b, "%c%s=", str_has(buf_str(&b), '?') ? '&' : '?', a->name);
        buf_url(&b, one);
    }
    return (struct url){ buf_str(&b) };
}

static bool begins_with(const struct op *op, const struct shape *s)
{
    return op->args[0].name && s && s->f[0].key && !strcmp(op->args[0].name, s->f[0].key);
}

static bool kin(const struct request *r, const struct op *op, const struct op *other)
{
    return other != op && op_here(r, other) && str_eq(op_group(op), op_group(other));
}

struct url op_row_link(struct request *r, const struct op *op, const struct shape *s, const struct val *v)
{
    static const char *const wanted[] = { " set", " show", " edit", " pin", " remove", " revoke" };
    for (size_t k = 0; op->verb == GET && k < COUNT(wanted); k++)
        for (size_t i = 0; i < op_count(); i++) {
            const struct op *other = op_at(i);
            if (kin(r, op, other) && begins_with(other, s) && str_ends(str_of(other->cmd), str_of(wanted[k])))
                return link_with(r, other, s, v);
        }
    return (struct url){ { 0 } };
}

struct links op_kin(struct request *r, struct ctx *c, const struct op *op, const struct shape *s, const struct val *v)
{
    struct link *at = NEW_N(c->mem, struct link, op_count());
    size_t n = 0;
    for (size_t i = 0; i < op_count(); i++) {
        const struct op *other = op_at(i);
        bool same = v && op->args[0].name && other->args[0].name && !strcmp(op->args[0].name, other->args[0].name);
        if (kin(r, op, other))
            at[n++] = (struct link){ .icon = ICON_I_LIST, .label = op_title(c, other),
                                     .url = same ? link_with(r, other, s, v) : op_link_to(r, other) };
    }
    return (struct links){ at, n };
}

/* When the last backup was made, in words. */
static struct str backup_words(struct ctx *c)
{
    struct str words = text_plain(c->lang, T_PAGE_RUN_NO_BACKUP);
    QUERY(q, c, Q_RUN_LAST);
    q_bind_str(&q, "kind", S("backup"));
    q_bind_int(&q, "good", 1);
    if (q_row(&q)) {
        int64_t at = q_int(&q, "at");
        const struct fact facts[] = { F("day", val_day(day_at(at))), F("time", val_time(at)) };
        words = text(c, T_PAGE_RUN_BACKUP, facts, COUNT(facts));
    }
    return q_end(&q) ? (struct str){ 0 } : words;
}

struct links op_ways(struct request *r, struct ctx *c)
{
    static const struct { enum icon icon; enum text_key label; const char *op, *page; } ways[] = {
        { ICON_I_LIST, T_PAGE_RUN_SETTINGS, "setting list", "/settings" },
        { ICON_I_CAM, T_PAGE_RUN_LOGO, "library logo", NULL },
        { ICON_I_CLOCK, T_PAGE_RUN_HOURS, "branch list", NULL }, { ICON_I_CAL, T_PAGE_RUN_CLOSINGS, "closing add", NULL },
        { ICON_I_BOOK, T_PAGE_RUN_POLICY, "category list", NULL }, { ICON_I_EURO, T_PAGE_RUN_PLANS, "plan list", NULL },
        { ICON_I_MAIL, T_PAGE_RUN_TEXTS, "text list", "/texts" },
        { ICON_I_MAIL, T_PAGE_RUN_MESSAGES, "message list", NULL },
        { ICON_I_ME, T_PAGE_RUN_VOLUNTEERS, "volunteer list", NULL },
        { ICON_I_HAND, T_PAGE_RUN_TOKENS, "token list", NULL }, { ICON_I_IN, T_PAGE_RUN_IMPORT, "import tools", NULL },
        { ICON_I_OUT, T_PAGE_RUN_EXPORT, "export all", NULL }, { ICON_I_TICK, T_PAGE_RUN_CHECK, "check", NULL } };
    struct link *at = NEW_N(c->mem, struct link, COUNT(ways));
    size_t n = 0;
    for (size_t i = 0; r->who.role >= ROLE_COORDINATOR && i < COUNT(ways); i++) {
        const struct op *op = op_find(str_of(ways[i].op));
        if (op && op_here(r, op))
            at[n++] = (struct link){ .icon = ways[i].icon, .label = text_plain(r->lang, ways[i].label),
                                     .url = ways[i].page ? link_to(r, "%s", ways[i].page) : op_link_to(r, op) };
    }
    if (n) /* the check is the last of them */
        at[n - 1].hint = backup_words(c);
    return (struct links){ at, n };
}
