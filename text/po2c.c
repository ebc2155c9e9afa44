/* The generator `po2c OUTDIR nl.po en.po ...`: turns the languages into text_keys.h (keys and
 * languages as enums) and text_tables.c (the tables of tables.h). Every mistake is told as
 * file:line, and then nothing is written; an output that would not change is left alone, so that
 * make rebuilds little. Dutch and English have the same keys and placeholders. Where another language
 * has no sentence, English stands in and the key is listed on stdout. */
#include "text/piece.h"
#include "text/po.h"
#include "text/tables.h"

enum { LANGS = 32, NAMES = 16 };

struct gen {
    struct arena *a;
    struct po po[LANGS]; /* Dutch, English, then by code */
    int n;
    bool bad;
    struct buf pool, pieces, sentences, index; /* lines of C */
    uint32_t pool_n, pieces_n, sentences_n;
};

static int by_code(const void *x, const void *y)
{
    const struct po *p = x, *q = y;
    int px = str_eq(p->code, S("nl")) ? 0 : p->strict ? 1 : 2;
    int qx = str_eq(q->code, S("nl")) ? 0 : q->strict ? 1 : 2;
    return px != qx ? px - qx : str_cmp(p->code, q->code);
}

/* The placeholders of all forms, each once, in order: "name tool". */
static struct str names_of(struct arena *a, const struct po_entry *e)
{
    struct str names[NAMES];
    size_t n = 0;
    for (int form = 0; form < e->forms; form++) {
        struct str rest = po_form(e, form);
        for (struct piece p; piece_next(&rest, &p);) {
            size_t at = 0;
            while (at < n && str_cmp(names[at], p.s) < 0)
                at++;
            if (p.is == PIECE_TEXT || (at < n && str_eq(names[at], p.s)) || n == NAMES)
                continue;
            memmove(names + at + 1, names + at, (n++ - at) * sizeof *names);
            names[at] = p.s;
        }
    }
    struct buf b = { .a = a };
    for (size_t i = 0; i < n; i++)
        buf_printf(&b, "%s%.*s", i ? " " : "", STR(names[i]));
    return buf_str(&b);
}

/* Each key of `po` is one of `model`, with the same placeholders; a strict one has them all. */
static void compare(struct gen *g, struct po *po, struct po *model)
{
    for (size_t i = 0; i < po->n; i++) {
        const struct po_entry *e = &po->at[i], *m = po_find(model, e->key);
        if (!m)
            po_bad(po, e->line, "%.*s: is not in %s", STR(e->key), model->path);
        else if (!str_eq(names_of(g->a, e), names_of(g->a, m)))
            po_bad(po, e->line, "%.*s: has {%.*s}, in %s {%.*s}", STR(e->key),
                   STR(names_of(g->a, e)), model->path, STR(names_of(g->a, m)));
        else if (e->plural != m->plural)
            po_bad(po, e->line, "%.*s: plural here or in %s only", STR(e->key), model->path);
    }
    for (size_t i = 0; i < model->n; i++) {
        const struct po_entry *m = &model->at[i];
        if (po_find(po, m->key))
            continue;
        if (po->strict)
            po_bad(model, m->line, "%.*s: is not in %s", STR(m->key), po->path);
        else
            printf("%.*s: %.*s in English\n", STR(po->code), STR(m->key));
    }
}

/* Adds a text to the pool, as a C string of its own line; returns where it is. */
static uint32_t pool_add(struct gen *g, struct str x, const char *end)
{
    uint32_t at = g->pool_n;
    buf_z_add(&g->pool, "    \"");
    for (size_t i = 0; i < x.n; i++) {
        if (x.s[i] == '\n')
            buf_z_add(&g->pool, "\\n");
        else
            buf_printf(&g->pool, "%s%c", strchr("\"\\?", x.s[i]) ? "\\" : "", x.s[i]);
    }
    buf_printf(&g->pool, "%s\"\n", end);
    g->pool_n += (uint32_t)(x.n + strlen(end) / 2);
    return at;
}

static void sentence_add(struct gen *g, const struct po_entry *e)
{
    for (int form = 0; form < e->forms; form++) {
        struct str rest = po_form(e, form);
        uint32_t first = g->pieces_n;
        for (struct piece p; piece_next(&rest, &p); g->pieces_n++)
            buf_printf(&g->pieces, "    { %u, %zu, %d },\n", pool_add(g, p.s, ""), p.s.n, p.is);
        buf_printf(&g->sentences, "    { %u, %u, %d }, /* %.*s */\n", first, g->pieces_n - first,
                   e->forms, STR(e->key));
        g->sentences_n++;
    }
}

static void language_add(struct gen *g, const struct po *po, const struct po *keys)
{
    buf_printf(&g->index, "    /* %.*s */\n", STR(po->code));
    for (size_t i = 0; i < keys->n; i++) {
        const struct po_entry *e = po_find(po, keys->at[i].key);
        buf_printf(&g->index, "    %u,\n", e ? g->sentences_n : 0);
        if (e)
            sentence_add(g, e);
    }
}

/* The C name of a key: lent.done is T_LENT_DONE. */
static struct str c_name(struct arena *a, struct str key)
{
    struct buf b = { .a = a };
    buf_z_add(&b, "T_");
    for (size_t i = 0; i < key.n; i++)
        buf_char(&b, key.s[i] == '.' || key.s[i] == '-' ? '_' : key.s[i]);
    return str_upper(a, buf_str(&b));
}

static void keys_h(struct gen *g, struct buf *b)
{
    buf_z_add(b, "/* Made by text/po2c.c from the .po files. */\n#ifndef TEXT_KEYS_H\n"
                 "#define TEXT_KEYS_H\n\nenum lang {");
    for (int i = 0; i < g->n; i++)
        buf_printf(b, " LANG_%.*s,", STR(g->po[i].code));
    buf_z_add(b, " LANG_COUNT };\n\nenum text_key {\n");
    for (size_t i = 0; i < g->po[0].n; i++)
        buf_printf(b, "    %.*s,\n", STR(c_name(g->a, g->po[0].at[i].key)));
    buf_z_add(b, "    TEXT_COUNT\n};\n\n#endif\n");
}

static void tables_c(struct gen *g, struct buf *b)
{
    struct buf names = { .a = g->a }, langs = { .a = g->a };
    for (size_t i = 0; i < g->po[0].n; i++)
        buf_printf(&names, "    %u,\n", pool_add(g, g->po[0].at[i].key, "\\0"));
    buf_z_add(&g->sentences, "    { 0, 0, 0 }, /* none */\n");
    g->sentences_n = 1;
    for (int i = 0; i < g->n; i++) {
        const struct po *po = &g->po[i];
        language_add(g, po, &g->po[0]);
        buf_printf(b, "static unsigned plural_%.*s(uint64_t n)\n{\n    (void)n;\n"
                      "    return (unsigned)(%.*s);\n}\n\n",
                   STR(po->code), STR(po->plural));
        buf_printf(&langs, "    { \"%.*s\", %d, %d, plural_%.*s },\n", STR(po->code), po->rtl,
                   po->forms, STR(po->code));
    }
    buf_printf(b, "const char text_pool[] =\n%.*s;\n\n", STR(buf_str(&g->pool)));
    buf_printf(b, "const struct text_piece text_pieces[] = {\n%.*s};\n\n", STR(buf_str(&g->pieces)));
    buf_printf(b, "const struct text_sentence text_sentences[] = {\n%.*s};\n\n",
               STR(buf_str(&g->sentences)));
    buf_printf(b, "const uint32_t text_index[] = {\n%.*s};\n\n", STR(buf_str(&g->index)));
    buf_printf(b, "const uint32_t text_names[] = {\n%.*s};\n\n", STR(buf_str(&names)));
    buf_printf(b, "const struct text_lang text_langs[] = {\n%.*s};\n", STR(buf_str(&langs)));
}

static bool same(const char *path, struct str x, struct arena *a)
{
    char *was = arena_get(a, x.n + 1);
    FILE *f = fopen(path, "rb");
    size_t n = f ? fread(was, 1, x.n + 1, f) : 0;
    if (f)
        fclose(f);
    return f && n == x.n && !memcmp(was, x.s, n);
}

/* Beside it first, then renamed: never half a file. */
static bool file_write(struct gen *g, const char *dir, const char *name, struct str x)
{
    const char *path = str_printf(g->a, "%s/%s", dir, name).s;
    const char *temp = str_printf(g->a, "%s/%s.new", dir, name).s;
    if (same(path, x, g->a))
        return true;
    FILE *f = fopen(temp, "wb");
    bool good = f && fwrite(x.s, 1, x.n, f) == x.n;
    if (f)
        good &= !fclose(f);
    good = good && !rename(temp, path);
    if (!good)
        perror(temp);
    return good;
}

int main(int argc, char **argv)
{
    struct arena a CLEANUP(arena_free) = { .limit = 256 * 1024 * 1024 };
    struct gen *g = NEW(&a, struct gen);
    *g = (struct gen){ .a = &a, .pool = { .a = &a }, .pieces = { .a = &a }, .sentences = { .a = &a },
                       .index = { .a = &a } };
    if (argc < 4 || argc - 2 > LANGS) {
        fputs("usage: po2c OUTDIR nl.po en.po ...\n", stderr);
        return 64;
    }
    for (int i = 2; i < argc; i++)
        g->po[g->n++] = po_read(&a, argv[i]);
    qsort(g->po, (size_t)g->n, sizeof *g->po, by_code);
    if (!g->po[0].strict || !g->po[1].strict)
        po_bad(&g->po[0], 1, "Dutch and English are needed");
    for (int i = 0; i < g->n; i++) {
        if (i)
            compare(g, &g->po[i], i == 1 ? &g->po[0] : &g->po[1]);
        g->bad |= g->po[i].bad || g->po[0].bad;
    }
    if (g->bad)
        return 65;
    struct buf h = { .a = &a }, c = { .a = &a };
    keys_h(g, &h);
    buf_z_add(&c, "/* Made by text/po2c.c from the .po files. */\n#include \"text/tables.h\"\n\n"
                  "#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n"
                  "#pragma GCC diagnostic ignored \"-Wparentheses\"\n\n");
    tables_c(g, &c);
    return file_write(g, argv[1], "text_keys.h", buf_str(&h)) &&
           file_write(g, argv[1], "text_tables.c", buf_str(&c)) ? 0 : 73;
}
