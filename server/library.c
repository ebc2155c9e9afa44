/* See library.h. */
#include "server/library.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "lending/setting.h"
#include "lending/staff.h"
#include "schema/db.h"
#include "text/text.h"

/* Who holds the lock, as the one that holds it has written there. */
static const char *holder(const char *lock, struct arena *a)
{
    char pid[32];
    int fd = open(lock, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? 0 : read(fd, pid, sizeof pid);
    if (fd >= 0)
        close(fd);
    return str_z(a, str_trim((struct str){ pid, n > 0 ? (size_t)n : 0 }));
}

/* The descriptor stays open until the process ends. */
static enum fault lock(const struct server *s, struct arena *a, const char **got)
{
    int fd;
    char pid[32];
    const char *path = str_printf(a, "%s.lock", s->db_path).s;
    enum fault f = db_lock(s->db_path, &fd);
    *got = path;
    if (f == FAULT_IN_USE)
        *got = str_printf(a, "kistd %s, %s", holder(path, a), s->db_path).s;
    if (f)
        return f;
    int n = snprintf(pid, sizeof pid, "%d\n", (int)getpid());
    return ftruncate(fd, 0) || write(fd, pid, (size_t)n) != n ? FAULT_CANNOT_WRITE : OK;
}

static enum fault look_for_coordinator(struct server *s, struct ctx *c)
{
    const struct volunteer *v;
    size_t n;
    enum fault f = volunteer_all(c, &v, &n);
    for (size_t i = 0; i < n && !f; i++)
        s->led = s->led || v[i].role == ROLE_COORDINATOR;
    return f;
}

static enum fault know(struct server *s, struct db *db, bool as_root, struct arena *a,
                       const char **got)
{
    struct ctx c = ctx_make(db, a, s->world);
    struct stat st;
    const char *zone = str_z(a, setting_str(&c, SET_ZONE));
    s->lang = lang_find(setting_str(&c, SET_LANGUAGE));
    s->lang = s->lang < 0 ? 0 : s->lang;
    s->pretend = library_pretend(&c);
    if (!zone_set(zone)) {
        *got = zone;
        return FAULT_ZONE_UNKNOWN;
    }
    if (stat(s->db_path, &st))
        return FAULT_CANNOT_READ;
    s->dev = (int64_t)st.st_dev;
    s->ino = (int64_t)st.st_ino;
    return as_root && !s->pretend ? FAULT_ROOT : look_for_coordinator(s, &c);
}

enum fault library_open(struct server *s, bool as_root, struct arena *a, const char **got)
{
    struct db *db;
    struct str what = { 0 };
    /* The upgrade takes the lock for itself, so that comes before ours. */
    enum fault f = db_open(s->db_path, (struct db_options){ .mode = DB_WRITE, .upgrade = true }, &db);
    if (f)
        return f;
    f = lock(s, a, got);
    if (!f) {
        *got = s->db_path;
        f = db_check(db, true, a, &what);
    }
    if (!f)
        f = know(s, db, as_root, a, got);
    db_close(db);
    return f;
}
