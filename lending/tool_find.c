/* Finding a tool by what was scanned (T2, T8, T9) or by words (T5). See tool.h. */
#include "lending/setting.h"
#include "lending/tool_row.h"

static enum fault by_number(struct ctx *c, int64_t number, int64_t *id)
{
    QUERY(q, c, Q_TOOL_BY_NUMBER);
    q_bind_int(&q, "number", number);
    return q_run_int(&q, id);
}

static enum fault by_alias(struct ctx *c, struct str folded, int64_t *id)
{
    QUERY(q, c, Q_TOOL_BY_ALIAS);
    q_bind_str(&q, "code", folded);
    return q_run_int(&q, id);
}

struct str hosts_ours(struct ctx *c)
{
    struct str base = setting_str(c, SET_BASE_URL), old = setting_str(c, SET_OLD_URLS);
    return str_printf(c->mem, "%.*s %.*s", STR(base), STR(old));
}

enum fault code_refused(struct ctx *c, enum fault f, const char *arg, struct str scan)
{
    return fail_facts(c, f, arg, val_str(scan),
                      FACTS(F("code", val_str(utf8_upto(str_shown(c->mem, scan), 40))),
                            F("library", val_str(setting_str(c, SET_LIBRARY_NAME))),
                            F("phone", val_str(setting_str(c, SET_LIBRARY_PHONE)))));
}

/* T9: an own code first; if it is none, or names nothing, the exact text among the aliases; only
 * then is it a refusal. */
bool tool_coded(struct ctx *c, struct str text)
{
    struct str folded;
    struct code code;
    return !code_fold(c->mem, text, hosts_ours(c), &folded) && !code_read(folded, &code);
}

enum fault tool_find(struct ctx *c, const char *arg, struct str scan, int64_t *id)
{
    struct str folded;
    struct code code;
    *id = 0;
    enum fault f = code_fold(c->mem, scan, hosts_ours(c), &folded);
    if (f)
        return code_refused(c, f, arg, scan);
    enum fault no = folded.n ? code_read(folded, &code) : FAULT_CODE_UNKNOWN;
    if (!no && code.family != FAMILY_TOOL)
        no = FAULT_CODE_FAMILY;
    if (!no)
        f = by_number(c, code.number, id);
    if (!f && !*id && folded.n)
        f = by_alias(c, folded, id);
    if (f || *id)
        return f;
    return code_refused(c, no ? no : FAULT_CODE_UNKNOWN, arg, scan);
}

enum { WORDS = 4 };

/* The words of a search, folded; longer searches are cut. */
static size_t words_of(struct ctx *c, struct str text, struct str out[WORDS])
{
    struct str rest = str_key(c->mem, utf8_upto(text, 100)), w;
    size_t n = 0;
    while (n < WORDS && str_next(&rest, ' ', &w))
        if (w.n)
            out[n++] = w;
    return n;
}

/* "417", "417A" and a label's address among words mean that number. */
static int64_t number_in(struct ctx *c, struct str words)
{
    struct str folded;
    struct code code;
    if (code_fold(c->mem, words, hosts_ours(c), &folded) || code_read(folded, &code))
        return -1;
    return code.family == FAMILY_TOOL ? code.number : -1;
}

enum fault category_path_of(struct ctx *c, int64_t category, struct str *path)
{
    *path = (struct str){ 0 };
    if (!category)
        return OK;
    QUERY(q, c, Q_CATEGORY_GET);
    q_bind_int(&q, "id", category);
    if (q_row(&q))
        *path = q_str(&q, "path_key");
    return q_end(&q);
}

enum fault tool_list(struct ctx *c, const struct tool_query *w, const struct tool **out, size_t *n,
                     int64_t *total)
{
    struct str word[WORDS] = { 0 }, path;
    struct tool after = { 0 };
    words_of(c, w->words, word);
    int64_t limit = w->limit ? w->limit : 1000000;
    enum fault f = category_path_of(c, w->category, &path);
    if (!f && w->after)
        f = tool_get(c, w->after, &after);
    if (f)
        return f;
    QUERY(q, c, Q_TOOL_LIST);
    q_bind_str(&q, "w1", word[0]);
    q_bind_str(&q, "w2", word[1]);
    q_bind_str(&q, "w3", word[2]);
    q_bind_str(&q, "w4", word[3]);
    q_bind_int(&q, "number", w->words.n ? number_in(c, w->words) : -1);
    q_bind_int(&q, "branch", w->branch);
    q_bind_int(&q, "model", w->model);
    q_bind_str(&q, "path", path);
    q_bind_str(&q, "shelf", str_upper(c->mem, w->shelf));
    q_bind(&q, "visible", val_bool(w->visible_only));
    q_bind_str(&q, "state", str_of(w->state));
    q_bind_int(&q, "after_number", after.number);
    q_bind_str(&q, "after_key", model_key(c, after.model.name, after.model.brand, after.model.type));
    q_bind(&q, "free", val_bool(w->free_only));
    q_bind(&q, "newest", val_bool(w->newest));
    q_bind_int(&q, "limit", limit);
    q_bind_int(&q, "offset", w->offset);
    struct tool *t = NULL;
    size_t room = 0;
    *n = 0;
    *total = 0;
    while (q_row(&q)) {
        if (!t) {
            *total = q_int(&q, "total");
            room = (size_t)(*total < limit ? *total : limit);
            t = NEW_N(c->mem, struct tool, room);
        }
        ASSERT(*n < room);
        t[(*n)++] = tool_row(&q);
    }
    *out = t;
    return q_end(&q);
}

enum { N = 32 }; /* longer words are never near one another */

/* "slijper" and "slyper" sound alike, so they are written alike. */
static struct str sounds(char out[static N], struct str x)
{
    size_t n = 0;
    if (x.n > N)
        return x;
    for (size_t i = 0; i < x.n; i++) {
        bool ij = x.s[i] == 'i' && i + 1 < x.n && x.s[i + 1] == 'j';
        out[n++] = ij ? 'y' : x.s[i];
        i += ij;
    }
    return (struct str){ out, n };
}

/* Damerau-Levenshtein distance of two short ASCII-folded words, at most `most` + 1. */
static int distance(struct str x, struct str y, int most)
{
    int d[N + 1][N + 1];
    if (x.n > N || y.n > N || (x.n > y.n ? x.n - y.n : y.n - x.n) > (size_t)most)
        return most + 1;
    for (size_t i = 0; i <= x.n; i++)
        for (size_t j = 0; j <= y.n; j++) {
            if (!i || !j) {
                d[i][j] = (int)(i + j);
                continue;
            }
            int cost = x.s[i - 1] != y.s[j - 1];
            int v = d[i - 1][j - 1] + cost;
            v = d[i - 1][j] + 1 < v ? d[i - 1][j] + 1 : v;
            v = d[i][j - 1] + 1 < v ? d[i][j - 1] + 1 : v;
            if (i > 1 && j > 1 && x.s[i - 1] == y.s[j - 2] && x.s[i - 2] == y.s[j - 1])
                v = d[i - 2][j - 2] + 1 < v ? d[i - 2][j - 2] + 1 : v;
            d[i][j] = v;
        }
    return d[x.n][y.n];
}

/* The best known word so far for each word typed. */
struct guess {
    struct str typed, best;
    int far;
};

static void guess_by(struct guess *g, struct str known)
{
    char a[N], b[N];
    int most = g->typed.n < 4 ? 0 : g->typed.n < 8 ? 1 : 2;
    int d = str_starts(known, g->typed) ? 0 : distance(sounds(a, g->typed), sounds(b, known), most);
    d = d || str_starts(known, g->typed) ? d : 1;
    if (d <= most && d < g->far) {
        g->far = d;
        g->best = known;
    }
}

enum fault tool_did_you_mean(struct ctx *c, struct str text, struct str *better)
{
    struct str word[WORDS] = { 0 };
    struct guess g[WORDS];
    size_t n = words_of(c, text, word);
    bool changed = false;
    for (size_t i = 0; i < n; i++)
        g[i] = (struct guess){ .typed = word[i], .best = word[i], .far = 99 };
    *better = (struct str){ 0 };
    QUERY(q, c, Q_MODEL_KEYS);
    while (q_row(&q))
        for (struct str known, key = q_str(&q, "search_key"); str_next(&key, ' ', &known);)
            for (size_t i = 0; i < n; i++)
                guess_by(&g[i], known);
    struct buf b = { .a = c->mem };
    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_char(&b, ' ');
        buf_add(&b, g[i].far ? g[i].best : g[i].typed);
        changed = changed || (g[i].far && g[i].far < 99);
    }
    if (changed)
        *better = buf_str(&b);
    return q_end(&q);
}

/* A number or an address is about somebody, and no buying advice. */
static bool words_only(struct str key)
{
    size_t digits = 0;
    for (size_t i = 0; i < key.n; i++)
        digits += key.s[i] >= '0' && key.s[i] <= '9';
    return key.n && digits < 5;
}

enum fault tool_search_missed(struct ctx *c, struct str words)
{
    enum { WORDS_MOST = 2000, KEEP_DAYS = 90 };
    struct str key = str_key(c->mem, utf8_upto(words, SEARCH_MISSED_MOST));
    if (str_has(words, '@') || !words_only(key))
        return OK;
    QUERY(old, c, Q_SEARCH_MISSED_OLD);
    q_bind(&old, "before", val_day(day_plus(c->today, -KEEP_DAYS)));
    enum fault f = q_run(&old);
    if (f)
        return f;
    QUERY(q, c, Q_SEARCH_MISSED);
    q_bind_str(&q, "search_key", key);
    q_bind(&q, "today", val_day(c->today));
    q_bind_int(&q, "most", WORDS_MOST);
    return q_run(&q);
}
