/* Sends through gateways without a library: what the gateway suites run.
 *
 *   send CONFIG                       loads; prints each gateway
 *   send CONFIG GATEWAY KEY=VALUE...  sends; prints the verdict as one line of JSON
 *   send --many URL N AT_ONCE         N requests over one multi handle; prints what became of them
 *
 * Keys: to text subject html ref from to_name lang base_url unsubscribe; KEY@FILE takes the value
 * from a file; show=1 prints request and reply too; times=N sends N times over one wire. */
#include "base/buf.h"
#include "base/conf.h"
#include "base/random.h"
#include "reminders/gateway.h"
#include "reminders/wire.h"

static int64_t clock_now(const struct world *w)
{
    (void)w;
    return time(NULL);
}

static struct str file_text(struct arena *mem, const char *path)
{
    struct buf b = { .a = mem };
    FILE *f = fopen(path, "rb");
    ASSERT(f);
    char bytes[4096];
    for (size_t n; (n = fread(bytes, 1, sizeof bytes, f)) > 0;)
        buf_add(&b, (struct str){ bytes, n });
    fclose(f);
    return buf_str(&b);
}

struct wanted {
    struct outgoing m;
    bool show;
    int64_t times;
};

static void take(struct arena *mem, struct wanted *w, const char *arg)
{
    const struct {
        const char *name;
        struct str *to;
    } keys[] = {
        { "to", &w->m.to },
        { "text", &w->m.text },
        { "subject", &w->m.subject },
        { "html", &w->m.html },
        { "ref", &w->m.ref },
        { "from", &w->m.from },
        { "to_name", &w->m.to_name },
        { "lang", &w->m.lang },
        { "base_url", &w->m.base_url },
        { "unsubscribe", &w->m.unsubscribe },
    };
    size_t n = strcspn(arg, "=@");
    struct str name = { arg, n }, value = str_of(arg[n] == '@' ? NULL : arg + n + 1);
    if (arg[n] == '@')
        value = file_text(mem, arg + n + 1);
    for (size_t i = 0; i < COUNT(keys); i++)
        if (str_eq(name, str_of(keys[i].name)))
            *keys[i].to = value;
    if (str_eq(name, S("show")))
        w->show = true;
    if (str_eq(name, S("times")))
        ASSERT(str_int(value, &w->times));
}

static void member(struct buf *b, const char *key, struct str value)
{
    buf_printf(b, ",\"%s\":", key);
    buf_json(b, value);
}

static void print_verdict(struct arena *mem, enum fault f, const struct verdict *v, bool show)
{
    static const char *const names[] = { "sent", "retry", "failed", "unknown" };
    struct buf b = { .a = mem };
    buf_printf(&b, "{\"fault\":\"%s\",\"is\":\"%s\",\"gateway\":%s,\"after\":%lld",
               fault_info(f)->name, names[v->is], v->gateway ? "true" : "false",
               (long long)v->after);
    member(&b, "id", v->id);
    member(&b, "error", v->error);
    if (show) {
        member(&b, "request", v->request);
        member(&b, "reply", v->reply);
    }
    printf("%.*s}\n", STR(buf_str(&b)));
}

/* --many: a feed of equal requests, and a count of how they ended. */
struct many {
    struct arena *mem;
    struct str url;
    int64_t left;
    int64_t ended[4], ok;
};

static enum http_next many_next(void *self, struct http_job *job)
{
    struct many *m = self;
    if (m->left-- <= 0)
        return HTTP_OVER;
    job->request = (struct http_request){ .url = m->url, .body = S("x"), .seconds = 10 };
    job->mem = NEW(m->mem, struct arena);
    return HTTP_JOB;
}

static void many_done(void *self, struct http_job *job)
{
    struct many *m = self;
    m->ended[job->reply.end]++;
    m->ok += job->reply.status == 200;
    arena_free(job->mem);
}

static int run_many(struct arena *mem, const struct wire *wire, char **argv)
{
    struct many m = { .mem = mem, .url = str_of(argv[0]) };
    int64_t at_once;
    ASSERT(str_int(str_of(argv[1]), &m.left) && str_int(str_of(argv[2]), &at_once));
    struct http_feed feed = { many_next, many_done, &m, (int)at_once };
    wire->http_many(wire, &feed);
    printf("{\"ok\":%lld,\"replied\":%lld,\"not_sent\":%lld,\"unknown\":%lld,\"forbidden\":%lld}\n",
           (long long)m.ok, (long long)m.ended[WIRE_REPLIED], (long long)m.ended[WIRE_NOT_SENT],
           (long long)m.ended[WIRE_UNKNOWN], (long long)m.ended[WIRE_FORBIDDEN]);
    return 0;
}

static int run_send(struct arena *mem, const struct world *world, const struct gateway *g,
                    const struct wanted *w)
{
    for (int64_t i = 0; i < w->times; i++) {
        CLEANUP(arena_free) struct arena one = { 0 };
        struct verdict v = { 0 };
        struct outgoing m = w->m;
        m.channel = g->channel;
        struct ctx c = ctx_make(NULL, &one, world);
        enum fault f = gateway_send(&c, g, &m, w->show, &v);
        print_verdict(mem, f, &v, w->show);
        fflush(stdout);
    }
    return 0;
}

int main(int argc, char **argv)
{
    CLEANUP(arena_free) struct arena mem = { 0 };
    CLEANUP(wire_close) struct wire wire;
    struct conf conf;
    struct str why;
    struct gateways all;
    struct wanted w = { .times = 1 };
    if (argc < 2 || wire_open(&wire))
        return 64;
    if (!strcmp(argv[1], "--many"))
        return argc == 5 ? run_many(&mem, &wire, argv + 2) : 64;
    if (conf_read(argv[1], &conf, &mem, &why) || gateways_load(&conf, &mem, &all, &why)) {
        fprintf(stderr, "%.*s\n", STR(why));
        return 78;
    }
    for (size_t i = 0; argc == 2 && i < all.n; i++)
        printf("%s %s %s %d\n", all.at[i].name, gateway_kind_name(all.at[i].kind),
               channel_name(all.at[i].channel), all.at[i].per_minute);
    if (argc == 2)
        return 0;
    const struct gateway *g = gateway_named(&all, str_of(argv[2]));
    ASSERT(g);
    for (int i = 3; i < argc; i++)
        take(&mem, &w, argv[i]);
    struct world world = {
        .now = clock_now, .random = random_kernel, .wire = &wire, .conf = &conf
    };
    return run_send(&mem, &world, g, &w);
}
