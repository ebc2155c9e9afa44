/* Gateways of kind http: the request from its templates, the verdict by the rules. */
#include "reminders/setup.h"

#include "base/buf.h"

/* Fills a template with one message. */
static struct str filled(struct arena *mem, const struct template *t, const struct gateway_vars *v)
{
    struct buf b = { .a = mem };
    template_fill(&b, t, &(struct template_vars){ gateway_var, v });
    return buf_str(&b);
}

/* A header about delivery reports is left out where none can come: there is no hook. */
static bool wants_report(const struct template *t)
{
    for (size_t i = 0; i < t->n; i++)
        if (str_eq(t->at[i].var, S("report")))
            return true;
    return false;
}

void gateway_request(struct arena *mem, const struct gateway *g, const struct outgoing *m,
                     struct http_request *r)
{
    const struct gateway_setup *s = g->setup;
    struct gateway_vars v = gateway_vars(mem, g, m);
    struct str *headers = NEW_N(mem, struct str, s->n_fixed + s->n_headers);
    *r = (struct http_request){ .method = s->method, .seconds = s->seconds, .ca = s->ca };
    r->url = filled(mem, &s->url, &v);
    if (s->has_body)
        r->body = filled(mem, &s->body, &v);
    for (size_t i = 0; i < s->n_fixed; i++)
        headers[r->n_headers++] = s->fixed_headers[i];
    for (size_t i = 0; i < s->n_headers; i++)
        if (m->report.n || !wants_report(&s->headers[i]))
            headers[r->n_headers++] = filled(mem, &s->headers[i], &v);
    r->headers = headers;
}

static enum rule_says any_holds(struct arena *mem, const struct str *lines, size_t n,
                                const struct reply *r)
{
    enum rule_says best = RULE_NO;
    for (size_t i = 0; i < n && best != RULE_YES; i++) {
        enum rule_says says = rule_holds(mem, lines[i], r);
        if (says != RULE_NO)
            best = says;
    }
    return best;
}

/* Answers that are about the gateway, its load or our set-up, whatever the message was. */
static bool about_gateway(int status)
{
    static const int set_up[] = { 401, 403, 404, 405, 407, 408, 429 };
    for (size_t i = 0; i < COUNT(set_up); i++)
        if (set_up[i] == status)
            return true;
    return status >= 500 || (status >= 300 && status < 400);
}

static void judge(struct arena *mem, const struct gateway_setup *s, const struct reply *r,
                  struct verdict *out)
{
    enum rule_says ok = any_holds(mem, s->ok, s->n_ok, r);
    if (any_holds(mem, s->retry, s->n_retry, r) == RULE_YES) {
        out->is = VERDICT_RETRY;
        out->gateway = true;
    } else if (ok == RULE_YES) {
        out->is = VERDICT_SENT;
    } else if (about_gateway(r->status)) {
        out->is = VERDICT_RETRY;
        out->gateway = true;
    } else if (ok == RULE_UNCLEAR) {
        out->is = VERDICT_UNKNOWN;
        out->gateway = true;
    } else {
        out->is = VERDICT_FAILED;
    }
}

static void no_reply(const struct http_reply *reply, struct verdict *out)
{
    out->gateway = true;
    out->is = reply->end == WIRE_NOT_SENT ? VERDICT_RETRY
              : reply->end == WIRE_UNKNOWN ? VERDICT_UNKNOWN : VERDICT_FAILED;
}

static struct str show_request(struct arena *mem, const struct gateway_setup *s,
                               const struct http_request *r)
{
    struct buf b = { .a = mem };
    buf_printf(&b, "%s %.*s\n", r->method, STR(r->url));
    for (size_t i = 0; i < r->n_headers; i++)
        buf_printf(&b, "%.*s\n", STR(r->headers[i]));
    buf_printf(&b, "\n%.*s", STR(r->body));
    return gateway_masked(mem, s, buf_str(&b));
}

static struct str show_reply(struct arena *mem, const struct gateway_setup *s,
                             const struct http_reply *r)
{
    struct buf b = { .a = mem };
    if (r->end != WIRE_REPLIED)
        return gateway_masked(mem, s, r->why);
    buf_printf(&b, "%d\n%.*s\n%.*s", r->status, STR(r->headers), STR(r->body));
    return gateway_masked(mem, s, buf_str(&b));
}

void gateway_verdict(struct arena *mem, const struct gateway *g, const struct outgoing *m,
                     const struct http_reply *reply, struct verdict *out)
{
    const struct gateway_setup *s = g->setup;
    if (reply->end != WIRE_REPLIED) {
        no_reply(reply, out);
        out->error = gateway_said(mem, s, m, reply->why);
        return;
    }
    struct reply r = { reply->status, reply->body, reply->cut };
    judge(mem, s, &r, out);
    out->after = reply->retry_after;
    out->id = gateway_said(mem, s, m, pick_from(mem, s->id, &r));
    if (out->is == VERDICT_SENT)
        return;
    struct str said = pick_from(mem, s->error, &r);
    out->error = said.n ? gateway_said(mem, s, m, str_printf(mem, "%d %.*s", r.status, STR(said)))
                        : str_printf(mem, "HTTP %d", r.status);
}

void gateway_http(struct ctx *c, const struct gateway *g, const struct outgoing *m, bool show,
                  struct verdict *out)
{
    struct http_request request;
    struct http_reply reply;
    gateway_request(c->mem, g, m, &request);
    c->world->wire->http(c->world->wire, &request, c->mem, &reply);
    if (show) {
        out->request = show_request(c->mem, g->setup, &request);
        out->reply = show_reply(c->mem, g->setup, &reply);
    }
    gateway_verdict(c->mem, g, m, &reply, out);
}
