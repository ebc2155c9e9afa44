/* Sending: claim, send, mark. A claim is in the database before a message leaves and its mark after it
 * has landed, so that a crash at any moment leaves no claimed message unseen (N9). See outbox.h. */
#include "lending/setting.h"
#include "lending/tell.h"
#include "reminders/carry.h"
#include "reminders/gate.h"
#include "reminders/hook.h"
#include "schema/db.h"
#include "schema/query.h"
#include "text/text.h"

/* Seconds and milliseconds. A message handed from gateway to gateway keeps to its claim. */
enum { CLAIM_SECONDS = 120, HAND_OVER_MOST = 60000, LOOK_AGAIN = 1000 };
enum { NO_GATEWAY_AT_ONCE = 64 };

/* A message from its claim to its mark. */
struct letter {
    struct parcel parcel; /* first: what lands is a letter */
    struct sending message;
    const struct gateway *gateway; /* the next to take it; NULL: none is left */
    const char *state;
    int64_t claimed; /* milliseconds */
    struct letter *next;
};
struct letters {
    struct letter *first, **last;
    size_t n;
};

/* What may be sent on one channel, by number; those before `at` were looked at. */
struct line {
    struct arena mem;
    int64_t *ids, last, filled; /* milliseconds */
    size_t n, at;
};

struct round {
    const struct outbox_run *run;
    struct tally *tally;
    struct gates gates;
    struct carriers *carriers;
    struct line lines[2];         /* by channel */
    struct letters ready, landed; /* to leave; to be marked */
    size_t flying;
    int64_t now; /* milliseconds */
};

static int64_t milliseconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void add(struct letters *all, struct letter *l)
{
    l->next = NULL;
    *(all->first ? all->last : &all->first) = l;
    all->last = &l->next;
    all->n++;
}

static void letters_free(struct letters *all)
{
    for (struct letter *l; (l = all->first); free(l)) {
        all->first = l->next;
        arena_free(&l->parcel.mem);
    }
    all->n = 0;
}

static void count(struct tally *t, const struct letter *l)
{
    t->sent += !strcmp(l->state, "sent");
    t->failed += !strcmp(l->state, "failed");
    t->unknown += !strcmp(l->state, "unknown");
    t->retry += !strcmp(l->state, "due");
    t->tried = true;
    t->reached = t->reached || !l->parcel.verdict.gateway;
}

/* What is to be sent outlives the memory it was composed in. */
static void keep(struct ctx *c, struct letter *l)
{
    struct sending *m = &l->message;
    struct composed *w = &m->words;
    struct str *all[] = { &m->address, &m->ref, &m->kind, &m->language, &w->subject, &w->text, &w->html,
                          &w->stop, &w->calendar };
    for (size_t i = 0; i < COUNT(all); i++)
        *all[i] = str_copy(&l->parcel.mem, *all[i]);
    w->kind = NULL;
    l->parcel.now = c->now;
    l->parcel.out = (struct outgoing){ .channel = m->channel, .to = m->address, .subject = w->subject,
        .text = w->text, .html = w->html, .calendar = w->calendar, .unsubscribe = w->stop, .ref = m->ref,
        .lang = m->language, .from = str_copy(&l->parcel.mem, setting_str(c, SET_LIBRARY_NAME)),
        .base_url = str_copy(&l->parcel.mem, setting_str(c, SET_BASE_URL)) };
}

static enum fault claim(struct ctx *c, struct round *r, struct calendars *all, int64_t id,
                        const struct gateway *g)
{
    int64_t claimed;
    struct sending m = { 0 };
    QUERY(q, c, Q_MESSAGE_CLAIM);
    q_bind_int(&q, "id", id);
    q_bind(&q, "now", val_time(c->now));
    q_bind(&q, "until", val_time(c->now + CLAIM_SECONDS));
    q_bind(&q, "quiet", val_bool(quiet_until(c, c->now) != c->now));
    enum fault f = q_run_int(&q, &claimed);
    if (!f && claimed)
        f = outbox_compose(c, all, id, &m, r->tally);
    if (f || !m.go)
        return f;
    struct letter *l = calloc(1, sizeof *l);
    ASSERT(l);
    l->message = m;
    l->gateway = g;
    l->claimed = r->now;
    keep(c, l);
    add(&r->ready, l);
    return OK;
}

static enum fault line_fill(struct ctx *c, const struct round *r, struct line *line, enum channel ch)
{
    arena_free(&line->mem);
    line->mem.limit = c->mem->limit;
    line->n = line->at = 0;
    line->filled = r->now;
    QUERY(q, c, Q_MESSAGE_TO_SEND);
    q_bind(&q, "now", val_time(c->now));
    q_bind_str(&q, "channel", str_of(channel_name(ch)));
    q_bind(&q, "urgent", val_bool(r->run->urgent));
    q_bind_int(&q, "after", line->last);
    for (; q_row(&q); line->ids[line->n++] = line->last = q_int(&q, "id"))
        if (!line->n)
            line->ids = NEW_N(&line->mem, int64_t, q_int(&q, "total"));
    return q_end(&q);
}

/* As many as the first gateway that works has room for. None at all is no reason to wait: it will be
 * said; all of them down is: no try is spent (N10). */
static enum fault claim_some(struct ctx *c, struct round *r, struct calendars *all, enum channel ch)
{
    struct line *line = &r->lines[ch];
    const struct gateway *g = gate_open(&r->gates, ch, 0);
    int room = g ? gate_room(&r->gates, g, r->now)
                 : gateway_for(r->run->gateways, ch, 0) ? 0 : NO_GATEWAY_AT_ONCE;
    for (const struct letter *l = r->ready.first; l; l = l->next)
        room -= l->gateway == g;
    bool fill = line->at == line->n && (!r->flying || r->now - line->filled >= LOOK_AGAIN);
    enum fault f = fill ? line_fill(c, r, line, ch) : OK;
    while (!f && room > 0 && line->at < line->n) {
        size_t before = r->ready.n;
        f = claim(c, r, all, line->ids[line->at++], g);
        room -= r->ready.n > before;
    }
    if (!g && room <= 0 && gateway_for(r->run->gateways, ch, 0))
        line->at = line->n;
    return f;
}

/* One transaction: marks what has landed, and claims what may leave. */
static enum fault mark_and_claim(struct ctx *c, void *arg)
{
    struct round *r = arg;
    struct calendars *all = NEW(c->mem, struct calendars);
    enum fault f = OK;
    for (struct letter *l = r->landed.first; !f && l; l = l->next)
        f = outbox_settle(c, r->run->gateways, &l->message, l->parcel.gateway, &l->parcel.verdict, &l->state);
    if (!f)
        f = claim_some(c, r, all, CHANNEL_SMS);
    return f ? f : claim_some(c, r, all, CHANNEL_EMAIL);
}

/* The next gateway that works, after the one whose own fault it was. */
static const struct gateway *next_gateway(struct round *r, const struct letter *l)
{
    const struct gateway *g;
    const struct verdict *v = &l->parcel.verdict;
    if (!v->gateway || v->is == VERDICT_UNKNOWN || r->now - l->claimed > HAND_OVER_MOST)
        return NULL;
    for (size_t k = 0; (g = gate_open(&r->gates, l->message.channel, k)); k++)
        if (g > l->parcel.gateway)
            return g;
    return NULL;
}

/* What has room leaves; what no gateway is left for comes back as it is. */
static void leave(struct ctx *c, struct round *r)
{
    struct letters all = r->ready;
    r->ready = (struct letters){ 0 };
    for (struct letter *l, *next = all.first; (l = next);) {
        next = l->next;
        if (l->parcel.gateway) /* it was tried: what stands in for that one may be down by now */
            l->gateway = next_gateway(r, l);
        if (!l->gateway) {
            if (!l->parcel.gateway)
                l->parcel.verdict = (struct verdict){ .is = VERDICT_RETRY, .gateway = true,
                                                      .error = S("no gateway") };
            add(&r->landed, l);
        } else if (gate_room(&r->gates, l->gateway, r->now)) {
            l->parcel.gateway = l->gateway;
            l->parcel.out.report = str_copy(&l->parcel.mem, hook_url(c, l->gateway));
            gate_left(&r->gates, l->gateway, r->now);
            carriers_take(r->carriers, &l->parcel);
            r->flying++;
        } else {
            add(&r->ready, l);
        }
    }
}

static enum fault take_back(struct round *r, struct parcel *p)
{
    enum fault f = OK;
    for (struct parcel *next; p; p = next) {
        struct letter *l = (struct letter *)p;
        next = p->next;
        r->flying--;
        f = f ? f : p->fault;
        gate_back(&r->gates, p->gateway, &p->verdict);
        add(next_gateway(r, l) ? &r->ready : &r->landed, l);
    }
    return f;
}

/* Until the pace of a gateway allows another, or for the next to land. */
static int64_t wait_for(struct round *r)
{
    int64_t most = LOOK_AGAIN;
    for (size_t i = 0; i < r->run->gateways->n; i++) {
        int64_t wait = gate_of(&r->gates, &r->run->gateways->at[i])->next - r->now;
        if (wait > 0 && wait < most)
            most = wait;
    }
    return r->landed.n ? 0 : most;
}

static bool more_to_do(const struct round *r)
{
    bool lines = false;
    for (size_t i = 0; i < COUNT(r->lines); i++)
        lines = lines || r->lines[i].at < r->lines[i].n;
    return lines || r->ready.n || r->landed.n || r->flying;
}

static enum fault one_round(struct ctx *c, struct round *r)
{
    /* N20: sending reads the clock for each message; a moved clock stays moved by as much. */
    c->now = c->world->now(c->world) + c->clock_shift;
    c->today = day_at(c->now);
    r->now = milliseconds();
    enum fault f = db_write(c, mark_and_claim, r);
    if (f)
        return f;
    for (const struct letter *l = r->landed.first; l; l = l->next) {
        count(r->tally, l);
        if (r->run->each)
            r->run->each(r->run->self, &l->message, &l->parcel.verdict, l->state);
    }
    letters_free(&r->landed);
    leave(c, r);
    return OK;
}

enum fault outbox_send(struct ctx *c, const struct outbox_run *run, struct tally *t)
{
    struct round r = { .run = run, .tally = t, .gates.all = run->gateways,
                       .carriers = carriers_new(c->world) };
    enum fault f;
    do {
        struct arena_mark m = arena_mark(c->mem);
        f = one_round(c, &r);
        c->settings = NULL; /* they lived in what is given back now */
        arena_back(c->mem, m);
        if (!f && more_to_do(&r))
            f = take_back(&r, carriers_landed(r.carriers, wait_for(&r)));
    } while (!f && more_to_do(&r));
    /* After a fault what is under way stays claimed, and is seen when that has run out. */
    enum fault ignored = take_back(&r, carriers_free(r.carriers));
    (void)ignored;
    letters_free(&r.ready);
    letters_free(&r.landed);
    for (size_t i = 0; i < COUNT(r.lines); i++)
        arena_free(&r.lines[i].mem);
    return f;
}
