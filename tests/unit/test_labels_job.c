/* A label job is written and read exactly, and what kist-labels refuses comes back as a refusal. */
#include "labels/job.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct arena mem;

static struct label_job read_good(struct str json)
{
    struct label_job job;
    struct str where;
    assert_int_equal(job_read(&mem, json, &job, &where), OK);
    return job;
}

static void bad(const char *json, const char *place)
{
    struct label_job job;
    struct str where;
    assert_int_equal(job_read(&mem, str_of(json), &job, &where), FAULT_BODY_FORMAT);
    assert_string_equal(str_z(&mem, where), place);
}

static void same(struct str x, struct str y)
{
    assert_string_equal(str_z(&mem, x), str_z(&mem, y));
}

static void what_is_written_is_read_back(void **state)
{
    (void)state;
    const struct str parts[] = { S("1 tentdoek, \"wit\""), S("4 zijwanden") };
    const struct label labels[] = {
        { .url = S("HTTPS://KIST.EXAMPLE/T/417A"), .number = S("417"), .letter = S("A"),
          .name = S("Klopboormachine \\ \"Zoë\""), .brand = S("Bosch"), .branch = S("De Hoogte"),
          .shelf = S("B3"), .owner = S("Sam"), .phone = S("+31507654321"), .colour = S("#0a5c3c"),
          .inspect = day_of(2027, 6, 1), .safety = 2, .parts = parts, .n_parts = 2 },
        { .number = S("88") } };
    struct label_job job = { .format = LABEL_PNG, .layout = LAYOUT_KIT, .sheet = S("L4773"),
                             .single = true, .start = 5, .page = 2, .x = -150, .y = 75, .dpi = 600,
                             .plain = true, .lang = S("en"), .library = S("Kist"),
                             .phone = S("+31501234567"), .labels = labels, .n_labels = 2 };
    struct buf b = { .a = &mem };
    job_write(&b, &job);
    struct label_job got = read_good(buf_str(&b));
    assert_int_equal(got.format, LABEL_PNG);
    assert_int_equal(got.layout, LAYOUT_KIT);
    assert_true(got.single && got.plain);
    assert_int_equal(got.start, 5);
    assert_int_equal(got.page, 2);
    assert_int_equal(got.x, -150);
    assert_int_equal(got.y, 75);
    assert_int_equal(got.dpi, 600);
    same(got.sheet, job.sheet);
    same(got.lang, job.lang);
    same(got.library, job.library);
    same(got.phone, job.phone);
    assert_int_equal(got.n_labels, 2);
    const struct label *l = &got.labels[0];
    same(l->url, labels[0].url);
    same(l->name, labels[0].name);
    same(l->colour, labels[0].colour);
    same(l->owner, labels[0].owner);
    same(l->phone, labels[0].phone);
    assert_true(day_is(l->inspect, labels[0].inspect));
    assert_int_equal(l->safety, 2);
    assert_int_equal(l->n_parts, 2);
    same(l->parts[0], parts[0]);
    same(got.labels[1].number, S("88"));
    assert_int_equal(got.labels[1].n_parts, 0);
    struct buf again = { .a = &mem };
    job_write(&again, &got);
    same(buf_str(&again), buf_str(&b));
}

static void a_zero_job_with_one_label_is_a_pdf_on_the_default_sheet(void **state)
{
    (void)state;
    struct label_job job = read_good(S("{\"labels\":[{}]}"));
    assert_int_equal(job.format, LABEL_PDF);
    assert_int_equal(job.layout, LAYOUT_AUTO);
    assert_int_equal(job.sheet.n, 0);
}

static void what_is_not_exactly_a_job_is_refused_by_place(void **state)
{
    (void)state;
    bad("", "");
    bad("[]", "");
    bad("{\"labels\":[{}]} x", "");
    bad("{}", "labels");
    bad("{\"labels\":[]}", "labels");
    bad("{\"labels\":{}}", "labels");
    bad("{\"labels\":[{}],\"sheets\":\"L7160\"}", "sheets");
    bad("{\"labels\":[{}],\"sheet\":\"a\",\"sheet\":\"b\"}", "");
    bad("{\"labels\":[{}],\"sheet\":7160}", "sheet");
    bad("{\"labels\":[{}],\"format\":\"gif\"}", "format");
    bad("{\"labels\":[{}],\"start\":-1}", "start");
    bad("{\"labels\":[{}],\"start\":1.5}", "start");
    bad("{\"labels\":[{}],\"dpi\":99}", "dpi");
    bad("{\"labels\":[{}],\"dpi\":99999999999999999999}", "");
    bad("{\"labels\":[{}],\"single\":1}", "single");
    bad("{\"labels\":[{},{\"nmae\":\"x\"}]}", "labels[1].nmae");
    bad("{\"labels\":[{\"safety\":4}]}", "labels[0].safety");
    bad("{\"labels\":[{\"inspect\":\"2027-02-30\"}]}", "labels[0].inspect");
    bad("{\"labels\":[{\"parts\":[1]}]}", "labels[0].parts");
    bad("{\"labels\":[{\"colour\":\"red\"}]}", "labels[0].colour");
    bad("{\"labels\":[{\"url\":\"HTTPS://X/T/Zoë\"}]}", "labels[0].url");
    bad("{\"labels\":[{\"url\":\"HTTPS://X/T/1 A\"}]}", "labels[0].url");
    bad("{\"labels\":[{\"name\":\"\xff\"}]}", "");
}

static void x29_no_control_or_format_character_reaches_a_label(void **state)
{
    (void)state;
    const struct label labels[] = { { .name = S("a\0b\x1b[31m \xe2\x80\xae" "c\r\nd\xff" "e") } };
    struct buf b = { .a = &mem };
    job_write(&b, &(struct label_job){ .labels = labels, .n_labels = 1 });
    same(read_good(buf_str(&b)).labels[0].name, S("ab[31m c d\xef\xbf\xbd" "e"));
}

static void a_name_of_ten_thousand_characters_is_cut_not_refused(void **state)
{
    (void)state;
    struct buf name = { .a = &mem }, b = { .a = &mem };
    for (int i = 0; i < 10000; i++)
        buf_add(&name, S("\xc3\xab"));
    job_write(&b, &(struct label_job){ .labels = &(struct label){ .name = buf_str(&name) },
                                       .n_labels = 1 });
    struct str got = read_good(buf_str(&b)).labels[0].name;
    assert_int_equal(utf8_count(got), 400);
    assert_true(utf8_valid(got));
}

static void a_list_of_sheets_or_a_calibration_needs_no_labels(void **state)
{
    (void)state;
    assert_int_equal(read_good(S("{\"format\":\"sheets\",\"labels\":[]}")).format, LABEL_SHEETS);
    assert_int_equal(read_good(S("{\"layout\":\"frames\",\"labels\":[]}")).n_labels, 0);
}

static void a_refusal_of_the_helper_keeps_its_facts(void **state)
{
    (void)state;
    struct ctx c = { .mem = &mem };
    struct str line = S("LABEL_TOO_SMALL\t{\"sheet\":\"L4731\",\"number\":\"417A\"}");
    assert_int_equal(job_refused(&c, line), FAULT_LABEL_TOO_SMALL);
    assert_int_equal(c.n_wrong, 1);
    assert_string_equal(c.wrong[0].arg, "sheet");
    assert_int_equal(c.wrong[0].n_facts, 2);
    assert_string_equal(c.wrong[0].facts[1].name, "number");
    same(c.wrong[0].facts[1].v.s, S("417A"));
    same(c.wrong[0].got.s, S("L4731"));
    assert_int_equal(job_refused(&c, S("LABEL_START\t{\"n\":21}")), FAULT_LABEL_START);
    assert_string_equal(c.wrong[1].arg, "start");
    assert_int_equal(c.wrong[1].facts[0].v.i, 21);
}

static void anything_else_it_says_is_a_broken_helper(void **state)
{
    (void)state;
    const struct str lines[] = { S(""), S("Segmentation fault"), S("TOOL_OUT\t{}"),
                                 S("BODY_FORMAT\t{\"where\":\"sheet\"}") };
    for (size_t i = 0; i < COUNT(lines); i++) {
        struct ctx c = { .mem = &mem };
        assert_int_equal(job_refused(&c, lines[i]), FAULT_HELPER);
        same(c.wrong[0].got.s, S("kist-labels"));
        assert_int_equal(c.wrong[0].n_facts, 0);
    }
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
        cmocka_unit_test_teardown(what_is_written_is_read_back, tidy),
        cmocka_unit_test_teardown(a_zero_job_with_one_label_is_a_pdf_on_the_default_sheet, tidy),
        cmocka_unit_test_teardown(what_is_not_exactly_a_job_is_refused_by_place, tidy),
        cmocka_unit_test_teardown(x29_no_control_or_format_character_reaches_a_label, tidy),
        cmocka_unit_test_teardown(a_name_of_ten_thousand_characters_is_cut_not_refused, tidy),
        cmocka_unit_test_teardown(a_list_of_sheets_or_a_calibration_needs_no_labels, tidy),
        cmocka_unit_test_teardown(a_refusal_of_the_helper_keeps_its_facts, tidy),
        cmocka_unit_test_teardown(anything_else_it_says_is_a_broken_helper, tidy),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
