/* How the engine finds its rows: the plan of every statement that lending, renewing, taking back with
 * a queue, holds and availability run. Written down in tests/golden/plans.txt, so that a lost index
 * shows as a difference, and not only once a library is large. A plan does not depend on the rows:
 * nobody runs ANALYZE.
 *
 * The statements are those that ran: on a connection opened anew, what is prepared was used. */
#include "lending/avail.h"
#include "schema/sqlite.h"
#include "tests/unit/story.h"

static const char *const commands[] = {
    "out | member=M20417G | tool=417A",
    "out | member=M31862H | tool=418",
    "hold add | member=M45093R | what=417A",
    "hold add | member=M20417G | what=88 | from=2026-02-02 | to=2026-02-06",
    "renew | tool=88",
    "in | tool=417A",
    "in | tool=88",
    "out | member=M45093R | tool=417A",
};

/* The steps of a plan, those within another further in, as the engine's own shell shows them. */
struct plan_step {
    int id, depth;
};
static void plan_print(struct db *db, enum query_id id)
{
    struct plan_step steps[64];
    size_t n = 0;
    sqlite3_stmt *st;
    struct buf sql = { .a = &lib.mem };
    buf_printf(&sql, "EXPLAIN QUERY PLAN %s", query_defs[id].sql);
    int rc = sqlite3_prepare_v2(db->h, buf_z(&sql), -1, &st, NULL);
    ASSERT(!rc);
    printf("\n%s\n", query_defs[id].name);
    while (sqlite3_step(st) == SQLITE_ROW && n < COUNT(steps)) {
        int depth = 1, parent = sqlite3_column_int(st, 1);
        for (size_t i = 0; i < n; i++)
            if (steps[i].id == parent)
                depth = steps[i].depth + 1;
        steps[n++] = (struct plan_step){ sqlite3_column_int(st, 0), depth };
        printf("%*s%s\n", depth * 2, "", (const char *)sqlite3_column_text(st, 3));
    }
    sqlite3_finalize(st);
}

int main(void)
{
    struct avail a;
    story_begin();
    given_loan("88", "M20417G", "2026-01-05", "2026-01-12");
    at("2026-01-06T10:30:00+01:00");
    struct db *db = lib.c.db;
    enum fault f = db_reopen(db);
    for (size_t i = 0; !f && i < COUNT(commands); i++) {
        f = kist("H", commands[i]);
        if (f)
            fprintf(stderr, "plans: %s: %s\n", commands[i], fault_info(f)->name);
    }
    if (!f)
        f = avail_load(&lib.c, 1, &a);
    ASSERT(!f);
    for (int id = 0; id < QUERY_COUNT; id++)
        if (db->kept[id])
            plan_print(db, (enum query_id)id);
    story_end();
    return 0;
}
