/* Gateways of kind smtp: one e-mail, and the verdict from the server's code (RFC 5321 4.2.1). */
#include "reminders/setup.h"

#include "base/buf.h"
#include "reminders/mail.h"

static struct str envelope_of(struct arena *mem, const struct gateway *g, const struct outgoing *m)
{
    const struct gateway_setup *s = g->setup;
    struct buf b = { .a = mem };
    struct gateway_vars v = gateway_vars(mem, g, m);
    template_fill(&b, &s->envelope, &(struct template_vars){ gateway_var, &v });
    return b.n ? buf_str(&b) : s->from_address;
}

static void judge(const struct smtp_reply *r, struct verdict *out)
{
    /* Only an answer to the recipient is about the address; all before is about us. */
    out->gateway = r->end != WIRE_REPLIED || r->at != SMTP_AT_TO;
    if (r->end == WIRE_FORBIDDEN)
        out->is = VERDICT_FAILED;
    else if (r->end == WIRE_UNKNOWN)
        out->is = VERDICT_UNKNOWN;
    else if (r->end == WIRE_NOT_SENT || r->at <= SMTP_AT_FROM || (r->code >= 400 && r->code < 500))
        out->is = VERDICT_RETRY;
    else
        out->is = r->code < 400 ? VERDICT_SENT : VERDICT_FAILED;
    if (out->is == VERDICT_SENT)
        out->gateway = false;
}

void gateway_smtp(struct ctx *c, const struct gateway *g, const struct outgoing *m, bool show,
                  struct verdict *out)
{
    const struct gateway_setup *s = g->setup;
    struct buf message = { .a = c->mem };
    struct smtp_reply reply;
    struct smtp_request r = { .host = s->host, .port = s->port, .tls = s->tls, .helo = s->helo,
                              .user = s->user, .to = m->to, .seconds = s->seconds, .ca = s->ca };
    r.from = envelope_of(c->mem, g, m);
    if (s->n_secrets)
        r.password = s->secrets[0].value;
    struct str name = s->from_name.n ? s->from_name : m->from;
    if (!mail_write(&message, m, name, s->from_address, c->now)) {
        out->gateway = true;
        out->error = S("a header would not be safe");
        return;
    }
    r.message = buf_str(&message);
    c->world->wire->smtp(c->world->wire, &r, c->mem, &reply);
    judge(&reply, out);
    struct str text =
        reply.code ? str_printf(c->mem, "%d %.*s", reply.code, STR(reply.text)) : reply.why;
    if (show) {
        out->request = gateway_masked(c->mem, s, r.message);
        out->reply = gateway_masked(c->mem, s, text);
    }
    if (out->is != VERDICT_SENT)
        out->error = gateway_said(c->mem, s, m, reply.end == WIRE_REPLIED ? text : reply.why);
}
