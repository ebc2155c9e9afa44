/* The one thing of EXIF that matters here: which way up the camera was held. Everything else of it, the
 * place included, stays behind. See picture.h. */
#include "photo/picture.h"

enum { TAG_ORIENTATION = 0x0112, TYPE_SHORT = 3, ENTRY = 12 };

static unsigned number(struct str s, size_t at, int bytes, bool little)
{
    unsigned n = 0;
    if (at > s.n || s.n - at < (size_t)bytes)
        return 0;
    for (int i = 0; i < bytes; i++)
        n = n << 8 | (unsigned char)s.s[at + (size_t)(little ? bytes - 1 - i : i)];
    return n;
}

int exif_turn(struct str data)
{
    static const struct str begin = { "Exif\0\0", 6 };
    if (!str_starts(data, begin))
        return 1;
    struct str tiff = str_from(data, begin.n);
    bool little = str_starts(tiff, S("II"));
    size_t at = number(tiff, 4, 4, little), n = number(tiff, at, 2, little);
    for (size_t i = 0, entry = at + 2; i < n && entry + ENTRY <= tiff.n; i++, entry += ENTRY) {
        unsigned turn = number(tiff, entry + 8, 2, little);
        if (number(tiff, entry, 2, little) == TAG_ORIENTATION)
            return number(tiff, entry + 2, 2, little) == TYPE_SHORT && turn >= 1 && turn <= 8 ? (int)turn : 1;
    }
    return 1;
}
