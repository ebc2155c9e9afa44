/* kist: everything the system can do, as commands. `kist help` lists them. */
#include "cli/cli.h"

#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

/* A command lives for some milliseconds, and takes many of them to touch its memory for the first
 * time, a page at a time. Asked for in one go it costs a tenth of that. A kernel that cannot (before
 * 5.14) or a heap that is not glibc's loses nothing. */
static void memory_at_once(void)
{
    enum { NEEDED = 1 << 20 };
    uintptr_t size = (uintptr_t)sysconf(_SC_PAGESIZE); /* 16 kB on a Raspberry Pi 5 */
    mallopt(M_TOP_PAD, NEEDED);
    void *first = malloc(1);
    uintptr_t page = ((uintptr_t)first + size - 1) & ~(size - 1);
    (void)madvise((void *)page, NEEDED, MADV_POPULATE_WRITE);
    free(first);
}

int main(int argc, char **argv)
{
    static struct cli cli;
    (void)argc;
    memory_at_once();
    return cli_run(&cli, argv);
}
