/* What a line at the counter is: a key, a code, or words. Pure. The operation reads the code itself
 * (T2, T8); here only its family is looked at, to know which operation to ask. */
#include "cli/counter.h"

static bool key_is(char ch)
{
    return ch && strchr(".<+-!/?@", ch);
}

/* The key of a counter command's number (T1). */
static char key_of(int64_t command)
{
    static const char keys[COMMAND_COUNT + 1] = {
        [COMMAND_DONE] = KEY_DONE, [COMMAND_RETURN] = KEY_BACK, [COMMAND_RENEW] = KEY_RENEW,
        [COMMAND_UNDO] = KEY_UNDO, [COMMAND_BROKEN] = KEY_BROKEN, [COMMAND_HELP] = KEY_HELP };
    return command >= 1 && command <= COMMAND_COUNT ? keys[command] : 0;
}

static bool digit(char ch)
{
    return ch >= '0' && ch <= '9';
}

/* Looks like a code that was read badly, rather than like a word: 41A, M5231G, 417AA. */
static bool codelike(struct str x)
{
    size_t digits = 0;
    for (size_t i = 0; i < x.n; i++)
        digits += digit(x.s[i]);
    return x.n <= 9 && (digit(*x.s) || (*x.s == 'M' && x.n > 1 && digit(x.s[1]))) && x.n - digits <= 3;
}

static enum line_is family_line(const struct code *c)
{
    static const enum line_is is[FAMILY_COUNT] = { LINE_TOOL, LINE_MEMBER, LINE_BRANCH, LINE_COMMAND };
    return is[c->family];
}

struct line line_read(struct arena *a, struct str text)
{
    struct line l = { .text = str_trim(text), .is = LINE_WORDS };
    struct code code = { 0 };
    struct str x = l.text;
    if (!x.n)
        l.is = LINE_EMPTY;
    if (x.n == 1 && key_is(*x.s)) {
        l.is = LINE_KEY;
        l.key = *x.s;
    }
    if (l.is != LINE_WORDS)
        return l;
    l.scanned = str_find(x, S("://")) >= 0;
    /* Whose address it is, is for the library to say: here its own host will do. */
    if (code_fold(a, x, l.scanned ? x : (struct str){ 0 }, &l.code) || !l.code.n)
        l.is = l.scanned ? LINE_TOOL : LINE_WORDS;
    else if (!code_read(l.code, &code))
        l.is = family_line(&code);
    else if (l.scanned || codelike(l.code))
        l.is = *l.code.s == 'M' ? LINE_MEMBER : LINE_TOOL;
    if (l.is == LINE_TOOL && !l.scanned && l.code.n > 6 && digit(l.code.s[l.code.n - 1]))
        l.is = LINE_WORDS; /* a telephone number */
    if (l.is == LINE_COMMAND)
        l.key = key_of(code.number);
    return l;
}

/* Where the next address of a label begins; x.n when there is none. */
static size_t address_at(struct str x, size_t from)
{
    for (size_t i = from; i < x.n; i++)
        if (str_starts_nocase(str_from(x, i), S("http://")) ||
            str_starts_nocase(str_from(x, i), S("https://")))
            return i;
    return x.n;
}

bool line_next(struct str *rest, struct str *piece)
{
    if (!rest->n)
        return false;
    size_t first = address_at(*rest, 0), n = first ? first : address_at(*rest, 1);
    *piece = str_upto(*rest, n);
    *rest = str_from(*rest, n);
    return true;
}

bool line_scanned(struct arena *a, struct str text)
{
    struct line l = line_read(a, text);
    return l.scanned || (l.is != LINE_EMPTY && l.is != LINE_KEY && l.is != LINE_WORDS);
}
