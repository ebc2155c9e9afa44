/* kist-photo's parts: which way up, how large, and files that are not what they say. */
#include "photo/picture.h"
#include "photo/webp.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <webp/decode.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

/* A TIFF of one entry, in either order of bytes. */
static struct str exif(char out[64], bool little, unsigned tag, unsigned type, unsigned value)
{
    const unsigned char big[] = { 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, (unsigned char)(tag >> 8), (unsigned char)tag,
        0, (unsigned char)type, 0, 0, 0, 1, 0, (unsigned char)value, 0, 0, 0, 0, 0, 0 };
    const unsigned char small[] = { 'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0, (unsigned char)tag, (unsigned char)(tag >> 8),
        (unsigned char)type, 0, 1, 0, 0, 0, (unsigned char)value, 0, 0, 0, 0, 0, 0, 0 };
    memcpy(out, "Exif\0\0", 6);
    memcpy(out + 6, little ? small : big, sizeof big);
    return (struct str){ out, 6 + sizeof big };
}

static void X30_exif_says_which_way_up(void **state)
{
    char room[64];
    (void)state;
    for (unsigned turn = 1; turn <= 8; turn++) {
        assert_int_equal(exif_turn(exif(room, true, 0x112, 3, turn)), (int)turn);
        assert_int_equal(exif_turn(exif(room, false, 0x112, 3, turn)), (int)turn);
    }
    assert_int_equal(exif_turn(exif(room, true, 0x112, 3, 9)), 1);
    assert_int_equal(exif_turn(exif(room, true, 0x112, 4, 6)), 1);
    assert_int_equal(exif_turn(exif(room, true, 0x10f, 3, 6)), 1);
    assert_int_equal(exif_turn(S("")), 1);
    struct str whole = exif(room, true, 0x112, 3, 6);
    for (size_t n = 0; n < whole.n - 6; n++) { /* cut anywhere: no byte beyond it is read */
        char *cut = malloc(n + 1);
        memcpy(cut, whole.s, n);
        int turn = exif_turn((struct str){ cut, n });
        assert_true(turn == 1 || turn == 6);
        free(cut);
    }
    room[10] = room[11] = room[12] = room[13] = (char)0xff; /* the entries would be beyond the file */
    assert_int_equal(exif_turn(whole), 1);
}

/* Three by two pixels, 1 to 6, are shown as a person who turned the camera saw them. */
static void X30_a_picture_is_turned_upright(void **state)
{
    static const char *const shown[] = { "123456", "321654", "654321", "456123", "142536", "415263", "635241",
                                         "362514" };
    (void)state;
    for (int turn = 1; turn <= 8; turn++) {
        struct picture p = { 3, 2, malloc(18), turn };
        char got[7] = { 0 };
        for (int i = 0; i < 18; i++)
            p.rgb[i] = (unsigned char)('1' + i / 3);
        assert_int_equal(picture_turn(&p), OK);
        assert_int_equal(p.width, turn > 4 ? 2 : 3);
        for (int i = 0; i < 6; i++)
            got[i] = (char)p.rgb[i * 3];
        assert_string_equal(got, shown[turn - 1]);
        free(p.rgb);
    }
}

/* Red above, blue below. */
static struct str jpeg_make(int width, int height, unsigned char **out)
{
    struct jpeg_compress_struct j;
    struct jpeg_error_mgr e;
    unsigned long n = 0;
    char room[64];
    struct str turned = exif(room, true, 0x112, 3, 6);
    j.err = jpeg_std_error(&e);
    jpeg_create_compress(&j);
    *out = NULL;
    jpeg_mem_dest(&j, out, &n);
    j.image_width = (JDIMENSION)width;
    j.image_height = (JDIMENSION)height;
    j.input_components = 3;
    j.in_color_space = JCS_RGB;
    jpeg_set_defaults(&j);
    jpeg_start_compress(&j, TRUE);
    jpeg_write_marker(&j, JPEG_APP0 + 1, (const JOCTET *)turned.s, (unsigned)turned.n);
    unsigned char *row = malloc((size_t)width * 3);
    for (int y = 0; y < height; y++) {
        for (int x = 0; x < width * 3; x++)
            row[x] = x % 3 == (y < height / 2 ? 0 : 2) ? 250 : 5;
        jpeg_write_scanlines(&j, &row, 1);
    }
    free(row);
    jpeg_finish_compress(&j);
    jpeg_destroy_compress(&j);
    return (struct str){ (const char *)*out, n };
}

static void X30_a_large_jpeg_becomes_two_small_upright_pictures(void **state)
{
    unsigned char *bytes;
    struct str file = jpeg_make(3000, 2000, &bytes), large, small;
    struct picture p = { 0 };
    int width, height, w, h;
    (void)state;
    assert_int_equal(jpeg_read(file, &p), OK);
    assert_true(p.width >= LARGE && p.width < 2 * LARGE); /* not decoded in full */
    assert_int_equal(p.turn, 6);
    assert_int_equal(picture_turn(&p), OK);
    assert_int_equal(webp_write(&p, &large, &width, &height, &small), OK);
    assert_int_equal(width, 640);
    assert_int_equal(height, 960);
    uint8_t *rgb = WebPDecodeRGB((const uint8_t *)small.s, small.n, &w, &h);
    assert_int_equal(w, SMALL);
    assert_int_equal(h, SMALL);
    assert_true(rgb[2] > 200 && rgb[0] < 60);                                 /* blue to the left, */
    assert_true(rgb[(SMALL - 1) * 3] > 200 && rgb[(SMALL - 1) * 3 + 2] < 60); /* red to the right */
    WebPFree(rgb);
    struct picture half = { 0 };
    assert_int_equal(jpeg_read(str_upto(file, file.n / 2), &half), FAULT_PHOTO_BROKEN);
    free(half.rgb);
    free(bytes);
    free(p.rgb);
}

static void X30_sizes_are_checked_before_decoding(void **state)
{
    (void)state;
    assert_int_equal(picture_size(8000, 5000), OK);
    assert_int_equal(picture_size(8001, 5000), FAULT_PHOTO_PIXELS);
    assert_int_equal(picture_size(0x7fffffff, 0x7fffffff), FAULT_PHOTO_PIXELS);
    assert_int_equal(picture_size(0, 10), FAULT_PHOTO_BROKEN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(X30_exif_says_which_way_up),
        cmocka_unit_test(X30_a_picture_is_turned_upright),
        cmocka_unit_test(X30_a_large_jpeg_becomes_two_small_upright_pictures),
        cmocka_unit_test(X30_sizes_are_checked_before_decoding),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
