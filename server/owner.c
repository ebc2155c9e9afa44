/* See owner.h. */
#include "server/owner.h"

#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

const char *folder_of(struct arena *a, const char *path)
{
    const char *slash = strrchr(path, '/');
    size_t n = slash ? (size_t)(slash - path) : 0;
    return !slash ? "." : !n ? "/" : str_z(a, (struct str){ path, n });
}

static enum fault find(struct owner *o, const char *db, const char *user)
{
    if (user) {
        struct passwd *p = getpwnam(user);
        if (!p)
            return FAULT_NAME_UNKNOWN;
        o->uid = p->pw_uid;
        o->gid = p->pw_gid;
        return OK;
    }
    struct arena mem CLEANUP(arena_free) = { 0 };
    struct stat st;
    if (stat(folder_of(&mem, db), &st))
        return FAULT_NO_LIBRARY;
    o->uid = st.st_uid;
    o->gid = st.st_gid;
    return OK;
}

enum fault owner_become(struct owner *o, const char *db, const char *user)
{
    *o = (struct owner){ geteuid(), getegid(), false, false };
    if (o->uid)
        return OK;
    enum fault f = find(o, db, user);
    if (f)
        return f;
    o->is_root = !o->uid;
    o->was_root = o->uid;
    if (!o->was_root)
        return OK;
    struct passwd *p = getpwuid(o->uid);
    if (p ? initgroups(p->pw_name, o->gid) : setgroups(0, NULL))
        return FAULT_CANNOT_WRITE;
    return setegid(o->gid) || seteuid(o->uid) ? FAULT_CANNOT_WRITE : OK;
}

void owner_raise(const struct owner *o, bool up)
{
    if (o->was_root)
        ASSERT(!seteuid(up ? 0 : o->uid));
}

void owner_stay(const struct owner *o)
{
    if (!o->was_root)
        return;
    ASSERT(!seteuid(0));
    ASSERT(!setresgid(o->gid, o->gid, o->gid));
    ASSERT(!setresuid(o->uid, o->uid, o->uid));
    ASSERT(setuid(0)); /* there is no way back */
}
