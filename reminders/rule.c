/* See rule.h. Lines are read again at each use: a message costs a network round trip anyway, and
 * a compiled regular expression would need freeing. */
#include "reminders/rule.h"

#include <jansson.h>
#include <regex.h>

/* glibc's matcher takes memory in proportion to the text. */
enum { REGEX_TEXT = 64 * 1024, TEXT_MOST = 300 };

static bool regex_check(struct arena *mem, struct str pattern, struct str *why)
{
    regex_t re;
    int wrong = regcomp(&re, str_z(mem, pattern), REG_EXTENDED);
    if (wrong) {
        char text[120];
        regerror(wrong, &re, text, sizeof text);
        *why = str_printf(mem, "~%.*s: %s", STR(pattern), text);
        return false;
    }
    regfree(&re);
    return true;
}

/* The first group of the match, else all of it. */
static bool regex_find(struct arena *mem, struct str pattern, struct str body, struct str *found)
{
    regex_t re;
    regmatch_t m[2] = { { -1, -1 }, { -1, -1 } };
    if (regcomp(&re, str_z(mem, pattern), REG_EXTENDED))
        return false;
    const char *text = str_z(mem, str_upto(body, REGEX_TEXT));
    bool yes = !regexec(&re, text, 2, m, 0);
    int g = m[1].rm_so >= 0; /* -1 also when there is no group */
    regfree(&re);
    if (yes && found)
        *found = (struct str){ text + m[g].rm_so, (size_t)(m[g].rm_eo - m[g].rm_so) };
    return yes;
}

static bool pointer_check(struct arena *mem, struct str pointer, struct str *why)
{
    for (size_t i = 0; i < pointer.n; i++)
        if (pointer.s[i] == '~' && (i + 1 == pointer.n || !strchr("01", pointer.s[i + 1]))) {
            *why = str_printf(mem, "%.*s: ~ is written ~0 and / is written ~1", STR(pointer));
            return false;
        }
    return true;
}

static const json_t *step(const json_t *at, struct str token, struct arena *mem)
{
    char *name = arena_get(mem, token.n + 1), *end = name;
    for (size_t i = 0; i < token.n; i++) {
        bool escape = token.s[i] == '~' && i + 1 < token.n;
        *end++ = !escape ? token.s[i] : token.s[++i] == '1' ? '/' : '~';
    }
    int64_t index;
    if (json_is_array(at))
        return str_int(token, &index) && index >= 0 ? json_array_get(at, (size_t)index) : NULL;
    return json_object_get(at, name);
}

/* A scalar as text; a container as compact JSON; null and what is not there as nothing. */
static struct str json_text(const json_t *v, struct arena *mem)
{
    if (json_is_string(v))
        return str_copy(mem, (struct str){ json_string_value(v), json_string_length(v) });
    if (json_is_boolean(v))
        return json_is_true(v) ? S("true") : S("false");
    if (json_is_integer(v))
        return str_printf(mem, "%lld", (long long)json_integer_value(v));
    if (!v || json_is_null(v))
        return S("");
    char *dump = json_dumps(v, JSON_COMPACT | JSON_ENCODE_ANY);
    struct str text = str_copy(mem, utf8_upto(str_of(dump), TEXT_MOST));
    free(dump);
    return text;
}

/* False when the body is no JSON at all. */
static bool pointer_find(struct arena *mem, struct str pointer, const struct reply *r,
                         struct str *found)
{
    json_t *root =
        r->cut || !r->body.n ? NULL : json_loadb(r->body.s, r->body.n, JSON_DECODE_ANY, NULL);
    if (!root)
        return false;
    const json_t *at = root;
    struct str rest = str_from(pointer, 1), token;
    while (at && str_next(&rest, '/', &token))
        at = step(at, token, mem);
    *found = json_text(at, mem);
    json_decref(root);
    return true;
}

static bool status_pattern(struct str s)
{
    bool ok = s.n == 3 && s.s[0] >= '1' && s.s[0] <= '5';
    for (size_t i = 1; ok && i < 3; i++)
        ok = s.s[i] == 'x' || (s.s[i] >= '0' && s.s[i] <= '9');
    return ok;
}

static bool status_is(struct str pattern, int status)
{
    char digits[12];
    snprintf(digits, sizeof digits, "%03d", status);
    for (size_t i = 0; i < 3; i++)
        if (pattern.s[i] != 'x' && pattern.s[i] != digits[i])
            return false;
    return true;
}

/* Takes the next condition off the line; a regular expression is all that is left. */
static bool next_condition(struct str *line, struct str *cond)
{
    *line = str_trim(*line);
    if (line->n && line->s[0] == '~') {
        *cond = *line;
        *line = S("");
        return true;
    }
    return str_next(line, ' ', cond);
}

/* `/pointer=value` or `/pointer!=value`. */
static bool comparison(struct str cond, struct str *pointer, struct str *value, bool *equal)
{
    ptrdiff_t at = str_find(cond, S("="));
    if (cond.s[0] != '/' || at < 1)
        return false;
    *equal = cond.s[at - 1] != '!';
    *pointer = str_upto(cond, (size_t)at - !*equal);
    *value = str_from(cond, (size_t)at + 1);
    return true;
}

bool rule_check(struct arena *mem, struct str line, struct str *why)
{
    struct str cond, pointer, value;
    bool equal;
    if (!str_trim(line).n) {
        *why = S("no condition");
        return false;
    }
    while (next_condition(&line, &cond)) {
        if (cond.s[0] == '~') {
            if (!regex_check(mem, str_from(cond, 1), why))
                return false;
        } else if (comparison(cond, &pointer, &value, &equal)) {
            if (!pointer_check(mem, pointer, why))
                return false;
        } else if (!status_pattern(cond)) {
            *why = str_printf(mem,
                              "%.*s: a condition is 2xx, /pointer=value, /pointer!=value or ~regex",
                              STR(cond));
            return false;
        }
    }
    return true;
}

enum rule_says rule_holds(struct arena *mem, struct str line, const struct reply *r)
{
    struct str cond, pointer, value, found;
    bool equal, unclear = false;
    while (next_condition(&line, &cond)) {
        if (cond.s[0] == '~') {
            if (!regex_find(mem, str_from(cond, 1), r->body, NULL))
                return RULE_NO;
        } else if (!comparison(cond, &pointer, &value, &equal)) {
            if (!status_is(cond, r->status))
                return RULE_NO;
        } else if (!pointer_find(mem, pointer, r, &found)) {
            unclear = true;
        } else if (str_eq(found, value) != equal) {
            return RULE_NO;
        }
    }
    return unclear ? RULE_UNCLEAR : RULE_YES;
}

bool pick_check(struct arena *mem, struct str pick, struct str *why)
{
    if (pick.n > 1 && pick.s[0] == '~')
        return regex_check(mem, str_from(pick, 1), why);
    if (pick.n && pick.s[0] == '/')
        return pointer_check(mem, pick, why);
    *why = str_printf(mem, "%.*s: neither /pointer nor ~regex", STR(pick));
    return false;
}

struct str pick_from(struct arena *mem, struct str pick, const struct reply *r)
{
    struct str found = { 0 };
    if (!pick.n)
        return found;
    if (pick.s[0] == '~')
        regex_find(mem, str_from(pick, 1), r->body, &found);
    else
        pointer_find(mem, pick, r, &found);
    return found;
}
