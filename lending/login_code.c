/* Logging in by a one-time code (X16-X18). See login.h.
 *
 * The browser gets a cookie of two parts: a random half, which salts the hash of the code, so that
 * six digits cannot be found back from the database; and a hash of the number asked for, so that
 * guesses for a number nobody has are counted like those for a member. */
#include "lending/login.h"

#include "base/random.h"
#include "lending/member.h"
#include "lending/secret.h"
#include "lending/setting.h"
#include "schema/query.h"
#include "text/text.h"

enum { HOUR = 3600, DAY_SECONDS = 86400, BROWSER_LETTERS = 32, CODE_COUNT = 1000000, NAME_MOST = 200 };

struct reach {
    int64_t member;
    bool sms;
    struct str address;
    int lang;
};

/* The number or address as it is stored; as it was typed when it can be neither. */
static struct str subject(struct ctx *c, struct str to, bool *phone)
{
    struct str key;
    *phone = !str_has(to, '@');
    enum fault f = *phone ? phone_parse(c->mem, to, &key) : email_parse(c->mem, to, &key);
    return str_lower(c->mem, f ? str_trim(to) : key);
}

static enum fault reach_find(struct ctx *c, struct str key, bool phone, struct reach *r)
{
    *r = (struct reach){ .lang = c->lang };
    QUERY(q, c, Q_LOGIN_CONTACT);
    q_bind_str(&q, "kind", phone ? S("phone") : S("email"));
    q_bind_str(&q, "value_key", key);
    if (q_row(&q)) {
        bool can = !phone || q_int(&q, "sms");
        int lang = lang_find(q_str(&q, "language"));
        *r = (struct reach){ can ? q_int(&q, "member") : 0, phone, q_str(&q, "value"),
                             lang_of_messages(lang < 0 ? c->lang : lang) };
    }
    return q_end(&q);
}

static struct login_letter letter(struct ctx *c, const struct reach *r, struct str code)
{
    struct buf body = { .a = c->mem }, head = { .a = c->mem };
    const struct fact facts[] = { F("code", val_str(code)),
                                  F("library", val_str(setting_str(c, SET_LIBRARY_NAME))) };
    text_add(&body, r->lang, c->today, T_MSG_LOGIN_CODE_SMS, facts, COUNT(facts));
    text_add(&head, r->lang, c->today, T_MSG_LOGIN_CODE_SUBJECT, facts + 1, 1);
    return (struct login_letter){ r->member, r->sms, r->address, str_of(lang_code(r->lang)),
                                  r->sms ? S("") : buf_str(&head), buf_str(&body) };
}

static struct str code_hash(struct ctx *c, struct str browser, struct str code)
{
    return secret_hash(c->mem, "code", str_printf(c->mem, "%.*s/%.*s", STR(browser), STR(code)));
}

static enum fault code_add(struct ctx *c, struct str browser, int64_t member, struct str code)
{
    int64_t id;
    QUERY(q, c, Q_LOGIN_CODE_ADD);
    q_bind_str(&q, "browser_hash", secret_hash(c->mem, "browser", browser));
    q_bind(&q, "member", val_id(member));
    q_bind_str(&q, "code_hash", code_hash(c, browser, code));
    q_bind_int(&q, "at", c->now);
    return q_run_int(&q, &id);
}

/* X18: per number, per address it is asked from, and what the library pays for in a day. */
static enum fault may_ask(struct ctx *c, struct str key, struct str address, bool sms)
{
    enum fault f = attempt(c, "ask-from", address, CODES_ADDRESS_HOUR, HOUR, NULL);
    if (!f)
        f = attempt(c, "ask-for", key, CODES_NUMBER_HOUR, HOUR, NULL);
    if (!f && sms)
        f = attempt(c, "ask-day", (struct str){ 0 }, setting_int(c, SET_SMS_DAY_LIMIT),
                    DAY_SECONDS, NULL);
    return f;
}

static struct str asked_hash(struct ctx *c, struct str key)
{
    return str_upto(secret_hash(c->mem, "asked", key), 32);
}

static struct str browser_name(struct ctx *c, struct str key)
{
    return str_printf(c->mem, "%.*s.%.*s", STR(random_name(c, BROWSER_LETTERS)), STR(asked_hash(c, key)));
}

enum fault login_ask(struct ctx *c, struct str to, struct str address, struct str *browser,
                     struct login_letter *l)
{
    bool phone;
    struct reach r;
    struct str key = subject(c, to, &phone);
    struct str code = str_printf(c->mem, "%06u", (unsigned)random_below(c, CODE_COUNT));
    *browser = browser_name(c, key);
    *l = (struct login_letter){ 0 };
    enum fault f = may_ask(c, key, address, phone);
    if (!f)
        f = reach_find(c, key, phone, &r);
    if (!f)
        f = code_add(c, *browser, r.member, code);
    if (!f && r.member)
        *l = letter(c, &r, code);
    return f;
}

struct waiting { /* a code that waits for its guess */
    int64_t id, member, guesses, made;
    struct str hash;
};

static enum fault waiting_find(struct ctx *c, struct str browser, struct waiting *w)
{
    *w = (struct waiting){ 0 };
    QUERY(q, c, Q_LOGIN_CODE_GET);
    q_bind_str(&q, "browser_hash", secret_hash(c->mem, "browser", browser));
    if (q_row(&q))
        *w = (struct waiting){ q_int(&q, "id"), q_int(&q, "member"), q_int(&q, "guesses"),
                               q_int(&q, "made_at"), q_str(&q, "code_hash") };
    return q_end(&q);
}

static enum fault mark(struct ctx *c, enum query_id id, int64_t code)
{
    QUERY(q, c, id);
    q_bind_int(&q, "id", code);
    if (id == Q_LOGIN_CODE_USED)
        q_bind_int(&q, "at", c->now);
    return q_run(&q);
}

/* People type it with a blank in the middle. */
static struct str only_digits(struct ctx *c, struct str code)
{
    struct buf b = { .a = c->mem };
    for (size_t i = 0; i < code.n && i < 20; i++)
        if (code.s[i] != ' ' && code.s[i] != '-')
            buf_char(&b, code.s[i]);
    return buf_str(&b);
}

/* Counts the guess and compares. A stranger's code, of a number that is nobody's yet, is only good where the
 * number itself is what is proven. */
static enum fault guess(struct ctx *c, struct str browser, struct str code, bool stranger, struct waiting *w)
{
    struct str dot = browser, half;
    enum fault f = waiting_find(c, browser, w);
    if (f)
        return f;
    /* A clock set back must not make a code live longer (X15). */
    if (!w->id || c->now - w->made > CODE_SECONDS || c->now < w->made || w->guesses >= CODE_GUESSES)
        return fail(c, FAULT_CODE_OLD, "code", val_none());
    str_next(&dot, '.', &half);
    struct str who = w->member ? str_printf(c->mem, "%lld", (long long)w->member) : dot;
    f = attempt(c, "guess", who, GUESSES_DAY, DAY_SECONDS, NULL);
    if (!f)
        f = mark(c, Q_LOGIN_CODE_GUESS, w->id);
    if (f)
        return f;
    bool right = secret_same(w->hash, code_hash(c, browser, only_digits(c, code)));
    if (right && (w->member || stranger))
        return mark(c, Q_LOGIN_CODE_USED, w->id);
    int64_t left = CODE_GUESSES - w->guesses - 1;
    if (!left)
        return fail(c, FAULT_CODE_OLD, "code", val_none());
    return fail_facts(c, FAULT_CODE_WRONG, "code", val_none(), FACTS(F("n", val_int(left))));
}

enum fault login_code(struct ctx *c, struct str browser, struct str code, int64_t *member)
{
    struct waiting w;
    enum fault f = guess(c, browser, code, false, &w);
    *member = f ? 0 : w.member;
    return f;
}

/* ---- Who is no member yet (M3) ---- */

static enum fault joiner_read(struct ctx *c, struct joiner *j)
{
    struct str key, name = str_shown(c->mem, str_trim(j->name));
    enum fault f = phone_parse(c->mem, j->phone, &key), first = OK;
    if (!name.n)
        first = fail(c, FAULT_MISSING, "name", val_none());
    else if (utf8_count(name) > NAME_MOST)
        first = fail_facts(c, FAULT_TOO_LONG, "name", val_none(), FACTS(F("n", val_int(NAME_MOST))));
    if (!str_trim(j->phone).n)
        f = fail(c, FAULT_MISSING, "phone", val_none());
    else if (f)
        f = fail_facts(c, f, "phone", val_str(j->phone), FACTS(F("n", val_int((int64_t)utf8_count(j->phone)))));
    else if (!phone_gets_sms(key))
        f = fail(c, FAULT_PHONE_NO_SMS, "phone", val_str(j->phone));
    if (first || f)
        return first ? first : f;
    *j = (struct joiner){ name, key };
    return OK;
}

enum fault join_ask(struct ctx *c, struct joiner *j, struct str address, struct str *browser,
                    struct login_letter *l)
{
    struct reach r;
    struct str code = str_printf(c->mem, "%06u", (unsigned)random_below(c, CODE_COUNT));
    enum fault f = joiner_read(c, j);
    if (f)
        return f;
    *browser = browser_name(c, j->phone);
    f = may_ask(c, j->phone, address, true);
    if (!f)
        f = reach_find(c, j->phone, true, &r);
    if (!f)
        f = code_add(c, *browser, r.member, code);
    if (f)
        return f;
    r.sms = true;
    r.address = j->phone;
    *l = letter(c, &r, code);
    return OK;
}

enum fault join_code(struct ctx *c, struct joiner *j, struct str browser, struct str code, int64_t *member)
{
    struct waiting w;
    struct str asked = browser, half;
    *member = 0;
    enum fault f = joiner_read(c, j);
    if (f)
        return f;
    str_next(&asked, '.', &half);
    bool same = secret_same(asked, asked_hash(c, j->phone)); /* it was this number that was asked for */
    f = same ? guess(c, browser, code, true, &w) : fail(c, FAULT_CODE_OLD, "code", val_none());
    *member = f ? 0 : w.member;
    if (f || w.member)
        return f;
    struct member_new n = { .name = j->name, .phone = j->phone, .state = MEMBER_PENDING,
                            .language = str_of(lang_code(c->lang)), .since = DAY_NONE, .until = DAY_NONE,
                            .blocked_until = DAY_NONE };
    return member_add(c, &n, member);
}
