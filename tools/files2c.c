/* The generator `files2c NAME OUT FILE...`: writes files into a C array of struct embedded
 * (base/embed.h). Each gets a name with eight hexadecimal digits of its content (FNV-1a: it tells
 * versions apart, it protects nothing) and, where that is smaller, its gzip form by gzip(1). */
#include "base/buf.h"

struct type {
    const char *end, *type;
};
static const struct type types[] = {
    { ".css", "text/css; charset=utf-8" }, { ".js", "text/javascript; charset=utf-8" },
    { ".svg", "image/svg+xml" }, { ".png", "image/png" }, { ".txt", "text/plain; charset=utf-8" },
    { ".webmanifest", "application/manifest+json" }, { ".csv", "text/csv; charset=utf-8" },
    { "", "application/octet-stream" },
};

NORETURN static void bad(const char *path, const char *why)
{
    fprintf(stderr, "files2c: %s: %s\n", path, why);
    exit(66);
}

static struct str read_all(struct arena *a, FILE *f, const char *path)
{
    struct buf b = { .a = a };
    char part[4096];
    for (size_t n; f && (n = fread(part, 1, sizeof part, f));)
        buf_add(&b, (struct str){ part, n });
    if (!f || ferror(f))
        bad(path, "cannot be read");
    return buf_str(&b);
}

/* The path comes from the Makefile; a quote in it would end the word. */
static struct str gzipped(struct arena *a, const char *path)
{
    if (strchr(path, '\''))
        bad(path, "a quote in the name");
    FILE *f = popen(str_z(a, str_printf(a, "gzip -9nc < '%s'", path)), "r");
    struct str gz = read_all(a, f, path);
    if (pclose(f) || !gz.n)
        bad(path, "gzip failed");
    return gz;
}

static void write_bytes(FILE *out, const char *prefix, size_t i, struct str x)
{
    fprintf(out, "static const unsigned char %s_%zu[] = {", prefix, i);
    for (size_t k = 0; k < x.n; k++)
        fprintf(out, "%s%u,", k % 24 ? "" : "\n", (unsigned char)x.s[k]);
    fprintf(out, "%s};\n", x.n ? "" : " 0 ");
}

static const char *type_of(struct str name)
{
    const struct type *t = types;
    while (!str_ends(name, str_of(t->end)))
        t++;
    return t->type;
}

/* One file: its bytes as arrays, its line of the list. */
static void file_write(FILE *out, struct buf *list, const char *path, size_t i)
{
    struct arena *a = list->a;
    FILE *f = fopen(path, "rb");
    struct str all = read_all(a, f, path), gz = gzipped(a, path), name = str_of(path), dir;
    fclose(f); /* opened: read_all has seen to that */
    while (str_has(name, '/'))
        str_next(&name, '/', &dir);
    uint32_t hash = 2166136261u;
    for (size_t k = 0; k < all.n; k++)
        hash = (hash ^ (unsigned char)all.s[k]) * 16777619u;
    struct str rest = name, stem = name;
    str_next(&rest, '.', &stem);
    bool small = gz.n < all.n;
    write_bytes(out, "file", i, all);
    if (small)
        write_bytes(out, "gz", i, gz);
    buf_printf(list, "    { \"%.*s\", \"%.*s.%08x%s%.*s\", \"%s\", file_%zu, ", STR(name),
               STR(stem), (unsigned)hash, rest.n ? "." : "", STR(rest), type_of(name), i);
    if (small)
        buf_printf(list, "gz_%zu, %zu, %zu },\n", i, all.n, gz.n);
    else
        buf_printf(list, "NULL, %zu, 0 },\n", all.n);
}

int main(int argc, char **argv)
{
    struct arena a = { .limit = (size_t)512 << 20 };
    struct buf list = { .a = &a };
    if (argc < 3) {
        fprintf(stderr, "files2c NAME OUT FILE...\n");
        return 64;
    }
    FILE *out = fopen(argv[2], "wb");
    if (!out)
        bad(argv[2], "cannot be written");
    fprintf(out, "/* Made by files2c. */\n#include \"base/embed.h\"\n\n");
    for (int i = 3; i < argc; i++)
        file_write(out, &list, argv[i], (size_t)(i - 3));
    buf_z_add(&list, "    { NULL, NULL, NULL, NULL, NULL, 0, 0 }\n");
    fprintf(out, "\nconst struct embedded %s[] = {\n%.*s};\n", argv[1], STR(buf_str(&list)));
    if (fclose(out))
        bad(argv[2], "cannot be written");
    arena_free(&a);
    return 0;
}
