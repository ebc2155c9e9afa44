/* Every operation in a browser: the list of them, a form, an answer. See page_op.h. */
#include "server/page_op.h"

#include "ops/help.h"
#include "ops/look.h"
#include "server/answer.h"
#include "server/body.h"
#include "server/operate.h"
#include "server/pages.h"
#include "text/text.h"

bool op_here(const struct request *r, const struct op *op)
{
    return op->run && op->path && !(op->flags & (OP_LOCAL | OP_NO_DB)) && op->who <= r->who.role;
}

struct url op_link_to(struct request *r, const struct op *op)
{
    char name[64];
    snprintf(name, sizeof name, "%s", op->cmd);
    for (char *p = name; *p; p++)
        if (*p == ' ')
            *p = '.';
    return link_to(r, "/op/%s", name);
}

struct str op_title(struct ctx *c, const struct op *op)
{
    int key = op_text(op, "help");
    struct str help = key < 0 ? str_of(op->cmd) : text_plain(c->lang, (enum text_key)key);
    int64_t colon = str_find(help, S(": "));
    return colon > 0 ? str_upto(help, (size_t)colon) : str_ends(help, S(".")) ? str_upto(help, help.n - 1) : help;
}

bool op_of_people(const struct op *op)
{
    for (const struct arg *a = op->args; a->name; a++)
        if (a->kind == K_MEMBER)
            return true;
    return false;
}

bool op_given(const struct op *op, const struct given *g)
{
    return op_arg(op, g->name) && !g->file && !str_starts(g->name, S("_"));
}

/* ---- The list ---- */

static struct str group_head(struct ctx *c, struct str group)
{
    int key = text_find(str_printf(c->mem, "page.op.group.%.*s", STR(group)));
    return key < 0 ? text_arg(c, str_z(c->mem, group)) : text_plain(c->lang, (enum text_key)key);
}

/* Commands of one word (out, in, find) are the counter's. */
static struct str group_of(const struct op *op)
{
    return strchr(op->cmd, ' ') ? op_group(op) : S("counter");
}

static struct op_group *group_find(struct op_group *at, size_t *n, struct ctx *c, struct str id)
{
    for (size_t i = 0; i < *n; i++)
        if (str_eq(at[i].id, id))
            return &at[i];
    at[*n] = (struct op_group){ .id = id, .head = group_head(c, id),
                                .ops.at = NEW_N(c->mem, struct op_link, op_count()) };
    return &at[(*n)++];
}

enum fault get_ops(struct request *r, struct ctx *c)
{
    struct page_look look;
    struct buf b = { .a = c->mem };
    struct op_index x = { 0 };
    struct op_group *groups = NEW_N(c->mem, struct op_group, op_count());
    for (size_t i = 0; i < op_count(); i++) {
        const struct op *op = op_at(i);
        if (!op_here(r, op))
            continue;
        struct op_group *g = group_find(groups, &x.groups.n, c, group_of(op));
        struct op_link *to = (struct op_link *)(uintptr_t)&g->ops.at[g->ops.n++];
        *to = (struct op_link){ op_title(c, op), str_printf(c->mem, "kist %s", op->cmd),
                                op_link_to(r, op) };
    }
    x.groups.at = groups;
    x.ways = op_ways(r, c);
    look_make(r, c, &look);
    page_op_index(&b, &look, &x);
    answer_buf(r, 200, type_html, &b);
    return OK;
}

/* ---- One ---- */

static enum fault op_of_name(struct request *r, struct ctx *c, const struct op **out)
{
    char *name = (char *)(uintptr_t)str_z(c->mem, r->params[0]);
    for (char *p = name; *p; p++)
        if (*p == '.')
            *p = ' ';
    const struct op *op = *out = op_find(str_of(name));
    if (!op || !op->run || !op->path || op->flags & (OP_LOCAL | OP_NO_DB))
        return FAULT_PAGE_UNKNOWN;
    if (op->who <= r->who.role)
        return OK;
    return r->who.role == ROLE_VISITOR ? FAULT_LOGIN_NEEDED : FAULT_ROLE_NEEDED;
}

/* Is what must be given there? Then it can be read at once; else its form asks. */
static bool ready(struct request *r, const struct op *op)
{
    const struct arg *a;
    if (request_field(r, "_form").n)
        return false;
    for (size_t i = 0; (a = op_arg_at(op, i)); i++)
        if (a->flags & ARG_NEED && !request_field(r, a->name).n &&
            !(a->kind == K_MEMBER && r->who.member))
            return false;
    return true;
}

/* What stands between several in one field: codes and numbers have no blanks within them. */
static bool between(const struct arg *a, char ch)
{
    bool code = a->kind == K_TOOL || a->kind == K_INT || a->kind == K_LOAN;
    return ch && (strchr("\r\n;", ch) || (code && strchr(" \t,", ch)));
}

static void split_one(struct request *r, const struct arg *a, size_t i)
{
    struct str name = r->given.at[i].name, rest = r->given.at[i].value;
    char *text = (char *)(uintptr_t)str_copy(&r->mem, rest).s;
    for (size_t k = 0; k < rest.n; k++)
        if (between(a, text[k]))
            text[k] = '\n';
    rest = (struct str){ text, rest.n };
    bool first = true;
    for (struct str word; str_next(&rest, '\n', &word);) {
        word = str_trim(word);
        if (word.n && first)
            r->given.at[i].value = word;
        else if (word.n)
            given_add(r, (struct given){ .name = name, .value = word });
        first = first && !word.n;
    }
}

/* Each of several in one field of a form is one of what was given. */
static void split_many(struct request *r, const struct op *op)
{
    size_t n = r->given.n;
    for (size_t i = 0; i < n; i++) {
        const struct arg *a = op_arg(op, r->given.at[i].name);
        if (a && a->flags & ARG_MANY && !r->given.at[i].file)
            split_one(r, a, i);
    }
}

static bool answer_file(struct request *r, struct ctx *c, const struct op *op)
{
    struct out *o = r->out;
    bool csv = str_eq(request_field(r, "_look"), S("csv"));
    o->c = c;
    if (!o->file && !csv)
        return false;
    struct shown s;
    look_show(o, OK, &(struct view){ .look = LOOK_CSV }, &s);
    answer_buf(r, s.status, s.type, &s.data);
    answer_header(r, "Content-Disposition",
                  str_printf(c->mem, "attachment; filename=\"%s\"",
                             o->file_name ? o->file_name
                                 : str_printf(c->mem, "%.*s.csv", STR(r->params[0])).s));
    (void)op;
    return true;
}

static enum fault done(struct request *r, struct ctx *c)
{
    const struct op *op;
    enum fault f = op_of_name(r, c, &op);
    if (f)
        return f;
    if (r->fault)
        op_form_answer(r, c, op);
    else if (!answer_file(r, c, op))
        op_answer_answer(r, c, op);
    return OK;
}

/* A form about a member begins with what is known of them, which no address says. */
static enum fault known_fill(struct request *r, struct ctx *c, const struct op *op)
{
    struct member m;
    int64_t id = r->who.member;
    struct str code = request_field(r, "member");
    if (strcmp(op->cmd, "member edit") && strcmp(op->cmd, "member mine"))
        return OK;
    if (code.n && r->who.role >= ROLE_VOLUNTEER && member_find(c, NULL, code, &id))
        return OK; /* the form says so when it is sent */
    enum fault f = id ? member_get(c, id, &m) : OK;
    if (f || !id)
        return f;
    const struct given known[] = {
        { .name = S("name"), .value = m.name }, { .name = S("language"), .value = m.language },
        { .name = S("address"), .value = m.address }, { .name = S("postcode"), .value = m.postcode },
        { .name = S("place"), .value = m.place } };
    for (size_t i = 0; i < COUNT(known); i++)
        if (!request_field(r, known[i].name.s).n)
            given_add(r, known[i]);
    return OK;
}

enum fault get_op(struct request *r, struct ctx *c)
{
    const struct op *op;
    enum fault f = op_of_name(r, c, &op);
    if (f)
        return f;
    if (op->verb == POST || !ready(r, op)) {
        f = known_fill(r, c, op);
        if (!f)
            op_form_answer(r, c, op);
        return f;
    }
    split_many(r, op);
    r->finish = done;
    return operate(r, c, op);
}

enum fault post_op(struct request *r, struct ctx *c)
{
    const struct op *op;
    enum fault f = op_of_name(r, c, &op);
    if (f)
        return f;
    if (op->verb == GET && !op_of_people(op)) {
        answer_header(r, "Allow", S("GET, HEAD"));
        return FAULT_METHOD;
    }
    split_many(r, op);
    r->finish = done;
    return operate(r, c, op);
}
