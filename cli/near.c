/* "Did you mean": the nearest known word to a mistyped one. */
#include "cli/cli.h"

enum { WORD_MOST = 40 };

/* Letters to change, add, drop or swap (Damerau-Levenshtein, adjacent swaps). */
static size_t distance(struct str x, struct str y)
{
    size_t rows[3][WORD_MOST + 1];
    if (x.n > WORD_MOST || y.n > WORD_MOST)
        return WORD_MOST;
    for (size_t k = 0; k <= y.n; k++)
        rows[0][k] = k;
    for (size_t i = 1; i <= x.n; i++) {
        size_t *now = rows[i % 3], *last = rows[(i - 1) % 3], *before = rows[(i + 1) % 3];
        now[0] = i;
        for (size_t k = 1; k <= y.n; k++) {
            bool same = x.s[i - 1] == y.s[k - 1];
            size_t best = last[k - 1] + !same;
            best = last[k] + 1 < best ? last[k] + 1 : best;
            best = now[k - 1] + 1 < best ? now[k - 1] + 1 : best;
            if (i > 1 && k > 1 && x.s[i - 1] == y.s[k - 2] && x.s[i - 2] == y.s[k - 1] &&
                before[k - 2] + 1 < best)
                best = before[k - 2] + 1;
            now[k] = best;
        }
    }
    return rows[x.n % 3][y.n];
}

struct nearest {
    struct str typed, best;
    size_t least;
};

static void consider(struct nearest *n, struct str word)
{
    size_t d = distance(n->typed, word), most = n->typed.n < 4 ? 1 : n->typed.n < 8 ? 2 : 3;
    if (d > most || (n->best.n && d >= n->least))
        return;
    n->best = word;
    n->least = d;
}

struct str near_command(struct arena *a, struct str typed)
{
    struct nearest n = { .typed = str_lower(a, typed) };
    const struct op *op;
    for (size_t i = 0; (op = op_at(i)); i++) {
        consider(&n, str_of(op->cmd));
        if (op->alias)
            consider(&n, str_of(op->alias));
    }
    return n.best;
}

/* On the command line a name has dashes. */
struct str near_arg(struct arena *a, const struct op *op, struct str typed)
{
    struct nearest n = { .typed = str_lower(a, typed) };
    const struct arg *arg;
    for (size_t i = 0; (arg = op_arg_at(op, i)); i++)
        consider(&n, str_of(arg->name));
    return n.best;
}
