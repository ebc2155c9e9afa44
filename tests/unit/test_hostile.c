/* Bad input at every operation of the table, argument by argument (the doors add nothing to this:
 * they all go through op_run): one sentence on the right field, or a plain answer; never a fault of
 * the program, never a changed database after a refusal. */
#include "ops/look.h"
#include "schema/db.h"
#include "schema/query.h"
#include "tests/unit/library.h"
#include "text/text.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct library lib;
static struct out out;
static size_t tries, refusals;

static enum fault given_run(const char *cmd, struct given *at, size_t n)
{
    const struct op *op = op_find(str_of(cmd));
    if (!op)
        fail_msg("no operation %s", cmd);
    library_ctx(&lib);
    lib.c.branch = 1;
    return op_run(&lib.c, op, &(struct request_args){ .at = at, .n = n }, &out);
}

static void makes(const char *cmd, const char *all)
{
    struct given at[10];
    size_t n = 0;
    struct str rest = str_of(all), pair;
    for (; str_next(&rest, '|', &pair); n++) {
        struct str name = { 0 };
        str_next(&pair, '=', &name);
        at[n] = (struct given){ name, pair, NULL, false };
    }
    enum fault f = given_run(cmd, at, n);
    if (f)
        fail_msg("%s: %s at %s", cmd, fault_info(f)->name, lib.c.wrong[0].arg);
}

static int begin(void **state)
{
    (void)state;
    library_make(&lib);
    makes("branch add", "name=De Hoogte|hours=mo 10:00-12:00 sa 10:00-12:00");
    makes("plan add", "name=Gewoon|price=20");
    makes("category add", "category=Boren");
    makes("member add", "name=A. B.|phone=06 12345678|number=20417");
    makes("tool add", "name=Boor|number=417|category=Boren|branch=De Hoogte|state=active");
    makes("out", "member=M20417G|tool=417A");
    return 0;
}

static int end(void **state)
{
    (void)state;
    library_drop(&lib);
    return 0;
}

/* What each kind takes, for the arguments that are not being tried. */
static const char *good_value(const struct arg *a)
{
    switch (a->kind) {
    case K_TOOL:
        return "417A";
    case K_MEMBER:
        return "M20417G";
    case K_BRANCH:
        return "De Hoogte";
    case K_MODEL:
        return "Boor";
    case K_CATEGORY:
        return "Boren";
    case K_PLAN:
        return "Gewoon";
    case K_INT: case K_LOAN:
        return "1";
    case K_MONEY:
        return "2.50";
    case K_CHOICE: /* the first */
        return str_printf(&lib.mem, "%.*s", (int)strcspn(a->choices, "|"), a->choices).s;
    case K_DAY:
        return "2026-11-25";
    case K_TIME:
        return "2026-11-25T10:00:00Z";
    case K_YES:
        return "ja";
    case K_PHONE:
        return "06 12345678";
    case K_EMAIL:
        return "naam@post.example";
    case K_POSTCODE:
        return "9716 AB";
    case K_PIN:
        return "2580";
    case K_INITIALS:
        return "JV";
    case K_LANG:
        return "nl";
    case K_URL:
        return "https://kist.example";
    default:
        return "iets";
    }
}

static const struct bad {
    struct str value;
    enum fault fault; /* what it must be; OK: whatever the kind says */
} bads[] = {
    { { "", 0 }, OK },
    { { "<script>alert(1)</script>", 25 }, OK },
    { { "'; DROP TABLE loan; --", 22 }, OK },
    { { "%s%n%x{got}{{t}}", 16 }, OK },
    { { "\xf0\x9f\x92\xa5 \xe2\x80\xae" "dlo", 11 }, OK },
    { { "-1", 2 }, OK },
    { { "99999999999999999999", 20 }, OK },
    { { "M20417G", 7 }, OK },
    { { "417B", 4 }, OK },
    { { "https://kist.example/t/417A", 27 }, OK },
    { { "../../../etc/passwd", 19 }, OK },
    { { "a\033[31mb", 7 }, FAULT_NOT_TEXT },
    { { "a\0b", 3 }, FAULT_NOT_TEXT },
    { { "\xff\xfe\xfd", 3 }, FAULT_NOT_TEXT },
};

static int64_t generation(void)
{
    QUERY(q, &lib.c, Q_JOURNAL_LAST);
    int64_t n;
    assert_int_equal(q_run_int(&q, &n), OK);
    return n;
}

/* Shown in every language and look: parses, and holds nothing that a terminal would obey. */
static void shows_well(const struct op *op, const char *arg, enum fault f)
{
    for (int lang = 0; lang < lang_count(); lang++) {
        struct shown s;
        lib.c.lang = lang;
        look_show(&out, f, &(struct view){ .look = LOOK_JSON }, &s);
        json_t *j = out.file && !f ? json_array() : json_loadb(s.data.s, s.data.n, 0, NULL);
        if (!j)
            fail_msg("%s --%s: no JSON: %.*s", op->cmd, arg, STR(buf_str(&s.data)));
        json_decref(j);
        look_show(&out, f, &(struct view){ .width = 80 }, &s);
        for (size_t at = 0; at < s.talk.n;) {
            uint32_t cp = utf8_next(buf_str(&s.talk), &at);
            if ((cp < 0x20 && cp != '\n') || (cp >= 0x7f && cp < 0xa0) || cp == 0x202e)
                fail_msg("%s --%s: U+%04X in the sentence", op->cmd, arg, cp);
        }
        if (f && !s.talk.n)
            fail_msg("%s --%s: %s says nothing", op->cmd, arg, fault_info(f)->name);
    }
}

static size_t fill(const struct op *op, const struct arg *tried, struct given *at)
{
    size_t n = 0;
    for (const struct arg *a = op->args; a->name; a++)
        if (a->flags & ARG_NEED && a != tried)
            at[n++] = (struct given){ .name = str_of(a->name), .value = str_of(good_value(a)) };
    return n;
}

static void try_one(const struct op *op, const struct arg *a, const struct bad *bad)
{
    struct given at[20];
    struct arena_mark mark = arena_mark(&lib.mem);
    size_t n = fill(op, a, at);
    if (bad)
        at[n++] = (struct given){ .name = str_of(a->name), .value = bad->value };
    assert_int_equal(db_begin(lib.c.db), OK);
    int64_t before = generation();
    enum fault f = given_run(op->cmd, at, n);
    tries++;
    refusals += f != OK;
    if (f && generation() != before)
        fail_msg("%s --%s: %s, and the journal grew", op->cmd, a->name, fault_info(f)->name);
    if (f && fault_info(f)->status >= 500 && f != FAULT_NO_BASE_URL && f != FAULT_HELPER)
        fail_msg("%s --%s %s: %s", op->cmd, a->name, bad ? bad->value.s : "absent",
                 fault_info(f)->name);
    bool own = f && lib.c.wrong[0].arg && !strcmp(lib.c.wrong[0].arg, a->name);
    if (bad && bad->fault && (f != bad->fault || !own) && a->kind != K_FILE && a->kind != K_PHOTO &&
        !(a->flags & ARG_LOCAL))
        fail_msg("%s --%s: %s at %s, not %s", op->cmd, a->name, f ? fault_info(f)->name : "OK",
                 f && lib.c.wrong[0].arg ? lib.c.wrong[0].arg : "?", fault_info(bad->fault)->name);
    if (!bad && f == FAULT_MISSING && !own && a->flags & ARG_NEED)
        fail_msg("%s without --%s: told at %s", op->cmd, a->name, lib.c.wrong[0].arg);
    shows_well(op, a->name, f);
    db_rollback(lib.c.db);
    arena_back(&lib.mem, mark);
    lib.c.settings = NULL;
}

/* Those that send, draw or write files have their own tests. */
static bool tried_here(const struct op *op)
{
    return op->run && !(op->flags & (OP_LONG | OP_FULL | OP_NO_DB | OP_LOCAL));
}

static void each_argument_takes_bad_input_with_one_sentence(void **state)
{
    static char long_text[10000];
    const struct bad too_long = { { long_text, sizeof long_text }, FAULT_TOO_LONG };
    const struct op *op;
    size_t n = 0;
    (void)state;
    memset(long_text, 'x', sizeof long_text);
    for (size_t i = 0; (op = op_at(i)); i++)
        for (const struct arg *a = op->args; tried_here(op) && a->name; a++, n++) {
            try_one(op, a, NULL);
            try_one(op, a, &too_long);
            for (size_t k = 0; k < COUNT(bads); k++)
                try_one(op, a, &bads[k]);
        }
    print_message("# %zu arguments, %zu tries, %zu refused\n", n, tries, refusals);
    assert_true(refusals > n * 4);
}

static void an_unknown_argument_is_refused_everywhere(void **state)
{
    const struct op *op;
    (void)state;
    for (size_t i = 0; (op = op_at(i)); i++) {
        struct given at[20];
        if (!tried_here(op))
            continue;
        size_t n = fill(op, NULL, at);
        at[n++] = (struct given){ .name = S("zomaar"), .value = S("iets") };
        enum fault f = given_run(op->cmd, at, n);
        if (f != FAULT_ARG_UNKNOWN || strcmp(lib.c.wrong[0].arg, "zomaar"))
            fail_msg("%s: %s", op->cmd, f ? fault_info(f)->name : "OK");
    }
}

static void who_may_not_gets_nothing_from_any_operation(void **state)
{
    const struct op *op;
    (void)state;
    for (size_t i = 0; (op = op_at(i)); i++)
        for (enum role r = ROLE_VISITOR; tried_here(op) && r < op->who; r++) {
            struct given at[20];
            size_t n = fill(op, NULL, at);
            library_ctx(&lib);
            lib.c.role = r;
            enum fault f = op_run(&lib.c, op, &(struct request_args){ .at = at, .n = n }, &out);
            if (f != (r ? FAULT_ROLE_NEEDED : FAULT_LOGIN_NEEDED))
                fail_msg("%s as %d: %s", op->cmd, r, f ? fault_info(f)->name : "OK");
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_argument_takes_bad_input_with_one_sentence),
        cmocka_unit_test(an_unknown_argument_is_refused_everywhere),
        cmocka_unit_test(who_may_not_gets_nothing_from_any_operation),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, begin, end);
}
