/* Labels from a phone: choose, see the first sheet, then print or take the file. A choice is a GET, which
 * draws and remembers nothing (a dry run of the operation); the buttons below the picture are the
 * operation itself. */
#include "base/conf.h"
#include "server/answer.h"
#include "server/known.h"
#include "server/operate.h"
#include "server/page_op.h"
#include "server/page_part.h"
#include "server/pages.h"
#include "server/server.h"
#include "text/text.h"

enum { PREVIEW_DPI = 100 };

/* What may be chosen, the operation that makes it, and the argument that says it. */
static const struct what {
    const char *name, *op, *arg;
    enum text_key text;
} whats[] = {
    { "needs", "label", "needs", T_PAGE_LABELS_NEEDS }, { "tool", "label", "tool", T_PAGE_LABELS_TOOL },
    { "again", "label", "again", T_PAGE_LABELS_AGAIN }, { "all", "label", "all", T_PAGE_LABELS_ALL },
    { "members", "label members", "all", T_PAGE_LABELS_MEMBERS },
    { "shelves", "label shelves", NULL, T_PAGE_LABELS_SHELVES },
    { "branches", "label branches", NULL, T_PAGE_LABELS_BRANCHES },
    { "commands", "label commands", NULL, T_PAGE_LABELS_COMMANDS },
};
/* The fields that are arguments of the same name. */
static const char *const fields[] = { "branch", "sheet", "layout", "start" };

static const struct what *what_of(struct request *r)
{
    struct str name = request_field(r, "what");
    for (size_t i = 0; i < COUNT(whats); i++)
        if (str_eq(name, str_of(whats[i].name)))
            return &whats[i];
    return NULL;
}

/* What the operation is given for what was chosen. */
static void given_of(struct request *r, const struct what *w, struct given *at, size_t *n)
{
    const struct op *op = op_find(str_of(w->op));
    struct str codes = request_field(r, "tool"), one;
    bool some = w->arg && !strcmp(w->arg, "tool");
    if (w->arg && !some)
        at[(*n)++] = (struct given){ .name = str_of(w->arg), .value = S("1") };
    while (some && str_next(&codes, ' ', &one))
        if (one.n)
            at[(*n)++] = (struct given){ .name = S("tool"), .value = one };
    for (size_t i = 0; i < COUNT(fields); i++) {
        struct str v = str_trim(request_field(r, fields[i]));
        if (v.n && op_arg(op, str_of(fields[i])))
            at[(*n)++] = (struct given){ .name = str_of(fields[i]), .value = v };
    }
}

static void choices_words(struct request *r, struct choice *at, size_t *n, const struct arg *a)
{
    struct str rest = str_of(a->choices), one, chosen = request_field(r, a->name);
    while (str_next(&rest, '|', &one)) {
        int key = text_find(str_printf(&r->mem, "choice.%s.%.*s", a->name, STR(one)));
        at[(*n)++] = (struct choice){ one, key < 0 ? one : text_plain(r->lang, (enum text_key)key),
                                      str_eq(one, chosen) };
    }
}

static void choices_make(struct request *r, struct labels_page *x)
{
    const struct what *chosen = what_of(r);
    const struct arg *layout = op_arg(op_find(S("label")), S("layout"));
    const struct conf *k = r->server->conf;
    struct choice *what = NEW_N(&r->mem, struct choice, COUNT(whats));
    struct choice *layouts = NEW_N(&r->mem, struct choice, strlen(layout->choices));
    struct choice *branches = NEW_N(&r->mem, struct choice, r->known->n + 1);
    struct choice *printers = NEW_N(&r->mem, struct choice, k ? k->n_printers : 0);
    for (size_t i = 0; i < COUNT(whats); i++)
        what[i] = (struct choice){ str_of(whats[i].name), text_plain(r->lang, whats[i].text),
                                   chosen ? chosen == &whats[i] : !i };
    branches[0] = (struct choice){ S(""), text_plain(r->lang, T_PAGE_LABELS_EVERYWHERE), false };
    for (size_t i = 0; i < r->known->n; i++) {
        struct str name = r->known->branches[i].name;
        branches[i + 1] = (struct choice){ name, name, str_eq(name, request_field(r, "branch")) };
    }
    for (size_t i = 0; k && i < k->n_printers; i++)
        printers[i] = (struct choice){ str_of(k->printers[i].name), str_of(k->printers[i].name), false };
    x->what.at = what;
    x->what.n = COUNT(whats);
    x->layouts.at = layouts;
    choices_words(r, layouts, &x->layouts.n, layout);
    x->branches.at = branches;
    x->branches.n = r->known->n > 1 ? r->known->n + 1 : 0;
    x->printers.at = printers;
    x->printers.n = k ? k->n_printers : 0;
}

/* A refusal stands beside its field, or above all. */
static struct typed typed_of(struct request *r, struct ctx *c, const char *name)
{
    return (struct typed){ request_field(r, name),
                           r->fault ? typed_error(r, c, name) : (struct str){ 0 } };
}

static struct url preview_link(struct request *r)
{
    struct buf b = { .a = &r->mem };
    buf_z_add(&b, "/labels/preview?what=");
    buf_add(&b, str_of(what_of(r)->name));
    const char *const names[] = { "tool", "branch", "sheet", "layout", "start" };
    for (size_t i = 0; i < COUNT(names); i++) {
        if (!request_field(r, names[i]).n)
            continue;
        buf_printf(&b, "&%s=", names[i]);
        buf_url(&b, request_field(r, names[i]));
    }
    return link_to(r, "%s", buf_z(&b));
}

static enum fault labels_make(struct request *r, struct ctx *c)
{
    struct page_look look;
    struct buf b = { .a = c->mem };
    struct labels_page x = { .here = link_to(r, "/labels"), .sheets = link_to(r, "/op/label.sheets"),
                             .drawn = link_to(r, "/op/label.sheets?format=pdf"),
                             .calibrate = link_to(r, "/op/label.calibrate") };
    if (r->state)
        r->given = *(struct given_list *)r->state; /* as they were chosen, not as the operation got them */
    choices_make(r, &x);
    x.tool = typed_of(r, c, "tool");
    x.sheet = typed_of(r, c, "sheet");
    x.start = typed_of(r, c, "start");
    const struct what *w = what_of(r);
    if (w && !r->fault) {
        struct given *at = NEW_N(c->mem, struct given, r->given.n + 64);
        size_t n = 0;
        given_of(r, w, at, &n);
        struct hidden *given = NEW_N(c->mem, struct hidden, n + 1);
        for (size_t i = 0; i < n; i++)
            given[i] = (struct hidden){ at[i].name, at[i].value };
        x.given.at = given;
        x.given.n = n;
        x.make = op_link_to(r, op_find(str_of(w->op)));
        x.preview = preview_link(r);
        x.sum = r->out && r->out->n_said ? r->out->said[0].text : (struct str){ 0 };
    } else if (!x.tool.error.n && !x.sheet.error.n && !x.start.error.n) {
        x.said = notices_of(r, c);
    }
    look_make(r, c, &look);
    page_labels(&b, &look, &x);
    answer_buf(r, r->fault ? fault_info(r->fault)->status : 200, type_html, &b);
    return OK;
}

/* Runs the operation dry, as a picture of the first sheet. */
static enum fault draw(struct request *r, struct ctx *c, const struct what *w)
{
    struct given_list *chosen = NEW(&r->mem, struct given_list);
    struct given *at = NEW_N(&r->mem, struct given, request_field(r, "tool").n + 16);
    size_t n = 0;
    *chosen = r->given;
    given_of(r, w, at, &n);
    at[n++] = (struct given){ .name = S("format"), .value = S("png") };
    at[n++] = (struct given){ .name = S("dpi"), .value = str_printf(&r->mem, "%d", PREVIEW_DPI) };
    at[n++] = (struct given){ .name = S("dry_run"), .value = S("1") };
    r->state = chosen;
    r->given = (struct given_list){ at, n, n };
    return operate(r, c, op_find(str_of(w->op)));
}

enum fault get_labels(struct request *r, struct ctx *c)
{
    const struct what *w = what_of(r);
    if (!w)
        return labels_make(r, c);
    r->finish = labels_make;
    return draw(r, c, w);
}

static enum fault preview_made(struct request *r, struct ctx *c)
{
    (void)c;
    if (r->fault)
        return r->fault;
    if (!r->out || !r->out->file)
        return FAULT_PAGE_UNKNOWN;
    answer_buf(r, 200, "image/png", r->out->file);
    return OK;
}

enum fault get_labels_preview(struct request *r, struct ctx *c)
{
    const struct what *w = what_of(r);
    if (!w)
        return FAULT_PAGE_UNKNOWN;
    r->finish = preview_made;
    return draw(r, c, w);
}
