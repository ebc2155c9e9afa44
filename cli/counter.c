/* `kist counter`: one line at a time. See counter.h. */
#include "cli/counter.h"


/* ---- what is said ---- */

/* The older half is let go, with the arena it lived in. */
static void events_halve(struct counter *t)
{
    size_t keep = t->n_events / 2, from = t->n_events - keep;
    struct arena fresh = { 0 };
    for (size_t i = 0; i < keep; i++) {
        t->events[i] = t->events[from + i];
        t->events[i].text = str_copy(&fresh, t->events[i].text);
    }
    arena_free(&t->event_mem);
    t->event_mem = fresh;
    t->n_events = keep;
}

void counter_say(struct counter *t, enum tone tone, struct str said)
{
    if (t->n_events == EVENTS_MOST)
        events_halve(t);
    t->events[t->n_events++] =
        (struct event){ tone, str_copy(&t->event_mem, str_trim(said)), t->turn };
}

void counter_plain(struct counter *t, enum tone tone, enum text_key key)
{
    counter_say(t, tone, text_plain(t->k->c.lang, key));
}

struct str counter_prompt(struct counter *t)
{
    struct ctx *c = &t->k->c;
    if (t->asked)
        return question_text(t);
    if (t->n_choices)
        return text_plain(c->lang, t->choose ? (enum text_key)t->choose : T_COUNTER_CHOOSE);
    if (t->mode)
        return mode_text(t);
    if (t->person.open)
        return text(c, T_COUNTER_SCAN_TOOL, FACTS(F("name", val_str(t->person.name))));
    return text_plain(c->lang, T_COUNTER_SCAN_ANY);
}

/* ---- one line ---- */

/* A digit that stands before a choice; never anything longer, which is a number. */
static bool choice_chosen(struct counter *t, struct str x)
{
    int64_t i;
    if (x.n != 1 || !str_int(x, &i) || i < 1 || (size_t)i > t->n_choices)
        return false;
    counter_choose(t, (size_t)i - 1);
    return true;
}

static void branch_scanned(struct counter *t, struct str scan)
{
    struct deed d = deed_of("branch show");
    struct reply r;
    deed_give(&d, "branch", scan);
    if (counter_ask(t, &d, &t->k->mem, &r))
        counter_say(t, TONE_NO, text_fault(&t->k->c, &t->k->c.wrong[0]));
    else
        SAY(t, TONE_LOOK, T_COUNTER_BRANCH, F("name", val_str(reply_str(&r.out, 0, "name"))));
}

static void command_scanned(struct counter *t, const struct line *l)
{
    if (l->key)
        counter_key(t, l->key, true);
    else
        SAY(t, TONE_NO, T_COUNTER_COMMAND_UNKNOWN, F("code", val_str(l->code)));
}

static void done_by(struct counter *t, const struct line *l)
{
    switch (l->is) {
    case LINE_EMPTY:
        return;
    case LINE_KEY:
        counter_key(t, l->key, false);
        return;
    case LINE_COMMAND:
        command_scanned(t, l);
        return;
    case LINE_MEMBER:
        person_open(t, l->text);
        return;
    case LINE_BRANCH:
        branch_scanned(t, l->text);
        return;
    case LINE_TOOL:
        counter_tool(t, l->text);
        return;
    case LINE_WORDS:
        counter_find(t, l->text);
        return;
    }
}

/* Does the open question ask for such a thing? */
static bool asked_for(const struct counter *t, const struct line *l)
{
    if (!l->scanned && l->is != LINE_COMMAND)
        return true; /* typed: it is an answer */
    return (t->asked->kind == K_TOOL && l->is == LINE_TOOL) ||
           (t->asked->kind == K_MEMBER && l->is == LINE_MEMBER);
}

void counter_scan(struct counter *t, struct str x)
{
    struct line l = line_read(&t->k->mem, x);
    done_by(t, &l);
}

static void piece_done(struct counter *t, struct str piece)
{
    struct line l = line_read(&t->k->mem, piece);
    bool sign = l.is == LINE_KEY && l.key != KEY_UNDO;
    if (t->asked && !sign && asked_for(t, &l)) {
        if (choice_chosen(t, l.text))
            return;
        counter_answer(t, l.text);
        return;
    }
    if (t->asked && l.is != LINE_EMPTY && !sign)
        counter_drop(t); /* a scan is never the answer to "what is broken?" */
    if (!choice_chosen(t, l.text))
        done_by(t, &l);
}

/* Words that a scan shot into: nobody ended them with Enter, so they are kept to be typed on. */
static bool half_typed(struct counter *t, struct str piece, struct str rest)
{
    struct str words = str_trim(piece);
    if (!rest.n || words.n >= sizeof t->half || line_read(&t->k->mem, words).is != LINE_WORDS)
        return false;
    memcpy(t->half, words.s, words.n);
    t->half[words.n] = 0;
    return true;
}

void counter_line(struct counter *t, struct str line)
{
    struct cli *k = t->k;
    struct str rest = line, piece;
    struct arena_mark mark = arena_mark(&k->mem);
    t->turn++;
    if (t->offline && (int64_t)time(NULL) - t->tried >= t->pause)
        kept_retry(t);
    t->fault = OK;
    t->did = NULL;
    t->did_tool[0] = 0;
    if (!utf8_valid(line))
        counter_plain(t, TONE_NO, T_COUNTER_GARBLED);
    else if (!line.n)
        piece_done(t, line);
    while (utf8_valid(line) && line_next(&rest, &piece))
        if (!half_typed(t, piece, rest))
            piece_done(t, piece);
    counter_simple(t);
    k->c.settings = NULL; /* they lived in what is given back now */
    k->c.n_wrong = 0;
    arena_back(&k->mem, mark);
}

void counter_tick(struct counter *t)
{
    struct arena_mark mark = arena_mark(&t->k->mem);
    if (!t->offline || (int64_t)time(NULL) - t->tried < t->pause)
        return;
    t->turn++;
    kept_retry(t);
    t->k->c.settings = NULL;
    arena_back(&t->k->mem, mark);
}

void counter_idle(struct counter *t)
{
    t->turn++;
    t->named = false;
    counter_drop(t);
    counter_choices_clear(t);
    person_close(t);
    t->mode = 0;
    memset(&t->last, 0, sizeof t->last);
    t->n_events = 0; /* they name the person too */
    arena_free(&t->event_mem);
    counter_plain(t, TONE_LOOK, T_COUNTER_IDLE);
}
