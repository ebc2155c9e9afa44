/* The counter from its start to its end: the library it meets, the shift that begins. */
#include "cli/counter.h"

#include <unistd.h>

void counter_begin(struct counter *t, struct cli *k)
{
    *t = (struct counter){ .k = k };
    k->keep = true;
    k->patience = ANSWER_SECONDS_MOST;
    k->verbose = false;
    k->view = (struct view){ .look = LOOK_WHOLE };
}

void counter_end(struct counter *t)
{
    arena_free(&t->person_mem);
    arena_free(&t->choice_mem);
    arena_free(&t->question_mem);
    arena_free(&t->event_mem);
    arena_free(&t->name_mem);
    arena_free(&t->kept_mem);
    arena_free(&t->known_mem);
    local_close(t->k);
}

/* The branch of this counter: the one that was named, else the only one. */
static void where_noted(struct counter *t, const struct out *o)
{
    struct str named = str_of(t->k->branch);
    bool only = o->n_rows == 1;
    t->where = str_copy(&t->name_mem, only ? reply_str(o, 0, "branch") : named);
}

void counter_shift(struct counter *t)
{
    struct deed d = deed_of("handover"), clear = deed_of("handover write");
    struct reply r;
    if (!t->k->as) {
        counter_ask_initials(t);
        return;
    }
    t->greeted = true;
    if (counter_ask(t, &d, &t->k->mem, &r) || !r.out.n_rows)
        return;
    SAY(t, TONE_LOOK, T_COUNTER_HANDOVER, F("initials", reply_val(&r.out, 0, "initials")),
        F("note", reply_val(&r.out, 0, "note")));
    struct choice *x = counter_choice(t, text_plain(t->k->c.lang, T_COUNTER_HANDOVER_READ));
    deed_give(&clear, "words", S(""));
    x->deed = deed_copy(&t->choice_mem, &clear);
    x = counter_choice(t, text_plain(t->k->c.lang, T_COUNTER_HANDOVER_KEEP));
    x->scan = S(".");
}

void counter_start(struct counter *t, bool asks)
{
    struct deed d = deed_of("branch list");
    struct arena_mark mark = arena_mark(&t->k->mem);
    struct where w;
    struct reply r;
    t->k->op = d.op;
    if (!where_find(t->k, &w) && w.at == AT_SERVER)
        kept_begin(t, w.url);
    enum fault f = counter_ask(t, &d, &t->k->mem, &r);
    for (size_t i = 0; f && !t->offline && i < t->k->c.n_wrong; i++)
        counter_say(t, TONE_NO, text_fault(&t->k->c, &t->k->c.wrong[i]));
    t->reached = !f;
    where_noted(t, &r.out);
    if (t->n_kept && !t->offline)
        kept_retry(t);
    if (t->remote && !t->offline)
        known_take(t);
    if (asks && !f && !t->k->branch && r.out.n_rows > 1)
        counter_ask_branch(t, &r.out);
    else if (asks && !f)
        counter_shift(t);
    counter_simple(t);
    t->k->c.settings = NULL;
    t->k->c.n_wrong = 0;
    arena_back(&t->k->mem, mark);
}

static struct str given_or(const struct cli *k, const char *name, struct str otherwise)
{
    for (size_t i = 0; i < k->req.n; i++)
        if (str_eq(k->at[i].name, str_of(name)))
            return k->at[i].value;
    return otherwise;
}

static bool yes_given(const struct cli *k, const char *name)
{
    return given_or(k, name, (struct str){ 0 }).n > 0;
}

enum fault program_counter(struct cli *k, struct shown *s)
{
    static struct counter t;
    enum look look = k->view.look;
    struct view view = k->view;
    bool batch = yes_given(k, "batch");
    bool screen = !batch && look == LOOK_TEXT && isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
    const char *term = getenv("TERM");
    counter_begin(&t, k);
    t.json = look == LOOK_JSON;
    t.look = view;
    t.simple = yes_given(k, "simple");
    t.enter_day = str_eq(str_of(k->op->cmd), S("day-sheet enter")) ? given_or(k, "day", S("today")) : t.enter_day;
    s->exit = screen && term && strcmp(term, "dumb") ? counter_screen(&t) : counter_lines(&t, batch);
    k->view = view;
    counter_end(&t);
    return OK;
}
