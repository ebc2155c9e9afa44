/* The parts that draw: QR symbols, sheets, ZPL, the terminal. What a page looks like is proven by
 * suite/40-labels, which decodes and measures it. */
#include "labels/label.h"
#include "labels/qr.h"
#include "labels/terminal.h"
#include "labels/zpl.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <unistd.h>

static struct arena mem;
static struct str own; /* the templates of our own */

static struct qr made(const char *text)
{
    static struct qr_maker maker;
    return qr_make(&maker, &mem, str_of(text));
}

static void assert_symbol(const char *text, int modules, int level)
{
    struct qr qr = made(text);
    assert_int_equal(qr.n, modules);
    assert_int_equal(qr.level, level);
}

static void the_smallest_version_at_m_then_its_highest_level(void **state)
{
    (void)state;
    enum { M = 1, Q, H };
    assert_symbol("HTTPS://KIST.NL/T/ABC12", 25, Q);
    assert_symbol("https://kist.nl/t/abc12", 25, M);
    assert_symbol("HTTPS://KIST.EXAMPLE.ORG/T/7XQ2F", 25, M);
    assert_symbol("HTTPS://GEREEDSCHAPSKIST-AMERSFOORT.NL/T/7XQ2F", 29, Q);
    assert_symbol("HTTP://K.NL/T/1T", 21, Q);
    assert_symbol("A", 21, H);
}

static void text_that_no_symbol_holds_gives_none(void **state)
{
    (void)state;
    assert_int_equal(made("").n, 0);
    struct buf b = { .a = &mem };
    for (int i = 0; i < QR_TEXT_MOST + 1; i++)
        buf_char(&b, 'A');
    assert_int_equal(made(buf_z(&b)).n, 0);
}

static struct medium found(const char *name)
{
    struct medium m = { 0 };
    struct str choices;
    assert_int_equal(sheet_find(&mem, str_of(name), own, &m, &choices), OK);
    return m;
}

static void sheets_are_found_however_their_name_is_written(void **state)
{
    (void)state;
    static const char *const same[] = { "L7160", "l7160", "Avery L7160", "avery-zweckform L-7160",
                                        "AVERY ZWECKFORM L7160", "", "J8160" };
    for (size_t i = 0; i < COUNT(same); i++)
        assert_string_equal(found(same[i]).part, "L7160");
    assert_string_equal(found("Dymo 99012").part, "99012");
    assert_string_equal(found("dk 11201").part, "DK-1201");
    struct medium m = found("62,5 x 29");
    assert_true(fabs(m.w - 62.5) < 1e-9 && fabs(m.h - 29) < 1e-9 && m.nx == 1 && m.ny == 1);
}

static void what_is_no_sheet_is_refused(void **state)
{
    (void)state;
    static const char *const none[] = { "L9999", "Herma L7160", "5x500", "7.9x20", "501x20", "62x",
                                        "x", "62x29x3", "../../etc/passwd", "62.5.1x10" };
    struct medium m;
    struct str choices;
    own = S("/nowhere");
    for (size_t i = 0; i < COUNT(none); i++)
        assert_int_equal(sheet_find(&mem, str_of(none[i]), own, &m, &choices), FAULT_SHEET_UNKNOWN);
}

/* Die-cut sheets lie in the middle of their page; a wrong figure moves one margin only. */
static void every_sheet_lies_in_the_middle_of_its_page(void **state)
{
    (void)state;
    size_t n;
    const struct medium *m = sheets_all(&n);
    assert_true(n >= 28);
    for (size_t i = 0; i < n; i++) {
        double right = m[i].page_w - m[i].x - (m[i].nx - 1) * m[i].dx - m[i].w;
        double bottom = m[i].page_h - m[i].y - (m[i].ny - 1) * m[i].dy - m[i].h;
        assert_true(m[i].x >= 0 && m[i].y >= 0 && right > -0.25 && bottom > -0.25);
        assert_true(m[i].dx >= m[i].w - 0.01 && m[i].dy >= m[i].h - 0.01);
        if (fabs(right - m[i].x) > 1.2 || fabs(bottom - m[i].y) > 1.2)
            print_message("# %s: margins %.2f %.2f, %.2f %.2f\n", m[i].part, m[i].x, right, m[i].y,
                          bottom);
        assert_true(fabs(right - m[i].x) <= 1.2 && fabs(bottom - m[i].y) <= 1.2);
    }
}

/* Lengths in several units; an alias; a round label, a CD; the same part at several makers. */
#define TEMPLATE(brand, part, size, w)                                                     \
    "<Template brand=\"" brand "\" part=\"" part "\" size=\"" size "\">"                    \
    "<Label-rectangle id=\"0\" width=\"" w "\" height=\"1in\">"                           \
    "<Layout nx=\"2\" ny=\"2\" x0=\"0\" y0=\"0\" dx=\"" w "\" dy=\"1in\"/></Label-rectangle>" \
    "</Template>\n"
static const char xml[] =
    "<?xml version=\"1.0\"?>\n<Glabels-templates>\n"
    "<Template brand=\"Own\" part=\"T-1\" size=\"A4\"><Meta category=\"label\"/>"
    "<Label-rectangle id=\"0\" width=\"2in\" height=\"72\" round=\"5\"><Markup-margin size=\"5\"/>"
    "<Layout nx=\"3\" ny=\"10\" x0=\"5mm\" y0=\"1.5cm\" dx=\"60mm\" dy=\"25.4mm\"/>"
    "</Label-rectangle></Template>\n<Template brand=\"Own\" part=\"T-2\" equiv=\"T-1\"/>\n"
    "<Template brand=\"Own\" part=\"R\" size=\"A4\"><Label-round id=\"0\" radius=\"20mm\">"
    "<Layout nx=\"2\" ny=\"2\" x0=\"0\" y0=\"0\" dx=\"1in\" dy=\"1in\"/></Label-round></Template>\n"
    "<Template brand=\"Own\" part=\"CD\" size=\"A4\"><Label-cd id=\"0\" radius=\"60mm\">"
    "<Layout nx=\"1\" ny=\"1\" x0=\"0\" y0=\"0\" dx=\"1in\" dy=\"1in\"/></Label-cd></Template>\n"
    TEMPLATE("Ae", "99", "US-Letter", "1in") TEMPLATE("Be", "99", "A4", "2in")
    TEMPLATE("Ce", "98", "A4", "2in") TEMPLATE("De", "98", "A4", "3in") "</Glabels-templates>\n";

static void templates_of_glabels_are_read_with_their_units_and_aliases(void **state)
{
    (void)state;
    char folder[] = "/tmp/kist-templates-XXXXXX";
    assert_non_null(mkdtemp(folder));
    const char *path = str_printf(&mem, "%s/own-templates.xml", folder).s;
    const char *broken = str_printf(&mem, "%s/a-templates.xml", folder).s;
    FILE *f = fopen(path, "w"), *g = fopen(broken, "w");
    assert_true(f && g);
    fputs(xml, f);
    fputs("<Template brand=\"Own\" part=", g);
    assert_int_equal(fclose(f) + fclose(g), 0);
    own = str_of(folder);
    struct medium m = found("own t1"), same = found("Own T-2");
    assert_true(fabs(m.w - 50.8) < 1e-6 && fabs(m.h - 25.4) < 1e-6 && fabs(m.x - 5) < 1e-6);
    assert_true(fabs(m.y - 15) < 1e-6 && m.nx == 3 && m.ny == 10 && fabs(m.page_w - 210) < 1e-6);
    assert_true(fabs(same.w - m.w) < 1e-6 && same.ny == m.ny);
    struct str choices;
    m = found("Own R"); /* round: the square in it */
    assert_true(fabs(m.w - 28.284) < 0.01 && fabs(m.h - m.w) < 1e-6 && fabs(m.x - 5.858) < 0.01);
    assert_int_equal(sheet_find(&mem, S("Own CD"), own, &m, &choices), FAULT_SHEET_UNKNOWN);
    assert_string_equal(found("99").brand, "Be"); /* A4 goes before US Letter */
    assert_string_equal(found("Ae 99").brand, "Ae");
    assert_int_equal(sheet_find(&mem, S("98"), own, &m, &choices), FAULT_SHEET_SEVERAL);
    assert_string_equal(str_z(&mem, choices), "Ce 98, De 98");
    size_t n, ours;
    sheets_all(&ours);
    const struct medium *all = sheets_known(&mem, own, &n); /* ours first; a CD is no label */
    assert_int_equal(n, ours + 6);
    assert_string_equal(all[ours].part, "T-1");
    own = str_of(path); /* or a file of any name */
    assert_true(found("Own R").nx == 2);
    own = S("");
    assert_int_equal(unlink(path) + unlink(broken) + rmdir(folder), 0);
}

static int count(struct str text, const char *part)
{
    int n = 0;
    for (ptrdiff_t at; (at = str_find(text, str_of(part))) >= 0; n++)
        text = str_from(text, (size_t)at + strlen(part));
    return n;
}

static struct str zpl(const struct label *labels, size_t n, const char *sheet)
{
    struct label_job job = { .format = LABEL_ZPL, .labels = labels, .n_labels = n,
                             .library = S("^XZ~JR"), .phone = S("+31501234567") };
    struct plan plan = label_plan(&mem, &job, found(sheet));
    struct buf b = { .a = &mem };
    const struct label *which = NULL;
    assert_int_equal(zpl_draw(&plan, &b, &which), OK);
    return buf_str(&b);
}

static void x32_one_tool_is_exactly_one_label_whatever_its_name_says(void **state)
{
    (void)state;
    static const char *const names[] = { "^XZ~JR^XA^FDx^FS", "a_5Eb\\&c\\", "~DGR:X", "Zoë ^^",
                                         "" };
    struct label labels[COUNT(names)];
    for (size_t i = 0; i < COUNT(names); i++)
        labels[i] = (struct label){ .url = S("HTTPS://KIST.EXAMPLE/T/417A"), .number = S("417"),
                                    .letter = S("A"), .name = str_of(names[i]),
                                    .brand = str_of(names[i]), .branch = str_of(names[i]) };
    struct str out = zpl(labels, COUNT(labels), "57x32");
    assert_int_equal(count(out, "^XA"), COUNT(names));
    assert_int_equal(count(out, "^XZ"), COUNT(names));
    assert_int_equal(count(out, "~"), 0);
    assert_int_equal(count(out, "^CI28"), COUNT(names));
    assert_int_equal(count(out, "^FDQA,HTTPS://KIST.EXAMPLE/T/417A^FS"), COUNT(names));
    assert_true(count(out, "_5EXZ_7EJR_5EXA_5EFDx_5EFS^FS") >= 2);
    assert_true(count(out, "a_5F5Eb_5C&c_5C^FS") >= 2);
    assert_true(count(out, "Zoë _5E_5E^FS") >= 2);
    assert_int_equal(count(out, "^FD"), count(out, "^FS") - count(out, "^GB"));
}

static void a_zpl_label_that_is_taller_than_wide_is_turned(void **state)
{
    (void)state;
    const struct label l = { .url = S("HTTPS://KIST.EXAMPLE/T/417A"), .number = S("417") };
    assert_true(count(zpl(&l, 1, "32x57"), "^A0B,") >= 1);
    assert_true(count(zpl(&l, 1, "57x32"), "^A0N,") >= 1);
}

static struct str terminal(bool plain, const char *name)
{
    const struct label l = { .url = S("HTTPS://KIST.EXAMPLE/T/417A"), .number = S("417"),
                             .letter = S("A"), .name = str_of(name) };
    struct label_job job = { .plain = plain, .labels = &l, .n_labels = 1 };
    struct buf b = { .a = &mem };
    const struct label *which;
    assert_int_equal(terminal_draw(&mem, &job, &b, &which), OK);
    return buf_str(&b);
}

static void a_code_in_the_terminal_says_its_own_colours(void **state)
{
    (void)state;
    struct str colour = terminal(false, "Hamer"), plain = terminal(true, "Hamer");
    assert_int_equal(count(colour, "\033[38;5;16;48;5;231m"), (25 + 2 * QR_QUIET + 1) / 2);
    assert_int_equal(count(colour, "\033[0m\n"), (25 + 2 * QR_QUIET + 1) / 2);
    assert_int_equal(count(plain, "\033"), 0);
    assert_true(str_ends(colour, S("\n417A  Hamer\n")));
}

static int tidy(void **state)
{
    (void)state;
    arena_free(&mem);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(the_smallest_version_at_m_then_its_highest_level, tidy),
        cmocka_unit_test_teardown(text_that_no_symbol_holds_gives_none, tidy),
        cmocka_unit_test_teardown(sheets_are_found_however_their_name_is_written, tidy),
        cmocka_unit_test_teardown(what_is_no_sheet_is_refused, tidy),
        cmocka_unit_test_teardown(every_sheet_lies_in_the_middle_of_its_page, tidy),
        cmocka_unit_test_teardown(templates_of_glabels_are_read_with_their_units_and_aliases, tidy),
        cmocka_unit_test_teardown(x32_one_tool_is_exactly_one_label_whatever_its_name_says, tidy),
        cmocka_unit_test_teardown(a_zpl_label_that_is_taller_than_wide_is_turned, tidy),
        cmocka_unit_test_teardown(a_code_in_the_terminal_says_its_own_colours, tidy),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
