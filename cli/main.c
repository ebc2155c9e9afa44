/* kist: everything the system can do, as commands. `kist help` lists them. */
#include "cli/cli.h"

int main(int argc, char **argv)
{
    static struct cli cli;
    (void)argc;
    return cli_run(&cli, argv);
}
