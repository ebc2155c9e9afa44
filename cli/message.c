/* See message.h: the address with its parts filled in, the arguments as a query, a JSON object or,
 * where a file goes along, the parts of a form; and how the answer is to look. */
#include "cli/message.h"

#include <sys/stat.h>
#include <unistd.h>

#include "text/text.h"

enum { KEY_BYTES = 16 };

void message_header(struct message *m, const char *name, struct str value)
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
    return str_starts(part, S("{")) && str_ends(part, S("}"))
               ? str_upto(str_from(part, 1), part.n - 2)
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
    message_header(m, "Accept", str_of(look_type(k->view.look)));
    message_header(m, "Kist-Talk", S("1")); /* the data and the talk, cut at Kist-Split */
    message_header(m, "Kist-Width", str_printf(&k->mem, "%d", k->view.width));
    if (k->view.colour)
        message_header(m, "Kist-Colour", S("1"));
    if (k->view.quiet)
        message_header(m, "Kist-Quiet", S("1"));
    if (k->c.lang >= 0)
        message_header(m, "Accept-Language", str_of(lang_code(k->c.lang)));
    if (k->as)
        message_header(m, "Kist-As", escaped(&k->mem, k->as));
    if (k->branch)
        message_header(m, "Kist-Branch", escaped(&k->mem, k->branch));
    if (k->fixed_now)
        message_header(m, "Kist-Now", str_printf(&k->mem, "%lld", (long long)k->fixed_now));
}

enum fault message_make(struct message *m)
{
    enum fault f = target_make(m);
    headers_make(m);
    if (f || m->k->op->verb == GET)
        return f;
    message_header(m, "Idempotency-Key", m->k->req.key.n ? m->k->req.key : random_hex(m->k));
    if (has_file(&m->k->req))
        f = parts_make(m);
    else
        json_make(m);
    message_header(m, "Content-Type", str_of(m->type));
    return f;
}
