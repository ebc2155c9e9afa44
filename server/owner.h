/* Whom the daemon runs as (X39): started as root it becomes the owner of the database's folder, or
 * the user that --user names; for a while it can be root again, to bind a low port. */
#ifndef SERVER_OWNER_H
#define SERVER_OWNER_H

#include <sys/types.h>

#include "base/fault.h"
#include "base/str.h"

struct owner {
    uid_t uid;
    gid_t gid;
    bool was_root; /* and may be again, until owner_stay */
    bool is_root;  /* that is root too: only for a demo or test library */
};

/* FAULT_NO_LIBRARY (no such folder), FAULT_NAME_UNKNOWN (no such user). */
MUST enum fault owner_become(struct owner *, const char *db, const char *user);
/* Root again (true), and back. */
void owner_raise(const struct owner *, bool up);
/* The folder a file is in. */
const char *folder_of(struct arena *, const char *path);
/* Gives root up for good. */
void owner_stay(const struct owner *);

#endif
