/* See import_column.h. */
#include "lending/import_column.h"

/* Words around a heading that say nothing: "item name", "prijs eur". */
static const char idle[] = "|tool|item|gereedschap|artikel|lid|member|product|eur|euro|nr|the|de|het|van|"
                           "of|asset|object|";

static bool between_bars(const char *words, struct str key)
{
    struct str rest = str_of(words), w;
    while (str_next(&rest, '|', &w))
        if (str_eq(w, key))
            return true;
    return false;
}

/* The field with that key or one of those words; -1. */
static int named(struct arena *a, const struct import_field *f, size_t n, struct str key)
{
    for (size_t i = 0; key.n && i < n; i++)
        if (str_eq(str_key(a, str_of(f[i].key)), key) || between_bars(f[i].words, key))
            return (int)i;
    return -1;
}

static struct str without_last(struct str key, struct str *last)
{
    size_t at = key.n;
    while (at && key.s[at - 1] != ' ')
        at--;
    *last = str_from(key, at);
    return str_trim(str_upto(key, at));
}

static int field_of(struct arena *a, const struct import_field *f, size_t n, struct str heading)
{
    struct str key = str_eq(str_trim(heading), S("#")) ? S("nr") : str_key(a, heading), word;
    int found = named(a, f, n, key);
    if (found >= 0)
        return found;
    struct str rest = key;
    if (str_next(&rest, ' ', &word) && between_bars(idle, word))
        found = named(a, f, n, rest);
    if (found < 0) {
        rest = without_last(key, &word);
        if (between_bars(idle, word))
            found = named(a, f, n, rest);
    }
    return found;
}

size_t columns_guess(struct arena *a, const struct import_field *fields, size_t n_fields,
                     const struct str *heading, size_t n, int *field)
{
    bool *taken = NEW_N(a, bool, n_fields), name = false;
    size_t found = 0;
    for (size_t i = 0; i < n; i++) {
        int f = field_of(a, fields, n_fields, heading[i]);
        if (f >= 0 && taken[f] && !(fields[f].flags & CELL_MANY))
            f = -1;
        field[i] = f;
        if (f < 0)
            continue;
        taken[f] = true;
        name = name || fields[f].flags & CELL_NAME;
        found++;
    }
    return name ? found : 0;
}
