/* See setting.h. */
#include "lending/setting.h"

#include "lending/journal.h"
#include "lending/member.h"
#include "schema/query.h"

static const struct setting_info infos[] = {
#define SETTING(id, name, kind, otherwise, least, most) { name, kind, otherwise, least, most },
#include "lending/settings.def"
#undef SETTING
};

const struct setting_info *setting_info(enum setting s)
{
    ASSERT((unsigned)s < SETTING_COUNT);
    return &infos[s];
}

enum setting setting_find(struct str name)
{
    int i = 0;
    while (i < SETTING_COUNT && !str_eq(name, str_of(infos[i].name)))
        i++;
    return (enum setting)i;
}

/* Only what differs from the default stands in the database: few rows, read at once. */
static void load(struct ctx *c)
{
    c->settings = NEW_N(c->mem, struct str, SETTING_COUNT);
    for (int i = 0; i < SETTING_COUNT; i++)
        c->settings[i] = str_of(infos[i].otherwise);
    QUERY(q, c, Q_SETTING_ALL);
    while (q_row(&q)) {
        enum setting s = setting_find(q_str(&q, "name"));
        if (s != SETTING_COUNT)
            c->settings[s] = q_str(&q, "value");
    }
    /* Unreadable settings are the defaults; what is wrong shows in the statement after this one. */
    if (q_end(&q))
        return;
}

struct str setting_str(struct ctx *c, enum setting s)
{
    if (!c->settings)
        load(c);
    return c->settings[s];
}

int64_t setting_int(struct ctx *c, enum setting s)
{
    int64_t v = 0;
    struct str text = setting_str(c, s);
    return (infos[s].kind == SK_MONEY ? str_cents(text, &v) : str_int(text, &v)) ? v : 0;
}

bool setting_yes(struct ctx *c, enum setting s)
{
    return str_eq(setting_str(c, s), S("yes"));
}

static bool zone_known(struct ctx *c, struct str v)
{
    const char *path = str_printf(c->mem, "/usr/share/zoneinfo/%.*s", STR(v)).s;
    FILE *f = str_has(v, '/') && *v.s != '/' && str_find(v, S("..")) < 0 ? fopen(path, "r") : NULL;
    if (f)
        fclose(f);
    return f || str_eq(v, S("UTC"));
}

/* Scheme, host and perhaps a port; no path (architecture: base_url). */
static bool base_url_good(struct str v)
{
    struct str x = str_starts(v, S("https://")) ? str_from(v, 8)
                 : str_starts(v, S("http://")) ? str_from(v, 7) : (struct str){ 0 };
    for (size_t i = 0; i < x.n; i++) {
        char ch = x.s[i];
        if (!((ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9') || strchr(".-:[]", ch)))
            return false;
    }
    return x.n > 0;
}

static bool steps_good(struct str v)
{
    int64_t n, before = 0;
    for (struct str w; str_next(&v, ' ', &w); before = n)
        if (!str_int(w, &n) || n <= before || n > 366)
            return false;
    return before > 0;
}

static bool number_good(const struct setting_info *i, struct str v)
{
    int64_t n;
    return (i->kind == SK_MONEY ? str_cents(v, &n) : str_int(v, &n)) && n >= i->least && n <= i->most;
}

static bool colour_good(struct str v)
{
    for (size_t i = 1; i < v.n; i++)
        if (!strchr("0123456789abcdefABCDEF", v.s[i]))
            return false;
    return v.n == 7 && *v.s == '#';
}

/* Checks a value and writes it the way it is stored. */
static bool value_good(struct ctx *c, const struct setting_info *i, struct str *v)
{
    struct str w, rest = *v;
    switch (i->kind) {
    case SK_INT: case SK_MONEY:
        return number_good(i, *v);
    case SK_YES:
        if (str_eq_nocase(*v, S("ja")) || str_eq_nocase(*v, S("yes")) || str_eq(*v, S("1")))
            *v = S("yes");
        else if (str_eq_nocase(*v, S("nee")) || str_eq_nocase(*v, S("no")) || str_eq(*v, S("0")))
            *v = S("no");
        return str_eq(*v, S("yes")) || str_eq(*v, S("no"));
    case SK_ZONE:
        return zone_known(c, *v);
    case SK_URL:
        *v = str_lower(c->mem, str_ends(*v, S("/")) ? str_upto(*v, v->n - 1) : *v);
        return base_url_good(*v);
    case SK_URLS:
        while (str_next(&rest, ' ', &w))
            if (!base_url_good(w))
                return false;
        return true;
    case SK_LANG:
        return str_eq(*v, S("nl")) || str_eq(*v, S("en"));
    case SK_PHONE:
        return phone_parse(c->mem, *v, v) == OK;
    case SK_EMAIL:
        return email_parse(c->mem, *v, v) == OK;
    case SK_COLOUR:
        return colour_good(*v);
    case SK_STEPS:
        return steps_good(*v);
    case SK_TEXT:
        break;
    }
    return (int64_t)utf8_count(*v) >= i->least && (int64_t)utf8_count(*v) <= i->most &&
           str_eq(str_shown(c->mem, *v), *v);
}

enum fault setting_set(struct ctx *c, enum setting s, struct str value)
{
    const struct setting_info *i = setting_info(s);
    value = str_trim(value);
    if (value.n && !value_good(c, i, &value))
        return fail_facts(c, FAULT_SETTING_VALUE, "value", val_str(value),
                          FACTS(F("name", val_z(i->name)), F("least", val_int(i->least)),
                                F("most", val_int(i->most))));
    enum fault f = journal_line(c, "setting", s + 1);
    if (f)
        return f;
    c->settings = NULL; /* read anew by the next who asks */
    if (!value.n) {
        QUERY(q, c, Q_SETTING_UNSET);
        q_bind_str(&q, "name", str_of(i->name));
        return q_run(&q);
    }
    QUERY(q, c, Q_SETTING_SET);
    q_bind_str(&q, "name", str_of(i->name));
    q_bind_str(&q, "value", value);
    return q_run(&q);
}

struct str library_fact(struct ctx *c, const char *name)
{
    QUERY(q, c, Q_LIBRARY_GET);
    q_bind_str(&q, "name", str_of(name));
    return q_row(&q) ? q_str(&q, "value") : (struct str){ 0 };
}

enum fault library_fact_set(struct ctx *c, const char *name, struct str value)
{
    QUERY(q, c, Q_LIBRARY_SET);
    q_bind_str(&q, "name", str_of(name));
    q_bind_str(&q, "value", value);
    return q_run(&q);
}

bool library_pretend(struct ctx *c)
{
    struct str kind = library_fact(c, "kind");
    return str_eq(kind, S("demo")) || str_eq(kind, S("test"));
}
