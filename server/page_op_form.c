/* The form of an operation, from its arguments. See page_op.h. */
#include "ops/help.h"
#include "server/answer.h"
#include "server/known.h"
#include "server/page_op.h"
#include "text/text.h"

/* Where several may be typed into one line, blanks stand between them. */
static struct str typed_value(struct request *r, const struct arg *a)
{
    struct buf b = { .a = &r->mem };
    for (size_t i = 0; i < r->given.n; i++) {
        const struct given *g = &r->given.at[i];
        if (!str_eq(g->name, str_of(a->name)) || g->file)
            continue;
        if (b.n)
            buf_char(&b, ' ');
        buf_add(&b, g->value);
    }
    return a->flags & ARG_SECRET ? (struct str){ 0 } : buf_str(&b);
}

static void choice_add(struct choice *at, size_t *n, struct str value, struct str label,
                       struct str chosen)
{
    at[(*n)++] = (struct choice){ value, label, str_eq(value, chosen) };
}

/* "a|b|c" in our words where we have them. */
static void choices_words(struct request *r, const struct arg *a, struct form_field *f)
{
    struct str rest = str_of(a->choices), one;
    struct choice *at = NEW_N(&r->mem, struct choice, rest.n + 1);
    size_t n = 0;
    if (!(a->flags & ARG_NEED))
        choice_add(at, &n, S(""), S("-"), f->value);
    while (str_next(&rest, '|', &one)) {
        int key = text_find(str_printf(&r->mem, "choice.%s.%.*s", a->name, STR(one)));
        if (key < 0) /* holiday.kings_day: words that are ours anyway */
            key = text_find(str_printf(&r->mem, "%s.%.*s", a->name, STR(one)));
        if (key < 0)
            key = text_find(str_printf(&r->mem, "option.%.*s", STR(one)));
        choice_add(at, &n, one, key < 0 ? one : text_plain(r->lang, (enum text_key)key), f->value);
    }
    f->choices.at = at;
    f->choices.n = n;
    f->select = true;
}

static void choices_branches(struct request *r, const struct arg *a, struct form_field *f)
{
    const struct known *k = r->known;
    struct choice *at = NEW_N(&r->mem, struct choice, k->n + 1);
    size_t n = 0;
    if (!(a->flags & ARG_NEED))
        choice_add(at, &n, S(""), S("-"), f->value);
    for (size_t i = 0; i < k->n; i++)
        choice_add(at, &n, k->branches[i].name, k->branches[i].name, f->value);
    f->choices.at = at;
    f->choices.n = n;
    f->select = true;
}

static void choices_langs(struct request *r, const struct arg *a, struct form_field *f)
{
    struct choice *at = NEW_N(&r->mem, struct choice, lang_count() + 1);
    size_t n = 0;
    if (!(a->flags & ARG_NEED))
        choice_add(at, &n, S(""), S("-"), f->value);
    for (int i = 0; i < lang_count(); i++)
        choice_add(at, &n, str_of(lang_code(i)), text_plain(i, T_LANG_NAME), f->value);
    f->choices.at = at;
    f->choices.n = n;
    f->select = true;
}

static void line(struct form_field *f, const char *type, const char *mode, bool small)
{
    f->line = true;
    f->type = str_of(type);
    f->mode = str_of(mode);
    f->small = small;
}

static void input_make(struct request *r, const struct arg *a, struct form_field *f)
{
    switch (a->kind) {
    case K_YES:
        f->yes = true;
        break;
    case K_LONG:
        f->area = true;
        break;
    case K_FILE: case K_PHOTO:
        f->file = true;
        break;
    case K_CHOICE:
        choices_words(r, a, f);
        break;
    case K_BRANCH:
        choices_branches(r, a, f);
        break;
    case K_LANG:
        choices_langs(r, a, f);
        break;
    case K_INT: case K_LOAN:
        line(f, "text", "numeric", true);
        break;
    case K_MONEY:
        line(f, "text", NULL, true); /* "decimal" shows keys with a comma and no point */
        break;
    case K_PIN:
        line(f, "password", "numeric", true);
        break;
    case K_PHONE:
        line(f, "tel", NULL, true);
        break;
    case K_EMAIL:
        line(f, "text", "email", false);
        break;
    case K_TOOL: case K_MEMBER: case K_POSTCODE: case K_INITIALS: case K_DAY: case K_TIME:
        line(f, "text", NULL, true);
        break;
    default:
        line(f, "text", NULL, false);
    }
}

static struct str hint_of(struct ctx *c, const struct arg *a)
{
    int key = text_find(str_printf(c->mem, "hint.%s", a->name));
    if (key < 0 && a->kind == K_DAY)
        key = T_HINT_DAY;
    if (key < 0 && a->kind == K_MONEY)
        key = T_HINT_MONEY;
    if (key < 0 && a->kind == K_TOOL)
        key = a->flags & ARG_MANY ? T_HINT_TOOLS : T_HINT_TOOL;
    if (key < 0 && a->kind == K_MEMBER)
        key = T_HINT_MEMBER;
    return key < 0 ? (struct str){ 0 } : text_plain(c->lang, (enum text_key)key);
}

static void field_make(struct request *r, struct ctx *c, const struct arg *a, struct form_field *f)
{
    *f = (struct form_field){ .id = str_printf(c->mem, "f-%s", a->name), .name = str_of(a->name),
                              .label = text_arg(c, a->name), .hint = hint_of(c, a),
                              .error = r->fault ? typed_error(r, c, a->name) : (struct str){ 0 },
                              .value = typed_value(r, a), .need = a->flags & ARG_NEED,
                              .many = a->flags & ARG_MANY };
    f->described = f->hint.n || f->error.n;
    input_make(r, a, f);
}

/* What all operations share (a dry run, an override and its reason) has its own place on the page. */
static bool shown_here(const struct op *op, const struct arg *a)
{
    for (size_t i = 0; i < op_n_args(op); i++)
        if (&op->args[i] == a)
            return a->kind != K_PATH && !(a->flags & ARG_LOCAL);
    return false;
}

static bool in_place(const struct arg *a)
{
    return a->flags & (ARG_NEED | ARG_PLACE);
}

static void fields_make(struct request *r, struct ctx *c, const struct op *op, struct op_form *x)
{
    const struct arg *a;
    size_t most = op_n_args(op) + 4, n = 0, m = 0, places = 0;
    struct form_field *usual = NEW_N(c->mem, struct form_field, most);
    struct form_field *fine = NEW_N(c->mem, struct form_field, most);
    for (size_t i = 0; (a = op_arg_at(op, i)); i++)
        places += in_place(a);
    for (size_t i = 0; (a = op_arg_at(op, i)); i++) {
        if (!shown_here(op, a))
            continue;
        /* An operation with nothing but choices shows them all. */
        bool is_usual = in_place(a) || places < 2;
        struct form_field *f = is_usual ? &usual[n++] : &fine[m++];
        field_make(r, c, a, f);
        x->upload |= f->file;
        x->n_wrong += f->error.n > 0;
        x->fine_open |= !is_usual && (f->error.n || f->value.n);
    }
    x->fields.at = usual;
    x->fields.n = n;
    x->fine.at = fine;
    x->fine.n = m;
}

static bool to_clear(const struct request *r, struct str name)
{
    for (size_t i = 0; i < r->given.n; i++)
        if (str_eq(r->given.at[i].name, S("_clear")) && str_eq(r->given.at[i].value, name))
            return true;
    return false;
}

/* A box for each field that an edit may empty. */
static void clears_make(struct request *r, struct ctx *c, const struct op *op, struct op_form *x)
{
    const struct arg *a;
    struct choice *at = NEW_N(c->mem, struct choice, op_n_args(op) + 1);
    for (size_t i = 0; (a = op_arg_at(op, i)); i++)
        if (a->flags & ARG_EMPTY && !(a->flags & ARG_PLACE)) {
            struct str name = str_of(a->name);
            bool chosen = to_clear(r, name);
            at[x->clears.n++] = (struct choice){ name, text_arg(c, a->name), chosen };
            x->clears_open |= chosen;
        }
    x->clears.at = at;
}

/* Refusals that stand beside no field. */
static struct str refused(struct request *r, struct ctx *c, const struct op *op)
{
    struct buf b = { .a = c->mem };
    for (size_t i = 0; r->fault && i < r->n_wrong; i++) {
        const struct arg *a = r->wrong[i].arg ? op_arg(op, str_of(r->wrong[i].arg)) : NULL;
        if (a && shown_here(op, a))
            continue;
        buf_z_add(&b, b.n ? "\n" : "");
        buf_add(&b, text_fault(c, &r->wrong[i]));
    }
    if (r->fault && !r->n_wrong)
        buf_add(&b, text_fault(c, &(struct wrong){ .fault = r->fault }));
    return buf_str(&b);
}

/* What stands beside the form: all of its help where the title is a part of it; of one setting, what it decides. */
static struct str help_make(struct request *r, struct ctx *c, const struct op *op)
{
    int key = !strcmp(op->cmd, "setting set")
        ? text_find(str_printf(c->mem, "setting.%.*s", STR(request_field(r, "name")))) : op_text(op, "help");
    struct str help = key < 0 ? (struct str){ 0 } : text_plain(r->lang, (enum text_key)key);
    return help.n > op_title(c, op).n + 1 ? help : (struct str){ 0 };
}

void op_form_answer(struct request *r, struct ctx *c, const struct op *op)
{
    struct page_look look;
    struct buf b = { .a = c->mem }, usage = { .a = c->mem };
    int status = r->fault ? fault_info(r->fault)->status : 200;
    c->op = op->cmd;
    struct op_form x = { .title = op_title(c, op), .action = op_link_to(r, op),
                         .back = link_to(r, "/op"), .get = op->verb == GET && !op_of_people(op),
                         .preview = op->verb == POST };
    x.help = help_make(r, c, op);
    x.kin = op_kin(r, c, op, NULL, NULL);
    fields_make(r, c, op, &x);
    clears_make(r, c, op, &x);
    x.refused = refused(r, c, op);
    x.submit = text_plain(r->lang, op->verb == GET ? T_BUTTON_SHOW : T_BUTTON_SAVE);
    x.override = may_pass(r, op);
    if (op->flags & OP_OVERRIDE)
        x.reason = (struct typed){ request_field(r, "reason"), typed_error(r, c, "reason") };
    buf_z_add(&usage, "kist ");
    help_usage(&usage, op);
    x.command = buf_str(&usage);
    look_make(r, c, &look);
    page_op_form(&b, &look, &x);
    answer_buf(r, status, type_html, &b);
}
