/* See wrap.h. */
#include "labels/wrap.h"

#include <ctype.h>

static size_t word_end(const struct piece *p, size_t n, size_t i)
{
    do
        i++;
    while (i < n && !p[i].begins);
    return i;
}

static double width(const struct piece *p, size_t from, size_t to)
{
    double w = 0;
    for (size_t i = from; i < to; i++)
        w += p[i].w;
    return w;
}

int wrap_lines(const struct piece *p, size_t n, double room, double space, double hyphen,
               bool *begin)
{
    int lines = 1;
    double at = 0; /* the line so far */
    memset(begin, 0, n * sizeof *begin);
    for (size_t i = 0, end; i < n; i = end) {
        end = word_end(p, n, i);
        double w = width(p, i, end), lead = at > 0 ? space : 0;
        if (at + lead + w <= room) {
            at += lead + w;
            continue;
        }
        if (w <= room) {
            begin[i] = true;
            lines++;
            at = w;
            continue;
        }
        int parts = 0;
        for (size_t k = i; k < end; k++) {
            double tail = k + 1 < end ? hyphen : 0;
            lead = k == i && at > 0 ? space : 0;
            if (at + lead + p[k].w + tail > room) {
                if (at <= 0 || p[k].w + tail > room || (k > i && parts++))
                    return 0;
                begin[k] = true;
                lines++;
                at = lead = 0;
            }
            at += lead + p[k].w;
        }
    }
    return lines;
}

int wrap_even(const struct piece *p, size_t n, double room, double space, double hyphen,
              bool *begin)
{
    int lines = wrap_lines(p, n, room, space, hyphen, begin);
    double low = room / 3, high = room;
    if (lines < 2)
        return lines;
    for (size_t i = 0; i < n; i = word_end(p, n, i)) { /* a word that was whole stays whole */
        double w = width(p, i, word_end(p, n, i));
        low = w > low && w <= room ? w : low;
    }
    if (wrap_lines(p, n, low, space, hyphen, begin) == lines)
        return lines;
    for (int i = 0; i < 8; i++) {
        double middle = (low + high) / 2;
        if (wrap_lines(p, n, middle, space, hyphen, begin) == lines)
            high = middle;
        else
            low = middle;
    }
    return wrap_lines(p, n, high, space, hyphen, begin);
}

static bool vowel(char c)
{
    return strchr("aeiouyAEIOUY", c) != NULL;
}

/* Whether a Dutch syllable may begin with these consonants. */
static bool onset(struct str c)
{
    static const char *const some[] = { "bl", "br", "ch", "dr", "dw", "fl", "fr", "gl", "gr", "kl",
                                        "kn", "kr", "kw", "pl", "pr", "sch", "schr", "sl", "sm",
                                        "sn", "sp", "spr", "st", "str", "tr", "tw", "vl", "vr",
                                        "wr", "zw" };
    for (size_t i = 0; i < COUNT(some); i++)
        if (str_eq_nocase(c, str_of(some[i])))
            return true;
    return c.n == 1;
}

/* Where the consonants from `first` up to the vowel at `v` part: one goes right, two part between
 * them (kas-ten) unless they are ch or end in r (hoge-druk), of more the longest onset goes right
 * (elek-trische). */
static size_t parting(struct str word, size_t first, size_t v)
{
    struct str c = { word.s + first, v - first };
    bool whole = c.n > 2 || str_has(c, 'r') || str_eq_nocase(c, S("ch"));
    if (c.n == 1 || (whole && onset(c)))
        return first;
    size_t cut = first + 1;
    while (!onset((struct str){ word.s + cut, v - cut }))
        cut++;
    return cut;
}

size_t hyphen_next(struct str word, size_t from)
{
    enum { LEAST = 4 };
    /* Other alphabets, numbers and codes are not broken. */
    for (size_t i = 0; i < word.n; i++)
        if (!isalpha((unsigned char)word.s[i]))
            return word.n;
    for (size_t v = 1; v < word.n; v++) {
        size_t first = v;
        while (first > 0 && !vowel(word.s[first - 1]))
            first--;
        if (!vowel(word.s[v]) || first == v || !first)
            continue;
        size_t cut = parting(word, first, v);
        if (cut >= from + LEAST && cut + LEAST <= word.n)
            return cut;
    }
    return word.n;
}
