/* See frame.h. */
#include "server/frame.h"

/* RFC 9110, 5.6.2. */
static bool token(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.s[i];
        if (c <= ' ' || c >= 0x7f || strchr("\"(),/:;<=>?@[\\]{}", c))
            return false;
    }
    return s.n > 0;
}

static bool value_clean(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.s[i];
        if ((c < ' ' && c != '\t') || c == 0x7f)
            return false;
    }
    return true;
}

static bool digits(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.s[i] < '0' || s.s[i] > '9')
            return false;
    return s.n > 0 && s.n < 19;
}

static bool host_clean(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.s[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
              (c && strchr(".-_:[]", c))))
            return false;
    }
    return s.n > 0 && s.n < 256;
}

enum method frame_method(const char *m)
{
    static const struct { const char *name; enum method is; } known[] = {
        { "GET", METHOD_GET }, { "HEAD", METHOD_HEAD }, { "POST", METHOD_POST },
        { "PUT", METHOD_OTHER }, { "DELETE", METHOD_OTHER }, { "PATCH", METHOD_OTHER },
        { "OPTIONS", METHOD_OTHER }, { "TRACE", METHOD_OTHER }, { "CONNECT", METHOD_OTHER },
    };
    for (size_t i = 0; i < COUNT(known); i++)
        if (!strcmp(m, known[i].name))
            return known[i].is;
    return 0;
}

/* Everything stands where it must when nothing was swallowed: the parts, one space between those
 * of the request line, CR LF after each line, and no more. */
static bool whole(const struct frame *f)
{
    size_t version = strlen(f->version);
    const char *at = f->method + strlen(f->method) + 1 + f->target.n + 1;
    if (at != f->version)
        return false;
    at += version + 2;
    for (size_t i = 0; i < f->n_headers; i++) {
        struct header h = f->headers[i];
        if (h.name.s != at || h.value.s <= h.name.s + h.name.n)
            return false;
        at = h.value.s + h.value.n + 2;
    }
    return at + 2 == f->method + f->size;
}

static bool target_clean(struct str t)
{
    for (size_t i = 0; i < t.n; i++)
        if (t.s[i] <= ' ' || t.s[i] >= 0x7f || t.s[i] == '#')
            return false;
    return t.n > 0;
}

static enum fault fields(const struct frame *f)
{
    int hosts = 0, lengths = 0, codings = 0;
    bool old = !strcmp(f->version, "HTTP/1.0");
    if (f->n_headers > HEADERS_MOST || f->size > TARGET_MOST + FIELDS_BYTES_MOST)
        return FAULT_HEADERS_TOO_BIG;
    for (size_t i = 0; i < f->n_headers; i++) {
        struct header h = f->headers[i];
        if (!token(h.name) || !value_clean(h.value))
            return FAULT_REQUEST_BAD;
        if (str_eq_nocase(h.name, S("host"))) {
            if (hosts++ || !host_clean(str_trim(h.value)))
                return FAULT_REQUEST_BAD;
        } else if (str_eq_nocase(h.name, S("content-length"))) {
            if (lengths++ || !digits(str_trim(h.value)))
                return FAULT_REQUEST_BAD;
        } else if (str_eq_nocase(h.name, S("transfer-encoding"))) {
            if (codings++ || old || !str_eq_nocase(str_trim(h.value), S("chunked")))
                return FAULT_REQUEST_BAD;
        }
    }
    return (lengths && codings) || (!hosts && !old) ? FAULT_REQUEST_BAD : OK;
}

enum fault frame_check(const struct frame *f)
{
    if (!target_clean(f->target) || !token(str_of(f->method)))
        return FAULT_REQUEST_BAD;
    if (f->target.n > TARGET_MOST)
        return FAULT_URI_TOO_LONG;
    enum fault bad = fields(f);
    if (bad)
        return bad;
    if (!whole(f))
        return FAULT_REQUEST_BAD;
    return frame_method(f->method) ? OK : FAULT_METHOD_UNKNOWN;
}
