/* See session.h. */
#include "server/session.h"

#include <pwd.h>
#include <unistd.h>

#include "lending/branch.h"
#include "lending/login.h"
#include "lending/secret.h"
#include "lending/setting.h"
#include "reminders/link.h"
#include "server/answer.h"
#include "server/route.h"
#include "server/server.h"
#include "server/writer.h"
#include "text/text.h"

enum { INITIALS_MOST = 40, COOKIE_MOST = 200, MEMBER_COOKIE_SECONDS = 180 * 86400 };
static const char session_cookie[] = "kist";

static const char *cookie_name(struct request *r, const char *name)
{
    return r->https ? str_z(&r->mem, str_printf(&r->mem, "__Host-%s", name)) : name;
}

struct str cookie_get(struct request *r, const char *name)
{
    struct str v = request_cookie(r, cookie_name(r, name));
    return v.n <= COOKIE_MOST ? v : (struct str){ 0 };
}

void cookie_set(struct request *r, const char *name, struct str value, int64_t seconds)
{
    answer_header(r, "Set-Cookie",
                  str_printf(&r->mem, "%s=%.*s; Path=/; Max-Age=%lld; HttpOnly; SameSite=Lax%s",
                             cookie_name(r, name), STR(value), (long long)seconds,
                             r->https ? "; Secure" : ""));
}

static bool bearer(const struct request *r, struct str *secret)
{
    struct str h = request_header(r, "authorization");
    bool is = str_starts_nocase(h, S("bearer "));
    *secret = is ? str_trim(str_from(h, 7)) : (struct str){ 0 };
    return is;
}

/* A client of the API may say for which branch, and in whose name. */
static enum fault client_says(struct request *r, struct ctx *c)
{
    struct str as = request_header(r, "kist-as"), branch = request_header(r, "kist-branch");
    if (!url_decode(&r->mem, as, false, &as) || !url_decode(&r->mem, branch, false, &branch))
        return FAULT_REQUEST_BAD;
    if (as.n && as.n <= INITIALS_MOST)
        r->who.initials = str_shown(&r->mem, str_upper(&r->mem, as));
    if (!branch.n || r->who.branch)
        return OK;
    return branch_find(c, branch, &r->who.branch);
}

static enum fault who_by_token(struct request *r, struct ctx *c, struct str secret)
{
    struct token t;
    enum fault f = token_find(c, secret, &t);
    if (f || !t.id)
        return f ? f : FAULT_LOGIN_NEEDED;
    r->who.role = t.role;
    r->who.token = t.id;
    r->who.branch = t.branch;
    r->who.proven = true;
    r->who.actor = str_printf(&r->mem, "t:%lld", (long long)t.id);
    r->who.initials = t.name;
    if (!day_is(t.seen, c->today))
        writer_seen(r->server->writer, -t.id);
    return client_says(r, c);
}

/* Who may open the control socket: root and the daemon's own user decide everything, others in its
 * group work here. */
static enum fault who_by_peer(struct request *r, struct ctx *c)
{
    struct passwd entry, *found = NULL;
    char buf[2048];
    unsigned uid = r->peer->uid;
    getpwuid_r(uid, &entry, buf, sizeof buf, &found);
    struct str name = found ? str_copy(&r->mem, str_of(found->pw_name))
                            : str_printf(&r->mem, "%u", uid);
    r->who.role = !uid || uid == geteuid() ? ROLE_COORDINATOR : ROLE_VOLUNTEER;
    r->who.proven = true;
    r->who.actor = str_printf(&r->mem, "u:%.*s", STR(name));
    r->who.initials = name;
    return client_says(r, c);
}

static enum fault who_by_cookie(struct request *r, struct ctx *c, struct str secret)
{
    struct session s;
    enum fault f = session_find(c, secret, &s);
    if (f || !s.id)
        return f;
    r->who.role = s.role;
    r->who.member = s.member;
    r->who.volunteer = s.volunteer;
    r->who.session = s.id;
    r->who.branch = s.branch;
    r->who.initials = s.initials;
    r->who.lang = s.lang;
    r->who.actor = str_printf(&r->mem, "s:%lld", (long long)s.id);
    r->who.form = str_upto(secret_hash(&r->mem, "form", secret), 32);
    if (c->now - s.seen_at >= SEEN_SECONDS)
        writer_seen(r->server->writer, s.id);
    return OK;
}

enum fault who_find(struct request *r, struct ctx *c)
{
    struct str secret;
    enum fault f = OK;
    r->who = (struct who){ .lang = -1 };
    if (bearer(r, &secret))
        f = who_by_token(r, c, secret);
    else if (r->peer->door == DOOR_CONTROL)
        f = who_by_peer(r, c);
    else if ((secret = cookie_get(r, session_cookie)).n)
        f = who_by_cookie(r, c, secret);
    if (f)
        return f;
    if (r->who.lang >= 0 && !r->lang_chosen.n)
        r->lang = r->who.lang;
    c->role = r->who.role;
    c->member = r->who.member;
    c->actor = r->who.actor;
    c->initials = r->who.initials;
    c->branch = r->who.branch;
    c->lang = r->lang;
    return OK;
}

enum fault who_still(struct request *r, struct ctx *c)
{
    struct str secret;
    struct session s = { 0 };
    struct token t = { 0 };
    enum fault f = OK;
    if (r->who.token && bearer(r, &secret)) {
        f = token_find(c, secret, &t);
        return f ? f : t.id == r->who.token ? OK : FAULT_LOGIN_NEEDED;
    }
    if (!r->who.session)
        return OK;
    f = session_find(c, cookie_get(r, session_cookie), &s);
    return f ? f : s.id == r->who.session ? OK : FAULT_LOGIN_NEEDED;
}

/* Is it "scheme://host" of this request, or of an address the library has? */
static bool own_origin(struct request *r, struct ctx *c, struct str origin)
{
    struct str here = str_printf(&r->mem, "%s://%.*s", r->https ? "https" : "http", STR(r->host));
    struct str urls[] = { str_of(r->server->base_url), setting_str(c, SET_BASE_URL),
                          setting_str(c, SET_OLD_URLS) };
    if (r->host.n && str_eq_nocase(origin, here))
        return true;
    for (size_t i = 0; i < COUNT(urls); i++) {
        struct str rest = urls[i], one;
        while (str_next(&rest, ' ', &one))
            if (one.n && str_eq_nocase(origin, one))
                return true;
    }
    return false;
}

enum fault origin_check(struct request *r, struct ctx *c)
{
    struct str origin = request_header(r, "origin"), site = request_header(r, "sec-fetch-site");
    if (r->who.proven || r->route->flags & ROUTE_OPEN)
        return OK;
    if (origin.n)
        return own_origin(r, c, origin) ? OK : FAULT_ORIGIN;
    return str_eq(site, S("same-origin")) ? OK : FAULT_ORIGIN;
}

enum fault form_check(struct request *r)
{
    if (!r->who.session || r->who.proven)
        return OK;
    struct str sent = request_header(r, "kist-form");
    if (!sent.n)
        sent = request_field(r, "_token");
    return secret_same(sent, r->who.form) ? OK : FAULT_FORM_OLD;
}

enum fault who_log_in(struct request *r, struct ctx *c, const struct session *s)
{
    struct str secret;
    struct session own = *s;
    if (r->lang_chosen.n)
        own.lang = r->lang;
    enum fault f = r->who.session ? session_end(c, r->who.session) : OK;
    if (!f)
        f = session_open(c, &own, &secret);
    if (!f) /* pages only read, and my things have the address of a calendar */
        f = link_key(c);
    if (!f) /* a counter's cookie ends with the browser at the latest */
        cookie_set(r, session_cookie, secret,
                   s->volunteer ? COUNTER_HOURS * 3600 : MEMBER_COOKIE_SECONDS);
    return f;
}

const char browser_cookie[] = "kist-code";

enum fault who_log_in_by_code(struct request *r, struct ctx *c, enum fault f, int64_t member)
{
    struct session s;
    if (f == FAULT_CODE_WRONG || f == FAULT_CODE_OLD) {
        r->fault = f;
        return OK;
    }
    if (!f)
        f = session_of_member(c, member, &s);
    if (!f)
        f = who_log_in(r, c, &s);
    if (!f)
        cookie_set(r, browser_cookie, (struct str){ 0 }, 0);
    return f;
}

enum fault who_log_out(struct request *r, struct ctx *c)
{
    enum fault f = r->who.session ? session_end(c, r->who.session) : OK;
    if (f)
        return f;
    cookie_set(r, session_cookie, (struct str){ 0 }, 0);
    /* And what a phone kept for when there is no connection (static/offline.js). */
    answer_header(r, "Clear-Site-Data", S("\"storage\""));
    return OK;
}
