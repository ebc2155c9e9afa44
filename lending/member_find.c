/* Finding a member by card, phone number, address or name. See member.h. */
#include "lending/member.h"
#include "lending/tool.h"
#include "schema/query.h"

static enum fault by_contact(struct ctx *c, const char *kind, struct str key, int64_t *id)
{
    QUERY(q, c, Q_MEMBER_BY_CONTACT);
    q_bind_str(&q, "kind", str_of(kind));
    q_bind_str(&q, "value_key", key);
    *id = q_row(&q) ? q_int(&q, "member") : 0;
    /* One number, several people: a name must decide. */
    if (*id && q_row(&q))
        *id = -1;
    return q_end(&q);
}

static enum fault by_name(struct ctx *c, const char *arg, struct str text, int64_t *id)
{
    const struct member *m;
    size_t n;
    int64_t total;
    enum fault f = member_list(c, &(struct member_query){ .words = text, .limit = 4, .all = true }, &m,
                               &n, &total);
    if (f)
        return f;
    struct str key = str_key(c->mem, text);
    for (size_t i = 0; i < n && key.n; i++)
        if (total == 1 || str_eq(str_key(c->mem, m[i].name), key)) {
            *id = m[i].id;
            return OK;
        }
    struct buf names = { .a = c->mem };
    for (size_t i = 0; i < n && i < 3; i++)
        buf_printf(&names, "%s%.*s (%.*s)", i ? ", " : "", STR(m[i].name), STR(m[i].code));
    if (!key.n)
        n = 0;
    return fail_facts(c, n ? FAULT_NAME_SEVERAL : FAULT_NAME_UNKNOWN, arg, val_str(text),
                      FACTS(F("names", val_str(buf_str(&names))), F("n", val_int(total))));
}

static bool code_shaped(struct str x)
{
    size_t i = x.n && *x.s == 'M', digits = 0;
    for (; i < x.n && x.s[i] >= '0' && x.s[i] <= '9'; i++)
        digits++;
    return digits && x.n - i <= 1;
}

enum fault member_find(struct ctx *c, const char *arg, struct str text, int64_t *id)
{
    struct str folded, other;
    struct code code;
    *id = 0;
    enum fault f = OK;
    if (str_has(text, '@') && !email_parse(c->mem, text, &other))
        f = by_contact(c, "email", str_lower(c->mem, other), id);
    else if (!phone_parse(c->mem, text, &other))
        f = by_contact(c, "phone", other, id);
    if (f || *id > 0)
        return f;
    if (*id < 0)
        return fail_facts(c, FAULT_NAME_SEVERAL, arg, val_str(text),
                          FACTS(F("names", val_str(text)), F("n", val_int(2))));
    f = code_fold(c->mem, text, hosts_ours(c), &folded);
    if (f)
        return code_refused(c, f, arg, text);
    if (!code_shaped(folded))
        return by_name(c, arg, text, id);
    f = code_read(folded, &code);
    if (!f && code.family != FAMILY_MEMBER)
        f = FAULT_CODE_FAMILY; /* digits alone are a tool's number, never a member's (T8) */
    if (!f) {
        QUERY(q, c, Q_MEMBER_BY_NUMBER);
        q_bind_int(&q, "number", code.number);
        f = q_run_int(&q, id);
        if (!f && !*id)
            f = FAULT_CODE_UNKNOWN;
    }
    return f ? code_refused(c, f, arg, text) : OK;
}
