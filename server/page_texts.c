/* What members read, in words of the library's own (N11): all of it, and one with what is wrong with it and how it
 * would be read, before it is kept. Every change is the operation `text set`. */
#include "lending/setting.h"
#include "reminders/lint.h"
#include "reminders/own_text.h"
#include "server/answer.h"
#include "server/body.h"
#include "server/operate.h"
#include "server/page_op.h"
#include "server/pages.h"
#include "text/text.h"

enum { MESSAGES, ANSWERS, AROUND, SUBJECTS };

/* Of which language: asked for, else the library's. */
static int lang_of(struct request *r, struct ctx *c)
{
    int lang = lang_find(request_field(r, "language"));
    return lang < 0 ? lang_find(setting_str(c, SET_LANGUAGE)) : lang;
}

static int subject_of(struct str name)
{
    return str_starts(name, S("mail."))  ? AROUND
         : str_starts(name, S("msg.a_")) ? ANSWERS
                                         : MESSAGES;
}

/* "Herinnering vooraf, onderwerp van de e-mail"; the name where there are no words. */
static struct str title_of(struct ctx *c, struct str name)
{
    struct buf b = { .a = c->mem };
    struct str rest = name, part;
    str_next(&rest, '.', &part);
    str_next(&rest, '.', &part);
    int key = text_find(str_printf(c->mem, "kind.%.*s", STR(part)));
    buf_add(&b, key < 0 ? part : text_plain(c->lang, (enum text_key)key));
    if (str_ends(name, S(".subject")))
        buf_printf(&b, ", %.*s", STR(text_plain(c->lang, T_PAGE_TEXTS_SUBJECT)));
    return str_capital(c->mem, buf_str(&b));
}

/* As it stands everywhere: the library's own, else ours. */
static enum fault in_force(struct ctx *c, enum text_key key, int lang, int64_t branch, bool *own,
                           struct str *out)
{
    struct buf b = { .a = c->mem };
    enum fault f = own_text_find(c, branch, lang, key, out);
    *own = !f && out->n;
    if (f || *own)
        return f;
    text_shape(&b, lang, key);
    *out = buf_str(&b);
    return OK;
}

static struct url text_link(struct request *r, enum text_key key, int lang)
{
    return link_to(r, "/texts/%s?language=%s", text_name(key), lang_code(lang));
}

static enum fault rows_make(struct request *r, struct ctx *c, int lang, struct link_group *groups)
{
    struct link *at = NEW_N(c->mem, struct link, SUBJECTS * TEXT_COUNT);
    for (int g = 0; g < SUBJECTS; g++)
        groups[g].rows.at = at + g * TEXT_COUNT;
    for (int i = 0; i < TEXT_COUNT; i++) {
        bool own;
        struct str body, name = str_of(text_name((enum text_key)i));
        if (!own_text_may((enum text_key)i))
            continue;
        enum fault f = in_force(c, (enum text_key)i, lang, 0, &own, &body);
        if (f)
            return f;
        int g = subject_of(name);
        at[g * TEXT_COUNT + (int)groups[g].rows.n++] =
            (struct link){ .icon = own ? ICON_I_TICK : ICON_I_NOTE,
                           .label = own ? str_printf(c->mem, "%.*s (%.*s)", STR(title_of(c, name)),
                                                     STR(text_plain(c->lang, T_PAGE_TEXTS_OWN)))
                                        : title_of(c, name),
                           .hint = body,
                           .url = text_link(r, (enum text_key)i, lang) };
    }
    return OK;
}

/* Sentences are kept in the two languages that messages go out in. */
static struct links langs_make(struct request *r, struct ctx *c, int lang)
{
    struct link *at = NEW_N(c->mem, struct link, LANG_en + 1);
    for (int l = 0; l <= LANG_en; l++)
        at[l] = (struct link){ .label = text_plain(l, T_LANG_NAME),
                               .here = l == lang,
                               .url = link_to(r, "/texts?language=%s", lang_code(l)) };
    return (struct links){ at, LANG_en + 1 };
}

enum fault get_texts(struct request *r, struct ctx *c)
{
    struct page_look look;
    struct buf b = { .a = c->mem };
    int lang = lang_of(r, c);
    struct link_group groups[SUBJECTS] = { { .head = text_plain(r->lang, T_PAGE_TEXTS_MESSAGES) },
                                           { .head = text_plain(r->lang, T_PAGE_TEXTS_ANSWERS) },
                                           { .head = text_plain(r->lang, T_PAGE_TEXTS_MAIL) } };
    enum fault f = rows_make(r, c, lang, groups);
    if (f)
        return f;
    struct groups_page x = { .title = text_plain(r->lang, T_PAGE_RUN_TEXTS),
                             .back = link_to(r, "/op"),
                             .about = text_plain(r->lang, T_PAGE_TEXTS_ABOUT),
                             .choice = langs_make(r, c, lang),
                             .groups = { groups, SUBJECTS },
                             .said = notices_of(r, c) };
    look_make(r, c, &look);
    page_groups(&b, &look, &x);
    answer_buf(r, 200, type_html, &b);
    return OK;
}

/* ---- One ---- */

/* How it would be read, and what it costs to send: as it was typed. */
static void example_make(struct ctx *c, enum text_key key, int lang, struct str body,
                         struct op_form *x)
{
    struct str library = setting_str(c, SET_LIBRARY_NAME);
    x->example = lint_example(c->mem, lang, body, library, true);
    if (str_ends(str_of(text_name(key)), S(".sms")))
        x->example_size =
            page_count(c, T_PAGE_TEXTS_PARTS, lint_size(c->mem, lang, body, library, true).parts);
}

static struct links ways_make(struct request *r, struct ctx *c, enum text_key key, int lang,
                              bool own)
{
    struct link *at = NEW_N(c->mem, struct link, 2);
    static const char *const ops[] = { "text preview", "text reset" };
    for (int i = 0; i < 1 + own; i++)
        at[i] = (struct link){ .icon = ICON_I_GO,
                               .label = op_title(c, op_find(str_of(ops[i]))),
                               .url = link_to(r, "%.*s?key=%s&language=%s",
                                              STR(op_link_to(r, op_find(str_of(ops[i]))).s),
                                              text_name(key), lang_code(lang)) };
    return (struct links){ at, (size_t)(1 + own) };
}

/* What to look at. That it was kept is no more than said of a trial. */
static struct notices looks_of(struct request *r, struct ctx *c)
{
    struct notices all = notices_of(r, c), looks = { 0 };
    struct notice *at = NEW_N(c->mem, struct notice, all.n + 1);
    for (size_t i = 0; !r->fault && i < all.n; i++)
        if (!all.at[i].yes)
            at[looks.n++] = all.at[i];
    looks.at = at;
    return looks;
}

enum fault get_text(struct request *r, struct ctx *c)
{
    struct page_look look;
    struct buf b = { .a = c->mem };
    int key = text_find(r->params[0]), lang = lang_of(r, c);
    bool own, typed = r->method == METHOD_POST;
    struct str body;
    if (key < 0 || !own_text_may((enum text_key)key))
        return FAULT_PAGE_UNKNOWN;
    enum fault f = in_force(c, (enum text_key)key, lang, 0, &own, &body);
    if (f)
        return f;
    if (typed)
        body = request_field(r, "text");
    struct str error = r->fault ? typed_error(r, c, "text") : (struct str){ 0 };
    struct form_field text = { .id = S("f-text"),
                               .name = S("text"),
                               .label = text_plain(lang, T_LANG_NAME),
                               .value = body,
                               .area = true,
                               .need = true,
                               .error = error,
                               .described = true,
                               .hint = text_plain(r->lang, T_PAGE_TEXTS_ABOUT) };
    struct op_form x = { .title = title_of(c, str_of(text_name((enum text_key)key))),
                         .fields = { &text, 1 },
                         .action = text_link(r, (enum text_key)key, lang),
                         .back = link_to(r, "/texts?language=%s", lang_code(lang)),
                         .preview = true,
                         .submit = text_plain(r->lang, T_BUTTON_SAVE),
                         .n_wrong = error.n > 0,
                         .said = looks_of(r, c),
                         .kin = ways_make(r, c, (enum text_key)key, lang, own),
                         .command = str_printf(c->mem, "kist text set %s",
                                               text_name((enum text_key)key)) };
    example_make(c, (enum text_key)key, lang, body, &x);
    look_make(r, c, &look);
    page_op_form(&b, &look, &x);
    answer_buf(r, r->fault ? fault_info(r->fault)->status : 200, type_html, &b);
    return OK;
}

static enum fault set_done(struct request *r, struct ctx *c)
{
    return r->fault || request_field(r, "dry_run").n ? get_text(r, c) : get_texts(r, c);
}

enum fault post_text(struct request *r, struct ctx *c)
{
    given_add(r, (struct given){ .name = S("key"), .value = r->params[0] });
    r->finish = set_done;
    return operate(r, c, op_find(S("text set")));
}
