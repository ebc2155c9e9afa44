/* See gateway.h. What all kinds share: placeholders, masking, and which kind does what. */
#include "reminders/setup.h"

#include "base/buf.h"
#include "reminders/gsm.h"
#include "reminders/mail.h"

enum { SENDER_MOST = 11, ERROR_MOST = 300 };

const struct gateway *gateway_for(const struct gateways *g, enum channel channel, size_t k)
{
    for (size_t i = 0; i < g->n; i++)
        if (g->at[i].channel == channel && !k--)
            return &g->at[i];
    return NULL;
}

const struct gateway *gateway_named(const struct gateways *g, struct str name)
{
    for (size_t i = 0; i < g->n; i++)
        if (str_eq(str_of(g->at[i].name), name))
            return &g->at[i];
    return NULL;
}

const struct gateway *gateway_folder(struct arena *mem, const char *name, enum channel channel,
                                     const char *folder)
{
    struct gateway_setup *setup = NEW(mem, struct gateway_setup);
    struct gateway *g = NEW(mem, struct gateway);
    setup->folder = folder;
    *g = (struct gateway){ name, GATEWAY_FILE, channel, 0, setup };
    return g;
}

bool gateway_needs_wire(const struct gateway *g)
{
    return g->kind == GATEWAY_HTTP || g->kind == GATEWAY_SMTP;
}

const char *gateway_kind_name(enum gateway_kind kind)
{
    static const char *const names[] = { "http", "smtp", "exec", "file", "console" };
    return names[kind];
}

const char *channel_name(enum channel channel)
{
    return channel == CHANNEL_SMS ? "sms" : "email";
}

/* A name as the sender of an SMS: at most 11 letters and digits (3GPP TS 23.040, 9.1.2.5). */
static struct str sender_name(struct arena *mem, struct str name)
{
    struct buf b = { .a = mem };
    struct str plain = sms_replace(mem, name);
    for (size_t i = 0; i < plain.n && b.n < SENDER_MOST; i++) {
        char c = plain.s[i], low = (char)(c | 0x20);
        if ((low >= 'a' && low <= 'z') || (c >= '0' && c <= '9') || c == ' ')
            buf_char(&b, c);
    }
    return str_trim(buf_str(&b));
}

struct gateway_vars gateway_vars(struct arena *mem, const struct gateway *g,
                                 const struct outgoing *m)
{
    struct gateway_vars v = { .setup = g->setup, .msg = m, .sender = g->setup->from };
    if (!v.sender.n)
        v.sender = m->channel == CHANNEL_SMS ? sender_name(mem, m->from) : m->from;
    v.unicode = sms_size(m->text).ucs2;
    return v;
}

bool gateway_var(const void *vars, struct str name, struct str *value)
{
    const struct gateway_vars *v = vars;
    const struct gateway_setup *s = v->setup;
    const struct outgoing *m = v->msg;
    const struct secret known[] = {
        { S("to"), m->to },           { S("text"), m->text },       { S("from"), v->sender },
        { S("subject"), m->subject }, { S("html"), m->html },       { S("ref"), m->ref },
        { S("lang"), m->lang },       { S("report"), m->report },   { S("account"), s->account },
        { S("user"), s->user },
        { S("alphabet"), v->unicode ? s->alphabet_unicode : s->alphabet_gsm },
    };
    for (size_t i = 0; i < COUNT(known); i++)
        if (str_eq(known[i].name, name)) {
            *value = known[i].value;
            return true;
        }
    for (size_t i = 0; str_starts(name, S("secret:")) && i < s->n_secrets; i++)
        if (str_eq(s->secrets[i].name, str_from(name, 7))) {
            *value = s->secrets[i].value;
            return true;
        }
    return false;
}

static struct str without(struct arena *mem, struct str text, struct str hide)
{
    struct buf b = { .a = mem };
    ptrdiff_t at = hide.n ? str_find(text, hide) : -1;
    if (at < 0)
        return text;
    for (; at >= 0; at = str_find(text, hide)) {
        buf_add(&b, str_upto(text, (size_t)at));
        buf_add(&b, S("***"));
        text = str_from(text, (size_t)at + hide.n);
    }
    buf_add(&b, text);
    return buf_str(&b);
}

struct str gateway_masked(struct arena *mem, const struct gateway_setup *s, struct str text)
{
    for (size_t i = 0; i < s->n_masks; i++)
        text = without(mem, text, s->masks[i]);
    return text;
}

struct str gateway_said(struct arena *mem, const struct gateway_setup *s, const struct outgoing *m,
                        struct str text)
{
    struct buf digits = { .a = mem };
    template_filter(&digits, FILTER_DIGITS, m->to);
    /* Long enough to mask whole, short enough to be quick; what a provider says is a sentence. */
    text = gateway_masked(mem, s, utf8_upto(text, 4 * ERROR_MOST));
    text = without(mem, without(mem, text, m->text), m->to);
    if (m->channel == CHANNEL_SMS && digits.n >= 8)
        text = without(mem, text, buf_str(&digits));
    return str_copy(mem, utf8_upto(str_trim(str_shown(mem, text)), ERROR_MOST));
}

/* +, then 8 to 15 digits (ITU-T E.164). */
static bool number_ok(struct str n)
{
    bool ok = n.n >= 9 && n.n <= 16 && n.s[0] == '+';
    for (size_t i = 1; ok && i < n.n; i++)
        ok = n.s[i] >= '0' && n.s[i] <= '9';
    return ok;
}

bool gateway_takes(const struct outgoing *m, struct verdict *out)
{
    bool ok = m->channel == CHANNEL_SMS ? number_ok(m->to) : mail_address_ok(m->to);
    *out = (struct verdict){ .is = VERDICT_FAILED, .error = ok ? S("") : S("not an address") };
    return ok;
}

enum fault gateway_send(struct ctx *c, const struct gateway *g, const struct outgoing *m, bool show,
                        struct verdict *out)
{
    if (gateway_needs_wire(g) && !c->world->wire)
        return FAULT_HELPER;
    if (!gateway_takes(m, out))
        return OK;
    switch (g->kind) {
    case GATEWAY_HTTP: gateway_http(c, g, m, show, out); break;
    case GATEWAY_SMTP: gateway_smtp(c, g, m, show, out); break;
    case GATEWAY_EXEC: gateway_exec(c, g, m, show, out); break;
    case GATEWAY_FILE: gateway_file(c, g, m, out); break;
    case GATEWAY_CONSOLE: gateway_console(c, g, m, out); break;
    }
    return OK;
}

bool gateway_answers(const struct conf *conf)
{
    for (size_t i = 0; i < conf->n_gateways; i++) {
        const struct conf_section *g = &conf->gateways[i];
        bool email = str_eq(conf_value(g, "channel"), S("email")) ||
                     str_eq(conf_value(g, "kind"), S("smtp"));
        if (!email)
            return str_eq(conf_value(g, "answers"), S("yes"));
    }
    return false;
}
