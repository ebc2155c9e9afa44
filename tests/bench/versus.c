/* Runs two commands in turn, so that a busy machine is equally busy for both.
 *
 *     versus ROUNDS COMMAND ARG... -- COMMAND ARG...
 *
 * prints, in microseconds, the smallest processor time (user + system, children included) and the
 * median of the clock for the first, then for the second. Their output is thrown away; one that
 * fails ends it. */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS_MOST = 1000 };
struct timing {
    long cpu[ROUNDS_MOST], wall[ROUNDS_MOST];
};
extern char **environ;

static long now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static long cpu_us(void)
{
    struct rusage u;
    getrusage(RUSAGE_CHILDREN, &u);
    return (u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1000000 + u.ru_utime.tv_usec + u.ru_stime.tv_usec;
}

static void run(char **command, struct timing *t, int round)
{
    posix_spawn_file_actions_t quiet;
    int status = -1;
    pid_t pid;
    posix_spawn_file_actions_init(&quiet);
    posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&quiet, 1, 2);
    long wall = now_us(), cpu = cpu_us();
    if (posix_spawnp(&pid, command[0], &quiet, NULL, command, environ) || waitpid(pid, &status, 0) < 0 ||
        status) {
        fprintf(stderr, "versus: %s failed (%d)\n", command[0], status);
        exit(1);
    }
    t->wall[round] = now_us() - wall;
    t->cpu[round] = cpu_us() - cpu;
    posix_spawn_file_actions_destroy(&quiet);
}

static int by_size(const void *x, const void *y)
{
    long a = *(const long *)x, b = *(const long *)y;
    return a < b ? -1 : a > b;
}

static void tell(struct timing *t, int rounds)
{
    qsort(t->cpu, (size_t)rounds, sizeof *t->cpu, by_size);
    qsort(t->wall, (size_t)rounds, sizeof *t->wall, by_size);
    printf("%ld %ld ", t->cpu[0], t->wall[rounds / 2]);
}

int main(int argc, char **argv)
{
    static struct timing first, second;
    int rounds = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 0, i = 2;
    while (i < argc && strcmp(argv[i], "--"))
        i++;
    if (rounds < 1 || rounds > ROUNDS_MOST || i < 3 || i + 1 >= argc) {
        fprintf(stderr, "usage: versus ROUNDS COMMAND ARG... -- COMMAND ARG...\n");
        return 64;
    }
    argv[i] = NULL;
    for (int k = 0; k < rounds; k++) {
        run(argv + 2, &first, k);
        run(argv + i + 1, &second, k);
    }
    tell(&first, rounds);
    tell(&second, rounds);
    printf("\n");
    return 0;
}
