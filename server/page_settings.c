/* Settings by subject, in the words of what each decides; and one of them, in a field of its kind. Each change is the
 * operation `setting set`. */
#include "lending/setting.h"
#include "server/answer.h"
#include "server/body.h"
#include "server/operate.h"
#include "server/page_op.h"
#include "server/pages.h"
#include "text/text.h"

/* What it decides, without its full stop. */
static struct str decides(struct ctx *c, const struct setting_info *i)
{
    struct str s =
        text_plain(c->lang, (enum text_key)text_find(str_printf(c->mem, "setting.%s", i->name)));
    return str_ends(s, S(".")) ? str_upto(s, s.n - 1) : s;
}

/* "ja", "€ 2,50", "7"; nothing in words where there is nothing. */
static struct str value_words(struct ctx *c, const struct setting_info *i, struct str v)
{
    struct buf b = { .a = c->mem };
    int64_t cents;
    if (i->kind == SK_YES)
        text_val(&b, c->lang, c->today, val_bool(str_eq(v, S("yes"))));
    else if (i->kind == SK_PHONE && v.n)
        text_phone(&b, v);
    else if (i->kind == SK_MONEY && str_cents(v, &cents))
        text_val(&b, c->lang, c->today, val_money(cents));
    else
        buf_add(&b, v.n ? v : text_plain(c->lang, T_PAGE_SETTINGS_EMPTY));
    return buf_str(&b);
}

static struct link row_make(struct request *r, struct ctx *c, enum setting s)
{
    const struct setting_info *i = setting_info(s);
    struct str v = setting_str(c, s), now = value_words(c, i, v), otherwise = str_of(i->otherwise);
    const struct fact facts[] = { F("value", val_str(now)),
                                  F("otherwise", val_str(value_words(c, i, otherwise))) };
    return (struct link){ .icon = ICON_I_NOTE,
                          .label = decides(c, i),
                          .url = link_to(r, "/settings/%s", i->name),
                          .hint = str_eq(v, otherwise) || !otherwise.n
                                    ? now
                                    : text(c, T_PAGE_SETTINGS_CHANGED, facts, COUNT(facts)) };
}

/* What a name begins with, by subject; a name without a dot is the library's. */
static const struct {
    enum text_key head;
    const char *begins[4];
} subjects[] = {
    { T_PAGE_SETTINGS_LIBRARY, { "library" } },
    { T_PAGE_SETTINGS_LOAN, { "loan" } },
    { T_PAGE_SETTINGS_MONEY, { "late", "loss", "part" } },
    { T_PAGE_SETTINGS_MEMBER, { "member" } },
    { T_PAGE_SETTINGS_HOLD, { "hold" } },
    { T_PAGE_SETTINGS_REMIND, { "remind" } },
    { T_PAGE_SETTINGS_OWNER, { "owner" } },
    { T_PAGE_SETTINGS_LOGIN, { "login", "session" } },
};

static size_t subject_of(enum setting s)
{
    struct str name = str_of(setting_info(s)->name);
    int64_t dot = str_find(name, S("."));
    size_t found = COUNT(subjects);
    name = dot < 0 ? S("library") : str_upto(name, (size_t)dot);
    for (size_t i = 0; i < COUNT(subjects) && found == COUNT(subjects); i++)
        for (const char *const *b = subjects[i].begins; *b; b++)
            if (str_eq(name, str_of(*b)))
                found = i;
    ASSERT(found < COUNT(subjects)); /* each setting has one */
    return found;
}

static struct link_group *groups_make(struct request *r, struct ctx *c)
{
    struct link_group *at = NEW_N(c->mem, struct link_group, COUNT(subjects));
    for (size_t i = 0; i < COUNT(subjects); i++) {
        struct link *rows = NEW_N(c->mem, struct link, SETTING_COUNT);
        at[i] = (struct link_group){ text_plain(r->lang, subjects[i].head), { .at = rows } };
        for (int s = 0; s < SETTING_COUNT; s++)
            if (s != SET_CLOCK &&
                subject_of((enum setting)s) == i) /* the clock has its own operations */
                rows[at[i].rows.n++] = row_make(r, c, (enum setting)s);
    }
    return at;
}

enum fault get_settings(struct request *r, struct ctx *c)
{
    struct page_look look;
    struct buf b = { .a = c->mem };
    struct groups_page x = { .title = text_plain(r->lang, T_PAGE_RUN_SETTINGS),
                             .back = link_to(r, "/op"),
                             .groups = { groups_make(r, c), COUNT(subjects) } };
    if (r->method == METHOD_POST)
        notice_one(
            c, &x.said, TONE_YES,
            text(c, T_PAGE_SETTINGS_SAVED,
                 FACTS(F("what", val_str(decides(c, setting_info(setting_find(r->params[0]))))))));
    look_make(r, c, &look);
    page_groups(&b, &look, &x);
    answer_buf(r, 200, type_html, &b);
    return OK;
}

/* "Van 1 tot en met 366. Standaard: 7." */
static struct str hint_of(struct ctx *c, const struct setting_info *i)
{
    const struct fact range[] = { F("least", val_int(i->least)), F("most", val_int(i->most)) };
    struct str from =
        i->kind == SK_INT ? text(c, T_PAGE_SETTINGS_RANGE, range, COUNT(range)) : (struct str){ 0 };
    struct str usual =
        text(c, T_PAGE_SETTINGS_OTHERWISE,
             FACTS(F("otherwise", val_str(value_words(c, i, str_of(i->otherwise))))));
    return str_printf(c->mem, "%.*s%s%.*s", STR(from), from.n ? " " : "", STR(usual));
}

static void choose(struct ctx *c, struct form_field *f, struct str value, struct str label)
{
    struct choice *at = NEW_N(c->mem, struct choice, f->choices.n + 1);
    if (f->choices.n)
        memcpy(at, f->choices.at, f->choices.n * sizeof *at);
    at[f->choices.n++] = (struct choice){ value, label, str_eq(value, f->value) };
    f->choices.at = at;
    f->select = true;
}

static void input_make(struct ctx *c, const struct setting_info *i, struct form_field *f)
{
    f->line = i->kind != SK_YES && i->kind != SK_LANG && i->kind != SK_URLS;
    f->area = i->kind == SK_URLS;
    f->type = i->kind == SK_COLOUR ? S("color") : S("text");
    f->small = i->kind == SK_INT || i->kind == SK_MONEY || i->kind == SK_COLOUR;
    f->mode = i->kind == SK_INT ? S("numeric") : (struct str){ 0 };
    if (i->kind == SK_YES) {
        choose(c, f, S("yes"), text_plain(c->lang, T_YES));
        choose(c, f, S("no"), text_plain(c->lang, T_NO));
    }
    for (int l = 0; i->kind == SK_LANG && l <= LANG_en; l++)
        choose(c, f, str_of(lang_code(l)), text_plain(l, T_LANG_NAME));
}

enum fault get_setting(struct request *r, struct ctx *c)
{
    struct page_look look;
    struct buf b = { .a = c->mem };
    enum setting s = setting_find(r->params[0]);
    if (s == SETTING_COUNT || s == SET_CLOCK)
        return FAULT_PAGE_UNKNOWN;
    const struct setting_info *i = setting_info(s);
    struct form_field f = { .id = S("f-value"),
                            .name = S("value"),
                            .label = text_arg(c, "value"),
                            .value = r->fault ? request_field(r, "value") : setting_str(c, s),
                            .described = true,
                            .error = r->fault ? typed_error(r, c, "value") : (struct str){ 0 },
                            .hint = hint_of(c, i) };
    input_make(c, i, &f);
    f.need = f.select;
    struct op_form x = { .title = decides(c, i),
                         .action = link_to(r, "/settings/%s", i->name),
                         .fields = { &f, 1 },
                         .back = link_to(r, "/settings"),
                         .submit = text_plain(r->lang, T_BUTTON_SAVE),
                         .n_wrong = f.error.n > 0,
                         .command = str_printf(c->mem, "kist setting set %s", i->name) };
    look_make(r, c, &look);
    page_op_form(&b, &look, &x);
    answer_buf(r, r->fault ? fault_info(r->fault)->status : 200, type_html, &b);
    return OK;
}

static enum fault set_done(struct request *r, struct ctx *c)
{
    return r->fault ? get_setting(r, c) : get_settings(r, c);
}

enum fault post_setting(struct request *r, struct ctx *c)
{
    given_add(r, (struct given){ .name = S("name"), .value = r->params[0] });
    r->finish = set_done;
    return operate(r, c, op_find(S("setting set")));
}
