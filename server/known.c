/* See known.h. */
#include "server/known.h"

#include "lending/document.h"
#include "lending/setting.h"
#include "schema/query.h"
#include "server/server.h"

static void minute_add(struct known *k, int minute)
{
    size_t i = 0;
    while (i < k->n_minutes && k->minutes[i] < minute)
        i++;
    if ((i < k->n_minutes && k->minutes[i] == minute) || k->n_minutes == MINUTES_MOST)
        return;
    memmove(k->minutes + i + 1, k->minutes + i, (k->n_minutes - i) * sizeof *k->minutes);
    k->minutes[i] = (short)minute;
    k->n_minutes++;
}

static enum fault load(struct known *k, struct ctx *c)
{
    setting_str(c, SET_ZONE);
    k->settings = c->settings;
    struct document logo;
    enum fault f = document_of(c, DOCUMENT_LOGO, 0, &logo);
    k->logo = document_path(&k->mem, DOCUMENT_LOGO, &logo);
    if (!f)
        f = branch_all(c, &k->branches, &k->n);
    struct calendar *all = NEW_N(&k->mem, struct calendar, k->n);
    for (size_t i = 0; i < k->n && !f; i++) {
        f = calendar_load(c, k->branches[i].id, &all[i]);
        for (size_t j = 0; j < all[i].n_blocks; j++) {
            minute_add(k, all[i].blocks[j].from);
            minute_add(k, all[i].blocks[j].to);
        }
    }
    k->calendars = all;
    return f;
}

enum fault known_read(struct request *r, struct ctx *c)
{
    struct known *k = &r->server->threads[r->thread].known;
    int64_t generation;
    QUERY(q, c, Q_JOURNAL_LAST);
    enum fault f = q_run_int(&q, &generation);
    if (f)
        return f;
    if (!k->there || k->generation != generation) {
        struct ctx theirs = *c;
        arena_free(&k->mem);
        *k = (struct known){ .generation = generation, .tools_day = DAY_NONE };
        theirs.mem = &k->mem;
        theirs.settings = NULL;
        f = load(k, &theirs);
        k->there = !f;
        k->base = arena_mark(&k->mem);
    }
    r->known = k;
    c->settings = k->settings;
    return f;
}

const struct branch *known_branch(const struct known *k, int64_t id)
{
    for (size_t i = 0; i < k->n; i++)
        if (k->branches[i].id == id)
            return &k->branches[i];
    return NULL;
}

const struct calendar *known_calendar(const struct known *k, int64_t branch)
{
    for (size_t i = 0; i < k->n; i++)
        if (k->branches[i].id == branch)
            return &k->calendars[i];
    return NULL;
}

int known_block(const struct known *k, int minute)
{
    int n = 0;
    for (size_t i = 0; i < k->n_minutes; i++)
        n += k->minutes[i] <= minute;
    return n;
}
