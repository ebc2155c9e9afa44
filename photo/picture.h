/* A picture while kist-photo has it: as it was decoded, and how it must be turned. */
#ifndef PHOTO_PICTURE_H
#define PHOTO_PICTURE_H

#include "base/fault.h"
#include "base/str.h"

/* The longest side of the large size, the side of the small one (a square), and what is refused before
 * it is decoded (X30). */
enum { LARGE = 960, SMALL = 128, PIXELS_MOST = 40 * 1000 * 1000 };

struct picture {
    int width, height;
    unsigned char *rgb; /* row by row, three bytes each; malloc */
    int turn;           /* as EXIF says, 1 to 8; 0: upright */
};

/* Each decodes one kind of file: FAULT_PHOTO_PIXELS before a pixel is read, FAULT_PHOTO_BROKEN. */
MUST enum fault jpeg_read(struct str file, struct picture *);
MUST enum fault png_read(struct str file, struct picture *);
MUST enum fault webp_read(struct str file, struct picture *);
/* Turns it upright. */
MUST enum fault picture_turn(struct picture *);
/* FAULT_PHOTO_PIXELS, where a width and height are more than is taken. */
MUST enum fault picture_size(int64_t width, int64_t height);

/* The orientation that EXIF data name (EXIF 2.32, 4.6.4, tag 0x0112); 1 when it names none. */
int exif_turn(struct str data);

#endif
