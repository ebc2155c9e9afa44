/* Where gateways tell what came in and what became of a message: /hooks/NAME/SECRET. The secret in
 * the path is all they can show (X25), so GET acts too, as some of them only know that. */
#include "lending/login.h"
#include "reminders/hook.h"
#include "server/answer.h"
#include "server/pages.h"
#include "server/server.h"

enum { HOOKS_MOST = 600, HOOKS_SECONDS = 60 };

struct calling {
    struct gateways all;
    const struct gateway *gateway;
};

static struct str field(const void *self, const char *name)
{
    return request_field(self, name);
}

static enum fault hook_write(struct request *r, struct ctx *c)
{
    const struct calling *k = r->state;
    enum fault f = attempt(c, "hook", str_of(k->gateway->name), HOOKS_MOST, HOOKS_SECONDS, NULL);
    c->role = ROLE_MEMBER;
    c->actor = S("sms"); /* for the journal: whoever texted, not a counter */
    const struct hook_said said = { .body = buf_str(&r->body), .field = field, .self = r };
    if (!f)
        f = hook_take(c, &k->all, k->gateway, &said);
    if (f)
        return f;
    r->urgent = true; /* an answer leaves at once (N17) */
    answer_z(r, 200, type_text, hook_is_report(c, k->gateway, &said) ? "OK" : "");
    return OK;
}

static enum fault hook(struct request *r)
{
    struct calling *k = NEW(&r->mem, struct calling);
    struct str why;
    if (gateways_load(r->server->conf, &r->mem, &k->all, &why))
        return FAULT_CONFIG;
    k->gateway = hook_find(&k->all, r->params[0], r->params[1]);
    if (!k->gateway)
        return FAULT_PAGE_UNKNOWN;
    r->state = k;
    request_then(r, WRITER, hook_write);
    return OK;
}

enum fault get_hook(struct request *r, struct ctx *c)
{
    (void)c;
    return r->method == METHOD_GET ? hook(r) : FAULT_PAGE_UNKNOWN;
}

enum fault post_hook(struct request *r, struct ctx *c)
{
    (void)c;
    return hook(r);
}
