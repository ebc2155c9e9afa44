/* Sending an operation to a daemon: over its unix socket, or over the network where this program
 * has HTTP. The daemon renders the answer; we copy it out and end as it says. */
#include "cli/message.h"

#include <sys/stat.h>

#include "base/secret.h"

enum { NETWORK_SECONDS = 600 };

/* One try over the socket. */
static enum fault ask_socket(struct message *m, const struct where *w, struct http_answer *a,
                             bool *sent)
{
    struct buf head = { .a = &m->k->mem };
    struct stat st;
    buf_printf(&head, "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n",
               m->k->op->verb == GET ? "GET" : "POST", buf_z(&m->target));
    for (size_t i = 0; i < m->n_headers; i++)
        buf_printf(&head, "%.*s\r\n", STR(m->headers[i]));
    if (*w->path && !stat(w->path, &st)) /* answered by 421 where another library is served */
        buf_printf(&head, "Kist-Library: %llu-%llu\r\n", (unsigned long long)st.st_dev,
                   (unsigned long long)st.st_ino);
    if (m->k->op->verb == POST)
        buf_printf(&head, "Content-Length: %zu\r\n", m->body.n);
    buf_z_add(&head, "\r\n");
    return socket_ask(&m->k->mem, w->fd, buf_str(&head), buf_str(&m->body), a, sent);
}

static enum fault token_of(struct cli *k, struct str *token)
{
    struct str why = { 0 };
    const char *said = getenv("KIST_TOKEN");
    *token = str_of(said);
    if (token->n || !k->conf.token_file)
        return OK;
    enum fault f = secret_read(k->conf.token_file, &k->mem, token, &why);
    return f ? fail_facts(&k->c, f, NULL, val_none(), FACTS(F("got", val_str(why)))) : OK;
}

/* One try over the network. */
static enum fault ask_server(struct message *m, const struct where *w, struct http_answer *a,
                             bool *sent)
{
    struct cli *k = m->k;
    struct http_reply reply = { 0 };
    struct http_request ask = {
        .method = k->op->verb == GET ? "GET" : "POST",
        .url = str_printf(&k->mem, "%s%s", w->url, buf_z(&m->target)),
        .headers = m->headers,
        .n_headers = m->n_headers,
        .body = buf_str(&m->body),
        .ca = k->conf.ca,
        .seconds = k->patience ? k->patience : NETWORK_SECONDS,
        .most = FILE_MOST,
        .patient = true,
    };
    k->world.wire->http(k->world.wire, &ask, &k->mem, &reply);
    *sent = reply.end == WIRE_UNKNOWN;
    *a = (struct http_answer){ reply.status, reply.headers, reply.body };
    return reply.end == WIRE_REPLIED && !reply.cut ? OK : FAULT_NO_SERVER;
}

/* The same request once more where the first may have been done: its key makes that safe (X35). */
static enum fault ask(struct message *m, struct where *w, struct http_answer *a)
{
    bool sent = false;
    struct cli *k = m->k;
    enum fault f = OK;
    for (int turn = 0; turn < 2; turn++) {
        if (w->at == AT_SOCKET && turn && !where_again(w))
            break;
        f = w->at == AT_SOCKET ? ask_socket(m, w, a, &sent) : ask_server(m, w, a, &sent);
        if (!f || !sent)
            break;
    }
    if (!f)
        return OK;
    f = sent && k->op->verb == POST && !k->req.dry_run ? FAULT_UNSURE : FAULT_NO_SERVER;
    return fail(&k->c, f, NULL, val_z(w->at == AT_SOCKET ? w->socket : w->url));
}

static struct str answer_header(const struct http_answer *a, struct str name)
{
    struct str rest = a->headers;
    for (struct str line; str_next(&rest, '\n', &line);)
        if (str_starts_nocase(line, name) && line.n > name.n && line.s[name.n] == ':')
            return str_trim(str_from(line, name.n + 1));
    return (struct str){ 0 };
}

/* The answer as it came, cut into data and talk. One that is not from kist (a proxy's error page)
 * is no answer. */
static enum fault taken(struct message *m, const struct where *w, const struct http_answer *a,
                        struct shown *s)
{
    struct cli *k = m->k;
    int64_t exit_code, split = (int64_t)a->body.n;
    struct str cut = answer_header(a, S("Kist-Split"));
    if (!str_int(answer_header(a, S("Kist-Exit")), &exit_code) || exit_code < 0 ||
        exit_code > 255 ||
        (cut.n && (!str_int(cut, &split) || split < 0 || split > (int64_t)a->body.n)))
        return fail(&k->c, FAULT_NO_SERVER, NULL,
                    val_str(str_printf(&k->mem, "%s (%d)", w->at == AT_SOCKET ? w->socket : w->url,
                                       a->status)));
    *s = (struct shown){ .data = { .a = &k->mem }, .talk = { .a = &k->mem }, .status = a->status,
                         .exit = (int)exit_code };
    s->type = str_z(&k->mem, answer_header(a, S("Content-Type")));
    buf_add(&s->data, str_upto(a->body, (size_t)split));
    buf_add(&s->talk, str_from(a->body, (size_t)split));
    return OK;
}

enum fault remote_run(struct cli *k, struct where *w, struct shown *s, bool *other)
{
    struct message m = { .k = k, .target = { .a = &k->mem }, .body = { .a = &k->mem } };
    struct http_answer a = { 0 };
    struct str token = { 0 };
    enum fault f = message_make(&m);
    *other = false;
    if (!f && w->at == AT_SERVER)
        f = token_of(k, &token);
    if (token.n)
        message_header(&m, "Authorization", str_printf(&k->mem, "Bearer %.*s", STR(token)));
    if (!f)
        f = ask(&m, w, &a);
    if (f)
        return f;
    *other = a.status == 421;
    return *other ? OK : taken(&m, w, &a, s);
}
