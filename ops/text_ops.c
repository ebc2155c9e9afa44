/* Sentences to members, which a coordinator may put in words of the library's own (N11). */
#include "lending/branch.h"
#include "lending/loan.h"
#include "lending/setting.h"
#include "ops/table.h"
#include "reminders/compose.h"
#include "reminders/lint.h"
#include "reminders/own_text.h"
#include "schema/query.h"

/* Which sentence, in which language, at which branch (0: everywhere). */
struct which {
    enum text_key key;
    int lang;
    int64_t branch;
};

/* "due_soon" is msg.due_soon.sms; "due_soon.subject" that of the e-mail. */
static enum fault which_read(struct ctx *c, const struct val *key, const struct val *lang,
                             const struct val *branch, struct which *w)
{
    struct str name = key->s, code = val_str_or(*lang, setting_str(c, SET_LANGUAGE));
    const struct str names[] = { name, str_printf(c->mem, "msg.%.*s.sms", STR(name)),
                                 str_printf(c->mem, "msg.%.*s", STR(name)) };
    int found = -1;
    for (size_t i = 0; i < COUNT(names) && (found < 0 || !own_text_may((enum text_key)found)); i++)
        found = text_find(names[i]);
    if (found < 0 || !own_text_may((enum text_key)found))
        return fail(c, FAULT_NAME_UNKNOWN, "key", *key);
    *w = (struct which){ .key = (enum text_key)found, .lang = lang_find(code),
                         .branch = val_int_or(*branch, 0) };
    return OK;
}

static struct str ours(struct ctx *c, const struct which *w)
{
    struct buf b = { .a = c->mem };
    text_shape(&b, w->lang, w->key);
    return buf_str(&b);
}

static enum fault in_force(struct ctx *c, const struct which *w, bool *own, struct str *out)
{
    enum fault f = own_text_find(c, w->branch, w->lang, w->key, out);
    *own = !f && out->n;
    if (!f && !*own)
        *out = ours(c, w);
    return f;
}

static const struct shape text_shape_of = { "text", FIELDS(
    { "key", FK_KEY }, { "language", FK_TEXT }, { "branch", FK_TEXT }, { "own", FK_YES },
    { "text", FK_TEXT }) };

static enum fault row(struct out *o, const struct which *w, const char *branch)
{
    bool own;
    struct str body;
    enum fault f = in_force(o->c, w, &own, &body);
    if (!f)
        OUT(o, val_z(text_name(w->key)), val_z(lang_code(w->lang)), branch ? val_z(branch) : val_none(),
            val_bool(own), val_str(body));
    return f;
}

/* All of a language as they stand everywhere; then those of a branch. */
static enum fault list_run(struct ctx *c, const struct val *a, struct out *o)
{
    int lang = lang_find(val_str_or(a[0], setting_str(c, SET_LANGUAGE)));
    enum fault f = OK;
    for (int i = 0; !f && i < TEXT_COUNT; i++)
        if (own_text_may((enum text_key)i))
            f = row(o, &(struct which){ (enum text_key)i, lang, 0 }, NULL);
    QUERY(q, c, Q_OWN_TEXT_LIST);
    while (!f && q_row(&q)) {
        int key = text_find(q_str(&q, "text_key"));
        if (key >= 0 && !q_null(&q, "branch") && str_eq(q_str(&q, "language"), str_of(lang_code(lang))))
            OUT(o, val_z(text_name((enum text_key)key)), val_z(lang_code(lang)), q_val(&q, "branch_name", V_STR),
                val_bool(true), q_val(&q, "body", V_STR));
    }
    return f ? f : q_end(&q);
}

static const char *branch_name(struct ctx *c, int64_t id)
{
    struct branch b;
    return id && !branch_get(c, id, &b) ? str_z(c->mem, b.name) : NULL;
}

enum { A_KEY, A_LANG, A_BRANCH, A_MORE };

static enum fault get_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct which w;
    enum fault f = which_read(c, &a[A_KEY], &a[A_LANG], &a[A_BRANCH], &w);
    return f ? f : row(o, &w, branch_name(c, w.branch));
}

static struct str words_of(struct ctx *c, const struct finding *x)
{
    int key = text_find(str_printf(c->mem, "lint.%s", lint_name(x->what)));
    ASSERT(key >= 0);
    return text_plain(c->lang, (enum text_key)key);
}

/* The word as it stands in the text. */
static struct str word_of(struct ctx *c, const struct finding *x)
{
    bool name = x->what == LINT_UNKNOWN || x->what == LINT_LACKS;
    return name ? str_printf(c->mem, "{%.*s}", STR(x->word)) : x->word;
}

/* Refuses what the lint refuses; says what it warns of. */
static enum fault checked(struct ctx *c, const struct which *w, struct str body, struct out *o)
{
    struct finding all[LINT_MOST];
    size_t n = lint_text(c->mem, w->lang, w->key, body, setting_str(c, SET_LIBRARY_NAME), all);
    for (size_t i = 0; i < n; i++)
        if (lint_refuses(all[i].what))
            return fail_facts(c, FAULT_TEXT_REFUSED, "text", val_str(all[i].word.n ? word_of(c, &all[i]) : body),
                              FACTS(F("line", val_int(all[i].line)), F("why", val_str(words_of(c, &all[i])))));
    for (size_t i = 0; i < n; i++)
        out_say(o, TONE_LOOK, text(c, all[i].word.n ? T_TEXT_LOOK_WORD : T_TEXT_LOOK,
                FACTS(F("why", val_str(words_of(c, &all[i]))), F("word", val_str(word_of(c, &all[i]))))));
    return OK;
}

static enum fault set_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct which w;
    struct str body = str_trim(a[A_MORE].s);
    enum fault f = which_read(c, &a[A_KEY], &a[A_LANG], &a[A_BRANCH], &w);
    if (!f)
        f = checked(c, &w, body, o);
    if (!f)
        f = own_text_set(c, w.branch, w.lang, w.key, body);
    if (!f)
        f = row(o, &w, branch_name(c, w.branch));
    if (!f)
        out_say(o, TONE_YES, text(c, T_TEXT_SET, FACTS(F("name", val_z(text_name(w.key))))));
    return f;
}

static enum fault reset_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct which w;
    enum fault f = which_read(c, &a[A_KEY], &a[A_LANG], &a[A_BRANCH], &w);
    if (!f)
        f = own_text_set(c, w.branch, w.lang, w.key, (struct str){ 0 });
    if (!f)
        f = row(o, &w, branch_name(c, w.branch));
    if (!f)
        out_say(o, TONE_YES, text(c, T_TEXT_RESET, FACTS(F("name", val_z(text_name(w.key))))));
    return f;
}

static const struct shape finding_shape = { "finding", FIELDS(
    { "key", FK_KEY }, { "language", FK_TEXT }, { "branch", FK_TEXT }, { "line", FK_INT },
    { "refused", FK_YES }, { "why", FK_TEXT }, { "word", FK_TEXT }) };

static size_t findings(struct out *o, const struct which *w, const char *branch, struct str body)
{
    struct ctx *c = o->c;
    struct finding all[LINT_MOST];
    size_t bad = 0, n = lint_text(c->mem, w->lang, w->key, body, setting_str(c, SET_LIBRARY_NAME), all);
    for (size_t i = 0; i < n; i++) {
        bool refused = lint_refuses(all[i].what);
        bad += refused;
        OUT(o, val_z(text_name(w->key)), val_z(lang_code(w->lang)), branch ? val_z(branch) : val_none(),
            val_int(all[i].line), val_bool(refused), val_str(words_of(c, &all[i])), val_text(word_of(c, &all[i])));
    }
    return bad;
}

/* Ours with this library's name, and all of its own. */
static enum fault check_run(struct ctx *c, const struct val *a, struct out *o)
{
    size_t bad = 0;
    (void)a;
    for (int lang = LANG_nl; lang <= LANG_en; lang++)
        for (int i = 0; i < TEXT_COUNT; i++) {
            struct which w = { (enum text_key)i, lang, 0 };
            if (own_text_may(w.key))
                bad += findings(o, &w, NULL, ours(c, &w));
        }
    QUERY(q, c, Q_OWN_TEXT_LIST);
    while (q_row(&q)) {
        int key = text_find(q_str(&q, "text_key")), lang = lang_find(q_str(&q, "language"));
        if (key >= 0 && lang >= 0)
            bad += findings(o, &(struct which){ (enum text_key)key, lang, 0 },
                            q_null(&q, "branch") ? NULL : str_z(c->mem, q_str(&q, "branch_name")),
                            q_str(&q, "body"));
    }
    if (bad)
        o->ended = FAULT_TEXT_REFUSED;
    return q_end(&q);
}

static const struct shape preview_shape = { "preview", FIELDS(
    { "key", FK_KEY }, { "language", FK_TEXT }, { "subject", FK_TEXT }, { "text", FK_TEXT },
    { "parts", FK_INT }, { "cost", FK_MONEY }) };

/* What that member would read about something they have on loan now. */
static enum fault with_member(struct ctx *c, const struct which *w, int64_t member, struct composed *out)
{
    const struct loan *l;
    size_t n;
    int64_t total;
    struct member m;
    struct tool t;
    struct str kind = str_from(str_of(text_name(w->key)), 4), rest = kind;
    enum fault f = loan_list(c, &(struct loan_query){ .member = member, .limit = 1 }, &l, &n, &total);
    if (!f && !n)
        return fail(c, FAULT_NAME_UNKNOWN, "member", val_int(member));
    if (!f)
        f = member_get(c, member, &m);
    if (!f)
        f = tool_get(c, l[0].tool, &t);
    if (f)
        return f;
    str_next(&rest, '.', &kind);
    struct told one = { .loan = l[0].id, .member = member, .branch = w->branch ? w->branch : l[0].branch,
        .tool = t.id, .model = t.model.id, .number = t.number, .renewals = l[0].renewals, .kind = kind,
        .dates = { l[0].due, l[0].out }, .told_due = l[0].due, .since = m.since, .active = m.active,
        .open = true, .tool_name = t.name, .member_name = m.name, .language = str_of(lang_code(w->lang)) };
    one.step.kind = due_kind_named(kind);
    if (str_starts(kind, S("overdue_")))
        one.step = (struct due_step){ .kind = DUE_OVERDUE, .index = kind.s[kind.n - 1] - '1' };
    struct calendars *k = NEW(c->mem, struct calendars);
    struct told_list list = { .at = &one, .n = 1 };
    bool subject = str_ends(str_of(text_name(w->key)), S(".subject"));
    return compose(c, k, &list, subject ? CHANNEL_EMAIL : CHANNEL_SMS, out);
}

static enum fault preview_run(struct ctx *c, const struct val *a, struct out *o)
{
    struct which w;
    bool own;
    struct str body;
    struct composed p = { 0 };
    enum fault f = which_read(c, &a[A_KEY], &a[A_LANG], &a[A_BRANCH], &w);
    if (!f)
        f = in_force(c, &w, &own, &body);
    if (f)
        return f;
    struct str name = str_of(text_name(w.key));
    bool about_loan = str_starts(name, S("msg.due_soon.")) || str_starts(name, S("msg.due_today."))
                      || str_starts(name, S("msg.overdue_")) || str_starts(name, S("msg.closing_loan."));
    if (!val_is_none(a[A_MORE]) && about_loan) {
        f = with_member(c, &w, a[A_MORE].i, &p);
    } else {
        p.text = lint_example(c->mem, w.lang, body, setting_str(c, SET_LIBRARY_NAME), true);
        p.parts = lint_size(c->mem, w.lang, body, setting_str(c, SET_LIBRARY_NAME), true).parts;
    }
    if (!f)
        OUT(o, val_z(text_name(w.key)), val_z(lang_code(w.lang)), val_text(p.subject), val_text(p.text),
            val_id(p.parts), val_money(p.parts * setting_int(c, SET_SMS_CENTS)));
    return f;
}

#define KEY { "key", K_TEXT, ARG_NEED | ARG_PLACE, NULL }
#define WHERE { "language", K_LANG, 0, NULL }, { "branch", K_BRANCH, 0, NULL }

const struct op text_ops[] = {
    { "text list", NULL, "/texts", GET, ROLE_COORDINATOR, OP_LIST, ARGS({ "language", K_LANG, 0, NULL }),
      &text_shape_of, list_run },
    { "text check", NULL, "/texts/check", GET, ROLE_COORDINATOR, OP_LIST, ARGS0, &finding_shape, check_run },
    { "text get", NULL, "/texts/{key}", GET, ROLE_COORDINATOR, 0, ARGS(KEY, WHERE), &text_shape_of, get_run },
    { "text set", NULL, "/texts/{key}", POST, ROLE_COORDINATOR, 0,
      ARGS(KEY, WHERE, { "text", K_LONG, ARG_NEED | ARG_PLACE, NULL }), &text_shape_of, set_run },
    { "text reset", NULL, "/texts/{key}/reset", POST, ROLE_COORDINATOR, 0, ARGS(KEY, WHERE), &text_shape_of,
      reset_run },
    { "text preview", NULL, "/texts/{key}/preview", POST, ROLE_COORDINATOR, OP_TABLE,
      ARGS(KEY, WHERE, { "member", K_MEMBER, 0, NULL }), &preview_shape, preview_run },
    { 0 },
};
