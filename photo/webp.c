/* See webp.h. */
#include "photo/webp.h"

#include <stdlib.h>

#include <webp/decode.h>
#include <webp/encode.h>

enum { QUALITY_LARGE = 72, QUALITY_SMALL = 60 };

/* Decoded to no more than is needed. A moving picture is none that we take. */
enum fault webp_read(struct str file, struct picture *p)
{
    WebPDecoderConfig k;
    const uint8_t *at = (const uint8_t *)file.s;
    if (!WebPInitDecoderConfig(&k) || WebPGetFeatures(at, file.n, &k.input) != VP8_STATUS_OK)
        return FAULT_PHOTO_BROKEN;
    enum fault f = picture_size(k.input.width, k.input.height);
    if (f || k.input.has_animation)
        return f ? f : FAULT_PHOTO_TYPE;
    int longest = k.input.width > k.input.height ? k.input.width : k.input.height;
    double by = longest > 2 * LARGE ? (double)(2 * LARGE) / longest : 1;
    p->width = (int)(k.input.width * by) > 1 ? (int)(k.input.width * by) : 1;
    p->height = (int)(k.input.height * by) > 1 ? (int)(k.input.height * by) : 1;
    size_t wide = (size_t)p->width * 3, size = wide * (size_t)p->height;
    p->rgb = malloc(size);
    if (!p->rgb)
        return FAULT_PHOTO_PIXELS;
    k.options.use_scaling = by < 1;
    k.options.scaled_width = p->width;
    k.options.scaled_height = p->height;
    k.output = (WebPDecBuffer){ .colorspace = MODE_RGB, .is_external_memory = 1,
                                .u.RGBA = { .rgba = p->rgb, .stride = (int)wide, .size = size } };
    return WebPDecode(at, file.n, &k) == VP8_STATUS_OK ? OK : FAULT_PHOTO_BROKEN;
}

static bool encode(WebPPicture *w, float quality, struct str *out)
{
    static WebPMemoryWriter writers[2];
    static size_t n;
    WebPMemoryWriter *to = &writers[n++ % COUNT(writers)];
    WebPConfig k;
    WebPMemoryWriterInit(to);
    w->writer = WebPMemoryWrite;
    w->custom_ptr = to;
    bool good = WebPConfigPreset(&k, WEBP_PRESET_PHOTO, quality) && WebPEncode(&k, w);
    *out = (struct str){ (const char *)to->mem, to->size };
    return good;
}

/* The middle of it, as a square. */
static bool square(WebPPicture *w)
{
    int side = w->width < w->height ? w->width : w->height;
    return WebPPictureCrop(w, (w->width - side) / 2, (w->height - side) / 2, side, side) &&
           WebPPictureRescale(w, SMALL, SMALL);
}

enum fault webp_write(const struct picture *p, struct str *large, int *width, int *height,
                      struct str *small)
{
    WebPPicture w;
    int longest = p->width > p->height ? p->width : p->height;
    bool good = WebPPictureInit(&w);
    w.width = p->width;
    w.height = p->height;
    good = good && WebPPictureImportRGB(&w, p->rgb, p->width * 3);
    if (good && longest > LARGE) {
        int to_w = p->width * LARGE / longest, to_h = p->height * LARGE / longest;
        good = WebPPictureRescale(&w, to_w > 1 ? to_w : 1, to_h > 1 ? to_h : 1);
    }
    *width = w.width;
    *height = w.height;
    good = good && encode(&w, QUALITY_LARGE, large) && square(&w) && encode(&w, QUALITY_SMALL, small);
    WebPPictureFree(&w);
    return good ? OK : FAULT_PHOTO_BROKEN;
}
