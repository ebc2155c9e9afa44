/* See link.h. */
#include "reminders/link.h"

#include "base/random.h"
#include "lending/secret.h"
#include "lending/setting.h"
#include "schema/query.h"

enum { CHECK_CHARS = 8, KEY_CHARS = 40, ID_CHARS = 13, ICS_CHARS = 32 };

static const char letters[] = "0123456789abcdefghjkmnpqrstvwxyz";

/* 40 bits of the hash, 5 a letter. */
static struct str check_of(struct arena *a, struct str key, struct str id)
{
    struct str hash = secret_hash(a, "link", str_printf(a, "%.*s %.*s", STR(key), STR(id)));
    char *s = arena_get(a, CHECK_CHARS + 1);
    for (size_t i = 0; i < CHECK_CHARS; i++) {
        char pair[3] = { hash.s[2 * i], hash.s[2 * i + 1], '\0' };
        s[i] = letters[strtoul(pair, NULL, 16) & 31];
    }
    return (struct str){ s, CHECK_CHARS };
}

static struct str id_letters(struct arena *a, int64_t id)
{
    char *s = arena_get(a, ID_CHARS + 1);
    size_t n = ID_CHARS;
    for (uint64_t v = (uint64_t)id; v; v >>= 5)
        s[--n] = letters[v & 31];
    return (struct str){ s + n, ID_CHARS - n };
}

static int64_t id_read(struct str s)
{
    uint64_t v = 0;
    for (size_t i = 0; i < s.n; i++) {
        const char *at = s.s[i] ? strchr(letters, s.s[i]) : NULL;
        if (!at || v >> 58)
            return 0;
        v = v << 5 | (uint64_t)(at - letters);
    }
    return (int64_t)v;
}

enum fault link_key(struct ctx *c)
{
    if (library_fact(c, "link_key").n)
        return OK;
    return library_fact_set(c, "link_key", random_name(c, KEY_CHARS));
}

enum fault link_name(struct ctx *c, int64_t message, struct str *name)
{
    enum fault f = link_key(c);
    struct str key = library_fact(c, "link_key");
    struct str id = id_letters(c->mem, message);
    *name = str_printf(c->mem, "%.*s%.*s", STR(id), STR(check_of(c->mem, key, id)));
    return f;
}

/* When it was made; 0: there is no such message any more. */
static enum fault made_at(struct ctx *c, int64_t message, int64_t *at)
{
    QUERY(q, c, Q_MESSAGE_MADE_AT);
    q_bind_int(&q, "id", message);
    return q_run_int(&q, at);
}

enum fault link_find(struct ctx *c, struct str name, int64_t *message)
{
    struct str key = library_fact(c, "link_key");
    int64_t at = 0;
    *message = 0;
    if (!key.n || name.n <= CHECK_CHARS || name.n > CHECK_CHARS + ID_CHARS)
        return FAULT_LINK_OLD;
    struct str id = str_upto(name, name.n - CHECK_CHARS), check = str_from(name, id.n);
    if (!secret_same(check, check_of(c->mem, key, id)))
        return FAULT_LINK_OLD;
    enum fault f = made_at(c, id_read(id), &at);
    if (f || !at || c->now - at > LINK_DAYS * INT64_C(86400))
        return f ? f : FAULT_LINK_OLD;
    *message = id_read(id);
    return OK;
}

/* 128 bits of a hash of its own kind: a link in a message opens no calendar. */
static struct str ics_check(struct ctx *c, struct str key, struct str id)
{
    return str_upto(secret_hash(c->mem, "ics", str_printf(c->mem, "%.*s %.*s", STR(key), STR(id))), ICS_CHARS);
}

struct str ics_name(struct ctx *c, int64_t member)
{
    struct str key = library_fact(c, "link_key"), id = id_letters(c->mem, member);
    return key.n ? str_printf(c->mem, "%.*s%.*s", STR(id), STR(ics_check(c, key, id))) : (struct str){ 0 };
}

int64_t ics_find(struct ctx *c, struct str name)
{
    struct str key = library_fact(c, "link_key");
    if (!key.n || name.n <= ICS_CHARS || name.n > ICS_CHARS + ID_CHARS)
        return 0;
    struct str id = str_upto(name, name.n - ICS_CHARS);
    return secret_same(str_from(name, id.n), ics_check(c, key, id)) ? id_read(id) : 0;
}
