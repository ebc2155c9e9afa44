/* See arg.h. What was given is matched to the arguments of the row, checked, and looked up. */
#include "ops/arg.h"

#include "lending/branch.h"
#include "lending/member.h"
#include "lending/plan.h"
#include "lending/tool.h"

enum { TEXT_MOST = 200, LONG_MOST = 2000 };

struct reading {
    const struct op *op;
    const struct request_args *req;
    struct val *vals;
    bool *dry_run;
};

bool kind_found(enum kind k)
{
    return k >= K_TOOL && k <= K_PLAN;
}

/* What a refusal may repeat. */
static struct val got_of(const struct arg *a, struct str value)
{
    return a->flags & ARG_SECRET ? val_none() : val_str(value);
}

/* Control characters are no text: a scanner or a terminal sent them, or worse (X27, X29). */
static bool readable(struct str x, bool lines)
{
    if (!utf8_valid(x))
        return false;
    for (size_t i = 0; i < x.n;) {
        uint32_t cp = utf8_next(x, &i);
        if ((cp < 0x20 && !(lines && (cp == '\n' || cp == '\t'))) || (cp >= 0x7f && cp < 0xa0))
            return false;
    }
    return true;
}

/* Line ends as browsers and Windows write them become \n. */
static struct str lines_of(struct ctx *c, struct str x)
{
    struct buf b = { .a = c->mem };
    for (size_t i = 0; i < x.n; i++)
        if (x.s[i] != '\r')
            buf_char(&b, x.s[i]);
        else if (i + 1 == x.n || x.s[i + 1] != '\n')
            buf_char(&b, '\n');
    return buf_str(&b);
}

static enum fault file_read(struct ctx *c, const struct arg *a, const struct given *g,
                            struct val *out)
{
    if (!g->file)
        return fail(c, FAULT_FILE_MISSING, a->name,
                    readable(g->value, false) ? got_of(a, g->value) : val_none());
    *out = (struct val){ V_FILE, { .file = g->file } };
    return OK;
}

/* The daemon has cleaned it before, on a thread that may take its time. */
static enum fault photo_read(struct ctx *c, const struct arg *a, const struct given *g, struct val *out)
{
    enum fault f = file_read(c, a, g, out);
    if (f || g->file->photo)
        return f;
    if (!c->world->photo)
        return fail(c, FAULT_HELPER, NULL, val_z("kist-photo"));
    struct photo *photo = NEW(c->mem, struct photo);
    struct file *file = NEW(c->mem, struct file);
    *file = (struct file){ g->file->fd, g->file->name, photo };
    *out = (struct val){ V_FILE, { .file = file } };
    return c->world->photo(c, a->name, file, photo);
}

/* A JSON number stands for a number, a tool's code or yes and no; never for a text or an amount. */
static bool number_fits(enum kind k, struct str value)
{
    bool word = str_eq(value, S("true")) || str_eq(value, S("false"));
    return word ? k == K_YES : k == K_INT || k == K_LOAN || k == K_TOOL || k == K_BRANCH;
}

static enum fault value_read(struct ctx *c, const struct arg *a, const struct given *g,
                             struct val *out)
{
    struct str x = g->value;
    size_t most = a->kind == K_LONG ? LONG_MOST : TEXT_MOST;
    if (a->kind == K_FILE)
        return file_read(c, a, g, out);
    if (a->kind == K_PHOTO)
        return photo_read(c, a, g, out);
    if (a->kind == K_LONG && str_has(x, '\r'))
        x = lines_of(c, x);
    x = str_trim(x);
    if (g->number && !number_fits(a->kind, x))
        return fail(c, a->kind == K_MONEY ? FAULT_AMOUNT_FORMAT : FAULT_NOT_TEXT, a->name,
                    got_of(a, x));
    if (!readable(x, a->kind == K_LONG))
        return fail(c, FAULT_NOT_TEXT, a->name, val_none());
    if (x.n > most && utf8_count(x) > most)
        return fail_facts(c, FAULT_TOO_LONG, a->name, val_none(),
                          FACTS(F("n", val_int((int64_t)most))));
    if (!x.n) {
        *out = a->flags & ARG_EMPTY ? val_str(S("")) : val_none();
        return OK;
    }
    return kind_read(c, a, x, got_of(a, x), out);
}

/* The common arguments go into the context. */
static void common_set(struct ctx *c, const struct arg *a, struct val v, bool *dry)
{
    if (str_eq(str_of(a->name), S("dry_run")))
        *dry |= val_true(v);
    else if (str_eq(str_of(a->name), S("override")))
        c->override = val_true(v);
    else
        c->reason = val_str_or(v, (struct str){ 0 });
}

static enum fault many_read(struct ctx *c, const struct reading *r, const struct arg *a, size_t n,
                            struct val *out)
{
    struct val *at = NEW_N(c->mem, struct val, n);
    struct list *list = NEW(c->mem, struct list);
    enum fault f, first = OK;
    for (size_t i = 0; i < r->req->n; i++) {
        if (!str_eq(r->req->at[i].name, str_of(a->name)))
            continue;
        f = value_read(c, a, &r->req->at[i], &at[list->n]);
        if (!f && !val_is_none(at[list->n]))
            list->n++;
        first = first ? first : f;
    }
    list->at = at;
    *out = list->n ? val_list(list) : val_none();
    return first;
}

/* The values of one argument of the row. */
static enum fault one_read(struct ctx *c, const struct reading *r, const struct arg *a,
                           struct val *out)
{
    const struct given *g = NULL;
    size_t n = 0;
    enum fault f = OK;
    for (size_t i = 0; i < r->req->n; i++)
        if (str_eq(r->req->at[i].name, str_of(a->name)) && !n++)
            g = &r->req->at[i];
    if (g && a->flags & ARG_LOCAL && !r->req->local)
        return fail(c, FAULT_NOT_HERE, a->name, val_none());
    if (n > 1 && !(a->flags & ARG_MANY))
        return fail(c, FAULT_ARG_TWICE, a->name, val_none());
    if (a->flags & ARG_MANY && n)
        f = many_read(c, r, a, n, out);
    else if (g)
        f = value_read(c, a, g, out);
    bool own = a->kind == K_MEMBER && c->role == ROLE_MEMBER; /* filled in by args_find */
    if (!f && a->flags & ARG_NEED && val_is_none(*out) && !own)
        f = fail(c, FAULT_MISSING, a->name, val_none());
    return f;
}

static enum fault unknown_names(struct ctx *c, const struct reading *r)
{
    enum fault first = OK;
    for (size_t i = 0; i < r->req->n; i++) {
        struct str name = r->req->at[i].name;
        if (op_arg(r->op, name))
            continue;
        const char *shown = readable(name, false) ? str_z(c->mem, utf8_upto(name, 60)) : "?";
        enum fault f = fail(c, FAULT_ARG_UNKNOWN, shown, val_none());
        first = first ? first : f;
    }
    return first;
}

enum fault args_read(struct ctx *c, const struct op *op, const struct request_args *req,
                     struct val *vals, bool *dry_run)
{
    struct reading r = { op, req, vals, dry_run };
    const struct arg *a;
    size_t own = op_n_args(op);
    enum fault first = unknown_names(c, &r);
    *dry_run = req->dry_run;
    for (size_t i = 0; (a = op_arg_at(op, i)); i++) {
        struct val v = val_none();
        enum fault f = one_read(c, &r, a, &v);
        if (i < own)
            vals[i] = f ? val_none() : v;
        else if (!f)
            common_set(c, a, v, dry_run);
        first = first ? first : f;
    }
    if (!first && c->override && !c->reason.n)
        first = fail(c, FAULT_REASON_NEEDED, "reason", val_none());
    return first;
}

/* A member knows no other member, and no visitor any (X24): nothing is looked up, so that nothing
 * tells them apart. */
static enum fault own_find(struct ctx *c, const char *arg, struct str text, int64_t *id)
{
    struct str folded;
    struct code read = { 0 };
    struct member self = { 0 };
    enum fault f = c->member ? member_get(c, c->member, &self) : OK;
    if (f)
        return f;
    bool coded = !code_fold(c->mem, text, (struct str){ 0 }, &folded) && !code_read(folded, &read);
    if (!c->member || !coded || read.family != FAMILY_MEMBER || read.number != self.number)
        return fail(c, FAULT_CODE_UNKNOWN, arg, val_str(text));
    *id = c->member;
    return OK;
}

static enum fault found(struct ctx *c, const char *arg, enum kind kind, struct str text,
                        int64_t *id)
{
    ASSERT(kind_found(kind));
    switch (kind) {
    case K_TOOL:
        return tool_find(c, arg, text, id);
    case K_MEMBER:
        return c->role < ROLE_VOLUNTEER ? own_find(c, arg, text, id)
                                        : member_find(c, arg, text, id);
    case K_BRANCH:
        return branch_find(c, text, id);
    case K_MODEL:
        return model_find(c, arg, text, id);
    case K_CATEGORY:
        return category_find(c, text, id);
    case K_PLAN:
        return plan_find(c, text, id);
    default:
        return FAULT_PROGRAM;
    }
}

enum fault arg_find(struct ctx *c, const char *arg, enum kind kind, struct str text, int64_t *id)
{
    size_t was = c->n_wrong;
    enum fault f = found(c, arg, kind, text, id);
    if (!f)
        return OK;
    if (c->n_wrong == was)
        return fail(c, f, arg, val_str(text));
    c->wrong[was].arg = arg; /* the field it was given in, whatever it is called there */
    return f;
}

enum fault args_find(struct ctx *c, const struct op *op, struct val *vals)
{
    enum fault first = OK;
    for (size_t i = 0; op->args[i].name; i++) {
        const struct arg *a = &op->args[i];
        int64_t id = 0;
        if (!kind_found(a->kind) || a->flags & ARG_MANY)
            continue;
        if (vals[i].is == V_NONE && a->kind == K_MEMBER && c->role == ROLE_MEMBER) {
            vals[i] = val_int(c->member);
            continue;
        }
        if (vals[i].is != V_STR || !vals[i].s.n)
            continue;
        enum fault f = arg_find(c, a->name, a->kind, vals[i].s, &id);
        if (f && fault_info(f)->status >= 500)
            return f;
        vals[i] = f ? val_none() : val_int(id);
        first = first ? first : f;
    }
    return first;
}
