/* kist-full: the same program with libcurl, opened when it is first asked for. */
#include "cli/cli.h"

const struct wire *program_wire(void)
{
    static struct wire wire;
    static bool open;
    if (!open)
        open = wire_open(&wire) == OK;
    return open ? &wire : NULL;
}
