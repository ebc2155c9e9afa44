/* Tab after words: the rest of the word, as far as there is one. Of what can be done now, of the names
 * of tools, and of members only where three letters were typed: nobody reads a list of neighbours by
 * pressing a key (P1). */
#include "cli/counter.h"

enum { LETTERS_LEAST = 3, SEEN_MOST = 40 };

struct completion {
    struct counter *t;
    struct str typed, best; /* best: all that the names share, from the first letter on */
    size_t n;
};

/* Capitals are typed or not: only where both are letters of ASCII. Elsewhere a name is typed as it is. */
static void name_seen(struct completion *x, struct str name)
{
    size_t n = 0;
    if (!str_starts_nocase(name, x->typed))
        return;
    if (!x->n++) {
        x->best = name;
        return;
    }
    while (n < x->best.n && n < name.n && str_eq_nocase(str_upto(x->best, n + 1), str_upto(name, n + 1)))
        n++;
    while (n && n < x->best.n && (x->best.s[n] & 0xc0) == 0x80) /* whole characters */
        n--;
    x->best.n = n;
}

static void names_seen(struct completion *x, const char *cmd)
{
    struct counter *t = x->t;
    struct deed d = deed_of(cmd);
    struct reply r;
    deed_give(&d, "find", x->typed);
    deed_give(&d, "limit", str_printf(&t->k->mem, "%d", SEEN_MOST));
    if (t->offline || counter_send(t, &d, (struct str){ 0 }, &t->k->mem, &r))
        return;
    for (size_t i = 0; i < r.out.n_rows; i++)
        name_seen(x, reply_str(&r.out, i, "name"));
    if (r.out.n_rows == SEEN_MOST) /* there may be others, called otherwise */
        name_seen(x, x->typed);
}

bool counter_complete(struct counter *t, struct str typed, struct str *rest)
{
    struct completion x = { .t = t, .typed = typed };
    struct str label;
    *rest = (struct str){ 0 };
    if (t->asked || line_scanned(&t->k->mem, typed))
        return true;
    if (utf8_count(typed) < LETTERS_LEAST)
        return false;
    for (size_t i = 0; counter_word(t, i, &label); i++)
        name_seen(&x, label);
    names_seen(&x, "tool list");
    names_seen(&x, "member list");
    t->k->c.n_wrong = 0;
    t->fault = OK;
    if (x.n && x.best.n > typed.n)
        *rest = str_from(x.best, typed.n);
    return true;
}
