/* Questions: what an operation still needs, one at a time, from its own table of arguments; and the
 * choices that a digit picks. One mechanism for every dialogue of the counter. */
#include "cli/counter.h"

#include "ops/arg.h"

/* ---- choices ---- */

void counter_choices_clear(struct counter *t)
{
    arena_free(&t->choice_mem);
    memset(t->choices, 0, sizeof t->choices);
    t->n_choices = t->n_hidden = 0;
    t->choose = 0;
    t->menu_more = false;
}

struct choice *counter_choice(struct counter *t, struct str label)
{
    if (t->n_choices == CHOICES_MOST) {
        t->n_hidden++;
        return NULL;
    }
    struct choice *x = &t->choices[t->n_choices++];
    *x = (struct choice){ .label = str_copy(&t->choice_mem, str_shown(&t->choice_mem, label)) };
    return x;
}

void counter_choose(struct counter *t, size_t i)
{
    /* What was chosen is kept while new choices take the place of the old. */
    struct choice x = t->choices[i];
    struct arena old = t->choice_mem;
    bool answers = t->asked && !x.deed.op, more = t->menu_more;
    t->choice_mem = (struct arena){ 0 };
    counter_choices_clear(t);
    t->menu_more = more; /* its second page is a choice of the first */
    if (x.settles)
        kept_settle(t);
    if (answers)
        counter_answer(t, x.scan);
    else if (x.look)
        counter_look(t, x.scan);
    else if (x.deed.op)
        counter_question(t, &x.deed);
    else if (x.scan.n)
        counter_scan(t, x.scan);
    if (x.settles && !t->offline)
        kept_retry(t);
    arena_free(&old);
}

/* ---- questions ---- */

/* What the counter asks for itself: where it stands, and whose shift it is. */
static const struct arg initials_arg = { "initials", K_INITIALS, ARG_NEED, NULL };
static const struct arg branch_arg = { "branch", K_BRANCH, ARG_NEED, NULL };

/* The first word of what is still to be asked; a "?" behind it: it may be skipped. */
static struct str next_name(const char *ask, bool *may_skip)
{
    struct str rest = str_of(ask), word = { 0 };
    str_next(&rest, ' ', &word);
    *may_skip = str_ends(word, S("?"));
    word.n -= *may_skip;
    return word;
}

static const char *after_first(const char *ask)
{
    const char *blank = strchr(ask, ' ');
    return blank ? blank + 1 : "";
}

static bool given(const struct deed *d, struct str name)
{
    for (size_t i = 0; i < d->n; i++)
        if (str_eq(d->at[i].name, name))
            return true;
    return false;
}

/* "Hoe?", or "Telefoonnummer? (Enter: overslaan)" */
struct str question_text(struct counter *t)
{
    struct ctx *c = &t->k->c;
    bool may_skip = false;
    if (t->asked == &branch_arg)
        return text_plain(c->lang, T_COUNTER_ASK_BRANCH);
    if (t->question.ask)
        (void)next_name(t->question.ask, &may_skip);
    if (t->question.op)
        c->op = t->question.op->cmd;
    struct fact what = F("what", val_str(text_arg(c, t->asked->name)));
    return text(c, t->asked->kind == K_YES ? T_COUNTER_ASK_YES : may_skip ? T_COUNTER_ASK_MAY
                   : T_COUNTER_ASK, &what, 1);
}

static void words_offered(struct counter *t, const struct arg *a)
{
    struct str rest = str_of(a->choices), one;
    while (str_next(&rest, '|', &one)) {
        int key = text_find(str_printf(&t->k->mem, "choice.%s.%.*s", a->name, STR(one)));
        if (key < 0)
            key = text_find(str_printf(&t->k->mem, "option.%.*s", STR(one)));
        struct choice *x = counter_choice(t, key < 0 ? one : text_plain(t->k->c.lang, (enum text_key)key));
        if (x)
            x->scan = str_copy(&t->choice_mem, one);
    }
}

/* The next question; none left: the deed is done. */
static void go_on(struct counter *t)
{
    struct deed *d = &t->question;
    bool may_skip;
    while (d->ask && *d->ask && given(d, next_name(d->ask, &may_skip)))
        d->ask = after_first(d->ask);
    if (d->ask && *d->ask) {
        t->asked = op_arg(d->op, next_name(d->ask, &may_skip));
        ASSERT(t->asked);
        if (t->asked->kind == K_CHOICE)
            words_offered(t, t->asked);
        return;
    }
    struct deed done = deed_copy(&t->k->mem, d);
    arena_free(&t->question_mem);
    t->asked = NULL;
    t->question = (struct deed){ 0 };
    counter_do(t, &done);
}

void counter_question(struct counter *t, const struct deed *d)
{
    struct deed kept = deed_copy(&t->k->mem, d);
    arena_free(&t->question_mem);
    counter_choices_clear(t);
    t->question = deed_copy(&t->question_mem, &kept);
    t->asked = NULL;
    go_on(t);
}

void counter_ask_branch(struct counter *t, const struct out *branches)
{
    t->asked = &branch_arg;
    for (size_t i = 0; i < branches->n_rows; i++) {
        struct choice *x = counter_choice(t, reply_str(branches, i, "branch"));
        if (x)
            x->scan = x->label;
    }
}

static void branch_answered(struct counter *t, struct str x)
{
    struct deed d = deed_of("branch show");
    struct reply r;
    deed_give(&d, "branch", x);
    if (!x.n || counter_ask(t, &d, &t->k->mem, &r)) {
        counter_say(t, TONE_NO, x.n ? text_fault(&t->k->c, &t->k->c.wrong[0])
                                    : text_plain(t->k->c.lang, T_COUNTER_ASK_AGAIN));
        return;
    }
    snprintf(t->here, sizeof t->here, "%.*s", STR(reply_str(&r.out, 0, "name")));
    t->k->branch = t->here;
    t->where = str_of(t->here);
    t->asked = NULL;
    counter_choices_clear(t);
    SAY(t, TONE_YES, T_COUNTER_HERE, F("name", val_z(t->here)));
    counter_shift(t);
}

void counter_ask_initials(struct counter *t)
{
    counter_drop(t);
    counter_choices_clear(t);
    t->asked = &initials_arg;
}

static void initials_answered(struct counter *t, struct str x)
{
    struct ctx *c = &t->k->c;
    struct val v;
    if (!x.n || kind_read(c, &initials_arg, x, val_str(x), &v)) {
        counter_say(t, TONE_NO, x.n ? text_fault(c, &c->wrong[0]) : text_plain(c->lang, T_COUNTER_GARBLED));
        return;
    }
    snprintf(t->initials, sizeof t->initials, "%.*s", STR(v.s));
    t->k->as = t->initials;
    t->asked = NULL;
    SAY(t, TONE_YES, T_COUNTER_INITIALS, F("initials", v));
    if (!t->greeted)
        counter_shift(t);
}

/* Said at once when it cannot be what is asked, so that nothing is asked twice but this. */
static bool answer_good(struct counter *t, struct str x)
{
    struct ctx *c = &t->k->c;
    struct val v;
    c->n_wrong = 0;
    if (kind_found(t->asked->kind) || !kind_read(c, t->asked, x, val_str(x), &v))
        return true;
    counter_say(t, TONE_NO, text_fault(c, &c->wrong[0]));
    t->fault = c->wrong[0].fault;
    return false;
}

void counter_answer(struct counter *t, struct str x)
{
    bool may_skip = false;
    struct str answer = str_trim(x);
    if (!t->question.op && t->asked == &branch_arg) {
        branch_answered(t, answer);
        return;
    }
    if (!t->question.op) {
        initials_answered(t, answer);
        return;
    }
    (void)next_name(t->question.ask, &may_skip);
    if (!answer.n && !may_skip) {
        counter_plain(t, TONE_LOOK, T_COUNTER_ASK_AGAIN);
        return;
    }
    if (answer.n && !answer_good(t, answer))
        return;
    if (answer.n)
        deed_give(&t->question, t->asked->name, str_copy(&t->question_mem, answer));
    t->question.ask = after_first(t->question.ask);
    t->asked = NULL;
    counter_choices_clear(t);
    go_on(t);
}

void counter_drop(struct counter *t)
{
    if (!t->asked)
        return;
    t->asked = NULL;
    t->question = (struct deed){ 0 };
    arena_free(&t->question_mem);
    counter_choices_clear(t);
    counter_plain(t, TONE_LOOK, T_COUNTER_DROPPED);
}
