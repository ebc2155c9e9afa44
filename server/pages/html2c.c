/* The generator `html2c OUTDIR FILE...`: turns page templates (*.html), pictograms (*.svg) and the
 * placeholders of our sentences (*.po) into pages.h and pages.c. README.md has the language. What
 * stands in a place that cannot hold it is refused here; a wrong name or type is left to the
 * compiler, which reports it in the template's own line. */
#include "server/pages/template.h"

#include <stdarg.h>

void bad(const struct gen *g, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    fprintf(stderr, "%s:%d: ", g->file, g->line);
    vfprintf(stderr, fmt, ap);
    fputc('\n', stderr);
    va_end(ap);
    exit(65);
}

static struct str file_read(struct gen *g, const char *path)
{
    struct buf b = { .a = g->a };
    char part[4096];
    FILE *f = fopen(path, "rb");
    for (size_t n; f && (n = fread(part, 1, sizeof part, f));)
        buf_add(&b, (struct str){ part, n });
    g->file = path;
    g->line = 1;
    if (!f || ferror(f) || !utf8_valid(buf_str(&b)))
        bad(g, "cannot be read as UTF-8");
    fclose(f);
    return buf_str(&b);
}

/* Leaves alone what would not change, so that make rebuilds little. */
static void file_write(struct gen *g, const char *dir, const char *name, const struct buf *b)
{
    const char *path = str_z(g->a, str_printf(g->a, "%s/%s", dir, name));
    FILE *f = fopen(path, "rb");
    bool there = f;
    if (f)
        fclose(f);
    if (there && str_eq(file_read(g, path), buf_str(b)))
        return;
    g->file = path;
    f = fopen(path, "wb");
    if (!f || fwrite(b->s, 1, b->n, f) != b->n || fclose(f))
        bad(g, "cannot be written");
}

/* Each line <symbol id="t-drill" ...>...</symbol>. */
static void icon_file(struct gen *g)
{
    for (struct str line, rest, id; str_next(&g->src, '\n', &line); g->line++) {
        rest = str_from(line = str_trim(line), 12);
        if (!str_starts(line, S("<symbol id=\"")))
            continue;
        str_next(&rest, '"', &id);
        if (!str_ends(line, S("</symbol>")))
            bad(g, "a symbol stands on one line");
        buf_printf(&g->enums, "    ICON_%.*s,\n", STR(constant(g, id)));
        buf_printf(&g->symbols, "    { { \"%.*s\", %zu }, { ", STR(id), id.n);
        c_string(&g->symbols, line);
        buf_printf(&g->symbols, ", %zu } },\n", line.n);
    }
}

/* Adds the names of the placeholders {name} and {name:form} in a line. */
static void asked_add(struct gen *g, struct str line)
{
    for (ptrdiff_t at; (at = str_find(line, S("{"))) >= 0;) {
        struct str name = { line.s + at + 1, 0 };
        line = str_from(line, (size_t)at + 1);
        while (name.n < line.n && line.s[name.n] != '}' && line.s[name.n] != ':')
            name.n++;
        buf_printf(&g->asked, "%.*s ", STR(name));
    }
}

/* The keys of a .po file, each with what its sentence asks for; po2c checks the file itself. */
static void sentence_file(struct gen *g)
{
    for (struct str line, key; str_next(&g->src, '\n', &line);) {
        if (str_starts(line, S("msgid \""))) {
            line = str_from(line, 7);
            str_next(&line, '"', &key);
            buf_printf(&g->asked, "\n%.*s ", STR(key));
        } else if (str_starts(line, S("msgid_plural"))) {
            buf_z_add(&g->asked, "n ");
        } else if (!str_starts(line, S("#"))) {
            asked_add(g, line);
        }
    }
}

static void write_all(struct gen *g, const char *dir)
{
    struct buf h = { .a = g->a }, c = { .a = g->a };
    buf_printf(&h, "/* Made by html2c. */\n#ifndef PAGES_H\n#define PAGES_H\n\n"
               "#include \"base/buf.h\"\n\n"
               "enum icon {\n    ICON_NONE,\n%.*s    ICON_COUNT\n};\n\nstruct page_look;\n",
               STR(buf_str(&g->enums)));
    buf_printf(&h, "%.*s\n#endif\n", STR(buf_str(&g->h)));
    buf_printf(&c, "/* Made by html2c. */\n#include \"server/pages/sheet.h\"\n\n"
               "const struct page_symbol page_symbols[ICON_COUNT] = {\n"
               "    { { NULL, 0 }, { NULL, 0 } },\n%.*s};\n\n",
               STR(buf_str(&g->symbols)));
    buf_add(&c, buf_str(&g->ahead));
    buf_add(&c, buf_str(&g->c));
    file_write(g, dir, "pages.h", &h);
    file_write(g, dir, "pages.c", &c);
}

int main(int argc, char **argv)
{
    struct arena a = { .limit = (size_t)256 << 20 };
    struct gen *g = NEW(&a, struct gen);
    struct buf *all[] = { &g->parts, &g->asked, &g->lit, &g->enums, &g->symbols, &g->h, &g->ahead,
                          &g->c };
    struct { const char *end; void (*read)(struct gen *); } kinds[] = {
        { ".po", sentence_file }, { ".svg", icon_file }, { ".html", template_read } };
    g->a = &a;
    for (size_t i = 0; i < COUNT(all); i++)
        all[i]->a = &a;
    for (size_t kind = 0; kind < COUNT(kinds); kind++)
        for (int i = 2; i < argc; i++)
            if (str_ends(str_of(argv[i]), str_of(kinds[kind].end))) {
                g->src = file_read(g, argv[i]);
                kinds[kind].read(g);
            }
    for (size_t i = 0; i < g->n_used; i++) {
        g->file = g->used[i].file;
        g->line = g->used[i].line;
        if (!line_find(g, &g->parts, g->used[i].name, &(struct str){ 0 }))
            bad(g, "%.*s: there is no such part", STR(g->used[i].name));
    }
    if (argc < 3)
        fprintf(stderr, "html2c OUTDIR FILE...\n");
    else
        write_all(g, argv[1]);
    arena_free(&a);
    return argc < 3 ? 64 : 0;
}
