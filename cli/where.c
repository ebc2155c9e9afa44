/* Where the library is, in the order that commands.md promises. */
#include "cli/cli.h"

#include <errno.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static const char run_socket[] = "/run/kist/kist.sock";
static const char system_file[] = "/var/lib/kist/kist.db";

/* The value of a variable that is set and not empty. */
static const char *env(const char *name)
{
    const char *value = getenv(name);
    return value && *value ? value : NULL;
}

/* A connected socket, or -1. */
static int knock(const char *path)
{
    struct sockaddr_un to = { .sun_family = AF_UNIX };
    int n = snprintf(to.sun_path, sizeof to.sun_path, "%s", path);
    if (n < 0 || (size_t)n >= sizeof to.sun_path)
        return -1;
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && !connect(fd, (struct sockaddr *)&to, sizeof to))
        return fd;
    if (fd >= 0)
        close(fd);
    return -1;
}

static bool socket_at(struct where *w, const char *path)
{
    int fd = knock(path);
    if (fd < 0)
        return false;
    w->at = AT_SOCKET;
    w->fd = fd;
    w->socket = path;
    return true;
}

bool where_socket(struct cli *k, const char *path, struct where *w)
{
    if (k->conf.socket && socket_at(w, k->conf.socket))
        return true;
    return socket_at(w, str_printf(&k->mem, "%s.sock", path).s) || socket_at(w, run_socket);
}

bool where_again(struct where *w)
{
    return socket_at(w, w->socket);
}

/* The file that is used when nothing was said: the system's where it can be written, else one's
 * own. */
static const char *own_file(struct cli *k)
{
    const char *xdg = env("XDG_DATA_HOME"), *home = env("HOME");
    if (!access(system_file, W_OK))
        return system_file;
    return xdg ? str_printf(&k->mem, "%s/kist/kist.db", xdg).s
               : str_printf(&k->mem, "%s/.local/share/kist/kist.db", home ? home : "").s;
}

/* "http(s)://host", or "unix:PATH" of a daemon's socket. */
static enum fault server_at(struct cli *k, const char *url, struct where *w)
{
    struct str x = str_of(url);
    if (str_starts(x, S("unix:")))
        return socket_at(w, url + 5) ? OK : fail(&k->c, FAULT_NO_SERVER, NULL, val_z(url));
    if (!str_starts(x, S("http://")) && !str_starts(x, S("https://")))
        return fail(&k->c, FAULT_URL_FORMAT, "server", val_z(url));
    while (str_ends(x, S("/")))
        x.n--;
    w->at = AT_SERVER;
    w->url = str_z(&k->mem, x);
    return OK;
}

enum fault where_find(struct cli *k, struct where *w)
{
    *w = (struct where){ .at = AT_FILE, .path = "", .fd = -1 };
    const char *db = k->db ? k->db : NULL;
    const char *server = k->server || db ? k->server : env("KIST_SERVER");
    if (!db && !server)
        db = env("KIST_DB");
    if (!db && !server)
        db = k->conf.db;
    if (!db && !server)
        server = k->conf.server;
    if (server)
        return server_at(k, server, w);
    if (db) {
        w->path = db;
        return OK;
    }
    w->path = own_file(k);
    /* A daemon of the system comes before a file that nobody named. */
    if (k->op->flags & (OP_LONG | OP_LOCAL | OP_NO_DB) || !k->op->path)
        return OK;
    socket_at(w, run_socket);
    return OK;
}
