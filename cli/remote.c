/* Sending an operation to a daemon: over its unix socket, or over the network where this program has
 * HTTP. The daemon renders the answer; we copy it out and end as it says. */
#include "cli/cli.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/secret.h"
#include "text/text.h"

enum { FILE_MOST = 64 << 20, NETWORK_SECONDS = 600, HEADERS_MOST = 16, KEY_BYTES = 16 };

struct message {
    struct cli *k;
    struct buf target, body; /* "/api/v1/loans?..." */
    const char *type;
    struct str headers[HEADERS_MOST];
    size_t n_headers;
};

static void header_add(struct message *m, const char *name, struct str value)
{
    ASSERT(m->n_headers < HEADERS_MOST);
    m->headers[m->n_headers++] = str_printf(&m->k->mem, "%s: %.*s", name, STR(value));
}

static struct str escaped(struct arena *a, const char *text)
{
    struct buf b = { .a = a };
    buf_url(&b, str_of(text));
    return buf_str(&b);
}

/* The name in "{tool}", or nothing. */
static struct str part_name(struct str part)
{
    return str_starts(part, S("{")) && str_ends(part, S("}")) ? str_upto(str_from(part, 1), part.n - 2)
                                                               : (struct str){ 0 };
}

/* Does the path itself hold this argument? */
static bool in_path(const struct op *op, struct str name)
{
    struct str rest = str_of(op->path), part;
    while (str_next(&rest, '/', &part))
        if (str_eq(part_name(part), name))
            return true;
    return false;
}

static const struct given *given_of(const struct request_args *r, struct str name)
{
    for (size_t i = 0; i < r->n; i++)
        if (str_eq(r->at[i].name, name))
            return &r->at[i];
    return NULL;
}

static enum fault target_make(struct message *m)
{
    struct cli *k = m->k;
    struct str rest = str_from(str_of(k->op->path), 1), part;
    buf_z_add(&m->target, "/api/v1");
    while (str_next(&rest, '/', &part)) {
        struct str name = part_name(part);
        const struct given *g = name.n ? given_of(&k->req, name) : NULL;
        if (name.n && (!g || !g->value.n))
            return fail(&k->c, FAULT_MISSING, str_z(&k->mem, name), val_none());
        buf_char(&m->target, '/');
        if (g)
            buf_url(&m->target, g->value);
        else
            buf_add(&m->target, part);
    }
    bool first = true;
    for (size_t i = 0; k->op->verb == GET && i < k->req.n; i++) {
        if (in_path(k->op, k->req.at[i].name))
            continue;
        buf_char(&m->target, first ? '?' : '&');
        buf_url(&m->target, k->req.at[i].name);
        buf_char(&m->target, '=');
        buf_url(&m->target, k->req.at[i].value);
        first = false;
    }
    return OK;
}

/* Was this name written already, as one of several? */
static bool seen(const struct request_args *r, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (str_eq(r->at[k].name, r->at[i].name))
            return true;
    return false;
}

static void json_make(struct message *m)
{
    const struct request_args *r = &m->k->req;
    struct buf *b = &m->body;
    size_t n = 0;
    m->type = "application/json";
    buf_char(b, '{');
    for (size_t i = 0; i < r->n; i++) {
        struct str name = r->at[i].name;
        const struct arg *a = op_arg(m->k->op, name);
        bool several = a && a->flags & ARG_MANY;
        /* one that comes twice and may not is written twice, for the daemon to refuse */
        if (in_path(m->k->op, name) || (several && seen(r, i)))
            continue;
        buf_z_add(b, n++ ? "," : "");
        buf_json(b, name);
        buf_z_add(b, several ? ":[" : ":");
        buf_json(b, r->at[i].value);
        for (size_t k = i + 1; several && k < r->n; k++)
            if (str_eq(r->at[k].name, name)) {
                buf_char(b, ',');
                buf_json(b, r->at[k].value);
            }
        buf_z_add(b, several ? "]" : "");
    }
    buf_char(b, '}');
}

static struct str random_hex(struct cli *k)
{
    unsigned char bytes[KEY_BYTES];
    struct buf b = { .a = &k->mem };
    k->world.random(&k->world, bytes, sizeof bytes);
    for (size_t i = 0; i < sizeof bytes; i++)
        buf_printf(&b, "%02x", bytes[i]);
    return buf_str(&b);
}

static enum fault file_add(struct message *m, const struct given *g)
{
    struct stat st;
    const char *name = str_z(&m->k->mem, g->name);
    if (fstat(g->file->fd, &st) || st.st_size > FILE_MOST)
        return fail(&m->k->c, FAULT_TOO_BIG, name, val_str(g->value));
    char block[65536];
    ssize_t n;
    while ((n = read(g->file->fd, block, sizeof block)) > 0 && m->body.n <= FILE_MOST)
        buf_add(&m->body, (struct str){ block, (size_t)n });
    if (n < 0)
        return fail(&m->k->c, FAULT_CANNOT_READ, name, val_str(g->value));
    return n ? fail(&m->k->c, FAULT_TOO_BIG, name, val_str(g->value)) : OK;
}

/* multipart/form-data (RFC 7578), for an operation that takes a file. */
static enum fault parts_make(struct message *m)
{
    const struct request_args *r = &m->k->req;
    struct str mark = random_hex(m->k);
    m->type = str_printf(&m->k->mem, "multipart/form-data; boundary=%.*s", STR(mark)).s;
    for (size_t i = 0; i < r->n; i++) {
        const struct given *g = &r->at[i];
        if (in_path(m->k->op, g->name))
            continue;
        buf_printf(&m->body, "--%.*s\r\nContent-Disposition: form-data; name=\"%.*s\"", STR(mark),
                   STR(g->name));
        if (g->file) {
            struct str name = escaped(&m->k->mem, str_z(&m->k->mem, g->file->name));
            buf_printf(&m->body, "; filename=\"%.*s\"\r\nContent-Type: application/octet-stream",
                       STR(name));
        }
        buf_z_add(&m->body, "\r\n\r\n");
        enum fault f = g->file ? file_add(m, g) : OK;
        if (f)
            return f;
        if (!g->file)
            buf_add(&m->body, g->value);
        buf_z_add(&m->body, "\r\n");
    }
    buf_printf(&m->body, "--%.*s--\r\n", STR(mark));
    return OK;
}

static bool has_file(const struct request_args *r)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->at[i].file)
            return true;
    return false;
}

/* How the answer is to look, and who asks. */
static void headers_make(struct message *m)
{
    struct cli *k = m->k;
    header_add(m, "Accept", str_of(look_type(k->view.look)));
    header_add(m, "Kist-Talk", S("1")); /* the data and the talk, cut at Kist-Split */
    header_add(m, "Kist-Width", str_printf(&k->mem, "%d", k->view.width));
    if (k->view.colour)
        header_add(m, "Kist-Colour", S("1"));
    if (k->view.quiet)
        header_add(m, "Kist-Quiet", S("1"));
    if (k->c.lang >= 0)
        header_add(m, "Accept-Language", str_of(lang_code(k->c.lang)));
    if (k->as)
        header_add(m, "Kist-As", escaped(&k->mem, k->as));
    if (k->branch)
        header_add(m, "Kist-Branch", escaped(&k->mem, k->branch));
    if (k->fixed_now)
        header_add(m, "Kist-Now", str_printf(&k->mem, "%lld", (long long)k->fixed_now));
}

static enum fault message_make(struct message *m)
{
    enum fault f = target_make(m);
    headers_make(m);
    if (f || m->k->op->verb == GET)
        return f;
    header_add(m, "Idempotency-Key", random_hex(m->k));
    if (has_file(&m->k->req))
        f = parts_make(m);
    else
        json_make(m);
    header_add(m, "Content-Type", str_of(m->type));
    return f;
}

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
        .seconds = NETWORK_SECONDS,
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

/* The answer as it came, cut into data and talk. One that is not from kist (a proxy's error page) is
 * no answer. */
static enum fault taken(struct message *m, const struct where *w, const struct http_answer *a,
                        struct shown *s)
{
    struct cli *k = m->k;
    int64_t exit_code, split = (int64_t)a->body.n;
    struct str cut = answer_header(a, S("Kist-Split"));
    if (!str_int(answer_header(a, S("Kist-Exit")), &exit_code) || exit_code < 0 || exit_code > 255 ||
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
        header_add(&m, "Authorization", str_printf(&k->mem, "Bearer %.*s", STR(token)));
    if (!f)
        f = ask(&m, w, &a);
    if (f)
        return f;
    *other = a.status == 421;
    return *other ? OK : taken(&m, w, &a, s);
}
