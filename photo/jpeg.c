/* JPEG. Decoded at an eighth to eight eighths of its size, whichever is just enough: a picture of 40
 * megapixels takes little more memory than a small one. See picture.h. */
#include <stdio.h>
#include <jpeglib.h>
#include <jerror.h> /* it names functions that base/banned.h forbids */

#include "photo/picture.h"

#include <setjmp.h>
#include <stdlib.h>

enum { SCANS_MOST = 100, EXIF_MOST = 0xffff, EIGHTHS = 8 };

struct reader {
    struct jpeg_decompress_struct j;
    struct jpeg_error_mgr error;
    struct jpeg_progress_mgr progress;
    jmp_buf out;
    bool cut; /* the file ends before the picture does */
};

static void refuse(j_common_ptr j)
{
    struct reader *r = j->client_data;
    longjmp(r->out, 1);
}

static void hear(j_common_ptr j, int level)
{
    struct reader *r = j->client_data;
    if (level < 0 && j->err->msg_code == JWRN_JPEG_EOF)
        r->cut = true;
}

/* A progressive picture may say the same thing a million times. */
static void scans_count(j_common_ptr j)
{
    struct reader *r = j->client_data;
    if (r->j.input_scan_number > SCANS_MOST)
        longjmp(r->out, 1);
}

static void exif_read(struct jpeg_decompress_struct *j, struct picture *p)
{
    for (jpeg_saved_marker_ptr m = j->marker_list; m && !p->turn; m = m->next) {
        struct str data = { (const char *)m->data, m->data_length };
        if (str_starts(data, S("Exif")))
            p->turn = exif_turn(data);
    }
}

static enum fault rows_read(struct reader *r, struct picture *p)
{
    struct jpeg_decompress_struct *j = &r->j;
    unsigned longest = j->image_width > j->image_height ? j->image_width : j->image_height;
    j->scale_denom = EIGHTHS;
    j->scale_num = 1;
    while (j->scale_num < EIGHTHS && longest * j->scale_num / EIGHTHS < LARGE)
        j->scale_num++;
    j->out_color_space = JCS_RGB;
    jpeg_start_decompress(j);
    p->width = (int)j->output_width;
    p->height = (int)j->output_height;
    size_t wide = (size_t)p->width * 3;
    p->rgb = malloc(wide * (size_t)p->height);
    if (!p->rgb)
        return FAULT_PHOTO_PIXELS;
    while (j->output_scanline < j->output_height && !r->cut) {
        JSAMPROW row = p->rgb + wide * j->output_scanline;
        jpeg_read_scanlines(j, &row, 1);
    }
    return r->cut ? FAULT_PHOTO_BROKEN : OK;
}

enum fault jpeg_read(struct str file, struct picture *p)
{
    static struct reader r; /* its members must outlive the longjmp */
    enum fault f = OK;
    r = (struct reader){ .progress = { .progress_monitor = scans_count } };
    r.j.err = jpeg_std_error(&r.error);
    r.j.client_data = &r;
    r.error.error_exit = refuse;
    r.error.emit_message = hear;
    if (setjmp(r.out)) {
        jpeg_destroy_decompress(&r.j);
        return FAULT_PHOTO_BROKEN;
    }
    jpeg_create_decompress(&r.j);
    r.j.client_data = &r;
    r.j.progress = &r.progress;
    jpeg_mem_src(&r.j, (const unsigned char *)file.s, file.n);
    jpeg_save_markers(&r.j, JPEG_APP0 + 1, EXIF_MOST);
    jpeg_read_header(&r.j, TRUE);
    f = picture_size(r.j.image_width, r.j.image_height);
    exif_read(&r.j, p);
    if (!f)
        f = rows_read(&r, p);
    jpeg_destroy_decompress(&r.j);
    return f;
}
