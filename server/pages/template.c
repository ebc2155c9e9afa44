/* See template.h: the directives of the language in README.md, as C. */
#include "server/pages/template.h"

enum { CHUNK = 2000 }; /* bytes of a string: C promises 4095 */

/* The next word of a directive. */
static struct str word_next(struct str *rest)
{
    struct str word = { 0 };
    *rest = str_trim(*rest);
    str_next(rest, ' ', &word);
    return word;
}

static struct str name_good(const struct gen *g, struct str name)
{
    bool good = name.n;
    for (size_t i = 0; i < name.n; i++)
        good = good && strchr("abcdefghijklmnopqrstuvwxyz0123456789_", name.s[i]);
    if (!good)
        bad(g, "'%.*s' is not understood: lower-case names, joined by dots", STR(name));
    return name;
}

struct str constant(struct gen *g, struct str name)
{
    struct buf b = { .a = g->a };
    for (size_t i = 0; i < name.n; i++)
        buf_char(&b, name.s[i] == '.' || name.s[i] == '-' ? '_'
                     : name.s[i] >= 'a' && name.s[i] <= 'z' ? (char)(name.s[i] - 32) : name.s[i]);
    return buf_str(&b);
}

bool line_find(struct gen *g, const struct buf *lines, struct str name, struct str *rest)
{
    struct str all = buf_str(lines);
    ptrdiff_t at = str_find(all, str_printf(g->a, "\n%.*s ", STR(name)));
    all = str_from(all, (size_t)at + 1 + name.n);
    return at >= 0 && str_next(&all, '\n', rest);
}

void c_string(struct buf *b, struct str x)
{
    buf_char(b, '"');
    for (size_t i = 0; i < x.n; i++) {
        if (strchr("\"\\?", x.s[i]))
            buf_char(b, '\\');
        buf_z_add(b, x.s[i] == '\n' ? "\\n" : (char[]){ x.s[i], 0 });
    }
    buf_char(b, '"');
}

/* Writes the HTML that has gathered, in strings short enough for any compiler. */
static void flush(struct gen *g)
{
    struct str all = buf_str(&g->lit);
    for (size_t n; all.n; all = str_from(all, n)) {
        n = all.n < CHUNK ? all.n : CHUNK;
        while (n < all.n && ((unsigned char)all.s[n] & 0xc0) == 0x80) /* not within a letter */
            n--;
        buf_z_add(&g->c, "    page_lit(o, S(");
        c_string(&g->c, str_upto(all, n));
        buf_z_add(&g->c, "));\n");
    }
    g->lit.n = 0;
}

/* A name and its members ("item.tag.day") as C; `whole` for a struct that is handed on. */
static struct str member(struct gen *g, struct str e, bool whole)
{
    struct str rest = e, root = { 0 }, word;
    str_next(&rest, '.', &root);
    name_good(g, root);
    bool look = str_eq(root, S("look")), known = look || (g->has_x && str_eq(root, S("x")));
    for (size_t i = 0; i < g->deep; i++)
        known |= str_eq(root, g->open[i].item);
    if (!known)
        bad(g, "nothing here is called %.*s", STR(root));
    struct buf b = { .a = g->a };
    buf_printf(&b, "%s%s%.*s", whole && rest.n ? "&" : whole || rest.n ? "" : "*",
               look ? "o->" : "", STR(root));
    for (const char *arrow = "->"; rest.n; arrow = ".") {
        str_next(&rest, '.', &word);
        buf_printf(&b, "%s%.*s", arrow, STR(name_good(g, word)));
    }
    return buf_str(&b);
}

static void value(struct gen *g, struct str e)
{
    static const char *const how[] = { NULL, "show", "attr", "url" };
    enum holds holds = place_holds(&g->p);
    if (holds == HOLDS_NOTHING)
        bad(g, "a value stands in text or in a double-quoted attribute; an address fills it");
    place_fill(&g->p);
    buf_printf(&g->c, "    page_%s(o, %.*s);\n", how[holds], STR(member(g, e, false)));
}

static void all_in(struct gen *g, struct str names, struct str list, const char *why)
{
    for (struct str name; (name = word_next(&names)).n;)
        if (str_find(list, str_printf(g->a, " %.*s ", STR(name))) < 0)
            bad(g, "the sentence %s {%.*s}", why, STR(name));
}

/* {{t key name=x.y *name=x.y}}: exactly the facts that the sentence asks for; * is bold. */
static void sentence(struct gen *g, struct str rest)
{
    struct str key = word_next(&rest), word, name, asked;
    struct buf facts = { .a = g->a }, given = { .a = g->a };
    bool in_text = place_holds(&g->p) == HOLDS_TEXT;
    if (!in_text && place_holds(&g->p) != HOLDS_ATTR)
        bad(g, "a sentence stands in text or in a double-quoted attribute");
    while ((word = word_next(&rest)).n) {
        bool bold = str_starts(word, S("*"));
        word = str_from(word, bold);
        str_next(&word, '=', &name);
        if (bold && !in_text)
            bad(g, "no bold in an attribute");
        buf_printf(&facts, "%s{ \"%.*s\", page_%s(o, %.*s) }", facts.n ? ", " : "",
                   STR(name_good(g, name)), bold ? "bold" : "fact", STR(member(g, word, false)));
        buf_printf(&given, " %.*s ", STR(name));
    }
    if (g->asked.n) {
        if (!line_find(g, &g->asked, key, &asked))
            bad(g, "%.*s: there is no such sentence", STR(key));
        all_in(g, asked, buf_str(&given), "asks for");
        all_in(g, buf_str(&given), asked, "does not ask for");
    }
    place_fill(&g->p);
    buf_printf(&g->c, "    page_say(o, T_%.*s, %s%.*s%s);\n", STR(constant(g, key)),
               facts.n ? "FACTS(" : "NULL, 0", STR(buf_str(&facts)), facts.n ? ")" : "");
}

static void icon(struct gen *g, struct str e)
{
    struct str name = constant(g, e), c = str_printf(g->a, "    ICON_%.*s,\n", STR(name));
    if (place_holds(&g->p) != HOLDS_TEXT)
        bad(g, "a pictogram stands in text");
    if (str_has(e, '-') && str_find(buf_str(&g->enums), c) < 0)
        bad(g, "%.*s: there is no such pictogram", STR(e));
    c = str_has(e, '-') ? str_printf(g->a, "ICON_%.*s", STR(name)) : member(g, e, false);
    buf_printf(&g->c, "    page_icon(o, %.*s);\n", STR(c));
}

static void part(struct gen *g, struct str rest)
{
    struct str name = word_next(&rest), e = word_next(&rest);
    if (place_holds(&g->p) != HOLDS_TEXT)
        bad(g, "a part stands in text");
    ASSERT(g->n_used < MOST);
    g->used[g->n_used++] = (struct use){ name_good(g, name), g->file, g->line };
    buf_printf(&g->c, "    part_%.*s(o%s%.*s);\n", STR(name), e.n ? ", " : "",
               STR(e.n ? member(g, e, true) : e));
}

static void end_function(struct gen *g)
{
    if (g->deep) {
        g->line = g->open[g->deep - 1].line;
        bad(g, "this has no {{end}}");
    }
    if (place_holds(&g->p) != HOLDS_TEXT)
        bad(g, "a page or part ends outside tags");
    if (g->begun)
        buf_printf(&g->c, "%s}\n", g->page ? "    page_end(o);\n" : "");
}

/* {{page NAME struct TYPE}} and {{part NAME struct TYPE}} also end what was before them. */
static void function(struct gen *g, struct str rest, bool page)
{
    end_function(g);
    struct str name = name_good(g, word_next(&rest)), word = word_next(&rest), x = { 0 };
    if ((g->has_x = word.n)) {
        if (!str_eq(word, S("struct")))
            bad(g, "{{page NAME struct TYPE}}, {{part NAME struct TYPE}}");
        word = name_good(g, word_next(&rest));
        x = str_printf(g->a, ", const struct %.*s *x", STR(word));
        if (page)
            buf_printf(&g->h, "struct %.*s;\n", STR(word));
    }
    if (!page && line_find(g, &g->parts, name, &word))
        bad(g, "%.*s: there is one already", STR(name));
    if (!page)
        buf_printf(&g->parts, "\n%.*s \n", STR(name));
    struct str head = str_printf(g->a, "%s_%.*s(%s%.*s)", page ? "void page" : "static void part",
                                 STR(name),
                                 page ? "struct buf *to, const struct page_look *look"
                                      : "struct sheet *o", STR(x));
    buf_printf(page ? &g->h : &g->ahead, "%.*s;\n", STR(head));
    buf_printf(&g->c, "\n%.*s\n{\n%s", STR(head),
               page ? "    struct sheet sheet = { .b = to, .look = look }, *o = &sheet;\n" : "");
    g->page = page;
    g->begun = true;
}

static void block(struct gen *g, struct str rest, bool is_if)
{
    struct str name = word_next(&rest), e = name, list;
    if (g->deep == DEEP || g->p.in == IN_NAME || g->p.in == AFTER_ATTR)
        bad(g, "too deep, or within a name");
    if (is_if) {
        bool not = str_eq(e, S("not"));
        e = not ? word_next(&rest) : e;
        buf_printf(&g->c, "    if (%spage_is(%.*s)) {\n", not ? "!" : "", STR(member(g, e, false)));
        name.n = 0;
    } else {
        if (!str_eq(word_next(&rest), S("in")))
            bad(g, "{{each item in x.list}}");
        list = member(g, word_next(&rest), false);
        buf_printf(&g->c, "    for (size_t i_%.*s = 0; i_%.*s < (%.*s).n; i_%.*s++) {\n"
                   "    const __typeof__(*(%.*s).at) *%.*s = &(%.*s).at[i_%.*s];\n",
                   STR(name_good(g, name)), STR(name), STR(list), STR(name), STR(list), STR(name),
                   STR(list), STR(name));
    }
    g->open[g->deep++] = (struct open){ g->line, is_if, false, name, g->p, g->p };
}

/* {{else}} and {{end}}: each way through leaves the HTML at the same place. */
static void branch(struct gen *g, bool is_else)
{
    struct open *o = g->deep ? &g->open[g->deep - 1] : NULL;
    if (!o || (is_else && (!o->is_if || o->has_else)))
        bad(g, "nothing is open here for this");
    if (!is_else && !place_same(&g->p, &o->then))
        bad(g, "the ways from line %d end at different places of the HTML", o->line);
    if (is_else) {
        o->then = g->p;
        g->p = o->at;
        o->has_else = true;
    } else {
        g->deep--;
    }
    buf_z_add(&g->c, is_else ? "    } else {\n" : "    }\n");
}

static void directive(struct gen *g, struct str rest)
{
    struct str all = rest, word = word_next(&rest);
    bool first = str_eq(word, S("page")) || str_eq(word, S("part"));
    place_pause(&g->p, &g->lit);
    flush(g);
    if (!first && !g->begun)
        bad(g, "first say {{page NAME struct TYPE}} or {{part NAME struct TYPE}}");
    if (!first)
        buf_printf(&g->c, "#line %d \"%s\"\n", g->line, g->file);
    if (first)
        function(g, rest, str_eq(word, S("page")));
    else if (str_eq(word, S("if")) || str_eq(word, S("each")))
        block(g, rest, str_eq(word, S("if")));
    else if (str_eq(word, S("else")) || str_eq(word, S("end")))
        branch(g, str_eq(word, S("else")));
    else if (str_eq(word, S("t")))
        sentence(g, rest);
    else if (str_eq(word, S(">")))
        part(g, rest);
    else if (str_eq(word, S("icon")))
        icon(g, str_trim(rest));
    else
        value(g, str_trim(all));
}

/* The bytes that a comment or directive takes; it ends with `end`. */
static size_t taken(struct gen *g, struct str rest, struct str end)
{
    ptrdiff_t n = str_find(rest, end), inner = str_find(str_from(rest, 2), S("{{"));
    if (n < 0 || (inner >= 0 && inner + 2 < n))
        bad(g, "no %.*s, or a directive in it", STR(end));
    return (size_t)n + end.n;
}

void template_read(struct gen *g)
{
    g->p = (struct place){ 0 };
    g->begun = false;
    for (size_t n = 1; g->src.n; g->src = str_from(g->src, n), n = 1) {
        const char *why = NULL;
        if (str_starts(g->src, S("{{"))) {
            n = taken(g, g->src, S("}}"));
            directive(g, (struct str){ g->src.s + 2, n - 4 });
        } else if (g->p.in == IN_TEXT && str_starts(g->src, S("<!--"))) {
            n = taken(g, g->src, S("-->"));
        } else if (g->begun || g->src.s[0] != '\n') {
            why = g->begun ? place_letter(&g->p, g->src.s[0], &g->lit) : "first say {{page ...}}";
        }
        if (why)
            bad(g, "%s", why);
        for (size_t i = 0; i < n; i++)
            g->line += g->src.s[i] == '\n';
    }
    place_pause(&g->p, &g->lit);
    flush(g);
    end_function(g);
}
