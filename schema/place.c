/* Where the library lies: its file, what is allowed there, and the lock file beside it. */
#include "schema/sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

void place_file(const struct db *db, char name[static PATH_MOST])
{
    if (db->making)
        snprintf(name, PATH_MOST, "%s.new-%d", db->path, (int)getpid());
    else
        snprintf(name, PATH_MOST, "%s", db->path);
}

/* The folder of a path; "." when it has none. */
static void folder_of(const char *path, char folder[static PATH_MOST])
{
    snprintf(folder, PATH_MOST, "%s", path);
    char *slash = strrchr(folder, '/');
    if (slash)
        slash[slash == folder] = 0;
    else
        snprintf(folder, PATH_MOST, ".");
}

/* X7: SQLite's locks do not hold on a network file system. Magic numbers: statfs(2). */
static bool network_disk(const char *path)
{
    static const uint32_t kinds[] = { 0x6969 /* NFS */, 0x517b /* SMB */, 0xff534d42 /* CIFS */,
        0xfe534d42 /* SMB2 */, 0x01021997 /* 9P */, 0x5346414f /* AFS */, 0x00c36400 /* Ceph */,
        0x73757245 /* Coda */, 0x19830326 /* FhGFS */, 0x7461636f /* OCFS2 */ };
    char folder[PATH_MOST];
    folder_of(path, folder);
    struct statfs fs;
    if (statfs(folder, &fs))
        return false;
    for (size_t i = 0; i < COUNT(kinds); i++)
        if ((uint32_t)fs.f_type == kinds[i])
            return true;
    return false;
}

/* Somebody who knows that this disk keeps its locks has said so, beside the library. */
static bool network_ok(const char *path)
{
    char name[PATH_MOST + 16];
    snprintf(name, sizeof name, "%s.network-ok", path);
    return !access(name, F_OK);
}

enum fault place_check(const char *path, struct db_options o)
{
    struct stat st;
    if (strlen(path) >= PATH_MOST - 100)
        return FAULT_TOO_LONG;
    bool there = !stat(path, &st);
    if (!there && o.mode != DB_CREATE)
        return errno == EACCES ? FAULT_CANNOT_READ : FAULT_NO_LIBRARY;
    if (there && o.mode == DB_CREATE)
        return FAULT_LIBRARY_EXISTS;
    if (there && !S_ISREG(st.st_mode))
        return FAULT_NOT_A_LIBRARY;
    if (there && eaccess(path, R_OK))
        return FAULT_CANNOT_READ;
    if (there && o.mode == DB_WRITE && eaccess(path, W_OK))
        return FAULT_READ_ONLY;
    return network_disk(path) && !network_ok(path) ? FAULT_NETWORK_DISK : OK;
}

enum fault place_new(struct db *db)
{
    char name[PATH_MOST];
    place_file(db, name);
    place_drop(db);
    int fd = open(name, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    if (fd < 0)
        return errno == ENOSPC || errno == EDQUOT ? FAULT_DISK_FULL : FAULT_CANNOT_WRITE;
    close(fd);
    return OK;
}

void place_drop(const struct db *db)
{
    static const char *const ends[] = { "", "-wal", "-shm", "-journal" };
    char name[PATH_MOST], one[PATH_MOST + 16];
    ASSERT(db->making);
    place_file(db, name);
    for (size_t i = 0; i < COUNT(ends); i++) {
        snprintf(one, sizeof one, "%s%s", name, ends[i]);
        unlink(one);
    }
}

/* Gives `from` the name `to` unless there is one already. */
static int rename_new(const char *from, const char *to)
{
    if (!renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE))
        return 0;
    if (errno != EINVAL || !access(to, F_OK)) /* EINVAL: this file system cannot promise it */
        return -1;
    return rename(from, to);
}

enum fault place_keep(struct db *db)
{
    char name[PATH_MOST], wal[PATH_MOST + 16];
    place_file(db, name);
    snprintf(wal, sizeof wal, "%s-wal", name);
    if (!access(wal, F_OK)) /* closing could not bring everything into the one file */
        return FAULT_IO;
    if (rename_new(name, db->path))
        return errno == EEXIST ? FAULT_LIBRARY_EXISTS : FAULT_CANNOT_WRITE;
    place_drop(db); /* what closing may have left under the old name */
    db->making = false;
    folder_sync(db->path);
    return OK;
}

/* A log belongs to its own file: read with another it would spoil that. */
static int log_aside(const char *path, const char *kept)
{
    char from[PATH_MOST + 16], to[PATH_MOST + 16];
    snprintf(from, sizeof from, "%s-shm", path);
    unlink(from);
    snprintf(from, sizeof from, "%s-wal", path);
    snprintf(to, sizeof to, "%s-wal", kept);
    unlink(to);
    return rename(from, to) && errno != ENOENT ? -1 : 0;
}

enum fault db_replace(const char *path, const char *with, const char *kept)
{
    if (strlen(path) >= PATH_MOST - 100)
        return FAULT_TOO_LONG;
    if (access(path, F_OK)) /* there was none */
        return rename(with, path) ? FAULT_CANNOT_WRITE : (folder_sync(path), OK);
    if (log_aside(path, kept))
        return FAULT_CANNOT_WRITE;
    unlink(kept);
    /* Where two files cannot change places, there is a moment without a library; both are whole. */
    bool swapped = !renameat2(AT_FDCWD, with, AT_FDCWD, path, RENAME_EXCHANGE);
    if (swapped ? rename(with, kept) : rename(path, kept) || rename(with, path))
        return FAULT_CANNOT_WRITE;
    folder_sync(path);
    return OK;
}

void folder_sync(const char *path)
{
    char folder[PATH_MOST];
    folder_of(path, folder);
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    fsync(fd);
    close(fd);
}

enum fault db_lock(const char *path, int *fd)
{
    char name[PATH_MOST];
    snprintf(name, sizeof name, "%s.lock", path);
    *fd = open(name, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    if (*fd < 0)
        return FAULT_CANNOT_WRITE;
    if (!flock(*fd, LOCK_EX | LOCK_NB))
        return OK;
    close(*fd);
    *fd = -1;
    return FAULT_IN_USE;
}

