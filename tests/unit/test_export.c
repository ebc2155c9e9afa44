/* Writing the library out, and reading it back: the same library. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail
#include <fcntl.h>
#include <unistd.h>

#include "lending/demo.h"
#include "lending/export.h"
#include "lending/import.h"
#include "lending/tool.h"
#include "schema/db.h"
#include "tests/unit/library.h"

static struct library lib, other;
static struct arena mem;

static int setup(void **state)
{
    (void)state;
    library_make(&lib);
    library_make(&other);
    lib.mem.limit = (size_t)64 << 20;
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    library_drop(&lib);
    library_drop(&other);
    arena_free(&mem);
    return 0;
}

static enum fault fill_body(struct ctx *c, void *arg)
{
    (void)arg;
    return demo_fill(c);
}

static enum fault write_body(struct ctx *c, void *arg)
{
    return import_write(c, arg);
}

static struct import read_list(struct library *l, enum import_what what, struct str x)
{
    int fd = open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    struct import im = { .what = what, .fd = fd };
    assert_int_equal(write(fd, x.s, x.n), x.n);
    library_ctx(l);
    assert_int_equal(import_check(&l->c, &im), OK);
    assert_int_equal(im.bad, 0);
    assert_int_equal(db_write(&l->c, write_body, &im), OK);
    import_end(&im);
    close(fd);
    return im;
}

struct exporting {
    enum export_what what;
    struct buf b;
};

static enum fault export_body(struct ctx *c, void *arg)
{
    struct exporting *e = arg;
    return export_write(c, e->what, &e->b);
}

static struct str exported(struct library *l, enum export_what what)
{
    struct exporting e = { what, { .a = &mem } };
    library_ctx(l);
    assert_int_equal(db_read(&l->c, export_body, &e), OK);
    buf_z(&e.b);
    return buf_str(&e.b);
}

static void assert_same(struct str x, struct str y)
{
    assert_string_equal(x.s, y.s);
    assert_int_equal(x.n, y.n);
}

/* The demo has every kind of member, part, notice and state. */
static void a_library_read_from_its_own_lists_writes_the_same_lists(void **state)
{
    (void)state;
    library_ctx(&lib);
    assert_int_equal(db_write(&lib.c, fill_body, NULL), OK);
    struct str members = exported(&lib, EXPORT_MEMBERS), tools = exported(&lib, EXPORT_TOOLS);
    assert_int_equal(read_list(&other, IMPORT_MEMBERS, members).made, 45);
    assert_int_equal(read_list(&other, IMPORT_TOOLS, tools).made, 97);
    assert_same(exported(&other, EXPORT_MEMBERS), members);
    assert_same(exported(&other, EXPORT_TOOLS), tools);
    struct import again = read_list(&lib, IMPORT_TOOLS, tools);
    assert_int_equal(again.made + again.changed, 0);
    again = read_list(&lib, IMPORT_MEMBERS, members);
    assert_int_equal(again.made + again.changed, 0);
}

static void x27_hostile_text_comes_back_as_text(void **state)
{
    (void)state;
    struct str list = S("number,name,brand,shelf,note,parts,other_names,price,old_codes\r\n"
        "1,\"He said \"\"5\"\"\"\" nail\",'=1+1,'@home,\"two\nlines\",\"a, b;\",'-x,0.05,'+31612345678\r\n"
        "2,<script>alert(1)</script>,\"'; DROP TABLE tool;--\",''=x,\"''@\",accu x2,\"x; y, z\",,\r\n");
    read_list(&lib, IMPORT_TOOLS, list);
    struct str out = exported(&lib, EXPORT_TOOLS);
    read_list(&other, IMPORT_TOOLS, out);
    assert_same(exported(&other, EXPORT_TOOLS), out);
    struct tool t;
    int64_t id;
    assert_int_equal(tool_find(&other.c, "tool", S("1"), &id), OK);
    assert_int_equal(tool_get(&other.c, id, &t), OK);
    assert_true(str_eq(t.model.name, S("He said \"5\"\" nail")));
    assert_true(str_eq(t.model.brand, S("=1+1")));
    assert_true(str_eq(t.note, S("two\nlines")));
    assert_int_equal(tool_find(&other.c, "tool", S("2"), &id), OK);
    assert_int_equal(tool_get(&other.c, id, &t), OK);
    assert_true(str_eq(t.shelf, S("'=x")));
}

/* X31: no cell that a spreadsheet would run; +31 stays a telephone number. */
static void x31_exports_have_no_formula_cells(void **state)
{
    (void)state;
    read_list(&lib, IMPORT_MEMBERS, S("number,name,phone,note\n52318,'=HYPERLINK(1),0612345678,'@x\n"
                                      "52320,Anna,\"0612345678; 0612345679\",'-rek\n"));
    struct str x = exported(&lib, EXPORT_MEMBERS);
    assert_non_null(strstr(x.s, "\"'=HYPERLINK(1)\""));
    assert_non_null(strstr(x.s, ",+31612345678,"));
    assert_non_null(strstr(x.s, "\"'+31612345678; +31612345679\""));
    for (size_t i = 1; i < x.n; i++)
        if (x.s[i - 1] == ',' || x.s[i - 1] == '\n' || (x.s[i - 1] == '"' && x.s[i - 2] == ','))
            assert_null(memchr("=@", x.s[i], 2));
}

static void counted_tools_keep_their_row_through_an_export(void **state)
{
    (void)state;
    struct str list = S("number,name,quantity\n143,Hacksaw,3\n,Rake,2\n");
    read_list(&lib, IMPORT_TOOLS, list);
    struct str out = exported(&lib, EXPORT_TOOLS);
    assert_int_equal(read_list(&other, IMPORT_TOOLS, out).made, 5);
    struct import again = read_list(&other, IMPORT_TOOLS, list);
    assert_int_equal(again.same, 5);
    assert_int_equal(again.made, 0);
}

static void an_empty_library_writes_headings_that_can_be_read(void **state)
{
    (void)state;
    struct str x = exported(&lib, EXPORT_TOOLS);
    assert_true(str_starts(x, S("number,name,")));
    assert_int_equal(read_list(&other, IMPORT_TOOLS, x).rows, 0);
    assert_non_null(strstr(exported(&lib, EXPORT_STATE).s, "\"loans\":[]"));
}

/* The state says what is true now: the same state, the same bytes, and nothing of ids or the past. */
static void the_same_state_is_the_same_bytes(void **state)
{
    (void)state;
    library_ctx(&lib);
    library_ctx(&other);
    assert_int_equal(db_write(&lib.c, fill_body, NULL), OK);
    assert_int_equal(db_write(&other.c, fill_body, NULL), OK);
    struct str x = exported(&lib, EXPORT_STATE);
    assert_same(exported(&other, EXPORT_STATE), x);
    assert_null(strstr(x.s, "\"id\""));
    assert_null(strstr(x.s, "Bosma")); /* people by code only */
    assert_non_null(strstr(x.s, "\"member\":\"M52318G\""));
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_library_read_from_its_own_lists_writes_the_same_lists),
        TEST(x27_hostile_text_comes_back_as_text),
        TEST(x31_exports_have_no_formula_cells),
        TEST(counted_tools_keep_their_row_through_an_export),
        TEST(an_empty_library_writes_headings_that_can_be_read),
        TEST(the_same_state_is_the_same_bytes),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
