/* Running a helper program: whatever it reads, writes, says and however it ends. The helpers are
 * small shell scripts beside this program. */
#include "base/helper.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

static struct arena mem;
static char path[PATH_MAX], name[64];

/* Writes the script beside this program; its name goes to `name`. */
static void script(const char *body)
{
    char self[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    assert_true(n > 0);
    self[n] = 0;
    snprintf(name, sizeof name, "helper-under-test-%d", (int)getpid());
    assert_true(snprintf(path, sizeof path, "%s/%s", dirname(self), name) < (int)sizeof path);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fprintf(f, "#!/bin/sh\n%s\n", body);
    assert_int_equal(fclose(f) + chmod(path, 0700), 0);
}

static struct helper run(const char *body, struct str input, enum fault want, struct buf *out)
{
    struct ctx c = { .mem = &mem };
    script(body);
    struct helper h = { .name = name, .input = input, .limit = 64 << 20, .seconds = 20 };
    assert_int_equal(helper_run(&c, &h, out), want);
    unlink(path);
    return h;
}

static void what_goes_in_comes_out_however_much_it_is(void **state)
{
    (void)state;
    struct arena big = { .limit = 512 << 20 };
    struct buf in = { .a = &big }, out = { .a = &big };
    for (int i = 0; i < 2000000; i++)
        buf_add(&in, S("0123456789"));
    struct helper h = run("exec cat", buf_str(&in), OK, &out);
    assert_int_equal(h.exit, 0);
    assert_int_equal(out.n, in.n);
    assert_memory_equal(out.s, in.s, in.n);
    arena_free(&big);
}

static void a_helper_that_does_not_read_does_not_kill_us(void **state)
{
    (void)state;
    struct buf in = { .a = &mem }, out = { .a = &mem };
    for (int i = 0; i < 100000; i++)
        buf_add(&in, S("0123456789"));
    run("exec 0<&-; echo done", buf_str(&in), OK, &out);
    assert_true(str_eq(buf_str(&out), S("done\n")));
}

static void exit_code_and_last_words_are_kept(void **state)
{
    (void)state;
    struct buf out = { .a = &mem };
    buf_z_add(&out, "before");
    struct helper h = run("echo half a file; echo 'NO GOOD' >&2; exit 65", S("x"), FAULT_HELPER,
                          &out);
    assert_int_equal(h.exit, 65);
    assert_true(str_eq(h.said, S("NO GOOD\n")));
    assert_true(str_eq(buf_str(&out), S("before")));
    h = run("i=0; while [ $i -lt 3000 ]; do echo $i; i=$((i+1)); done >&2; echo END >&2; exit 1",
            S(""), FAULT_HELPER, &out);
    assert_int_equal(h.said.n, HELPER_SAID);
    assert_true(str_ends(h.said, S("2999\nEND\n")));
}

static void a_signal_is_an_exit_code_too(void **state)
{
    (void)state;
    struct buf out = { .a = &mem };
    assert_int_equal(run("kill -SEGV $$", S(""), FAULT_HELPER, &out).exit, 128 + SIGSEGV);
}

static void one_that_hangs_is_ended(void **state)
{
    (void)state;
    static const char *const ways[] = { "exec sleep 60", "exec 1>&- 2>&- sleep 60",
                                        "trap '' TERM; exec sleep 60" };
    for (size_t i = 0; i < COUNT(ways); i++) {
        struct buf out = { .a = &mem };
        struct ctx c = { .mem = &mem };
        script(ways[i]);
        struct helper h = { .name = name, .limit = 1000, .seconds = 1 };
        time_t from = time(NULL);
        assert_int_equal(helper_run(&c, &h, &out), FAULT_HELPER);
        assert_true(time(NULL) - from < 10);
        assert_int_equal(h.exit, 128 + SIGKILL);
        unlink(path);
    }
}

static void more_output_than_allowed_is_refused(void **state)
{
    (void)state;
    struct buf out = { .a = &mem };
    struct ctx c = { .mem = &mem };
    script("exec yes");
    struct helper h = { .name = name, .limit = 100000, .seconds = 20 };
    assert_int_equal(helper_run(&c, &h, &out), FAULT_TOO_BIG);
    assert_int_equal(out.n, 0);
    struct arena small = { .limit = 100000 };
    struct buf little = { .a = &small };
    h.limit = 1 << 30;
    assert_int_equal(helper_run(&c, &h, &little), FAULT_TOO_BIG);
    arena_free(&small);
    unlink(path);
}

static void one_that_is_not_there_is_a_fault(void **state)
{
    (void)state;
    struct buf out = { .a = &mem };
    struct ctx c = { .mem = &mem };
    struct helper h = { .name = "kist-nowhere-to-be-found", .limit = 1000 };
    assert_int_equal(helper_run(&c, &h, &out), FAULT_HELPER);
    assert_int_equal(h.exit, 127);
}

static void it_starts_with_default_signals_and_none_of_our_files(void **state)
{
    (void)state;
    struct buf out = { .a = &mem };
    sigset_t pipes;
    sigemptyset(&pipes);
    sigaddset(&pipes, SIGPIPE);
    int ours = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 200);
    assert_true(ours >= 200);
    signal(SIGPIPE, SIG_IGN);
    assert_int_equal(sigprocmask(SIG_BLOCK, &pipes, NULL), 0);
    run("sed -n 's/^SigBlk:.//p; s/^SigIgn:.//p' /proc/self/status; ls /proc/self/fd", S(""), OK,
        &out);
    assert_int_equal(sigprocmask(SIG_UNBLOCK, &pipes, NULL), 0);
    signal(SIGPIPE, SIG_DFL);
    close(ours);
    struct str rest = buf_str(&out), blocked = { 0 }, ignored = { 0 };
    assert_true(str_next(&rest, '\n', &blocked) && str_next(&rest, '\n', &ignored));
    assert_int_equal(strtoull(str_z(&mem, blocked), NULL, 16), 0);
    /* Signals 32 and 33 are the C library's own. */
    assert_int_equal(strtoull(str_z(&mem, ignored), NULL, 16) & 0x7fffffff, 0);
    assert_true(str_starts(rest, S("0\n1\n")));
    struct str number = str_printf(&mem, "\n%d\n", ours);
    assert_int_equal(str_find(rest, number), -1);
}

static int open_files(void)
{
    int n = 0;
    DIR *d = opendir("/proc/self/fd");
    while (d && readdir(d))
        n++;
    if (d)
        closedir(d);
    return n;
}

static void no_descriptor_is_left_behind(void **state)
{
    (void)state;
    int before = open_files();
    what_goes_in_comes_out_however_much_it_is(NULL);
    exit_code_and_last_words_are_kept(NULL);
    one_that_is_not_there_is_a_fault(NULL);
    assert_int_equal(open_files(), before);
}

static int tidy(void **state)
{
    (void)state;
    unlink(path);
    arena_free(&mem);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(what_goes_in_comes_out_however_much_it_is, tidy),
        cmocka_unit_test_teardown(a_helper_that_does_not_read_does_not_kill_us, tidy),
        cmocka_unit_test_teardown(exit_code_and_last_words_are_kept, tidy),
        cmocka_unit_test_teardown(a_signal_is_an_exit_code_too, tidy),
        cmocka_unit_test_teardown(one_that_hangs_is_ended, tidy),
        cmocka_unit_test_teardown(more_output_than_allowed_is_refused, tidy),
        cmocka_unit_test_teardown(one_that_is_not_there_is_a_fault, tidy),
        cmocka_unit_test_teardown(it_starts_with_default_signals_and_none_of_our_files, tidy),
        cmocka_unit_test_teardown(no_descriptor_is_left_behind, tidy),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
