/* The table of operations as OpenAPI 3.0.3: each endpoint with its arguments, its answer, and the
 * refusal that all have in common. */
#include "ops/help.h"

#include "text/text.h"

struct type {
    const char *type, *format, *pattern;
};

static struct type kind_type(enum kind k)
{
    switch (k) {
    case K_INT: case K_LOAN:
        return (struct type){ "integer", NULL, NULL };
    case K_YES:
        return (struct type){ "boolean", NULL, NULL };
    case K_DAY:
        return (struct type){ "string", "date", NULL };
    case K_TIME:
        return (struct type){ "string", "date-time", NULL };
    case K_MONEY:
        return (struct type){ "string", NULL, "^[0-9]+([.,][0-9]{1,2})?$" };
    case K_EMAIL:
        return (struct type){ "string", "email", NULL };
    case K_URL:
        return (struct type){ "string", "uri", NULL };
    case K_FILE: case K_PHOTO:
        return (struct type){ "string", "binary", NULL };
    default:
        return (struct type){ "string", NULL, NULL };
    }
}

static struct type field_type(enum field_kind k)
{
    switch (k) {
    case FK_INT: case FK_STOCK: case FK_SAFETY: case FK_WEEKDAY:
        return (struct type){ "integer", NULL, NULL };
    case FK_DAY:
        return (struct type){ "string", "date", NULL };
    case FK_TIME:
        return (struct type){ "string", "date-time", NULL };
    case FK_MONEY:
        return (struct type){ "string", NULL, "^-?[0-9]+\\.[0-9]{2}$" };
    case FK_YES:
        return (struct type){ "boolean", NULL, NULL };
    default:
        return (struct type){ "string", NULL, NULL };
    }
}

static void type_add(struct buf *b, struct type t)
{
    buf_printf(b, "\"type\":\"%s\"", t.type);
    if (t.format)
        buf_printf(b, ",\"format\":\"%s\"", t.format);
    if (t.pattern) {
        buf_z_add(b, ",\"pattern\":");
        buf_json(b, str_of(t.pattern));
    }
}

static void kind_schema(struct buf *b, const struct arg *a)
{
    buf_char(b, '{');
    if (a->flags & ARG_MANY)
        buf_z_add(b, "\"type\":\"array\",\"items\":{");
    type_add(b, kind_type(a->kind));
    if (a->kind == K_CHOICE) {
        struct str rest = str_of(a->choices), word;
        for (int n = 0; str_next(&rest, '|', &word); n++) {
            buf_z_add(b, n ? "," : ",\"enum\":[");
            buf_json(b, word);
        }
        buf_char(b, ']');
    }
    buf_z_add(b, a->flags & ARG_MANY ? "}}" : "}");
}

/* An argument in words: arg.COMMAND.ARG, else arg.ARG. */
static struct str described(struct arena *a, const struct op *op, const struct arg *arg)
{
    struct ctx c = { .mem = a, .lang = LANG_en, .op = op->cmd };
    return text_arg(&c, arg->name);
}

static bool in_path(const struct op *op, const struct arg *a)
{
    char part[80];
    snprintf(part, sizeof part, "{%s}", a->name);
    return strstr(op->path, part) != NULL;
}

static void parameters(struct buf *b, const struct op *op)
{
    const struct arg *a;
    int n = 0;
    buf_z_add(b, ",\"parameters\":[");
    for (size_t i = 0; (a = op_arg_at(op, i)); i++) {
        bool path = in_path(op, a);
        if (a->flags & ARG_LOCAL || (!path && op->verb == POST))
            continue;
        buf_printf(
            b, "%s{\"name\":\"%s\",\"in\":\"%s\",\"required\":%s,\"description\":", n++ ? "," : "",
            a->name, path ? "path" : "query", path || a->flags & ARG_NEED ? "true" : "false");
        buf_json(b, described(b->a, op, a));
        buf_z_add(b, ",\"schema\":");
        kind_schema(b, a);
        buf_char(b, '}');
    }
    if (op->verb == POST)
        buf_printf(b, "%s{\"$ref\":\"#/components/parameters/Key\"}", n ? "," : "");
    buf_char(b, ']');
}

static void body_schema(struct buf *b, const struct op *op)
{
    const struct arg *a;
    int n = 0;
    buf_z_add(b, "{\"type\":\"object\",\"properties\":{");
    for (size_t i = 0; (a = op_arg_at(op, i)); i++) {
        if (a->flags & ARG_LOCAL || in_path(op, a))
            continue;
        buf_printf(b, "%s\"%s\":{\"description\":", n++ ? "," : "", a->name);
        buf_json(b, described(b->a, op, a));
        buf_z_add(b, ",\"allOf\":[");
        kind_schema(b, a);
        buf_z_add(b, "]}");
    }
    buf_char(b, '}');
    n = 0;
    for (size_t i = 0; (a = op_arg_at(op, i)); i++)
        if (a->flags & ARG_NEED && !(a->flags & ARG_LOCAL) && !in_path(op, a))
            buf_printf(b, "%s\"%s\"", n++ ? "," : ",\"required\":[", a->name);
    buf_z_add(b, n ? "]}" : "}");
}

static bool takes_file(const struct op *op)
{
    for (const struct arg *a = op->args; a->name; a++)
        if (a->kind == K_FILE || a->kind == K_PHOTO)
            return true;
    return false;
}

static void shape_schema(struct buf *b, const struct shape *s)
{
    buf_z_add(b, "{\"type\":\"object\",\"properties\":{");
    for (size_t k = 0; k < shape_count(s); k++) {
        buf_printf(b, "%s\"%s\":{", k ? "," : "", s->f[k].key);
        if (s->f[k].kind == FK_LIST || s->f[k].kind == FK_PHONES)
            buf_z_add(b, "\"type\":\"array\",\"items\":{},");
        else {
            type_add(b, field_type(s->f[k].kind));
            buf_char(b, ',');
        }
        buf_z_add(b, "\"nullable\":true}");
    }
    buf_z_add(b, "}}");
}

static void answers(struct buf *b, const struct op *op)
{
    buf_z_add(b, ",\"responses\":{\"2XX\":{\"description\":\"done\"");
    bool file = op->flags & OP_FILE, list = op->flags & OP_LIST;
    if (file || op->answer)
        buf_z_add(b, ",\"content\":{");
    if (op->answer) {
        buf_z_add(b, "\"application/json\":{\"schema\":");
        buf_z_add(b, list ? "{\"type\":\"array\",\"items\":" : "");
        shape_schema(b, op->answer);
        buf_z_add(b, list ? "}}" : "}");
        buf_z_add(b, file ? "," : "");
    }
    if (file)
        buf_z_add(b, "\"*/*\":{\"schema\":{\"type\":\"string\",\"format\":\"binary\"}}");
    if (file || op->answer)
        buf_char(b, '}');
    buf_z_add(b, "},\"default\":{\"$ref\":\"#/components/responses/Refusal\"}}");
}

static void op_add(struct buf *b, const struct op *op)
{
    int help = op_text(op, "help");
    buf_printf(b, "\"%s\":{\"operationId\":\"", op->verb == GET ? "get" : "post");
    for (const char *p = op->cmd; *p; p++)
        buf_char(b, *p == ' ' || *p == '-' ? '_' : *p);
    buf_z_add(b, "\",\"summary\":");
    buf_json(b, help < 0 ? S("") : text_plain(LANG_en, (enum text_key)help));
    buf_printf(b, ",\"tags\":[\"%.*s\"]", STR(op_group(op)));
    parameters(b, op);
    if (op->verb == POST) {
        buf_printf(b, ",\"requestBody\":{\"content\":{\"%s\":{\"schema\":",
                   takes_file(op) ? "multipart/form-data" : "application/json");
        body_schema(b, op);
        buf_z_add(b, "}}}");
    }
    answers(b, op);
    buf_z_add(b, op->who == ROLE_VISITOR ? ",\"security\":[]}" : "}");
}

static bool served(const struct op *op)
{
    return op->path && op->run && !(op->flags & OP_LOCAL);
}

/* GET and POST of one path stand together. */
static void paths_add(struct buf *b)
{
    const struct op *op, *other;
    bool any = false;
    for (size_t i = 0; (op = op_at(i)); i++) {
        bool first = served(op);
        for (size_t k = 0; first && k < i && (other = op_at(k)); k++)
            first = !served(other) || strcmp(other->path, op->path);
        if (!first)
            continue;
        buf_printf(b, "%s\n\"%s\":{", any ? "," : "", op->path);
        any = true;
        op_add(b, op);
        for (size_t k = i + 1; (other = op_at(k)); k++)
            if (served(other) && !strcmp(other->path, op->path)) {
                buf_z_add(b, ",\n  ");
                op_add(b, other);
            }
        buf_char(b, '}');
    }
}

void openapi(struct buf *b, struct str url)
{
    buf_z_add(b, "{\"openapi\":\"3.0.3\",\"info\":{\"title\":\"kist\",\"version\":\"" KIST_VERSION
                 "\",\"license\":{\"name\":\"EUPL-1.2\"},\"description\":");
    buf_json(b, text_plain(LANG_en, T_OPENAPI_ABOUT));
    buf_z_add(b, "},\"servers\":[{\"url\":");
    buf_json(b, str_printf(b->a, "%.*s/api/v1", STR(url)));
    buf_z_add(b, "}],\"security\":[{\"token\":[]}],\"components\":{\"securitySchemes\":{\"token\":"
                 "{\"type\":\"http\",\"scheme\":\"bearer\"}},\"parameters\":{\"Key\":{\"name\":"
                 "\"Idempotency-Key\",\"in\":\"header\",\"schema\":{\"type\":\"string\"}}},"
                 "\"schemas\":{\"Fault\":{\"type\":\"object\",\"properties\":{"
                 "\"fault\":{\"type\":\"string\",\"enum\":[");
    for (int f = OK + 1; f < FAULT_COUNT; f++)
        buf_printf(b, "%s\"%s\"", f > OK + 1 ? "," : "", fault_info((enum fault)f)->name);
    buf_z_add(b, "]},\"field\":{\"type\":\"string\",\"nullable\":true},\"got\":{\"nullable\":true},"
                 "\"message\":{\"type\":\"string\"},\"next\":{\"type\":\"string\"},"
                 "\"rule\":{\"type\":\"string\"},\"faults\":{\"type\":\"array\",\"items\":"
                 "{\"$ref\":\"#/components/schemas/Fault\"}}}}},\"responses\":{\"Refusal\":"
                 "{\"description\":\"refused\",\"content\":{\"application/json\":{\"schema\":"
                 "{\"$ref\":\"#/components/schemas/Fault\"}}}}}},\"paths\":{");
    paths_add(b);
    buf_z_add(b, "\n}}\n");
}
