/* See gate.h. */
#include "reminders/gate.h"

#include "reminders/carry.h"

enum { MINUTE = 60000 };

struct gate *gate_of(struct gates *all, const struct gateway *g)
{
    size_t i = (size_t)(g - all->all->at);
    return &all->at[i < GATEWAYS_MOST ? i : GATEWAYS_MOST - 1];
}

const struct gateway *gate_open(struct gates *all, enum channel ch, size_t k)
{
    const struct gateway *g;
    for (size_t i = 0; (g = gateway_for(all->all, ch, i)); i++)
        if (gate_of(all, g)->failed < DOWN_AFTER && !k--)
            return g;
    return NULL;
}

int gate_room(struct gates *all, const struct gateway *g, int64_t now)
{
    const struct gate *s = gate_of(all, g);
    int most = carriers_at_once(g->kind), careful = DOWN_AFTER - s->failed;
    if ((!s->proven || s->failed) && careful < most)
        most = careful;
    int room = most - s->flying;
    if (g->per_minute > 0 && room > 0)
        room = now >= s->next;
    return room > 0 ? room : 0;
}

void gate_left(struct gates *all, const struct gateway *g, int64_t now)
{
    struct gate *s = gate_of(all, g);
    s->flying++;
    if (g->per_minute > 0)
        s->next = now + MINUTE / g->per_minute;
}

void gate_back(struct gates *all, const struct gateway *g, const struct verdict *v)
{
    struct gate *s = gate_of(all, g);
    bool failed = v->gateway && v->is != VERDICT_UNKNOWN;
    s->flying--;
    s->failed = failed ? s->failed + 1 : 0;
    s->proven = s->proven || !failed;
}
