/* The engine: who may, one transaction, a try that keeps nothing, the same key twice, several at
 * once. The operations here are the test's own; the database is real. */
#include "lending/branch.h"
#include "lending/secret.h"
#include "lending/setting.h"
#include "ops/look.h"
#include "schema/query.h"
#include "tests/unit/library.h"
#include "text/text.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#undef fail /* ours is a function */

static struct library lib;
static struct out out;

static int begin(void **state)
{
    (void)state;
    library_make(&lib);
    return 0;
}

static int end(void **state)
{
    (void)state;
    library_drop(&lib);
    return 0;
}

static const struct shape branch_shape = {
    "branch", FIELDS({ "branch", FK_INT }, { "name", FK_TEXT }, { "due", FK_DAY },
                     { "fee", FK_MONEY }, { "token", FK_SECRET })
};

/* Makes a branch; the name "kapot" fails after it was made. */
static enum fault add_run(struct ctx *c, const struct val *args, struct out *o)
{
    struct branch b = { .name = args[0].s };
    int64_t id;
    enum fault f = branch_add(c, &b, &id);
    if (f)
        return f;
    OUT(o, val_int(id), val_str(b.name), val_day(c->today), val_money(250), val_z("geheim"));
    out_say(o, TONE_YES, S("Gemaakt."));
    o->created = true;
    return str_eq(b.name, S("kapot")) ? fail(c, FAULT_NAME_USED, "name", args[0]) : OK;
}

static const struct op add = { "branch try", NULL, "/branches", POST, ROLE_COORDINATOR, 0,
    ARGS({ "name", K_TEXT, ARG_NEED, NULL }), &branch_shape, add_run };
static const struct shape plain_shape = { "plain",
                                          FIELDS({ "branch", FK_INT }, { "name", FK_TEXT }) };

static enum fault plain_run(struct ctx *c, const struct val *args, struct out *o)
{
    struct branch b = { .name = args[0].s };
    int64_t id;
    enum fault f = branch_add(c, &b, &id);
    if (!f)
        OUT(o, val_int(id), val_str(b.name));
    if (!f)
        out_say(o, TONE_YES, S("Gemaakt.\nNog een?"));
    return f;
}

static const struct op plain = { "branch plain", NULL, "/plain", POST, ROLE_VOLUNTEER, 0,
    ARGS({ "name", K_TEXT, ARG_NEED, NULL }), &plain_shape, plain_run };

/* Renames each; one of them twice is refused. */
static enum fault rename_one(struct ctx *c, int64_t id, void *self, struct out *o)
{
    struct branch b;
    (void)self;
    enum fault f = branch_get(c, id, &b);
    if (!f)
        f = setting_set(c, SET_PERIOD, id == 1 ? S("11") : S("12")); /* its journal line */
    if (!f && str_starts(b.name, S("X")))
        f = fail(c, FAULT_NAME_USED, "name", val_str(b.name));
    if (!f)
        OUT(o, val_int(id), val_str(b.name));
    return f;
}

static enum fault each_run(struct ctx *c, const struct val *args, struct out *o)
{
    return ops_each(c, &(struct each){ .arg = "branch", .kind = K_BRANCH, .list = args[0],
        .all_or_nothing = val_true(args[1]), .one = rename_one }, o);
}

static const struct op each = { "branch each", NULL, "/each", POST, ROLE_VOLUNTEER, OP_LIST,
    ARGS({ "branch", K_BRANCH, ARG_NEED | ARG_MANY, NULL }, { "all_or_nothing", K_YES, 0, NULL }),
    &plain_shape, each_run };

static enum fault runs(const struct op *op, const char *all, const char *key)
{
    struct given at[10];
    struct request_args req = { .at = at, .key = str_of(key) };
    struct str rest = str_of(all), pair;
    while (str_next(&rest, '|', &pair)) {
        struct str name = { 0 };
        str_next(&pair, '=', &name);
        at[req.n++] = (struct given){ name, pair, NULL, false };
    }
    library_ctx(&lib);
    return op_run(&lib.c, op, &req, &out);
}

static size_t branches(void)
{
    const struct branch *b;
    size_t n;
    library_ctx(&lib);
    assert_int_equal(branch_all(&lib.c, &b, &n), OK);
    return n;
}

static int64_t journal_lines(void)
{
    QUERY(q, &lib.c, Q_JOURNAL_LAST);
    int64_t n;
    assert_int_equal(q_run_int(&q, &n), OK);
    return n;
}

static const char *json(void)
{
    struct shown s;
    look_show(&out, OK, &(struct view){ .look = LOOK_JSON }, &s);
    return buf_z(&s.data);
}

static void x24_who_may_not_is_told_so_and_nothing_happens(void **state)
{
    struct request_args none = { 0 };
    (void)state;
    library_ctx(&lib);
    lib.c.role = ROLE_VISITOR;
    assert_int_equal(op_run(&lib.c, &add, &none, &out), FAULT_LOGIN_NEEDED);
    lib.c.role = ROLE_VOLUNTEER;
    assert_int_equal(op_run(&lib.c, &add, &none, &out), FAULT_ROLE_NEEDED);
    assert_int_equal(lib.c.n_wrong, 1);
    assert_int_equal(branches(), 0);
}

static void a_fault_leaves_no_trace_in_database_and_answer(void **state)
{
    (void)state;
    assert_int_equal(runs(&add, "name=kapot", ""), FAULT_NAME_USED);
    assert_int_equal(out.n_rows, 0);
    assert_int_equal(out.n_said, 0);
    assert_int_equal(lib.c.wrong[0].fault, FAULT_NAME_USED);
    assert_int_equal(branches(), 0);
}

static void a_try_gives_the_real_answer_and_keeps_nothing(void **state)
{
    (void)state;
    assert_int_equal(runs(&plain, "name=Proef|dry_run=ja", "k0"), OK);
    assert_int_equal(out.n_rows, 1);
    assert_int_equal(out.n_said, 2);
    assert_int_equal(branches(), 0);
    assert_int_equal(runs(&plain, "name=Proef", "k0"), OK); /* the try has not used the key */
    assert_false(out.again);
    assert_int_equal(branches(), 1);
}

static void x35_the_same_key_gives_the_first_answer_in_any_look(void **state)
{
    size_t n = branches();
    (void)state;
    assert_int_equal(runs(&plain, "name=De Hoogte \"é\"", "k1"), OK);
    const char *first = json();
    for (int i = 0; i < 3; i++) {
        assert_int_equal(runs(&plain, "name=De Hoogte \"é\"", "k1"), OK);
        assert_true(out.again);
        assert_string_equal(json(), first);
        assert_int_equal(out.n_said, 1);
        assert_true(str_eq(out.said[0].text, S("Gemaakt.\nNog een?")));
    }
    assert_int_equal(branches(), n + 1);
}

static void x35_the_same_key_with_another_body_is_refused(void **state)
{
    size_t n = branches();
    (void)state;
    assert_int_equal(runs(&plain, "name=Vinkhuizen", "k1"), FAULT_KEY_OTHER_BODY);
    assert_int_equal(out.n_rows, 0);
    assert_int_equal(branches(), n);
}

static void x35_a_refusal_leaves_its_key_for_the_corrected_form(void **state)
{
    (void)state;
    assert_int_equal(runs(&plain, "name=Proef", "k2"), FAULT_NAME_USED);
    assert_int_equal(runs(&plain, "name=Beijum", "k2"), OK);
    assert_false(out.again);
}

static void x35_a_key_is_one_persons_and_works_for_a_day(void **state)
{
    (void)state;
    assert_int_equal(runs(&plain, "name=Lewenborg", "k3"), OK);
    lib.now += 24 * 3600 + 1;
    assert_int_equal(runs(&plain, "name=Selwerd", "k3"), OK);
    lib.now -= 24 * 3600 + 1;
    struct given at = { S("name"), S("Paddepoel"), NULL, false };
    library_ctx(&lib);
    lib.c.actor = S("u:other");
    assert_int_equal(
        op_run(&lib.c, &plain, &(struct request_args){ .at = &at, .n = 1, .key = S("k3") }, &out),
        OK);
    assert_false(out.again);
}

static void x25_a_secret_is_shown_once(void **state)
{
    (void)state;
    assert_int_equal(runs(&add, "name=Met geheim", "k4"), OK);
    assert_non_null(strstr(json(), "\"token\":\"geheim\""));
    assert_int_equal(runs(&add, "name=Met geheim", "k4"), OK);
    assert_true(out.again);
    assert_non_null(strstr(json(), "\"token\":null"));
    assert_non_null(strstr(json(), "\"due\":\"2026-11-24\",\"fee\":\"2.50\""));
    assert_int_equal(out.n_said, 0);
}

static void l2_one_refusal_does_not_stop_the_others(void **state)
{
    (void)state;
    assert_int_equal(runs(&plain, "name=Xandrie", ""), OK);
    int64_t lines = journal_lines();
    assert_int_equal(runs(&each, "branch=Proef|branch=Xandrie|branch=niks|branch=Beijum", "k5"),
                     OK);
    assert_int_equal(out.n_rows, 4);
    assert_int_equal(out.n_refused, 2);
    assert_non_null(out.rows[0].v);
    assert_int_equal(out.rows[1].wrong.fault, FAULT_NAME_USED);
    assert_int_equal(out.rows[2].wrong.fault, FAULT_NAME_UNKNOWN);
    assert_string_equal(out.rows[2].wrong.arg, "branch");
    assert_non_null(out.rows[3].v);
    assert_int_equal(journal_lines(), lines + 2); /* a line each, none for the refused */
    struct shown s;
    look_show(&out, OK, &(struct view){ .look = LOOK_JSON }, &s);
    assert_int_equal(s.status, 207);
    assert_int_equal(s.exit, 77);
    const char *first = json();
    assert_int_equal(runs(&each, "branch=Proef|branch=Xandrie|branch=niks|branch=Beijum", "k5"),
                     OK);
    assert_true(out.again);
    assert_string_equal(json(), first);
}

static void l2_all_done_is_201(void **state)
{
    struct shown s;
    (void)state;
    assert_int_equal(runs(&each, "branch=Proef|branch=Beijum", ""), OK);
    look_show(&out, OK, &(struct view){ .look = LOOK_JSON }, &s);
    assert_int_equal(s.status, 201);
    assert_int_equal(s.exit, 0);
}

static void l2_none_done_is_the_first_fault(void **state)
{
    int64_t lines = journal_lines();
    (void)state;
    assert_int_equal(runs(&each, "branch=niks|branch=Xandrie", ""), FAULT_NAME_UNKNOWN);
    assert_int_equal(out.n_rows, 0);
    assert_int_equal(lib.c.wrong[0].fault, FAULT_NAME_UNKNOWN);
    assert_int_equal(runs(&each, "branch=Xandrie", ""), FAULT_NAME_USED);
    assert_int_equal(journal_lines(), lines);
}

static void l18_all_or_nothing_is_the_first_fault_and_nothing_done(void **state)
{
    int64_t lines = journal_lines();
    (void)state;
    assert_int_equal(runs(&each, "branch=Proef|branch=Xandrie|all_or_nothing=1", ""),
                     FAULT_NAME_USED);
    assert_int_equal(out.n_rows, 0);
    assert_int_equal(journal_lines(), lines);
}

static void several_wrong_fields_are_one_json_object(void **state)
{
    struct shown s;
    (void)state;
    assert_int_equal(runs(&each, "foo=1|all_or_nothing=x", ""), FAULT_ARG_UNKNOWN);
    look_show(&out, FAULT_ARG_UNKNOWN, &(struct view){ .look = LOOK_JSON }, &s);
    const char *got = buf_z(&s.data);
    assert_non_null(
        strstr(got, "{\"fault\":\"ARG_UNKNOWN\",\"field\":\"foo\",\"got\":null,\"message\":"));
    assert_non_null(strstr(got, "\"faults\":[{\"fault\":\"ARG_UNKNOWN\""));
    assert_non_null(strstr(got, "{\"fault\":\"MISSING\",\"field\":\"branch\""));
    assert_non_null(
        strstr(got, "{\"fault\":\"YES_NO_FORMAT\",\"field\":\"all_or_nothing\",\"got\":\"x\""));
    assert_int_equal(s.exit, 64);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(x24_who_may_not_is_told_so_and_nothing_happens),
        cmocka_unit_test(a_fault_leaves_no_trace_in_database_and_answer),
        cmocka_unit_test(a_try_gives_the_real_answer_and_keeps_nothing),
        cmocka_unit_test(x35_the_same_key_gives_the_first_answer_in_any_look),
        cmocka_unit_test(x35_the_same_key_with_another_body_is_refused),
        cmocka_unit_test(x35_a_refusal_leaves_its_key_for_the_corrected_form),
        cmocka_unit_test(x35_a_key_is_one_persons_and_works_for_a_day),
        cmocka_unit_test(x25_a_secret_is_shown_once),
        cmocka_unit_test(l2_one_refusal_does_not_stop_the_others),
        cmocka_unit_test(l2_all_done_is_201),
        cmocka_unit_test(l2_none_done_is_the_first_fault),
        cmocka_unit_test(l18_all_or_nothing_is_the_first_fault_and_nothing_done),
        cmocka_unit_test(several_wrong_fields_are_one_json_object),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, begin, end);
}
