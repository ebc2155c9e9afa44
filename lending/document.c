/* See document.h. */
#include "lending/document.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/random.h"
#include "lending/journal.h"
#include "schema/query.h"

enum { NAME_LETTERS = 16 };
static const char *const kinds[] = { "manual", "logo" }, *const endings[] = { ".pdf", ".webp" };

static enum fault line(struct ctx *c, int64_t model)
{
    return model ? journal_line(c, "model", model) : journal_line(c, "library", 0);
}

enum fault document_of(struct ctx *c, enum document_kind kind, int64_t model, struct document *d)
{
    QUERY(q, c, Q_DOCUMENT_OF);
    q_bind_str(&q, "kind", str_of(kinds[kind]));
    q_bind(&q, "model", val_id(model));
    *d = (struct document){ 0 };
    if (q_row(&q))
        *d = (struct document){ q_int(&q, "id"), q_int(&q, "size"), q_str(&q, "name") };
    return q_end(&q);
}

enum fault document_end(struct ctx *c, enum document_kind kind, int64_t model, bool *was)
{
    struct document d;
    enum fault f = document_of(c, kind, model, &d);
    *was = d.id;
    if (f || !d.id)
        return f;
    f = line(c, model);
    return f ? f : thing_set(c, F_DOCUMENT_ENDED_AT, d.id, val_none(), val_time(c->now));
}

enum fault document_set(struct ctx *c, enum document_kind kind, int64_t model, struct str content)
{
    int64_t id;
    bool was;
    enum fault f = document_end(c, kind, model, &was);
    if (f)
        return f;
    QUERY(q, c, Q_DOCUMENT_ADD);
    q_bind_str(&q, "name", random_name(c, NAME_LETTERS));
    q_bind_str(&q, "kind", str_of(kinds[kind]));
    q_bind(&q, "model", val_id(model));
    q_bind(&q, "made_at", val_time(c->now));
    q_bind_int(&q, "size", (int64_t)content.n);
    q_bind_bytes(&q, "content", content);
    f = q_run_int(&q, &id);
    if (!f)
        f = line(c, model);
    return f ? f : thing_made(c, "document", id);
}

struct str document_path(struct arena *a, enum document_kind kind, const struct document *d)
{
    return d->name.n ? str_printf(a, "/file/%.*s%s", STR(d->name), endings[kind]) : (struct str){ 0 };
}

enum fault document_bytes(struct ctx *c, enum document_kind kind, struct str name, struct str *out)
{
    QUERY(q, c, Q_DOCUMENT_GET);
    *out = (struct str){ 0 };
    if (!str_ends(name, str_of(endings[kind])))
        return FAULT_PAGE_UNKNOWN;
    q_bind_str(&q, "name", str_upto(name, name.n - strlen(endings[kind])));
    if (q_row(&q) && str_eq(q_str(&q, "kind"), str_of(kinds[kind])))
        *out = q_str(&q, "content");
    enum fault f = q_end(&q);
    return f || out->n ? f : FAULT_PAGE_UNKNOWN;
}

enum fault document_read(struct ctx *c, const char *arg, const struct file *file, struct str *out)
{
    struct stat st;
    if (fstat(file->fd, &st) || !S_ISREG(st.st_mode))
        return fail(c, FAULT_CANNOT_READ, arg, val_str(file->name));
    if (st.st_size > MANUAL_MOST)
        return fail_facts(c, FAULT_PDF_TOO_BIG, arg, val_none(), FACTS(F("n", val_int(MANUAL_MOST >> 20))));
    size_t n = (size_t)st.st_size, at = 0;
    char *to = arena_get(c->mem, n + 1);
    for (ssize_t k = 1; at < n && k > 0; at += k > 0 ? (size_t)k : 0)
        k = pread(file->fd, to + at, n - at, (off_t)at);
    if (at < n)
        return fail(c, FAULT_CANNOT_READ, arg, val_str(file->name));
    *out = (struct str){ to, n };
    return str_starts(*out, S("%PDF-")) ? OK : fail(c, FAULT_PDF_TYPE, arg, val_none());
}
