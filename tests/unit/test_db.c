/* The connection: settings read back, transactions whole or not at all, a full disk (X3), and a time
 * limit (X33). */
#include "schema/query.h"
#include "schema/sqlite.h"
#include "tests/unit/library.h"

#include <setjmp.h>
#include <stdarg.h>
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

static void every_pragma_says_what_was_asked(void **state)
{
    (void)state;
    static const struct { const char *name, *writer, *reader; } want[] = {
        { "journal_mode", "wal", "wal" }, { "synchronous", "2", "2" }, { "foreign_keys", "1", "1" },
        { "trusted_schema", "0", "0" }, { "secure_delete", "1", "1" }, { "mmap_size", "0", "0" },
        { "query_only", "0", "1" }, { "encoding", "UTF-8", "UTF-8" },
    };
    struct db *db[] = { lib.c.db, opened(DB_READ) };
    for (size_t k = 0; k < 2; k++) {
        struct db_fact facts[30];
        size_t n = db_facts(db[k], &lib.mem, facts, COUNT(facts)), found = 0;
        for (size_t i = 0; i < n; i++)
            for (size_t w = 0; w < COUNT(want); w++)
                if (!strcmp(facts[i].name, want[w].name)) {
                    assert_string_equal(facts[i].value.s, k ? want[w].reader : want[w].writer);
                    found++;
                }
        assert_int_equal(found, COUNT(want));
    }
    db_close(db[1]);
}

static void X33_the_connection_is_shut_to_tricks(void **state)
{
    (void)state;
    static const struct { int what, want; } want[] = { { SQLITE_DBCONFIG_DEFENSIVE, 1 },
        { SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 }, { SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
        { SQLITE_DBCONFIG_ENABLE_FKEY, 1 } };
    static const char *const refused[] = { "ATTACH '/tmp/other.db' AS other", "SELECT load_extension('x')",
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = ''" };
    for (size_t i = 0; i < COUNT(want); i++) {
        int is = -1;
        assert_int_equal(sqlite3_db_config(lib.c.db->h, want[i].what, -1, &is), SQLITE_OK);
        assert_int_equal(is, want[i].want);
    }
    for (size_t i = 0; i < COUNT(refused); i++)
        assert_int_not_equal(sqlite3_exec(lib.c.db->h, refused[i], NULL, NULL, NULL), SQLITE_OK);
    char mode[64] = "";
    int64_t n;
    sqlite3_exec(lib.c.db->h, "PRAGMA journal_mode = OFF", NULL, NULL, NULL);
    assert_int_equal(db_ask(lib.c.db, "PRAGMA journal_mode", &n, mode), OK);
    assert_string_equal(mode, "wal");
}

static void every_statement_prepares(void **state)
{
    (void)state;
    assert_int_equal(db_prepare_all(lib.c.db), OK);
    struct db *db = opened(DB_READ);
    assert_int_equal(db_prepare_all(db), OK);
    db_close(db);
}

static enum fault two_facts(struct ctx *c, void *arg)
{
    enum fault f = fact_add(c, "one", S("1"));
    if (!f)
        f = fact_add(c, "two", S("2"));
    return f ? f : *(enum fault *)arg;
}

static void a_write_is_kept_entire_or_not_at_all(void **state)
{
    (void)state;
    enum fault f = FAULT_NAME_USED;
    assert_int_equal(db_write(&lib.c, two_facts, &f), FAULT_NAME_USED);
    assert_false(fact_there(&lib.c, "one") || fact_there(&lib.c, "two"));
    f = OK;
    assert_int_equal(db_write(&lib.c, two_facts, &f), OK);
    assert_true(fact_there(&lib.c, "one") && fact_there(&lib.c, "two"));
    assert_false(db_in_transaction(lib.c.db));
}

static void a_savepoint_takes_back_itself_only(void **state)
{
    (void)state;
    enum fault f = FAULT_NAME_USED;
    assert_int_equal(db_begin(lib.c.db), OK);
    assert_int_equal(fact_add(&lib.c, "before", S("")), OK);
    assert_int_equal(db_write(&lib.c, two_facts, &f), FAULT_NAME_USED);
    assert_int_equal(fact_add(&lib.c, "after", S("")), OK);
    assert_int_equal(db_commit(lib.c.db), OK);
    assert_true(fact_there(&lib.c, "before") && fact_there(&lib.c, "after"));
    assert_false(fact_there(&lib.c, "one"));
}

static enum fault fill_memory(struct ctx *c, void *arg)
{
    (void)arg;
    arena_has(c->mem, 100 << 20);
    return fact_add(c, "large", S(""));
}

static void X26_an_operation_that_wants_too_much_memory_keeps_nothing(void **state)
{
    (void)state;
    assert_int_equal(db_write(&lib.c, fill_memory, NULL), FAULT_TOO_BIG);
    lib.mem.full = false;
    assert_false(fact_there(&lib.c, "large"));
}

static void a_reader_cannot_write(void **state)
{
    (void)state;
    struct ctx c = lib.c;
    enum fault f = OK;
    c.db = opened(DB_READ);
    assert_int_equal(db_write(&c, two_facts, &f), FAULT_READ_ONLY);
    assert_int_equal(fact_add(&c, "one", S("")), FAULT_READ_ONLY);
    db_close(c.db);
    assert_false(fact_there(&lib.c, "one"));
}

static enum fault look_twice(struct ctx *c, void *arg)
{
    (void)arg;
    assert_false(fact_there(c, "one"));
    assert_int_equal(fact_add(&lib.c, "one", S("")), OK); /* by the other connection */
    assert_true(fact_there(&lib.c, "one"));
    assert_false(fact_there(c, "one"));
    return OK;
}

static void a_read_sees_one_state(void **state)
{
    (void)state;
    struct ctx c = lib.c;
    c.db = opened(DB_READ);
    assert_int_equal(db_read(&c, look_twice, NULL), OK);
    assert_true(fact_there(&c, "one"));
    db_close(c.db);
}

static void X6_who_cannot_write_in_time_is_told_so_and_may_try_again(void **state)
{
    (void)state;
    struct ctx c = lib.c;
    enum fault f = OK;
    c.db = opened(DB_WRITE);
    assert_int_equal(db_begin(lib.c.db), OK);
    assert_int_equal(db_write(&c, two_facts, &f), FAULT_BUSY);
    assert_int_equal(db_commit(lib.c.db), OK);
    assert_int_equal(db_write(&c, two_facts, &f), OK);
    db_close(c.db);
}

/* SQLite takes back the whole transaction when the file may not grow. */
static void fill_disk(bool full)
{
    char sql[64];
    int pages = 0;
    for (sqlite3_stmt *st = NULL; !st; sqlite3_finalize(st)) {
        assert_int_equal(sqlite3_prepare_v2(lib.c.db->h, "PRAGMA page_count", -1, &st, NULL), SQLITE_OK);
        assert_int_equal(sqlite3_step(st), SQLITE_ROW);
        pages = sqlite3_column_int(st, 0);
    }
    snprintf(sql, sizeof sql, "PRAGMA max_page_count = %d", full ? pages : 1 << 30);
    assert_int_equal(sqlite3_exec(lib.c.db->h, sql, NULL, NULL, NULL), SQLITE_OK);
}

static enum fault big_fact(struct ctx *c, void *arg)
{
    (void)arg;
    return fact_add(c, "big", (struct str){ arena_get(c->mem, 100000), 100000 });
}

static void X3_after_a_full_disk_nothing_later_in_the_transaction_is_kept_alone(void **state)
{
    (void)state;
    enum fault f = OK;
    fill_disk(true);
    assert_int_equal(db_begin(lib.c.db), OK);
    assert_int_equal(db_write(&lib.c, two_facts, &f), OK);
    assert_int_equal(db_write(&lib.c, big_fact, NULL), FAULT_DISK_FULL);
    assert_int_equal(db_write(&lib.c, two_facts, &f), FAULT_DISK_FULL);
    assert_true(db_sick(lib.c.db));
    assert_int_equal(db_commit(lib.c.db), FAULT_DISK_FULL);
    assert_false(db_in_transaction(lib.c.db));
    assert_false(fact_there(&lib.c, "one") || fact_there(&lib.c, "big"));
    /* It mended itself: a new connection, without the test's limit. */
    assert_false(db_sick(lib.c.db));
    assert_int_equal(db_write(&lib.c, big_fact, NULL), OK);
    assert_int_equal(db_write(&lib.c, two_facts, &f), OK);
}

static enum fault whole_story(struct ctx *c)
{
    QUERY(q, c, Q_JOURNAL_OF_THING);
    q_bind_str(&q, "thing", S("x"));
    q_bind_int(&q, "thing_id", 1);
    q_bind_int(&q, "before", INT64_MAX);
    q_bind_int(&q, "limit", INT64_MAX);
    return q_run(&q);
}

static void X33_a_query_is_stopped_at_its_time_limit(void **state)
{
    (void)state;
    struct ctx *c = &lib.c;
    assert_int_equal(db_begin(c->db), OK);
    for (int i = 0; i < 30000; i++) {
        QUERY(q, c, Q_JOURNAL_ADD);
        const char *const words[] = { "initials", "role", "counter", "op", "thing" };
        for (size_t k = 0; k < COUNT(words); k++)
            q_bind_str(&q, words[k], S("x"));
        q_bind(&q, "branch", val_none());
        q_bind(&q, "override_fault", val_none());
        q_bind_int(&q, "at", i);
        q_bind_int(&q, "thing_id", 1);
        assert_int_equal(q_run(&q), OK);
    }
    assert_int_equal(db_commit(c->db), OK);
    db_time_limit(c->db, 1);
    usleep(3000);
    assert_int_equal(whole_story(c), FAULT_TOO_SLOW);
    db_time_limit(c->db, 0);
    assert_int_equal(whole_story(c), OK);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, begin, end)
    static const struct CMUnitTest tests[] = {
        T(every_pragma_says_what_was_asked),
        T(X33_the_connection_is_shut_to_tricks),
        T(every_statement_prepares),
        T(a_write_is_kept_entire_or_not_at_all),
        T(a_savepoint_takes_back_itself_only),
        T(X26_an_operation_that_wants_too_much_memory_keeps_nothing),
        T(a_reader_cannot_write),
        T(a_read_sees_one_state),
        T(X6_who_cannot_write_in_time_is_told_so_and_may_try_again),
        T(X3_after_a_full_disk_nothing_later_in_the_transaction_is_kept_alone),
        T(X33_a_query_is_stopped_at_its_time_limit),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
