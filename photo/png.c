/* PNG: what is transparent becomes white. See picture.h. */
#include "photo/picture.h"

#include <stdlib.h>

#include <png.h>

enum fault png_read(struct str file, struct picture *p)
{
    png_image image = { .version = PNG_IMAGE_VERSION };
    png_color white = { 255, 255, 255 };
    if (!png_image_begin_read_from_memory(&image, file.s, file.n))
        return FAULT_PHOTO_BROKEN;
    enum fault f = picture_size(image.width, image.height);
    image.format = PNG_FORMAT_RGB;
    p->width = (int)image.width;
    p->height = (int)image.height;
    if (!f && !(p->rgb = malloc(PNG_IMAGE_SIZE(image))))
        f = FAULT_PHOTO_PIXELS;
    if (!f && !png_image_finish_read(&image, &white, p->rgb, 0, NULL))
        f = FAULT_PHOTO_BROKEN;
    png_image_free(&image);
    return f;
}
