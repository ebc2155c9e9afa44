/* The database part of a later kist, for 11-upgrade: linked with made-up upgrades after the real ones.
 * upgrade FILE MODE opens it ("read", or "write", which may upgrade), and says what came of it. */
#include "schema/db.h"

#include <stdio.h>

int main(int argc, char **argv)
{
    if (argc != 3)
        return 64;
    bool writes = !strcmp(argv[2], "write");
    struct db_options o = { .mode = writes ? DB_WRITE : DB_READ, .upgrade = writes };
    struct db *db;
    enum fault f = db_open(argv[1], o, &db);
    printf("%s %d of %d\n", fault_info(f)->name, f ? 0 : db_version(db), db_version_wanted());
    db_close(db);
    return fault_info(f)->exit;
}
