/* The file of a library: its lock (X6), what is refused (X4, X5), how a new one is made, and copies
 * while others write (X9). */
#include "schema/query.h"
#include "schema/sqlite.h"
#include "tests/unit/library.h"

#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#undef fail /* ours is a function */

static struct library lib;

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

static struct db *opened(enum db_mode mode)
{
    struct db *db = NULL;
    assert_int_equal(db_open(lib.path, (struct db_options){ .mode = mode, .busy_ms = 40 }, &db), OK);
    return db;
}

static enum fault fact_add(struct ctx *c, const char *name, struct str value)
{
    QUERY(q, c, Q_LIBRARY_SET);
    q_bind_str(&q, "name", str_of(name));
    q_bind_str(&q, "value", value);
    return q_run(&q);
}

static bool fact_there(struct ctx *c, const char *name)
{
    QUERY(q, c, Q_LIBRARY_GET);
    q_bind_str(&q, "name", str_of(name));
    return q_row(&q);
}

static void X6_the_lock_is_one_holders(void **state)
{
    (void)state;
    int one, two;
    char name[128];
    assert_int_equal(db_lock(lib.path, &one), OK);
    assert_int_equal(db_lock(lib.path, &two), FAULT_IN_USE);
    assert_int_equal(two, -1);
    close(one);
    assert_int_equal(db_lock(lib.path, &two), OK);
    close(two);
    struct stat st;
    snprintf(name, sizeof name, "%s.lock", lib.path);
    assert_int_equal(stat(name, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(stat(lib.path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
}

/* The fault of opening a file of these bytes; the file is the same afterwards. */
static enum fault open_bytes(const void *bytes, size_t n, enum db_mode mode)
{
    char path[128], back[8192];
    struct db *db;
    snprintf(path, sizeof path, "%s/other", lib.folder);
    int fd = open(path, O_CREAT | O_TRUNC | O_RDWR, 0600);
    assert_int_equal(write(fd, bytes, n), n);
    enum fault f = db_open(path, (struct db_options){ .mode = mode }, &db);
    assert_null(db);
    assert_int_equal(pread(fd, back, sizeof back, 0), n);
    assert_memory_equal(back, bytes, n);
    close(fd);
    unlink(path);
    return f;
}

static void X4_what_is_no_library_is_refused_and_stays_as_it_is(void **state)
{
    (void)state;
    struct db *db;
    char text[5000], path[128];
    unsigned char other[8192];
    memset(text, 'x', sizeof text);
    assert_int_equal(open_bytes("", 0, DB_WRITE), FAULT_NOT_A_LIBRARY);
    assert_int_equal(open_bytes("hello", 5, DB_WRITE), FAULT_NOT_A_LIBRARY);
    assert_int_equal(open_bytes(text, sizeof text, DB_READ), FAULT_NOT_A_LIBRARY);
    assert_int_equal(open_bytes("", 0, DB_CREATE), FAULT_LIBRARY_EXISTS);
    /* A database of somebody else: not even its journal mode changes. */
    sqlite3 *h;
    snprintf(path, sizeof path, "%s/alien", lib.folder);
    assert_int_equal(sqlite3_open(path, &h), SQLITE_OK);
    assert_int_equal(sqlite3_exec(h, "CREATE TABLE loan (x)", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(h);
    int fd = open(path, O_RDONLY);
    ssize_t n = read(fd, other, sizeof other);
    close(fd);
    unlink(path);
    assert_int_equal(open_bytes(other, (size_t)n, DB_WRITE), FAULT_NOT_A_LIBRARY);
    assert_int_equal(db_open(lib.folder, (struct db_options){ .mode = DB_READ }, &db), FAULT_NOT_A_LIBRARY);
    assert_int_equal(db_open("/nowhere/kist.db", (struct db_options){ .mode = DB_READ }, &db),
                     FAULT_NO_LIBRARY);
    assert_int_equal(db_open("/nowhere/kist.db", (struct db_options){ .mode = DB_CREATE }, &db),
                     FAULT_CANNOT_WRITE);
}

static void a_new_library_has_no_name_until_it_is_complete(void **state)
{
    (void)state;
    char path[128], beside[160];
    struct db *one, *two;
    struct db_options o = { .mode = DB_CREATE };
    snprintf(path, sizeof path, "%s/new.db", lib.folder);
    assert_int_equal(db_open(path, o, &one), OK);
    assert_int_not_equal(access(path, F_OK), 0);
    db_close(one);
    snprintf(beside, sizeof beside, "%s.new-%d", path, (int)getpid());
    assert_int_not_equal(access(beside, F_OK), 0);
    assert_int_equal(db_open(path, o, &one), OK);
    assert_int_equal(symlink("/nowhere", path), 0); /* somebody was faster */
    assert_int_equal(db_keep(one), FAULT_LIBRARY_EXISTS);
    db_close(one);
    unlink(path);
    assert_int_equal(db_open(path, o, &two), OK);
    assert_int_equal(db_keep(two), OK);
    assert_int_equal(db_version(two), db_version_wanted());
    assert_int_equal(access(path, F_OK), 0);
    db_close(two);
    assert_int_equal(db_open(path, o, &two), FAULT_LIBRARY_EXISTS);
    unlink(path);
}

static void X5_a_flipped_byte_is_found_and_said(void **state)
{
    (void)state;
    struct str what = { 0 };
    assert_int_equal(db_begin(lib.c.db), OK);
    for (int i = 0; i < 500; i++)
        assert_int_equal(fact_add(&lib.c, str_printf(&lib.mem, "fact %d", i).s, S("some text")), OK);
    assert_int_equal(db_commit(lib.c.db), OK);
    assert_int_equal(db_check(lib.c.db, true, &lib.mem, &what), OK);
    assert_int_equal(db_check(lib.c.db, false, &lib.mem, &what), OK);
    assert_int_equal(what.n, 0);
    db_close(lib.c.db);
    lib.c.db = NULL;
    struct stat st;
    int fd = open(lib.path, O_RDWR), found = 0;
    assert_int_equal(fstat(fd, &st), 0);
    for (off_t page = 4096; page < st.st_size; page += 4096) {
        unsigned char was[8], bad[8] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
        assert_int_equal(pread(fd, was, 8, page), 8);
        assert_int_equal(pwrite(fd, bad, 8, page), 8);
        enum fault at_open = db_open(lib.path, (struct db_options){ .mode = DB_READ }, &lib.c.db);
        enum fault f = at_open ? at_open : db_check(lib.c.db, true, &lib.mem, &what);
        found += f == FAULT_DAMAGED;
        db_close(lib.c.db);
        assert_int_equal(pwrite(fd, was, 8, page), 8);
    }
    close(fd);
    assert_int_equal(found, st.st_size / 4096 - 1);
    lib.c.db = opened(DB_WRITE);
    assert_int_equal(db_check(lib.c.db, false, &lib.mem, &what), OK);
}

static atomic_bool enough;

static void *keep_writing(void *arg)
{
    struct arena mem CLEANUP(arena_free) = { 0 };
    struct ctx c = ctx_make(arg, &mem, &lib.world);
    for (int i = 0; !enough; i++) {
        assert_int_equal(fact_add(&c, "busy", str_printf(&mem, "%d", i)), OK);
        arena_free(&mem);
    }
    return NULL;
}

static void X9_a_backup_under_steady_writing_ends_and_is_one_whole_file(void **state)
{
    (void)state;
    char path[128], beside[160];
    struct str what = { 0 };
    pthread_t writer;
    /* Larger than one step of the copy. */
    for (int i = 0; i < 12; i++)
        assert_int_equal(fact_add(&lib.c, str_printf(&lib.mem, "mega %d", i).s,
                                  (struct str){ arena_get(&lib.mem, 1 << 20), 1 << 20 }), OK);
    struct db *other = opened(DB_WRITE);
    enough = false;
    pthread_create(&writer, NULL, keep_writing, other);
    snprintf(path, sizeof path, "%s/copy.db", lib.folder);
    enum fault f = db_backup(lib.c.db, path);
    enough = true;
    pthread_join(writer, NULL);
    db_close(other);
    assert_int_equal(f, OK);
    snprintf(beside, sizeof beside, "%s-wal", path);
    assert_int_not_equal(access(beside, F_OK), 0);
    struct ctx c = lib.c;
    assert_int_equal(db_open(path, (struct db_options){ .mode = DB_READ }, &c.db), OK);
    assert_int_equal(db_check(c.db, false, &lib.mem, &what), OK);
    assert_true(fact_there(&c, "mega 11"));
    db_close(c.db);
    unlink(path);
    assert_int_equal(db_backup(lib.c.db, "/nowhere/copy.db"), FAULT_CANNOT_WRITE);
    assert_int_equal(db_backup(lib.c.db, lib.path), FAULT_CANNOT_WRITE); /* itself */
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, begin, end)
    static const struct CMUnitTest tests[] = {
        T(X6_the_lock_is_one_holders),
        T(X4_what_is_no_library_is_refused_and_stays_as_it_is),
        T(a_new_library_has_no_name_until_it_is_complete),
        T(X5_a_flipped_byte_is_found_and_said),
        T(X9_a_backup_under_steady_writing_ends_and_is_one_whole_file),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
