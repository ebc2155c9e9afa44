/* See po.h. The part of gettext's format that we use: comments, msgid, msgid_plural, msgstr,
 * msgstr[N], strings over several lines, and the escapes \" \\ \n. */
#include "text/po.h"

#include <stdarg.h>

#include "text/piece.h"

void po_bad(struct po *po, int line, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    fprintf(stderr, "%s:%d: ", po->path, line);
    vfprintf(stderr, fmt, ap);
    fputc('\n', stderr);
    va_end(ap);
    po->bad = true;
}

struct str po_form(const struct po_entry *e, int form)
{
    return buf_str(&e->text[2 + form]);
}

static int by_key(const void *x, const void *y)
{
    return str_cmp(((const struct po_entry *)x)->key, ((const struct po_entry *)y)->key);
}

const struct po_entry *po_find(const struct po *po, struct str key)
{
    struct po_entry e = { .key = key };
    return po->n ? bsearch(&e, po->at, po->n, sizeof e, by_key) : NULL;
}

/* "nl" of "text/nl.po"; a code goes into C names, so it has letters and _ only. */
static struct str code_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    struct str name = str_of(slash ? slash + 1 : path);
    size_t n = 0;
    while (n < name.n && n < 15 && ((name.s[n] >= 'a' && name.s[n] <= 'z') || name.s[n] == '_'))
        n++;
    return str_eq(str_from(name, n), S(".po")) ? str_upto(name, n) : (struct str){ 0 };
}

/* Adds what "..." holds to *to; false when that is not what x is. */
static bool quoted(struct str x, struct buf *to)
{
    if (x.n < 2 || *x.s != '"' || x.s[x.n - 1] != '"')
        return false;
    x = str_from(str_upto(x, x.n - 1), 1);
    for (size_t i = 0; i < x.n; i++) {
        bool escape = x.s[i] == '\\';
        i += escape;
        char c = i < x.n ? x.s[i] : 0;
        if (escape ? !c || !strchr("\"\\n", c) : c == '"')
            return false;
        buf_char(to, escape && c == 'n' ? '\n' : c);
    }
    return true;
}

/* "nplurals=2; plural=(n != 1);": the expression has n, numbers and operators, nothing else. */
static void plural_forms(struct po *po, struct str x, int line)
{
    struct str count = { 0 }, expr = { 0 };
    str_next(&x, ';', &count);
    str_next(&x, ';', &expr);
    expr = str_trim(expr);
    bool good = str_starts(count, S("nplurals=")) && str_starts(expr, S("plural=")) && count.n == 10;
    po->forms = good ? count.s[9] - '0' : 0;
    po->plural = str_from(expr, 7);
    for (size_t i = 0; i < po->plural.n; i++)
        good = good && str_has(S("n0123456789 ()?:<>=!%&|+-*"), po->plural.s[i]);
    if (!good || !po->plural.n || po->forms < 1 || po->forms > PO_FORMS)
        po_bad(po, line, "Plural-Forms is not understood");
}

static void header(struct po *po, const struct po_entry *e)
{
    struct str rest = po_form(e, 0), line, key;
    while (str_next(&rest, '\n', &line)) {
        str_next(&line, ':', &key);
        line = str_trim(line);
        if (str_eq(key, S("Plural-Forms")))
            plural_forms(po, line, e->line);
        else if (str_eq(key, S("Language")) && !str_eq(line, po->code))
            po_bad(po, e->line, "Language differs from the file's name");
        else if (str_eq(key, S("X-Direction")))
            po->rtl = str_eq(line, S("rtl"));
    }
}

static bool key_good(struct str key)
{
    for (size_t i = 0; i < key.n; i++) {
        char c = key.s[i], low = (char)(c | 32);
        if (!(low >= 'a' && low <= 'z') && !(c >= '0' && c <= '9') && !str_has(S("._-"), c))
            return false;
    }
    return true;
}

/* Readable line by line, and every brace is one of a placeholder. */
static void form_check(struct po *po, const struct po_entry *e, struct str x)
{
    struct str line;
    for (struct str rest = x; str_next(&rest, '\n', &line);)
        if (str_shown(po->a, line).s != line.s)
            po_bad(po, e->line, "%.*s: a control or format character", STR(e->key));
    for (struct piece p; piece_next(&x, &p);)
        if (p.is == PIECE_BAD)
            po_bad(po, e->line, "%.*s: a placeholder is not closed or not known: %.*s",
                   STR(e->key), STR(str_upto(p.s, 20)));
}

static void entry_keep(struct po *po, const struct po_entry *e)
{
    if (po->n == po->room) {
        struct po_entry *more = NEW_N(po->a, struct po_entry, po->room = po->room * 2 + 256);
        if (po->n)
            memcpy(more, po->at, po->n * sizeof *more);
        po->at = more;
    }
    po->at[po->n++] = *e;
}

/* An entry is complete: keeps it, or tells what is wrong with it. */
static void entry_end(struct po *po, struct po_entry *e)
{
    bool empty = !e->forms;
    e->key = buf_str(&e->text[0]);
    if (!e->key.n) {
        header(po, e);
        return;
    }
    if (!key_good(e->key))
        po_bad(po, e->line, "%.*s: a key has letters, digits, . _ - only", STR(e->key));
    if (e->plural && !str_eq(e->key, buf_str(&e->text[1])))
        po_bad(po, e->line, "%.*s: msgid_plural must be the same key", STR(e->key));
    if (e->forms != (e->plural ? po->forms : 1))
        po_bad(po, e->line, "%.*s: has %d forms", STR(e->key), e->forms);
    for (int i = 0; i < e->forms; i++) {
        form_check(po, e, po_form(e, i));
        empty |= !str_trim(po_form(e, i)).n;
    }
    if ((empty || e->fuzzy) && po->strict)
        po_bad(po, e->line, "%.*s: an empty or fuzzy sentence", STR(e->key));
    if (!empty && !e->fuzzy)
        entry_keep(po, e);
}

static struct po_entry entry_new(struct arena *a, int line)
{
    struct po_entry e = { .line = line };
    for (size_t i = 0; i < COUNT(e.text); i++)
        e.text[i].a = a;
    return e;
}

/* The string of the entry that this word begins; NULL when it begins none. */
static struct buf *string_of(struct po_entry *e, struct str word)
{
    bool second = str_eq(word, S("msgid_plural"));
    e->plural |= second;
    if (second || str_eq(word, S("msgid")))
        return &e->text[second];
    int form = str_eq(word, S("msgstr")) ? 0 : word.n == 9 ? word.s[7] - '0' : -1;
    if (!str_starts(word, S("msgstr")) || form != e->forms || form >= PO_FORMS)
        return NULL;
    return &e->text[2 + e->forms++];
}

static void entries_read(struct po *po, struct str rest)
{
    struct po_entry e = entry_new(po->a, 0);
    struct buf *to = NULL;
    struct str line, word;
    bool fuzzy = false; /* gettext's mark: a guess that nobody has looked at */
    for (int at = 1; str_next(&rest, '\n', &line); at++) {
        line = str_trim(line);
        fuzzy |= str_starts(line, S("#,")) && str_find(line, S("fuzzy")) > 0;
        if (!line.n || *line.s == '#')
            continue;
        if (*line.s != '"') {
            str_next(&line, ' ', &word);
            line = str_trim(line);
            if (str_eq(word, S("msgid"))) {
                if (e.line)
                    entry_end(po, &e);
                e = entry_new(po->a, at);
                e.fuzzy = fuzzy;
                fuzzy = false;
            }
            to = string_of(&e, word);
        }
        if (!to || !quoted(line, to))
            po_bad(po, at, "not understood");
    }
    if (e.line)
        entry_end(po, &e);
}

struct po po_read(struct arena *a, const char *path)
{
    struct po po = { .a = a, .path = path, .code = code_of(path) };
    struct buf b = { .a = a };
    char part[4096];
    po.strict = str_eq(po.code, S("nl")) || str_eq(po.code, S("en"));
    FILE *f = fopen(path, "rb");
    for (size_t n; f && (n = fread(part, 1, sizeof part, f));)
        buf_add(&b, (struct str){ part, n });
    if (!f || ferror(f) || !po.code.n || !utf8_valid(buf_str(&b)))
        po_bad(&po, 1, "cannot be read, is not UTF-8 or has no language as its name");
    if (f)
        fclose(f);
    entries_read(&po, buf_str(&b));
    if (!po.forms)
        po_bad(&po, 1, "the header has no Plural-Forms");
    if (po.n)
        qsort(po.at, po.n, sizeof *po.at, by_key);
    for (size_t i = 1; i < po.n; i++)
        if (str_eq(po.at[i].key, po.at[i - 1].key))
            po_bad(&po, po.at[i].line, "%.*s: twice, also in line %d", STR(po.at[i].key),
                   po.at[i - 1].line);
    return po;
}
