/* The keys of kind smtp, checked. */
#include "reminders/loader.h"

#include "reminders/mail.h"

/* smtp://HOST[:PORT] or smtps://HOST[:PORT]; an IPv6 address in brackets. */
static bool smtp_url(struct loader *l, const struct conf_entry *e)
{
    struct str rest = str_of(e->value);
    bool implicit = str_starts(rest, S("smtps://"));
    int64_t port = 0;
    if (!implicit && !str_starts(rest, S("smtp://")))
        return loader_wrong(l, e, "is smtp://HOST:PORT or smtps://HOST:PORT");
    rest = str_from(rest, implicit ? 8 : 7);
    if (str_ends(rest, S("/")))
        rest.n--;
    size_t n = rest.n;
    while (n && rest.s[n - 1] >= '0' && rest.s[n - 1] <= '9')
        n--;
    bool has_port = n > 1 && n < rest.n && rest.s[n - 1] == ':';
    if (has_port && (!str_int(str_from(rest, n), &port) || port < 1 || port > 65535))
        return loader_wrong(l, e, "has a port that is none");
    l->s->port = (int)port;
    l->s->host = has_port ? str_upto(rest, n - 1) : rest;
    l->s->tls = implicit ? SMTP_IMPLICIT : SMTP_STARTTLS;
    for (size_t i = 0; i < l->s->host.n; i++)
        if (strchr("/@?# ", l->s->host.s[i]))
            return loader_wrong(l, e, "is smtp://HOST:PORT, without user, password or path");
    return l->s->host.n || loader_wrong(l, e, "has no host");
}

static bool is_here(struct str host)
{
    return str_eq(host, S("localhost")) || str_eq(host, S("127.0.0.1")) || str_eq(host, S("[::1]"));
}

bool load_smtp(struct loader *l)
{
    const struct conf_entry *url, *from, *tls = loader_nth(l, "tls", 0),
                                         *envelope = loader_nth(l, "envelope", 0);
    if (!loader_need(l, "url", &url) || !smtp_url(l, url) || !loader_need(l, "from", &from))
        return false;
    if (!mail_split(str_of(from->value), &l->s->from_name, &l->s->from_address))
        return loader_wrong(l, from, "is Name <name@example.org>");
    if (tls && loader_choice(tls->value, (const char *const[]){ "starttls", "none" }, 2) < 0)
        return loader_wrong(l, tls, "is starttls or none");
    if (tls && l->s->tls == SMTP_IMPLICIT)
        return loader_wrong(l, tls, "smtps:// is encrypted from the start");
    if (tls && !strcmp(tls->value, "none"))
        l->s->tls = SMTP_PLAIN;
    if (!l->s->user.n != !l->s->n_secrets)
        return loader_wrong(l, NULL, "user and password_file belong together");
    if (l->s->user.n && l->s->tls == SMTP_PLAIN && !is_here(l->s->host))
        return loader_wrong(l, tls, "the password would cross the network unencrypted");
    if (!envelope)
        return true;
    if (!loader_template(l, envelope, PLACE_TEXT, &l->s->envelope))
        return false;
    return mail_address_ok(loader_sampled(l, &l->s->envelope)) ||
           loader_wrong(l, envelope, "is no address such as bounce+{ref}@example.org");
}
