/* The CSV reader: what programs write, and what goes wrong in it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/buf.h"
#include "lending/csv.h"

static struct arena mem;

static int file_of(const char *bytes, size_t n)
{
    int fd = open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, n), n);
    return fd;
}

/* The whole file as text: cells in brackets, "!FAULT" for a row that is wrong, the row's number. */
static struct str told(const char *bytes, size_t n, struct csv *csv)
{
    arena_free(&mem);
    int fd = file_of(bytes, n);
    struct buf b = { .a = &mem };
    assert_int_equal(csv_open(csv, &mem, fd), OK);
    while (csv_row(csv)) {
        buf_int(&b, csv->row);
        if (csv->fault)
            buf_printf(&b, "!%s", fault_info(csv->fault)->name);
        for (size_t i = 0; i < csv->n_cells && !csv->fault; i++)
            buf_printf(&b, "[%.*s]", STR(csv->cells[i]));
        buf_char(&b, ' ');
    }
    assert_int_equal(csv_end(csv), OK);
    csv_close(csv);
    close(fd);
    buf_z(&b);
    return buf_str(&b);
}

static void is(const char *bytes, size_t n, enum csv_coding coding, char delimiter, const char *want)
{
    struct csv csv;
    struct str got = told(bytes, n, &csv);
    assert_string_equal(got.s ? got.s : "", want);
    assert_int_equal(csv.coding, coding);
    assert_int_equal(csv.delimiter, delimiter);
}
#define IS(bytes, coding, delimiter, want) is("" bytes, sizeof bytes - 1, coding, delimiter, want)

static void delimiters_are_found_by_how_the_first_rows_fit(void **state)
{
    (void)state;
    IS("a,b\n1,2\n", CSV_UTF8, ',', "1[a][b] 2[1][2] ");
    IS("a;b\n1;2\n", CSV_UTF8, ';', "1[a][b] 2[1][2] ");
    IS("a\tb\n1\t2\n", CSV_UTF8, '\t', "1[a][b] 2[1][2] ");
    IS("Naam;Soort, kort;Prijs\nBoor;x, y;2,50\nZaag;z;3,10\n", CSV_UTF8, ';',
       "1[Naam][Soort, kort][Prijs] 2[Boor][x, y][2,50] 3[Zaag][z][3,10] ");
    IS("\"a;b;c\",d\n1,2\n", CSV_UTF8, ',', "1[a;b;c][d] 2[1][2] ");
    IS("naam\nboor\n", CSV_UTF8, ',', "1[naam] 2[boor] ");
    IS("sep=;\na,x;b\n", CSV_UTF8, ';', "2[a,x][b] ");
}

static void line_breaks_of_all_kinds_end_a_row(void **state)
{
    (void)state;
    IS("a,b\r\n1,2\r\n", CSV_UTF8, ',', "1[a][b] 2[1][2] ");
    IS("a,b\r1,2\r", CSV_UTF8, ',', "1[a][b] 2[1][2] ");
    IS("a,b\n1,2", CSV_UTF8, ',', "1[a][b] 2[1][2] ");
    IS("a,b\n1,", CSV_UTF8, ',', "1[a][b] 2[1][] ");
    IS("a,b\n\n\n1,2\n,\n3,4\n", CSV_UTF8, ',', "1[a][b] 4[1][2] 6[3][4] ");
}

static void quotes_are_read_as_rfc_4180_says(void **state)
{
    (void)state;
    IS("a,b\n\"1 \"\"x\"\"\",\"p,q\"\n", CSV_UTF8, ',', "1[a][b] 2[1 \"x\"][p,q] ");
    IS("a,b\n\"two\r\nlines\",2\n3,4\n", CSV_UTF8, ',', "1[a][b] 2[two\nlines][2] 3[3][4] ");
    IS("a,b\n\"\",2\n", CSV_UTF8, ',', "1[a][b] 2[][2] ");
}

static void a_stray_quote_costs_its_own_row_only(void **state)
{
    (void)state;
    IS("a,b\n5\" pin,2\n3,4\n", CSV_UTF8, ',', "1[a][b] 2!ROW_QUOTE 3[3][4] ");
    IS("a,b\n\"x\"y,2\n3,4\n", CSV_UTF8, ',', "1[a][b] 2!ROW_QUOTE 3[3][4] ");
    IS("a,b\n\"x,2\n3,4\n5,6\n", CSV_UTF8, ',', "1[a][b] 2!ROW_QUOTE 3[3][4] 4[5][6] ");
    IS("a,b\n\"x,2\n3,\"y\"\n5,6\n", CSV_UTF8, ',', "1[a][b] 2!ROW_QUOTE 3[3][y] 4[5][6] ");
    IS("a,b\n1,\"x", CSV_UTF8, ',', "1[a][b] 2!ROW_QUOTE ");
}

static void a_nul_is_refused_with_its_row(void **state)
{
    (void)state;
    IS("a,b\n1,x\0y\n3,4\n", CSV_UTF8, ',', "1[a][b] 2!NOT_TEXT 3[3][4] ");
    IS("a,b\r1,2\r\0,4\r", CSV_UTF8, ',', "1[a][b] 2[1][2] 3!NOT_TEXT ");
}

static void a_byte_order_mark_is_taken_off(void **state)
{
    (void)state;
    IS("\xef\xbb\xbf" "a,b\n\xc3\xa9,2\n", CSV_UTF8, ',', "1[a][b] 2[é][2] ");
    IS("\xff\xfe" "a\0;\0b\0\n\0\xe9\0;\0\x3d\xd8\x28\xdd\n\0", CSV_UTF16LE, ';',
       "1[a][b] 2[é][\xf0\x9f\x94\xa8] ");
    IS("\xfe\xff" "\0a\0,\0b\0\n\0\xe9\0,\0002", CSV_UTF16BE, ',', "1[a][b] 2[é][2] ");
}

static void utf_16_without_a_mark_is_seen_by_its_zeros(void **state)
{
    (void)state;
    IS("a\0,\0b\0\n\0001\0,\0002\0\n\0", CSV_UTF16LE, ',', "1[a][b] 2[1][2] ");
    IS("\0a\0,\0b\0\n\0001\0,\0002\0\n", CSV_UTF16BE, ',', "1[a][b] 2[1][2] ");
    IS("\xff\xfe" "a\0,\0b\0\n\0\x3d\xd8,\0002\0\n\0", CSV_UTF16LE, ',', "1[a][b] 2!NOT_TEXT ");
}

static void windows_1252_is_what_is_left(void **state)
{
    (void)state;
    IS("a,b\ncaf\xe9,\x80 2\n", CSV_1252, ',', "1[a][b] 2[café][€ 2] ");
    IS("a,b\n1/4\x94,2\n\x81,4\n", CSV_1252, ',', "1[a][b] 2[1/4”][2] 3!NOT_TEXT ");
}

static void a_byte_gone_wrong_in_good_utf_8_is_a_fault_of_its_row(void **state)
{
    (void)state;
    IS("\xc3\xa9,b\n\xc3\xab,2\n\xc3,4\n5,\xc3\xa8\n", CSV_UTF8, ',',
       "1[é][b] 2[ë][2] 3!NOT_TEXT 4[5][è] ");
}

static struct str repeated(struct arena *a, const char *head, char c, size_t n, const char *tail)
{
    struct buf b = { .a = a };
    buf_z_add(&b, head);
    for (size_t i = 0; i < n; i++)
        buf_char(&b, c);
    buf_z_add(&b, tail);
    return buf_str(&b);
}

static void a_cell_too_long_is_a_fault_of_its_row(void **state)
{
    (void)state;
    struct arena a CLEANUP(arena_free) = { 0 };
    struct csv csv;
    struct str x = repeated(&a, "a,b\n", 'x', CSV_CELL_MOST + 1, ",2\n3,4\n");
    assert_string_equal(told(x.s, x.n, &csv).s, "1[a][b] 2!TOO_LONG 3[3][4] ");
    x = repeated(&a, "a,b\n", ',', CSV_CELLS_MOST + 1, "\n3,4\n");
    assert_string_equal(told(x.s, x.n, &csv).s, "1[a][b] 2!ROW_CELLS 3[3][4] ");
    x = repeated(&a, "a,b\n\"", 'x', CSV_CELL_MOST, "\",2\n3,4\n");
    assert_non_null(strstr(told(x.s, x.n, &csv).s, "x][2] 3[3][4]"));
}

static enum fault opened(const char *bytes, size_t n)
{
    struct csv csv;
    int fd = file_of(bytes, n);
    enum fault f = csv_open(&csv, &mem, fd);
    close(fd);
    return f;
}

static void files_of_other_programs_are_refused(void **state)
{
    (void)state;
    assert_int_equal(opened("PK\3\4rest", 8), FAULT_FILE_FORMAT);
    assert_int_equal(opened("\xd0\xcf\x11\xe0rest", 8), FAULT_FILE_FORMAT);
    assert_int_equal(opened("%PDF-1.7", 8), FAULT_FILE_FORMAT);
    assert_int_equal(opened("", 0), FAULT_FILE_FORMAT);
    struct csv csv;
    int fd = open("/tmp", O_RDONLY | O_DIRECTORY);
    assert_int_equal(csv_open(&csv, &mem, fd), FAULT_CANNOT_READ);
    close(fd);
}

static void a_pipe_is_read_twice_too(void **state)
{
    (void)state;
    int ends[2];
    struct csv csv;
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "a,b\n1,2\n", 8), 8);
    close(ends[1]);
    assert_int_equal(csv_open(&csv, &mem, ends[0]), OK);
    for (int i = 0; i < 2; i++) {
        assert_true(csv_row(&csv) && csv_row(&csv));
        assert_int_equal(csv.row, 2);
        assert_true(str_eq(csv.cells[1], S("2")));
        assert_false(csv_row(&csv));
        csv_rewind(&csv);
    }
    csv_close(&csv);
    close(ends[0]);
}

static void quotes_that_never_close_cost_each_their_own_row(void **state)
{
    (void)state;
    struct arena a CLEANUP(arena_free) = { 0 };
    struct buf b = { .a = &a };
    struct csv csv;
    buf_z_add(&b, "a,b\n");
    for (int i = 0; i < 5000; i++)
        buf_z_add(&b, "\"x,1\n3,4\n");
    int fd = file_of(b.s, b.n);
    assert_int_equal(csv_open(&csv, &mem, fd), OK);
    int good = 0, bad = 0;
    while (csv_row(&csv))
        ++*(csv.fault == FAULT_ROW_QUOTE ? &bad : &good);
    assert_int_equal(bad, 5000);
    assert_int_equal(good, 5001);
    csv_close(&csv);
    close(fd);
}

/* Rows that lie across the blocks the file is read in, in every coding. */
static void rows_across_blocks_stay_whole(void **state)
{
    (void)state;
    struct arena a CLEANUP(arena_free) = { 0 };
    struct buf b = { .a = &a }, wide = { .a = &a };
    for (int i = 0; i < 30000; i++)
        buf_printf(&b, "%d,\"Schaafmachine, né %d\"\r\n", i, i);
    buf_z_add(&wide, "\xff\xfe");
    struct str all = buf_str(&b);
    for (size_t i = 0; i < all.n;) {
        uint32_t cp = utf8_next(all, &i);
        buf_add(&wide, (struct str){ (char[]){ (char)cp, (char)(cp >> 8) }, 2 });
    }
    for (int wide_too = 0; wide_too < 2; wide_too++) {
        struct csv csv;
        int fd = wide_too ? file_of(wide.s, wide.n) : file_of(b.s, b.n);
        assert_int_equal(csv_open(&csv, &mem, fd), OK);
        for (int i = 0; i < 30000; i++) {
            assert_true(csv_row(&csv));
            assert_int_equal(csv.fault, OK);
            assert_true(str_eq(csv.cells[1], str_printf(&a, "Schaafmachine, né %d", i)));
        }
        assert_false(csv_row(&csv));
        csv_close(&csv);
        close(fd);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(delimiters_are_found_by_how_the_first_rows_fit),
        cmocka_unit_test(line_breaks_of_all_kinds_end_a_row),
        cmocka_unit_test(quotes_are_read_as_rfc_4180_says),
        cmocka_unit_test(a_stray_quote_costs_its_own_row_only),
        cmocka_unit_test(a_nul_is_refused_with_its_row),
        cmocka_unit_test(a_byte_order_mark_is_taken_off),
        cmocka_unit_test(utf_16_without_a_mark_is_seen_by_its_zeros),
        cmocka_unit_test(windows_1252_is_what_is_left),
        cmocka_unit_test(a_byte_gone_wrong_in_good_utf_8_is_a_fault_of_its_row),
        cmocka_unit_test(a_cell_too_long_is_a_fault_of_its_row),
        cmocka_unit_test(files_of_other_programs_are_refused),
        cmocka_unit_test(a_pipe_is_read_twice_too),
        cmocka_unit_test(quotes_that_never_close_cost_each_their_own_row),
        cmocka_unit_test(rows_across_blocks_stay_whole),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
