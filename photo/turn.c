/* Upright. See picture.h. */
#include "photo/picture.h"

#include <stdlib.h>
#include <string.h>

enum fault picture_size(int64_t width, int64_t height)
{
    return width < 1 || height < 1 ? FAULT_PHOTO_BROKEN
         : width > PIXELS_MOST / height ? FAULT_PHOTO_PIXELS : OK;
}

/* Where the pixel that is shown at x, y stands in the file, for each of EXIF's eight ways. */
static size_t from(const struct picture *p, int x, int y)
{
    int w = p->width - 1, h = p->height - 1;
    const struct { int x, y; } at[] = { { x, y }, { w - x, y }, { w - x, h - y }, { x, h - y },
                                        { y, x }, { y, h - x }, { w - y, h - x }, { w - y, x } };
    int i = p->turn - 1;
    return (size_t)at[i].y * (size_t)p->width + (size_t)at[i].x;
}

enum fault picture_turn(struct picture *p)
{
    bool aside = p->turn > 4;
    int w = aside ? p->height : p->width, h = aside ? p->width : p->height;
    if (p->turn <= 1)
        return OK;
    unsigned char *to = malloc((size_t)w * (size_t)h * 3), *rgb = to;
    if (!to)
        return FAULT_PHOTO_PIXELS;
    for (int y = 0; y < h; y++)
        for (int x = 0; x < w; x++, to += 3)
            memcpy(to, p->rgb + from(p, x, y) * 3, 3);
    free(p->rgb);
    *p = (struct picture){ .width = w, .height = h, .rgb = rgb };
    return OK;
}
