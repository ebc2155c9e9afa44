/* kist-photo: one picture from stdin, two clean ones to stdout. It decodes in a cage (cage.h), so that a
 * picture made to break a decoder breaks nothing else. Out comes a line "960 720 61234\n" - width, height
 * and bytes of the large one -, the large one, and the small one to the end. When it refuses, stdout is
 * empty and stderr has the fault's name. */
#include "photo/cage.h"
#include "photo/clean.h"
#include "photo/webp.h"
#include "text/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* How far from its beginning a PDF may begin, and from its end a ZIP may end. */
enum { PDF_BEGIN_MOST = 1024, ZIP_END_MOST = 22 + 65535 };

/* A picture that is a page, a document or an archive too, to whoever reads it otherwise. Nothing of that
 * would be kept; it is refused all the same, as nobody's camera makes such (X30). */
static bool two_things(struct str file)
{
    static const char *const marks[] = { "<script", "<html", "<!doctype", "<?php" };
    struct str end = file.n > ZIP_END_MOST ? str_from(file, file.n - ZIP_END_MOST) : file;
    for (size_t at = 0; at < file.n; at++)
        for (size_t i = 0; file.s[at] == '<' && i < COUNT(marks); i++)
            if (str_starts_nocase(str_from(file, at), str_of(marks[i])))
                return true;
    return str_find(str_upto(file, PDF_BEGIN_MOST), S("%PDF-")) >= 0 || str_find(end, S("PK\5\6")) >= 0;
}

static enum fault decode(struct str file, struct picture *p)
{
    if (str_starts(file, S("\xff\xd8\xff")))
        return jpeg_read(file, p);
    if (str_starts(file, S("\x89PNG\r\n\x1a\n")))
        return png_read(file, p);
    if (str_starts(file, S("RIFF")) && str_starts(str_from(file, 8), S("WEBP")))
        return webp_read(file, p);
    return FAULT_PHOTO_TYPE;
}

/* One byte more than may be, to tell; false when it cannot be read. */
static bool take(struct str *out)
{
    char *at = malloc(PHOTO_BYTES + 1);
    size_t n = 0;
    for (ssize_t k = 1; at && k && n <= PHOTO_BYTES; n += (size_t)k)
        if ((k = read(STDIN_FILENO, at + n, PHOTO_BYTES + 1 - n)) < 0)
            return false;
    *out = (struct str){ at, n };
    return at;
}

static bool give(int to, struct str s)
{
    ssize_t k;
    for (; s.n; s = str_from(s, (size_t)k))
        if ((k = write(to, s.s, s.n)) < 0)
            return false;
    return true;
}

static enum fault clean(struct str file)
{
    char head[64];
    struct picture p = { 0 };
    struct str large, small;
    int width, height;
    enum fault f = file.n > PHOTO_BYTES ? FAULT_PHOTO_TOO_BIG : decode(file, &p);
    if (!f && two_things(file))
        f = FAULT_PHOTO_MIXED;
    if (!f)
        f = picture_turn(&p);
    if (!f)
        f = webp_write(&p, &large, &width, &height, &small);
    if (f)
        return f;
    int n = snprintf(head, sizeof head, "%d %d %zu\n", width, height, large.n);
    bool good = give(STDOUT_FILENO, (struct str){ head, (size_t)n }) && give(STDOUT_FILENO, large) &&
                give(STDOUT_FILENO, small);
    return good ? OK : FAULT_IO;
}

/* --help and --version. */
static bool tell(const char *word)
{
    int lang = lang_find(str_of(getenv("LANG")));
    if (!strcmp(word, "--version"))
        return give(STDOUT_FILENO, S("kist-photo " KIST_VERSION "\n"));
    return give(STDOUT_FILENO, text_plain(lang < 0 ? 0 : lang, T_PHOTO_HELP)) && give(STDOUT_FILENO, S("\n"));
}

int main(int argc, char **argv)
{
    struct str file;
    bool probe = argc == 2 && !strcmp(argv[1], "--probe");
    if (argc > 1 && !probe)
        return tell(argv[1]) ? 0 : 73;
    if (!cage_enter())
        return 71;
    if (probe) {
        cage_probe();
        return 1;
    }
    enum fault f = take(&file) ? clean(file) : FAULT_IO;
    return f && give(STDERR_FILENO, str_of(fault_info(f)->name)) ? fault_info(f)->exit : f ? 73 : 0;
}
