/* See erase.h. */
#include "lending/erase.h"

#include "lending/journal.h"
#include "lending/money.h"
#include "lending/queue.h"
#include "lending/setting.h"
#include "schema/query.h"
#include "text/text.h"

enum fault member_still_open(struct ctx *c, int64_t id, struct still_open *s)
{
    QUERY(q, c, Q_ERASE_OPEN);
    q_bind_int(&q, "member", id);
    *s = (struct still_open){ 0 };
    if (q_row(&q))
        *s = (struct still_open){ .loans = q_int(&q, "loans"), .holds = q_int(&q, "holds"),
            .tools = q_int(&q, "tools") };
    struct member_money money;
    enum fault f = q_end(&q);
    if (!f)
        f = money_of(c, id, &money);
    if (!f) {
        s->balance = money.balance;
        s->deposit = money.deposits;
    }
    return f;
}

/* "2 uitleningen, saldo € 3,50". */
static struct str open_words(struct ctx *c, const struct still_open *s)
{
    const struct { bool is; enum text_key key; struct val n; } parts[] = {
        { s->loans, T_ERASE_LOANS, val_int(s->loans) },
        { s->deposit, T_ERASE_DEPOSIT, val_money(s->deposit) },
        { s->balance, T_ERASE_BALANCE, val_money(s->balance) },
        { s->tools, T_ERASE_TOOLS, val_int(s->tools) },
    };
    struct buf b = { .a = c->mem };
    for (size_t i = 0; i < COUNT(parts); i++)
        if (parts[i].is) {
            buf_z_add(&b, b.n ? ", " : "");
            text_add(&b, c->lang, c->today, parts[i].key, FACTS(F("n", parts[i].n)));
        }
    return buf_str(&b);
}

/* M16: without a message; a ready tool goes on to the next. */
static enum fault holds_cancel(struct ctx *c, int64_t member)
{
    QUERY(q, c, Q_ERASE_HOLDS);
    q_bind_int(&q, "member", member);
    enum fault f = OK;
    while (!f && q_row(&q)) {
        f = queue_end(c, q_int(&q, "id"), "cancelled");
        if (!f)
            f = queue_serve(c, q_int(&q, "model"));
    }
    return f ? f : q_end(&q);
}

static enum fault refs_read(struct ctx *c, int64_t member, struct refs *r)
{
    QUERY(q, c, Q_ERASE_REFS);
    q_bind_int(&q, "member", member);
    while (q_row(&q)) {
        if (!(r->n & (r->n - 1))) { /* full at every power of two */
            struct str *more = NEW_N(c->mem, struct str, r->n ? r->n * 2 : 1);
            if (r->n)
                memcpy(more, r->at, r->n * sizeof *more);
            r->at = more;
        }
        r->at[r->n++] = q_str(&q, "ref");
    }
    return q_end(&q);
}

/* What is deleted or emptied, in this order: what a later one looks at is still there. */
static const enum query_id wipes[] = {
    Q_ERASE_WORDS, Q_ERASE_CHANGES, Q_ERASE_SHARED_WORDS, Q_ERASE_SHARED_MESSAGES, Q_ERASE_STEPS,
    Q_ERASE_MESSAGES, Q_ERASE_PHOTOS, Q_ERASE_TICKET_PHONES, Q_ERASE_TICKETS, Q_ERASE_INCOMING,
    Q_ERASE_CONTACTS, Q_ERASE_INSTRUCTIONS, Q_ERASE_SESSIONS, Q_ERASE_CODES,
};

/* Four digits of a Dutch postcode; nothing of a foreign one. */
static struct val postcode4(struct str p)
{
    bool four = p.n >= 4;
    for (size_t i = 0; four && i < 4; i++)
        four = p.s[i] >= '0' && p.s[i] <= '9';
    return four ? val_str(str_upto(p, 4)) : val_none();
}

static enum fault row_empty(struct ctx *c, const struct member *m)
{
    QUERY(loans, c, Q_ERASE_LOANS);
    q_bind_int(&loans, "member", m->id);
    q_bind(&loans, "postcode4", postcode4(m->postcode));
    enum fault f = q_run(&loans);
    QUERY(row, c, Q_ERASE_MEMBER);
    q_bind_int(&row, "member", m->id);
    q_bind(&row, "today", val_day(c->today));
    q_bind(&row, "now", val_time(c->now));
    if (!f)
        f = q_run(&row);
    QUERY(answers, c, Q_ERASE_ANSWERS);
    if (!f)
        f = q_run(&answers);
    QUERY(notes, c, Q_ERASE_HANDOVER);
    if (!f)
        f = q_run(&notes);
    QUERY(homes, c, Q_ERASE_HOUSEHOLDS);
    return f ? f : q_run(&homes);
}

static enum fault wipe(struct ctx *c, const struct member *m)
{
    enum fault f = journal_line(c, "member", m->id);
    if (!f)
        f = holds_cancel(c, m->id);
    for (size_t i = 0; !f && i < COUNT(wipes); i++) {
        QUERY(q, c, wipes[i]);
        q_bind_int(&q, "member", m->id);
        f = q_run(&q);
    }
    if (!f)
        f = row_empty(c, m);
    return f ? f : library_fact_set(c, "scrub", S("owed"));
}

enum fault member_erase(struct ctx *c, int64_t id, struct refs *refs)
{
    struct member m;
    struct still_open s;
    enum fault f = member_get(c, id, &m);
    if (!f)
        f = member_still_open(c, id, &s);
    if (!f && (s.loans || s.deposit || s.balance || s.tools))
        f = fail_facts(c, FAULT_ERASE_OPEN, "member", val_str(m.code),
                       FACTS(F("name", val_str(m.name)), F("what", val_str(open_words(c, &s)))));
    if (!f)
        f = refs_read(c, id, refs);
    return f ? f : wipe(c, &m);
}

enum fault member_erase_again(struct ctx *c, int64_t id, int64_t *n)
{
    struct member m;
    enum fault f = member_get(c, id, &m);
    if (f == FAULT_CODE_UNKNOWN) /* made after the copy: not in it */
        return OK;
    if (f || m.stored_state == MEMBER_ERASED)
        return f;
    QUERY(q, c, Q_ERASE_LOANS_BACK);
    q_bind_int(&q, "member", id);
    q_bind(&q, "now", val_time(c->now));
    q_bind(&q, "today", val_day(c->today));
    f = q_run(&q);
    journal_next(c);
    ++*n;
    return f ? f : wipe(c, &m);
}

enum fault erased_ids(struct ctx *c, const int64_t **out, size_t *n)
{
    int64_t *ids = NULL;
    size_t room = 0;
    QUERY(q, c, Q_ERASED_ALL);
    for (*n = 0; q_row(&q); ++*n) {
        if (*n == room) {
            room = room ? room * 2 : 64;
            int64_t *more = NEW_N(c->mem, int64_t, room);
            if (*n)
                memcpy(more, ids, *n * sizeof *more);
            ids = more;
        }
        ids[*n] = q_int(&q, "id");
    }
    *out = ids;
    return q_end(&q);
}

bool erase_owes_scrub(struct ctx *c)
{
    return str_eq(library_fact(c, "scrub"), S("owed"));
}

enum fault erase_scrubbed(struct ctx *c)
{
    return library_fact_set(c, "scrub", S("done"));
}
