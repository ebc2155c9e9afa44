/* kistd, the daemon. This file is its start and its end; the life of a request is in serve.c. */
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/random.h"
#include "labels/job.h"
#include "photo/clean.h"
#include "reminders/wire.h"
#include "schema/db.h"
#include "server/library.h"
#include "server/listen.h"
#include "server/notify.h"
#include "server/options.h"
#include "server/owner.h"
#include "server/route.h"
#include "server/sender.h"
#include "server/serve.h"
#include "server/server.h"
#include "server/worker.h"
#include "server/writer.h"
#include "text/text.h"

enum { STOP_MS = 8000, STEP_MS = 20, FILES_WANTED = 24000, EXIT_USAGE = 64, PEM_MOST = 1 << 20 };

static struct arena mem; /* for ever: the configuration and what was read at start */
static struct conf conf;
static struct world world;
static struct wire wire;
static struct server server;
static struct options options;
static struct owner owner;
static int lang;

static int64_t clock_now(const struct world *w)
{
    struct timespec t;
    (void)w;
    clock_gettime(CLOCK_REALTIME, &t);
    return t.tv_sec;
}

/* Tells why it does not start, in words, and ends with the fault's exit code. */
NORETURN static void give_up(enum fault f, const char *arg, const char *got)
{
    struct ctx c = { .mem = &mem, .lang = lang, .world = &world };
    struct wrong w = { .fault = f, .arg = arg, .got = got ? val_z(got) : val_none() };
    struct str said = text_fault(&c, &w);
    fprintf(stderr, "kistd: %.*s\n", STR(str_shown(&mem, said))); /* one line (X4) */
    exit(fault_info(f)->exit);
}

static void read_options(char **argv)
{
    const char *what = NULL;
    struct str why = { 0 };
    lang = lang_find(str_of(getenv("LANG")));
    lang = lang < 0 ? 0 : lang;
    enum fault f = options_read(argv, &options, &what);
    if (f)
        give_up(f, NULL, what);
    if (options.version) {
        printf("kistd %s\n", KIST_VERSION);
        exit(0);
    }
    if (options.help) {
        printf("%.*s\n", STR(text_plain(lang, T_KISTD_HELP)));
        exit(0);
    }
    f = conf_read(options.config, &conf, &mem, &why);
    if (f)
        give_up(f, NULL, str_z(&mem, why));
    options_fill(&options, &conf);
    log_level_set((enum log_level)conf.log_level);
}

/* A PEM file as a text; before root is given up. */
static const char *read_pem(const char *path)
{
    struct buf b = { .a = &mem };
    char part[4096];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = -1;
    while (fd >= 0 && b.n < PEM_MOST && (n = read(fd, part, sizeof part)) > 0)
        buf_add(&b, (struct str){ part, (size_t)n });
    if (n)
        give_up(FAULT_CANNOT_READ, NULL, path);
    close(fd);
    return buf_z(&b);
}

static void raise_limits(void)
{
    struct rlimit l;
    if (getrlimit(RLIMIT_NOFILE, &l) || l.rlim_cur >= FILES_WANTED)
        return;
    l.rlim_cur = l.rlim_max < FILES_WANTED ? l.rlim_max : FILES_WANTED;
    setrlimit(RLIMIT_NOFILE, &l);
}

/* A new program makes new pages of old data. */
static unsigned build_time(void)
{
    struct stat st;
    return stat("/proc/self/exe", &st) ? 0 : (unsigned)st.st_mtim.tv_sec;
}

static void open_library(void)
{
    const char *got = options.db;
    enum fault f = library_open(&server, owner.is_root, &mem, &got);
    if (f)
        give_up(f, NULL, got);
}

static void open_sockets(void)
{
    const char *what = options.listen;
    owner_raise(&owner, true);
    enum fault f = listen_open(options.listen, &server.listener, &what);
    owner_raise(&owner, false);
    owner_stay(&owner);
    if (!f)
        f = listen_control(server.listener, str_printf(&mem, "%s.sock", options.db).s, "kist",
                           &what);
    if (!f && conf.socket)
        f = listen_control(server.listener, conf.socket, "kist", &what);
    if (f)
        give_up(f, "listen", what);
}

static void start_threads(void)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    struct http_options o = { .server = &server, .begin = serve_begin, .run = serve_run,
                              .send = serve_send, .done = serve_done };
    o.threads = cores < 1 ? 1 : cores > THREADS_MOST ? THREADS_MOST : (int)cores;
    o.cert = options.cert ? read_pem(options.cert) : NULL;
    o.key = options.key ? read_pem(options.key) : NULL;
    server.tls = o.cert && o.key;
    struct str why = { 0 };
    enum fault f = OK;
    for (int i = 0; i < o.threads + server.tls && !f; i++)
        f = db_open(options.db, (struct db_options){ .mode = DB_READ }, &server.threads[i].db);
    if (!f)
        f = writer_start(&server, &server.writer);
    if (!f)
        f = worker_start(&server, &server.worker);
    if (f)
        give_up(f, NULL, options.db);
    f = sender_start(&server, &server.sender, &why);
    if (f)
        give_up(f, NULL, why.n ? str_z(&mem, why) : options.db);
    f = http_start(&o, &server.http);
    if (f)
        give_up(f, "listen", options.cert ? options.cert : options.listen);
    listen_start(server.listener, server.http);
}

static void say_started(void)
{
    struct log l;
    if (!server.led) {
        /* X40: there is no default account, so a new library says how to make the first. */
        l = log_event(LOG_WARNING, "no-coordinator");
        log_str(&l, "make", S("kist volunteer add NAME --initials XX --role coordinator"));
        log_end(&l);
    }
    l = log_event(LOG_INFO, "started");
    log_str(&l, "version", S(KIST_VERSION));
    log_str(&l, "listen", str_of(options.listen));
    log_int(&l, "port", listen_port(server.listener));
    log_int(&l, "pid", getpid());
    log_end(&l);
    notify_systemd("READY=1");
}

/* Deadlines, once a second; ends with a signal. */
static void wait_for_end(const sigset_t *set)
{
    struct timespec second = { .tv_sec = 1 };
    while (sigtimedwait(set, NULL, &second) < 0) {
        http_tick(server.http);
        if (atomic_load(&server.write_fault))
            writer_probe(server.writer);
    }
}

/* No more come in; what runs is finished, and its answers leave. A long operation is not waited
 * for: its transaction is rolled back by whoever opens the library next. */
static void stop(void)
{
    notify_systemd("STOPPING=1");
    atomic_store(&server.stopping, true);
    listen_stop(server.listener);
    int waited = 0;
    for (; http_busy(server.http) && waited < STOP_MS; waited += STEP_MS)
        nanosleep(&(struct timespec){ .tv_nsec = STEP_MS * 1000000 }, NULL);
    struct log l = log_event(LOG_INFO, "stopped");
    log_int(&l, "unfinished", http_busy(server.http));
    log_end(&l);
    if (http_busy(server.http) || !sender_stop(server.sender))
        return;
    writer_stop(server.writer);
    worker_stop(server.worker);
    http_stop(server.http);
    for (size_t i = 0; i < COUNT(server.threads); i++) {
        kept_drop(&server.threads[i].kept);
        arena_free(&server.threads[i].known.mem);
        db_close(server.threads[i].db);
    }
    wire_close(&wire);
    arena_free(&mem);
}

/* As nohup and shells in the background want it: then it does not end us either. */
static bool ignored(int sig)
{
    struct sigaction now;
    return !sigaction(sig, NULL, &now) && now.sa_handler == SIG_IGN;
}

int main(int argc, char **argv)
{
    sigset_t set;
    (void)argc;
    umask(077);
    signal(SIGPIPE, SIG_IGN);
    world = (struct world){ .now = clock_now, .random = random_kernel, .draw = job_draw, .photo = photo_clean,
                            .conf = &conf };
    read_options(argv);
    enum fault f = owner_become(&owner, options.db, options.user);
    if (f)
        give_up(f, NULL, options.user ? options.user : options.db);
    raise_limits();
    server.conf = &conf;
    server.world = &world;
    server.db_path = options.db;
    server.base_url = options.base_url;
    server.started = clock_now(&world);
    server.build = build_time();
    random_kernel(NULL, &server.id_salt, sizeof server.id_salt);
    if (!wire_open(&wire))
        world.wire = &wire;
    open_library();
    server.spool = folder_of(&mem, options.db);
    routes_make();
    open_sockets();
    sigemptyset(&set);
    for (const int *s = (const int[]){ SIGTERM, SIGINT, SIGQUIT, SIGHUP, 0 }; *s; s++)
        if (!ignored(*s))
            sigaddset(&set, *s);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    start_threads();
    say_started();
    wait_for_end(&set);
    stop();
    return 0;
}
