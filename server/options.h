/* The options of kistd: what the command line says, else the configuration file. */
#ifndef SERVER_OPTIONS_H
#define SERVER_OPTIONS_H

#include "base/conf.h"

struct options {
    const char *config, *db, *listen, *base_url, *cert, *key, *user, *group;
    bool help, version;
};

/* Reads argv; FAULT_ARG_UNKNOWN, FAULT_MISSING (a value) with *what the option. */
MUST enum fault options_read(char **argv, struct options *, const char **what);
/* Fills from the configuration what was not said. */
void options_fill(struct options *, const struct conf *);

#endif
