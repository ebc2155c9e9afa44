/* See conn.h. */
#include "server/conn.h"

#include <linux/tcp.h> /* the C library's own lacks tcpi_bytes_received */
#include <netinet/in.h>
#include <stdatomic.h>
#include <sys/socket.h>

/* How many connections each address has. Addresses that fall together share their limit; with this
 * many slots that is rare, and harms nobody below the limit. */
enum { SLOTS = 1 << 16, NO_SLOT = UINT16_MAX + 1 };
static _Atomic uint16_t counts[SLOTS];

static int64_t now_ms(void)
{
    return monotonic_us() / 1000;
}

/* An IPv6 customer has a /64: its first four groups count as one address. */
static uint32_t slot_of(const struct peer *p)
{
    uint32_t h = 2166136261u;
    int groups = 0;
    for (const char *s = p->address; *s && groups < 4; s++) {
        groups += *s == ':';
        h = (h ^ (unsigned char)*s) * 16777619u;
    }
    return (h ^ h >> 16) & (SLOTS - 1);
}

bool conn_may(const struct peer *p, uint32_t *slot)
{
    *slot = NO_SLOT;
    if (p->door != DOOR_TCP || !strncmp(p->address, "127.", 4) || !strcmp(p->address, "::1"))
        return true;
    uint32_t s = slot_of(p);
    if (atomic_fetch_add(&counts[s], 1) >= PER_ADDRESS) {
        atomic_fetch_sub(&counts[s], 1);
        return false;
    }
    *slot = s;
    return true;
}

void conn_free_slot(uint32_t slot)
{
    if (slot != NO_SLOT)
        atomic_fetch_sub(&counts[slot], 1);
}

static void link_newest(struct conn_list *l, struct conn *c)
{
    c->older = l->newest;
    c->newer = NULL;
    *(l->newest ? &l->newest->newer : &l->oldest) = c;
    l->newest = c;
}

static void unlink_conn(struct conn_list *l, struct conn *c)
{
    *(c->older ? &c->older->newer : &l->oldest) = c->newer;
    *(c->newer ? &c->newer->older : &l->newest) = c->older;
}

void conn_opened(struct conn_list *l, struct conn *c)
{
    pthread_mutex_lock(&l->lock);
    c->list = l;
    c->state = CONN_COMING;
    c->deadline_ms = now_ms() + REQUEST_SECONDS * 1000;
    link_newest(l, c);
    l->n++;
    pthread_mutex_unlock(&l->lock);
}

void conn_closed(struct conn *c)
{
    struct conn_list *l = c->list;
    pthread_mutex_lock(&l->lock);
    unlink_conn(l, c);
    l->n--;
    pthread_mutex_unlock(&l->lock);
    conn_free_slot(c->slot);
    free(c);
}

void conn_is(struct conn *c, int state, int64_t more_ms)
{
    struct conn_list *l = c->list;
    pthread_mutex_lock(&l->lock);
    /* A request that has begun to come keeps its deadline. */
    if (!(state == CONN_COMING && c->state == CONN_COMING && c->deadline_ms))
        c->deadline_ms = more_ms ? now_ms() + more_ms : 0;
    c->state = state;
    c->looked = false;
    if (l->newest != c) {
        unlink_conn(l, c);
        link_newest(l, c);
    }
    pthread_mutex_unlock(&l->lock);
}

void conn_extend(struct conn *c, int64_t ms)
{
    pthread_mutex_lock(&c->list->lock);
    if (c->deadline_ms > 0)
        c->deadline_ms += ms;
    pthread_mutex_unlock(&c->list->lock);
}

/* How much came in so far; 0 for a unix socket, where only a proxy or we ourselves are. */
static uint64_t received(int fd)
{
    struct tcp_info info;
    socklen_t n = sizeof info;
    memset(&info, 0, sizeof info);
    return getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &n) ? 0 : info.tcpi_bytes_received;
}

/* libmicrohttpd does not say when the first byte of a further request comes in. */
static void look(struct conn *c, int64_t now)
{
    uint64_t n = received(c->fd);
    if (c->looked && n != c->bytes) {
        c->state = CONN_COMING;
        c->deadline_ms = now + REQUEST_SECONDS * 1000;
    }
    c->bytes = n;
    c->looked = true;
}

void conn_tick(struct conn_list *l)
{
    int64_t now = now_ms();
    pthread_mutex_lock(&l->lock);
    for (struct conn *c = l->oldest; c; c = c->newer) {
        if (c->deadline_ms && now > c->deadline_ms)
            shutdown(c->fd, SHUT_RDWR);
        else if (c->state == CONN_IDLE && c->peer.door == DOOR_TCP)
            look(c, now);
    }
    pthread_mutex_unlock(&l->lock);
}

bool conn_drop_oldest(struct conn_list *l)
{
    bool dropped = false;
    pthread_mutex_lock(&l->lock);
    for (struct conn *c = l->oldest; c && !dropped; c = c->newer)
        if (c->state != CONN_OURS && c->deadline_ms >= 0) {
            shutdown(c->fd, SHUT_RDWR);
            c->deadline_ms = -1; /* only once; it is about to close */
            dropped = true;
        }
    pthread_mutex_unlock(&l->lock);
    return dropped;
}
