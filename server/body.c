/* See body.h. multipart/form-data is in body_parts.c. */
#include "server/body.h"

#include <jansson.h>

#include "server/body_parts.h"
#include "server/route.h"

enum body_is body_kind(const struct request *r)
{
    struct str type = request_header(r, "content-type"), kind;
    if (!type.n)
        return BODY_NONE;
    str_next(&type, ';', &kind);
    kind = str_trim(kind);
    return str_eq_nocase(kind, S("application/json")) ? BODY_JSON
        : str_eq_nocase(kind, S("application/x-www-form-urlencoded")) ? BODY_FORM
        : str_eq_nocase(kind, S("multipart/form-data")) ? BODY_PARTS : BODY_OTHER;
}

void given_add(struct request *r, struct given g)
{
    struct given_list *l = &r->given;
    if (l->n == l->room) {
        size_t room = l->room ? l->room * 2 : 16;
        struct given *at = NEW_N(&r->mem, struct given, room);
        if (l->n)
            memcpy(at, l->at, l->n * sizeof *at);
        l->at = at;
        l->room = room;
    }
    l->at[l->n++] = g;
}

/* An empty field of a form was not filled in: it is not given at all, but for our own. */
enum fault body_query(struct request *r, struct str s)
{
    struct str one;
    while (str_next(&s, '&', &one)) {
        struct given g = { 0 };
        struct str name;
        if (!one.n)
            continue;
        str_next(&one, '=', &name);
        if (r->given.n >= FIELDS_MOST || !url_decode(&r->mem, name, true, &g.name) ||
            !url_decode(&r->mem, one, true, &g.value))
            return FAULT_REQUEST_BAD;
        if (g.value.n)
            given_add(r, g);
    }
    return OK;
}

static enum fault json_add(struct request *r, struct str name, json_t *v)
{
    struct given g = { .name = name };
    if (json_is_string(v)) {
        g.value = (struct str){ json_string_value(v), json_string_length(v) };
        g.value = str_copy(&r->mem, g.value);
    } else if (json_is_integer(v)) {
        g.value = str_printf(&r->mem, "%lld", (long long)json_integer_value(v));
        g.number = true;
    } else if (json_is_real(v)) {
        g.value = str_printf(&r->mem, "%.17g", json_real_value(v));
        g.number = true;
    } else if (json_is_boolean(v)) {
        g.value = json_is_true(v) ? S("true") : S("false");
        g.number = true;
    } else if (!json_is_null(v)) {
        return FAULT_BODY_FORMAT;
    }
    if (g.value.s && r->given.n < FIELDS_MOST)
        given_add(r, g);
    return r->given.n < FIELDS_MOST ? OK : FAULT_TOO_BIG;
}

static enum fault json_fields(struct request *r, json_t *top)
{
    const char *key;
    json_t *v, *one;
    size_t i;
    enum fault f = json_is_object(top) ? OK : FAULT_BODY_FORMAT;
    json_object_foreach(top, key, v)
    {
        struct str name = str_copy(&r->mem, str_of(key));
        if (!f && !json_is_array(v))
            f = json_add(r, name, v);
        json_array_foreach(v, i, one)
            if (!f)
                f = json_add(r, name, one);
    }
    return f;
}

static enum fault json_read(struct request *r)
{
    struct str s = buf_str(&r->body);
    json_error_t where;
    if (!s.n)
        return OK; /* an operation without arguments */
    json_t *top = json_loadb(s.s, s.n, JSON_REJECT_DUPLICATES, &where);
    enum fault f = top ? json_fields(r, top) : FAULT_BODY_FORMAT;
    json_decref(top);
    return f;
}

enum fault body_read(struct request *r)
{
    switch (body_kind(r)) {
    case BODY_JSON:
        return json_read(r);
    case BODY_FORM:
        return body_query(r, buf_str(&r->body)) ? FAULT_BODY_FORMAT : OK;
    case BODY_PARTS:
        return parts_read(r);
    default:
        return r->body_n ? FAULT_BODY_TYPE : OK;
    }
}
