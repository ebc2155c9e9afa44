/* WebP, which every size that is kept is written in. */
#ifndef PHOTO_WEBP_H
#define PHOTO_WEBP_H

#include "photo/picture.h"

/* The two sizes of a picture that is upright: `large` fits into LARGE by LARGE and is never blown up;
 * `small` is the middle of it as a square. *width and *height are those of the large one. Both live in
 * memory of libwebp until the program ends. */
MUST enum fault webp_write(const struct picture *, struct str *large, int *width, int *height,
                           struct str *small);

#endif
