/* Figures measured inside one process, on a large library made for it: lending one tool beside one
 * bare durable commit, availability, and the queue beside that of a library a tenth the size.
 *
 *     inside BIG.SQL ROUNDS    prints `figure|ours|floor`: microseconds, for the queue steps */
#include "lending/avail.h"
#include "lending/code.h"
#include "lending/tool.h"
#include "ops/op.h"
#include "tests/bench/big.h"

#include <unistd.h>

enum { MODELS = 4000, FEW_MODELS = 400, ROUNDS_MOST = 2000, QUEUES = 190, DAYS = 90, REPEATS = 20 };

struct times {
    int64_t at[ROUNDS_MOST];
    size_t n;
};

static int64_t now_us(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int by_size(const void *x, const void *y)
{
    int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
    return a < b ? -1 : a > b;
}

static int64_t median(struct times *t)
{
    qsort(t->at, t->n, sizeof *t->at, by_size);
    return t->at[t->n / 2];
}

static void note(struct times *t, int64_t us)
{
    ASSERT(t->n < ROUNDS_MOST);
    t->at[t->n++] = us;
}

/* A command of the counter at the branch where the tool is. */
static void counter(struct library *l, const char *cmd, int64_t tool, int64_t member)
{
    struct out o;
    struct given args[2];
    struct request_args req = { .at = args };
    struct tool t;
    arena_free(&l->mem);
    library_ctx(l);
    enum fault f = tool_get(&l->c, tool, &t);
    ASSERT(!f);
    l->c.branch = t.present;
    args[req.n++] = (struct given){ .name = S("tool"), .value = code_text(&l->mem, t.number, FAMILY_TOOL) };
    if (member)
        args[req.n++] = (struct given){ .name = S("member"),
                                        .value = code_text(&l->mem, member * 19, FAMILY_MEMBER) };
    f = op_run(&l->c, op_find(str_of(cmd)), &req, &o);
    if (f)
        fprintf(stderr, "inside: %s %d: %s\n", cmd, (int)tool, fault_info(f)->name);
    ASSERT(!f && !o.n_refused);
}

/* In turn, so that a busy disk is equally busy for both. */
static void loans(struct library *l, int rounds)
{
    static struct times ours, bare, cpu, bare_cpu;
    char path[120];
    snprintf(path, sizeof path, "%s/floor.db", l->folder);
    struct floor *f = floor_open(path);
    for (int i = 1; i <= rounds + 20; i++) {
        int64_t a = now_us(CLOCK_MONOTONIC), ca = now_us(CLOCK_THREAD_CPUTIME_ID);
        counter(l, "out", i, i);
        int64_t b = now_us(CLOCK_MONOTONIC), cb = now_us(CLOCK_THREAD_CPUTIME_ID);
        floor_commit(f);
        int64_t e = now_us(CLOCK_MONOTONIC), ce = now_us(CLOCK_THREAD_CPUTIME_ID);
        if (i <= 20)
            continue; /* the first ones fill the caches */
        note(&ours, b - a);
        note(&bare, e - b);
        note(&cpu, cb - ca);
        note(&bare_cpu, ce - cb);
    }
    floor_close(f);
    unlink(path);
    printf("loan|%lld|%lld\n", (long long)median(&ours), (long long)median(&bare));
    printf("loan-cpu|%lld|%lld\n", (long long)median(&cpu), (long long)median(&bare_cpu));
}

/* The facts read once, then asked for each of ninety days. */
static int64_t avail_us(struct library *l, int64_t model)
{
    struct times t = { .n = 0 };
    int free_days = 0;
    for (int k = 0; k < REPEATS; k++) {
        struct avail a;
        arena_free(&l->mem);
        library_ctx(l);
        int64_t begin = now_us(CLOCK_THREAD_CPUTIME_ID);
        enum fault f = avail_load(&l->c, model, &a);
        ASSERT(!f);
        for (int i = 0; i < DAYS; i++)
            free_days += avail_free(&a, 1, avail_point(&a, day_plus(l->c.today, i))) > 0;
        note(&t, now_us(CLOCK_THREAD_CPUTIME_ID) - begin);
    }
    ASSERT(free_days > 0);
    return median(&t);
}

/* Taking back a tool that ten people wait for: what the engine does for it. */
static int64_t queue_steps(struct library *l, int models)
{
    static struct times t;
    t.n = 0;
    for (int i = 0; i < QUEUES; i++) {
        steps_taken(l->c.db);
        counter(l, "in", models - 200 + i, 0);
        note(&t, steps_taken(l->c.db));
    }
    return median(&t);
}

int main(int argc, char **argv)
{
    static struct library big, small;
    if (argc != 3)
        return 64;
    big_make(&big, argv[1], MODELS);
    loans(&big, (int)strtol(argv[2], NULL, 10));
    printf("avail|%lld|1000\n", (long long)avail_us(&big, 500));
    printf("avail-wanted|%lld|1000\n", (long long)avail_us(&big, 1));
    big_make(&small, argv[1], FEW_MODELS);
    int64_t few = queue_steps(&small, FEW_MODELS);
    printf("queue|%lld|%lld\n", (long long)queue_steps(&big, MODELS), (long long)few);
    library_drop(&small);
    library_drop(&big);
    return 0;
}
