/* The configuration file and the secrets it names (X13). */
#include "base/conf.h"
#include "base/log.h"
#include "base/secret.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <sys/stat.h>
#include <unistd.h>

static struct arena mem;
static char folder[] = "/tmp/kist-conf-XXXXXX";

static const char *put(const char *name, const char *text, mode_t mode)
{
    const char *path = str_printf(&mem, "%s/%s", folder, name).s;
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    assert_int_equal(fclose(f), 0);
    assert_int_equal(chmod(path, mode), 0);
    return path;
}

/* The complaint about a file, without the folder in front. */
static const char *complaint(const char *text)
{
    struct conf conf;
    struct str why = S("(none)");
    const char *path = put("kist.conf", text, 0600);
    assert_int_equal(conf_read(path, &conf, &mem, &why), FAULT_CONFIG);
    assert_true(str_starts(why, str_of(folder)));
    return str_z(&mem, str_from(why, sizeof folder));
}

static void what_is_not_said_stays_empty(void **state)
{
    (void)state;
    struct conf conf;
    struct str why;
    assert_int_equal(conf_read(put("kist.conf", "", 0600), &conf, &mem, &why), OK);
    assert_null(conf.db);
    assert_null(conf.base_url);
    assert_int_equal(conf.log_level, LOG_INFO);
    assert_int_equal(conf.n_gateways, 0);
}

static void every_key_reaches_its_place(void **state)
{
    (void)state;
    struct conf conf;
    struct str why;
    const char *path =
        put("kist.conf",
            "# comment\n"
            "db = /srv/kist.db\nlisten = \"127.0.0.1:8080\"\nsocket = /run/s\nserver = "
            "\"https://x.example\"\n"
            "token_file = /t\nca = /c\nbranch = Vinkhuizen\ninitials = AB\nlang = nl\nbase_url = "
            "'https://kist.example'\n"
            "proxy = \"127.0.0.1\"\ntls_cert = /c\ntls_key = /k\npresets = /p\ntemplates = /m\nlog_level = debug\n",
            0600);
    assert_int_equal(conf_read(path, &conf, &mem, &why), OK);
    const char *const want[][2] = {
        { conf.db, "/srv/kist.db" },
        { conf.listen, "127.0.0.1:8080" },
        { conf.socket, "/run/s" },
        { conf.server, "https://x.example" },
        { conf.token_file, "/t" },
        { conf.ca, "/c" },
        { conf.branch, "Vinkhuizen" },
        { conf.initials, "AB" },
        { conf.lang, "nl" },
        { conf.base_url, "https://kist.example" },
        { conf.proxy, "127.0.0.1" },
        { conf.tls_cert, "/c" },
        { conf.tls_key, "/k" },
        { conf.presets, "/p" },
        { conf.templates, "/m" },
        { conf.file, path },
    };
    for (size_t i = 0; i < COUNT(want); i++)
        assert_string_equal(want[i][0], want[i][1]);
    assert_int_equal(conf.log_level, LOG_DEBUG);
}

static void sections_keep_their_keys_in_order_with_lines(void **state)
{
    (void)state;
    struct conf conf;
    struct str why;
    const char *path = put("kist.conf",
        "gateway \"one\" {\n"
        "  kind = http\n"
        "  header = {\"A: 1\",\n"
        "            \"B: 2\"}\n"
        "}\n"
        "gateway \"two\" { }\n", 0600);
    assert_int_equal(conf_read(path, &conf, &mem, &why), OK);
    assert_int_equal(conf.n_gateways, 2);
    const struct conf_section *one = &conf.gateways[0];
    assert_string_equal(one->name, "one");
    assert_int_equal(one->n, 3);
    assert_string_equal(one->at[0].key, "kind");
    assert_int_equal(one->at[0].line, 2);
    assert_string_equal(one->at[2].value, "B: 2");
    assert_int_equal(one->at[2].line, 4);
    assert_string_equal(one->at[2].file, path);
    assert_string_equal(conf.gateways[1].name, "two");
    assert_int_equal(conf.gateways[1].n, 0);
}

static void x13_mistakes_are_told_by_file_and_line(void **state)
{
    (void)state;
    assert_string_equal(complaint("db = x\nbd = y\n"), "kist.conf:2: no such option 'bd'");
    assert_string_equal(complaint("gateway \"x\" {\n kind = http\n colour = red\n}\n"),
                        "kist.conf:3: no such option 'colour'");
    assert_string_equal(complaint("db = x\nlog_level = loud\n"),
                        "kist.conf:2: log_level is error, warning, info or debug");
    assert_string_equal(complaint("gateway \"x\" {\n kind =\n}\n"),
                        "kist.conf:3: unexpected token '}'");
    assert_string_equal(complaint("db =\n"), "kist.conf:2: premature end of file");
    assert_string_equal(complaint("gateway \"x\" {}\n\ngateway \"x\" {}\n"),
                        "kist.conf:3: found duplicate title 'x'");
    assert_string_equal(complaint("db x\n"), "kist.conf:1: missing equal sign after option 'db'");
}

static void x29_a_mistake_is_told_without_control_characters(void **state)
{
    (void)state;
    const char *why = complaint("\"\x1b[2J\" = y\n");
    assert_null(strchr(why, '\x1b'));
}

static void a_file_that_was_named_must_exist(void **state)
{
    (void)state;
    struct conf conf;
    struct str why;
    const char *path = str_printf(&mem, "%s/none.conf", folder).s;
    assert_int_equal(conf_read(path, &conf, &mem, &why), FAULT_CONFIG);
    assert_true(str_eq(why, str_printf(&mem, "%s: No such file or directory", path)));
    assert_int_equal(conf_read(folder, &conf, &mem, &why), FAULT_CONFIG);
    assert_true(str_eq(why, str_printf(&mem, "%s: Is a directory", folder)));
    setenv("KIST_CONFIG", path, 1);
    assert_int_equal(conf_read(NULL, &conf, &mem, &why), FAULT_CONFIG);
    unsetenv("KIST_CONFIG");
}

static void without_a_name_the_own_file_is_optional(void **state)
{
    (void)state;
    struct conf conf;
    struct str why;
    if (!access("/etc/kist/kist.conf", F_OK))
        return; /* the system's own comes first */
    setenv("XDG_CONFIG_HOME", folder, 1);
    assert_int_equal(conf_read(NULL, &conf, &mem, &why), OK);
    assert_null(conf.file);
    assert_int_equal(mkdir(str_printf(&mem, "%s/kist", folder).s, 0700), 0);
    put("kist/kist.conf", "lang = en\n", 0600);
    assert_int_equal(conf_read(NULL, &conf, &mem, &why), OK);
    assert_string_equal(conf.lang, "en");
    unsetenv("XDG_CONFIG_HOME");
}

static void refused(const char *name, const char *reason)
{
    struct str secret, why = S("(none)");
    assert_int_equal(secret_read(name, &mem, &secret, &why), FAULT_CONFIG);
    if (str_find(why, str_of(reason)) < 0)
        fail_msg("%s: %.*s", name, STR(why));
    assert_int_equal(str_find(why, S("hunter2")), -1);
}

static void x13_a_secret_that_others_may_read_is_refused(void **state)
{
    (void)state;
    struct str secret, why;
    assert_int_equal(secret_read(put("good", "  hunter2\n", 0600), &mem, &secret, &why), OK);
    assert_true(str_eq(secret, S("hunter2")));
    assert_int_equal(secret_read(put("stricter", "hunter2", 0400), &mem, &secret, &why), OK);
    refused(put("group", "hunter2\n", 0640), "others may read it; do: chmod 600");
    refused(put("world", "hunter2\n", 0604), "others may read it; do: chmod 600");
}

static void a_secret_is_one_line_of_plain_characters(void **state)
{
    (void)state;
    refused(put("empty", "\n", 0600), "empty");
    refused(put("two", "hunter2\nhunter2\n", 0600), "more than one line");
    refused(put("odd", "hunter2\x01x", 0600), "more than one line");
    refused(str_printf(&mem, "%s/absent", folder).s, "No such file");
    refused(folder, "not a file");
}

static void a_credential_of_systemd_is_found_by_its_name(void **state)
{
    (void)state;
    struct str secret, why;
    unsetenv("CREDENTIALS_DIRECTORY");
    refused("cred", "give the whole path");
    put("cred", "hunter2\n", 0440); /* what an access list looks like */
    setenv("CREDENTIALS_DIRECTORY", folder, 1);
    assert_int_equal(secret_read("cred", &mem, &secret, &why), OK);
    assert_true(str_eq(secret, S("hunter2")));
    unsetenv("CREDENTIALS_DIRECTORY");
}

static int set_up(void **state)
{
    (void)state;
    return !mkdtemp(folder);
}

static int clean(void **state)
{
    (void)state;
    arena_free(&mem);
    char command[200];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_said_stays_empty),
        cmocka_unit_test(every_key_reaches_its_place),
        cmocka_unit_test(sections_keep_their_keys_in_order_with_lines),
        cmocka_unit_test(x13_mistakes_are_told_by_file_and_line),
        cmocka_unit_test(x29_a_mistake_is_told_without_control_characters),
        cmocka_unit_test(a_file_that_was_named_must_exist),
        cmocka_unit_test(without_a_name_the_own_file_is_optional),
        cmocka_unit_test(x13_a_secret_that_others_may_read_is_refused),
        cmocka_unit_test(a_secret_is_one_line_of_plain_characters),
        cmocka_unit_test(a_credential_of_systemd_is_found_by_its_name),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, set_up, clean);
}
