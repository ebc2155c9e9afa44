/* What a counter kept while its server did not answer (cli/counter_kept_file.c) is sent when it does, in
 * order. What changed meanwhile is not overwritten: it is shown, one by one, and a person chooses. */
#include "cli/counter.h"

#include "ops/say.h"

enum { OWN_SECONDS = 60 };

static struct str given_of(const struct deed *d, const char *name)
{
    for (size_t i = 0; i < d->n; i++)
        if (str_eq(d->at[i].name, str_of(name)))
            return d->at[i].value;
    return (struct str){ 0 };
}

static bool ours(const struct counter *t, int64_t action)
{
    for (size_t i = 0; i < t->n_sent; i++)
        if (t->sent[i] == action)
            return true;
    return false;
}

/* Did somebody else do something with the tool after this was kept? FAULT_NO_SERVER: cannot say. */
static enum fault meanwhile(struct counter *t, const struct kept *k, bool *changed, struct str *story)
{
    struct deed d = deed_of("journal");
    struct str tool = given_of(&k->deed, "tool");
    struct reply r;
    *changed = false;
    if (!tool.n)
        return OK;
    deed_give(&d, "tool", tool);
    deed_give(&d, "limit", S("1"));
    enum fault f = counter_send(t, &d, (struct str){ 0 }, &t->k->mem, &r);
    if (f || !r.out.n_rows)
        return f == FAULT_NO_SERVER || f == FAULT_UNSURE ? FAULT_NO_SERVER : OK;
    int64_t at = val_int_or(reply_val(&r.out, 0, "at"), 0);
    bool own = k->unsure && str_eq(reply_str(&r.out, 0, "initials"), k->as) && at <= k->at + OWN_SECONDS;
    *changed = at > k->at && !own && !ours(t, val_int_or(reply_val(&r.out, 0, "action"), 0));
    *story = reply_str(&r.out, 0, "story");
    return OK;
}

/* What was kept, in a few words: "uitgeleend, 417A, M52318G". */
static struct str kept_words(struct counter *t, const struct deed *d)
{
    struct buf b = { .a = &t->k->mem };
    buf_add(&b, say_did(&t->k->c, str_of(d->op->cmd)));
    for (size_t i = 0; i < d->n; i++)
        if (str_eq(d->at[i].name, S("tool")) || str_eq(d->at[i].name, S("member"))) {
            struct line l = line_read(&t->k->mem, d->at[i].value);
            const struct known *x = known_find(l.is == LINE_MEMBER ? &t->members : &t->tools, l.code);
            buf_printf(&b, ", %.*s", STR(l.code.n ? l.code : d->at[i].value));
            if (x)
                buf_printf(&b, " %.*s", STR(x->name));
        }
    return buf_str(&b);
}

void kept_said(struct counter *t, const struct deed *d)
{
    SAY(t, TONE_YES, T_COUNTER_KEPT, F("what", val_str(kept_words(t, d))));
}

/* The first conflict: what was meant here, what happened there, and what may be done. */
static void conflict_show(struct counter *t)
{
    for (size_t i = 0; i < t->n_kept; i++) {
        struct kept *k = &t->kept[i];
        if (!k->conflict)
            continue;
        SAY(t, TONE_LOOK, T_COUNTER_CONFLICT_IS, F("what", val_str(kept_words(t, &k->deed))),
            F("why", val_str(k->why)));
        counter_choices_clear(t);
        struct choice *x = counter_choice(t, text_plain(t->k->c.lang, T_COUNTER_CONFLICT_LEAVE));
        x->settles = true;
        x = counter_choice(t, text_plain(t->k->c.lang, T_COUNTER_CONFLICT_DO));
        x->settles = true;
        x->deed = deed_copy(&t->choice_mem, &k->deed);
        return;
    }
}

void kept_settle(struct counter *t)
{
    for (size_t i = 0; i < t->n_kept; i++)
        if (t->kept[i].conflict) {
            kept_settled(t, i);
            return;
        }
}

/* Sends one; true to go on with the next. */
static bool sent(struct counter *t, size_t i, size_t *n)
{
    struct kept *k = &t->kept[i];
    struct reply r;
    bool changed;
    struct str story = { 0 };
    if (meanwhile(t, k, &changed, &story))
        return false;
    if (!changed) {
        const char *as = t->k->as;
        t->k->as = k->as.n ? k->as.s : as;
        enum fault f = counter_send(t, &k->deed, k->key, &t->k->mem, &r);
        t->k->as = as;
        if (f == FAULT_NO_SERVER || f == FAULT_UNSURE || (f && fault_info(f)->status >= 500))
            return false;
        if (!f) {
            if (t->n_sent < KEPT_MOST)
                t->sent[t->n_sent++] = r.out.action;
            kept_settled(t, i);
            ++*n;
            return true;
        }
        story = text_fault(&t->k->c, &t->k->c.wrong[0]);
    }
    k->conflict = true;
    k->why = str_copy(&t->kept_mem, story);
    return true;
}

static bool waiting(const struct counter *t)
{
    for (size_t i = 0; i < t->n_kept; i++)
        if (!t->kept[i].conflict)
            return true;
    return false;
}

/* Does it answer at all? Whoever stands at the counter waits for this as little as can be. */
static bool answers(struct counter *t)
{
    struct deed d = deed_of("branch list");
    struct reply r;
    t->k->patience = PROBE_SECONDS;
    enum fault f = counter_send(t, &d, (struct str){ 0 }, &t->k->mem, &r);
    t->k->patience = ANSWER_SECONDS_MOST;
    t->tried = (int64_t)time(NULL);
    t->pause = t->pause * 2 < RETRY_MOST ? t->pause * 2 : RETRY_MOST;
    return f != FAULT_NO_SERVER && f != FAULT_UNSURE;
}

void kept_retry(struct counter *t)
{
    size_t i = 0, n = 0;
    bool answered = !t->offline || answers(t);
    while (answered && i < t->n_kept)
        if (t->kept[i].conflict)
            i++;
        else
            answered = sent(t, i, &n);
    t->fault = OK;
    t->k->c.n_wrong = 0;
    bool was = t->offline;
    t->offline = !answered;
    if (answered && (was || n))
        SAY(t, TONE_LOOK, T_COUNTER_ONLINE, F("n", val_int((int64_t)n)));
    if (answered && !waiting(t) && !t->n_choices && !t->asked)
        conflict_show(t);
    t->person.stale |= answered;
    if (answered && was)
        known_take(t);
}
