/* See library.h. */
#include "tests/unit/library.h"

#include <unistd.h>

#include "base/conf.h"
#include "base/random.h"
#include "lending/check.h"
#include "schema/db.h"
#include "text/text.h"

static const struct conf no_conf;

static int64_t now_of(const struct world *w)
{
    return ((const struct library *)w->self)->now;
}

void library_ctx(struct library *l)
{
    struct db *db = l->c.db;
    l->c = ctx_make(db, &l->mem, &l->world);
    l->c.lang = LANG_nl;
    l->c.role = ROLE_COORDINATOR;
    l->c.actor = S("u:test");
    l->c.initials = S("JV");
}

void library_make(struct library *l)
{
    const char *tmp = getenv("TMPDIR");
    struct db *db = NULL;
    ASSERT(zone_set("Europe/Amsterdam"));
    *l = (struct library){ .now = instant_of(day_of(2026, 11, 24), 10 * 60) };
    l->world = (struct world){ .self = l, .now = now_of, .random = random_kernel, .conf = &no_conf };
    snprintf(l->folder, sizeof l->folder, "%s/library-XXXXXX", tmp && strlen(tmp) < 40 ? tmp : "/tmp");
    ASSERT(mkdtemp(l->folder));
    snprintf(l->path, sizeof l->path, "%s/kist.db", l->folder);
    ASSERT(!db_open(l->path, (struct db_options){ .mode = DB_CREATE }, &db) && !db_keep(db));
    l->c.db = db;
    library_ctx(l);
}

static void reopen(struct library *l)
{
    struct db *db = NULL;
    ASSERT(!db_open(l->path, (struct db_options){ .mode = DB_WRITE }, &db));
    arena_free(&l->mem);
    l->c.db = db;
    library_ctx(l);
}

struct str library_copy(struct library *l, struct arena *a)
{
    db_close(l->c.db);
    FILE *f = fopen(l->path, "rb");
    ASSERT(f && !fseek(f, 0, SEEK_END));
    size_t n = (size_t)ftell(f);
    char *s = arena_get(a, n);
    rewind(f);
    ASSERT(fread(s, 1, n, f) == n);
    fclose(f);
    reopen(l);
    return (struct str){ s, n };
}

void library_again(struct library *l, struct str copy)
{
    db_close(l->c.db);
    FILE *f = fopen(l->path, "wb");
    ASSERT(f && fwrite(copy.s, 1, copy.n, f) == copy.n && !fclose(f));
    reopen(l);
}

void library_assert_consistent(struct library *l)
{
    struct contradiction *found;
    size_t n;
    library_ctx(l);
    ASSERT(!check_library(&l->c, &found, &n));
    for (size_t i = 0; i < n; i++)
        fprintf(stderr, "# check: %s: %lld, id %lld\n", found[i].what, (long long)found[i].n,
                (long long)found[i].first);
    ASSERT(!n);
}

void library_drop(struct library *l)
{
    static const char *const beside[] = { "", "-wal", "-shm", ".lock" };
    char name[128];
    db_close(l->c.db);
    for (size_t i = 0; i < COUNT(beside); i++) {
        snprintf(name, sizeof name, "%s%s", l->path, beside[i]);
        unlink(name);
    }
    rmdir(l->folder);
    arena_free(&l->mem);
}
